"""How fast planning is, beside what somebody would write instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import WEEKLY, rrule
from measure import compare, seconds

from journey.pathways.durations import Unit
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.planning.activities import phase_activities
from journey.planning.timeline import plan

START = dt.date(2026, 3, 2)


def step(unit: Unit, count: int) -> relativedelta:
    counts: dict[str, Any] = {unit: count}
    return relativedelta(**counts)


def loop_of(pathway: Pathway) -> Callable[[], object]:
    """The same additions, as a loop over relativedeltas that are made beforehand."""
    steps: list[tuple[relativedelta, relativedelta, relativedelta]] = []
    for phase in pathway.phases:
        if phase.duration is None:
            break
        numbers = (phase.duration.least, phase.duration.typical, phase.duration.most)
        a, b, c = (step(phase.duration.unit, number) for number in numbers)
        steps.append((a, b, c))

    def loop() -> object:
        early = middle = late = START
        for a, b, c in steps:
            early, middle, late = early + a, middle + b, late + c
        return early, middle, late

    return loop


def grid(cycles: int) -> Pathway:
    """Two visits a week, in cycles of three weeks."""
    cites = [{"source": "s", "where": "w"}]
    weeks = 3 * cycles
    return Pathway.model_validate(
        {
            "format": 1, "kind": "pathway", "id": "grid", "name": "Grid", "condition": "none",
            "audience": "adults", "language": "en-GB", "starts_at": "treatment",
            "sources": [{"id": "s", "title": "t", "publisher": "p", "reviewed": "not stated"}],
            "phases": [{
                "id": "a", "name": "A", "cites": cites,
                "cycle": {"length": 3, "unit": "weeks"},
                "duration": {"shortest": weeks, "typical": weeks, "longest": weeks,
                             "unit": "weeks", "basis": "stated"},
                "activities": [{"id": "v", "name": "V", "kind": "visit",
                                "days": [1, 4, 8, 11, 15, 18]}],
            }],
        }
    )  # fmt: skip


def main() -> None:
    for pathway_id in pathway_ids():
        pathway = get_pathway(pathway_id)
        if pathway.phases[0].duration is None:
            continue  # nothing is added, so there is nothing to compare with
        compare(
            f"plan {pathway_id}",
            partial(plan, pathway, start=START),
            "floor: the same additions of relativedelta",
            loop_of(pathway),
            repeat=200,
        )

    planned = plan(grid(52), start=START)["a"]
    count = len(phase_activities(planned))
    first = dt.datetime.combine(START, dt.time())
    compare(
        f"{count} activities over 3 years",
        lambda: phase_activities(planned),
        "dateutil's rrule",
        lambda: [d.date() for d in rrule(WEEKLY, dtstart=first, count=count, byweekday=(0, 3))],
        repeat=5,
    )

    print("\n| activities | µs an activity |\n|---:|---:|")
    for cycles in (170, 1700, 17_000):
        planned = plan(grid(cycles), start=START)["a"]
        count = len(phase_activities(planned))
        cost = min(seconds(partial(phase_activities, planned), 1) for _ in range(5))
        print(f"| {count:,} | {1e6 * cost / count:.3g} |")
