"""The picture: sound XML, nothing outside its frame, legible, and the same in words."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import unicodedata
import xml.etree.ElementTree as ET  # what we wrote ourselves
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    CITES,
    FEW,
    known_dates,
    names,
    pathway_of,
    pathways,
    timelines,
)

from journey.export.svg import to_svg
from journey.pathways.model import Pathway
from journey.picture.chart import chart_of
from journey.picture.paper import A4, Paper, Sheet, Size
from journey.picture.picture import LEEWAY, NARROW, fitted
from journey.picture.picture import drawn as drawn_as
from journey.picture.tracks import LEFT
from journey.planning.timeline import OwnDate, Timeline, plan

START = dt.date(2026, 3, 2)
SVG = "{http://www.w3.org/2000/svg}"
EDGE = 0.75
"""Half the width of the thinnest stroke may lie outside."""

BOLD = {
    character: hundredths
    for hundredths, characters in {
        31: "'", 34: "ijl", 35: " ", 37: "/IJ\\|", 38: ",.", 40: ":;", 42: "-", 44: "f",
        46: "!()[]", 48: "t", 49: "r", 50: "_`", 52: '"*', 58: "?z", 59: "c", 60: "s", 64: "L",
        65: "vxy", 67: "ak", 68: "EFTe", 69: "o", 70: "$0123456789", 71: "hnu{}", 72: "SYbdgpq",
        73: "CPZ", 76: "B", 77: "AKRVX", 81: "U", 82: "G", 83: "D", 84: "#+<=>HN^~", 85: "OQ",
        87: "&", 92: "w", 100: "%@M", 104: "m", 110: "W",
    }.items()
    for character in characters
}  # fmt: skip
"""Hundredths of an em that DejaVu Sans Bold, the widest of the fonts, takes for each character."""


def phases(count: int, *, unit: str = "weeks", typical: int = 4, name: str = "Phase") -> Pathway:
    length = {
        "shortest": max(1, typical - 1), "typical": typical, "longest": typical + 2,
        "unit": unit, "basis": "stated",
    }  # fmt: skip
    return pathway_of(
        [
            {"id": f"p{n}", "name": f"{name} {n}"[:200], "duration": length, "cites": CITES}
            for n in range(1, count + 1)
        ]
    )


WIDTH = A4.width


def drawn(timeline: Timeline) -> ET.Element:
    return ET.fromstring(to_svg(timeline))


def svg_of(
    timeline: Timeline, *, today: dt.date | None = None, width: float = WIDTH, size: float = 12
) -> str:
    chart = chart_of(timeline, today=today)
    return drawn_as(chart, title="T", width=width, size=size)


def sheets_of(timeline: Timeline, sheet: Sheet, today: dt.date | None = None) -> tuple[str, ...]:
    """The first way that a sheet could have it."""
    return fitted(chart_of(timeline, today=today), sheet, title="T")[0]


def texts(root: ET.Element) -> list[ET.Element]:
    return list(root.iter(f"{SVG}text"))


# ---- everything is inside the frame ------------------------------------------------------------


def width(text: ET.Element) -> float:
    """The width of a text in the widest font, by a table of the tests' own."""
    hundredths = [BOLD.get(c) or (0 if unicodedata.combining(c) else 100) for c in text.text or ""]
    narrower = 1 if text.get("font-weight") else 1.08  # DejaVu Sans beside its bold
    return sum(hundredths) / 100 / narrower * float(text.attrib["font-size"])


def span(node: ET.Element) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a shape or a text, with its stroke."""
    at = node.attrib
    half = float(at.get("stroke-width", 0)) / 2
    name = node.tag.removeprefix(SVG)
    if name == "text":
        x, y, wide = float(at["x"]), float(at["y"]), width(node)
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[at.get("text-anchor", "start")]
        return left, left + wide, y - 0.9 * float(at["font-size"]), y + 3
    if name == "rect":
        x, y = float(at["x"]), float(at["y"])
        right, bottom = x + float(at["width"]), y + float(at["height"])
        return x - half, right + half, y - half, bottom + half
    if name == "circle":
        x, y, r = float(at["cx"]), float(at["cy"]), float(at["r"])
        return x - r, x + r, y - r, y + r
    if name == "line":
        # Across its own direction a line is as wide as its stroke.
        xs, ys = (
            sorted([float(at["x1"]), float(at["x2"])]),
            sorted([float(at["y1"]), float(at["y2"])]),
        )
        across = half if xs[0] == xs[1] else 0.0
        down = half if ys[0] == ys[1] else 0.0
        return xs[0] - across, xs[1] + across, ys[0] - down, ys[1] + down
    assert name == "path", name
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", at["d"])]
    xs, ys = numbers[0::2], numbers[1::2]
    return min(xs) - half, max(xs) + half, min(ys) - half, max(ys) + half


def shapes(root: ET.Element) -> list[ET.Element]:
    """What is drawn, without the patterns and the paper."""
    skipped = {id(node) for node in root.iter(f"{SVG}defs") for node in node.iter()}
    wanted = {f"{SVG}{name}" for name in ("text", "rect", "circle", "line", "path")}
    return [
        node for node in root.iter()
        if node.tag in wanted and id(node) not in skipped and node.get("width") != "100%"
    ]  # fmt: skip


def assert_all_inside(root: ET.Element, width: float = WIDTH) -> None:
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    assert wide == float(root.attrib["width"]) == width
    assert float(root.attrib["height"]) == high
    assert shapes(root)
    for node in shapes(root):
        left, right, top, bottom = span(node)
        assert left >= -EDGE, ET.tostring(node)
        assert right <= wide + EDGE, ET.tostring(node)
        assert top >= -EDGE, ET.tostring(node)
        assert bottom <= high + EDGE, ET.tostring(node)


@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize(
    ("unit", "typical"), [("days", 14), ("weeks", 6), ("months", 5), ("years", 1), ("years", 10)]
)
def test_everything_is_inside_the_frame_for_any_number_and_length_of_phases(
    count: int, unit: str, typical: int
) -> None:
    pathway = phases(count, unit=unit, typical=typical)
    assert_all_inside(drawn(plan(pathway, start=START)))
    assert_all_inside(drawn(plan(pathway)))


@FEW
@given(timelines(has_as_of=True))
def test_everything_is_inside_the_frame_for_any_timeline(timeline: Timeline) -> None:
    assert_all_inside(drawn(timeline))


WIDE_NAMES = [
    "W" * 200,
    "WWW MMM " * 25,
    "O" * 199,
    "@" * 150,
    "\u754c" * 200,
    "i" * 200,
    "a b " * 50,
]


@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize(
    ("unit", "typical"), [("days", 14), ("weeks", 6), ("months", 5), ("years", 10)]
)
def test_any_number_of_phases_fits_a_phone(count: int, unit: str, typical: int) -> None:
    for start in (START, None):
        timeline = plan(phases(count, unit=unit, typical=typical), start=start)
        root = ET.fromstring(svg_of(timeline, width=NARROW))
        assert_all_inside(root, NARROW)
        assert overlapping(root) == []
        assert all(float(text.attrib["font-size"]) >= 11 for text in texts(root))


@pytest.mark.parametrize("name", WIDE_NAMES)
def test_names_of_two_hundred_characters_stay_inside_and_left_of_the_columns(name: str) -> None:
    root = drawn(plan(phases(3, name=name), start=START))
    assert_all_inside(root)
    named = [t for t in texts(root) if t.get("x") == "30" and t.get("font-weight")]
    assert len(named) > 3
    assert all(span(text)[1] < LEFT for text in named)


@FEW
@given(st.lists(st.integers(0, 60), min_size=4, max_size=4))
def test_markers_of_known_dates_are_inside_wherever_they_fall(gaps: list[int]) -> None:
    ends = [START + dt.timedelta(days=days) for days in itertools.accumulate(gaps)]
    known = dict(zip(["p2", "p3", "p4", "finish"], ends, strict=True))
    assert_all_inside(drawn(plan(phases(4), start=START, known=known)))


# ---- no text lies on another, whatever is drawn ------------------------------------------------


@st.composite
def crowded(draw: st.DrawFn) -> tuple[Timeline, dt.date | None]:
    """A timeline with hostile names, up to 20 lanes, 30 own dates, decision points, and a today."""
    bare = draw(pathways(max_phases=12))
    ids = [phase.id for phase in bare.phases]
    label = st.one_of(names, st.sampled_from(WIDE_NAMES))
    lanes = []
    for n in range(draw(st.integers(0, 20))):
        first = draw(st.integers(0, len(ids) - 1))
        until = draw(st.sampled_from([None, *ids[first:]]))
        lane = {"id": f"l{n}", "name": draw(label), "from": ids[first], "cites": CITES}
        begins = draw(st.sampled_from(["with", "after"])) if until is None else "with"
        lanes.append({**lane, "begins": begins, **({"until": until} if until else {})})
    points = [
        {"id": f"d{n}", "name": "A look", "after": after, "cites": CITES}
        for n, after in enumerate(draw(st.lists(st.sampled_from(ids), unique=True, max_size=4)))
    ]
    phases = [
        {
            **phase.model_dump(exclude_none=True, exclude_defaults=True), "name": draw(label),
            "is_for_everyone": draw(st.booleans()),
        }
        for phase in bare.phases
    ]  # fmt: skip
    pathway = pathway_of(phases, lanes=lanes, decision_points=points)
    start = draw(st.sampled_from([None, START]))
    known = draw(known_dates(pathway, first=start))
    around = start or next(iter(known.values()), START)
    spread = st.integers(-400, 2500).map(
        lambda n: max(around + dt.timedelta(days=n), dt.date(1900, 1, 1))
    )
    own = [
        OwnDate(draw(label), day, day + dt.timedelta(days=draw(st.integers(1, 90))))
        for day in draw(st.lists(spread, max_size=30))
    ]
    today = draw(st.one_of(st.none(), spread))
    return plan(pathway, start=start, known=known, own_dates=own), today


SHEETS = [
    (493.0, 12), (510.0, 12), (493.0, 18), (493.0, 24), (510.0, 24), (700.0, 12), (700.0, 24),
    (NARROW, 12),
]  # fmt: skip


def overlapping(root: ET.Element) -> list[tuple[str, str]]:
    """Texts that lie on one another, by the widest font."""
    boxes = []
    for text in texts(root):
        left, right, _, _ = span(text)
        size, base = float(text.attrib["font-size"]), float(text.attrib["y"])
        # Capitals and digits reach 0.73 em up, a p or a g 0.24 em down.
        boxes.append((left, right, base - 0.73 * size, base + 0.24 * size, text.text or ""))
    boxes.sort(key=lambda box: box[2])
    found = []
    for n, (left, right, _, bottom, words) in enumerate(boxes):
        for other in itertools.takewhile(lambda box: box[2] < bottom, boxes[n + 1 :]):  # noqa: B023  used at once
            is_seen = words.strip() and other[4].strip()
            found += [(words, other[4])] if is_seen and left < other[1] and other[0] < right else []
    return found


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", WIDE_NAMES)
@pytest.mark.parametrize(("count", "unit", "typical"), [(12, "years", 10), (1, "weeks", 2)])
def test_twelve_wide_phases_and_one_short_one_fit_every_sheet(
    sheet: tuple[float, float], name: str, count: int, unit: str, typical: int
) -> None:
    own = [
        OwnDate(name, START + dt.timedelta(days=9 * n), START + dt.timedelta(days=9 * n + 1))
        for n in range(30)
    ]
    timeline = plan(
        phases(count, unit=unit, typical=typical, name=name), start=START, own_dates=own
    )
    root = ET.fromstring(svg_of(timeline, today=START, width=sheet[0], size=sheet[1]))
    assert_all_inside(root, sheet[0])
    assert overlapping(root) == []


PAGES = [Sheet(paper, size) for paper in get_args(Paper) for size in get_args(Size)]


@FEW
@given(crowded(), st.sampled_from(PAGES))
def test_on_paper_it_takes_as_many_drawings_as_leave_none_higher_than_a_sheet(
    given: tuple[Timeline, dt.date | None], sheet: Sheet
) -> None:
    timeline, today = given
    roots = [ET.fromstring(svg) for svg in sheets_of(timeline, sheet, today)]
    sizes = {float(text.attrib["font-size"]) for root in roots for text in texts(root)}
    for root in roots:
        assert float(root.attrib["width"]) == pytest.approx(sheet.width, abs=0.25)
        assert_all_inside(root, float(root.attrib["width"]))
        assert overlapping(root) == []
        assert float(root.attrib["height"]) <= sheet.height or min(sizes) == 11
    # A name takes one line or more; nothing else stands between those but what isolates a line that
    # runs from right to left.
    said = "".join("".join((t.text or "").split()) for root in roots for t in texts(root))
    marks = re.compile("[\u2068\u2069]")
    if chart_of(timeline).edges:
        for phase in timeline.pathway.phases:
            assert marks.sub("", "".join(phase.name.split())) in marks.sub("", said)


LONG = plan(
    phases(12),
    start=START,
    own_dates=[
        OwnDate(
            f"A day {n}", START + dt.timedelta(days=9 * n), START + dt.timedelta(days=9 * n + 1)
        )
        for n in range(1, 13)
    ],
)


@pytest.mark.parametrize("sheet", PAGES, ids=str)
@pytest.mark.parametrize(
    "timeline", [plan(phases(1), start=START), plan(phases(4), start=START), LONG]
)
def test_large_text_keeps_its_size_and_everything_is_drawn_once(
    timeline: Timeline, sheet: Sheet
) -> None:
    roots = [ET.fromstring(svg) for svg in sheets_of(timeline, sheet, START)]
    smallest = min(float(text.attrib["font-size"]) for root in roots for text in texts(root))
    leeway = LEEWAY if len(roots) == 1 and sheet.is_large else 0
    assert smallest >= 11 * (sheet.size - leeway) / 12 - 0.01
    assert all(float(root.attrib["height"]) <= sheet.height for root in roots)
    if len(roots) > 1:  # one sheet would not do, even with text that is a little smaller
        size = max(12, sheet.size - LEEWAY)
        whole = ET.fromstring(svg_of(timeline, today=START, width=sheet.width, size=size))
        assert float(whole.attrib["height"]) > sheet.height
    said = [text.text or "" for root in roots for text in texts(root)]
    assert said.count("The whole time, to scale") == 1
    assert said.count("usual time") == 1
    for planned in timeline.phases:
        assert said.count(str(planned.number)) >= 1
        assert said.count(planned.name) == 1
    for own in timeline.own_dates[:3]:
        assert sum(line.startswith(f"{own.label}:") for line in said) == 1


def test_only_the_first_of_several_drawings_is_announced_and_no_id_is_used_twice() -> None:
    svgs = sheets_of(plan(phases(12), start=START), Sheet("a4", 24))
    roots = [ET.fromstring(svg) for svg in svgs]
    assert len(roots) > 2
    assert roots[0].find(f"{SVG}title") is not None
    assert all(root.get("aria-hidden") == "true" for root in roots[1:])
    assert not any(root.find(f"{SVG}title") is not None for root in roots[1:])
    ids = re.findall(r' id="([^"]+)"', "".join(svgs))
    assert len(ids) == len(set(ids))


@FEW
@given(pathways())
def test_a_pathway_without_dates_is_drawn_and_shows_no_date(pathway: Pathway) -> None:
    svg = to_svg(plan(pathway))
    assert_all_inside(ET.fromstring(svg))
    said = re.sub(r"<[^>]*>", " ", svg)
    assert not re.search(r"\b(?:19|20)\d\d\b", said)


@FEW
@given(timelines(has_start=False))
def test_a_timeline_joined_midway_is_drawn(timeline: Timeline) -> None:
    assert_all_inside(drawn(timeline))


def around() -> Timeline:
    """Two phases with lanes, a decision point, dates of one's own near and far."""
    lanes = [
        {"id": "l1", "name": "Ropes", "from": "p1", "until": "p2", "cites": CITES},
        {"id": "l2", "name": "Nets", "from": "p1", "until": "p2", "cites": CITES},
        {"id": "l3", "name": "Sails", "from": "p2", "cites": CITES},
        {"id": "l4", "name": "Oars", "from": "p2", "begins": "after", "cites": CITES},
    ]
    point = {"id": "d", "name": "A look", "after": "p1", "cites": CITES}
    bare = phases(2, unit="months", typical=10)
    given = [phase.model_dump(exclude_none=True, exclude_defaults=True) for phase in bare.phases]
    pathway = pathway_of(given, lanes=lanes, decision_points=[point])
    own = [
        OwnDate("A wedding", dt.date(2026, 6, 12), dt.date(2026, 6, 13)),
        OwnDate("A journey", dt.date(2027, 9, 1), dt.date(2027, 9, 15)),
    ]
    return plan(pathway, start=START, own_dates=own)
