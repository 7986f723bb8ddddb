"""Reading back what we published: sound whatever a client did to it, or refused in words."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, busy_timelines, full_pathway

from journey.calendar.identity import PRODID
from journey.calendar.published import Tally, is_ours, read_calendar, tally
from journey.errors import CalendarError
from journey.export.ics import remove_everything, to_ics
from journey.planning.timeline import OwnDate, Timeline, plan

pytestmark = pytest.mark.dependencies

STAMP = dt.datetime(2026, 4, 20, 9, 30, 15, tzinfo=dt.UTC)
LATER = STAMP + dt.timedelta(days=30)
START = dt.date(2026, 3, 2)
OWN = OwnDate("A wedding; perhaps, yes", dt.date(2026, 5, 1), dt.date(2026, 5, 3))
TIMELINE = plan(full_pathway(lambda place: f"<{place}>"), start=START, own_dates=[OWN])
GOOD = to_ics(TIMELINE, stamp=STAMP, reminders=True)
FIRST_UID = re.findall(rb"\r\nUID:([^\r]+)", GOOD)[0].decode()


def edited(old: str, new: str, *, count: int = 1) -> bytes:
    text = GOOD.decode()
    assert old in text
    return text.replace(old, new, count).encode()


# ---- what a client may do ----------------------------------------------------------------------

HARMLESS = {
    "LF endings": GOOD.replace(b"\r\n", b"\n"),
    "unfolded": GOOD.replace(b"\r\n ", b""),
    "folded with tabs": GOOD.replace(b"\r\n ", b"\r\n\t"),
    "folded again, shorter": re.sub(rb"(\r\nDESCRIPTION:[^\r]{9})", rb"\1\r\n ", GOOD),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "blank lines at the end": GOOD + b"\r\n\r\n",
    "a time zone added": edited(
        "BEGIN:VEVENT",
        "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nTZNAME:Y\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\nBEGIN:VEVENT",
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_file_that_says_the_same_changes_nothing(name: str) -> None:
    assert HARMLESS[name] != GOOD
    again = to_ics(TIMELINE, stamp=LATER, reminders=True, previous=HARMLESS[name])
    assert again == GOOD


def event_of(data: bytes, uid: str) -> str:
    [found] = [e for e in data.decode().split("BEGIN:VEVENT") if f"UID:{uid}\r\n" in e]
    return found


EDITS = {
    "words": edited("SUMMARY:Booked start", "SUMMARY:My big day"),
    "its days": edited("DTSTART;VALUE=DATE:20260302", "DTSTART:20260302T100000Z"),
    "an alarm more": edited(
        "END:VEVENT", "BEGIN:VALARM\r\nUID:77\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
        "END:VEVENT",
    ),
    "a uid for its alarm": edited("BEGIN:VALARM", "BEGIN:VALARM\r\nUID:77"),
    "a property more": edited("TRANSP:TRANSPARENT", "TRANSP:OPAQUE\r\nX-MOZ-GENERATION:1"),
    "no LAST-MODIFIED": edited("LAST-MODIFIED:20260420T093015Z\r\n", ""),
    "a local DTSTAMP": edited("DTSTAMP:20260420T093015Z", "DTSTAMP:20260420T093015"),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_what_a_client_edited_is_put_right_with_a_higher_number(name: str) -> None:
    again = to_ics(TIMELINE, stamp=LATER, reminders=True, previous=EDITS[name])
    assert again != GOOD
    mended, good = event_of(again, FIRST_UID), event_of(GOOD, FIRST_UID)
    assert "SEQUENCE:1\r\n" in mended
    assert "DTSTAMP:20260520T093015Z" in mended
    assert "CREATED:20260420T093015Z" in mended
    about = r"(SEQUENCE|DTSTAMP|LAST-MODIFIED):.*\r\n"
    assert re.sub(about, "", mended) == re.sub(about, "", good)
    for uid in read_calendar(GOOD).events.keys() - {FIRST_UID}:
        assert (
            event_of(again, uid).split("END:VEVENT")[0]
            == event_of(GOOD, uid).split("END:VEVENT")[0]
        )


def test_a_number_that_a_client_raised_is_kept_and_raised_from_there() -> None:
    raised = edited("SEQUENCE:0", "SEQUENCE:41")
    assert to_ics(TIMELINE, stamp=LATER, reminders=True, previous=raised) == raised
    moved = plan(TIMELINE.pathway, start=START + dt.timedelta(days=7), own_dates=[OWN])
    data = to_ics(moved, stamp=LATER, reminders=True, previous=raised)
    assert "SEQUENCE:42\r\n" in event_of(data, FIRST_UID)
    assert data.count(b"SEQUENCE:1\r\n") == data.count(b"BEGIN:VEVENT") - 2  # all but the own date


def test_a_time_that_a_client_rewrote_alone_is_no_change() -> None:
    rewritten = edited("DTSTAMP:20260420T093015Z", "DTSTAMP:20260421T000000Z")
    assert to_ics(TIMELINE, stamp=LATER, reminders=True, previous=rewritten) == rewritten


def test_events_that_were_lost_come_back_as_they_were_first_made() -> None:
    lost = re.sub(rb"BEGIN:VEVENT\r\nUID:" + FIRST_UID.encode() + rb".*?END:VEVENT\r\n", b"", GOOD,
                  count=1, flags=re.DOTALL)  # fmt: skip
    assert lost.count(b"BEGIN:VEVENT") == GOOD.count(b"BEGIN:VEVENT") - 1
    assert to_ics(TIMELINE, stamp=STAMP, reminders=True, previous=lost) == GOOD


def test_a_doubled_event_counts_once_with_its_higher_number() -> None:
    block = re.search(r"BEGIN:VEVENT.*?END:VEVENT\r\n", GOOD.decode(), re.DOTALL)
    assert block
    newer = block[0].replace("SEQUENCE:0", "SEQUENCE:7").replace("Booked start", "Mine")
    for doubled in (newer + block[0], block[0] + newer):
        data = to_ics(TIMELINE, stamp=LATER, previous=edited(block[0], doubled), reminders=True)
        assert data.count(b"BEGIN:VEVENT") == GOOD.count(b"BEGIN:VEVENT")
        assert "SEQUENCE:8\r\n" in event_of(data, FIRST_UID)


# ---- what is refused ---------------------------------------------------------------------------


def test_the_limits_of_a_file_are_the_last_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    breaks = GOOD.count(b"\n") + GOOD.count(b"\r")
    limits = (("MAX_BYTES", len(GOOD)), ("MAX_LINES", breaks // 2))
    for name, most in (*limits, ("MAX_EVENTS", GOOD.count(b"BEGIN:VEVENT"))):
        with monkeypatch.context() as changed:
            changed.setattr(f"journey.calendar.published.{name}", most)
            assert read_calendar(GOOD).events
            changed.setattr(f"journey.calendar.published.{name}", most - 1)
            with pytest.raises(CalendarError, match=r"is larger than|has more than"):
                read_calendar(GOOD)


@pytest.mark.parametrize(
    "nested",
    ["VALARM", "STANDARD", "DAYLIGHT", "VCALENDAR", "VTIMEZONE VALARM", "VTIMEZONE VTIMEZONE",
     "VEVENT STANDARD", "VEVENT VALARM VALARM", "VTIMEZONE STANDARD DAYLIGHT"],
)  # fmt: skip
def test_a_part_stands_only_where_such_a_part_may(nested: str) -> None:
    parts = nested.split()
    lines = [f"BEGIN:{part}" for part in parts] + [f"END:{part}" for part in reversed(parts)]
    data = edited("END:VCALENDAR", "\r\n".join([*lines, "END:VCALENDAR"]))
    with pytest.raises(CalendarError, match=r"did not write"):
        read_calendar(data)
    zone = "BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    assert read_calendar(edited("END:VCALENDAR", f"{zone}END:VCALENDAR")).events


REFUSED = {
    "nothing": (b"", "is not a calendar that journey wrote"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(1000), "is not a calendar that journey wrote"),
    "someone else's": (GOOD.replace(PRODID.encode(), b"-//x//y//EN"), "is not a calendar that"),
    "another journey's": (to_ics(TIMELINE, stamp=STAMP, journey_id="x"), "is another journey's"),
    "another's, without its name": (
        re.sub(rb"X-WR-RELCALID.*?\r\n", b"", to_ics(TIMELINE, stamp=STAMP, journey_id="x")),
        "is another journey's",
    ),
    "cut off in an event": (GOOD[: len(GOOD) // 2], "cut off|says nothing"),
    "cut off after an event": (GOOD.removesuffix(b"END:VCALENDAR\r\n"), "is cut off"),
    "cut off in a character": (
        edited("SUMMARY:B", "SUMMARY:é").replace("é".encode(), b"\xc3"),
        "is not UTF-8",
    ),
    "50 MB": (GOOD + b" " * 50_000_000, r"is larger than 20,000,000 bytes"),
    "a million lines": (GOOD[:200] + b"\n" * 3_000_000, "has more than 1,000,000 lines"),
    "two calendars": (GOOD + GOOD, "goes on after its end"),
    "events in events": (
        GOOD.replace(b"SUMMARY:", b"BEGIN:VEVENT\r\nSUMMARY:"),
        r"did not write \(VEVENT\)",
    ),
    "nested without end": (
        GOOD[:200].rsplit(b"\r\n", 1)[0] + b"\r\nBEGIN:VCALENDAR" * 50_000,
        "did not write",
    ),
    "a task": (
        edited("END:VCALENDAR", "BEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\nEND:VCALENDAR"),
        r"did not write \(VTODO\)",
    ),
    "ends out of order": (
        edited("END:VALARM\r\nEND:VEVENT", "END:VEVENT\r\nEND:VALARM"),
        "closes nothing",
    ),
    "an end too many": (edited("END:VEVENT", "END:VEVENT\r\nEND:VEVENT"), "closes nothing"),
    "an event of the person's": (
        edited("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:d@x\r\nEND:VEVENT\r\nEND:VCALENDAR"),
        r'an event that journey did not write \("d@x"\)',
    ),
    "an event without a uid": (
        edited(f"UID:{FIRST_UID}\r\n", ""),
        "an event that journey did not write",
    ),
    "folded nonsense": (edited("SUMMARY:", "\r\n \r\n ;;;\r\n SUMMARY"), "says nothing"),
    "a line without a name": (edited("SUMMARY:", "SUMMARY\r\n"), "says nothing"),
    "a number that is none": (
        edited("SEQUENCE:0", "SEQUENCE:x"),
        "a SEQUENCE that cannot be raised",
    ),
    "a number below nothing": (edited("SEQUENCE:0", "SEQUENCE:-1"), "cannot be raised"),
    "a number beyond raising": (edited("SEQUENCE:0", "SEQUENCE:2147483647"), "cannot be raised"),
    "a number of digits": (edited("SEQUENCE:0", "SEQUENCE:" + "9" * 9000), "cannot be raised"),
    "many events": (
        b"BEGIN:VCALENDAR\r\nPRODID:" + PRODID.encode() + b"\r\n"
        + b"BEGIN:VEVENT\r\nUID:%s\r\nEND:VEVENT\r\n" % FIRST_UID.encode() * 20_001
        + b"END:VCALENDAR\r\n",
        "has more than 20,000 events",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_calendar_of_this_journey_is_refused_in_one_line(name: str) -> None:
    data, reason = REFUSED[name]
    began = time.process_time()
    with pytest.raises(CalendarError, match=rf"^the previous calendar .*({reason})") as refusal:
        to_ics(TIMELINE, stamp=LATER, previous=data)
    assert time.process_time() - began < 3
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith("name another file, or move that one away")
    assert len(str(refusal.value)) < 400


def test_an_event_to_cancel_needs_a_date_that_can_be_read() -> None:
    for value in (":tomorrow", ";VALUE=DATE:20261399", ";VALUE=PERIOD:x/y", ";X:", ":99991231"):
        line = rf"DTSTART{value}"
        data = re.sub(r"DTSTART;VALUE=DATE:\d+", line, GOOD.decode(), count=1).encode()
        with pytest.raises(CalendarError, match=f"{FIRST_UID} has no date that can be read"):
            remove_everything(re.sub(rb"DTEND[^\r]*\r\n", b"", data, count=1), stamp=LATER)


LARGEST = 4_000
"""Events that fit into a file of the largest size."""


def test_the_largest_file_takes_seconds_and_not_minutes() -> None:
    block = "BEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:0\r\nDTSTART;VALUE=DATE:20260302\r\n" + (
        f"DTEND;VALUE=DATE:20260303\r\nSUMMARY:{'a' * 60}\r\n"
        f"DESCRIPTION:{'b' * 60}\r\nEND:VEVENT\r\n"
    )
    blocks = (block.format(uid=f"{n:08x}-0000-5000-8000-000000000000") for n in range(LARGEST))
    end = b"END:VCALENDAR\r\n"
    data = GOOD.removesuffix(end) + "".join(blocks).encode() + end
    began = time.process_time()
    issued = to_ics(TIMELINE, stamp=LATER, previous=data, reminders=True)
    assert time.process_time() - began < 15
    assert issued.count(b"STATUS:CANCELLED") == LARGEST


@FEW
@given(st.data())
def test_a_file_with_bytes_lost_or_changed_is_sound_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    span = data.draw(st.integers(0, 400))
    put = data.draw(st.one_of(st.binary(max_size=30), st.sampled_from([
        b"\r\n", b"\r\n ", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"\x00", b'"', b":", b"\\", b";",
    ])))  # fmt: skip
    broken = GOOD[:at] + put + GOOD[at + span :]
    try:
        issued = to_ics(TIMELINE, stamp=LATER, reminders=True, previous=broken)
    except CalendarError:
        return
    living = read_calendar(issued).events
    for uid, event in read_calendar(GOOD).events.items():
        assert living[uid].lines == event.lines
    assert to_ics(TIMELINE, stamp=LATER, reminders=True, previous=issued) == issued


# ---- telling what changed ----------------------------------------------------------------------


def test_changes_are_counted_by_what_became_of_each_event() -> None:
    everything = GOOD.count(b"BEGIN:VEVENT")
    assert tally(None, GOOD) == Tally(new=everything)
    assert tally(GOOD, GOOD) == Tally(same=everything)
    gone = remove_everything(GOOD, stamp=LATER)
    assert tally(GOOD, gone) == Tally(cancelled=everything)
    assert tally(gone, gone) == Tally()
    back = to_ics(TIMELINE, stamp=LATER, reminders=True, previous=gone)
    assert tally(gone, back) == Tally(new=everything)
    moved = plan(TIMELINE.pathway, start=START, own_dates=[
        OwnDate(OWN.label, OWN.start, OWN.end + dt.timedelta(days=1)),
    ])  # fmt: skip
    found = tally(GOOD, to_ics(moved, stamp=LATER, reminders=True, previous=GOOD))
    assert found == Tally(moved=1, same=everything - 1)
    worded = to_ics(TIMELINE, stamp=LATER, reminders=True, previous=EDITS["words"])
    assert tally(GOOD, worded) == Tally(reworded=1, same=everything - 1)


@FEW
@given(busy_timelines(), busy_timelines())
def test_the_counts_add_up(before: Timeline, after: Timeline) -> None:
    first = to_ics(before, stamp=STAMP)
    second = to_ics(after, stamp=LATER, previous=first)
    found = tally(first, second)
    cancelled = second.count(b"\r\nSTATUS:CANCELLED\r\n")
    living = second.count(b"\r\nBEGIN:VEVENT\r\n") - cancelled
    assert found.moved + found.reworded + found.new + found.same == living
    assert found.cancelled == cancelled


# ---- knowing our own files ---------------------------------------------------------------------


def test_our_file_is_known_as_ours_by_its_first_bytes_and_with_any_line_ends() -> None:
    assert is_ours(GOOD[:100])
    assert is_ours(GOOD[:100].replace(b"\r\n", b"\n"))


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
