"""journey compare"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from journey.cli.arguments import add_made_option, add_variation_option
from journey.cli.asked import made_of, pathway_of
from journey.cli.console import show
from journey.export.html import to_html
from journey.files import write_files
from journey.pages.comparing import compare_pathways
from journey.pathways.library import refusals
from journey.pathways.model import Pathway
from journey.pathways.variations import vary

EXAMPLE = "journey compare cruk-adult nhs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pathways, and a file for the page."""
    parser.add_argument(
        "what", metavar="PATHWAY", nargs="+", help="two ids or .toml files, or more"
    )
    parser.add_argument("--html", metavar="FILE", help="write a page instead of printing text")
    add_variation_option(parser)
    add_made_option(parser)


def run(args: argparse.Namespace) -> None:
    """Print, or write, what the pathways say side by side."""
    pathways = [_varied(pathway_of(what), args.variations) for what in args.what]
    document = compare_pathways(*pathways, made=made_of(args))
    if args.html is None:
        show(document)
    else:
        write_files({Path(args.html): to_html(document).encode()})
        print(f"wrote {args.html}")


def _varied(pathway: Pathway, wanted: Sequence[str]) -> Pathway:
    """The pathway with those of some variations that it has; one that it refuses says why."""
    there = {variation.id for variation in pathway.variations}
    refused = {refusal.id for refusal in refusals(pathway)}
    return vary(pathway, *(name for name in wanted if name in there or name not in refused))
