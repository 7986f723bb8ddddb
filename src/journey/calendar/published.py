"""Reading back a calendar file that we published, whatever has been done to it since.

A person's client may have refolded it, raised a SEQUENCE, changed words or added alarms, and a disk
may have cut it short. So a quick scan looks at size, lines and nesting before anything else does,
and an event is taken as the lines that it says; icalendar decodes the few that must be understood.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from journey.calendar.identity import PRODID
from journey.errors import CalendarError, shortened

MAX_BYTES = 20_000_000
MAX_EVENTS = 20_000
"""The largest file that is written, and read again."""
MAX_LINES = 1_000_000
"""More than there are in our own files of that size."""
MAX_SEQUENCE = 2**31 - 1
"""The largest INTEGER of RFC 5545 section 3.3.8."""

MEND = "name another file, or move that one away"

_NESTING = (
    ("VCALENDAR",),
    ("VCALENDAR", "VEVENT"),
    ("VCALENDAR", "VEVENT", "VALARM"),
    ("VCALENDAR", "VTIMEZONE"),
    ("VCALENDAR", "VTIMEZONE", "STANDARD"),
    ("VCALENDAR", "VTIMEZONE", "DAYLIGHT"),
)
"""What we write, and what clients add to it."""
EDITIONS = "X-JOURNEY-EDITIONS"
"""In how many editions a cancelled event was published; left out in the first."""
_ABOUT = ("UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", EDITIONS)
"""What is told about an event, and is no part of what it says."""

_OURS = re.compile(rb"^PRODID:" + re.escape(PRODID.encode()) + rb"\r?$", re.MULTILINE)
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_BREAK = re.compile(r"\r\n|\n|\r")
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Published:
    """An event as it was last published."""

    uid: str
    sequence: int
    stamp: str
    created: str
    modified: str
    """UTC times as they are written; empty where there is none that can be kept."""
    lines: tuple[str, ...]
    """All else that it says, unfolded, its alarms included."""
    editions: int = 1
    """In how many editions it was published as cancelled."""

    @property
    def has_times(self) -> bool:
        """Whether all of its times can be kept."""
        return bool(self.stamp and self.created and self.modified)

    @property
    def is_cancelled(self) -> bool:
        """Whether it says that it no longer takes place."""
        return "STATUS:CANCELLED" in self.lines

    @property
    def span(self) -> tuple[str, ...]:
        """Its days, as they are written."""
        return tuple(line for line in self.lines if line.startswith(("DTSTART", "DTEND")))

    def understood(self) -> tuple[dt.date, dt.date, str]:
        """Its first day, the day after its last, and its title. Raises CalendarError."""
        from icalendar import Event  # it takes its time to load, and few files need it

        wanted = [line for line in self.lines if line.startswith(("DTSTART", "DTEND", "SUMMARY"))]
        try:
            event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *wanted, "END:VEVENT", ""]))
            first = _day(event.decoded("DTSTART"))
            end = _day(event.decoded("DTEND", None) or first)
            return first, max(end, first + _DAY), str(event.get("SUMMARY", ""))
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError):
            raise CalendarError(
                f"the event {shortened(self.uid)} has no date that can be read; {MEND}"
            ) from None


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """A calendar as it was last published."""

    properties: Mapping[str, str]
    """The calendar's own, as they are written."""
    events: Mapping[str, Published]
    """Each event by its uid, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events differ from the edition before."""

    moved: int = 0
    reworded: int = 0
    new: int = 0
    cancelled: int = 0
    same: int = 0


def is_ours(start: bytes) -> bool:
    """Whether the first bytes of a file are those of a calendar that we wrote."""
    return _OURS.search(start) is not None


def read_calendar(data: bytes) -> PublishedCalendar:
    """The calendar in some bytes that we once wrote.

    Raises CalendarError for what is not ours, is cut off, is larger than any of ours, holds
    something that we did not write, or makes no sense.
    """
    if len(data) > MAX_BYTES:
        raise CalendarError(f"is larger than {MAX_BYTES:,} bytes; {MEND}")
    if data.count(b"\n") + data.count(b"\r") > 2 * MAX_LINES:
        raise CalendarError(f"has more than {MAX_LINES:,} lines; {MEND}")
    if not is_ours(data):
        raise CalendarError(f"is not a calendar that journey wrote; {MEND}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CalendarError(f"is not UTF-8 (byte {error.start}); {MEND}") from error
    properties: dict[str, str] = {}
    events: dict[str, Published] = {}
    count = 0
    for lines in _components(_BREAK.split(_FOLD.sub("", text))):
        if lines[0] != "BEGIN:VEVENT":
            name, _, value = lines[0].partition(":")
            properties.setdefault(name, value)
            continue
        count += 1
        if count > MAX_EVENTS:
            raise CalendarError(f"has more than {MAX_EVENTS:,} events; {MEND}")
        event = _published(lines[1:-1])
        before = events.get(event.uid)
        # A client that doubles an event leaves the newer one with the higher number.
        if before is None or before.sequence < event.sequence:
            events[event.uid] = event
    return PublishedCalendar(properties, events)


def tally(previous: bytes | None, data: bytes) -> Tally:
    """What a newer edition changed; events that stay cancelled are not counted.

    Raises CalendarError as `read_calendar` does.
    """
    before = read_calendar(previous).events if previous is not None else {}
    counts = {"moved": 0, "reworded": 0, "new": 0, "cancelled": 0, "same": 0}
    for event in read_calendar(data).events.values():
        old = before.get(event.uid)
        if event.is_cancelled:
            kind = "cancelled" if old is None or not old.is_cancelled else ""
        elif old is None or old.is_cancelled:
            kind = "new"
        elif event.span != old.span:
            kind = "moved"
        else:
            kind = "reworded" if event.sequence != old.sequence else "same"
        if kind:
            counts[kind] += 1
    return Tally(**counts)


def _components(lines: list[str]) -> Iterator[list[str]]:
    """Each line of the calendar itself, and the lines of each event. Raises CalendarError."""
    nested: tuple[str, ...] = ()
    event: list[str] = []
    is_over = False
    for line in lines:
        if not line.strip():
            continue
        if is_over:
            raise CalendarError(f"goes on after its end; {MEND}")
        if line[:6].upper() == "BEGIN:":
            nested = (*nested, line[6:].strip().upper())
            if nested not in _NESTING:
                name = shortened(nested[-1])
                raise CalendarError(f"holds something that journey did not write ({name}); {MEND}")
        if "VEVENT" in nested:
            event.append(line)
        elif len(nested) == 1 and line[:6].upper() != "BEGIN:" and line[:4].upper() != "END:":
            yield [line]
        elif not nested:
            raise CalendarError(f"does not begin with BEGIN:VCALENDAR; {MEND}")
        if line[:4].upper() == "END:":
            if nested[-1] != line[4:].strip().upper():
                raise CalendarError(f"has an {shortened(line)} that closes nothing; {MEND}")
            if nested[-1] == "VEVENT":
                yield event
                event = []
            nested = nested[:-1]
            is_over = not nested
    if not is_over:
        raise CalendarError(f"is cut off: it has no END:VCALENDAR; {MEND}")


def _published(lines: list[str]) -> Published:
    told: dict[str, str] = {}
    said: list[str] = []
    is_inside = False
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None:
            raise CalendarError(f'has a line that says nothing ("{shortened(line)}"); {MEND}')
        name = match[1].upper()
        is_inside = name == "BEGIN" or (is_inside and name != "END")
        if name in _ABOUT and not is_inside:  # an alarm may have a uid of its own
            told.setdefault(name, match[3])
        else:
            said.append(line)
    uid = told.get("UID", "")
    if not _is_our_uid(uid):
        raise CalendarError(
            f'holds an event that journey did not write ("{shortened(uid)}"); {MEND}'
        )
    sequence = told.get("SEQUENCE", "0")
    if not re.fullmatch(r"[0-9]{1,10}", sequence) or int(sequence) >= MAX_SEQUENCE:
        raise CalendarError(
            f"the event {uid} has a SEQUENCE that cannot be raised "
            f'("{shortened(sequence)}"); {MEND}'
        )
    stamp, created, modified = (
        value if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", value := told.get(name, "")) else ""
        for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")
    )
    editions = told.get(EDITIONS, "1")
    count = int(editions) if re.fullmatch("[0-9]{1,3}", editions) else 1
    return Published(uid, int(sequence), stamp, created, modified, tuple(said), count)


def _is_our_uid(uid: str) -> bool:
    try:
        return UUID(uid).version == 5 and str(UUID(uid)) == uid
    except ValueError:
        return False


def _day(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    raise TypeError
