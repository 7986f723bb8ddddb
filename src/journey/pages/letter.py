"""The next weeks as a letter: what is known, what may be, and what comes after it.

For the person it has their own dates and visits; for helpers it names no illness, no part of
treatment and no date of the person's own, only when somebody may be away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, get_args

from journey.errors import DocumentError, shortened
from journey.pages.describer import Describer
from journey.pages.document import Block, Bullets, Document, Heading, Page, Paragraph, Text
from journey.pages.whereabouts import day_in_brief
from journey.planning.activities import planned_activities
from journey.planning.given import boundary_names
from journey.planning.timeline import Timeline
from journey.planning.whereabouts import where
from journey.values import must_be, must_be_day
from journey.words.catalogue import sentence
from journey.words.dates import days_in_words, own_date_in_words

LetterView = Literal["person", "helpers"]
"""Whom a letter is for: the person, or those who help and need not know the illness."""
MOST_WEEKS = 12
_DAY = dt.timedelta(days=1)


def letter(
    timeline: Timeline, *, made: dt.date, weeks: int = 2, view: LetterView = "person"
) -> Document:
    """The weeks from the day `made`, and what may follow them.

    Raises DocumentError for a view that there is not, and for no weeks or more than twelve.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> journey.letter(timeline, made=dt.date(2026, 3, 2), weeks=4).language
    'en-GB'
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be_day("made", made, is_plausible=True)
    must_be("view", view, str)
    if view not in get_args(LetterView):
        views = ", ".join(get_args(LetterView))
        raise DocumentError(f'no view "{shortened(str(view))}" (there are: {views})')
    if type(weeks) is not int or not 1 <= weeks <= MOST_WEEKS:
        raise DocumentError(f"weeks: {weeks!r} should be a number from 1 to {MOST_WEEKS}")
    kind = _Helpers if view == "helpers" else _Letter
    return kind(timeline, made, weeks).document()


class _Letter(Describer):
    """One letter in the making."""

    def __init__(self, timeline: Timeline, made: dt.date, weeks: int) -> None:
        super().__init__(timeline.pathway, made)
        self.timeline = timeline
        self.end = made + dt.timedelta(weeks=weeks)
        self.found = where(timeline, made, until=self.end - _DAY, asked=made)

    def document(self) -> Document:
        days = days_in_words(self.made, self.end - _DAY, self.pathway.language)
        title = self.words.letter_title.format(days=days)
        return self.of_pages(title, [Page("letter", (Heading(1, title), *self.blocks()))])

    def blocks(self) -> Iterator[Block]:
        w = self.words
        yield Paragraph(Text(day_in_brief(self.found)))
        if self.found.hold is None:
            yield from self.roads(self.timeline)
        yield Heading(2, w.letter_dates)
        dates = tuple(Text(words) for _, words in sorted(self.dates()))
        yield Bullets(dates) if dates else Paragraph(Text(w.letter_no_dates))
        if self.found.next is not None:
            yield Heading(2, w.letter_after)
            start = self.started(self.found.next)
            told = w.letter_next.format(name=self.found.next.name, date=start)
            yield Paragraph(Text(told))
        yield Paragraph(Text(w.letter_ask))

    def dates(self) -> Iterator[tuple[dt.date, str]]:
        """What stands on these days, by day."""
        yield from self.treatment()
        for own in self.found.own_dates:
            yield own.start, own_date_in_words(own, self.pathway.language)

    def treatment(self) -> Iterator[tuple[dt.date, str]]:
        """Dates that were given, and visits."""
        w = self.words
        names = boundary_names(self.pathway)
        for name, given in self.timeline.known:
            day = given - _DAY if name == "finish" else given
            if self.is_then(day):
                phase = self.timeline.phases[min(names.index(name), len(names) - 2)]
                told = w.letter_ends if name == "finish" else w.letter_begins
                yield day, told.format(name=phase.name, date=self.date(day))
        for item in planned_activities(self.timeline):
            if item.date is not None and self.is_then(item.date):
                when = self.when(item.words_window)
                yield item.date, w.letter_visit.format(name=item.activity.name, date=when)

    def is_then(self, day: dt.date) -> bool:
        return self.made <= day < self.end


def helpers_words(timeline: Timeline, made: dt.date, weeks: int) -> tuple[list[str], list[dt.date]]:
    """Whether somebody may be away in these weeks, and the days when somebody may be busy."""
    return _Helpers(timeline, made, weeks).help()


class _Helpers(_Letter):
    """A letter that names no illness."""

    def document(self) -> Document:
        whole = super().document()
        return Document(
            title=whole.title, language=whole.language, notice=self.words.school_notice,
            made=whole.made, made_in_words=whole.made_in_words, pages=whole.pages,
        )  # fmt: skip

    def blocks(self) -> Iterator[Block]:
        w = self.words
        away, days = self.help()
        yield Bullets(tuple(map(Text, away)))
        if days:
            yield Heading(2, w.letter_helpers_days)
            yield Bullets(tuple(Text(sentence(self.date(day))) for day in days))
        yield Paragraph(Text(w.letter_helpers_ask))

    def help(self) -> tuple[list[str], list[dt.date]]:
        """Whether somebody may be away, and the days when somebody may be busy."""
        w = self.words
        settings = [p.phase.setting[0] for p in self.found.may if p.phase.setting]
        away = [w.away[setting] for setting in dict.fromkeys(settings)]
        return away or [w.school_unknown], sorted({day for day, _ in self.treatment()})
