"""A document as plain text, 80 columns, in the order it is read aloud."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from journey.pages.document import (
    Beside,
    Blank,
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

GAP = 2
"""So many blanks stand between two columns."""
WIDTH = 80
"""No line is longer, save a single word that is."""

RULES = {1: "=", 2: "=", 3: "-"}


def to_text(document: Document) -> str:
    """The document as text; the notice ends every page.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> text = journey.to_text(journey.describe(timeline, made=dt.date(2026, 3, 2)))
    >>> "No date yet" in text or "2026" in text
    True
    """
    must_be("document", document, Document, mend="make one with describe")
    writer = _Writer(document)
    return f"\n\n{'_' * WIDTH}\n\n".join(map(writer.page, document.pages)) + "\n"


class _Writer:
    """The pages of one document as lines."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.labels: dict[Mark, str] = document.labels()

    def page(self, page: Page) -> str:
        document = self.document
        lines: list[str] = []
        for block in page.blocks:
            if isinstance(block, MonthGrid):
                continue  # a list below it says the same
            lines += self.block(block)
            lines.append("")
        foot = (document.notice, document.made_in_words, document.edition, document.look_again)
        lines += _wrapped(" ".join(filter(None, foot)))
        return "\n".join(lines)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level, words):
                lines = _wrapped(words)
                rule = RULES[level] * max(map(len, lines))
                yield from (rule, *lines, rule) if level == 1 else (*lines, rule)
            case Paragraph(text):
                yield from _wrapped(self.said(text))
            case Bullets(items, is_checklist):
                for item in items:
                    yield from _wrapped(self.said(item), first="[ ] " if is_checklist else "- ")
            case Table():
                yield from self.table(block)
            case Definitions(items):
                for name, text in items:
                    yield from _wrapped(f"{name}: {self.said(text)}", rest="  ")
            case Callout():
                yield from self.callout(block)
            case Beside(callouts):
                for n, callout in enumerate(callouts):
                    yield from ("",) if n else ()
                    yield from self.callout(callout)
            case Tiles(tiles):
                for tile in tiles:
                    said = f"{tile.label}: {tile.answer}. {self.said(tile.detail)}"
                    yield from _wrapped(said, first="* ")
            case Steps(words=words):
                yield from _wrapped(words)
            case Space(label, lines=count):
                yield f"{label}:"
                for _ in range(count):
                    yield from ("", "." * WIDTH)
            case Picture():
                yield from _wrapped(f"{block.title}. {block.words_title}.")
                for said_block in block.in_words:
                    yield ""
                    yield from self.block(said_block)
            case Card(front, back):
                yield from self.callout(front)
                yield from self.callout(back)
            case Road():
                yield from self.block(block.in_words)
            case SourceList():
                yield from _sources(block)

    def table(self, table: Table) -> Iterator[str]:
        yield from _wrapped(f"{table.caption}:")
        if table.is_compared:
            cells = [list(table.columns), *([self.said(c) for c in row] for row in table.rows)]
            if lines := _in_columns(cells):
                yield from ("", *lines)
                return
        for row in table.rows:
            yield ""
            yield from _wrapped(self.said(row[0]))
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                if not (cell.words or cell.marks):
                    continue
                said = f"{column}: {self.said(cell).strip()}"
                yield from _wrapped(said, first="  ", rest="    ")

    def callout(self, callout: Callout) -> Iterator[str]:
        bar = {"urgent": "!", "ask": "?"}.get(callout.kind, "*")
        yield bar * WIDTH
        if callout.title:
            yield from _wrapped(callout.title.upper())
        for text in callout.paragraphs:
            yield from _wrapped(self.said(text))
        for question in callout.questions:
            yield from _wrapped(self.said(question), first="[ ] ")
        for blank in callout.blanks:
            yield _blank(blank)
        yield bar * WIDTH

    def said(self, text: Text) -> str:
        labels = ", ".join(filter(None, (self.labels.get(mark) for mark in text.marks)))
        return f"{text.words} [{labels}]".strip() if labels else text.words


def _in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells side by side, each wrapped in its column; nothing where a word is too long for it.

    A column has room for its longest word, and of what is left a share by how much more it holds.
    """
    columns = list(zip(*rows, strict=True))
    least = [max(len(word) for cell in column for word in cell.split()) for column in columns]
    wanted = [max(map(len, column)) for column in columns]
    left = WIDTH - GAP * (len(columns) - 1) - sum(least)
    if left < 0:
        return []
    more = [most - few for most, few in zip(wanted, least, strict=True)]
    share = min(1.0, left / max(1, sum(more)))
    widths = [few + int(own * share) for few, own in zip(least, more, strict=True)]
    lines: list[str] = []
    for row in rows:
        cells = [
            textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False)
            for cell, width in zip(row, widths, strict=True)
        ]
        for parts in zip_longest(*cells, fillvalue=""):
            line = (" " * GAP).join(p.ljust(w) for p, w in zip(parts, widths, strict=True))
            lines.append(line.rstrip())
        if row is rows[0]:
            lines.append((" " * GAP).join("-" * width for width in widths))
    return lines


def _blank(blank: Blank) -> str:
    return f"{blank.label}: " + (blank.words or "_" * max(10, WIDTH - len(blank.label) - 2))


def _sources(sources: SourceList) -> Iterator[str]:
    for n, entry in enumerate(sources.entries):
        if n:
            yield ""
        yield from _wrapped(f"{entry.publisher}: {entry.title}", first=f"[{entry.number}] ")
        if entry.url:
            yield from _wrapped(entry.url, first="    ")
        for remark in entry.remarks:
            yield from _wrapped(remark, first="    ")
        for place in entry.places:
            yield from _wrapped(f'"{place.where}"', first=f"    [{place.label}] ")


def _wrapped(text: str, *, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
