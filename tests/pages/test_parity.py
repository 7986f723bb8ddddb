"""The same facts in every form: each text of the document stands in HTML, PDF, Markdown and text.

And every date of the calendar lies where the words of the document say.
"""

from __future__ import annotations

import calendar
import datetime as dt
import importlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from strategies import HOSTILE, full_pathway
from test_export_html import Reader

from journey.export.html import to_html
from journey.export.ics import to_ics
from journey.export.text import to_text
from journey.pages.document import Block, Definitions, Document, MonthGrid, Picture, Table
from journey.pages.pack import describe
from journey.planning.timeline import OwnDate, plan

from .conftest import require
from .tools import inside, sheets, squeezed, without_foot
from .wanted import (
    DATES,
    MADE,
    PATHWAYS,
    VARIED,
    VIEWS_AND_PAGES,
    Case,
    blocks_of,
    facts_of,
    wanted,
)


def plain(text: str) -> str:
    """Without what setting it in type may change: spaces, hyphenation, ligatures, capitals.

    A check mark or a bullet is no part of a text either, nor are brackets round a mark.
    """
    return re.sub(r"[\[\]]", "", squeezed(unicodedata.normalize("NFKC", text))).casefold()


# ---- the forms ---------------------------------------------------------------------------------


def html(document: Document, folder: Path) -> str:
    return Reader(to_html(document)).shown()


def text(document: Document, folder: Path) -> str:
    return to_text(document)


def pdf(document: Document, folder: Path) -> str:
    """The text of every sheet, its foot left out, and what is said of the pictures."""
    require("typst", "poppler", "qpdf")
    to_pdf = importlib.import_module("journey.export.pdf").to_pdf
    path = folder / "pages.pdf"
    path.write_bytes(to_pdf(document))
    asked = wanted(document)
    found = sheets(path, raw=True)
    foot = "".join((asked.notice, *asked.foot))
    said = "".join(without_foot(sheet, asked) for sheet in found)
    return said + foot + " ".join(inside(path).descriptions)


def markdown(document: Document, folder: Path) -> str:
    """The text as markdown-it shows it, which others wrote."""
    require("markdown-it-py")
    written = str(importlib.import_module("journey.export.markdown").to_markdown(document))
    reader = importlib.import_module("markdown_it").MarkdownIt("commonmark").enable("table")
    return unescape(re.sub(r"<[^>]*>", " ", reader.render(written)))


FORMS: dict[str, Callable[[Document, Path], str]] = {
    "html": html,
    "text": text,
    "pdf": pdf,
    "markdown": markdown,
}


def flat(document: Document) -> Iterator[Block]:
    """The blocks, a picture's words in place of the picture."""
    for block in blocks_of(document):
        if not isinstance(block, Picture):
            yield block


def facts(document: Document, form: str) -> Iterator[str]:
    """Every fact that the form must hold."""
    yield document.title
    yield document.notice
    yield from filter(None, (document.made_in_words, document.edition, document.look_again))
    labels = document.labels()
    for block in flat(document):
        if isinstance(block, MonthGrid) and form not in ("html", "pdf"):
            # Without a grid the list below it says what stands on its days.
            for week in block.weeks:
                for day in filter(None, week):
                    yield from day.labels
        elif isinstance(block, Table) and form == "text":
            # A row is headed by its first cell; a column that is empty in a row is left out there.
            named = {
                column
                for row in block.rows
                for column, cell in zip(block.columns[1:], row[1:], strict=True)
                if cell.words or cell.marks
            }
            skipped = set(block.columns) - named
            yield from (fact for fact in facts_of(block, labels) if fact not in skipped)
        else:
            yield from facts_of(block, labels)


def lost(document: Document, form: str, folder: Path) -> list[str]:
    """The facts that the form does not hold."""
    shown = plain(FORMS[form](document, folder))
    return [fact for fact in facts(document, form) if plain(fact) not in shown]


# ---- every fact in every form ------------------------------------------------------------------

CASES = [
    Case(name, "", dates, view, pages, "a4", 12)
    for name in (*PATHWAYS, "invented")
    for dates in DATES
    for view, pages in VIEWS_AND_PAGES
    if not (view == "blank" and dates != "undated")
]
VARIATIONS = [
    Case(name, variation.id, "known", "person", "every", "a4", 12)
    for name, variation in VARIED
    if variation is not None
]


STRIDES = {"html": 3, "text": 4, "pdf": 13, "markdown": 5}
"""Of how many cases one is looked at; a PDF takes its time to be read."""
if os.environ.get("WHOLE_MATRIX"):
    STRIDES = dict.fromkeys(FORMS, 1)
CASES_AND_FORMS = [(case, form) for form in FORMS for case in CASES[:: STRIDES[form]]]


@pytest.mark.parametrize(("case", "form"), CASES_AND_FORMS, ids=str)
def test_every_fact_stands_in_every_form(case: Case, form: str, tmp_path: Path) -> None:
    assert lost(case.document, form, tmp_path) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_fact_of_a_variation_stands_in_every_form(form: str, tmp_path: Path) -> None:
    assert len(VARIATIONS) > 20
    for case in VARIATIONS[:: 2 * STRIDES[form]]:
        assert lost(case.document, form, tmp_path) == [], case


def test_every_form_says_what_the_picture_shows() -> None:
    document = Case("cruk-adult", "", "known", "person", "usual", "a4", 12).document
    (picture,) = (b for b in blocks_of(document) if isinstance(b, Picture))
    rows = next(b.rows for b in picture.in_words if isinstance(b, Table))
    assert len(rows) == 5
    said = set(facts(document, "text"))
    assert all(cell.words in " ".join(said) for row in rows for cell in row)


@pytest.mark.parametrize("form", FORMS)
def test_a_fact_that_is_lost_is_noticed(form: str, tmp_path: Path) -> None:
    """The comparison itself: a page that is taken away is missed, form by form."""
    whole = Case("nhs", "", "dated", "person", "usual", "a4", 12).document
    fewer = Document(
        whole.title, whole.language, whole.notice, whole.made, whole.made_in_words,
        tuple(page for page in whole.pages if page.id != "people"), whole.edition, whole.look_again,
    )  # fmt: skip
    shown = plain(FORMS[form](fewer, tmp_path))
    assert len([fact for fact in facts(whole, form) if plain(fact) not in shown]) > 5


SPELLED = [text for text in HOSTILE if max(text) < "\u0250"]
"""Those whose letters every font has."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", SPELLED)
def test_hostile_text_stands_in_every_form_as_it_was_typed(
    text: str, form: str, tmp_path: Path
) -> None:
    def said(place: str) -> str:
        return f"{text[:30]} {place}"

    timeline = plan(
        full_pathway(said), start=MADE, own_dates=[OwnDate(text[:30].strip(), MADE, MADE + DAY)]
    )
    document = describe(timeline, made=MADE, pages=("overview", "dates", "phases", "beside"))
    assert lost(document, form, tmp_path) == []


# ---- the dates of the calendar -----------------------------------------------------------------

DAY = dt.timedelta(days=1)
_DAY = r"(?:(\d{1,2})(?: |$))?(?:([A-Z][a-z]+)(?: |$))?(\d{4})?"


@dataclass(frozen=True)
class Span:
    """What some words say of a day: no sooner than, no later than."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def span_of(words: str) -> Span:
    """The days that words such as "between 4 and 8 March 2026" or "July to August 2026" leave."""
    words = re.sub(r"\s*\(.*\)$", "", words.strip().rstrip("."))
    is_open = words.endswith(", or later")
    words = words.removesuffix(", or later")
    words = re.sub(r"^(?:about|between) ", "", words, flags=re.IGNORECASE)
    words = re.sub(r"\b([A-Z][a-z]+) (\d{1,2}), (\d{4})", r"\2 \1 \3", words)
    words = re.sub(r"\b([A-Z][a-z]+) (\d{1,2})\b(?!\d)", r"\2 \1", words)
    sides = re.split(r" to | and ", words)
    assert len(sides) in (1, 2), words
    last = re.fullmatch(_DAY, sides[-1].strip())
    first = re.fullmatch(_DAY, sides[0].strip())
    assert first, words
    assert last, words
    _, month, year = (a or b for a, b in zip(first.groups(), last.groups(), strict=True))
    start = dt.date(int(year), _month(month), int(first[1] or 1))
    end = dt.date(int(last[3]), _month(last[2]) if last[2] else 12, 1)
    if last[1]:
        end = end.replace(day=int(last[1]))
    else:
        end = (end + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Span(start, dt.date.max if is_open else end)


def _month(name: str | None) -> int:
    return [*calendar.month_name].index(name) if name else 1


@dataclass(frozen=True)
class Event:
    """An event as its own lines tell."""

    summary: str
    first: dt.date
    last: dt.date
    lines: tuple[str, ...]


def events_of(ics: bytes) -> Iterator[Event]:
    for part in ics.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        fields = dict(
            re.findall(r"^(SUMMARY|DESCRIPTION|DTSTART|DTEND)[^:]*:(.*?)\r?$", part, re.M)
        )
        said = [re.sub(r"\\([\\;,])", r"\1", line) for line in fields["DESCRIPTION"].split(r"\n")]
        start, end = (dt.date.fromisoformat(fields[name]) for name in ("DTSTART", "DTEND"))
        yield Event(fields["SUMMARY"], start, end - dt.timedelta(days=1), tuple(said))


STARTS = ("First day", "May start")
ENDS = ("Last day", "Last day may be")
NO_DATE = "no date yet"


@pytest.mark.parametrize("name", PATHWAYS)
@pytest.mark.parametrize("dates", ["dated", "known"])
def test_every_date_of_the_calendar_is_where_the_words_of_the_document_say(
    name: str, dates: str
) -> None:
    case = Case(name, "", dates, "person", "usual", "a4", 12)
    document = case.document
    told = {
        (label, text.words.casefold())
        for block in blocks_of(document) if isinstance(block, Definitions)
        for label, text in block.items
    }  # fmt: skip
    checked = 0
    for event in events_of(to_ics(case.timeline, stamp=dt.datetime(2026, 4, 20, tzinfo=dt.UTC))):
        pairs = [line.rstrip(".").split(": ", 1) for line in event.lines]
        spans = {p[0]: p[1] for p in pairs if p[0] in (*STARTS, *ENDS)}
        for label, words in spans.items():
            assert any(
                label == name and said.startswith(words.casefold()) for name, said in told
            ), (event.summary, label, words)
        given = {label: words for label, words in spans.items() if words != NO_DATE}
        start = [span_of(words) for label, words in given.items() if label in STARTS]
        end = [span_of(words) for label, words in given.items() if label in ENDS]
        # A mark spans the days that its words name; "about" a day is up to three of them.
        is_about = any(words.startswith("about") for words in given.values())
        spare = (3 if is_about else 0) * DAY
        for span in start:
            assert span.first - spare <= event.first <= span.last, event
        is_banner = event.summary.startswith("Booked: ")
        for span in end if is_banner or not start else start:
            # An open end is the last day there is, which nothing can be added to.
            assert span.first <= event.last, event
            assert event.last - spare <= span.last, event
        checked += len(given)
    assert checked >= 1


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2 March 2026 (your date)", "2026-03-02", "2026-03-02"),
        ("between 4 and 8 March 2026.", "2026-03-04", "2026-03-08"),
        ("between 28 December 2026 and 3 January 2027", "2026-12-28", "2027-01-03"),
        ("between March 28 and April 2, 2026", "2026-03-28", "2026-04-02"),
        ("July to August 2026", "2026-07-01", "2026-08-31"),
        ("December 2026 to January 2027", "2026-12-01", "2027-01-31"),
        ("2026 to 2028", "2026-01-01", "2028-12-31"),
        ("March 2, 2026", "2026-03-02", "2026-03-02"),
        ("July to August 2026, or later", "2026-07-01", "9999-12-31"),
        ("between 4 and 8 March 2026, or later.", "2026-03-04", "9999-12-31"),
    ],
)
def test_the_words_of_a_date_are_read_as_they_are_meant(words: str, first: str, last: str) -> None:
    assert span_of(words) == Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_the_dates_of_the_persons_own_are_the_days_of_their_events() -> None:
    case = Case("nhs", "", "known", "person", "usual", "a4", 12)
    assert case.timeline.own_dates
    found = {(e.summary, e.first, e.last) for e in events_of(to_ics(
        case.timeline, stamp=dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
    ))}  # fmt: skip
    (table,) = (
        b for page in case.document.pages if page.id == "dates"
        for b in page.blocks if isinstance(b, Table)
    )  # fmt: skip
    for row in table.rows:
        span = span_of(row[1].words)
        assert (row[0].words, span.first, span.last) in found
    assert case.document.made == MADE
