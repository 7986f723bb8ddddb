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
    around,
    assert_all_inside,
    crowded,
    drawn,
    overlapping,
    phases,
    span,
    texts,
)

from journey.picture.canvas import INK, MUTED
from journey.picture.picture import NARROW, draw
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
    picture = draw(with_open_end(days, is_known=is_known))
    root = ET.fromstring(picture.drawn(width=NARROW))
    assert_all_inside(root, NARROW)
    assert overlapping(root) == []


@FEW
@given(crowded())
def test_no_text_leaves_a_narrow_sheet_or_lies_on_another(
    given: tuple[Timeline, dt.date | None],
) -> None:
    timeline, today = given
    root = ET.fromstring(draw(timeline, today=today).drawn(width=NARROW))
    assert_all_inside(root, NARROW)
    assert overlapping(root) == []


@FEW
@given(crowded(), st.sampled_from(SHEETS))
def test_no_text_leaves_the_sheet_or_lies_on_another(
    given: tuple[Timeline, dt.date | None], sheet: tuple[float, float]
) -> None:
    timeline, today = given
    wide, size = sheet
    root = ET.fromstring(draw(timeline, today=today).drawn(width=wide, size=size))
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
    labels = [t for t in texts(drawn(timeline)) if re.fullmatch(r"Start|Year \d+", t.text or "")]
    assert len(labels) > 1
    spans = [span(text)[:2] for text in labels]
    for (_, right), (left, _) in itertools.pairwise(spans):
        assert right < left


def test_not_everyone_is_marked_where_the_key_says_so() -> None:
    timeline = plan(
        pathway_of([{"id": "a", "name": "A", "is_for_everyone": False}, {"id": "b", "name": "B"}]),
        start=START,
    )
    shown = [t.text for t in texts(drawn(timeline))]
    assert "* not everyone" in shown
    assert shown.count("No length given *") == 1
    assert shown.count("No length given") == 1


def test_the_key_explains_only_what_is_drawn() -> None:
    def key(timeline: Timeline) -> set[str]:
        words = {"shortest usual time", "may take this long", "typical", "a date you gave"}
        return {t.text or "" for t in texts(drawn(timeline))} & {*words, "* not everyone"}

    ranges = {"shortest usual time", "may take this long", "typical"}
    assert key(plan(phases(2))) == ranges
    assert key(plan(phases(2), start=START)) == {*ranges, "a date you gave"}
    assert key(plan(pathway_of([{"id": "a", "name": "A"}]))) == set()


def test_a_lane_lies_under_the_phases_it_spans() -> None:
    root = drawn(around())
    bars = [n for n in root.iter(f"{SVG}rect") if n.get("height") == "22"]
    thin = [n for n in root.iter(f"{SVG}rect") if n.get("height") == "3" and n.get("fill") == MUTED]
    edges = [(span(n)[0], span(n)[1]) for n in thin]
    first, second = (span(bar) for bar in bars)
    assert edges[0] == pytest.approx((first[0], second[1]), abs=0.1)
    assert edges[1][0] == pytest.approx(second[0], abs=0.1)


def test_today_is_drawn_only_if_given_and_dated() -> None:
    def lines(timeline: Timeline, today: dt.date | None) -> int:
        root = ET.fromstring(draw(timeline, today=today).svg)
        return sum(n.get("stroke-dasharray") == "4 3" for n in root.iter(f"{SVG}line"))

    assert lines(around(), None) == 0
    assert lines(around(), dt.date(2026, 4, 1)) == 3  # two rows, the whole
    assert lines(plan(around().pathway), dt.date(2001, 4, 1)) == 0


def test_an_own_date_stands_in_the_first_months_or_below_the_whole_and_on_it() -> None:
    pins = [
        n
        for n in drawn(around()).iter(f"{SVG}path")
        if n.get("fill") == INK and "Z" in n.attrib["d"]
    ]
    # Each on the whole; one in the first months, one below the whole; one in the key.
    assert len(pins) == 5
