"""From a timeline to calendar events: every entry, its uid, its words and its span.

A phase is an event from its typical start to its typical end. One longer than sixteen weeks would
paint months of banners, so it becomes a marker over the days it may start. Titles never read like
a booking unless the date is known, and every text carries the notice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from journey.planning import DateWindow, PlannedPhase, Timeline
from journey.wording import (
    Words,
    boundary_in_words,
    boundary_label,
    count_in_words,
    duration_in_words,
    review_in_words,
    window_in_words,
    words_for,
)

LONGEST_BANNER = dt.timedelta(weeks=16)
"""A phase that is typically longer becomes a marker at its start."""
WIDEST_MARKER = dt.timedelta(weeks=3)
"""A wider window becomes one day, with the months named in words."""

_DAY = dt.timedelta(days=1)
_NAMESPACE = uuid.UUID("6b1f2c6e-3f0e-5d43-9a0b-5f6d0a9c2e11")


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day calendar entry; `end` is exclusive."""

    key: str
    """The step of the pathway; no date in it, so that a newer edition moves the event."""
    kind: Literal["phase", "milestone"]
    start: dt.date
    end: dt.date
    title: str
    text: str
    state: Literal["tentative", "confirmed"]
    belongs_to: str | None = None
    """The key of the phase event that this one belongs to."""


def events(timeline: Timeline) -> tuple[Event, ...]:
    """Every entry that has a date, in the order of the pathway.

    A phase without dates, or squeezed to nothing, has none.
    """
    return tuple(_Events(timeline).all())


def journey_uuid(pathway_id: str) -> str:
    """The journey id used where none is given: the same for every plan of a pathway."""
    return str(uuid.uuid5(_NAMESPACE, pathway_id))


def uid(journey_id: str, key: str) -> str:
    """The event's uid (RFC 5545 section 3.8.4.7): a uuid5 of the journey and the step."""
    return str(uuid.uuid5(_NAMESPACE, f"{journey_id}\n{key}"))


def calendar_name(timeline: Timeline) -> str:
    """What a client shows as the calendar's name."""
    return words_for(timeline.pathway).calendar_name.format(pathway=timeline.pathway.name)


class _Events:
    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.language = timeline.pathway.language
        self.words: Words = words_for(timeline.pathway)

    def all(self) -> Iterator[Event]:
        shown = [planned for planned in self.timeline.phases if _has_event(planned)]
        yield from self.begins(shown)
        for planned in shown:
            yield self.phase(planned)
        yield from self.finishes(shown)

    def begins(self, shown: list[PlannedPhase]) -> Iterator[Event]:
        start = self.timeline.start
        if start is not None:
            title = self.words.event_begins[self.timeline.pathway.starts_at]
            belongs = [p for p in shown if p.number == 1]
            yield self.day("start", start.typical, title, "", "confirmed", belongs)

    def finishes(self, shown: list[PlannedPhase]) -> Iterator[Event]:
        finish = self.timeline.finish
        # What is squeezed to nothing has no last day; what comes before it ends on the same date.
        last = next((p for p in reversed(self.timeline.phases) if not p.is_squeezed), None)
        if finish is None or last is None:
            return
        is_known = finish.status == "known"
        title = self.words.event_finish_known if is_known else self.words.event_finish
        ending = self.words.keep_taking
        if not is_known:
            ending = f"{self.words.rough_end} {ending}"
        text = "\n".join((self.when(finish, is_last_day=True), ending))
        belongs = [p for p in shown if p is last]
        # The end is exclusive: the event stands on the last day itself.
        yield self.day(
            "finish", finish.typical - _DAY, title.format(name=last.name), text,
            "confirmed" if is_known else "tentative", belongs,
        )  # fmt: skip

    def day(
        self, key: str, day: dt.date, title: str, text: str,
        state: Literal["tentative", "confirmed"], belongs: list[PlannedPhase],
    ) -> Event:  # fmt: skip
        return Event(
            key, "milestone", day, day + _DAY, title, self.with_notice(text), state,
            _key(belongs[0]) if belongs else None,
        )  # fmt: skip

    def phase(self, planned: PlannedPhase) -> Event:
        start, end = planned.start, planned.end
        assert start is not None  # noqa: S101  _has_event lets no other through
        is_known = start.status == "known"
        is_banner = end is not None and end.typical - start.typical <= LONGEST_BANNER
        if end is not None and is_banner:
            is_known = is_known and end.status == "known"
            first, last = start.typical, end.typical
            title = "{name}" if is_known else self.words.event_phase
        else:
            first, last = _marker(start)
            title = self.marker_title(start, first, last)
        when = window_in_words(start, self.language)
        return Event(
            _key(planned), "phase", first, last, title.format(name=planned.name, when=when),
            self.with_notice(self.phase_text(planned)),
            "confirmed" if is_known else "tentative",
        )  # fmt: skip

    def marker_title(self, start: DateWindow, first: dt.date, last: dt.date) -> str:
        if start.status == "known":
            return self.words.event_starts
        is_now = last - first > _DAY or start.latest == start.earliest
        return self.words.event_may_start if is_now else self.words.event_may_start_when

    def phase_text(self, planned: PlannedPhase) -> str:
        w, phase = self.words, planned.phase
        lines = [self.when(planned.start), self.when(planned.end, is_last_day=True)]
        duration = phase.duration
        if duration is None:
            lines.append(w.no_length)
        else:
            lines.append(
                w.event_length.format(
                    range=duration_in_words(duration),
                    shortest=count_in_words(duration.shortest, duration.unit),
                    shortest_basis=w.basis[duration.basis.shortest],
                    typical=count_in_words(duration.typical, duration.unit),
                    typical_basis=w.basis[duration.basis.typical],
                    longest=count_in_words(duration.longest, duration.unit),
                    longest_basis=w.basis[duration.basis.longest],
                )
            )
        for cite in (duration and duration.cites) or phase.cites:
            source = self.timeline.pathway.source(cite.source)
            lines.append(
                w.event_source.format(
                    publisher=source.label,
                    title=source.title,
                    where=cite.where,
                    reviewed=review_in_words(source, self.language),
                )
            )
        return "\n".join(lines)

    def when(self, window: DateWindow | None, *, is_last_day: bool = False) -> str:
        label = boundary_label(window, self.words, is_last_day=is_last_day)
        when = boundary_in_words(window, self.language, is_last_day=is_last_day)
        return self.words.event_day.format(label=label, when=when)

    def with_notice(self, text: str) -> str:
        return "\n".join(part for part in (self.words.event_notice, text) if part)


def _key(planned: PlannedPhase) -> str:
    return f"phase:{planned.id}"


def _has_event(planned: PlannedPhase) -> bool:
    return planned.start is not None and not planned.is_squeezed


def _marker(start: DateWindow) -> tuple[dt.date, dt.date]:
    if start.latest - start.earliest < WIDEST_MARKER:
        return start.earliest, start.latest + _DAY
    return start.typical, start.typical + _DAY
