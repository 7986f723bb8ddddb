"""Where a day falls: what the timeline says day by day, and nothing surer."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, journeys, timelines
from test_planning_timeline import reach, simple

from journey.errors import PlanningError
from journey.journeys.file import Journey, plan_journey
from journey.planning.given import boundary_names
from journey.planning.timeline import OwnDate, Timeline, plan
from journey.planning.whereabouts import where

DAY = dt.timedelta(days=1)
START = dt.date(2026, 3, 2)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Timeline, dt.date, dt.date]:
    """A timeline and some days, most of them near one of its dates."""
    timeline = draw(timelines(has_as_of=True) | journeys().map(plan_journey))
    dates = [d for w in timeline.boundaries if w for d in (w.earliest, w.typical, w.latest)]
    near = draw(st.sampled_from(dates)) if dates else START
    first = near + draw(st.integers(-40, 40)) * DAY
    return timeline, first, first + draw(st.sampled_from([0, 0, 1, 6, 30])) * DAY


def stale(timeline: Timeline, on: dt.date) -> int | None:
    """The first estimate after the last given date up to a day that has wholly gone by."""
    given = [i for i, w in enumerate(timeline.boundaries) if w and w.status == "known"]
    past = [i for i in given if timeline.boundaries[i].typical <= on]  # type: ignore[union-attr]
    gone = [
        i
        for i, w in enumerate(timeline.boundaries)
        if past and i > past[-1] and w and w.status != "known" and reach(w)[2] <= on
    ]
    return gone[0] if gone else None


@FEW
@given(asked(), st.sampled_from([0, 0, 30, 400, -30, -400]))
def test_what_may_run_on_some_days_is_what_may_run_on_one_of_them(
    case: tuple[Timeline, dt.date, dt.date], later: int
) -> None:
    timeline, first, last = case
    asking = first + later * DAY
    found = where(timeline, first, until=last, asked=asking)
    unrecorded = stale(timeline, asking)
    each = set()
    for n in range((last - first).days + 1):
        on = first + n * DAY
        for i, phase in enumerate(timeline.phases):
            # Worked out anew: the nearest dates at or before its start, and after it.
            lows = [w.earliest for w in timeline.boundaries[: i + 1] if w]
            ends = [
                w
                for j, w in enumerate(timeline.boundaries)
                if w and j > i and (unrecorded is None or j < unrecorded or w.status == "known")
            ]
            if phase.end is not None and phase.end not in timeline.boundaries:
                ends = [phase.end]  # a rest follows: it is over before the next one begins
            if not lows or lows[-1] > on or (not ends and phase.is_stopped):
                continue
            is_today = bool(ends) and ends[0].status == "overtaken" and on <= ends[0].typical
            if not ends or ends[0].is_open or on < ends[0].latest or is_today:
                each.add(phase.id)
    assert [p.id for p in found.may] == [p.id for p in timeline.phases if p.id in each]
    assert (found.start, found.end) == (first, last + DAY)
    assert found.is_out_of_date == (unrecorded is not None)
    assert found.typical == (None if unrecorded is not None else timeline.on(first).typical)


@FEW
@given(asked())
def test_silence_is_not_progress(case: tuple[Timeline, dt.date, dt.date]) -> None:
    # The part that began on the last date written down may still run, however long ago that was,
    # until a later date is written down; and no later part is named without it.
    timeline, day, _ = case
    found = where(timeline, day)
    if found.recorded is None:
        return
    boundary, began = found.recorded
    assert began <= day
    names = boundary_names(timeline.pathway)
    if boundary == "finish":
        assert found.may == ()
        return
    running = timeline.phases[names.index(boundary)]
    assert running in found.may
    assert all(planned.number >= running.number for planned in found.may)
    left_out = {phase.id for phase in timeline.phases if phase.is_skipped}
    still = (n for n in names[names.index(boundary) + 1 :] if n not in left_out)
    assert found.to_record == next((n for n in still if n not in dict(timeline.known)), None)


@FEW
@given(asked())
def test_before_and_next_are_neighbours_and_nothing_is_claimed_before_the_first_date(
    case: tuple[Timeline, dt.date, dt.date],
) -> None:
    timeline, first, last = case
    found = where(timeline, first, until=last)
    numbers = [p.number for p in found.may]
    there = [p.number for p in timeline.phases if not p.is_skipped]
    dated = [w for w in timeline.boundaries if w]
    if numbers:
        before = max((n for n in there if n < numbers[0]), default=None)
        after = min((n for n in there if n > numbers[-1]), default=None)
    elif not dated or first < dated[0].earliest:
        # Nothing is claimed before the first date; what begins on it comes next.
        begins = timeline.boundaries.index(dated[0]) + 1 if dated else len(there) + 1
        before, after = None, min((n for n in there if n >= begins), default=None)
    else:
        # All is over: the end is no open one, and was not taken away.
        assert dated[-1] is timeline.finish
        assert not dated[-1].is_open
        assert first >= reach(dated[-1])[2]
        is_stopped = timeline.pathway.dates_stop is not None
        before, after = None if is_stopped else there[-1], None
    assert (found.before and found.before.number) == before
    assert (found.next and found.next.number) == after


@FEW
@given(asked(), st.integers(0, 2000))
def test_some_phase_may_run_on_every_day_from_the_start_to_the_latest_finish(
    case: tuple[Timeline, dt.date, dt.date], n: int
) -> None:
    timeline = case[0]
    if timeline.start is None or timeline.finish is None:
        return
    length = (timeline.finish.latest - timeline.start.earliest).days
    if length:
        on = timeline.start.earliest + (n % length) * DAY
        assert where(timeline, on).may


@pytest.mark.parametrize(
    ("on", "own"),
    [
        (dt.date(2026, 7, 31), []), (dt.date(2026, 8, 1), ["Wedding"]),
        (dt.date(2026, 8, 2), ["Wedding", "Move"]), (dt.date(2026, 8, 3), []),
    ],
)  # fmt: skip
def test_own_dates_are_told_on_their_days(on: dt.date, own: list[str]) -> None:
    dates = [
        OwnDate("Wedding", dt.date(2026, 8, 1), dt.date(2026, 8, 3)),
        OwnDate("Move", dt.date(2026, 8, 2), dt.date(2026, 8, 3)),
    ]
    timeline = plan(simple((2, 3, 4)), start=START, own_dates=dates)
    assert [o.label for o in where(timeline, on).own_dates] == own
    assert len(where(timeline, dt.date(2026, 7, 1), until=on).own_dates) == (
        0 if on.month == 7 else 1 if on.day == 1 else 2
    )


def test_who_joins_midway_is_told_nothing_of_the_past() -> None:
    begun = plan(simple((2, 3, 4), (5, 5, 5), (9, 9, 9)), known={"p2": START})
    for on in (START - DAY, START - 900 * DAY):
        found = where(begun, on)
        assert (found.may, found.typical, found.before) == ((), None, None)
        assert found.next is begun["p2"]
    assert where(begun, START).may == (begun["p2"],)
    assert where(begun, START).before is begun["p1"]


def test_who_knows_only_the_last_day_is_not_told_that_all_is_over_before_it() -> None:
    ends = plan(simple((2, 3, 4), (5, 5, 5)), known={"finish": START})
    before, after = where(ends, START - DAY), where(ends, START)
    assert (before.may, before.before, before.next) == ((), None, None)
    assert (after.may, after.before, after.next) == ((), ends["p1"], None)


def test_without_any_date_nothing_is_said() -> None:
    found = where(plan(simple((2, 3, 4))), START)
    assert (found.may, found.typical, found.before, found.next) == ((), None, None, None)


def test_days_the_wrong_way_round_are_told() -> None:
    with pytest.raises(
        PlanningError, match=r"until \(2026-03-01\) is before the day \(2026-03-02\)"
    ):
        where(plan(simple((2, 3, 4)), start=START), START, until=START - DAY)


@FEW
@given(journeys())
def test_own_dates_move_nothing(journey: Journey) -> None:
    bare = journey.model_copy(update={"own_dates": ()})
    assert plan_journey(bare).boundaries == plan_journey(journey).boundaries
