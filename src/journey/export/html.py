"""A document as one HTML file: no script, nothing from elsewhere, made to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources

from journey.errors import ArgumentError
from journey.export.placing import placed, unbroken
from journey.pages.document import (
    Beside,
    Blank,
    Block,
    Bullets,
    Callout,
    Card,
    Definitions,
    Document,
    GridDay,
    Heading,
    Mark,
    MonthGrid,
    Page,
    Paragraph,
    Picture,
    Place,
    Road,
    SourceEntry,
    SourceList,
    Space,
    Steps,
    Table,
    Text,
    Tiles,
    texts_in,
)
from journey.picture.look import DARK, FONTS, LIGHT
from journey.picture.paper import A4, Paper, Sheet, Size
from journey.picture.picture import NARROW, drawn, fitted
from journey.picture.road import road
from journey.values import must_be
from journey.words.catalogue import words
from journey.words.direction import is_turning, with_numbers_kept

FRAGMENT = "journey-pages"
"""The class of the element that a fragment is."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Even a browser that is asked to may fetch nothing."""
FOOT = {12: (11, 22), 18: (13, 30), 24: (15, 41)}
"""For a size of text: the size of the foot in points, and the margin that holds it in mm."""


def to_html(document: Document, *, paper: Paper = "a4", size: Size = 12) -> str:
    """The document as a self-contained HTML file, for the screen and for paper.

    Raises PrintingError.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> html = journey.to_html(journey.describe(timeline, made=dt.date(2026, 3, 2)))
    >>> html.startswith("<!DOCTYPE html>")
    True
    """
    must_be("document", document, Document, mend="make one with describe")
    sheet = Sheet(paper, size)
    title = escape(document.title)
    body = _Writer(document, sheet).body()
    kind = ' class="large"' if sheet.is_large else ""
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="{document.language}"{kind}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{title}</title>\n<style>\n{_style(document, sheet)}</style>\n</head>\n<body>\n"
        f"{body}\n</body>\n</html>\n"
    )


def to_html_fragment(document: Document, *, heading_level: int = 2) -> str:
    """The document as one `<div>` to put into a page of yours: no script, nothing from elsewhere.

    Its style holds inside that element alone (CSS nesting: browsers since 2024; in older ones it
    reads without style). `heading_level` is that of its title, from 1 to 4; the headings below it
    follow. Two fragments on one page share the ids that their own links use.

    Raises ArgumentError for another heading level.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> document = journey.describe(timeline, made=dt.date(2026, 3, 2))
    >>> "<html" in journey.to_html_fragment(document)
    False
    """
    must_be("document", document, Document, mend="make one with describe")
    must_be("heading_level", heading_level, int)
    if not 1 <= heading_level <= 4:
        raise ArgumentError(f"heading_level: should be from 1 to 4, not {heading_level}")
    sheet = A4
    writer = _Writer(document, sheet)
    body = "\n".join(map(writer.page, writer.pages))
    by = heading_level - 1
    # Every text is escaped, so that these are our own elements.
    body = re.sub(r"(</?h)([1-4])\b", lambda match: f"{match[1]}{int(match[2]) + by}", body)
    return (
        f'<div class="{FRAGMENT}" lang="{document.language}">\n<style>\n'
        f".{FRAGMENT} {{ {_properties(_sizes(sheet))} {_properties(LIGHT)}\n"
        "font: var(--size)/1.42 var(--fonts); color: var(--ink); background: var(--paper);\n"
        f"overflow-wrap: break-word;\n{_css('html.css')}"
        f"@media (max-width: 640px) {{\n{_css('html-column.css')}}}\n}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n.{FRAGMENT} {{ "
        f"{_properties(DARK)} }}\n}}\n</style>\n{body}\n</div>\n"
    )


@cache
def _css(name: str) -> str:
    return (resources.files("journey") / "export" / name).read_text("utf-8")


def _style(document: Document, sheet: Sheet) -> str:
    """What the style takes from the document and its sheet, then the files of the style."""
    one_column = "all" if sheet.is_large else "(max-width: 640px)"
    return (
        f":root {{ {_properties(_sizes(sheet))} {_properties(LIGHT)} }}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f":root {{ {_properties(DARK)} }}\n}}\n"
        f"{_css('html.css')}@media {one_column} {{\n{_css('html-column.css')}}}\n"
        f"{_paper(document, sheet)}@media print {{\n{_css('html-print.css')}}}\n"
    )


def _properties(values: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())


def _sizes(sheet: Sheet) -> dict[str, str]:
    is_large = sheet.is_large
    return {
        "fonts": FONTS,
        "size": f"{sheet.size}pt",
        "small": f"{max(11, round(sheet.size * 0.84))}pt",
        "title": "1.5rem" if is_large else "1.9rem",
        "print-title": "1.4rem" if is_large else "1.42rem",
        "page-title": "1.3rem" if is_large else "1.58rem",
        "width": f"{sheet.width:.2f}pt",
    }


def _paper(document: Document, sheet: Sheet) -> str:
    """The page of CSS Paged Media with its foot: a custom property reaches no size of a page."""
    made = "\n".join(filter(None, (document.made_in_words, document.look_again)))
    # With the number on one line, so that all lines end where a printer reaches.
    page = "\u2003".join(filter(None, (document.edition, words(document.language).page)))
    size, bottom = FOOT[sheet.size]
    foot = f"font: {size}pt/1.2 {FONTS}; color: {LIGHT['muted']}; vertical-align: top;"
    return (
        f"@page {{\n  size: {sheet.paper};\n  margin: 10mm 18mm {bottom}mm;\n"
        f"  @bottom-left {{ content: {_css_string(document.notice)}; {foot} font-weight: 700; "
        "width: 62%; padding-top: 2.5mm; }\n"
        f'  @bottom-right {{ content: {_css_string(made)} "\\a " {_css_string(page)} " " '
        f"counter(page); white-space: pre-line; text-align: right; {foot} padding-top: 2.5mm; }}\n"
        f"}}\n@page landscape {{ size: {sheet.paper} landscape; }}\n"
    )


def _dates(document: Document) -> list[str]:
    """When the pages were made, and what else their foot says."""
    return list(filter(None, (document.made_in_words, document.edition, document.look_again)))


def _css_string(text: str) -> str:
    """A CSS string (CSS Syntax 3, section 4.3.5): what could end it, or the style, is a code."""
    return '"' + "".join(c if c.isalnum() or c in " .,:'" else f"\\{ord(c):x} " for c in text) + '"'


def _id(page: Page) -> str:
    return escape(f"page-{page.id}")


class _Writer:
    """The pages of one document as HTML, for one sheet."""

    def __init__(self, document: Document, sheet: Sheet) -> None:
        self.document = document
        self.sheet = sheet
        self.labels = document.labels()
        self.pages = placed(document)
        self.sources = next((p for p in self.pages if p.id == "sources"), self.pages[-1])
        self.is_urgent_marked = False

    def body(self) -> str:
        pages = "\n".join(map(self.page, self.pages))
        return f"{self.contents()}\n<main>\n{pages}\n</main>"

    def contents(self) -> str:
        """Links to the pages, for the screen, to be opened, and one to the urgent box."""
        if len(self.document.pages) == 1:
            return ""
        links = []
        for page in self.pages[1:]:
            heading = next(block for block in page.blocks if isinstance(block, Heading))
            links.append(f'<li><a href="#{_id(page)}">{escape(heading.words)}</a></li>')
        label = escape(words(self.document.language).contents)
        urgent = escape(words(self.document.language).urgent_title)
        return (
            f'<nav aria-label="{label}"><p><a href="#urgent">{urgent}</a></p>'
            f"<details><summary>{label}</summary>\n<ul>\n"
            + "\n".join(links)
            + "\n</ul></details></nav>"
        )

    def page(self, page: Page) -> str:
        levels = (block.level for block in page.blocks if isinstance(block, Heading))
        top = min(levels, default=1)
        lines: list[str] = []
        section: list[Block] = []
        said = ""
        for block in (*page.blocks, None):
            # At the end of each section stands one link to where it comes from.
            if block is None or isinstance(block, Heading):
                lines += self.from_sources(section)
                section = []
            if block is None:
                break
            section.append(block)
            lines += self.block(block, top + 1, said)
            said = block.words if isinstance(block, Heading) else said
        blocks = "\n".join(lines)
        kind = "page"
        kind += " landscape" if page.is_landscape else ""
        kind += " shares" if page.shares_sheet else ""
        # Seen on each page, and heard once in the document.
        unheard = "" if page is self.pages[0] else ' aria-hidden="true"'
        foot = escape(unbroken(" ".join(_dates(self.document))))
        return (
            f'<section class="{kind}" id="{_id(page)}">\n{blocks}\n'
            f'<p class="foot"{unheard}><strong>{escape(self.document.notice)}</strong> {foot}</p>\n'
            "</section>"
        )

    def from_sources(self, blocks: Sequence[Block]) -> Iterator[str]:
        """One link to the sources of a section, named by their numbers."""
        marks = [mark for text in texts_in(tuple(blocks)) for mark in text.marks]
        numbers = list(
            dict.fromkeys(self.labels[Mark(m.source)] for m in marks if m in self.labels)
        )
        if numbers:
            w = words(self.document.language)
            named = w.from_sources if len(numbers) > 1 else w.from_source
            said = escape(named.format(numbers=", ".join(numbers)))
            yield f'<p class="from"><a href="#source-{numbers[0]}">{said}</a></p>'

    def block(self, block: Block, level: int, said: str) -> Iterator[str]:
        """The block; a title in it is a heading of this level; `said` is the heading above it."""
        match block:
            case Heading(level, words=text):
                yield f"<h{level}>{_bdi(text)}</h{level}>"
            case Paragraph(text):
                yield f"<p>{self.said(text)}</p>"
            case Bullets(items, is_checklist):
                yield '<ul class="check">' if is_checklist else "<ul>"
                yield from (f"<li>{self.said(item)}</li>" for item in items)
                yield "</ul>"
            case Table():
                kind = "rows wordy" if _is_wordy(block) else "rows"
                yield f'<table class="{kind}">{_caption(block.caption, said)}'
                yield from self.table(block)
            case Definitions(items):
                yield "<dl>"
                for name, text in items:
                    yield f"<div><dt>{_bdi(name)}</dt><dd>{self.said(text)}</dd></div>"
                yield "</dl>"
            case Callout():
                yield from self.callout(block, level)
            case Beside(callouts):
                yield '<div class="beside">'
                for callout in callouts:
                    yield from self.callout(callout, level)
                yield "</div>"
            case Tiles(tiles):
                yield '<dl class="tiles">'
                for tile in tiles:
                    yield f"<div><dt>{escape(tile.label)}</dt>"
                    answer = f"<strong>{_bdi(tile.answer)}</strong>"
                    yield f"<dd>{answer} {self.said(tile.detail)}</dd></div>"
                yield "</dl>"
            case Steps(here, count, words=text):
                discs = "".join(
                    f'<span class="here">{n}</span>' if n == here else f"<span>{n}</span>"
                    for n in range(1, count + 1)
                )
                yield f'<p class="steps"><span aria-hidden="true">{discs}</span> {escape(text)}</p>'
            case Space(label, lines):
                yield f'<div class="space"><p>{escape(label)}</p>{"<hr>" * lines}</div>'
            case Picture():
                yield from self.picture(block)
            case Card(front, back):
                yield '<div class="card">'
                for side in (front, back):
                    yield f'<div class="side"><p><strong>{escape(side.title)}</strong></p>'
                    yield from (f"<p>{self.said(text)}</p>" for text in side.paragraphs)
                    yield from map(_blank, side.blanks)
                    yield "</div>"
                yield "</div>"
            case Road(title, names, stones, in_words):
                for kind, width in (("wide", self.sheet.width), ("narrow", NARROW)):
                    drawing = road(names, stones, title=title, width=width, ids=f"road-{kind}")
                    yield f'<figure class="picture {kind}">{drawing}</figure>'
                yield from self.block(in_words, level, said)
            case MonthGrid():
                yield f'<table class="grid">{_caption(block.caption, said)}'
                yield from _grid(block)
            case SourceList(entries):
                yield '<div class="sources">'
                for entry in entries:
                    yield from _source(entry)
                yield "</div>"

    def picture(self, block: Picture) -> Iterator[str]:
        """Drawn for a sheet and drawn for a phone: only one of them shows, and is announced."""
        wide = fitted(block.chart, self.sheet, title=block.title)[0]
        yield f'<figure class="picture wide">{"".join(wide)}</figure>'
        narrow = drawn(block.chart, title=block.title, width=NARROW, ids="journey-narrow")
        yield f'<figure class="picture narrow">{narrow}</figure>'

    def table(self, table: Table) -> Iterator[str]:
        yield "<thead><tr>"
        yield from (f'<th scope="col">{escape(column)}</th>' for column in table.columns)
        yield "</tr></thead>\n<tbody>"
        for first, *rest in table.rows:
            yield f'<tr><th scope="row">{self.said(first)}</th>'
            for column, cell in zip(table.columns[1:], rest, strict=True):
                yield f'<td data-column="{escape(column)}">{self.said(cell)}</td>'
            yield "</tr>"
        yield "</tbody></table>"

    def callout(self, callout: Callout, level: int) -> Iterator[str]:
        anchor = ""
        if callout.kind == "urgent" and callout.title and not self.is_urgent_marked:
            anchor, self.is_urgent_marked = ' id="urgent"', True
        yield f'<div class="callout {escape(callout.kind)}"{anchor}>'
        if callout.title:
            yield f"<h{level}>{escape(callout.title)}</h{level}>"
        yield from (f"<p>{self.said(text)}</p>" for text in callout.paragraphs)
        if callout.questions:
            yield '<ul class="check">'
            yield from (f"<li>{self.said(question)}</li>" for question in callout.questions)
            yield "</ul>"
        yield from map(_blank, callout.blanks)
        yield "</div>"

    def said(self, text: Text) -> str:
        labels = ", ".join(filter(None, (self.labels.get(mark) for mark in text.marks)))
        said = _bdi(text.words)
        for words_of, target in text.links:
            shown = escape(unbroken(words_of))
            said = said.replace(shown, f'<a href="{escape(target)}">{shown}</a>', 1)
        return f'{said}<sup class="marks">{labels}</sup>' if labels else said


def _bdi(text: str) -> str:
    """The text, kept apart where it runs from right to left, so that nothing beside it turns."""
    said = escape(unbroken(text))
    return f"<bdi>{with_numbers_kept(said)}</bdi>" if is_turning(text) else said


def _blank(blank: Blank) -> str:
    """A line to write on, or what is known in its place."""
    if not blank.words:
        return f'<p class="blank"><span>{escape(blank.label)}</span></p>'
    return f'<p class="filled"><strong>{escape(blank.label)}</strong> {_ringing(blank.words)}</p>'


def _ringing(text: str) -> str:
    """The words of a line that was filled in; the number of a phone can be rung."""
    if re.fullmatch(r"[+()0-9 ./-]{5,}", text):
        return f'<a href="tel:{re.sub("[^+0-9]", "", text)}">{escape(unbroken(text))}</a>'
    return _bdi(text)


def _caption(caption: str, said: str) -> str:
    """A caption, only for those who listen where the heading above shows the same words."""
    kind = ' class="unseen"' if caption == said else ""
    return f"<caption{kind}>{escape(caption)}</caption>"


def _is_wordy(table: Table) -> bool:
    """Whether the last of many columns says more than all the others."""
    lengths = [[len(cell.words) for cell in row] for row in table.rows]
    return len(table.columns) > 3 and sum(row[-1] for row in lengths) > sum(
        sum(row[:-1]) for row in lengths
    )


def _grid(grid: MonthGrid) -> Iterator[str]:
    yield "<thead><tr>"
    yield from (f'<th scope="col">{_weekday(name)}</th>' for name in grid.weekdays)
    yield "</tr></thead>\n<tbody>"
    for week in grid.weeks:
        yield "<tr>"
        for day in week:
            labels = "".join(f"<p>{escape(label)}</p>" for label in day.labels) if day else ""
            number = f"<strong>{day.number}</strong>{_parts(day)}" if day else ""
            yield f"<td>{number}{labels}</td>"
        yield "</tr>"
    yield "</tbody></table>"


def _parts(day: GridDay) -> str:
    """The numbers of the parts of a day, for the eye: the list below says it in words."""
    discs = [f'<span class="here">{n}</span>' for n in day.usual]
    discs += [f"<span>{n}</span>" for n in day.may]
    return f' <span class="parts" aria-hidden="true">{"".join(discs)}</span>' if discs else ""


def _weekday(name: str) -> str:
    """Its first letters, which fit a narrow column; the rest is for those who listen."""
    return f'{escape(name[:3])}<span class="unseen">{escape(name[3:])}</span>'


def _source(entry: SourceEntry) -> Iterator[str]:
    yield f'<div class="source" id="source-{entry.number}"><p><strong>{entry.number} '
    yield f"{escape(entry.publisher)}</strong>: {escape(entry.title)}</p>"
    if entry.url:
        is_link = entry.url.startswith("https://")
        shown = escape(entry.url)
        link = f'<a href="{shown}">{shown}</a>' if is_link else shown
        yield f'<p class="url">{link}</p>'
    yield f"<p>{escape(unbroken(' '.join(entry.remarks)))}</p>\n"
    places = (
        f"{_label(place, entry)}&ldquo;{escape(place.where)}&rdquo;" for place in entry.places
    )
    yield f'<p class="places">{"; ".join(places)}</p></div>'


def _label(place: Place, entry: SourceEntry) -> str:
    """What marks call a place; a source with one place has its number alone."""
    return "" if place.label == str(entry.number) else f"<strong>{place.label}</strong>&nbsp;"
