"""Where a day falls: the phases that may cover it, the one before them and the one after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from journey.errors import PlanningError
from journey.planning.timeline import OwnDate, PlannedPhase, Timeline

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a timeline says of some days, in a row; it says nothing surer than the timeline."""

    timeline: Timeline
    start: dt.date
    end: dt.date
    """Exclusive: the day after the last one asked about."""
    may: tuple[PlannedPhase, ...]
    """The phases that may cover one of the days, in order."""
    typical: PlannedPhase | None
    """The phase whose typical dates hold the first of the days, if any."""
    before: PlannedPhase | None
    """The phase before those, if there is one; nothing is claimed before the first known date."""
    next: PlannedPhase | None
    """The phase after those, if there is one."""
    own_dates: tuple[OwnDate, ...]
    """The person's own dates on these days."""


def where(timeline: Timeline, day: dt.date, *, until: dt.date | None = None) -> Whereabouts:
    """Where a day falls on a timeline, or the days from `day` to `until`, both included.

    Raises PlanningError if `until` is before the day.
    """
    last = day if until is None else until
    if last < day:
        raise PlanningError([f"until ({last}) is before the day ({day}); swap them"])
    may = timeline.during(day, last)
    phases = timeline.phases
    if may:
        before, after = may[0].number - 2, may[-1].number
    else:
        before, after = _around(timeline, day)
    return Whereabouts(
        timeline=timeline,
        start=day,
        end=min(last, dt.date.max - _DAY) + _DAY,
        may=may,
        typical=timeline.on(day).typical,
        before=phases[before] if before >= 0 else None,
        next=phases[after] if after < len(phases) else None,
        own_dates=tuple(o for o in timeline.own_dates if o.start <= last and day < o.end),
    )


def _around(timeline: Timeline, day: dt.date) -> tuple[int, int]:
    """The places of the phases before and after a day that none may cover; -1 before none.

    Such a day lies before the first date, where nothing is claimed, or after the last one.
    """
    count = len(timeline.phases)
    dated = [(i, window) for i, window in enumerate(timeline.boundaries) if window]
    if not dated:
        return -1, count
    first, window = dated[0]
    return (-1, first) if day < window.earliest else (count - 1, count)
