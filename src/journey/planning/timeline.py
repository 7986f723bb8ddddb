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
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import journey
from journey.errors import NeverError, PlanningError, UnknownPhaseError
from journey.planning.arithmetic import add
from journey.planning.closed_days import NO_CLOSED_DAYS, ClosedDays
from journey.planning.given import Given, Mark, Visit, boundary_names, given
from journey.planning.holds import Hold, Past, Stop, hold_problems, in_order
from journey.values import (
    FIRST_DAY,
    day_problems,
    label_problems,
    must_be,
    must_be_day,
    must_be_names,
)

if TYPE_CHECKING:
    from journey.pathways.durations import Duration, Unit
    from journey.pathways.model import Pathway, Phase

Status = Literal["known", "estimated", "capped", "overtaken", "not-before"]

_DAY = dt.timedelta(days=1)
UNRECORDED = ("overtaken", "not-before")
"""What moves with the day it is seen from."""


@dataclass(frozen=True, slots=True)
class DateWindow:
    """When a boundary may fall: earliest <= typical <= latest.

    `status` is `known` (given), `estimated`, `capped` (a later known date leaves no more time),
    `overtaken` (it should have happened by `as_of`, and nobody recorded it) or `not-before` (it
    counts from such a one, so only its earliest date says something).
    """

    earliest: dt.date
    typical: dt.date
    latest: dt.date
    status: Status
    is_open: bool = False
    """Whether it may be later than `latest`: some length on the way has no longest number."""


StepKind = Literal[
    "known", "duration", "back", "gap", "hold", "skipped", "joined", "held", "pushed", "capped",
    "bounded", "cycles", "visit",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One change on the way to a boundary, with the three dates after it.

    `known`: a given date. `duration`: the phase's three lengths added to the boundary it counts
    from. `back`: they are taken off the start of a later phase. `joined`: the last of several ends.
    `gap`: a rest after them. `hold`: treatment stood still, and a length that spans it ends so much
    later. `skipped`: the phase was left out, and ends as it begins. `held`: an end counted from
    earlier is kept off its own start, and any end off what is known to lie in the phase. `pushed`:
    not before `as_of`. `capped`: not after the next known date. `bounded`: open, so up to that
    date. Inside a phase, `cycles`: the ones before a cycle; `visit`: its own day, and its window.
    """

    kind: StepKind
    boundary: int
    """Which boundary it belongs to, from 0."""
    earliest: dt.date
    typical: dt.date
    latest: dt.date
    is_open: bool = False
    """Whether what it leads to may be later than `latest`."""
    part: int | None = None
    """The place, from 0, of the phase whose lengths count, where it is not the one that ends."""
    of: str = ""
    """What was given a date, where it is no boundary: a cycle, or an end before a rest."""
    hold: Hold | None = None
    """Which days were lost, for a `hold`."""


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
    visits: tuple[Visit, ...] = ()
    """What is known of its visits."""
    holds: tuple[Hold, ...] = ()
    """The days on which treatment stood still: what is counted in it stands still with it."""
    start_after: dt.date | None = None
    end_after: dt.date | None = None
    """What an undated start, or end, is not before, where an open hold leaves it without a date."""
    is_skipped: bool = False
    """Whether it was left out: it stays, covers no day, and moves nothing."""

    @property
    def drawn_until(self) -> dt.date | None:
        """Exclusive: where what happens in it ends, its typical end; without one, `over_by`."""
        return self.over_by if self.end is None else self.end.typical

    @property
    def waits(self) -> bool:
        """Whether an open hold leaves its start or its end without a date."""
        return self.start_after is not None or self.end_after is not None

    @property
    def is_over_known(self) -> bool:
        """Whether the end that it is drawn to is a known date, and no guess."""
        return self.over_by is not None and self.drawn_until == self.over_by

    @property
    def id(self) -> str:
        """The phase's id."""
        return self.phase.id

    @property
    def key(self) -> str:
        """What it is called where ids of phases and lanes meet."""
        return self.phase.id

    @property
    def name(self) -> str:
        """The phase's name."""
        return self.phase.name

    @property
    def is_squeezed(self) -> bool:
        """Whether known dates leave it no day, or it was left out: it stays, and covers none."""
        is_empty = bool(self.start and self.end and self.start.typical == self.end.typical)
        return self.is_skipped or is_empty

    def __repr__(self) -> str:
        """Short: by its id and its typical dates."""
        return f"<PlannedPhase {self.id}, {_from_to(self.start, self.end)}>"


@dataclass(frozen=True, slots=True)
class PlannedLane(PlannedPhase):
    """A lane with dates of its own: a phase in all but that it moves nothing.

    Its number follows those of the phases.
    """

    @property
    def key(self) -> str:
        """What it is called where ids of phases and lanes meet."""
        return f"lane.{self.phase.id}"


@dataclass(frozen=True, slots=True)
class PhasesOn:
    """Which phases a day may belong to."""

    may: tuple[PlannedPhase, ...]
    """Every phase that may cover the day, in order."""
    typical: PlannedPhase | None
    """The one whose typical interval holds the day, if any; where two run at the same time, the
    first of them."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a date of the person's own comes again, and which of its turns one is."""

    every: int
    """So many units after the turn before it."""
    unit: Unit
    count: int
    """How many turns there are in all."""
    turn: int = 1
    """Which of them this is, from 1."""


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A date of the person's own, such as a wedding: laid over the timeline, it moves nothing."""

    label: str
    start: dt.date
    end: dt.date
    """Exclusive: the day after its last one."""
    id: str | None = None
    """What calendars know it by; without one it goes by its label."""
    repeat: Repeat | None = None
    """Where it is one turn of a date that comes again."""
    at: str | None = None
    """Its time, as it was written down, such as "14:30"; it moves nothing."""
    is_taken_off: bool = False
    """Whether the calendar that it was imported from has it no more."""

    def __post_init__(self) -> None:
        must_be("own date: repeat", self.repeat, Repeat, type(None))
        must_be("own date: is_taken_off", self.is_taken_off, bool)
        problems = [
            *label_problems("label", self.label),
            *([] if self.id is None else label_problems("id", self.id)),
            *([] if self.at is None else label_problems("at", self.at)),
            *day_problems("start", self.start),
        ]
        problems += day_problems("end", self.end)
        if not problems and self.end <= self.start:
            problems.append(
                f"end ({self.end}) is not after start ({self.start}); it is the day after the last"
            )
        if problems:
            raise PlanningError([f"own date: {problem}" for problem in problems])


def in_turns(own_dates: Iterable[OwnDate]) -> list[tuple[OwnDate, ...]]:
    """Own dates in order, the turns of one that repeats together, where its first one stands."""
    found: dict[object, list[OwnDate]] = {}
    for i, own in enumerate(own_dates):
        key = i if own.repeat is None else (own.id, own.label, own.repeat.every, own.repeat.unit)
        found.setdefault(key, []).append(own)
    return [tuple(turns) for turns in found.values()]


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
    bases: tuple[int, ...] = ()
    """For each boundary the one that it counts from."""
    ends: tuple[tuple[int, tuple[Step, ...], int], ...] = ()
    """Of each phase whose end is no boundary, its place, the steps to its end, and the boundary
    that this counts from."""
    inside: tuple[tuple[str, dt.date], ...] = ()
    """The dates that were given for cycles, visits, and ends before a rest, by name."""
    marks: tuple[tuple[str, Mark], ...] = ()
    """Which visits were missed or done, by name."""
    lanes: tuple[PlannedLane, ...] = ()
    """The lanes that have dates of their own; they move nothing."""
    own_dates: tuple[OwnDate, ...] = ()
    """The person's own dates, by day."""
    closed: ClosedDays = NO_CLOSED_DAYS
    """When the unit is closed: visits and tests on such days are flagged."""
    holds: tuple[Hold, ...] = ()
    """The days on which treatment stood still, by their first."""
    stops: tuple[Stop, ...] = ()
    """The phases that were stopped early, in order."""
    waiting: tuple[tuple[int, dt.date], ...] = ()
    """The boundaries that an open hold leaves undated, and the day that each is not before."""
    past: tuple[Past, ...] = ()
    """The roads that were followed before this one, first to last; they move nothing."""

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
        """The boundary that this one counts from: the one before, say, or a phase's start."""
        return self.bases[boundary]

    def moves_finish(self, phase_id: str) -> bool | None:
        """Whether a longer phase would move the typical finish, or `None` if that is undated.

        False where a known date, or one that caps, stands between; or where the finish counts
        from an earlier phase. Raises UnknownPhaseError.
        """
        place = self[phase_id].number - 1
        if self.finish is None:
            return None
        i = len(self.phases)
        while i > 0:
            window = self.boundaries[i]
            if window is None or window.status in ("known", "capped"):
                return False
            if ending(self.steps[i], i) == place:
                return True
            if self.steps[i][0].kind in ("known", "back"):
                return False
            i = self.base(i)
        return False

    def on(self, day: dt.date) -> PhasesOn:
        """The phases that may cover the day."""
        must_be_day("day", day)
        may = self.during(day, day)
        return PhasesOn(may, self._typical_on(day, may))

    def during(self, first: dt.date, last: dt.date) -> tuple[PlannedPhase, ...]:
        """The phases that may cover some day from the first to the last, both included.

        A phase may where its nearest dated boundaries leave room for it; before the first dated
        boundary nothing is claimed, after the last one an undated phase stays open. One whose
        dates leave it no day covers none. An open boundary leaves room for any later day, and one
        that nobody recorded for the day it is seen from; one whose dates a variation took away
        claims none after the last that is recorded.
        """
        must_be_day("first", first)
        must_be_day("last", last)
        may = []
        low: DateWindow | None = None
        bounds = self.bounds()
        for i, phase in enumerate(self.phases):
            low = bounds[i] or low
            high = phase.end or next((b for b in bounds[i + 1 :] if b), None)
            if low is None or low.earliest > last or (high is None and phase.is_stopped):
                continue
            if phase.is_skipped:
                continue
            if high is None or high.is_open or max(first, low.earliest) < room_until(high):
                may.append(phase)
        return tuple(may)

    def bounds(self) -> list[DateWindow | None]:
        """The boundaries; one that an open hold leaves undated is open from its first day on."""
        found = list(self.boundaries)
        for i, day in self.waiting:
            found[i] = DateWindow(day, day, day, "estimated", is_open=True)
        return found

    def hold_on(self, day: dt.date) -> Hold | None:
        """The hold that a day lies in, if any."""
        return next((hold for hold in self.holds if hold.has(day)), None)

    def _typical_on(self, day: dt.date, may: tuple[PlannedPhase, ...]) -> PlannedPhase | None:
        for i, phase in enumerate(self.phases):
            start, end = phase.start, phase.end
            if start and end and start.typical <= day < end.typical:
                before = self.phases[i - 1] if i > 0 else None
                if start.status == "overtaken" and day == start.typical and before in may:
                    # Nobody recorded that it began: the phase before is the best guess today.
                    return before
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
    visits: Mapping[str, Mark] | None = None,
    holds: Iterable[Hold] = (),
    stops: Iterable[Stop] = (),
    skipped: Iterable[str] = (),
    past: Iterable[Past] = (),
) -> Timeline:
    """The timeline of a pathway.

    `start` is the first day of what the pathway's `starts_at` names. `known` maps a phase id to
    the first day of that phase, and `finish` to the day after the last one; a known date beats
    every estimate. It may also name a cycle (`abvd.c2`), which moves it and the later ones, or a
    visit (`abvd.c2.clinic`), which moves that visit alone; `visits` says which were `missed` or
    `done`. Without a start, what lies before the first known date is undated; with no
    date at all, everything is. With `as_of`, an estimate after the last known date on or before
    that day is at least that day. `own_dates` and `closed` days are laid over it and move nothing.

    `holds` are days on which treatment stood still: a length that spans one ends so much later,
    but for one that counts from an earlier phase; while one is open, what would come after its
    first day is undated. What follows a phase of `stops` is undated until a known date. Phases of
    `skipped` were left out, and cover no day. `past` is what was written down while other pathways
    were followed; it is shown, and moves nothing.

    Months and years are calendar arithmetic, one addition a phase, in order: 31 January plus a
    month plus a month is 28 March.

    Raises UnknownPhaseError, and PlanningError for dates that contradict each other (every pair),
    lie before 1900 or after 2200, or run past the calendar's end.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> timeline["induction"].start.typical
    datetime.date(2026, 3, 8)
    """
    from journey.pathways.model import Pathway

    must_be("pathway", pathway, Pathway, mend="get one with get_pathway or load_pathway")
    if known is not None:
        must_be("known", known, Mapping, type(None))
        must_be_names("known", known)
    must_be("own_dates", own_dates, Iterable)
    own_dates = tuple(own_dates)
    for date in own_dates:
        must_be("own_dates: each", date, OwnDate)
    must_be("closed", closed, ClosedDays)
    if visits is not None:
        must_be("visits", visits, Mapping, type(None))
        must_be_names("visits", visits)
    marks = dict(visits or {})
    roads: _Roads = ((), (), (), ())
    if (holds, stops, skipped, past) != roads:
        roads = _roads(holds, stops, skipped, past)
    held, ended, left, before = roads
    found = given(pathway, start, known or {}, marks, as_of, ended, left)
    names, count = boundary_names(pathway), len(pathway.phases)
    if held:
        begun = min(found.fixed.values(), default=None)
        problems = list(hold_problems(held, begun, found.fixed.get(count)))
        if problems:
            raise PlanningError(problems)
    made = _Plan(pathway, found, as_of, closed, held)
    phases = tuple(made.phase(i) for i in range(len(pathway.phases)))
    return Timeline(
        pathway=pathway,
        known=tuple((names[i], found.fixed[i]) for i in sorted(found.fixed) if i in found.named),
        as_of=as_of,
        phases=phases,
        boundaries=tuple(made.boundaries),
        steps=tuple(made.steps),
        bases=tuple(made.bases),
        ends=tuple((i, *end) for i, end in made.ends.items()),
        inside=tuple(found.names.items()),
        marks=tuple(marks.items()),
        lanes=_lanes(pathway, phases, closed, held),
        own_dates=tuple(sorted(own_dates, key=lambda own: (own.start, own.end, own.label))),
        closed=closed,
        holds=held,
        stops=tuple(sorted(ended, key=lambda stop: made.place[stop.phase])) if ended else (),
        waiting=tuple(sorted(made.waiting.items())) if made.waiting else (),
        past=before,
    )


_Roads = tuple[tuple[Hold, ...], tuple[Stop, ...], tuple[str, ...], tuple[Past, ...]]


def _roads(
    holds: Iterable[Hold], stops: Iterable[Stop], skipped: Iterable[str], past: Iterable[Past]
) -> _Roads:
    """What happened otherwise than the pathway says, each of its right type."""
    given_ = (("holds", holds), ("stops", stops), ("skipped", skipped), ("past", past))
    for name, several in given_:
        must_be(name, several, Iterable)
    holds, stops, past = tuple(holds), tuple(stops), tuple(past)
    for road in past:
        must_be("past: each", road, Past)
    for hold in holds:
        must_be("holds: each", hold, Hold)
    for stop in stops:
        must_be("stops: each", stop, Stop)
    must_be_names("skipped", skipped)
    return in_order(holds), stops, tuple(dict.fromkeys(skipped)), past


def _lanes(
    pathway: Pathway, phases: Sequence[PlannedPhase], closed: ClosedDays, holds: Sequence[Hold]
) -> tuple[PlannedLane, ...]:
    """The lanes with dates of their own, from the phases that they begin and end with."""
    lanes = [lane for lane in pathway.lanes if lane.is_dated]
    if not lanes:
        return ()
    place = {planned.id: planned for planned in phases}
    found: list[PlannedLane] = []
    for lane in lanes:
        phase, first = lane.as_phase(), place[lane.from_]
        start = first.end if lane.begins == "after" else first.start
        waits = [first.end_after if lane.begins == "after" else first.start_after]
        if start is not None and lane.gap is not None:
            found_days, waits[0] = _lane_days(start, lane.gap, phase, closed, holds)
            is_open = start.is_open or lane.gap.is_open
            start = DateWindow(*found_days, "estimated", is_open) if found_days else None
        last = place[lane.until] if lane.until else None
        end = last.end if last else None
        waits.append(last.end_after if last else None)
        if start is not None and phase.duration is not None:
            found_days, after = _lane_days(start, phase.duration, phase, closed, holds)
            if found_days is None:
                end, waits[1] = None, after
        else:
            found_days = None
        if start is not None and phase.duration is not None and found_days is not None:
            own = DateWindow(*found_days, "estimated", start.is_open or phase.duration.is_open)
            if end is not None:  # whatever is over first
                is_open = own.is_open and end.is_open
                early, middle, late = map(min, _chain(own), _chain(end))
                own = DateWindow(early, middle, late, "estimated", is_open)
            end = own
        if start is not None and end is not None:
            early, middle, late = map(max, _chain(start), _chain(end))
            end = replace(end, earliest=early, typical=middle, latest=late)
        number = len(phases) + len(found) + 1
        over_by = last.over_by if last else None
        found.append(PlannedLane(
            phase, number, start, end, over_by, is_stopped=first.is_stopped, holds=tuple(holds),
            start_after=None if start else waits[0], end_after=None if end else waits[1],
        ))  # fmt: skip
    return tuple(found)


def _lane_days(
    start: DateWindow, length: Duration, phase: Phase, closed: ClosedDays, holds: Sequence[Hold]
) -> tuple[Chain | None, dt.date | None]:
    """A length after a window; where an open hold leaves it undated, the day it is not before."""
    chain = _after(start, length, phase, closed)
    for _, shifted_by in spanned(chain, _chain(start), holds):
        if shifted_by is None:
            return None, chain[0]
        chain = shifted_by
    return chain, None


Chain = tuple[dt.date, dt.date, dt.date]
"""A date on each of the three chains."""


class _Plan:
    """The boundaries of one plan in the making, in the order of the pathway.

    A boundary is the start of a phase, or the finish. It has a date of its own; or counts back from
    a later one; or comes when the phases that it starts after are over; or, mostly, when the phase
    before it is. Only where a phase says what it starts after do two dates part: the end of the
    phase before, and its start.
    """

    def __init__(
        self, pathway: Pathway, known: Given, as_of: dt.date | None, closed: ClosedDays,
        holds: tuple[Hold, ...],
    ) -> None:  # fmt: skip
        self.holds = holds
        self.waiting: dict[int, dt.date] = {}
        self.own_waits: dict[int, dt.date] = {}
        self.pathway, self.given, self.as_of, self.closed = pathway, known, as_of, closed
        self.phases = pathway.phases
        self.place = {phase.id: i for i, phase in enumerate(self.phases)}
        self.has_inside = known.has_inside
        self.has_roads = bool(holds or known.stopped or known.skipped)
        self.is_row = all(phase.starts is None for phase in self.phases)
        self.stop = _stop(pathway)
        self.boundaries: list[DateWindow | None] = []
        self.steps: list[tuple[Step, ...]] = []
        self.bases: list[int] = []
        self.ends: dict[int, tuple[tuple[Step, ...], int]] = {}
        self.back = self._counted_back()
        self.limits = self._limits()
        self.begun: list[int] = []
        if as_of is not None:
            begun = [*known.fixed.items()]
            begun += [(i, min(days.values())) for i, days in known.cycles.items() if days]
            self.begun = [i for i, day in begun if day <= as_of]
        self.past = max(self.begun, default=-1)
        for i in range(len(self.phases) + 1):
            steps, base = self._boundary(i)
            self.steps.append(steps)
            self.bases.append(base)
            window = _window(steps)
            self.boundaries.append(window if as_of is None else self._seen(i, window, steps, base))

    def phase(self, i: int) -> PlannedPhase:
        """A phase with what was found of it."""
        end = self.boundaries[i + 1]
        if i in self.ends:
            end = _window(self.ends[i][0])
        start, phase, is_stopped = self.boundaries[i], self.phases[i], i >= self.stop
        if not self.has_inside and not self.has_roads:
            return PlannedPhase(phase, i + 1, start, end, self._over_by(i), is_stopped)
        return PlannedPhase(
            phase, i + 1, start, end, self._over_by(i), is_stopped or self._is_cut(i),
            cycle_dates=tuple(sorted(self.given.cycles.get(i, {}).items())),
            visits=tuple(self.given.visits.get(i, ())),
            holds=self.holds,
            start_after=self.waiting.get(i),
            end_after=None if end else self.own_waits.get(i, self.waiting.get(i + 1)),
            is_skipped=i in self.given.skipped,
        )  # fmt: skip

    def _is_cut(self, i: int) -> bool:
        """Whether a phase before it was stopped, and no date was given from there to its start."""
        last = max((k for k in self.given.stopped if self._follows(i, k)), default=None)
        if last is None:
            return False
        return not any(
            j == i or (self._follows(j, last) and self._follows(i, j)) for j in self.given.fixed
        )

    # ---- where a boundary comes from -----------------------------------------------------------

    def _boundary(self, i: int) -> tuple[tuple[Step, ...], int]:
        """The steps to a boundary, none where it is undated, and the boundary it counts from."""
        count, fixed = len(self.phases), self.given.fixed
        parts = i > 0 and not self.is_row and self._parts(i)
        is_cut = self.has_roads and i - 1 in self.given.stopped and i - 1 in self.given.ends
        if (parts or is_cut) and i - 1 not in self.ends:
            self.ends[i - 1] = self._end(i - 1, is_own=True)
        if i in fixed:
            return (Step("known", i, fixed[i], fixed[i], fixed[i]),), i - 1
        if i >= self.stop or (is_cut and not parts):
            return (), i - 1
        if i < count and self.phases[i].counts_back_from is not None:
            found = self._back(i)
            if found is not None:
                return found
        if i == 0:
            return (), 0
        if not parts:
            return self._end(i - 1)
        starts = self.phases[i].starts if i < count else None
        after = self._loose() if starts is None else [self.place[p] for p in starts.after]
        return self._joined(i, after, starts.gap if starts else None)

    def _parts(self, i: int) -> bool:
        """Whether a boundary is something else than the end of the phase before it."""
        if i < len(self.phases):
            return self.phases[i].starts is not None
        return self._loose() != [i - 1]

    def _loose(self) -> list[int]:
        """The phases that no other follows: the finish comes after all of them."""
        count, follows = len(self.phases), self.pathway.follows_phase
        return [i for i in range(count) if not any(follows(j, i) for j in range(count))]

    def _end(self, j: int, *, is_own: bool = False) -> tuple[tuple[Step, ...], int]:
        """The steps to the end of a phase, and the boundary that it counts from."""
        phase, b = self.phases[j], j + 1
        base_at = self.place[phase.counted_from] if phase.counted_from else j
        own = self.given.ends.get(j)
        if own is not None:
            return (Step("known", b, own, own, own, of=f"{phase.id}.end"),), base_at
        duration = phase.duration
        if self.has_roads and j in self.given.skipped:
            start = self.boundaries[j]
            if start is None:
                self._wait(b, self.waiting.get(j), is_own=is_own)
                return (), j
            return (Step("skipped", b, *_chain(start), start.is_open),), j
        if duration is None or b >= self.stop + is_own:
            return (), base_at
        if self.has_roads and any(base_at <= k < j for k in self.given.stopped):
            return (), base_at  # it counts from before a part that was stopped
        steps: list[Step] = []
        base, inside = self.boundaries[base_at], self.given.cycles.get(j)
        if inside and phase.cycles is not None:
            number, day = max(inside.items())
            steps.append(Step("known", b, day, day, day, of=f"{phase.id}.c{number}"))
            chain = _after_cycle(phase, number, day)
            is_open = duration.is_open
        elif base is None:
            if self.holds and (floor := self.waiting.get(base_at)) is not None:
                low = DateWindow(floor, floor, floor, "estimated")
                self._wait(b, _after(low, duration, phase, self.closed)[0], is_own=is_own)
            return (), base_at
        else:
            chain = _after(base, duration, phase, self.closed)
            is_open = base.is_open or duration.is_open
        early, middle, late = chain
        steps.append(Step("duration", b, early, middle, late, is_open, part=j if is_own else None))
        if self.holds and not phase.counted_from:
            begun = _chain(steps[0]) if steps[0].kind == "known" else base and _chain(base)
            if not self._stand_still(steps, begun or chain, is_own=is_own):
                return (), base_at
            early, middle, late = _chain(steps[-1])
        start = self._own_start(j) if phase.counted_from else None
        if start is not None:
            if middle <= start.typical:
                return (), base_at
            if early < start.earliest or late < start.latest or (start.is_open and not is_open):
                early, late = max(early, start.earliest), max(late, start.latest)
                is_open = is_open or start.is_open
                steps.append(Step("held", b, early, middle, late, is_open))
        last = self.given.last_inside(j) if self.has_inside else None
        if last is not None and early <= last:
            day = last + _DAY
            early, middle, late = max(early, day), max(middle, day), max(late, day)
            steps.append(Step("held", b, early, middle, late, is_open))
        limit = self.limits[b]
        if is_own:
            count = len(self.phases)
            limit = self._least(k for k in range(b, count + 1) if self._follows(k, j))
        if self.as_of is not None or limit is not None:
            self._finish_off(steps, j, limit)
        return tuple(steps), base_at

    def _own_start(self, j: int) -> DateWindow | None:
        """The nearest dated boundary before the end of a phase."""
        earlier = self.boundaries[: j + 1] if self.is_row else self.boundaries[j : j + 1]
        return next((window for window in reversed(earlier) if window), None)

    def _joined(
        self, i: int, after: Sequence[int], gap: Duration | None
    ) -> tuple[tuple[Step, ...], int]:
        """The steps to the last of some ends, and a rest after it."""
        found = []
        if any(j in self.given.stopped for j in after):
            return (), i - 1
        for j in after:
            steps, base = self.ends[j] if j in self.ends else (self.steps[j + 1], self.bases[j + 1])
            window = _window(steps)
            if window is None:
                floors = [self.own_waits.get(k, self.waiting.get(k + 1)) for k in after]
                self._wait(i, max(filter(None, floors), default=None))
                return (), i - 1
            found.append((window, j, steps, base))
        window, j, steps, base = max(found, key=lambda one: one[0].typical)
        own = [replace(s, part=j) if s.kind == "duration" else s for s in steps]
        chain = tuple(max(column) for column in zip(*(_chain(w) for w, *_ in found), strict=True))
        early, middle, late = chain
        is_open = any(w.is_open for w, *_ in found)
        if chain != _chain(window) or is_open != window.is_open:
            own.append(Step("joined", i, early, middle, late, is_open))
        if gap is not None:
            last = DateWindow(early, middle, late, "estimated", is_open)
            early, middle, late = _after(last, gap, self.phases[i], self.closed)
            is_open = is_open or gap.is_open
            own.append(Step("gap", i, early, middle, late, is_open, part=i))
            if not self._stand_still(own, _chain(last)):
                return (), i - 1
        self._finish_off(own, i, self.limits[i])
        return tuple(own), base

    def _stand_still(self, steps: list[Step], base: Chain, *, is_own: bool = False) -> bool:
        """Put the last step off by each hold that it spans; whether it has a date then."""
        last = steps[-1]
        for hold, chain in spanned(_chain(last), base, self.holds):
            if chain is None:
                self._wait(last.boundary, steps[-1].earliest, is_own=is_own)
                return False
            steps.append(Step("hold", last.boundary, *chain, last.is_open, hold=hold))
        return True

    def _wait(self, boundary: int, floor: dt.date | None, *, is_own: bool = False) -> None:
        """Note what a boundary is not before, where an open hold leaves it without a date."""
        if floor is not None and is_own:
            self.own_waits[boundary - 1] = floor
        elif floor is not None:
            self.waiting[boundary] = floor

    def _seen(
        self, i: int, window: DateWindow | None, steps: Sequence[Step], base: int
    ) -> DateWindow | None:
        """The window, as sure as what it counts from."""
        if window is None or not steps or steps[0].kind == "known":
            return window
        start = self.boundaries[base] if base < i else None
        if start is None or start.status not in UNRECORDED or window.status != "estimated":
            return window
        is_same = steps[0].kind == "skipped"
        return replace(window, status=start.status if is_same else "not-before")

    def _finish_off(self, steps: list[Step], place: int, limit: Chain | None) -> None:
        """Push an estimate of a phase to the day it is seen from; cap it by what is known to come
        later.
        """
        last = steps[-1]
        b, (early, middle, late), is_open = last.boundary, _chain(last), last.is_open
        day = self.as_of
        if day is not None and early < day and not self._is_past(place, b):
            early, middle, late = day, max(middle, day), max(late, day)
            steps.append(Step("pushed", b, early, middle, late, is_open))
        if limit is None:
            return
        if early > limit[0] or middle > limit[1] or late > limit[2]:
            early, middle, late = map(min, (early, middle, late), limit)
            steps.append(Step("capped", b, early, middle, late))
        elif is_open:
            steps.append(Step("bounded", b, early, middle, limit[2]))

    # ---- counting back -------------------------------------------------------------------------

    def _counted_back(self) -> dict[int, Chain]:
        """The starts that count back from a known date, by place, last first."""
        found: dict[int, Chain] = {}
        for i in range(len(self.phases) - 1, -1, -1):
            phase = self.phases[i]
            if phase.counts_back_from is None or i in self.given.fixed or i >= self.stop:
                continue
            anchor = self.place[phase.counts_back_from]
            day = self.given.fixed.get(anchor)
            base = (day, day, day) if day else found.get(anchor)
            if base is not None:
                found[i] = self._held_off(i, _before(base, phase))
        return found

    def _held_off(self, i: int, chain: Chain) -> Chain:
        """Not before what is known to come earlier."""
        known = [(j, day) for j, day in self.given.fixed.items()]
        known += [(j, max(days.values())) for j, days in self.given.cycles.items() if days]
        known += [(j, day) for j, day in self.given.ends.items()]
        days = [day for j, day in known if self._follows(i, j)]
        early, middle, late = chain
        last = max(days, default=early)
        return max(early, last), max(middle, last), max(late, last)

    def _back(self, i: int) -> tuple[tuple[Step, ...], int] | None:
        """The steps to a start that counts back; `None` where its anchor has no date of its own,
        and it is planned forward as any other.
        """
        phase = self.phases[i]
        assert phase.counts_back_from is not None  # noqa: S101  the caller has looked
        anchor = self.place[phase.counts_back_from]
        if i in self.back:
            steps = [Step("back", i, *self.back[i], part=i)]
        else:
            starts = self.phases[anchor].starts
            if starts is None or any(self.place[p] >= i for p in starts.after):
                return None
            window = _window(self._joined(anchor, [self.place[p] for p in starts.after],
                                          starts.gap)[0])  # fmt: skip
            if window is None:
                return None
            early, middle, late = _before(_chain(window), phase)
            steps = [Step("back", i, early, middle, late, window.is_open, part=i)]
        before = next((w for w in reversed(self.boundaries) if w), None)
        chain = _chain(steps[-1])
        if before is not None and self.is_row:
            held = tuple(map(max, chain, _chain(before)))
            if held != chain:
                early, middle, late = held
                steps.append(Step("held", i, early, middle, late))
        self._finish_off(steps, i, self.limits[i])
        return tuple(steps), anchor

    # ---- what is known to come before and after ------------------------------------------------

    def _follows(self, later: int, earlier: int) -> bool:
        return later > earlier if self.is_row else self.pathway.follows_phase(later, earlier)

    def _is_past(self, place: int, boundary: int) -> bool:
        """Whether something on or before the day it is seen from shows that it is over."""
        if self.is_row:
            return boundary <= self.past
        return any(j == boundary or self._follows(j, place) for j in self.begun)

    def _inside(self, i: int) -> dt.date | None:
        """The first known date in a phase, after its start."""
        if not self.has_inside:
            return None
        days = [*self.given.cycles.get(i, {}).values()]
        if i in self.given.ends:
            days.append(self.given.ends[i])
        return min(days, default=None)

    def _least(self, boundaries: Iterable[int]) -> Chain | None:
        """The least of what some boundaries are known to be, chain by chain."""
        found: list[Chain] = []
        for k in boundaries:
            day, inside = self.given.fixed.get(k), self._inside(k)
            found += [(d, d, d) for d in (day, inside) if d]
            if k in self.back:
                found.append(self.back[k])
        if not found:
            return None
        early, middle, late = (min(column) for column in zip(*found, strict=True))
        return early, middle, late

    def _limits(self) -> list[Chain | None]:
        """For each boundary, what it cannot be after."""
        count = len(self.phases)
        if not self.is_row:
            limits = []
            for i in range(count + 1):
                day = self._inside(i)
                own = [(day, day, day)] if day else []
                later = self._least(k for k in range(count + 1) if self._follows(k, i))
                limits.append(_least_of([*own, later]))
            return limits
        following: list[Chain | None] = [None] * (count + 1)
        if not (self.has_inside or self.back or any(self.given.fixed)):
            return following  # nothing is known but the start
        for i in range(count - 1, -1, -1):
            later = following[i + 1]
            day = self.given.fixed.get(i + 1)
            if day is not None:
                later = (day, day, day)
            elif i + 1 in self.back:
                later = _least_of([self.back[i + 1], later])
            if (inside := self._inside(i)) is not None:
                later = (inside, inside, inside)
            following[i] = later
        return following

    def _over_by(self, i: int) -> dt.date | None:
        """The known date by which a phase is over."""
        fixed, count = self.given.fixed, len(self.phases)
        if self.is_row and not self.has_inside:
            later = [k for k in fixed if k > i]
            return fixed[min(later)] if later else None
        days = [self.given.ends[i]] if i in self.given.ends else []
        for k in range(i + 1, count + 1):
            if self._follows(k, i):
                days += [d for d in (fixed.get(k), self._inside(k)) if d]
        return min(days, default=None)


def ending(steps: Sequence[Step], boundary: int) -> int | None:
    """The place of the phase whose length led to a boundary."""
    for step in steps:
        if step.kind == "duration":
            return boundary - 1 if step.part is None else step.part
    return None


def spanned(
    chain: Chain, base: Chain, holds: Sequence[Hold]
) -> Iterator[tuple[Hold, Chain | None]]:
    """Each hold that a length spans, and the three dates after it; `None` where it is open."""
    for hold in holds:
        early, middle, late = (
            hold.put_off(day, begun) for day, begun in zip(chain, base, strict=True)
        )
        if early is None or middle is None or late is None:
            yield hold, None
            return
        if (early, middle, late) != chain:
            chain = early, max(early, middle), max(early, middle, late)
            yield hold, chain


def _chain(dates: DateWindow | Step) -> Chain:
    return dates.earliest, dates.typical, dates.latest


def _least_of(chains: Iterable[Chain | None]) -> Chain | None:
    found = [chain for chain in chains if chain]
    if not found:
        return None
    early, middle, late = (min(column) for column in zip(*found, strict=True))
    return early, middle, late


def _from_to(start: DateWindow | None, end: DateWindow | None) -> str:
    """The typical dates, for a repr."""
    if start is None and end is None:
        return "undated"
    days = ("undated" if b is None else b.typical.isoformat() for b in (start, end))
    return " to ".join(days)


def room_until(end: DateWindow) -> dt.date:
    """Exclusive: what ends there may cover any day before; today too, where nobody recorded it."""
    return max(end.latest, end.typical + _DAY) if end.status == "overtaken" else end.latest


def _window(steps: Sequence[Step]) -> DateWindow | None:
    """The window that the steps lead to, and how sure it is."""
    if not steps:
        return None
    last = steps[-1]
    status: Status = "known" if last.kind == "known" else "estimated"
    for before, after in pairwise(steps) if len(steps) > 1 else ():
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
        if duration.is_until_last_session:
            days = (base.earliest, base.typical, base.latest)
            early, middle, late = (phase.last_session(day, closed.is_closed) + _DAY for day in days)
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


def _after_cycle(phase: Phase, number: int, day: dt.date) -> Chain:
    """The three ends of a phase that is counted in cycles, from the known date of one of them."""
    assert phase.cycle is not None  # noqa: S101  cycles has one
    assert phase.cycles is not None  # noqa: S101  the caller has looked
    cycles, unit = phase.cycles, phase.cycle.unit
    counts = (cycles.shortest or cycles.typical, cycles.typical, cycles.longest or cycles.typical)
    early, middle, late = (
        add(day, length * (max(count, number) - number + 1), unit)
        for count, length in zip(counts, phase.cycle.lengths, strict=True)
    )
    return early, middle, late


def _before(chain: Chain, phase: Phase) -> Chain:
    """A phase's lengths before a date on each chain: the longest before the earliest."""
    early, middle, late = chain
    duration = phase.duration
    if duration is None:  # the file was checked: no phase counts back without a length
        return chain
    try:
        found = (
            add(early, -duration.most, duration.unit),
            add(middle, -duration.typical, duration.unit),
            add(late, -duration.least, duration.unit),
        )
    except (OverflowError, ValueError):
        found = (dt.date.min,) * 3
    if found[0] < FIRST_DAY:
        raise PlanningError([
            f'phase "{phase.id}" counts back to before {FIRST_DAY.year}; check the date of '
            f'"{phase.counts_back_from}", or shorten its duration'
        ])  # fmt: skip
    return found


def _stop(pathway: Pathway) -> int:
    """The first boundary that is dated only where it is recorded; past the finish for none."""
    if pathway.dates_stop is None:
        return len(pathway.phases) + 1
    return boundary_names(pathway).index(pathway.dates_stop)
