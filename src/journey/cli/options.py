"""Options that several commands share, and what they mean."""

from __future__ import annotations

import argparse
import datetime as dt
import re

from journey.closed import ClosedDays
from journey.errors import JourneyError, UnknownPhaseError, shortened
from journey.library import get_pathway, load_pathway
from journey.pathway import Pathway
from journey.planning import FIRST_DAY, LAST_DAY, Timeline, plan, shifted
from journey.variation import vary


def add_timeline_options(parser: argparse.ArgumentParser) -> None:
    """WHAT, --start, --known, --with, --closed, --as-of and --made."""
    parser.add_argument("what", metavar="WHAT", help="a bundled pathway's id, or a .toml file")
    parser.add_argument("--start", metavar="DATE", help="the first day, such as 2026-03-02")
    parser.add_argument(
        "--known", metavar="PHASE=DATE", action="append", default=[],
        help="the first day of a phase, happened or booked; finish=DATE is the day after the last; "
        "PHASE=+2w or PHASE=-3d asks what if it moves",
    )  # fmt: skip
    add_variation_option(parser)
    parser.add_argument(
        "--closed", metavar="DAYS", action="append", default=[],
        help="flag visits on days when the unit is closed: weekends, a date, or the bank holidays "
        "of a country such as GB or GB-ENG",
    )  # fmt: skip
    parser.add_argument(
        "--as-of", metavar="DATE", help="no estimate after the last known date is before this day"
    )
    add_made_option(parser)


def add_variation_option(parser: argparse.ArgumentParser) -> None:
    """--with."""
    parser.add_argument(
        "--with", metavar="VARIATION", action="append", default=[], dest="variations",
        help="switch on a variation; show PATHWAY --variations lists them",
    )  # fmt: skip


def add_on_request_options(parser: argparse.ArgumentParser) -> None:
    """--medicines and --later-effects."""
    parser.add_argument("--medicines", action="store_true", help="name medicines that sources name")
    parser.add_argument(
        "--later-effects", action="store_true", help="effects that come months or years later"
    )


def add_made_option(parser: argparse.ArgumentParser) -> None:
    """--made."""
    parser.add_argument(
        "--made", metavar="DATE", help="the day to print as the day it was made (default: today)"
    )


def timeline_of(args: argparse.Namespace) -> Timeline:
    """The timeline that the options ask for; every bad one is told at once."""
    return timelines_of(args)[1]


def timelines_of(args: argparse.Namespace) -> tuple[Timeline, Timeline]:
    """The timeline without what the options ask to see beside it, and with it.

    That is the what-ifs of --known, and with --beside the variations of --with.
    """
    pathway = varied_pathway_of(args)
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
            shifts[phase] = _shift(name, day, problems)
        else:
            known[phase] = _date(name, day, problems)
    start = _date("--start", args.start, problems) if args.start is not None else None
    as_of = _date("--as-of", args.as_of, problems) if args.as_of is not None else None
    if args.made is not None:
        _date("--made", args.made, problems)
    ids = [*(phase.id for phase in pathway.phases), "finish"]
    names = [*ids, *pathway.replaced, "start"]
    if problems and (unknown := [phase for phase in (*known, *shifts) if phase not in names]):
        problems.append(str(UnknownPhaseError(unknown, ids)))
    if problems:
        raise UsageError("\n".join(problems))
    closed = closed_of(args)
    timeline = plan(pathway, start=start, known=known, as_of=as_of, closed=closed)
    before = timeline
    if getattr(args, "beside", False):
        plain = pathway_of(args.what)
        there = {"finish", *(phase.id for phase in plain.phases)}
        shared = {name: day for name, day in known.items() if name in there}
        before = plan(plain, start=start, known=shared, as_of=as_of, closed=closed)
    return before, shifted(timeline, shifts) if shifts else timeline


def closed_of(args: argparse.Namespace) -> ClosedDays:
    """The days that --closed names."""
    problems: list[str] = []
    days: dict[dt.date, str] = {}
    places: list[str] = []
    for item in args.closed:
        if re.match(r"[0-9]", item):
            days[_date("--closed", item, problems)] = "the unit is closed"
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
        return dt.datetime.now().astimezone().date()
    problems: list[str] = []
    day = _date("--made", args.made, problems)
    if problems:
        raise UsageError("\n".join(problems))
    return day


def stamp_of(args: argparse.Namespace) -> dt.datetime:
    """When the calendar's events last changed: midnight UTC of --made, or now."""
    if args.made is None:
        return dt.datetime.now(dt.UTC)
    return midnight(made_of(args))


def midnight(day: dt.date) -> dt.datetime:
    """The first moment of the day, UTC."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _date(name: str, text: str, problems: list[str]) -> dt.date:
    """The day, or any day after another problem."""
    day = FIRST_DAY
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        problems.append(f'{name}: "{shortened(text)}" should be a date such as 2026-03-02')
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


def _shift(name: str, text: str, problems: list[str]) -> dt.timedelta:
    """So much later or earlier, or nothing after another problem."""
    match = re.fullmatch(r"([+-])([0-9]{1,4})([dw])", text)
    if match is None:
        problems.append(f'{name}: "{shortened(text)}" should be like +2w or -3d')
        return dt.timedelta()
    days = int(match[2]) * (7 if match[3] == "w" else 1)
    return dt.timedelta(days=days if match[1] == "+" else -days)


class UsageError(JourneyError):
    """Options that do not go together."""
