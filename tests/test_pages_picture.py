"""The picture as a block: its words have every length with its source, and every date."""

from __future__ import annotations

import datetime as dt

import pytest
from test_pages_phases import EVERY_PATHWAY, pathways

from journey.pages.document import Table
from journey.pages.picture import picture_of
from journey.planning.timeline import plan


@pytest.mark.parametrize("name", EVERY_PATHWAY)
@pytest.mark.parametrize("start", [None, dt.date(2026, 3, 2)])
def test_each_part_has_a_row_with_its_length_its_source_and_its_dates(
    name: str, start: dt.date | None
) -> None:
    timeline = plan(pathways()[name], start=start)
    table = picture_of(timeline).in_words[0]
    assert isinstance(table, Table)
    assert len(table.columns) == (4 if start else 2)
    for planned, row in zip(timeline.phases, table.rows, strict=True):
        assert row[0].words == f"{planned.number}. {planned.name}"
        assert row[1].words
        assert row[1].marks or planned.phase.duration is None
