"""Lengths of time: the units, and a date some of them later."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

Unit = Literal["days", "weeks", "months", "years"]
Basis = Literal["stated", "interpreted", "assumed"]


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
