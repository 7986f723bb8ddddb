"""journey serve"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

from journey.calendar.feed import LOOPBACK_PATH, Feed, is_loopback, is_path, new_path
from journey.cli.arguments import add_timeline_options
from journey.cli.asked import UsageError, is_file, stamp_of, timelines_of, what_in
from journey.cli.calendars import CalendarAsked, add_calendar_options, published
from journey.errors import FileError, JourneyError, shortened
from journey.files import file_name, read_text, write_files

EXAMPLE = "journey serve sam.toml"

HOW_TO = """\
subscribe to it by this address; leave this command running:
  Thunderbird      New Calendar, On the Network, iCalendar (ICS)
  GNOME, KDE       add a calendar from a web address
  vdirsyncer       a storage of the type http
  iPhone, Mac      add a subscribed calendar; needs --host, and an address it can reach
Google, Outlook on the web and other far-away calendars cannot reach this machine."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A file, where to serve it, and how the calendar is to be."""
    add_timeline_options(parser)
    parser.add_argument("--port", default="8421", help="the port (default: %(default)s; 0: any)")
    parser.add_argument(
        "--host", default="127.0.0.1",
        help="the address to serve at (default: %(default)s, for programs on this machine alone)",
    )  # fmt: skip
    add_calendar_options(parser)


def run(args: argparse.Namespace) -> None:
    """Serve until somebody presses Ctrl-C."""
    if not is_file(args.what):
        raise UsageError(f"{shortened(args.what)}: is no file; name a .toml file to serve")
    if not (args.port.isascii() and args.port.isdecimal() and int(args.port) <= 65535):
        raise UsageError(f'--port: "{shortened(args.port)}" should be a number up to 65535')
    source = Path(args.what)
    calendar = following(args, source)
    calendar()  # what is wrong now is told now
    path = LOOPBACK_PATH if is_loopback(args.host) else secret_path(source.with_suffix(".feed"))
    with Feed(calendar, host=args.host, port=int(args.port), path=path) as feed:
        print(f"webcal://{feed.address}\nhttp://{feed.address}\n{HOW_TO}")
        if not is_loopback(args.host):
            print("whoever has this address can read the calendar, and so can the network between")
        print("to end it, press Ctrl-C", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            feed.serve_forever()


def following(args: argparse.Namespace, source: Path) -> Callable[[], bytes]:
    """Gives the calendar beside the file, issued anew only when the file has changed."""
    target = source.with_suffix(".ics")
    asked = CalendarAsked.of(args)
    seen = told = ""

    def calendar() -> bytes:
        nonlocal seen, told
        text = read_text(source)
        digest = hashlib.sha256(text.encode()).hexdigest()
        data = published(target) if digest == seen else None
        if data is None:
            try:
                what = what_in(text, args.what)
                data, _ = asked.calendar(
                    timelines_of(what, args)[1],
                    target,
                    stamp=stamp_of(args),
                    is_feed=True,
                    journey=what.journey,
                )
                write_files({target: data})
            except JourneyError as error:
                if seen and told != digest:  # at the start it is raised, and told there
                    print(f"journey: {error}", file=sys.stderr, flush=True)
                    told = digest
                raise
            seen = digest
        return data

    return calendar


def secret_path(kept: Path) -> str:
    """The path that was given out before, or a new one; kept beside the file.

    Raises FileError.
    """
    if not kept.exists():
        write_files({kept: new_path().encode()})
    path = read_text(kept).strip()
    if not is_path(path):
        raise FileError(f"{file_name(kept)}: is no path of a feed; move it away for a new one")
    return path
