"""How fast the calendar is, as ratios in one run: `python tests/benchmarks/calendars.py`.

300 events with descriptions of 200 characters and a reminder each. Not a test: nothing here passes
or fails by a clock.
"""

from __future__ import annotations

import datetime as dt
import gc
import statistics
import time
import warnings
from collections.abc import Callable

import icalendar

from journey.calendar.events import Event, events
from journey.export.ics import to_ics
from journey.pathways.model import Pathway
from journey.planning.timeline import Timeline, plan

ROUNDS = 15
COUNT = 300
STAMP = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
START = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)


def seconds(call: Callable[[], object], repeat: int = 1) -> float:
    gc.collect()
    began = time.perf_counter()
    for _ in range(repeat):
        call()
    return (time.perf_counter() - began) / repeat


def compare(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], *, repeat: int = 3
) -> None:
    pairs = [(seconds(ours, repeat), seconds(theirs, repeat)) for _ in range(ROUNDS)]
    ratio = statistics.median(a / b for a, b in pairs)
    our, their = (1e3 * statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name:62} {our:7.2f} ms  against {their:7.2f} ms  ratio {ratio:6.3f}")


def visits(count: int, *, shift: int = 0) -> Timeline:
    """A pathway of one phase with so many visits, each with a text of 200 characters in all."""
    about = ("Bring a book, a friend; and some water. " * 5)[:111].strip()
    pathway = Pathway.model_validate(
        {
            "format": 1, "kind": "pathway", "id": "many", "name": "Many", "condition": "none",
            "audience": "adults", "language": "en-GB", "starts_at": "treatment",
            "sources": [{"id": "s", "title": "t", "publisher": "p", "reviewed": "not stated"}],
            "phases": [{
                "id": "a", "name": "A",
                "activities": [{
                    "id": "v", "name": "Clinic visit", "kind": "visit", "about": about,
                    "days": list(range(1, count + 1)),
                }],
            }],
        }
    )  # fmt: skip
    return plan(pathway, start=START + shift * DAY)


def bare_loop(entries: list[tuple[str, Event]]) -> bytes:
    """The same lines, formatted, escaped and folded by a loop that asks nothing."""

    def escaped(text: str) -> str:
        text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n")

    def folded(line: str) -> str:
        if len(line) <= 75 and line.isascii():
            return line + "\r\n"
        if line.isascii():
            rest = (line[i : i + 74] for i in range(75, len(line), 74))
            return "\r\n ".join([line[:75], *rest]) + "\r\n"
        pieces, size = [""], 0
        for character in line:
            size += len(character.encode())
            if size > 74:
                pieces.append("")
                size = len(character.encode())
            pieces[-1] += character
        return "\r\n ".join(pieces) + "\r\n"

    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "CALSCALE:GREGORIAN"]
    for uid, event in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}", f"SEQUENCE:{0}", f"DTSTAMP:{STAMP:%Y%m%dT%H%M%SZ}",
            f"CREATED:{STAMP:%Y%m%dT%H%M%SZ}", f"LAST-MODIFIED:{STAMP:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}", f"DTEND;VALUE=DATE:{event.end:%Y%m%d}",
            f"SUMMARY:{escaped(event.title)}", f"DESCRIPTION:{escaped(event.text)}",
            f"STATUS:{event.state.upper()}", "TRANSP:TRANSPARENT",
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "CLASS:PRIVATE",
            f"CATEGORIES:{escaped('Treatment guide')}", f"RELATED-TO:{uid}", "BEGIN:VALARM",
            "ACTION:DISPLAY", "TRIGGER:-PT15H", f"DESCRIPTION:{escaped(event.title)}",
            "END:VALARM", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(map(folded, lines)).encode()


def with_icalendar(entries: list[tuple[str, Event]]) -> bytes:
    """The same calendar, built and written by icalendar."""
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "x")
    for uid, event in entries:
        made = icalendar.Event()
        for name, value in {
            "UID": uid, "SEQUENCE": 0, "DTSTAMP": STAMP, "CREATED": STAMP, "LAST-MODIFIED": STAMP,
            "DTSTART": event.start, "DTEND": event.end, "SUMMARY": event.title,
            "DESCRIPTION": event.text, "STATUS": event.state.upper(), "TRANSP": "TRANSPARENT",
            "X-MICROSOFT-CDO-BUSYSTATUS": "FREE", "CLASS": "PRIVATE",
            "CATEGORIES": ["Treatment guide"], "RELATED-TO": uid,
        }.items():  # fmt: skip
            made.add(name, value)
        alarm = icalendar.Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("TRIGGER", dt.timedelta(hours=-15))
        alarm.add("DESCRIPTION", event.title)
        made.add_component(alarm)
        calendar.add_component(made)
    return bytes(calendar.to_ical())


def main() -> None:
    warnings.simplefilter("ignore")
    timeline, later = visits(COUNT), visits(COUNT, shift=7)
    data = to_ics(timeline, stamp=STAMP, reminders=True)
    found = events(timeline)
    uids = [line[4:] for line in data.decode().split("\r\n") if line.startswith("UID:")]
    entries = list(zip(uids, found, strict=True))
    print(
        f"{len(found)} events, {len(data):,} bytes, descriptions of "
        f"{statistics.median(len(e.text) for e in found):.0f} characters\n"
    )
    compare(
        "write, beside a bare loop over the same lines",
        lambda: to_ics(timeline, stamp=STAMP, reminders=True),
        lambda: (events(timeline), bare_loop(entries)),
    )
    compare(
        "write with nothing written beforehand, beside the bare loop",
        lambda: to_ics(timeline, stamp=STAMP, reminders=True),
        lambda: bare_loop(entries),
    )
    compare(
        "write, beside icalendar",
        lambda: to_ics(timeline, stamp=STAMP, reminders=True),
        lambda: with_icalendar(entries),
        repeat=1,
    )

    def read_and_write() -> None:
        icalendar.Calendar.from_ical(data)
        to_ics(later, stamp=STAMP, reminders=True)

    compare(
        "re-issue with every event moved, beside icalendar's reading + write",
        lambda: to_ics(later, stamp=STAMP, reminders=True, previous=data),
        read_and_write,
        repeat=1,
    )
    lost = visits(1)
    compare(
        "re-issue with all but two gone, beside icalendar's reading + write",
        lambda: to_ics(lost, stamp=STAMP, reminders=True, previous=data),
        read_and_write,
        repeat=1,
    )


if __name__ == "__main__":
    main()
