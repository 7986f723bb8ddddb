"""The PDF file: the same bytes each time, text literal, the notice on every sheet, clear errors."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from strategies import HOSTILE, LONG, every_block, full_pathway, pathway_of

from journey.errors import MissingExtraError, PrintingError
from journey.export import pdf
from journey.export.html import to_html
from journey.export.pdf import to_pdf
from journey.pages.document import Bullets, Document, Heading, Mark, Page, Paragraph, Space, Text
from journey.pages.pack import describe
from journey.pathways.library import demo, get_pathway
from journey.planning.timeline import OwnDate, plan

pytest.importorskip("typst", reason="needs: pip install '.[pdf]'")

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)


def example() -> Document:
    given = demo()
    return describe(plan(given.pathway, start=given.start, known=given.known), made=MADE)


def of_blocks(*blocks: Any) -> Document:
    """A document of one page."""
    return Document("T", "en-GB", "Notice.", MADE, "Made.", (Page("a", blocks),))


def test_the_same_document_gives_the_same_bytes_here_and_in_another_process() -> None:
    first = to_pdf(example())
    assert to_pdf(example()) == first
    script = (
        "import sys, test_export_pdf; from journey.export.pdf import to_pdf; "
        "sys.stdout.buffer.write(to_pdf(test_export_pdf.example()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, cwd=Path(__file__).parent
    )
    assert done.stdout == first


def test_the_date_in_the_file_is_the_day_it_was_made() -> None:
    written = to_pdf(of_blocks(Heading(1, "A"), Paragraph(Text("B"))))
    assert b"2026-04-20" in written
    other = dataclasses.replace(of_blocks(Heading(1, "A")), made=dt.date(2027, 1, 31))
    assert b"2027-01-31" in to_pdf(other)


def test_the_file_says_that_it_is_for_everyone_and_for_the_archive() -> None:
    written = to_pdf(example()).decode("latin-1")
    assert "<pdfuaid:part>1</pdfuaid:part>" in written
    assert "<pdfaid:part>2</pdfaid:part>" in written
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in written


@pytest.mark.parametrize("paper", ["a3", "", "A4 ", "letter\n", None, 4])
def test_a_paper_that_is_none_is_refused(paper: Any) -> None:
    for write in (to_pdf, to_html):
        with pytest.raises(PrintingError, match=r"no paper .*there are: a4, letter"):
            write(example(), paper=paper)


@pytest.mark.parametrize("size", [11, 0, -12, 13, 12.5, "12", "#panic()", None, True])
def test_a_size_that_is_none_is_refused(size: Any) -> None:
    for write in (to_pdf, to_html):
        with pytest.raises(PrintingError, match=r"no size .*there are: 12, 18, 24 points"):
            write(example(), size=size)


@pytest.mark.parametrize("missing", ["typst", "font_source_sans_pro"])
def test_a_missing_extra_says_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    pdf._compiler.cache_clear()
    with pytest.raises(MissingExtraError, match=r"PDF files need .*pip install '\.\[pdf\]'"):
        to_pdf(example())
    monkeypatch.undo()
    pdf._compiler.cache_clear()


def test_a_second_file_takes_the_same_compiler_and_fonts() -> None:
    to_pdf(example())
    before = pdf._compiler.cache_info()
    to_pdf(example(), size=18)
    after = pdf._compiler.cache_info()
    assert after.misses == before.misses
    assert after.hits == before.hits + 1


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_in_every_block_is_set(text: str) -> None:
    assert to_pdf(every_block(text)).startswith(b"%PDF-")


@pytest.mark.parametrize("size", [12, 18, 24])
def test_hostile_text_in_every_field_is_set_at_every_size(size: Any) -> None:
    texts = itertools.cycle(HOSTILE)
    pathway = full_pathway(lambda place: f"{place} {next(texts)}"[:180])
    assert to_pdf(describe(plan(pathway, start=START), made=MADE), size=size)[:5] == b"%PDF-"


@pytest.mark.parametrize("size", [12, 24])
def test_ten_thousand_characters_are_set(size: Any) -> None:
    pathway = pathway_of([{"id": "p", "name": "P", "aim": LONG, "questions": [LONG]}])
    assert to_pdf(describe(plan(pathway, start=START), made=MADE), size=size)[:5] == b"%PDF-"


def test_a_character_that_no_font_has_is_written_as_its_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data: list[str] = []
    real = pdf._compiled

    def spy(compiler: Any, text: str, made: dt.date) -> bytes:
        data.append(text)
        return real(compiler, text, made)

    monkeypatch.setattr(pdf, "_compiled", spy)
    to_pdf(of_blocks(Heading(1, "A"), Paragraph(Text("a \U00013000 b \U00012000 c \ue000 d"))))
    assert len(data) == 3  # at first, what a picture alone cannot draw is left out there
    assert "a U+13000  b U+12000  c U+E000  d" in data[-1]


def test_no_text_is_code() -> None:
    # Were any of it read as Typst, these would stop the compiler or read a file.
    for text in (
        "#panic()",
        '#read("/etc/passwd")',
        "$ x $",
        "@a <b>",
        "\\u{41}",
        "= h",
        "/*",
        "`",
    ):
        blocks = (Heading(1, text), Paragraph(Text(text)), Bullets((Text(text),)), Space(text, 1))
        assert to_pdf(of_blocks(*blocks)).startswith(b"%PDF-")


def test_numbers_in_text_from_right_to_left_keep_their_direction() -> None:
    turned = pdf._turned("\u05e9\u05dc\u05d5\u05dd 020 7946 0000 \u05d0")
    assert (
        turned == "\u2068\u05e9\u05dc\u05d5\u05dd \u2066020\u00a07946\u00a00000\u2069 \u05d0\u2069"
    )
    assert pdf._turned("Łódź 12") == "Łódź 12"
    assert pdf._turned("a\u202eb") == "\u2068a\u202eb\u2069"


def test_a_mark_leads_nowhere_where_there_is_no_list_of_sources() -> None:
    written = to_pdf(of_blocks(Heading(1, "A"), Paragraph(Text("B", (Mark("c", "C"),)))))
    assert b"/Link" not in re.sub(rb"stream.*?endstream", b"", written, flags=re.DOTALL)


LETTERS = [chr(code) for code in range(0xC0, 0x58F, 7) if chr(code).isalpha()]
MARKS = ["\u0301", "\u0323\u0301", "\u0308", "\u0331\u0304", "\u0301\u0302\u0303"]


@pytest.mark.parametrize("start", range(4))
def test_letters_with_marks_that_have_no_code_point_together_are_printed(start: int) -> None:
    day = dt.date(2026, 3, 2)
    labels = [f"A{letter}{MARKS[n % 5]}b" for n, letter in enumerate(LETTERS) if n % 4 == start]
    own = [
        OwnDate(label, day + dt.timedelta(days=n), day + dt.timedelta(days=n + 1))
        for n, label in enumerate([*labels, "Ade\u0323\u0301 wo\u0323\u0301", "за\u0301мок"])
    ]
    timeline = plan(get_pathway("nhs"), start=day, own_dates=own)
    assert to_pdf(describe(timeline, made=day, pages=["overview"])).startswith(b"%PDF")
