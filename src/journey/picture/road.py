"""The parts of treatment as a road of stones to colour in, for a child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from journey.picture.canvas import SIZE, SMALL, Drawing, wrapped

CELL = 60.0
"""How wide one stone of the road is, with what is around it."""
ROW = 92.0
BIG, LITTLE = 20.0, 12.0
"""The radius of a stone that begins a part, and of those that follow."""
WAY = 20.0


@dataclass(frozen=True, slots=True)
class _Stone:
    """One stone: the number and the name of the part that begins there, or neither."""

    number: int = 0
    name: str = ""

    @property
    def cells(self) -> int:
        """A name needs room beside it."""
        return 2 if self.number else 1


def road(
    names: Sequence[str], stones: Sequence[int], *, title: str, width: float, ids: str = "journey"
) -> str:
    """The road as SVG, as wide as this, in points; announced by its title.

    A big stone with a number begins each part; `stones` says how many little ones follow it. Rows
    run to and fro, as a path does.
    """
    drawing = Drawing(width, SIZE)
    rows = list(_rows(names, stones, max(3, int(width // CELL))))
    cell = drawing.width / max(3, int(width // CELL))
    places: list[tuple[float, float, _Stone]] = []
    for n, row in enumerate(rows):
        x, y = 0.0, n * ROW + BIG + 6
        for stone in row:
            half = stone.cells * cell / 2
            x += half
            places.append((drawing.width - x if n % 2 else x, y, stone))
            x += half
    for (x1, y1, _), (x2, y2, _) in pairwise(places):
        # A row ends above the beginning of the next one, wherever its last stone lies.
        if y1 != y2:
            drawing.line(x1, y1 - WAY / 2, x1, y2 + WAY / 2, "rule", WAY)
        drawing.line(x1, y2, x2, y2, "rule", WAY)
    for x, y, stone in places:
        drawing.ring(x, y, BIG if stone.number else LITTLE)
        if stone.number:
            drawing.text(x, y + 5, str(stone.number), bold=True, anchor="middle")
            for n, line in enumerate(wrapped(stone.name, 2 * cell - 6, SMALL)):
                drawing.text(x, y + BIG + 14 + 13 * n, line, size=SMALL, anchor="middle")
    drawing.y = len(rows) * ROW + 8
    return drawing.svg(ids, title)


def _rows(names: Sequence[str], stones: Sequence[int], cells: int) -> Iterator[list[_Stone]]:
    """The stones in rows of so many cells."""
    held: list[_Stone] = []
    for number, (name, count) in enumerate(zip(names, stones, strict=True), start=1):
        for stone in (_Stone(number, name), *[_Stone()] * count):
            if sum(one.cells for one in held) + stone.cells > cells:
                yield held
                held = []
            held.append(stone)
    if held:
        yield held
