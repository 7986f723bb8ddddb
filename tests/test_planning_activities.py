"""Cycles and activities, day by day: rules 11 and 12."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import CITES, days, pathway_of

from journey.pathways.library import load_pathway
from journey.planning.activities import (
    Flag,
    PlannedActivity,
    cycles,
    phase_activities,
    planned_activities,
)  # fmt: skip
from journey.planning.closed_days import ClosedDays
from journey.planning.timeline import PlannedPhase, Timeline, plan

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 3, 2)


def timeline_of(
    *activity: dict[str, Any], weeks: int = 7, cycle: int | None = 3, **options: Any
) -> Timeline:
    """A phase of some weeks, in cycles of some weeks, and a week after it."""
    phase: dict[str, Any] = {
        "id": "p0", "name": "Treatment", "cites": CITES,
        "duration": {
            "shortest": 1, "typical": weeks, "longest": weeks + 9, "unit": "weeks",
            "basis": "stated",
        },
        "activities": [{"name": "A visit", "kind": "visit", "id": f"a{i}", **a}
                       for i, a in enumerate(activity)],
    }  # fmt: skip
    if cycle is not None:
        phase["cycle"] = {"length": cycle, "unit": "weeks"}
    after = {
        "id": "p1", "name": "After", "cites": CITES,
        "duration": {"shortest": 1, "typical": 1, "longest": 1, "unit": "weeks",
                     "basis": "stated"},
    }  # fmt: skip
    options.setdefault("start", MONDAY)
    return plan(pathway_of([phase, after]), **options)


def rows(timeline: Timeline, **options: Any) -> list[tuple[str, dt.date | None, list[str]]]:
    found = phase_activities(timeline["p0"], **options)
    return [(item.label, item.date, [flag.kind for flag in item.flags]) for item in found]


def day(number: int) -> dt.date:
    """The day of the phase, from 1."""
    return MONDAY + dt.timedelta(days=number - 1)


# ---- cycles ------------------------------------------------------------------------------------


@given(st.integers(1, 200), st.integers(1, 30), days)
def test_cycles_tile_the_typical_phase_and_only_the_last_may_be_partial(
    weeks: int, length: int, start: dt.date
) -> None:
    planned = timeline_of(weeks=weeks, cycle=length, start=start)["p0"]
    blocks = cycles(planned)
    assert planned.start is not None
    assert planned.end is not None
    assert blocks[0].start == planned.start.typical
    assert blocks[-1].end == planned.end.typical
    for before, after in itertools.pairwise(blocks):
        assert before.end == after.start
        assert (before.end - before.start).days == 7 * length
        assert not before.is_partial
    assert blocks[-1].is_partial == (weeks % length != 0)
    assert [block.number for block in blocks] == list(range(1, len(blocks) + 1))


def test_no_cycle_is_drawn_in_the_tail_to_the_latest_end() -> None:
    planned = timeline_of(weeks=6)["p0"]
    assert planned.end is not None
    assert planned.end.latest > planned.end.typical
    assert [block.end for block in cycles(planned)] == [day(22), day(43)]


# ---- where an activity falls -------------------------------------------------------------------


def test_days_of_each_cycle_have_the_fields_own_labels() -> None:
    assert rows(timeline_of({"days": [1, 8]}, weeks=6)) == [
        ("C1D1", day(1), []),
        ("C1D8", day(8), []),
        ("C2D1", day(22), []),
        ("C2D8", day(29), []),
    ]


def test_days_of_a_phase_without_cycles_count_from_its_start() -> None:
    found = rows(timeline_of({"days": [1, 15]}, cycle=None))
    assert found == [("D1", day(1), []), ("D15", day(15), [])]


def test_only_the_chosen_cycles_have_it_and_one_never_reached_is_told() -> None:
    assert rows(timeline_of({"days": [2], "cycles": [2, 9]}, weeks=6)) == [
        ("C2D2", day(23), []),
        ("C9", None, ["cycle-not-reached"]),
    ]


def test_of_a_partial_last_cycle_the_days_that_fit_are_drawn_and_the_rest_is_said_once() -> None:
    assert rows(timeline_of({"days": [1, 8, 15, 16]}, weeks=7))[-3:] == [
        ("C2D16", day(37), []),
        ("C3D1", day(43), ["partial-cycle"]),
        ("C3", None, ["after-phase"]),
    ]


def test_nothing_is_said_of_what_a_known_end_leaves_no_room_for() -> None:
    found = rows(timeline_of({"days": [1, 15], "cycles": [2, 3, 9]}, known={"p1": day(44)}))
    assert found == [
        ("C2D1", day(22), []),
        ("C2D15", day(36), []),
        ("C3D1", day(43), ["partial-cycle"]),
    ]


def test_nothing_lies_on_or_after_a_later_known_date_where_the_end_has_none() -> None:
    first = {"id": "p0", "name": "Open", "cycle": {"length": 2, "unit": "weeks"}, "activities": [
        {"id": "a", "name": "A", "kind": "visit", "days": [1, 8]}]}  # fmt: skip
    second = {"id": "p1", "name": "Open too"}
    third = {"id": "p2", "name": "Last"}
    timeline = plan(pathway_of([first, second, third]), start=MONDAY, known={"p2": day(6)})
    assert rows(timeline) == [("C1D1", day(1), ["partial-cycle"])]
    (block,) = cycles(timeline["p0"])
    assert (block.start, block.end) == (day(1), day(6))


def test_a_window_ends_before_a_known_end() -> None:
    timeline = timeline_of({"days": [1], "window": {"before": 3, "after": 9}}, known={"p1": day(5)})
    (item,) = phase_activities(timeline["p0"])
    assert (item.first, item.date, item.last) == (day(-2), day(1), day(4))
    assert item.words_window is not None
    assert item.words_window.latest == day(4)


def test_a_day_past_its_cycle_stays_and_says_so() -> None:
    found = rows(timeline_of({"days": [22]}, weeks=6))
    assert found[0] == ("C1D22", day(22), ["after-cycle"])
    assert found[1] == ("C2", None, ["after-phase"])


def test_at_the_start_and_the_end_of_cycles_the_end_is_the_last_day() -> None:
    timeline = timeline_of({"at": "start", "of": "cycle"}, {"at": "end", "of": "cycle"}, weeks=7)
    assert rows(timeline) == [
        ("C1D1", day(1), []),
        ("C1D21", day(21), []),
        ("C2D1", day(22), []),
        ("C2D21", day(42), []),
        ("C3D1", day(43), ["partial-cycle"]),
        ("C3D7", day(49), ["partial-cycle"]),
    ]


def test_at_the_start_and_the_end_of_the_phase_the_end_is_the_last_day() -> None:
    timeline = timeline_of({"at": "start", "of": "phase"}, {"at": "end", "of": "phase"})
    assert rows(timeline) == [("", day(1), []), ("", day(49), [])]


def test_an_activity_without_a_position_is_undated_and_stands_once() -> None:
    assert rows(timeline_of({}, {"days": [1]}, weeks=3)) == [("C1D1", day(1), []), ("", None, [])]


def test_a_phase_without_a_start_has_one_undated_row_an_activity() -> None:
    timeline = timeline_of({"days": [1, 8]}, start=None, known={"p1": MONDAY})
    assert rows(timeline) == [("", None, [])]


def test_a_phase_without_an_end_shows_its_first_cycle_and_says_that_it_repeats() -> None:
    phase = {
        "id": "p0", "name": "Open", "cycle": {"length": 2, "unit": "weeks"},
        "activities": [
            {"id": "a", "name": "A", "kind": "test", "days": [1, 8], "cycles": [1, 3]},
            {"id": "b", "name": "B", "kind": "test", "at": "end", "of": "phase"},
        ],
    }  # fmt: skip
    timeline = plan(pathway_of([phase]), start=MONDAY)
    assert rows(timeline) == [
        ("C1D1", day(1), ["repeats"]),
        ("C1D8", day(8), ["repeats"]),
        ("C3", None, []),
        ("", None, []),
    ]


def test_a_phase_squeezed_to_nothing_has_no_dates_and_says_why() -> None:
    timeline = timeline_of({"days": [1, 8]}, known={"p1": MONDAY})
    assert rows(timeline) == [("", None, ["no-length"])]


def test_a_window_is_days_before_and_after_and_is_not_clipped() -> None:
    timeline = timeline_of({"days": [1], "window": {"before": 3, "after": 5}}, weeks=3)
    (item,) = phase_activities(timeline["p0"])
    assert (item.first, item.date, item.last) == (day(-2), day(1), day(6))


@given(st.integers(1, 60), st.integers(1, 9), st.lists(st.integers(1, 70), min_size=1, unique=True))
def test_no_activity_is_lost_and_none_is_made_up(weeks: int, length: int, on: list[int]) -> None:
    timeline = timeline_of({"days": on}, weeks=weeks, cycle=length)
    planned = timeline["p0"]
    found = phase_activities(planned)
    every = {
        (block.number, number, block.start + dt.timedelta(days=number - 1))
        for block in cycles(planned)
        for number in on
    }
    assert planned.end is not None
    fits = {row for row in every if row[2] < planned.end.typical}
    drawn = [item for item in found if item.date]
    assert {(item.cycle, item.day, item.date) for item in drawn} == fits
    assert len(drawn) == len(fits)
    said = [flag.kind for item in found if not item.date for flag in item.flags]
    assert said == ["after-phase"] * (fits != every)
    dates = [item.date for item in drawn if item.date]
    assert dates == sorted(dates)


@given(st.integers(1, 60), days, st.integers(-400, 400))
def test_activities_move_with_the_start_of_their_phase(weeks: int, start: dt.date, by: int) -> None:
    shift = dt.timedelta(days=by)
    assume(start + shift >= dt.date(1900, 1, 1))
    before = phase_activities(timeline_of({"days": [1, 9]}, weeks=weeks, start=start)["p0"])
    after = phase_activities(timeline_of({"days": [1, 9]}, weeks=weeks, start=start + shift)["p0"])
    assert [item.date and item.date + shift for item in before] == [item.date for item in after]


# ---- published grids ---------------------------------------------------------------------------

GRIDS = Path(__file__).parent / "grids"

LZZT = [(1, "visit"), (14, "visit"), (14, "ecg"), (28, "visit"), (42, "visit"), (168, "visit"),
        (168, "ecg")]  # fmt: skip
"""Day of treatment and what happens on it, read off the published PlanDefinitions."""

MONTHLY = [
    (0, 1, 0), (2, 29, 2), (2, 57, 2), (2, 85, 2), (2, 113, 2), (2, 141, 2), (2, 169, 2),
    (2, 197, 2), (2, 225, 2), (2, 253, 2), (2, 281, 2), (2, 316, 2), (2, 330, 2), (2, 407, 2),
    (2, 421, 2), (5, 421, 5),
]  # fmt: skip
"""Days before, day of treatment, days after: the columns of the published table."""


def test_the_published_days_of_a_study_come_out_day_for_day() -> None:
    timeline = plan(load_pathway(GRIDS / "lzzt.toml"), start=MONDAY)
    found = [(item.date, item.activity.id) for item in planned_activities(timeline)]
    assert found == [(day(number), name) for number, name in LZZT]


def test_the_published_days_and_windows_of_a_study_in_cycles_come_out_day_for_day() -> None:
    timeline = plan(load_pathway(GRIDS / "monthly-visits.toml"), start=MONDAY)
    found = [(item.first, item.date, item.last) for item in planned_activities(timeline)]
    assert found == [
        (day(number - before), day(number), day(number + after))
        for before, number, after in MONTHLY
    ]
    assert all(item.flags == () for item in planned_activities(timeline))
    labels = [item.label for item in planned_activities(timeline)]
    assert labels[:3] == ["C1D1", "C2D1", "C3D1"]
    assert labels[-1] == "D113"


def test_three_hundred_activities_over_three_years() -> None:
    timeline = timeline_of({"days": [1, 8, 15, 16, 3, 10]}, weeks=159, cycle=3)
    found = planned_activities(timeline)
    assert len(found) >= 300
    assert found[-1].date is not None
    assert found[0].date is not None
    assert (found[-1].date - found[0].date).days > 3 * 360


# ---- closed days -------------------------------------------------------------------------------


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True), days)
def test_a_closed_day_is_flagged_with_its_reason_and_nothing_is_moved(
    on: list[int], start: dt.date
) -> None:
    timeline = timeline_of({"days": on}, start=start)
    closed = ClosedDays(weekends=True, days={start: "the unit is being painted"})
    plain = phase_activities(timeline["p0"])
    flagged = phase_activities(timeline["p0"], closed=closed)
    assert [item.date for item in plain] == [item.date for item in flagged]
    for before, after in zip(plain, flagged, strict=True):
        assert after.flags[: len(before.flags)] == before.flags
        if before.date is None:  # what the phase has no room for
            assert after.flags == before.flags
            continue
        reason = "the unit is being painted" if before.date == start else None
        if reason is None and before.date.weekday() >= 5:
            reason = "Saturday" if before.date.weekday() == 5 else "Sunday"
        assert after.flags[len(before.flags) :] == (
            (Flag("closed", reason),) if reason is not None else ()
        )


@given(st.integers(0, 40), st.integers(1, 30), st.integers(0, 9))
def test_a_visit_is_worded_as_unsure_as_the_phase_it_counts_from(
    spread: int, on: int, around: int
) -> None:
    numbers = {"shortest": 2, "typical": 2 + spread // 2, "longest": 2 + spread}
    first = {"id": "p1", "name": "First", "cites": CITES,
             "duration": {**numbers, "unit": "days", "basis": "stated"}}  # fmt: skip
    visit = {"id": "v", "name": "V", "kind": "visit", "days": [on],
             "window": {"before": around, "after": around}}  # fmt: skip
    second = {"id": "p2", "name": "Second", "activities": [visit]}
    timeline = plan(pathway_of([first, second]), start=MONDAY)
    (item,) = phase_activities(timeline["p2"])
    start, words = timeline["p2"].start, item.words_window
    assert start is not None
    assert words is not None
    offset = dt.timedelta(days=on - 1)
    assert words.earliest == start.earliest + offset - dt.timedelta(days=around)
    assert words.latest == start.latest + offset + dt.timedelta(days=around)
    assert words.typical == item.date


def test_phases_keep_their_own_activities() -> None:
    timeline = timeline_of({"days": [1]}, weeks=3)
    found: tuple[PlannedActivity, ...] = planned_activities(timeline)
    phases: list[PlannedPhase] = [item.phase for item in found]
    assert [phase.id for phase in phases] == ["p0"]
