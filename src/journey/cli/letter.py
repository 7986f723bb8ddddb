"""journey letter"""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.cli.arguments import add_made_option
from journey.cli.asked import UsageError, is_over, made_of
from journey.cli.console import show
from journey.cli.export import refuse_other_kinds
from journey.export.html import to_html
from journey.export.pdf import to_pdf
from journey.export.text import to_text
from journey.files import file_name, write_files
from journey.journeys.file import load_planned
from journey.pages.letter import MOST_WEEKS, letter

EXAMPLE = "journey letter sam.toml --weeks 2 --view helpers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, how many weeks, whom it is for, and where to write it."""
    parser.add_argument("file", metavar="FILE", help="a journey file")
    parser.add_argument(
        "--weeks", metavar="WEEKS", default="2", help="how many weeks it is about (default: 2)"
    )
    parser.add_argument(
        "--view", metavar="VIEW", default="person",
        help="whom it is for: person, or helpers (names no illness)",
    )  # fmt: skip
    for name in ("html", "pdf", "txt"):
        parser.add_argument(
            f"--{name}", metavar="FILE", help=f"write it as {name} (default: print it as text)"
        )
    add_made_option(parser)


def run(args: argparse.Namespace) -> None:
    """Print the letter, or write it in every format that was asked for."""
    if not args.weeks.isascii() or not args.weeks.isdigit() or len(args.weeks) > 2:
        raise UsageError(f"--weeks: should be a number from 1 to {MOST_WEEKS}")
    targets = {name: Path(path) for name in ("html", "pdf", "txt") if (path := vars(args)[name])}
    read, made = load_planned(args.file), made_of(args)
    is_for_person = not targets and args.view == "person"
    if is_over(read, args.file, made=made, as_words=is_for_person):
        return
    document = letter(read.timeline, made=made, weeks=int(args.weeks), view=args.view)
    if not targets:
        show(document)
        return
    refuse_other_kinds(targets)
    contents: dict[Path, bytes] = {}
    for name, path in targets.items():
        if name == "pdf":
            contents[path] = to_pdf(document)
        else:
            contents[path] = (to_html if name == "html" else to_text)(document).encode()
    write_files(contents, is_private=True)
    for path in contents:
        print(f"wrote {file_name(path)}")
