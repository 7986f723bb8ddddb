"""The calendar file: RFC 5545 and 7986, only the few properties that every client reads alike.

Ours, because the libraries that write calendars are many times slower and let through what breaks
clients; icalendar is one of the readers that the tests hold this writer against.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Required, TypedDict, Unpack, get_args

from journey.calendar.events import LONGEST_BANNER, Event, Kind, calendar_name, events
from journey.calendar.identity import CALENDAR_ID, PLAN_ID, PRODID, plan_uuid, uid
from journey.calendar.published import (
    EDITIONS,
    MAX_BYTES,
    MAX_EVENTS,
    MAX_SEQUENCE,
    MEND,
    Published,
    PublishedCalendar,
    read_calendar,
)
from journey.errors import CalendarError, shortened
from journey.journeys.file import PlannedJourney
from journey.pathways.fields import Language
from journey.pathways.model import Pathway
from journey.planning.timeline import Timeline
from journey.values import must_be, must_be_names, text_problem
from journey.words.catalogue import Words, words, words_for

if TYPE_CHECKING:
    from icalendar import Calendar

MAX_OCTETS = 75
CANCELLED_EDITIONS = 3
CANCELLED_FOR = dt.timedelta(days=90)
"""A cancelled event goes after so many editions, or so long."""

COLOURS: dict[Kind, str] = {
    "phase": "steelblue", "milestone": "seagreen", "decision": "goldenrod",
    "window": "mediumpurple", "activity": "mediumpurple", "cycle": "lightsteelblue",
    "own": "slategray",
}  # fmt: skip
"""Names of CSS3 colours (RFC 7986 section 5.9)."""
Reminders = bool | Literal["all"]
"""Whether to remind of what is booked and of own dates, or of guesses, too."""

_REFUSED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""What breaks lines, hides, or cannot be encoded; some readers split at U+0085 and U+2028."""
_ODD_BLANKS = re.compile(r" *\n *| {2,}")


_LEFT_OPEN = re.compile(r"\\\{(\w+)\\\}")


class Options(TypedDict, total=False):
    """The options of `to_ics`."""

    stamp: Required[dt.datetime]
    changed: dt.datetime | None
    journey_id: str | None
    edition: int
    previous: bytes | None
    discreet: bool
    reminders: Reminders
    colours: bool
    only: Collection[str] | None
    without: Collection[str]
    longest_banner: dt.timedelta
    is_feed: bool
    is_private: bool | None


def to_ics(
    timeline: Timeline,
    *,
    stamp: dt.datetime,
    changed: dt.datetime | None = None,
    journey_id: str | None = None,
    edition: int = 0,
    previous: bytes | None = None,
    discreet: bool = False,
    reminders: Reminders = False,
    colours: bool = False,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    longest_banner: dt.timedelta = LONGEST_BANNER,
    is_feed: bool = False,
    is_private: bool | None = None,
) -> bytes:
    """The timeline as an iCalendar file: UTF-8, CRLF, all-day events.

    `stamp` is when this edition is made, and `changed` when the journey was last recorded; both
    need a time zone. An event is stamped with the later change: that of the journey, or this
    edition if the journey has not changed since.

    `journey_id` keeps the events of two journeys in one calendar apart. Without one it is made from
    the pathway, the first date and the variations; or it is that of the `previous` file, so that a
    corrected start moves events. A discreet calendar needs one, which nobody can guess.

    `previous` is the file last published. Events that say the same stay as they are in it; changed
    ones get a new stamp and a SEQUENCE of the `edition` or one more than before, whichever is
    greater. Vanished ones stay as cancelled for three editions or 90 days; a feed drops them at
    once. So an unchanged journey gives the same bytes.

    A `discreet` calendar has no word of the pathway and no label of the person's own.
    `reminders` ring at nine in the morning of the day before, for what is booked and for own dates,
    and for "all" of guesses, too. `only` and `without` choose among
    `journey.calendar.events.GROUPS`. A feed says how often to look again. Private is no secrecy:
    it asks other programs not to show the event; left open, all but discreet calendars are.

    Raises CalendarError if a time has no zone, if nothing has a date, for text that no calendar can
    hold, for more than 20,000 events or 20 MB, and for a previous file that is not this journey's,
    is discreet where this one is not, or cannot be read.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> journey.to_ics(timeline, stamp=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))[:15]
    b'BEGIN:VCALENDAR'
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be("stamp", stamp, dt.datetime)
    must_be("changed", changed, dt.datetime, type(None))
    must_be("journey_id", journey_id, str, type(None))
    if journey_id is not None and (problem := text_problem(journey_id)):
        raise CalendarError(f"journey_id: {problem[1]}")
    must_be("edition", edition, int)
    must_be("previous", previous, bytes, type(None))
    for name, value in (
        ("discreet", discreet), ("colours", colours),
        ("is_feed", is_feed),
    ):  # fmt: skip
        must_be(name, value, bool)
    must_be("is_private", is_private, bool, type(None))
    if reminders != "all":
        must_be("reminders", reminders, bool, mend='or "all"')
    must_be_names("only", only, is_optional=True)
    must_be_names("without", without)
    must_be("longest_banner", longest_banner, dt.timedelta)
    issue = _Issue(stamp, changed, _sequence(edition), _read(previous))
    for moment in (stamp, changed or stamp):
        _utc(moment)  # told before anything else
    w, pathway = words_for(timeline.pathway), timeline.pathway
    if discreet and journey_id is None:
        raise CalendarError(
            "a discreet calendar needs a journey file, whose own id keeps others from finding out "
            "its pathway; begin one with: journey new"
        )
    plan_id = None if journey_id else _plan_id(timeline, issue.before)
    journey = journey_id or plan_id or ""
    entries = events(
        timeline, longest_banner=longest_banner, only=only, without=without, is_discreet=discreet
    )
    uids = {event.key: uid(journey, event.key) for event in entries}
    current = frozenset(uids.values())
    calendar_id = uid(journey, _calendar_key(pathway, plan_id))
    _refuse_another_journeys(issue.before, calendar_id, current)
    if not discreet and _is_discreet(issue.before, w):
        raise CalendarError(
            "the previous calendar is discreet, and this one would say what it is about; "
            "give --discreet, or name another file"
        )
    if not entries and not timeline.is_dated:
        # With a calendar published before, too: a forgotten start date must not cancel it all.
        raise CalendarError(
            "nothing has a date yet, so there is nothing to put in a calendar; give a start date"
        )
    if not entries and (is_feed or not issue.before.events):
        raise CalendarError("nothing of what was asked for has a date; ask for more")
    writer = _Writer(
        w, is_private=not discreet if is_private is None else is_private, is_discreet=discreet,
        colours=COLOURS if colours else {},
        reminders=reminders,
    )  # fmt: skip
    says = {
        uids[event.key]: writer.event(event, event.belongs_to and uids[event.belongs_to])
        for event in entries
    }
    lines = [line for name, said in says.items() for line in issue.of(name, said)]
    if not is_feed:  # whoever subscribes sees what is gone by its not being there
        lines += issue.cancelled(writer, says)
    title = calendar_name(timeline, is_discreet=discreet)
    return _calendar(_text(title), calendar_id, plan_id, lines, is_feed=is_feed)


def to_icalendar(timeline: Timeline, **options: Unpack[Options]) -> Calendar:
    """The calendar that `to_ics` writes, as icalendar reads it, for those who compose their own.

    Takes the options of `to_ics`, and raises what it does.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> calendar = journey.to_icalendar(timeline, stamp=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    >>> str(calendar["VERSION"])
    '2.0'
    """
    from icalendar import Calendar, vText

    calendar = Calendar.from_ical(to_ics(timeline, **options))
    assert isinstance(calendar, Calendar)  # noqa: S101  one VCALENDAR is one of these
    name = calendar_name(timeline, is_discreet=options.get("discreet", False))
    for key in ("NAME", "X-WR-CALNAME"):  # icalendar leaves these two escaped
        calendar[key] = vText(name)
    return calendar


def remove_everything(
    previous: bytes, *, stamp: dt.datetime, discreet: bool = False, language: Language = "en-GB",
    is_feed: bool = False,
) -> bytes:  # fmt: skip
    """The calendar last published with every event cancelled.

    A client that takes it in drops or strikes them all. A feed says how often to look again.
    Raises CalendarError for a previous file that is not ours or cannot be read, and for a stamp
    without a time zone.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> stamp = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    >>> gone = journey.remove_everything(journey.to_ics(timeline, stamp=stamp), stamp=stamp)
    >>> b"STATUS:CANCELLED" in gone
    True
    """
    must_be("previous", previous, bytes)
    must_be("stamp", stamp, dt.datetime)
    must_be("discreet", discreet, bool)
    must_be("is_feed", is_feed, bool)
    must_be("language", language, str)
    if language not in get_args(Language):
        raise CalendarError(f'no language "{shortened(language)}" (there are: en-GB, en-US)')
    issue = _Issue(stamp, None, 0, _read(previous))
    w, properties = words(language), issue.before.properties
    # What was discreet stays so.
    name = w.discreet["calendar"]
    is_discreet = discreet or _is_discreet(issue.before, w)
    writer = _Writer(w, is_private=not is_discreet, is_discreet=is_discreet)
    lines: list[str] = []
    for old in issue.before.events.values():
        lines += issue.of(old.uid, writer.tombstone(old))
    if not is_discreet or properties.get("NAME") == _neutral(w):
        name = _REFUSED.sub("", re.sub(r"\\(.)", r"\1", properties.get("NAME", ""))) or name
    calendar_id, plan_id = (
        _REFUSED.sub("", properties.get(key, "")) for key in (CALENDAR_ID, PLAN_ID)
    )
    plan_id = "" if is_discreet else plan_id
    return _calendar(_text(name), calendar_id, plan_id, lines, is_feed=is_feed)


def together_to_ics(
    journeys: Mapping[str, PlannedJourney],
    *,
    stamp: dt.datetime,
    previous: bytes | None = None,
    discreet: bool = False,
    reminders: Reminders = False,
) -> bytes:
    """Some journeys on one calendar: each event says whose it is, by what the journey is called.

    No uid here is one of a journey's own calendar, so that both may be in one program. Of a journey
    that was closed, every event is cancelled. Otherwise as `to_ics`; raises CalendarError as it
    does.
    """
    before = _read(previous)
    ids = sorted(planned.journey.id for planned in journeys.values())
    calendar_id = uid("\n".join(ids), "together")
    _refuse_another_journeys(before, calendar_id, ())
    w = words_for(next(iter(journeys.values())).timeline.pathway)
    if not discreet and _is_discreet(before, w):
        raise CalendarError(
            "the previous calendar is discreet, and this one would say what it is about; "
            "give --discreet, or name another file"
        )
    lines: list[str] = []
    says: dict[str, list[str]] = {}
    writer = _Writer(w, is_private=not discreet, is_discreet=discreet, reminders=reminders)
    changes = [planned.journey.changed for planned in journeys.values() if planned.journey.changed]
    for name, planned in journeys.items():
        journey, timeline = planned.journey, planned.timeline
        entries = () if journey.ending else events(timeline, is_discreet=discreet)
        uids = {event.key: uid(journey.id, f"together:{event.key}") for event in entries}
        writer = _Writer(
            words_for(timeline.pathway), is_private=not discreet, is_discreet=discreet,
            reminders=reminders,
        )  # fmt: skip
        issue = _Issue(stamp, journey.changed, _sequence(journey.edition), before)
        for event in entries:
            title = w.together_event.format(name=name, title=event.title)
            related = event.belongs_to and uids[event.belongs_to]
            said = writer.event(replace(event, title=title), related)
            says[uids[event.key]] = said
            lines += issue.of(uids[event.key], said)
    if not says and not before.events:
        raise CalendarError("nothing has a date yet, so there is nothing to put in a calendar")
    lines += _Issue(stamp, max(changes, default=None), 0, before).cancelled(writer, says)
    title = (
        w.discreet["calendar"] if discreet else w.together_title.format(names=" + ".join(journeys))
    )
    return _calendar(_text(title), calendar_id, None, lines, is_feed=False)


def remembered(*editions: bytes) -> bytes:
    """What some editions of one journey's calendar published: each event once, without its words.

    An event has its last number, its last days and whether it was cancelled. A later edition goes
    before an earlier one, and is followed in whether the calendar is a discreet one. Raises
    CalendarError for what is not ours, and for two journeys' files.
    """
    w = words("en-GB")
    found: dict[str, Published] = {}
    ids: dict[str, None] = {}
    name = ""
    for read in map(_read, editions):
        name = w.discreet["calendar"] if _is_discreet(read, w) else _neutral(w)
        ids[_REFUSED.sub("", read.properties.get(CALENDAR_ID, ""))] = None
        for event in read.events.values():
            before = found.get(event.uid)
            if before is None or before.sequence <= event.sequence:
                found[event.uid] = event
    if len(ids) > 1:
        raise CalendarError(f"the previous calendar is another journey's; {MEND}")
    lines: list[str] = []
    for event in found.values():
        lines += ["BEGIN:VEVENT", f"UID:{event.uid}", f"SEQUENCE:{event.sequence}"]
        if f"SUMMARY:{_text(_neutral(w))}" in event.lines:  # without words already: it stays so
            times = {"DTSTAMP": event.stamp, "CREATED": event.created,
                     "LAST-MODIFIED": event.modified}  # fmt: skip
            lines += [f"{key}:{time}" for key, time in times.items() if time]
            lines += [_REFUSED.sub("", line) for line in event.lines]
        else:
            state = "CANCELLED" if event.is_cancelled else "CONFIRMED"
            lines += [_REFUSED.sub("", line) for line in event.span]
            lines += [f"SUMMARY:{_text(w.discreet['calendar'])}", f"STATUS:{state}"]
        lines.append("END:VEVENT")
    return _calendar(_text(name), next(iter(ids), ""), None, lines, is_feed=False)


def _neutral(w: Words) -> str:
    """The name of a calendar that says nothing any more, and was not a discreet one."""
    return w.event_cancelled.format(title=w.discreet["calendar"])


@dataclass(frozen=True)
class _Issue:
    """One publication after another: which events keep their number and times."""

    made: dt.datetime
    journey_changed: dt.datetime | None
    edition: int
    before: PublishedCalendar

    @cached_property
    def stamp(self) -> str:
        """When this edition is made."""
        return _utc(self.made)

    def of(self, name: str, says: Sequence[str], *, editions: int = 1) -> Iterator[str]:
        """The lines of an event that says this."""
        old = self.before.events.get(name)
        if old is not None and old.has_times and old.lines == tuple(says):
            sequence, stamp, created, modified = old.sequence, old.stamp, old.created, old.modified
        else:
            sequence = self.edition if old is None else max(self.edition, old.sequence + 1)
            stamp = modified = self.since(self.latest if old is None else old.modified)
            created = (old and old.created) or stamp
        yield "BEGIN:VEVENT"
        yield f"UID:{name}"  # no date in it: a newer edition moves the event
        yield f"SEQUENCE:{sequence}"  # section 3.8.7.4: KDE keeps the old dates unless it rises
        yield f"DTSTAMP:{stamp}"  # section 3.8.7.2: never "now", so that quiet events stay quiet
        yield f"CREATED:{created}"  # section 3.8.7.1
        yield f"LAST-MODIFIED:{modified}"  # section 3.8.7.3
        if editions > 1:
            yield f"{EDITIONS}:{editions}"
        yield from says
        yield "END:VEVENT"

    @cached_property
    def latest(self) -> str:
        """The last change that was published before."""
        return max((old.modified for old in self.before.events.values()), default="")

    def since(self, before: str) -> str:
        """When something changed that was published with this time: the journey, or else now."""
        changed = "" if self.journey_changed is None else _utc(self.journey_changed)
        return changed if changed > before else max(self.stamp, before)

    def cancelled(self, writer: _Writer, says: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """The lines of what was published before and is not there now, until it has faded."""
        gone = [old for old in self.before.events.values() if old.uid not in says]
        is_new = any(not old.is_cancelled for old in gone) or any(
            name not in self.before.events or self.before.events[name].lines != tuple(said)
            for name, said in says.items()
        )
        since = _utc(self.made - CANCELLED_FOR)
        for old in gone:
            editions = 1 if not old.is_cancelled else old.editions + is_new
            has_faded = old.is_cancelled and old.has_times and old.modified <= since
            if editions <= CANCELLED_EDITIONS and not has_faded:
                yield from self.of(old.uid, writer.tombstone(old), editions=editions)


class _Writer:
    """What events say: their lines, but for the number and times of their publication."""

    def __init__(
        self, w: Words, *, is_private: bool, is_discreet: bool,
        colours: Mapping[Kind, str] = MappingProxyType({}),
        reminders: Reminders = False,
    ) -> None:  # fmt: skip
        self.words = w
        self.is_discreet = is_discreet
        self.colours = colours
        self.reminders = reminders
        category = w.discreet["category"] if is_discreet else w.category
        self.shared = [
            "TRANSP:TRANSPARENT",  # section 3.8.2.7: nobody is busy for two years
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            *(["CLASS:PRIVATE"] if is_private else []),  # section 3.8.1.3
            f"CATEGORIES:{_text(category)}",  # section 3.8.1.2
        ]

    def event(self, event: Event, related: str | None) -> list[str]:
        title = _text(event.title)
        lines = self.says(event.start, event.end, title, _text(event.text), event.state.upper())
        if event.kind in self.colours:
            lines.append(f"COLOR:{self.colours[event.kind]}")  # RFC 7986 section 5.9
        if related is not None:
            lines.append(f"RELATED-TO:{related}")  # section 3.8.4.5
        if self.reminders == "all" or (self.reminders and event.state == "confirmed"):
            # section 3.6.6: last in its event, and three lines
            lines += [
                "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15H", f"DESCRIPTION:{title}",
                "END:VALARM",
            ]  # fmt: skip
        return lines

    def tombstone(self, old: Published) -> list[str]:
        """An event that is not in the plan now: its last days, and no word of it if discreet."""
        w = self.words
        start, end, title = old.understood()
        title = w.discreet["calendar"] if self.is_discreet else _REFUSED.sub("", self.name(title))
        notice = w.discreet["notice"] if self.is_discreet else w.event_notice
        title = w.event_cancelled.format(title=title)
        return self.says(start, end, _text(title), _text(notice), "CANCELLED")

    def name(self, title: str) -> str:
        """What an event is called, without the words that said how sure it was."""
        found = (pattern.fullmatch(title) for pattern in self.titles)
        return next((match["name"] for match in found if match), title)

    @cached_property
    def titles(self) -> tuple[re.Pattern[str], ...]:
        """How titles look that say how sure an event is, or that it is cancelled."""
        w = self.words
        forms = (
            w.event_cancelled, w.event_booked, w.event_booked_start, w.event_booked_end,
            w.event_may_be, *w.event_may_start.values(), *w.event_may_end.values(),
        )  # fmt: skip
        return tuple(re.compile(_LEFT_OPEN.sub(_gap, re.escape(form))) for form in forms)

    def says(self, start: dt.date, end: dt.date, title: str, text: str, status: str) -> list[str]:
        return [
            f"DTSTART;VALUE=DATE:{_date(start)}",  # section 3.8.2.4: a day, in no time zone
            f"DTEND;VALUE=DATE:{_date(end)}",  # section 3.6.1: exclusive
            f"SUMMARY:{title}",
            f"DESCRIPTION:{text}",
            f"STATUS:{status}",  # section 3.8.1.11
            *self.shared,
        ]


def _read(previous: bytes | None) -> PublishedCalendar:
    if previous is None:
        return PublishedCalendar({}, {})
    try:
        return read_calendar(previous)
    except CalendarError as error:
        raise CalendarError(f"the previous calendar {error}") from error


def _plan_id(timeline: Timeline, before: PublishedCalendar) -> str:
    """The id of a plan that is no journey's: that of the file of its pathway it is written over."""
    theirs, pathway = before.properties.get(PLAN_ID, ""), timeline.pathway
    if before.properties.get(CALENDAR_ID) == uid(theirs, _calendar_key(pathway, theirs)):
        return theirs
    first = next((window.typical for window in timeline.boundaries if window), None)
    return plan_uuid(pathway.id, first, pathway.applied)


def _calendar_key(pathway: Pathway, plan_id: str | None) -> str:
    return "calendar" if plan_id is None else f"calendar:{pathway.id}"


def _is_discreet(before: PublishedCalendar, w: Words) -> bool:
    return before.properties.get("NAME") == w.discreet["calendar"]


def _refuse_another_journeys(
    before: PublishedCalendar, calendar_id: str, current: Collection[str]
) -> None:
    """To cancel another person's events here would show them; and their file would be lost."""
    theirs = before.properties.get(CALENDAR_ID)
    is_ours = theirs == calendar_id if theirs else not before.events.keys().isdisjoint(current)
    if before.events and not is_ours:
        raise CalendarError(f"the previous calendar is another journey's; {MEND}")


def _calendar(
    name: str, calendar_id: str, plan_id: str | None, events: Sequence[str], *, is_feed: bool
) -> bytes:
    """The whole file. Raises CalendarError if it is too large to be read again."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",  # section 3.7.4
        f"PRODID:{PRODID}",  # section 3.7.3
        "CALSCALE:GREGORIAN",  # section 3.7.1
        f"NAME:{name}",  # RFC 7986 section 5.1
        f"X-WR-CALNAME:{name}",  # what came before it
    ]
    if calendar_id:
        lines.append(f"{CALENDAR_ID}:{calendar_id}")
    if plan_id:
        lines.append(f"{PLAN_ID}:{plan_id}")
    if is_feed:
        # RFC 7986 section 5.7, and what came before it
        lines += ["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    lines += events
    lines += ["END:VCALENDAR", ""]
    data = "\r\n".join(
        [line if len(line) <= MAX_OCTETS and line.isascii() else _folded(line) for line in lines]
    ).encode()
    count = events.count("BEGIN:VEVENT")
    if count > MAX_EVENTS or len(data) > MAX_BYTES:
        raise CalendarError(
            f"{count:,} events, {len(data):,} bytes: a calendar holds up to {MAX_EVENTS:,} events "
            f"and {MAX_BYTES:,} bytes; leave some kinds of events out"
        )
    return data


def _sequence(edition: int) -> int:
    if not 0 <= edition < MAX_SEQUENCE:  # section 3.3.8
        raise CalendarError(f"edition {edition} is not between 0 and {MAX_SEQUENCE - 1}")
    return edition


def _utc(stamp: dt.datetime) -> str:
    """A DATE-TIME in UTC, section 3.3.5."""
    if stamp.utcoffset() is None:
        raise CalendarError("the stamp has no time zone; give one, such as datetime.UTC")
    return f"{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _date(day: dt.date) -> str:
    """A DATE, section 3.3.4; years before 1000 too have four digits."""
    return day.isoformat().replace("-", "")


def _gap(match: re.Match[str]) -> str:
    """What may stand in a sentence where it leaves a word open."""
    return ".+" if match[1] == "when" else "(?P<name>.+)"


def _text(value: str) -> str:
    """A TEXT value, section 3.3.11, escaped. Raises CalendarError for what none can hold.

    A backslash becomes a slash, since many readers decode an escaped one wrongly; the blanks that
    a fold could lose go.
    """
    if not value.isascii():
        # Before escaping: U+037E becomes a semicolon.
        value = unicodedata.normalize("NFC", value)
    value = value.replace("\r\n", "\n").replace("\\", "/")
    if "  " in value or " \n" in value or "\n " in value:
        value = _ODD_BLANKS.sub(lambda match: "\n" if "\n" in match[0] else " ", value)
    value = value.strip(" ").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    if not (value.isascii() and value.isprintable()) and (bad := _REFUSED.search(value)):
        raise CalendarError(
            f'"{shortened(value)}" has the control character U+{ord(bad[0]):04X}; take it out'
        )
    return value


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, section 3.1.

    Never inside a character, nor between a backslash and what it escapes: some readers unfold
    after they unescape.
    """
    data = line.encode()
    pieces: list[bytes] = []
    start, end = 0, MAX_OCTETS
    while end < len(data):
        while data[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        if data[end - 1] == 0x5C:  # every backslash escapes: none stands for itself
            end -= 1
        pieces.append(data[start:end])
        start, end = end, end + MAX_OCTETS - 1  # the space that marks a continuation
    pieces.append(data[start:])
    return b"\r\n ".join(pieces).decode()
