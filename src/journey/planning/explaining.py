"""Why a date is where it is: the chain of steps behind a boundary, which adds up to its window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journey.errors import UnknownPhaseError
from journey.values import must_be

if TYPE_CHECKING:
    from journey.pathways.durations import Duration
    from journey.pathways.model import Phase
    from journey.planning.timeline import DateWindow, Step, Timeline


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the chain, with what it is about."""

    step: Step
    phase: Phase | None
    """The phase whose lengths were added, for a `duration`, or taken off, for a `back`, or whose
    rest it waits for, for a `gap`; its basis and citations say whose numbers they are. `None` for
    every other kind."""
    adds_days: int
    """How many days wider, or with a minus narrower, the step makes the window."""

    @property
    def length(self) -> Duration | None:
        """The length that was added or taken off."""
        if self.phase is None:
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
    """From 0, the start."""
    window: DateWindow | None
    reasons: tuple[Reason, ...]
    opened_by: tuple[Phase, ...] = ()
    """Where the window is open: the phases whose lengths have no longest number, in order."""

    @property
    def moves_finish(self) -> bool | None:
        """Whether a longer phase before this boundary would move the typical finish.

        `None` for the start, which ends no phase, and where the finish is undated.
        """
        if self.boundary == 0:
            return None
        return self.timeline.moves_finish(self.timeline.phases[self.boundary - 1].id)

    @property
    def most_uncertain(self) -> Phase | None:
        """The phase whose lengths widen the window most; the first of equals, if any widens it."""
        widening = [r for r in self.reasons if r.phase is not None and r.adds_days > 0]
        return max(widening, key=lambda r: r.adds_days).phase if widening else None


def why(timeline: Timeline, boundary: str) -> Explanation:
    """The chain of steps behind the start of a phase, or behind `start` or `finish`.

    It begins at the known date that everything counts from. The days that the reasons add sum to
    the width of the window, up to the latest date that is given. Raises UnknownPhaseError.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> [reason.kind for reason in journey.why(timeline, "induction").reasons]
    ['known', 'duration']
    """
    from journey.planning.timeline import Timeline

    must_be("timeline", timeline, Timeline, mend="make one with plan")
    target = _number(timeline, boundary)
    chain: list[int] = []
    i = target
    while timeline.steps[i]:
        chain.insert(0, i)
        if timeline.steps[i][0].kind == "known":
            break
        i = timeline.base(i)
    reasons: list[Reason] = []
    width = 0
    for number in chain:
        for step in timeline.steps[number]:
            now = (step.latest - step.earliest).days
            place = number - 1 if step.part is None else step.part
            counts = step.kind in ("duration", "back", "gap")
            phase = timeline.pathway.phases[place] if counts else None
            reasons.append(Reason(step, phase, now - width))
            width = now
    window = timeline.boundaries[target]
    numbers = sorted(_opening(timeline, target)) if window and window.is_open else ()
    opened_by = tuple(timeline.pathway.phases[number - 1] for number in numbers)
    return Explanation(timeline, target, window, tuple(reasons), opened_by)


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


def _number(timeline: Timeline, boundary: str) -> int:
    names = ["start", "finish"]
    if boundary in names:
        return 0 if boundary == "start" else len(timeline.phases)
    ids = [phase.id for phase in timeline.phases]
    if boundary not in ids:
        raise UnknownPhaseError([boundary], [*ids, *names])
    return ids.index(boundary)
