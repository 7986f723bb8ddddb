"""A journey on the command line: begun, recorded and asked about, for a family over two years."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from test_cli import HARBOUR_FEVER, Run, process, refusal
from test_cli import run as run  # noqa: PLC0414,RUF100  a fixture

from journey.journeys.file import load_journey

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")
MADE = ("--made", "2026-12-01")


def text_of(answer: tuple[int, str, str]) -> str:
    code, out, err = answer
    assert (code, err) == (0, "")
    return " ".join(out.split())


# ---- new ---------------------------------------------------------------------------------------


def test_a_new_journey_says_what_was_given_and_is_private(run: Run, tmp_path: Path) -> None:
    own = ("--own", "Wedding=2026-08-01..2026-08-02", "--closed", "weekends", "--label", "Sam")
    known = ("--known", "consolidation=2026-04-27", "--with", "cns-involved")
    assert text_of(run(*NEW, *own, *known, "--closed", "2026-05-04")) == "wrote sam.toml"
    sam = load_journey("sam.toml")
    assert (sam.pathway, str(sam.start), sam.variations) == (
        "cruk-adult", "2026-03-02", ("cns-involved",),
    )  # fmt: skip
    assert (sam.label, sam.edition, len(sam.id)) == ("Sam", 1, 36)
    assert dict(sam.known) == {"consolidation": dt.date(2026, 4, 27)}
    assert [(o.label, str(o.date), str(o.until)) for o in sam.own_dates] == [
        ("Wedding", "2026-08-01", "2026-08-02")
    ]
    assert sam.closed.weekends
    assert [str(day.date) for day in sam.closed.days] == ["2026-05-04"]
    assert sam.first is not None
    assert sam.first.known == sam.known
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "sam.toml").stat().st_mode) == 0o600
    assert "This guide helps you learn and plan." in (tmp_path / "sam.toml").read_text("utf-8")
    assert "nothing found" in run("check", "sam.toml")[1]
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


def test_two_journeys_have_two_ids(run: Run) -> None:
    text_of(run(*NEW))
    text_of(run("new", "kim.toml", *NEW[2:]))
    assert load_journey("sam.toml").id != load_journey("kim.toml").id


def test_a_file_that_is_there_is_not_begun_again(run: Run, tmp_path: Path) -> None:
    text_of(run(*NEW))
    before = (tmp_path / "sam.toml").read_bytes()
    assert refusal(run(*NEW)) == ["sam.toml: is there already; name another file"]
    assert (tmp_path / "sam.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        (["--label", "ding \x07"], ["b.toml: label: has the control character U+0007; take it"]),
        (["--label", "x" * 201], ["b.toml: label: is longer than 200 characters; shorten it"]),
        (["--label", " "], ["b.toml: label: is empty; write something, or leave it out"]),
        (
            ["--known", "Foo Bar=2026-05-01", "--with", "Foo Bar"],
            [
                'b.toml: variation 1: "Foo Bar" should be lower-case',
                'b.toml: known: Foo Bar: "Foo Bar" should be lower-case letters',
            ],
        ),
        (["--known", "maintenence=2026-05-01"], ['b.toml: known: no phase "maintenence" (there']),
        (["--with", "transplnat"], ['b.toml: variations: no variation "transplnat" (there are:']),
        (["--start", "2026-02-30", "--known", "x"], [
            "--start: 2026-02-30 is no day of the calendar", "--known x: should be PHASE=DATE",
        ]),
        (["--start", "1899-01-01"], ["--start: 1899-01-01 is not between 1900 and 2200; check"]),
        (["--own", "Wedding"], ["--own Wedding: should be LABEL=DATE or LABEL=DATE..DATE"]),
        (["--own", "W=2026-08-02..2026-08-01"], ["--own W: 2026-08-01 is before 2026-08-02; swap"]),
        (["--own", "\x1b[2J=2026-08-02"], [r"--own \x1b[2J: has a character that no calendar"]),
        (["--closed", "Atlantis"], ['no bank holidays for "Atlantis"; give weekends, a date']),
        (["--pathway", "cruk"], ['no pathway "cruk" (there are: ']),
        (["--pathway", "gone.toml"], ["gone.toml: cannot be read: no such file or directory"]),
        (["--start", "2026-05-01", "--known", "finish=2026-04-01"], [
            "b.toml: start (2026-05-01) is after finish (2026-04-01), which comes later",
        ]),
    ],
)  # fmt: skip
def test_what_cannot_be_begun_is_told_in_a_line_each_and_nothing_is_written(
    run: Run, words: list[str], problems: list[str], tmp_path: Path
) -> None:
    told = refusal(run("new", "b.toml", "--pathway", "cruk-adult", *words))
    assert len(told) == len(problems)
    for line, problem in zip(told, problems, strict=True):
        assert line.startswith(problem)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["none/sam.toml", "sub", "x" * 300])
def test_a_place_where_no_file_can_be_is_told(run: Run, name: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    [line] = refusal(run("new", name, *NEW[2:]))
    assert re.search("make the folder first|is a folder|file name too long", line)


def test_an_own_pathway_is_found_from_the_folder_of_the_journey_wherever_one_stands(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "all" / "sub").mkdir(parents=True)
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    (tmp_path / "all" / "link").symlink_to(tmp_path / "elsewhere" / "deep")
    monkeypatch.chdir(tmp_path / "all")
    shutil.copy(HARBOUR_FEVER, "own.toml")
    for folder in ("sub", "link", "."):
        words = ("new", f"{folder}/sam.toml", "--pathway", "own.toml", "--start", "2026-03-02")
        assert text_of(run(*words)).startswith("wrote ")
        assert "What may run on" in text_of(run("today", f"{folder}/sam.toml"))
    assert load_journey("sub/sam.toml").pathway == "../own.toml"
    assert load_journey("sam.toml").pathway == "own.toml"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "all").rename(tmp_path / "moved")
    assert "What may run on" in text_of(run("today", "moved/sub/sam.toml"))


# ---- record ------------------------------------------------------------------------------------


def test_dates_may_stand_before_and_after_options(run: Run) -> None:
    text_of(run(*NEW))
    words = ("consolidation=2026-04-27", "--ended", "steroid-pre-phase=2026-03-08")
    text_of(run("record", "sam.toml", *words, "maintenance=2026-11-09"))
    assert {name: str(day) for name, day in load_journey("sam.toml").known.items()} == {
        "consolidation": "2026-04-27", "maintenance": "2026-11-09", "induction": "2026-03-09",
    }  # fmt: skip


def test_the_last_day_of_the_last_part_is_the_finish(run: Run) -> None:
    text_of(run(*NEW))
    out = text_of(run("record", "sam.toml", "--ended", "maintenance=2029-01-31"))
    assert load_journey("sam.toml").known["finish"] == dt.date(2029, 2, 1)
    assert "Last day of Maintenance: 31 January 2029" in out


def test_a_record_tells_what_it_moves_and_under_which_edition(run: Run) -> None:
    text_of(run(*NEW))
    out = text_of(run("record", "sam.toml", "consolidation=2026-05-11"))
    assert "First day of Consolidation: 11 May 2026 What it moves: " in out
    assert "later: first day of Consolidation and what follows." in out
    assert out.endswith("wrote sam.toml, edition 2")
    out = text_of(run("record", "sam.toml", "consolidation=2026-05-11"))
    assert out == "sam.toml: says so already; nothing changed"
    out = text_of(run("record", "sam.toml", "--own", "Wedding=2026-08-01"))
    assert out == "wrote sam.toml, edition 3"
    assert load_journey("sam.toml").edition == 3


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        ([], ["nothing to record: give PHASE=DATE, or an option (see: --help)"]),
        (["consolidation"], ["consolidation: should be PHASE=DATE"]),
        (["consolidation=soon"], ['consolidation: "soon" should be a date such as 2026-03-02']),
        (["a=2026-01-01", "a=2026-01-02"], ["a: is given twice; give it once"]),
        (["consolidation=2026-02-01"], ["sam.toml: start (2026-03-02) is after consolidation"]),
        (["x=2026-05-01"], ['sam.toml: no phase "x" (there are: start, induction, ']),
        (["--ended", "finish=2026-05-01"], ['sam.toml: no phase "finish" (there are: steroid']),
        (["--remove", "maintenance"], ['sam.toml: no date for "maintenance" (there are: start)']),
        (["--without", "transplant"], ['sam.toml: no variation "transplant" (there are: none)']),
        (["--with", "x"], ['sam.toml: no variation "x" (there are: ']),
        (["--remove-own", "Wedding"], ['sam.toml: no own date "Wedding" (there are: none)']),
        (["--nonsense", "consolidation=2026-05-01"], ["unrecognized arguments: --nonsense"]),
    ],
)
def test_what_cannot_be_recorded_is_told_and_the_file_is_as_it_was(
    run: Run, words: list[str], problems: list[str], tmp_path: Path
) -> None:
    text_of(run(*NEW))
    before = (tmp_path / "sam.toml").read_bytes()
    told = refusal(run("record", "sam.toml", *words))
    assert len(told) == len(problems)
    for line, problem in zip(told, problems, strict=True):
        assert line.startswith(problem)
    assert (tmp_path / "sam.toml").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


def test_a_lock_left_behind_is_told_by_every_command_that_writes(run: Run, tmp_path: Path) -> None:
    text_of(run(*NEW))
    (tmp_path / "sam.toml.lock").write_text("")
    [line] = refusal(run("record", "sam.toml", "consolidation=2026-04-27"))
    assert line.startswith("sam.toml: another program is changing it (since 20")
    assert line.endswith("If none is, delete " + str(tmp_path / "sam.toml.lock"))
    assert "What may run on" in text_of(run("today", "sam.toml"))


# ---- asking ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("today", "{}"), ("when", "{}", "2026-08-01"), ("changes", "{}"), ("why", "{}", "finish"),
        ("plan", "{}"), ("export", "{}", "--txt", "t.txt"),
    ],
)  # fmt: skip
def test_every_command_says_no_to_what_is_no_journey(
    run: Run, words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "broken.toml").write_text('format = 1\nkind = "journey"\nstrat = 1\n', "utf-8")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(tmp_path / "pipe.toml")
    for name, problem in [
        ("gone.toml", "gone.toml: cannot be read: no such file or directory"),
        ("pipe.toml", "pipe.toml: is a device or a pipe; name a file"),
        ("binary.toml", "binary.toml: is not UTF-8 text (byte 0); save it as UTF-8"),
        (".", ".: cannot be read: is a directory"),
    ]:
        assert refusal(run(*(word.format(name) for word in words))) == [problem]
    assert refusal(run(*(word.format("broken.toml") for word in words))) == [
        "broken.toml: id: is missing; add it",
        "broken.toml: pathway: is missing; add it",
        "broken.toml: strat: is not known here; did you mean start?",
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("today", "sam.toml", "--on", "soon"), '--on: "soon" should be a date such as'),
        (("when", "sam.toml", "2026-13-01"), "DATE: 2026-13-01 is no day of the calendar"),
        (("when", "sam.toml", "2026-08-02", "--until", "2026-08-01"), "--until: 2026-08-01 is"),
        (("why", "sam.toml", "maintenence"), 'no phase "maintenence" (there are: '),
        (("changes", "sam.toml", "nhs.toml"), "cruk-adult and nhs are two pathways; compare plans"),
        (("plan", "sam.toml", "--start", "2026-03-03"), "--start: the journey file says it"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told(
    run: Run, words: tuple[str, ...], problem: str
) -> None:
    text_of(run(*NEW))
    text_of(run("new", "nhs.toml", "--pathway", "nhs", "--start", "2026-03-02"))
    [line] = refusal(run(*words))
    assert line.startswith(problem)


ASKED = [
    ("today", "sam.toml", "--on", "2026-04-20"),
    ("when", "sam.toml", "2026-08-01", "--until", "2026-08-14", *MADE),
    ("changes", "sam.toml", *MADE),
    ("why", "sam.toml", "finish", *MADE),
]


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_answers_are_ascii_json_and_the_same_each_time(run: Run, words: tuple[str, ...]) -> None:
    text_of(run(*NEW, "--own", "\u05d7\u05ea\u05d5\u05e0\u05d4=2026-08-01"))
    text_of(run("record", "sam.toml", "consolidation=2026-05-11"))
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    assert out.isascii()
    data = json.loads(out)
    assert data["pathway"] == "cruk-adult"
    assert data["notice"].startswith("This guide helps you learn and plan.")
    assert run(*words, "--json")[1] == out
    assert run(*words)[1] == run(*words)[1]
    if words[0] == "when":
        assert data["own_dates"][0]["label"] == "\u05d7\u05ea\u05d5\u05e0\u05d4"


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    path = str(tmp_path / "sam.toml")
    assert process("new", path, *NEW[2:]).returncode == 0
    for words in (("today", path), ("record", path, "consolidation=2026-05-11")):
        read, write = os.pipe()
        os.close(read)
        done = process(*words, stdout=write)
        os.close(write)
        assert (done.returncode, done.stderr) == (0, b"")
    assert load_journey(path).edition == 2


def test_two_journeys_are_compared_under_their_own_names(run: Run) -> None:
    text_of(run(*NEW))
    text_of(run("new", "kim.toml", "--pathway", "cruk-adult", "--start", "2026-03-09"))
    out = text_of(run("changes", "sam.toml", "kim.toml", *MADE))
    assert "sam.toml: 2 March 2026 (your date) kim.toml: 9 March 2026 (your date)" in out
    assert "7 days later: first day of Steroid pre phase and what follows." in out


def test_the_schema_of_a_journey_has_every_key_of_a_file(run: Run) -> None:
    schema = json.loads(run("schema", "--journey")[1])
    assert {"pathway", "start", "known", "own_dates", "closed", "first"} <= set(
        schema["properties"]
    )
    assert not [name for name in schema["properties"] if name.startswith("_")]


def test_an_export_of_a_journey_is_that_of_its_plan(run: Run, tmp_path: Path) -> None:
    text_of(run(*NEW, "--known", "consolidation=2026-04-27"))
    text_of(run("export", "sam.toml", *MADE, "--json", "one.json", "--ics", "one.ics"))
    plain = ("cruk-adult", "--start", "2026-03-02", "--known", "consolidation=2026-04-27")
    text_of(run("export", *plain, *MADE, "--json", "two.json"))
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


# ---- two years ---------------------------------------------------------------------------------


def test_the_story_of_a_family_over_two_years_is_true_and_adds_up(run: Run) -> None:
    """New, an end, a booking, two delays, a slip and its correction, and another route."""
    text_of(run(*NEW))
    steps = [
        ["--ended", "steroid-pre-phase=2026-03-08"],
        ["consolidation=2026-04-27"],
        ["consolidation=2026-05-11"],
        ["intensification=2026-09-07"],
        ["maintenance=2026-12-09"],
        ["maintenance=2026-11-09"],
    ]
    told: dict[str, int] = {}
    for words in steps:
        before = json.loads(run("plan", "sam.toml", "--json", *MADE)[1])
        text_of(run("record", "sam.toml", *words))
        after = json.loads(run("plan", "sam.toml", "--json", *MADE)[1])
        for old, new in zip(before["phases"], after["phases"], strict=True):
            by = dt.date.fromisoformat(new["start"]["typical"]) - dt.date.fromisoformat(
                old["start"]["typical"]
            )
            told[new["id"]] = told.get(new["id"], 0) + by.days
    whole = json.loads(run("changes", "sam.toml", "--json", *MADE)[1])
    days = {m["boundary"]: m["days"] for m in whole["moves"]}
    days["steroid-pre-phase"] = days.pop("start")
    days.pop("finish")
    assert days == told
    assert [(c["kind"], c["boundary"]) for c in whole["changes"]] == [
        ("recorded", "induction"), ("recorded", "consolidation"),
        ("recorded", "intensification"), ("recorded", "maintenance"),
    ]  # fmt: skip
    lines = refusal(run("record", "sam.toml", "--with", "transplant"))
    assert len(lines) == 2
    assert all("a variation took it away (transplant)" in line for line in lines)
    gone = ["--remove", "intensification", "--remove", "maintenance"]
    out = text_of(run("record", "sam.toml", "--with", "transplant", *gone))
    assert "Now shown with: " in out
    out = text_of(run("changes", "sam.toml", *MADE))
    assert "Maintenance: last day" in out
    assert "Now: Not in this plan" in out
    sam = load_journey("sam.toml")
    assert (sam.edition, sam.variations) == (8, ("transplant",))
    on = json.loads(run("today", "sam.toml", "--on", "2027-01-20", "--json")[1])
    # Nothing was written down since consolidation began: that part may still run, and all after.
    assert [on["may"][0]["id"], on["may"][-1]["id"]] == ["consolidation", "transplant-recovery"]
    assert on["is_out_of_date"]
    assert on["recorded"]["boundary"] == "consolidation"
