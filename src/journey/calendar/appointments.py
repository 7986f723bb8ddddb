"""Reading a calendar that others made, such as a hospital's: its appointments as own dates.

Nothing is interpreted. An appointment has the days, the time and the name that its calendar gives;
what else it says is not read. Recurrence (RFC 5545 section 3.8.5) is followed within bounds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from zoneinfo import ZoneInfo

from journey.calendar.published import is_ours
from journey.errors import CalendarError, shortened
from journey.journeys.file import OwnDay
from journey.journeys.recording import Appointments
from journey.values import FIRST_DAY, LAST_DAY, LONGEST_NAME, must_be, must_be_day, text_problem
from journey.words.catalogue import words

MAX_BYTES = 5_000_000
MOST = 1_000
"""So many appointments of one calendar are taken, each turn counted."""
MOST_SERIES = 100
"""So many of them may repeat."""
AHEAD = dt.timedelta(days=731)
"""An appointment that repeats is followed so far from the day of import."""
OLDEST = dt.timedelta(days=40 * 366)
"""One that began longer ago is not followed: there would be too many days to walk."""
MOST_LINES_TOLD = 20

_NAMES = (
    "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
    "STATUS", "SEQUENCE",
)  # fmt: skip
_ABOVE = ("METHOD", "PRODID", "X-WR-TIMEZONE")
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
_MOMENT = re.compile(r"([0-9]{8})(?:T([0-9]{2})([0-9]{2})[0-9]{2}(Z?))?")
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d+S)?)?"
)
_RULE_PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
_DAY = dt.timedelta(days=1)


def read_appointments(data: bytes, *, name: str, on: dt.date) -> Appointments:
    """The appointments in the bytes of an iCalendar file that somebody else made.

    `name` is what the calendar is called from now on, such as its file's name; `on` is the day of
    import. A time stays the wall-clock time of its own zone, whose name stands with it; one in UTC
    is told in the zone that the calendar names, or else as UTC. Raises CalendarError, a line for
    each problem, for what is no calendar, is cut off, is our own, is too large, or has an
    appointment whose day cannot be read.

    >>> lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:Clinic",
    ...     "DTSTART;TZID=Europe/London:20260504T143000", "END:VEVENT", "END:VCALENDAR"]
    >>> data = "\\r\\n".join(lines).encode()
    >>> found = journey.read_appointments(data, name="ward.ics", on=dt.date(2026, 4, 1))
    >>> [(own.label, own.at) for own in found.dates]
    [('Clinic', '14:30 Europe/London')]
    """
    must_be("data", data, bytes)
    must_be("name", name, str)
    must_be_day("on", on, is_plausible=True)
    called = shortened(name, limit=250)
    if problem := text_problem(name):
        raise CalendarError(f"name: {problem[1]}")
    if len(name) > LONGEST_NAME:
        raise CalendarError(f"name: is longer than {LONGEST_NAME} characters; shorten it")
    try:
        return _Import(data, name, on).appointments()
    except CalendarError as error:
        lines = str(error).split("\n")
        raise CalendarError("\n".join(f"{called}: {line}" for line in lines)) from None


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day, or a time on it, as a calendar writes it."""

    day: dt.date
    time: str = ""
    """Such as 14:30; empty for a whole day."""
    zone: str = ""
    instant: dt.datetime | None = None
    """The same in UTC, where its zone is known."""

    @property
    def wall(self) -> dt.datetime:
        hour, _, minute = (self.time or "00:00").partition(":")
        return dt.datetime.combine(self.day, dt.time(int(hour), int(minute)))

    def within(self, zone: str) -> _Moment:
        """The same moment as a clock in another zone shows it, where that is known."""
        there = None if self.zone == zone else _zone(zone)
        return self if there is None or self.instant is None else _in(self.instant, there, zone)


@dataclass(slots=True)
class _Event:
    """The lines of an appointment that are read, by name: number of the line, parameters, value."""

    line: int
    said: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        return self.said[name][0][2] if name in self.said else ""


class _Import:
    """One calendar in the reading."""

    def __init__(self, data: bytes, name: str, on: dt.date) -> None:
        self.name, self.on = name, on
        self.problems: dict[str, None] = {}  # each once, whoever finds it
        self.notes: dict[str, None] = {}
        self.above: dict[str, str] = {}
        self.events = list(self.read(data))
        zone = self.above.get("X-WR-TIMEZONE", "").strip()
        self.zone = zone if _zone(zone) else ""

    def appointments(self) -> Appointments:
        if not self.events:
            raise CalendarError("has no appointment in it; save it again from the calendar")
        masters: dict[str, _Event] = {}
        turns: dict[tuple[str, dt.date], _Event] = {}
        for event in self.events:
            uid, start = self.uid(event), self.moment(event, "DTSTART")
            if start is None:
                continue
            if "RECURRENCE-ID" not in event.said:
                masters[uid] = _newer(masters.get(uid), event)
            elif (original := self.moment(event, "RECURRENCE-ID")) is not None:
                key = (uid, original.within(start.zone).day)
                turns[key] = _newer(turns.get(key), event)
        found: dict[str, OwnDay] = {}
        series = [uid for uid, event in masters.items() if event.said.keys() & {"RRULE", "RDATE"}]
        if len(series) > MOST_SERIES:
            self.problems[
                f"has more than {MOST_SERIES} appointments that repeat; save those of one clinic"
            ] = None
            series = []
        for uid, event in masters.items():
            if uid not in series:
                self.put(found, uid, event)
                continue
            for day in self.days_of(event):
                if (uid, day) not in turns:
                    self.put(found, f"{uid} {day}", event, on=day)
        for (uid, day), event in turns.items():
            self.put(found, f"{uid} {day}", event)
        coming = sum((own.until or own.date) >= self.on for own in found.values())
        if coming > MOST:
            self.problems[
                f"has {coming:,} appointments to come, and up to {MOST:,} are taken; save those "
                "of one clinic, or of a shorter time"
            ] = None
        if self.problems:
            more = len(self.problems) - MOST_LINES_TOLD
            told = [
                *list(self.problems)[:MOST_LINES_TOLD],
                *([f"and {more:,} more"] if more > 0 else []),
            ]
            raise CalendarError("\n".join(told))
        is_whole = self.above.get("METHOD", "PUBLISH").strip().upper() == "PUBLISH"
        return Appointments(
            source=self.name, on=self.on, dates=tuple(found.values()), is_whole=is_whole,
            notes=tuple(self.notes),
        )  # fmt: skip

    # ---- lines ---------------------------------------------------------------------------------

    def read(self, data: bytes) -> Iterator[_Event]:
        """Each event, as the lines of it that matter. Raises CalendarError."""
        if len(data) > MAX_BYTES:
            raise CalendarError(
                f"is larger than {MAX_BYTES:,} bytes; save a shorter time of it, or one clinic's "
                "appointments"
            )
        if is_ours(data[:1000]):
            raise CalendarError("is a calendar that journey wrote; name the hospital's own")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CalendarError(
                f"is not UTF-8 text (byte {error.start}), so it is no calendar; save it again"
            ) from None
        within: list[str] = []
        event: _Event | None = None
        seen_any = False
        for number, line in _unfolded(text):
            word, _, rest = line.partition(":")
            word = word.strip().upper()
            if word == "BEGIN":
                within.append(rest.strip().upper())
                if within[0] != "VCALENDAR":
                    break
                seen_any = True
                if len(within) > 8:
                    raise CalendarError(f"line {number}: is nested too deeply; save it again")
                if within == ["VCALENDAR", "VEVENT"]:
                    event = _Event(number)
            elif not within:
                if line.strip():
                    break
            elif word == "END":
                if within.pop() != rest.strip().upper():
                    told = shortened(line)
                    raise CalendarError(f'line {number}: "{told}" closes nothing; save it again')
                if event is not None and within == ["VCALENDAR"]:
                    yield event
                    event = None
            elif event is not None and len(within) == 2:
                self.note(event.said, number, line)
            elif word.partition(";")[0] in _ABOVE and within == ["VCALENDAR"]:
                self.above.setdefault(word.partition(";")[0], rest)
        if not seen_any:
            raise CalendarError("is not a calendar; name a file that ends in .ics")
        if within:
            raise CalendarError("is cut off: it has no END:VCALENDAR; save it again")

    def note(self, said: dict[str, list[tuple[int, str, str]]], number: int, line: str) -> None:
        name = re.match(r"[A-Za-z-]+", line)
        if name is None or name[0].upper() not in _NAMES:
            return
        match = _LINE.fullmatch(line)
        if match is None:
            self.problems[
                f'line {number}: "{shortened(line)}" cannot be read; ask for the file again'
            ] = None
        else:
            said.setdefault(match[1].upper(), []).append((number, match[2], match[3]))

    # ---- what an event says --------------------------------------------------------------------

    def uid(self, event: _Event) -> str:
        """What tells it apart: its uid (section 3.8.4.7), or a name made of what it says."""
        uid = event.first("UID").strip()
        if not uid:
            uid = f"{event.first('SUMMARY')}\n{event.first('DTSTART')}"
        is_name = len(uid) <= 120 and text_problem(uid) is None and " ".join(uid.split()) == uid
        return uid if is_name else hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()[:32]

    def moment(self, event: _Event, name: str) -> _Moment | None:
        """The day or time that a line of it gives; `None` after adding what is wrong."""
        if name not in event.said:
            if name == "DTSTART":
                self.problems[
                    f"line {event.line}: an appointment has no DTSTART; ask for the file again"
                ] = None
            return None
        number, parameters, value = event.said[name][0]
        found = self.read_moment(parameters, value)
        if found is None:
            self.problems[
                f'line {number}: {name} "{shortened(value)}" is no day between {FIRST_DAY.year} '
                f"and {LAST_DAY.year} that can be read; ask for the file again"
            ] = None
        return found

    def read_moment(self, parameters: str, value: str) -> _Moment | None:
        """A DATE or a DATE-TIME, sections 3.3.4 and 3.3.5."""
        match = _MOMENT.fullmatch(value.strip())
        if match is None:
            return None
        try:
            day = dt.date.fromisoformat(f"{match[1][:4]}-{match[1][4:6]}-{match[1][6:]}")
            if not FIRST_DAY <= day <= LAST_DAY:
                return None
            if match[2] is None:
                return _Moment(day)
            wall = dt.datetime.combine(day, dt.time(int(match[2]), int(match[3])))
        except ValueError:
            return None
        if match[4]:
            moment = _in(wall.replace(tzinfo=dt.UTC), dt.UTC, "UTC")
            return moment.within(self.zone) if self.zone else moment
        tzid = re.search(r';TZID=(?:"([^"]*)"|([^";:]*))', parameters, re.IGNORECASE)
        name = _zone_name((tzid[1] or tzid[2] or "") if tzid else "")
        zone = _zone(name)
        instant = None if zone is None else wall.replace(tzinfo=zone).astimezone(dt.UTC)
        return _Moment(day, f"{wall:%H:%M}", name, instant)

    def put(
        self, found: dict[str, OwnDay], key: str, event: _Event, *, on: dt.date | None = None
    ) -> None:  # fmt: skip
        """The appointment as an own date; a turn of it on its own day."""
        start = self.moment(event, "DTSTART")
        if start is None:
            return
        last = self.last_day(event, start)
        first = start.day if on is None else on
        until = first + (last - start.day)
        if until > LAST_DAY:
            self.problems[f"line {event.line}: runs past {LAST_DAY.year}; leave it out"] = None
            return
        cancelled = "CANCELLED" in event.first("STATUS").upper() or (
            self.above.get("METHOD", "").strip().upper() == "CANCEL"
        )
        found[key] = OwnDay(
            label=_label(event.first("SUMMARY")), date=first,
            until=until if until > first else None, id=f"ics:{key}",
            at=" ".join(filter(None, (start.time, start.zone))) or None,
            imported_from=self.name, taken_off=cancelled,
        )  # fmt: skip

    def last_day(self, event: _Event, start: _Moment) -> dt.date:
        """The last day of it: its end is exclusive, section 3.6.1."""
        if "DTEND" in event.said:
            end = self.moment(event, "DTEND") or start
            end = end.within(start.zone)
            is_before = end.time in ("", "00:00") and end.day > start.day
            return max(start.day, end.day - _DAY if is_before else end.day)
        match = _LENGTH.fullmatch(event.first("DURATION").strip())
        if match is None:
            return start.day
        weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
        length = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
        moment = start.wall + length - dt.timedelta(minutes=1)
        return max(start.day, moment.date())

    # ---- recurrence ----------------------------------------------------------------------------

    def days_of(self, event: _Event) -> list[dt.date]:
        """The days on which an appointment that repeats begins and that are not over by now."""
        start = self.moment(event, "DTSTART")
        if start is None:
            return []
        days = {start.day, *self.listed(event, "RDATE", start)}
        for _, _, rule in event.said.get("RRULE", [])[:1]:
            turns = self.turns(rule, start)
            if turns is None:
                self.notes[
                    f'"{_label(event.first("SUMMARY"))}" repeats in a way that is not followed '
                    "here: its first day alone was taken; write the others down with --own"
                ] = None
                return [start.day]
            days.update(turns)
        days -= set(self.listed(event, "EXDATE", start))
        length = self.last_day(event, start) - start.day
        return sorted(day for day in days if day + length >= self.on)

    def listed(self, event: _Event, name: str, start: _Moment) -> list[dt.date]:
        """The days that are added one by one, or left out."""
        found = []
        for number, parameters, values in event.said.get(name, []):
            for value in values.split(",")[: 2 * MOST]:
                moment = self.read_moment(parameters, value.partition("/")[0])
                if moment is None:
                    self.problems[
                        f'line {number}: {name} "{shortened(value)}" is no day that can be read; '
                        "ask for the file again"
                    ] = None
                else:
                    found.append(moment.within(start.zone).day)
        return found

    def turns(self, rule: str, start: _Moment) -> list[dt.date] | None:
        """The days of a RRULE (section 3.3.10); `None` for one that is not followed."""
        parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";") if part)
        if len(rule) > 300 or not parts.keys() <= _RULE_PARTS or parts.get("FREQ") not in _STEPS:
            return None
        until = dt.datetime.combine(self.on + AHEAD, dt.time.max)
        if self.on - start.day > OLDEST or start.wall > until:
            return [start.day]
        is_endless = "COUNT" not in parts
        if "UNTIL" in parts:
            stop = self.read_moment("", parts["UNTIL"])
            if stop is None:
                return None
            wall = stop.within(start.zone).wall
            wall = wall if stop.time else wall.replace(hour=23, minute=59)
            is_endless, until = wall > until, min(wall, until)
        try:
            days = _Rule.of(parts, start.day).days(until.date())
        except (ValueError, KeyError):
            return None
        if is_endless:
            later = f"what repeats after {self.on + AHEAD} is left out until a later import"
            self.notes[later] = None
        return [day for day in days if dt.datetime.combine(day, start.wall.time()) <= until]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How something repeats, day by day. Each day is looked at, so that no rule has no end."""

    start: dt.date
    step: str
    interval: int
    count: int | None
    weekdays: frozenset[tuple[int, int]]
    """Numbers, 0 for each one, and days of the week from Monday, 0."""
    month_days: frozenset[int]
    months: frozenset[int]
    places: frozenset[int]
    """Which of the days of a period, from 1, or from the last, -1."""
    week_begins: int

    @classmethod
    def of(cls, parts: Mapping[str, str], start: dt.date) -> _Rule:
        """Raises ValueError and KeyError for what is not followed."""
        step, months = parts["FREQ"], _numbers(parts.get("BYMONTH"), 12)
        weekdays = frozenset(map(_weekday, filter(None, parts.get("BYDAY", "").split(","))))
        month_days = _numbers(parts.get("BYMONTHDAY"), 31)
        interval, count = int(parts.get("INTERVAL", "1")), int(parts.get("COUNT", "0"))
        if interval < 1 or count < 0:
            raise ValueError
        if any(n for n, _ in weekdays) and not (
            step == "MONTHLY" or (step == "YEARLY" and months)
        ):  # fmt: skip
            raise ValueError  # a week of the year
        if not weekdays and not month_days:
            if step == "WEEKLY":
                weekdays = frozenset({(0, start.weekday())})
            elif step != "DAILY":
                month_days = frozenset({start.day})
                months = months or frozenset({start.month} if step == "YEARLY" else ())
        return cls(
            start, step, interval, count or None, weekdays, month_days, months,
            _numbers(parts.get("BYSETPOS"), 366), _DAYS.index(parts.get("WKST", "MO")),
        )  # fmt: skip

    def days(self, last: dt.date) -> list[dt.date]:
        """The days up to the last one."""
        found: list[dt.date] = []
        # A place in a period counts from that period's first day, not from the start.
        first = self.start - _DAY * 366 if self.places else self.start
        walked = (first + _DAY * n for n in range((last - first).days + 1))
        begun = self.period(self.start)
        for period, days in groupby(filter(self.fits, walked), self.period):
            if period < begun or (period - begun) % self.interval:
                continue
            group = list(days)
            if self.places:
                wanted = {n - 1 if n > 0 else len(group) + n for n in self.places}
                group = [day for n, day in enumerate(group) if n in wanted]
            found += [day for day in group if day >= self.start]
        return found[: self.count]

    def period(self, day: dt.date) -> int:
        if self.step == "DAILY":
            return day.toordinal()
        if self.step == "WEEKLY":
            return (day.toordinal() - 1 - self.week_begins) // 7
        return day.year if self.step == "YEARLY" else day.year * 12 + day.month

    def fits(self, day: dt.date) -> bool:
        if self.months and day.month not in self.months:
            return False
        length = monthrange(day.year, day.month)[1]
        if self.month_days and not {day.day, day.day - length - 1} & self.month_days:
            return False
        numbers = {0, (day.day + 6) // 7, -((length - day.day) // 7 + 1)}
        return not self.weekdays or any((n, day.weekday()) in self.weekdays for n in numbers)


_STEPS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _weekday(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", text.strip())
    if match is None:
        raise ValueError
    return int(match[1] or 0), _DAYS.index(match[2])


def _numbers(text: str | None, most: int) -> frozenset[int]:
    found = frozenset(int(n) for n in text.split(",")) if text else frozenset()
    if any(not 1 <= abs(n) <= most for n in found):
        raise ValueError
    return found


def _newer(old: _Event | None, new: _Event) -> _Event:
    """Of two that are the same one, that with the higher number; the later of equal ones."""
    return new if old is None or _sequence(new) >= _sequence(old) else old


def _sequence(event: _Event) -> int:
    text = event.first("SEQUENCE").strip()
    return int(text) if re.fullmatch("[0-9]{1,10}", text) else 0


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number, what was folded (section 3.1) put together again."""
    number, parts = 0, [""]
    for n, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line[:1] in (" ", "\t") and parts != [""]:
            parts.append(line[1:])
            continue
        if number:
            yield number, "".join(parts)
        number, parts = n, [line]
    yield number, "".join(parts)


def _zone_name(tzid: str) -> str:
    """A zone's name as people know it: Windows has its own ones."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = "".join(c for c in tzid if c.isprintable()).strip()[:80]
    name = WINDOWS_TO_OLSON.get(name, name)
    tail = "/".join(name.split("/")[-2:])
    return tail if name.startswith("/") and _zone(tail) else name


def _zone(name: str) -> dt.tzinfo | None:
    if name == "UTC":
        return dt.UTC
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}", name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, or a machine that has none
        return None


def _in(instant: dt.datetime, zone: dt.tzinfo, name: str) -> _Moment:
    there = instant.astimezone(zone)
    return _Moment(there.date(), f"{there:%H:%M}", name, instant)


def _label(summary: str) -> str:
    """A SUMMARY (section 3.3.11) as one line that shows what it is."""
    text = re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], summary)
    kept = "".join(" " if _is_hidden(c) else c for c in unicodedata.normalize("NFC", text))
    label = " ".join(kept.split())
    if len(label) > LONGEST_NAME:
        label = f"{label[: LONGEST_NAME - 3].rstrip()}..."
    return label or words("en-GB").own_unnamed


def _is_hidden(character: str) -> bool:
    """Whether it would break a line, or turn what stands around it."""
    is_bidi = unicodedata.bidirectional(character) in _BIDI
    return is_bidi or (character != " " and text_problem(character) is not None)


_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
