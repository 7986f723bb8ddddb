"""Ten published schedules as pathway files: every date comes out, recomputed.

The dates stand in schedules/expected.json, and are computed here once more with plain date
arithmetic that knows nothing of the planner.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from journey.checking import check
from journey.pathways.library import load_pathway
from journey.planning.activities import planned_activities
from journey.planning.timeline import Timeline, plan

FOLDER = Path(__file__).parent / "schedules"
EXPECTED: dict[str, dict[str, list[str]]] = json.loads((FOLDER / "expected.json").read_text())
DATES = {name: days for group in EXPECTED.values() for name, days in group.items()}
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
MONDAY, WEDNESDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 4)
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)


def of(name: str, start: dt.date | None = MONDAY, **known: dt.date) -> Timeline:
    return plan(load_pathway(FOLDER / f"{name}.toml"), start=start, known=known)


def told(timeline: Timeline, part: str, *activities: str) -> list[str]:
    return [
        item.date.isoformat()
        for item in planned_activities(timeline)
        if item.date and item.phase.id == part and item.activity.id in activities
    ]


def starts(timeline: Timeline, part: str) -> list[str]:
    start = timeline.finish if part == "finish" else timeline[part].start
    assert start is not None
    return [start.typical.isoformat()]


def iso(dates: Iterable[dt.date]) -> list[str]:
    return [date.isoformat() for date in dates]


def after(start: dt.date, months: int) -> dt.date:
    """The same day some months later, or that month's last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = start.day
    while True:
        try:
            return dt.date(year, month + 1, day)
        except ValueError:
            day -= 1


def weekdays(start: dt.date, count: int) -> list[dt.date]:
    every = (start + n * DAY for n in range(count * 3))
    return [date for date in every if date.weekday() < 5][:count]


@pytest.mark.parametrize("name", NAMES)
def test_the_linter_has_nothing_to_say_of_its_dates(name: str) -> None:
    found = check((FOLDER / f"{name}.toml").read_text("utf-8"), on=dt.date(2026, 11, 25))
    assert {problem.rule for problem in found} <= {"few-questions"}


def test_ukall_a() -> None:
    timeline = of("ukall-a")
    weeks = {"induction": 5, "consolidation": 3, "im1": 8, "di1": 7, "im2": 8, "di2": 7}
    day = MONDAY
    for part, length in weeks.items():
        assert starts(timeline, part) == iso([day]) == DATES[f"ukall {part}"]
        day += length * WEEK
    assert starts(timeline, "maintenance") == iso([day]) == DATES["ukall maintenance"]
    end = MONDAY + 112 * WEEK
    assert starts(timeline, "finish") == iso([end]) == DATES["ukall finish"]
    visits = [day + n * 4 * WEEK for n in range(40) if day + n * 4 * WEEK < end]
    assert told(timeline, "maintenance", "iv") == iso(visits) == DATES["ukall vcr"]
    punctures = [day + 2 * WEEK + n * 12 * WEEK for n in range(9)]
    punctures = [date for date in punctures if date < end]
    assert told(timeline, "maintenance", "lp") == iso(punctures) == DATES["ukall lp"]


@pytest.mark.parametrize(("start", "key"), [(MONDAY, "Mon"), (WEDNESDAY, "Wed")])
def test_hd14(start: dt.date, key: str) -> None:
    timeline = of("hd14", start)
    radiotherapy = weekdays(start + 42 * DAY + 56 * DAY + 5 * WEEK, 15)
    assert told(timeline, "rt", "fraction") == iso(radiotherapy) == DATES[f"hd14 rt from {key}"]
    units = [start + (21 * n + d - 1) * DAY for n in range(2) for d in (1, 2, 3, 8)]
    assert told(timeline, "beacopp", "day-unit") == iso(units)
    growth = [start + (21 * n + d - 1) * DAY for n in range(2) for d in range(9, 14)]
    assert told(timeline, "beacopp", "injection") == iso(growth)
    abvd = [start + 42 * DAY + 14 * n * DAY for n in range(4)]
    assert told(timeline, "abvd", "day-unit") == iso(abvd)
    if start == WEDNESDAY:
        assert (iso(units), iso(growth)) == (DATES["hd14 beacopp"], DATES["hd14 gcsf"])
        assert iso(abvd) == DATES["hd14 abvd"]
    finish = timeline.finish
    assert finish is not None
    assert finish.typical == radiotherapy[-1] + DAY


def test_acth() -> None:
    timeline = of("acth")
    assert told(timeline, "ac", "ac") == iso(MONDAY + 3 * n * WEEK for n in range(4)) == DATES["ac"]
    th, h = MONDAY + 12 * WEEK, MONDAY + 24 * WEEK
    assert told(timeline, "th", "th") == iso(th + n * WEEK for n in range(12)) == DATES["th"]
    assert told(timeline, "loading", "loading") == iso([th - DAY]) == DATES["loading"]
    antibody = [h + 3 * n * WEEK for n in range(20) if 3 * n < 40]
    assert told(timeline, "h", "h") == iso(antibody) == DATES["h q3w in 40 wk"]
    scans = [after(th, 6), after(th, 9)]
    assert told(timeline, "heart", "echo") == iso(scans) == DATES["echo 3-monthly from TH"]


def test_beam_with_day_0_alone_known() -> None:
    zero = dt.date(2026, 5, 20)
    for timeline in (of("beam", None, cells=zero), of("beam", zero - 6 * DAY)):
        assert told(timeline, "conditioning", "carmustine") == iso([zero - 6 * DAY])
        assert told(timeline, "conditioning", "ea") == iso(zero - n * DAY for n in (5, 4, 3, 2))
        assert told(timeline, "conditioning", "mel") == iso([zero - DAY])
        assert told(timeline, "cells", "day0") == iso([zero])
        assert told(timeline, "cells", "gcsf") == iso([zero + 5 * DAY])
        assert starts(timeline, "finish") == iso([zero + 100 * DAY])
        ours = [*told(timeline, "conditioning", "carmustine", "ea", "mel"), *iso([zero])]
        assert ours == [d for k in ("beam -6", "beam ea", "beam mel", "beam0") for d in DATES[k]]
        assert DATES["gcsf from"] + DATES["+100"] == iso([zero + 5 * DAY, zero + 100 * DAY])
    labels = [item.label for item in planned_activities(of("beam", None, cells=zero))]
    assert labels == ["D-6", "D-5", "D-4", "D-3", "D-2", "D-1", "D0", "D5"]


@pytest.mark.parametrize("born", ["2026-01-31", "2028-02-29", "2026-03-02"])
def test_imms(born: str) -> None:
    birth = dt.date.fromisoformat(born)
    timeline = of("imms", birth)
    keys = ("w8", "w12", "w16", "y1", "m18", "y3", "y12")
    by_hand = [birth + n * WEEK for n in (8, 12, 16)] + [after(birth, n) for n in (12, 18, 40, 144)]
    ours = told(timeline, "childhood", "weeks", "months")
    assert ours == iso(by_hand) == [DATES[f"imms {born} {key}"][0] for key in keys]


@pytest.mark.parametrize("begun", ["2026-03-02", "2025-12-31", "2026-08-31"])
def test_tb(begun: str) -> None:
    start = dt.date.fromisoformat(begun)
    timeline = of("tb", start)
    ends = [after(start, n) - DAY for n in (2, 5, 6)]
    assert told(timeline, "sputum", "sample") == iso(ends)
    assert iso(ends[1:]) == DATES[f"tb month 5 {begun}"] + DATES[f"tb end {begun}"]
    assert starts(timeline, "finish") == iso([ends[2] + DAY])
    if begun == "2026-08-31":
        assert iso(ends[:1]) == DATES["tb 2m"]


def test_rabies() -> None:
    timeline = of("rabies")
    assert told(timeline, "course", "dose") == iso(MONDAY + n * DAY for n in (0, 3, 7, 14, 28))
    assert told(timeline, "course", "dose") == DATES["rabies"]
    assert [i.label for i in planned_activities(timeline)] == ["D0", "D3", "D7", "D14", "D28"]


def test_pcv() -> None:
    timeline = of("pcv")
    days = [MONDAY + (7 * n * 7 + d - 1) * DAY for n in range(6) for d in range(8, 22)]
    assert told(timeline, "pcv", "procarbazine") == iso(days)
    end = timeline.finish
    assert end is not None
    assert [end.earliest, end.typical, end.latest] == [MONDAY + 6 * n * WEEK for n in (6, 7, 8)]


MONTH_ENDS = [MONDAY, dt.date(2026, 1, 31), dt.date(2028, 2, 29)]


@pytest.mark.parametrize("start", MONTH_ENDS, ids=str)
def test_bcg(start: dt.date) -> None:
    """Six weekly, then three weekly at months and years counted from the first."""
    timeline = of("bcg", start)
    found = sorted(item.date for item in planned_activities(timeline) if item.date)
    courses = [after(start, n) for n in (3, 6, 12, 18, 24, 36, 48, 60, 72, 96, 120, 144)]
    wanted = [start + n * WEEK for n in range(6)]
    assert found == [*wanted, *(first + n * WEEK for first in courses for n in range(3))]


@pytest.mark.parametrize("start", MONTH_ENDS, ids=str)
def test_hepb(start: dt.date) -> None:
    timeline = of("hepb", start)
    assert told(timeline, "first", "dose") == iso(start + n * DAY for n in (0, 7, 21))
    assert told(timeline, "fourth", "dose") == iso([after(start, 12)])


EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("harbour-*.toml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_ready_to_be_shown(path: Path) -> None:
    assert check(path.read_text("utf-8"), on=dt.date(2026, 11, 25)) == ()
    timeline = plan(load_pathway(path), start=MONDAY)
    assert any(item.date for item in planned_activities(timeline)) or path.stem == "harbour-fever"


def test_the_examples_give_the_dates_that_their_words_promise() -> None:
    by_id = {path.stem: load_pathway(path) for path in EXAMPLES}
    slipped = plan(by_id["harbour-cycles"], start=MONDAY, known={"salt.c2": dt.date(2026, 3, 30)})
    lamps = dt.date(2026, 3, 30) + 9 * WEEK + 4 * WEEK
    assert starts(slipped, "lamps") == iso([lamps])
    assert told(slipped, "lamps", "session") == iso(weekdays(lamps, 15))
    assert told(slipped, "salt", "nurse") == iso([dt.date(2026, 3, 16), dt.date(2026, 5, 4)])
    zero = dt.date(2026, 5, 20)
    packed = plan(by_id["harbour-day-zero"], known={"sailing": zero})
    chests = [zero - n * DAY for n in (6, 4, 3, 2)]
    assert told(packed, "packing", "chest") == iso(chests)
    both = plan(by_id["harbour-beside"], start=MONDAY)
    voyage = MONDAY + (1 + max(10, 12) + 2) * WEEK
    assert starts(both, "voyage") == iso([voyage])
    assert told(both, "letters", "letter") == iso(after(voyage, n) for n in (3, 6, 9))
    begun = after(voyage, 1)
    assert told(both, "look-out", "horizon") == iso(after(begun, 3 * n) - DAY for n in (1, 2, 3))
