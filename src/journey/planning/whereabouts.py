"""Where a day falls: the phases that may cover it, the one before them and the one after.

Silence is not progress. An estimate that has gone by unrecorded ends nothing: the phase before it
may still run, and so may every later one that could have begun.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from journey.errors import PlanningError
from journey.planning.given import boundary_names, in_order
from journey.planning.holds import Hold
from journey.planning.timeline import DateWindow, OwnDate, PlannedPhase, Timeline, room_until
from journey.values import must_be, must_be_day

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What a timeline says of some days, in a row; it says nothing surer than the timeline."""

    timeline: Timeline
    start: dt.date
    end: dt.date
    """Exclusive: the day after the last one asked about."""
    asked: dt.date
    """The day of asking: what was not recorded by then is not known."""
    recorded: tuple[str, dt.date] | None
    """The last date that was given and lies on or before the day of asking: the boundary, by phase
    id or `start` or `finish`, or a cycle such as "abvd.c2", and its day."""
    booked: tuple[str, dt.date] | None
    """The next date that was given, after the day of asking."""
    to_record: str | None
    """The boundary whose date is the next one to write down; `None` if every later one is."""
    is_out_of_date: bool
    """Whether a date that should have come by the day of asking was never recorded."""
    may: tuple[PlannedPhase, ...]
    """The phases that may cover one of the days, in order."""
    typical: PlannedPhase | None
    """The phase whose typical dates hold the first of the days; none where the plan is out of
    date."""
    before: PlannedPhase | None
    """The phase before those, if there is one; nothing is claimed before the first known date."""
    next: PlannedPhase | None
    """The phase after those, if there is one."""
    own_dates: tuple[OwnDate, ...]
    """The person's own dates on these days."""
    hold: Hold | None = None
    """The hold that the first of the days lies in, as far as it is known by the day of asking: one
    that is open then may be over on a later day."""


def where(
    timeline: Timeline,
    day: dt.date,
    *,
    until: dt.date | None = None,
    asked: dt.date | None = None,
) -> Whereabouts:
    """Where a day falls on a timeline, or the days from `day` to `until`, both included.

    `asked` is the day of asking; left out, it is the day asked about. Raises PlanningError if
    `until` is before the day.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> [phase.name for phase in journey.where(timeline, dt.date(2026, 3, 3)).may]
    ['Steroid pre phase']
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be_day("day", day)
    must_be_day("until", until, is_optional=True)
    must_be_day("asked", asked, is_optional=True)
    last = day if until is None else until
    if last < day:
        raise PlanningError([f"until ({last}) is before the day ({day}); swap them"])
    asked = day if asked is None else asked
    unrecorded = first_unrecorded(timeline, asked)
    given = _given(timeline)
    may = _may(timeline, day, last, unrecorded, _bounds(timeline, asked))
    phases = timeline.phases
    if may:
        before, after = may[0].number - 2, may[-1].number
    else:
        before, after = _around(timeline, day)
    while before >= 0 and phases[before].is_skipped:
        before -= 1
    while after < len(phases) and phases[after].is_skipped:
        after += 1
    return Whereabouts(
        timeline=timeline,
        start=day,
        end=min(last, dt.date.max - _DAY) + _DAY,
        asked=asked,
        recorded=next((known for known in reversed(given) if known[1] <= asked), None),
        booked=next((known for known in given if known[1] > asked), None),
        to_record=_to_record(timeline, asked),
        is_out_of_date=unrecorded is not None,
        may=may,
        typical=timeline.on(day).typical if unrecorded is None else None,
        before=phases[before] if before >= 0 else None,
        next=phases[after] if after < len(phases) else None,
        own_dates=tuple(o for o in timeline.own_dates if o.start <= last and day < o.end),
        hold=_hold(timeline, day, asked),
    )


def _hold(timeline: Timeline, day: dt.date, asked: dt.date) -> Hold | None:
    """The hold that a day lies in; an open one is known to last until the day of asking."""
    hold = timeline.hold_on(day)
    return hold if hold is None or not hold.is_open or day <= asked else None


def _bounds(timeline: Timeline, asked: dt.date) -> list[DateWindow | None]:
    """The boundaries; what only comes after an open hold comes after the day of asking."""
    found = timeline.bounds()
    hold = next((h for h in timeline.holds if h.is_open and h.since <= asked), None)
    if hold is not None:
        for i, floor in timeline.waiting:
            if floor >= hold.since:
                day = max(floor, min(asked, dt.date.max - _DAY) + _DAY)
                found[i] = DateWindow(day, day, day, "estimated", is_open=True)
    return found


def first_unrecorded(timeline: Timeline, asked: dt.date) -> int | None:
    """The first boundary after the last recorded one that should have come by a day, even at its
    latest, and was never recorded; `None` if there is none. An open one has no latest.
    """
    after = _after_recorded(timeline, asked)
    if after is None:
        return None
    for i, window in enumerate(timeline.boundaries[after:], start=after):
        is_open = window is None or window.is_open or window.status == "known"
        if window is not None and not is_open and window.latest <= asked:
            return i
    return None


def _after_recorded(timeline: Timeline, asked: dt.date) -> int | None:
    """The boundary after the last one that was given and lies on or before a day."""
    recorded = [
        i
        for i, window in enumerate(timeline.boundaries)
        if window is not None and window.status == "known" and window.typical <= asked
    ]
    # A cycle that is known to have begun shows that its phase has.
    recorded += [
        planned.number - 1
        for planned in timeline.phases
        for day in (*(day for _, day in planned.cycle_dates), *_own_end(planned))
        if day <= asked
    ]
    return max(recorded) + 1 if recorded else None


def _own_end(planned: PlannedPhase) -> tuple[dt.date, ...]:
    """The known end of a phase that a rest follows."""
    return (planned.end.typical,) if planned.end and planned.end.status == "known" else ()


def _given(timeline: Timeline) -> list[tuple[str, dt.date]]:
    """The dates of boundaries and cycles that were given, in the order of the pathway."""
    cycles = [
        (f"{planned.id}.c{number}", day)
        for planned in timeline.phases
        for number, day in planned.cycle_dates
    ]
    ends = [(name, day) for name, day in timeline.inside if name.endswith(".end")]
    ends += [(f"{stop.phase}.end", stop.end) for stop in timeline.stops]
    dates = dict([*timeline.known, *cycles, *ends])
    return [(name, dates[name]) for name in in_order(dates, timeline.pathway)]


def _to_record(timeline: Timeline, asked: dt.date) -> str | None:
    names = boundary_names(timeline.pathway)
    for i in range(_after_recorded(timeline, asked) or 0, len(names)):
        window = timeline.boundaries[i]
        if i < len(timeline.phases) and timeline.phases[i].is_skipped:
            continue
        if window is None or window.status != "known":
            return names[i]
    return None


def _may(
    timeline: Timeline, first: dt.date, last: dt.date, unrecorded: int | None,
    bounds: Sequence[DateWindow | None],
) -> tuple[PlannedPhase, ...]:  # fmt: skip
    """The phases that may cover some day from the first to the last.

    As `Timeline.during` has them, but from the first unrecorded boundary on, only a date that was
    given ends a phase; and while treatment stands still, nothing begins.
    """
    if unrecorded is None and not timeline.waiting:
        return timeline.during(first, last)
    until = len(bounds) if unrecorded is None else unrecorded
    may = []
    low: DateWindow | None = None
    for i, phase in enumerate(timeline.phases):
        low = bounds[i] or low
        high = next(
            (
                window
                for j, window in enumerate(bounds[i + 1 :], start=i + 1)
                if window and (j < until or window.status == "known")
            ),
            None,
        )
        if _own_end(phase) or (unrecorded is None and phase.end):
            high = phase.end
        if low is None or low.earliest > last or (high is None and phase.is_stopped):
            continue
        if phase.is_skipped:
            continue
        if high is None or high.is_open or max(first, low.earliest) < room_until(high):
            may.append(phase)
    return tuple(may)


def _around(timeline: Timeline, day: dt.date) -> tuple[int, int]:
    """The places of the phases before and after a day that none may cover; -1 before none.

    Such a day lies before the first date, where nothing is claimed, or after the last one. Where
    a variation ends the dates, nobody can say which part is near.
    """
    count = len(timeline.phases)
    dated = [(i, window) for i, window in enumerate(timeline.boundaries) if window]
    if not dated:
        return -1, count
    first, window = dated[0]
    if day < window.earliest:
        return -1, first
    if timeline.stops and timeline.phases[-1].is_stopped:
        # After a part that was stopped, nobody can say which comes.
        last = [i for i, p in enumerate(timeline.phases) if p.id == timeline.stops[-1].phase]
        return last[0], count
    # In a rest between two phases: the one before is over, and the next has not begun.
    following = (i for i, window in dated[:-1] if i > 0 and day < window.earliest)
    after = next(following, count)
    if after < count:
        return after - 1, after
    return (count - 1 if timeline.pathway.dates_stop is None else -1), count
