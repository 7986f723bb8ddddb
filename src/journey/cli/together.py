"""journey together"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from journey.calendar.published import tally
from journey.cli.arguments import add_made_option
from journey.cli.asked import UsageError, made_of, stamp_of
from journey.cli.calendars import changes_in_words, published
from journey.cli.console import show
from journey.cli.export import refuse_other_kinds
from journey.errors import CalendarError, JourneyFileError, Problem, shortened
from journey.export.html import to_html
from journey.export.ics import together_to_ics
from journey.files import file_name, write_files
from journey.journeys.file import PlannedJourney, load_planned
from journey.journeys.slips import refuse_copy
from journey.pages.together import describe_together
from journey.values import label_problems

EXAMPLE = "journey together sam.toml ben.toml --ics home.ics --html home.html"
MOST = 6
LONGEST = 40
"""Characters of what one is called: it stands before the title of each event."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, what each is called, and where to write the calendar and the page."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="two journey files, or more")
    parser.add_argument(
        "--name", metavar="NAME", action="append", default=[],
        help="what each one is called, in the order of the files (default: the files' names; with "
        "--discreet, numbers)",
    )  # fmt: skip
    parser.add_argument("--ics", metavar="FILE", help="write one calendar for all")
    parser.add_argument("--html", metavar="FILE", help="write one page (default: print it as text)")
    parser.add_argument(
        "--discreet", action="store_true", help="name no illness, part, source or date of your own"
    )
    parser.add_argument(
        "--reminders", action="store_true",
        help="remind at nine in the morning of the day before, of what is booked and of own dates",
    )  # fmt: skip
    add_made_option(parser)


def run(args: argparse.Namespace) -> None:
    """Lay the journeys on one page and one calendar."""
    made, stamp = made_of(args), stamp_of(args)
    journeys = read(args)
    targets = {name: Path(path) for name in ("ics", "html") if (path := vars(args)[name])}
    refuse_other_kinds(targets)
    document = describe_together(journeys, made=made, is_discreet=args.discreet)
    contents: dict[Path, bytes] = {}
    told: dict[Path, str] = {}
    if "ics" in targets:
        path = targets["ics"]
        previous = published(path)
        try:
            contents[path] = together_to_ics(
                journeys, stamp=stamp, previous=previous, discreet=args.discreet,
                reminders=args.reminders,
            )  # fmt: skip
        except CalendarError as error:
            raise CalendarError(f"{file_name(path)}: {error}") from error
        if previous is not None:
            told[path] = f": {changes_in_words(tally(previous, contents[path]))}"
    if "html" in targets:
        contents[targets["html"]] = to_html(document).encode()
    if not contents:
        show(document)
        return
    write_files(contents, is_private=True)
    for path in contents:
        print(f"wrote {file_name(path)}{told.get(path, '')}")


def read(args: argparse.Namespace) -> Mapping[str, PlannedJourney]:
    """The journeys by what each is called. Raises UsageError, and what reading them raises."""
    paths = [Path(path) for path in args.files]
    names = args.name or [
        str(n) if args.discreet else shortened(path.stem, limit=LONGEST)
        for n, path in enumerate(paths, start=1)
    ]
    problems = []
    if not 2 <= len(paths) <= MOST:
        problems.append(f"give two to {MOST} journey files")
    if len(names) != len(paths):
        problems.append(f"--name: give one for each of the {len(paths)} files, or none")
    for name in names:
        problems += [f"--name {problem}" for problem in label_problems(shortened(name), name)]
        if len(name) > LONGEST:
            problems.append(f"--name {shortened(name)}: is longer than {LONGEST} characters")
        if names.count(name) > 1:
            problems.append(f'--name: two are called "{shortened(name)}"; give each its own name')
    if problems:
        raise UsageError("\n".join(dict.fromkeys(problems)))
    found: dict[str, PlannedJourney] = {}
    ids: dict[str, Path] = {}
    for name, path in zip(names, paths, strict=True):
        planned = load_planned(path)
        refuse_copy(planned.journey, path)
        if planned.journey.id in ids:
            first = file_name(ids[planned.journey.id])
            told = (
                f"has the same id as {first}, so they are one journey; begin one for another "
                f"person with: journey new FILE --like {first}"
            )
            raise JourneyFileError([Problem("copy", told)], name=file_name(path))
        ids[planned.journey.id] = path
        found[name] = planned
    if all(planned.journey.ending is not None for planned in found.values()):
        raise UsageError("each of them was closed, so there is nothing to show together")
    return found
