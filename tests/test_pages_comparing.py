"""What the sources say, side by side: every difference cited, nothing averaged."""

from __future__ import annotations

import datetime as dt
import re

from test_pages_changes import flat, tables

from journey.export.html import to_html
from journey.pages.comparing import compare_pathways
from journey.pages.document import SourceList, Text
from journey.pathways.comparing import align
from journey.pathways.library import disagreements, get_pathway, pathway_ids

START, MADE = dt.date(2026, 3, 2), dt.date(2026, 4, 20)
PATHWAYS = [get_pathway(name) for name in pathway_ids()]


def test_every_phase_and_its_length_stands_in_the_comparison_as_text_and_as_html() -> None:
    document = compare_pathways(*PATHWAYS, made=MADE)
    text = flat(document)
    html = re.sub(r"<[^>]+>", "", to_html(document))
    for pathway in PATHWAYS:
        for phase in pathway.phases:
            assert phase.name in text
            assert phase.name in html
            if phase.duration:
                assert f"{phase.duration.most} {phase.duration.unit}".rstrip("s") in text
    assert "shortest 2 weeks, stated; typical 8 weeks, assumed; longest 26 weeks, inter" in text


def test_nothing_is_averaged_and_every_difference_is_cited() -> None:
    chosen = [get_pathway("cruk-adult"), get_pathway("cancernet-child")]
    document = compare_pathways(*chosen, made=MADE)
    points = disagreements("acute lymphoblastic leukaemia")
    concerned = [
        point for point in points
        if {"cruk-adult", "cancernet-child"} <= {saying.pathway for saying in point.sayings}
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


def test_in_a_comparison_every_mark_names_its_publisher() -> None:
    document = compare_pathways(get_pathway("nhs"), get_pathway("macmillan"), made=MADE)
    cells: list[Text] = [c for t in tables(document) for row in t.rows for c in row]
    assert any(cell.marks for cell in cells)
    assert all(mark.label for cell in cells for mark in cell.marks)
    assert any(isinstance(b, SourceList) for page in document.pages for b in page.blocks)
