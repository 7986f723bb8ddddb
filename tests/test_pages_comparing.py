"""What the sources say, side by side: every difference cited, nothing averaged."""

from __future__ import annotations

import datetime as dt
import re

from test_pages_changes import flat, tables

from journey.export.html import to_html
from journey.pages.comparing import compare_pathways
from journey.pages.document import (
    SourceList,
    Text,
)
from journey.pathways.comparing import align
from journey.pathways.library import disagreements, get_pathway, pathway_ids
from journey.pathways.variations import vary

START, MADE = dt.date(2026, 3, 2), dt.date(2026, 4, 20)
PATHWAYS = [get_pathway(name) for name in pathway_ids()]


def test_every_phase_of_a_part_that_two_pages_have_stands_with_its_length() -> None:
    document = compare_pathways(*PATHWAYS, made=MADE)
    # In plain text, lines of columns stand side by side: test_export_text holds what is in them.
    cells = [cell.words for table in tables(document) for row in table.rows for cell in row]
    text = " ".join(cells)
    html = re.sub(r"<[^>]+>", "", to_html(document))
    comparison = align(PATHWAYS)
    for part in comparison.parts:
        having = [phases for phases in part.phases if phases]
        for phase in (phase for phases in having for phase in phases):
            assert (phase.name in text) or len(having) == 1
            assert (phase.name in html) or len(having) == 1
    for pathway in PATHWAYS:
        for phase in pathway.phases:
            length = phase.stated_length or phase.duration
            if length and phase.meaning in {"induction", "consolidation", "maintenance"}:
                assert f"{length.most} {length.unit}".rstrip("s") in text
    assert "hortest 2 weeks, stated; typical 8 weeks, assumed; longest 26 weeks, inter" in text


def test_a_part_that_one_page_alone_has_makes_no_table_and_no_empty_cells() -> None:
    document = compare_pathways(*PATHWAYS, made=MADE)
    parts = tables(document)[1:]
    for table in parts:
        assert len({row[0].words for row in table.rows}) >= 2, table.caption
        assert all(cell.words for row in table.rows for cell in row)
    assert "Only one of these pages has: " in flat(document)
    assert "Steroids first (Cancer Research UK)" in flat(document)


def test_a_comparison_says_what_stated_and_assumed_mean_and_which_numbers_are_ours() -> None:
    text = flat(compare_pathways(get_pathway("nhs"), get_pathway("cruk-adult"), made=MADE))
    before, _, after = text.partition("The parts and their lengths")
    assert "Stated: the source gives the number." in before
    assert "marked as assumed. It is ours, and not what the page says." in before
    assert "assumed" in after


def test_what_is_shown_only_when_asked_for_is_compared_only_then() -> None:
    plain = [get_pathway("nhs"), get_pathway("cancernet-child")]
    asked = [vary(pathway, "transplant") for pathway in plain]
    name = "When a stem cell transplant comes"
    assert name not in flat(compare_pathways(*plain, made=MADE))
    assert name in flat(compare_pathways(*asked, made=MADE))


def test_nothing_is_averaged_and_every_difference_is_cited() -> None:
    chosen = [get_pathway("cruk-adult"), get_pathway("cancernet-child")]
    document = compare_pathways(*chosen, made=MADE)
    points = disagreements("acute lymphoblastic leukaemia")
    concerned = [
        point for point in points
        if {"cruk-adult", "cancernet-child"} <= {saying.pathway for saying in point.sayings}
        and point.only_with is None
    ]  # fmt: skip
    assert concerned
    text = flat(document)
    for point in concerned:
        assert point.name in text
        for saying in point.sayings:
            label = get_pathway(saying.pathway).follows.partition(": ")[0]
            is_chosen = saying.pathway in {p.id for p in chosen}
            assert (f"{label}: {saying.says}" in text) == is_chosen


def test_a_point_that_only_one_of_the_pathways_speaks_to_is_no_difference() -> None:
    chosen = [get_pathway("macmillan"), get_pathway("cancernet-child")]
    ids = {pathway.id for pathway in chosen}
    points = disagreements("acute lymphoblastic leukaemia")
    shown = align(chosen, points).disagreements
    assert {len({s.pathway for s in point.sayings} & ids) for point in shown} == {2}
    assert any(len({s.pathway for s in point.sayings} & ids) == 1 for point in points)


def test_the_comparison_says_when_each_page_was_reviewed_and_marks_the_old() -> None:
    document = compare_pathways(get_pathway("nhs"), *PATHWAYS[:3], made=MADE)
    reviewed = [row[-1].words for row in tables(document)[0].rows]
    assert reviewed[0] == "Not stated"
    assert reviewed[1].startswith("August 2013. This is old")
    assert reviewed[2].startswith("October 2017. This is old")
    assert reviewed[3] == "5 August 2024"


def test_in_a_comparison_every_mark_leads_to_its_publisher() -> None:
    document = compare_pathways(get_pathway("nhs"), get_pathway("cruk-adult"), made=MADE)
    cells: list[Text] = [c for t in tables(document) for row in t.rows for c in row]
    assert any(cell.marks for cell in cells)
    labels = document.labels()
    assert all(labels[mark] for cell in cells for mark in cell.marks)
    assert any(isinstance(b, SourceList) for page in document.pages for b in page.blocks)
