"""What is drawn: phases, lanes, own dates, today, the key, and nothing over anything else."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import xml.etree.ElementTree as ET  # what we wrote ourselves

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, FEW, pathway_of
from test_picture_picture import (
    assert_all_inside,
    crowded,
    drawn,
    overlapping,
    phases,
    span,
    svg_of,
    texts,
)

from journey.picture.picture import NARROW
from journey.planning.timeline import Timeline, plan

START = dt.date(2026, 3, 2)
SVG = "{http://www.w3.org/2000/svg}"


SHEETS = [
    (493.0, 12), (510.0, 12), (493.0, 18), (493.0, 24), (510.0, 24), (700.0, 12), (700.0, 24),
    (NARROW, 12),
]  # fmt: skip


def with_open_end(days: int, *, is_known: bool) -> Timeline:
    """Three phases, the second without a length after so many days; its start may be known."""
    given = {"shortest": days, "typical": days, "longest": days, "unit": "days", "basis": "stated"}
    pathway = pathway_of(
        [
            {"id": "a", "name": "A", "duration": given, "cites": CITES},
            {"id": "b", "name": "B"},
            {"id": "c", "name": "C", "duration": {**given, "unit": "weeks"}, "cites": CITES},
        ]
    )
    known = {"b": START + dt.timedelta(days=days)} if is_known else {}
    return plan(pathway, start=START, known=known)


@FEW
@given(days=st.integers(1, 300), is_known=st.booleans())
def test_the_words_of_an_open_end_are_inside_and_right_of_the_names(
    *, days: int, is_known: bool
) -> None:
    root = drawn(with_open_end(days, is_known=is_known))
    assert_all_inside(root)
    words = [
        t for t in texts(root) if t.text in ("no length given:", "ask your team", "no date yet")
    ]
    assert words
    assert all(span(text)[0] > 170 for text in words)


@pytest.mark.parametrize("days", [*range(1, 28), 60, 300])
@pytest.mark.parametrize("is_known", [False, True])
def test_the_words_of_an_open_end_are_inside_a_narrow_sheet(*, days: int, is_known: bool) -> None:
    root = ET.fromstring(svg_of(with_open_end(days, is_known=is_known), width=NARROW))
    assert_all_inside(root, NARROW)
    assert overlapping(root) == []


@FEW
@given(crowded())
def test_no_text_leaves_a_narrow_sheet_or_lies_on_another(
    given: tuple[Timeline, dt.date | None],
) -> None:
    timeline, today = given
    root = ET.fromstring(svg_of(timeline, today=today, width=NARROW))
    assert_all_inside(root, NARROW)
    assert overlapping(root) == []


@FEW
@given(crowded(), st.sampled_from(SHEETS))
def test_no_text_leaves_the_sheet_or_lies_on_another(
    given: tuple[Timeline, dt.date | None], sheet: tuple[float, float]
) -> None:
    timeline, today = given
    wide, size = sheet
    root = ET.fromstring(svg_of(timeline, today=today, width=wide, size=size))
    assert_all_inside(root, wide)
    assert overlapping(root) == []
    assert all(float(text.attrib["font-size"]) >= 11 * size / 12 for text in texts(root))


def test_the_check_of_overlap_finds_two_texts_on_one_spot() -> None:
    two = (
        f'<svg xmlns="{SVG[1:-1]}">' + '<text x="5" y="20" font-size="12">ab</text>' * 2 + "</svg>"
    )
    assert overlapping(ET.fromstring(two)) == [("ab", "ab")]


@pytest.mark.parametrize("years", [1, 2, 5, 9, 10, 11, 12, 20, 40, 99])
def test_labels_of_years_do_not_run_into_each_other(years: int) -> None:
    timeline = plan(phases(1, unit="years", typical=years), start=START)
    labels = [
        t for t in texts(drawn(timeline))
        if re.fullmatch(r"March 2026|\d{4}", t.text or "") and not t.get("font-weight")
    ]  # fmt: skip
    below = max(float(text.attrib["y"]) for text in labels)  # not those of the columns
    spans = [span(text)[:2] for text in labels if float(text.attrib["y"]) == below]
    assert spans
    for (_, right), (left, _) in itertools.pairwise(spans):
        assert right < left
