"""What a document says, told from its blocks alone, and which documents are looked at."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from strategies import full_pathway

from journey.export.placing import placed
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
from journey.pages.pack import KINDS, View, describe
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.picture.paper import Paper, Size
from journey.planning.timeline import OwnDate, Timeline, plan
from journey.words.catalogue import words

from .tools import Wanted

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)


# ---- what a document says ----------------------------------------------------------------------


Labels = Mapping[Mark, str]


def marks_of(text: Text, labels: Labels) -> str:
    """The labels of the marks of a text; empty where it has none."""
    return ",".join(labels[mark] for mark in text.marks if mark in labels)


def facts_of(block: Block, labels: Labels) -> Iterator[str]:
    """Every text, heading, label, caption, column, definition and source of a block, in order."""

    def told(text: Text) -> Iterator[str]:
        yield f"{text.words}{marks_of(text, labels)}"

    match block:
        case Heading(words=words) | Steps(words=words):
            yield words
        case Paragraph(text):
            yield from told(text)
        case Bullets(items):
            for item in items:
                yield from told(item)
        case Table(caption, columns, rows):
            yield caption
            yield from columns
            for cell in itertools.chain.from_iterable(rows):
                yield from told(cell)
        case Definitions(items):
            # A few stand side by side on paper, their names above them.
            for name, text in items if len(items) > 4 else ():
                yield name
                yield from told(text)
            if len(items) <= 4:
                yield from (name for name, _ in items)
                for _, text in items:
                    yield from told(text)
        case Callout():
            yield block.title
            for text in (*block.paragraphs, *block.questions):
                yield from told(text)
            for blank in block.blanks:
                yield blank.label
                yield blank.words
        case Beside(callouts):
            for callout in callouts:
                yield from facts_of(callout, labels)
        case Tiles(tiles):
            for tile in tiles:
                yield tile.label
                yield tile.answer
                yield from told(tile.detail)
        case Space(label):
            yield label
        case Card(front, back):
            for side in (front, back):
                yield from facts_of(side, labels)
        case Road(in_words=in_words):
            yield from facts_of(in_words, labels)
        case Picture():
            yield block.title
            for said in block.in_words:
                yield from facts_of(said, labels)
        case MonthGrid(caption, weekdays, weeks):
            yield caption
            yield from weekdays
            for week in weeks:
                for day in filter(None, week):
                    yield from (str(day.number), *day.labels)
        case SourceList(entries):
            for entry in entries:
                yield f"{entry.number} {entry.publisher}: {entry.title}"
                yield entry.url
                yield from entry.remarks
                for place in entry.places:
                    yield "" if place.label == str(entry.number) else place.label
                    yield place.where


def blocks_of(document: Document) -> Iterator[Block]:
    for page in placed(document):
        yield from page.blocks


def headings_of(document: Document) -> Iterator[tuple[int, str]]:
    """Level and words of each heading; a box has one that is a level below its page's."""
    for page in placed(document):
        highest = min((b.level for b in page.blocks if isinstance(b, Heading)), default=1)
        for block in page.blocks:
            if isinstance(block, Heading):
                yield block.level, block.words
            for box in block.callouts if isinstance(block, Beside) else (block,):
                if isinstance(box, Callout) and box.title:
                    yield highest + 1, box.title


def wanted(document: Document) -> Wanted:
    """What a PDF of the document must hold."""
    blocks = list(blocks_of(document))
    labels = document.labels()
    said = (
        fact
        for block in blocks
        if not isinstance(block, Picture)
        for fact in facts_of(block, labels)
        if fact
    )
    return Wanted(
        title=document.title,
        language=document.language,
        notice=document.notice,
        foot=tuple(filter(None, (document.made_in_words, document.edition, document.look_again))),
        headings=tuple(headings_of(document)),
        titles=(
            words(document.language).contents,
            *(b.words for b in blocks if isinstance(b, Heading) and b.level < 3),
        ),
        captions=tuple(block.caption for block in blocks if isinstance(block, Table)),
        months=tuple(block.caption for block in blocks if isinstance(block, MonthGrid)),
        descriptions=tuple(b.title for b in blocks if isinstance(b, Picture | Road)),
        # A caption that repeats the heading above it may be said once.
        facts=tuple(fact for fact, _ in itertools.groupby(said)),
    )


# ---- which documents ---------------------------------------------------------------------------


def harmless(place: str) -> str:
    return f"({place})"


PATHWAYS = {name: get_pathway(name) for name in pathway_ids()}
INVENTED = full_pathway(harmless)
VARIED = (
    *((name, variation) for name in PATHWAYS for variation in (None, *PATHWAYS[name].variations)),
    ("invented", None),
)
"""Every pathway, as it is and with each of its variations."""

DATES = ("undated", "dated", "known")


@dataclass(frozen=True)
class Case:
    """A document and the sheet that it is printed on."""

    pathway: str
    variation: str
    dates: str
    view: View
    pages: str
    paper: Paper
    size: Size

    def __str__(self) -> str:
        return "-".join(str(value) for value in vars(self).values() if value)

    @property
    def timeline(self) -> Timeline:
        pathway = PATHWAYS.get(self.pathway, INVENTED)
        if self.variation:
            pathway = vary(pathway, self.variation)
        return timeline_of(pathway, self.dates)

    @property
    def document(self) -> Document:
        options: dict[str, Any] = {}
        if self.pages == "every":
            options = {"pages": KINDS, "medicines": True, "later_effects": True, "edition": 3}
        elif self.pages != "usual":
            options = {"pages": self.pages.split("+")}
        today = MADE if self.dates == "known" else None
        return describe(self.timeline, made=MADE, view=self.view, today=today, **options)


def timeline_of(pathway: Pathway, dates: str) -> Timeline:
    """Without dates; with a start; with a start, a known date and dates of the person's own."""
    if dates == "undated":
        return plan(pathway)
    if dates == "dated":
        return plan(pathway, start=START)
    own = [
        OwnDate("A wedding", dt.date(2026, 8, 1), dt.date(2026, 8, 3)),
        OwnDate("An exam", dt.date(2026, 6, 10), dt.date(2026, 6, 11)),
    ]
    booked = {pathway.phases[1].id: dt.date(2026, 4, 13)} if len(pathway.phases) > 1 else {}
    return plan(pathway, start=START, known=booked, own_dates=own)


VIEWS_AND_PAGES: tuple[tuple[View, str], ...] = (
    ("person", "usual"), ("person", "every"), ("blank", "every"), ("school", "usual"),
)  # fmt: skip
assert {view for view, _ in VIEWS_AND_PAGES} == set(get_args(View))

PAPERS: tuple[Paper, ...] = get_args(Paper)
SIZES: tuple[Size, ...] = get_args(Size)
WHOLE = tuple(
    Case(name, variation.id if variation else "", dates, view, pages, paper, size)
    for (name, variation), dates, (view, pages), paper, size in itertools.product(
        VARIED, DATES, VIEWS_AND_PAGES, PAPERS, SIZES
    )
    # Without dates the blank view is what it is with them.
    if not (view == "blank" and dates != "undated")
)
"""The whole matrix."""
