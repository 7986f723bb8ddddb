"""Side by side: what pathways say of the same part, and what two plans of one pathway differ in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journey.errors import PathwayError, Problem

if TYPE_CHECKING:
    from journey.companions import Disagreement
    from journey.pathway import Pathway, Phase
    from journey.planning import DateWindow, Timeline


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """One part of treatment, by its meaning, and the phases that each pathway has for it."""

    meaning: str
    phases: tuple[tuple[Phase, ...], ...]
    """For each pathway, in their order; empty where it has no such phase."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pathways of one condition, side by side; nothing is averaged."""

    pathways: tuple[Pathway, ...]
    parts: tuple[ComparedPart, ...]
    disagreements: tuple[Disagreement, ...]
    """The points that two or more of these pathways differ in."""


@dataclass(frozen=True, slots=True)
class Move:
    """One boundary in two plans: the first day of a phase, or the finish."""

    name: str
    """The name of the phase that begins there; for the finish, that of the last phase."""
    is_finish: bool
    before: DateWindow | None
    after: DateWindow | None
    is_in_before: bool = True
    is_in_after: bool = True
    """Whether the plan has the phase at all: a variation may replace some."""

    @property
    def days(self) -> int | None:
        """How many days later, or with a minus earlier, its typical date is; `None` if undated."""
        if self.before is None or self.after is None:
            return None
        return (self.after.typical - self.before.typical).days


def align(pathways: Sequence[Pathway], disagreements: Sequence[Disagreement] = ()) -> Comparison:
    """The phases of some pathways, aligned by their meaning, in an order that fits each.

    A phase without a meaning stands for itself. Raises PathwayError if there are fewer than two
    pathways, or the same one twice.
    """
    ids = [pathway.id for pathway in pathways]
    if len(ids) < 2:
        raise PathwayError(
            [Problem("too-few", "a comparison needs two pathways or more; name another")]
        )
    doubles = sorted({name for name in ids if ids.count(name) > 1})
    if doubles:
        raise PathwayError(
            [Problem("duplicate-id", f'"{name}" is named twice; name it once') for name in doubles]
        )
    order = _merged([[_meaning(phase) for phase in pathway.phases] for pathway in pathways])
    parts = tuple(
        ComparedPart(
            meaning,
            tuple(
                tuple(phase for phase in pathway.phases if _meaning(phase) == meaning)
                for pathway in pathways
            ),
        )
        for meaning in order
    )
    concerned = tuple(
        point
        for point in disagreements
        if sum(saying.pathway in ids for saying in point.sayings) >= 2
    )
    return Comparison(tuple(pathways), parts, concerned)


def moves(before: Timeline, after: Timeline) -> tuple[Move, ...]:
    """What differs between two plans: a row a phase of either, in an order that fits each, and the
    finish last.
    """
    old = {phase.id: phase for phase in before.phases}
    new = {phase.id: phase for phase in after.phases}
    rows = []
    for phase_id in _merged([list(old), list(new)]):
        phases = (old.get(phase_id), new.get(phase_id))
        one, two = (phase.start if phase else None for phase in phases)
        name = next(phase.name for phase in reversed(phases) if phase)
        rows.append(
            Move(
                name, is_finish=False, before=one, after=two,
                is_in_before=phases[0] is not None, is_in_after=phases[1] is not None,
            )
        )  # fmt: skip
    last = after.phases[-1].name
    return (*rows, Move(last, is_finish=True, before=before.finish, after=after.finish))


def _merged(lists: Sequence[Sequence[str]]) -> list[str]:
    """Every name once, in an order that fits each list where one does."""
    order: list[str] = []
    for names in lists:
        for i, name in enumerate(names):
            if name in order:
                continue
            before = [order.index(other) + 1 for other in names[:i] if other in order]
            after = [order.index(other) for other in names[i + 1 :] if other in order]
            order.insert(max(before) if before else min(after, default=len(order)), name)
    return order


def _meaning(phase: Phase) -> str:
    return phase.meaning or phase.id
