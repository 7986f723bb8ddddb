"""Dates, windows and lengths in words, and the sentences that every page shares.

Words follow the width of a window and never promise more than it does. Nothing here asks the
locale: month names are ours.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from journey.pathways.model import Language as Language  # those who need words need it too

if TYPE_CHECKING:
    from journey.pathways.model import Duration, Lane, Pathway, Source
    from journey.planning.timeline import DateWindow, OwnDate


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

ABOUT_A_DAY = 3
A_FORTNIGHT = 14
A_YEAR = 366
"""The widest window, in days, that is still told as a day, as two days, and as months."""

TWO_MONTHS, A_MONTH = 60, 30.44
"""In days: from when a length is told in months too, and how long one is on average."""

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Words:
    """Every sentence that is no pathway's own, from knowledge/wording.toml.

    A name in braces is filled in with `str.format`.
    """

    notice: str
    event_notice: str
    title: str
    purpose: str
    follows: str
    purpose_undated: str
    continued: str
    edition: str
    look_again: str
    look_again_why: str
    about_title: str
    made: str
    page: str
    contents: str
    urgent_title: str
    urgent: str
    urgent_emergency: str
    urgent_number: str
    how_to_use_title: str
    how_to_use: tuple[str, ...]
    parts_title: str
    part: str
    how_long: str
    how_long_about: str
    how_long_drawn: str
    how_long_one: str
    one_figure: str
    starts: str
    ends: str
    around: str
    from_month: str
    first_day: str
    last_day: str
    counted: str
    where: str
    where_title: str
    also_called: str
    known: str
    past: str
    overtaken: str
    no_date: str
    no_length: str
    no_number: str
    lengths_caption: str
    no_length_short: str
    squeezed: str
    not_everyone: str
    rough_end: str
    keep_taking: str
    finish: str
    other_routes: str
    variation: str
    aim: str
    begins_when: str
    what_happens: str
    tests: str
    side_effects: str
    side_effects_soon: str
    side_effects_later: str
    medicines_title: str
    medicines: str
    activities_title: str
    activity_what: str
    activity_when: str
    activity_day: str
    activity_remarks: str
    known_day: str
    day_of_cycle: str
    day_of_part: str
    switched_on: str
    people_title: str
    themes_title: str
    support_title: str
    support_intro: str
    looks_at: str
    questions: str
    notes: str
    my_notes: str
    to_do_title: str
    to_do: tuple[str, ...]
    write_start: str
    write_end: str
    write_month: str
    words_here: str
    in_months: str
    transition_title: str
    transition: str
    transition_table: str
    transition_what: str
    transition_moves: str
    transition_questions: tuple[str, ...]
    months_title: str
    months: str
    months_undated: str
    month_blank: str
    months_more: str
    month_list: str
    month_when: str
    month_what: str
    month_parts: str
    month_may_start: str
    month_starts: str
    month_may_end: str
    month_ends: str
    weekdays: tuple[str, ...]
    own_title: str
    own_intro: str
    own_what: str
    own_when: str
    own_parts: str
    own_unknown: str
    own_or: str
    own_date: str
    school_title: str
    school_notice: str
    school: str
    school_rough: str
    school_table: str
    school_time: str
    school_number: str
    school_expect: str
    school_unknown: str
    school_helps_title: str
    school_helps: tuple[str, ...]
    school_contact: str
    school_agreed: str
    decision: str
    decision_looks_at: str
    decision_may_follow: str
    beside_title: str
    beside_from_until: str
    beside_from: str
    beside_after: str
    why_start: str
    why_finish: str
    why_when: str
    why_title: str
    why_step: str
    why_plus: str
    why_most: str
    why_undated: str
    why_exclusive: str
    why_the_finish: str
    moved_title: str
    moved_start: str
    moved_end: str
    moved_before: str
    moved_after: str
    moved_by: str
    moved_undated: str
    what_if: str
    moved_absent: str
    moved: tuple[str, ...]
    moved_why: str
    changes_title: str
    changes: str
    changes_none: str
    changes_first: str
    changes_now: str
    changes_each: str
    changes_done: str
    changes_moves: str
    changes_nothing: str
    changes_move: str
    changes_first_day: str
    changes_last_day: str
    changes_all: str
    changes_gone: str
    changes_new: str
    changes_dated: str
    changes_undated: str
    day_title: str
    day_title_days: str
    day_caption: str
    day_when: str
    day_just_before: str
    day_then: str
    day_next: str
    day_one: str
    day_known: str
    day_several: str
    day_before_all: str
    day_over: str
    day_undated: str
    day_ask: tuple[str, ...]
    three_title: str
    three_shortest: str
    three_typical: str
    three_longest: str
    three_note: str
    compare_title: str
    compare: str
    compare_pages: str
    compare_page: str
    compare_for: str
    compare_starts: str
    compare_reviewed: str
    compare_lengths: str
    compare_absent: str
    compare_differ: str
    glossary_title: str
    lengths_title: str
    lengths_intro: str
    lengths_from: str
    shortest: str
    typical: str
    longest: str
    basis_meaning: tuple[str, ...]
    sources_title: str
    sources_intro: str
    sources_not_endorsed: str
    reviewed: str
    not_stated: str
    next_review: str
    stale: str
    history: str
    picture_title: str
    picture_first: str
    picture_whole: str
    picture_key_shortest: str
    picture_key_longest: str
    picture_key_typical: str
    picture_key_known: str
    picture_key_not_everyone: str
    picture_month: str
    picture_week: str
    picture_start: str
    picture_year: str
    picture_undated: str
    picture_later: str
    picture_open: str
    picture_not_everyone: str
    picture_today: str
    picture_key_decision: str
    picture_key_own: str
    picture_says_decision: str
    picture_says_lane: str
    picture_says_own: str
    picture_says: str
    picture_says_undated: str
    calendar_name: str
    category: str
    event_rough: str
    event_wide: str
    event_starts: str
    event_finish_known: str
    event_block: str
    event_may_move: str
    event_in_part: str
    event_after: str
    event_at: str
    event_own: str
    event_cancelled: str
    event_cancelled_text: str
    event_day: str
    event_length: str
    event_source: str
    basis: dict[str, str]
    places: dict[str, str]
    away: dict[str, str]
    event_begins: dict[str, str]
    event_may_start: dict[str, str]
    event_may_end: dict[str, str]
    event_finish: dict[str, str]
    event_decision: dict[str, str]
    event_kinds: dict[str, str]
    discreet: dict[str, str]
    ask: dict[str, str]
    steps: dict[str, str]
    changed: dict[str, str]
    compare_clock: dict[str, str]
    meanings: dict[str, str]
    total_said: dict[str, str]
    total_fit: dict[str, str]
    flags: dict[str, str]
    emergency_number: str
    first_weekday: str


def words_for(pathway: Pathway) -> Words:
    """The sentences in a pathway's language, spoken to whom its pages speak to."""
    return words(pathway.language, pathway.speaks_to)


@cache
def words(language: Language, speaks_to: Literal["person", "parent"] = "person") -> Words:
    """The sentences in a language; what it does not say differently is as in `en`.

    Those spoken to a parent differ where they would say "you" of the child.
    """
    text = (resources.files("journey") / "knowledge" / "wording.toml").read_text("utf-8")
    data = tomllib.loads(text)
    merged: dict[str, Any] = {**data["en"], **data[language]}
    if speaks_to == "parent":
        merged.update(data["parent"])
    filled: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in merged.items()}
    return Words(**filled)


def date_in_words(day: dt.date, language: Language = "en-GB") -> str:
    """A day: 9 March 2026, or March 9, 2026."""
    return _Date(language).day(day)


def days_in_words(first: dt.date, last: dt.date, language: Language = "en-GB") -> str:
    """A day, or days from the first to the last: 1 to 14 August 2026."""
    return _Date(language).span(first, last)


def window_in_words(window: DateWindow | None, language: Language = "en-GB") -> str:
    """When a phase may start. Words contain the whole window; `None` is no date yet."""
    return _in_words(window, language, shift=dt.timedelta())


def last_day_in_words(window: DateWindow | None, language: Language = "en-GB") -> str:
    """When the last day of a phase may be, from its exclusive end."""
    return _in_words(window, language, shift=-_DAY)


def boundary_in_words(
    window: DateWindow | None, language: Language = "en-GB", *, is_last_day: bool = False
) -> str:
    """As `window_in_words` or `last_day_in_words`; a known date is marked as the reader's own."""
    text = (last_day_in_words if is_last_day else window_in_words)(window, language)
    if window is not None and window.status == "known":
        return words(language).known.format(date=text)
    return text


def boundary_label(window: DateWindow | None, w: Words, *, is_last_day: bool = False) -> str:
    """What a boundary is called: a first or last day where it is known, else only a may-be."""
    if window is not None and window.status == "known":
        return w.last_day if is_last_day else w.first_day
    return w.ends if is_last_day else w.starts


def window_in_edtf(window: DateWindow | None) -> str | None:
    """The window in machine form, ISO 8601-2 (EDTF): it contains every day of the window.

    A known date is that day; an estimate or a capped one is the interval of its days, both
    included; an overtaken one is open at its end, since nobody recorded it. `None` is undated.
    """
    if window is None:
        return None
    if window.status == "known":
        return window.typical.isoformat()
    if window.status == "overtaken":
        return f"{window.earliest.isoformat()}/.."
    return f"{window.earliest.isoformat()}/{window.latest.isoformat()}"


def duration_in_words(duration: Duration) -> str:
    """The range with its unit: 4 to 6 weeks, 2 years."""
    if duration.is_one_figure:
        return count_in_words(duration.longest, duration.unit)
    return f"{duration.shortest} to {count_in_words(duration.longest, duration.unit)}"


def count_in_words(count: int, unit: str) -> str:
    """A number with its unit: 1 week, 2 weeks."""
    return f"{count} {unit if count != 1 else unit.removesuffix('s')}"


def duration_in_months(duration: Duration) -> str | None:
    """A length of over 2 months in months, or whole years in years; `None` where that says no more.

    Months are rounded to the nearest, so they are only about right.
    """
    counts = (duration.shortest, duration.longest)
    if duration.unit == "months" and all(count % 12 == 0 for count in counts):
        low, high, unit = (*(count // 12 for count in counts), "years")
    elif duration.unit in ("days", "weeks"):
        days = [count * (7 if duration.unit == "weeks" else 1) for count in counts]
        if days[0] < TWO_MONTHS:
            return None
        low, high, unit = (*(round(count / A_MONTH) for count in days), "months")
    else:
        return None
    span = count_in_words(high, unit)
    return span if low == high else f"{low} to {span}"


def months_in_words(first: dt.date, last: dt.date, language: Language = "en-GB") -> str:
    """From one month to another: March 2026, March to May 2026; over more than a year in years."""
    date = _Date(language)
    if (first.year, first.month) == (last.year, last.month):
        return date.month(first)
    return date.months(first, last) if (last - first).days <= A_YEAR else date.years(first, last)


def span_in_words(
    start: DateWindow | None, end: DateWindow | None, language: Language = "en-GB"
) -> str:
    """The months from the earliest start to the latest last day; `None` is no date yet."""
    w = words(language)
    if start is None:
        return w.no_date
    if start.status == "overtaken":
        return w.overtaken
    if end is None:
        month = months_in_words(start.earliest, start.latest, language)
        return w.from_month.format(month=month)
    return months_in_words(start.earliest, max(start.earliest, end.latest - _DAY), language)


def lane_in_words(lane: Lane, pathway: Pathway) -> str:
    """From where to where a lane runs beside the phases."""
    w = words_for(pathway)
    names = {phase.id: phase.name for phase in pathway.phases}
    if lane.begins == "after":
        return w.beside_after.format(first=names[lane.from_])
    if lane.until is None:
        return w.beside_from.format(first=names[lane.from_])
    return w.beside_from_until.format(first=names[lane.from_], last=names[lane.until])


def own_days_in_words(own: OwnDate, language: Language = "en-GB") -> str:
    """The day of a date of the person's own, or its first and its last one."""
    return days_in_words(own.start, max(own.start, own.end - _DAY), language)


def own_date_in_words(own: OwnDate, language: Language = "en-GB") -> str:
    """A date of the person's own: its label and its days."""
    days = own_days_in_words(own, language)
    return words(language).own_date.format(label=own.label, days=days)


def review_in_words(source: Source, language: Language = "en-GB") -> str:
    """When a source was last reviewed: a day, a month, or not stated."""
    if isinstance(source.reviewed, dt.date):
        return date_in_words(source.reviewed, language)
    if source.reviewed == "not stated":
        return words(language).not_stated
    year, month = source.reviewed.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"


def sentence(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _in_words(window: DateWindow | None, language: Language, *, shift: dt.timedelta) -> str:
    if window is None:
        return words(language).no_date
    if window.status == "overtaken":
        return words(language).overtaken
    date = _Date(language)
    first, typical, last = (day + shift for day in (window.earliest, window.typical, window.latest))
    if window.status == "known":
        return date.day(typical)
    if window.status == "capped":
        return f"by {date.day(last)}"
    width = (last - first).days
    if width <= ABOUT_A_DAY:
        return f"about {date.day(typical)}"
    if width <= A_FORTNIGHT:
        return date.days(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"during {date.month(first)}"
    if width <= A_YEAR:
        return date.months(first, last)
    return date.years(first, last)


@dataclass(frozen=True, slots=True)
class _Date:
    """How one language writes dates."""

    language: Language

    def day(self, day: dt.date) -> str:
        if self.language == "en-US":
            return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def days(self, first: dt.date, last: dt.date) -> str:
        return f"between {self._first_of(first, last)} and {self.day(last)}"

    def span(self, first: dt.date, last: dt.date) -> str:
        if first == last:
            return self.day(first)
        return f"{self._first_of(first, last)} to {self.day(last)}"

    def _first_of(self, first: dt.date, last: dt.date) -> str:
        """The first of two days, without what the last one says again."""
        start = self.day(first)
        if first.year == last.year:
            start = start.removesuffix(f" {first.year}").removesuffix(",")
        if self.language == "en-GB" and (first.year, first.month) == (last.year, last.month):
            start = str(first.day)
        return start

    def month(self, day: dt.date) -> str:
        return f"{MONTHS[day.month - 1]} {day.year}"

    def months(self, first: dt.date, last: dt.date) -> str:
        start = MONTHS[first.month - 1] if first.year == last.year else self.month(first)
        return f"{start} to {self.month(last)}"

    def years(self, first: dt.date, last: dt.date) -> str:
        return f"{first.year} to {last.year}"
