"""Dates, windows and lengths in words.

Words follow the width of a window and never promise more than it does. They stand in the catalogue
of words, month names too: nothing here asks the locale.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journey.pathways.fields import Language
from journey.words.catalogue import Words, words, words_for
from journey.words.direction import isolated

if TYPE_CHECKING:
    from journey.pathways.durations import Duration
    from journey.pathways.fields import Source
    from journey.pathways.model import Lane, Pathway, Phase
    from journey.planning.activities import Flag, PlannedActivity
    from journey.planning.timeline import DateWindow, OwnDate

ABOUT_A_DAY = 3
A_FORTNIGHT = 14
A_YEAR = 366
"""The widest window, in days, that is still told as a day, as two days, and as months."""

TWO_MONTHS, A_MONTH = 60, 30.44
"""In days: from when a length is told in months too, and how long one is on average."""

_DAY = dt.timedelta(days=1)


def date_in_words(day: dt.date, language: Language = "en-GB") -> str:
    """A day: 9 March 2026, or March 9, 2026."""
    return _Date(words(language)).day(day)


def days_in_words(first: dt.date, last: dt.date, language: Language = "en-GB") -> str:
    """A day, or days from the first to the last: 1 to 14 August 2026."""
    return _Date(words(language)).span(first, last)


def window_in_words(
    window: DateWindow | None, language: Language = "en-GB", *, waits: bool = False
) -> str:
    """When a phase may start. Words contain the whole window; `None` is no date yet, or, where it
    `waits`, after an open hold.

    An open window may be later than its latest date, and the words say so.
    """
    return _in_words(window, language, shift=dt.timedelta(), waits=waits)


def last_day_in_words(
    window: DateWindow | None, language: Language = "en-GB", *, waits: bool = False
) -> str:
    """When the last day of a phase may be, from its exclusive end."""
    return _in_words(window, language, shift=-_DAY, waits=waits)


def boundary_in_words(
    window: DateWindow | None, language: Language = "en-GB", *, is_last_day: bool = False,
    waits: bool = False,
) -> str:  # fmt: skip
    """As `window_in_words` or `last_day_in_words`; a known date is marked as the reader's own."""
    in_words = last_day_in_words if is_last_day else window_in_words
    text = in_words(window, language, waits=waits)
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
    included. An open window is open at its end, and so is an overtaken one, since nobody recorded
    it, and one that counts from such a one. `None` is undated.
    """
    if window is None:
        return None
    if window.status == "known":
        return window.typical.isoformat()
    if window.is_open or window.status in ("overtaken", "not-before"):
        return f"{window.earliest.isoformat()}/.."
    return f"{window.earliest.isoformat()}/{window.latest.isoformat()}"


def duration_in_words(duration: Duration, language: Language = "en-GB") -> str:
    """The range with its unit: 4 to 6 weeks, 2 years; one side alone: 4 weeks or more, up to it."""
    w = words(language)
    least, most = (
        count_in_words(count, duration.unit, language) for count in (duration.least, duration.most)
    )
    if duration.is_one_figure or duration.shortest == duration.longest:
        return most
    if duration.is_open:
        return w.at_least.format(range=least)
    if duration.shortest is None:
        return w.at_most.format(range=most)
    return w.from_to.format(first=duration.shortest, last=most)


def length_in_words(duration: Duration, w: Words, *, in_months: bool = False) -> str:
    """A length in short: about 4 to 6 weeks; 2 years (one figure)."""
    span = (in_months and duration_in_months(duration)) or duration_in_words(duration)
    return (w.one_figure_short if duration.is_one_figure else w.how_long_about).format(range=span)


def length_of(phase: Phase, pathway: Pathway, w: Words) -> str:
    """The length of a phase in short, and from where it counts: 2 years, from part 2 on."""
    if phase.duration is None:
        return w.no_length_short
    for number, base in enumerate(pathway.phases, start=1):
        if base.id == phase.counted_from:
            span = duration_in_words(phase.duration)
            if not phase.duration.is_one_figure:
                span = w.how_long_about.format(range=span)
            return w.counted_short.format(range=span, number=number)
    return length_in_words(phase.duration, w)


def count_in_words(count: int, unit: str, language: Language = "en-GB") -> str:
    """A number with its unit: 1 week, 2 weeks."""
    w = words(language)
    return (w.count_one if count == 1 else w.count_many)[unit].format(count=count)


def duration_in_months(duration: Duration, language: Language = "en-GB") -> str | None:
    """A length of over 2 months in months, or whole years in years; `None` where that says no more.

    Months are rounded to the nearest, so they are only about right.
    """
    counts = (duration.least, duration.most)
    if duration.unit == "months" and all(count % 12 == 0 for count in counts):
        low, high, unit = (*(count // 12 for count in counts), "years")
    elif duration.unit in ("days", "weeks"):
        days = [count * (7 if duration.unit == "weeks" else 1) for count in counts]
        if days[0] < TWO_MONTHS:
            return None
        low, high, unit = (*(round(count / A_MONTH) for count in days), "months")
    else:
        return None
    w, span = words(language), count_in_words(high, unit, language)
    if duration.is_one_figure or low == high:
        return span
    if duration.is_open:
        return w.at_least.format(range=count_in_words(low, unit, language))
    if duration.shortest is None:
        return w.at_most.format(range=span)
    return w.from_to.format(first=low, last=span)


def years_and_months(days: int, language: Language = "en-GB") -> str:
    """So many days in years and months, to the nearest month: 2 years and 5 months."""
    years, months = divmod(round(days / A_MONTH), 12)
    in_years, in_months = (
        count_in_words(years, "years", language), count_in_words(months, "months", language)
    )  # fmt: skip
    if not years or not months:
        return in_years if years else in_months
    return words(language).years_and_months.format(years=in_years, months=in_months)


def months_in_words(first: dt.date, last: dt.date, language: Language = "en-GB") -> str:
    """From one month to another: March 2026, March to May 2026; over more than a year in years."""
    date = _Date(words(language))
    if (first.year, first.month) == (last.year, last.month):
        return date.month(first)
    return date.months(first, last) if (last - first).days <= A_YEAR else date.years(first, last)


def years_in_words(first: dt.date, last: dt.date, language: Language = "en-GB") -> str:
    """A year, or years from one to another: 2028 to 2031."""
    return str(first.year) if first.year == last.year else _Date(words(language)).years(first, last)


def span_in_words(
    start: DateWindow | None, end: DateWindow | None, language: Language = "en-GB", *,
    waits: bool = False,
) -> str:  # fmt: skip
    """The months from the earliest start to the latest last day; `None` is no date yet."""
    w = words(language)
    if start is None or start.status in ("overtaken", "not-before"):
        return _in_words(start, language, shift=dt.timedelta(), waits=waits)
    if end is None:
        month = months_in_words(start.earliest, start.latest, language)
        return w.from_month.format(month=month)
    months = months_in_words(start.earliest, max(start.earliest, end.latest - _DAY), language)
    return w.or_later.format(when=months) if end.is_open else months


def lane_in_words(lane: Lane, pathway: Pathway) -> str:
    """From where to where a lane runs beside the phases, and how long after that it begins."""
    w = words_for(pathway)
    names = {phase.id: phase.name for phase in pathway.phases}
    first, length = names[lane.from_], lane.duration
    is_after = lane.begins == "after"
    if length is not None and lane.until is None and not length.is_until_last_session:
        said = w.beside_after_for if is_after else w.beside_from_for
        said = said.format(first=first, length=duration_in_words(length))
    elif is_after:
        said = w.beside_after.format(first=first)
    elif lane.until is None:
        said = w.beside_from.format(first=first)
    else:
        said = w.beside_from_until.format(first=first, last=names[lane.until])
    if lane.gap is None:
        return said
    rest = w.beside_gap_after if is_after else w.beside_gap
    return f"{said} {rest.format(first=first, length=duration_in_words(lane.gap))}"


def place_in_words(item: PlannedActivity, w: Words) -> str:
    """The day of its part or block, or how many months after its start; else nothing."""
    if item.month is not None:
        words = w.months_of_part if item.cycle is None else w.months_of_cycle
        return words.format(months=count_in_words(item.month, "months"), cycle=item.cycle)
    if item.day is None:
        return ""
    words = w.day_of_part if item.cycle is None else w.day_of_cycle
    return words.format(day=item.day, cycle=item.cycle)


def flag_in_words(flag: Flag, w: Words) -> str:
    """What there is to know about a date, with the reason where it has one."""
    return w.flags[flag.kind].format(reason=w.closed_because.get(flag.reason, flag.reason))


def given_in_words(name: str, pathway: Pathway, w: Words) -> str:
    """What a date is of that is no boundary: a block, a visit, or an end before a rest."""
    phase_id, *more = name.split(".")
    phase = next(p for p in pathway.phases if p.id == phase_id)
    if more == ["end"]:
        return w.moved_end.format(name=phase.name)
    cycle = next((part[1:] for part in more if re.fullmatch("c[0-9]+", part)), None)
    block = phase.name
    if cycle is not None:
        block = w.event_block.format(name=phase.name, number=cycle)
    visit = next((a.name for a in phase.activities if a.id in more), None)
    return block if visit is None else w.visit_of_block.format(visit=visit, block=block)


def is_visit(name: str) -> bool:
    """Whether a name of something dated is that of a visit, or of an end: no first day is it."""
    return re.fullmatch(r"[^.]+(\.c[0-9]+)?", name) is None


def own_days_in_words(own: OwnDate, language: Language = "en-GB") -> str:
    """The day of a date of the person's own, or its first and its last one."""
    return days_in_words(own.start, max(own.start, own.end - _DAY), language)


def own_name_in_words(own: OwnDate, language: Language = "en-GB") -> str:
    """What a date of the person's own is called, with its time, and whether its calendar has
    dropped it.
    """
    w = words(language)
    name = own.label if own.at is None else w.own_timed.format(label=own.label, time=own.at)
    return w.own_taken_off.format(name=name) if own.is_taken_off else name


def own_date_in_words(own: OwnDate, language: Language = "en-GB") -> str:
    """A date of the person's own: what it is called, and its days."""
    return _own_in_words(own, own_days_in_words(own, language), language)


def own_turns_in_words(turns: Sequence[OwnDate], language: Language = "en-GB") -> str:
    """The same of all the turns of one that comes again."""
    return _own_in_words(turns[0], own_turn_days_in_words(turns, language), language)


def own_turn_days_in_words(turns: Sequence[OwnDate], language: Language = "en-GB") -> str:
    """The days of the first turn that is told here, how often it comes again, and the last one."""
    first, last = turns[0], turns[-1]
    days = own_days_in_words(first, language)
    if first.repeat is None or first is last:
        return days
    every = count_in_words(first.repeat.every, first.repeat.unit).removeprefix("1 ")
    return words(language).own_every.format(
        days=days, every=every, count=len(turns), last=own_days_in_words(last, language)
    )


def _own_in_words(own: OwnDate, days: str, language: Language) -> str:
    label = isolated(own_name_in_words(own, language))  # it is no word of ours
    return words(language).own_date.format(label=label, days=days)


def review_in_words(source: Source, language: Language = "en-GB") -> str:
    """When a source was last reviewed: a day, a month, or not stated."""
    if isinstance(source.reviewed, dt.date):
        return date_in_words(source.reviewed, language)
    if source.reviewed == "not stated":
        return words(language).not_stated
    year, month = source.reviewed.split("-")
    return _Date(words(language)).month(dt.date(int(year), int(month), 1))


def _in_words(
    window: DateWindow | None, language: Language, *, shift: dt.timedelta, waits: bool
) -> str:
    w = words(language)
    if window is None:
        return w.after_hold if waits else w.no_date
    if window.status == "overtaken":
        return w.overtaken
    if window.status == "not-before":
        return w.date_not_before.format(date=date_in_words(window.earliest + shift, language))
    text = _closed_in_words(window, language, shift=shift)
    return words(language).or_later.format(when=text) if window.is_open else text


def _closed_in_words(window: DateWindow, language: Language, *, shift: dt.timedelta) -> str:
    """The three dates of a window in words, as if its latest were a bound."""
    w = words(language)
    date = _Date(w)
    first, typical, last = (day + shift for day in (window.earliest, window.typical, window.latest))
    if window.status == "known":
        return date.day(typical)
    if window.status == "capped":
        return w.date_by.format(date=date.day(last))
    width = (last - first).days
    if width <= ABOUT_A_DAY:
        return w.date_about.format(date=date.day(typical))
    if width <= A_FORTNIGHT:
        return date.days(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return w.date_during.format(month=date.month(first))
    if width <= A_YEAR:
        return date.months(first, last)
    return date.years(first, last)


@dataclass(frozen=True, slots=True)
class _Date:
    """How one language writes dates."""

    w: Words

    def day(self, day: dt.date) -> str:
        return self._written(self.w.date_day, day)

    def days(self, first: dt.date, last: dt.date) -> str:
        return self.w.date_between.format(first=self._first_of(first, last), last=self.day(last))

    def span(self, first: dt.date, last: dt.date) -> str:
        if first == last:
            return self.day(first)
        return self.w.from_to.format(first=self._first_of(first, last), last=self.day(last))

    def _first_of(self, first: dt.date, last: dt.date) -> str:
        """The first of two days, without what the last one says again."""
        if first.year != last.year:
            return self.day(first)
        is_same_month = first.month == last.month
        form = self.w.date_day_of_month if is_same_month else self.w.date_day_of_year
        return self._written(form, first)

    def month(self, day: dt.date) -> str:
        return self._written(self.w.date_month, day)

    def months(self, first: dt.date, last: dt.date) -> str:
        form = "{month}" if first.year == last.year else self.w.date_month
        return self.w.from_to.format(first=self._written(form, first), last=self.month(last))

    def years(self, first: dt.date, last: dt.date) -> str:
        return self.w.from_to.format(first=first.year, last=last.year)

    def _written(self, form: str, day: dt.date) -> str:
        month = self.w.month_names[day.month - 1]
        return form.format(day=day.day, month=month, year=day.year)
