"""From a timeline to calendar events: every entry, its uid, its words and its span.

One event a boundary. What is booked stands on its day, and a part whose first and last day are
booked is a banner over its days; what is a guess is a mark where it may start. The first words of a
title say which of both it is, and every text but that of the person's own dates carries the notice.
An activity of the kind `treatment`, or one that names a medicine, goes by neutral words: no
medicine stands on a day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from journey.errors import CalendarError, shortened
from journey.pathways.durations import Duration
from journey.pathways.fields import Citation
from journey.planning.activities import PlannedActivity, phase_activities
from journey.planning.cycles import PlannedCycle, cycles
from journey.planning.holds import Hold
from journey.planning.timeline import UNRECORDED, DateWindow, PlannedPhase, Timeline
from journey.words.catalogue import Words, sentence, words_for
from journey.words.dates import (
    boundary_in_words,
    boundary_label,
    count_in_words,
    duration_in_months,
    duration_in_words,
    flag_in_words,
    own_name_in_words,
    place_in_words,
    review_in_words,
    window_in_words,
)
from journey.words.roads import hold_in_words, medicines_in_words

LONGEST_BANNER = dt.timedelta(weeks=16)
"""A booked phase that is longer is marked at its start and at its end alone."""
WIDEST_MARKER = dt.timedelta(weeks=3)
"""A wider window becomes one day, with the months named in words."""
SEEN = 20
"""So many characters of a title are seen in a month view on a phone: they tell its kind."""

Kind = Literal["phase", "milestone", "decision", "window", "activity", "cycle", "own"]
Group = Literal[
    "parts", "milestones", "decisions", "tests", "visits", "treatments", "blocks", "own-dates"
]
GROUPS: tuple[Group, ...] = get_args(Group)
"""What can be asked for or left out: parts are phases, blocks are cycles."""

_GROUP_OF_ACTIVITY: dict[str, Group] = {
    "visit": "visits", "test": "tests", "treatment": "treatments", "milestone": "milestones",
    "decision": "decisions",
}  # fmt: skip
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day calendar entry; `end` is exclusive."""

    key: str
    """The step of the pathway; no date in it, so that a newer edition moves the event."""
    kind: Kind
    group: Group
    start: dt.date
    end: dt.date
    title: str
    text: str
    state: Literal["tentative", "confirmed"]
    belongs_to: str | None = None
    """The key of the phase event that this one belongs to."""


def events(
    timeline: Timeline,
    *,
    longest_banner: dt.timedelta = LONGEST_BANNER,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    is_discreet: bool = False,
) -> tuple[Event, ...]:
    """Every entry that has a date, in the order of the pathway, then the person's own dates.

    A phase without dates, or squeezed to nothing, has none. `only` and `without` choose among
    `GROUPS`. Discreet ones carry no word of the pathway, nor a label of the person's own.

    Raises CalendarError for a group that there is not, or a date past the year 9999.
    """
    unknown = sorted({*(only or ()), *without} - set(GROUPS))
    if unknown:
        names = ", ".join(f'"{shortened(name)}"' for name in unknown)
        raise CalendarError(f"no events are called {names} (there are: {', '.join(GROUPS)})")
    chosen = frozenset(GROUPS if only is None else only).difference(without)
    made = _Events(timeline, longest_banner, chosen, is_discreet=is_discreet)
    try:
        found = [event for event in made.all() if event.group in chosen]
    except OverflowError:
        raise CalendarError("an event runs past the year 9999; shorten its part") from None
    return tuple(_numbered(found))


def calendar_name(timeline: Timeline, *, is_discreet: bool = False) -> str:
    """What a client shows as the calendar's name."""
    w = words_for(timeline.pathway)
    if is_discreet:
        return w.discreet["calendar"]
    return w.calendar_name.format(pathway=timeline.pathway.name)


def _numbered(found: Iterable[Event]) -> Iterator[Event]:
    """Keys made unique: a second date of the same name, or a day listed twice."""
    seen: Counter[str] = Counter()
    for event in found:
        seen[event.key] += 1
        count = seen[event.key]
        yield event if count == 1 else replace(event, key=f"{event.key}:{count}")


class _Events:
    """One calendar in the making: what is asked for, and the words for it."""

    def __init__(
        self, timeline: Timeline, longest: dt.timedelta, chosen: frozenset[str], *,
        is_discreet: bool,
    ) -> None:  # fmt: skip
        self.timeline = timeline
        self.longest = longest
        self.chosen = chosen
        self.is_discreet = is_discreet
        self.language = timeline.pathway.language
        self.words: Words = words_for(timeline.pathway)
        medicines = {m.name for phase in timeline.pathway.phases for m in phase.medicines}
        self.medicine = re.compile("|".join(map(re.escape, medicines)) or "(?!)", re.IGNORECASE)
        # What is squeezed to nothing has no day.
        shown = [planned for planned in timeline.phases if not planned.is_squeezed]
        self.last = shown[-1] if shown else None
        self.has_parts = "parts" in chosen
        self.begins_with = self.words.event_begins[timeline.pathway.starts_at]

    def all(self) -> Iterator[Event]:
        yield from self.past()
        # The same id may mean another part on another road, so its events are no others' newer
        # edition.
        number = len(self.timeline.past)
        for event in self.road():
            yield event if event.kind == "own" else _on_road(event, number)

    def past(self) -> Iterator[Event]:
        """What was written down on each road before this one, under the names that it had."""
        w = self.words
        for number, road in enumerate(self.timeline.past):
            for part in road.parts:
                is_end = part.is_end
                day = part.day - _DAY if is_end else part.day
                key = "finish" if is_end else f"phase:{part.id}"
                title = w.event_booked_end if is_end else w.event_booked_start
                event = self.made(
                    key, "milestone" if is_end else "phase", "parts", (day, day + _DAY),
                    title.format(name=part.name), "booked_end" if is_end else "start", [],
                    [w.event_past.format(pathway=road.pathway)], is_known=True,
                )  # fmt: skip
                yield _on_road(event, number)
            for event in self.held(road.holds):
                yield _on_road(event, number)

    def road(self) -> Iterator[Event]:
        yield from self.begins()
        for planned in self.timeline.phases:
            if not planned.is_squeezed:
                yield from self.part(planned)
        for lane in self.timeline.lanes:
            if not lane.is_squeezed:
                yield from self.part(lane)
        yield from self.finishes()
        yield from self.holds()
        yield from self.own_dates()

    def part(self, planned: PlannedPhase) -> Iterator[Event]:
        """A phase and all that belongs to it."""
        if planned.start is not None:
            yield self.phase(planned, planned.start)
        for block in cycles(planned):
            if block.number > 1 or not self.has_parts:  # the first begins with the part itself
                yield self.block(planned, block)
        for item in phase_activities(planned, closed=self.timeline.closed):
            if item.date is not None:
                yield self.activity(item)
        if planned.end is not None:
            yield from self.decisions(planned, planned.end)

    # ---- phases --------------------------------------------------------------------------------

    def is_banner(self, planned: PlannedPhase) -> bool:
        start, end = planned.start, planned.end
        return bool(
            start and end and start.status == end.status == "known"
            and end.typical - start.typical <= self.longest
        )  # fmt: skip

    def phase(self, planned: PlannedPhase, start: DateWindow) -> Event:
        """Where a phase starts, which is where the one before it ends."""
        w, is_known = self.words, start.status == "known"
        first, last = _marker(start)
        if self.is_banner(planned) and planned.end is not None:
            last, neutral = planned.end.typical, "booked"
            title = w.event_booked.format(name=planned.name)
        elif is_known:
            neutral, title = "booked_start", w.event_booked_start.format(name=planned.name)
        else:
            neutral, title = "may_start", self.may(w.event_may_start, planned.name, start, first)
        return self.made(
            f"phase:{planned.key}", "phase", "parts", (first, last), title, neutral,
            [
                self.when(start),
                self.when(planned.end, is_last_day=True, waits=planned.end_after is not None),
            ],
            self.phase_text(planned, start), is_known=is_known, part=planned,
        )  # fmt: skip

    def phase_text(self, planned: PlannedPhase, start: DateWindow) -> Iterator[str]:
        w, phase = self.words, planned.phase
        if planned is self.timeline.phases[0] and "milestones" in self.chosen:
            yield f"{self.begins_with}."
        if planned.end is None and planned.phase.cycle is not None and "blocks" in self.chosen:
            yield w.flags["repeats"]
        duration = phase.duration
        if duration is None:
            yield w.no_length
        else:
            yield w.event_length.format(
                range=duration_in_words(duration),
                numbers=sentence(", ".join(self.numbers(duration))),
            )
            if phase.stated_length is not None:
                stated = phase.stated_length
                span = duration_in_months(stated) or duration_in_words(stated)
                yield w.stated_length.format(range=span)
        if _is_wide(start):
            yield w.event_may_move
        if planned is self.last and self.is_banner(planned) and planned.end is not None:
            yield from self.ending(planned.end)  # no event of its own tells this end
        yield from self.sources((duration and duration.cites) or phase.cites)

    def numbers(self, duration: Duration) -> Iterator[str]:
        """Each number of a length, with its basis, or that it is not given."""
        w, basis = self.words, duration.basis
        for name, count, known in (
            (w.shortest, duration.shortest, basis.shortest),
            (w.typical, duration.typical, basis.typical),
            (w.longest, duration.longest, basis.longest),
        ):
            said = w.no_number.lower()
            if count is not None and known is not None:
                said = f"{count_in_words(count, duration.unit)} ({w.basis[known]})"
            yield f"{name.lower()} {said}"

    # ---- what belongs to a phase ---------------------------------------------------------------

    def block(self, planned: PlannedPhase, block: PlannedCycle) -> Event:
        """Where a block may start: a day that is counted from a known one is a guess, too."""
        w = self.words
        window = _before_over(planned, block.window)
        first, last = _marker(window)
        name = w.event_block.format(name=planned.name, number=block.number)
        flags = [w.flags["partial-cycle"]] if block.is_partial else []
        if planned.end is None:
            flags.append(w.flags["repeats"])
        if block.is_known:
            title = w.event_booked_start.format(name=name)
        else:
            title = self.may(w.event_may_start, name, window, first)
        return self.made(
            f"cycle:{planned.key}:{block.number}", "cycle", "blocks", (first, last), title,
            "booked_block" if block.is_known else "block",
            [self.when(window)], [*flags, *self.sources(planned.phase.cites)],
            is_known=block.is_known, part=planned, belongs=planned, number=block.number,
        )  # fmt: skip

    def activity(self, item: PlannedActivity) -> Event:
        """An activity on its day, or over its window if that is at most a few weeks."""
        first, day, last, window = item.first, item.date, item.last, item.words_window
        # The caller has looked for a date.
        assert first and day and last and window  # noqa: PT018, S101
        if last - first >= WIDEST_MARKER:
            first = last = day
        elif end := item.phase.end:
            last = min(last, max(day, end.latest - _DAY))  # no event lies past the end of its phase
        w, activity = self.words, item.activity
        name = activity.name
        if activity.kind == "treatment" or self.medicine.search(name):
            name = w.event_kinds[activity.kind].format(name=item.phase.name)
        # No date in the key, and no position that a shorter last block would change.
        place = activity.at or (item.day if item.month is None else f"m{item.month}")
        if item.turn is not None:
            place = f"n{item.turn}"
        key = f"activity:{item.phase.key}:{activity.id}:{item.cycle}:{place}"
        return self.made(
            key, "activity" if activity.window is None else "window",
            _GROUP_OF_ACTIVITY[activity.kind], (first, last + _DAY),
            w.event_booked.format(name=name) if item.is_known
            else self.may_be(name, window, first),
            "booked_date" if item.is_known else "date",
            [w.event_day.format(label=w.activity_when, when=self.in_words(window))],
            self.activity_text(item), part=item.phase, belongs=item.phase, is_known=item.is_known,
        )  # fmt: skip

    def activity_text(self, item: PlannedActivity) -> Iterator[str]:
        w, activity = self.words, item.activity
        yield w.event_in_part.format(name=item.phase.name)
        if place := place_in_words(item, w):
            yield w.event_at.format(place=place)
        for flag in item.flags:
            yield flag_in_words(flag, w)
        about = activity.about
        if about and activity.kind != "treatment" and not self.medicine.search(about.text):
            yield about.text
        yield from self.sources(activity.cites or item.phase.phase.cites)

    def decisions(self, planned: PlannedPhase, end: DateWindow) -> Iterator[Event]:
        """One day each, the typical last day of the phase: a known end is not yet a known talk."""
        w, day = self.words, end.typical - _DAY
        for point in self.timeline.pathway.decision_points:
            if point.after == planned.key:
                yield self.made(
                    f"decision:{point.id}", "decision", "decisions", (day, end.typical),
                    self.may_be(w.event_decision.format(name=point.name), _day_before(end), day),
                    "talk",
                    [self.when(end, is_last_day=True)],
                    [w.event_after.format(name=planned.name), w.decision,
                     *self.sources(point.cites)],
                    part=planned, belongs=planned,
                )  # fmt: skip

    # ---- the first day, the last one, and the person's own -------------------------------------

    def begins(self) -> Iterator[Event]:
        """The first day, where the first part does not tell it."""
        start, first = self.timeline.start, self.timeline.phases[0]
        if start is not None and (first.is_squeezed or not self.has_parts):
            title = self.words.event_booked.format(name=self.begins_with)
            yield self.made(
                "start", "milestone", "milestones", (start.typical, start.typical + _DAY), title,
                "start", [], [], is_known=True, belongs=first,
            )  # fmt: skip

    def finishes(self) -> Iterator[Event]:
        """The last day, where no banner ends on it; with the parts alone it is told with them."""
        finish, last = self.timeline.finish, self.last
        if finish is None or last is None or (self.has_parts and self.is_banner(last)):
            return
        w, is_known = self.words, finish.status == "known"
        # The end is exclusive: the event stands on the last day itself.
        day = _day_before(finish)
        first, after = _marker(day)
        if is_known:
            title = w.event_booked_end.format(name=last.name)
        else:
            title = self.may(w.event_may_end, last.name, day, first)
        yield self.made(
            "finish", "milestone", "milestones" if "milestones" in self.chosen else "parts",
            (first, after), title, "booked_end" if is_known else "may_end",
            [self.when(finish, is_last_day=True)], self.ending(finish),
            is_known=is_known, belongs=last,
        )  # fmt: skip

    def holds(self) -> Iterator[Event]:
        """Days on hold; of an open one its first day alone, since nobody knows the others."""
        yield from self.held(self.timeline.holds)

    def held(self, holds: Iterable[Hold]) -> Iterator[Event]:
        w = self.words
        for number, hold in enumerate(holds, start=1):
            last = hold.since + _DAY if hold.until is None else hold.until
            yield self.made(
                f"hold:{number}", "milestone", "milestones", (hold.since, last),
                w.event_hold_since if hold.is_open else w.event_hold, "hold", [],
                [hold_in_words(hold, self.timeline)], is_known=True,
            )  # fmt: skip

    def own_dates(self) -> Iterator[Event]:
        w = self.words
        for own in self.timeline.own_dates:
            if own.is_taken_off:
                continue
            label = re.sub(r"\s+", " ", own.label).strip() or w.discreet["own"]
            # Without an id a corrected capital or a new day is the same date; a new name is not.
            key = f"own:{own.id or label.casefold()}"
            if own.repeat is not None and own.repeat.turn > 1:  # the first is the date it was
                key = f"own-turn:{own.repeat.turn}:{key}"
            label = own_name_in_words(replace(own, label=label), self.language)
            yield self.made(
                key, "own", "own-dates", (own.start, own.end),
                label, "own", [], [], is_known=True,
            )  # fmt: skip

    # ---- words ---------------------------------------------------------------------------------

    def made(
        self, key: str, kind: Kind, group: Group, span: tuple[dt.date, dt.date], title: str,
        neutral: str, when: Iterable[str], text: Iterable[str], *, is_known: bool = False,
        part: PlannedPhase | None = None, belongs: PlannedPhase | None = None,
        number: int | None = None,
    ) -> Event:  # fmt: skip
        w, lines = self.words, [*when]
        if self.is_discreet:
            title = w.discreet[neutral].format(part=part and part.number, number=number)
        else:
            lines += text
        lines.insert(0, self.notice(kind, is_known=is_known))
        has_phase = (
            belongs is not None and belongs.start is not None and not belongs.is_squeezed
            and "parts" in self.chosen
        )  # fmt: skip
        return Event(
            key, kind, group, *span, title, "\n".join(lines),
            "confirmed" if is_known else "tentative",
            f"phase:{belongs.key}" if belongs and has_phase else None,
        )  # fmt: skip

    def notice(self, kind: Kind, *, is_known: bool) -> str:
        """What stands above all else that an event says."""
        w = self.words
        if kind == "own":  # nothing of it is the guide's
            return w.event_own
        if self.is_discreet:
            return w.discreet["notice"]
        return w.event_notice_booked if is_known else w.event_notice

    def may(self, words: dict[str, str], name: str, window: DateWindow, day: dt.date) -> str:
        """When it may start or end. After a long name nobody would see that it only may."""
        form = "after" if len(f"{name} may") <= SEEN else "before"
        return words[form].format(name=name, when=self.near(window, day))

    def may_be(self, name: str, window: DateWindow, day: dt.date) -> str:
        """What may be on a day; a wide or doubtful window is named with it."""
        title = self.words.event_may_be.format(name=name)
        if _is_wide(window):
            return self.words.event_wide.format(title=title, when=self.near(window, day))
        return title

    def near(self, window: DateWindow, day: dt.date) -> str:
        """The window in words, without the year that the event stands in."""
        when = self.in_words(window)
        years = set(re.findall(r"\b[0-9]{4}\b", when))
        return re.sub(r",? [0-9]{4}\b", "", when) if years == {f"{day.year:04}"} else when

    def in_words(self, window: DateWindow) -> str:
        return window_in_words(window, self.language)

    def when(
        self, window: DateWindow | None, *, is_last_day: bool = False, waits: bool = False
    ) -> str:
        label = boundary_label(window, self.words, is_last_day=is_last_day)
        when = boundary_in_words(window, self.language, is_last_day=is_last_day, waits=waits)
        return self.words.event_day.format(label=label, when=when)

    def ending(self, end: DateWindow) -> Iterator[str]:
        w = self.words
        if end.status != "known":
            yield f"{w.rough_end} {medicines_in_words(self.timeline)}"
            return
        yield w.day_after_end
        for lane in self.timeline.pathway.follow_up:
            for statement in lane.about[:1]:
                yield statement.text
                yield from self.sources(statement.cites or lane.cites)

    def sources(self, cites: Iterable[Citation]) -> Iterator[str]:
        for cite in cites:
            source = self.timeline.pathway.source(cite.source)
            yield self.words.event_source.format(
                publisher=source.label,
                title=source.title,
                where=cite.where,
                reviewed=review_in_words(source, self.language),
            )


def _on_road(event: Event, number: int) -> Event:
    """The event under a key of its road; those of the first road have none."""
    if number == 0:
        return event
    above = event.belongs_to and f"road{number + 1}:{event.belongs_to}"
    return replace(event, key=f"road{number + 1}:{event.key}", belongs_to=above)


def _is_wide(window: DateWindow) -> bool:
    """Whether a day alone would say too much: the words have to name the months, or the doubt."""
    is_doubtful = window.is_open or window.status in UNRECORDED
    return is_doubtful or window.latest - window.earliest >= WIDEST_MARKER


def _before_over(planned: PlannedPhase, window: DateWindow) -> DateWindow:
    """The window without the days on or after the known date that the phase is over by."""
    if planned.over_by is None or window.status == "known":
        return window
    latest = max(window.typical, min(window.latest, planned.over_by - _DAY))
    return replace(window, latest=latest, is_open=False)


def _day_before(end: DateWindow) -> DateWindow:
    """The window of the last day, from that of the exclusive end."""
    return replace(
        end, earliest=end.earliest - _DAY, typical=end.typical - _DAY, latest=end.latest - _DAY
    )


def _marker(window: DateWindow) -> tuple[dt.date, dt.date]:
    if window.status == "not-before":
        return window.earliest, window.earliest + _DAY
    if _is_wide(window):
        return window.typical, window.typical + _DAY
    return window.earliest, window.latest + _DAY
