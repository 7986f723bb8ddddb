"""Months and years are those of the calendar."""

from __future__ import annotations

import datetime as dt

from test_planning_timeline import simple

from journey.planning.timeline import DateWindow, plan


def estimated(day: dt.date) -> DateWindow:
    return DateWindow(day, day, day, "estimated")


def test_months_stop_at_the_end_of_a_month_and_go_on_from_there() -> None:
    timeline = plan(simple((1, 1, 1), (1, 1, 1), unit="months"), start=dt.date(2026, 1, 31))
    assert timeline["p1"].start == estimated(dt.date(2026, 2, 28))
    assert timeline.finish == estimated(dt.date(2026, 3, 28))
