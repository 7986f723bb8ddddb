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
from journey.pathways.library import demo
from journey.picture.picture import draw
from journey.planning.timeline import Timeline, plan

START = dt.date(2026, 3, 2)
SVG = "{http://www.w3.org/2000/svg}"


def test_ids_are_unique_and_every_reference_leads_to_one() -> None:
    svg = to_svg(plan(phases(12), start=START))
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", svg)) <= set(ids)
    assert ET.fromstring(svg).attrib["aria-labelledby"].split() == ids[:2]
    assert ET.fromstring(svg).attrib["role"] == "img"


def test_the_same_input_gives_the_same_bytes() -> None:
    example = demo()
    timeline = plan(example.pathway, start=example.start, known=example.known)
    assert to_svg(timeline) == to_svg(timeline) == draw(timeline).svg


@FEW
@given(timelines(has_as_of=True))
def test_each_phase_is_a_sentence_of_the_description(timeline: Timeline) -> None:
    picture = draw(timeline)
    said = picture.description[: len(timeline.phases)]
    for planned, sentence in zip(timeline.phases, said, strict=True):
        assert sentence.startswith(f"Part {planned.number}, {planned.name}: ")
    (described,) = ET.fromstring(picture.svg).iter(f"{SVG}desc")
    assert described.text == " ".join(picture.description)


def test_the_description_says_the_length_and_both_dates() -> None:
    known: dict[str, Any] = {"p2": dt.date(2026, 4, 1)}
    sentences = draw(plan(phases(3), start=START, known=known)).description
    assert sentences[0] == (
        "Part 1, Phase 1: about 3 to 6 weeks. First day: 2 March 2026 (your date). "
        "Last day: 31 March 2026 (your date)."
    )
    assert sentences[1] == (
        "Part 2, Phase 2: about 3 to 6 weeks. First day: 1 April 2026 (your date). "
        "Last day may be: April to May 2026."
    )
