"""How fast the calendar is: 300 events with descriptions of 200 characters and a reminder each."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import icalendar
from measure import Call, compare, left_out, of_others, row, waited

from journey.calendar.events import Event, events
from journey.calendar.published import read_calendar
from journey.export.ics import to_ics
from journey.pathways.model import Pathway
from journey.planning.timeline import Timeline, plan

COUNT = 300
STAMP = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
START = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)


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


def with_ics(ics: Any, entries: list[tuple[str, Event]]) -> str:
    """The same calendar, by ics."""
    calendar = ics.Calendar()
    for uid, event in entries:
        made = ics.Event(
            name=event.title, begin=event.start.isoformat(), uid=uid, description=event.text,
            created=STAMP, last_modified=STAMP, status=event.state.upper(), transparent=True,
            categories=["Treatment guide"], classification="PRIVATE",
        )  # fmt: skip
        made.make_all_day()
        made.alarms = [ics.DisplayAlarm(trigger=dt.timedelta(hours=-15), display_text=event.title)]
        calendar.events.add(made)
    return str(calendar.serialize())


def with_ical(ical: Any, entries: list[tuple[str, Event]]) -> str:
    """The same calendar, by ical."""
    calendar = ical.calendar.Calendar()
    for uid, event in entries:
        alarm = ical.alarm.Alarm(
            action="DISPLAY", trigger=dt.timedelta(hours=-15), description=event.title
        )
        made = ical.event.Event(
            summary=event.title, start=event.start, end=event.end, uid=uid, dtstamp=STAMP,
            description=event.text, created=STAMP, last_modified=STAMP, sequence=0,
            status=event.state.upper(), transparency="TRANSPARENT", classification="PRIVATE",
            categories=["Treatment guide"], alarm=[alarm],
        )  # fmt: skip
        calendar.events.append(made)
    return str(ical.calendar_stream.IcsCalendarStream.calendar_to_ics(calendar))


def with_vobject(vobject: Any, entries: list[tuple[str, Event]]) -> str:
    """The same calendar, by vobject."""
    calendar, stamp = vobject.iCalendar(), STAMP.replace(tzinfo=vobject.icalendar.utc)
    for uid, event in entries:
        made = calendar.add("vevent")
        for name, value in {
            "uid": uid, "sequence": "0", "dtstamp": stamp, "created": stamp,
            "last-modified": stamp, "dtstart": event.start, "dtend": event.end,
            "summary": event.title, "description": event.text, "status": event.state.upper(),
            "transp": "TRANSPARENT", "class": "PRIVATE", "categories": ["Treatment guide"],
            "related-to": uid,
        }.items():  # fmt: skip
            made.add(name).value = value
        alarm = made.add("valarm")
        alarm.add("action").value = "DISPLAY"
        alarm.add("trigger").value = dt.timedelta(hours=-15)
        alarm.add("description").value = event.title
    return str(calendar.serialize())


OF_NODE = """
const entries = JSON.parse(require("fs").readFileSync(0, "utf8"));
const stamp = new Date(Date.UTC(2026, 3, 20)), day = (text) => new Date(`${text}T00:00:00Z`);
const { generateIcsCalendar } = require("ts-ics");
const { default: ical } = require("ical-generator");
const calls = {
  "ts-ics": () => generateIcsCalendar({ version: "2.0", prodId: "x", events: entries.map((e) => ({
    uid: e.uid, sequence: 0, stamp: { date: stamp }, created: { date: stamp },
    lastModified: { date: stamp }, start: { date: day(e.start), type: "DATE" },
    end: { date: day(e.end), type: "DATE" }, summary: e.title, description: e.text,
    status: e.state, timeTransparent: "TRANSPARENT", class: "PRIVATE",
    categories: ["Treatment guide"],
    alarms: [{ action: "DISPLAY", description: e.title,
      trigger: { type: "relative", value: { before: true, hours: 15 } } }] })) }),
  "ical-generator": () => { const calendar = ical({ prodId: "//x//x//EN" });
    for (const e of entries) { const event = calendar.createEvent({ id: e.uid, sequence: 0, stamp,
      created: stamp, lastModified: stamp, start: day(e.start), end: day(e.end), allDay: true,
      summary: e.title, description: e.text, status: e.state, transparency: "TRANSPARENT",
      class: "PRIVATE", categories: [{ name: "Treatment guide" }] });
      event.createAlarm({ type: "display", trigger: 15 * 3600, description: e.title }); }
    return calendar.toString(); },
};
const call = calls[process.argv[1]];
for (let n = 0; n < 20; n += 1) call();
const began = process.hrtime.bigint();
for (let n = 0; n < 20; n += 1) call();
console.log(Number(process.hrtime.bigint() - began) / 20e9);
"""
"""Warm: what a server that runs for long would see."""


def beside_node(entries: list[tuple[str, Event]], ours: Call) -> None:
    """ts-ics and ical-generator, where npm has put them in .cache/npm."""
    modules = Path(__file__).parent.parent.parent / ".cache" / "npm" / "node_modules"
    said = json.dumps([
        {"uid": uid, "start": str(e.start), "end": str(e.end), "title": e.title, "text": e.text,
         "state": e.state.upper()} for uid, e in entries
    ])  # fmt: skip
    for name in ("ts-ics", "ical-generator"):
        if shutil.which("node") is None or not (modules / name).is_dir():
            left_out(name, f"npm install --prefix .cache/npm {name}")
            continue
        pairs = []
        for _ in range(5):
            told = subprocess.run(
                ["node", "-e", OF_NODE, name], input=said, text=True, check=True,
                stdout=subprocess.PIPE, env={"NODE_PATH": str(modules), "PATH": os.environ["PATH"]},
            ).stdout  # fmt: skip
            pairs.append((waited(ours, 20), float(told)))
        row("write", f"{name} (in Node)", pairs)


def main() -> None:
    warnings.simplefilter("ignore")
    timeline, later, lost = visits(COUNT), visits(COUNT, shift=7), visits(1)
    data = to_ics(timeline, stamp=STAMP, reminders=True)
    text = data.decode()
    found = events(timeline)
    uids = [line[4:] for line in text.split("\r\n") if line.startswith("UID:")]
    entries = list(zip(uids, found, strict=True))

    def write() -> bytes:
        return to_ics(timeline, stamp=STAMP, reminders=True)

    compare("write", write, "a bare loop, after the events are made",
            lambda: (events(timeline), bare_loop(entries)), repeat=3)  # fmt: skip
    compare("write", write, "floor: a bare loop", lambda: bare_loop(entries), repeat=3)
    compare("write", write, "icalendar", lambda: with_icalendar(entries))
    ics, vobject = of_others("ics"), of_others("vobject")
    ical = of_others("ical")
    for part in ("alarm", "calendar", "calendar_stream", "event"):
        _ = ical and of_others(f"ical.{part}")
    if ics:
        compare("write", write, "ics", lambda: with_ics(ics, entries))
    if ical:
        compare("write", write, "ical", lambda: with_ical(ical, entries))
    if vobject:
        compare("write", write, "vobject", lambda: with_vobject(vobject, entries))
    beside_node(entries, write)

    def read() -> object:
        return read_calendar(data)

    compare("read", read, "floor: lines unfolded and split",
            lambda: [line.partition(":") for line in text.replace("\r\n ", "").split("\r\n")],
            repeat=3)  # fmt: skip
    compare("read", read, "icalendar", lambda: icalendar.Calendar.from_ical(data))
    if ics:
        few = to_ics(visits(10), stamp=STAMP, reminders=True)  # of 300 it reads for minutes
        compare("read 10 events", lambda: read_calendar(few), "ics",
                lambda: ics.Calendar(few.decode()), rounds=3)  # fmt: skip
    if ical:
        stream = ical.calendar_stream.IcsCalendarStream
        compare("read", read, "ical", lambda: stream.calendar_from_ics(text))
    if vobject:
        compare("read", read, "vobject", lambda: vobject.readOne(text))

    def read_and_write() -> None:
        icalendar.Calendar.from_ical(data)
        to_ics(later, stamp=STAMP, reminders=True)

    for work, now in (("every event moved", later), ("all but two gone", lost)):
        compare(
            f"re-issue, {work}",
            lambda now=now: to_ics(now, stamp=STAMP, reminders=True, previous=data),  # type: ignore[misc]
            "icalendar's reading, and write", read_and_write,
        )  # fmt: skip
