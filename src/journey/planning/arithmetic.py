"""A date some days, weeks, months or years later."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from journey.pathways.durations import Unit


@lru_cache(maxsize=1024)
def _step(count: int, unit: Unit) -> dt.timedelta | relativedelta:
    if unit == "days":
        return dt.timedelta(days=count)
    if unit == "weeks":
        return dt.timedelta(weeks=count)
    return relativedelta(months=count) if unit == "months" else relativedelta(years=count)


def add(day: dt.date, count: int, unit: Unit) -> dt.date:
    """The date `count` units after `day`; a month's end stays in its month (31 January + 1 month
    is 28 or 29 February).

    Raises OverflowError or ValueError past the calendar's end (year 9999).
    """
    return day + _step(count, unit)
