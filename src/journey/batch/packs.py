"""What a chunk of lines becomes: a zip file of everything that was asked for, and two tables.

Pure: lines in, bytes out, so that it may run in any process of any machine. The same lines give the
same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from journey.batch.lines import Line
from journey.calendar.events import Event, events
from journey.errors import JourneyError, JourneyFileError, MissingExtraError, PathwayError, Problem
from journey.export.html import to_html
from journey.export.ics import to_ics
from journey.export.pdf import to_pdf
from journey.export.text import to_text
from journey.journeys.file import PlannedJourney, journey_in
from journey.pages.document import Document
from journey.pages.pack import describe
from journey.pathways.library import get_pathway
from journey.pathways.model import Pathway
from journey.pathways.toml_reading import Tables
from journey.pathways.variations import vary
from journey.planning.timeline import Timeline
from journey.words.catalogue import words_for

Format = Literal["ics", "html", "pdf", "txt", "table"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""What can be asked for: a calendar, pages, the same to print, as text; and tables of them all."""

PAGES = {"html", "pdf", "txt"}
KEYS = ("id", "pathway", "start", "variations", "known")
"""What a line may say."""
NEEDED = KEYS[:3]
_TABLES: tuple[tuple[str, type[list[Any] | dict[str, Any]], str], ...] = (
    ("variations", list, '["transplant"]'),
    ("known", dict, '{"consolidation": "2026-04-27"}'),
)
"""What may be left out: the key, what it has to be in JSON, and an example."""

_MADE = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip file: none, as near as those can say it."""
_FASTEST = 1
"""Of a pack: a third of the time, for a tenth more bytes."""


@dataclass(frozen=True)
class Asked:
    """What every journey of a batch becomes."""

    made: dt.date
    """The day that is printed as the one it was made."""
    formats: tuple[Format, ...]


class Packed(NamedTuple):
    """What a chunk became."""

    files: dict[str, bytes]
    """By what follows the chunk's number in the name of the file."""
    journeys: int
    """How many are in them."""
    problems: list[str]
    """What was wrong with the others, each with the number of its line and the mend."""


def packed(lines: Sequence[Line], asked: Asked) -> Packed:
    """The files of some lines; a bad one is a problem, and leaves no file.

    Raises MissingExtraError, which is no line's fault.
    """
    problems: list[str] = []
    made: list[tuple[str, Timeline]] = []
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as pack:
        for line in lines:
            try:
                read = planned(line)
                files = _files(read, asked)
            except MissingExtraError:
                raise
            except JourneyError as error:
                problems += [f"line {line.number}: {text}" for text in str(error).split("\n")]
                continue
            made.append((read.journey.id, read.timeline))
            for name, data in files.items():
                info = zipfile.ZipInfo(name, _MADE)
                info.external_attr = 0o600 << 16  # a person's dates are theirs
                pack.writestr(info, data, zipfile.ZIP_DEFLATED, _FASTEST)
    found = {".zip": stored.getvalue()} if asked.formats != ("table",) else {}
    if "table" in asked.formats:
        found["-phases.csv.gz"] = _phases(made)
        found["-events.csv.gz"] = _events(made)
    return Packed(found, len(made), problems)


def planned(line: Line) -> PlannedJourney:
    """The journey of a line with its plan. Raises JourneyFileError with every problem."""
    if line.problem is not None:
        raise JourneyFileError([Problem("unreadable", line.problem)])
    data = {key: value for key, value in line.data.items() if value is not None}
    problems = list[Problem]()
    for key in [key for key in data if key not in KEYS]:
        problem = f"{key}: no such key here; a line has {', '.join(KEYS)}"
        problems.append(Problem("unknown-key", problem))
    problems += [
        Problem("missing-key", f"{key}: is missing; add it") for key in NEEDED if key not in data
    ]
    for key, kind, such_as in _TABLES:
        if not isinstance(data.setdefault(key, kind()), kind):
            problems.append(Problem("wrong-kind", f"{key}: should be such as {such_as}"))
            data[key] = kind()
    if "start" in data:
        data["start"] = _day("start", data["start"], problems)
    known = data["known"]
    data["known"] = {name: _day(f"known: {name}", known[name], problems) for name in known}
    if problems:
        raise JourneyFileError(problems)

    def find(name: str) -> Pathway:
        try:  # made once for all who have the same
            return _varied(name, *(v for v in data["variations"] if isinstance(v, str)))
        except PathwayError:  # told where the journey is read
            return get_pathway(name)

    try:
        return journey_in(Tables({"format": 1, "kind": "journey", **data}, []), find=find)
    except JourneyFileError as error:  # without a name: the line is told
        raise JourneyFileError(error.findings) from None


@lru_cache(maxsize=256)
def _varied(name: str, *variations: str) -> Pathway:
    return vary(get_pathway(name), *variations)


def _day(name: str, value: object, problems: list[Problem]) -> object:
    if isinstance(value, str):
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
    problem = f'{name}: should be a day of the calendar such as "2026-03-02"'
    problems.append(Problem("not-a-date", problem))
    return None


def _files(read: PlannedJourney, asked: Asked) -> dict[str, bytes]:
    """The files of one journey, by name: as `journey export` writes them."""
    made, name = asked.made, read.journey.id
    stamp = dt.datetime(made.year, made.month, made.day, tzinfo=dt.UTC)
    document = None
    if PAGES & set(asked.formats):
        document = describe(read.timeline, made=made, pack="hand-over")
    files = {}
    for kind in asked.formats:
        if kind == "ics":
            files["ics"] = to_ics(read.timeline, stamp=stamp, journey_id=name)
        elif document is not None and kind in PAGES:
            files[kind] = _page(kind, document)
    return {f"{name}.{ending}": data for ending, data in files.items()}


def _page(kind: Format, document: Document) -> bytes:
    if kind == "pdf":
        return to_pdf(document)
    return (to_html(document) if kind == "html" else to_text(document)).encode()


# ---- tables --------------------------------------------------------------------------------------

_OF_EVENT = tuple(field.name for field in fields(Event) if field.name != "text")


def _phases(made: Sequence[tuple[str, Timeline]]) -> bytes:
    """A row a phase: its dates on all three chains; ends are exclusive."""
    rows = [
        {"journey": name, "pathway": timeline.pathway.id, **row}
        for name, timeline in made
        for row in timeline.rows()
    ]
    return _table(made, rows)


def _events(made: Sequence[tuple[str, Timeline]]) -> bytes:
    """A row an event of the calendar; ends are exclusive."""
    rows = [
        {
            "journey": name, "pathway": timeline.pathway.id,
            **{key: getattr(event, key) for key in _OF_EVENT},
        }
        for name, timeline in made
        for event in events(timeline)
    ]  # fmt: skip
    return _table(made, rows)


def _table(made: Sequence[tuple[str, Timeline]], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as CSV (RFC 4180), packed; the notice stands in the first line of the data."""
    text = io.StringIO()
    if rows:
        table = csv.DictWriter(text, list(rows[0]))
        table.writeheader()
        table.writerow({"journey": words_for(made[0][1].pathway).notice})
        table.writerows(rows)
    return gzip.compress(text.getvalue().encode(), mtime=0)
