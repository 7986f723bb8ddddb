"""How fast planning is, as ratios in one run: `python tests/benchmarks/planning.py`.

Each line pairs our call with what somebody would write instead, in turn, and gives the median of
the ratios. Not a test: nothing here passes or fails by a clock.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from dateutil.relativedelta import relativedelta
from dateutil.rrule import WEEKLY, rrule

from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.planning.activities import phase_activities
from journey.planning.timeline import plan

START = dt.date(2026, 3, 2)
ROUNDS = 41


def seconds(call: Callable[[], object], repeat: int) -> float:
    began = time.perf_counter()
    for _ in range(repeat):
        call()
    return (time.perf_counter() - began) / repeat


def compare(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], *, repeat: int
) -> None:
    pairs = [(seconds(ours, repeat), seconds(theirs, repeat)) for _ in range(ROUNDS)]
    ratio = statistics.median(a / b for a, b in pairs)
    our, their = (1e6 * statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name:45} {our:10.1f} us  against {their:10.1f} us  ratio {ratio:5.2f}")


def loop_of(pathway: Pathway) -> Callable[[], object]:
    """The same additions, as a loop over relativedeltas that are made beforehand."""
    steps: list[tuple[relativedelta, relativedelta, relativedelta]] = []
    for phase in pathway.phases:
        if phase.duration is None:
            break
        unit: dict[str, Any] = {}
        numbers = (phase.duration.least, phase.duration.typical, phase.duration.most)
        a, b, c = (relativedelta(**{**unit, phase.duration.unit: n}) for n in numbers)
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
            f"plan {pathway_id}, beside a loop of relativedeltas",
            partial(plan, pathway, start=START),
            loop_of(pathway),
            repeat=200,
        )

    planned = plan(grid(52), start=START)["a"]
    count = len(phase_activities(planned))
    first = dt.datetime.combine(START, dt.time())
    compare(
        f"{count} activities over 3 years, beside rrule",
        lambda: phase_activities(planned),
        lambda: [d.date() for d in rrule(WEEKLY, dtstart=first, count=count, byweekday=(0, 3))],
        repeat=5,
    )

    print("\nactivities      us an activity")
    for cycles in (170, 1700, 17_000):
        planned = plan(grid(cycles), start=START)["a"]
        count = len(phase_activities(planned))
        cost = min(seconds(partial(phase_activities, planned), 1) for _ in range(5))
        print(f"{count:10} {1e6 * cost / count:10.2f}")


if __name__ == "__main__":
    main()
