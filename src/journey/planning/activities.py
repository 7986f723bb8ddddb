"""Activities, day by day, from a phase's typical dates.

A phase's cycles run from its typical start to its typical end. Nothing is drawn on or after that
end, nor in the tail to the latest one: what does not fit is said once, and not at all where the end
is known. Dates are half-open as everywhere: a cycle ends on the day the next one starts. Nothing is
moved off a closed day; it is flagged, with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from journey.errors import NeverError, PlanningError
from journey.planning.arithmetic import add
from journey.planning.closed_days import NO_CLOSED_DAYS, ClosedDays
from journey.planning.cycles import MOST_PLANNED, PlannedCycle, cycles
from journey.planning.holds import put_off
from journey.planning.timeline import DateWindow
from journey.values import must_be

if TYPE_CHECKING:
    from journey.pathways.activities import Activity
    from journey.planning.given import Visit
    from journey.planning.timeline import PlannedPhase, Timeline

FlagKind = Literal[
    "partial-cycle", "after-cycle", "after-phase", "cycle-not-reached", "repeats", "no-length",
    "no-such-day", "missed", "done", "closed", "on-hold",
]  # fmt: skip

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know about a date.

    `partial-cycle`: the phase ends before this cycle does. `after-cycle`: the day lies past the end
    of its cycle. `after-phase`: stands once, without a date, for the days that the phase has no
    room for unless it runs longer. `cycle-not-reached`: the phase ends before this cycle begins.
    `repeats`: the phase has no end date, so only its first cycle is drawn. `no-length`: known dates
    leave the phase no day. `no-such-day`: none of its days is a day of the week that it is for.
    `missed`, `done`: the person wrote so down. `closed`: the unit is closed, and `reason` says why.
    `on-hold`: treatment stands still, so it has no date.
    """

    kind: FlagKind
    reason: str = ""


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
    month: int | None = None
    """How many months after the start of its cycle or phase, where it counts in months."""
    block: PlannedCycle | None = None
    """Its cycle, where it has a date in one."""
    is_known: bool = False
    """Whether its own date was given."""
    turn: int | None = None
    """Which of them it is in its cycle or phase, from 1, where it is on days of the week."""

    def row(self) -> dict[str, Any]:
        """A plain dict, for a table: `date` is its day, `first` and `last` its window."""
        return {
            "phase": self.phase.id,
            "id": self.activity.id,
            "name": self.activity.name,
            "kind": self.activity.kind,
            "label": self.label,
            "cycle": self.cycle,
            "day": self.day,
            "date": self.date,
            "first": self.first,
            "last": self.last,
            "flags": ", ".join(flag.kind for flag in self.flags),
        }

    @property
    def label(self) -> str:
        """Its place in the field's short form: C3D8, or D15 in a phase without cycles; M6 after
        six months.
        """
        cycle = f"C{self.cycle}" if self.cycle is not None else ""
        if self.month is not None:
            return f"{cycle}M{self.month}"
        return f"{cycle}D{self.day}" if self.day is not None else cycle

    @property
    def first(self) -> dt.date | None:
        """The first day of its window."""
        window = None if self.is_known else self.activity.window
        return self.date and (self.date - dt.timedelta(days=window.before) if window else self.date)

    @property
    def last(self) -> dt.date | None:
        """The last day of its window, inclusive; before the phase is known to be over."""
        window = self.activity.window
        if self.date is None or window is None or self.is_known:
            return self.date
        return self._before_over(self.date + dt.timedelta(days=window.after))

    @property
    def words_window(self) -> DateWindow | None:
        """When it may be, as unsure as the phase that it counts from: for words, not for a plan."""
        if self.date is None or self.first is None or self.last is None:
            return None
        if self.is_known:
            return DateWindow(self.date, self.date, self.date, "known")
        is_at_end = self.activity.at == "end" and self.activity.of == "phase"
        base = self.phase.end if is_at_end else self.phase.start
        if self.block is not None:
            base = self.block.window
        if base is None:
            return None
        sooner, later = base.typical - base.earliest, base.latest - base.typical
        last = self._before_over(self.last + later)
        return DateWindow(self.first - sooner, self.date, last, "estimated", base.is_open)

    def _before_over(self, day: dt.date) -> dt.date:
        over = self.phase.over_by
        return day if over is None else min(day, over - _DAY)


def planned_activities(timeline: Timeline) -> tuple[PlannedActivity, ...]:
    """Every activity of every phase: by date within a phase, the undated ones last.

    >>> pathway = journey.load_pathway("examples/harbour-fever.toml")
    >>> timeline = journey.plan(pathway, start=dt.date(2026, 3, 2))
    >>> first = journey.planned_activities(timeline)[0]
    >>> first.activity.name
    'A nurse visits'
    """
    from journey.planning.timeline import Timeline

    must_be("timeline", timeline, Timeline, mend="make one with plan")
    return tuple(
        item
        for planned in (*timeline.phases, *timeline.lanes)
        for item in phase_activities(planned, closed=timeline.closed)
    )


def phase_activities(
    planned: PlannedPhase, *, closed: ClosedDays = NO_CLOSED_DAYS
) -> tuple[PlannedActivity, ...]:
    """Every activity of a phase: by date, the undated ones last."""
    if not planned.phase.activities:
        return ()
    blocks = cycles(planned)
    found: list[PlannedActivity] = []
    for activity in planned.phase.activities:
        for item in _placed(planned, activity, blocks, closed):
            if len(found) == MOST_PLANNED:
                raise PlanningError([
                    f'phase "{planned.id}" has more than {MOST_PLANNED:,} activities; '
                    "plan fewer days, or shorten it"
                ])  # fmt: skip
            found.append(item)
    if planned.visits:
        found = list(_as_given(planned, found))
    found.sort(key=lambda item: item.date or dt.date.max)
    return tuple(_with_closed(item, closed) for item in found) if closed else tuple(found)


def _as_given(planned: PlannedPhase, found: Sequence[PlannedActivity]) -> Iterator[PlannedActivity]:
    """The same with what is known of each visit: its own date, or that it was missed or done."""
    left = list(planned.visits)
    for item in found:
        visit = next((v for v in left if is_of(v, item)), None)
        if visit is not None:
            left.remove(visit)
        yield item if visit is None else _marked(item, visit)
    for visit in left:  # one that the typical dates leave no room for has its own
        activity = next(a for a in planned.phase.activities if a.id == visit.activity)
        if visit.date is not None:
            item = PlannedActivity(planned, activity, visit.cycle, visit.day, None, ())
            yield _marked(item, visit)


def is_of(visit: Visit, item: PlannedActivity) -> bool:
    """Whether a name that was given is that of this one."""
    return (
        visit.activity == item.activity.id
        and visit.cycle == item.cycle
        and (visit.day is None or visit.day == item.day)
        and not (item.date is None and visit.date is None)
    )


def _marked(item: PlannedActivity, visit: Visit) -> PlannedActivity:
    flags = item.flags if visit.mark is None else (*item.flags, Flag(visit.mark))
    if visit.date is None:
        return replace(item, flags=flags)
    flags = tuple(f for f in flags if f.kind in ("missed", "done"))
    return replace(item, date=visit.date, flags=flags, is_known=True)


def _placed(
    planned: PlannedPhase, activity: Activity, blocks: Sequence[PlannedCycle], closed: ClosedDays
) -> Iterator[PlannedActivity]:
    if planned.is_squeezed:
        yield PlannedActivity(planned, activity, None, None, None, (Flag("no-length"),))
    elif not activity.is_dated or (activity.of == "cycle" and planned.phase.cycle is None):
        yield PlannedActivity(planned, activity, None, None, None, ())
    elif activity.at and activity.of == "phase":
        start, end = planned.start, planned.end
        if activity.at == "start":
            date = start.typical if start else None
        else:
            date = end.typical - _DAY if end else None
        yield PlannedActivity(planned, activity, None, None, date, ())
    elif planned.is_stopped or (planned.start is None and not blocks):
        yield PlannedActivity(planned, activity, None, None, None, ())
    else:
        is_any = planned.is_over_known or not activity.on
        try:
            dated = _stood_still(planned, _dated(planned, activity, blocks, closed))
            for item in _before_the_end(planned, dated):
                is_any = True
                yield item
            if not is_any:
                flags = (Flag("no-such-day"),)
                yield PlannedActivity(planned, activity, None, None, None, flags)
        except NeverError:
            raise PlanningError([
                f'phase "{planned.id}": activity "{activity.id}": the unit is closed on each of '
                "its days for a year; open some, or choose other days"
            ]) from None  # fmt: skip


def _stood_still(
    planned: PlannedPhase, found: Iterable[PlannedActivity]
) -> Iterator[PlannedActivity]:
    """Each put off by the days on which treatment stood still; in an open hold undated, said once.

    Days of the week stay what they are: those that lie in a hold fall away.
    """
    if not planned.holds:
        yield from found
        return
    is_said = False
    for item in found:
        base = planned.start.typical if planned.start else None
        if item.block is not None:
            base = item.block.start
        if item.date is None or base is None or item.activity.at is not None:
            yield item
            continue
        date = put_off(item.date, base, planned.holds)
        if item.activity.on:
            hold = next((hold for hold in planned.holds if hold.has(item.date)), None)
            if hold is not None and not hold.is_open:
                continue
            date = item.date if hold is None else None
        if date is not None:
            yield replace(item, date=date)
        elif not is_said:
            is_said = True
            flags = (Flag("on-hold"),)
            yield PlannedActivity(planned, item.activity, item.cycle, None, None, flags)


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
    planned: PlannedPhase, activity: Activity, blocks: Sequence[PlannedCycle], closed: ClosedDays
) -> Iterator[PlannedActivity]:
    flags: tuple[Flag, ...]
    repeats = (Flag("repeats"),) if planned.end is None else ()
    if planned.phase.cycle is None or activity.of == "phase":
        if planned.start is None:
            yield PlannedActivity(planned, activity, None, None, None, ())
            return
        until, flags = planned.drawn_until, ()
        if activity.is_open and planned.end is None:  # it goes on for nobody knows how long
            flags = repeats
        days = _days(planned, activity, planned.start.typical, until, closed, activity.every)
        for turn, (number, month, date) in enumerate(islice(days, 1) if flags else days, start=1):
            own = turn if activity.on else None
            yield PlannedActivity(planned, activity, None, number, date, flags, month, turn=own)
        return
    chosen = _chosen(activity, blocks)
    for block in blocks:
        if chosen is not None and block.number not in chosen:
            continue
        flags = (Flag("partial-cycle"),) if block.is_partial else repeats
        if activity.at is not None:
            date = block.start if activity.at == "start" else block.end - _DAY
            day = (date - block.start).days + planned.phase.first_day
            yield PlannedActivity(planned, activity, block.number, day, date, flags, None, block)
            continue
        days = _days(planned, activity, block.start, block.end, closed, None)
        for turn, (number, month, date) in enumerate(days, start=1):
            is_late = date >= block.end and not block.is_partial
            if is_late and block.is_followed:
                continue  # the next cycle is known to have begun
            own_flags = (*flags, Flag("after-cycle")) if is_late else flags
            yield PlannedActivity(
                planned, activity, block.number, number, date, own_flags, month, block,
                turn=turn if activity.on else None,
            )  # fmt: skip
    if planned.is_over_known or chosen is None:
        return
    # A chosen cycle that the typical dates do not reach is told, never dropped.
    missing = (Flag("cycle-not-reached"),) if planned.end is not None else ()
    last = max((block.number for block in blocks), default=0)
    for number in sorted(n for n in set(activity.cycles) & chosen if n > last):
        yield PlannedActivity(planned, activity, number, None, None, missing)


def _chosen(activity: Activity, blocks: Sequence[PlannedCycle]) -> frozenset[int] | None:
    """The numbers of the cycles that an activity is in; `None` is every one."""
    if not activity.cycles and not activity.every:
        return None
    numbers = activity.cycles or range(1, 1 + max((block.number for block in blocks), default=0))
    return frozenset(numbers[:: activity.every or 1])


def _days(
    planned: PlannedPhase, activity: Activity, start: dt.date, until: dt.date | None,
    closed: ClosedDays, every: int | None,
) -> Iterator[tuple[int | None, int | None, dt.date]]:  # fmt: skip
    """Each day of an activity from a start: its number, or how many months later, and its date.

    What goes on without a count stops at `until`.
    """
    if activity.months:
        for month in activity.months[:: every or 1]:
            yield None, month, add(start, month, "months")
        return
    first = planned.phase.first_day
    if not activity.on and not activity.count and not every:
        for number in activity.days:
            yield number, None, start + dt.timedelta(days=number - first)
        return
    for number, date in activity.occurrences(start, first, closed.is_closed, every=every or 1):
        if activity.is_open and until is not None and date >= until:
            return
        yield number, None, date


def _with_closed(item: PlannedActivity, closed: ClosedDays) -> PlannedActivity:
    reason = item.date and closed.reason(item.date)
    if not reason:
        return item
    return replace(item, flags=(*item.flags, Flag("closed", reason)))
