"""Slips of the pen: asked about, never judged, and nothing is written until it is said again."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from commands import Run, refusal
from test_planning_timeline import simple

from journey.errors import JourneyFileError
from journey.journeys.file import load_journey
from journey.journeys.slips import refuse_copy, slips
from journey.planning.timeline import plan

START, DAY = dt.date(2026, 3, 2), dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"p1": 14}, []), ({"p1": 28 + 200}, []), ({"p1": 28 + 201}, ["p1"]),
        ({"p1": 14 + 365}, ["p1"]), ({"p1": 30, "p2": 30 + 36 * 365}, ["p2"]),
        ({"p2": 14 + 49}, []), ({"finish": 5}, []),
    ],
)  # fmt: skip
def test_another_year_is_asked_about_and_a_delay_of_months_is_not(
    known: dict[str, int], asked: list[str]
) -> None:
    pathway = simple((2, 3, 4), (5, 6, 7), (9, 9, 9))
    timeline = plan(pathway, start=START, known={n: START + d * DAY for n, d in known.items()})
    found = list(slips(timeline, on=TODAY))
    assert [problem.text.partition(":")[0] for problem in found] == asked
    assert all(problem.rule == "far-date" for problem in found)


def test_without_a_length_between_them_two_dates_are_not_judged() -> None:
    pathway = simple((2, 3, 4), None, (9, 9, 9))
    timeline = plan(pathway, start=START, known={"p2": START + 4000 * DAY})
    assert list(slips(timeline, on=TODAY)) == []


@pytest.mark.parametrize(
    ("start", "is_asked"), [(2015, False), (2012, True), (2028, False), (2029, True), (1926, True)]
)
def test_the_first_date_is_judged_by_the_day_it_is_written_on(
    start: int, *, is_asked: bool
) -> None:
    timeline = plan(simple((2, 3, 4)), start=dt.date(start, 11, 1))
    assert bool(list(slips(timeline, on=TODAY))) == is_asked


def test_a_slip_is_not_written_until_it_is_said_to_be_right(run: Run) -> None:
    run("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")
    before = Path("sam.toml").read_bytes()
    [line] = refusal(run("record", "sam.toml", "consolidation=2062-05-18"))
    assert line.startswith("sam.toml: consolidation: 2062-05-18 is far from the usual times")
    assert line.endswith("check the year; if it is right, say so with --yes")
    assert Path("sam.toml").read_bytes() == before
    assert run("record", "sam.toml", "consolidation=2062-05-18", "--yes")[0] == 0
    assert load_journey("sam.toml").known["consolidation"].year == 2062
    # It was asked about once: what is recorded later is not held up by it.
    assert run("record", "sam.toml", "--own", "Wedding=2026-08-01")[0] == 0
    assert "[far-date]" in run("check", "sam.toml")[1]


def test_a_new_journey_of_another_century_is_asked_about(run: Run) -> None:
    line = ("new", "sam.toml", "--pathway", "nhs", "--start", "1926-03-02")
    assert "is far from today" in refusal(run(*line))[0]
    assert not Path("sam.toml").exists()
    assert run(*line, "--yes")[0] == 0


def test_a_copy_beside_its_first_file_is_refused_and_a_file_that_was_moved_is_not(
    run: Run, tmp_path: Path
) -> None:
    run("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")
    shutil.copy("sam.toml", "kim.toml")
    for line in (("export", "kim.toml", "--ics", "k.ics"), ("plan", "kim.toml")):
        [told] = refusal(run(*line))
        assert told == (
            "kim.toml: is a copy of sam.toml, and their calendars would take each other's place; "
            "begin one for another person with: journey new FILE --like sam.toml"
        )
    assert "[copy]" in run("check", "kim.toml")[1]
    with pytest.raises(JourneyFileError, match="is a copy of sam"):
        refuse_copy(load_journey("kim.toml"), Path("kim.toml"))
    Path("sam.toml").unlink()
    assert run("plan", "kim.toml")[0] == 0


def test_one_like_another_is_of_a_person_of_its_own(run: Run) -> None:
    given = ("--with", "philadelphia-positive", "--closed", "weekends", "--start", "2026-03-02")
    run("new", "sam.toml", "--pathway", "cruk-adult", *given)
    run("new", "kim.toml", "--like", "sam.toml", "--start", "2026-04-05")
    sam, kim = load_journey("sam.toml"), load_journey("kim.toml")
    assert kim.id != sam.id
    assert (kim.pathway, kim.variations, kim.closed) == (sam.pathway, sam.variations, sam.closed)
    assert (kim.known, kim.own_dates, kim.file) == ({}, (), "kim.toml")
    assert kim.start == dt.date(2026, 4, 5)
