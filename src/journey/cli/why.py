"""journey why"""

from __future__ import annotations

import argparse

from journey.answers import explain
from journey.cli.options import add_timeline_options, made_of, timeline_of
from journey.export.text import to_text

EXAMPLE = "journey why cruk-adult maintenance --start 2026-03-02"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The timeline, and the boundary."""
    add_timeline_options(parser)
    parser.add_argument(
        "phase", metavar="PHASE", help="a phase's id: why it may start then; or finish"
    )


def run(args: argparse.Namespace) -> None:
    """Print the chain of steps behind a date."""
    print(to_text(explain(timeline_of(args), args.phase, made=made_of(args))), end="")
