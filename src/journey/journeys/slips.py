"""Slips of the pen: dates that are asked about, a copy of another person's file, a closed one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from journey.errors import JourneyError, JourneyFileError, Problem, shortened
from journey.files import file_name, read_text
from journey.journeys.file import Ending, Journey
from journey.pathways.toml_reading import read_tables
from journey.planning.arithmetic import add
from journey.planning.given import boundary_names
from journey.planning.timeline import Timeline

FAR = dt.timedelta(days=200)
"""So far outside its usual time, a date may be of another year than was meant."""
LONG_AGO, FAR_AHEAD = dt.timedelta(days=12 * 365), dt.timedelta(days=2 * 365)
"""So far from today, the first date that was given may be a slip."""

ASK = "check the year; if it is right, say so with --yes"


def slips(timeline: Timeline, *, on: dt.date) -> Iterator[Problem]:
    """Dates that were given and may be slips, seen from the day `on`; none of them is an error.

    The first one is judged by the day, each other by the one before it and the usual lengths
    between the two: a delay of months is no slip, another year may be one.
    """
    names = boundary_names(timeline.pathway)
    given = [(names.index(name), name, day) for name, day in timeline.known]
    for _, name, day in given[:1]:
        if not on - LONG_AGO <= day <= on + FAR_AHEAD:
            yield Problem("far-date", f"{name}: {day} is far from today, {on}; {ASK}")
    hold = next((hold for hold in timeline.holds if hold.is_open), None)
    for _, name, day in given if hold is not None else ():
        if hold is not None and hold.since < day <= on:
            text = (
                f"{name}: {day} is after the hold since {hold.since}, which is open; say when "
                "treatment went on, too: --resume DATE; if it is right so, say so with --yes"
            )
            yield Problem("open-hold", text)
    for (i, before, first), (j, name, day) in pairwise(given):
        usual = _usual(timeline, i, j, first)
        if usual is not None and not usual[0] - FAR <= day <= usual[1] + FAR:
            text = (
                f"{name}: {day} is far from the usual times after {before} ({first}), which are "
                f"{usual[0]} to {usual[1]}; {ASK}"
            )
            yield Problem("far-date", text)


def _usual(timeline: Timeline, i: int, j: int, first: dt.date) -> tuple[dt.date, dt.date] | None:
    """From when to when boundary j usually falls after boundary i; `None` where no length says."""
    is_known_to_differ = timeline.pathway.dates_stop or timeline.stops or timeline.pathway.again
    if is_known_to_differ or any(first <= hold.since for hold in timeline.holds):
        return None  # what was written down says itself that the usual times are not these
    low = high = first
    for planned in timeline.phases[i:j]:
        length = planned.phase.duration
        if planned.is_skipped:
            continue
        if length is None or planned.phase.counted_from:
            return None
        try:
            low, high = add(low, length.least, length.unit), add(high, length.most, length.unit)
        except (OverflowError, ValueError):
            return None
    return low, high


def is_closed(ending: Ending, name: str) -> Problem:
    """That a journey is closed, and how to open it again."""
    return Problem(
        "closed",
        f"was closed on {ending.on}; "
        f"to open it again: journey close {shortened(name, limit=250)} --reopen",
    )


def refuse_copy(journey: Journey, path: Path) -> None:
    """Refuse a file that is a copy of another one beside it, whose calendar it would take over.

    A journey remembers the name it was begun under. A file under another name is a copy only while
    the first one is there with the same id: else it was moved. Raises JourneyFileError.
    """
    if journey.file is None or journey.file == path.name:
        return
    first = path.parent / journey.file
    try:
        is_copy = first.exists() and read_tables(read_text(first)).data.get("id") == journey.id
    except JourneyError:
        return
    if is_copy:
        name = shortened(file_name(first))
        problem = (
            f"is a copy of {name}, and their calendars would take each other's place; begin one "
            f"for another person with: journey new FILE --like {name}"
        )
        raise JourneyFileError([Problem("copy", problem)], name=file_name(path))
