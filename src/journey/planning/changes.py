"""What moved between two plans of one pathway, and which recorded thing moved it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from journey.errors import JourneyError, PathwayError, PlanningError, Problem
from journey.pathways.comparing import merged
from journey.planning.explaining import why
from journey.planning.given import Mark, in_order, is_end
from journey.planning.timeline import plan
from journey.values import must_be

if TYPE_CHECKING:
    from journey.pathways.model import Pathway
    from journey.planning.holds import Hold, Stop
    from journey.planning.timeline import DateWindow, PlannedPhase, Timeline

ChangeKind = Literal[
    "start", "switched-on", "switched-off", "variations", "recorded", "corrected", "removed",
    "missed", "done", "unmarked",
    "again", "again-removed", "held", "hold-removed", "stopped", "stop-removed", "skipped",
    "skip-removed",
]  # fmt: skip
"""What was done: the start got another date, variations were switched on, off or both, a date was
recorded for the first time, corrected, or removed; a visit was crossed off as missed or as done, or
is neither any more; parts got a second course; treatment was on hold, and may have gone on; a part
was stopped early, or left out; or one of these was taken out again."""


MoveKind = Literal[
    "stays", "gone", "new", "dated", "undated", "moved", "written-down", "taken-back",
    "later", "sooner", "narrower", "wider",
]  # fmt: skip
"""How a boundary differs in two plans.

`gone`, `new`: one plan lacks it. `dated`: a rough guide where there was none. `undated`: no date
any more. `moved`: a given date became another, so many days apart. `written-down`: a date was given
where none stood, or a rough guide. `taken-back`: a given date is gone, and a rough guide stands in
its place; nothing moved. The last four compare two rough guides as windows, never by a typical day
that nobody is shown.
"""


@dataclass(frozen=True, slots=True)
class Move:
    """One boundary in two plans: the first day of a phase, or the finish; or what either was given
    a date for inside a phase, such as a cycle.
    """

    boundary: str
    """`start`, the id of the phase that begins there, or `finish`; or, say, `abvd.c2`."""
    name: str
    """The name of that phase; for the finish, that of the last one."""
    before: DateWindow | None
    after: DateWindow | None
    is_in_before: bool = True
    is_in_after: bool = True
    """Whether the plan has the phase at all: a variation may replace some."""
    waited: bool = False
    waits: bool = False
    """Whether an open hold left it undated before, or does so after."""

    @property
    def is_finish(self) -> bool:
        """Whether it is the end of the whole."""
        return self.boundary == "finish"

    @property
    def is_inside(self) -> bool:
        """Whether it lies in a phase: a cycle, a visit, or an end before a rest."""
        return "." in self.boundary

    @property
    def is_end(self) -> bool:
        """Whether something is over then, so that its last day is the day before."""
        return is_end(self.boundary)

    @property
    def days(self) -> int | None:
        """How many days later, or with a minus earlier, its typical date is; `None` if undated."""
        if self.before is None or self.after is None:
            return None
        return (self.after.typical - self.before.typical).days

    @property
    def kind(self) -> MoveKind:
        """How the two differ."""
        if not self.is_in_after:
            return "gone"
        if not self.is_in_before:
            return "new"
        if self.after is None:
            return "stays" if self.before is None else "undated"
        if self.before is None:
            return "written-down" if self.after.status == "known" else "dated"
        if self.before == self.after:
            return "stays"
        was_known, is_known = (w.status == "known" for w in (self.before, self.after))
        if was_known and is_known:
            return "moved"
        if was_known or is_known:
            return "written-down" if is_known else "taken-back"
        return _compared(self.before, self.after)

    @property
    def stays(self) -> bool:
        """Whether nothing about it differs."""
        return self.kind == "stays"


def _compared(before: DateWindow, after: DateWindow) -> MoveKind:
    """How two rough guides differ, as windows."""
    first = (after.earliest > before.earliest) - (after.earliest < before.earliest)
    # Neither of two open ones has a last day: they are told apart by the one they reach at least.
    is_open = before.is_open != after.is_open
    lasts = [dt.date.max if is_open and w.is_open else w.latest for w in (before, after)]
    last = (lasts[1] > lasts[0]) - (lasts[1] < lasts[0])
    if first == last == 0:
        return "stays"
    if first >= 0 and last <= 0:
        return "narrower"
    if first <= 0 and last >= 0:
        return "wider"
    return "later" if first > 0 else "sooner"


def moves(before: Timeline, after: Timeline) -> tuple[Move, ...]:
    """What differs between two plans: a row a phase of either, in an order that fits each, with
    what was given inside it, and the finish last.
    """
    return _moves(before, after, {name for name, _ in before.inside + after.inside})


def _moves(before: Timeline, after: Timeline, inside: Set[str]) -> tuple[Move, ...]:
    old = {phase.id: phase for phase in before.phases}
    new = {phase.id: phase for phase in after.phases}
    rows = []
    for phase_id in merged([list(old), list(new)]):
        phases = (old.get(phase_id), new.get(phase_id))
        one, two = (phase.start if phase else None for phase in phases)
        phase = next(phase for phase in reversed(phases) if phase)
        rows.append(
            Move(
                "start" if phase.number == 1 else phase_id, phase.name, one, two,
                is_in_before=phases[0] is not None, is_in_after=phases[1] is not None,
                waited=phases[0] is not None and phases[0].start_after is not None,
                waits=phases[1] is not None and phases[1].start_after is not None,
            )
        )  # fmt: skip
        if phases[1] is None:
            continue
        own = {name for name in inside if name.partition(".")[0] == phase_id}
        for name in in_order(own, after.pathway):
            (is_in_before, one), (is_in_after, two) = (_inside(t, name) for t in (before, after))
            rows.append(Move(name, phase.name, one, two, is_in_before, is_in_after))
    first, last = before.phases[-1], after.phases[-1]
    waits = [timeline.phases[-1].end_after is not None for timeline in (before, after)]
    if first.id == last.id:
        ends = (before.finish, after.finish)
        return (*rows, Move("finish", last.name, *ends, waited=waits[0], waits=waits[1]))
    # The ends of two routes: to subtract them would compare what cannot be compared.
    return (
        *rows,
        Move("finish", first.name, before.finish, None, is_in_after=False),
        Move("finish", last.name, None, after.finish, is_in_before=False),
    )


def _inside(timeline: Timeline, name: str) -> tuple[bool, DateWindow | None]:
    """Whether a plan has such a cycle or visit, and when it is."""
    try:
        return True, why(timeline, name).window
    except JourneyError:  # another route has no such phase, or other cycles and visits in it
        return False, None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two plans were given differently, and what it moves by itself."""

    kind: ChangeKind
    boundary: str
    """Which boundary was given a date, or lost it, or which cycle or visit, such as "abvd.c2";
    empty for variations."""
    name: str
    """The phase that begins there, or the last one if it is the finish; for variations, the
    names of those switched on or off."""
    day: dt.date | None
    """The date it was given; `None` where one was removed, and for variations and marks."""
    moves: tuple[Move, ...] = field(repr=False)
    """What moves, and nothing that stays."""
    hold: Hold | None = None
    """The hold, where it is about one."""
    stop: Stop | None = None
    """The stop, where it is about one."""


@dataclass(frozen=True, slots=True)
class _Roads:
    """What happened otherwise than the pathway says."""

    holds: dict[dt.date, Hold]
    stops: dict[str, Stop]
    skipped: dict[str, str]

    @classmethod
    def of(cls, timeline: Timeline) -> _Roads:
        return cls(
            {hold.since: hold for hold in timeline.holds},
            {stop.phase: stop for stop in timeline.stops},
            {phase.id: phase.name for phase in timeline.phases if phase.is_skipped},
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What two plans of a pathway were given differently, one thing at a time."""

    before: Timeline
    after: Timeline
    each: tuple[Change, ...] = field(repr=False)
    """For every boundary that is dated all along, their moves add up to the whole difference."""


def changes(before: Timeline, after: Timeline) -> Changes:
    """What two plans were given differently, and what each thing moves.

    A journey against its first plan, say. Both are planned from what they were given alone: the
    day they are seen from plays no part. Raises PathwayError if they are of two pathways.

    >>> pathway, start = journey.get_pathway("cruk-adult"), dt.date(2026, 3, 2)
    >>> before = journey.plan(pathway, start=start)
    >>> after = journey.plan(pathway, start=start, known={"consolidation": dt.date(2026, 5, 11)})
    >>> [change.boundary for change in journey.changes(before, after).each]
    ['consolidation']
    """
    from journey.planning.timeline import Timeline

    must_be("before", before, Timeline, mend="make one with plan")
    must_be("after", after, Timeline, mend="make one with plan")
    ids = (before.pathway.id, after.pathway.id)
    if ids[0] != ids[1]:
        problem = f"{ids[0]} and {ids[1]} are two pathways; compare plans of one"
        raise PathwayError([Problem("two-pathways", problem)])
    chosen = [(t.pathway.applied, t.pathway.again) for t in (before, after)]
    if chosen[0] == chosen[1] and before.pathway != after.pathway:
        problem = f"{ids[0]}: two pathways have this id, and say different things; compare one"
        raise PathwayError([Problem("two-pathways", problem)])
    found = []
    kind: ChangeKind
    given, wanted = dict(before.known + before.inside), dict(after.known + after.inside)
    inside = {name for name, _ in before.inside + after.inside}
    marks, last_marks = dict(before.marks), dict(after.marks)
    roads, ahead = _Roads.of(before), _Roads.of(after)
    now = before = _plan(before, given, marks, roads)
    after = _plan(after, wanted, last_marks, ahead)
    if chosen[0] != chosen[1]:
        given = _still_in_order(given, after.pathway)
        marks = {name: mark for name, mark in marks.items() if _inside(after, name)[0]}
        then, now = now, _plan(after, given, marks, roads)
        differ = set(before.pathway.applied) ^ set(after.pathway.applied)
        names = [v.name for v in after.pathway.variations if v.id in differ]
        is_all_on = differ <= set(after.pathway.applied)
        is_all_off = differ <= set(before.pathway.applied)
        kind = "switched-on" if is_all_on else "switched-off" if is_all_off else "variations"
        moved = _moved(then, now, inside)
        if before.pathway.applied != after.pathway.applied:
            found.append(Change(kind, "", ", ".join(names), None, moved))
            moved = ()  # told once
        if before.pathway.again != after.pathway.again:
            found.append(_again(before, after, moved))
    for hold in [h for since, h in roads.holds.items() if since not in ahead.holds]:
        del roads.holds[hold.since]
        then, now = now, _plan(after, given, marks, roads)
        found.append(Change("hold-removed", "", "", hold.since, _moved(then, now, inside), hold))
    for stop in [s for phase, s in roads.stops.items() if phase not in ahead.stops]:
        del roads.stops[stop.phase]
        then, now = now, _plan(after, given, marks, roads)
        name = next((p.name for p in before.phases if p.id == stop.phase), stop.phase)
        found.append(Change("stop-removed", "", name, None, _moved(then, now, inside), stop=stop))
    for phase_id in [phase for phase in roads.skipped if phase not in ahead.skipped]:
        name = roads.skipped.pop(phase_id)
        then, now = now, _plan(after, given, marks, roads)
        found.append(Change("skip-removed", "", name, None, _moved(then, now, inside)))
    for boundary, day in tuple(_in_a_possible_order(given, wanted, after)):
        kind = "recorded"
        if day is None:
            kind = "removed"
            del given[boundary]
        else:
            if boundary in given:
                kind = "corrected"
            given[boundary] = day
        if boundary == "start" and kind == "corrected":
            kind = "start"
        then, now = now, _plan(after, given, marks, roads)
        phase = after.phases[-1] if boundary == "finish" else _beginning(after, boundary)
        found.append(Change(kind, boundary, phase.name, day, _moved(then, now, inside)))
    for name in in_order({**marks, **last_marks}, after.pathway):
        mark = last_marks.get(name)
        if mark == marks.get(name):
            continue
        marks = {n: m for n, m in {**marks, name: mark}.items() if m}
        then, now = now, _plan(after, given, marks, roads)
        phase = _beginning(after, name)
        moved = _moved(then, now, inside)
        found.append(Change(mark or "unmarked", name, phase.name, None, moved))
    for phase_id, name in ahead.skipped.items():
        if phase_id not in roads.skipped:
            roads.skipped[phase_id] = name
            then, now = now, _plan(after, given, marks, roads)
            found.append(Change("skipped", "", name, None, _moved(then, now, inside)))
    for stop in ahead.stops.values():
        if roads.stops.get(stop.phase) != stop:
            roads.stops[stop.phase] = stop
            then, now = now, _plan(after, given, marks, roads)
            name, moved = after[stop.phase].name, _moved(then, now, inside)
            found.append(Change("stopped", "", name, stop.end, moved, stop=stop))
    for hold in ahead.holds.values():
        if roads.holds.get(hold.since) != hold:
            roads.holds[hold.since] = hold
            then, now = now, _plan(after, given, marks, roads)
            found.append(Change("held", "", "", hold.since, _moved(then, now, inside), hold))
    return Changes(before, after, tuple(found))


def _again(before: Timeline, after: Timeline, moved: tuple[Move, ...]) -> Change:
    """That some phases have a second course now, or have none any more."""
    one, two = set(before.pathway.again), set(after.pathway.again)
    phases = (before if one - two else after).phases
    names = [p.name for p in phases if p.id in {f"{name}-2" for name in one ^ two}]
    return Change("again-removed" if one - two else "again", "", ", ".join(names), None, moved)


def _in_a_possible_order(
    old: Mapping[str, dt.date], new: Mapping[str, dt.date], timeline: Timeline
) -> Iterator[tuple[str, dt.date | None]]:
    """Each date that differs, so that none contradicts another on the way.

    What goes, goes first; what is sooner moves from the front, what is later from the back; then
    what is new.
    """
    names = [
        name
        for name in in_order({**old, **new}, timeline.pathway)
        if old.get(name) != new.get(name)
    ]
    yield from ((name, None) for name in names if name not in new)
    both = [name for name in names if name in old and name in new]
    yield from ((name, new[name]) for name in both if new[name] < old[name])
    yield from ((name, new[name]) for name in reversed(both) if new[name] > old[name])
    yield from ((name, new[name]) for name in names if name not in old)


def _still_in_order(given: Mapping[str, dt.date], pathway: Pathway) -> dict[str, dt.date]:
    """The dates that hold on another route: one may lack a phase, or have two the other way."""
    kept: dict[str, dt.date] = {}
    for name in in_order(given, pathway):
        if all(day <= given[name] for day in kept.values()):
            kept[name] = given[name]
    return kept


def _plan(
    timeline: Timeline, given: Mapping[str, dt.date], marks: Mapping[str, Mark], roads: _Roads
) -> Timeline:
    """Anew from what was given alone; closed days play a part where sessions skip them.

    On the way from one plan to the other a hold, say, may stand before every date; it is left out
    then, and plays its part at the end.
    """
    known = {name: day for name, day in given.items() if name != "start"}
    start, ids = given.get("start"), [phase.id for phase in timeline.pathway.phases]
    try:
        return plan(
            timeline.pathway, start=start, known=known, closed=timeline.closed, visits=marks,
            holds=tuple(roads.holds.values()),
            stops=[stop for stop in roads.stops.values() if stop.phase in ids],
            skipped=[phase for phase in roads.skipped if phase in ids], past=timeline.past,
        )  # fmt: skip
    except PlanningError:
        if not (roads.holds or roads.stops or roads.skipped):
            raise
    return plan(
        timeline.pathway, start=start, known=known, closed=timeline.closed, visits=marks,
        past=timeline.past,
    )  # fmt: skip


def _beginning(timeline: Timeline, boundary: str) -> PlannedPhase:
    phase = boundary.partition(".")[0]
    return timeline.phases[0] if phase == "start" else timeline[phase]


def _moved(before: Timeline, after: Timeline, inside: Set[str]) -> tuple[Move, ...]:
    return tuple(move for move in _moves(before, after, inside) if not move.stays)
