"""The timeline picture, and the sentences that say all that it shows."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from journey.picture.canvas import Drawing
from journey.picture.paper import A4, Sheet
from journey.picture.tracks import Tracks
from journey.planning.timeline import Timeline
from journey.words.catalogue import Words, words_for
from journey.words.dates import (
    boundary_in_words,
    boundary_label,
    date_in_words,
    lane_in_words,
    length_in_words,
    own_date_in_words,
)

WIDTH = A4.width
LEEWAY = 2
"""By so many points its text may be smaller than asked for, if that keeps it on one sheet."""
NARROW = 216.0
"""The width that a page leaves it on a phone, in points: 288 of 320 pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing with its title and its description in words."""

    svg: str = field(repr=False)
    """As it stands on an A4 page, its text of 12 points."""
    title: str
    description: tuple[str, ...] = field(repr=False)
    """A sentence for each thing that it shows: it is never the only place of a fact."""
    timeline: Timeline = field(repr=False)
    today: dt.date | None = None

    @property
    def height(self) -> float:
        """How high it is on an A4 page, in points."""
        return _height(self.svg)

    def drawn(self, *, width: float = WIDTH, size: float = 12, ids: str = "journey") -> str:
        """The same picture for a sheet of another width and for larger text, both in points.

        Text is never smaller than 11 points. Where there is no room beside them, the names of
        the phases stand above their bars. `ids` begins each id, so that one page can hold two.
        """
        (drawing,) = self._drawings(width, size)
        return _named(drawing.svg(self.title, self.description), ids)

    def fitted(self, sheet: Sheet) -> tuple[str, ...]:
        """The same picture as wide as the sheet, in as many drawings as leave none higher.

        Text that is a little smaller keeps it in one. The first is titled and says it all.
        """
        if sheet == A4 and self.height <= sheet.height:
            return (self.svg,)
        for size in range(sheet.size, max(A4.size, sheet.size - LEEWAY) - 1, -1):
            (whole,) = self._drawings(sheet.width, size)
            if whole.height <= sheet.height:
                return (whole.svg(self.title, self.description),)
        for size in range(sheet.size, A4.size - 1, -1):
            drawings = self._drawings(sheet.width, size, height=sheet.height)
            if all(drawing.height <= sheet.height for drawing in drawings):
                break
        first, *others = drawings
        parts = (_named(part.svg(), f"journey-{n}") for n, part in enumerate(others, start=2))
        return first.svg(self.title, self.description), *parts

    def _drawings(self, width: float, size: float, height: float = math.inf) -> list[Drawing]:
        return Tracks(self.timeline, self.today, width=width, size=size).drawings(height)


def _named(svg: str, ids: str) -> str:
    """With other ids, in tags: in text each < is escaped, so that no word is taken for an id."""
    return re.sub("<[^<>]*>", lambda tag: tag[0].replace("journey-", f"{ids}-"), svg)


def _height(svg: str) -> float:
    return float(svg.split('" height="', 1)[1].split('"', 1)[0])


def draw(timeline: Timeline, *, today: dt.date | None = None) -> Picture:
    """The picture of a timeline, with today where that is given.

    Without dates it shows lengths from a start that is not said.
    """
    w = words_for(timeline.pathway)
    description = (*_phases(timeline, w), *_around(timeline, today, w))
    (drawing,) = Tracks(timeline, today, width=WIDTH, size=12).drawings()
    svg = drawing.svg(w.picture_title, description)
    return Picture(svg, w.picture_title, description, timeline, today)


def _phases(timeline: Timeline, w: Words) -> Iterator[str]:
    language = timeline.pathway.language
    for planned in timeline.phases:
        length = w.no_length_short
        if planned.phase.duration:
            length = length_in_words(planned.phase.duration, w)
        if not planned.phase.is_for_everyone:
            length = f"{length} ({w.picture_not_everyone})"
        if planned.start is None and planned.end is None:
            yield w.picture_says_undated.format(
                number=planned.number, name=planned.name, length=length
            )
            continue
        end = boundary_in_words(planned.end, language, is_last_day=True)
        yield w.picture_says.format(
            number=planned.number,
            name=planned.name,
            length=length,
            start_label=boundary_label(planned.start, w),
            start=boundary_in_words(planned.start, language),
            end_label=boundary_label(planned.end, w, is_last_day=True),
            end=w.squeezed if planned.is_squeezed else end,
        )


def _around(timeline: Timeline, today: dt.date | None, w: Words) -> Iterator[str]:
    """What the picture shows beside the phases."""
    names = {phase.id: phase.name for phase in timeline.pathway.phases}
    for point in timeline.pathway.decision_points:
        yield w.picture_says_decision.format(name=point.name, phase=names[point.after])
    for lane in timeline.pathway.lanes:
        said = lane_in_words(lane, timeline.pathway)
        yield w.picture_says_lane.format(name=lane.name, when=said)
    for own in timeline.own_dates:
        said = own_date_in_words(own, timeline.pathway.language)
        yield w.picture_says_own.format(date=said)
    if today is not None:
        said = date_in_words(today, timeline.pathway.language)
        yield f"{w.picture_today.format(date=said)}."
