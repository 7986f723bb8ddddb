"""Where a day falls, as a document: the answer in two lines, then what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from journey.journeys.file import Contacts
from journey.pages.describer import Describer
from journey.pages.document import Block, Bullets, Document, Heading, Paragraph, Text
from journey.planning.activities import planned_activities
from journey.planning.given import is_end
from journey.planning.holds import Hold
from journey.planning.timeline import PlannedPhase
from journey.planning.whereabouts import Whereabouts
from journey.values import must_be, must_be_day
from journey.words.catalogue import any_of
from journey.words.dates import days_in_words, given_in_words, own_date_in_words
from journey.words.roads import because, hold_in_words, past_in_words

_DAY = dt.timedelta(days=1)
NEAR = dt.timedelta(weeks=4)
MOST_NEAR = 6
"""So many dates are near at most: the later ones come up as the weeks go by."""


def describe_day(
    whereabouts: Whereabouts,
    *,
    made: dt.date,
    file: str | None = None,
    contacts: Contacts | None = None,
) -> Document:
    """What was written down, what is near, what may run on a day or some days, and what to do next.

    `file` is the name of the journey file, for the command that records a date; left out, the
    answer says only that one may. `contacts` say whom to ring.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> found = journey.where(timeline, dt.date(2026, 8, 1))
    >>> journey.describe_day(found, made=dt.date(2026, 3, 2)).language
    'en-GB'
    """
    must_be("whereabouts", whereabouts, Whereabouts, mend="make them with where")
    must_be_day("made", made, is_plausible=True)
    must_be("file", file, str, type(None))
    must_be("contacts", contacts, Contacts, type(None))
    return _Day(whereabouts, made, file, contacts).document()


def day_in_brief(whereabouts: Whereabouts) -> str:
    """The answer alone: what was written down last, and what may run on the days asked about."""
    return _Day(whereabouts, whereabouts.asked, None).brief()


class _Day(Describer):
    """One answer in the making."""

    def __init__(
        self, whereabouts: Whereabouts, made: dt.date, file: str | None,
        contacts: Contacts | None = None,
    ) -> None:  # fmt: skip
        super().__init__(whereabouts.timeline.pathway, made, contacts=contacts)
        self.asked = whereabouts
        self.file = file

    def document(self) -> Document:
        w, asked = self.words, self.asked
        is_one = asked.end - asked.start <= _DAY
        title = w.day_title if is_one else w.day_title_days
        when = self.days(asked.start, asked.end)
        return self.answer(title.format(when=when), self.blocks())

    def brief(self) -> str:
        return " ".join(filter(None, (self.written(), self.summary())))

    def blocks(self) -> Iterator[Block]:
        w, asked = self.words, self.asked
        yield Paragraph(Text(self.brief()))
        near = sorted(self.near(), key=lambda item: item[0])
        if near:
            yield Heading(2, w.day_near)
            yield Bullets(tuple(Text(words) for _, words in near[:MOST_NEAR]))
        if asked.timeline.is_dated:
            parts = list(map(self.part, asked.may))
            if asked.next is not None:
                parts.append(Text(w.day_next.format(part=self.part(asked.next).words)))
            if parts:
                yield Heading(2, w.day_caption)
                yield Bullets(tuple(parts))
        ask = f"{w.day_ask} " if asked.timeline.is_dated else ""
        yield from self.medicines_go_on(asked.timeline, on=asked.asked, before=ask)
        is_told = any(asked.end <= own.start < self.far for own in asked.timeline.own_dates)
        yield from self.closing(
            asked.timeline, None if is_told else self.far, asked=asked.asked,
            to_record=asked.to_record,
            file=self.file,
        )  # fmt: skip

    def written(self) -> str:
        """What was written down last, and that nothing is since."""
        w, asked = self.words, self.asked
        if asked.recorded is None:
            return " ".join(past_in_words(asked.timeline))
        boundary, day = asked.recorded
        told = w.day_began
        stop = next((s for s in asked.timeline.stops if f"{s.phase}.end" == boundary), None)
        if is_end(boundary):
            told, day = w.day_ended, day - _DAY
        elif boundary == "start" and self.pathway.starts_at == "diagnosis":
            told = w.day_diagnosed
        text = told.format(name=self.name(boundary), date=self.date(day))
        if stop is not None:
            text = w.stopped_part.format(
                name=self.name(boundary), date=self.date(day), why=because(stop.reason, w)
            )
        # A hold after that date was written down, too, the last of them; and the one asked about.
        since = [h for h in asked.timeline.holds if day <= h.since <= asked.asked][-1:]
        for hold in dict.fromkeys(h for h in (*since, asked.hold) if h is not None):
            text = f"{text} {hold_in_words(hold, asked.timeline)}"
        if asked.booked is not None:
            boundary, day = asked.booked
            told = w.day_booked_end if is_end(boundary) else w.day_booked
            day -= _DAY if is_end(boundary) else dt.timedelta()
            return f"{text} {told.format(name=self.name(boundary), date=self.date(day))}"
        if self.hold is not None or asked.to_record is None:
            return text
        return f"{text} {w.day_silent}"

    def summary(self) -> str:
        """What may run then, and how sure that is."""
        w, asked = self.words, self.asked
        is_held = asked.hold is not None and asked.hold == self.hold
        if is_held and asked.end <= asked.asked + _DAY:
            names = [planned.name for planned in asked.may]
            recorded = [] if asked.recorded is None else [self.name(asked.recorded[0])]
            if names in ([], recorded):
                return w.hold_open
            return f"{w.day_hold.format(names=any_of(names, w))} {w.hold_open}"
        if not asked.may and asked.timeline.stops and asked.timeline.phases[-1].is_stopped:
            return w.stopped_next
        is_stopped = asked.timeline.pathway.dates_stop is not None
        if not asked.may and asked.next is None and is_stopped:
            return self.stopped(w.day_stopped)
        if not asked.timeline.is_dated:
            return w.day_undated
        finish = asked.timeline.finish
        rough_end = None if finish is None or finish.status == "known" else finish.earliest
        if not asked.may:
            if asked.before is None:
                return w.day_before_all
            if asked.next is not None:
                return w.day_rest.format(before=asked.before.name, next=asked.next.name)
            return w.day_over if rough_end is None else w.day_over_rough
        names = [planned.name for planned in asked.may]
        if asked.is_out_of_date:
            if rough_end is not None and rough_end < asked.end:
                names.append(w.day_after_all)
            return w.day_out_of_date.format(names=any_of(names, w))
        if len(asked.may) > 1:
            places = [planned.number - 1 for planned in asked.may]
            follows = self.pathway.follows_phase
            if any(not follows(b, a) for a, b in combinations(places, 2)):
                return w.day_together.format(names=any_of(names, w))
            return w.day_several.format(names=any_of(names, w))
        [only] = asked.may
        is_sure = (
            only.start is not None
            and only.end is not None
            and only.start.status == only.end.status == "known"
            and only.start.typical <= asked.start
            and asked.end <= only.end.typical
        )
        return (w.day_known if is_sure else w.day_one).format(name=only.name)

    def part(self, planned: PlannedPhase) -> Text:
        """A part with its first and last day, and where people mostly are then."""
        w = self.words
        if planned.is_squeezed:
            told = w.skipped_part if planned.is_skipped else w.day_part_squeezed
            return Text(told.format(name=planned.name))
        text = w.day_part.format(
            name=planned.name,
            start=self.started(planned),
            end=self.ended(planned),
        )
        setting = planned.phase.setting
        return Text(f"{text} {w.day_where[setting[0]]}" if setting else text)

    @property
    def far(self) -> dt.date:
        """The day after those that are near."""
        return min(self.asked.end, dt.date.max - NEAR) + NEAR

    def near(self) -> Iterator[tuple[dt.date, str]]:
        """What stands on these days and in the weeks after them, by day."""
        w, asked, language = self.words, self.asked, self.pathway.language
        timeline, first, far = asked.timeline, asked.start, self.far
        if len(asked.may) == 1 and asked.may[0].start and asked.may[0].start.status == "known":
            begun = asked.may[0].start.typical
            week = (asked.start - begun).days // 7 + 1
            if week > 1:  # by the day of the answer, so that no two weeks are told alike
                yield first, w.day_week.format(number=week, name=asked.may[0].name)
        for own in timeline.own_dates:
            if own.start < far and first < own.end:
                yield own.start, own_date_in_words(own, language)
        for boundary, day in timeline.known:
            if not is_end(boundary) and first < day < far:
                yield day, w.letter_begins.format(name=self.name(boundary), date=self.date(day))
        for item in planned_activities(timeline):
            if item.date is not None and first <= item.date < far:
                when = self.when(item.words_window)
                yield item.date, w.letter_visit.format(name=item.activity.name, date=when)

    @property
    def hold(self) -> Hold | None:
        """The hold that is open on the day of asking."""
        found = self.asked.timeline.hold_on(self.asked.asked)
        return found if found is not None and found.is_open else None

    def name(self, boundary: str) -> str:
        """The phase that begins at a boundary; for the finish, the last one."""
        phases = self.asked.timeline.phases
        if boundary in ("start", "finish"):
            return phases[0 if boundary == "start" else -1].name
        if "." in boundary and not boundary.endswith(".end"):
            return given_in_words(boundary, self.pathway, self.words)
        return self.asked.timeline[boundary.partition(".")[0]].name

    def days(self, start: dt.date, end: dt.date) -> str:
        return days_in_words(start, end - _DAY, self.pathway.language)
