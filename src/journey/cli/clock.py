"""The clock: the only place that asks what day it is."""

from __future__ import annotations

import datetime as dt


def today() -> dt.date:
    """The day it is here."""
    return dt.datetime.now().astimezone().date()


def midnight(day: dt.date) -> dt.datetime:
    """The first moment of the day, UTC."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def now() -> dt.datetime:
    """The time, in UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
