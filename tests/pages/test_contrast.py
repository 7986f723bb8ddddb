"""The contrast of every colour that pages are written in, on every ground that they have.

Text stands out by 4.5 to 1 or more, and what must be seen to be understood by 3 to 1 (WCAG 2.2,
1.4.3 and 1.4.11). Lines between rows are there for order alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from xml.etree import ElementTree

import pytest

from journey.picture.chart import chart_of
from journey.picture.look import DARK, LIGHT, PHASES
from journey.picture.picture import drawn as drawn_as

from .wanted import DATES, PATHWAYS, SIZES, timeline_of

EXPORT = resources.files("journey") / "export"
TEXT, GRAPHICS = 4.5, 3.0
WHITE = "#FFFFFF"


def luminance(colour: str) -> float:
    """The relative luminance of "#RRGGBB"."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", WHITE) < TEXT


# ---- HTML --------------------------------------------------------------------------------------


def css() -> str:
    return "".join(
        path.read_text("utf-8") for path in EXPORT.iterdir() if path.name.endswith(".css")
    )


def full(colour: str) -> str:
    """A colour as "#RRGGBB"."""
    colour = {"white": WHITE, "black": "#000000"}.get(colour, colour)
    return "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour.upper()


def schemes() -> dict[str, dict[str, str]]:
    """The named colours, as they are and where a reader asks for dark ones."""
    assert set(LIGHT) == set(DARK)
    return {
        name: {f"--{key}": full(value) for key, value in colours.items()}
        for name, colours in (("light", LIGHT), ("dark", DARK))
    }


@dataclass(frozen=True)
class Rule:
    """One rule of the style: the colour of its text and its ground, where it gives them."""

    selector: str
    text: str = ""
    ground: str = ""


def rules() -> Iterator[Rule]:
    """The rules that give a colour or a ground, by the names of their custom properties.

    A colour of its own, such as "#fff", is for paper, where the scheme is the light one.
    """
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css())):
        given = dict(re.findall(r"(?:^|;)\s*([\w-]+):\s*([^;]+)", body))
        text, ground = given.get("color", ""), given.get("background", "")
        if {text, ground} - {"", "inherit", "none"}:
            yield Rule(selector.strip(), text.replace("inherit", ""), ground.replace("none", ""))


def pairs() -> set[tuple[str, str]]:
    """Each text with each ground that it may stand on.

    Where one rule gives both, that text alone stands on that ground, but for the root: its text
    is inherited and its ground seen wherever no rule gives another. Any other text may stand on
    any other ground.
    """
    found = list(rules())
    own = {(r.text, r.ground) for r in found if r.text and r.ground and r.selector != "html"}
    apart = [r for r in found if r.selector == "html" or not (r.text and r.ground)]
    texts, grounds = ({getattr(r, n) for r in apart} - {""} for n in ("text", "ground"))
    assert len(own) >= 1
    assert len(texts) >= 4
    assert len(grounds) >= 4
    return own | {(text, ground) for text in texts for ground in grounds}


@pytest.mark.parametrize("name", schemes())
def test_every_text_of_html_stands_out_from_every_ground(name: str) -> None:
    def colour(value: str) -> str:
        named = re.fullmatch(r"var\((--[\w-]+)\)", value)
        return schemes()[name][named[1]] if named else full(value)

    on_screen = {pair for pair in pairs() if name == "light" or "#" not in "".join(pair)}
    found = {pair: round(contrast(*map(colour, pair)), 2) for pair in on_screen}
    assert {pair: ratio for pair, ratio in found.items() if ratio < TEXT} == {}


# ---- PDF ---------------------------------------------------------------------------------------

ROLES = {
    "ink": "text", "muted": "text", "red": "text", "wash": "ground", "pink": "ground",
    "writing": "graphics", "rule": "order", "link": "text", "paper": "ground",
}  # fmt: skip
"""What each colour of the template is for."""


def test_every_colour_of_the_pdf_stands_out_from_every_ground() -> None:
    template = (EXPORT / "pages.typ").read_text("utf-8")
    named = LIGHT
    assert set(named) == set(ROLES)
    assert set(re.findall(r'colour-of\("([\w-]+)"\)', template)) <= set(named)
    assert not re.findall(r"#[0-9A-Fa-f]{6}\b", template)
    grounds = [WHITE, *(colour for name, colour in named.items() if ROLES[name] == "ground")]
    for name, colour in named.items():
        needed = {"text": TEXT, "graphics": GRAPHICS}.get(ROLES[name], 0)
        # Lines to write on stand on white paper.
        for ground in grounds if needed == TEXT else grounds[:1]:
            assert contrast(colour, ground) >= needed, (name, ground)


# ---- the picture -------------------------------------------------------------------------------


def shapes(svg: str) -> Iterator[tuple[str, dict[str, str]]]:
    for element in ElementTree.fromstring(svg).iter():
        yield element.tag.split("}")[1], dict(element.attrib)


def over(colour: str, share: float) -> str:
    """A colour of which only a share covers the white behind it."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * share):02X}" for part in parts)


def ground_at(x: float, y: float, drawn: list[tuple[str, dict[str, str]]]) -> str:
    """What was drawn last where a text stands."""
    ground = WHITE
    for tag, a in drawn:
        fill = a.get("fill", "none")
        if not fill.startswith("#"):
            continue
        fill = over(fill, float(a.get("fill-opacity", 1)))
        if tag == "circle":
            cx, cy, r = (float(a[name]) for name in ("cx", "cy", "r"))
            ground = fill if (x - cx) ** 2 + (y - cy) ** 2 <= r * r else ground
        elif tag == "rect" and "%" not in a["width"]:
            left, top = float(a.get("x", 0)), float(a.get("y", 0))
            inside = left <= x <= left + float(a["width"])
            ground = fill if inside and top <= y <= top + float(a["height"]) else ground
    return ground


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("name", PATHWAYS)
def test_every_text_of_the_picture_stands_out_from_what_is_behind_it(name: str, dates: str) -> None:
    chart = chart_of(timeline_of(PATHWAYS[name], dates))
    for size in SIZES:
        drawn: list[tuple[str, dict[str, str]]] = []
        seen = 0
        for tag, a in shapes(drawn_as(chart, title="T", size=size)):
            if tag == "text":
                x, y = float(a["x"]), float(a["y"]) - 0.3 * float(a["font-size"])
                ratio = contrast(a["fill"], ground_at(x, y, drawn))
                assert ratio >= TEXT, (a, ground_at(x, y, drawn))
                seen += 1
            drawn.append((tag, a))
        assert seen > 10


def test_white_stands_out_from_every_colour_of_a_phase_and_it_from_the_paper() -> None:
    assert len(PHASES) == 6
    for colour in PHASES:
        assert contrast(colour, WHITE) >= TEXT, colour
