"""What `export` and `serve` share: the options of a calendar, and its next edition."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from journey.calendar.events import GROUPS, LONGEST_BANNER
from journey.calendar.published import MAX_BYTES, Tally, is_ours, tally
from journey.cli.asked import UsageError
from journey.cli.clock import midnight
from journey.errors import CalendarError, shortened
from journey.export.ics import Reminders, remembered, remove_everything, to_ics
from journey.files import file_name, make_folder, read_start
from journey.journeys.file import Journey
from journey.pathways.fields import Language
from journey.planning.timeline import Timeline

MOST_WEEKS = 520
SMALL_BYTES = 1_000_000
"""Google is reported to take no calendar that is larger."""


def add_calendar_options(parser: argparse.ArgumentParser) -> None:
    """--discreet, --reminders, --colours, --only, --without and --longest-banner."""
    parser.add_argument(
        "--discreet", action="store_true",
        help="a calendar that names no illness, part, source or date of your own",
    )  # fmt: skip
    parser.add_argument(
        "--reminders", nargs="?", const=True, default=False, choices=("all",), metavar="all",
        help="remind at nine in the morning of the day before, of what is booked and of dates of "
        "your own; with the word all of guesses, too",
    )  # fmt: skip
    parser.add_argument(
        "--private", action=argparse.BooleanOptionalAction, default=None,
        help="ask other programs to hide the events from those who share the calendar (CLASS; "
        "default: all but discreet ones)",
    )  # fmt: skip
    parser.add_argument("--colours", action="store_true", help="a colour for each kind of event")
    parser.add_argument(
        "--only", metavar="KINDS", action="append",
        help=f"put these in the calendar alone, with commas between: {', '.join(GROUPS)}",
    )  # fmt: skip
    parser.add_argument(
        "--without", metavar="KINDS", action="append", default=[], help="leave these out"
    )
    parser.add_argument(
        "--longest-banner", metavar="WEEKS", default=str(LONGEST_BANNER.days // 7),
        help="a longer part is marked at its start and its end alone (default: %(default)s)",
    )  # fmt: skip


@dataclass(frozen=True)
class CalendarAsked:
    """How the calendar is to be."""

    discreet: bool = False
    reminders: Reminders = False
    colours: bool = False
    only: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    longest_banner: dt.timedelta = LONGEST_BANNER
    private: bool | None = None

    @classmethod
    def of(cls, args: argparse.Namespace) -> CalendarAsked:
        """As the options say. Raises UsageError."""
        weeks = args.longest_banner
        if not (weeks.isdecimal() and weeks.isascii() and len(weeks) <= 3) or (
            not 1 <= int(weeks) <= MOST_WEEKS
        ):
            raise UsageError(
                f'--longest-banner: "{shortened(weeks)}" should be a number of weeks, '
                f"from 1 to {MOST_WEEKS}"
            )
        return cls(
            args.discreet, args.reminders, args.colours,
            None if args.only is None else _split(args.only), _split(args.without),
            dt.timedelta(weeks=int(weeks)), args.private,
        )  # fmt: skip

    @property
    def key(self) -> str:
        """A name for these options, the same in every version and whatever their order.

        An option that is left alone is no part of it: one that a later version adds changes none.
        """
        chosen = [
            f"{field.name} {sorted(value) if isinstance(value, tuple) else value}"
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        ]
        digest = hashlib.sha256("\n".join(chosen).encode()).hexdigest()
        return f"{'discreet' if self.discreet else 'open'}-{digest[:12]}"

    def calendar(
        self, timeline: Timeline, path: Path, *, stamp: dt.datetime, is_feed: bool = False,
        journey: Journey | None = None, previous: bytes | None = None,
    ) -> tuple[bytes, str]:  # fmt: skip
        """The edition after the previous one, and what it changes, in words.

        Without a previous one it is the one after what lies at the path. A journey says itself
        which edition it is, and when it last changed.

        Raises CalendarError, naming the file, if what lies there cannot be followed on.
        """
        previous = published(path) if previous is None else previous
        journey_id, edition, changed = None, 0, None
        if journey is not None:
            journey_id, edition, changed = journey.id, journey.edition, journey.changed
        try:
            data = to_ics(
                timeline, stamp=stamp, changed=changed, journey_id=journey_id, edition=edition,
                previous=previous,
                discreet=self.discreet, reminders=self.reminders, colours=self.colours,
                only=self.only, without=self.without, longest_banner=self.longest_banner,
                is_feed=is_feed, is_private=self.private,
            )  # fmt: skip
        except CalendarError as error:
            if previous is None:
                raise
            raise CalendarError(f"{file_name(path)}: {error}") from error
        return data, "" if previous is None else changes_in_words(tally(previous, data))


def without_events(path: Path, language: Language, *, stamp: dt.datetime) -> tuple[bytes, str]:
    """The calendar at the path with every event cancelled, and what that changes, in words.

    Raises CalendarError if none of ours is there.
    """
    previous = published(path)
    if previous is None:
        raise CalendarError(f"{file_name(path)}: is not there, so there is nothing to remove")
    try:
        data = remove_everything(previous, stamp=stamp, language=language)
    except CalendarError as error:
        raise CalendarError(f"{file_name(path)}: {error}") from error
    return data, changes_in_words(tally(previous, data))


def folder_of_feeds(what: Path) -> Path:
    """Where a journey file keeps its feeds, and what it published."""
    return what.with_suffix(".feeds")


def memory_of(what: Path) -> Path:
    """The file that says which events were ever published from a journey file."""
    return folder_of_feeds(what) / "published.ics"


def with_published(what: Path, *editions: bytes) -> dict[Path, bytes]:
    """What a journey published until now and in some editions, by the file that remembers it."""
    memory = memory_of(what)
    make_folder(memory.parent, is_private=True)
    before = published(memory)
    try:
        return {memory: remembered(*([] if before is None else [before]), *editions)}
    except CalendarError as error:
        raise CalendarError(f"{file_name(memory)}: {error}") from error


def ever_published(what: Path, *, beside: Path | None = None) -> bytes | None:
    """Every event that a journey file ever published, without its words.

    They stand in the file that remembers them, in the editions of its feeds, and in a calendar
    `beside` them. Raises CalendarError.
    """
    files = [*sorted(folder_of_feeds(what).glob("*.ics")), *filter(None, [beside])]
    found = [data for data in map(published, files) if data is not None]
    try:
        return remembered(*found) if found else None
    except CalendarError as error:
        raise CalendarError(f"{file_name(beside or folder_of_feeds(what))}: {error}") from error


def farewell(
    events: bytes, journey: Journey, language: Language, *, is_feed: bool = False
) -> bytes:  # fmt: skip
    """The calendar of a closed journey: all that was ever published, cancelled."""
    assert journey.ending is not None  # noqa: S101  the caller has looked
    stamp = journey.changed or midnight(journey.ending.on)
    return remove_everything(events, stamp=stamp, discreet=True, language=language, is_feed=is_feed)


def published(path: Path) -> bytes | None:
    """The calendar of ours that a new edition would replace. Raises CalendarError, FileError."""
    data = read_start(path, size=MAX_BYTES + 1)
    if data is not None and not is_ours(data[:1000]):
        raise CalendarError(
            f"{file_name(path)}: is there already and is not a calendar that journey wrote; "
            f"name another file, or move that one away"
        )
    return data


def tell_size(path: Path, data: bytes) -> None:
    """Say on the console that a calendar is larger than some programs take."""
    if len(data) > SMALL_BYTES:
        print(
            f"journey: {file_name(path)}: has {len(data):,} bytes, and Google is reported to take "
            f"up to {SMALL_BYTES:,}; --without leaves kinds of events out",
            file=sys.stderr, flush=True,
        )  # fmt: skip


def changes_in_words(found: Tally) -> str:
    """So many moved, so many new: what is nothing is left out."""
    counts = [
        (found.moved, "moved"), (found.reworded, "with other words"), (found.new, "new"),
        (found.cancelled, "cancelled"), (found.same, "as before"),
    ]  # fmt: skip
    parts = [f"{count} {what}" for count, what in counts if count]
    if not parts:
        return "nothing changed"
    first, _, rest = parts[0].partition(" ")
    parts[0] = f"{first} {'event' if first == '1' else 'events'} {rest}"
    return ", ".join(parts)


def _split(lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.strip() for names in lists for name in names.split(","))
