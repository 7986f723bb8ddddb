"""A document as Markdown: CommonMark with pipe tables, every text literal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from journey.pages.document import (
    Beside,
    Block,
    Bullets,
    Callout,
    Card,
    Definitions,
    Document,
    Heading,
    Mark,
    MonthGrid,
    Page,
    Paragraph,
    Picture,
    Road,
    SourceList,
    Space,
    Steps,
    Table,
    Text,
    Tiles,
)
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
    writer = _Writer(document)
    pages = ("\n\n".join(writer.page(page)) for page in document.pages)
    return "\n\n---\n\n".join(pages) + "\n"


class _Writer:
    """The pages of one document as paragraphs of Markdown."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.labels: dict[Mark, str] = document.labels()

    def page(self, page: Page) -> Iterator[str]:
        document = self.document
        for block in page.blocks:
            yield from self.block(block)
        foot = (document.made_in_words, document.edition, document.look_again)
        rest = " ".join(_literal(part) for part in foot if part)
        yield f"**{_literal(document.notice)}** {rest}"

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level, words):
                yield f"{'#' * level} {_line(words)}"
            case Paragraph(text):
                yield self.said(text)
            case Bullets(items, is_checklist):
                said = map(self.said, items)
                yield _list(said, marker="- [ ]" if is_checklist else "-")
            case Table():
                yield from self.table(block)
            case Definitions(items):
                yield _list(f"{_strong(name)}: {self.said(text)}" for name, text in items)
            case Callout():
                yield self.callout(block)
            case Beside(callouts):
                yield from map(self.callout, callouts)
            case Tiles(tiles):
                yield _list(
                    f"{_strong(f'{tile.label}: {tile.answer}')}. {self.said(tile.detail)}"
                    for tile in tiles
                )
            case Steps(words=words):
                yield _line(words)
            case Space(label, lines):
                yield _strong(label)
                yield from [BLANK] * lines
            case Picture():
                yield f"{_strong(block.title)}. {_literal(block.words_title)}."
                for said_block in block.in_words:
                    yield from self.block(said_block)
            case Card(front, back):
                yield from map(self.callout, (front, back))
            case Road():
                yield from self.block(block.in_words)
            case SourceList():
                yield from _sources(block)
            case MonthGrid():
                return  # a list below it says the same in words

    def table(self, table: Table) -> Iterator[str]:
        yield _strong(table.caption)
        rows = [
            [_literal(column) for column in table.columns],
            ["---"] * len(table.columns),
            *([self.said(cell) for cell in row] for row in table.rows),
        ]
        yield "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def callout(self, callout: Callout) -> str:
        parts = [_strong(callout.title)] if callout.title else []
        parts += map(self.said, callout.paragraphs)
        parts += (f"\u2610 {self.said(question)}" for question in callout.questions)
        parts += (f"{_line(b.label)}: {_literal(b.words) or BLANK}" for b in callout.blanks)
        return "\n>\n".join(f"> {part}" for part in parts)

    def said(self, text: Text) -> str:
        words = _line(text.words)
        labels = ", ".join(filter(None, (self.labels.get(mark) for mark in text.marks)))
        return f"{words} \\[{_literal(labels)}\\]".strip() if labels else words


def _sources(sources: SourceList) -> Iterator[str]:
    for entry in sources.entries:
        said = " ".join(_literal(part) for part in (entry.title, entry.url, *entry.remarks) if part)
        yield f"\\[{entry.number}\\] {_strong(entry.publisher)}: {said}"
        yield _list(f"\\[{place.label}\\] “{_literal(place.where)}”" for place in entry.places)


def _list(items: Iterable[str], *, marker: str = "-") -> str:
    return "\n".join(f"{marker} {item}" for item in items)


def _strong(text: str) -> str:
    return f"**{_literal(text)}**"


def _line(text: str) -> str:
    """The text literal, where it begins a line: no list or rule begins with it."""
    text = _literal(text)
    return _STARTS.sub(r"\1\\\2", text, count=1) if _STARTS.match(text) else text


def _literal(text: str) -> str:
    """The text on one line, so that every reader of Markdown shows it as it is."""
    line = " ".join(text.split())
    return _SPECIAL.sub(lambda match: match[0] if match[0] in _PLAIN else f"\\{match[0]}", line)
