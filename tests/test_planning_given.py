"""What a person gave: names of cycles and visits, and every reason why a date cannot be."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given as law
from hypothesis import strategies as st
from strategies import CITES, days, pathway_of

from journey.errors import PlanningError, UnknownPhaseError
from journey.pathways.model import Pathway
from journey.planning.activities import PlannedActivity, phase_activities
from journey.planning.cycles import cycles
from journey.planning.given import in_order
from journey.planning.timeline import Timeline, plan

START = dt.date(2026, 3, 2)
WEEK = dt.timedelta(weeks=1)


def length(shortest: int, typical: int, longest: int, unit: str = "weeks") -> dict[str, Any]:
    return {"shortest": shortest, "typical": typical, "longest": longest, "unit": unit,
            "basis": "stated"}  # fmt: skip


def course(low: int = 4, middle: int = 6, high: int = 6) -> Pathway:
    """So many cycles of four weeks with a visit and a scan, and a week after them."""
    activities = [
        {"id": "clinic", "name": "Clinic", "kind": "visit", "days": [1, 15]},
        {"id": "scan", "name": "Scan", "kind": "test", "days": [20], "window": {"before": 2}},
    ]
    first = {"id": "abvd", "name": "ABVD", "cites": CITES, "activities": activities,
             "cycle": {"length": 4, "unit": "weeks"},
             "cycles": {"shortest": low, "typical": middle, "longest": high}}  # fmt: skip
    last = {"id": "after", "name": "After", "cites": CITES, "duration": length(1, 1, 1)}
    return pathway_of([first, last])


def visits(timeline: Timeline) -> list[tuple[str, str, dt.date | None]]:
    return [(i.activity.id, i.label, i.date) for i in phase_activities(timeline["abvd"])]


def item(timeline: Timeline, label: str, activity: str) -> PlannedActivity:
    found = phase_activities(timeline["abvd"])
    return next(i for i in found if (i.label, i.activity.id) == (label, activity))


@law(days, st.integers(2, 6), st.integers(0, 60))
def test_a_delayed_cycle_moves_the_later_ones_and_the_end_and_no_earlier_one(
    start: dt.date, number: int, late: int
) -> None:
    plain = plan(course(), start=start)
    planned = dict(enumerate((b.start for b in cycles(plain["abvd"])), start=1))
    day = planned[number] + dt.timedelta(days=late)
    moved = plan(course(), start=start, known={f"abvd.c{number}": day})
    found = {b.number: b.start for b in cycles(moved["abvd"])}
    # By hand: four weeks each from the start, and from the known one on four weeks each from it.
    assert found == {
        n: start + 4 * (n - 1) * WEEK if n < number else day + 4 * (n - number) * WEEK
        for n in range(1, 7)
    }
    end = moved["after"].start
    assert end is not None
    assert end.typical == day + 4 * (7 - number) * WEEK
    assert end.earliest == day + 4 * (max(4, number) - number + 1) * WEEK
    before = [v for v in visits(plain) if v[1].startswith("C1D")]
    assert [v for v in visits(moved) if v[1].startswith("C1D")] == before


@law(days, st.integers(2, 6))
def test_writing_down_the_planned_day_of_a_cycle_moves_nothing(start: dt.date, number: int) -> None:
    plain = plan(course(), start=start)
    day = start + 4 * (number - 1) * WEEK
    moved = plan(course(), start=start, known={f"abvd.c{number}": day})
    assert visits(moved) == visits(plain)
    assert [b and b.typical for b in moved.boundaries] == [
        b and b.typical for b in plain.boundaries
    ]


def test_a_cycle_that_is_known_to_begin_early_ends_the_one_before_it() -> None:
    timeline = plan(course(), start=START, known={"abvd.c2": START + 2 * WEEK})
    first = cycles(timeline["abvd"])[0]
    assert (first.end, first.is_partial) == (START + 2 * WEEK, False)
    assert [v[1] for v in visits(timeline) if v[1].startswith("C1")] == ["C1D1"]


def test_a_known_cycle_caps_what_comes_before_it_and_holds_the_end_after_it() -> None:
    before = {"id": "b", "name": "B", "cites": CITES, "duration": length(1, 4, 9)}
    phase = {"id": "p", "name": "P", "cites": CITES, "duration": length(2, 3, 4),
             "cycle": {"length": 1, "unit": "weeks"}}  # fmt: skip
    pathway = pathway_of([before, phase])
    timeline = plan(pathway, start=START, known={"p.c2": START + 3 * WEEK})
    start = timeline["p"].start
    assert start is not None
    assert (start.typical, start.latest, start.status) == (
        START + 3 * WEEK, START + 3 * WEEK, "capped"
    )  # fmt: skip
    late = plan(pathway, start=START, known={"p": START + WEEK, "p.c4": START + 20 * WEEK})
    assert late.finish is not None
    assert late.finish.earliest == START + 20 * WEEK + dt.timedelta(days=1)


def test_a_cycle_alone_known_dates_what_follows_and_invents_no_past() -> None:
    timeline = plan(course(), known={"abvd.c3": START})
    assert timeline.start is None
    assert [b.number for b in cycles(timeline["abvd"])] == [3, 4, 5, 6]
    assert timeline["after"].start is not None
    assert timeline["after"].start.typical == START + 16 * WEEK


@law(st.integers(-10, 10))
def test_a_date_of_a_visit_moves_that_visit_alone(by: int) -> None:
    plain = plan(course(), start=START)
    day = START + dt.timedelta(days=28 + 19 + by)
    moved = plan(course(), start=START, known={"abvd.c2.scan": day})
    scan = item(moved, "C2D20", "scan")
    assert (scan.date, scan.first, scan.last, scan.is_known) == (day, day, day, True)
    assert scan.words_window is not None
    assert scan.words_window.status == "known"
    others = [v for v in visits(moved) if v[:2] != ("scan", "C2D20")]
    assert others == [v for v in visits(plain) if v[:2] != ("scan", "C2D20")]
    assert moved.boundaries == plain.boundaries


def test_a_missed_visit_stays_and_is_marked_and_moves_nothing() -> None:
    plain = plan(course(), start=START)
    marks: Any = {"abvd.c2.scan": "missed", "abvd.c1.clinic.d15": "done"}
    marked = plan(course(), start=START, visits=marks)
    assert visits(marked) == visits(plain)
    assert marked.boundaries == plain.boundaries
    assert [f.kind for f in item(marked, "C2D20", "scan").flags] == ["missed"]
    assert [f.kind for f in item(marked, "C1D15", "clinic").flags] == ["done"]


def test_a_visit_known_past_the_typical_end_keeps_its_part_open_till_then() -> None:
    day = START + 24 * WEEK
    timeline = plan(course(), start=START, known={"abvd.c6.scan": day})
    end = timeline["abvd"].end
    assert end is not None
    assert end.earliest == day + dt.timedelta(days=1)
    assert item(timeline, "C6D20", "scan").date == day


@pytest.mark.parametrize(
    ("known", "problem"),
    [
        ({"abvd.c7": START + 30 * WEEK}, 'phase "abvd" has 6 cycles at most; name one up to c6'),
        ({"abvd.c0": START}, "cycles count from 1"),
        ({"after.c2": START + 30 * WEEK}, 'phase "after" has no cycles; give a date for the phase'),
        ({"abvd.c2": START - WEEK}, "start (2026-03-02) is after abvd.c2 (2026-02-23)"),
        ({"abvd.c2": START}, "start (2026-03-02) is on or after abvd.c2 (2026-03-02)"),
        ({"abvd.c3": START + WEEK, "abvd.c2": START + 2 * WEEK}, "abvd.c2 (2026-03-16) is after"),
        ({"abvd.c6": START + 9 * WEEK, "after": START + 8 * WEEK}, "abvd.c6 (2026-05-04) is after"),
        ({"abvd.c1": START + WEEK}, "abvd.c1 is 2026-03-09, and the same day is given as|start is"),
        ({"abvd.c1.tea": START}, 'no activity "tea" in phase "abvd" (there are: clinic, scan)'),
        ({"abvd.scan": START}, "is in each cycle; say which: abvd.c1.scan"),
        ({"abvd.c1.clinic": START}, "is on several days; say which: abvd.c1.clinic.d1"),
        ({"abvd.c1.clinic.d2": START}, "day 2 is none of its days"),
        ({"abvd.c1.scan": START - WEEK}, "is before its part began (2026-03-02)"),
        ({"abvd.c1.scan": START + 9 * WEEK, "after": START + 9 * WEEK}, "is on or after after"),
        ({"abvd.c1.d2": START}, 'no activity "d2"'),
        ({"abvd.x.y": START}, "no date can be given for"),
    ],
    ids=str,
)
def test_a_date_that_cannot_be_is_told_with_the_mend(
    known: dict[str, dt.date], problem: str
) -> None:
    with pytest.raises(PlanningError) as caught:
        plan(course(), start=START, known=known)
    assert any(part in str(caught.value) for part in problem.split("|")), str(caught.value)


def test_every_wrong_name_is_told_at_once_and_an_unknown_phase_by_its_name() -> None:
    with pytest.raises(PlanningError) as caught:
        plan(course(), start=START, known={"abvd.c9": START, "after.c2": START},
             visits={"abvd.c2": "missed"})  # fmt: skip
    assert len(caught.value.problems) == 3
    with pytest.raises(UnknownPhaseError, match=r"chop\.c2"):
        plan(course(), start=START, known={"chop.c2": START})


def test_names_stand_in_the_order_of_the_pathway() -> None:
    names = ["finish", "after", "abvd.c10", "abvd.c2", "abvd.c2.scan", "abvd", "abvd.end"]
    expected = ["abvd", "abvd.c2", "abvd.c2.scan", "abvd.c10", "abvd.end", "after", "finish"]
    assert in_order(names, course()) == expected
