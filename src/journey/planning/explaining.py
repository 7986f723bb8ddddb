"""Why a date is where it is: the chain of steps behind a boundary, which adds up to its window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journey.planning.activities import is_of, phase_activities
from journey.planning.arithmetic import add
from journey.planning.cycles import PlannedCycle, cycles
from journey.planning.given import sorted_out
from journey.planning.timeline import DateWindow, Step, StepKind, Timeline, spanned
from journey.values import must_be

if TYPE_CHECKING:
    from journey.pathways.durations import Duration
    from journey.pathways.model import Phase


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the chain, with what it is about."""

    step: Step
    phase: Phase | None
    """The phase whose lengths were added, for a `duration`, or taken off, for a `back`, or whose
    rest it waits for, for a `gap`, or whose `cycles` lie between; its basis and citations say whose
    numbers they are. `None` for every other kind."""
    adds_days: int
    """How many days wider, or with a minus narrower, the step makes the window."""
    cycles: int = 0
    """How many cycles were added, for `cycles`."""

    @property
    def length(self) -> Duration | None:
        """The length that was added or taken off."""
        if self.phase is None or self.kind == "cycles":
            return None
        if self.kind == "gap":
            return self.phase.starts.gap if self.phase.starts else None
        return self.phase.duration

    @property
    def kind(self) -> str:
        """What kind of step it is; see `Step`."""
        return self.step.kind


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for one boundary, first to last; none where it is undated."""

    timeline: Timeline
    boundary: int
    """From 0, the start; for what is no boundary, the start of its phase."""
    window: DateWindow | None
    reasons: tuple[Reason, ...]
    opened_by: tuple[Phase, ...] = ()
    """Where the window is open: the phases whose lengths have no longest number, in order."""
    inside: str = ""
    """What was asked about, where it is no boundary: a cycle, a visit or an end before a rest."""

    @property
    def moves_finish(self) -> bool | None:
        """Whether a longer phase before this boundary would move the typical finish.

        `None` for the start, which ends no phase, for what is no boundary, and where the finish is
        undated.
        """
        if self.boundary == 0 or self.inside:
            return None
        return self.timeline.moves_finish(self.timeline.phases[self.boundary - 1].id)

    @property
    def most_uncertain(self) -> Phase | None:
        """The phase whose lengths widen the window most; the first of equals, if any widens it, and
        none where that is its cycles.
        """
        widening = [r for r in self.reasons if r.phase is not None and r.adds_days > 0]
        most = max(widening, key=lambda r: r.adds_days, default=None)
        return most.phase if most and most.length else None


def why(timeline: Timeline, boundary: str) -> Explanation:
    """The chain of steps behind the start of a phase, or behind `start` or `finish`; or behind a
    cycle (`abvd.c2`), a visit (`abvd.c2.clinic`), or an end before a rest (`abvd.end`).

    It begins at the known date that everything counts from. The days that the reasons add sum to
    the width of the window, up to the latest date that is given.

    Raises UnknownPhaseError, and PlanningError for a cycle or a visit that there is not.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> [reason.kind for reason in journey.why(timeline, "induction").reasons]
    ['known', 'duration']
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be("boundary", boundary, str)
    found = sorted_out(timeline.pathway, boundary)
    away = 0
    for target in found.fixed:
        steps, window = _steps_to(timeline, target), timeline.boundaries[target]
        return _explained(timeline, target, window, steps)
    for target in found.ends:
        steps, window = _steps_to_end(timeline, target), timeline.phases[target].end
        return _explained(timeline, target, window, steps, inside=boundary)
    for target, numbers in found.cycles.items():
        block = next((b for b in cycles(timeline.phases[target]) if b.number in numbers), None)
        if block is None:
            return _explained(timeline, target, None, [], inside=boundary)
        steps, away = _steps_to_cycle(timeline, target, block), block.away
        return _explained(timeline, target, block.window, steps, inside=boundary, cycles=away)
    ((target, (visit,)),) = found.visits.items()
    planned = timeline.phases[target]
    items = phase_activities(planned, closed=timeline.closed)
    item = next((item for item in items if item.date and is_of(visit, item)), None)
    window = item.words_window if item else None
    if item is None or window is None:
        steps = []
    elif item.is_known:
        steps = [_step("known", target, window, of=boundary)]
    else:
        if item.activity.at == "end" and item.activity.of == "phase":
            steps = _steps_to_end(timeline, target)
        elif item.block is not None:
            steps, away = _steps_to_cycle(timeline, target, item.block), item.block.away
        else:
            steps = _steps_to(timeline, target)
        steps.append(_step("visit", target, window))
    return _explained(timeline, target, window, steps, inside=boundary, cycles=away)


def _explained(
    timeline: Timeline, target: int, window: DateWindow | None, steps: Iterable[Step], *,
    inside: str = "", cycles: int = 0,
) -> Explanation:  # fmt: skip
    reasons: list[Reason] = []
    width = 0
    for step in steps if window else ():
        now = (step.latest - step.earliest).days
        place = step.boundary - 1 if step.part is None else step.part
        counts = step.kind in ("duration", "back", "gap", "cycles")
        phase = timeline.pathway.phases[place] if counts else None
        count = cycles if step.kind == "cycles" else 0
        reasons.append(Reason(step, phase, now - width, count))
        width = now
    opened_by: tuple[Phase, ...] = ()
    if window and window.is_open and not inside:
        numbers = sorted(_opening(timeline, target))
        opened_by = tuple(timeline.pathway.phases[number - 1] for number in numbers)
    elif window and window.is_open:
        opened_by = tuple(r.phase for r in reasons if r.phase and r.length and r.length.is_open)
    return Explanation(timeline, target, window, tuple(reasons), opened_by, inside)


def _steps_to(timeline: Timeline, target: int) -> list[Step]:
    """From the known date that it counts from, the steps to a boundary."""
    steps: list[Step] = []
    i = target
    while timeline.steps[i]:
        steps[:0] = timeline.steps[i]
        if timeline.steps[i][0].kind == "known":
            break
        i = timeline.base(i)
    return steps


def _steps_to_end(timeline: Timeline, place: int) -> list[Step]:
    """The steps to the end of a phase, which may be no boundary."""
    for at, steps, base in timeline.ends:
        if at == place:
            before = [] if steps and steps[0].kind == "known" else _steps_to(timeline, base)
            return [*before, *steps]
    return _steps_to(timeline, place + 1)


def _steps_to_cycle(timeline: Timeline, place: int, block: PlannedCycle) -> list[Step]:
    """The steps to a cycle: from the last known one before it, or from the start of its phase."""
    base = block.number - block.away
    steps = _steps_to(timeline, place)
    if base > 1:
        name = f"{timeline.phases[place].id}.c{base}"
        steps = [_step("known", place, block.counted_from, of=name)]
    if not block.away:
        return steps
    if not timeline.holds:
        return [*steps, _step("cycles", place, block.window, part=place)]
    first, unit = block.counted_from, block.cycle.unit
    begun = (first.earliest, first.typical, first.latest)
    early, middle, late = (
        add(day, length * block.away, unit)
        for day, length in zip(begun, block.cycle.lengths, strict=True)
    )
    window = DateWindow(early, middle, late, "estimated", first.is_open)
    steps.append(_step("cycles", place, window, part=place))
    for hold, chain in spanned((early, middle, late), begun, timeline.holds):
        if chain is not None:
            steps.append(Step("hold", place, *chain, first.is_open, hold=hold))
    return steps


def _step(
    kind: StepKind, place: int, window: DateWindow, *, part: int | None = None, of: str = ""
) -> Step:
    return Step(
        kind, place, window.earliest, window.typical, window.latest, window.is_open, part, of
    )


def _opening(timeline: Timeline, boundary: int) -> set[int]:
    """The numbers of the phases that leave a boundary open."""
    steps = timeline.steps[boundary]
    if not steps or not steps[-1].is_open:
        return set()
    found = set()
    for step in steps:
        place = boundary - 1 if step.part is None else step.part
        phase = timeline.pathway.phases[place]
        length = phase.duration if step.kind == "duration" else None
        if step.kind == "gap" and phase.starts is not None:
            length = phase.starts.gap
        if length is not None and length.is_open:
            found.add(place + 1)
    if steps[0].kind == "known":
        return found
    found |= _opening(timeline, timeline.base(boundary))
    if not steps[0].is_open:  # held off its own start, which is open
        own = next(i for i in range(boundary - 1, -1, -1) if timeline.boundaries[i])
        found |= _opening(timeline, own)
    return found
