"""journey export"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from journey.cli.options import UsageError, add_timeline_options, made_of, stamp_of, timeline_of
from journey.errors import CalendarError
from journey.export.html import to_html
from journey.export.ics import is_ours, to_ics
from journey.export.json import to_json
from journey.export.svg import to_svg
from journey.export.text import to_text
from journey.files import read_start, write_files
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
    for name, purpose in FORMATS.items():
        parser.add_argument(f"--{name}", metavar="FILE", help=purpose)


def run(args: argparse.Namespace) -> None:
    """Write every file that was asked for, or none."""
    targets = {name: Path(path) for name in FORMATS if (path := getattr(args, name)) is not None}
    if not targets:
        options = ", ".join(f"--{name}" for name in FORMATS)
        raise UsageError(f"nothing to write: give one or more of {options}, each with a FILE")
    if len({path.resolve() for path in targets.values()}) < len(targets):
        raise UsageError("two formats have the same file; give each its own")
    write_pack(timeline_of(args), targets, made=made_of(args), stamp=stamp_of(args))


def write_pack(
    timeline: Timeline, targets: dict[str, Path], *, made: dt.date, stamp: dt.datetime
) -> None:
    """Write the formats to their files, all or none, and say what was written."""
    if "ics" in targets:
        _refuse_what_is_not_ours(targets["ics"])
    contents = {
        path: _rendered(name, timeline, made=made, stamp=stamp) for name, path in targets.items()
    }
    write_files(contents)
    for path in targets.values():
        print(f"wrote {path}")


def _rendered(name: str, timeline: Timeline, *, made: dt.date, stamp: dt.datetime) -> bytes:
    match name:
        case "ics":
            return to_ics(timeline, stamp=stamp)
        case "html":
            return to_html(describe(timeline, made=made)).encode()
        case "svg":
            return to_svg(timeline).encode()
        case "txt":
            return to_text(describe(timeline, made=made)).encode()
        case _:
            return to_json(timeline, made=made).encode()


def _refuse_what_is_not_ours(path: Path) -> None:
    start = read_start(path, size=1000)
    if start is not None and not is_ours(start):
        raise CalendarError(
            f"{path}: is there already and is not a calendar that journey wrote; "
            f"name another file, or move that one away"
        )
