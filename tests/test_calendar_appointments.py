"""Reading a calendar that others made: what it says is kept, and nothing else is made of it."""

from __future__ import annotations

import datetime as dt
import time
from unittest.mock import patch

import icalendar
import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import FEW, HOSTILE

from journey.calendar.appointments import AHEAD, MAX_BYTES, read_appointments
from journey.errors import CalendarError
from journey.journeys.file import OwnDay
from journey.values import text_problem

ON = dt.date(2026, 11, 25)


def calendar(*events: list[str], head: tuple[str, ...] = ()) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hospital//EN", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events: list[str], head: tuple[str, ...] = ()) -> list[OwnDay]:
    return list(read_appointments(calendar(*events, head=head), name="ward.ics", on=ON).dates)


def one(*lines: str, head: tuple[str, ...] = ()) -> OwnDay:
    [own] = read(["UID:1", "SUMMARY:Clinic", *lines], head=head)
    return own


# ---- days, times, names ------------------------------------------------------------------------

LONDON = "DTSTART;TZID=Europe/London:20270702T143000"


@pytest.mark.parametrize(
    ("lines", "head", "first", "last", "at"),
    [
        ([LONDON], (), "2027-07-02", None, "14:30 Europe/London"),
        ([LONDON.replace("Europe/London", "GMT Standard Time")], (), "2027-07-02", None,
         "14:30 Europe/London"),  # what Windows calls it, in summer too
        ([LONDON.replace("Europe/London", '"/x.org/Europe/London"')], (), "2027-07-02", None,
         "14:30 Europe/London"),
        ([LONDON.replace("Europe/London", "Ward clock")], (), "2027-07-02", None,
         "14:30 Ward clock"),
        (["DTSTART:20270702T143000"], (), "2027-07-02", None, "14:30"),
        (["DTSTART:20270702T233000Z"], (), "2027-07-02", None, "23:30 UTC"),
        (["DTSTART:20270702T023000Z"], ("X-WR-TIMEZONE:America/New_York",), "2027-07-01", None,
         "22:30 America/New_York"),
        (["DTSTART;VALUE=DATE:20270702"], (), "2027-07-02", None, None),
        (["DTSTART;VALUE=DATE:20270702", "DTEND;VALUE=DATE:20270705"], (), "2027-07-02",
         "2027-07-04", None),
        ([LONDON, "DTEND;TZID=Europe/London:20270703T000000"], (), "2027-07-02", None,
         "14:30 Europe/London"),
        ([LONDON, "DTEND:20270703T090000Z"], (), "2027-07-02", "2027-07-03",
         "14:30 Europe/London"),
        ([LONDON, "DTEND;TZID=Europe/London:20270601T000000"], (), "2027-07-02", None,
         "14:30 Europe/London"),
        (["DTSTART;VALUE=DATE:20270702", "DURATION:P2D"], (), "2027-07-02", "2027-07-03", None),
        ([LONDON, "DURATION:PT30M"], (), "2027-07-02", None, "14:30 Europe/London"),
        ([LONDON, "DURATION:P1W"], (), "2027-07-02", "2027-07-09", "14:30 Europe/London"),
    ],
)  # fmt: skip
def test_an_appointment_has_the_day_and_the_wall_clock_time_that_its_calendar_gives(
    lines: list[str], head: tuple[str, ...], first: str, last: str | None, at: str | None
) -> None:
    own = one(*lines, head=head)
    assert (str(own.date), own.until and str(own.until), own.at) == (first, last, at)
    assert (own.label, own.id, own.imported_from) == ("Clinic", "ics:1", "ward.ics")


@FEW
@given(st.sampled_from(HOSTILE) | st.text(max_size=300))
def test_whatever_a_name_holds_is_one_line_that_turns_nothing(text: str) -> None:
    event = icalendar.Event({"uid": "1", "dtstart": dt.date(2027, 1, 4)})
    event.add("summary", text.replace("\r", ""))
    data = calendar().replace(b"END:VCALENDAR", event.to_ical() + b"END:VCALENDAR")
    try:
        [own] = read_appointments(data, name="ward.ics", on=ON).dates
    except CalendarError:
        return
    assert text_problem(own.label) is None
    assert not set(own.label) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_folded_lines_alarms_zones_and_what_is_not_read_do_no_harm() -> None:
    data = calendar(
        ["UID:1", "SUMMARY:Cli\r\n nic", "DTSTART;VALUE=DATE:2027\r\n\t0104", "DESCRIPTION:a",
         "broken line", "X-A;;=:;", "BEGIN:VALARM", "SUMMARY:Alarm", "END:VALARM"],
        head=("BEGIN:VTIMEZONE", "TZID:X", "DTSTART:16010101T000000", "END:VTIMEZONE"),
    )  # fmt: skip
    for form in (data, data.replace(b"\r\n", b"\n"), b"\xef\xbb\xbf" + data):
        [own] = read_appointments(form, name="ward.ics", on=ON).dates
        assert (own.label, str(own.date)) == ("Clinic", "2027-01-04")


def test_of_two_with_one_uid_the_newer_stands_and_one_without_is_known_by_what_it_says() -> None:
    newer = ["UID:1", "SUMMARY:New", "SEQUENCE:2", "DTSTART;VALUE=DATE:20270105"]
    older = ["UID:1", "SUMMARY:Old", "SEQUENCE:1", "DTSTART;VALUE=DATE:20270104"]
    assert [own.label for own in read(newer, older)] == ["New"]
    nameless = ["SUMMARY:A", "DTSTART;VALUE=DATE:20270104"]
    [a, b] = read(nameless, ["SUMMARY:B", "DTSTART;VALUE=DATE:20270104"])
    assert a.id != b.id
    assert a == read(nameless)[0]


def test_what_is_called_off_is_taken_off() -> None:
    event = ["UID:1", "SUMMARY:Clinic", "DTSTART;VALUE=DATE:20270104"]
    assert not one(*event[2:]).taken_off
    assert one(*event[2:], "STATUS:CANCELLED").taken_off
    found = read_appointments(calendar(event, head=("METHOD:CANCEL",)), name="a", on=ON)
    assert (found.dates[0].taken_off, found.is_whole) == (True, False)
    assert read_appointments(calendar(event, head=("METHOD:PUBLISH",)), name="a", on=ON).is_whole


# ---- what repeats ------------------------------------------------------------------------------

PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 40),
        "COUNT": st.integers(1, 60),
        "BYDAY": st.sampled_from(["MO", "TU,TH", "FR", "1MO", "-1FR,2TU", "MO,TU,WE,TH,FR"]),
        "BYMONTH": st.sampled_from(["2", "6,12"]),
        "BYMONTHDAY": st.sampled_from(["1", "31", "-1"]),
        "BYSETPOS": st.sampled_from(["1", "-1", "2,3"]),
        "WKST": st.sampled_from(["MO", "SU"]),
    },
)


@FEW
@given(PARTS, st.integers(-300, 300))
def test_what_repeats_has_the_days_that_a_second_reader_finds(
    parts: dict[str, object], shift: int
) -> None:
    # A week of the year, and a place among no days that are named, are not followed.
    numbered = any(c.isdigit() for c in str(parts.get("BYDAY", "")))
    of_months = parts["FREQ"] == "MONTHLY" or (parts["FREQ"] == "YEARLY" and "BYMONTH" in parts)
    assume(of_months or not numbered)
    assume("BYSETPOS" not in parts or "BYDAY" in parts or "BYMONTHDAY" in parts)
    rule = ";".join(f"{key}={value}" for key, value in parts.items())
    start = dt.datetime(2026, 11, 25, 9, 30) + dt.timedelta(days=shift)  # noqa: DTZ001
    end = dt.datetime.combine(ON + AHEAD, dt.time.max)
    wanted = {start.date()}
    with patch("datetime.MAXYEAR", end.year):  # to which it looks for a day that there is not
        wanted |= {turn.date() for turn in rrulestr(rule, dtstart=start) if turn <= end}
    wanted = {day for day in wanted if day >= ON}
    event = ["UID:1", "SUMMARY:A", f"DTSTART:{start:%Y%m%dT%H%M%S}", f"RRULE:{rule}"]
    found = read(event)
    assert {own.date for own in found} == wanted
    assert len({own.id for own in found}) == len(wanted)


def test_a_turn_is_moved_left_out_or_added_where_its_calendar_says_so() -> None:
    weekly = ["UID:1", "SUMMARY:Weekly", "DTSTART;TZID=Europe/London:20270601T090000",
              "RRULE:FREQ=WEEKLY;UNTIL=20270622T080000Z",  # nine o'clock there
              "EXDATE;TZID=Europe/London:20270608T090000", "RDATE;VALUE=DATE:20270604"]  # fmt: skip
    moved = ["UID:1", "SUMMARY:Moved", "RECURRENCE-ID:20270615T080000Z",
             "DTSTART;TZID=Europe/London:20270617T100000"]  # fmt: skip
    found = sorted(read(moved, weekly), key=lambda own: own.date)
    assert [(f"{own.date:%d.%m}", own.label) for own in found] == [
        ("01.06", "Weekly"), ("04.06", "Weekly"), ("17.06", "Moved"), ("22.06", "Weekly"),
    ]  # fmt: skip
    assert found[2].id == "ics:1 2027-06-15"
    assert found[2].at == "10:00 Europe/London"


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1,2", "FREQ=X",
             "", "COUNT=3", "FREQ=DAILY;COUNT=x",
             "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYSETPOS=" + "1," * 200],
)  # fmt: skip
def test_what_repeats_in_no_way_that_is_followed_is_taken_once_and_told(rule: str) -> None:
    event = ["UID:1", "SUMMARY:A", "DTSTART;VALUE=DATE:20270104", f"RRULE:{rule}"]
    found = read_appointments(calendar(event), name="ward.ics", on=ON)
    assert [str(own.date) for own in found.dates] == ["2027-01-04"]
    assert "repeats in a way that is not followed" in found.notes[0]


def test_no_rule_keeps_the_reader_busy() -> None:
    never = [
        [f"UID:{n}", "DTSTART:19900101T000000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"]
        for n in range(10)
    ]
    begun = time.process_time()
    assert read(*never) == []
    assert time.process_time() - begun < 5  # dateutil takes 7 seconds for each of them
    assert read(["UID:1", "DTSTART:19000101T000000", "RRULE:FREQ=DAILY"]) == []


# ---- what is refused ---------------------------------------------------------------------------

BAD: list[tuple[bytes, str]] = [
    (b"", "is not a calendar; name a file that ends in .ics"),
    (b"hello", "is not a calendar"),
    (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "is not a calendar"),
    (b"\xff\xfe\x00", "is not UTF-8 text"),
    (b"x" * (MAX_BYTES + 1), "is larger than 5,000,000 bytes; save a shorter time of it"),
    (calendar(), "has no appointment in it"),
    (calendar(["UID:1", "DTSTART:20270104"])[:-16], "is cut off: it has no END:VCALENDAR"),
    (b"BEGIN:VCALENDAR\nEND:VEVENT\n", 'line 2: "END:VEVENT" closes nothing'),
    (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 99, "line 9: is nested too deeply"),
    (calendar(["UID:1", "DTSTART:soon"]), 'line 6: DTSTART "soon" is no day between 1900 and 2200'),
    (calendar(["UID:1", "DTSTART:20270230"]), 'DTSTART "20270230" is no day'),
    (calendar(["UID:1", "DTSTART:99990101"]), 'DTSTART "99990101" is no day'),
    (calendar(["UID:1", "DTSTART"]), 'line 6: "DTSTART" cannot be read; ask for the file again'),
    (calendar(["UID:1"]), "line 4: an appointment has no DTSTART; ask for the file again"),
    (calendar(["UID:1", "DTSTART:20270104", "RDATE:x"]), 'RDATE "x" is no day that can be read'),
    (calendar(["UID:1", "DTSTART:22001230", "DURATION:P90D"]), "line 4: runs past 2200"),
    (calendar(head=("PRODID:-//journey//journey//EN",)), "is a calendar that journey wrote"),
    (calendar(*[[f"UID:{n}", "DTSTART:20270104"] for n in range(1001)]), "has 1,001 appointments"),
    (calendar(*[[f"UID:{n}", "DTSTART:20270104", "RRULE:FREQ=YEARLY"] for n in range(101)]),
     "has more than 100 appointments that repeat"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "problem"), BAD)
def test_what_is_no_calendar_or_a_broken_one_is_told_with_its_mend(
    data: bytes, problem: str
) -> None:
    with pytest.raises(CalendarError) as caught:
        read_appointments(data, name="ward.ics", on=ON)
    lines = str(caught.value).split("\n")
    assert any(problem in line for line in lines)
    assert all(line.startswith("ward.ics: ") and line.isprintable() for line in lines)
    assert len(lines) <= 21
