"""The cycles of a phase, from its typical start, or from the last one whose date is known.

A known date for a cycle moves it and the later ones; the ones before keep their days. Between two
known dates each cycle lasts as long as the pathway says, or until the next one is known to begin.
A cycle stands still while treatment does; past the first day of an open hold none is drawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from journey.errors import PlanningError
from journey.planning.arithmetic import add
from journey.planning.holds import Hold, put_off
from journey.planning.timeline import DateWindow

if TYPE_CHECKING:
    from journey.pathways.activities import Cycle
    from journey.planning.timeline import PlannedPhase

MOST_PLANNED = 200_000
"""So many cycles, or activities, of one phase are planned and no more."""


@dataclass(frozen=True, slots=True)
class PlannedCycle:
    """One block of a phase, half-open; `is_partial` where the phase ends before it does."""

    number: int
    start: dt.date
    end: dt.date
    is_partial: bool
    cycle: Cycle
    """The block that repeats."""
    counted_from: DateWindow
    """The window of the cycle that it counts from: the first, or the last known one."""
    away: int
    """How many cycles it lies after that one."""
    is_known: bool
    """Whether its own date was given."""
    is_followed: bool = False
    """Whether it is cut short by the known date of the next one."""
    holds: tuple[Hold, ...] = ()
    """The days on which treatment stood still."""

    @property
    def window(self) -> DateWindow:
        """When it may begin: as unsure as what it counts from, and wider with each cycle."""
        base = self.counted_from
        if self.is_known:
            return base
        status = "estimated" if base.status == "known" else base.status
        if self.away == 0:
            return replace(base, status=status)
        low, _, high = (n * self.away for n in self.cycle.lengths)
        unit, late = self.cycle.unit, add(base.latest, high, self.cycle.unit)
        # The cycle itself has a date, so only the latest one may lie in an open hold.
        first = put_off(add(base.earliest, low, unit), base.earliest, self.holds) or self.start
        last = put_off(late, base.latest, self.holds)
        return replace(
            base, earliest=min(first, self.start), typical=self.start,
            latest=max(last or late, self.start), status=status,
            is_open=base.is_open or last is None,
        )  # fmt: skip


def cycles(planned: PlannedPhase) -> tuple[PlannedCycle, ...]:
    """The cycles of a phase; the last may be partial, and where no end is dated nothing is drawn
    past the first one or the last known one.

    Raises PlanningError for more than any phase has.
    """
    cycle = planned.phase.cycle
    if cycle is None or planned.is_stopped:
        return ()
    found: list[PlannedCycle] = []
    for block in _cycles(planned, cycle):
        if len(found) == MOST_PLANNED:
            raise PlanningError([
                f'phase "{planned.id}" has more than {MOST_PLANNED:,} cycles; '
                "shorten it, or lengthen its cycle"
            ])  # fmt: skip
        found.append(block)
    return tuple(found)


def _cycles(planned: PlannedPhase, cycle: Cycle) -> Iterator[PlannedCycle]:
    starts = [] if planned.start is None else [(1, planned.start)]
    starts += [(n, DateWindow(day, day, day, "known")) for n, day in planned.cycle_dates]
    for (number, base), (following, next_base) in pairwise(starts):
        end = min(next_base.typical, planned.drawn_until or next_base.typical)
        yield from _run(planned, cycle, number, base, end, last=following - 1, is_next_known=True)
    if starts:
        number, base = starts[-1]
        last = None if planned.end else planned.phase.most_cycles if planned.waits else number
        yield from _run(planned, cycle, number, base, planned.drawn_until, last=last)


def _run(
    planned: PlannedPhase, cycle: Cycle, first: int, base: DateWindow, end: dt.date | None, *,
    last: int | None, is_next_known: bool = False,
) -> Iterator[PlannedCycle]:  # fmt: skip
    _, length, _ = cycle.lengths
    start, away = base.typical, 0
    is_known = base.status == "known" and first > 1
    while (end is None or start < end) and (last is None or first + away <= last):
        plain = add(base.typical, length * (away + 1), cycle.unit)
        next_start = put_off(plain, base.typical, planned.holds)
        following = plain if next_start is None else next_start
        is_short = end is not None and following > end
        yield PlannedCycle(
            first + away, start, end if end and is_short else following,
            is_short and not is_next_known, cycle, base, away, is_known and away == 0,
            is_short and is_next_known, planned.holds,
        )  # fmt: skip
        if next_start is None:
            return  # it stands still now, and nobody knows how long
        start, away = following, away + 1
