"""What the page asks of the library: its public names alone, called from the worker.

The journey lies as a file in a folder, as on any machine: in the page, that folder is in memory.
Times come from the page; nothing here reads a clock.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import journey
from journey.types import Heading, Picture

FILE = "journey.toml"
"""What the journey is called in the folder, and when it is saved."""

AT_THE_PROMPT = "; if it is right, say so with --yes"
"""What only the command line has; the page has a button for it."""


class Desk:
    """One person's journey on the desk: the folder it lies in, and what is asked about it.

    Each method takes and gives plain data; what is wrong raises JourneyError.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.timeline: journey.Timeline | None = None

    def ask(self, name: str, given: str) -> str | bytes:
        """Call a method by its name with JSON; its answer as JSON, or the bytes of a file.

        What is wrong with the request is an answer, too: its problems, a line each.
        """
        try:
            answer = getattr(self, name)(**json.loads(given))
        except journey.JourneyError as error:
            answer = self._problems(error)
        return answer if isinstance(answer, bytes) else json.dumps(answer)

    def _problems(self, error: journey.JourneyError) -> dict[str, Any]:
        """What is wrong, without the folder's name; and whether it is only asked if it is right."""
        said = str(error).replace(f"{self.folder}/", "").replace(f"{FILE}: ", "")
        rules = {problem.rule for problem in getattr(error, "findings", ())}
        lines = [line.removesuffix(AT_THE_PROMPT) for line in said.split("\n")]
        return {"problems": lines, "asks": rules == {"far-date"}}

    def pathway(self, reference: str) -> journey.Pathway:
        """A bundled pathway by its id, or one in the folder by its path."""
        if reference.startswith("./"):
            return journey.load_pathway(self.folder / reference)
        return journey.get_pathway(reference)

    def begin(self, guide: str, start: str | None, now: str) -> dict[str, Any]:
        """A new journey in the place of the one that is there."""
        begun = journey.Journey(
            format=1, kind="journey", id=str(uuid.uuid4()), pathway=guide,
            start=_date(start) if start else None, changed=_time(now),
        )  # fmt: skip
        self.path = self.folder / FILE
        self.path.unlink(missing_ok=True)
        journey.begin(self.path, begun)
        return self.state()

    def take(self, file: str) -> dict[str, Any]:
        """A file that was put into the folder: a pathway, as a guide to choose, or a journey."""
        if _is_pathway(self.folder / file):
            reference = f"./{file}"
            return {"guide": guide(reference, self.pathway(reference))}
        said = journey.load_journey(self.folder / file)  # what is wrong leaves the one before
        if said.ending is not None:
            raise journey.JourneyError(f"was closed on {said.ending.on}; it gives no more dates")
        self.path = self.folder / file
        return {"state": self.state()}

    def record(
        self, now: str, made: str, names: Sequence[str], *, sure: bool = False, **said: Any
    ) -> dict[str, Any]:
        """Write down what was said, and tell what it moves, under two names for the columns.

        Unless one is `sure`, a date that looks like a slip is asked about.
        """
        entries = journey.Entries(
            known={name: _date(day) for name, day in said.get("known", {}).items()},
            removed=said.get("removed", ()),
            switched_on=said.get("on", ()),
            switched_off=said.get("off", ()),
            own_dates=[_own(own) for own in said.get("own", ())],
            own_dates_removed=said.get("own_removed", ()),
        )
        done = journey.record(self.path, entries, changed=_time(now), asking=not sure)
        moved = journey.changes(journey.plan_journey(done.before), journey.plan_journey(done.after))
        state = self.state()
        if moved.each:
            told = journey.describe_changes(moved, made=_date(made), names=(names[0], names[1]))
            state["moved"] = embedded(told, level=4)
        return state

    def ticked(self, variation: str, made: str, title: str, names: Sequence[str]) -> dict[str, str]:
        """What it would change to tick a variation, or to untick it; nothing is written down."""
        said = journey.load_journey(self.path)
        chosen = set(said.variations) ^ {variation}
        ids = tuple(v.id for v in self.pathway(said.pathway).variations if v.id in chosen)
        other = journey.plan_journey(said.model_copy(update={"variations": ids}))
        moved = journey.changes(self._timeline(), other)
        told = journey.describe_changes(moved, made=_date(made), names=(names[0], names[1]))
        (page,) = told.pages
        blocks = (Heading(1, title), *page.blocks[1:])
        return {"html": embedded(replace(told, pages=(replace(page, blocks=blocks),)), level=4)}

    def state(self) -> dict[str, Any]:
        """What the journey says, for the forms of the page."""
        said = journey.load_journey(self.path)
        self.timeline = timeline = journey.plan_journey(said)
        own = self.pathway(said.pathway)
        first = timeline.phases[0].phase.id
        known = {first: said.start, **said.known} if said.start else dict(said.known)
        labels = {source.id: source.label for source in own.sources}
        return {
            "guide": said.pathway,
            "start": _iso(said.start),
            "edition": said.edition,
            "text": self.path.read_bytes().decode(),
            "parts": [
                {"id": p.phase.id, "name": p.name, "date": _iso(known.get(p.phase.id))}
                for p in timeline.phases
            ],
            "finish": _iso(known.get("finish")),
            "own": [
                {"label": o.label, "date": _iso(o.date), "until": _iso(o.until)}
                for o in said.own_dates
            ],
            "variations": [
                {
                    "id": v.id,
                    "name": v.name,
                    "on": v.id in said.variations,
                    "said": [note.text for note in v.notes],
                    "by": sorted({labels[cite.source] for cite in _cites(v)}),
                }
                for v in own.variations
            ],
        }

    # ---- pages ---------------------------------------------------------------------------------

    def picture(
        self, made: str, start: str | None = None, known: Mapping[str, str] | None = None,
        *, narrow: bool = False,
    ) -> str:  # fmt: skip
        """The picture as it would be with these dates, before they are written down.

        For a narrow screen it is the one of the first page, which is drawn for both.
        """
        timeline = self._timeline()
        if start or known:
            said = journey.load_journey(self.path)
            days = {name: _date(day) for name, day in (known or {}).items()}
            given = {
                "start": _date(start) if start else said.start,
                "known": {**said.known, **days},
            }
            timeline = journey.plan_journey(said.model_copy(update=given))
        if not narrow:
            return journey.to_svg(timeline)
        document = journey.describe(timeline, made=_date(made), pages=["overview"])
        page = document.pages[0]
        drawn = tuple(block for block in page.blocks if isinstance(block, Picture))
        return embedded(replace(document, pages=(replace(page, blocks=drawn),)))

    def page(self, kind: str, made: str, level: int = 2, **options: Any) -> dict[str, str]:
        """A page to show inside the page, under a heading of the level before this one."""
        return {"html": embedded(self.document(kind, made, **options), level)}

    def sheets(self, kind: str, made: str, **options: Any) -> dict[str, str]:
        """The same as a whole HTML page, to be printed."""
        return {"html": journey.to_html(self.document(kind, made, **options))}

    def document(self, kind: str, made: str, **options: Any) -> journey.Document:
        """The document of a kind."""
        day = _date(made)
        match kind:
            case "road":
                return self._pack(day, pages=["overview"], today=day)
            case "now":
                found = journey.where(self._timeline(), _date(options["day"]))
                contacts = journey.load_journey(self.path).contacts
                return journey.describe_day(found, made=day, contacts=contacts)
            case "part":
                return self._pack(day, pack="part", part=options["part"])
            case "why":
                return journey.explain(self._timeline(), options["part"], made=day)
            case "changes":
                said = journey.load_journey(self.path)
                moved = journey.changes(journey.first_plan(said), self._timeline())
                return journey.describe_changes(moved, made=day, contacts=said.contacts)
            case "compare":
                return journey.compare_pathways(*map(self.pathway, options["guides"]), made=day)
            case "blank":
                return journey.describe(
                    journey.plan(self._timeline().pathway), made=day, view="blank"
                )
            case "school":
                return self._pack(day, view="school")
            case "hand-over":
                return self._pack(day, pack="hand-over")
        return self._pack(day)

    # ---- files ---------------------------------------------------------------------------------

    def save(self, kind: str, made: str, now: str, **options: Any) -> bytes:
        """A file to take away, as the command line writes it for the same day and time."""
        timeline, day = self._timeline(), _date(made)
        match kind:
            case "ics":
                return self._calendar(_time(now), **options)
            case "svg":
                return journey.to_svg(timeline).encode()
            case "txt":
                return journey.to_text(self._pack(day, pack="hand-over")).encode()
            case "html":
                return journey.to_html(self._pack(day, pack="hand-over")).encode()
        return self.path.read_bytes()

    def _calendar(self, now: dt.datetime, previous: str = "", **options: Any) -> bytes:
        said = journey.load_journey(self.path)
        return journey.to_ics(
            self._timeline(), stamp=said.changed or now, journey_id=said.id, edition=said.edition,
            previous=(self.folder / previous).read_bytes() if previous else None, **options,
        )  # fmt: skip

    def _pack(self, day: dt.date, **options: Any) -> journey.Document:
        said = journey.load_journey(self.path)
        return journey.describe(
            self._timeline(), made=day, edition=said.edition, contacts=said.contacts, **options
        )

    def _timeline(self) -> journey.Timeline:
        if self.timeline is None:
            self.timeline = journey.plan_journey(journey.load_journey(self.path))
        return self.timeline


def embedded(document: journey.Document, level: int = 2) -> str:
    """The document for the inside of a page, whose title there is a heading of this level."""
    return journey.to_html_fragment(document, heading_level=level)


def guide(reference: str, pathway: journey.Pathway) -> dict[str, Any]:
    """What the page tells of a pathway, to choose it by."""
    return {
        "reference": reference,
        "name": pathway.name,
        "follows": pathway.follows,
        "audience": pathway.audience,
        "language": pathway.language,
        "starts": pathway.starts_at,
    }


def _is_pathway(path: Path) -> bool:
    try:
        return tomllib.loads(path.read_text("utf-8-sig")).get("kind") == "pathway"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False  # what is wrong with it is told when it is read


def _cites(variation: Any) -> list[Any]:
    return [*variation.cites, *(cite for note in variation.notes for cite in note.cites)]


def _own(said: Mapping[str, str]) -> journey.OwnDay:
    until = said.get("until")
    try:
        return journey.OwnDay(
            label=said["label"], date=_date(said["date"]), until=_date(until) if until else None
        )
    except ValidationError as error:
        found = "\n".join(
            problem["msg"].removeprefix("Value error, ") for problem in error.errors()
        )
        raise journey.JourneyError(found) from error


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _iso(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()
