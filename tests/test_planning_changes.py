"""What changed between two plans, one thing at a time: it is true, and it adds up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BUNDLED, CITES, FEW, known_dates, pathway_of, pathways
from test_planning_explaining import CYCLES
from test_planning_timeline import simple

from journey.errors import PathwayError
from journey.journeys.file import first_plan, parse_journey, plan_journey
from journey.pathways.library import get_pathway
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.planning.changes import Changes, Move, changes, moves
from journey.planning.given import boundary_names
from journey.planning.timeline import DateWindow, OwnDate, Timeline, plan

pytestmark = pytest.mark.dependencies

START, DAY = dt.date(2026, 3, 2), dt.timedelta(days=1)


@st.composite
def given_to(draw: st.DrawFn, pathway: Pathway) -> Timeline:
    """Some plan of a pathway, from near one start."""
    start = draw(st.none() | st.integers(-9, 9).map(lambda n: START + n * DAY))
    known = draw(known_dates(pathway, first=start or START))
    if start is None:
        known = {n: d for n, d in known.items() if n != pathway.phases[0].id}
    return plan(pathway, start=start, known=known)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Timeline, Timeline]:
    """Two plans of one pathway, with and without its variations."""
    pathway = draw(pathways() | st.sampled_from(BUNDLED))
    two = []
    for _ in range(2):
        ids = [v.id for v in pathway.variations]
        on = draw(st.sampled_from([[], *([i] for i in ids)]))
        two.append(draw(given_to(vary(pathway, *on))))
    return two[0], two[1]


@FEW
@given(pairs())
def test_the_steps_add_up_to_the_whole_difference(pair: tuple[Timeline, Timeline]) -> None:
    before, after = pair
    found = changes(before, after)
    for whole in moves(before, after):
        steps = [m for c in found.each for m in c.moves if m.boundary == whole.boundary]
        if not (whole.is_in_before and whole.is_in_after) or whole.days is None:
            continue
        if all(step.days is not None for step in steps):
            assert sum(step.days or 0 for step in steps) == whole.days
        if steps:  # and each begins where the one before ended
            assert steps[0].before == whole.before or steps[0].before is not None
            assert (steps[-1].after and steps[-1].after.typical) == (
                whole.after and whole.after.typical
            )


@FEW
@given(pairs())
def test_there_are_steps_only_for_what_was_given_differently(
    pair: tuple[Timeline, Timeline],
) -> None:
    before, after = pair
    old, new = dict(before.known), dict(after.known)
    found = changes(before, after)
    is_same = old == new and before.pathway.applied == after.pathway.applied
    assert (found.each == ()) == is_same
    for change in found.each:
        assert all(not move.stays for move in change.moves)
        if not change.boundary:
            off, on = set(before.pathway.applied), set(after.pathway.applied)
            kind = "switched-on" if off < on else "switched-off" if on < off else "variations"
            assert change.kind == kind
            continue
        day = new.get(change.boundary)
        assert change.day == day
        is_there = change.boundary in old
        assert change.kind in (["removed"] if day is None else ["recorded", "corrected", "start"])
        if before.pathway.applied == after.pathway.applied:
            assert old.get(change.boundary) != day
            assert (change.kind == "recorded") == (day is not None and not is_there)
            assert (change.kind == "start") == (
                change.boundary == "start" and is_there and bool(day)
            )


def test_what_lies_inside_a_part_has_a_row_and_each_step_of_it_adds_up() -> None:
    days = {"salt.c2": dt.date(2026, 4, 27), "salt.c3.nurse": dt.date(2026, 6, 24)}
    before = plan(CYCLES, start=START)
    after = plan(CYCLES, start=START, known=days)
    rows = {move.boundary: move for move in moves(before, after)}
    assert list(rows) == ["start", "salt.c2", "salt.c3.nurse", "sea", "finish"]
    assert (rows["salt.c2"].kind, rows["salt.c2"].days) == ("written-down", 7)
    assert rows["salt.c3.nurse"].days == 9
    steps = [m for c in changes(before, after).each for m in c.moves if m.boundary in days]
    assert [(m.boundary, m.days) for m in steps] == [
        ("salt.c2", 7), ("salt.c3.nurse", 7), ("salt.c3.nurse", 2)
    ]  # fmt: skip


def test_a_visit_that_was_missed_or_done_is_a_change_of_its_own() -> None:
    plain = plan(CYCLES, start=START)
    missed = plan(CYCLES, start=START, visits={"salt.c1.nurse": "missed"})
    done = plan(CYCLES, start=START, visits={"salt.c1.nurse": "done"})
    for before, after, kind in [
        (plain, missed, "missed"), (missed, done, "done"), (done, plain, "unmarked")
    ]:  # fmt: skip
        (change,) = changes(before, after).each
        assert (change.kind, change.boundary, change.day) == (kind, "salt.c1.nurse", None)
        assert change.moves == ()


@FEW
@given(pairs(), st.randoms(use_true_random=False))
def test_the_story_does_not_depend_on_the_order_in_which_things_were_written_down(
    pair: tuple[Timeline, Timeline], chance: random.Random
) -> None:
    before, after = pair

    def in_another_order(timeline: Timeline) -> Timeline:
        known = [(n, d) for n, d in timeline.known if n != "start"]
        chance.shuffle(known)
        start = dict(timeline.known).get("start")
        return plan(timeline.pathway, start=start, known=dict(known))

    assert changes(in_another_order(before), in_another_order(after)) == changes(before, after)


@FEW
@given(pairs(), st.integers(0, 900))
def test_the_day_a_plan_is_seen_from_and_what_lies_over_it_play_no_part(
    pair: tuple[Timeline, Timeline], n: int
) -> None:
    before, after = pair
    own = [OwnDate("Wedding", START, START + DAY)]
    known = {name: day for name, day in after.known if name != "start"}
    start = dict(after.known).get("start")
    seen = plan(after.pathway, start=start, known=known, as_of=START + n * DAY, own_dates=own)
    assert changes(before, seen) == changes(before, after)
    assert changes(after, seen).each == ()


def test_one_thing_at_a_time_and_by_how_much() -> None:
    pathway = simple((2, 3, 4), (5, 6, 7), (9, 9, 9))
    before = plan(pathway, start=START, known={"p2": START + 70 * DAY})
    after = plan(pathway, start=START + 7 * DAY, known={"p1": START + 35 * DAY})
    assert story(changes(before, after)) == [
        ("removed", "p2", {"p2": -7, "finish": -7}),
        ("start", "start", {"start": 7, "p1": 7, "p2": 7, "finish": 7}),
        ("recorded", "p1", {"p1": 7, "p2": 7, "finish": 7}),
    ]


def story(found: Changes) -> list[tuple[str, str, dict[str, int | None]]]:
    return [(c.kind, c.boundary, {m.boundary: m.days for m in c.moves}) for c in found.each]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"p1": 10, "p2": 20}, {"p1": 25, "p2": 40}),
        ({"p1": 25, "p2": 40}, {"p1": 10, "p2": 20}),
        ({"p1": 10, "p2": 20, "finish": 90}, {"p1": 30, "p2": 30, "finish": 31}),
    ],
)
def test_dates_that_pass_one_another_contradict_nothing_on_the_way(
    old: dict[str, int], new: dict[str, int]
) -> None:
    pathway = simple((2, 3, 4), (5, 6, 7), (9, 9, 9))

    def of(given: dict[str, int]) -> Timeline:
        return plan(pathway, start=START, known={n: START + d * DAY for n, d in given.items()})

    assert {c.kind for c in changes(of(old), of(new)).each} == {"corrected"}


def test_a_route_that_has_two_parts_the_other_way_round_is_told_without_a_contradiction() -> None:
    def phase(name: str) -> dict[str, Any]:
        length = {"shortest": 1, "typical": 1, "longest": 1, "unit": "weeks", "basis": "stated"}
        return {"id": name, "name": name, "duration": length, "cites": CITES}

    turned = {"from": "b", "until": "c", "phases": [phase("c"), phase("b")]}
    variation = {"id": "turned", "name": "Turned", "replace": turned, "cites": CITES}
    variation.pop("cites")
    pathway = pathway_of([phase("a"), phase("b"), phase("c")], variations=[variation])
    before = plan(pathway, known={"b": START, "c": START + 7 * DAY})
    after = plan(vary(pathway, "turned"), known={"c": START, "b": START + 7 * DAY})
    assert changes(before, after).each[0].kind == "switched-on"
    assert changes(after, before).after == before


@pytest.mark.parametrize("name", ["cruk-adult", "cancernet-adult", "nhs"])
def test_a_route_that_is_switched_on_is_told_first_and_its_end_is_another(name: str) -> None:
    pathway = get_pathway(name)
    before = plan(pathway, start=START)
    after = plan(vary(pathway, "transplant"), start=START)
    [change] = changes(before, after).each
    assert (change.kind, change.boundary, change.day) == ("switched-on", "", None)
    ends = [move for move in change.moves if move.is_finish]
    assert [(m.is_in_before, m.is_in_after, m.days) for m in ends] == [
        (True, False, None), (False, True, None),
    ]  # fmt: skip


def test_a_fresh_journey_differs_in_nothing_from_its_first_plan() -> None:
    journey = parse_journey(
        'format = 1\nkind = "journey"\nid = "x"\npathway = "nhs"\nstart = 2026-03-02\n'
    )
    assert changes(first_plan(journey), plan_journey(journey)).each == ()


def test_plans_of_two_pathways_are_not_compared() -> None:
    one, two = plan(get_pathway("nhs"), start=START), plan(get_pathway("macmillan"), start=START)
    with pytest.raises(PathwayError, match="nhs and macmillan are two pathways; compare plans of"):
        changes(one, two)
    same_id = plan(simple((2, 3, 4)), start=START), plan(simple((2, 3, 5)), start=START)
    with pytest.raises(PathwayError, match="two pathways have this id, and say different things"):
        changes(*same_id)


def test_every_name_of_a_change_is_a_boundary_of_the_later_plan() -> None:
    pathway = get_pathway("cruk-adult")
    known = {"maintenance": dt.date(2026, 11, 9), "finish": dt.date(2029, 1, 1)}
    found = changes(plan(pathway), plan(pathway, start=START, known=known))
    assert [c.boundary for c in found.each] == ["start", "maintenance", "finish"]
    assert {c.boundary for c in found.each} <= set(boundary_names(pathway))
    assert [c.name for c in found.each] == ["Steroid pre phase", "Maintenance", "Maintenance"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.each[0].kind = "removed"  # type: ignore[misc]  # frozen: that is the point


# ---- rough guides as windows ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        ((3, 5, 7), "stays"), ((4, 5, 8), "later"), ((2, 5, 6), "sooner"), ((4, 5, 7), "narrower"),
        ((3, 5, 6), "narrower"), ((3, 5, 8), "wider"), ((2, 5, 7), "wider"), ((3, 6, 7), "stays"),
    ],
)  # fmt: skip
def test_two_rough_guides_are_compared_by_their_first_and_last_days(
    after: tuple[int, int, int], kind: str
) -> None:
    def window(first: int, middle: int, last: int) -> DateWindow:
        return DateWindow(
            START + first * DAY, START + middle * DAY, START + last * DAY, "estimated"
        )

    one, other = window(3, 5, 7), window(*after)
    assert Move("p1", "Phase 1", one, other).kind == kind
    # One without a last day lasts longer than any that has one.
    still_open = Move("p1", "Phase 1", one, dataclasses.replace(other, is_open=True)).kind
    assert still_open == ("later" if after[0] > 3 else "wider")


def test_a_date_taken_back_is_no_move_and_a_correction_is_one_of_so_many_days() -> None:
    known = DateWindow(START, START, START, "known")
    guide = DateWindow(START - DAY, START, START + DAY, "estimated")
    week = START + 7 * DAY
    later = DateWindow(week, week, week, "known")
    assert Move("p1", "", known, guide).kind == "taken-back"
    assert Move("p1", "", guide, known).kind == "written-down"
    assert Move("p1", "", None, known).kind == "written-down"
    assert (Move("p1", "", known, later).kind, Move("p1", "", known, later).days) == ("moved", 7)
    assert Move("p1", "", known, None).kind == "undated"
    assert Move("p1", "", None, guide).kind == "dated"
    assert Move("p1", "", None, None).kind == "stays"
