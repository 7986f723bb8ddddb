"""Months: each day under its weekday, the same in the grid and in the list."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, FEW, pathway_of, timelines
from test_pages_pack import full, shown
from test_pages_phases import page

import journey
from journey.export.html import to_html
from journey.export.text import to_text
from journey.pages.document import (
    Document,
    Heading,
    MonthGrid,
    Paragraph,
    Space,
    Table,
)
from journey.pages.pack import describe
from journey.pathways.library import get_pathway, pathway_ids
from journey.planning.timeline import OwnDate, Timeline, plan
from journey.planning.whereabouts import where

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)


def grids(document: Document) -> list[MonthGrid]:
    return [b for one in document.pages for b in one.blocks if isinstance(b, MonthGrid)]


def month_of(caption: str) -> dt.date:
    name, year = caption.split()
    return dt.date(int(year), [*calendar.month_name].index(name), 1)


@FEW
@given(timelines(has_start=True), st.sampled_from(["en-GB", "en-US"]))
def test_a_grid_holds_each_day_of_its_month_under_its_own_weekday(
    timeline: Timeline, language: str
) -> None:
    pathway = timeline.pathway.model_copy(update={"language": language})
    document = describe(plan(pathway, start=timeline.boundaries[0].typical), made=MADE,  # type: ignore[union-attr]  # it has a start
                        pages=("months",))  # fmt: skip
    found = grids(document)
    assert 1 <= len(found) <= 12
    for grid in found:
        assert grid.weekdays[0] == {"en-GB": "Monday", "en-US": "Sunday"}[language]
        first = month_of(grid.caption)
        days = [
            (first.replace(day=day.number), name)
            for week in grid.weeks for name, day in zip(grid.weekdays, week, strict=True) if day
        ]  # fmt: skip
        following = (first + 31 * DAY).replace(day=1)
        assert [day for day, _ in days] == [
            first + n * DAY for n in range((following - first).days)
        ]
        names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        assert all(names[day.weekday()] == name for day, name in days)


def test_what_stands_in_the_grid_stands_in_the_list_below_it_and_in_the_text() -> None:
    activity = {"id": "visit", "name": "A visit", "kind": "visit", "days": [6]}
    length = {"shortest": 3, "typical": 4, "longest": 6, "unit": "weeks", "basis": "stated"}
    phases = [
        {"id": "a", "name": "Alpha", "cites": CITES, "duration": length, "activities": [activity]},
        {"id": "b", "name": "Beta", "cites": CITES, "duration": length},
    ]
    closed = journey.ClosedDays(weekends=True)
    own = [OwnDate("A trip", dt.date(2026, 3, 30), dt.date(2026, 4, 2))]
    timeline = plan(pathway_of(phases), start=START, own_dates=own, closed=closed)
    document = describe(timeline, made=START, pages=("months",))
    assert [one.id for one in document.pages if one.is_landscape] == [
        "month-2026-03", "month-2026-04", "month-2026-05",
    ]  # fmt: skip
    labels = {
        (grid.caption, day.number): day.labels
        for grid in grids(document) for week in grid.weeks for day in week if day and day.labels
    }  # fmt: skip
    assert labels == {
        ("March 2026", 2): ("Alpha: first day",),
        ("March 2026", 7): ("A visit. Closed then: Saturday.",),
        ("March 2026", 23): ("Beta may start",),
        ("March 2026", 30): ("A trip",),
        ("March 2026", 31): ("A trip",),
        ("April 2026", 1): ("Beta may start", "A trip"),
        ("April 2026", 12): ("Beta may end",),
        ("May 2026", 1): ("Beta may end",),
    }
    text = " ".join(to_text(document).split())
    for line in (
        "What this month may be part of: 1. Alpha, 2. Beta.",
        "2 March 2026 (your date) What: Alpha: first day",
        "About 7 March 2026 What: A visit. Closed then: Saturday.",
        "30 March to 1 April 2026 What: A trip",
        "March to April 2026 What: Beta may start",
    ):
        assert line in text
    assert 'scope="col">Mon<span class="unseen">day<' in to_html(document)


def test_what_the_months_are_stands_above_the_first_of_them_alone() -> None:
    first, second = describe(plan(full(), start=START), made=START, pages=("months",)).pages[1:3]
    assert [b.words for b in first.blocks[:3] if isinstance(b, Heading)] == [
        "Month by month", "March 2026",
    ]  # fmt: skip
    assert isinstance(first.blocks[1], Paragraph)
    assert [b.words for b in second.blocks if isinstance(b, Heading)] == ["April 2026"]


@pytest.mark.parametrize("name", pathway_ids())
def test_each_day_has_the_numbers_of_the_parts_that_it_may_fall_in(name: str) -> None:
    timeline = plan(get_pathway(name), start=START)
    for grid in grids(describe(timeline, made=START, pages=("months",))):
        first = month_of(grid.caption)
        for day in (day for week in grid.weeks for day in week if day):
            date = first.replace(day=day.number)
            may = {p.number for p in timeline.phases if p.start and p.end
                   and p.start.earliest <= date < p.end.latest}  # fmt: skip
            usual = {p.number for p in timeline.phases if p.start and p.end
                     and p.start.typical <= date < p.end.typical}  # fmt: skip
            assert set(day.usual) == usual
            assert set(day.usual) | set(day.may) == may


def test_months_that_are_past_are_left_out_unless_they_are_asked_for() -> None:
    timeline = plan(get_pathway("cruk-adult"), start=START)

    def months(made: dt.date, *kinds: str) -> list[str]:
        found = describe(timeline, made=made, pages=kinds).pages
        return [one.id for one in found if one.id.startswith("month-")]

    assert months(START, "months")[:2] == ["month-2026-03", "month-2026-04"]
    assert months(MADE, "months")[0] == "month-2026-04"
    assert months(MADE, "past-months") == ["month-2026-03"]
    assert months(START, "past-months") == []
    late = months(dt.date(2027, 5, 31), "months")
    assert late == ["month-2027-05", "month-2027-06", "month-2027-07"]


def test_without_a_date_there_is_one_month_to_fill_in() -> None:
    document = describe(plan(full()), made=MADE, pages=("months",))
    assert "Write in the month and its days by hand." in shown(document)
    (grid,) = grids(document)
    assert len(grid.weeks) == 6
    assert all(len(week) == 7 and not any(week) for week in grid.weeks)
    assert Space("Month", 1) in page(document, "months").blocks


@FEW
@given(timelines(), st.integers(-50, 2000), st.integers(1, 60))
def test_an_own_date_names_every_part_that_may_cover_a_day_of_it(
    timeline: Timeline, after: int, length: int
) -> None:
    base = next((b.typical for b in timeline.boundaries if b), START)
    own = OwnDate("A trip", base + after * DAY, base + (after + length) * DAY)
    known = dict(timeline.known)
    start = known.pop("start", None)
    timeline = plan(timeline.pathway, start=start, known=known, own_dates=[own])
    (table,) = [
        b for b in page(describe(timeline, made=MADE), "dates").blocks if isinstance(b, Table)
    ]
    days = [own.start + n * DAY for n in range(length)]
    # As it is asked on the day of making: what was not recorded by then ended nothing.
    asked = [where(timeline, day, asked=MADE).may for day in days]
    may = [p.name for p in timeline.phases if any(p in parts for parts in asked)]
    found = re.split(", | or ", table.rows[0][2].words)
    assert found == (may or ["Cannot be told yet"])
    drawn = {p.name for day in days for p in timeline.on(day).may}
    assert drawn <= {*found, *(p.name for p in timeline.phases if p.is_stopped)}
