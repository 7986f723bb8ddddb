"""A date some days, weeks, months or years later."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journey.pathways.durations import Unit

_EVERY_MONTH = 28
"""So many days each month has."""


@lru_cache(maxsize=1024)
def _step(count: int, unit: Unit) -> dt.timedelta | None:
    """What is added as days; `None` where the calendar is counted by months."""
    if unit in ("months", "years"):
        return None
    return dt.timedelta(days=count) if unit == "days" else dt.timedelta(weeks=count)


def add(day: dt.date, count: int, unit: Unit) -> dt.date:
    """The date `count` units after `day`; a month's end stays in its month (31 January + 1 month
    is 28 or 29 February).

    Raises OverflowError or ValueError past the calendar's end (year 9999).
    """
    step = _step(count, unit)
    if step is not None:
        return day + step
    months = day.month - 1 + (count if unit == "months" else 12 * count)
    year, month = day.year + months // 12, months % 12 + 1
    number = day.day
    if number > _EVERY_MONTH and 0 < year <= dt.MAXYEAR:
        number = min(number, monthrange(year, month)[1])
    return dt.date(year, month, number)
