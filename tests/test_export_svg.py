"""The picture as a file: the same bytes each time, unique ids, and a description in words."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET  # what we wrote ourselves
from typing import Any

from hypothesis import given
from strategies import FEW, timelines
from test_picture_picture import phases

from journey.export.svg import to_svg
from journey.pages.document import texts_in
from journey.pages.picture import picture_of
from journey.pathways.library import demo
from journey.planning.timeline import Timeline, plan

START = dt.date(2026, 3, 2)
SVG = "{http://www.w3.org/2000/svg}"


def test_ids_are_unique_and_every_reference_leads_to_one() -> None:
    svg = to_svg(plan(phases(12), start=START))
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(set(ids)) == len(ids)
    assert ET.fromstring(svg).attrib["aria-labelledby"].split() == ids == ["journey-title"]
    assert ET.fromstring(svg).attrib["role"] == "img"


def test_the_same_input_gives_the_same_bytes() -> None:
    example = demo()
    timeline = plan(example.pathway, start=example.start, known=example.known)
    assert to_svg(timeline) == to_svg(timeline)


@FEW
@given(timelines(has_as_of=True))
def test_the_description_says_all_that_the_words_of_the_picture_say(timeline: Timeline) -> None:
    (described,) = ET.fromstring(to_svg(timeline)).iter(f"{SVG}desc")
    for text in texts_in(picture_of(timeline).in_words):
        assert text.words in (described.text or "")


def test_the_description_says_the_length_and_both_dates() -> None:
    known: dict[str, Any] = {"p2": dt.date(2026, 4, 1)}
    (described,) = ET.fromstring(to_svg(plan(phases(3), start=START, known=known))).iter(
        f"{SVG}desc"
    )
    assert (
        "1. Phase 1. About 3 to 6 weeks. May start: 2 March 2026 (your date). "
        "Last day may be: 31 March 2026 (your date)."
    ) in (described.text or "")
