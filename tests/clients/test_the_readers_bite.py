"""The readers and the lint accept a good calendar, and bite on every bad one.

A check that never fails proves nothing. So each rule a calendar of ours keeps is broken here once,
on purpose, and the table names who must notice: the lint, and which of the clients. A client that
is not named may notice too, or may only pass on what it was given.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from .conftest import Client, require
from .readers import READERS, Seen, bytes_lint, compare, missing

GOOD_TEXT = r"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//journey//journey//EN
CALSCALE:GREGORIAN
NAME:A plan\, for planning\; nothing more
X-WR-CALNAME:A plan\, for planning\; nothing more
REFRESH-INTERVAL;VALUE=DURATION:P1D
X-PUBLISHED-TTL:P1D
BEGIN:VEVENT
UID:8c1f6a52-0d58-5a0e-9a52-1f0f5c9a7d01
SEQUENCE:0
DTSTAMP:20260102T080000Z
LAST-MODIFIED:20260102T080000Z
CREATED:20260102T080000Z
DTSTART;VALUE=DATE:20260105
DTEND;VALUE=DATE:20260216
SUMMARY:Phase one: daily visits\, six weeks\; weekends free
DESCRIPTION:Every working day at the day clinic\; bring the folder\, a boo
 k and something warm.\n\nÜbergänge können sich verschieben: das üblich
 e Maß sind ± 3 Tage.\n計画のための目安です。日付は変わ
 ることがあります。 🗓
STATUS:TENTATIVE
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
CLASS:PRIVATE
CATEGORIES:Journey,Phase
COLOR:steelblue
END:VEVENT
BEGIN:VEVENT
UID:8c1f6a52-0d58-5a0e-9a52-1f0f5c9a7d02
SEQUENCE:3
DTSTAMP:20260110T173000Z
LAST-MODIFIED:20260110T173000Z
CREATED:20260102T080000Z
DTSTART;VALUE=DATE:20260228
DTEND;VALUE=DATE:20260301
SUMMARY:Gespräch in der Klinik
DESCRIPTION:An estimate for planning. Dates may change.
STATUS:CONFIRMED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
CLASS:PRIVATE
CATEGORIES:Journey
RELATED-TO;RELTYPE=PARENT:8c1f6a52-0d58-5a0e-9a52-1f0f5c9a7d01
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15H
DESCRIPTION:Gespräch in der Klinik
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:8c1f6a52-0d58-5a0e-9a52-1f0f5c9a7d03
SEQUENCE:1
DTSTAMP:20260111T060000Z
LAST-MODIFIED:20260111T060000Z
CREATED:20260102T080000Z
DTSTART;VALUE=DATE:20261230
DTEND;VALUE=DATE:20270103
SUMMARY:Cancelled: the second test
DESCRIPTION:No longer part of the plan.
STATUS:CANCELLED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
CLASS:PRIVATE
CATEGORIES:Journey,Tests
END:VEVENT
END:VCALENDAR
"""
GOOD = GOOD_TEXT.replace("\n", "\r\n").encode()
UID = "8c1f6a52-0d58-5a0e-9a52-1f0f5c9a7d0"
TRUTH = [
    Seen(
        uid=UID + "1",
        start=date(2026, 1, 5),
        end=date(2026, 2, 16),
        summary="Phase one: daily visits, six weeks; weekends free",
        description=(
            "Every working day at the day clinic; bring the folder, a book and something warm.\n\n"
            "Übergänge können sich verschieben: das übliche Maß sind ± 3 Tage.\n"
            "計画のための目安です。日付は変わることがあります。 🗓"
        ),
        status="TENTATIVE",
        sequence=0,
        categories=("Journey", "Phase"),
        transparency="TRANSPARENT",
        classification="PRIVATE",
    ),
    Seen(
        uid=UID + "2",
        start=date(2026, 2, 28),
        end=date(2026, 3, 1),
        summary="Gespräch in der Klinik",
        description="An estimate for planning. Dates may change.",
        status="CONFIRMED",
        sequence=3,
        categories=("Journey",),
        transparency="TRANSPARENT",
        classification="PRIVATE",
    ),
    Seen(
        uid=UID + "3",
        start=date(2026, 12, 30),
        end=date(2027, 1, 3),
        summary="Cancelled: the second test",
        description="No longer part of the plan.",
        status="CANCELLED",
        sequence=1,
        categories=("Journey", "Tests"),
        transparency="TRANSPARENT",
        classification="PRIVATE",
    ),
]

# --- the good calendar ----------------------------------------------------------------------------


def test_the_lint_finds_nothing_in_the_good_calendar() -> None:
    assert bytes_lint(GOOD) == []


def test_every_client_accepts_the_good_calendar_and_sees_the_truth(
    client: Client, tmp_path: Path
) -> None:
    assert compare(client.read(_written(tmp_path, GOOD)), TRUTH) == []


def test_a_method_is_allowed_only_to_those_who_ask_for_it() -> None:
    published = _put("VERSION:2.0", "VERSION:2.0\nMETHOD:PUBLISH")(GOOD)
    assert bytes_lint(published, method="PUBLISH") == []
    assert bytes_lint(published, method="REQUEST") != []
    assert bytes_lint(GOOD, method="PUBLISH") != []


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "calendar.ics"
    path.write_bytes(data)
    return path


# --- ways to break it -----------------------------------------------------------------------------

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Breakage:
    """A rule, a change that breaks it, and who must notice.

    `lint` is a pattern of what the lint then says, or None when the file stays well formed and only
    a comparison with the truth can tell. `clients` are those that then refuse or misread the file.
    """

    rule: str
    change: Change
    lint: str | None
    clients: tuple[str, ...] = ()


def _put(old: str, new: str) -> Change:
    """Puts new lines in the place of old ones, the first time they occur."""
    old_bytes = old.replace("\n", "\r\n").encode()
    new_bytes = new.replace("\n", "\r\n").encode()

    def change(data: bytes) -> bytes:
        assert old_bytes in data
        return data.replace(old_bytes, new_bytes, 1)

    return change


def _drop(line: str) -> Change:
    """Takes out a line, the first time it occurs."""
    return _put(line + "\n", "")


def _lf_only(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _one_lf(data: bytes) -> bytes:
    return data.replace(b"STATUS:TENTATIVE\r\n", b"STATUS:TENTATIVE\n", 1)


def _mark(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data


def _latin_1(data: bytes) -> bytes:
    return data.replace("Gespräch".encode(), "Gespräch".encode("latin-1"))


def _twice_utf8(data: bytes) -> bytes:
    return data.replace("Gespräch".encode(), "Gespräch".encode().decode("latin-1").encode())


def _fold_in_a_character(data: bytes) -> bytes:
    letter = "ä".encode()
    assert b"SUMMARY:Gespr" + letter in data
    return data.replace(b"SUMMARY:Gespr" + letter, b"SUMMARY:Gespr\xc3\r\n \xa4", 1)


def _cut_off(data: bytes) -> bytes:
    return data[: data.index(b"SUMMARY:Cancelled") + 12]


def _last_break_gone(data: bytes) -> bytes:
    return data.removesuffix(b"\r\n")


def _lone_cr(data: bytes) -> bytes:
    return data.replace(b"No longer part", b"No longer\rpart", 1)


def _event_lost(data: bytes) -> bytes:
    parts = data.split(b"BEGIN:VEVENT\r\n")
    return b"BEGIN:VEVENT\r\n".join([*parts[:2], *parts[3:]])


def _no_events(data: bytes) -> bytes:
    return data[: data.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n"


def _all_twice(data: bytes) -> bytes:
    return data + data


PLAIN = "DESCRIPTION:No longer part of the plan."
ALARM = "ACTION:DISPLAY\nTRIGGER:-PT15H\nDESCRIPTION:Gespräch in der Klinik\n"
ALL = tuple(READERS)
ALL_WITH_UID = ("libical", "ical", "vobject", "icaljs")

BREAKAGES = [
    # lines and bytes
    Breakage(
        "lines-end-in-CRLF",
        _lf_only,
        "CR or LF stands alone",
    ),
    Breakage(
        "no-line-ends-in-a-bare-LF",
        _one_lf,
        "CR or LF stands alone",
    ),
    Breakage(
        "no-CR-inside-a-line",
        _lone_cr,
        "CR or LF stands alone",
        ("ical", "vobject"),
    ),
    Breakage(
        "the-last-line-ends-in-CRLF",
        _last_break_gone,
        "does not end in CRLF",
    ),
    Breakage(
        "no-empty-line",
        _put("END:VEVENT\n", "END:VEVENT\n\n"),
        "is empty",
    ),
    Breakage(
        "no-line-over-75-octets",
        _put("a boo\n k and", "a book and"),
        "more than 75",
    ),
    Breakage(
        "no-fold-inside-a-UTF-8-sequence",
        _fold_in_a_character,
        "splits a UTF-8 sequence",
        ("ical", "vobject", "icaljs"),
    ),
    Breakage(
        "no-fold-between-a-backslash-and-its-character",
        _put(r"one: daily visits\, six", "one: daily visits\\\n , six"),
        "the fold splits an escape",
    ),
    Breakage(
        "no-byte-order-mark",
        _mark,
        r"U\+FEFF",
        ("calcurse", "ical", "vobject", "icaljs"),
    ),
    Breakage(
        "the-file-is-UTF-8",
        _latin_1,
        "not UTF-8",
        ALL,
    ),
    Breakage(
        "no-control-character",
        _put("longer part", "longer\x08 part"),
        r"U\+0008",
        ("ical",),
    ),
    Breakage(
        "no-NUL",
        _put("longer part", "longer\x00part"),
        r"U\+0000",
        ("calcurse", "libical", "ical"),
    ),
    Breakage(
        "no-vertical-tab",
        _put("longer part", "longer\x0bpart"),
        r"U\+000B",
        ("ical",),
    ),
    Breakage(
        "no-next-line-U+0085",
        _put("longer part", "longer\x85part"),
        r"U\+0085",
    ),
    Breakage(
        "no-line-separator-U+2028",
        _put("longer part", "longer\u2028part"),
        r"U\+2028",
    ),
    Breakage(
        "no-paragraph-separator-U+2029",
        _put("longer part", "longer\u2029part"),
        r"U\+2029",
    ),
    Breakage(
        "text-is-NFC",
        _put("Gespräch", "Gespra\u0308ch"),
        "not NFC",
    ),
    # text values
    Breakage(
        "a-comma-is-escaped",
        _put(r"visits\, six", "visits, six"),
        "SUMMARY has the value",
        ("calcurse", "vobject"),
    ),
    Breakage(
        "a-semicolon-is-escaped",
        _put(r"weeks\; week", "weeks; week"),
        "SUMMARY has the",
        ("calcurse",),
    ),
    Breakage(
        "no-unknown-escape",
        _put("longer part", r"longer\x part"),
        "DESCRIPTION has the",
        ("calcurse", "libical"),
    ),
    Breakage(
        "no-escape-twice",
        _put(r"visits\, six", r"visits\\, six"),
        "SUMMARY has the value",
        ALL,
    ),
    Breakage(
        "a-line-break-in-text-is-escaped",
        _put("longer part", "longer\npart"),
        "no content",
        ALL,
    ),
    Breakage(
        "a-summary-is-one-line",
        _put("the second test", r"the\nsecond"),
        "SUMMARY has the",
        ("calcurse",),
    ),
    Breakage(
        "a-summary-is-not-empty",
        _put("Cancelled: the second test", ""),
        "SUMMARY has the",
        ("libical",),
    ),
    Breakage(
        "a-parameter-with-a-quote-is-refused",
        _put("SUMMARY:Cancelled", 'SUMMARY;X-NOTE=a:b,c"d:Cancelled'),
        "SUMMARY has the parameters",
        ALL,
    ),
    # components
    Breakage(
        "the-file-is-whole",
        _cut_off,
        "is never closed",
        ALL,
    ),
    Breakage(
        "every-event-is-closed",
        _drop("END:VEVENT"),
        "VEVENT is never closed",
        ALL,
    ),
    Breakage(
        "every-END-has-its-BEGIN",
        _drop("BEGIN:VALARM"),
        "END:VALARM closes nothing",
        ALL,
    ),
    Breakage(
        "the-file-is-one-calendar",
        _all_twice,
        "not one VCALENDAR",
        ALL,
    ),
    Breakage(
        "there-are-events",
        _no_events,
        "no VEVENT",
        ALL,
    ),
    Breakage(
        "no-VTIMEZONE",
        _put("P1D\nBEGIN:VEVENT", "P1D\nBEGIN:VTIMEZONE\nTZID:X\nEND:VTIMEZONE\nBEGIN:VEVENT"),
        "must not hold VTIMEZONE",
    ),
    Breakage(
        "no-VTODO",
        _put("P1D\nBEGIN:VEVENT", "P1D\nBEGIN:VTODO\nUID:todo\nEND:VTODO\nBEGIN:VEVENT"),
        "must not hold VTODO",
    ),
    Breakage(
        "an-alarm-has-a-trigger",
        _drop("TRIGGER:-PT15H"),
        "has no TRIGGER",
        ("ical",),
    ),
    Breakage(
        "a-trigger-is-a-duration",
        _put("-PT15H", "-15 hours"),
        "TRIGGER has the value",
        ("libical", "ical", "vobject"),
    ),
    Breakage(
        "an-alarm-has-a-description",
        _put(ALARM, "ACTION:DISPLAY\nTRIGGER:-PT15H\n"),
        "has no DESCRIPTION",
        ("ical",),
    ),
    Breakage(
        "the-alarm-is-last-in-its-event",
        _put("END:VALARM\nEND:VEVENT", "END:VALARM\nCOLOR:teal\nEND:VEVENT"),
        "stands after a component",
    ),
    # the calendar's properties
    Breakage(
        "a-calendar-has-VERSION",
        _drop("VERSION:2.0"),
        "no VERSION",
        ("calcurse", "libical"),
    ),
    Breakage(
        "the-version-is-2.0",
        _put("VERSION:2.0", "VERSION:1.0"),
        "VERSION has the value",
    ),
    Breakage(
        "a-calendar-has-PRODID",
        _drop("PRODID:-//journey//journey//EN"),
        "no PRODID",
        ("libical", "vobject"),
    ),
    Breakage(
        "a-calendar-has-no-UID",
        _put("VERSION:2.0", "VERSION:2.0\nUID:a-calendar"),
        "VCALENDAR must not carry UID",
    ),
    Breakage(
        "a-calendar-has-no-METHOD",
        _put("VERSION:2.0", "VERSION:2.0\nMETHOD:PUBLISH"),
        "must not carry METHOD",
        ("libical",),
    ),
    Breakage(
        "both-names-are-the-same",
        _put("X-WR-CALNAME:A plan", "X-WR-CALNAME:The plan"),
        "NAME and",
    ),
    Breakage(
        "the-refresh-interval-is-a-duration",
        _put("REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL"),
        "REFRESH-INTERVAL has the parameters",
    ),
    # an event's properties
    Breakage(
        "an-event-has-a-UID",
        _drop(f"UID:{UID}3"),
        "no UID",
        ALL_WITH_UID,
    ),
    Breakage(
        "a-UID-is-unique",
        _put(f"UID:{UID}3", f"UID:{UID}2"),
        "is not unique",
        ALL_WITH_UID,
    ),
    Breakage(
        "a-UID-has-no-space",
        _put(f"UID:{UID}3", "UID:the third"),
        "UID has the value",
    ),
    Breakage(
        "an-event-has-DTSTAMP",
        _drop("DTSTAMP:20260111T060000Z"),
        "no DTSTAMP",
        ("vobject",),
    ),
    Breakage(
        "an-event-has-LAST-MODIFIED",
        _drop("LAST-MODIFIED:20260111T060000Z"),
        "no LAST-MODIFIED",
    ),
    Breakage(
        "an-event-has-CREATED",
        _drop("CREATED:20260102T080000Z"),
        "no CREATED",
    ),
    Breakage(
        "a-stamp-is-UTC",
        _put("T060000Z", "T060000"),
        "DTSTAMP is no UTC time",
    ),
    Breakage(
        "a-stamp-is-a-real-time",
        _put("T060000Z", "T250000Z"),
        "DTSTAMP is no UTC time",
        ("ical", "vobject"),
    ),
    Breakage(
        "an-event-has-a-SEQUENCE",
        _drop("SEQUENCE:3"),
        "no SEQUENCE",
    ),
    Breakage(
        "SEQUENCE-is-not-negative",
        _put("SEQUENCE:3", "SEQUENCE:-3"),
        "SEQUENCE has the",
        ALL_WITH_UID,
    ),
    Breakage(
        "SEQUENCE-is-a-number",
        _put("SEQUENCE:3", "SEQUENCE:three"),
        "SEQUENCE has the",
        ALL_WITH_UID,
    ),
    Breakage(
        "an-event-has-a-STATUS",
        _drop("STATUS:CANCELLED"),
        "no STATUS",
        ALL_WITH_UID,
    ),
    Breakage(
        "STATUS-is-a-known-one",
        _put("STATUS:TENTATIVE", "STATUS:MAYBE"),
        "STATUS has the",
        ALL_WITH_UID,
    ),
    Breakage(
        "an-event-has-TRANSP",
        _drop("TRANSP:TRANSPARENT"),
        "no TRANSP",
        ALL_WITH_UID,
    ),
    Breakage(
        "TRANSP-is-a-known-one",
        _put("TRANSP:TRANSPARENT", "TRANSP:FREE"),
        "TRANSP has the",
        ALL_WITH_UID,
    ),
    Breakage(
        "CLASS-is-a-known-one",
        _put("CLASS:PRIVATE", "CLASS:SECRET"),
        "CLASS has the",
        ALL_WITH_UID,
    ),
    Breakage(
        "the-busy-status-is-a-known-one",
        _put("BUSYSTATUS:FREE", "BUSYSTATUS:TRANSPARENT"),
        "BUSYSTATUS has the value",
    ),
    Breakage(
        "at-most-two-categories",
        _put("Journey,Tests", "Journey,Tests,More"),
        "CATEGORIES has the",
    ),
    Breakage(
        "an-event-has-a-SUMMARY",
        _drop("SUMMARY:Cancelled: the second test"),
        "no SUMMARY",
        ALL,
    ),
    Breakage(
        "an-event-has-one-SUMMARY",
        _put("SUMMARY:Cancelled", "SUMMARY:Another\nSUMMARY:Cancelled"),
        "has SUMMARY 2 times",
        ALL_WITH_UID,
    ),
    Breakage(
        "an-event-has-a-DESCRIPTION",
        _drop(PLAIN),
        "no DESCRIPTION",
        ALL,
    ),
    Breakage(
        "no-ATTENDEE",
        _put(PLAIN, "DESCRIPTION:No\nATTENDEE:mailto:someone@example.invalid"),
        "must not carry ATTENDEE",
        ALL,
    ),
    Breakage(
        "no-ORGANIZER",
        _put(PLAIN, PLAIN + "\nORGANIZER:mailto:someone@example.invalid"),
        "must not carry ORGANIZER",
    ),
    Breakage(
        "no-RRULE",
        _put(PLAIN, PLAIN + "\nRRULE:FREQ=DAILY"),
        "must not carry RRULE",
        ("calcurse",),
    ),
    # days
    Breakage(
        "an-event-has-DTSTART",
        _drop("DTSTART;VALUE=DATE:20261230"),
        "no DTSTART",
        ALL,
    ),
    Breakage(
        "an-event-of-one-day-has-DTEND-too",
        _drop("DTEND;VALUE=DATE:20260301"),
        "no DTEND",
    ),
    Breakage(
        "a-day-is-marked-as-a-date",
        _put("DTSTART;VALUE=DATE:20261230", "DTSTART:20261230"),
        "DTSTART has the parameters",
        ("calcurse", "icaljs"),
    ),
    Breakage(
        "a-day-exists",
        _put("DATE:20260228", "DATE:20260231"),
        "DTSTART is no date",
        ALL,
    ),
    Breakage(
        "DTEND-is-a-date-when-DTSTART-is",
        _put("DTEND;VALUE=DATE:20260301", "DTEND:20260301T000000Z"),
        "DTEND is no date",
        ALL,
    ),
    Breakage(
        "DTEND-is-not-before-DTSTART",
        _put("20270103", "20261201"),
        "not after DTSTART",
        ("calcurse",),
    ),
    Breakage(
        "DTEND-is-not-DTSTART",
        _put("20270103", "20261230"),
        "DTEND is not after DTSTART",
        ("calcurse",),
    ),
    Breakage(
        "no-DURATION-beside-DTEND",
        _put("DTEND;VALUE=DATE:20270103", "DTEND;VALUE=DATE:20270103\nDURATION:P4D"),
        "must not carry DURATION",
        ("calcurse", "libical", "ical", "vobject"),
    ),
    # well formed, and not the truth
    Breakage(
        "no-event-is-lost",
        _event_lost,
        None,
        ALL,
    ),
    Breakage(
        "the-first-day-is-right",
        _put("20261230", "20261231"),
        None,
        ALL,
    ),
    Breakage(
        "the-last-day-is-right",
        _put("20270103", "20270104"),
        None,
        ALL,
    ),
    Breakage(
        "letters-arrive-as-they-were-sent",
        _twice_utf8,
        None,
        ALL,
    ),
    Breakage(
        "no-word-of-a-description-is-lost",
        _put("k and something", "k and"),
        None,
        ALL,
    ),
    Breakage(
        "the-status-is-right",
        _put("STATUS:TENTATIVE", "STATUS:CONFIRMED"),
        None,
        ALL_WITH_UID,
    ),
    Breakage(
        "the-sequence-is-right",
        _put("SEQUENCE:3", "SEQUENCE:2"),
        None,
        ALL_WITH_UID,
    ),
    Breakage(
        "the-categories-are-right",
        _put("Journey,Tests", "Journey"),
        None,
        ALL_WITH_UID,
    ),
    Breakage(
        "the-event-is-transparent",
        _put("TRANSP:TRANSPARENT", "TRANSP:OPAQUE"),
        None,
        ALL_WITH_UID,
    ),
    Breakage(
        "the-event-is-private",
        _put("CLASS:PRIVATE", "CLASS:PUBLIC"),
        None,
        ALL_WITH_UID,
    ),
    Breakage(
        "the-UID-stays-the-same",
        _put(f"UID:{UID}3", f"UID:{UID}4"),
        None,
        ALL_WITH_UID,
    ),
]


def _broken(breakage: Breakage) -> bytes:
    broken = breakage.change(GOOD)
    assert broken != GOOD
    return broken


def test_each_rule_is_named_once_and_known_clients_keep_it() -> None:
    rules = [breakage.rule for breakage in BREAKAGES]
    assert len(set(rules)) == len(rules)
    for breakage in BREAKAGES:
        assert breakage.lint is not None or breakage.clients, breakage.rule
        assert set(breakage.clients) <= set(READERS), breakage.rule


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.rule)
def test_the_lint_knows(breakage: Breakage) -> None:
    found = bytes_lint(_broken(breakage))
    if breakage.lint is None:
        assert found == []
    else:
        assert [words for words in found if re.search(breakage.lint, words)], found


@pytest.mark.parametrize(
    ("breakage", "name"),
    [
        pytest.param(breakage, name, id=f"{breakage.rule}-{name}")
        for breakage in BREAKAGES
        for name in breakage.clients
    ],
)
def test_the_client_notices(
    breakage: Breakage,
    name: str,
    client_named: Callable[[str], Client],
    tmp_path: Path,
) -> None:
    path = _written(tmp_path, _broken(breakage))
    assert client_named(name).objections(path, TRUTH) != []


# --- comparing ------------------------------------------------------------------------------------


def test_comparing_says_which_field_of_which_event_differs() -> None:
    seen = [TRUTH[0], replace(TRUTH[1], summary="A talk"), TRUTH[2]]
    (words,) = compare(seen, TRUTH)
    assert UID + "2" in words
    assert "summary 'A talk' instead of 'Gespräch in der Klinik'" in words


def test_comparing_says_what_is_not_seen_and_what_is_seen_too_much() -> None:
    other = replace(TRUTH[1], uid="another")
    lost, found = compare([TRUTH[0], other, TRUTH[2]], TRUTH)
    assert lost.endswith("not seen")
    assert found.endswith("seen, but not in the truth")


def test_comparing_counts_an_event_seen_twice() -> None:
    (words,) = compare([*TRUTH, TRUTH[0]], TRUTH)
    assert words.endswith("seen, but not in the truth")


def test_comparing_does_not_mind_the_order_nor_what_a_reader_cannot_tell() -> None:
    seen = [replace(event, uid=None, status=None, sequence=None) for event in reversed(TRUTH)]
    assert compare(seen, TRUTH) == []


def test_comparing_minds_a_description_that_is_not_there() -> None:
    seen = [replace(TRUTH[0], description=""), *TRUTH[1:]]
    assert len(compare(seen, TRUTH)) == 1


def test_comparing_without_uids_finds_the_event_that_is_meant() -> None:
    seen = [replace(event, uid=None) for event in TRUTH]
    seen[2] = replace(seen[2], end=date(2027, 1, 4))
    (words,) = compare(seen, TRUTH)
    assert UID + "3" in words
    assert "end 2027-01-04 instead of 2027-01-03" in words


# --- when a tool is missing -----------------------------------------------------------------------


def test_a_test_whose_tool_is_missing_is_skipped_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install calcurse"):
        require("calcurse")


def test_a_test_whose_tool_is_missing_fails_under_ci(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install calcurse"):
        require("calcurse")


def test_node_is_named_when_it_is_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert missing("icaljs") == "node is not here: apt-get install nodejs"


def test_an_icaljs_setting_that_leads_nowhere_counts_as_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not here: apt-get install nodejs")
    monkeypatch.setenv("ICALJS", str(tmp_path / "nothing.js"))
    assert "npm install ical.js" in str(missing("icaljs"))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("TRIGGER:-PT15H", "TRIGGER:-PT5M", "has a reminder at -PT5M"),
        (
            "TRIGGER:-PT15H\nDESCRIPTION:G",
            "TRIGGER:-PT15H\nDESCRIPTION:g",
            "does not say its title",
        ),
        ("END:VALARM\n", "END:VALARM\nBEGIN:VALARM\nEND:VALARM\n", "has 2 reminders"),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED", "is cancelled and has a reminder"),
        ("SUMMARY:Cancelled: the", "SUMMARY:The", "its title does not say so"),
        ("RELTYPE=PARENT:8", "RELTYPE=PARENT:9", "belongs to nothing"),
        ("SUMMARY:Phase one", "SUMMARY:Phase\\\\one", "SUMMARY has a backslash"),
        ("COLOR:steelblue", "COLOR:stealblue", "COLOR has the value"),
        ("BEGIN:VEVENT", "X-WR-RELCALID:a b\nBEGIN:VEVENT", "X-WR-RELCALID has the value"),
    ],
)
def test_the_lint_bites_on_what_only_we_forbid(old: str, new: str, found: str) -> None:
    assert old in GOOD_TEXT
    broken = GOOD_TEXT.replace(old, new, 1).replace("\n", "\r\n").encode()
    assert found in " ".join(bytes_lint(broken))
