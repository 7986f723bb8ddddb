"""journey show"""

from __future__ import annotations

import argparse

from journey.cli.arguments import add_made_option, add_on_request_options, add_variation_option
from journey.cli.asked import made_of, pathway_of, varied_pathway_of
from journey.cli.console import show
from journey.pages.pack import describe
from journey.planning.timeline import plan

EXAMPLE = "journey show cruk-adult"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pathway, its variations, and what is shown only when asked for."""
    parser.add_argument("what", metavar="PATHWAY", help="a bundled pathway's id, or a .toml file")
    parser.add_argument(
        "--variations", action="store_true", dest="lists_variations",
        help="list what can be switched on with --with",
    )  # fmt: skip
    add_variation_option(parser)
    add_on_request_options(parser)
    add_made_option(parser)


def run(args: argparse.Namespace) -> None:
    """Print the whole pathway without dates."""
    if args.lists_variations:
        for variation in pathway_of(args.what).variations:
            print(f"{variation.id}: {variation.name}")
        return
    document = describe(
        plan(varied_pathway_of(args)), made=made_of(args), medicines=args.medicines,
        later_effects=args.later_effects,
    )  # fmt: skip
    show(document)
