"""What the console is told: a document as text, whose words turn nothing around them."""

from __future__ import annotations

from journey.export.text import to_text
from journey.pages.document import Document
from journey.words.direction import line_apart


def show(document: Document, *, end: str = "") -> None:
    """Print a document; a terminal keeps each line's direction, whatever is written in it."""
    print("\n".join(map(line_apart, to_text(document).split("\n"))), end=end)
