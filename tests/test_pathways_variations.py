"""Variations: data, switched on before planning: rule 10."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, pathway_of

from journey.errors import PathwayError, PlanningError
from journey.pathways.library import get_pathway
from journey.pathways.model import Pathway
from journey.pathways.variations import repeated, vary
from journey.planning.timeline import plan


def phase(name: str, weeks: int = 4, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "name": name.title(), "cites": CITES,
        "duration": {"shortest": weeks, "typical": weeks, "longest": weeks, "unit": "weeks",
                     "basis": "stated"},
        **more,
    }  # fmt: skip


def replacing(variation: str, first: str, last: str, *names: str) -> dict[str, Any]:
    phases = [phase(name, 2) for name in names]
    return {"id": variation, "name": variation, "cites": CITES,
            "replace": {"from": first, "until": last, "phases": phases}}  # fmt: skip


LANE = {"id": "extra", "name": "Extra", "from": "a", "until": "b"}
VISIT = {"id": "visit", "name": "Visit", "kind": "visit", "days": [1]}


def pathway(**more: Any) -> Pathway:
    variations = [
        {"id": "with-lane", "name": "With a lane", "add_lanes": [LANE], "cites": CITES},
        {"id": "with-visit", "name": "With a visit", "cites": CITES,
         "add_activities": [{"phase": "b", "activity": VISIT}]},
        replacing("shorter", "b", "c", "x"),
        replacing("other", "c", "c", "y", "z"),
    ]  # fmt: skip
    return pathway_of(
        [phase("a"), phase("b"), phase("c"), phase("d")], variations=variations, **more
    )


def test_a_variation_adds_its_lanes_and_activities() -> None:
    varied = vary(pathway(), "with-lane", "with-visit")
    assert [lane.id for lane in varied.lanes] == ["extra"]
    assert [activity.id for activity in varied.phases[1].activities] == ["visit"]
    assert pathway().phases[1].activities == ()


def test_a_variation_replaces_a_span_of_phases_and_the_rest_stays() -> None:
    varied = vary(pathway(), "other")
    assert [p.id for p in varied.phases] == ["a", "b", "y", "z", "d"]
    timeline = plan(varied, start=dt.date(2026, 3, 2))
    assert timeline["d"].start is not None
    assert timeline["d"].start.typical == dt.date(2026, 3, 2) + dt.timedelta(weeks=12)


def test_what_is_said_of_the_whole_is_not_said_of_other_phases() -> None:
    total = {"shortest": 2, "typical": 2, "longest": 3, "unit": "years", "basis": "stated"}
    whole = pathway(stated_total={**total, "cites": CITES})
    assert vary(whole, "with-lane").stated_total == whole.stated_total
    assert vary(whole, "other").stated_total is None


@given(st.permutations(["with-lane", "with-visit", "other"]))
def test_the_order_of_variations_does_not_matter(order: list[str]) -> None:
    together = vary(pathway(), *order)
    assert together == vary(pathway(), "with-lane", "with-visit", "other")
    one_by_one = pathway()
    for name in order:
        one_by_one = vary(one_by_one, name)
    assert one_by_one == together
    assert together.applied == ("with-lane", "with-visit", "other")


def test_a_variation_twice_is_once() -> None:
    once = vary(pathway(), "with-lane")
    assert vary(pathway(), "with-lane", "with-lane") == once
    assert vary(once, "with-lane") == once


def test_none_is_picked_unasked() -> None:
    assert vary(pathway()) == pathway()


def test_two_that_replace_the_same_phase_are_named() -> None:
    with pytest.raises(PathwayError, match='"shorter" and "other" both replace phase "c"'):
        vary(pathway(), "shorter", "other")
    with pytest.raises(PathwayError, match='"other" replaces phase "c", which another variation'):
        vary(vary(pathway(), "shorter"), "other")


def test_an_unknown_variation_is_an_error_that_names_the_ones_there_are() -> None:
    with pytest.raises(PathwayError, match=r'"nope" \(there are: with-lane, with-visit, shorter'):
        vary(pathway(), "nope")
    with pytest.raises(PathwayError, match="there are: none"):
        vary(pathway_of([phase("a")]), "nope")


def test_a_lane_that_runs_to_a_phase_then_gone_is_an_error_that_says_so() -> None:
    lanes = [{"id": "l", "name": "L", "from": "a", "until": "c"}]
    with pytest.raises(
        PathwayError, match='lane "l" runs until "c", which variation "other" takes'
    ):
        vary(pathway(lanes=lanes), "other")
    with pytest.raises(
        PathwayError, match='lane "extra" runs until "b", which variation "shorter"'
    ):
        vary(pathway(), "with-lane", "shorter")


def test_a_lane_after_a_phase_then_gone_begins_after_what_replaces_it() -> None:
    lanes = [{"id": "l", "name": "L", "from": "c", "begins": "after"}]
    assert [lane.from_ for lane in vary(pathway(lanes=lanes), "other").lanes] == ["z"]
    assert [lane.from_ for lane in vary(pathway(lanes=lanes), "with-visit").lanes] == ["c"]


def test_a_phase_counted_from_one_then_gone_is_an_error_that_says_so() -> None:
    counted = pathway_of(
        [phase("a"), phase("b"), phase("c", counted_from="b")],
        variations=[replacing("gone", "b", "b", "y")],
    )
    with pytest.raises(PathwayError, match='"c" is counted from "b", which variation "gone"'):
        vary(counted, "gone")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"starts": {"after": ["b"]}}, 'phase "c" starts after "b", which variation "gone" takes'),
        ({"counts_back_from": "d"}, 'phase "c" counts back from "d", which variation "late" takes'),
    ],
)
def test_an_anchor_then_gone_is_an_error_that_names_the_variation(
    more: dict[str, Any], said: str
) -> None:
    length = {"typical": 2, "unit": "weeks", "basis": "stated"}
    phases = [phase("a"), phase("b"), phase("c", duration=length, **more), phase("d")]
    gone, late = replacing("gone", "b", "b", "y"), replacing("late", "d", "d", "z")
    anchored = pathway_of(phases, variations=[gone, late])
    with pytest.raises(PathwayError, match=said):
        vary(anchored, *(v["id"] for v in (gone, late) if v["id"] in said))


def test_a_known_date_of_a_phase_then_gone_is_an_error_that_says_so() -> None:
    with pytest.raises(PlanningError, match='phase "c" has a date, but a variation took it away'):
        plan(vary(pathway(), "other"), known={"c": dt.date(2026, 3, 2)})


def test_a_phase_that_comes_back_under_its_id_may_have_a_date() -> None:
    again = pathway_of([phase("a"), phase("b")], variations=[replacing("shorter-b", "b", "b", "b")])
    varied = vary(again, "shorter-b")
    assert varied.replaced == ()
    day = dt.date(2026, 3, 2)
    start = plan(varied, known={"b": day})["b"].start
    assert start is not None
    assert start.typical == day


def test_the_decision_point_of_a_phase_then_gone_goes_with_it() -> None:
    points = [{"id": "after-c", "name": "After C", "after": "c", "cites": CITES}]
    assert vary(pathway(decision_points=points), "other").decision_points == ()
    assert len(vary(pathway(decision_points=points), "with-lane").decision_points) == 1


@pytest.mark.parametrize(
    ("phases", "after", "told"),
    [
        (["consolidation"], "all", 'no phase "all"'),
        (["all"], "induction", '"all" comes after the last phase; leave out'),
        ([], "induction", "comes after the last phase|names no phase"),
        (["maintenance"], "induction", '"maintenance" comes after "induction"; name a later phase'),
        (["Induction"], None, 'no phase "Induction"'),
    ],
)
def test_a_second_course_that_cannot_be_placed_is_refused(
    phases: list[str], after: str | None, told: str
) -> None:
    with pytest.raises(PathwayError, match=told):
        repeated(get_pathway("cruk-adult"), *phases, after=after)
