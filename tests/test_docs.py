"""The README and docs/: every command and snippet in them is run, every path is there.

On each page the blocks run in order in one folder: `toml` blocks are saved under the name in the
`<!-- file: NAME -->` above them, `sh` blocks run line by line, `python` blocks share their names.
A `text` block shows the beginning of what the command before it prints; `pytest --golden` writes
it anew.
"""

from __future__ import annotations

import datetime as dt
import doctest
import inspect
import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import journey
from journey.checking import check
from journey.cli import COMMANDS, main
from journey.export.svg import to_svg
from journey.journeys.file import load_journey
from journey.pathways.library import demo
from journey.planning.timeline import plan

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
OTHERS = [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", ROOT / "CODE_OF_CONDUCT.md"]
TODAY = dt.date(2026, 11, 22)

BUILT = {"{toctree}", "{eval-rst}"}
"""What stands in the built pages alone: the contents, and the docstrings."""

BLOCK = re.compile(
    r"(?:^<!-- (?P<role>command|file): (?P<name>\S+) -->\n)?"
    r"^```(?P<language>[^`\n]*)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; `named` is what the comment above it says: a role and a name."""

    language: str
    text: str
    named: tuple[str, str] | None
    span: tuple[int, int]

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def blocks(page: Path) -> list[Block]:
    return [
        Block(
            match["language"],
            match["text"],
            (match["role"], match["name"]) if match["role"] else None,
            match.span("text"),
        )
        for match in BLOCK.finditer(page.read_text("utf-8"))
    ]


def commands(page: Path) -> list[str]:
    """What the page has one type, but for what installs: `.ci/run` takes those by their names."""
    return [
        line
        for block in blocks(page)
        if block.language == "sh" and block.named is None
        for line in block.lines
    ]


def told(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints. It must succeed, and warn of nothing."""
    code = main(shlex.split(line)[1:])
    done = capsys.readouterr()
    assert (line, code, done.err) == (line, 0, "")
    assert done.out.strip(), f"{line} prints nothing"
    return done.out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_of_a_page_works_as_printed_one_after_another(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], *, rewrites_golden: bool,
) -> None:  # fmt: skip
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    said, edits = "", []
    for block in blocks(page):
        if block.language == "toml" and block.named:
            (tmp_path / block.named[1]).write_text(block.text, "utf-8")
        elif block.language == "sh" and block.named is None:
            for line in block.lines:
                said = told(line, capsys)
                for path in re.findall(r"--(?:ics|html|pdf|md|svg|txt|json) (\S+\.\S+)", line):
                    assert (tmp_path / path).stat().st_size > 500
        elif block.language == "python":
            exec(compile(block.text, str(page), "exec"), names)
            said = capsys.readouterr().out
        elif block.language == "text":
            shown = "".join(said.splitlines(keepends=True)[: len(block.lines)])
            if rewrites_golden:
                edits.append((block.span, shown))
            else:
                assert block.text == shown, "the output is old: pytest --golden writes it anew"
    text = page.read_text("utf-8")
    for (start, end), shown in reversed(edits):
        text = text[:start] + shown + text[end:]
    if edits:
        page.write_text(text, "utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_tells_to_type_our_own_commands_alone(page: Path) -> None:
    for line in commands(page):
        assert line.startswith("journey "), line
        assert not set("|;&><$`") & set(line), f"needs a shell: {line}"
    for block in blocks(page):
        assert block.language in {"sh", "python", "toml", "text", "", *BUILT}, block.language


def test_the_readme_has_two_named_commands_for_those_who_have_nothing_yet() -> None:
    named = {block.named[1]: block.lines for block in blocks(README) if block.named}
    (first,), (second,) = named["demo"], named["test"]
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith(" .venv/bin/journey demo")
    assert ".venv/bin/python -m pytest " in second


def test_the_readme_is_short() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 120


def test_the_readme_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\((docs/[^)#]+\.md)\)", README.read_text("utf-8")))
    assert linked == {f"docs/{page.name}" for page in PAGES if page != README}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_a_page_shows_is_right_and_ready_to_be_shown(page: Path) -> None:
    for block in blocks(page):
        if block.language == "toml":
            assert check(block.text, on=TODAY) == ()


def test_the_example_pathway_is_ready_to_be_shown() -> None:
    text = (ROOT / "examples" / "harbour-fever.toml").read_text("utf-8")
    assert check(text, on=TODAY) == ()


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=lambda page: page.stem)
def test_every_path_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    for path in re.findall(r"\]\(([^)#]+)\)", text):
        assert (page.parent / path).exists(), path
    for path in re.findall(r"`((?:src|examples|tests|docs)/[^`]+)`", text):
        assert (ROOT / path).exists(), path


def test_the_picture_of_the_readme_is_what_the_demo_draws() -> None:
    example = demo()
    drawn = to_svg(plan(example.pathway, start=example.start, known=example.known))
    picture = (ROOT / "examples" / "treatment.svg").read_text("utf-8")
    assert picture == drawn, "write it anew: journey demo, then copy treatment.svg to examples/"


def test_the_page_of_the_command_line_names_every_command() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text("utf-8")
    table = [line for line in page.splitlines() if line.startswith("| `")]
    for command in COMMANDS:
        assert any(line.startswith((f"| `{command} ", f"| `{command}`")) for line in table), command


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.name)
def test_every_example_runs(path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(path)], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_story_of_the_family_adds_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = ROOT / "docs" / "families-and-nurses.md"
    story = next(block.lines for block in blocks(page) if block.language == "sh")
    records = [line for line in story if line.startswith("journey record ")]
    assert len(records) >= 6
    for line in story:
        assert told(line, capsys)
        if line == "journey changes sam.toml":
            data = json.loads(told(f"{line} --json", capsys))
            parts = [{m["boundary"]: m["days"] for m in c["moves"]} for c in data["changes"]]
            assert parts
            for move in data["moves"]:
                days = sum(moved.get(move["boundary"], 0) for moved in parts)
                assert days == move["days"]
    assert load_journey("sam.toml").edition == 1 + len(records)


# ---- docstrings ----------------------------------------------------------------------------------

PUBLIC = [getattr(journey, name) for name in journey.__all__ if name != "__version__"]
FUNCTIONS = [value for value in PUBLIC if not isinstance(value, type)]


@pytest.mark.parametrize("value", PUBLIC, ids=lambda value: value.__name__)
def test_the_examples_of_a_docstring_say_what_they_give(
    value: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names = {"journey": journey, "dt": dt, "json": json}
    said = inspect.getdoc(value) or ""
    test = doctest.DocTestParser().get_doctest(said, names, value.__name__, None, None)
    assert test.examples or value not in FUNCTIONS, "give its docstring an example to run"
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert not told, "".join(told)
