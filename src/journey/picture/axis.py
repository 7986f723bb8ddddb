"""From days to points: the columns of the first months, the bar of a phase, a scale for both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from journey.planning.arithmetic import add
from journey.planning.timeline import PlannedPhase, Timeline

MOST_COLUMNS = 12
"""More months than these are left to the whole, to scale."""


def first_months(timeline: Timeline) -> tuple[dt.date, ...]:
    """The edges of the columns of the first months, or of weeks where all is short.

    At most twelve columns. They reach a month into the first phase that is longer than half a
    year, if there is one. Empty without dates.
    """
    bars = [bar for planned in timeline.phases if (bar := bar_of(planned))]
    if not bars:
        start = next((b for p in timeline.phases for b in (p.start, p.end) if b), None)
        return tuple(add(start.typical, n, "months") for n in range(4)) if start else ()
    first = bars[0].start
    last = max(bar.longest for bar in bars)
    long = next((bar for bar in bars if (bar.typical - bar.start).days > 183), None)
    if long is not None and long.start > first:
        last = min(last, add(long.start, 1, "months"))
        last = max([last, *(bar.longest for bar in bars if bar.typical <= long.start)])
    unit = "weeks" if (last - first).days <= 70 else "months"
    edges = [first]
    while edges[-1] < last and len(edges) <= MOST_COLUMNS:
        edges.append(add(first, len(edges), "weeks" if unit == "weeks" else "months"))
    return tuple(edges) if len(edges) > 1 else (first, add(first, 1, "weeks"))


@dataclass(frozen=True, slots=True)
class Bar:
    """One phase's own bar, from its typical start."""

    start: dt.date
    shortest: dt.date
    typical: dt.date
    longest: dt.date
    is_open: bool = False
    """Whether it may last longer than that: its length has no longest number."""


def bar_of(planned: PlannedPhase) -> Bar | None:
    """The bar of a phase; none where one of its ends is not known."""
    start, end, duration = planned.start, planned.end, planned.phase.duration
    if start is None or end is None:
        return None
    first, typical = start.typical, end.typical
    if end.status in ("known", "capped") or duration is None:
        return Bar(first, typical, typical, typical)
    if planned.phase.counted_from:
        return Bar(first, max(first, end.earliest), typical, end.latest, end.is_open)
    shortest = add(first, duration.least, duration.unit)
    longest = add(first, duration.most, duration.unit)
    is_open = duration.is_open and end.is_open
    return Bar(first, min(shortest, typical), typical, max(longest, typical), is_open)


class Scale:
    """From days to points; days outside stop at the ends."""

    def __init__(self, edges: Sequence[dt.date], left: float, right: float) -> None:
        self.first, self.last = edges[0], edges[-1]
        self.left, self.right = left, right
        self.edges = edges
        self._step = (right - left) / (len(edges) - 1)

    @property
    def is_in_weeks(self) -> bool:
        """Whether a column is a week, not a month."""
        return (self.edges[1] - self.first).days == 7

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies between its ends, or on one."""
        return self.first <= day <= self.last

    def __call__(self, day: dt.date) -> float:
        if day <= self.first:
            return self.left
        for i, (start, end) in enumerate(pairwise(self.edges)):
            if day <= end:
                return self.left + self._step * (i + (day - start).days / (end - start).days)
        return self.right
