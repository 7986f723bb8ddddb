"""Planning: from a pathway and the dates a person knows to a window for every boundary.

Boundaries 0..n of n phases: boundary 0 is the start, n the finish. Intervals are half-open: a
phase ends on the day the next one starts. Three chains run side by side and never mix: shortest
durations give `earliest`, typical ones `typical`, longest ones `latest`. No probability is
invented. Pure: no clock, no files.

A length without a shortest or a longest number adds its typical one to that chain. Without a
longest the window is open: `latest` is no bound. Open travels down the chain to the finish, and
to what is held off an open boundary; a later known date is a bound again. Where a variation says
that dates stop, no boundary from there on is estimated: only what is recorded is dated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import journey
from journey.errors import PlanningError, UnknownPhaseError, shortened
from journey.pathways.activities import NeverError, last_session, sessions
from journey.pathways.durations import Derived
from journey.planning.arithmetic import add
from journey.planning.closed_days import NO_CLOSED_DAYS, ClosedDays
from journey.values import day_problems, label_problems, must_be, must_be_day

if TYPE_CHECKING:
    from journey.pathways.durations import Duration
    from journey.pathways.model import Pathway, Phase

Status = Literal["known", "estimated", "capped", "overtaken"]


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
    is_open: bool = False
    """Whether it may be later than `latest`: some length on the way has no longest number."""


StepKind = Literal["known", "duration", "held", "pushed", "capped", "bounded"]


@dataclass(frozen=True, slots=True)
class Step:
    """One change on the way to a boundary, with the three dates after it.

    `known`: a given date. `duration`: the phase's three lengths added to the boundary it counts
    from. `held`: an end counted from earlier is kept off its own start. `pushed`: not before
    `as_of`. `capped`: not after the next known date. `bounded`: open, so up to that date.
    """

    kind: StepKind
    boundary: int
    """Which boundary it belongs to, from 0."""
    earliest: dt.date
    typical: dt.date
    latest: dt.date
    is_open: bool = False
    """Whether what it leads to may be later than `latest`."""


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase with its two boundaries; `None` is undated, and a normal answer."""

    phase: Phase
    number: int
    """Its place in the pathway, from 1."""
    start: DateWindow | None
    end: DateWindow | None
    """Exclusive: the day the next phase starts."""
    over_by: dt.date | None = None
    """Exclusive: the known date, its own end or a later one, that it is over by; none of its days
    lies on or after it."""

    is_stopped: bool = False
    """Whether a variation took the dates off it: only a recorded boundary is dated, and nothing
    inside it."""
    cycle_dates: tuple[tuple[int, dt.date], ...] = ()
    """The known first days of its cycles, by number, from the second on."""

    @property
    def drawn_until(self) -> dt.date | None:
        """Exclusive: where what happens in it ends, its typical end; without one, `over_by`."""
        return self.over_by if self.end is None else self.end.typical

    @property
    def is_over_known(self) -> bool:
        """Whether the end that it is drawn to is a known date, and no guess."""
        return self.over_by is not None and self.drawn_until == self.over_by

    @property
    def id(self) -> str:
        """The phase's id."""
        return self.phase.id

    @property
    def name(self) -> str:
        """The phase's name."""
        return self.phase.name

    @property
    def is_squeezed(self) -> bool:
        """Whether known dates leave it no day: it stays, and covers none."""
        return bool(self.start and self.end and self.start.typical == self.end.typical)

    def __repr__(self) -> str:
        """Short: by its id and its typical dates."""
        return f"<PlannedPhase {self.id}, {_from_to(self.start, self.end)}>"


@dataclass(frozen=True, slots=True)
class PhasesOn:
    """Which phases a day may belong to."""

    may: tuple[PlannedPhase, ...]
    """Every phase that may cover the day, in order."""
    typical: PlannedPhase | None
    """The one whose typical interval holds the day, if any."""


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A date of the person's own, such as a wedding: laid over the timeline, it moves nothing."""

    label: str
    start: dt.date
    end: dt.date
    """Exclusive: the day after its last one."""

    def __post_init__(self) -> None:
        problems = [
            *label_problems("label", self.label),
            *day_problems("start", self.start),
        ]
        problems += day_problems("end", self.end)
        if not problems and self.end <= self.start:
            problems.append(
                f"end ({self.end}) is not after start ({self.start}); it is the day after the last"
            )
        if problems:
            raise PlanningError([f"own date: {problem}" for problem in problems])


@dataclass(frozen=True, slots=True)
class Timeline:
    """A pathway laid over the calendar; made by `plan`. It holds its phases, in order."""

    pathway: Pathway
    known: tuple[tuple[str, dt.date], ...]
    """The dates that were given, by phase id or `start` or `finish`, in the pathway's order."""
    as_of: dt.date | None
    phases: tuple[PlannedPhase, ...]
    boundaries: tuple[DateWindow | None, ...]
    """Boundary 0 is the start, the last one the finish; `None` is undated."""
    steps: tuple[tuple[Step, ...], ...]
    """For each boundary its own steps, from the boundary that it counts from."""
    own_dates: tuple[OwnDate, ...] = ()
    """The person's own dates, by day."""
    closed: ClosedDays = NO_CLOSED_DAYS
    """When the unit is closed: visits and tests on such days are flagged."""

    def __getitem__(self, phase_id: str) -> PlannedPhase:
        """The phase with this id. Raises UnknownPhaseError, naming the ones there are."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise UnknownPhaseError([phase_id], [p.id for p in self.phases])

    def __iter__(self) -> Iterator[PlannedPhase]:
        """The phases, in order."""
        return iter(self.phases)

    def __len__(self) -> int:
        """How many phases there are."""
        return len(self.phases)

    def __contains__(self, phase: object) -> bool:
        """Whether it has this phase, or one with this id."""
        return any(phase in (planned, planned.id) for planned in self.phases)

    def rows(self) -> list[dict[str, Any]]:
        """A plain dict for each phase, as a table of pandas takes it; `None` is undated.

        `end` dates are exclusive: the day that the next phase starts.
        """
        return [
            {
                "number": planned.number,
                "id": planned.id,
                "name": planned.name,
                **{
                    f"{edge}_{name}": window and getattr(window, name)
                    for edge, window in (("start", planned.start), ("end", planned.end))
                    for name in ("earliest", "typical", "latest", "status", "is_open")
                },
                "moves_finish": self.moves_finish(planned.id),
            }
            for planned in self.phases
        ]

    def activity_rows(self) -> list[dict[str, Any]]:
        """A plain dict for each activity, in the order of `planned_activities`."""
        return [item.row() for item in journey.planned_activities(self)]

    def __repr__(self) -> str:
        """Short: with all that it holds it would fill many screens."""
        return f"<Timeline of {self.pathway.id}, {_from_to(self.start, self.finish)}>"

    def _repr_svg_(self) -> str:
        """The picture, where a notebook shows the value."""
        return journey.to_svg(self)

    @property
    def start(self) -> DateWindow | None:
        """The first boundary: what the pathway's `starts_at` names."""
        return self.boundaries[0]

    @property
    def finish(self) -> DateWindow | None:
        """The last boundary: the day after the last phase."""
        return self.boundaries[-1]

    @property
    def is_dated(self) -> bool:
        """Whether any boundary has a date."""
        return any(self.boundaries)

    def base(self, boundary: int) -> int:
        """The boundary that this one counts from: the one before, or an earlier phase's start."""
        base = self.pathway.phases[boundary - 1].counted_from
        return boundary - 1 if base is None else self[base].number - 1

    def moves_finish(self, phase_id: str) -> bool | None:
        """Whether a longer phase would move the typical finish, or `None` if that is undated.

        False where a known date, or one that caps, stands between; or where the finish counts
        from an earlier phase. Raises UnknownPhaseError.
        """
        own_end = self[phase_id].number
        if self.finish is None:
            return None
        i = len(self.phases)
        while i >= own_end:
            window = self.boundaries[i]
            if window is None or window.status in ("known", "capped"):
                return False
            if i == own_end:
                return True
            i = self.base(i)
        return False

    def on(self, day: dt.date) -> PhasesOn:
        """The phases that may cover the day."""
        must_be_day("day", day)
        return PhasesOn(self.during(day, day), self._typical_on(day))

    def during(self, first: dt.date, last: dt.date) -> tuple[PlannedPhase, ...]:
        """The phases that may cover some day from the first to the last, both included.

        A phase may where its nearest dated boundaries leave room for it; before the first dated
        boundary nothing is claimed, after the last one an undated phase stays open. One whose
        dates leave it no day covers none. An open boundary leaves room for any later day; one whose
        dates a variation took away claims none after the last that is recorded.
        """
        must_be_day("first", first)
        must_be_day("last", last)
        may = []
        low: DateWindow | None = None
        for i, phase in enumerate(self.phases):
            low = self.boundaries[i] or low
            high = next((b for b in self.boundaries[i + 1 :] if b), None)
            if low is None or low.earliest > last or (high is None and phase.is_stopped):
                continue
            if high is None or high.is_open or max(first, low.earliest) < high.latest:
                may.append(phase)
        return tuple(may)

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
    own_dates: Iterable[OwnDate] = (),
    closed: ClosedDays = NO_CLOSED_DAYS,
) -> Timeline:
    """The timeline of a pathway.

    `start` is the first day of what the pathway's `starts_at` names. `known` maps a phase id to
    the first day of that phase, and `finish` to the day after the last one; a known date beats
    every estimate. Without a start, what lies before the first known date is undated; with no
    date at all, everything is. With `as_of`, an estimate after the last known date on or before
    that day is at least that day. `own_dates` and `closed` days are laid over it and move nothing.

    Months and years are calendar arithmetic, one addition a phase, in order: 31 January plus a
    month plus a month is 28 March.

    Raises UnknownPhaseError, and PlanningError for dates that contradict each other (every pair),
    lie before 1900 or after 2200, or run past the calendar's end.
    """
    from journey.pathways.model import Pathway

    must_be("pathway", pathway, Pathway, mend="get one with get_pathway or load_pathway")
    must_be("known", known, Mapping, type(None))
    must_be("own_dates", own_dates, Iterable)
    own_dates = tuple(own_dates)
    for date in own_dates:
        must_be("own_dates: each", date, OwnDate)
    must_be("closed", closed, ClosedDays)
    phases = pathway.phases
    fixed = _fixed(pathway, start, known or {}, as_of)
    stop = _stop(pathway)
    past = max((i for i, day in fixed.items() if as_of and day <= as_of), default=-1)
    place = {phase.id: i for i, phase in enumerate(phases)}

    boundaries: list[DateWindow | None] = []
    steps: list[tuple[Step, ...]] = []
    cap = _next_fixed(fixed, len(phases))
    for i in range(len(phases) + 1):
        own: list[Step] = []
        if i in fixed:
            own.append(Step("known", i, fixed[i], fixed[i], fixed[i]))
        elif 0 < i < stop:
            phase = phases[i - 1]
            base = boundaries[place[phase.counted_from] if phase.counted_from else i - 1]
            if phase.duration is not None and base is not None:
                earlier = boundaries if phase.counted_from else ()
                seen = as_of if i > past else None
                own = _estimate(
                    i, phase, base, earlier=earlier, as_of=seen, limit=cap[i], closed=closed
                )
        steps.append(tuple(own))
        boundaries.append(_window(own))

    names = boundary_names(pathway)
    return Timeline(
        pathway=pathway,
        known=tuple((names[i], fixed[i]) for i in sorted(fixed)),
        as_of=as_of,
        phases=tuple(
            PlannedPhase(
                phase,
                i + 1,
                boundaries[i],
                boundaries[i + 1],
                fixed.get(i + 1, cap[i + 1]),
                is_stopped=i >= stop,
            )
            for i, phase in enumerate(phases)
        ),
        boundaries=tuple(boundaries),
        steps=tuple(steps),
        own_dates=tuple(sorted(own_dates, key=lambda own: (own.start, own.end, own.label))),
        closed=closed,
    )


def shifted(timeline: Timeline, shifts: Mapping[str, dt.timedelta]) -> Timeline:
    """The same plan, but with boundaries so much later (or earlier) than their typical dates.

    A what-if: each shifted boundary becomes a known date, in the order of the pathway, and what
    follows runs on from it. Names are phase ids, `start` and `finish`.

    Raises UnknownPhaseError, and PlanningError for a boundary without a date to shift.
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be("shifts", shifts, Mapping)
    for name, by in shifts.items():
        must_be(f"shifts: {shortened(str(name))}", by, dt.timedelta)
    names = boundary_names(timeline.pathway)
    unknown = [name for name in shifts if name not in (*names, timeline.phases[0].id)]
    if unknown:
        raise UnknownPhaseError(unknown, names)
    by_boundary = {names.index(name) if name in names else 0: by for name, by in shifts.items()}
    known = dict(timeline.known)
    start = known.pop("start", None)
    for i, by in sorted(by_boundary.items()):
        window = timeline.boundaries[i]
        if window is None:
            raise PlanningError([f"{names[i]} has no date to shift; give it one"])
        try:
            day = window.typical + by
        except OverflowError:
            raise PlanningError([f"{names[i]}: the shift runs past the calendar's end"]) from None
        if i == 0:
            start = day
        else:
            known[names[i]] = day
        timeline = plan(
            timeline.pathway, start=start, known=known, as_of=timeline.as_of,
            own_dates=timeline.own_dates, closed=timeline.closed,
        )  # fmt: skip
    return timeline


def _from_to(start: DateWindow | None, end: DateWindow | None) -> str:
    """The typical dates, for a repr."""
    if start is None and end is None:
        return "undated"
    days = ("undated" if b is None else b.typical.isoformat() for b in (start, end))
    return " to ".join(days)


def boundary_names(pathway: Pathway) -> tuple[str, ...]:
    """What each boundary is called: `start`, the phases that begin at the others, `finish`."""
    return ("start", *(phase.id for phase in pathway.phases[1:]), "finish")


def _estimate(
    i: int,
    phase: Phase,
    base: DateWindow,
    *,
    earlier: Sequence[DateWindow | None],
    as_of: dt.date | None,
    limit: dt.date | None,
    closed: ClosedDays,
) -> list[Step]:
    """The steps to an estimated boundary; none where a counted end would precede its start."""
    assert phase.duration is not None  # noqa: S101  the caller has looked
    early, middle, late = _after(base, phase.duration, phase, closed)
    is_open = base.is_open or phase.duration.is_open
    steps = [Step("duration", i, early, middle, late, is_open)]
    own = next((b for b in reversed(earlier) if b), None)
    if own is not None:
        if middle <= own.typical:
            return []
        if early < own.earliest or late < own.latest or (own.is_open and not is_open):
            early, late = max(early, own.earliest), max(late, own.latest)
            is_open = is_open or own.is_open
            steps.append(Step("held", i, early, middle, late, is_open))
    if as_of is not None and early < as_of:
        early, middle, late = as_of, max(middle, as_of), max(late, as_of)
        steps.append(Step("pushed", i, early, middle, late, is_open))
    if limit is not None and limit < late:
        early, middle, late = min(early, limit), min(middle, limit), limit
        steps.append(Step("capped", i, early, middle, late))
    elif limit is not None and is_open:
        steps.append(Step("bounded", i, early, middle, limit))
    return steps


def _window(steps: Sequence[Step]) -> DateWindow | None:
    """The window that the steps lead to, and how sure it is."""
    if not steps:
        return None
    last = steps[-1]
    status: Status = "known" if last.kind == "known" else "estimated"
    for before, after in pairwise(steps):
        if after.kind == "pushed" and after.latest != before.latest:
            status = "overtaken"
        if after.kind == "capped" and after.typical != before.typical:
            status = "capped"
    return DateWindow(last.earliest, last.typical, last.latest, status, last.is_open)


def _after(
    base: DateWindow, duration: Duration, phase: Phase, closed: ClosedDays
) -> tuple[dt.date, dt.date, dt.date]:
    """The three dates a length after a window: numbers added, or sessions counted day by day."""
    unit = duration.unit
    try:
        if isinstance(duration, Derived) and duration.made_of == "sessions":
            days = (base.earliest, base.typical, base.latest)
            early, middle, late = (_after_last_session(phase, day, closed) for day in days)
            return early, middle, late
        return (
            add(base.earliest, duration.least, unit),
            add(base.typical, duration.typical, unit),
            add(base.latest, duration.most, unit),
        )
    except NeverError:
        problem = f'phase "{phase.id}": the unit is closed on each day of its sessions for a year'
        raise PlanningError([f"{problem}; open some days, or choose others"]) from None
    except (OverflowError, ValueError):
        raise PlanningError(
            [f'phase "{phase.id}" runs past the year 9999; shorten its duration']
        ) from None


def _after_last_session(phase: Phase, start: dt.date, closed: ClosedDays) -> dt.date:
    counted = sessions(phase.activities, in_cycles=phase.cycle is not None)
    return last_session(counted, start, phase.first_day, closed.is_closed) + dt.timedelta(days=1)


def _stop(pathway: Pathway) -> int:
    """The first boundary that is dated only where it is recorded; past the finish for none."""
    if pathway.dates_stop is None:
        return len(pathway.phases) + 1
    return boundary_names(pathway).index(pathway.dates_stop)


def _next_fixed(fixed: Mapping[int, dt.date], count: int) -> list[dt.date | None]:
    """For each boundary, the date of the next known one after it."""
    following: list[dt.date | None] = [None] * (count + 1)
    for i in range(count - 1, -1, -1):
        following[i] = fixed.get(i + 1, following[i + 1])
    return following


def _fixed(
    pathway: Pathway,
    start: dt.date | None,
    known: Mapping[str, dt.date],
    as_of: dt.date | None,
) -> dict[int, dt.date]:
    """The known boundaries by number, or every reason why they cannot be."""
    ids = [phase.id for phase in pathway.phases]
    unknown = [name for name in known if name not in (*ids, *pathway.replaced, "finish")]
    if unknown:
        raise UnknownPhaseError(unknown, [*ids, "finish"])

    problems = [
        f'phase "{name}" has a date, but a variation took it away '
        f"({', '.join(pathway.applied)}); leave out the date or the variation"
        for name in known
        if name in pathway.replaced
    ]
    given = [*known.items()]
    for name, day in [("start", start), ("as of", as_of)]:
        if day is not None:
            given.append((name, day))
    for name, day in given:
        problems += day_problems(name, day)
    if problems:
        raise PlanningError(problems)

    fixed = {ids.index(name) if name != "finish" else len(ids): day for name, day in known.items()}
    if start is not None:
        first = fixed.setdefault(0, start)
        if first != start:
            problems.append(
                f"start is {start} but {ids[0]}, which is the start, is {first}; give one of them"
            )
    names = boundary_names(pathway)
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
