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
    """One boundary in two plans."""

    name: str
    """The name of the phase that begins there; the finish has the last phase's name."""
    is_finish: bool
    before: DateWindow | None
    after: DateWindow | None

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
    order: list[str] = []
    for pathway in pathways:
        after = 0
        for phase in pathway.phases:
            meaning = phase.meaning or phase.id
            if meaning not in order:
                order.insert(after, meaning)
            after = max(after, order.index(meaning) + 1)
    parts = tuple(
        ComparedPart(
            meaning,
            tuple(
                tuple(phase for phase in pathway.phases if (phase.meaning or phase.id) == meaning)
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
    """What differs between two plans of one pathway: a row a boundary, the finish last.

    Raises PathwayError if the plans have different phases.
    """
    names = [phase.name for phase in after.phases]
    if [phase.id for phase in before.phases] != [phase.id for phase in after.phases]:
        text = "the two plans have different phases, so no dates can be compared"
        raise PathwayError([Problem("different-phases", text)])
    rows = [
        Move(name, False, one, two)  # noqa: FBT003  positional as in its definition
        for name, one, two in zip(names, before.boundaries, after.boundaries, strict=False)
    ]
    return (*rows, Move(names[-1], True, before.finish, after.finish))  # noqa: FBT003
