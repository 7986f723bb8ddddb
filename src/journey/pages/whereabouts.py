"""Where a day falls, as a document: what may run then, what comes before it and after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.describer import Describer
from journey.pages.document import Block, Bullets, Document, Heading, Paragraph, Table, Text
from journey.planning.timeline import PlannedPhase
from journey.planning.whereabouts import Whereabouts
from journey.words.catalogue import sentence
from journey.words.dates import days_in_words, own_date_in_words

_DAY = dt.timedelta(days=1)


def describe_day(whereabouts: Whereabouts, *, made: dt.date) -> Document:
    """What may run on a day or some days, in ranges and words, with what to ask."""
    return _Day(whereabouts, made).document()


class _Day(Describer):
    """One answer in the making."""

    def __init__(self, whereabouts: Whereabouts, made: dt.date) -> None:
        super().__init__(whereabouts.timeline.pathway, made)
        self.asked = whereabouts

    def document(self) -> Document:
        w, asked = self.words, self.asked
        is_one = asked.end - asked.start <= _DAY
        title = w.day_title if is_one else w.day_title_days
        when = self.days(asked.start, asked.end)
        return self.answer(title.format(when=when), self.blocks())

    def blocks(self) -> Iterator[Block]:
        w, asked = self.words, self.asked
        if not asked.timeline.is_dated:
            yield Paragraph(Text(w.day_undated))
            return
        yield Paragraph(Text(self.summary()))
        rows = tuple(self.rows())
        if rows:
            yield Table(w.day_caption, (w.day_when, w.part, w.first_day, w.last_day), rows)
        if asked.own_dates:
            language = self.pathway.language
            yield Heading(3, w.own_title)
            yield Bullets(tuple(Text(own_date_in_words(o, language)) for o in asked.own_dates))
        yield Heading(3, w.questions)
        yield Bullets(tuple(map(Text, w.day_ask)), is_checklist=True)
        yield Paragraph(Text(w.keep_taking))

    def summary(self) -> str:
        w, asked = self.words, self.asked
        if not asked.may:
            return w.day_before_all if asked.before is None else w.day_over
        if len(asked.may) > 1:
            return w.day_several
        [only] = asked.may
        is_sure = (
            only.start is not None
            and only.end is not None
            and only.start.status == only.end.status == "known"
            and only.start.typical <= asked.start
            and asked.end <= only.end.typical
        )
        return (w.day_known if is_sure else w.day_one).format(name=only.name)

    def rows(self) -> Iterator[tuple[Text, ...]]:
        w, asked = self.words, self.asked
        if asked.before is not None:
            yield self.row(w.day_just_before, asked.before)
        for planned in asked.may:
            yield self.row(w.day_then, planned)
        if asked.next is not None:
            yield self.row(w.day_next, asked.next)

    def row(self, when: str, planned: PlannedPhase) -> tuple[Text, ...]:
        end = self.when(planned.end, last_day=True)
        return (
            Text(when),
            Text(f"{planned.number}. {planned.name}"),
            Text(sentence(self.when(planned.start))),
            Text(self.words.squeezed if planned.is_squeezed else sentence(end)),
        )

    def days(self, start: dt.date, end: dt.date) -> str:
        return days_in_words(start, end - _DAY, self.pathway.language)
