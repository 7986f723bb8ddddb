"""The README is the front door: every command and snippet in it is run, every path is there."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from journey.checking import check
from journey.cli import COMMANDS, main
from journey.export.svg import to_svg
from journey.journeys.file import load_journey
from journey.pathways.library import demo
from journey.planning.timeline import plan

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def environment() -> dict[str, str]:
    """Where `journey` is the one under test."""
    folder = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": os.pathsep.join([folder, os.environ.get("PATH", "")])}


SHELL = [line for block in blocks("sh") for line in block.splitlines()]
COMMAND_LINES = [line for line in SHELL if line.startswith("journey ")]
LISTS = [
    lines
    for block in blocks("sh")
    if (lines := [line for line in block.splitlines() if line.startswith("journey ")])
]


@pytest.mark.parametrize("lines", LISTS, ids=lambda lines: lines[0])
def test_every_command_of_the_readme_works_as_printed_one_after_another(
    lines: list[str], tmp_path: Path
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for line in lines:
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, env=environment(), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert (line, done.returncode, done.stderr) == (line, 0, "")
        assert done.stdout.strip()
        for path in re.findall(r"--(?:ics|html|pdf|md|svg|txt|json) (\S+)", line):
            assert (tmp_path / path).stat().st_size > 500


def test_the_readme_has_two_commands_to_begin_with_and_no_others_but_our_own() -> None:
    first, second, *rest = SHELL
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith(" .venv/bin/journey demo")
    assert ".venv/bin/python -m pytest " in second
    assert rest == COMMAND_LINES


@pytest.mark.parametrize("code", blocks("python"))
def test_every_snippet_of_the_readme_runs(code: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "DateWindow" in done.stdout


@pytest.mark.parametrize("text", blocks("toml"))
def test_every_file_of_the_readme_is_right_and_ready_to_be_shown(text: str) -> None:
    assert check(text, on=dt.date(2026, 11, 22)) == ()


def test_the_example_pathway_is_ready_to_be_shown() -> None:
    text = (ROOT / "examples" / "harbour-fever.toml").read_text("utf-8")
    assert check(text, on=dt.date(2026, 11, 22)) == ()


def test_the_python_of_the_readme_is_ten_lines() -> None:
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line.strip()]) <= 11


def test_every_path_in_the_readme_is_there() -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", README)
    named = re.findall(r"`((?:src|examples)/[^`]+)`", README)
    assert linked
    assert named
    for path in [*linked, *named]:
        assert (ROOT / path).exists(), path


def test_the_picture_of_the_readme_is_what_the_demo_draws() -> None:
    example = demo()
    drawn = to_svg(plan(example.pathway, start=example.start, known=example.known))
    picture = (ROOT / "examples" / "treatment.svg").read_text("utf-8")
    assert picture == drawn, "write it anew: journey demo, then copy treatment.svg to examples/"


def test_the_readme_names_every_command() -> None:
    table = [line for line in README.splitlines() if line.startswith("| `")]
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


def test_the_story_of_the_readme_adds_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    story = next(lines for lines in LISTS if lines[0].startswith("journey new "))
    records = [line for line in story if line.startswith("journey record ")]
    assert len(records) >= 6

    def printed(line: str, *more: str) -> str:
        assert main([*shlex.split(line)[1:], *more]) == 0
        return capsys.readouterr().out

    for line in story:
        text = printed(line)
        if line == "journey changes sam.toml":
            data = json.loads(printed(line, "--json"))
            told = [{m["boundary"]: m["days"] for m in c["moves"]} for c in data["changes"]]
            assert told
            for move in data["moves"]:
                days = move["days"]
                assert sum(moved.get(move["boundary"], 0) for moved in told) == days
                if days:
                    plural = "s" if abs(days) > 1 else ""
                    assert f"{abs(days)} day{plural} {'sooner' if days < 0 else 'later'}" in text
    assert load_journey("sam.toml").edition == 1 + len(records)
