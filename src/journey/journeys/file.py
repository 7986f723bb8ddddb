"""A person's journey: one use of a pathway, with the dates they know; its file, and its plan.

The file is the person's own: no name is needed in it, and it stays where it is. This module
reads it; recording.py changes it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, cast

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    PlainSerializer,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    model_validator,
)

from journey.errors import (
    JourneyError,
    JourneyFileError,
    PathwayError,
    PlanningError,
    Problem,
    UnknownPathwayError,
    UnknownPhaseError,
    shortened,
)
from journey.files import file_name, read_text, text_in
from journey.pathways.fields import Contact, Count, Day, Format, List, Model, Name, Slug, wrong
from journey.pathways.library import get_pathway, load_pathway
from journey.pathways.model import Pathway
from journey.pathways.toml_problems import model_problems
from journey.pathways.toml_reading import TOO_DEEP, Tables, read_tables
from journey.pathways.variations import repeated, vary
from journey.planning.arithmetic import add
from journey.planning.closed_days import NO_CLOSED_DAYS, UNIT_CLOSED, ClosedDays
from journey.planning.holds import Hold, Past, PastPart, Stop
from journey.planning.timeline import OwnDate, Repeat, Timeline, plan
from journey.values import LAST_DAY, FrozenDict, must_be, must_be_path, must_be_toml

if TYPE_CHECKING:
    from journey.pathways.durations import Unit

FORMAT: Literal[1] = 1
"""The version of the file format that is read and written here."""

_DAY = dt.timedelta(days=1)
_LONGEST_ID = 150
"""Of the label that an id is made from: with a number behind it, it is still a name."""

DatedName = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.-?[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=200
    ),
]
"""A phase's id, or more closely what is in it: "abvd.c2", "abvd.c2.clinic"."""

Known = Annotated[
    Mapping[DatedName, Day],
    AfterValidator(FrozenDict),  # frozen all the way down
    PlainSerializer(lambda known: dict(known)),  # older pydantic takes no builtin here
]


Visits = Annotated[
    Mapping[DatedName, Literal["missed", "done"]],
    AfterValidator(FrozenDict),
    PlainSerializer(lambda visits: dict(visits)),
]


MOST_TURNS = 500
"""So often one date comes again at most."""
MOST_OWN_DAYS = 5_000
"""So many days of the person's own one journey holds, each turn counted."""


def _step(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,2} (day|week|month|year)s?", text):
        told = f'"{shortened(text)}" should be like "4 weeks": days, weeks, months or years'
        raise wrong("wrong-value", told)
    return text


def _time(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]( \S.{0,79})?", text):
        raise wrong("wrong-value", f'"{shortened(text)}" should be a time such as "14:30"')
    return text


Every = Annotated[str, AfterValidator(_step)]
Time = Annotated[Name, AfterValidator(_time)]


class OwnDay(Model):
    """A date of the person's own, laid over the timeline; it moves nothing."""

    label: Name
    """What it is; stands in their own pages and calendar, and nowhere else."""
    date: Day
    """Its day, or its first one."""
    until: Day | None = None
    """Its last day, where it has more than one."""
    id: Name | None = None
    """Made once, by `new` or `record`; calendars know the date by it whatever becomes of it."""
    at: Time | None = None
    """Its time, and where need be the name of its zone: "14:30", "14:30 Europe/London"."""
    every: Every | None = None
    """How often it comes again, such as "4 weeks"; then `repeats_until` or `count` says how long.
    Months and years are counted from the first day: 31 January, 28 February, 31 March."""
    repeats_until: Day | None = None
    """The day up to which it comes again."""
    count: Annotated[int, Field(ge=2, le=MOST_TURNS)] | None = None
    """How often it comes in all."""
    imported_from: Name | None = None
    """The calendar that `record --import` took it from; the next import of that one changes it."""
    taken_off: bool = False
    """Whether the calendar that it was taken from has it no more."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until is not None and self.until < self.date:
            raise wrong("dates-order", f"until ({self.until}) is before date ({self.date})")
        ends = [name for name in ("repeats_until", "count") if getattr(self, name) is not None]
        if self.every is None and ends:
            raise wrong("repeat", f'{ends[0]}: say how often it comes, too: every = "4 weeks"')
        if self.every is not None:
            self._check_repeat(ends)
        return self

    def _check_repeat(self, ends: list[str]) -> None:
        if len(ends) != 1:
            both = "has both repeats_until and count; leave one of them out"
            raise wrong("repeat", both if ends else "never stops; add repeats_until or count to it")
        if self.repeats_until is not None and self.repeats_until < self.date:
            told = f"repeats_until ({self.repeats_until}) is before date ({self.date})"
            raise wrong("dates-order", told)
        try:
            following, last = self._turn(1), self.turns()[-1]
        except (OverflowError, ValueError):  # past the year 9999
            following = last = dt.date.max
        if max(following, last) > LAST_DAY:
            raise wrong("repeat", f"comes again after {LAST_DAY.year}; let it stop before")
        if self.until is not None and self.until >= following:
            raise wrong(
                "repeat",
                f"until ({self.until}) is the last day of one turn, and the next one begins before "
                "it; say with repeats_until or count when the turns stop",
            )
        if len(self.turns()) > MOST_TURNS:
            raise wrong("repeat", f"comes more than {MOST_TURNS} times; let it stop before")

    @property
    def step(self) -> tuple[int, Unit]:
        """How often it comes again; (1, "days") where it does not."""
        number, unit = (self.every or "1 day").split()
        return int(number), cast("Unit", unit if unit.endswith("s") else f"{unit}s")

    def _turn(self, n: int) -> dt.date:
        number, unit = self.step
        return add(self.date, n * number, unit)

    def turns(self) -> tuple[dt.date, ...]:
        """The first day of each turn; of one where it does not come again."""
        if self.every is None:
            return (self.date,)
        found = []
        for n in range(self.count or MOST_TURNS + 1):
            day = self._turn(n)
            if self.repeats_until is not None and day > self.repeats_until:
                break
            found.append(day)
        return tuple(found)

    def table(self) -> dict[str, Any]:
        """The keys of its table in the file."""
        return self.model_dump(exclude_defaults=True)


def _told_apart(own_dates: tuple[OwnDay, ...]) -> tuple[OwnDay, ...]:
    if sum(len(own.turns()) for own in own_dates) > MOST_OWN_DAYS:
        raise wrong("too-many", f"are more than {MOST_OWN_DAYS:,} days in all; leave some out")
    given = [own.id for own in own_dates if own.id is not None]
    for twice in (name for name in given if given.count(name) > 1):
        raise wrong("double-id", f'two have the id "{twice}"; take it out of one')
    return own_dates


class ClosedDay(Model):
    """One day when the unit is closed."""

    date: Day
    """The day."""
    reason: Name = UNIT_CLOSED
    """Why."""


class Closed(Model):
    """When the unit is closed: visits on such days are flagged, and none is moved."""

    weekends: bool = False
    """Whether Saturdays and Sundays are closed."""
    holidays: Name | None = None
    """A country or a part of one, such as GB-ENG, whose bank holidays are closed."""
    days: List[ClosedDay] = ()
    """The unit's own closed days."""

    def closed_days(self) -> ClosedDays:
        """The same for a plan. Raises MissingExtraError, and PlanningError for an unknown place."""
        days = {day.date: day.reason for day in self.days}
        return ClosedDays(self.weekends, days, self.holidays)


class Contacts(Model):
    """Whom to ring, as the family wrote it down; what is left out is a line to write on.

    It stands in the family's own pages, and in no calendar.
    """

    line: Contact | None = None
    """The team's 24-hour number."""
    nurse: Contact | None = None
    """The nurse, in the day."""
    ward: Contact | None = None
    """The ward or clinic."""


class HoldDays(Model):
    """Days on which treatment stood still."""

    since: Day
    """The first of them."""
    resumed: Day | None = None
    """The day treatment went on; left out while it stands still."""
    reason: Name | None = None
    """Why: blood counts, infection, tests, bed, holiday, other, or words of one's own."""

    def hold(self) -> Hold:
        """The same for a plan. Raises PlanningError where it goes on before it began."""
        return Hold(self.since, self.resumed, self.reason or "")


class StopDay(Model):
    """That a phase was stopped early."""

    phase: Slug
    """Its id."""
    last_day: Day
    """Its last day."""
    reason: Name | None = None
    """Why, in one's own words."""

    def stop(self) -> Stop:
        """The same for a plan."""
        return Stop(self.phase, self.last_day + dt.timedelta(days=1), self.reason or "")


class AgainPart(Model):
    """A second course of a phase; that of consolidation is called consolidation-2."""

    phase: Slug
    """Its id; "all" is every one, after the last."""
    after: Slug | None = None
    """The phase it comes after; left out, the first course of its own."""


class EarlierPart(Model):
    """A part of an earlier road, in its own names."""

    id: Slug
    """Its id there; `finish` is the day after the last one."""
    name: Name
    """Its name there."""
    date: Day
    """Its first day."""


class Earlier(Model):
    """What was written down while another pathway was followed."""

    pathway: Name
    """The pathway that was followed, as `pathway` named it."""
    name: Name
    """What that pathway is called."""
    until: Day
    """The day it was left."""
    parts: List[EarlierPart] = ()
    """What was written down, and lay behind then."""
    holds: List[HoldDays] = ()
    """The days on which treatment stood still then."""

    def past(self) -> Past:
        """The same for a plan. Raises PlanningError where a hold goes on before it began."""
        parts = tuple(PastPart(part.id, part.name, part.date) for part in self.parts)
        return Past(self.name, parts, tuple(days.hold() for days in self.holds))


EndReason = Literal["finished", "moved", "stopped", "died"]
"""Why a journey was closed."""


class Ending(Model):
    """That a journey was closed: it gives no more dates, and its calendar is cancelled."""

    on: Day
    """The day it was closed."""
    reason: EndReason | None = None
    """Treatment was finished, goes on elsewhere, was stopped, or the person died."""


class FirstPlan(Model):
    """What was known when the journey was made: later plans are compared with it."""

    start: Day | None = None
    """The start as it was then."""
    variations: List[Slug] = ()
    """The variations that were switched on then."""
    known: Known = Field(default_factory=FrozenDict)
    """The dates that were known then."""


class Journey(Model):
    """One person's use of a pathway (FHIR CarePlan): start, variations, known dates, own dates."""

    format: Format
    """The version of the file format."""
    kind: Literal["journey"]
    """What kind of file this is."""
    id: Slug
    """Random, made once; it keeps the calendar entries of two journeys apart."""
    pathway: Name
    """A bundled pathway's id, or the path of a pathway file, from the folder of this file."""
    file: Name | None = None
    """The name of the file it was begun as: a copy beside that one is told."""
    label: Name | None = None
    """A name for the person's own use; shown nowhere unless asked for."""
    start: Day | None = None
    """The first day of what the pathway's `starts_at` names; left out, nothing before the first
    known date is dated."""
    variations: List[Slug] = ()
    """What is true of this person, as their team told them."""
    edition: Count = 1
    """Raised by each record; calendars tell a newer entry by it."""
    changed: AwareDatetime | None = None
    """When it was last recorded, UTC."""
    known: Known = Field(default_factory=FrozenDict)
    """The first day of phases, happened or booked, by id; `finish` is the day after the last. In
    quotation marks also of cycles ("abvd.c2") and visits ("abvd.c2.clinic")."""
    visits: Visits = Field(default_factory=FrozenDict)
    """Visits that were missed or done, by name: "abvd.c2.clinic" = "missed". They move nothing."""
    earlier: List[Earlier] = ()
    """The pathways that were followed before, and what was written down then: it stays as it was,
    in their names."""
    holds: List[HoldDays] = ()
    """Days on which treatment stood still: they move what follows, and are never judged."""
    stops: List[StopDay] = ()
    """Phases that were stopped early; what follows has no date until one is recorded."""
    skipped: List[Slug] = ()
    """Phases that were left out."""
    again: List[AgainPart] = ()
    """Phases that are given a second time."""
    own_dates: Annotated[List[OwnDay], AfterValidator(_told_apart)] = ()
    """Dates of the person's own."""
    closed: Closed = Field(default_factory=Closed)
    """When the unit is closed."""
    contacts: Contacts = Field(default_factory=Contacts)
    """Whom to ring: filled in on the pages."""
    ending: Ending | None = None
    """That it was closed; `journey close FILE --reopen` takes this out again."""
    first: FirstPlan | None = None
    """What was known when the journey was made."""

    _own: tuple[str, Pathway] | None = PrivateAttr(default=None)
    # An own pathway by its path, read together with the journey: what is planned later is of the
    # same moment. No part of the file, nor of its JSON.


@dataclass(frozen=True)
class PlannedJourney:
    """A journey and its plan, both of one moment."""

    journey: Journey
    timeline: Timeline


def load_journey(path: str | Path) -> Journey:
    """A journey from its TOML file, whose plan was tried.

    Raises FileError if it cannot be read, JourneyFileError with every problem in it.

    >>> sam = journey.Journey(
    ...     format=1, kind="journey", id="sam", pathway="cruk-adult", start=dt.date(2026, 3, 2)
    ... )
    >>> journey.begin("sam.toml", sam)
    >>> journey.load_journey("sam.toml").pathway
    'cruk-adult'
    """
    return load_planned(path).journey


def load_planned(path: str | Path) -> PlannedJourney:
    """As `load_journey`, with the plan that was tried."""
    must_be_path("path", path)
    path = Path(path)
    return journey_in(read_tables(read_text(path)), name=file_name(path), folder=path.parent)


def parse_journey(
    text: str | bytes, *, name: str = "journey", folder: str | Path = Path()
) -> Journey:
    """A journey from TOML text, or from the bytes of a file, whose plan was tried.

    `name` is what messages call it, and the path of an own pathway counts from `folder`. Raises as
    `load_journey` does.

    >>> sam = ["format = 1", 'kind = "journey"', 'id = "sam"', 'pathway = "nhs"']
    >>> journey.parse_journey("\\n".join(sam)).pathway
    'nhs'
    """
    must_be_toml("text", text)
    must_be("name", name, str)
    must_be_path("folder", folder)
    tables = read_tables(text_in(text, name=name))
    return journey_in(tables, name=name, folder=Path(folder)).journey


Finder = Callable[[str], Pathway]
"""Gives the pathway that a journey names."""


def pathways_from(folder: Path) -> Finder:
    """Finds bundled pathways by id and others by their path from the folder, each read once.

    Raises UnknownPathwayError, FileError and PathwayError.
    """
    return cache(lambda name: load_pathway(folder / name) if _is_path(name) else get_pathway(name))


def journey_in(
    tables: Tables, *, name: str = "journey", folder: Path = Path(), find: Finder | None = None
) -> PlannedJourney:
    """As `parse_journey`, from tables that were read already, with the plan that was tried.

    `find` gives the pathway; left out, what `pathways_from` the folder gives.
    """
    data, problems = tables
    problems += _another_kind(data)
    if problems:
        raise JourneyFileError(problems, name=name)
    timeline = None
    try:
        journey = Journey.model_validate(data)
        timeline, more = _tried(journey, find or pathways_from(folder))
        problems += more
    except ValidationError as error:
        problems += model_problems(error, data, Journey)
    except RecursionError:
        problems.append(TOO_DEEP)
    if problems or timeline is None:
        raise JourneyFileError(list(dict.fromkeys(problems)), name=name)
    return PlannedJourney(journey, timeline)


def journey_of(
    data: Mapping[str, Any], *, name: str = "journey", own: Pathway | None = None
) -> Journey:
    """A journey from what a file would say; its plan is not tried.

    `own` is the pathway that it names, where that was read from a file already. Raises
    JourneyFileError with every problem.
    """
    try:
        journey = Journey.model_validate(data)
    except ValidationError as error:
        raise JourneyFileError(list(model_problems(error, data, Journey)), name=name) from error
    journey._own = None if own is None else (journey.pathway, own)
    return journey


def plain_pathway_of(journey: Journey) -> Pathway:
    """The pathway of a journey without its variations; an own one as it was when it was read.

    Raises UnknownPathwayError, FileError and PathwayError.
    """
    return finder_for(journey, Path())(journey.pathway)


def finder_for(journey: Journey, folder: Path) -> Finder:
    """As `pathways_from` the folder, but an own pathway as it was when the journey was read."""
    own = journey._own
    if own is not None and own[0] == journey.pathway:
        return {own[0]: own[1]}.__getitem__
    return pathways_from(folder)


def pathway_file_of(journey: Journey, folder: Path) -> Path | None:
    """Where an own pathway lies, from the folder of the journey; `None` for a bundled one."""
    return folder / journey.pathway if _is_path(journey.pathway) else None


def identified(own_dates: Sequence[OwnDay]) -> list[OwnDay]:
    """Own dates with an id each: what has none is called by its label, the earlier day first."""
    taken = {own.id for own in own_dates}
    ids: dict[int, str] = {}
    nameless = [i for i, own in enumerate(own_dates) if own.id is None]
    for i in sorted(nameless, key=lambda i: (own_dates[i].date, i)):
        label = " ".join(own_dates[i].label.casefold()[:_LONGEST_ID].split()) or "own"
        tried = (label if n == 1 else f"{label}:{n}" for n in count(1))
        ids[i] = next(name for name in tried if name not in taken)
        taken.add(ids[i])
    return [
        own.model_copy(update={"id": ids[i]}) if i in ids else own
        for i, own in enumerate(own_dates)
    ]


def plan_journey(journey: Journey, *, as_of: dt.date | None = None) -> Timeline:
    """The timeline of a journey, with its own dates and closed days laid over it.

    Raises what `plain_pathway_of`, `vary` and `plan` raise; one that was loaded has been tried.

    >>> sam = journey.Journey(
    ...     format=1, kind="journey", id="sam", pathway="cruk-adult", start=dt.date(2026, 3, 2)
    ... )
    >>> journey.plan_journey(sam).start.typical
    datetime.date(2026, 3, 2)
    """
    must_be("journey", journey, Journey, mend="load one with load_journey")
    pathway = with_again(vary(plain_pathway_of(journey), *journey.variations), journey.again)
    return plan(
        pathway, start=journey.start, known=journey.known, as_of=as_of,
        own_dates=_laid_over(journey.own_dates), closed=journey.closed.closed_days(),
        visits=journey.visits, holds=[days.hold() for days in journey.holds],
        stops=[day.stop() for day in journey.stops], skipped=journey.skipped,
        past=[road.past() for road in journey.earlier],
    )  # fmt: skip


def first_plan(journey: Journey) -> Timeline:
    """The timeline as first planned (the baseline): what `first` says was known then.

    A journey that says nothing of it began with its start alone. Raises as `plan_journey`.

    >>> sam = journey.Journey(
    ...     format=1, kind="journey", id="sam", pathway="cruk-adult", start=dt.date(2026, 3, 2)
    ... )
    >>> journey.first_plan(sam).start.typical
    datetime.date(2026, 3, 2)
    """
    must_be("journey", journey, Journey, mend="load one with load_journey")
    first = journey.first or FirstPlan(start=journey.start, variations=journey.variations)
    pathway = vary(plain_pathway_of(journey), *first.variations)
    return plan(pathway, start=first.start, known=first.known)


def first_of(journey: Journey) -> FirstPlan:
    """What a journey would say of its first plan if it were made now."""
    return FirstPlan(start=journey.start, variations=journey.variations, known=journey.known)


def with_again(pathway: Pathway, again: Iterable[AgainPart]) -> Pathway:
    """The pathway with the second courses of a journey. Raises PathwayError."""
    for part in again:
        pathway = repeated(pathway, part.phase, after=part.after)
    return pathway


def _unknown_roads(pathway: Pathway, journey: Journey) -> Iterator[Problem]:
    """Each phase that was stopped or left out, and that there is not."""
    ids = [phase.id for phase in pathway.phases]
    named = [("stops", stop.phase) for stop in journey.stops]
    named += [("skipped", phase) for phase in journey.skipped]
    for key, phase in named:
        if phase not in (*ids, *pathway.replaced):
            yield Problem("unknown-phase", f"{key}: {UnknownPhaseError([phase], ids)}")


def _roads_of(given: Journey | FirstPlan) -> tuple[list[Hold], list[Stop], Sequence[str]]:
    """What happened otherwise than the pathway says. Raises PlanningError with every problem."""
    if not isinstance(given, Journey):
        return [], [], ()
    holds: list[Hold] = []
    problems: list[str] = []
    for days in given.holds:
        try:
            holds.append(days.hold())
        except PlanningError as error:
            problems += error.problems
    if problems:
        raise PlanningError(problems)
    return holds, [day.stop() for day in given.stops], given.skipped


def _is_path(pathway: str) -> bool:
    """As on the command line: an id has no dot and no slash."""
    return re.search(r"[./\\]", pathway) is not None


def _laid_over(own_dates: Sequence[OwnDay]) -> tuple[OwnDate, ...]:
    found = []
    for own in identified(own_dates):
        turns = own.turns()
        days = (own.until or own.date) - own.date + _DAY
        for n, first in enumerate(turns, start=1):
            repeat = Repeat(*own.step, len(turns), n) if own.every is not None else None
            end = min(first + days, LAST_DAY)
            found.append(OwnDate(own.label, first, end, own.id, repeat, own.at, own.taken_off))
    return tuple(found)


def _another_kind(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Why a file is not to be read further: it is no journey, or one of a newer kind."""
    if data.get("kind") == "pathway":
        yield Problem(
            "wrong-kind",
            'kind: is "pathway"; name the journey file, or begin one with: journey new',
        )
    newer = data.get("format")
    if isinstance(newer, int) and newer > FORMAT:
        yield Problem(
            "newer-format",
            f"format: is {newer}, and this journey reads up to {FORMAT}; install a newer one. "
            "The file was left as it is",
        )


def _tried(journey: Journey, find: Finder) -> tuple[Timeline | None, list[Problem]]:
    """The plan of a journey that is right in itself, or why it has none, now or as it was first."""
    try:
        pathway = find(journey.pathway)
        closed = journey.closed.closed_days()
    except UnknownPathwayError as error:
        return None, [Problem("unknown-pathway", f"pathway: {error}")]
    except JourneyError as error:  # its pathway's file is amiss, or an extra is missing
        return None, [Problem("unreadable", line) for line in str(error).split("\n")]
    if _is_path(journey.pathway):
        journey._own = (journey.pathway, pathway)
    timeline, problems = _planned(
        pathway, journey, own_dates=_laid_over(journey.own_dates), closed=closed
    )
    first = journey.first
    if first is not None and first != first_of(journey):  # else it is wrong or right alike
        problems += [
            Problem(problem.rule, f"first: {problem.text}")
            for problem in _planned(pathway, first)[1]
        ]
    return timeline, problems


def _planned(
    pathway: Pathway, given: Journey | FirstPlan, *, own_dates: tuple[OwnDate, ...] = (),
    closed: ClosedDays = NO_CLOSED_DAYS,
) -> tuple[Timeline | None, list[Problem]]:  # fmt: skip
    known = given.known
    visits = given.visits if isinstance(given, Journey) else {}
    problems: list[Problem] = []
    try:
        pathway = vary(pathway, *given.variations)
    except PathwayError as error:
        problems += [found.within("variations") for found in error.findings]
        # Dates of phases that only a variation brings cannot be judged without it.
        brought = {phase.id for v in pathway.variations if v.replace for phase in v.replace.phases}
        known = {n: day for n, day in known.items() if n.partition(".")[0] not in brought}
        visits = {n: mark for n, mark in visits.items() if n.partition(".")[0] not in brought}
    if isinstance(given, Journey):
        try:
            pathway = with_again(pathway, given.again)
        except PathwayError as error:
            return None, [*problems, *error.findings]
        if unknown := list(_unknown_roads(pathway, given)):
            return None, [*problems, *unknown]
    try:
        holds, stops, skipped = _roads_of(given)
        timeline = plan(
            pathway, start=given.start, known=known, own_dates=own_dates, closed=closed,
            visits=visits, holds=holds, stops=stops, skipped=skipped,
            past=[road.past() for road in given.earlier] if isinstance(given, Journey) else (),
        )  # fmt: skip
    except UnknownPhaseError as error:
        return None, [*problems, Problem("unknown-phase", f"known: {error}")]
    except PlanningError as error:
        return None, [*problems, *(Problem("impossible-dates", text) for text in error.problems)]
    return timeline, problems
