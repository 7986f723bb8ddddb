"""What a command was asked: its pathway or journey, its dates and its timelines."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict, cast

from pydantic import ValidationError

from journey.cli.clock import midnight, now, today
from journey.cli.console import show
from journey.errors import JourneyError, JourneyFileError, UnknownPhaseError, shortened
from journey.export.json import Answer, to_json
from journey.files import file_name, read_text
from journey.journeys.file import Contacts, Journey, OwnDay, PlannedJourney, journey_in
from journey.journeys.slips import is_closed, refuse_copy
from journey.pages.ending import describe_ending, ending_in_words
from journey.pages.pack import Pack, View
from journey.pathways.library import get_pathway, load_pathway, pathway_in
from journey.pathways.model import Pathway
from journey.pathways.toml_problems import model_problems
from journey.pathways.toml_reading import read_tables
from journey.pathways.variations import vary
from journey.picture.paper import Sheet, Size
from journey.planning.closed_days import NO_CLOSED_DAYS, UNIT_CLOSED, ClosedDays
from journey.planning.given import Mark
from journey.planning.holds import Hold, Past, Stop
from journey.planning.shifting import shifted
from journey.planning.timeline import OwnDate, Timeline, plan
from journey.values import FIRST_DAY, LAST_DAY


def timelines_of(what: What, args: argparse.Namespace) -> tuple[Timeline, Timeline]:
    """The timeline without what the options ask to see beside it, and with it; every bad option is
    told at once.

    That is the what-ifs of --known, and with --beside the variations of --with; for a journey file,
    everything that the file itself does not say.
    """
    if what.journey is not None and what.journey.ending is not None:
        raise JourneyFileError([is_closed(what.journey.ending, args.what)], name=args.what)
    pathway = vary(what.pathway, *args.variations)
    problems: list[str] = []
    known: dict[str, dt.date] = {}
    shifts: dict[str, dt.timedelta] = {}
    for item in args.known:
        phase, equals, day = item.partition("=")
        name = f"--known {shortened(phase)}"
        if not equals:
            problems.append(f"--known {shortened(item)}: should be PHASE=DATE")
        elif phase in known or phase in shifts:
            problems.append(f"{name}: is given twice; give it once")
        elif day[:1] in ("+", "-"):
            shifts[phase] = shift_of(name, day, problems)
        else:
            known[phase] = date_of(name, day, problems)
    start = what.start
    if args.start is not None:
        if what.journey:
            problems.append("--start: the journey file says it; correct it there: journey record")
        start = date_of("--start", args.start, problems)
    as_of = date_of("--as-of", args.as_of, problems) if args.as_of is not None else None
    if args.made is not None:
        date_of("--made", args.made, problems)
    ids = [*(phase.id for phase in pathway.phases), "finish"]
    names = [*ids, *pathway.replaced, "start"]
    given = (*known, *shifts)
    if problems and (unknown := [n for n in given if n.partition(".")[0] not in names]):
        problems.append(str(UnknownPhaseError(unknown, ids)))
    if problems:
        raise UsageError("\n".join(problems))
    known = {**what.known, **known}
    closed = closed_of(args) or what.closed

    def planned(of: Pathway, given: Mapping[str, dt.date]) -> Timeline:
        if what.timeline is not None and (of, given, as_of, closed) == (
            what.pathway, what.known, None, what.closed
        ):  # fmt: skip
            return what.timeline
        there = {phase.id for phase in of.phases}
        visits = {n: mark for n, mark in what.visits.items() if n.partition(".")[0] in there}
        return plan(
            of, start=start, known=given, as_of=as_of, own_dates=what.own_dates, closed=closed,
            visits=visits, **what.roads(there),
        )  # fmt: skip

    timeline = planned(pathway, known)
    before = timeline
    if what.journey or args.beside:
        there = {"finish", *(phase.id for phase in what.pathway.phases)}
        shared = what.known if what.journey else known
        shared = {n: day for n, day in shared.items() if n.partition(".")[0] in there}
        if (what.pathway, shared) != (pathway, known):
            before = planned(what.pathway, shared)
        same = (before.known, before.inside) == (timeline.known, timeline.inside)
        if what.journey and same and not args.variations:
            before = timeline
    return before, shifted(timeline, shifts) if shifts else timeline


@dataclass(frozen=True)
class What:
    """What a command is about: a pathway, or a journey with what its file says."""

    pathway: Pathway
    start: dt.date | None = None
    known: Mapping[str, dt.date] = field(default_factory=dict)
    own_dates: tuple[OwnDate, ...] = ()
    closed: ClosedDays = NO_CLOSED_DAYS
    visits: Mapping[str, Mark] = field(default_factory=dict)
    journey: Journey | None = None
    timeline: Timeline | None = None
    """The plan of the journey, as its file says it."""

    def roads(self, there: Collection[str]) -> Roads:
        """The holds of the journey, and which of these phases were stopped or left out."""
        if self.timeline is None:
            return {"holds": (), "stops": (), "skipped": (), "past": ()}
        return {
            "holds": self.timeline.holds,
            "stops": tuple(s for s in self.timeline.stops if s.phase in there),
            "skipped": tuple(p.id for p in self.timeline if p.is_skipped and p.id in there),
            "past": self.timeline.past,
        }


class Roads(TypedDict):
    """What happened otherwise than the pathway says, as a plan takes it."""

    holds: tuple[Hold, ...]
    stops: tuple[Stop, ...]
    skipped: tuple[str, ...]
    past: tuple[Past, ...]


def what_of(what: str) -> What:
    """A bundled pathway by its id, or a pathway or a journey from a file, read once."""
    return what_in(read_text(Path(what)), what) if is_file(what) else What(get_pathway(what))


def what_in(text: str, what: str) -> What:
    """The pathway or the journey in the text of a file."""
    path = Path(what)
    tables = read_tables(text)
    if not tables.is_journey:
        return What(pathway_in(tables, name=what))
    read = journey_in(tables, name=file_name(path), folder=path.parent)
    journey, said = read.journey, read.timeline
    refuse_copy(journey, path)
    return What(
        said.pathway,
        journey.start,
        journey.known,
        said.own_dates,
        said.closed,
        journey.visits,
        journey,
        said,
    )


def is_over(
    read: PlannedJourney, file: str, *, made: dt.date, brief: bool = False, as_words: bool = True
) -> bool:
    """Whether a journey was closed; its few words are then printed in place of an answer.

    Raises JourneyFileError where the answer is not to be words for the person alone.
    """
    ending, pathway = read.journey.ending, read.timeline.pathway
    if ending is None:
        return False
    if not as_words:
        raise JourneyFileError([is_closed(ending, file)], name=file)
    if brief:
        print(ending_in_words(pathway, ending))
    else:
        show(describe_ending(pathway, ending, made=made))
    return True


def closed_of(args: argparse.Namespace) -> ClosedDays:
    """The days that --closed names."""
    problems: list[str] = []
    days: dict[dt.date, str] = {}
    places: list[str] = []
    for item in args.closed:
        if re.match(r"[0-9]", item):
            days[date_of("--closed", item, problems)] = UNIT_CLOSED
        elif item != "weekends":
            places.append(item)
    if len(places) > 1:
        problems.append(f"--closed: {' and '.join(map(shortened, places))}: give one place")
    if problems:
        raise UsageError("\n".join(problems))
    return ClosedDays("weekends" in args.closed, days, places[0] if places else None)


def varied_pathway_of(args: argparse.Namespace) -> Pathway:
    """The pathway with the variations of --with."""
    return vary(pathway_of(args.what), *args.variations)


def pathway_of(what: str) -> Pathway:
    """A bundled pathway by its id, or one from a file: an id has no dot and no slash."""
    return load_pathway(what) if is_file(what) else get_pathway(what)


def is_file(what: str) -> bool:
    """Whether this names a file."""
    return re.search(r"[./\\]", what) is not None


def made_of(args: argparse.Namespace) -> dt.date:
    """The day it is made: as given, or today."""
    if args.made is None:
        return today()
    problems: list[str] = []
    day = date_of("--made", args.made, problems)
    if problems:
        raise UsageError("\n".join(problems))
    return day


def pages_of(args: argparse.Namespace) -> tuple[str, ...] | None:
    """The kinds of pages that --pages names."""
    return None if args.pages is None else tuple(filter(None, args.pages.split(",")))


PACKS = ("hand-over", "part", "whole", "blank", "keep", "school")


def pack_of(args: argparse.Namespace) -> tuple[View, Pack, str | None]:
    """Whom the pages of --pack are for, how much it is, and of which part."""
    if args.pack is None:
        return "person", "hand-over" if args.pages is None else "whole", None
    name, *rest = args.pack
    if name not in PACKS:
        raise UsageError(f'--pack: no pack "{shortened(name)}" (there are: {", ".join(PACKS)})')
    if len(rest) != (name == "part"):
        raise UsageError(
            "--pack part: give the id of one part, such as --pack part induction"
            if name == "part"
            else f"--pack {name}: takes nothing more; put WHAT before it"
        )
    if args.pages is not None and name not in ("whole", "blank"):
        raise UsageError(f"--pack {name}: has its own pages; leave out --pages")
    if name in ("blank", "school"):
        return cast("View", name), "whole", None
    return "person", cast("Pack", name), rest[0] if rest else None


def contacts_of(args: argparse.Namespace, journey: Journey | None) -> Contacts:
    """Whom to ring, as --contact says, or else the journey file."""
    given: dict[str, str] = {}
    for item in args.contact:
        who, equals, number = item.partition("=")
        if not equals or who not in ("line", "nurse", "ward") or not number.strip():
            raise UsageError(
                f"--contact {shortened(item)}: should be line=NUMBER, nurse=NUMBER or ward=NUMBER"
            )
        if who in given or len(number) > 80 or not number.isprintable():
            raise UsageError(f"--contact {who}: give one number, of 80 characters at most")
        given[who] = number.strip()
    kept = Contacts() if journey is None else journey.contacts
    return kept.model_copy(update=given)


def today_of(args: argparse.Namespace) -> dt.date | None:
    """The day of --today."""
    problems: list[str] = []
    day = date_of("--today", args.today, problems) if args.today is not None else None
    if problems:
        raise UsageError("\n".join(problems))
    return day


def sheet_of(args: argparse.Namespace) -> Sheet:
    """The paper and the size of text of --paper and --size."""
    size = int(args.size) if re.fullmatch("[0-9]{1,3}", args.size) else args.size
    return Sheet(args.paper.lower(), cast("Size", size))  # a Sheet refuses what is none


def stamp_of(args: argparse.Namespace) -> dt.datetime:
    """When the calendar's events last changed: midnight UTC of --made, or now."""
    if args.made is None:
        return now()
    return midnight(made_of(args))


def own_date_of(text: str, problems: list[str]) -> OwnDay | None:
    """A date of the person's own: LABEL=DATE, or LABEL=DATE..DATE for some days; then, if it is
    wanted, `at TIME`, and `every 4 weeks until DATE` or `every 4 weeks 13 times`.
    """
    label, equals, days = text.rpartition("=")
    name = f"--own {shortened(label)}"
    said = _OWN.fullmatch(days)
    count = len(problems)
    if not equals or not label.strip():
        problems.append(f"--own {shortened(text)}: should be LABEL=DATE or LABEL=DATE..DATE")
        return None
    if said is None:
        if " " in days.strip():
            problems.append(
                f'{name}: after the date may stand "at 14:30", and "every 4 weeks until DATE" or '
                f'"every 4 weeks 13 times"'
            )
        else:
            date_of(name, days, problems)
        return None
    first, last = said["first"], said["last"]
    day = date_of(name, first, problems)
    until = date_of(name, last, problems) if last else None
    repeats_until = date_of(name, said["stop"], problems) if said["stop"] else None
    if until is not None and until < day:
        problems.append(f"{name}: {last} is before {first}; swap them")
    if len(problems) > count:
        return None
    try:
        return OwnDay(
            label=label, date=day, until=until, at=said["at"], every=said["every"],
            repeats_until=repeats_until, count=int(said["count"]) if said["count"] else None,
        )  # fmt: skip
    except ValidationError as error:
        told = [found.text for found in model_problems(error, {}, OwnDay)]
        told += [found["msg"] for found in error.errors() if not found["loc"]]
        problems += [f"{name}: {text}" for text in told]
        return None


_OWN = re.compile(
    r"(?P<first>[^. ]*)(\.\.(?P<last>[^. ]+))?( at (?P<at>\S+))?"
    r"( every (?P<every>[0-9]+ [a-z]+)( until (?P<stop>\S+)| (?P<count>[0-9]{1,9}) times)?)?"
)


def phase_dates_of(option: str, items: Iterable[str], problems: list[str]) -> dict[str, dt.date]:
    """What PHASE=DATE items give, each phase once."""
    given: dict[str, dt.date] = {}
    for item in items:
        phase, equals, day = item.partition("=")
        if not equals:
            problems.append(f"{option} {shortened(item)}: should be PHASE=DATE".strip())
        elif phase in given:
            problems.append(f"{option} {shortened(phase)}: is given twice; give it once".strip())
        else:
            given[phase] = date_of(f"{option} {shortened(phase)}".strip(), day, problems)
    return given


def print_json(said: Timeline | Answer, made: dt.date) -> None:
    """Print it as JSON: in ASCII, since a terminal's own escapes of others are no JSON."""
    print(json.dumps(json.loads(to_json(said, made=made)), indent=2))


def date_of(name: str, text: str, problems: list[str]) -> dt.date:
    """The day that an option names, or any day after adding what is wrong to the problems."""
    day = FIRST_DAY
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        meant = _perhaps(text)
        problems.append(
            f'{name}: "{shortened(text)}" should be a date such as 2026-03-02'
            + (f"; did you mean {meant}?" if meant else "")
        )
        return day
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        problems.append(f"{name}: {text} is no day of the calendar")
    if not FIRST_DAY <= day <= LAST_DAY:
        problems.append(
            f"{name}: {text} is not between {FIRST_DAY.year} and {LAST_DAY.year}; check the year"
        )
    return day


def _perhaps(text: str) -> str:
    """What a day written another way may mean: 2/3/2026 is 2 March here, and 3 February there."""
    if match := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text):
        numbers = [(match[1], match[2], match[3])]
    elif match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", text):
        numbers = [(match[3], match[2], match[1]), (match[3], match[1], match[2])]
    else:
        return ""
    days = []
    for year, month, day in numbers:
        with contextlib.suppress(ValueError):
            days.append(dt.date(int(year), int(month), int(day)).isoformat())
    return " or ".join(dict.fromkeys(days))


def shift_of(name: str, text: str, problems: list[str]) -> dt.timedelta:
    """So much later or earlier, or nothing after another problem."""
    match = re.fullmatch(r"([+-])([0-9]{1,4})([dw])", text)
    if match is None:
        problems.append(f'{name}: "{shortened(text)}" should be like +2w or -3d')
        return dt.timedelta()
    days = int(match[2]) * (7 if match[3] == "w" else 1)
    return dt.timedelta(days=days if match[1] == "+" else -days)


class UsageError(JourneyError):
    """Options that do not go together."""
