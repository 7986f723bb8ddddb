"""What pathways of one condition say of the same part, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journey.errors import PathwayError, Problem

if TYPE_CHECKING:
    from journey.pathways.companions import Disagreement
    from journey.pathways.model import Pathway, Phase


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
    order = merged([[_meaning(phase) for phase in pathway.phases] for pathway in pathways])
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
        and (point.only_with is None or any(point.only_with in p.applied for p in pathways))
    )
    return Comparison(tuple(pathways), parts, concerned)


def merged(lists: Sequence[Sequence[str]]) -> list[str]:
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
