"""The axis: each drawing of the first months has its own months."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET  # what we wrote ourselves

from test_picture_picture import assert_all_inside, drawn, phases, sheets_of, texts

from journey.picture.paper import Sheet
from journey.planning.timeline import plan

START = dt.date(2026, 3, 2)
SVG = "{http://www.w3.org/2000/svg}"


def test_each_drawing_of_the_first_months_has_its_own_months() -> None:
    roots = [
        ET.fromstring(svg) for svg in sheets_of(plan(phases(12), start=START), Sheet("letter", 24))
    ]
    rows = [root for root in roots if root.findall(f"{SVG}circle")]
    assert len(rows) > 2
    for root in rows:
        shown = [text.text for text in texts(root)]
        assert "2026" in shown
        assert "When each part may be" in shown


def test_a_pathway_that_runs_for_thousands_of_years_is_drawn() -> None:
    assert_all_inside(drawn(plan(phases(1, unit="years", typical=7971), start=START)))
