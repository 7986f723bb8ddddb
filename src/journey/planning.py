"""Planning: from a pathway and the dates a person knows to a window for every boundary.

Boundaries 0..n of n phases: boundary 0 is the start, n the finish. Intervals are half-open: a
phase ends on the day the next one starts. Three chains run side by side and never mix: shortest
durations give `earliest`, typical ones `typical`, longest ones `latest`. No probability is
invented. Pure: no clock, no files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from journey.durations import add
from journey.errors import PlanningError, UnknownPhaseError, shortened

if TYPE_CHECKING:
    from journey.pathway import Duration, Pathway, Phase

Status = Literal["known", "estimated", "capped", "overtaken"]

FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2200, 12, 31)
"""Dates that people give lie between these; what is planned from them may run later."""


@dataclass(frozen=True, slots=True)
class DateWindow:
    """When a boundary may fall: earliest <= typical <= latest.

    `status` is `known` (given), `estimated`, `capped` (a later known date leaves no more time) or
    `overtaken` (it should have happened by `as_of`, and nobody recorded it).
    """

    earliest: dt.date
    typical: dt.date
    latest: dt.date
    status: Status


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase with its two boundaries; `None` is undated, and a normal answer."""

    phase: Phase
    number: int
    """Its place in the pathway, from 1."""
    start: DateWindow | None
    end: DateWindow | None
    """Exclusive: the day the next phase starts."""

    @property
    def id(self) -> str:
        """The phase's id."""
        return self.phase.id

    @property
    def name(self) -> str:
        """The phase's name."""
        return self.phase.name


@dataclass(frozen=True, slots=True)
class PhasesOn:
    """Which phases a day may belong to."""

    may: tuple[PlannedPhase, ...]
    """Every phase that may cover the day, in order."""
    typical: PlannedPhase | None
    """The one whose typical interval holds the day, if any."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A pathway laid over the calendar; made by `plan`."""

    pathway: Pathway
    known: tuple[tuple[str, dt.date], ...]
    """The dates that were given, by phase id or `start` or `finish`, in the pathway's order."""
    as_of: dt.date | None
    phases: tuple[PlannedPhase, ...]
    _boundaries: tuple[DateWindow | None, ...]

    def __getitem__(self, phase_id: str) -> PlannedPhase:
        """The phase with this id. Raises UnknownPhaseError, naming the ones there are."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise UnknownPhaseError([phase_id], [p.id for p in self.phases])

    @property
    def start(self) -> DateWindow | None:
        """The first boundary: what the pathway's `starts_at` names."""
        return self._boundaries[0]

    @property
    def finish(self) -> DateWindow | None:
        """The last boundary: the day after the last phase."""
        return self._boundaries[-1]

    @property
    def is_dated(self) -> bool:
        """Whether any boundary has a date."""
        return any(self._boundaries)

    def on(self, day: dt.date) -> PhasesOn:
        """The phases that may cover the day.

        A phase may where its nearest dated boundaries leave room for it; before the first dated
        boundary nothing is claimed, after the last one an undated phase stays open.
        """
        may = []
        low: DateWindow | None = None
        for i, phase in enumerate(self.phases):
            low = self._boundaries[i] or low
            high = next((b for b in self._boundaries[i + 1 :] if b), None)
            if low and low.earliest <= day and (high is None or day < high.latest):
                may.append(phase)
        return PhasesOn(tuple(may), self._typical_on(day))

    def _typical_on(self, day: dt.date) -> PlannedPhase | None:
        for i, phase in enumerate(self.phases):
            start, end = phase.start, phase.end
            if start and end and start.typical <= day < end.typical:
                if start.status == "overtaken" and day == start.typical and i > 0:
                    # Nobody recorded that it began: the phase before is the best guess today.
                    return self.phases[i - 1]
                return phase
        return None


def plan(
    pathway: Pathway,
    *,
    start: dt.date | None = None,
    known: Mapping[str, dt.date] | None = None,
    as_of: dt.date | None = None,
) -> Timeline:
    """The timeline of a pathway.

    `start` is the first day of what the pathway's `starts_at` names. `known` maps a phase id to
    the first day of that phase, and `finish` to the day after the last one; a known date beats
    every estimate. Without a start, what lies before the first known date is undated; with no
    date at all, everything is. With `as_of`, an estimate after the last known date on or before
    that day is at least that day.

    Months and years are calendar arithmetic, one addition a phase, in order: 31 January plus a
    month plus a month is 28 March.

    Raises UnknownPhaseError, and PlanningError for dates that contradict each other (every pair),
    lie before 1900 or after 2200, or run past the calendar's end.
    """
    phases = pathway.phases
    fixed = _fixed(pathway, start, known or {}, as_of)
    past = max((i for i, day in fixed.items() if as_of and day <= as_of), default=-1)
    place = {phase.id: i for i, phase in enumerate(phases)}

    boundaries: list[DateWindow | None] = [_known(fixed[0]) if 0 in fixed else None]
    cap = _next_fixed(fixed, len(phases))
    for i, phase in enumerate(phases, start=1):
        if i in fixed:
            boundaries.append(_known(fixed[i]))
            continue
        base = boundaries[place[phase.counted_from] if phase.counted_from else i - 1]
        if phase.duration is None or base is None:
            boundaries.append(None)
            continue
        early, middle, late = _after(base, phase.duration, phase)
        if phase.counted_from:
            own = next((b for b in reversed(boundaries) if b), None)
            if own is not None:
                if middle <= own.typical:
                    boundaries.append(None)
                    continue
                early, middle = max(early, own.earliest), max(middle, own.typical)
                late = max(late, own.latest)
        status: Status = "estimated"
        if as_of is not None and i > past:
            if late < as_of:
                status = "overtaken"
            early, middle, late = max(early, as_of), max(middle, as_of), max(late, as_of)
        limit = cap[i]
        if limit is not None:
            if limit < middle:
                status = "capped"
            early, middle, late = min(early, limit), min(middle, limit), min(late, limit)
        boundaries.append(DateWindow(early, middle, late, status))

    return Timeline(
        pathway=pathway,
        known=tuple((_boundary_name(pathway, i), fixed[i]) for i in sorted(fixed)),
        as_of=as_of,
        phases=tuple(
            PlannedPhase(phase, i + 1, boundaries[i], boundaries[i + 1])
            for i, phase in enumerate(phases)
        ),
        _boundaries=tuple(boundaries),
    )


def _known(day: dt.date) -> DateWindow:
    return DateWindow(day, day, day, "known")


def _after(base: DateWindow, duration: Duration, phase: Phase) -> tuple[dt.date, dt.date, dt.date]:
    unit = duration.unit
    try:
        return (
            add(base.earliest, duration.shortest, unit),
            add(base.typical, duration.typical, unit),
            add(base.latest, duration.longest, unit),
        )
    except (OverflowError, ValueError):
        raise PlanningError(
            [f'phase "{phase.id}" runs past the year 9999; shorten its duration']
        ) from None


def _next_fixed(fixed: Mapping[int, dt.date], count: int) -> list[dt.date | None]:
    """For each boundary, the date of the next known one after it."""
    following: list[dt.date | None] = [None] * (count + 1)
    for i in range(count - 1, -1, -1):
        following[i] = fixed.get(i + 1, following[i + 1])
    return following


def _boundary_name(pathway: Pathway, i: int) -> str:
    if i == len(pathway.phases):
        return "finish"
    return "start" if i == 0 else pathway.phases[i].id


def _fixed(
    pathway: Pathway,
    start: dt.date | None,
    known: Mapping[str, dt.date],
    as_of: dt.date | None,
) -> dict[int, dt.date]:
    """The known boundaries by number, or every reason why they cannot be."""
    ids = [phase.id for phase in pathway.phases]
    unknown = [name for name in known if name not in ids and name != "finish"]
    if unknown:
        raise UnknownPhaseError(unknown, [*ids, "finish"])

    problems: list[str] = []
    given = [*known.items()]
    for name, day in [("start", start), ("as of", as_of)]:
        if day is not None:
            given.append((name, day))
    for name, day in given:
        problems += _day_problems(name, day)
    if problems:
        raise PlanningError(problems)

    fixed = {ids.index(name) if name != "finish" else len(ids): day for name, day in known.items()}
    if start is not None:
        first = fixed.setdefault(0, start)
        if first != start:
            problems.append(
                f"start is {start} but {ids[0]}, which is the start, is {first}; give one of them"
            )
    names = {i: "start" if i == 0 else _boundary_name(pathway, i) for i in fixed}
    order = sorted(fixed)
    for n, i in enumerate(order):
        for j in order[n + 1 :]:
            if fixed[i] > fixed[j]:
                problems.append(
                    f"{names[i]} ({fixed[i]}) is after {names[j]} ({fixed[j]}), "
                    f"which comes later on the pathway; correct one of them"
                )
    if problems:
        raise PlanningError(problems)
    return fixed


def _day_problems(name: str, day: object) -> list[str]:
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        return [f"{shortened(name)}: should be a datetime.date, not {type(day).__name__}"]
    if day < FIRST_DAY:
        return [f"{shortened(name)}: {day} is before {FIRST_DAY.year}; check the year"]
    if day > LAST_DAY:
        return [f"{shortened(name)}: {day} is after {LAST_DAY.year}; check the year"]
    return []
