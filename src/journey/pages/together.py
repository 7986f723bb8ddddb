"""Several journeys of one house on one page: where each may be, and the next dates of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from journey.journeys.file import PlannedJourney
from journey.pages.describer import Describer
from journey.pages.document import Block, Bullets, Document, Heading, Paragraph, Table, Text
from journey.pages.ending import ending_in_words
from journey.pages.letter import helpers_words
from journey.pages.months import Entry, entries
from journey.pages.picture import picture_of
from journey.pages.whereabouts import day_in_brief
from journey.planning.timeline import Timeline
from journey.planning.whereabouts import where

WEEKS = 8
"""So many weeks of dates stand in one table."""


def describe_together(
    journeys: Mapping[str, PlannedJourney], *, made: dt.date, is_discreet: bool = False
) -> Document:
    """A page for some journeys, by what each is called.

    A discreet one names no illness, no part and no date of their own, only when somebody may be
    busy. A journey that was closed has its few words, and no dates.
    """
    return _Together(journeys, made).document(is_discreet=is_discreet)


class _Together(Describer):
    """One page in the making."""

    def __init__(self, journeys: Mapping[str, PlannedJourney], made: dt.date) -> None:
        first, *others = (planned.timeline.pathway for planned in journeys.values())
        super().__init__(first, made, others=others)
        self.journeys = journeys
        self.end = made + dt.timedelta(weeks=WEEKS)

    def document(self, *, is_discreet: bool) -> Document:
        w = self.words
        names = " + ".join(self.journeys)
        whole = self.answer(
            w.together_title.format(names=names),
            self.discreet() if is_discreet else self.blocks(),
        )
        if not is_discreet:
            return whole
        return Document(
            title=whole.title, language=whole.language, notice=w.school_notice, made=whole.made,
            made_in_words=whole.made_in_words, pages=whole.pages,
        )  # fmt: skip

    def blocks(self) -> Iterator[Block]:
        w = self.words
        for name, planned in self.journeys.items():
            yield Heading(2, name)
            yield Paragraph(Text(self.brief(planned)))
        rows = tuple(
            (Text(entry.when), Text(name), Text(entry.what)) for entry, name in self.coming()
        )
        caption = w.together_dates.format(weeks=WEEKS)
        yield Heading(2, caption)
        if rows:
            yield Table(caption, (w.month_when, w.together_who, w.month_what), rows)
        else:
            yield Paragraph(Text(w.letter_no_dates))
        yield Paragraph(Text(w.letter_ask))
        for name, timeline in self.open().items():
            yield Heading(2, w.together_road.format(name=name))
            yield picture_of(timeline, today=self.made)

    def brief(self, planned: PlannedJourney) -> str:
        ending, timeline = planned.journey.ending, planned.timeline
        if ending is not None:
            return ending_in_words(timeline.pathway, ending)
        return day_in_brief(where(timeline, self.made))

    def open(self) -> dict[str, Timeline]:
        """The journeys that were not closed."""
        return {
            name: planned.timeline
            for name, planned in self.journeys.items()
            if planned.journey.ending is None
        }

    def coming(self) -> list[tuple[Entry, str]]:
        """What stands on the next days, by day."""
        found = [
            (entry, name)
            for name, timeline in self.open().items()
            for entry in entries(timeline)
            if entry.start < self.end and self.made < entry.end
        ]
        return sorted(found, key=lambda item: (item[0].start, item[0].end, item[1], item[0].what))

    def discreet(self) -> Iterator[Block]:
        w = self.words
        days: dict[dt.date, list[str]] = {}
        for name, timeline in self.open().items():
            yield Heading(2, name)
            away, busy = helpers_words(timeline, self.made, WEEKS)
            yield Bullets(tuple(map(Text, away)))
            for day in busy:
                days.setdefault(day, []).append(name)
        if days:
            yield Heading(2, w.letter_helpers_days)
            columns = (w.month_when, w.together_who)
            rows = tuple(
                (Text(self.date(day)), Text(", ".join(who))) for day, who in sorted(days.items())
            )
            yield Table(w.letter_helpers_days, columns, rows)
        yield Paragraph(Text(w.letter_helpers_ask))
