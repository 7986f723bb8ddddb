"""Closed days: flagged with their reason; nothing is moved."""

from __future__ import annotations

import datetime as dt

import pytest

from journey.errors import PlanningError
from journey.planning.closed_days import ClosedDays

MONDAY = dt.date(2026, 3, 2)


def test_a_bank_holiday_is_told_by_its_name() -> None:
    pytest.importorskip("holidays", reason="bank holidays need: pip install '.[holidays]'")
    closed = ClosedDays(holidays="GB-ENG")
    assert closed.reason(dt.date(2026, 12, 25)) == "Christmas Day"
    assert closed.reason(dt.date(2026, 12, 24)) is None
    assert ClosedDays(holidays="GB-SCT").reason(dt.date(2026, 11, 30))
    assert closed.reason(dt.date(2026, 11, 30)) is None


def test_the_units_own_reason_comes_before_the_bank_holiday_and_the_weekend() -> None:
    day = dt.date(2026, 12, 26)
    assert ClosedDays(weekends=True, days={day: "own"}).reason(day) == "own"
    assert ClosedDays(weekends=True).reason(day) == "Saturday"


def test_a_place_without_bank_holidays_is_an_error_that_says_what_to_give() -> None:
    pytest.importorskip("holidays", reason="bank holidays need: pip install '.[holidays]'")
    for code in ("Atlantis", "GB-XYZ"):
        with pytest.raises(PlanningError, match=f'no bank holidays for "{code}"; give weekends'):
            ClosedDays(holidays=code)


def test_closed_days_do_not_change_after_they_are_made() -> None:
    own = {MONDAY: "closed"}
    closed = ClosedDays(days=own)
    own[MONDAY] = "open"
    assert closed.reason(MONDAY) == "closed"
    assert not ClosedDays()
