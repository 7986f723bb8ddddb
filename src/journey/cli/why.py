"""journey why"""

from __future__ import annotations

import argparse

from journey.cli.arguments import add_timeline_options
from journey.cli.asked import made_of, print_json, timelines_of, what_of
from journey.cli.console import show
from journey.pages.explaining import explain
from journey.planning.explaining import why

EXAMPLE = "journey why cruk-adult maintenance --start 2026-03-02"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The timeline, the boundary, and --json."""
    add_timeline_options(parser)
    parser.add_argument(
        "phase",
        metavar="PHASE",
        help="a phase's id: why it may start then; or finish; or a cycle or a visit in a phase, "
        "such as abvd.c2 or abvd.c2.clinic",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace) -> None:
    """Print the chain of steps behind a date."""
    _, timeline = timelines_of(what_of(args.what), args)
    made = made_of(args)
    if args.json:
        print_json(why(timeline, args.phase), made)
    else:
        show(explain(timeline, args.phase, made=made))
