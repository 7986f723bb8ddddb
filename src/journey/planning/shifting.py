"""A what-if: the same plan with some of its dates so much later, or earlier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from journey.errors import PlanningError, shortened
from journey.planning.explaining import why
from journey.planning.given import boundary_names, in_order, sorted_out
from journey.planning.timeline import Timeline, plan
from journey.values import must_be


def shifted(timeline: Timeline, shifts: Mapping[str, dt.timedelta]) -> Timeline:
    """The same plan, but with boundaries so much later (or earlier) than their typical dates.

    A what-if: each shifted boundary becomes a known date, in the order of the pathway, and what
    follows runs on from it. Names are phase ids, `start` and `finish`, and what `plan` takes
    besides: a cycle (`abvd.c2`), a visit (`abvd.c2.clinic`), an end before a rest (`abvd.end`).

    Raises UnknownPhaseError, and PlanningError for what has no date to shift.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> later = journey.shifted(timeline, {"consolidation": dt.timedelta(weeks=2)})
    >>> later["consolidation"].start.typical - timeline["consolidation"].start.typical
    datetime.timedelta(days=14)
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be("shifts", shifts, Mapping)
    pathway = timeline.pathway
    names = boundary_names(pathway)
    by_name: dict[str, dt.timedelta] = {}
    for name, by in shifts.items():
        must_be("shifts: each", name, str)
        must_be(f"shifts: {shortened(name)}", by, dt.timedelta)
        boundaries = sorted_out(pathway, name).fixed
        by_name[next((names[i] for i in boundaries), name)] = by
    known = dict(timeline.known + timeline.inside)
    start = known.pop("start", None)
    for name in in_order(by_name, pathway):
        window = why(timeline, name).window
        if window is None:
            raise PlanningError([f"{name} has no date to shift; give it one"])
        try:
            day = window.typical + by_name[name]
        except OverflowError:
            raise PlanningError([f"{name}: the shift runs past the calendar's end"]) from None
        if name == "start":
            start = day
        else:
            known[name] = day
        timeline = plan(
            pathway, start=start, known=known, as_of=timeline.as_of,
            own_dates=timeline.own_dates, closed=timeline.closed, visits=dict(timeline.marks),
            holds=timeline.holds, stops=timeline.stops,
            skipped=[phase.id for phase in timeline.phases if phase.is_skipped],
            past=timeline.past,
        )  # fmt: skip
    return timeline
