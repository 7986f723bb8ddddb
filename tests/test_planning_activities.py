"""Cycles and activities, day by day: rules 11 and 12."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import CITES, days, pathway_of

from journey.errors import PlanningError
from journey.pathways.library import load_pathway
from journey.planning.activities import (
    Flag,
    PlannedActivity,
    phase_activities,
    planned_activities,
)  # fmt: skip
from journey.planning.closed_days import ClosedDays
from journey.planning.cycles import cycles
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


def test_what_is_at_an_end_is_as_unsure_as_that_end_and_what_is_at_a_start_as_the_start() -> None:
    timeline = timeline_of({"at": "start", "of": "phase"}, {"at": "end", "of": "phase"})
    end = timeline["p0"].end
    assert end is not None
    assert end.latest - end.earliest == 15 * 7 * DAY
    at_start, at_end = planned_activities(timeline)
    window = at_end.words_window
    assert window is not None
    assert (window.earliest, window.typical, window.latest) == (
        end.earliest - DAY, end.typical - DAY, end.latest - DAY,
    )  # fmt: skip
    sure = at_start.words_window
    assert sure is not None
    assert sure.earliest == sure.latest == MONDAY
    # Of a block, it is the block's own days that say how unsure it is.
    [block, *_] = planned_activities(timeline_of({"at": "end", "of": "cycle"}))
    assert block.words_window is not None
    assert block.words_window.earliest == block.words_window.latest


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


# ---- ranges, days of the week, counts, months -------------------------------------------------


def treatment(*activity: dict[str, Any], start: dt.date = MONDAY, **phase: Any) -> Timeline:
    """One phase that says whatever a test says of it."""
    listed = [{"name": "A visit", "kind": "visit", "id": f"a{i}", **a}
              for i, a in enumerate(activity)]  # fmt: skip
    own = {"id": "p0", "name": "Treatment", "cites": CITES, "activities": listed, **phase}
    closed = own.pop("closed", ClosedDays())
    return plan(pathway_of([own]), start=start, closed=closed)


def weeks(shortest: int, typical: int, longest: int) -> dict[str, Any]:
    return {"shortest": shortest, "typical": typical, "longest": longest, "unit": "weeks",
            "basis": "stated"}  # fmt: skip


def dates(timeline: Timeline, activity: str = "a0") -> list[dt.date]:
    found = phase_activities(timeline["p0"], closed=timeline.closed)
    return [item.date for item in found if item.date and item.activity.id == activity]


def by_hand(start: dt.date, wanted: set[int], count: int, shut: set[dt.date]) -> list[dt.date]:
    """The first so many days of the week from a start, as one would cross them off."""
    found: list[dt.date] = []
    date = start
    while len(found) < count:
        if date.weekday() in wanted and date not in shut:
            found.append(date)
        date += DAY
    return found


NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@given(st.integers(-9, 20), st.integers(0, 30))
def test_a_range_is_its_days_written_out(first: int, more: int) -> None:
    every = {"days": [*range(first, first + more + 1)]}
    for words in (f"{first} to {first + more}", f"{first}-{first + more}"):
        options: dict[str, Any] = {"duration": weeks(9, 9, 9), "first_day": -9}
        assert dates(treatment({"days": [words]}, **options)) == dates(treatment(every, **options))


@given(days, st.integers(-30, 30))
def test_days_are_numbered_from_the_first_day_as_the_leaflet_does(
    start: dt.date, first: int
) -> None:
    numbers = [first, first + 3, first + 20]
    timeline = treatment({"days": numbers}, start=start, first_day=first, duration=weeks(3, 3, 3))
    assert dates(timeline) == [start + dt.timedelta(days=n) for n in (0, 3, 20)]
    assert [item.label for item in phase_activities(timeline["p0"])] == [f"D{n}" for n in numbers]


@given(
    days, st.sets(st.integers(0, 6), min_size=1), st.integers(1, 40), st.booleans(),
    st.sets(st.integers(0, 60), max_size=8),
)  # fmt: skip
def test_a_count_of_days_of_the_week_is_as_crossed_off_by_hand(
    start: dt.date,
    wanted: set[int],
    count: int,
    skips: bool,  # noqa: FBT001  # drawn
    shut: set[int],
) -> None:
    closed = {start + dt.timedelta(days=n): "shut" for n in shut}
    activity: dict[str, Any] = {"on": [NAMES[n] for n in wanted], "count": count}
    if skips:
        activity["skips"] = "closed days"
    timeline = treatment(
        activity, start=start, duration="its last session", closed=ClosedDays(days=closed)
    )
    expected = by_hand(start, wanted, count, set(closed) if skips else set())
    assert dates(timeline) == expected
    assert timeline.finish is not None
    assert timeline.finish.typical == expected[-1] + DAY
    flagged = {i.date for i in phase_activities(timeline["p0"], closed=timeline.closed) if i.flags}
    assert flagged == set(expected) & set(closed)


@given(days, st.integers(1, 30))
def test_a_phase_lasts_to_its_last_session_on_every_chain(start: dt.date, count: int) -> None:
    before = {"id": "b", "name": "Before", "cites": CITES, "duration": {
        "shortest": 3, "typical": 8, "longest": 12, "unit": "days", "basis": "stated"}}  # fmt: skip
    visit = {"id": "a0", "name": "A", "kind": "treatment", "on": "weekdays", "count": count}
    phase = {"id": "p0", "name": "P", "cites": CITES, "duration": "its last session",
             "activities": [visit]}  # fmt: skip
    timeline = plan(pathway_of([before, phase]), start=start)
    end = timeline["p0"].end
    assert end is not None
    for late, found in zip((3, 8, 12), (end.earliest, end.typical, end.latest), strict=True):
        last = by_hand(start + dt.timedelta(days=late), {0, 1, 2, 3, 4}, count, set())[-1]
        assert found == last + DAY
    length = timeline.pathway.phases[1].duration
    assert length is not None
    assert length.least <= (end.typical - start).days - 8 <= length.most


def test_a_day_of_the_week_in_each_cycle_and_in_all_that_goes_on() -> None:
    cycle = {"length": 2, "unit": "weeks"}
    timeline = treatment(
        {"on": "monday"}, {"on": "monday", "count": 1},
        {"on": ["monday"], "of": "phase", "every": 2},
        cycle=cycle, cycles=2,
    )  # fmt: skip
    assert dates(timeline) == [day(1), day(8), day(15), day(22)]
    assert dates(timeline, "a1") == [day(1), day(15)]
    assert dates(timeline, "a2") == [day(1), day(15)]
    tuesday = treatment({"on": "weekdays", "days": ["1-8"]}, duration=weeks(3, 3, 3))
    assert dates(tuesday) == [day(n) for n in (1, 2, 3, 4, 5, 8)]


def test_every_second_cycle_or_day_counts_from_the_first() -> None:
    cycle = {"length": 1, "unit": "weeks"}
    timeline = treatment(
        {"days": [1], "every": 3}, {"days": [1], "cycles": ["2-6"], "every": 2},
        {"days": ["1-7"], "every": 2, "of": "phase"}, cycle=cycle, cycles=7,
    )  # fmt: skip
    assert dates(timeline) == [day(1), day(22), day(43)]
    assert dates(timeline, "a1") == [day(8), day(22), day(36)]
    assert dates(timeline, "a2") == [day(1), day(3), day(5), day(7)]


def test_days_of_the_week_that_never_fall_are_told() -> None:
    timeline = treatment({"on": "sunday", "days": ["1-3"]}, duration=weeks(2, 2, 2))
    assert rows(timeline) == [("", None, ["no-such-day"])]
    sunday = {"on": "sunday", "count": 2, "skips": "closed days"}
    with pytest.raises(PlanningError, match="the unit is closed on each"):
        treatment(sunday, duration="its last session", closed=ClosedDays(weekends=True))
    timeline = treatment(sunday, duration=weeks(4, 4, 4), closed=ClosedDays(weekends=True))
    with pytest.raises(PlanningError, match='activity "a0": the unit is closed on each'):
        dates(timeline)


def months_later(start: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last one."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + dt.timedelta(days=start.day - 1), following - DAY)


@given(days, st.lists(st.integers(1, 30), min_size=1, max_size=4, unique=True))
def test_months_after_a_start_stay_in_their_month(start: dt.date, months: list[int]) -> None:
    length = {"shortest": 31, "typical": 31, "longest": 31, "unit": "months", "basis": "stated"}
    timeline = treatment({"months": months}, start=start, duration=length)
    assert sorted(dates(timeline)) == sorted(months_later(start, n) for n in months)
    labels = {item.label for item in phase_activities(timeline["p0"])}
    assert labels == {f"M{n}" for n in months}


@given(days, st.integers(1, 4), st.integers(1, 12))
def test_cycles_of_months_each_count_from_the_start(
    start: dt.date, length: int, count: int
) -> None:
    timeline = treatment({"at": "end", "of": "cycle"}, start=start, cycles=count,
                         cycle={"length": length, "unit": "months"})  # fmt: skip
    starts = [months_later(start, length * n) for n in range(count + 1)]
    assert [block.start for block in cycles(timeline["p0"])] == starts[:-1]
    assert dates(timeline) == [following - DAY for following in starts[1:]]
    assert timeline.finish is not None
    assert timeline.finish.typical == starts[-1]


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
