"""journey export"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from journey.calendarfile import is_ours
from journey.cli.options import (
    UsageError,
    add_on_request_options,
    add_timeline_options,
    is_file,
    made_of,
    stamp_of,
    timeline_of,
)
from journey.errors import CalendarError
from journey.export.html import to_html
from journey.export.ics import to_ics
from journey.export.json import to_json
from journey.export.svg import to_svg
from journey.export.text import to_text
from journey.files import file_name, read_start, targets_of, write_files
from journey.overview import describe
from journey.planning import Timeline

EXAMPLE = "journey export cruk-adult --start 2026-03-02 --ics treatment.ics --html treatment.html"

FORMATS = {
    "ics": "a calendar file",
    "html": "pages for the screen and for paper",
    "svg": "the timeline picture",
    "txt": "the same pages as plain text",
    "json": "the timeline for programs",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The timeline, and a file a format."""
    add_timeline_options(parser)
    add_on_request_options(parser)
    for name, purpose in FORMATS.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=purpose)


def run(args: argparse.Namespace) -> None:
    """Write every file that was asked for, or none."""
    targets = {name: Path(path) for name in FORMATS if (path := getattr(args, name)) is not None}
    if not targets:
        options = ", ".join(f"--{name}" for name in FORMATS)
        raise UsageError(f"nothing to write: give one or more of {options}, each with a FILE")
    timeline = timeline_of(args)
    written = targets_of(targets.values()).values()
    if is_file(args.what) and Path(args.what).resolve() in written:
        raise UsageError(f"{file_name(Path(args.what))}: is the pathway itself; name another file")
    write_pack(timeline, targets, Asked.of(args))


@dataclass(frozen=True)
class Asked:
    """What the pages are made with."""

    made: dt.date
    stamp: dt.datetime
    medicines: bool = False
    later_effects: bool = False

    @classmethod
    def of(cls, args: argparse.Namespace) -> Asked:
        """As the options say."""
        return cls(made_of(args), stamp_of(args), args.medicines, args.later_effects)


def write_pack(timeline: Timeline, targets: dict[str, Path], asked: Asked) -> None:
    """Write the formats to their files, all or none, and say what was written."""
    if "ics" in targets:
        _refuse_what_is_not_ours(targets["ics"])
    write_files({path: _rendered(name, timeline, asked) for name, path in targets.items()})
    for path in targets.values():
        print(f"wrote {file_name(path)}")


def _rendered(name: str, timeline: Timeline, asked: Asked) -> bytes:
    match name:
        case "ics":
            return to_ics(timeline, stamp=asked.stamp)
        case "svg":
            return to_svg(timeline).encode()
        case "json":
            return to_json(timeline, made=asked.made).encode()
    document = describe(
        timeline, made=asked.made, medicines=asked.medicines, later_effects=asked.later_effects
    )
    return (to_html if name == "html" else to_text)(document).encode()


def _refuse_what_is_not_ours(path: Path) -> None:
    start = read_start(path, size=1000)
    if start is not None and not is_ours(start):
        raise CalendarError(
            f"{file_name(path)}: is there already and is not a calendar that journey wrote; "
            f"name another file, or move that one away"
        )
