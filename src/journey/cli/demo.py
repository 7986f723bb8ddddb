"""journey demo"""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.cli.clock import midnight
from journey.cli.export import FORMATS, Asked, write_pack
from journey.files import make_folder
from journey.pathways.library import demo
from journey.planning.timeline import plan

EXAMPLE = "journey demo journey-demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", default="journey-demo",
        help="the folder to write to (default: journey-demo)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> None:
    """Write every format that needs no extra; always the same bytes."""
    example = demo()
    timeline = plan(example.pathway, start=example.start, known=example.known)
    folder = Path(args.folder)
    make_folder(folder)
    targets = {name: folder / f"treatment.{name}" for name in FORMATS if name != "pdf"}
    print("an example, for an invented person:")
    write_pack(timeline, targets, Asked(example.made, midnight(example.made)))
