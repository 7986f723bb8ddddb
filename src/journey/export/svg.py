"""The timeline picture as a file of its own."""

from __future__ import annotations

import datetime as dt

from journey.picture.picture import draw
from journey.planning.timeline import Timeline


def to_svg(timeline: Timeline, *, today: dt.date | None = None) -> str:
    """The timeline picture as SVG, with its title and a description in words.

    `today` is marked where it is given.
    """
    return draw(timeline, today=today).svg
