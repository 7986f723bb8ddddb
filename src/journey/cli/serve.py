"""journey serve"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path

from journey.calendar.feed import Feed, is_loopback, is_path, new_path
from journey.cli.arguments import add_timeline_options
from journey.cli.asked import UsageError, is_file, stamp_of, timelines_of, what_in
from journey.cli.calendars import (
    CalendarAsked,
    add_calendar_options,
    ever_published,
    farewell,
    folder_of_feeds,
    tell_size,
    with_published,
)
from journey.cli.clock import today
from journey.errors import FileError, JourneyError, shortened
from journey.files import file_name, make_folder, read_text, write_files
from journey.journeys.file import pathway_file_of

FAREWELL = dt.timedelta(days=30)
"""So long the feed of a closed journey cancels its events; then there is no feed."""

EXAMPLE = "journey serve sam.toml"

HOW_TO = """\
subscribe to it by this address; leave this command running:
  Thunderbird      New Calendar, On the Network, iCalendar (ICS)
  GNOME, KDE       add a calendar from a web address
  vdirsyncer       a storage of the type http
  iPhone, Mac      add a subscribed calendar; needs --host, and an address it can reach
Google, Outlook on the web and other far-away calendars cannot reach this machine.
whoever has this address can read the calendar"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A file, where to serve it, and how the calendar is to be."""
    add_timeline_options(parser)
    parser.add_argument("--port", default="8421", help="the port (default: %(default)s; 0: any)")
    parser.add_argument(
        "--host", default="127.0.0.1",
        help="the address or name to serve at (default: %(default)s, for programs on this machine "
        "alone; 0.0.0.0: all of its addresses)",
    )  # fmt: skip
    parser.add_argument(
        "--public-url", metavar="URL",
        help="where others reach it, behind a proxy: this is printed instead",
    )  # fmt: skip
    add_calendar_options(parser)


def run(args: argparse.Namespace) -> None:
    """Serve until somebody presses Ctrl-C."""
    if not is_file(args.what):
        raise UsageError(f"{shortened(args.what)}: is no file; name a .toml file to serve")
    if not (args.port.isascii() and args.port.isdecimal() and int(args.port) <= 65535):
        raise UsageError(f'--port: "{shortened(args.port)}" should be a number up to 65535')
    public = args.public_url and args.public_url.rstrip("/")
    if public and not re.fullmatch(r"https?://[^/?#\s]+(/[^?#\s]*)?", public):
        raise UsageError(
            f'--public-url: "{shortened(public)}" should be like https://example.org/calendars'
        )
    asked = CalendarAsked.of(args)
    # A folder of their own: an export never lies where a feed looks, and each set of options has
    # an address and editions of its own.
    kept = folder_of_feeds(Path(args.what)) / asked.key
    calendar = following(args, asked, kept.with_suffix(".ics"))
    with Feed(
        calendar,
        first=calendar(),
        host=args.host,
        port=int(args.port),
        path=secret_path(kept),
        public_url=public,
    ) as feed:
        for address in [public + feed.path] if public else [f"http://{a}" for a in feed.addresses]:
            print(f"webcal://{address.partition('://')[2]}\n{address}")
        print(HOW_TO)
        if not is_loopback(args.host):
            print("and so can the network between")
        print("to end it, press Ctrl-C", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            feed.serve_forever()


def following(
    args: argparse.Namespace, asked: CalendarAsked, edition: Path
) -> Callable[[], bytes | None]:
    """Gives the calendar of a file, issued anew when it or its own pathway file has changed.

    That of a closed journey cancels all it ever published, and after `FAREWELL` there is none.

    What it gives it has made itself; the edition that it keeps is only what the next run follows
    on from. A mistake is said on the console once, and so is another version of this program.
    """
    source, own = Path(args.what), None
    data: bytes | None = None
    seen = told = ""
    program = _program()

    def calendar() -> bytes | None:
        nonlocal own, data, seen, told, program
        if program != (program := _program()):
            say("journey was installed anew; start this again to follow what it knows now")
        state = ""
        try:
            text = read_text(source)
            state = _digest(text, "" if own is None else _said(own))
            if data is not None and state == seen:
                return data
            what = what_in(text, args.what)
            if what.journey is not None and what.journey.ending is not None:
                if today() - what.journey.ending.on >= FAREWELL:
                    return None
                events = ever_published(source)
                return events and farewell(
                    events, what.journey, what.pathway.language, is_feed=True
                )
            timeline = timelines_of(what, args)[1]
            make_folder(edition.parent, is_private=True)
            made, _ = asked.calendar(
                timeline, edition, stamp=stamp_of(args), is_feed=True, journey=what.journey,
                previous=data,
            )  # fmt: skip
            if made != data:
                tell_size(edition, made)
                memory = {} if what.journey is None else with_published(source, made)
                write_files({edition: made} | memory, is_private=True)
        except JourneyError as error:
            state = state or _digest(str(error))
            if data is not None and told != state:  # at the start it is raised, and told there
                say(str(error))
                told = state
            raise
        own = what.journey and pathway_file_of(what.journey, source.parent)
        data, seen, told = made, state, ""
        return data

    return calendar


def say(text: str) -> None:
    """A line on the console, where whoever serves may see it."""
    print(f"journey: {text}", file=sys.stderr, flush=True)


def secret_path(kept: Path) -> str:
    """The path that was given out before, or a new one; kept beside the editions.

    Raises FileError.
    """
    kept = kept.with_suffix(".path")
    if not kept.exists():
        make_folder(kept.parent, is_private=True)
        write_files({kept: new_path().encode()}, is_private=True)
    path = read_text(kept).strip()
    if not is_path(path):
        raise FileError(f"{file_name(kept)}: is no path of a feed; move it away for a new one")
    return path


def _said(path: Path) -> str:
    """What a file says, or why it cannot be read."""
    try:
        return read_text(path)
    except FileError as error:
        return str(error)


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _program() -> int | None:
    """Tells one installed version from the next, while this one runs."""
    with contextlib.suppress(OSError):
        return Path(__file__).stat().st_mtime_ns
    return None  # in the middle of being replaced, or in an archive
