"""The tree of blocks that every page format renders, so the same facts stand in each.

A text is a `Text`: literal characters and the marks of the places it comes from. No block holds
markup; each writer escapes what it writes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import journey
from journey.pathways.fields import Language
from journey.picture.picture import Picture


@dataclass(frozen=True, slots=True)
class Mark:
    """A pointer to a place in a source: its number in the list of sources, and whose it is."""

    number: int
    label: str = ""
    """The name beside the number; empty where it is the pathway's own source."""


@dataclass(frozen=True, slots=True)
class Text:
    """Literal words with the marks of where they come from."""

    words: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title, 2 a page's, 3 a part's."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; with `is_checklist`, of things to tick off by hand."""

    items: tuple[Text, ...]
    is_checklist: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with column headers; the first cell of each row is that row's header."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Definitions:
    """Words and what they mean, or questions and their answers."""

    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A box that stands out: `notice` for what this is not, `urgent` for getting help now."""

    kind: str
    title: str
    paragraphs: tuple[Text, ...]
    blanks: tuple[str, ...] = ()
    """Labels of lines to write on."""


@dataclass(frozen=True, slots=True)
class Space:
    """Room to write by hand."""

    label: str
    lines: int


@dataclass(frozen=True, slots=True)
class Place:
    """One cited place of a source, with its number."""

    number: int
    where: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in the list of sources."""

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
class GridDay:
    """A day of a month grid, and what stands on it."""

    number: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month as a grid of days, its rows weeks; a list below it says the same in words."""

    caption: str
    weekdays: tuple[str, ...]
    """Seven names, in the order of the columns."""
    weeks: tuple[tuple[GridDay | None, ...], ...]
    """Seven days a week; `None` belongs to another month."""


Block = (
    Heading | Paragraph | Bullets | Table | Definitions | Callout | Space | Picture | MonthGrid
    | SourceList
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
