"""The HTML pages in a browser, and HTML and SVG as the checkers of others see them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
from strategies import full_pathway

from journey.export.html import to_html
from journey.pages.document import Block
from journey.pages.pack import describe
from journey.picture.chart import chart_of
from journey.picture.picture import drawn

from .tools import VIEWS, View, Wanted, browser_objections, vnu
from .wanted import MADE, SIZES, WHOLE, Case, blocks_of, timeline_of, wanted
from .wanted import PATHWAYS as BUNDLED

IS_WHOLE = "WHOLE_MATRIX" in os.environ
CHOSEN = WHOLE if IS_WHOLE else (
    Case("cruk-adult", "", "known", "person", "overview+dates+people", "a4", 12),
    Case("nhs", "", "undated", "blank", "overview+about+months+sources", "letter", 18),
    Case("invented", "", "dated", "person", "phases+questions+words+counts+card+road", "a4", 24),
    Case("cruk-child", "", "known", "school", "usual", "a4", 12),
)  # fmt: skip
"""Those in the browser, where axe-core takes seconds over many tags."""
CHECKED = WHOLE if IS_WHOLE else WHOLE[::397]
"""Those that the checker of HTML reads; a prime, as in test_pdf."""
FEW_VIEWS = (View(320, "screen", "dark"), View(1280, "print"))


def html_of(case: Case) -> str:
    return to_html(case.document, paper=case.paper, size=case.size)


def written(cases: tuple[Case, ...], folder: Path) -> Mapping[Path, Wanted]:
    found = {}
    for case in cases:
        path = folder / f"{case}.html"
        path.write_text(html_of(case), "utf-8")
        found[path] = wanted(case.document)
    return found


@pytest.mark.usefixtures("browser")
def test_axe_finds_nothing_and_no_page_scrolls_sideways(tmp_path: Path) -> None:
    assert len({case.size for case in CHOSEN}) == 3
    shown = {type(block) for case in CHOSEN for block in blocks_of(case.document)}
    assert shown == set(get_args(Block))
    pages = written(CHOSEN, tmp_path)
    assert browser_objections(pages, views=FEW_VIEWS, papers=("A4",)) == []


@pytest.mark.usefixtures("browser")
def test_one_page_in_every_view_and_on_every_paper(tmp_path: Path) -> None:
    case = Case("nhs", "", "known", "person", "overview+dates", "a4", 12)
    pages = written((case,), tmp_path)
    assert len(VIEWS) == 6
    assert browser_objections(pages, views=VIEWS, papers=("A4", "Letter")) == []


@pytest.mark.usefixtures("browser")
def test_one_picture_shows_whole_and_legible_at_every_width(tmp_path: Path) -> None:
    """Undated ends, lanes, dates of one's own, today and long names, on both papers."""
    cases = (
        Case("cruk-adult", "", "known", "person", "overview", "letter", 12),
        Case("macmillan", "", "known", "person", "overview", "a4", 24),
    )
    pages = dict(written(cases, tmp_path))
    timeline = timeline_of(full_pathway(lambda place: f"{place} {'WORD' * 6} on"), "known")
    document = describe(timeline, made=MADE, pages=["overview"])
    path = tmp_path / "long names.html"
    path.write_text(to_html(document), "utf-8")
    pages[path] = wanted(document)
    assert all("<svg" in path.read_text("utf-8") for path in pages)
    views = [View(width) for width in (320, 640, 767, 768)]
    assert (
        browser_objections(pages, views=[*views, View(1280, "print")], papers=(), by_axe=False)
        == []
    )


@pytest.mark.usefixtures("checker")
def test_the_checker_of_html_finds_nothing(tmp_path: Path) -> None:
    pages = written(CHECKED, tmp_path)
    assert len(pages) == len(CHECKED)
    assert vnu(list(pages)) == []


@pytest.mark.usefixtures("checker")
def test_the_checker_of_svg_finds_nothing(tmp_path: Path) -> None:
    files = []
    for name, pathway in BUNDLED.items():
        for dates in ("undated", "known"):
            chart = chart_of(timeline_of(pathway, dates))
            for size in SIZES:
                path = tmp_path / f"{name}-{dates}-{size}.svg"
                path.write_text(drawn(chart, title=name, size=size), "utf-8")
                files.append(path)
    assert len(files) == 2 * len(SIZES) * len(BUNDLED)
    assert vnu(files) == []
