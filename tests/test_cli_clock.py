"""The clock: whole seconds of UTC for files, the day it is here for people."""

from __future__ import annotations

import datetime as dt

from journey.cli.clock import midnight, now, today


def test_the_time_is_in_utc_to_the_second() -> None:
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    moment = now()
    assert before <= moment <= dt.datetime.now(dt.UTC)
    assert (moment.tzinfo, moment.microsecond) == (dt.UTC, 0)


def test_today_is_the_day_it_is_here() -> None:
    before = dt.datetime.now().astimezone().date()
    assert before <= today() <= dt.datetime.now().astimezone().date()


def test_midnight_is_the_first_moment_of_the_day_in_utc() -> None:
    assert midnight(dt.date(2026, 3, 2)) == dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
