"""`journey new`: a person's file is begun, for its owner alone, and never written over."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from commands import HARBOUR_FEVER, Run, refusal
from test_cli_record import text_of

from journey.journeys.file import load_journey

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")


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
        (["--own", "\x1b[2J=2026-08-02"], [r"--own \x1b[2J: label: has the control"]),
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
