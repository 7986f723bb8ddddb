"""Holds, days on which treatment stood still, and parts that were stopped early.

A length counted from a day stands still while a hold lasts: what would come on or after the first
day of the hold comes so many days later as were lost. While the hold is open nobody knows how many,
and what would come on or after its first day has no date. What follows a part that was stopped has
no date until one is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from journey.errors import PlanningError
from journey.values import day_problems, label_problems


@dataclass(frozen=True, slots=True)
class Hold:
    """Days on which treatment stood still, or stands still."""

    since: dt.date
    """Its first day."""
    until: dt.date | None = None
    """Exclusive: the day treatment goes on; `None` while the hold is open."""
    reason: str = ""
    """Why: one of the common reasons that the catalogue of words has, or words of one's own."""

    def __post_init__(self) -> None:
        problems = [*day_problems("since", self.since)]
        problems += day_problems("until", self.until) if self.until is not None else []
        problems += label_problems("reason", self.reason) if self.reason else []
        if not problems and self.until is not None and self.until <= self.since:
            problems.append(
                f"treatment goes on ({self.until}) on or before the hold began ({self.since}); "
                "the day it goes on comes later: correct one of them"
            )
        if problems:
            raise PlanningError([f"hold: {problem}" for problem in problems])

    @property
    def is_open(self) -> bool:
        """Whether it lasts still."""
        return self.until is None

    def has(self, day: dt.date) -> bool:
        """Whether it is known to hold on a day: an open one on each day from its first."""
        return self.since <= day and (self.until is None or day < self.until)

    def put_off(self, day: dt.date, base: dt.date) -> dt.date | None:
        """When that comes which would come on `day`, counted from `base`.

        `None` where the hold is open, and the day lies in it or after.
        """
        if day < self.since or (self.until is not None and base >= self.until):
            return day
        return None if self.until is None else day + (self.until - max(base, self.since))


@dataclass(frozen=True, slots=True)
class Stop:
    """That a phase was stopped before its time."""

    phase: str
    """Its id."""
    end: dt.date
    """Exclusive: the day after its last one."""
    reason: str = ""
    """Why, in words of one's own."""

    def __post_init__(self) -> None:
        problems = [*day_problems("end", self.end)]
        problems += label_problems("reason", self.reason) if self.reason else []
        if problems:
            raise PlanningError([f"stop: {problem}" for problem in problems])


@dataclass(frozen=True, slots=True)
class PastPart:
    """A part of an earlier road, with the day that was written down for it."""

    id: str
    """Its id there; `finish` is the day after the last one."""
    name: str
    """Its name there."""
    day: dt.date
    """Its first day."""

    @property
    def is_end(self) -> bool:
        """Whether it is the end of the whole."""
        return self.id == "finish"


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier road: what was written down while another pathway was followed."""

    pathway: str
    """What that pathway is called."""
    parts: tuple[PastPart, ...]
    """What was written down and lay behind when it was left, in order."""
    holds: tuple[Hold, ...] = ()
    """The days on which treatment stood still then."""


def put_off(day: dt.date, base: dt.date, holds: Sequence[Hold]) -> dt.date | None:
    """As `Hold.put_off`, by each hold in turn. Raises OverflowError past the year 9999."""
    found: dt.date | None = day
    for hold in holds:
        if found is not None:
            found = hold.put_off(found, base)
    return found


def in_order(holds: Iterable[Hold]) -> tuple[Hold, ...]:
    """Holds by their first days."""
    return tuple(sorted(holds, key=lambda hold: (hold.since, hold.until or dt.date.max)))


def hold_problems(
    holds: Sequence[Hold], begun: dt.date | None, over: dt.date | None
) -> Iterator[str]:
    """Why some holds, by their first days, cannot be: beside each other, or beside the first date
    that was given and the known end of the whole.
    """
    for one, two in pairwise(holds):
        if one.until is None and two.until is None:
            yield (
                f"two holds are open, since {one.since} and since {two.since}; "
                "write down when treatment went on after the first, or take one out"
            )
        elif one.until is None or two.since < one.until:
            until = "is open" if one.until is None else f"lasts until {one.until}"
            yield (
                f"the hold since {one.since} {until}, and another begins on {two.since}; "
                "they overlap: correct one of them"
            )
    for hold in holds:
        if begun is None:
            yield (
                f"the hold since {hold.since} has no date before it; "
                "write down when a part began, and then the hold"
            )
        elif hold.since < begun:
            yield (
                f"the hold since {hold.since} begins before the first date, {begun}; "
                "correct one of them"
            )
        if over is not None and (hold.until or hold.since) > over:
            last = hold.since if hold.until is None else hold.until
            yield (
                f"the hold since {hold.since} lies past the end ({last} is after {over}); "
                "correct one of them"
            )
