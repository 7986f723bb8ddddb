"""PDFs of every pathway, variation, size, paper, view and kind of page, as others read them."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from journey.export.html import to_html
from journey.export.pdf import printed, to_pdf
from journey.pages.document import Document
from journey.pages.pack import describe
from journey.pages.whereabouts import describe_day
from journey.pathways.model import Variation
from journey.pathways.variations import vary
from journey.picture.paper import A4, Paper, Size
from journey.planning.timeline import OwnDate, plan
from journey.planning.whereabouts import where

from .tools import (
    conformance,
    inside,
    order,
    pdf_objections,
    placing,
    run,
    sheets,
    squeezed,
    structure_text,
)
from .wanted import MADE, PAPERS, PATHWAYS, SIZES, START, VARIED, WHOLE, Case, timeline_of, wanted

DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.usefixtures("pdf_tools")

SAMPLE = (
    Case("cruk-adult", "", "known", "person", "usual", "a4", 12),
    Case("cruk-adult", "philadelphia-positive", "dated", "school", "usual", "letter", 12),
    Case("cruk-child", "high-risk", "undated", "person", "usual", "letter", 18),
    Case("cancernet-adult", "transplant", "undated", "blank", "every", "a4", 12),
    Case("cancernet-child", "relapsed", "dated", "school", "usual", "letter", 24),
    Case("macmillan", "mrd-found", "dated", "person", "usual", "letter", 24),
    Case("macmillan", "", "known", "person", "every", "letter", 12),
    Case("nhs", "transplant", "undated", "school", "usual", "a4", 12),
    Case("invented", "", "known", "school", "usual", "a4", 18),
)
"""A few of the whole matrix, with each value of each side."""
CHOSEN = WHOLE if os.environ.get("WHOLE_MATRIX") else SAMPLE


def test_the_sample_has_each_value_of_each_side_of_the_matrix() -> None:
    for name in ("pathway", "dates", "view", "pages", "paper", "size"):
        assert {getattr(c, name) for c in SAMPLE} == {getattr(c, name) for c in WHOLE}, name
    assert set(SAMPLE) <= set(WHOLE)


@pytest.mark.parametrize("case", CHOSEN, ids=str)
def test_nobody_objects_to_the_pdf(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    document = case.document
    path.write_bytes(to_pdf(document, paper=case.paper, size=case.size))
    assert pdf_objections(path, wanted(document)) == []


# ---- the order of reading ----------------------------------------------------------------------

IN_ORDER = (
    Case("nhs", "", "dated", "person", "overview", "a4", 12),
    Case("nhs", "", "known", "person", "dates+people", "letter", 18),
    Case("macmillan", "", "known", "person", "transitions", "a4", 12),
    Case("macmillan", "", "dated", "person", "months", "letter", 12),
    Case("cruk-adult", "", "known", "school", "usual", "a4", 12),
    Case("invented", "", "undated", "blank", "beside", "a4", 12),
    Case("nhs", "", "dated", "person", "card+roadmap+road", "a4", 12),
)
"""A few short ones: poppler takes seconds to read many tags."""


@pytest.mark.parametrize("case", IN_ORDER, ids=str)
def test_every_text_is_read_in_the_order_of_the_document(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    path.write_bytes(to_pdf(case.document, paper=case.paper, size=case.size))
    assert order(path, wanted(case.document)) == []


def test_what_stands_at_the_foot_is_heard_once(tmp_path: Path) -> None:
    """The foot of the first sheet is content; of the others a screen reader hears nothing."""
    timeline = timeline_of(PATHWAYS["nhs"], "dated")
    path = tmp_path / "pages.pdf"
    heard_in: tuple[tuple[Document, Size], ...] = (
        (describe(timeline, made=MADE, pages=("people",), edition=3), 24),
        (describe(timeline, made=MADE, view="school", edition=3), 12),
        (describe_day(where(timeline, MADE), made=MADE), 12),
    )
    for document, size in heard_in:
        path.write_bytes(to_pdf(document, size=size))
        assert len(sheets(path)) > 1 or size == 12
        heard = squeezed(structure_text(path))
        said = (document.notice, document.made_in_words, document.look_again, document.edition)
        assert [heard.count(squeezed(part)) for part in said if part] == [
            1 for part in said if part
        ], document.title
        assert "Page1" not in heard


def test_tables_have_heads_and_pictures_are_figures(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    path.write_bytes(to_pdf(Case("nhs", "", "dated", "person", "overview", "a4", 12).document))
    roles = inside(path).roles
    assert {"/Table", "/THead", "/TH", "/TBody", "/TD", "/Figure", "/Link"} <= set(roles)


# ---- paper -------------------------------------------------------------------------------------


ROADS = [
    (name, variation, paper)
    for n, (name, variation) in enumerate(pair for pair in VARIED if pair[0] != "invented")
    for paper in (PAPERS if variation is None else PAPERS[n % 2 :: 2])
]
"""Every pathway on both papers, each variation on one."""
TOO_LONG = {("nhs", "transplant", "letter")}
"""Seven parts on the shorter paper: the picture goes to the second sheet, the box does not."""


@pytest.mark.parametrize(
    ("name", "variation", "paper"),
    ROADS if os.environ.get("WHOLE_MATRIX") else ROADS[::7],
    ids=lambda value: getattr(value, "id", value),
)
def test_the_first_page_is_one_sheet_and_so_is_each_part(
    name: str, variation: Variation | None, paper: Paper, tmp_path: Path
) -> None:
    path = tmp_path / "pages.pdf"
    pathway = vary(PATHWAYS[name], variation.id) if variation else PATHWAYS[name]
    for dates in ("dated", "undated"):
        document = describe(timeline_of(pathway, dates), made=MADE, pages=("overview", "phases"))
        path.write_bytes(to_pdf(document, paper=paper))
        first, *others = sheets(path, raw=True)
        assert "Need help now?" in first
        tops = [sheet.strip().split("\n")[0] for sheet in others]
        carried = [top for top in tops if top.endswith(", continued") and top[0] in "123456789A"]
        if (name, variation.id if variation else "", paper) not in TOO_LONG:
            assert carried == []


@pytest.mark.parametrize("size", [18, 24])
def test_whom_to_ring_is_on_the_first_sheet_of_large_print(size: Size, tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    for name in ("cruk-adult", "cancernet-child"):
        document = describe(timeline_of(PATHWAYS[name], "dated"), made=MADE, pages=("overview",))
        path.write_bytes(to_pdf(document, size=size))
        assert "24-hour number" in sheets(path, raw=True)[0]
        assert "Ward or clinic" in sheets(path, raw=True)[0]


def test_a_hand_over_is_at_most_four_sheets(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    for name in PATHWAYS:
        document = describe(timeline_of(PATHWAYS[name], "dated"), made=MADE, pack="hand-over")
        path.write_bytes(to_pdf(document))
        assert 2 <= len(sheets(path, raw=True)) <= 4, name


@pytest.mark.parametrize(("paper", "width", "height"), [("a4", 595, 842), ("letter", 612, 792)])
def test_the_paper_is_the_one_that_was_asked_for(
    paper: Paper, width: int, height: int, tmp_path: Path
) -> None:
    path = tmp_path / "pages.pdf"
    document = describe(timeline_of(PATHWAYS["nhs"], "dated"), made=MADE, pages=("months",))
    path.write_bytes(to_pdf(document, paper=paper))
    said = run("pdfinfo", "-f", "1", "-l", "99", path)
    found = {
        tuple(sorted(round(float(n)) for n in line.split(":")[1].split()[:3:2]))
        for line in said.splitlines() if "size:" in line and "pts" in line
    }  # fmt: skip
    assert found == {(width, height)}
    flat = [line for line in said.splitlines() if "size:" in line and "pts" in line]
    landscape = [line for line in flat if float(line.split(":")[1].split()[0]) > 700]
    assert 0 < len(landscape) < len(flat)


def test_short_pages_share_a_sheet_where_there_is_room(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    timeline = timeline_of(PATHWAYS["nhs"], "known")
    document = describe(
        timeline, made=MADE, pages=("overview", "about", "dates", "people", "support")
    )
    path.write_bytes(to_pdf(document))
    found = sheets(path, raw=True)
    for above, below in (
        ("How to use this", "Where each length"),
        ("People you may", "Where to find"),
    ):
        # Where the one ends the other begins; in the contents a number follows each title.
        ends = [s for s in found if re.search(f"^{above}[^\\d\n]*$", s, re.MULTILINE)][-1]
        assert re.search(f"^{below}[^\\d\n]*$", ends, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(PATHWAYS))
def test_in_a_pack_of_one_part_no_word_lies_on_another(name: str, tmp_path: Path) -> None:
    """Its first sheet has the title and the box as well, and may be set in columns."""
    timeline = timeline_of(PATHWAYS[name], "dated")
    path = tmp_path / "pages.pdf"
    document = describe(timeline, made=MADE, pack="part", part=timeline.phases[1].id)
    path.write_bytes(to_pdf(document))
    assert placing(path) == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_stands_above_the_title(size: Size, tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    document = Case("cruk-adult", "", "known", "person", "overview", "a4", size).document
    path.write_bytes(to_pdf(document, size=size))
    said = run("pdftotext", "-bbox", "-l", "1", path, "-")
    words = re.findall(r'yMin="([\d.]+)".*?>(.*?)</word>', said)
    highest = min(float(top) for top, _ in words)
    first = [word for top, word in words if float(top) == highest]
    assert document.title.startswith(" ".join(first))


SCRIPTS = (
    "\u0634\u0627\u062f\u06cc 38 \u00b0C",
    "\u05d7\u05ea\u05d5\u05e0\u05d4",
    "\u0936\u093e\u0926\u0940",
    "\U0001f382",
)
"""A wedding in Urdu, in Hebrew and in Hindi, and a cake."""


def test_other_scripts_print_as_themselves_with_the_fonts_of_the_extra(tmp_path: Path) -> None:
    own = [
        OwnDate(label, START + n * DAY, START + (n + 1) * DAY) for n, label in enumerate(SCRIPTS)
    ]
    timeline = plan(PATHWAYS["nhs"], start=START, own_dates=own)
    assert printed(describe(timeline, made=MADE, pages=["overview"]), A4)[1] == ""
    document = describe(timeline, made=MADE, pages=["dates"])
    data, missing = printed(document, A4)
    path = tmp_path / "pages.pdf"
    path.write_bytes(data)
    assert missing == ""
    assert conformance(path) == []
    heard = squeezed(structure_text(path))
    # poppler tells Hebrew as it is seen, and each of its letters is there.
    assert SCRIPTS[1][::-1] in heard or SCRIPTS[1] in heard
    assert SCRIPTS[3] in heard
    assert "\u206638\u00a0\u00b0C\u2069" in to_html(document)
