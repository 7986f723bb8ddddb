"""journey today"""

from __future__ import annotations

import argparse

from journey.cli.asked import UsageError, date_of, is_over, print_json
from journey.cli.clock import today
from journey.cli.console import show
from journey.journeys.file import load_planned
from journey.pages.whereabouts import day_in_brief, describe_day
from journey.planning.whereabouts import where

EXAMPLE = "journey today sam.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, --on and --json."""
    parser.add_argument("file", metavar="FILE", help="a journey file")
    parser.add_argument("--on", metavar="DATE", help="as if it were this day")
    parser.add_argument("--brief", action="store_true", help="print the answer alone")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace) -> None:
    """Print what may run now, what came just before and what may come next."""
    problems: list[str] = []
    day = today() if args.on is None else date_of("--on", args.on, problems)
    if problems:
        raise UsageError("\n".join(problems))
    read = load_planned(args.file)
    if is_over(read, args.file, made=day, brief=args.brief, as_words=not args.json):
        return
    found = where(read.timeline, day)
    if args.json:
        print_json(found, day)
    elif args.brief:
        print(day_in_brief(found))
    else:
        told = describe_day(found, made=day, file=args.file, contacts=read.journey.contacts)
        show(told)
