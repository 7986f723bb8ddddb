"""From days to points: the columns of the first months, and a scale for any row of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from journey.planning.arithmetic import add

MOST_COLUMNS = 13
"""So many columns can be told apart beside the names."""
FEW_DAYS = 70
"""What lasts no longer is drawn in weeks."""
MONTHS_A_COLUMN = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 12_000)


def columns(first: dt.date, last: dt.date, *, is_calendar: bool) -> tuple[tuple[dt.date, ...], int]:
    """The edges of columns from the first day to the last (exclusive), and the months in each.

    Weeks (0 months) where all is short. With `is_calendar` a column of months begins on the first
    of a month; else on the first day itself.
    """
    if (last - first).days <= FEW_DAYS:
        return _edges(first, last, 1, "weeks"), 0
    for months in MONTHS_A_COLUMN:
        start = _floor(first, months) if is_calendar else first
        edges = _edges(start, last, months, "months")
        if len(edges) - 1 <= MOST_COLUMNS:
            return edges, months
    raise AssertionError("no calendar has so many columns")


def _edges(first: dt.date, last: dt.date, step: int, unit: str) -> tuple[dt.date, ...]:
    edges = [first]
    while edges[-1] < last and len(edges) <= MOST_COLUMNS + 1:
        try:
            edges.append(add(first, step * len(edges), "weeks" if unit == "weeks" else "months"))
        except (OverflowError, ValueError):  # the end of the calendar
            edges.append(dt.date.max)
            break
    return tuple(edges) if len(edges) > 1 else (first, first + dt.timedelta(days=7))


def _floor(day: dt.date, months: int) -> dt.date:
    """The first day of the month, the quarter, the half-year or the year that the day is in."""
    span = min(months, 12)
    return dt.date(day.year, (day.month - 1) // span * span + 1, 1)


class Scale:
    """From days to points; days outside stop at the ends."""

    def __init__(self, edges: Sequence[dt.date], left: float, right: float) -> None:
        self.first, self.last = edges[0], edges[-1]
        self.left, self.right = left, right
        self.edges = edges
        self._step = (right - left) / (len(edges) - 1)

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies between its ends, or on one."""
        return self.first <= day <= self.last

    def __call__(self, day: dt.date) -> float:
        if day <= self.first:
            return self.left
        for i, (start, end) in enumerate(pairwise(self.edges)):
            if day <= end:
                return self.left + self._step * (i + (day - start).days / (end - start).days)
        return self.right
