"""Days on which a unit is closed: weekends, its own list, bank holidays. They flag, never move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from journey.errors import MissingExtraError, PlanningError, shortened
from journey.values import FrozenDict, day_problems, label_problems, must_be

WEEKEND = {5: "Saturday", 6: "Sunday"}
UNIT_CLOSED = "the unit is closed"
"""Reasons of our own, for programs: the catalogue says what a reader is told in their place."""


@dataclass(frozen=True)
class ClosedDays:
    """When a unit is closed, with a reason for each day."""

    weekends: bool = False
    """Whether Saturdays and Sundays are closed."""
    days: Mapping[dt.date, str] = field(default_factory=FrozenDict)
    """The unit's own days, each with its reason."""
    holidays: str | None = None
    """A country, such as GB, or a part of one, such as GB-ENG; needs the extra `holidays`."""

    def __post_init__(self) -> None:
        # A copy that nobody else holds: the value stays as it was made.
        must_be("weekends", self.weekends, bool)
        must_be("days", self.days, Mapping)
        must_be("holidays", self.holidays, str, type(None))
        problems = [
            problem
            for day, reason in self.days.items()
            for problem in (*day_problems("days", day), *label_problems(f"days: {day}", reason))
        ]
        if problems:
            raise PlanningError(problems)
        object.__setattr__(self, "days", FrozenDict(self.days))
        if self.holidays is not None:
            _bank_holidays(self.holidays, 2026)  # a bad code is told now, not at some later date

    def __bool__(self) -> bool:
        """Whether any day can be closed."""
        return bool(self.weekends or self.days or self.holidays)

    def is_closed(self, day: dt.date) -> bool:
        """Whether the unit is known to be closed on the day."""
        return self.reason(day) is not None

    def reason(self, day: dt.date) -> str | None:
        """Why the unit is closed on the day, or `None` if it is not known to be.

        Its own list first, then the bank holiday, then the weekend.
        """
        if own := self.days.get(day):
            return own
        if self.holidays and (name := _bank_holidays(self.holidays, day.year).get(day)):
            return name
        return WEEKEND.get(day.weekday()) if self.weekends else None


NO_CLOSED_DAYS = ClosedDays()


@lru_cache(maxsize=256)
def _bank_holidays(code: str, year: int) -> Mapping[dt.date, str]:
    try:
        import holidays
    except ImportError:
        raise MissingExtraError("bank holidays", "holidays") from None
    country, _, part = code.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        problem = f'no bank holidays for "{shortened(code)}"; give weekends, a date, or a place'
        raise PlanningError([f"{problem} such as GB-ENG"]) from None
    return dict(found)
