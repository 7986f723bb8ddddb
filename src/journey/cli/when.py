"""journey when"""

from __future__ import annotations

import argparse

from journey.cli.arguments import add_made_option
from journey.cli.asked import UsageError, date_of, is_over, made_of, print_json
from journey.cli.console import show
from journey.journeys.file import load_planned
from journey.pages.whereabouts import day_in_brief, describe_day
from journey.planning.whereabouts import where

EXAMPLE = "journey when sam.toml 2026-08-01 --until 2026-08-14"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the day, --until and --json."""
    parser.add_argument("file", metavar="FILE", help="a journey file")
    parser.add_argument("day", metavar="DATE", help="the day, such as 2026-08-01")
    parser.add_argument("--until", metavar="DATE", help="the last day, if there are several")
    add_made_option(parser)
    parser.add_argument("--brief", action="store_true", help="print the answer alone")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace) -> None:
    """Print which parts may run then."""
    problems: list[str] = []
    day = date_of("DATE", args.day, problems)
    until = None if args.until is None else date_of("--until", args.until, problems)
    if not problems and until is not None and until < day:
        problems.append(f"--until: {until} is before {day}; swap them")
    if problems:
        raise UsageError("\n".join(problems))
    made = made_of(args)
    read = load_planned(args.file)
    if is_over(read, args.file, made=made, brief=args.brief, as_words=not args.json):
        return
    found = where(read.timeline, day, until=until, asked=made)
    if args.json:
        print_json(found, made)
    elif args.brief:
        print(day_in_brief(found))
    else:
        told = describe_day(found, made=made, file=args.file, contacts=read.journey.contacts)
        show(told)
