"""The calendar file: RFC 5545 and 7986, only the few properties that every client reads alike.

Ours, because the libraries that write calendars are many times slower and let through what breaks
clients; icalendar is one of the readers that the tests hold this writer against.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator

from journey.errors import CalendarError
from journey.events import Event, calendar_name, events, journey_uuid, uid
from journey.planning import Timeline
from journey.wording import words_for

PRODID = "-//journey//treatment guide//EN"
"""Constant, so that a file of ours is known as ours by every version."""

MAX_OCTETS = 75


def to_ics(timeline: Timeline, *, stamp: dt.datetime, journey_id: str | None = None) -> bytes:
    """The timeline as an iCalendar file: UTF-8, CRLF, all-day events.

    `stamp` says when these events last changed; it needs a time zone. `journey_id` keeps the
    events of two journeys in one calendar apart; without one it is made from the pathway's id.

    Raises CalendarError if the stamp has no time zone, or if nothing has a date.
    """
    if stamp.utcoffset() is None:
        raise CalendarError("the stamp has no time zone; give one, such as datetime.UTC")
    entries = events(timeline)
    if not entries:
        raise CalendarError(
            "nothing has a date yet, so there is nothing to put in a calendar; give a start date"
        )
    journey = journey_id or journey_uuid(timeline.pathway.id)
    category = words_for(timeline.pathway).category
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN"]
    name = _text(calendar_name(timeline))
    lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]  # RFC 7986 section 5.1, and what came before
    for event in entries:
        lines += _event(event, journey, _utc(stamp), category)
    lines.append("END:VCALENDAR")
    return "".join(map(_folded, lines)).encode()


def is_ours(start: bytes) -> bool:
    """Whether the first bytes of a file are those of a calendar that `to_ics` wrote."""
    return f"\r\nPRODID:{PRODID}\r\n".encode() in start


def _event(event: Event, journey: str, stamp: str, category: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(journey, event.key)}"  # no date in it: a newer edition moves the event
    yield "SEQUENCE:0"  # section 3.8.7.4
    yield f"DTSTAMP:{stamp}"
    yield f"CREATED:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.end:%Y%m%d}"  # exclusive, section 3.6.1
    yield f"SUMMARY:{_text(event.title)}"
    yield f"DESCRIPTION:{_text(event.text)}"
    yield f"STATUS:{event.state.upper()}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy for two years, section 3.8.2.7
    yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    yield "CLASS:PRIVATE"
    yield f"CATEGORIES:{_text(category)}"
    if event.belongs_to is not None:
        yield f"RELATED-TO:{uid(journey, event.belongs_to)}"
    yield "END:VEVENT"


def _utc(stamp: dt.datetime) -> str:
    return f"{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A TEXT value, section 3.3.11."""
    value = value if value.isascii() else unicodedata.normalize("NFC", value)
    return (
        value.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r\n", "\\n")
        .replace("\n", "\\n")
    )


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets (section 3.1), CRLF at the end.

    Never inside a character, nor between a backslash and what it escapes: some readers unfold
    after they unescape.
    """
    if len(line) <= MAX_OCTETS and line.isascii():
        return line + "\r\n"
    pieces: list[str] = []
    start, size, limit = 0, 0, MAX_OCTETS
    i = 0
    while i < len(line):
        unit = 2 if line[i] == "\\" else 1
        octets = len(line[i : i + unit].encode())
        if size + octets > limit:
            pieces.append(line[start:i])
            start, size, limit = i, 0, MAX_OCTETS - 1  # the space that marks a continuation
        size += octets
        i += unit
    pieces.append(line[start:])
    return "\r\n ".join(pieces) + "\r\n"
