"""What the writers of pages share: where a block goes that may move, what no line may break."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journey.pages.document import Block, Document, Heading, Page, Picture

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_TOGETHER = re.compile(
    rf"(?:\b\d{{1,2}} )?\b(?:{_MONTH}) (?:\d{{1,2}}, )?\d{{4}}\b"  # 9 March 2026; March 9, 2026
    rf"|\b\d{{1,2}} (?:{_MONTH})\b"
    r"|(?<![\w.])\+?\(?\d[\d ()/.-]{7,}\d\b"  # the number of a phone
    r"|\b\d+(?:\.\d+)? (?:days?|weeks?|months?|years?|hours?|mm|cm|ml|mg|kg|°C)(?!\w)"
)


def unbroken(text: str) -> str:
    """The text with spaces that no line breaks in dates, numbers of phones, numbers with units."""
    return _TOGETHER.sub(lambda match: match[0].replace(" ", "\u00a0"), text)


def placed(document: Document) -> tuple[Page, ...]:
    """The pages as they are set: the words of a picture stand apart from it.

    They go to the first sheet after it that several pages may share, or to the end, so that what
    must stand beside the picture has the room.
    """
    pages: list[Page] = []
    waiting: list[Page] = []
    for page in document.pages:
        if page.shares_sheet and waiting:
            pages += waiting
            waiting = []
        pages.append(page)
        for block in page.blocks:
            if isinstance(block, Picture):
                blocks: Sequence[Block] = (Heading(2, block.words_title), *block.in_words)
                waiting.append(Page(f"{page.id}-words", tuple(blocks)))
    return (*pages, *waiting)
