"""Words that run from right to left, kept from turning what stands around them (Unicode UAX 9)."""

from __future__ import annotations

import re
import unicodedata

RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI"}
"""Bidirectional classes of characters that turn what stands around them."""
_NUMBER = re.compile(
    r"(?:\+?[0-9][0-9 \u00a0()/.,:-]*[0-9]|[0-9])(?:[ \u00a0]?(?:°[CF]?|%))?"  # 38 °C
)
_ISOLATES = re.compile("[\u2066-\u2069]")


def is_turning(words: str) -> bool:
    """Whether some of it runs from right to left, and would turn what stands around it."""
    return not words.isascii() and any(
        unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in words
    )


def isolated(words: str) -> str:
    """The words kept apart from what stands around them, where they run from right to left."""
    return f"\u2068{words}\u2069" if is_turning(words) else words


def with_numbers_kept(words: str) -> str:
    """Words of which numbers, dates, phone numbers and degrees keep their own direction."""
    return _NUMBER.sub("\u2066\\g<0>\u2069", words)


def line_apart(line: str) -> str:
    """A line from left to right, whose right-to-left words turn no other words and no numbers.

    Isolates that are no pairs would end it sooner, or not at all; they are shown as their codes.
    """
    if line.isascii() or not (is_turning(line) or "\u2069" in line):
        return line
    if not _are_pairs(line):
        line = _ISOLATES.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
    return f"\u2066{with_numbers_kept(line)}\u2069"


def _are_pairs(line: str) -> bool:
    depth = 0
    for isolate in _ISOLATES.findall(line):
        depth += -1 if isolate == "\u2069" else 1
        if depth < 0:
            return False
    return depth == 0
