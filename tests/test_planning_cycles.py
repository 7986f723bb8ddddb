"""The cycles of a phase: how many, how long, and from which date."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import days
from test_planning_activities import NAMES, day, timeline_of, treatment

from journey.errors import PlanningError
from journey.planning.activities import phase_activities
from journey.planning.cycles import cycles

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


# ---- so many cycles ----------------------------------------------------------------------------


@given(days, st.lists(st.integers(1, 9), min_size=3, max_size=3).map(sorted),
       st.lists(st.integers(1, 9), min_size=3, max_size=3).map(sorted))  # fmt: skip
def test_a_length_in_cycles_is_so_many_of_them_on_each_chain(
    start: dt.date, size: list[int], count: list[int]
) -> None:
    names = ("shortest", "typical", "longest")
    timeline = treatment(
        {"days": [1]}, start=start, cycles=dict(zip(names, count, strict=True)),
        cycle={**dict(zip(names, size, strict=True)), "unit": "weeks"},
    )  # fmt: skip
    chains = [start + dt.timedelta(weeks=a * b) for a, b in zip(size, count, strict=True)]
    end = timeline.finish
    assert end is not None
    assert [end.earliest, end.typical, end.latest] == chains
    blocks = cycles(timeline["p0"])
    assert [b.start for b in blocks] == [
        start + dt.timedelta(weeks=size[1] * n) for n in range(count[1])
    ]
    for n, block in enumerate(blocks):
        window = block.window
        assert window.earliest == start + dt.timedelta(weeks=size[0] * n)
        assert window.latest == start + dt.timedelta(weeks=size[2] * n)
        assert not block.is_partial


def test_more_than_anyone_plans_is_refused_with_the_bound() -> None:
    length = {"shortest": 700, "typical": 700, "longest": 700, "unit": "years", "basis": "stated"}
    long = treatment({"days": [1]}, duration=length, cycle={"length": 1, "unit": "days"})
    for call in (cycles, phase_activities):
        with pytest.raises(PlanningError, match="more than 200,000 cycles; shorten it"):
            call(long["p0"])
    many = treatment({"on": NAMES}, duration=length)
    with pytest.raises(PlanningError, match="more than 200,000 activities; plan fewer days"):
        phase_activities(many["p0"])
