"""What pages are printed on and how large: the paper, its margins, and the size of its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from journey.errors import PrintingError, shortened

Paper = Literal["a4", "letter"]
Size = Literal[12, 18, 24]

PAPERS: dict[str, tuple[float, float]] = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
"""Each paper, its width and its height in points."""
SIZES: tuple[int, ...] = (12, 18, 24)
"""The sizes of text, in points."""
MARGIN = 51.02
TOP = 42.52
"""18 mm in points at both sides, and 15 mm above."""
LARGE = 18
"""From this size on there is one column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper with a size of text. Raises PrintingError where it is none that there is."""

    paper: Paper
    size: Size

    def __post_init__(self) -> None:
        if not isinstance(self.paper, str) or self.paper not in PAPERS:
            there = ", ".join(PAPERS)
            raise PrintingError(f'no paper "{shortened(str(self.paper))}" (there are: {there})')
        if self.size not in SIZES or isinstance(self.size, bool):
            there = ", ".join(map(str, SIZES))
            raise PrintingError(f"no size {shortened(str(self.size))} (there are: {there} points)")

    @property
    def width(self) -> float:
        """How wide the text is, in points."""
        return round(PAPERS[self.paper][0] - 2 * MARGIN, 2)

    @property
    def height(self) -> float:
        """How high a picture may be, in points, above the foot."""
        return PAPERS[self.paper][1] - TOP - 5 * self.size

    @property
    def is_large(self) -> bool:
        """Whether everything stands in one column."""
        return self.size >= LARGE


A4 = Sheet("a4", 12)
