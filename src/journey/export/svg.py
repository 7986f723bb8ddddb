"""The timeline picture as a file of its own."""

from __future__ import annotations

import datetime as dt

from journey.picture.picture import draw
from journey.planning.timeline import Timeline
from journey.values import must_be, must_be_day


def to_svg(timeline: Timeline, *, today: dt.date | None = None) -> str:
    """The timeline picture as SVG, with its title and a description in words.

    `today` is marked where it is given.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> journey.to_svg(timeline)[:4]
    '<svg'
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be_day("today", today, is_optional=True, is_plausible=True)
    return draw(timeline, today=today).svg
