"""journey new"""

from __future__ import annotations

import argparse
import os
import uuid
from pathlib import Path

from journey.cli.arguments import add_closed_option, add_own_option, add_variation_option
from journey.cli.asked import (
    UsageError,
    closed_of,
    date_of,
    is_file,
    own_date_of,
    pathway_of,
    phase_dates_of,
)
from journey.cli.clock import now
from journey.files import file_name
from journey.journeys.file import (
    FORMAT,
    Closed,
    ClosedDay,
    journey_of,
    load_journey,
    pathway_file_of,
)
from journey.journeys.recording import begin

EXAMPLE = "journey new sam.toml --pathway cruk-adult --start 2026-03-02"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the pathway, and the dates there are."""
    parser.add_argument("file", metavar="FILE", help="the journey file to make")
    parser.add_argument("--pathway", metavar="ID", help="a bundled pathway's id, or a .toml file")
    parser.add_argument(
        "--like", metavar="FILE",
        help="take pathway, variations and closed days from another journey file",
    )  # fmt: skip
    parser.add_argument("--start", metavar="DATE", help="the first day, such as 2026-03-02")
    parser.add_argument(
        "--known", metavar="PHASE=DATE", action="append", default=[],
        help="the first day of a phase, happened or booked; finish=DATE is the day after the last",
    )  # fmt: skip
    parser.add_argument("--label", metavar="NAME", help="a name for your own use; none is needed")
    add_variation_option(parser)
    add_own_option(parser)
    add_closed_option(parser)
    parser.add_argument(
        "--yes", action="store_true", help="write a date that was asked about: it is right"
    )


def run(args: argparse.Namespace) -> None:
    """Write a journey file; one that is there is left as it is."""
    problems: list[str] = []
    start = date_of("--start", args.start, problems) if args.start is not None else None
    known = phase_dates_of("--known", args.known, problems)
    own_dates = [own_date_of(item, problems) for item in args.own]
    if problems:
        raise UsageError("\n".join(problems))
    path = Path(args.file)
    closed, reference, variations = closed_of(args), args.pathway, args.variations
    if args.like is not None:
        like = load_journey(args.like)
        closed = closed or like.closed.closed_days()
        variations = [*like.variations, *variations]
        if reference is None:
            own = pathway_file_of(like, Path(args.like).parent)
            reference = like.pathway if own is None else str(own)
    if reference is None:
        raise UsageError("--pathway: give a bundled pathway's id or a .toml file, or --like FILE")
    pathway = pathway_of(reference)
    read = None
    if is_file(reference):  # it counts from the folder of the journey file
        reference = _from_folder(Path(reference), path.parent)
        reference = reference if is_file(reference) else f"./{reference}"
        read = pathway
    data = {
        "format": FORMAT, "kind": "journey", "id": str(uuid.uuid4()), "pathway": reference,
        "label": args.label, "start": start, "variations": variations, "changed": now(),
        "known": known, "own_dates": [day for day in own_dates if day is not None],
        "closed": Closed(
            weekends=closed.weekends, holidays=closed.holidays,
            days=tuple(ClosedDay(date=d, reason=r) for d, r in closed.days.items()),
        ),
    }  # fmt: skip
    journey = journey_of(data, name=file_name(path), own=read)
    begin(path, journey, asking=not args.yes)
    print(f"wrote {file_name(path)}")


def _from_folder(path: Path, folder: Path) -> str:
    """The way to a file from a folder, or its whole path where there is no way."""
    # The folders themselves, symbolic links followed: ".." leads out of where a link leads to.
    whole = Path(os.path.realpath(path.parent), path.name)
    try:
        return Path(os.path.relpath(whole, os.path.realpath(folder))).as_posix()
    except ValueError:  # another drive of Windows
        return whole.as_posix()
