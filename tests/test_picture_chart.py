"""The law of the picture: each bar lies where the planner's dates lie; its words say the same."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import xml.etree.ElementTree as ET  # what we wrote ourselves
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, FEW, durations, known_dates, pathway_of, pathways, timelines
from test_picture_picture import (
    around,
    assert_all_inside,
    drawn,
    overlapping,
    phases,
    shapes,
    svg_of,
    texts,
)

from journey.pages.document import Bullets, Table
from journey.pages.picture import picture_of
from journey.pathways.library import get_pathway, pathway_ids
from journey.picture.chart import Bar, Chart, bar_of, chart_of
from journey.picture.look import BESIDE
from journey.picture.picture import drawn as drawn_as
from journey.picture.tracks import Tracks
from journey.planning.timeline import Timeline, plan
from journey.words.dates import boundary_in_words

START = dt.date(2026, 3, 2)
SVG = "{http://www.w3.org/2000/svg}"


def positions(root: ET.Element, kind: str) -> list[tuple[float, float, str]]:
    """Left and right of each bar of a kind, with the class of its part."""
    found = []
    for node in root.iter(f"{SVG}rect"):
        classes = (node.get("class") or "").split()
        if classes[:1] == [kind]:
            left = float(node.attrib["x"])
            found.append((left, left + float(node.attrib["width"]), classes[1]))
    return found


def place(chart: Chart, day: dt.date, left: float, right: float) -> float:
    """Where a day lies between the first column and the last, by sums of the tests' own."""
    edges = chart.edges
    day = min(max(day, edges[0]), edges[-1])
    n = max(n for n, edge in enumerate(edges[:-1]) if edge <= day)
    share = (day - edges[n]).days / (edges[n + 1] - edges[n]).days
    return left + (right - left) * (n + share) / (len(edges) - 1)


@FEW
@given(timelines(has_start=True, has_as_of=True))
def test_each_bar_lies_where_the_planner_says(timeline: Timeline) -> None:
    """Its edges lie at the planner's earliest, typical and latest dates, within a day's width."""
    chart = chart_of(timeline)
    for planned, row in zip(timeline.phases, chart.rows, strict=True):
        start, end, bar = planned.start, planned.end, row.bar
        if start is None or planned.is_squeezed:
            assert bar is None
        elif end is None:
            assert bar is not None
            assert bar.is_open
            assert (bar.earliest, bar.start, bar.latest) == (
                start.earliest, start.typical, start.latest
            )  # fmt: skip
        else:
            latest = max(end.latest, start.latest)
            assert bar == Bar(start.earliest, start.typical, end.typical, latest, end.is_open)
    is_drawn_where_it_lies(chart)


def is_drawn_where_it_lies(chart: Chart) -> None:
    root = ET.fromstring(drawn_as(chart, title="T"))
    washes = [n for n in root.iter(f"{SVG}rect") if n.get("class") == "wash"]
    if not washes:
        return
    left = float(washes[0].attrib["x"])
    column = float(washes[0].attrib["width"])
    right = left + column * (len(chart.edges) - 1)
    shown = [row for row in (*chart.rows, *chart.beside) if row.bar and not row.later]
    usual, may = positions(root, "usual"), positions(root, "may")
    for row in shown:
        bar = row.bar
        assert bar is not None
        a_day = column / min((b - a).days for a, b in itertools.pairwise(chart.edges))
        near = max(a_day, 0.8)  # what is thinner than a hair is drawn as one
        wanted = place(chart, bar.start, left, right), place(chart, bar.end, left, right)
        if not bar.is_undated:
            assert any(
                abs(x1 - wanted[0]) <= near and abs(x2 - wanted[1]) <= near for x1, x2, _ in usual
            ), row
        wanted = place(chart, bar.earliest, left, right), place(chart, bar.latest, left, right)
        if wanted[1] > wanted[0] and (bar.earliest, bar.latest) != (bar.start, bar.end):
            assert any(
                abs(x1 - wanted[0]) <= near and abs(x2 - wanted[1]) <= near for x1, x2, _ in may
            ), row


@st.composite
def with_lanes(draw: st.DrawFn) -> Timeline:
    """Phases with lanes beside them that have a start, a rest, a length or an end of their own."""
    phases = draw(pathways(max_phases=4)).phases
    ids = [phase.id for phase in phases]
    lanes = []
    for n in range(draw(st.integers(1, 3))):
        lane: dict[str, Any] = {"id": f"l{n}", "name": f"Lane {n}", "cites": CITES}
        first = draw(st.integers(0, len(ids) - 1))
        lane |= {"from": ids[first], "begins": draw(st.sampled_from(["with", "after"]))}
        kind = draw(st.sampled_from(["length", "until", "open"]))
        if kind == "length":
            lane["duration"] = draw(durations())
        elif kind == "until":
            lane |= {"begins": "with", "until": draw(st.sampled_from(ids[first:]))}
        if draw(st.booleans()) or kind != "length":
            lane["gap"] = draw(durations())
        lanes.append(lane)
    given = [phase.model_dump(exclude_none=True, exclude_defaults=True) for phase in phases]
    pathway = pathway_of(given, lanes=lanes)
    return plan(pathway, start=START, known=draw(known_dates(pathway, first=START)))


@FEW
@given(with_lanes())
def test_a_lane_with_dates_is_a_bar_below_the_parts_that_lies_where_its_dates_lie(
    timeline: Timeline,
) -> None:
    chart = chart_of(timeline)
    assert [row.name for row in chart.beside] == [lane.name for lane in timeline.lanes]
    for lane, row in zip(timeline.lanes, chart.beside, strict=True):
        assert row.number == BESIDE
        assert row.bar == bar_of(lane)
        if lane.start and lane.end and not lane.is_squeezed:
            assert row.bar is not None
            assert (row.bar.start, row.bar.end) == (lane.start.typical, lane.end.typical)
    is_drawn_where_it_lies(chart)
    root = drawn(timeline)
    assert_all_inside(root)
    assert overlapping(root) == []
    table = picture_of(timeline).in_words[0]
    assert isinstance(table, Table)
    assert [row[0].words for row in table.rows[len(timeline.phases) :]] == [
        lane.name for lane in timeline.lanes
    ]


def test_parts_that_run_at_the_same_time_lie_under_each_other_in_the_whole() -> None:
    length = {"shortest": 4, "typical": 6, "longest": 9, "unit": "weeks", "basis": "stated"}
    bare: list[dict[str, Any]] = [
        {"id": p, "name": p, "duration": length, "cites": CITES} for p in "abcd"
    ]
    bare[2]["starts"] = {"after": ["a"]}
    bare[3]["starts"] = {"after": ["b", "c"]}
    chart = chart_of(plan(pathway_of(bare), start=START))
    strips = Tracks(chart, width=493, size=12).strips()
    assert [[row.name for row, _ in strip] for strip in strips] == [["a", "b", "d"], ["c"]]
    for strip in strips:
        for (_, one), (_, two) in itertools.pairwise(strip):
            assert one.end <= two.start


def test_the_whole_ends_at_the_latest_finish_and_says_that_it_may_end_before() -> None:
    timeline = plan(get_pathway("nhs"), start=START)
    chart = chart_of(timeline)
    assert timeline.finish is not None
    assert chart.whole == (START, timeline.finish.latest)
    said = [t.text for t in texts(drawn(timeline))]
    assert any((text or "").startswith("may end") for text in said)


@pytest.mark.parametrize("day", [dt.date(2028, 1, 1), dt.date(2028, 6, 9)])
def test_a_later_part_without_an_end_has_the_year_of_its_start_and_no_other(day: dt.date) -> None:
    bare: list[dict[str, Any]] = [{"id": p, "name": p, "cites": CITES} for p in "abc"]
    long = {"shortest": 1, "typical": 1, "longest": 1, "unit": "years", "basis": "stated"}
    bare[1] = {**bare[1], "duration": long}
    known = {"b": dt.date(2026, 3, 9), "c": day}
    assert chart_of(plan(pathway_of(bare), start=START, known=known)).rows[2].later == (
        "later: from 2028 on"
    )


@FEW
@given(timelines(has_as_of=True))
def test_every_day_of_the_picture_is_in_the_words_below_it(timeline: Timeline) -> None:
    """The dates of a bar are those of its part in the table, so each stands there in words."""
    picture = picture_of(timeline)
    table = picture.in_words[0]
    assert isinstance(table, Table)
    for planned, row in zip(timeline.phases, table.rows, strict=True):
        said = [cell.words.lower() for cell in row]
        assert said[0] == f"{planned.number}. {planned.name}".lower()
        if not timeline.is_dated:
            continue
        assert boundary_in_words(planned.start).lower() == said[2]
        if not planned.is_squeezed:
            assert boundary_in_words(planned.end, is_last_day=True).lower() == said[3]


def test_at_most_four_kinds_of_mark_stand_in_it() -> None:
    timeline = around()
    root = ET.fromstring(svg_of(timeline, today=dt.date(2026, 4, 1)))
    kinds = {
        (node.get("class") or "").split()[0]
        for node in shapes(root) if node.tag in (f"{SVG}rect", f"{SVG}circle")
    }  # fmt: skip
    # A dark bar, a pale one (whole, or fading), a day; beside the ground and the numbers.
    assert kinds - {"wash"} - {f"phase-{n}" for n in range(1, 7)} == {"usual", "may", "ink"}


@pytest.mark.parametrize("weeks", [2, 8, 26, 60, 150, 520])
def test_the_columns_are_named_by_their_months_or_years_where_dated(weeks: int) -> None:
    timeline = plan(phases(1, typical=weeks), start=START)
    chart = chart_of(timeline)
    assert 1 <= len(chart.columns) <= 13
    names = [column.label for column in chart.columns]
    if weeks > 10:
        assert chart.unit == ""
        assert set(names) <= {*calendar.month_abbr[1:]} | {str(y) for y in range(2020, 2050)}
    else:
        assert (chart.unit, names[0]) == ("Week", "1")
    undated = chart_of(plan(phases(1, typical=weeks)))
    assert undated.unit in ("Week", "Month", "Year")
    assert all(column.label.isdigit() for column in undated.columns)


def test_an_end_that_nobody_gives_fades_and_says_so() -> None:
    one = {"typical": 2, "unit": "months", "basis": "stated"}
    timeline = plan(
        pathway_of([{"id": "a", "name": "A", "duration": one, "cites": CITES}]), start=START
    )
    chart = chart_of(timeline)
    (row,) = chart.rows
    assert row.bar is not None
    assert row.bar.is_open
    root = drawn(timeline)
    fading = [right - left for left, right, _ in positions(root, "may")]
    assert len(fading) >= 3
    assert "may take longer" in [t.text for t in texts(root)]


# ---- the same in words -------------------------------------------------------------------------


def test_a_phase_with_a_length_and_no_date_is_not_said_to_have_no_length() -> None:
    pathway = phases(3)
    shown = [t.text for t in texts(drawn(plan(pathway, known={"p3": START})))]
    assert shown.count("no date yet") == 2
    assert "no length given:" not in shown


def test_not_everyone_is_said_where_it_is_so() -> None:
    timeline = plan(
        pathway_of([{"id": "a", "name": "A", "is_for_everyone": False}, {"id": "b", "name": "B"}]),
        start=START,
    )
    assert [row.length for row in chart_of(timeline).rows] == [
        "No length given (not everyone has it)", "No length given",
    ]  # fmt: skip


def test_the_key_explains_only_what_is_drawn() -> None:
    def key(timeline: Timeline) -> set[str]:
        words = {"usual time", "may start early or end late", "may take longer"}
        return {t.text or "" for t in texts(drawn(timeline))} & words

    assert key(plan(phases(2))) == {"usual time", "may start early or end late"}
    known = {"p2": dt.date(2026, 4, 1), "finish": dt.date(2026, 5, 1)}
    assert key(plan(phases(2), start=START, known=known)) == {"usual time"}


def test_own_dates_and_today_are_in_the_picture_and_in_its_words() -> None:
    picture = picture_of(around(), today=dt.date(2026, 4, 1))
    (said,) = [block for block in picture.in_words if isinstance(block, Bullets)]
    assert [text.words for text in said.items] == [
        "A date of your own: A wedding: 12 June 2026.",
        "A date of your own: A journey: 1 to 14 September 2027.",
        "Today: 1 April 2026.",
    ]
    shown = " ".join(
        t.text or "" for t in texts(ET.fromstring(svg_of(around(), today=dt.date(2026, 4, 1))))
    )
    for words in ("A wedding: 12 June 2026", "A journey: 1 to 14", "Today: 1 April 2026"):
        assert words in shown


def test_today_is_drawn_only_if_given_and_dated() -> None:
    def lines(timeline: Timeline, today: dt.date | None) -> int:
        root = ET.fromstring(svg_of(timeline, today=today))
        return sum(n.get("stroke-dasharray") == "3 2" for n in root.iter(f"{SVG}line"))

    def near(timeline: Timeline) -> Timeline:
        return plan(timeline.pathway, start=START)

    assert lines(near(around()), None) == 0
    assert lines(near(around()), dt.date(2026, 4, 1)) == 1
    assert lines(plan(around().pathway), dt.date(2001, 4, 1)) == 0


@pytest.mark.parametrize("name", pathway_ids())
def test_each_bar_of_a_bundled_pathway_lies_where_the_planner_says(name: str) -> None:
    law = test_each_bar_lies_where_the_planner_says.hypothesis.inner_test  # type: ignore[attr-defined]  # hypothesis puts it there
    law(plan(get_pathway(name), start=START))
