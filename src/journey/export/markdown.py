"""A document as Markdown: CommonMark with pipe tables, every text literal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from journey.pages.document import (
    Block,
    Bullets,
    Callout,
    Definitions,
    Document,
    Heading,
    MonthGrid,
    Page,
    Paragraph,
    SourceList,
    Space,
    Table,
    Text,
)
from journey.picture.picture import Picture
from journey.values import must_be

_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
"""What may be escaped (CommonMark 0.31, section 2.4)."""
_PLAIN = frozenset(",.'?%/;:=\"")
"""Of those, what means nothing inside a line."""
_STARTS = re.compile(r"([0-9]{1,9})([.)])")
"""A number that would begin a list."""
BLANK = "\\_" * 30


def to_markdown(document: Document) -> str:
    """The document as Markdown; the notice ends every page, and a rule stands between two.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> text = journey.to_markdown(journey.describe(timeline, made=dt.date(2026, 3, 2)))
    >>> text.startswith("# ")
    True
    """
    must_be("document", document, Document, mend="make one with describe")
    pages = ("\n\n".join(_page(page, document)) for page in document.pages)
    return "\n\n---\n\n".join(pages) + "\n"


def _page(page: Page, document: Document) -> Iterator[str]:
    for block in page.blocks:
        yield from _block(block)
    foot = (document.made_in_words, document.edition, document.look_again)
    rest = " ".join(_literal(part) for part in foot if part)
    yield f"**{_literal(document.notice)}** {rest}"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, words):
            yield f"{'#' * level} {_line(words)}"
        case Paragraph(text):
            yield _said(text)
        case Bullets(items, is_checklist):
            yield _list((_said(item) for item in items), marker="- [ ]" if is_checklist else "-")
        case Table():
            yield from _table(block)
        case Definitions(items):
            yield _list(f"{_strong(name)}: {_said(text)}" for name, text in items)
        case Callout():
            yield from _callout(block)
        case Space(label, lines):
            yield _strong(label)
            yield from [BLANK] * lines
        case Picture():
            yield _strong(block.title)
            yield _list(map(_line, block.description))
        case SourceList():
            yield from _sources(block)
        case MonthGrid():
            return  # a list below it says the same in words


def _table(table: Table) -> Iterator[str]:
    yield _strong(table.caption)
    rows = [
        [_literal(column) for column in table.columns],
        ["---"] * len(table.columns),
        *([_said(cell) for cell in row] for row in table.rows),
    ]
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _callout(callout: Callout) -> Iterator[str]:
    parts = [_strong(callout.title)] if callout.title else []
    parts += [_said(text) for text in callout.paragraphs]
    parts += [f"{_line(label)}: {BLANK}" for label in callout.blanks]
    yield "\n>\n".join(f"> {part}" for part in parts)


def _sources(sources: SourceList) -> Iterator[str]:
    for entry in sources.entries:
        said = " ".join(_literal(part) for part in (entry.title, entry.url, *entry.remarks) if part)
        yield f"{_strong(entry.publisher)}: {said}"
        yield _list(f"\\[{place.number}\\] “{_literal(place.where)}”" for place in entry.places)


def _list(items: Iterable[str], *, marker: str = "-") -> str:
    return "\n".join(f"{marker} {item}" for item in items)


def _strong(text: str) -> str:
    return f"**{_literal(text)}**"


def _said(text: Text) -> str:
    words = _line(text.words)
    if not text.marks:
        return words
    marks = "; ".join(f"{mark.number} {mark.label}".strip() for mark in text.marks)
    return f"{words} \\[{_literal(marks)}\\]".strip()


def _line(text: str) -> str:
    """The text literal, where it begins a line: no list or rule begins with it."""
    text = _literal(text)
    return _STARTS.sub(r"\1\\\2", text, count=1) if _STARTS.match(text) else text


def _literal(text: str) -> str:
    """The text on one line, so that every reader of Markdown shows it as it is."""
    line = " ".join(text.split())
    return _SPECIAL.sub(lambda match: match[0] if match[0] in _PLAIN else f"\\{match[0]}", line)
