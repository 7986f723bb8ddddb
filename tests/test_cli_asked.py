"""What is asked on the command line: one read, one parse, one plan; and how it says no to each."""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from commands import Run, refusal
from page_parts import STAND_INS
from test_pathways_library import OWN
from test_pathways_toml_problems import FILES

import journey
from journey import files
from journey.cli import COMMANDS, main
from journey.pathways.library import get_pathway
from journey.picture.chart import ANY_DAY
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

BEN = 'format = 1\nkind = "journey"\nid = "ben"\npathway = "nhs"\nstart = 2026-04-06\n'

COMMAND_LINES = {
    "list": ["list"],
    "show": ["show", "ward.toml"],
    "plan": ["plan", "sam.toml"],
    "export": [
        "export",
        "sam.toml",
        *["--ics", "a.ics", "--html", "a.html", "--svg", "a.svg", "--json", "a.json"],
    ],
    "batch": ["batch", "in.jsonl", "--out", "packs", "--ics"],
    "demo": ["demo", "pack"],
    "new": ["new", "new.toml", "--pathway", "ward.toml", "--start", "2026-03-02"],
    "record": ["record", "sam.toml", "maintenance=2026-11-09"],
    "today": ["today", "sam.toml", "--on", "2026-08-01"],
    "when": ["when", "sam.toml", "2026-08-01"],
    "letter": ["letter", "sam.toml", "--made", "2026-08-01"],
    "together": ["together", "sam.toml", "ben.toml"],
    "close": ["close", "sam.toml"],
    "why": ["why", "sam.toml", "maintenance"],
    "changes": ["changes", "sam.toml"],
    "compare": ["compare", "ward.toml", "nhs"],
    "check": ["check", "sam.toml"],
    "serve": ["serve", "sam.toml", "--port", "0"],
    "page": ["page", "build", "--single", "page.html", "--pathway", "ward.toml"],
    "schema": ["schema"],
    "completion": ["completion", "bash"],
}
MORE = [
    ["plan", "ward.toml", "--start", "2026-03-02"],
    ["plan", "sam.toml", "--three-ways"],
    ["plan", "sam.toml", "--as-of", "2026-05-01"],
    ["plan", "sam.toml", "--with", "philadelphia-positive"],
    ["export", "ward.toml", "--start", "2026-03-02", "--txt", "a.txt"],
    ["check", "ward.toml"],
]
PLANS_AGAIN = {"changes", "close", "record"}
"""Those that step from one plan to another, a date at a time."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    bundled = Path(files.__file__).parent / "knowledge" / "pathways" / "cruk-adult.toml"
    shutil.copy(bundled, tmp_path / "ward.toml")
    (tmp_path / "sam.toml").write_text(SAM, "utf-8")
    (tmp_path / "ben.toml").write_text(BEN, "utf-8")
    (tmp_path / "in.jsonl").write_bytes(b"")
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
    read, parse, fixed = files._read, tomllib.loads, timeline.given  # type: ignore[attr-defined]

    def reading(path: Path, size: int) -> bytes:
        reads[path.resolve()] += 1
        return read(path, size)

    def parsing(text: str, **options: Any) -> dict[str, Any]:
        parses[text] += 1
        return parse(text, **options)

    def fixing(pathway: Any, start: Any, known: Any, marks: Any, as_of: Any, *roads: Any) -> Any:
        if start != ANY_DAY:  # with it lengths are measured, and no date is shown
            plans[
                repr((pathway.id, pathway.applied, start, sorted(known.items()), as_of, roads))
            ] += 1
        return fixed(pathway, start, known, marks, as_of, *roads)

    monkeypatch.setattr(files, "_read", reading)
    monkeypatch.setattr(tomllib, "loads", parsing)
    monkeypatch.setattr(timeline, "given", fixing)
    monkeypatch.setattr("journey.calendar.feed.Feed.serve_forever", lambda feed: None)
    monkeypatch.setattr("journey.cli.page.parts", lambda folder: STAND_INS)
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


START = ["--start", "2026-03-02"]


@pytest.mark.parametrize("command", ["show", "plan", "export"])
def test_a_file_is_as_good_as_a_bundled_pathway(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    more = [*START, "--txt", "t.txt"] if command == "export" else []
    code, out, err = run(command, "./own.toml", *more)
    assert (code, err) == (0, "")
    assert "Induction" in (out if command != "export" else (tmp_path / "t.txt").read_text("utf-8"))


def test_an_unknown_pathway_is_told_with_the_ones_there_are(run: Run) -> None:
    known = ", ".join(journey.pathway_ids())
    assert refusal(run("plan", "adult")) == [f'no pathway "adult" (there are: {known})']
    assert refusal(run("show", "")) == [f'no pathway "" (there are: {known})']


def test_an_unknown_phase_is_told_with_the_ones_there_are(run: Run) -> None:
    known = ", ".join(phase.id for phase in get_pathway("cruk-adult").phases)
    assert refusal(run("plan", "cruk-adult", "--known", "inductoin=2026-03-09")) == [
        f'no phase "inductoin" (there are: {known}, finish); did you mean induction?'
    ]


def test_every_bad_option_is_told_at_once(run: Run) -> None:
    words = (
        "--start 2026-02-30 --as-of soon --made 1-1-26 --known consolidation --known foo=2026-01-01"
    )
    twice = "--known induction=2026-03-09 --known induction=2026-03-10 --known finish=2026-1-1"
    known = ", ".join(phase.id for phase in get_pathway("cruk-adult").phases)
    for command in (["plan"], ["export", "--txt", "t.txt"]):
        lines = refusal(run(*command, "cruk-adult", *words.split(), *twice.split()))
        assert sorted(lines) == [
            '--as-of: "soon" should be a date such as 2026-03-02',
            "--known consolidation: should be PHASE=DATE",
            '--known finish: "2026-1-1" should be a date such as 2026-03-02; '
            "did you mean 2026-01-01?",
            "--known induction: is given twice; give it once",
            '--made: "1-1-26" should be a date such as 2026-03-02',
            "--start: 2026-02-30 is no day of the calendar",
            f'no phase "foo" (there are: {known}, finish)',
        ]


@pytest.mark.parametrize("option", ["--start", "--as-of", "--made", "--known"])
@pytest.mark.parametrize("day", ["1899-12-31", "2201-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_out_of_living_memory_is_a_slip_of_the_key(run: Run, option: str, day: str) -> None:
    name, value = ("--known finish", f"finish={day}") if option == "--known" else (option, day)
    assert refusal(run("plan", "cruk-adult", option, value)) == [
        f"{name}: {day} is not between 1900 and 2200; check the year"
    ]


@pytest.mark.parametrize(
    "day",
    ["", "tomorrow", "02/03/2026", "20260302", "2026-W10-1", "2026-03-02T00:00", "２０２６-03-02",
     " 2026-03-02", "2026-03-02\n"],
)  # fmt: skip
def test_a_date_is_written_in_one_way_only(run: Run, day: str) -> None:
    [line] = refusal(run("plan", "cruk-adult", f"--start={day}"))
    assert "should be a date such as 2026-03-02" in line


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("02/03/2026", "; did you mean 2026-03-02 or 2026-02-03?"),
        ("25.12.2026", "; did you mean 2026-12-25?"), ("2026-3-2", "; did you mean 2026-03-02?"),
        ("31/31/2026", ""), ("soon", ""),
    ],
)  # fmt: skip
def test_a_day_in_another_writing_is_met_with_every_day_it_may_mean(
    run: Run, day: str, meant: str
) -> None:
    [line] = refusal(run("plan", "cruk-adult", f"--start={day}"))
    assert line.endswith(f"should be a date such as 2026-03-02{meant}")


def test_known_dates_out_of_order_are_told_pair_by_pair(run: Run) -> None:
    lines = refusal(
        run(
            "plan", "cruk-adult", "--start", "2026-04-01",
            "--known", "induction=2026-03-01", "--known", "consolidation=2026-02-01",
        )
    )  # fmt: skip
    assert len(lines) == 3
    for first, second in [("start", "induction"), ("start", "cons"), ("induction", "cons")]:
        assert any(line.startswith(first) and second in line for line in lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_told_line_by_line(run: Run, path: Path) -> None:
    with pytest.raises(journey.PathwayError) as caught:
        journey.load_pathway(path)
    assert refusal(run("plan", str(path))) == str(caught.value).split("\n")


def test_a_missing_file_is_one_line(run: Run) -> None:
    assert refusal(run("show", "our-ward.toml")) == [
        "our-ward.toml: cannot be read: no such file or directory"
    ]
