"""The first months as grids of days, each with the same dates in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from journey.pages.document import (
    Block,
    GridDay,
    Heading,
    MonthGrid,
    Page,
    Paragraph,
    Space,
    Table,
    Text,
)
from journey.picture.chart import chart_of
from journey.planning.activities import planned_activities
from journey.planning.arithmetic import add
from journey.planning.timeline import UNRECORDED, Timeline
from journey.words.catalogue import sentence, words_for
from journey.words.dates import (
    boundary_in_words,
    days_in_words,
    flag_in_words,
    months_in_words,
    own_days_in_words,
    own_name_in_words,
    window_in_words,
)
from journey.words.roads import hold_in_words

MOST_MONTHS = 12
NEXT_MONTHS = 3
"""So many are shown where the picture's first months are over."""
WEEKS = 6
"""So many weeks a month can touch."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """What stands on some days, and the same in words."""

    start: dt.date
    end: dt.date
    """Exclusive."""
    label: str
    when: str
    what: str
    is_window: bool = False
    """Whether it is on one of these days, and nobody knows on which."""


def month_pages(timeline: Timeline, *, made: dt.date, is_past: bool = False) -> Iterator[Page]:
    """A page for each month, the first with what they are.

    From the month they were made in, or the start, to the end of the picture's first months, or of
    the next three: at most twelve. Those before it are made where the past is asked for. Without
    dates there is one to fill in by hand.
    """
    w, language = words_for(timeline.pathway), timeline.pathway.language
    edges = chart_of(timeline).edges
    if not edges or not timeline.is_dated:
        if is_past:
            return
        above = Heading(2, w.months_title), Paragraph(Text(w.months_undated))
        grid = MonthGrid(w.month_blank, _weekdays(timeline), ((None,) * 7,) * WEEKS)
        yield Page("months", (*above, Space(w.write_month, 1), grid), is_landscape=True)
        return
    start, now = edges[0].replace(day=1), made.replace(day=1)
    if is_past:
        first, until = max(start, add(now, -MOST_MONTHS, "months")), now
    else:
        first = max(start, now)
        until = max(edges[-1], add(now, NEXT_MONTHS, "months"))
        finish = timeline.finish
        if finish is not None and not finish.is_open:
            until = min(until, finish.latest)
    months = [add(first, n, "months") for n in range(MOST_MONTHS)]
    months = [month for month in months if month < until]
    if not months:
        return
    span = {"first": months_in_words(first, first, language)}
    span["last"] = months_in_words(months[-1], months[-1], language)
    intro = f"{w.months.format(**span)} {w.months_numbers}"
    opening: tuple[Block, ...] = (Heading(2, w.months_title), Paragraph(Text(intro)))
    found = sorted(entries(timeline))
    for month in months:
        blocks = (*opening, *_month(timeline, month, found))
        yield Page(f"month-{month.year}-{month.month:02}", blocks, is_landscape=True)
        opening = ()


def _month(timeline: Timeline, month: dt.date, found: list[Entry]) -> Iterator[Block]:
    w, language = words_for(timeline.pathway), timeline.pathway.language
    following = add(month, 1, "months")
    name = months_in_words(month, month, language)
    shown = [entry for entry in found if entry.start < following and month < entry.end]
    labels: dict[dt.date, list[str]] = {}
    for entry in shown:
        day, last = max(entry.start, month), min(entry.end, following)
        if entry.is_window:
            last = day + _DAY  # its numbers stand on all of its days
        while day < last:
            labels.setdefault(day, []).append(entry.label)
            day += _DAY
    yield Heading(2, name)
    yield MonthGrid(name, _weekdays(timeline), tuple(_weeks(timeline, month, following, labels)))
    parts = timeline.during(month, following - _DAY)
    if parts:
        names = ", ".join(f"{planned.number}. {planned.name}" for planned in parts)
        yield Paragraph(Text(w.month_parts.format(names=names)))
    if not shown:
        return
    rows = tuple((Text(entry.when), Text(entry.what)) for entry in shown)
    yield Table(w.month_list, (w.month_when, w.month_what), rows)


def _weekdays(timeline: Timeline) -> tuple[str, ...]:
    w = words_for(timeline.pathway)
    first = w.weekdays.index(w.first_weekday)
    return w.weekdays[first:] + w.weekdays[:first]


def _weeks(
    timeline: Timeline, month: dt.date, following: dt.date, labels: dict[dt.date, list[str]]
) -> Iterator[tuple[GridDay | None, ...]]:
    w = words_for(timeline.pathway)
    before = (month.weekday() - w.weekdays.index(w.first_weekday)) % 7
    dates = [month.replace(day=n) for n in range(1, (following - month).days + 1)]
    days: list[GridDay | None] = [None] * before
    bars = chart_of(timeline).bars
    for date in dates:
        usual = tuple(row.number for row, bar in bars if bar.start <= date < bar.end)
        may = (row.number for row, bar in bars if bar.earliest <= date < bar.latest)
        others = tuple(number for number in may if number not in usual)
        days.append(GridDay(date.day, tuple(labels.get(date, ())), usual, others))
    days += [None] * (-len(days) % 7)
    for first in range(0, len(days), 7):
        yield tuple(days[first : first + 7])


def entries(timeline: Timeline) -> Iterator[Entry]:
    """Starts and the finish on all days that they may be, visits, holds and own dates on theirs."""
    yield from _boundaries(timeline)
    w, language = words_for(timeline.pathway), timeline.pathway.language
    for item in planned_activities(timeline):
        if item.date is None:
            continue
        flags = [flag_in_words(flag, w) for flag in item.flags]
        what = " ".join([f"{item.activity.name}.", *flags] if flags else [item.activity.name])
        closed = [said for flag, said in zip(item.flags, flags, strict=True)
                  if flag.kind == "closed"]  # fmt: skip
        label = ". ".join([item.activity.name, *closed])
        when = sentence(window_in_words(item.words_window, language))
        yield Entry(item.date, item.date + _DAY, label, when, what)
    for hold in timeline.holds:
        until = hold.since + _DAY if hold.until is None else hold.until
        name = w.event_hold_since if hold.is_open else w.event_hold
        days = days_in_words(hold.since, until - _DAY, language)
        yield Entry(hold.since, until, name, days, hold_in_words(hold, timeline))
    for own in timeline.own_dates:
        days = own_days_in_words(own, language)
        name = own_name_in_words(own, language)
        yield Entry(own.start, own.end, name, days, name)


def _boundaries(timeline: Timeline) -> Iterator[Entry]:
    w, language = words_for(timeline.pathway), timeline.pathway.language
    for planned in timeline.phases:
        window = planned.start
        if window is None or window.status in UNRECORDED or planned.is_squeezed:
            continue
        is_known = window.status == "known"
        label = (w.month_starts if is_known else w.month_may_start).format(name=planned.name)
        when = sentence(boundary_in_words(window, language))
        yield Entry(window.earliest, window.latest + _DAY, label, when, label, not is_known)
    finish = timeline.finish
    if finish is None or finish.status in UNRECORDED or timeline.phases[-1].is_squeezed:
        return
    is_known = finish.status == "known"
    name = timeline.phases[-1].name
    label = (w.month_ends if is_known else w.month_may_end).format(name=name)
    when = sentence(boundary_in_words(finish, language, is_last_day=True))
    yield Entry(finish.earliest - _DAY, finish.latest, label, when, label, not is_known)
