"""Cycles and activities, day by day, from a phase's typical dates.

A phase's cycles run from its typical start to its typical end. Nothing is drawn on or after that
end, nor in the tail to the latest one: what does not fit is said once, and not at all where the end
is known. Dates are half-open as everywhere: a cycle ends on the day the next one starts. Nothing is
moved off a closed day; it is flagged, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from journey.planning.arithmetic import add
from journey.planning.closed_days import NO_CLOSED_DAYS, ClosedDays
from journey.planning.timeline import DateWindow

if TYPE_CHECKING:
    from journey.pathways.model import Activity, Cycle
    from journey.planning.timeline import PlannedPhase, Timeline

FlagKind = Literal[
    "partial-cycle", "after-cycle", "after-phase", "cycle-not-reached", "repeats", "no-length",
    "closed",
]  # fmt: skip

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know about a date.

    `partial-cycle`: the phase ends before this cycle does. `after-cycle`: the day lies past the end
    of its cycle. `after-phase`: stands once, without a date, for the days that the phase has no
    room for unless it runs longer. `cycle-not-reached`: the phase ends before this cycle begins.
    `repeats`: the phase has no end date, so only its first cycle is drawn. `no-length`: known dates
    leave the phase no day. `closed`: the unit is closed, and `reason` says why.
    """

    kind: FlagKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlannedCycle:
    """One block of a phase, half-open; `is_partial` where the phase ends before it does."""

    number: int
    start: dt.date
    end: dt.date
    is_partial: bool


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity on its typical day; without a day it is undated."""

    phase: PlannedPhase
    activity: Activity
    cycle: int | None
    """The number of its cycle, from 1, in a phase that has cycles."""
    day: int | None
    """Its day of the cycle, or of the phase, from 1."""
    date: dt.date | None
    flags: tuple[Flag, ...]

    @property
    def label(self) -> str:
        """Its place in the field's short form: C3D8, or D15 in a phase without cycles."""
        cycle = f"C{self.cycle}" if self.cycle is not None else ""
        return f"{cycle}D{self.day}" if self.day is not None else cycle

    @property
    def first(self) -> dt.date | None:
        """The first day of its window."""
        window = self.activity.window
        return self.date and (self.date - dt.timedelta(days=window.before) if window else self.date)

    @property
    def last(self) -> dt.date | None:
        """The last day of its window, inclusive; before the phase is known to be over."""
        window = self.activity.window
        if self.date is None or window is None:
            return self.date
        return self._before_over(self.date + dt.timedelta(days=window.after))

    @property
    def words_window(self) -> DateWindow | None:
        """When it may be, as unsure as the phase that it counts from: for words, not for a plan."""
        if self.date is None or self.first is None or self.last is None:
            return None
        is_at_end = self.activity.at == "end" and self.activity.of == "phase"
        base = self.phase.end if is_at_end else self.phase.start
        if base is None:
            return None
        sooner, later = base.typical - base.earliest, base.latest - base.typical
        last = self._before_over(self.last + later)
        return DateWindow(self.first - sooner, self.date, last, "estimated", base.is_open)

    def _before_over(self, day: dt.date) -> dt.date:
        over = self.phase.over_by
        return day if over is None else min(day, over - _DAY)


def cycles(planned: PlannedPhase) -> tuple[PlannedCycle, ...]:
    """The cycles of a phase; the last may be partial, and only the first if no end is dated.

    None where a variation took the dates off the phase.
    """
    cycle, start = planned.phase.cycle, planned.start
    if cycle is None or start is None or planned.is_stopped:
        return ()
    blocks = _cycles(cycle, start.typical, planned.drawn_until)
    return tuple(blocks if planned.end is not None else islice(blocks, 1))


def planned_activities(timeline: Timeline) -> tuple[PlannedActivity, ...]:
    """Every activity of every phase: by date within a phase, the undated ones last."""
    return tuple(
        item
        for planned in timeline.phases
        for item in phase_activities(planned, closed=timeline.closed)
    )


def phase_activities(
    planned: PlannedPhase, *, closed: ClosedDays = NO_CLOSED_DAYS
) -> tuple[PlannedActivity, ...]:
    """Every activity of a phase: by date, the undated ones last."""
    if not planned.phase.activities:
        return ()
    blocks = cycles(planned)
    found = [
        item for activity in planned.phase.activities for item in _placed(planned, activity, blocks)
    ]
    found.sort(key=lambda item: item.date or dt.date.max)
    return tuple(_with_closed(item, closed) for item in found) if closed else tuple(found)


def _typical(window: DateWindow | None) -> dt.date | None:
    return None if window is None else window.typical


def _cycles(cycle: Cycle, start: dt.date, end: dt.date | None) -> Iterator[PlannedCycle]:
    length = dt.timedelta(**{cycle.unit: cycle.length})
    number = 1
    while end is None or start < end:
        following = start + length
        is_partial = end is not None and following > end
        yield PlannedCycle(number, start, end if end and is_partial else following, is_partial)
        start, number = following, number + 1


def _placed(
    planned: PlannedPhase, activity: Activity, blocks: tuple[PlannedCycle, ...]
) -> Iterator[PlannedActivity]:
    start, end = _typical(planned.start), _typical(planned.end)
    if planned.is_squeezed:
        yield PlannedActivity(planned, activity, None, None, None, (Flag("no-length"),))
    elif not activity.days and activity.at is None:
        yield PlannedActivity(planned, activity, None, None, None, ())
    elif activity.of == "phase":
        last = end and end - _DAY
        yield PlannedActivity(
            planned, activity, None, None, start if activity.at == "start" else last, ()
        )
    elif start is None or planned.is_stopped:
        yield PlannedActivity(planned, activity, None, None, None, ())
    else:
        yield from _before_the_end(planned, _dated(planned, activity, blocks, start))


def _before_the_end(
    planned: PlannedPhase, found: Iterable[PlannedActivity]
) -> Iterator[PlannedActivity]:
    """What lies before the end of the phase; the rest is said once, if the end is a guess."""
    end, is_said = planned.drawn_until, planned.is_over_known
    for item in found:
        if item.date is None or end is None or item.date < end:
            yield item
        elif not is_said:
            is_said = True
            flags = (Flag("after-phase"),)
            yield PlannedActivity(planned, item.activity, item.cycle, None, None, flags)


def _dated(
    planned: PlannedPhase, activity: Activity, blocks: tuple[PlannedCycle, ...], start: dt.date
) -> Iterator[PlannedActivity]:
    if planned.phase.cycle is None:
        for day in activity.days:
            yield PlannedActivity(planned, activity, None, day, add(start, day - 1, "days"), ())
        return
    repeats = (Flag("repeats"),) if planned.end is None else ()
    chosen = activity.cycles
    for block in blocks:
        if chosen and block.number not in chosen:
            continue
        flags = (Flag("partial-cycle"),) if block.is_partial else repeats
        if activity.at is not None:
            date = block.start if activity.at == "start" else block.end - _DAY
            day = (date - block.start).days + 1
            yield PlannedActivity(planned, activity, block.number, day, date, flags)
        for day in activity.days:
            date = add(block.start, day - 1, "days")
            late = (Flag("after-cycle"),) if date >= block.end and not block.is_partial else ()
            yield PlannedActivity(planned, activity, block.number, day, date, (*flags, *late))
    if planned.is_over_known:
        return
    # A chosen cycle that the typical dates do not reach is told, never dropped.
    missing = (Flag("cycle-not-reached"),) if planned.end is not None else ()
    for number in sorted(set(chosen) - {block.number for block in blocks}):
        yield PlannedActivity(planned, activity, number, None, None, missing)


def _with_closed(item: PlannedActivity, closed: ClosedDays) -> PlannedActivity:
    reason = item.date and closed.reason(item.date)
    if not reason:
        return item
    return PlannedActivity(
        item.phase, item.activity, item.cycle, item.day, item.date,
        (*item.flags, Flag("closed", reason)),
    )  # fmt: skip
