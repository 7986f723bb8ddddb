"""What a person gave: dates of phases, of cycles in them and of visits, and visits crossed off.

A name is a phase's id, `start` or `finish`; or more closely, with full stops: `abvd.c2` is the
second cycle of the phase abvd, `abvd.c2.clinic` a visit in it, `abvd.clinic.d8` the one of day 8
where there are several, and `abvd.end` the day after its last one, where a rest follows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from journey.errors import PlanningError, UnknownPhaseError, shortened
from journey.values import FIRST_DAY, day_problems

if TYPE_CHECKING:
    from journey.pathways.activities import Activity
    from journey.pathways.model import Pathway, Phase
    from journey.planning.holds import Stop

Mark = Literal["missed", "done"]

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NAME = (
    rf"(?P<phase>{_SLUG})(?:\.c(?P<cycle>[0-9]{{1,6}}))?(?:\.(?P<activity>{_SLUG}))?"
    r"(?:\.d(?P<day>-?[0-9]{1,6}))?"
)
"""What may have a date, as a regular expression."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What was given about one visit: its date, or that it was missed or done."""

    name: str
    activity: str
    cycle: int | None
    day: int | None
    date: dt.date | None
    mark: Mark | None


@dataclass(slots=True)
class Given:
    """What was given, sorted out."""

    fixed: dict[int, dt.date] = field(default_factory=dict)
    """The known boundaries by number."""
    cycles: dict[int, dict[int, dt.date]] = field(default_factory=dict)
    """By the place of a phase, its known cycles by number, from the second on."""
    ends: dict[int, dt.date] = field(default_factory=dict)
    """By the place of a phase, its known end where the next one does not begin then."""
    visits: dict[int, list[Visit]] = field(default_factory=dict)
    """By the place of a phase, what is known of its visits."""
    names: dict[str, dt.date] = field(default_factory=dict)
    """The dates of cycles, visits and such ends, by name, in the pathway's order."""
    named: set[int] = field(default_factory=set)
    """The known boundaries that were given, and do not follow from a phase that was left out."""
    stopped: set[int] = field(default_factory=set)
    """The places of the phases that were stopped early."""
    skipped: set[int] = field(default_factory=set)
    """The places of the phases that were left out."""

    @property
    def has_inside(self) -> bool:
        """Whether anything was given that is no boundary."""
        return bool(self.cycles or self.ends or self.visits)

    def last_inside(self, phase: int) -> dt.date | None:
        """The last day on which something in a phase is known to be."""
        days = [v.date for v in self.visits.get(phase, ()) if v.date and v.mark != "missed"]
        return max([*self.cycles.get(phase, {}).values(), *days], default=None)


def boundary_names(pathway: Pathway) -> tuple[str, ...]:
    """What each boundary is called: `start`, the phases that begin at the others, `finish`."""
    return ("start", *(phase.id for phase in pathway.phases[1:]), "finish")


def is_end(name: str) -> bool:
    """Whether a date of that name is the day after something is over: its last day is before."""
    return name == "finish" or name.endswith(".end")


def in_order(names: Iterable[str], pathway: Pathway) -> list[str]:
    """Names of what may have a date, in the order of the pathway; others are left out."""
    ids = ["start", *(phase.id for phase in pathway.phases[1:]), "finish"]
    first = pathway.phases[0].id
    found = []
    for name in names:
        phase, *more = name.split(".")
        place = "start" if phase == first else phase
        if place in ids:
            cycle = next((int(m[1:]) for m in more if re.fullmatch("c[0-9]+", m)), 0)
            found.append((ids.index(place), more == ["end"], cycle, len(more), name))
    return [name for *_, name in sorted(found)]


def given(
    pathway: Pathway,
    start: dt.date | None,
    known: Mapping[str, dt.date],
    marks: Mapping[str, Mark],
    as_of: dt.date | None,
    stops: Sequence[Stop] = (),
    skipped: Sequence[str] = (),
) -> Given:
    """What was given, or every reason why it cannot be.

    Raises UnknownPhaseError and PlanningError.
    """
    ids = [phase.id for phase in pathway.phases]
    there = (*ids, *pathway.replaced, "finish")
    names = [name.partition(".")[0] for name in (*known, *marks)]
    unknown = [name for name, phase in zip((*known, *marks), names, strict=True)
               if phase not in there]  # fmt: skip
    roads = [*(stop.phase for stop in stops), *skipped]
    unknown += [name for name in roads if name not in (*ids, *pathway.replaced)]
    if unknown:
        raise UnknownPhaseError(unknown, [*ids, "finish"])

    problems = [
        f'phase "{name}" has a date, but a variation took it away '
        f"({', '.join(pathway.applied)}); leave out the date or the variation"
        for name in dict.fromkeys((*names, *roads))
        if name in pathway.replaced
    ]
    dated = [*known.items()]
    for name, day in [("start", start), ("as of", as_of)]:
        if day is not None:
            dated.append((name, day))
    for name, day in dated:
        problems += day_problems(name, day)
    if problems:
        raise PlanningError(problems)

    found = Given()
    for name in (*known, *(name for name in marks if name not in known)):
        problems += _sort_out(found, pathway, name, known.get(name), marks.get(name))
    if start is not None:
        first = found.fixed.setdefault(0, start)
        if first != start:
            problems.append(
                f"start is {start} but {ids[0]}, which is the start, is {first}; give one of them"
            )
    found.named = set(found.fixed)
    if stops or skipped:
        problems += [*_stopped(found, ids, stops), *_skipped(found, pathway, skipped)]
    problems += _out_of_order(found, pathway)
    if problems:
        raise PlanningError(problems)
    if not found.has_inside:
        return found
    for i, phase in enumerate(pathway.phases):
        for number, day in sorted(found.cycles.get(i, {}).items()):
            found.names[f"{phase.id}.c{number}"] = day
        for visit in found.visits.get(i, ()):
            if visit.date:
                found.names[visit.name] = visit.date
        if i in found.ends and i not in found.stopped:
            found.names[f"{phase.id}.end"] = found.ends[i]
    return found


def sorted_out(pathway: Pathway, name: str) -> Given:
    """What a name is the name of, with any day: a boundary, a cycle, an end before a rest, a visit.

    Raises UnknownPhaseError and PlanningError.
    """
    ids = [phase.id for phase in pathway.phases]
    if name == "start":
        return Given(fixed={0: FIRST_DAY})
    if name.partition(".")[0] not in (*ids, "finish"):
        raise UnknownPhaseError([name], [*ids, "start", "finish"])
    found = Given()
    if problems := list(_sort_out(found, pathway, name, FIRST_DAY, None)):
        raise PlanningError(problems)
    return found


def _sort_out(
    found: Given, pathway: Pathway, name: str, day: dt.date | None, mark: Mark | None
) -> Iterator[str]:
    """Put one name where it belongs, or say why there is no such thing."""
    ids = [phase.id for phase in pathway.phases]
    match = re.fullmatch(NAME, name)
    if name == "finish" and day is not None:
        yield from _once(found.fixed, len(ids), day, "finish")
        return
    if match is None or match["phase"] not in ids:
        example = f"a cycle such as {ids[0]}.c2, or a visit such as {ids[0]}.c2.clinic"
        yield f'no date can be given for "{shortened(name)}"; give it for a phase, {example}'
        return
    place = ids.index(match["phase"])
    phase = pathway.phases[place]
    cycle = None if match["cycle"] is None else int(match["cycle"])
    if cycle is not None and (problem := _cycle_problem(phase, cycle, name)) is not None:
        yield problem
        return
    if match["activity"] == "end" and cycle is None and match["day"] is None:
        if day is None:
            yield f'"{name}": only a visit can be missed or done'
        elif place + 1 < len(ids) and pathway.phases[place + 1].starts is not None:
            found.ends[place] = day
        else:
            yield from _once(found.fixed, place + 1, day, name)
    elif match["activity"] is not None:
        yield from _visit(found, phase, place, match, cycle, day, mark)
    elif match["day"] is not None or day is None:
        yield f'"{shortened(name)}" names no visit; write {phase.id}.c2.clinic, say'
    elif cycle is None or cycle == 1:
        yield from _once(found.fixed, place, day, name)
    else:
        found.cycles.setdefault(place, {})[cycle] = day


def _stopped(found: Given, ids: Sequence[str], stops: Sequence[Stop]) -> Iterator[str]:
    """Put each stop where it belongs, or say why it cannot be."""
    for stop in stops:
        place = ids.index(stop.phase)
        if place in found.stopped:
            yield f"{stop.phase}: was stopped twice; give one of them"
        elif place in found.ends and found.ends[place] != stop.end:
            yield f"{stop.phase}: ended on another day than it was stopped; give one of them"
        elif place + 1 == len(ids):
            yield from _once(found.fixed, place + 1, stop.end, "finish")
            found.named.add(place + 1)
        else:
            found.ends[place] = stop.end
        found.stopped.add(place)


def _skipped(found: Given, pathway: Pathway, skipped: Sequence[str]) -> Iterator[str]:
    """Put each phase that was left out where it belongs, or say why it cannot be."""
    ids = [phase.id for phase in pathway.phases]
    found.skipped = {ids.index(name) for name in skipped}
    if len(found.skipped) == len(ids):
        yield "every part was left out; leave one in"
    for place in sorted(found.skipped, reverse=True):
        name = ids[place]
        is_inside = place in found.cycles or place in found.visits or place in found.ends
        if is_inside or (place > 0 and place in found.fixed):
            yield (
                f"{name}: was left out, and has a date; take one out: "
                f"--remove {name}, or --take-back skip={name}"
            )
        elif place > 0 and place + 1 in found.fixed and pathway.phases[place].starts is None:
            found.fixed[place] = found.fixed[place + 1]  # what is before it ends where it would


def _once(fixed: dict[int, dt.date], boundary: int, day: dt.date, name: str) -> Iterator[str]:
    if fixed.setdefault(boundary, day) != day:
        yield f"{name} is {day}, and the same day is given as {fixed[boundary]}; give one of them"


def _cycle_problem(phase: Phase, cycle: int, name: str) -> str | None:
    if phase.cycle is None:
        return f'{name}: phase "{phase.id}" has no cycles; give a date for the phase itself'
    if cycle < 1:
        return f"{name}: cycles count from 1; name one from c1 on"
    most = phase.most_cycles
    if most is not None and cycle > most:
        return f'{name}: phase "{phase.id}" has {most} cycles at most; name one up to c{most}'
    return None


def _visit(
    found: Given, phase: Phase, place: int, match: re.Match[str], cycle: int | None,
    day: dt.date | None, mark: Mark | None,
) -> Iterator[str]:  # fmt: skip
    name = match[0]
    number = None if match["day"] is None else int(match["day"])
    activity = next((a for a in phase.activities if a.id == match["activity"]), None)
    if activity is None:
        there = ", ".join(a.id for a in phase.activities) or "none"
        yield (
            f'{name}: no activity "{match["activity"]}" in phase "{phase.id}" (there are: {there})'
        )
        return
    in_cycles = phase.cycle is not None and activity.of != "phase"
    if in_cycles and cycle is None:
        yield f"{name}: is in each cycle; say which: {phase.id}.c1.{activity.id}"
    elif not in_cycles and cycle is not None:
        yield f"{name}: is in no cycle; write {phase.id}.{activity.id}"
    elif cycle and not _is_in(activity, cycle):
        yield f"{name}: is not in cycle {cycle}; name one of its own"
    elif number is None and _is_several(activity):
        example = activity.days[0] if activity.days else phase.first_day
        yield f"{name}: is on several days; say which: {name}.d{example}"
    elif number is not None and activity.days and number not in activity.days:
        yield f"{name}: day {number} is none of its days; name one of them"
    else:
        visit = Visit(name, activity.id, cycle, number, day, mark)
        found.visits.setdefault(place, []).append(visit)


def _is_in(activity: Activity, cycle: int) -> bool:
    """Whether it is in this cycle: one of its own, or every second one, say."""
    every = activity.every or 1
    if activity.cycles:
        return cycle in activity.cycles[::every]
    return (cycle - 1) % every == 0


def _is_several(activity: Activity) -> bool:
    """Whether it may be on more than one day of its cycle or phase."""
    if activity.days:
        return len(set(activity.days)) > 1
    return len(activity.months) > 1 or activity.is_open or (activity.count or 0) > 1


def _out_of_order(found: Given, pathway: Pathway) -> Iterator[str]:
    """Every two dates that contradict each other."""
    if len(found.fixed) < 2 and not found.has_inside:
        return
    names = boundary_names(pathway)
    ids = [phase.id for phase in pathway.phases]
    last = 1_000_000  # a phase's own end comes after its cycles
    dated = {(i, 0): (names[i], day) for i, day in found.fixed.items()}
    dated |= {
        (i, number): (f"{ids[i]}.c{number}", day)
        for i, cycles in found.cycles.items()
        for number, day in cycles.items()
    }
    dated |= {(i, last): (f"{ids[i]}.end", day) for i, day in found.ends.items()}
    follows = pathway.follows_phase
    order = sorted(dated)
    for n, here in enumerate(order):
        for there in order[n + 1 :]:
            (one, first), (two, second) = dated[here], dated[there]
            is_after = here[0] == there[0] or follows(there[0], here[0])
            if is_after and (first > second or (first == second and 1 < there[1] < last)):
                is_or = "" if first > second else "on or "
                yield (
                    f"{one} ({first}) is {is_or}after {two} ({second}), "
                    "which comes later on the pathway; correct one of them"
                )
    for i, visits in found.visits.items():
        later = [(d, w) for p, (w, d) in dated.items() if p[0] > i and follows(p[0], i)]
        later += [(d, w) for p, (w, d) in dated.items() if p == (i, last)]
        end, name = min(later, default=(None, ""))
        for visit in visits:
            if visit.date and end and visit.date >= end:
                yield (
                    f"{visit.name} ({visit.date}) is on or after {name} ({end}), which comes "
                    "later on the pathway; correct one of them"
                )
            begin = found.fixed.get(i)
            slack = _window_before(pathway.phases[i], visit)
            if visit.date and begin and visit.date + slack < begin:
                yield (
                    f"{visit.name} ({visit.date}) is before its part began ({begin}); "
                    "correct one of them"
                )


def _window_before(phase: Phase, visit: Visit) -> dt.timedelta:
    window = next(a.window for a in phase.activities if a.id == visit.activity)
    return dt.timedelta(days=window.before if window else 0)
