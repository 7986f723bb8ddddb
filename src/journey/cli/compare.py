"""journey compare"""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.cli.arguments import add_made_option
from journey.cli.asked import made_of, pathway_of
from journey.export.html import to_html
from journey.export.text import to_text
from journey.files import write_files
from journey.pages.comparing import compare_pathways

EXAMPLE = "journey compare cruk-adult nhs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The pathways, and a file for the page."""
    parser.add_argument(
        "what", metavar="PATHWAY", nargs="+", help="two ids or .toml files, or more"
    )
    parser.add_argument("--html", metavar="FILE", help="write a page instead of printing text")
    add_made_option(parser)


def run(args: argparse.Namespace) -> None:
    """Print, or write, what the pathways say side by side."""
    document = compare_pathways(*map(pathway_of, args.what), made=made_of(args))
    if args.html is None:
        print(to_text(document), end="")
    else:
        write_files({Path(args.html): to_html(document).encode()})
        print(f"wrote {args.html}")
