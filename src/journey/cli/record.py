"""journey record"""

from __future__ import annotations

import argparse
from pathlib import Path

from journey.cli.arguments import add_own_option, add_variation_option
from journey.cli.asked import UsageError, own_date_of, phase_dates_of
from journey.cli.clock import now, today
from journey.export.text import to_text
from journey.files import file_name
from journey.journeys.file import plan_journey
from journey.journeys.recording import Entries, record
from journey.pages.changes import describe_changes
from journey.planning.changes import changes
from journey.words.catalogue import words_for

EXAMPLE = "journey record sam.toml consolidation=2026-04-27"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and what to write in it."""
    parser.add_argument("file", metavar="FILE", help="the journey file")
    parser.add_argument(
        "more", metavar="PHASE=DATE", nargs="*",
        help="the first day of a phase, happened or booked; start=DATE corrects the start, "
        "finish=DATE is the day after the last; PHASE.c2=DATE is for a cycle and "
        "PHASE.c2.VISIT=DATE for a visit",
    )  # fmt: skip
    parser.add_argument(
        "--ended", metavar="PHASE=DATE", action="append", default=[], help="a phase's last day"
    )
    parser.add_argument(
        "--missed", metavar="VISIT", action="append", default=[],
        help="a visit that did not take place, such as abvd.c2.clinic; it stays, marked",
    )  # fmt: skip
    parser.add_argument(
        "--done", metavar="VISIT", action="append", default=[], help="a visit that took place"
    )
    parser.add_argument(
        "--remove", metavar="PHASE", action="append", default=[], help="take a date out again"
    )
    add_variation_option(parser)
    parser.add_argument(
        "--without", metavar="VARIATION", action="append", default=[],
        help="switch a variation off",
    )  # fmt: skip
    add_own_option(parser)
    parser.add_argument(
        "--yes", action="store_true", help="write a date that was asked about: it is right"
    )
    parser.add_argument(
        "--remove-own", metavar="LABEL", action="append", default=[],
        help="take a date of your own out again",
    )  # fmt: skip


def run(args: argparse.Namespace) -> None:
    """Write it down, all of it or nothing, and print what it moves."""
    problems: list[str] = []
    known = phase_dates_of("", args.more, problems)
    ended = phase_dates_of("--ended", args.ended, problems)
    own = [own_date_of(item, problems) for item in args.own]
    given = [
        known, ended, own, args.missed, args.done, args.remove, args.variations, args.without,
        args.remove_own,
    ]  # fmt: skip
    if not problems and not any(given):
        problems.append("nothing to record: give PHASE=DATE, or an option (see: --help)")
    if problems:
        raise UsageError("\n".join(problems))
    entries = Entries(
        known=known, ended=ended, missed=args.missed, done=args.done, removed=args.remove,
        switched_on=args.variations,
        switched_off=args.without, own_dates=[day for day in own if day is not None],
        own_dates_removed=args.remove_own,
    )  # fmt: skip
    path = Path(args.file)
    done = record(path, entries, changed=now(), asking=not args.yes)
    if done.before == done.after:
        print(f"{file_name(path)}: says so already; nothing changed")
        return
    moved = changes(plan_journey(done.before), plan_journey(done.after))
    w = words_for(moved.after.pathway)
    if moved.each:
        names = (w.moved_before, w.moved_after)
        print(to_text(describe_changes(moved, made=today(), names=names)))
    print(f"wrote {file_name(path)}, edition {done.after.edition}")
