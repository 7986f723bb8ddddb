"""The first page, complete alone: what this is, now and next and in all, the picture, what to ask,
whom to ring.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.describer import Describer, marks
from journey.pages.document import (
    Beside,
    Blank,
    Block,
    Bullets,
    Callout,
    Heading,
    Paragraph,
    Text,
    Tile,
    Tiles,
)
from journey.pages.picture import picture_of
from journey.pathways.library import left_out
from journey.planning.holds import Stop
from journey.planning.timeline import PlannedPhase, Timeline
from journey.planning.whereabouts import Whereabouts, where
from journey.words.catalogue import any_of, sentence
from journey.words.dates import length_in_words

_DAY = dt.timedelta(days=1)


class FirstPage:
    """The first page of one timeline; what is now is told for `today`, or the day of making."""

    def __init__(
        self,
        describer: Describer,
        timeline: Timeline,
        *,
        today: dt.date | None = None,
    ) -> None:
        self.describer = describer
        self.words, self.pathway = describer.words, describer.pathway
        self.timeline = timeline
        self.today = today

    def blocks(self) -> Iterator[Block]:
        w = self.words
        yield from self.heading()
        yield from self.no_dates()
        yield Tiles(tuple(self.tiles()))
        yield picture_of(self.timeline, today=self.today)
        yield Paragraph(Text(w.picture_use), may_move=True)
        yield from self.before_you_start()
        lanes = [lane.name for lane in self.pathway.lanes if lane.begins == "with"]
        alongside = f"{w.alongside.format(names=', '.join(lanes))} " if lanes else ""
        yield from self.describer.medicines_go_on(
            self.timeline, on=self.today, before=alongside, may_move=True
        )
        yield Beside((self.describer.urgent(), self.ask()))

    def title(self) -> str:
        """What all the pages are called."""
        return self.words.title.format(condition=self.pathway.condition)

    def heading(self) -> Iterator[Block]:
        """What this is, and that it is no more than that."""
        w = self.words
        yield Heading(1, self.title())
        template = w.purpose if self.timeline.is_dated else w.purpose_undated
        yield Paragraph(Text(template.format(name=self.pathway.name)))
        yield Callout("notice", "", (Text(w.notice),))

    def no_dates(self) -> Iterator[Block]:
        """What happened otherwise, and why there are no dates, where a variation ends them."""
        yield from self.describer.roads(self.timeline)
        if self.pathway.dates_stop is not None:
            yield Paragraph(Text(self.describer.stopped(self.words.no_dates)))

    def before_you_start(self) -> Iterator[Block]:
        """What cannot wait, and whom the guide is not for: not to be found out on page 5."""
        lines = [self.describer.said(statement) for statement in self.pathway.cannot_wait]
        groups = left_out(self.pathway)
        if groups:
            lines.append(Text(self.words.not_for.format(groups=any_of(groups, self.words))))
        if lines:
            yield Bullets(tuple(lines), may_move=True)

    def ask(self) -> Callout:
        """What to ask next."""
        w = self.words
        questions = tuple(map(Text, w.ask_next))
        return Callout("ask", w.ask_title, (), (Blank(w.my_question), Blank(w.my_date)), questions)

    # ---- now, next, in all ---------------------------------------------------------------------

    def tiles(self) -> Iterator[Tile]:
        """Three answers, each no surer than the dates that were written down."""
        if self.timeline.is_dated:
            at = where(self.timeline, self.today or self.describer.made)
            yield self.at_present(at)
            yield self.following(at)
        else:
            w, phases = self.words, self.timeline.phases
            yield self.undated(w.tile_first, phases[0])
            if len(phases) > 1:
                yield self.undated(w.tile_next, phases[1])
        yield self.in_all()

    def undated(self, label: str, planned: PlannedPhase) -> Tile:
        duration = planned.phase.duration
        length = self.words.no_length_short
        if duration is not None:
            length = length_in_words(duration, self.words)
        cites = (duration.cites if duration else ()) or planned.phase.cites
        return Tile(label, planned.name, Text(sentence(length), marks(cites)))

    def at_present(self, at: Whereabouts) -> Tile:
        w = self.words
        names = any_of([planned.name for planned in at.may], w) if at.may else self.over(at)
        if at.hold is not None and at.hold.is_open:
            since = w.tile_hold.format(date=self.describer.date(at.hold.since))
            return Tile(since, names, Text(sentence(w.after_hold)))
        if not at.may:
            detail = w.tile_ask
            stop = self.stop_before(at)
            if stop is not None:
                last = self.describer.date(stop.end - _DAY)
                detail = w.tile_stopped.format(date=last)
            elif at.before is None and at.next is not None:
                detail = self.begins(at.next)
            return Tile(w.tile_now, names, Text(detail))
        is_sure = len(at.may) == 1 and self.is_known(at.may[0], at.start)
        label = w.tile_now if is_sure else w.tile_now_perhaps
        if len(at.may) > 1:
            return Tile(label, names, Text(w.tile_rough))
        end = at.may[0].end
        if end is None:
            return Tile(label, names, Text(w.tile_no_end))
        known = w.tile_last_day if end.status == "known" else w.tile_may_end
        when = self.describer.ended(at.may[0])
        return Tile(label, names, Text(known.format(when=when)))

    def over(self, at: Whereabouts) -> str:
        """What lies behind a day that no part may cover."""
        w, stop = self.words, self.stop_before(at)
        if stop is not None:
            return w.tile_after.format(name=self.timeline[stop.phase].name)
        if at.before is None:
            return w.tile_not_begun if at.next is not None else w.own_unknown
        return w.tile_over if at.next is None else w.tile_after.format(name=at.before.name)

    def stop_before(self, at: Whereabouts) -> Stop | None:
        """That the part before a day was stopped."""
        before = at.before.id if at.before is not None else None
        return next((stop for stop in self.timeline.stops if stop.phase == before), None)

    def is_known(self, planned: PlannedPhase, day: dt.date) -> bool:
        """Whether the dates that were given leave no doubt that a day is in this part."""
        start, end = planned.start, planned.end
        begun = start is not None and start.status == "known"
        return begun and end is not None and day < end.earliest

    def following(self, at: Whereabouts) -> Tile:
        w = self.words
        if at.next is None:
            if not at.may and self.timeline.phases[-1].is_stopped:
                return Tile(w.tile_next, w.own_unknown, Text(w.tile_until_written))
            return Tile(w.tile_next, w.tile_no_part, Text(w.tile_ask))
        if not at.may and at.before is None:
            number = at.next.number
            following = self.timeline.phases[number : number + 1]
            if following:
                at_once = self.beginning_with(following[0])
                return Tile(w.tile_next, at_once, Text(self.begins(following[0])))
        return Tile(w.tile_next, self.beginning_with(at.next), Text(self.begins(at.next)))

    def beginning_with(self, planned: PlannedPhase) -> str:
        """The name of a part, with those of the parts that begin when it does, beside it."""
        place, follows = planned.number - 1, self.pathway.follows_phase
        beside = [
            other.name
            for other in self.timeline.phases[planned.number :]
            if other.start and other.start == planned.start
            if not follows(other.number - 1, place)
        ]
        return ", ".join([planned.name, *beside])

    def begins(self, planned: PlannedPhase | None) -> str:
        w = self.words
        if planned is None or planned.start is None:
            waits = planned is not None and planned.start_after is not None
            return sentence(w.after_hold if waits else w.no_date)
        known = w.tile_first_day if planned.start.status == "known" else w.tile_may_begin
        return known.format(when=self.describer.when(planned.start))

    def in_all(self) -> Tile:
        w, total, finish = self.words, self.pathway.stated_total, self.timeline.finish
        ends = when = ""
        is_known = finish is not None and finish.status == "known"
        if finish is not None:
            when = self.describer.when(finish, last_day=True)
            ends = (w.tile_last_day if is_known else w.tile_may_end).format(when=when)
        if total is not None:
            said = sentence(length_in_words(total, w))
            return Tile(w.tile_all, said, Text(ends or w.tile_ask, marks(total.cites)))
        if finish is None:
            return Tile(w.tile_all, sentence(w.tile_unknown), Text(w.tile_ask))
        return Tile(
            w.tile_all, w.tile_sure_end if is_known else w.tile_rough_end, Text(sentence(when))
        )
