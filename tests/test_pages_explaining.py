"""Why a date is what it is, as a page: each step with its source, and three ways it may go."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from hypothesis import given
from strategies import timelines
from test_pages_changes import flat, tables
from test_planning_timeline import simple

from journey.pages.explaining import explain, three_ways
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.planning.timeline import Timeline, plan
from journey.words.catalogue import words
from journey.words.dates import date_in_words

START, MADE = dt.date(2026, 3, 2), dt.date(2026, 4, 20)
PATHWAYS = [get_pathway(name) for name in pathway_ids()]


@pytest.mark.parametrize("pathway", PATHWAYS, ids=lambda p: p.id)
def test_the_last_step_of_every_date_is_its_window(pathway: Pathway) -> None:
    timeline = plan(pathway, start=START)
    for planned in timeline.phases:
        document = explain(timeline, planned.id, made=MADE)
        if planned.start is None:
            assert words(pathway.language).why_undated in flat(document)
            continue
        (table,) = tables(document)
        window = planned.start
        days = (window.earliest, window.typical, window.latest)
        later = ", or later" if window.is_open else ""
        for cell, day, end in zip(table.rows[-1][1:4], days, ("", "", later), strict=True):
            assert cell.words.endswith(f"{date_in_words(day, pathway.language)}{end}")


@pytest.mark.parametrize("pathway", PATHWAYS, ids=lambda p: p.id)
def test_every_length_in_a_why_has_its_basis_and_its_source(pathway: Pathway) -> None:
    document = explain(plan(pathway, start=START), "finish", made=MADE)
    for table in tables(document):
        for row in table.rows:
            if "Add " in row[1].words:
                assert all(re.search(r"stated|interpreted|assumed", c.words) for c in row[1:4])
                assert row[-1].marks


@given(timelines(has_as_of=True))
def test_any_boundary_of_any_plan_can_be_explained(timeline: Timeline) -> None:
    for name in ("finish", *(phase.id for phase in timeline.phases)):
        document = explain(timeline, name, made=MADE)
        assert document.notice in flat(document)


def test_the_phase_that_spreads_the_date_most_is_named() -> None:
    timeline = plan(simple((2, 3, 4), (10, 12, 20), (5, 5, 5)), start=START)
    assert "Most of the spread comes from Phase 1:" in flat(explain(timeline, "finish", made=MADE))


@given(timelines(has_as_of=True))
def test_the_three_ways_are_the_three_chains(timeline: Timeline) -> None:
    (table,) = tables(three_ways(timeline, made=MADE))
    assert len(table.rows) == len(timeline.boundaries)
    for row, window, i in zip(table.rows, timeline.boundaries, itertools.count(), strict=False):
        if window is None:
            assert {cell.words for cell in row[1:]} == {"No date yet"}
            continue
        last = dt.timedelta(days=1 if i == len(timeline.phases) else 0)
        days = (window.earliest, window.typical, window.latest)
        for cell, day in zip(row[1:], days, strict=True):
            assert date_in_words(day - last) in cell.words
