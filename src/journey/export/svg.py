"""The timeline picture as a file of its own."""

from __future__ import annotations

from journey.picture import draw
from journey.planning import Timeline


def to_svg(timeline: Timeline) -> str:
    """The timeline picture as SVG, with its title and a description in words."""
    return draw(timeline).svg
