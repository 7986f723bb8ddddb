"""When things happen inside a phase or a lane: cycles, and the days of visits and tests."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from journey.errors import NeverError, shortened
from journey.pathways.durations import LAST_SESSION, Bases, Derived, Duration, bases_of
from journey.pathways.fields import Citation, Count, List, Model, Name, Offset, Said, Slug, wrong

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
_WORKING_DAYS = WEEKDAYS[:5]

FARTHEST_DAY = 36_600
"""A hundred years: no day of a phase lies farther, and no list holds more."""
MOST_TIMES = 1000
"""So often a cycle or a session may repeat."""

DayNumber = Annotated[int, Field(ge=-FARTHEST_DAY, le=FARTHEST_DAY)]
Times = Annotated[int, Field(ge=1, le=MOST_TIMES)]


def _expanded(value: Any) -> Any:
    """A list with every range, such as "1-14" or "-6 to -1", written out."""
    if not isinstance(value, list | tuple):
        return value
    found: list[Any] = []
    for entry in value:
        match = re.fullmatch(r" *(-?[0-9]{1,6}) *(?:-|to) *(-?[0-9]{1,6}) *", str(entry))
        if not isinstance(entry, str):
            found.append(entry)
        elif match is None:
            raise wrong(
                "bad-range",
                f'"{shortened(entry)}" should be a whole number, or a range such as "1-14"',
            )
        else:
            first, last = int(match[1]), int(match[2])
            if last < first:
                raise wrong(
                    "reversed-range",
                    f'the range "{entry.strip()}" runs the wrong way; write "{last} to {first}"',
                )
            if last - first >= FARTHEST_DAY:
                raise wrong(
                    "long-range",
                    f'the range "{entry.strip()}" holds more than {FARTHEST_DAY:,} numbers; '
                    "shorten it",
                )
            found += range(first, last + 1)
        if len(found) > FARTHEST_DAY:
            raise wrong("long-range", f"holds more than {FARTHEST_DAY:,} numbers; shorten it")
    return tuple(found)


def _ranges(minimum: int, maximum: int) -> dict[str, Any]:
    number = {"type": "integer", "minimum": minimum, "maximum": maximum}
    text = {"type": "string", "pattern": r"^ *-?[0-9]{1,6} *(-|to) *-?[0-9]{1,6} *$"}
    return {"type": "array", "items": {"anyOf": [number, text]}}


Days = Annotated[
    List[DayNumber], BeforeValidator(_expanded),
    WithJsonSchema(_ranges(-FARTHEST_DAY, FARTHEST_DAY)),
]  # fmt: skip
Numbers = Annotated[List[Times], BeforeValidator(_expanded), WithJsonSchema(_ranges(1, MOST_TIMES))]


def _weekdays(value: Any) -> Any:
    if value == "weekdays":
        return _WORKING_DAYS
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list | tuple):
        for day in value:
            if day not in WEEKDAYS:
                raise wrong(
                    "wrong-value",
                    f'should be "weekdays", or days such as ["monday", "thursday"], '
                    f'not "{shortened(str(day))}"',
                )
        return tuple(day for day in WEEKDAYS if day in value)
    return value


Weekdays = Annotated[
    List[Weekday], BeforeValidator(_weekdays),
    WithJsonSchema(
        {"anyOf": [
            {"enum": ["weekdays", *WEEKDAYS]},
            {"type": "array", "items": {"enum": list(WEEKDAYS)}},
        ]}
    ),
]  # fmt: skip


class Window(Model):
    """How far an activity may lie from its day."""

    before: Offset = 0
    """Days before."""
    after: Offset = 0
    """Days after."""


class Cycle(Model):
    """A repeated block inside a phase (FHIR daysOfCycle): of one length, or of a range."""

    length: Count | None = None
    """How long one cycle is, in `unit`; where it varies, `shortest`, `typical` and `longest`."""
    shortest: Count | None = None
    """How long one is at least."""
    typical: Count | None = None
    """How long a plan counts one."""
    longest: Count | None = None
    """How long one is at most."""
    unit: Literal["days", "weeks", "months"]
    """Days, weeks or calendar months."""
    last: Literal["cut short"] | None = None
    """Says that the source's own length leaves the last cycle short."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        numbers = (self.shortest, self.typical, self.longest)
        if self.length is not None:
            if any(number is not None for number in numbers):
                raise wrong("two-lengths", "has a length and a range; give one of them")
            return self
        if any(number is None for number in numbers):
            raise wrong("no-length", "needs a length, or shortest, typical and longest")
        low, middle, high = self.lengths
        if not low <= middle <= high:
            raise wrong(
                "unordered-cycle",
                f"shortest ({low}), typical ({middle}) and longest ({high}) should be in order",
            )
        return self

    @property
    def lengths(self) -> tuple[int, int, int]:
        """The shortest, the typical and the longest length, in `unit`."""
        one = self.length or 0
        return (self.shortest or one, self.typical or one, self.longest or one)


class Cycles(Model):
    """How many cycles a phase has."""

    shortest: Times | None = None
    """How many at least; left out where the source gives no such number."""
    typical: Times
    """How many a plan counts with."""
    longest: Times | None = None
    """How many at most; left out where the source gives no such number."""
    basis: Annotated[Bases, BeforeValidator(bases_of)] | None = None
    """How each number is known; left out, the source states them."""
    cites: List[Citation] = ()
    """Where the numbers come from; left out, the citations of the phase hold."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        low, high = self.shortest or self.typical, self.longest or self.typical
        if not low <= self.typical <= high:
            raise wrong(
                "unordered-cycle",
                f"shortest ({low}), typical ({self.typical}) and longest ({high}) "
                "should be in order",
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        said = super().__get_pydantic_json_schema__(schema, handler)
        return {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_TIMES}, said]}


def cycles_of(value: Any) -> Any:
    """A single number stands for all three."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"shortest": value, "typical": value, "longest": value}
    if value is None or isinstance(value, Cycles | Mapping):
        return value
    raise wrong("wrong-type", "should be a whole number, or a table with shortest to longest")


class Activity(Model):
    """A visit, test, treatment or milestone inside a phase or a lane (USDM Activity).

    On days or months after the start of each cycle (or of the phase), on days of the week, at a
    start or an end, or none of these: undated.
    """

    id: Slug
    """Unique within the phase."""
    name: Name
    """What it is called."""
    kind: Literal["visit", "test", "treatment", "milestone", "decision"]
    """What kind of thing it is."""
    days: Days = ()
    """Days of the cycle or phase, from its `first_day`: numbers, or ranges such as "1-14"."""
    months: Numbers = ()
    """So many calendar months after the start of the cycle or phase, such as [3, 6, 9]."""
    on: Weekdays = ()
    """Only on these days of the week: "weekdays" is Monday to Friday; or ["monday", "thursday"]."""
    count: Times | None = None
    """How often in all, in place of listed days: the first 30 weekdays, say."""
    every: Times | None = None
    """Only every so many-th: of the cycles it is in, or without cycles of its days."""
    skips: Literal["closed days"] | None = None
    """That a day when the unit is closed is left out and the rest move on, as radiotherapy does;
    left out, a closed day is flagged and nothing moves."""
    cycles: Numbers = ()
    """Which cycles, from 1: numbers, or ranges such as "2-6"; left out, every one."""
    at: Literal["start", "end"] | None = None
    """At the first or the last day of what `of` names."""
    of: Literal["cycle", "phase"] | None = None
    """What `at`, or days and months, refer to; left out, days are those of each cycle."""
    window: Window | None = None
    """How many days before and after are as good."""
    about: Said | None = None
    """What it is for."""
    cites: List[Citation] = ()
    """Where it comes from; left out, the phase's citations hold."""

    @model_validator(mode="after")
    def _one_position(self) -> Self:
        has_days = bool(self.days or self.months or self.on or self.count)
        if self.at is not None and has_days:
            keys = [k for k in ("days", "months", "on", "count") if getattr(self, k)]
            raise wrong("two-positions", f"has both {keys[0]} and at; give one of them")
        if self.days and self.months:
            raise wrong("two-positions", "has both days and months; give one of them")
        if self.months and (self.on or self.count):
            raise wrong("two-positions", "has months, and on or count; give one of them")
        if (self.at is None) != (self.of is None) and not (self.of and has_days):
            raise wrong("half-position", "at and of go together; give both or none")
        if self.skips and not self.count:
            raise wrong("skips-nothing", "skips moves the rest of a count; give a count")
        return self

    @property
    def is_dated(self) -> bool:
        """Whether it says when it is."""
        return bool(self.days or self.months or self.on or self.count or self.at)

    @property
    def is_open(self) -> bool:
        """Whether it goes on as long as its phase or cycle does: no list of days, no count."""
        return bool(self.on) and not (self.days or self.count)

    def occurrences(
        self,
        start: dt.date,
        first_day: int,
        is_skipped: Callable[[dt.date], bool],
        every: int = 1,
    ) -> Iterator[tuple[int, dt.date]]:
        """The days, and their numbers, of a block that begins on `start`, every so many-th of
        them; endless without a list of days or a count.

        Raises NeverError where a year holds no day that is not skipped.
        """
        numbers = self.days or itertools.count(first_day)
        found: Iterator[tuple[int, dt.date]]
        found = ((n, start + dt.timedelta(days=n - first_day)) for n in numbers)
        if self.on:
            chosen = {WEEKDAYS.index(day) for day in self.on}
            found = ((n, date) for n, date in found if date.weekday() in chosen)
        if self.skips:
            found = _left(found, is_skipped)
        return itertools.islice(itertools.islice(found, 0, None, every), self.count)


A_YEAR = 366


def _left(
    found: Iterator[tuple[int, dt.date]], is_skipped: Callable[[dt.date], bool]
) -> Iterator[tuple[int, dt.date]]:
    skipped = 0
    for n, date in found:
        if not is_skipped(date):
            skipped = 0
            yield n, date
        elif (skipped := skipped + 1) > A_YEAR:
            raise NeverError


def sessions(activities: Sequence[Activity], *, in_cycles: bool) -> tuple[Activity, ...]:
    """The activities whose last one a phase may end with: those of the phase that are counted."""
    return tuple(a for a in activities if a.count and (not in_cycles or a.of == "phase"))


def last_session(
    counted: Sequence[Activity],
    start: dt.date,
    first_day: int,
    is_skipped: Callable[[dt.date], bool],
) -> dt.date:
    """The day of the last session. Raises NeverError, and OverflowError past the year 9999."""
    return max(
        date
        for activity in counted
        for _, date in activity.occurrences(start, first_day, is_skipped, activity.every or 1)
    )


_MONDAY = dt.date(2024, 1, 1)


def derived(
    duration: Duration | None, cycle: Cycle | None, cycles: Cycles | None,
    activities: Sequence[Activity], first_day: int,
) -> Duration | None:  # fmt: skip
    """The length of a phase in numbers, however it says it."""
    if cycles is not None:
        if duration is not None and not isinstance(duration, Derived):
            raise wrong("two-lengths", "has both a duration and cycles; give one of them")
        if cycle is None:
            raise wrong("cycles-of-what", "cycles needs a cycle; say how long one is")
        low, middle, high = cycle.lengths
        bases = {key: "stated" for key in ("shortest", "typical", "longest")
                 if getattr(cycles, key) is not None}  # fmt: skip
        return Derived(
            shortest=cycles.shortest and low * cycles.shortest, typical=middle * cycles.typical,
            longest=cycles.longest and high * cycles.longest, unit=cycle.unit,
            basis=cycles.basis or Bases.model_validate(bases), cites=cycles.cites,
            made_of="cycles",
        )  # fmt: skip
    if not isinstance(duration, Derived) or duration.made_of != "sessions":
        return duration
    counted = sessions(activities, in_cycles=cycle is not None)
    if not counted:
        raise wrong(
            "no-sessions", f'duration: "{LAST_SESSION}" needs an activity with a count'
            + (' and of = "phase"' if cycle else "") + "; add one, or give a duration",
        )  # fmt: skip
    spans = sorted(
        (last_session(counted, start, first_day, lambda _: False) - start).days + 1
        for start in (_MONDAY + dt.timedelta(days=n) for n in range(7))
    )
    return Derived(
        shortest=spans[0], typical=spans[len(spans) // 2], longest=spans[-1], unit="days",
        basis=duration.basis, made_of="sessions",
    )  # fmt: skip


def early_day_problems(activities: Sequence[Activity], first_day: int) -> Iterator[str]:
    """Days that lie before the first one."""
    for activity in activities:
        early = min(activity.days, default=first_day)
        if early < first_day:
            mend = f"write first_day = {early}, or " if early < 1 else ""
            yield (
                f'activity "{activity.id}": day {early} lies before day {first_day}, the first; '
                f"{mend}choose a later day"
            )
