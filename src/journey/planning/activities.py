"""Cycles and activities, day by day, from a phase's typical dates.

A phase's cycles run from its typical start to its typical end; nothing is drawn in the tail to the
latest end. Dates are half-open as everywhere: a cycle ends on the day the next one starts. Nothing
is moved off a closed day; it is flagged, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
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

    `partial-cycle`: the phase ends before this cycle does. `after-cycle`, `after-phase`: the day
    lies past the end of its cycle or phase. `cycle-not-reached`: the phase ends before this cycle
    begins. `repeats`: the phase has no end date, so only its first cycle is drawn. `no-length`:
    known dates leave the phase no day. `closed`: the unit is closed, and `reason` says why.
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
        """The last day of its window, inclusive."""
        window = self.activity.window
        return self.date and (self.date + dt.timedelta(days=window.after) if window else self.date)

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
        return DateWindow(self.first - sooner, self.date, self.last + later, "estimated")


def cycles(planned: PlannedPhase) -> tuple[PlannedCycle, ...]:
    """The cycles of a phase; the last may be partial, and only the first if no end is dated."""
    cycle, start = planned.phase.cycle, planned.start
    if cycle is None or start is None:
        return ()
    return tuple(_cycles(cycle, start.typical, _typical(planned.end)))


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
    if end is None:
        yield PlannedCycle(1, start, start + length, is_partial=False)
        return
    number = 1
    while start < end:
        following = start + length
        yield PlannedCycle(number, start, min(following, end), is_partial=following > end)
        start, number = following, number + 1


def _placed(
    planned: PlannedPhase, activity: Activity, blocks: tuple[PlannedCycle, ...]
) -> Iterator[PlannedActivity]:
    start, end = _typical(planned.start), _typical(planned.end)
    if start is not None and start == end:
        yield PlannedActivity(planned, activity, None, None, None, (Flag("no-length"),))
    elif not activity.days and activity.at is None:
        yield PlannedActivity(planned, activity, None, None, None, ())
    elif activity.of == "phase":
        last = end and end - _DAY
        yield PlannedActivity(
            planned, activity, None, None, start if activity.at == "start" else last, ()
        )
    elif start is None:
        yield PlannedActivity(planned, activity, None, None, None, ())
    elif planned.phase.cycle is not None:
        yield from _in_cycles(planned, activity, blocks)
    else:
        for day in activity.days:
            yield _on_day(planned, activity, None, start, None, day, ())


def _in_cycles(
    planned: PlannedPhase, activity: Activity, blocks: tuple[PlannedCycle, ...]
) -> Iterator[PlannedActivity]:
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
        cycle_end = None if block.is_partial else block.end
        for day in activity.days:
            yield _on_day(planned, activity, block.number, block.start, cycle_end, day, flags)
    # A chosen cycle that the typical dates do not reach is told, never dropped.
    missing = (Flag("cycle-not-reached"),) if planned.end is not None else ()
    for number in sorted(set(chosen) - {block.number for block in blocks}):
        yield PlannedActivity(planned, activity, number, None, None, missing)


def _on_day(
    planned: PlannedPhase, activity: Activity, cycle: int | None, start: dt.date,
    cycle_end: dt.date | None, day: int, flags: tuple[Flag, ...],
) -> PlannedActivity:  # fmt: skip
    date = add(start, day - 1, "days")
    if cycle_end is not None and date >= cycle_end:
        flags = (*flags, Flag("after-cycle"))
    if planned.end is not None and date >= planned.end.typical:
        flags = (*flags, Flag("after-phase"))
    return PlannedActivity(planned, activity, cycle, day, date, flags)


def _with_closed(item: PlannedActivity, closed: ClosedDays) -> PlannedActivity:
    reason = item.date and closed.reason(item.date)
    if not reason:
        return item
    return PlannedActivity(
        item.phase, item.activity, item.cycle, item.day, item.date,
        (*item.flags, Flag("closed", reason)),
    )  # fmt: skip
