"""Words of dates, windows and lengths: they hold the whole window, and promise no more."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, days, pathway_of, timelines

import journey
from journey.pathways.durations import Duration
from journey.pathways.fields import Language, Source
from journey.pathways.library import get_pathway
from journey.planning.activities import Flag
from journey.planning.closed_days import UNIT_CLOSED, WEEKEND
from journey.planning.timeline import DateWindow, Status, Timeline
from journey.words.catalogue import words
from journey.words.dates import (
    boundary_in_words,
    count_in_words,
    date_in_words,
    duration_in_months,
    duration_in_words,
    flag_in_words,
    lane_in_words,
    last_day_in_words,
    length_of,
    review_in_words,
    span_in_words,
    window_in_edtf,
    window_in_words,
)

LANGUAGES: tuple[Language, ...] = get_args(Language)
DAY = dt.timedelta(days=1)
PACKAGE = Path(journey.__file__).parent


# ---- reading the words back --------------------------------------------------------------------

NUMBERS = {name: n for n, name in enumerate(calendar.month_name) if name}
GB_DAY = r"(?P<d{0}>\d{{1,2}})(?: (?P<m{0}>[A-Z][a-z]+))?(?: (?P<y{0}>\d{{4}}))?"
US_DAY = r"(?P<m{0}>[A-Z][a-z]+) (?P<d{0}>\d{{1,2}})(?:, (?P<y{0}>\d{{4}}))?"


def interval(text: str) -> tuple[dt.date, dt.date]:
    """First and last day that the words of a window allow; a way back of the tests' own."""
    text = text.removesuffix(" (your date)")
    if match := re.fullmatch(r"(\d{4}) to (\d{4})", text):
        return dt.date(int(match[1]), 1, 1), dt.date(int(match[2]), 12, 31)
    if match := re.fullmatch(r"during ([A-Z][a-z]+) (\d{4})", text):
        return month(match[1], match[2])
    if match := re.fullmatch(r"([A-Z][a-z]+) (\d{4})", text):
        return month(match[1], match[2])
    if match := re.fullmatch(r"([A-Z][a-z]+)(?: (\d{4}))? to ([A-Z][a-z]+) (\d{4})", text):
        return month(match[1], match[2] or match[4])[0], month(match[3], match[4])[1]
    if text.startswith("between "):
        first, last = text.removeprefix("between ").split(" and ")
        end = day(last)
        return day(first, end), end
    if text.startswith("by "):
        return dt.date.min, day(text.removeprefix("by "))
    if text.startswith("about "):
        middle = day(text.removeprefix("about "))
        return middle - 3 * DAY, middle + 3 * DAY
    return day(text), day(text)


def month(name: str, year: str) -> tuple[dt.date, dt.date]:
    last = calendar.monthrange(int(year), NUMBERS[name])[1]
    return dt.date(int(year), NUMBERS[name], 1), dt.date(int(year), NUMBERS[name], last)


def day(text: str, near: dt.date | None = None) -> dt.date:
    """A day; what it leaves out (the month, the year) is that of the day it stands near."""
    match = re.fullmatch(GB_DAY.format(1), text) or re.fullmatch(US_DAY.format(1), text)
    assert match, text
    name, year = match["m1"], match["y1"]
    assert near or (name and year), text
    return dt.date(
        int(year) if year else near.year if near else 0,
        NUMBERS[name] if name else near.month if near else 0,
        int(match["d1"]),
    )


@st.composite
def windows(draw: st.DrawFn) -> DateWindow:
    first = draw(days)
    widths = st.one_of(st.integers(0, 40), st.integers(0, 800), st.sampled_from([3, 14, 365, 366]))
    width = draw(widths)
    typical = first + draw(st.integers(0, width)) * DAY
    status: Status = draw(st.sampled_from(["estimated", "capped", "known"]))
    if status == "known":
        return DateWindow(first, first, first, status)
    return DateWindow(first, typical, first + width * DAY, status)


def shifted(window: DateWindow) -> DateWindow:
    moved = (window.earliest - DAY, window.typical - DAY, window.latest - DAY)
    return DateWindow(*moved, window.status)


# ---- windows -----------------------------------------------------------------------------------


@given(windows(), st.sampled_from(LANGUAGES))
def test_the_words_of_a_window_hold_the_whole_window(window: DateWindow, to: Language) -> None:
    first, last = interval(window_in_words(window, to))
    assert first <= window.earliest
    assert window.latest <= last


@given(windows(), st.sampled_from(LANGUAGES))
def test_the_last_day_is_the_day_before_the_exclusive_end(window: DateWindow, to: Language) -> None:
    assert last_day_in_words(window, to) == window_in_words(shifted(window), to)
    first, last = interval(last_day_in_words(window, to))
    assert first <= window.earliest - DAY
    assert window.latest - DAY <= last


@given(windows(), st.sampled_from(LANGUAGES))
def test_the_form_of_the_words_follows_the_width(window: DateWindow, to: Language) -> None:
    first, last = window.earliest, window.latest
    width = (last - first).days
    text = window_in_words(window, to)
    if window.status == "known":
        assert text == date_in_words(first, to)
    elif window.status == "capped":
        assert text == f"by {date_in_words(last, to)}"
    elif width <= 3:
        assert text == f"about {date_in_words(window.typical, to)}"
    elif width <= 14:
        assert text.startswith("between ")
        assert interval(text) == (first, last)
    elif (first.year, first.month) == (last.year, last.month):
        assert text.startswith("during ")
    elif width <= 366:
        months = interval(text)
        assert months[0] == first.replace(day=1)
        assert months[1].replace(day=1) == last.replace(day=1)
    else:
        assert text == f"{first.year} to {last.year}"


@pytest.mark.parametrize(
    ("first", "last", "british", "american"),
    [
        ((2026, 3, 8), (2026, 3, 11), "about 9 March 2026", "about March 9, 2026"),
        (
            (2026, 3, 9), (2026, 3, 21),
            "between 9 and 21 March 2026", "between March 9 and March 21, 2026",
        ),
        (
            (2026, 3, 29), (2026, 4, 2),
            "between 29 March and 2 April 2026", "between March 29 and April 2, 2026",
        ),
        (
            (2026, 12, 28), (2027, 1, 5),
            "between 28 December 2026 and 5 January 2027",
            "between December 28, 2026 and January 5, 2027",
        ),
        ((2026, 3, 2), (2026, 3, 30), "during March 2026", "during March 2026"),
        ((2027, 3, 31), (2027, 5, 1), "March to May 2027", "March to May 2027"),
        (
            (2026, 12, 1), (2027, 2, 3),
            "December 2026 to February 2027", "December 2026 to February 2027",
        ),
        # The last day of each width, and the first of the next.
        (
            (2026, 3, 8), (2026, 3, 12),
            "between 8 and 12 March 2026", "between March 8 and March 12, 2026",
        ),
        (
            (2026, 3, 1), (2026, 3, 15),
            "between 1 and 15 March 2026", "between March 1 and March 15, 2026",
        ),
        ((2026, 3, 1), (2026, 3, 16), "during March 2026", "during March 2026"),
        (
            (2027, 1, 1), (2028, 1, 2),
            "January 2027 to January 2028", "January 2027 to January 2028",
        ),
        ((2027, 1, 1), (2028, 1, 3), "2027 to 2028", "2027 to 2028"),
    ],
)  # fmt: skip
def test_windows_read_as_the_design_says(
    first: tuple[int, int, int], last: tuple[int, int, int], british: str, american: str
) -> None:
    start = dt.date(*first)
    window = DateWindow(start, start + DAY, dt.date(*last), "estimated")
    assert window_in_words(window) == british
    assert window_in_words(window, "en-GB") == british
    assert window_in_words(window, "en-US") == american


def test_capped_and_overtaken_windows_do_not_look_like_certainty() -> None:
    first, last = dt.date(2026, 3, 1), dt.date(2026, 3, 20)
    assert window_in_words(DateWindow(first, last, last, "capped")) == "by 20 March 2026"
    assert window_in_words(DateWindow(first, last, last, "capped"), "en-US") == "by March 20, 2026"
    assert last_day_in_words(DateWindow(first, last, last, "capped")) == "by 19 March 2026"
    assert window_in_words(DateWindow(last, last, last, "overtaken")) == "not recorded yet"
    overtaken = DateWindow(last, last, last, "overtaken")
    assert last_day_in_words(overtaken) == "not recorded yet"
    end = DateWindow(last, last, last + dt.timedelta(days=40), "estimated")
    assert span_in_words(overtaken, end) == span_in_words(overtaken, None) == "not recorded yet"


def test_no_window_is_no_date_yet() -> None:
    assert window_in_words(None) == last_day_in_words(None) == "no date yet"
    assert boundary_in_words(None) == boundary_in_words(None, is_last_day=True) == "no date yet"


def test_a_known_date_is_the_day_alone_and_marked_as_the_readers_own_in_prose() -> None:
    given = dt.date(2026, 3, 9)
    known = DateWindow(given, given, given, "known")
    guess = DateWindow(given, given, given, "estimated")
    assert window_in_words(known) == "9 March 2026"
    assert boundary_in_words(known) == "9 March 2026 (your date)"
    assert boundary_in_words(known, "en-US", is_last_day=True) == "March 8, 2026 (your date)"
    assert boundary_in_words(guess) == "about 9 March 2026"


# ---- days, lengths, reviews --------------------------------------------------------------------


@given(days, st.sampled_from(LANGUAGES))
def test_a_day_reads_back_as_itself(given: dt.date, to: Language) -> None:
    assert day(date_in_words(given, to)) == given


def test_months_are_ours_in_any_locale() -> None:
    script = (
        "import datetime as dt, locale\n"
        "try: locale.setlocale(locale.LC_ALL, '')\n"
        "except locale.Error: pass\n"
        "import calendar\n"
        # A locale that is not installed changes nothing: then the names are spoilt by hand.
        "calendar.month_name = calendar.month_abbr = ['?'] * 13\n"
        "from journey.words.dates import date_in_words\n"
        "print(*[date_in_words(dt.date(2026, m, 9)) for m in range(1, 13)], sep='|')"
    )
    foreign = {**os.environ, "LC_ALL": "de_DE.UTF-8", "LC_TIME": "de_DE.UTF-8", "LANG": "de_DE"}
    result = subprocess.run(
        [sys.executable, "-c", script], env=foreign, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip().split("|") == [f"9 {name} 2026" for name in NUMBERS]


def test_nothing_in_the_library_asks_the_locale() -> None:
    # %B, %b, %A, %a, %p, %c, %x and %X speak the locale's language; strftime is never called.
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text("utf-8")
        assert not re.search(r"\bimport (?:locale|calendar)\b|\bstrftime\b", source), path
        assert not re.search(r":[^{}\"']*%[BbAapcxX]", source), path


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [
        (1, "days", "1 day"), (2, "days", "2 days"), (1, "weeks", "1 week"),
        (7, "weeks", "7 weeks"), (1, "months", "1 month"), (3, "months", "3 months"),
        (1, "years", "1 year"), (21, "years", "21 years"),
    ],
)  # fmt: skip
def test_one_is_singular_and_more_are_plural(count: int, unit: str, text: str) -> None:
    assert count_in_words(count, unit) == text


def test_a_length_is_a_range_or_one_figure_with_its_unit() -> None:
    def length(*numbers: int) -> Duration:
        named = dict(zip(("shortest", "typical", "longest"), numbers, strict=True))
        return Duration.model_validate({**named, "unit": "weeks", "basis": "stated"})

    assert duration_in_words(length(4, 5, 6)) == "4 to 6 weeks"
    assert duration_in_words(length(1, 1, 2)) == "1 to 2 weeks"
    assert duration_in_words(length(1, 1, 1)) == "1 week"
    assert duration_in_words(length(2, 2, 2)) == "2 weeks"


@pytest.mark.parametrize(
    ("shortest", "longest", "unit", "text"),
    [
        (12, 16, "weeks", "3 to 4 months"), (60, 60, "days", "2 months"),
        (59, 90, "days", None), (8, 12, "weeks", None), (9, 10, "weeks", "2 months"),
        (19, 33, "weeks", "4 to 8 months"), (24, 36, "months", "2 to 3 years"),
        (12, 12, "months", "1 year"), (18, 24, "months", None), (2, 3, "years", None),
    ],
)  # fmt: skip
def test_a_length_of_over_two_months_is_told_in_months_too(
    shortest: int, longest: int, unit: str, text: str | None
) -> None:
    numbers = {"shortest": shortest, "typical": shortest, "longest": longest}
    length = Duration.model_validate({**numbers, "unit": unit, "basis": "stated"})
    assert duration_in_months(length) == text


@given(windows(), windows())
def test_the_words_of_a_span_hold_both_windows_whole(one: DateWindow, other: DateWindow) -> None:
    start, end = sorted((one, other), key=lambda window: window.earliest)
    first, last = interval(span_in_words(start, end))
    assert first <= start.earliest
    assert end.latest - DAY <= last or end.latest - DAY < start.earliest
    assert span_in_words(None, end) == "no date yet"
    assert span_in_words(start, None).startswith("from ")


@pytest.mark.parametrize(
    ("reviewed", "british", "american"),
    [
        (dt.date(2024, 8, 5), "5 August 2024", "August 5, 2024"),
        ("2013-08", "August 2013", "August 2013"),
        ("not stated", "not stated", "not stated"),
    ],
)
def test_a_review_is_a_day_a_month_or_not_stated(
    reviewed: Any, british: str, american: str
) -> None:
    given = {"id": "a", "title": "A", "publisher": "P", "reviewed": reviewed}
    source = Source.model_validate(given)
    assert review_in_words(source, "en-GB") == british
    assert review_in_words(source, "en-US") == american


# ---- the machine form --------------------------------------------------------------------------


def edtf_interval(text: str) -> tuple[dt.date, dt.date]:
    """The days of an EDTF date or interval (ISO 8601-2), read by the test itself."""
    first, slash, last = text.partition("/")
    end = dt.date.max if last == ".." else dt.date.fromisoformat(last or first)
    assert slash or not last
    return dt.date.fromisoformat(first), end


@given(timelines(has_as_of=True))
def test_the_machine_form_contains_the_whole_window(timeline: Timeline) -> None:
    for window in timeline.boundaries:
        text = window_in_edtf(window)
        if window is None:
            assert text is None
            continue
        assert text is not None
        first, last = edtf_interval(text)
        assert first <= window.earliest
        assert window.latest <= last
        if window.is_open:
            assert last == dt.date.max
        elif window.status not in ("overtaken", "not-before"):
            assert (first, last) == (window.earliest, window.latest)


def test_the_machine_form_of_each_status_is_its_own() -> None:
    days = (dt.date(2026, 3, 5), dt.date(2026, 3, 7), dt.date(2026, 3, 9))
    assert window_in_edtf(DateWindow(*days, "estimated")) == "2026-03-05/2026-03-09"
    assert window_in_edtf(DateWindow(*days, "estimated", is_open=True)) == "2026-03-05/.."
    assert window_in_edtf(DateWindow(*days, "capped")) == "2026-03-05/2026-03-09"
    same = (days[0],) * 3
    assert window_in_edtf(DateWindow(*same, "known")) == "2026-03-05"
    assert window_in_edtf(DateWindow(*same, "overtaken")) == "2026-03-05/.."
    assert window_in_edtf(None) is None


def test_a_reason_of_our_own_is_told_in_the_words_of_the_catalogue_and_a_persons_as_it_is() -> None:
    w = words("en-GB")
    welsh = dataclasses.replace(w, closed_because={"Saturday": "dydd Sadwrn"})
    saturday, own = Flag("closed", "Saturday"), Flag("closed", "The lift is broken")
    assert flag_in_words(saturday, welsh) == "Closed then: dydd Sadwrn."
    assert flag_in_words(own, welsh) == "Closed then: The lift is broken."
    assert {*WEEKEND.values(), UNIT_CLOSED} == set(w.closed_because)


def test_a_lane_says_how_long_it_takes_and_how_long_after_a_part_it_begins() -> None:
    length = {"shortest": 2, "typical": 3, "longest": 4, "unit": "weeks", "basis": "stated"}
    lanes = [
        {"id": "a", "name": "A", "from": "p", "duration": length, "cites": CITES},
        {"id": "b", "name": "B", "from": "p", "begins": "after", "gap": length, "cites": CITES},
        {"id": "c", "name": "C", "from": "p", "until": "p", "gap": length, "cites": CITES},
    ]
    pathway = pathway_of([{"id": "p", "name": "Rest", "cites": CITES}], lanes=lanes)
    assert [lane_in_words(lane, pathway) for lane in pathway.lanes] == [
        "From Rest on, for 2 to 4 weeks.",
        "After Rest. Your team decides how long. It begins 2 to 4 weeks after Rest is over.",
        "From Rest to the end of Rest. It begins 2 to 4 weeks after Rest begins.",
    ]


def test_a_length_that_counts_from_an_earlier_part_says_from_which() -> None:
    pathway = get_pathway("cruk-child")
    last, first = pathway.phases[-1], pathway.phases[0]
    w = words("en-GB")
    assert last.counted_from == pathway.phases[1].id
    assert length_of(last, pathway, w) == "2 years, from the start of part 2"
    assert length_of(first, pathway, w) == "4 weeks (one figure)"
    bare = first.model_copy(update={"duration": None})
    assert length_of(bare, pathway, w) == w.no_length_short
