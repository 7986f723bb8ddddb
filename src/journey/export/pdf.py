"""A document as PDF, by way of typst: PDF/UA-1 and PDF/A-2a in one file, the same bytes each time.

The template `pages.typ` holds the layout. Everything else goes in as JSON, so that nothing
anybody typed is ever Typst code.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from journey.errors import MissingExtraError
from journey.export.placing import placed, unbroken
from journey.files import folder_of
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
    SourceEntry,
    SourceList,
    Space,
    Steps,
    Table,
    Text,
    Tiles,
)
from journey.picture.look import LIGHT, phase_colour
from journey.picture.paper import MARGIN, TOP, Paper, Sheet, Size
from journey.picture.picture import fitted
from journey.picture.road import road
from journey.values import must_be
from journey.words.catalogue import words
from journey.words.direction import is_turning, isolated, with_numbers_kept

if TYPE_CHECKING:
    import typst

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
MORE_FONTS = ("manimgx_fonts", "manimgx_fonts_cjk")
"""The packages of the extra `fonts`: Noto, for the scripts that Source Sans has not."""
FONTS = ("SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf")

_UNBROKEN = re.compile(r"[^\s/-]{20}(?=[^\s/-]{12})")
_UNDRAWN = re.compile(r'(?:the text|the codepoint) `"(.*?)"` ?(?:could not|\n)', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

JOINERS = frozenset((0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))
"""What joins signs into one, or gives it another look or another skin."""
HEAD = 8
"""The head of a page is looked for in so many blocks."""
MOST_FACTS = 4
"""So many facts stand side by side."""
SHORT = 100
"""A paragraph with fewer characters stays with the list below it."""
SHORT_PAGE = 900
"""A page with fewer characters stays in one piece where it shares a sheet."""
WIDE = (Table, Picture, MonthGrid, Tiles, Beside, Card, Road)
"""What takes the whole width."""
LONG = 1600
"""A head with more characters leaves no room for two columns below it."""


def to_pdf(document: Document, *, paper: Paper = "a4", size: Size = 12) -> bytes:
    """The document as a PDF file; needs the extra `pdf`.

    A character that no font here has is written as its code, such as U+1F9D1; the extra `fonts`
    has those of most scripts. Raises PrintingError and MissingExtraError.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> document = journey.describe(timeline, made=dt.date(2026, 3, 2), pages=["overview"])
    >>> journey.to_pdf(document)[:5]
    b'%PDF-'
    """
    must_be("document", document, Document, mend="make one with describe")
    return printed(document, Sheet(paper, size))[0]


def printed(document: Document, sheet: Sheet) -> tuple[bytes, str]:
    """The PDF file, and the characters in it that no font here has."""
    compiler = _compiler()
    codes: dict[int, str] = {}
    # The compiler draws a letter that no font has whole, in a picture, with no text behind it, and
    # a joined script there without its letters: PDF/UA-1 allows none. Then it stands there without
    # its marks, or not at all, and whole in the words beside.
    pictures = iter((str, _without_odd_marks, _without_marks, _without_other_scripts))
    less = next(pictures)
    undrawn: frozenset[int] = frozenset()
    data = _data(document, sheet, less)
    while True:
        drawn = data.translate(codes)
        try:
            missing = "".join(map(chr, sorted(codes.keys() - JOINERS)))
            return _compiled(compiler, drawn, document.made), missing
        except RuntimeError as error:  # TypstError, which is told apart by what it says
            found = _undrawn(getattr(error, "diagnostic", ""), codes)
            if undrawn.issuperset(found):
                codes |= found
            else:  # what a picture alone cannot draw is no reason to take it out of the words
                undrawn |= frozenset(found)
            if not found:
                following = next(pictures, None)
                if following is not None:
                    less = following
                elif codes.keys() >= JOINERS:
                    raise
                else:  # a sign that is joined of several has no code point of its own
                    codes |= dict.fromkeys(JOINERS, "")
            data = _data(document, sheet, partial(_drawn, less=less, undrawn=undrawn))


def _compiled(compiler: typst.Compiler, data: str, made: dt.date) -> bytes:
    midnight = dt.datetime(made.year, made.month, made.day, tzinfo=dt.UTC)
    pdf = compiler.compile(
        _template(),
        format="pdf",
        sys_inputs={"document": data},
        pdf_standards=STANDARDS,
        timestamp=midnight,
    )
    assert isinstance(pdf, bytes)  # noqa: S101  (a list is for pictures, one a page)
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """The compiler with its fonts, once a process."""
    try:
        import typst
    except ImportError:
        raise MissingExtraError("PDF files", "pdf") from None
    try:
        files = resources.files("font_source_sans_pro") / "files"
    except ModuleNotFoundError:
        raise MissingExtraError("PDF files", "pdf") from None
    # The folder of the package holds each font twice, and which one is taken is left to chance.
    with folder_of({name: (files / name).read_bytes() for name in FONTS}) as folder:
        paths = [str(folder), *map(str, _more_fonts())]
        fonts = typst.Fonts(include_system_fonts=False, font_paths=paths)
        compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
        # A font is read when it is first used, which must be while its file is there.
        compiler.compile(b'#set text(font: "Source Sans Pro")\na *b*', format="pdf")
    return compiler


def _more_fonts() -> Iterator[Path]:
    """The folders of fonts for other scripts, where the extra `fonts` is installed."""
    for package in MORE_FONTS:
        spec = find_spec(package)
        for place in (spec and spec.submodule_search_locations) or ():
            yield Path(place)


@cache
def _template() -> bytes:
    return (resources.files("journey") / "export" / "pages.typ").read_bytes()


def _undrawn(diagnostic: str, codes: Mapping[int, str]) -> dict[int, str]:
    """The characters that the compiler could not draw, each with its code in words."""
    texts = (
        _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        for text in _UNDRAWN.findall(diagnostic)
    )
    # Beside a character that no font has may stand a letter that is in all of them.
    return {
        ord(c): f"U+{ord(c):04X} "
        for c in "".join(texts)
        if (ord(c) > 0x24F or ord(c) < 0x20) and ord(c) not in codes
    }


def _without_odd_marks(svg: str) -> str:
    """A drawing without the marks that make no code point with their letter."""
    return "".join(c for c in unicodedata.normalize("NFC", svg) if not unicodedata.combining(c))


def _without_marks(svg: str) -> str:
    """A drawing without the marks of any letter."""
    return "".join(c for c in unicodedata.normalize("NFD", svg) if not unicodedata.combining(c))


def _drawn(svg: str, *, less: Callable[[str], str], undrawn: frozenset[int]) -> str:
    return _without(less(svg), undrawn)


def _without_other_scripts(svg: str) -> str:
    """A drawing with three dots for the words of other scripts."""
    return _without(svg, frozenset(ord(c) for c in svg if ord(c) > 0x24F and c.isalpha()))


def _without(svg: str, found: frozenset[int]) -> str:
    """A drawing with three dots for the words that have one of some characters."""
    if not found:
        return svg
    ranges = "".join(map(re.escape, map(chr, sorted(found))))
    return re.sub(rf"[^\s<>]*[{ranges}][^\s<>]*(?: [^\s<>]*[{ranges}][^\s<>]*)*", "\u2026", svg)


def _without_gaps(levels: Iterable[int]) -> dict[int, int]:
    """What each level of a heading becomes, so that none is skipped (PDF/UA-1, section 7.4)."""
    become: dict[int, int] = {}
    for level in sorted(set(levels)):
        become[level] = min(level, 1 + max(become.values(), default=level))
    return become


# ---- the document as data --------------------------------------------------------------------


def _data(document: Document, sheet: Sheet, drawn: Callable[[str], str]) -> str:
    return json.dumps(_document(document, sheet, drawn), ensure_ascii=False)


def _document(document: Document, sheet: Sheet, drawn: Callable[[str], str]) -> dict[str, Any]:
    writer = _Writer(sheet, document.labels(), drawn)
    w = words(document.language)
    language, _, region = document.language.partition("-")
    return {
        "title": _turned(document.title),
        "language": language,
        "region": region,
        "made": [document.made.year, document.made.month, document.made.day],
        "notice": _turned(document.notice),
        "says-notice": _says_notice(document),
        "foot": list(filter(None, (document.made_in_words, document.look_again))),
        "edition": document.edition,
        "page": w.page,
        "of": w.page_of,
        "continued": w.continued,
        "contents": w.contents,
        "more": w.more_title.partition("{")[0],
        "paper": "us-letter" if sheet.paper == "letter" else sheet.paper,
        "size": sheet.size,
        "large": sheet.is_large,
        "margin": MARGIN,
        "top": TOP,
        "colours": LIGHT,
        "pages": [writer.pages(pages) for pages in _by_sheet(placed(document), sheet)],
    }


def _says_notice(document: Document) -> bool:
    """Whether the notice stands on a page, too, and not only at the foot."""
    return any(
        isinstance(block, Callout)
        and any(text.words == document.notice for text in block.paragraphs)
        for page in document.pages
        for block in page.blocks
    )


class _Writer:
    """Pages as data: what stands where for this sheet, and what the marks are called."""

    def __init__(
        self, sheet: Sheet, labels: Mapping[Mark, str], drawn: Callable[[str], str]
    ) -> None:
        self.sheet = sheet
        self.drawn = drawn
        self.level: dict[int, int] = {}
        self.labels = labels
        self.phases = 0

    def pages(self, pages: Sequence[Page]) -> dict[str, Any]:
        """The pages that begin on one sheet, if there is room; a short one is not torn apart."""
        page, *others = pages
        accent = ""
        if page.id.startswith("phase-"):
            self.phases += 1
            accent = phase_colour(self.phases)
        levels = [
            block.level for one in pages for block in one.blocks if isinstance(block, Heading)
        ]
        self.level = _without_gaps(levels)
        head = 0
        if not (self.sheet.is_large or page.is_landscape):
            head = _head([block for one in pages for block in one.blocks])
        below = min((b.level for b in page.blocks if isinstance(b, Heading)), default=1)
        blocks = [self.block(block, page, below=below) for block in self.split(page.blocks)]
        if not self.sheet.is_large:
            for part in _used_together(page, after=head):
                is_title = blocks[part][0].get("level") == 2
                blocks[part] = [_together(blocks[part], above=1.5 if is_title else 1.15)]
        for other in others:
            whole = [self.block(block, other, below=below) for block in other.blocks]
            is_short = sum(map(_length, other.blocks)) < SHORT_PAGE
            blocks += [_together(whole, above=1.5)] if is_short else whole
        return {
            "accent": accent,
            "landscape": page.is_landscape,
            "columns": 2 if head else 1,
            "writes": isinstance(page.blocks[-1], Space),
            "first": any(isinstance(block, Picture) for block in page.blocks),
            "head": blocks[:head],
            "blocks": blocks[head:],
        }

    def split(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Boxes that stand side by side are one above the other in one column."""
        for block in blocks:
            if isinstance(block, Beside) and self.sheet.is_large:
                yield from block.callouts
            else:
                yield block

    def block(self, block: Block, page: Page, *, below: int) -> dict[str, Any]:
        match block:
            case Heading(level, words=text):
                words = _turned(text)
                return {"kind": "heading", "level": self.level[level], "words": words}
            case Paragraph(text):
                return {
                    "kind": "paragraph", "text": self.text(text), "leads": _leads(block, page),
                    "moves": block.may_move,
                }  # fmt: skip
            case Bullets(items, is_checklist):
                kind = "checklist" if is_checklist else "bullets"
                items_of = [self.text(item) for item in items]
                return {"kind": kind, "items": items_of, "moves": block.may_move}
            case Table():
                return self.table(block)
            case Definitions(items):
                pairs = [{"name": _turned(name), "text": self.text(text)} for name, text in items]
                is_strip = len(pairs) <= MOST_FACTS and not self.sheet.is_large
                return {"kind": "facts" if is_strip else "definitions", "items": pairs}
            case Callout():
                return self.callout(block, below)
            case Beside(callouts):
                return {
                    "kind": "beside",
                    "callouts": [self.callout(callout, below) for callout in callouts],
                }
            case Tiles(tiles, may_move):
                return {
                    "kind": "tiles",
                    "moves": may_move,
                    "tiles": [
                        {
                            "label": _turned(tile.label),
                            "answer": _turned(tile.answer),
                            "detail": self.text(tile.detail),
                        }
                        for tile in tiles
                    ],
                }
            case Steps(here, count, said):
                return {
                    "kind": "steps", "here": here, "count": count, "words": said,
                    "colours": [phase_colour(n) for n in range(1, count + 1)],
                }  # fmt: skip
            case Space(label, lines):
                return {
                    "kind": "space",
                    "label": _turned(label),
                    "lines": lines,
                    "is-last": block is page.blocks[-1],
                }
            case Picture():
                return {
                    "kind": "picture",
                    "moves": block.may_move,
                    "ways": [
                        list(map(self.drawn, way))
                        for way in fitted(block.chart, self.sheet, title=block.title)
                    ],
                    "alt": block.title,
                }
            case Card(front, back):
                sides = [self.callout(side, below) for side in (front, back)]
                return {"kind": "card", "sides": sides}
            case Road(title, names, stones, in_words):
                # Always for the same text: a larger one would be longer than a sheet.
                drawing = road(names, stones, title=title, width=self.sheet.width)
                return {
                    "kind": "road", "drawing": self.drawn(drawing), "alt": title,
                    "words": self.block(in_words, page, below=below),
                }  # fmt: skip
            case MonthGrid():
                is_said = any(
                    isinstance(other, Heading) and other.words == block.caption
                    for other in page.blocks
                )
                return {
                    "kind": "month",
                    "caption": "" if is_said else block.caption,
                    "weekdays": list(block.weekdays),
                    "weeks": [[_day(day) for day in week] for week in block.weeks],
                }
            case SourceList(entries):
                return {"kind": "sources", "entries": [self.source(entry) for entry in entries]}

    def callout(self, callout: Callout, below: int) -> dict[str, Any]:
        return {
            "kind": "callout",
            "style": callout.kind,
            "moves": callout.kind == "ask",
            "title": _turned(callout.title),
            "level": below + 1,
            "paragraphs": [self.text(text) for text in callout.paragraphs],
            "questions": [self.text(text) for text in callout.questions],
            "blanks": [
                {"label": _turned(blank.label), "words": _turned(blank.words)}
                for blank in callout.blanks
            ],
        }

    def source(self, entry: SourceEntry) -> dict[str, Any]:
        return {
            "number": entry.number,
            "publisher": _turned(entry.publisher),
            "title": _turned(entry.title),
            "url": entry.url if entry.url.startswith("https://") else "",
            "address": _turned(entry.url),
            "remarks": _turned(" ".join(entry.remarks)),
            "places": [
                {"label": place.label, "where": _turned(place.where)} for place in entry.places
            ],
        }

    def table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "caption": _turned(table.caption),
            "columns": [_turned(column) for column in table.columns],
            "shares": list(_shares(table)),
            "is-to-fill-in": any(
                not any(cell.words or cell.marks for cell in column)
                for column in zip(*table.rows, strict=True)
            ),
            "rows": [[self.text(cell) for cell in row] for row in table.rows],
        }

    def text(self, text: Text) -> dict[str, Any]:
        found = ((self.labels.get(mark), mark) for mark in text.marks)
        return {
            "words": _turned(text.words),
            "marks": [
                {"words": label, "to": f"source-{label.rstrip(ascii_lowercase)}"}
                for label, _ in found
                if label
            ],
        }


def _day(day: Any) -> dict[str, Any] | None:
    return day and {
        "number": day.number,
        "labels": [_turned(label) for label in day.labels],
        "parts": [
            {"number": number, "colour": phase_colour(number), "usual": number in day.usual}
            for number in sorted((*day.usual, *day.may))
        ],
    }


def _together(blocks: list[dict[str, Any]], *, above: float) -> dict[str, Any]:
    """Blocks in one piece, where they fit a sheet; `above` is the space above in text sizes."""
    return {"kind": "together", "blocks": blocks, "above": above}


def _by_sheet(pages: Iterable[Page], sheet: Sheet) -> Iterator[list[Page]]:
    """The pages that may begin on one sheet."""
    held: list[Page] = []
    for page in filter(lambda page: page.blocks, pages):
        if held and page.shares_sheet and _has_room(held, page, sheet):
            held.append(page)
            continue
        if held:
            yield held
        held = [page]
    if held:
        yield held


def _has_room(held: Sequence[Page], following: Page, sheet: Sheet) -> bool:
    """Whether a sheet may hold them; where room to write ends a page, that takes all there is.

    What is wide takes no columns from pages that have two.
    """
    last = held[-1]
    if isinstance(last.blocks[-1], Space | Beside) or last.is_landscape != following.is_landscape:
        return False
    return sheet.is_large or any(map(_is_wide, held)) or not _is_wide(following)


def _is_wide(page: Page) -> bool:
    return any(isinstance(block, WIDE) for block in page.blocks)


def _head(blocks: Sequence[Block]) -> int:
    """How many blocks stand above the two columns of a page; 0 where it has but one.

    What is wide, such as a table, leaves no columns.
    """
    if not isinstance(blocks[0], Heading) or any(isinstance(block, WIDE) for block in blocks):
        return 0
    count = 1
    for n, block in enumerate(blocks[:HEAD]):
        if isinstance(block, Definitions) and len(block.items) <= MOST_FACTS:
            count = n + 1
    while count < len(blocks) and isinstance(blocks[count], Paragraph | Callout | Steps):
        count += 1
    if any(isinstance(block, Bullets | Space) for block in blocks[:count]):
        return 0
    return count if sum(_length(block) for block in blocks[:count]) <= LONG else 0


def _leads(paragraph: Paragraph, page: Page) -> bool:
    """Whether it stands above a list or a card that it announces, and would be lost without it."""
    at = next(n for n, block in enumerate(page.blocks) if block is paragraph)
    following = page.blocks[at + 1] if at + 1 < len(page.blocks) else None
    is_short = len(paragraph.text.words) < SHORT
    return is_short and isinstance(following, Bullets | Definitions | Card | Road)


def _used_together(page: Page, *, after: int) -> Iterator[slice]:
    """What is for the hand and is not torn apart, the last first, after so many blocks.

    Boxes to tick with their heading, two lines to write on, and room to write with the number to
    ring above it.
    """
    blocks = page.blocks if isinstance(page.blocks[-1], Space) else ()
    for n in range(len(blocks) - 1, after, -1):
        match blocks[n - 1], blocks[n]:
            case (
                (Heading(), Bullets(is_checklist=True))
                | (Space(lines=1), Space(lines=1))
                | (Callout(), Space())
            ):
                yield slice(n - 1, n + 1)


def _length(block: Block) -> int:
    """About how many characters there are in a block that may stand in a head."""
    match block:
        case Heading(words=text):
            return len(text)
        case Paragraph(text):
            return len(text.words)
        case Definitions(items):
            return sum(len(name) + len(text.words) for name, text in items)
        case Callout(paragraphs=texts):
            return sum(len(text.words) for text in texts)
        case Bullets(items):
            return sum(len(text.words) for text in items)
        case Steps():
            return 0
        case _:
            return LONG


def _shares(table: Table) -> Iterator[float]:
    """How much each column gets of the width that its widest words leave: more for more words."""
    for n, column in enumerate(table.columns):
        cells = [row[n] for row in table.rows]
        longest = max(map(_length_of, cells), default=0)
        words = " ".join((column, *(cell.words for cell in cells))).split()
        word = min(max(map(len, words), default=0), 24) + 1
        yield round(max(word, min(max(longest, 9), 40) ** 0.7), 2)


def _length_of(text: Text) -> int:
    """How many characters there are, those of its marks too."""
    return len(text.words) + 3 * len(text.marks)


def _turned(text: str) -> str:
    """The text kept apart from what stands around it, where it runs from right to left.

    Numbers with their units and phone numbers in it keep their own direction (Unicode UAX 9). A
    word that no line could hold may break.
    """
    text = _UNBROKEN.sub("\\g<0>\u200b", unbroken(text))
    return isolated(with_numbers_kept(text)) if is_turning(text) else text
