"""One read, one parse, one plan for a command, so that all it writes is of one moment."""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from journey import files
from journey.cli import COMMANDS, main
from journey.picture.tracks import ANY_DAY
from journey.planning import timeline

SAM = """\
format = 1
kind = "journey"
id = "5f0c1d7e-9a52-4b1e-8a43-0d3c2b1a9f10"
pathway = "./ward.toml"
start = 2026-03-02
edition = 1
changed = 2026-03-02T09:00:00Z

[known]
consolidation = 2026-04-27

[first]
start = 2026-03-02
"""

COMMAND_LINES = {
    "list": ["list"],
    "show": ["show", "ward.toml"],
    "plan": ["plan", "sam.toml"],
    "export": [
        "export",
        "sam.toml",
        *["--ics", "a.ics", "--html", "a.html", "--svg", "a.svg", "--json", "a.json"],
    ],
    "demo": ["demo", "pack"],
    "new": ["new", "new.toml", "--pathway", "ward.toml", "--start", "2026-03-02"],
    "record": ["record", "sam.toml", "maintenance=2026-11-09"],
    "today": ["today", "sam.toml", "--on", "2026-08-01"],
    "when": ["when", "sam.toml", "2026-08-01"],
    "why": ["why", "sam.toml", "maintenance"],
    "changes": ["changes", "sam.toml"],
    "compare": ["compare", "ward.toml", "nhs"],
    "check": ["check", "sam.toml"],
    "serve": ["serve", "sam.toml", "--port", "0"],
    "schema": ["schema"],
}
MORE = [
    ["plan", "ward.toml", "--start", "2026-03-02"],
    ["plan", "sam.toml", "--three-ways"],
    ["plan", "sam.toml", "--as-of", "2026-05-01"],
    ["plan", "sam.toml", "--with", "philadelphia-positive"],
    ["export", "ward.toml", "--start", "2026-03-02", "--txt", "a.txt"],
    ["check", "ward.toml"],
]
PLANS_AGAIN = {"changes", "record"}
"""Those that step from one plan to another, a date at a time."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    bundled = Path(files.__file__).parent / "knowledge" / "pathways" / "cruk-adult.toml"
    shutil.copy(bundled, tmp_path / "ward.toml")
    (tmp_path / "sam.toml").write_text(SAM, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_has_a_command_line_here() -> None:
    assert COMMAND_LINES.keys() == COMMANDS.keys()


@pytest.mark.parametrize("line", [*COMMAND_LINES.values(), *MORE], ids=" ".join)
def test_no_command_reads_a_file_twice_parses_a_text_twice_or_plans_the_same_twice(
    line: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: Counter[Path] = Counter()
    parses: Counter[str] = Counter()
    plans: Counter[str] = Counter()
    read, parse, fixed = files._read, tomllib.loads, timeline._fixed

    def reading(path: Path, size: int) -> bytes:
        reads[path.resolve()] += 1
        return read(path, size)

    def parsing(text: str, **options: Any) -> dict[str, Any]:
        parses[text] += 1
        return parse(text, **options)

    def fixing(pathway: Any, start: Any, known: Any, as_of: Any) -> Any:
        if start != ANY_DAY:  # with it lengths are measured, and no date is shown
            plans[repr((pathway.id, pathway.applied, start, sorted(known.items()), as_of))] += 1
        return fixed(pathway, start, known, as_of)

    monkeypatch.setattr(files, "_read", reading)
    monkeypatch.setattr(tomllib, "loads", parsing)
    monkeypatch.setattr(timeline, "_fixed", fixing)
    monkeypatch.setattr("journey.calendar.feed.Feed.serve_forever", lambda feed: None)
    assert main(line) in (0, 1)
    knowledge = Path(files.__file__).parent / "knowledge"
    assert {p.name: n for p, n in reads.items() if knowledge not in p.parents and n > 1} == {}
    own = {"sam.toml": SAM, "ward.toml": (folder / "ward.toml").read_text("utf-8")}
    assert {name: parses[text] for name, text in own.items() if parses[text] > 1} == {}
    if line[0] not in PLANS_AGAIN:
        assert [plan for plan, n in plans.items() if n > 1] == []


def test_what_an_export_writes_is_of_one_moment_though_the_file_changes_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, count = files._read, 0

    def reading(path: Path, size: int) -> bytes:
        nonlocal count
        data = read(path, size)
        if path.name == "sam.toml":
            count += 1
            changed = SAM.replace("edition = 1", f"edition = {count + 1}")
            path.write_text(changed.replace("2026-03-02\nedition", "2026-03-16\nedition"), "utf-8")
        if path.name == "ward.toml":  # the pathway beside it changes too
            path.write_text("no longer = 'a pathway'\n", "utf-8")
        return data

    monkeypatch.setattr(files, "_read", reading)
    assert main(["export", "sam.toml", "--ics", "a.ics", "--txt", "a.txt"]) == 0
    calendar = (folder / "a.ics").read_text("utf-8")
    assert "DTSTART;VALUE=DATE:20260302" in calendar
    assert "SEQUENCE:1\r\n" in (folder / "a.ics").read_bytes().decode()
    assert "SEQUENCE:2" not in calendar
    text = " ".join((folder / "a.txt").read_text("utf-8").split())
    assert "Edition 1." in text
    assert "Edition 2" not in text
    assert "2 March 2026" in text
