"""The tree of blocks that every page format renders, so the same facts stand in each.

A text is a `Text`: literal characters and the marks of the places it comes from. No block holds
markup; each writer escapes what it writes. Nothing here knows a paper: a block that need not stand
where it is says so (`may_move`), and the writer that knows the sheet decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass

import journey
from journey.pathways.fields import Language
from journey.picture.chart import Chart


@dataclass(frozen=True, slots=True)
class Mark:
    """A pointer to a place in a source; its number is what the list of sources calls it."""

    source: str
    """The id of the source."""
    where: str = ""
    """Where in it; empty for the source as a whole."""


@dataclass(frozen=True, slots=True)
class Text:
    """Literal words with the marks of where they come from."""

    words: str
    marks: tuple[Mark, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Words in it that lead somewhere, such as the number of a phone, each with its address."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title, 2 a page's, 3 a part's."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text
    may_move: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; with `is_checklist`, of things to tick off by hand."""

    items: tuple[Text, ...]
    is_checklist: bool = False
    may_move: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with column headers; the first cell of each row is that row's header."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...] = field(repr=False)
    is_compared: bool = False
    """Whether its rows are there to be compared: plain text sets them in columns, where it can."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """Words and what they mean, or questions and their answers."""

    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to write on, with its label; filled in where its words are known."""

    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that stands out: `notice` for what this is not, `urgent` for getting help now, `ask`
    for what to ask next.
    """

    kind: str
    title: str
    paragraphs: tuple[Text, ...]
    blanks: tuple[Blank, ...] = ()
    questions: tuple[Text, ...] = ()
    """Questions to tick off."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Boxes that stand side by side where there is room; the urgent one first, and never moved."""

    callouts: tuple[Callout, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One short answer: what it is about, the answer, and when."""

    label: str
    answer: str
    detail: Text


@dataclass(frozen=True, slots=True)
class Tiles:
    """A few short answers, side by side where there is room."""

    tiles: tuple[Tile, ...]
    may_move: bool = True


@dataclass(frozen=True, slots=True)
class Steps:
    """Where a page stands among the parts: which of so many, in words and as a strip."""

    here: int
    """From 1."""
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Space:
    """Room to write by hand."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Place:
    """One cited place of a source, with the label of the marks that lead to it."""

    label: str
    where: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in the list of sources: once, with all its cited places."""

    id: str
    number: int
    title: str
    publisher: str
    url: str
    remarks: tuple[str, ...]
    """When it was reviewed, and whether that is long ago."""
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources with every cited place; marks point here."""

    entries: tuple[SourceEntry, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a timeline: what it shows, and the same in words, which a writer may place
    below what comes after it.
    """

    title: str
    chart: Chart = field(repr=False)
    words_title: str
    in_words: tuple[Table | Bullets, ...] = field(repr=False)
    may_move: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """A card to cut out and fold: two sides, each 85 by 54 mm, as large as one from a bank."""

    front: Callout
    back: Callout


@dataclass(frozen=True, slots=True)
class Road:
    """A road of stones to colour in: a big one begins each part, little ones follow it."""

    title: str
    names: tuple[str, ...]
    """Of the parts, in their order."""
    stones: tuple[int, ...]
    """How many little ones each part has."""
    in_words: Bullets


@dataclass(frozen=True, slots=True)
class GridDay:
    """A day of a month grid, and what stands on it."""

    number: int
    labels: tuple[str, ...] = ()
    usual: tuple[int, ...] = ()
    """The numbers of the parts that it usually belongs to."""
    may: tuple[int, ...] = ()
    """Of those that it may belong to as well."""


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month as a grid of days, its rows weeks; a list below it says the same in words."""

    caption: str
    weekdays: tuple[str, ...]
    """Seven names, in the order of the columns."""
    weeks: tuple[tuple[GridDay | None, ...], ...] = field(repr=False)
    """Seven days a week; `None` belongs to another month."""


Block = (
    Heading | Paragraph | Bullets | Table | Definitions | Callout | Beside | Tiles | Steps | Space
    | Picture | Card | Road | MonthGrid | SourceList
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What starts on a sheet of its own, or shares one; the notice stands on each."""

    id: str
    blocks: tuple[Block, ...] = field(repr=False)
    is_landscape: bool = False
    shares_sheet: bool = False
    """Whether it may stand on the sheet of the page before it, where there is room."""


@dataclass(frozen=True, slots=True)
class Document:
    """Pages to show, print or read aloud; made by `describe`."""

    title: str
    language: Language
    notice: str
    """Stands on every page."""
    made: dt.date
    made_in_words: str
    pages: tuple[Page, ...] = field(repr=False)
    edition: str = ""
    """Which edition of the person's pages it is, in words; empty where that is not counted."""
    look_again: str = ""
    """By when to make them anew, in words."""

    def _repr_html_(self) -> str:
        """The pages, where a notebook shows the value."""
        return journey.to_html_fragment(self)

    def labels(self) -> dict[Mark, str]:
        """What the list of sources calls each place that a mark may lead to."""
        found = {}
        for page in self.pages:
            for block in page.blocks:
                for entry in block.entries if isinstance(block, SourceList) else ():
                    found[Mark(entry.id)] = str(entry.number)
                    found |= {Mark(entry.id, place.where): place.label for place in entry.places}
        return found


def texts_in(node: object) -> Iterator[Text]:
    """Every text in a page, a block, or a tuple of them, in the order of reading."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from texts_in(item)
    elif is_dataclass(node) and not isinstance(node, Chart):
        for part in fields(node):
            yield from texts_in(getattr(node, part.name))
