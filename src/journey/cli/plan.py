"""journey plan"""

from __future__ import annotations

import argparse

from journey.cli.options import add_timeline_options, made_of, timeline_of
from journey.export.json import to_json
from journey.export.text import to_text
from journey.overview import outline

EXAMPLE = "journey plan cruk-adult --start 2026-03-02 --known consolidation=2026-04-27"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The timeline, and --json."""
    add_timeline_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace) -> None:
    """Print the timeline."""
    timeline, made = timeline_of(args), made_of(args)
    if args.json:
        print(to_json(timeline, made=made), end="")
    else:
        print(to_text(outline(timeline, made=made)), end="")
