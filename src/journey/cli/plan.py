"""journey plan"""

from __future__ import annotations

import argparse

from journey.cli.arguments import add_timeline_options
from journey.cli.asked import made_of, print_json, timelines_of, what_of
from journey.cli.console import show
from journey.pages.pack import outline

EXAMPLE = "journey plan cruk-adult --start 2026-03-02 --known consolidation=2026-04-27"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The timeline, --three-ways and --json."""
    add_timeline_options(parser)
    parser.add_argument(
        "--three-ways", action="store_true", help="if every part is short, typical or long"
    )
    parser.add_argument(
        "--beside", action="store_true", help="beside the plan without --with and what-ifs"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace) -> None:
    """Print the timeline; after a what-if, first what it moves."""
    before, timeline = timelines_of(what_of(args.what), args)
    made = made_of(args)
    if args.json:
        print_json(timeline, made)
    elif args.three_ways:
        from journey.pages.explaining import three_ways

        show(three_ways(timeline, made=made))
    elif args.beside or before is not timeline:
        from journey.pages.changes import side_by_side

        show(side_by_side(before, timeline, made=made))
    else:
        show(outline(timeline, made=made))
