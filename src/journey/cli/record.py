"""journey record"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path

from pydantic import ValidationError

from journey.calendar.appointments import MAX_BYTES, read_appointments
from journey.cli.arguments import add_own_option, add_variation_option
from journey.cli.asked import UsageError, date_of, own_date_of, phase_dates_of
from journey.cli.clock import now, today
from journey.cli.console import show
from journey.errors import shortened
from journey.files import file_name, read_bytes
from journey.journeys.file import HoldDays, StopDay, plan_journey
from journey.journeys.recording import Appointments, Entries, Recorded, record
from journey.pages.changes import changes_in_brief, describe_changes
from journey.planning.changes import changes
from journey.values import label_problems
from journey.words.catalogue import words_for
from journey.words.roads import past_in_words

MOST_TOLD = 10
"""So many appointments are told one by one."""

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
    parser.add_argument(
        "--hold", metavar="REASON", nargs="*",
        help="treatment is on hold: blood counts, infection, tests, bed, holiday, other, or words "
        "of your own; what follows has no date until it goes on",
    )  # fmt: skip
    parser.add_argument("--since", metavar="DATE", help="the first day of --hold (default: today)")
    parser.add_argument("--resume", metavar="DATE", help="the day treatment goes on after a hold")
    parser.add_argument(
        "--stop", metavar=("PHASE=DATE", "REASON"), nargs="+", action="append", default=[],
        help="a phase that was stopped early, with its last day, and why if you like; what "
        "follows has no date",
    )  # fmt: skip
    parser.add_argument(
        "--skip", metavar="PHASE", action="append", default=[], help="a phase that was left out"
    )
    parser.add_argument(
        "--again", metavar="PHASE", action="append", default=[],
        help="a second course of a phase, called PHASE-2; all is one of every phase",
    )  # fmt: skip
    parser.add_argument(
        "--take-back", metavar="WHAT", action="append", default=[],
        help="take out again: hold=DATE, with its first day; stop=PHASE, skip=PHASE or again=PHASE",
    )  # fmt: skip
    parser.add_argument(
        "--pathway", metavar="PATHWAY",
        help="another pathway from now on: what was written down stays, in its old names",
    )  # fmt: skip
    parser.add_argument(
        "--map", metavar="OLD=NEW", action="append", default=[],
        help="with --pathway: the date of the part OLD is that of the part NEW there",
    )  # fmt: skip
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
    parser.add_argument(
        "--rename-own", metavar="LABEL=NEW", action="append", default=[],
        help="call a date of your own something else; calendars rename it and add none",
    )  # fmt: skip
    parser.add_argument(
        "--import", metavar="FILE", dest="calendar",
        help="take over the appointments of a calendar file (.ics), such as the hospital's, as "
        "dates of your own; do it again with a newer copy, and they follow it",
    )  # fmt: skip
    parser.add_argument("--brief", action="store_true", help="print the answer alone")


def _hold_of(
    args: argparse.Namespace, problems: list[str]
) -> tuple[list[HoldDays], dt.date | None]:
    """The hold of --hold and --since, and the day of --resume."""
    since = today() if args.since is None else date_of("--since", args.since, problems)
    resumed = None if args.resume is None else date_of("--resume", args.resume, problems)
    if args.hold is None:
        if args.since is not None:
            problems.append("--since: is the first day of a hold; give --hold, too")
        return [], resumed
    reason = _words_of("--hold", args.hold, problems)
    return ([] if problems else [HoldDays(since=since, reason=reason)]), resumed


def _stop_of(item: list[str], problems: list[str]) -> StopDay | None:
    """A stop: PHASE=DATE, its last day, and words that say why."""
    count = len(problems)
    dates = phase_dates_of("--stop", item[:1], problems)
    reason = _words_of("--stop", item[1:], problems)
    if len(problems) > count:
        return None
    [(phase, day)] = dates.items()
    try:
        return StopDay(phase=phase, last_day=day, reason=reason)
    except ValidationError:
        problems.append(f"--stop {shortened(phase)}: no phase can be called so")
        return None


def _pairs_of(option: str, what: str, items: list[str], problems: list[str]) -> dict[str, str]:
    """What OLD=NEW items of an option give, each old one once; `what` is how they should be."""
    found: dict[str, str] = {}
    for item in items:
        old, equals, new = item.partition("=")
        if not equals or not old.strip() or not new.strip():
            problems.append(f"{option} {shortened(item)}: should be {what}")
        elif old in found:
            problems.append(f"{option} {shortened(old)}: is given twice; give it once")
        else:
            found[old] = new
    return found


def _words_of(option: str, words: list[str], problems: list[str]) -> str | None:
    """Words that say why; none is no reason."""
    text = " ".join(words).strip()
    if dates := [word for word in words if "=" in word]:
        problems.append(f"{option}: put {shortened(dates[0])} before it; what follows it says why")
    elif text and list(label_problems(option, text)):
        problems += label_problems(option, text)
    return text or None


def run(args: argparse.Namespace) -> None:
    """Write it down, all of it or nothing, and print what it moves."""
    problems: list[str] = []
    known = phase_dates_of("", args.more, problems)
    ended = phase_dates_of("--ended", args.ended, problems)
    own = [own_date_of(item, problems) for item in args.own]
    renamed = _pairs_of("--rename-own", "LABEL=NEW", args.rename_own, problems)
    holds, resumed = _hold_of(args, problems)
    stops = [stop for item in args.stop if (stop := _stop_of(item, problems)) is not None]
    mapped = _pairs_of("--map", "OLD=NEW, two parts by their ids", args.map, problems)
    given = [
        args.pathway, mapped, known, ended, own, renamed, args.calendar, args.missed, args.done,
        args.remove, args.variations, args.without, args.remove_own, holds, resumed, stops,
        args.skip, args.again, args.take_back,
    ]  # fmt: skip
    if not problems and not any(given):
        problems.append("nothing to record: give PHASE=DATE, or an option (see: --help)")
    if problems:
        raise UsageError("\n".join(problems))
    entries = Entries(
        known=known, ended=ended, missed=args.missed, done=args.done, removed=args.remove,
        switched_on=args.variations,
        switched_off=args.without, own_dates=[day for day in own if day is not None],
        own_dates_removed=args.remove_own, own_dates_renamed=renamed,
        imported=appointments_of(args), holds=holds, resumed=resumed, stops=stops,
        skipped=args.skip, again=args.again, taken_back=args.take_back,
        pathway=args.pathway, mapped=mapped,
    )  # fmt: skip
    path = Path(args.file)
    done = record(path, entries, changed=now(), asking=not args.yes)
    if entries.imported is not None:
        tell_import(entries.imported, done)
    if done.before == done.after:
        print(f"{file_name(path)}: says so already; nothing changed")
        return
    if done.before.pathway != done.after.pathway:
        timeline = plan_journey(done.after)
        print("\n".join(past_in_words(timeline)))
        w = words_for(timeline.pathway)
        print(w.road_now.format(pathway=timeline.pathway.name))
        print(f"wrote {file_name(path)}, edition {done.after.edition}")
        return
    moved = changes(plan_journey(done.before), plan_journey(done.after))
    w = words_for(moved.after.pathway)
    if moved.each:
        names = (w.moved_before, w.moved_after)
        if args.brief:
            print(changes_in_brief(moved))
        else:
            told = describe_changes(
                moved, made=today(), names=names, file=args.file, contacts=done.after.contacts
            )
            show(told, end="\n")
    print(f"wrote {file_name(path)}, edition {done.after.edition}")


def appointments_of(args: argparse.Namespace) -> Appointments | None:
    """What the calendar of --import holds. Raises FileError and CalendarError."""
    if args.calendar is None:
        return None
    path = Path(args.calendar)
    return read_appointments(
        read_bytes(path, size=MAX_BYTES + 1), name=imported_name(path), on=today()
    )


def imported_name(path: Path) -> str:
    """What a calendar is known by at its next import: browsers number copies of one name."""
    name = shortened(path.name, limit=150)
    return re.sub(r" ?\([0-9]{1,3}\)(?=\.[A-Za-z]+$)", "", name)


def tell_import(found: Appointments, done: Recorded) -> None:
    """How many appointments are new, differ, or are there no more."""
    before = {own.id: own for own in done.before.own_dates if own.imported_from is not None}
    after = {own.id: own for own in done.after.own_dates if own.imported_from is not None}
    new = [own for name, own in after.items() if name not in before]
    other = [own for name, own in after.items() if name in before and before[name] != own]
    gone = [own for own in other if own.taken_off]
    print(
        f"{shortened(found.source)}: {len(new)} new, {len(other) - len(gone)} changed, "
        f"{len(gone)} not there any more, {len(after) - len(new) - len(other)} as before"
    )
    for what, dates in (("new", new), ("changed", other)):
        for own in dates[:MOST_TOLD]:
            mark = "not there any more: ask if it still stands" if own.taken_off else what
            at = f", {own.at}" if own.at else ""
            print(f"- {own.date}: {shortened(own.label)}{at} ({mark})")
        if len(dates) > MOST_TOLD:
            print(f"- and {len(dates) - MOST_TOLD} more")
    for note in found.notes:
        print(f"Note: {note}.")
