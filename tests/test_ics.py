"""The calendar file: what is read back is what was meant, and nothing of ours breaks a client."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import icalendar
import pytest
from clients.readers import bytes_lint
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    CITES,
    FEW,
    HOSTILE,
    LONG,
    SOURCE,
    full_pathway,
    hostile_pathways,
    names,
    pathway_of,
)

from journey.calendarfile import PRODID, is_ours
from journey.errors import CalendarError
from journey.events import calendar_name, events, journey_uuid, uid
from journey.export.ics import to_ics
from journey.pathway import Pathway
from journey.planning import Timeline, plan

STAMP = dt.datetime(2026, 4, 20, 9, 30, 15, tzinfo=dt.UTC)
START = dt.date(2026, 3, 2)
WEEKS = {"shortest": 2, "typical": 3, "longest": 4, "unit": "weeks", "basis": "stated"}


def named(name: str, **more: object) -> Timeline:
    phase = {"id": "p", "name": name, "duration": WEEKS, "cites": CITES}
    return plan(pathway_of([phase], **more), start=START)


def written(text: str) -> str:
    """What a calendar holds of a text: composed, a slash for a backslash, no blanks to lose."""
    text = unicodedata.normalize("NFC", text).replace("\\", "/")
    return "\n".join(re.sub(" +", " ", line).strip(" ") for line in text.split("\n"))


# ---- reading back ------------------------------------------------------------------------------

Entry = dict[str, str]


def read(data: bytes) -> tuple[Entry, list[Entry]]:
    """The properties of the calendar and of each event, by a reader of the tests' own: RFC 5545,
    sections 3.1 (unfolding) and 3.3.11 (unescaping, from left to right).
    """
    text = data.decode("utf-8").replace("\r\n ", "")
    calendar: Entry = {}
    found: list[Entry] = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        name, value = re.split(r":", line, maxsplit=1)
        if line == "BEGIN:VEVENT":
            found.append({})
        elif name not in ("BEGIN", "END"):
            into = found[-1] if found else calendar
            assert name not in into, line
            into[name] = re.sub(r"\\(.)", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), value)
    return calendar, found


def is_what_was_meant(timeline: Timeline, data: bytes, journey_id: str | None = None) -> bool:
    calendar, found = read(data)
    meant = events(timeline)
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == written(calendar_name(timeline))
    assert len(found) == len(meant)
    for entry, event in zip(found, meant, strict=True):
        if journey_id is not None:
            assert entry["UID"] == uid(journey_id, event.key)
        assert entry["SUMMARY"] == written(event.title)
        assert entry["DESCRIPTION"] == written(event.text)
        assert entry["DTSTART;VALUE=DATE"] == event.start.isoformat().replace("-", "")
        assert entry["DTEND;VALUE=DATE"] == event.end.isoformat().replace("-", "")
        assert entry["STATUS"] == event.state.upper()
    return True


@FEW
@given(hostile_pathways(), st.sampled_from([{}, {"p2": START + dt.timedelta(days=9)}]))
def test_hostile_text_in_every_field_is_read_back_as_it_was_meant(
    pathway: Pathway, known: dict[str, dt.date]
) -> None:
    timeline = plan(pathway, start=START, known=known)
    data = to_ics(timeline, stamp=STAMP, journey_id="mine")
    assert bytes_lint(data) == []
    assert is_what_was_meant(timeline, data, "mine")


@pytest.mark.parametrize("text", HOSTILE)
def test_each_hostile_text_is_read_back_as_it_was_meant(text: str) -> None:
    timeline = plan(full_pathway(lambda place: text), start=START)
    data = to_ics(timeline, stamp=STAMP)
    assert bytes_lint(data) == []
    assert is_what_was_meant(timeline, data)


@FEW
@given(names, st.integers(0, 80))
def test_no_line_is_over_75_octets_nor_folded_inside_a_character_or_an_escape(
    name: str, before: int
) -> None:
    # The name slides past the fold, so that every character of it meets the edge.
    data = to_ics(named(("x" * before + name * 4)[:200].strip()), stamp=STAMP)
    assert data.endswith(b"\r\n")
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
        assert b"\r" not in line
        assert b"\n" not in line
    for piece in data.split(b"\r\n ")[:-1]:
        escapes = re.search(rb"\\*\Z", piece)
        assert escapes is not None
        assert len(escapes[0]) % 2 == 0


@FEW
@given(names)
def test_icalendar_sees_the_same_events(name: str) -> None:
    timeline = plan(full_pathway(lambda place: name), start=START)
    calendar = icalendar.Calendar.from_ical(to_ics(timeline, stamp=STAMP))
    found = list(calendar.walk("VEVENT"))
    assert len(found) == len(events(timeline))
    for seen, event in zip(found, events(timeline), strict=True):
        span = (seen.decoded("DTSTART"), seen.decoded("DTEND"))
        assert span == (event.start, event.end)
        assert (str(seen["SUMMARY"]), str(seen["DESCRIPTION"])) == (
            written(event.title),
            written(event.text),
        )


def test_prose_of_ten_thousand_characters_does_no_harm() -> None:
    phase = {"id": "p", "name": "P", "duration": WEEKS, "cites": CITES, "aim": LONG}
    source = {**SOURCE, "title": "t" * 200, "publisher": "\U0001f9d1" * 200}
    timeline = plan(pathway_of([phase], sources=[source]), start=START)
    data = to_ics(timeline, stamp=STAMP)
    assert bytes_lint(data) == []
    assert is_what_was_meant(timeline, data)


# ---- the properties ----------------------------------------------------------------------------


def test_the_calendar_has_the_properties_that_clients_need_and_no_more() -> None:
    calendar, _ = read(to_ics(named("P"), stamp=STAMP))
    assert calendar == {
        "VERSION": "2.0",
        "PRODID": "-//journey//journey//EN",
        "CALSCALE": "GREGORIAN",
        "NAME": "Rough guide: Invented",
        "X-WR-CALNAME": "Rough guide: Invented",
        "X-WR-RELCALID": uid(journey_uuid("invented"), "calendar"),
    }


def test_an_event_has_the_properties_that_clients_need_and_no_more() -> None:
    _, (start, phase, finish) = read(to_ics(named("P"), stamp=STAMP, journey_id="mine"))
    assert {name: phase[name] for name in phase if name != "DESCRIPTION"} == {
        "UID": uid("mine", "phase:p"),
        "SEQUENCE": "0",
        "DTSTAMP": "20260420T093015Z",
        "CREATED": "20260420T093015Z",
        "LAST-MODIFIED": "20260420T093015Z",
        "DTSTART;VALUE=DATE": "20260302",
        "DTEND;VALUE=DATE": "20260323",
        "SUMMARY": "P (rough guide)",
        "STATUS": "TENTATIVE",
        "TRANSP": "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
        "CLASS": "PRIVATE",
        "CATEGORIES": "Treatment guide",
    }
    assert start.keys() == finish.keys() == phase.keys() | {"RELATED-TO"}
    assert start["RELATED-TO"] == finish["RELATED-TO"] == phase["UID"]
    assert (start["STATUS"], finish["STATUS"]) == ("CONFIRMED", "TENTATIVE")


def test_no_name_of_a_person_no_invitation_and_no_alarm() -> None:
    data = to_ics(named("P"), stamp=STAMP)
    for word in (b"ORGANIZER", b"ATTENDEE", b"METHOD", b"VALARM", b"RRULE", b"VTIMEZONE", b"VTODO"):
        assert word not in data


def test_two_journeys_share_no_uid_and_one_journey_keeps_its_own() -> None:
    def uids(journey: str | None) -> set[str]:
        return {
            entry["UID"] for entry in read(to_ics(named("P"), stamp=STAMP, journey_id=journey))[1]
        }

    assert uids("one") & uids("two") == set()
    assert uids("one") == uids("one")
    assert uids(None) == uids(None)
    assert uids(None) & uids("one") == set()
    other = {e["UID"] for e in read(to_ics(named("P", id="other"), stamp=STAMP))[1]}
    assert uids(None) & other == set()


def test_the_same_input_gives_the_same_bytes() -> None:
    assert to_ics(named("P"), stamp=STAMP) == to_ics(named("P"), stamp=STAMP)


def test_the_stamp_is_written_in_utc() -> None:
    elsewhere = STAMP.astimezone(dt.timezone(dt.timedelta(hours=-5, minutes=-30)))
    assert to_ics(named("P"), stamp=elsewhere) == to_ics(named("P"), stamp=STAMP)


# ---- what is refused ---------------------------------------------------------------------------


class Nowhere(dt.tzinfo):
    """A time zone that does not know its offset."""

    def utcoffset(self, when: dt.datetime | None) -> None:
        return None

    def dst(self, when: dt.datetime | None) -> None:
        return None

    def tzname(self, when: dt.datetime | None) -> None:
        return None


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_stamp_without_a_time_zone_is_refused(zone: dt.tzinfo | None) -> None:
    with pytest.raises(CalendarError, match="the stamp has no time zone; give one"):
        to_ics(named("P"), stamp=STAMP.replace(tzinfo=zone))


def test_nothing_dated_is_refused_with_the_way_out() -> None:
    undated = plan(full_pathway(lambda place: place))
    with pytest.raises(CalendarError, match=r"nothing has a date yet.*; give a start date"):
        to_ics(undated, stamp=STAMP)


# ---- knowing our own files ---------------------------------------------------------------------


def test_our_file_is_known_as_ours_by_its_first_bytes() -> None:
    assert is_ours(to_ics(named("P"), stamp=STAMP)[:100])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//somebody//else//EN\r\nEND:VCALENDAR\r\n",
        f"SUMMARY:PRODID:{PRODID} stands in my notes\r\n".encode(),
        f"\r\nPRODID:{PRODID} and more\r\n".encode(),
    ],
)
def test_another_file_is_not_taken_for_ours(data: bytes) -> None:
    assert not is_ours(data)
