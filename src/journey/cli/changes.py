"""journey changes"""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.cli.arguments import add_made_option
from journey.cli.asked import is_over, made_of, print_json
from journey.cli.console import show
from journey.files import file_name
from journey.journeys.file import first_plan, load_planned
from journey.pages.changes import changes_in_brief, describe_changes
from journey.planning.changes import changes

EXAMPLE = "journey changes sam.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One journey file, or two, and --json."""
    parser.add_argument("file", metavar="FILE", help="a journey file")
    parser.add_argument(
        "other", metavar="OTHER", nargs="?",
        help="a second one to compare with; else the first plan of the journey",
    )  # fmt: skip
    add_made_option(parser)
    parser.add_argument("--brief", action="store_true", help="print the answer alone")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace) -> None:
    """Print what moved, by how much, and which recorded thing moved it."""
    made, names = made_of(args), None
    one = load_planned(args.file)
    if is_over(one, args.file, made=made, brief=args.brief, as_words=not args.json):
        return
    if args.other is None:
        found = changes(first_plan(one.journey), one.timeline)
    else:
        found = changes(one.timeline, load_planned(args.other).timeline)
        names = (file_name(Path(args.file)), file_name(Path(args.other)))
    if args.brief:
        print(changes_in_brief(found))
    elif args.json:
        print_json(found, made)
    else:
        contacts, file = one.journey.contacts, None if args.other else args.file
        told = describe_changes(found, made=made, names=names, file=file, contacts=contacts)
        show(told)
