"""What-ifs: dates that come so much later, or sooner, than a plan has them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import plans
from test_planning_explaining import CYCLES
from test_planning_timeline import WEEK, Plan, planned, simple

from journey.errors import PlanningError, UnknownPhaseError
from journey.planning.given import boundary_names
from journey.planning.shifting import shifted
from journey.planning.timeline import plan


@given(plans(), st.data(), st.integers(0, 60))
def test_a_what_if_is_the_plan_with_that_date_known(
    given: Plan, data: st.DataObject, later: int
) -> None:
    pathway, start, known, _ = given
    timeline = planned(given)
    names = boundary_names(pathway)
    fixed = [names.index(name) if name in names else 0 for name in known]
    free = [
        i
        for i, window in enumerate(timeline.boundaries)
        if window and i > max(fixed, default=0)
    ]  # fmt: skip
    assume(free)
    i = data.draw(st.sampled_from(free))
    window = timeline.boundaries[i]
    assert window is not None
    by = dt.timedelta(days=later)
    moved = shifted(timeline, {names[i]: by})
    assert moved == plan(pathway, start=start, known={**known, names[i]: window.typical + by})


def test_two_shifts_apply_in_the_order_of_the_pathway_whatever_order_they_are_given_in() -> None:
    timeline = plan(simple((2, 2, 2), (3, 3, 3), (4, 4, 4)), start=dt.date(2026, 3, 2))
    one, two = dt.timedelta(weeks=1), dt.timedelta(weeks=2)
    moved = shifted(timeline, {"p2": two, "p1": one})
    assert moved == shifted(timeline, {"p1": one, "p2": two})
    assert moved["p2"].start is not None
    assert moved["p2"].start.typical == dt.date(2026, 3, 2) + dt.timedelta(weeks=2 + 1 + 3 + 2)


def test_the_start_can_be_shifted_by_either_of_its_names() -> None:
    timeline = plan(simple((2, 2, 2)), start=dt.date(2026, 3, 2))
    later = plan(simple((2, 2, 2)), start=dt.date(2026, 3, 9))
    assert shifted(timeline, {"start": WEEK}) == later
    assert shifted(timeline, {"p0": WEEK}) == later


def test_a_shift_of_an_undated_or_unknown_boundary_is_an_error() -> None:
    timeline = plan(simple((2, 2, 2), None, (1, 1, 1)), start=dt.date(2026, 3, 2))
    with pytest.raises(PlanningError, match="p2 has no date to shift; give it one"):
        shifted(timeline, {"p2": WEEK})
    with pytest.raises(UnknownPhaseError, match='no phase "p9"'):
        shifted(timeline, {"p9": WEEK})
    with pytest.raises(PlanningError, match="is after"):
        shifted(timeline, {"p1": dt.timedelta(weeks=-3)})
    with pytest.raises(PlanningError, match="past the calendar's end"):
        shifted(timeline, {"p1": dt.timedelta(days=999_999_999)})


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("salt.c2", dt.date(2026, 4, 27)),
        ("salt.c3.nurse", dt.date(2026, 6, 22)),
        ("salt.end", dt.date(2026, 9, 21)),
    ],
)
def test_a_cycle_a_visit_and_an_end_before_a_rest_are_shifted_as_if_the_date_were_known(
    name: str, day: dt.date
) -> None:
    timeline = plan(CYCLES, start=dt.date(2026, 3, 2))
    assert shifted(timeline, {name: WEEK}) == plan(CYCLES, start=dt.date(2026, 3, 2),
                                                   known={name: day})  # fmt: skip
