"""journey show"""

from __future__ import annotations

import argparse

from journey.cli.options import add_made_option, made_of, pathway_of
from journey.export.text import to_text
from journey.overview import describe
from journey.planning import plan

EXAMPLE = "journey show cruk-adult"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pathway."""
    parser.add_argument("what", metavar="PATHWAY", help="a bundled pathway's id, or a .toml file")
    add_made_option(parser)


def run(args: argparse.Namespace) -> None:
    """Print the whole pathway without dates."""
    made = made_of(args)
    print(to_text(describe(plan(pathway_of(args.what)), made=made)), end="")
