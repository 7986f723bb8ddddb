"""From a timeline to calendar events: every entry, its uid, its words and its span.

A phase is an event from its typical start to its typical end. A long one would paint months of
banners, so it becomes a marker where it may start and another where it may end. Titles never read
like a booking unless the date is known, and every text carries the notice. An activity of the
kind `treatment`, or one that names a medicine, goes by neutral words: no medicine stands on a day.
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
from journey.planning.timeline import DateWindow, PlannedPhase, Timeline
from journey.words.catalogue import Words, sentence, words_for
from journey.words.dates import (
    boundary_in_words,
    boundary_label,
    count_in_words,
    duration_in_months,
    duration_in_words,
    place_in_words,
    review_in_words,
    window_in_words,
)

LONGEST_BANNER = dt.timedelta(weeks=16)
"""A phase that is typically longer becomes a marker at its start and one at its end."""
WIDEST_MARKER = dt.timedelta(weeks=3)
"""A wider window becomes one day, with the months named in words."""

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
        # What is squeezed to nothing has no last day; what comes before it ends on the same date.
        self.last = next((p for p in reversed(timeline.phases) if not p.is_squeezed), None)

    def all(self) -> Iterator[Event]:
        yield from self.begins()
        for planned in self.timeline.phases:
            if not planned.is_squeezed:
                yield from self.part(planned)
        yield from self.finishes()
        yield from self.own_dates()

    def part(self, planned: PlannedPhase) -> Iterator[Event]:
        """A phase and all that belongs to it."""
        if planned.start is not None:
            yield self.phase(planned, planned.start)
        for block in cycles(planned):
            yield self.block(planned, block)
        for item in phase_activities(planned, closed=self.timeline.closed):
            if item.date is not None:
                yield self.activity(item)
        if planned.end is not None:
            if self.is_long(planned) and not self.is_told_by_the_finish(planned):
                yield self.phase_end(planned, planned.end)
            yield from self.decisions(planned, planned.end)

    # ---- phases --------------------------------------------------------------------------------

    def is_long(self, planned: PlannedPhase) -> bool:
        start, end = planned.start, planned.end
        return bool(start and end and end.typical - start.typical > self.longest)

    def is_told_by_the_finish(self, planned: PlannedPhase) -> bool:
        return planned is self.last and "milestones" in self.chosen

    def phase(self, planned: PlannedPhase, start: DateWindow) -> Event:
        w, end = self.words, planned.end
        is_known = start.status == "known"
        if end is not None and not self.is_long(planned):
            is_known = is_known and end.status == "known"
            first, last = start.typical, end.typical
            title = planned.name if is_known else self.rough(planned.name, start)
            neutral = "part" if is_known else "part_rough"
        else:
            first, last = _marker(start)
            title = w.event_starts if is_known else self.may(w.event_may_start, start)
            title = title.format(name=planned.name)
            neutral = "starts" if is_known else "may_start"
        return self.made(
            f"phase:{planned.id}", "phase", "parts", (first, last), title, neutral,
            [self.when(start), self.when(end, is_last_day=True)],
            self.phase_text(planned, start), is_known=is_known, part=planned,
        )  # fmt: skip

    def phase_end(self, planned: PlannedPhase, end: DateWindow) -> Event:
        """Where a phase that is no banner ends."""
        w, is_known = self.words, end.status == "known"
        last_day = _day_before(end)
        title = w.event_finish_known if is_known else self.may(w.event_may_end, last_day)
        return self.made(
            f"phase-end:{planned.id}", "phase", "parts", _marker(last_day),
            title.format(name=planned.name), "ends" if is_known else "may_end",
            [self.when(end, is_last_day=True)], self.ending(end),
            is_known=is_known, part=planned, belongs=planned,
        )  # fmt: skip

    def phase_text(self, planned: PlannedPhase, start: DateWindow) -> Iterator[str]:
        w, phase = self.words, planned.phase
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
        w = self.words
        window = block.window
        name = w.event_block.format(name=planned.name, number=block.number)
        if block.end - block.start <= self.longest:
            first, last, title = block.start, block.end, self.rough(name, window)
        else:
            first, last = _marker(window)
            title = self.may(w.event_may_start, window).format(name=name)
        flags = [w.flags["partial-cycle"]] if block.is_partial else []
        if planned.end is None:
            flags.append(w.flags["repeats"])
        return self.made(
            f"cycle:{planned.id}:{block.number}", "cycle", "blocks", (first, last), title, "block",
            [self.when(window)], [*flags, *self.sources(planned.phase.cites)],
            part=planned, belongs=planned, number=block.number,
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
        key = f"activity:{item.phase.id}:{activity.id}:{item.cycle}:{place}"
        return self.made(
            key, "activity" if activity.window is None else "window",
            _GROUP_OF_ACTIVITY[activity.kind], (first, last + _DAY), self.rough(name, window),
            "date", [w.event_day.format(label=w.activity_when, when=self.in_words(window))],
            self.activity_text(item), part=item.phase, belongs=item.phase,
        )  # fmt: skip

    def activity_text(self, item: PlannedActivity) -> Iterator[str]:
        w, activity = self.words, item.activity
        yield w.event_in_part.format(name=item.phase.name)
        if place := place_in_words(item, w):
            yield w.event_at.format(place=place)
        for flag in item.flags:
            yield w.flags[flag.kind].format(reason=flag.reason)
        about = activity.about
        if about and activity.kind != "treatment" and not self.medicine.search(about.text):
            yield about.text
        yield from self.sources(activity.cites or item.phase.phase.cites)

    def decisions(self, planned: PlannedPhase, end: DateWindow) -> Iterator[Event]:
        """One day each, the typical last day of the phase: a known end is not yet a known talk."""
        w, day = self.words, end.typical - _DAY
        for point in self.timeline.pathway.decision_points:
            if point.after == planned.id:
                yield self.made(
                    f"decision:{point.id}", "decision", "decisions", (day, end.typical),
                    self.may(w.event_decision, _day_before(end)).format(name=point.name), "talk",
                    [self.when(end, is_last_day=True)],
                    [w.event_after.format(name=planned.name), w.decision,
                     *self.sources(point.cites)],
                    part=planned, belongs=planned,
                )  # fmt: skip

    # ---- the first day, the last one, and the person's own -------------------------------------

    def begins(self) -> Iterator[Event]:
        start, first = self.timeline.start, self.timeline.phases[0]
        if start is not None:
            title = self.words.event_begins[self.timeline.pathway.starts_at]
            yield self.made(
                "start", "milestone", "milestones", (start.typical, start.typical + _DAY), title,
                "start", [], [], is_known=True, belongs=first,
            )  # fmt: skip

    def finishes(self) -> Iterator[Event]:
        finish = self.timeline.finish
        if finish is None or self.last is None:
            return
        w, is_known = self.words, finish.status == "known"
        title = w.event_finish_known if is_known else self.may(w.event_finish, _day_before(finish))
        # The end is exclusive: the event stands on the last day itself.
        yield self.made(
            "finish", "milestone", "milestones", (finish.typical - _DAY, finish.typical),
            title.format(name=self.last.name), "end" if is_known else "end_rough",
            [self.when(finish, is_last_day=True)], self.ending(finish),
            is_known=is_known, belongs=self.last,
        )  # fmt: skip

    def own_dates(self) -> Iterator[Event]:
        w = self.words
        for own in self.timeline.own_dates:
            # A corrected capital or a new day is the same date; a new name is another.
            label = re.sub(r"\s+", " ", own.label).strip() or w.discreet["own"]
            yield self.made(
                f"own:{label.casefold()}", "own", "own-dates", (own.start, own.end), label, "own",
                [], [w.event_own], is_known=True,
            )  # fmt: skip

    # ---- words ---------------------------------------------------------------------------------

    def made(
        self, key: str, kind: Kind, group: Group, span: tuple[dt.date, dt.date], title: str,
        neutral: str, when: Iterable[str], text: Iterable[str], *, is_known: bool = False,
        part: PlannedPhase | None = None, belongs: PlannedPhase | None = None,
        number: int | None = None,
    ) -> Event:  # fmt: skip
        w = self.words
        if self.is_discreet:
            title = w.discreet[neutral].format(part=part and part.number, number=number)
            lines = [w.discreet["notice"], *when]
        else:
            lines = [w.event_notice, *when, *text]
        has_phase = (
            belongs is not None and belongs.start is not None and not belongs.is_squeezed
            and "parts" in self.chosen
        )  # fmt: skip
        return Event(
            key, kind, group, *span, title, "\n".join(lines),
            "confirmed" if is_known else "tentative",
            f"phase:{belongs.id}" if belongs and has_phase else None,
        )  # fmt: skip

    def rough(self, name: str, window: DateWindow) -> str:
        """A name that does not read like a booking; a wide or doubtful window is named with it."""
        if _is_wide(window):
            return self.words.event_wide.format(name=name, when=self.in_words(window))
        return self.words.event_rough.format(name=name)

    def may(self, words: dict[str, str], window: DateWindow) -> str:
        """What may be around now; a wide or doubtful window is named instead."""
        if _is_wide(window):
            return words["when"].replace("{when}", self.in_words(window))
        return words["now"]

    def in_words(self, window: DateWindow) -> str:
        return window_in_words(window, self.language)

    def when(self, window: DateWindow | None, *, is_last_day: bool = False) -> str:
        label = boundary_label(window, self.words, is_last_day=is_last_day)
        when = boundary_in_words(window, self.language, is_last_day=is_last_day)
        return self.words.event_day.format(label=label, when=when)

    def ending(self, end: DateWindow) -> Iterator[str]:
        w = self.words
        yield w.keep_taking if end.status == "known" else f"{w.rough_end} {w.keep_taking}"

    def sources(self, cites: Iterable[Citation]) -> Iterator[str]:
        for cite in cites:
            source = self.timeline.pathway.source(cite.source)
            yield self.words.event_source.format(
                publisher=source.label,
                title=source.title,
                where=cite.where,
                reviewed=review_in_words(source, self.language),
            )


def _is_wide(window: DateWindow) -> bool:
    """Whether a day alone would say too much: the words have to name the months, or the doubt."""
    is_doubtful = window.is_open or window.status == "overtaken"
    return is_doubtful or window.latest - window.earliest >= WIDEST_MARKER


def _day_before(end: DateWindow) -> DateWindow:
    """The window of the last day, from that of the exclusive end."""
    return replace(
        end, earliest=end.earliest - _DAY, typical=end.typical - _DAY, latest=end.latest - _DAY
    )


def _marker(window: DateWindow) -> tuple[dt.date, dt.date]:
    if _is_wide(window):
        return window.typical, window.typical + _DAY
    return window.earliest, window.latest + _DAY
