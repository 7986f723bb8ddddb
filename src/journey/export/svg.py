"""The timeline picture as a file of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.document import Bullets, Table, texts_in
from journey.pages.picture import picture_of
from journey.picture.picture import drawn
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
    picture = picture_of(timeline, today=today)
    table, *others = picture.in_words
    said = [*_rows(table), *(text.words for text in texts_in(tuple(others)))]
    return drawn(picture.chart, title=picture.title, description=tuple(said))


def _rows(table: Table | Bullets) -> Iterator[str]:
    """A sentence a part: its name, its length, and each date with what it is."""
    if isinstance(table, Table):
        for name, length, *days in table.rows:
            told = zip(table.columns[2:], days, strict=True)
            dates = " ".join(f"{column}: {day.words}." for column, day in told)
            yield f"{name.words}. {length.words}. {dates}".strip()
