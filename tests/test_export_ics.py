"""The calendar file: what is read back is what was meant, and nothing of ours breaks a client."""

from __future__ import annotations

import datetime as dt
import inspect
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib import resources
from typing import Any

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
    busy_timelines,
    full_pathway,
    hostile_pathways,
    names,
    pathway_of,
)

from journey.calendar.events import GROUPS, calendar_name, events
from journey.calendar.feed import FILE_NAME
from journey.calendar.identity import plan_uuid, uid
from journey.errors import CalendarError
from journey.export.ics import COLOURS, Options, remove_everything, to_icalendar, to_ics
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.planning.closed_days import ClosedDays
from journey.planning.timeline import OwnDate, Timeline, plan

STAMP = dt.datetime(2026, 4, 20, 9, 30, 15, tzinfo=dt.UTC)
START = dt.date(2026, 3, 2)
PLAN = plan_uuid("invented", START, [])
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
        "X-WR-RELCALID": uid(PLAN, "calendar:invented"),
        "X-JOURNEY-PLAN": PLAN,
    }


def test_an_event_has_the_properties_that_clients_need_and_no_more() -> None:
    _, (phase, finish) = read(to_ics(named("P"), stamp=STAMP, journey_id="mine"))
    assert {name: phase[name] for name in phase if name != "DESCRIPTION"} == {
        "UID": uid("mine", "phase:p"),
        "SEQUENCE": "0",
        "DTSTAMP": "20260420T093015Z",
        "CREATED": "20260420T093015Z",
        "LAST-MODIFIED": "20260420T093015Z",
        "DTSTART;VALUE=DATE": "20260302",
        "DTEND;VALUE=DATE": "20260303",
        "SUMMARY": "Booked start: P",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS": "FREE",
        "CLASS": "PRIVATE",
        "CATEGORIES": "Treatment guide",
    }
    assert finish.keys() == phase.keys() | {"RELATED-TO"}
    assert finish["RELATED-TO"] == phase["UID"]
    assert finish["STATUS"] == "TENTATIVE"


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


def test_an_edition_is_a_number_that_can_be_raised() -> None:
    for edition in (-1, 2**31 - 1):
        with pytest.raises(CalendarError, match=f"edition {edition} is not between 0 and"):
            to_ics(named("P"), stamp=STAMP, edition=edition)


CONTROLS = "\x07\x0b\t\x85\u2028\u2029\ufeff\ud800\r\x00\uffff"


@pytest.mark.parametrize("bad", CONTROLS)
def test_what_no_calendar_can_hold_is_refused_by_its_code(bad: str) -> None:
    # No value that is made rightly holds these; one that was forced to is not written out either.
    closed = ClosedDays(days={START: "painters"})
    days = {START + dt.timedelta(days=n): f"painters{bad}here" for n in range(30)}
    object.__setattr__(closed, "days", days)
    timeline = plan(VISITS, start=START, closed=closed)
    with pytest.raises(CalendarError, match=rf"control character U\+{ord(bad):04X}; take it out"):
        to_ics(timeline, stamp=STAMP)


def test_a_discreet_calendar_is_not_made_open_without_a_word() -> None:
    shut = to_ics(named("P"), stamp=STAMP, journey_id="x", discreet=True)
    with pytest.raises(CalendarError, match=r"is discreet.*give --discreet, or name another file"):
        to_ics(named("P"), stamp=STAMP, journey_id="x", previous=shut)
    again = to_ics(named("P"), stamp=STAMP, journey_id="x", previous=shut, discreet=True)
    assert again == shut


def test_a_discreet_calendar_of_no_journey_is_refused_since_its_pathway_could_be_tried() -> None:
    with pytest.raises(CalendarError, match=r"needs a journey file.*begin one with: journey new"):
        to_ics(named("P"), stamp=STAMP, discreet=True)
    # Its own id is in no byte, and no uid is one that the bundled pathways' ids lead to.
    data = to_ics(named("P"), stamp=STAMP, journey_id="5f1c9f0e", discreet=True)
    assert b"5f1c9f0e" not in data
    assert b"X-JOURNEY-PLAN" not in data


def test_two_plans_of_one_pathway_share_no_uid_and_a_corrected_start_moves_events() -> None:
    phase = {"id": "p", "name": "P", "duration": WEEKS, "cites": CITES}
    pathway = pathway_of([phase])
    one, other = (
        to_ics(plan(pathway, start=START + n * dt.timedelta(days=7)), stamp=STAMP) for n in (0, 2)
    )
    assert not by_uid(one).keys() & by_uid(other).keys()
    moved = to_ics(
        plan(pathway, start=START + dt.timedelta(days=14)), stamp=LATER, previous=one
    )  # written over the first file: it goes on with its id
    assert by_uid(moved).keys() == by_uid(one).keys()
    assert {entry["SEQUENCE"] for entry in by_uid(moved).values()} == {"1"}
    again = to_ics(plan(pathway, start=START), stamp=LATER, previous=moved)
    assert by_uid(again).keys() == by_uid(one).keys()
    with pytest.raises(CalendarError, match="is another journey's"):
        to_ics(named("P", id="other"), stamp=LATER, previous=one)
    with pytest.raises(CalendarError, match="is another journey's"):
        to_ics(plan(pathway, start=START), stamp=LATER, journey_id="x", previous=one)


def test_a_filter_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(CalendarError, match="nothing of what was asked for has a date"):
        to_ics(named("P"), stamp=STAMP, only=["own-dates"])


def test_a_forgotten_start_does_not_cancel_a_calendar() -> None:
    before = to_ics(named("P"), stamp=STAMP)
    undated = plan(named("P").pathway)
    with pytest.raises(CalendarError, match="give a start date"):
        to_ics(undated, stamp=STAMP, previous=before)


# ---- re-issue ----------------------------------------------------------------------------------

LATER = STAMP + dt.timedelta(days=30)
VISITS = pathway_of(
    [
        {
            "id": "p", "name": "P", "duration": WEEKS, "cites": CITES,
            "cycle": {"length": 1, "unit": "weeks"},
            "activities": [
                {"id": "v", "name": "A visit", "kind": "visit", "days": [2]},
                {"id": "t", "name": "A test", "kind": "test", "at": "end", "of": "cycle",
                 "window": {"before": 1, "after": 2}},
            ],
        },
    ],
    decision_points=[{"id": "d", "name": "After P", "after": "p", "cites": CITES}],
)  # fmt: skip
VISITS_AND_REST = pathway_of(
    [
        VISITS.phases[0].model_dump(mode="json", by_alias=True, exclude_none=True),
        {"id": "q", "name": "Q", "duration": WEEKS, "cites": CITES},
    ]
)
OWN = OwnDate("A wedding", START, START + dt.timedelta(days=2))
ABOUT = ("SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED")


def by_uid(data: bytes) -> dict[str, Entry]:
    return {entry["UID"]: entry for entry in alarms_apart(data)}


def alarms_apart(data: bytes) -> list[Entry]:
    """The events without their reminders."""
    lines = data.decode().split("\r\n")
    kept, is_alarm = [], False
    for line in lines:
        is_alarm = is_alarm or line == "BEGIN:VALARM"
        if not is_alarm:
            kept.append(line)
        is_alarm = is_alarm and line != "END:VALARM"
    return read("\r\n".join(kept).encode())[1]


def first_name(data: bytes) -> str:
    """The calendar's name, as written."""
    return data.decode().replace("\r\n ", "").split("\r\nNAME:")[1].split("\r\n")[0]


def says(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if name not in ABOUT}


options = st.fixed_dictionaries(
    {
        "journey_id": st.just("x"), "discreet": st.booleans(),
        "reminders": st.sampled_from([False, True, "all"]), "colours": st.booleans(),
        "edition": st.integers(0, 9),
        "without": st.lists(st.sampled_from(GROUPS[1:]), unique=True, max_size=3),
    }
)  # fmt: skip


@FEW
@given(busy_timelines(), options, st.integers(0, 9))
def test_an_unchanged_journey_gives_an_unchanged_file(
    timeline: Timeline, chosen: Any, edition: int
) -> None:
    first = to_ics(timeline, stamp=STAMP, **chosen)
    assert bytes_lint(first) == []
    assert to_ics(timeline, stamp=STAMP, **chosen) == first
    again = {**chosen, "edition": edition}
    assert to_ics(timeline, stamp=LATER, previous=first, **again) == first


@FEW
@given(busy_timelines(), busy_timelines(), options, options)
def test_a_re_issue_keeps_what_is_quiet_raises_what_changed_and_cancels_what_is_gone(
    before: Timeline, after: Timeline, old_options: Any, new_options: Any
) -> None:
    new_options["discreet"] |= old_options["discreet"]  # the other way round is refused
    first = to_ics(before, stamp=STAMP, **old_options)
    second = to_ics(after, stamp=LATER, previous=first, **new_options)
    fresh = to_ics(after, stamp=LATER, **new_options)
    assert bytes_lint(second) == []
    old, new, alone = by_uid(first), by_uid(second), by_uid(fresh)
    assert list(new) == [*alone, *(key for key in old if key not in alone)]
    is_same_alarm = old_options["reminders"] == new_options["reminders"]
    for key, entry in new.items():
        raised = (
            str(max(new_options["edition"], int(old[key]["SEQUENCE"]) + 1)) if key in old else ""
        )
        if key not in alone:
            assert entry["STATUS"] == "CANCELLED"
            assert entry["SUMMARY"].startswith("Cancelled: ")
            assert entry["SEQUENCE"] == raised
            for name in ("DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "CREATED"):
                assert entry[name] == old[key][name]
            continue
        assert says(entry) == says(alone[key])
        if key not in old:
            assert entry == alone[key]
        elif says(old[key]) != says(entry):
            assert entry["SEQUENCE"] == raised
            assert entry["CREATED"] == "20260420T093015Z"
            assert entry["DTSTAMP"] == entry["LAST-MODIFIED"] == "20260520T093015Z"
        elif is_same_alarm:
            assert entry == old[key]
    # Nothing more to say: it is quiet from then on, and the same input gives the same bytes.
    assert to_ics(after, stamp=LATER, previous=first, **new_options) == second
    assert to_ics(after, stamp=STAMP, previous=second, **new_options) == second


def test_a_step_that_returns_revives_its_uid() -> None:
    both = plan(VISITS, start=START, own_dates=[OWN])
    first = to_ics(both, stamp=STAMP)
    second = to_ics(plan(VISITS, start=START), stamp=LATER, previous=first)
    third = to_ics(both, stamp=LATER, previous=second)
    key = uid(PLAN, "own:a wedding")
    states = [by_uid(data)[key] for data in (first, second, third)]
    assert [state["SEQUENCE"] for state in states] == ["0", "1", "2"]
    assert [state["STATUS"] for state in states] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert states[1]["SUMMARY"] == "Cancelled: A wedding"
    assert states[1]["DESCRIPTION"] == ("A rough guide, not a booking. Ask your team.")
    assert says(states[2]) == says(states[0])


def test_without_a_file_of_before_the_edition_is_the_number() -> None:
    assert {e["SEQUENCE"] for e in read(to_ics(named("P"), stamp=STAMP, edition=7))[1]} == {"7"}


def test_a_longer_last_block_moves_no_other_activity() -> None:
    shorter = plan(VISITS, start=START, known={"finish": START + dt.timedelta(days=17)})
    longer = plan(VISITS, start=START, known={"finish": START + dt.timedelta(days=21)})
    first = by_uid(to_ics(shorter, stamp=STAMP, only=["tests", "visits"]))
    second = by_uid(to_ics(longer, stamp=STAMP, only=["tests", "visits"]))
    assert first.keys() == second.keys()
    moved = [
        uid for uid, e in first.items()
        if e["DTSTART;VALUE=DATE"] != second[uid]["DTSTART;VALUE=DATE"]
    ]  # fmt: skip
    assert moved == [uid(PLAN, "activity:p:t:3:end")]


@FEW
@given(busy_timelines(), options)
def test_remove_everything_cancels_every_event_and_stays_quiet(
    timeline: Timeline, chosen: Any
) -> None:
    first = to_ics(timeline, stamp=STAMP, **chosen)
    gone = remove_everything(first, stamp=LATER)
    assert bytes_lint(gone) == []
    entries = read(gone)[1]
    assert first_name(gone) == first_name(first)
    assert [entry["UID"] for entry in entries] == [e["UID"] for e in alarms_apart(first)]
    for entry, old in zip(entries, alarms_apart(first), strict=True):
        assert entry["STATUS"] == "CANCELLED"
        assert int(entry["SEQUENCE"]) == int(old["SEQUENCE"]) + 1
    assert remove_everything(gone, stamp=STAMP) == gone
    again = to_ics(timeline, stamp=LATER, previous=gone, **chosen)
    assert list(by_uid(again)) == list(by_uid(first))
    assert b"STATUS:CANCELLED\r\n" not in again.replace(b"\r\n ", b"") or "CANCELLED" in repr(
        timeline
    )


# ---- options -----------------------------------------------------------------------------------


def test_reminders_ring_for_what_is_booked_and_for_guesses_only_where_asked() -> None:
    known = {"q": START + dt.timedelta(days=30)}
    timeline = plan(VISITS_AND_REST, start=START, known=known, own_dates=[OWN])

    def reminded(data: bytes) -> set[str]:
        found = set()
        for block in data.decode().split("BEGIN:VEVENT\r\n")[1:]:
            title = re.search(r"SUMMARY:(.*)\r\n", block)
            assert title
            if "VALARM" in block:
                assert block.removesuffix("END:VCALENDAR\r\n").endswith(
                    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15H\r\n"
                    f"DESCRIPTION:{title[1]}\r\nEND:VALARM\r\nEND:VEVENT\r\n"
                )
                found.add(title[1])
        return found

    assert not reminded(to_ics(timeline, stamp=STAMP))
    data = to_ics(timeline, stamp=STAMP, reminders=True)
    assert reminded(data) == {"Booked: P", "Booked start: Q", "A wedding"}
    every = {event.title.replace(",", "\\,") for event in events(timeline)}
    assert reminded(to_ics(timeline, stamp=STAMP, reminders="all")) == every
    assert b"VALARM" not in remove_everything(data, stamp=LATER)


def test_colours_are_names_and_only_where_asked_for() -> None:
    timeline = plan(VISITS, start=START, own_dates=[OWN])
    assert b"COLOR" not in to_ics(timeline, stamp=STAMP)
    data = to_ics(timeline, stamp=STAMP, colours=True)
    assert bytes_lint(data) == []
    for entry, event in zip(read(data)[1], events(timeline), strict=True):
        assert entry["COLOR"] == COLOURS[event.kind]
    assert set(COLOURS) == {event.kind for event in events(timeline)}


def test_a_feed_says_how_often_to_look_again_and_a_file_does_not() -> None:
    feed = to_ics(named("P"), stamp=STAMP, is_feed=True)
    assert bytes_lint(feed) == []
    more = set(feed.split(b"\r\n")) - set(to_ics(named("P"), stamp=STAMP).split(b"\r\n"))
    assert more == {b"REFRESH-INTERVAL;VALUE=DURATION:P1D", b"X-PUBLISHED-TTL:P1D"}


def test_all_but_discreet_calendars_ask_to_be_private_unless_told_otherwise() -> None:
    def has_class(**options: Any) -> bool:
        return b"CLASS:PRIVATE" in to_ics(named("P"), stamp=STAMP, journey_id="x", **options)

    assert has_class()
    assert not has_class(is_private=False)
    assert not has_class(discreet=True)  # who shares it wants it seen
    assert has_class(discreet=True, is_private=True)


# ---- when an event changed ---------------------------------------------------------------------


def test_an_event_is_stamped_with_its_change_whatever_caused_it() -> None:
    day = dt.timedelta(days=1)
    recorded = STAMP + 2 * day
    first = to_ics(named("P"), stamp=STAMP + 5 * day, changed=recorded, journey_id="x")
    stamps = {entry["LAST-MODIFIED"] for entry in by_uid(first).values()}
    assert stamps == {"20260422T093015Z"}  # the record, and not when the file was made
    # The journey says the same; its pathway names a part otherwise: that is now.
    second = to_ics(
        named("Q"), stamp=STAMP + 9 * day, changed=recorded, journey_id="x", previous=first
    )
    entry = by_uid(second)[uid("x", "phase:p")]
    assert entry["LAST-MODIFIED"] == entry["DTSTAMP"] == "20260429T093015Z"
    assert entry["CREATED"] == "20260422T093015Z"
    # A record after that is the change again, and no clock that is behind turns a time back.
    for stamp, changed, expected in (
        (30 * day, 12 * day, "20260502T093015Z"), (-30 * day, 2 * day, "20260429T093015Z"),
    ):  # fmt: skip
        third = to_ics(
            named("R"), stamp=STAMP + stamp, changed=STAMP + changed, journey_id="x",
            previous=second,
        )  # fmt: skip
        assert by_uid(third)[uid("x", "phase:p")]["LAST-MODIFIED"] == expected


# ---- what is gone ------------------------------------------------------------------------------


def test_a_cancelled_event_goes_after_three_editions_and_is_called_by_its_name() -> None:
    def issued(n: int, previous: bytes | None) -> bytes:
        own = [OWN] if n == 0 else [OwnDate(f"Visit {n}", START, START + dt.timedelta(days=1), "v")]
        return to_ics(
            plan(named("P").pathway, start=START, own_dates=own), stamp=STAMP, previous=previous
        )

    key = uid(PLAN, "own:a wedding")
    editions = [issued(0, None)]
    for n in range(1, 6):
        editions.append(issued(n, editions[-1]))
        assert issued(n, editions[-1]) == editions[-1]  # the same again is no edition
    assert [key in by_uid(data) for data in editions] == [True, True, True, True, False, False]
    tombs = [by_uid(data)[key] for data in editions[1:4]]
    assert [tomb["SUMMARY"] for tomb in tombs] == ["Cancelled: A wedding"] * 3
    assert [tomb["SEQUENCE"] for tomb in tombs] == ["1"] * 3
    assert [tomb.get("X-JOURNEY-EDITIONS") for tomb in tombs] == [None, "2", "3"]
    assert {tomb["DTSTAMP"] for tomb in tombs} == {tombs[0]["DTSTAMP"]}
    assert b"Cancelled" not in to_ics(
        named("P"), stamp=STAMP, previous=editions[0], is_feed=True, only=["parts"]
    )


def test_a_cancelled_event_goes_after_ninety_days() -> None:
    first = to_ics(plan(named("P").pathway, start=START, own_dates=[OWN]), stamp=STAMP)
    second = to_ics(named("P"), stamp=STAMP, previous=first)
    for days, is_there in ((89, True), (90, False)):
        third = to_ics(named("P"), stamp=STAMP + dt.timedelta(days=days), previous=second)
        assert (b"Cancelled: A wedding" in third) == is_there
        assert (third == second) == is_there


@pytest.mark.parametrize(("title", "name"), [
    ("Booked: P", "P"), ("Booked start: P", "P"), ("Booked end: P", "P"), ("May be: P", "P"),
    ("P may start, between 5 and 9 March", "P"), ("May end: P, May, then: 2027", "P, May"),
    ("Cancelled: P", "P"), ("A wedding", "A wedding"),
])  # fmt: skip
def test_what_is_cancelled_is_called_by_its_name_alone(title: str, name: str) -> None:
    before = to_ics(named("P"), stamp=STAMP, only=["parts"])
    told = re.sub(rb"SUMMARY:.*\r\n", f"SUMMARY:{title.replace(',', chr(92) + ',')}\r\n".encode(),
                  before)  # fmt: skip
    assert f"SUMMARY:Cancelled: {name}".replace(",", "\\,").encode() in remove_everything(
        told, stamp=LATER
    )


# ---- how large it may be -----------------------------------------------------------------------


def test_what_is_too_large_to_be_read_again_is_refused_before_it_is_written() -> None:
    day = dt.timedelta(days=1)
    for count, is_fine in ((20_000, True), (20_001, False)):
        own = [OwnDate("x", START + n * day, START + (n + 1) * day, f"o{n}") for n in range(count)]
        timeline = plan(named("P").pathway, start=START, own_dates=own)
        if is_fine:
            data = to_ics(timeline, stamp=STAMP, only=["own-dates"])
            assert to_ics(timeline, stamp=STAMP, only=["own-dates"], previous=data) == data
            continue
        with pytest.raises(CalendarError, match=r"20,001 events, .* holds up to 20,000 events"):
            to_ics(timeline, stamp=STAMP, only=["own-dates"])


# ---- discreet ----------------------------------------------------------------------------------

KNOWLEDGE = resources.files("journey") / "knowledge"
NEUTRAL = {
    "about", "and", "between", "change", "day", "during", "for", "may", "not", "part", "published",
    "start", "your", "block", "first",
}  # fmt: skip
"""Words of the neutral sentences that names of the knowledge happen to use, too."""


def secret_words() -> set[str]:
    """Every word of a name in the knowledge: diseases, medicines, sources, pathways, parts."""
    names = {"id", "name", "condition", "title", "publisher", "short", "term", "forms",
             "also_called"}  # fmt: skip

    def leaves(node: Any) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict | list):
            for item in node.values() if isinstance(node, dict) else node:
                yield from leaves(item)

    def named_in(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                yield from leaves(value) if key in names else named_in(value)
        elif isinstance(node, list):
            for item in node:
                yield from named_in(item)

    files = [KNOWLEDGE / f"{name}.toml" for name in ("sources", "glossary", "team", "support")]
    files += (KNOWLEDGE / "pathways").iterdir()
    texts = (text for f in files for text in named_in(tomllib.loads(f.read_text("utf-8"))))
    return {word.lower() for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)} - NEUTRAL


SECRET = secret_words()


def told(data: bytes) -> set[str]:
    """Every word in the bytes, the names of properties and all."""
    text = data.decode().replace("\r\n ", "")
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)}


def test_the_secret_words_are_those_of_diseases_medicines_sources_and_parts() -> None:
    assert len(SECRET) > 250
    known = "leukaemia lymphoblastic induction maintenance macmillan cruk nhs cancer treatment"
    assert set(known.split()) <= SECRET
    assert {"transplant", "methotrexate"} <= SECRET
    assert told(to_ics(named("Induction"), stamp=STAMP)) & SECRET


@pytest.mark.parametrize("pathway_id", pathway_ids())
def test_a_discreet_calendar_tells_nobody_what_it_is_about(pathway_id: str) -> None:
    pathway = get_pathway(pathway_id)
    everything = vary(pathway, *[v.id for v in pathway.variations if v.replace][:1])
    known = {
        phase.id: START + dt.timedelta(days=400 * n) for n, phase in enumerate(everything.phases)
    }
    own = [OwnDate("Chemotherapy with Dr Macmillan", START, START + dt.timedelta(days=1))]
    for dates in ({}, known):
        open_one = plan(everything, start=START, known=dates, own_dates=own)
        shut = to_ics(
            open_one, stamp=STAMP, journey_id="x", discreet=True, colours=True, reminders=True
        )
        assert not told(shut) & SECRET
        # Nor in what stays of an open edition, nor when all of it is removed.
        before = to_ics(open_one, stamp=STAMP, journey_id="x")
        fewer = plan(pathway, start=START)
        after = to_ics(fewer, stamp=LATER, previous=before, discreet=True, journey_id="x")
        assert b"STATUS:CANCELLED" in after
        assert not told(after) & SECRET
        assert not told(remove_everything(after, stamp=LATER)) & SECRET
        assert not told(remove_everything(before, stamp=LATER, discreet=True)) & SECRET
        assert told(before) & SECRET
    assert not set(re.findall(r"[a-z]{3,}", FILE_NAME)) & SECRET


@FEW
@given(busy_timelines(st.sampled_from(["Xylo", "Quartz; vim", "Jumbo\\n"])))
def test_a_discreet_calendar_has_every_event_and_no_word_of_the_pathway(timeline: Timeline) -> None:
    data = to_ics(timeline, stamp=STAMP, journey_id="x", discreet=True)
    assert not told(data) & {"xylo", "quartz", "jumbo", "invented", "harbour", "fever", "leaflet"}
    open_one = by_uid(to_ics(timeline, stamp=STAMP, journey_id="x"))
    shut = by_uid(data)
    assert shut.keys() == open_one.keys()
    for key, entry in shut.items():
        notice = "An estimate for planning. Dates may change."
        own = entry["SUMMARY"] == "Own date"
        assert entry["DESCRIPTION"].startswith("This is a date of" if own else notice)
        for name in ("DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "STATUS"):
            assert entry[name] == open_one[key][name]
        is_hedged = entry["SUMMARY"].startswith("Estimate: ")
        assert is_hedged == (entry["STATUS"] == "TENTATIVE")


# ---- for those who compose their own -----------------------------------------------------------


@FEW
@given(busy_timelines())
def test_an_icalendar_calendar_says_what_was_meant(timeline: Timeline) -> None:
    calendar = to_icalendar(timeline, stamp=STAMP, colours=True, reminders=True)
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == calendar_name(timeline)
    for seen, event in zip(calendar.walk("VEVENT"), events(timeline), strict=True):
        assert (seen.decoded("DTSTART"), seen.decoded("DTEND")) == (event.start, event.end)
        assert str(seen["SUMMARY"]) == written(event.title)
        assert str(seen["DESCRIPTION"]) == written(event.text)
        assert seen["STATUS"] == event.state.upper()
        assert bool(seen.walk("VALARM")) == (event.state == "confirmed")
    again = icalendar.Calendar.from_ical(calendar.to_ical())
    assert len(again.walk("VEVENT")) == len(events(timeline))


def test_the_options_of_both_writers_are_the_same() -> None:
    taken = set(inspect.signature(to_ics).parameters)
    assert taken == {"timeline", *Options.__annotations__}
