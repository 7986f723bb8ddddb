"""Options that several commands share, and what they mean."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path

from journey.errors import JourneyError, PlanningError, shortened
from journey.library import get_pathway, load_pathway
from journey.pathway import Pathway
from journey.planning import Timeline, plan


def add_timeline_options(parser: argparse.ArgumentParser) -> None:
    """WHAT, --start, --known, --as-of and --made."""
    parser.add_argument("what", metavar="WHAT", help="a bundled pathway's id, or a .toml file")
    parser.add_argument("--start", metavar="DATE", help="the first day, such as 2026-03-02")
    parser.add_argument(
        "--known", metavar="PHASE=DATE", action="append", default=[],
        help="the first day of a phase, happened or booked; finish=DATE is the day after the last",
    )  # fmt: skip
    parser.add_argument(
        "--as-of", metavar="DATE", help="no estimate after the last known date is before this day"
    )
    add_made_option(parser)


def add_made_option(parser: argparse.ArgumentParser) -> None:
    """--made."""
    parser.add_argument(
        "--made", metavar="DATE", help="the day to print as the day it was made (default: today)"
    )


def timeline_of(args: argparse.Namespace) -> Timeline:
    """The timeline that the options ask for; every bad date is told at once."""
    pathway = pathway_of(args.what)
    problems: list[str] = []
    known: dict[str, dt.date] = {}
    for item in args.known:
        phase, equals, day = item.partition("=")
        if not equals:
            problems.append(f"--known {shortened(item)}: should be PHASE=DATE")
        elif phase in known:
            problems.append(f"--known {shortened(phase)}: is given twice; give it once")
        else:
            known[phase] = _date(f"--known {shortened(phase)}", day, problems)
    start = _date("--start", args.start, problems) if args.start is not None else None
    as_of = _date("--as-of", args.as_of, problems) if args.as_of is not None else None
    if problems:
        raise PlanningError(problems)
    return plan(pathway, start=start, known=known, as_of=as_of)


def pathway_of(what: str) -> Pathway:
    """A bundled pathway by its id, or one from a file: an id has no dot and no slash."""
    if re.search(r"[./\\]", what):
        return load_pathway(Path(what))
    return get_pathway(what)


def made_of(args: argparse.Namespace) -> dt.date:
    """The day it is made: as given, or today."""
    if args.made is None:
        return dt.datetime.now().astimezone().date()
    problems: list[str] = []
    day = _date("--made", args.made, problems)
    if problems:
        raise PlanningError(problems)
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
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            problems.append(f"{name}: {text} is no day of the calendar")
            return dt.date.min
    problems.append(f'{name}: "{shortened(text)}" should be a date such as 2026-03-02')
    return dt.date.min


class UsageError(JourneyError):
    """Options that do not go together."""
