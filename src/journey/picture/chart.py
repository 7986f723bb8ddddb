"""What the picture of a timeline shows, as data: for each part the days, for the axis its columns.

Each part has the days that it may cover at all, from its earliest start to its latest end, and
within them its usual days. Nothing here knows how wide a drawing is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from journey.picture.axis import columns
from journey.picture.look import BESIDE
from journey.planning.arithmetic import add
from journey.planning.timeline import PlannedLane, PlannedPhase, Timeline, in_turns, plan
from journey.words.catalogue import Words, any_of, sentence, words_for
from journey.words.dates import (
    date_in_words,
    length_of,
    months_in_words,
    own_date_in_words,
    years_in_words,
)
from journey.words.roads import hold_in_words

ANY_DAY = dt.date(2001, 1, 1)
"""Lengths without dates are drawn from some day; which one does not show."""
LONG = 183
"""A part that usually takes more days than this is cut off in the first months."""
MOST_WHOLE = 400
"""What takes no more days than this is shown whole in the first months."""
MOST_OWN = 3
"""So many dates of the person's own stand in the picture."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """The days of one part: those that it may cover, and the usual ones among them.

    Each end is exclusive.
    """

    earliest: dt.date
    start: dt.date
    """The usual first day."""
    end: dt.date
    """The day after the usual last one."""
    latest: dt.date
    is_open: bool = False
    """Whether nobody says how late it may end."""
    is_undated: bool = False
    """Whether nothing at all is known of its end: then `end` and `latest` are its latest start."""


@dataclass(frozen=True, slots=True)
class Row:
    """One part, or a lane beside them: its name, how long it takes, and its days where known."""

    number: int
    """Its place in the pathway, from 1; BESIDE for a lane."""
    name: str
    length: str
    bar: Bar | None
    remark: str = ""
    """What stands in place of days, or beside days that have no end."""
    later: str = ""
    """When it is, where that lies after the first months."""
    until: str = ""
    """In which year or years it ends, where that lies after the first months."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the first months: what stands above it, and the year where a new one begins."""

    label: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day to mark, or some days: today, or a date of the person's own."""

    label: str
    first: dt.date
    last: dt.date
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A day named under the whole time."""

    day: dt.date
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the picture shows, with its words in the reader's language."""

    title: str
    whole_title: str
    unit: str
    """What a column is, where they are numbered; empty where they have names."""
    edges: tuple[dt.date, ...] = field(repr=False)
    """Of the columns: the first day of each, and the day after the last."""
    columns: tuple[Column, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    """The parts."""
    beside: tuple[Row, ...] = field(repr=False)
    """The lanes that have dates of their own."""
    days: tuple[Day, ...] = field(repr=False)
    ticks: tuple[Tick, ...] = field(repr=False)
    usual: str
    """What the dark bar is called."""
    may: str
    """What the pale bar is called."""
    goes_on: str
    """What a fading end is called."""
    may_end: tuple[str, ...]
    is_dated: bool

    @property
    def bars(self) -> tuple[tuple[Row, Bar], ...]:
        """The parts whose usual days are known."""
        return tuple((r, r.bar) for r in self.rows if r.bar and not r.bar.is_undated)

    @property
    def whole(self) -> tuple[dt.date, dt.date] | None:
        """From the first usual day to the latest end; nothing where no part has its days."""
        return _whole(self.rows)


def chart_of(timeline: Timeline, *, today: dt.date | None = None) -> Chart:
    """What the picture of a timeline shows; lengths from a start that is not said where undated."""
    w, is_dated = words_for(timeline.pathway), timeline.is_dated
    drawn = timeline if is_dated else plan(timeline.pathway, start=ANY_DAY)
    bars = [bar_of(planned) for planned in drawn.phases]
    dated = next(window for window in drawn.boundaries if window is not None)
    beside = [bar_of(lane) for lane in drawn.lanes]
    edges, months = _columns(
        [bar for bar in bars if bar],
        [bar for bar in beside if bar],
        dated.typical,
        is_calendar=is_dated,
    )
    names, unit = _names(edges, months, w, is_dated=is_dated)
    rows = tuple(
        _row(planned, bar, edges, timeline) for planned, bar in zip(drawn.phases, bars, strict=True)
    )
    return Chart(
        title=w.picture_first,
        whole_title=w.picture_whole,
        unit=unit,
        edges=edges,
        columns=names,
        rows=rows,
        beside=tuple(
            _row(lane, bar, edges, timeline) for lane, bar in zip(drawn.lanes, beside, strict=True)
        ),
        days=_days(timeline, today) if is_dated else (),
        ticks=_ticks(rows, timeline),
        usual=w.picture_usual,
        may=w.picture_may,
        goes_on=w.picture_goes_on,
        may_end=w.picture_may_end,
        is_dated=is_dated,
    )


def bar_of(planned: PlannedPhase) -> Bar | None:
    """The days of a part; none where its start is not known, or known dates leave it no day."""
    start, end = planned.start, planned.end
    if start is None or planned.is_squeezed:
        return None
    if end is None:
        return Bar(
            start.earliest, start.typical, start.latest, start.latest, is_open=True, is_undated=True
        )
    latest = max(end.latest, start.latest)
    return Bar(start.earliest, start.typical, end.typical, latest, is_open=end.is_open)


def _columns(
    bars: list[Bar], beside: list[Bar], some_day: dt.date, *, is_calendar: bool
) -> tuple[tuple[dt.date, ...], int]:
    """The columns reach over everything, or a month into the first part that is long; over what
    runs beside the parts, where that lengthens them by little.

    Where known dates leave no part a day, they are those around some day that is known.
    """
    if not bars:
        return columns(some_day, some_day + _DAY, is_calendar=is_calendar)
    first, last = min(bar.earliest for bar in bars), max(bar.latest for bar in bars)
    longest = max([last, *(bar.latest for bar in beside)])
    if (longest - first).days <= MOST_WHOLE:
        last = longest
    last_of = [bar for bar in (*bars, *beside) if bar.latest == last]
    if (last - first).days > MOST_WHOLE:
        long = next((n for n, b in enumerate(bars) if (b.end - b.start).days > LONG), None)
        if long:  # not the first of them
            before = [bar.latest for bar in bars[:long]]
            last = min(last, max(*before, _later(bars[long].start, 1)))
    if any(bar.is_open and bar.latest == last for bar in last_of):
        last = _later(last, 1)  # room to fade
    return columns(first, last, is_calendar=is_calendar)


def _later(day: dt.date, months: int) -> dt.date:
    try:
        return add(day, months, "months")
    except (OverflowError, ValueError):
        return dt.date.max


def _names(
    edges: tuple[dt.date, ...], months: int, w: Words, *, is_dated: bool
) -> tuple[tuple[Column, ...], str]:
    """What stands above each column, and what a numbered one is."""
    starts = edges[:-1]
    if months == 0:
        return tuple(Column(str(n)) for n in range(1, len(edges))), w.picture_week
    if not is_dated:
        step, unit = (months, w.picture_month) if months < 12 else (months // 12, w.picture_of_year)
        return tuple(Column(str(1 + n * step)) for n in range(len(starts))), unit
    if months >= 12:
        return tuple(Column(str(day.year)) for day in starts), ""
    before = (None, *starts)
    return tuple(
        Column(
            w.month_names[day.month - 1][:3],
            str(day.year) if last is None or last.year != day.year else "",
        )
        for last, day in zip(before, starts, strict=False)
    ), ""


def _row(
    planned: PlannedPhase, bar: Bar | None, edges: tuple[dt.date, ...], timeline: Timeline
) -> Row:
    w, phase = words_for(timeline.pathway), planned.phase
    is_beside = isinstance(planned, PlannedLane)
    length = "" if is_beside else w.no_length_short
    if phase.duration:
        length = length_of(phase, timeline.pathway, w)
    if is_beside:
        length = f"{length} ({w.picture_beside})" if length else w.picture_beside
    if not phase.is_for_everyone:
        length = f"{length} ({w.picture_not_everyone})"
    remark = later = until = ""
    if planned.is_squeezed:
        remark = w.skipped if planned.is_skipped else w.picture_no_days
    elif bar is None or bar.is_undated:
        remark = w.no_date if phase.duration else w.picture_undated
        if planned.waits:
            remark = w.after_hold
    if bar is not None and bar.start >= edges[-1]:
        later = w.picture_later
        if timeline.is_dated:
            later = f"{later}: {_years_of(bar, w)}"
    elif bar is not None and bar.latest > edges[-1] and timeline.is_dated and planned.end:
        ends = _years(planned.end.earliest - _DAY, planned.end.latest - _DAY, w)
        ends = w.or_later.format(when=ends) if planned.end.is_open else ends
        until = w.picture_until.format(when=ends)
    number = BESIDE if is_beside else planned.number
    return Row(number, planned.name, sentence(length), bar, remark, later, until)


def _years_of(bar: Bar, w: Words) -> str:
    """The years that a part lies in; those of its start alone, where nothing is known of its end.

    An end that nobody gives is no date: after a start that was recorded, it adds no year.
    """
    if bar.is_undated:
        return w.from_month.format(month=_years(bar.earliest, bar.latest, w))
    years = _years(bar.start, bar.latest - _DAY, w)
    return w.or_later.format(when=years) if bar.is_open else years


def _years(first: dt.date, last: dt.date, w: Words) -> str:
    """2028, 2028 or 2029, 2028 to 2031."""
    if last.year - first.year == 1:
        return any_of([str(first.year), str(last.year)], w)
    return years_in_words(first, last)


def _days(timeline: Timeline, today: dt.date | None) -> tuple[Day, ...]:
    """Today, and the dates of the person's own that come next, few enough to be read."""
    w, language = words_for(timeline.pathway), timeline.pathway.language
    found = []
    if today is not None:
        said = w.picture_today.format(date=date_in_words(today, language))
        found.append(Day(said, today, today + _DAY, is_today=True))
    for hold in timeline.holds[-MOST_OWN:]:
        last = hold.since + _DAY if hold.until is None else hold.until
        found.append(Day(hold_in_words(hold, timeline, is_brief=True), hold.since, last))
    coming = [own for own in timeline.own_dates if today is None or own.end > today]
    nearest = [turns[0] for turns in in_turns(own for own in coming if not own.is_taken_off)]
    found += [Day(own_date_in_words(o, language), o.start, o.end) for o in nearest[:MOST_OWN]]
    return tuple(found)


def _ticks(rows: tuple[Row, ...], timeline: Timeline) -> tuple[Tick, ...]:
    """The first day and each new year after it, by its name or counted from the start."""
    w, span = words_for(timeline.pathway), _whole(rows)
    if span is None:
        return ()
    first, last = span
    if timeline.is_dated:
        named = [Tick(first, months_in_words(first, first, timeline.pathway.language))]
        years = range(first.year + 1, last.year + 1)
        return (*named, *(Tick(dt.date(year, 1, 1), str(year)) for year in years))
    ticks = [Tick(first, w.picture_start)]
    while (day := _later(first, 12 * len(ticks))) <= last and day < dt.date.max:
        ticks.append(Tick(day, w.picture_year.format(number=len(ticks))))
    return tuple(ticks)


def _whole(rows: tuple[Row, ...]) -> tuple[dt.date, dt.date] | None:
    bars = [row.bar for row in rows if row.bar and not row.bar.is_undated]
    if not bars:
        return None
    first, last = min(bar.start for bar in bars), max(bar.latest for bar in bars)
    return first, max(last, first + _DAY)
