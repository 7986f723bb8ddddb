"""A document as plain text, 80 columns, in the order it is read aloud."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

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
    pages = (_page(page, document) for page in document.pages)
    return f"\n\n{'_' * WIDTH}\n\n".join(pages) + "\n"


def _page(page: Page, document: Document) -> str:
    lines: list[str] = []
    for block in page.blocks:
        if isinstance(block, MonthGrid):
            continue  # a list below it says the same
        lines += _block(block)
        lines.append("")
    foot = (document.notice, document.made_in_words, document.edition, document.look_again)
    lines += _wrapped(" ".join(filter(None, foot)))
    return "\n".join(lines)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, words):
            lines = _wrapped(words)
            rule = RULES[level] * max(map(len, lines))
            yield from (rule, *lines, rule) if level == 1 else (*lines, rule)
        case Paragraph(text):
            yield from _wrapped(_said(text))
        case Bullets(items, is_checklist):
            for item in items:
                yield from _wrapped(_said(item), first="[ ] " if is_checklist else "- ")
        case Table():
            yield from _table(block)
        case Definitions(items):
            for name, text in items:
                yield from _wrapped(f"{name}: {_said(text)}", rest="  ")
        case Callout():
            yield from _callout(block)
        case Space(label, lines=count):
            yield f"{label}:"
            for _ in range(count):
                yield from ("", "." * WIDTH)
        case Picture():
            yield from _wrapped(f"{block.title}:")
            for line in block.description:
                yield from _wrapped(line, first="- ")
        case SourceList():
            yield from _sources(block)


def _table(table: Table) -> Iterator[str]:
    yield from _wrapped(f"{table.caption}:")
    for row in table.rows:
        yield ""
        yield from _wrapped(_said(row[0]))
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            if not (cell.words or cell.marks):
                continue
            yield from _wrapped(f"{column}: {_said(cell).strip()}", first="  ", rest="    ")


def _callout(callout: Callout) -> Iterator[str]:
    bar = "!" if callout.kind == "urgent" else "*"
    yield bar * WIDTH
    if callout.title:
        yield from _wrapped(callout.title.upper())
    for text in callout.paragraphs:
        yield from _wrapped(_said(text))
    for label in callout.blanks:
        yield f"{label}: " + "_" * max(10, WIDTH - len(label) - 2)
    yield bar * WIDTH


def _sources(sources: SourceList) -> Iterator[str]:
    for n, entry in enumerate(sources.entries):
        if n:
            yield ""
        yield from _wrapped(f"{entry.publisher}: {entry.title}")
        if entry.url:
            yield from _wrapped(entry.url, first="  ")
        for remark in entry.remarks:
            yield from _wrapped(remark, first="  ")
        for place in entry.places:
            yield from _wrapped(f'"{place.where}"', first=f"  [{place.number}] ")


def _said(text: Text) -> str:
    if not text.marks:
        return text.words
    marks = "; ".join(f"{mark.number} {mark.label}".strip() for mark in text.marks)
    return f"{text.words} [{marks}]"


def _wrapped(text: str, *, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]
