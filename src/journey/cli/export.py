"""journey export"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from journey.cli.arguments import add_on_request_options, add_page_options, add_timeline_options
from journey.cli.asked import (
    UsageError,
    What,
    contacts_of,
    is_file,
    made_of,
    pack_of,
    pages_of,
    sheet_of,
    stamp_of,
    timelines_of,
    today_of,
    what_of,
)
from journey.cli.calendars import (
    CalendarAsked,
    add_calendar_options,
    tell_size,
    with_published,
    without_events,
)
from journey.errors import visible
from journey.export.html import to_html
from journey.export.json import to_json
from journey.export.markdown import to_markdown
from journey.export.pdf import printed
from journey.export.svg import to_svg
from journey.export.text import to_text
from journey.files import file_name, read_start, targets_of, write_files
from journey.journeys.file import Contacts, Journey
from journey.pages.document import Document
from journey.pages.pack import Pack, View, describe
from journey.picture.paper import A4, Sheet
from journey.planning.timeline import Timeline

EXAMPLE = "journey export cruk-adult --start 2026-03-02 --ics treatment.ics --html treatment.html"

FORMATS = {
    "ics": "a calendar file",
    "html": "pages for the screen and for paper",
    "pdf": "the same pages to print (needs the extra pdf)",
    "svg": "the timeline picture",
    "md": "the same pages as Markdown",
    "txt": "the same pages as plain text",
    "json": "the timeline for programs",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The timeline, and a file a format."""
    add_timeline_options(parser)
    add_on_request_options(parser)
    add_page_options(parser)
    for name, purpose in FORMATS.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=purpose)
    add_calendar_options(parser)
    parser.add_argument(
        "--strict", action="store_true",
        help="end with code 1 where no font for the PDF has some letter (the files are written)",
    )  # fmt: skip
    parser.add_argument(
        "--remove-everything", action="store_true",
        help="cancel every event of the calendar file that is there",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Write every file that was asked for, or none; with --strict, 1 where letters are missing."""
    targets = {name: Path(path) for name in FORMATS if (path := getattr(args, name)) is not None}
    if not targets:
        options = ", ".join(f"--{name}" for name in FORMATS)
        raise UsageError(f"nothing to write: give one or more of {options}, each with a FILE")
    if args.pack == ["school"] and (open_ones := _naming_the_illness(targets, args)):
        raise UsageError(
            f"--pack school: {' and '.join(open_ones)} would name the illness and own dates; "
            "leave them out, or make the calendar --discreet"
        )
    what = what_of(args.what)
    if args.remove_everything:
        remove_everything(args, targets, what)
        return 0
    timeline = timelines_of(what, args)[1]
    written = targets_of(targets.values()).values()
    if is_file(args.what) and Path(args.what).resolve() in written:
        raise UsageError(
            f"{file_name(Path(args.what))}: is the file it is made from; name another file"
        )
    refuse_other_kinds(targets)
    asked = Asked.of(what, args)
    missing = write_pack(
        timeline, targets, asked, what=None if asked.journey is None else Path(args.what)
    )
    return 1 if missing and args.strict else 0


BEGINNINGS = {
    "ics": ("BEGIN:VCALENDAR",), "html": ("<!DOCTYPE HTML", "<HTML"), "pdf": ("%PDF-",),
    "svg": ("<SVG", "<?XML"), "json": ("{",), "md": ("#", "["), "txt": ("=",),
}  # fmt: skip
"""How the files that journey writes begin, in capitals."""


def refuse_other_kinds(targets: Mapping[str, Path]) -> None:
    """Refuse to write over a file of another kind: a slip would lose a calendar or a journey.

    Raises UsageError, a line a file. An empty file is of every kind; a calendar is judged where it
    is read.
    """
    problems = []
    for name, path in targets.items():
        start = (read_start(path, size=4096) or b"").decode("utf-8", "replace")
        start = start.lstrip("\ufeff \t\r\n").upper()
        is_other = not start.startswith(BEGINNINGS[name]) or 'KIND = "' in start  # a TOML of ours
        if name != "ics" and start and is_other:
            problems.append(
                f"--{name}: {file_name(path)} is there already and is not a {name} file; "
                "name another file, or move that one away"
            )
    if problems:
        raise UsageError("\n".join(problems))


def _naming_the_illness(targets: Collection[str], args: argparse.Namespace) -> list[str]:
    """The formats that hold the whole timeline, whatever the view of the pages."""
    whole = {"svg", "json"} if args.discreet else {"svg", "json", "ics"}
    return [f"--{name}" for name in targets if name in whole]


def remove_everything(args: argparse.Namespace, targets: dict[str, Path], what: What) -> None:
    """Cancel every event of a calendar file, and say how many there were."""
    if list(targets) != ["ics"]:
        raise UsageError("--remove-everything: takes --ics alone; leave the other files out")
    path = targets["ics"]
    data, changed = without_events(path, what.pathway.language, stamp=stamp_of(args))
    memory = {} if what.journey is None else with_published(Path(args.what), data)
    write_files({path: data} | memory, is_private=what.journey is not None)
    print(f"wrote {file_name(path)}: {changed}")


@dataclass(frozen=True)
class Asked:
    """What the pages are made with."""

    made: dt.date
    stamp: dt.datetime
    medicines: bool = False
    later_effects: bool = False
    view: View = "person"
    pack: Pack = "whole"
    part: str | None = None
    contacts: Contacts | None = None
    pages: tuple[str, ...] | None = None
    today: dt.date | None = None
    sheet: Sheet = A4
    calendar: CalendarAsked = field(default_factory=CalendarAsked)
    journey: Journey | None = None
    """Whose pages they are, where they are made from a journey file."""

    @classmethod
    def of(cls, what: What, args: argparse.Namespace) -> Asked:
        """As the options say."""
        return cls(
            made_of(args), stamp_of(args), args.medicines, args.later_effects,
            *pack_of(args), contacts_of(args, what.journey), pages_of(args), today=today_of(args),
            sheet=sheet_of(args),
            calendar=CalendarAsked.of(args), journey=what.journey,
        )  # fmt: skip


def write_pack(
    timeline: Timeline, targets: dict[str, Path], asked: Asked, *, what: Path | None = None
) -> str:
    """Write the formats to their files, all or none, and say what was written.

    With `what`, a journey file, the events of a calendar are remembered beside it. Returns the
    letters that no font for the PDF has.
    """
    contents, changed, missing = {}, {}, ""
    for name, path in targets.items():
        if name == "ics":
            calendar = asked.calendar.calendar(
                timeline, path, stamp=asked.stamp, journey=asked.journey
            )
            contents[path], changed[path] = calendar
        elif name == "pdf":
            contents[path], missing = printed(_document(timeline, asked), asked.sheet)
        else:
            contents[path] = _rendered(name, timeline, asked)
    memory = {}
    if what is not None and "ics" in targets:
        memory = with_published(what, contents[targets["ics"]])
    # A person's dates are theirs: a new file is for its owner alone, as the journey file is.
    is_private = asked.journey is not None or timeline.is_dated
    write_files(contents | memory, is_private=is_private)
    if "ics" in targets:
        tell_size(targets["ics"], contents[targets["ics"]])
    for path in contents:
        print(f"wrote {file_name(path)}" + (f": {changed[path]}" if changed.get(path) else ""))
    if missing:
        tell_missing(targets["pdf"], missing)
    return missing


MOST_TOLD = 20
"""So many missing letters are named."""


def tell_missing(path: Path, letters: str) -> None:
    """Say on the console, once, which letters stand as their codes, and how to get them."""
    named = " ".join(visible(letter) for letter in letters[:MOST_TOLD])
    more = ", and more" if len(letters) > MOST_TOLD else ""
    print(
        f"journey: {file_name(path)}: no font here has {named}{more}, so their codes stand there; "
        "more fonts: pip install 'journey-pathways[fonts]'",
        file=sys.stderr, flush=True,
    )  # fmt: skip


def _rendered(name: str, timeline: Timeline, asked: Asked) -> bytes:
    match name:
        case "svg":
            return to_svg(timeline, today=asked.today).encode()
        case "json":
            return to_json(timeline, made=asked.made).encode()
    document = _document(timeline, asked)
    match name:
        case "html":
            return to_html(document, paper=asked.sheet.paper, size=asked.sheet.size).encode()
        case "md":
            return to_markdown(document).encode()
    return to_text(document).encode()


def _document(timeline: Timeline, asked: Asked) -> Document:
    return describe(
        timeline, made=asked.made, medicines=asked.medicines, later_effects=asked.later_effects,
        view=asked.view, pack=asked.pack, part=asked.part, contacts=asked.contacts,
        pages=asked.pages, today=asked.today,
        edition=None if asked.journey is None else asked.journey.edition,
    )  # fmt: skip
