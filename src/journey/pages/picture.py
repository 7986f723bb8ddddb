"""The picture of a timeline as a block: what it shows, and the same in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.describer import marks
from journey.pages.document import Bullets, Picture, Table, Text
from journey.picture.chart import chart_of
from journey.planning.timeline import PlannedLane, PlannedPhase, Timeline, in_turns
from journey.words.catalogue import sentence, words_for
from journey.words.dates import (
    boundary_in_words,
    date_in_words,
    length_of,
    own_turns_in_words,
)
from journey.words.roads import no_days_in_words, roads_in_words


def picture_of(timeline: Timeline, *, today: dt.date | None = None) -> Picture:
    """The picture, with today where that is given.

    Its words are a table of the parts with every date that it shows, and a list of what else it
    shows: it is never the only place of a fact.
    """
    w = words_for(timeline.pathway)
    chart = chart_of(timeline, today=today)
    columns = (w.part, w.how_long, w.starts, w.ends) if chart.is_dated else (w.part, w.how_long)
    rows = tuple(_row(planned, timeline) for planned in (*timeline.phases, *timeline.lanes))
    around = tuple(map(Text, _around(timeline, today)))
    table = Table(w.parts_title, columns, rows)
    in_words = (table, Bullets(around)) if around else (table,)
    return Picture(w.picture_title, chart, w.picture_words, in_words)


def _row(planned: PlannedPhase, timeline: Timeline) -> tuple[Text, ...]:
    w, language = words_for(timeline.pathway), timeline.pathway.language
    is_beside = isinstance(planned, PlannedLane)
    length = w.picture_beside if is_beside else w.no_length_short
    if planned.phase.duration:
        length = length_of(planned.phase, timeline.pathway, w)
    if not planned.phase.is_for_everyone:
        length = f"{length} ({w.picture_not_everyone})"
    cites = (planned.phase.duration.cites if planned.phase.duration else ()) or planned.phase.cites
    name = planned.name if is_beside else f"{planned.number}. {planned.name}"
    named = Text(name), Text(sentence(length), marks(cites))
    if not timeline.is_dated:
        return named
    start = boundary_in_words(planned.start, language, waits=planned.start_after is not None)
    end = boundary_in_words(
        planned.end, language, is_last_day=True, waits=planned.end_after is not None
    )
    none = no_days_in_words(planned, w)
    return (
        *named,
        Text(none if planned.is_skipped else sentence(start)),
        Text(none if planned.is_squeezed else sentence(end)),
    )


def _around(timeline: Timeline, today: dt.date | None) -> Iterator[str]:
    """What the picture shows beside the parts."""
    w, language = words_for(timeline.pathway), timeline.pathway.language
    yield from roads_in_words(timeline)
    for turns in in_turns(timeline.own_dates):
        yield w.picture_says_own.format(date=own_turns_in_words(turns, language))
    if today is not None and timeline.is_dated:
        yield f"{w.picture_today.format(date=date_in_words(today, language))}."
