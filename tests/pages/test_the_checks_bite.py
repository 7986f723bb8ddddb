"""Broken copies of a good PDF, page and drawing: each is found, so a check that says nothing means
something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from journey.export import pdf
from journey.export.html import to_html
from journey.export.pdf import _template, to_pdf
from journey.export.svg import to_svg
from journey.pages.document import Callout, Document, Paragraph, Text

from .conftest import require
from .tools import (
    View,
    browser_objections,
    layout_objections,
    order,
    pdf_objections,
    run,
    vnu,
)
from .wanted import PATHWAYS, Case, timeline_of, wanted

GOOD = Case("nhs", "", "dated", "person", "overview+people", "a4", 12)


@cache
def document() -> Document:
    return GOOD.document


# ---- PDF ---------------------------------------------------------------------------------------


@cache
def editable() -> bytes:
    """The good PDF with its streams as they are read, for an editor of text."""
    with TemporaryDirectory() as folder:
        plain, out = Path(folder, "plain.pdf"), Path(folder, "editable.pdf")
        plain.write_bytes(to_pdf(document()))
        run("qpdf", "--qdf", "--object-streams=disable", plain, out)
        return out.read_bytes()


def put(old: bytes, new: bytes, *, count: int = 0) -> Callable[[bytes], bytes]:
    """Other words in the same space, so that every object stays where it was."""
    return lambda data: re.sub(old, lambda m: new.ljust(len(m[0])), data, count=count)


@dataclass(frozen=True)
class Breakage:
    """A change to a good file, and words of the objection that it must meet."""

    name: str
    change: Callable[[bytes], bytes]
    found: str


PDFS = [
    Breakage("truncated", lambda data: data[: len(data) // 2], "qpdf"),
    Breakage("half a cross-reference", lambda data: data[:-400], "qpdf"),
    Breakage("not tagged", put(rb"/StructTreeRoot \d+ 0 R", b""), "not tagged"),
    Breakage("not marked", put(rb"/Marked true", b"/Marked false"), "ua1: "),
    Breakage("no language", put(rb"/Lang \(en-GB\)", b""), "ua1: .*LANG"),
    Breakage("no title", put(rb"<dc:title>.*?</dc:title>", b""), "ua1: .*TITLE"),
    Breakage("title not shown", put(rb"/DisplayDocTitle true", b""), "title is not shown"),
    Breakage("no bookmarks", put(rb"/Outlines \d+ 0 R", b""), "bookmarks"),
    Breakage(
        "no description",
        put(rb"/Alt (?:\((?:\\.|[^\\)])*\)|<[0-9a-f]*>)", b""),
        "ua1: .*FIGURE|not described",
    ),
    Breakage("a level left out", put(rb"/S /H2", b"/S /H4"), "headings"),
    Breakage("a heading too few", put(rb"/S /H2", b"/S /P", count=1), "headings"),
    Breakage("small type", put(rb" 12 Tf", b" 8 Tf"), r"type of \[8.0\]"),
    Breakage("no claim", put(rb"<pdfuaid:part>1</pdfuaid:part>", b""), "no claim of PDF/UA-1"),
]


@pytest.mark.usefixtures("pdf_tools")
class TestBrokenPDFs:
    def test_the_good_one_is_good(self, tmp_path: Path) -> None:
        path = tmp_path / "good.pdf"
        path.write_bytes(to_pdf(document()))
        assert pdf_objections(path, wanted(document())) == []

    @pytest.mark.parametrize("breakage", PDFS, ids=lambda breakage: breakage.name)
    def test_it_is_found(self, breakage: Breakage, tmp_path: Path) -> None:
        good = editable()
        broken = breakage.change(good)
        assert broken != good
        path = tmp_path / "broken.pdf"
        path.write_bytes(broken)
        found = pdf_objections(path, wanted(document()))
        assert any(re.search(breakage.found, words) for words in found), found

    def test_a_sheet_without_the_notice_is_found(self, tmp_path: Path) -> None:
        path = tmp_path / "broken.pdf"
        path.write_bytes(to_pdf(replace(document(), notice="Nothing of note.")))
        found = pdf_objections(path, wanted(document()))
        assert sum("is without 'This guide helps" in words for words in found) >= 2

    def test_an_empty_sheet_is_found(self, tmp_path: Path) -> None:
        path = tmp_path / "broken.pdf"
        last = replace(
            document().pages[-1], blocks=(Paragraph(Text("\u00a0")),), shares_sheet=False
        )
        path.write_bytes(to_pdf(replace(document(), pages=(*document().pages, last))))
        found = pdf_objections(path, wanted(document()))
        assert any("is empty" in words for words in found), found

    def test_texts_in_another_order_are_found(self, tmp_path: Path) -> None:
        path = tmp_path / "broken.pdf"
        first = document().pages[0]
        blocks = (*first.blocks[:1], *first.blocks[:0:-1])
        path.write_bytes(to_pdf(replace(document(), pages=(replace(first, blocks=blocks),))))
        assert order(path, wanted(document())) != []
        assert any(isinstance(block, Callout) for block in first.blocks)


LAYOUTS = [
    ("narrow columns", "columns: range(count).map(n => needed.at(n) * scale + 9pt + rest * "
     "it.shares.at(n) / whole),", "columns: (24pt,) * count,", "has '.*' on '"),
    ("days too narrow", "let scale = calc.min(1, width / needed)", "let scale = 1", "on '"),
    ("no margins", "#let margin = data.margin * 1pt", "#let margin = 5mm", "outside its margins"),
    ("a foot at the edge", "+ 6mm + 8mm", "+ 6mm", "outside its margins"),
    ("a foot on the text", "footer-descent: 6mm", "footer-descent: -12mm", "on '"),
    ("no running head", "header: running-head,", "header: none,", "which page it carries on"),
    ("no foot", "inset: (top: 6pt), foot(..how))", "inset: (top: 6pt))", "is without 'This guide"),
    ("small marks", "text(size: calc.max(11pt, size * 0.6), fill: muted, baseline",
     "text(size: 7pt, fill: muted, baseline", "type of"),
    ("sheets of their own", "pagebreak(weak: true)", "pagebreak()", "is empty"),
    ("a title alone", "heading(level: it.level, it.words)", "heading(level: it.level, it.words)\n"
     "  if it.level == 3 { pagebreak() }", "ends with the title"),
]  # fmt: skip
"""Changes to the layout, each with what is objected to."""


LAID_OUT = Case("cruk-adult", "", "known", "person", "beside+months+sources", "a4", 24)


@pytest.mark.usefixtures("pdf_tools")
def test_nobody_objects_to_the_layout_before_it_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "good.pdf"
    path.write_bytes(to_pdf(LAID_OUT.document, size=LAID_OUT.size))
    assert layout_objections(path, wanted(LAID_OUT.document)) == []


@pytest.mark.usefixtures("pdf_tools")
@pytest.mark.parametrize(("name", "old", "new", "found"), LAYOUTS, ids=lambda value: value[:20])
def test_a_broken_layout_is_found(
    name: str, old: str, new: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = _template().decode()
    assert old in template, name
    monkeypatch.setattr(pdf, "_template", lambda: template.replace(old, new).encode())
    path = tmp_path / "broken.pdf"
    path.write_bytes(to_pdf(LAID_OUT.document, size=LAID_OUT.size))
    objections = layout_objections(path, wanted(LAID_OUT.document))
    assert any(re.search(found, words) for words in objections), objections


# ---- HTML and SVG ------------------------------------------------------------------------------

WIDE = "<table><tr>" + "<td>unbreakable</td>" * 30 + "</tr></table>"
PAGES: list[tuple[str, str, Callable[[str], str]]] = [
    ("a picture without its name", "image-alt|svg-img-alt",
     lambda html: re.sub(r'aria-labelledby="[^"]*"|<title id=.*?</title>', "", html)),
    ("low contrast", "color-contrast",
     lambda html: html.replace("</style>", "p { color: #BBBBBB !important }</style>")),
    ("a wide table", "scrolls sideways",
     lambda html: html.replace("</main>", f'<div class="x">{WIDE}</div></main>').replace(
         "</style>", ".x table { display: table; width: 2000px }</style>")),
    ("both pictures", "shows 2 pictures",
     lambda html: html.replace(".wide { display: none; }", "")),
    ("no picture", "shows 0 pictures",
     lambda html: html.replace(".narrow { display: block; }", "")),
    ("the picture of the sheet on a phone", "the text of a picture is",
     lambda html: html.replace(".wide { display: none; }", "").replace(
         ".narrow { display: block; }", "")),
    ("a picture that is cut", "the picture cuts Longer",
     lambda html: re.sub(
         ">[^<]+</text>", ">Longer than the drawing is wide, so that its end is cut</text>", html)),
    ("a word in pieces", "reads Wednesday in pieces",
     lambda html: html.replace(
         "</main>", '<table class="grid"><thead><tr><th scope="col">Wed'
         '<span style="display: block">nesday</span></th></tr></thead></table></main>')),
    ("no language", "html-has-lang", lambda html: re.sub(r'<html lang="[^"]*">', "<html>", html)),
    ("a level left out", "heading-order",
     lambda html: html.replace("</h1>", "</h1><h5>Deep</h5>")),
    ("a call for help from elsewhere", "asks for",
     lambda html: re.sub("<meta http-equiv[^>]*>", "", html).replace(
         "</main>", '<img alt="" src="http://127.0.0.1:9/x.png"></main>')),
]  # fmt: skip
BY_AXE = ("image-alt|svg-img-alt", "color-contrast", "html-has-lang", "heading-order")


@pytest.mark.usefixtures("browser")
def test_every_broken_page_is_found_in_the_browser(tmp_path: Path) -> None:
    brief = replace(GOOD, pages="overview").document
    good = to_html(brief)
    found = []
    for by_axe in (True, False):
        pages = {}
        for name, words, change in PAGES:
            assert change(good) != good, name
            if (words in BY_AXE) == by_axe:
                path = tmp_path / f"{name}.html"
                path.write_text(change(good), "utf-8")
                pages[path] = wanted(brief)
        found += browser_objections(pages, views=(View(320),), papers=(), by_axe=by_axe)
    for name, words, _ in PAGES:
        assert any(o.startswith(f"{name}.html") and re.search(words, o) for o in found), (
            name,
            found,
        )


@pytest.mark.usefixtures("browser")
def test_a_printed_sheet_without_the_notice_is_found(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(to_html(replace(document(), notice="Nothing of note.")), "utf-8")
    found = browser_objections({path: wanted(document())}, views=(), papers=("A4",))
    assert any("is without 'This guide helps" in words for words in found)


@pytest.mark.usefixtures("checker")
def test_every_broken_file_is_found_by_the_checker(tmp_path: Path) -> None:
    html = to_html(document())
    svg = to_svg(timeline_of(PATHWAYS["nhs"], "dated"))
    broken = {
        "nesting.html": html.replace("</main>", "<ul><p>no</p></ul></main>"),
        "unclosed.html": html.replace("</section>", "", 1),
        "double-id.html": html.replace("</main>", '<p id="x">a</p><p id="x">b</p></main>'),
        "unknown.html": html.replace("<p ", '<p colour="red" ', 1),
        "child.svg": svg.replace("</svg>", "<circle r='1'><p/></circle></svg>"),
        "unknown.svg": svg.replace("<circle ", "<cirkle ", 1),
        "cut.svg": svg[:-20],
    }
    for name, words in broken.items():
        assert words not in (html, svg), name
        (tmp_path / name).write_text(words, "utf-8")
    found = vnu([tmp_path / name for name in broken])
    for name in broken:
        assert any(words.startswith(f"vnu: {name}:") for words in found), (name, found)


# ---- when a tool is missing --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("qpdf", "apt-get install qpdf"),
        ("poppler", "apt-get install poppler-utils"),
        ("java", "apt-get install default-jre-headless"),
        ("chromium", "apt-get install chromium"),
        ("axe-core", "npm install axe-core, and set AXE_CORE"),
    ],
)
def test_a_missing_tool_skips_with_what_to_install_and_fails_under_ci(
    name: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("AXE_CORE", raising=False)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=advice):
        require(name)
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match=advice):
        require(name)
