"""Why a date is where it is: rule 9."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from strategies import CITES, FEW, busy_timelines, pathway_of, plans
from test_planning_timeline import Plan, planned, simple

from journey.errors import PlanningError, UnknownPhaseError
from journey.planning.activities import PlannedActivity, phase_activities
from journey.planning.cycles import cycles
from journey.planning.explaining import Explanation, why
from journey.planning.timeline import Timeline, plan

CHAINS = (("earliest", "least"), ("typical", "typical"), ("latest", "most"))


def names(timeline: Timeline) -> list[str]:
    return ["start", *(phase.id for phase in timeline.phases[1:]), "finish"]


def added_up(timeline: Timeline, explanation: Explanation) -> tuple[dt.date, dt.date, dt.date]:
    """The window by the reasons alone, in arithmetic of the test's own."""
    chain = [dt.date.min] * 3
    own_start = timeline.boundaries
    for reason in explanation.reasons:
        step = reason.step
        if reason.kind == "known":
            (day,) = {day for name, day in timeline.known if day == step.typical}
            chain = [day] * 3
        elif reason.kind == "duration":
            assert reason.phase is not None
            duration = reason.phase.duration
            assert duration is not None
            lengths: list[dict[str, Any]] = [
                {duration.unit: getattr(duration, number)} for _, number in CHAINS
            ]
            chain = [day + relativedelta(**n) for day, n in zip(chain, lengths, strict=True)]
        elif reason.kind == "held":
            own = next(b for b in reversed(own_start[: step.boundary]) if b)
            held = (own.earliest, own.typical, own.latest)
            chain = [max(day, at) for day, at in zip(chain, held, strict=True)]
        elif reason.kind == "pushed":
            assert timeline.as_of is not None
            chain = [max(day, timeline.as_of) for day in chain]
        else:
            fixed = {names(timeline).index(name): day for name, day in timeline.known}
            limit = min(day for i, day in fixed.items() if i > step.boundary)
            chain = [min(day, limit) for day in chain]
            if reason.kind == "bounded":
                chain[2] = limit
        assert chain == [step.earliest, step.typical, step.latest]
    return chain[0], chain[1], chain[2]


@given(plans(has_as_of=True))
def test_the_reasons_add_up_to_the_window_and_their_days_to_its_width(given: Plan) -> None:
    timeline = planned(given)
    for i, name in enumerate(names(timeline)):
        explanation = why(timeline, name)
        window = timeline.boundaries[i]
        assert explanation.window == window
        assert explanation.boundary == i
        if window is None:
            assert explanation.reasons == ()
            continue
        assert explanation.reasons[0].kind == "known"
        chain = (window.earliest, window.typical, window.latest)
        assert added_up(timeline, explanation) == chain
        width = (window.latest - window.earliest).days
        assert sum(reason.adds_days for reason in explanation.reasons) == width


@given(plans(has_as_of=True))
def test_every_length_in_a_reason_is_a_phases_own_with_its_citations(given: Plan) -> None:
    timeline = planned(given)
    for reason in why(timeline, "finish").reasons:
        assert (reason.phase is not None) == (reason.kind == "duration")
        if reason.phase is not None:
            assert reason.phase is timeline.pathway.phases[reason.step.boundary - 1]
            assert reason.phase.duration is not None
            assert reason.phase.duration.cites or reason.phase.cites


def test_the_greatest_uncertainty_is_named() -> None:
    timeline = plan(simple((2, 3, 4), (10, 12, 20), (5, 5, 5)), start=dt.date(2026, 3, 2))
    finish = why(timeline, "finish")
    assert finish.most_uncertain is not None
    assert finish.most_uncertain.id == "p1"
    assert [reason.adds_days for reason in finish.reasons] == [0, 14, 70, 0]
    assert why(timeline, "start").most_uncertain is None


def test_a_known_date_is_the_first_reason_of_what_follows_it() -> None:
    timeline = plan(
        simple((2, 3, 4), (1, 1, 1), (5, 5, 5)),
        start=dt.date(2026, 3, 2), known={"p1": dt.date(2026, 4, 1)},
    )  # fmt: skip
    assert [reason.kind for reason in why(timeline, "p1").reasons] == ["known"]
    assert [reason.kind for reason in why(timeline, "finish").reasons] == [
        "known", "duration", "duration",
    ]  # fmt: skip


def test_a_counted_end_is_explained_from_the_phase_it_counts_from() -> None:
    pathway = simple((4, 4, 4), (6, 6, 6), (20, 20, 30), p2={"counted_from": "p1"})
    reasons = why(plan(pathway, start=dt.date(2026, 3, 2)), "finish").reasons
    assert [reason.phase and reason.phase.id for reason in reasons] == [None, "p0", "p2"]


def test_an_unknown_boundary_is_an_error_that_names_the_ones_there_are() -> None:
    timeline = plan(simple((1, 1, 1), (2, 2, 2)))
    with pytest.raises(UnknownPhaseError, match="there are: p0, p1, start, finish"):
        why(timeline, "px")


# ---- inside a phase ------------------------------------------------------------------------------


def adds_up(explanation: Explanation) -> None:
    """The steps lead to the window, and their days to its width."""
    window, reasons = explanation.window, explanation.reasons
    assert (window is None) == (reasons == ())
    if window is None:
        return
    last = reasons[-1].step
    assert reasons[0].kind == "known"
    assert (last.earliest, last.typical, last.latest) == (
        window.earliest, window.typical, window.latest
    )  # fmt: skip
    assert sum(reason.adds_days for reason in reasons) == (window.latest - window.earliest).days


def name_of(item: PlannedActivity) -> str:
    cycle = f".c{item.cycle}" if item.cycle else ""
    day = f".d{item.day}" if item.activity.days else ""
    return f"{item.phase.id}{cycle}.{item.activity.id}{day}"


@FEW
@given(busy_timelines())
def test_the_steps_behind_each_cycle_and_each_visit_add_up_to_it(timeline: Timeline) -> None:
    for planned_phase in timeline.phases:
        blocks = cycles(planned_phase)[1:]  # the first one begins when the part does
        most = planned_phase.phase.most_cycles or len(blocks) + 1
        blocks = tuple(block for block in blocks if block.number <= most)  # what can be named
        for block in (*blocks[:3], *blocks[-1:]):
            asked = why(timeline, f"{planned_phase.id}.c{block.number}")
            assert asked.window == block.window
            adds_up(asked)
        dated = [i for i in phase_activities(planned_phase, closed=timeline.closed) if i.date]
        seen = set[str]()
        for item in dated[:6]:
            if (name := name_of(item)) in seen:
                continue  # the same day twice in a file has one name
            seen.add(name)
            asked = why(timeline, name)
            assert asked.window == item.words_window
            assert asked.moves_finish is None
            adds_up(asked)


CYCLES = pathway_of(
    [
        {
            "id": "salt", "name": "Salt", "cites": CITES, "cycles": 4,
            "cycle": {"shortest": 6, "typical": 7, "longest": 8, "unit": "weeks"},
            "activities": [
                {"id": "nurse", "name": "Nurse", "kind": "visit", "days": [8], "every": 2,
                 "window": {"before": 1, "after": 2}},
                {"id": "last", "name": "Last", "kind": "visit", "at": "end", "of": "phase"},
            ],
        },
        {"id": "sea", "name": "Sea", "cites": CITES,
         "starts": {"after": ["salt"], "gap": {"typical": 3, "unit": "weeks", "basis": "stated"}}},
    ]
)  # fmt: skip


def test_a_cycle_counts_from_the_last_known_one_and_says_how_many_lie_between() -> None:
    timeline = plan(CYCLES, start=dt.date(2026, 3, 2), known={"salt.c2": dt.date(2026, 4, 27)})
    reasons = why(timeline, "salt.c4").reasons
    assert [(r.kind, r.step.of, r.cycles) for r in reasons] == [
        ("known", "salt.c2", 0), ("cycles", "", 2)
    ]  # fmt: skip
    day = dt.timedelta(days=1)
    from_then = [(d - dt.date(2026, 4, 27)) / day for d in (reasons[1].step.earliest,
                 reasons[1].step.typical, reasons[1].step.latest)]  # fmt: skip
    assert from_then == [84, 98, 112]
    known = why(timeline, "salt.c2")
    assert [r.kind for r in known.reasons] == ["known"]
    visit = why(timeline, "salt.c3.nurse")
    assert [r.kind for r in visit.reasons] == ["known", "cycles", "visit"]
    assert [r.adds_days for r in visit.reasons] == [0, 14, 3]


def test_an_end_before_a_rest_is_explained_and_so_is_the_rest() -> None:
    timeline = plan(CYCLES, start=dt.date(2026, 3, 2))
    end = why(timeline, "salt.end")
    assert [r.kind for r in end.reasons] == ["known", "duration"]
    assert end.window == timeline["salt"].end
    assert [r.kind for r in why(timeline, "sea").reasons] == ["known", "duration", "gap"]
    last = why(timeline, "salt.last")  # on the last day, so it counts from the end
    assert [r.kind for r in last.reasons] == ["known", "duration", "visit"]
    assert last.reasons[1].adds_days == (8 - 6) * 7 * 4


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("salt.c9", "has 4 cycles at most"),
        ("sea.c2", "has no cycles"),
        ("salt.c2.nurse", "is not in cycle 2"),
        ("salt.c1.nobody", "there are: nurse, last"),
        ("salt.nurse", "say which: salt.c1.nurse"),
    ],
)
def test_what_there_is_not_is_an_error_with_the_mend(name: str, said: str) -> None:
    with pytest.raises(PlanningError, match=said):
        why(plan(CYCLES, start=dt.date(2026, 3, 2)), name)
