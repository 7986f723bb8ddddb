"""journey close"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from journey.cli.asked import UsageError
from journey.cli.calendars import ever_published, farewell, memory_of
from journey.cli.clock import now, today
from journey.cli.console import show
from journey.errors import JourneyFileError
from journey.files import file_name, make_folder, targets_of, write_files
from journey.journeys.file import Ending, EndReason, Journey, load_journey, plain_pathway_of
from journey.journeys.recording import Entries, record
from journey.pages.ending import describe_ending

EXAMPLE = "journey close sam.toml --reason moved"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, why, and where the calendar that cancels everything goes."""
    parser.add_argument("file", metavar="FILE", help="the journey file")
    parser.add_argument(
        "--reason", choices=get_args(EndReason),
        help="treatment was finished, goes on elsewhere (moved), was stopped, or the person died; "
        "it may be left out",
    )  # fmt: skip
    parser.add_argument(
        "--ics", metavar="FILE",
        help="the calendar that cancels every event there ever was (default: the journey's name "
        "with .ics)",
    )  # fmt: skip
    parser.add_argument("--reopen", action="store_true", help="open a closed journey again")


def run(args: argparse.Namespace) -> None:
    """Close the journey, and write one calendar that takes all of its events away."""
    path = Path(args.file)
    if args.reopen:
        if args.ics is not None or args.reason is not None:
            raise UsageError("--reopen: takes no other option; close it again for those")
        after = record(path, Entries(reopened=True), changed=now()).after
        print(f"wrote {file_name(path)}, edition {after.edition}: it is open again")
        return
    calendar = path.with_suffix(".ics") if args.ics is None else Path(args.ics)
    targets_of([calendar])
    # Before anything is written: what cannot be read is told while the journey is open.
    events = ever_published(path, beside=calendar)
    journey = closed(path, args)
    assert journey.ending is not None  # noqa: S101  it was closed
    pathway = plain_pathway_of(journey)
    show(describe_ending(pathway, journey.ending, made=today()), end="\n")
    print(f"wrote {file_name(path)}, edition {journey.edition}")
    if events is None:
        return
    data = farewell(events, journey, pathway.language)
    make_folder(memory_of(path).parent, is_private=True)
    write_files({calendar: data, memory_of(path): data}, is_private=True)
    print(f"wrote {file_name(calendar)}: open it in your calendar program to take every event away")


def closed(path: Path, args: argparse.Namespace) -> Journey:
    """The journey, closed now; or closed before, where only its calendar is wanted again."""
    ending = Ending(on=today(), reason=args.reason)
    try:
        return record(path, Entries(ending=ending), changed=now()).after
    except JourneyFileError as error:
        is_again = args.ics is not None and args.reason is None
        if not is_again or [problem.rule for problem in error.findings] != ["closed"]:
            raise
    return load_journey(path)
