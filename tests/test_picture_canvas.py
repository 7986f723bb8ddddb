"""The canvas: legible text, sound XML, and hostile names as they are."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import pytest
from hypothesis import given
from strategies import FEW, HOSTILE, full_pathway, names, timelines
from test_picture_picture import drawn, phases, texts

from journey.picture.look import LIGHT, PHASES
from journey.planning.timeline import Timeline, plan

START = dt.date(2026, 3, 2)
INK, MUTED, PAPER, WASH = (LIGHT[name] for name in ("ink", "muted", "paper", "wash"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_literal_and_become_no_markup(name: str) -> None:
    root = drawn(plan(full_pathway(lambda place: name), start=START))
    plain = drawn(plan(full_pathway(lambda place: "Plain"), start=START))
    (described,) = root.iter(f"{SVG}desc")
    assert name in (described.text or "")
    assert {node.tag for node in root.iter()} == {node.tag for node in plain.iter()}
    lines = [t.text or "" for t in texts(root) if t.get("x") == "30" and t.get("font-weight")]
    shown = re.sub("[\u2068\u2069]", "", "".join(lines))  # keeps what turns apart
    assert "".join(shown.split()) == "".join((name * 5).split())


@FEW
@given(names)
def test_any_name_gives_sound_xml(name: str) -> None:
    assert drawn(plan(phases(2, name=name), start=START)).tag == f"{SVG}svg"


@FEW
@given(timelines())
def test_no_text_is_smaller_than_eleven_points(timeline: Timeline) -> None:
    for text in texts(drawn(timeline)):
        assert float(text.attrib["font-size"]) >= 11


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out_from_what_is_behind_it() -> None:
    assert round(contrast("#000000", "#FFFFFF")) == 21
    for colour in PHASES:
        assert contrast(PAPER, colour) >= 4.5
    for ink, paper in itertools.product((INK, MUTED), (PAPER, WASH)):
        assert contrast(ink, paper) >= 4.5


@FEW
@given(timelines(has_as_of=True))
def test_text_has_a_colour_whose_contrast_is_checked(timeline: Timeline) -> None:
    assert {text.attrib["fill"] for text in texts(drawn(timeline))} <= {INK, MUTED, PAPER}
