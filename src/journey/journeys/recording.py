"""Recording: what the team said or what happened, written into a journey file.

Comments, order and layout of the file stay. All changes of one record are judged together, and
the file is replaced whole or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from journey.errors import (
    FileError,
    JourneyError,
    JourneyFileError,
    PathwayError,
    Problem,
    did_you_mean,
    shortened,
)
from journey.files import file_name, locked, read_text, write_files
from journey.journeys.file import (
    AgainPart,
    Earlier,
    EarlierPart,
    Ending,
    Finder,
    FirstPlan,
    HoldDays,
    Journey,
    OwnDay,
    PlannedJourney,
    StopDay,
    finder_for,
    first_of,
    identified,
    journey_in,
    pathways_from,
    plain_pathway_of,
    with_again,
)
from journey.journeys.slips import is_closed, slips
from journey.journeys.toml_editing import Dates, apply, filled, plain_lists
from journey.pathways.model import Pathway
from journey.pathways.toml_reading import read_tables
from journey.pathways.variations import vary
from journey.planning.given import boundary_names
from journey.values import (
    FrozenDict,
    label_problems,
    must_be,
    must_be_day,
    must_be_names,
    must_be_path,
)
from journey.words.catalogue import words_for

_DAY = dt.timedelta(days=1)
_HEAD = (
    "A journey: one person's use of a pathway, with the dates they know. No name is needed.",
    "Change it with `journey record`, or by hand: what is written like this is for you alone.",
)
_KNOWN = (
    "The first day of each part, happened or booked, by its id.",
    "finish is the day after the last one.",
)
_FIRST = ("What was known when this file was made. Later plans are compared with it.",)


@dataclass(frozen=True, kw_only=True)
class Appointments:
    """What a calendar that others made holds, as dates of the person's own."""

    source: str
    """The calendar's name; its next import changes what came from it."""
    on: dt.date
    """The day of import: what is over by then is not taken, and not taken off."""
    dates: Sequence[OwnDay]
    """Each with an id of its own. One that was cancelled is `taken_off`."""
    is_whole: bool = True
    """Whether what came from it before, and is not among these, is there no more."""
    notes: Sequence[str] = ()
    """What was not followed, a sentence each."""

    def __post_init__(self) -> None:
        must_be("source", self.source, str)
        must_be_day("on", self.on, is_plausible=True)
        must_be("dates", self.dates, list, tuple)
        for own in self.dates:
            must_be("dates: each", own, OwnDay)
        must_be("is_whole", self.is_whole, bool)
        must_be_names("notes", self.notes)
        object.__setattr__(self, "dates", tuple(self.dates))
        object.__setattr__(self, "notes", tuple(self.notes))


@dataclass(frozen=True, kw_only=True)
class Entries:
    """What a person writes down, in one go."""

    known: Mapping[str, dt.date] = field(default_factory=FrozenDict)
    """The first day of phases, by id; `start`; and `finish`, the day after the last one. Also of
    cycles, such as "abvd.c2", and visits, such as "abvd.c2.clinic"."""
    ended: Mapping[str, dt.date] = field(default_factory=FrozenDict)
    """The last day of phases, by id."""
    missed: Sequence[str] = ()
    """Visits that did not take place, such as "abvd.c2.clinic"; they stay, and move nothing."""
    done: Sequence[str] = ()
    """Visits that took place."""
    removed: Sequence[str] = ()
    """Dates to take out, by the same names as `known`."""
    switched_on: Sequence[str] = ()
    """Variations that are true of the person."""
    switched_off: Sequence[str] = ()
    """Variations that are not."""
    own_dates: Sequence[OwnDay] = ()
    """Dates of their own; one takes the place of that with its id, or of those with its label."""
    own_dates_removed: Sequence[str] = ()
    """Labels of own dates to take out, or an id where no label is called so."""
    own_dates_renamed: Mapping[str, str] = field(default_factory=FrozenDict)
    """New labels of own dates, by label or id; calendars know each by its id and go on with it."""
    imported: Appointments | None = None
    """What a calendar that others made says now; it changes only what was imported."""
    holds: Sequence[HoldDays] = ()
    """Days on which treatment stood still; one takes the place of that with its first day."""
    resumed: dt.date | None = None
    """The day treatment went on after the hold that is open."""
    stops: Sequence[StopDay] = ()
    """Phases that were stopped early; one takes the place of that of its phase."""
    skipped: Sequence[str] = ()
    """Phases that were left out."""
    again: Sequence[str] = ()
    """Phases with a second course, or "all"."""
    taken_back: Sequence[str] = ()
    """What is taken out again: "hold=" and its first day, or "stop=", "skip=" or "again=" and the
    phase."""
    pathway: str | None = None
    """Another pathway, by its id or the path of its file: what was written down stays as the past,
    in its old names."""
    mapped: Mapping[str, str] = field(default_factory=FrozenDict)
    """Which date carries over to which phase of the new pathway; no two are matched by name."""
    ending: Ending | None = None
    """That the journey is closed; then nothing else is written down."""
    reopened: bool = False
    """Whether a closed journey is opened again."""

    def __post_init__(self) -> None:
        for name in ("known", "ended"):
            given = getattr(self, name)
            must_be(name, given, Mapping)
            must_be_names(name, given)
            for phase, day in given.items():
                must_be_day(f"{name}: {shortened(phase)}", day)
            object.__setattr__(self, name, FrozenDict(given))
        for name in (
            "missed",
            "done",
            "removed",
            "switched_on",
            "switched_off",
            "own_dates_removed",
            "skipped",
            "again",
            "taken_back",
        ):
            must_be_names(name, getattr(self, name))
            object.__setattr__(self, name, tuple(getattr(self, name)))
        must_be("own_dates", self.own_dates, list, tuple)
        for own in self.own_dates:
            must_be("own_dates: each", own, OwnDay)
        must_be("own_dates_renamed", self.own_dates_renamed, Mapping)
        for labels in (self.own_dates_renamed, list(self.own_dates_renamed.values())):
            must_be_names("own_dates_renamed", labels)
        object.__setattr__(self, "own_dates_renamed", FrozenDict(self.own_dates_renamed))
        must_be("imported", self.imported, Appointments, type(None))
        for name, kind in (("holds", HoldDays), ("stops", StopDay)):
            must_be(name, getattr(self, name), list, tuple)
            for one in getattr(self, name):
                must_be(f"{name}: each", one, kind)
            object.__setattr__(self, name, tuple(getattr(self, name)))
        must_be_day("resumed", self.resumed, is_optional=True)
        must_be("pathway", self.pathway, str, type(None))
        must_be("mapped", self.mapped, Mapping)
        must_be_names("mapped", self.mapped)
        for old, new in self.mapped.items():
            must_be(f"mapped: {shortened(old)}", new, str)
        object.__setattr__(self, "mapped", FrozenDict(self.mapped))
        must_be("ending", self.ending, Ending, type(None))
        must_be("reopened", self.reopened, bool)
        object.__setattr__(self, "own_dates", tuple(self.own_dates))


@dataclass(frozen=True)
class Recorded:
    """A journey before a record and after it; the same one if nothing changed."""

    before: Journey
    after: Journey


def begin(path: str | Path, journey: Journey, *, asking: bool = False) -> None:
    """Write a new journey file, for its owner alone to read, that remembers its first plan.

    The notice stands in it as a comment. With `asking`, a date that may be a slip, seen from when
    the journey was `changed`, is an error, too. Raises FileError if the file is there already,
    JourneyFileError if the journey cannot be planned.

    >>> sam = journey.Journey(
    ...     format=1, kind="journey", id="sam", pathway="cruk-adult", start=dt.date(2026, 3, 2)
    ... )
    >>> journey.begin("sam.toml", sam)
    >>> journey.load_journey("sam.toml").id
    'sam'
    """
    must_be_path("path", path)
    must_be("journey", journey, Journey, mend="load one with load_journey")
    must_be("asking", asking, bool)
    path = Path(path)
    with locked(path):
        if path.exists():
            raise FileError(f"{file_name(path)}: is there already; name another file")
        if path.name.isprintable():
            journey = journey.model_copy(update={"file": path.name})
        text = new_text(journey, name=file_name(path), folder=path.parent, asking=asking)
        write_files({path: text.encode()}, is_private=True)


def record(
    path: str | Path, entries: Entries, *, changed: dt.datetime, asking: bool = False
) -> Recorded:
    """Write the changes into a journey file, and raise its edition.

    `changed` is the time of the record, with its zone. Nothing is written if nothing changes. With
    `asking`, a new date that may be a slip is an error, too. Raises JourneyFileError with every
    problem, FileError if another program is writing the file; the file is then as it was.

    >>> sam = journey.Journey(
    ...     format=1, kind="journey", id="sam", pathway="cruk-adult", start=dt.date(2026, 3, 2)
    ... )
    >>> journey.begin("sam.toml", sam)
    >>> entries = journey.Entries(known={"consolidation": dt.date(2026, 4, 27)})
    >>> now = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
    >>> found = journey.record("sam.toml", entries, changed=now)
    >>> journey.load_journey("sam.toml").known["consolidation"]
    datetime.date(2026, 4, 27)
    """
    must_be_path("path", path)
    must_be("entries", entries, Entries)
    must_be("changed", changed, dt.datetime)
    must_be("asking", asking, bool)
    path = Path(path)
    with locked(path):
        text = read_text(path)
        new, done = _recorded(
            text, entries, changed=changed, name=file_name(path), folder=path.parent, asking=asking
        )
        if new != text:
            write_files({path: new.encode()})
    return done


def recorded(
    text: str, entries: Entries, *, changed: dt.datetime, name: str = "journey",
    folder: Path = Path(),
) -> str:  # fmt: skip
    """The text of a journey file with the changes in it; the same text if nothing changes.

    Raises JourneyFileError with every problem.
    """
    return _recorded(text, entries, changed=changed, name=name, folder=folder)[0]


def _recorded(
    text: str, entries: Entries, *, changed: dt.datetime, name: str, folder: Path,
    asking: bool = False,
) -> tuple[str, Recorded]:  # fmt: skip
    find = pathways_from(folder)
    tables = read_tables(text)
    planned = journey_in(tables, name=name, find=find)
    before = planned.journey
    if problem := _about_ending(before, entries, name):
        raise JourneyFileError([problem], name=name)
    kept = before
    if entries.pathway is not None or entries.mapped:
        kept = _on_another_road(planned, entries, find, on=changed.date(), name=name)
    wanted = _wanted(kept, entries, name)
    if wanted == Dates.of(before):
        return text, Recorded(before, before)
    stamp = _utc(changed)
    has_crlf = "\r\n" in text and "\n" not in text.replace("\r\n", "")
    try:
        document = tomlkit.parse(text.replace("\r\n", "\n") if has_crlf else text)
        apply(document, before, wanted, stamp)
        intended = tables.data
        apply(intended, before, wanted, stamp)
        new = tomlkit.dumps(document)
        new = new.replace("\n", "\r\n") if has_crlf else new
        written = read_tables(new)
        is_as_meant = filled(written.data) == filled(intended)
    except (TOMLKitError, AttributeError, LookupError, TypeError, ValueError):
        is_as_meant = False
    if not is_as_meant:  # a layout that the editor of comments cannot follow: the file is not ours
        told = "cannot be changed by command as it is laid out; change it by hand"
        raise JourneyFileError([Problem("layout", told)], name=name)
    after = journey_in(written, name=name, find=find)
    if asking:
        there = set(slips(planned.timeline, on=changed.date()))
        found = slips(after.timeline, on=changed.date())
        _ask((slip for slip in found if slip not in there), name)
    return new, Recorded(before, after.journey)


def _ask(found: Iterable[Problem], name: str) -> None:
    problems = tuple(found)
    if problems:
        raise JourneyFileError(problems, name=name)


def new_text(
    journey: Journey, *, name: str = "journey", folder: Path = Path(), asking: bool = False
) -> str:
    """The text of a new journey file, with the notice and comments for those who edit it by hand.

    Raises JourneyFileError if the journey cannot be planned.
    """
    tables = _tables_text(journey)
    read = journey_in(read_tables(tables), name=name, find=finder_for(journey, folder))
    if asking and journey.changed is not None:
        _ask(slips(read.timeline, on=journey.changed.date()), name)
    head = (*_HEAD, words_for(read.timeline.pathway).notice)
    return "".join(f"# {line}\n" for line in head) + tables


def _tables_text(journey: Journey) -> str:
    data = journey.model_dump(exclude_defaults=True)
    first = journey.first or first_of(journey)
    document = tomlkit.document()
    for key in ("format", "kind", "id", "pathway", "file", "label", "start"):
        if key in data:
            document[key] = data[key]
    document["variations"] = list(journey.variations)
    if journey.skipped:
        document["skipped"] = list(journey.skipped)
    document["edition"] = journey.edition
    if journey.changed is not None:
        document["changed"] = _utc(journey.changed)
    tables = {
        "known": dict(journey.known),
        "visits": dict(journey.visits),
        "own_dates": [own.table() for own in identified(journey.own_dates)],
        "closed": plain_lists(data.get("closed", {})),
        "contacts": data.get("contacts", {}),
        "earlier": plain_lists(data.get("earlier", ())),
        "again": [part.model_dump(exclude_none=True) for part in journey.again],
        "holds": [hold.model_dump(exclude_none=True) for hold in journey.holds],
        "stops": [stop.model_dump(exclude_none=True) for stop in journey.stops],
        "ending": data.get("ending", {}),
        "first": plain_lists(first.model_dump(exclude_defaults=True)),
    }
    text = tomlkit.dumps(document)
    for key, table in tables.items():
        if table or key in ("known", "first"):
            about = {"known": _KNOWN, "first": _FIRST}.get(key, ())
            text += "\n" + "".join(f"# {line}\n" for line in about) + tomlkit.dumps({key: table})
    return text


def _wanted(journey: Journey, entries: Entries, name: str) -> Dates:
    """What the journey says after the changes. Raises JourneyFileError with every problem."""
    dates = Dates.of(journey)
    off, on = entries.switched_off, entries.switched_on
    variations = [v for v in dates.variations if v not in off]
    variations += [v for v in dict.fromkeys(on) if v not in variations]
    problems = [
        *_not_there("variation", off, dates.variations),
        *_not_there("own date", entries.own_dates_removed, _called(dates.own_dates)),
        *_about_names(dates.own_dates, entries),
        *(_both(name) for name in on if name in off),
    ]
    try:
        pathway = vary(plain_pathway_of(journey), *variations)
        holds, stops, skipped, again = _roads(dates, entries, problems, pathway, name)
        pathway = with_again(pathway, again)
    except PathwayError as error:
        raise JourneyFileError([*problems, *error.findings], name=name) from error
    first = pathway.phases[0].id
    removed = ["start" if n == first else n for n in entries.removed]
    there = ["start" if n == first else n for n in dates.known]  # a hand-made file may say it so
    there += ["start"] if dates.start else []
    there += dates.visits
    problems += _not_there("date for", removed, there)
    given: dict[str, dt.date] = {}
    for boundary, day in _boundaries(entries, pathway, problems):
        if given.setdefault(boundary, day) != day:
            problems.append(Problem("two-dates", f"{boundary}: has two dates; give one of them"))
    problems += [_both(n) for n in given if n in removed]
    problems += [
        Problem("both", f"{shortened(n)}: is both missed and done; say one of them")
        for n in entries.missed
        if n in entries.done
    ]
    problems += [_both(n) for n in (*entries.missed, *entries.done) if n in removed]
    if problems:
        raise JourneyFileError(list(dict.fromkeys(problems)), name=name)
    start = None if "start" in removed else dates.start
    start = given.pop("start", start)
    known = {n: day for n, day in dates.known.items() if n not in removed} | given
    if first in known:
        day = known.pop(first) if "start" in removed else known[first]
        known |= {} if "start" in removed else {first: start or day}
    labels = {own.label for own in dates.own_dates}
    gone = [
        own for own in dates.own_dates for name in entries.own_dates_removed
        if name == (own.label if name in labels else own.id)
    ]  # fmt: skip
    own = [_renamed(own, entries.own_dates_renamed) for own in dates.own_dates if own not in gone]
    visits = {n: mark for n, mark in dates.visits.items() if n not in removed}
    visits.update(dict.fromkeys(entries.missed, "missed"))
    visits.update(dict.fromkeys(entries.done, "done"))
    ending = None if entries.reopened else entries.ending or dates.ending
    own = _replaced(own, entries.own_dates)
    own = identified(own if entries.imported is None else _imported(own, entries.imported))
    return Dates(
        start, known, variations, own, visits, ending, holds, stops, skipped, again,
        journey.pathway, list(journey.earlier), journey.first,
    )  # fmt: skip


def _roads(
    dates: Dates, entries: Entries, problems: list[Problem], pathway: Pathway, name: str
) -> tuple[list[HoldDays], list[StopDay], list[str], list[AgainPart]]:
    """The holds, stops, and phases left out or given again, after the changes."""
    holds = {hold.since: hold for hold in dates.holds}
    stops = {stop.phase: stop for stop in dates.stops}
    skipped, again = dict.fromkeys(dates.skipped), {part.phase: part for part in dates.again}
    there: dict[str, dict[str, Any]] = {
        "hold": {day.isoformat(): day for day in holds},
        "stop": {phase: phase for phase in stops},
        "skip": {phase: phase for phase in skipped},
        "again": {phase: phase for phase in again},
    }
    from_: dict[str, dict[Any, Any]] = {
        "hold": holds, "stop": stops, "skip": skipped, "again": again
    }  # fmt: skip
    for what in entries.taken_back:
        kind, _, key = what.partition("=")
        if key not in there.get(kind, {}):
            known = ", ".join(f"{k}={n}" for k, names in there.items() for n in names) or "none"
            told = f'there is no "{shortened(what)}" to take back (there are: {known})'
            problems.append(Problem("not-there", told))
        else:
            from_[kind].pop(there[kind][key], None)
    was_open = next((hold for hold in holds.values() if hold.resumed is None), None)
    for hold in entries.holds:
        if was_open is not None and hold.since != was_open.since and hold.resumed is None:
            told = (
                f"the hold since {was_open.since} is open still; first say when treatment went on: "
                f"journey record {shortened(name, limit=250)} --resume DATE"
            )
            problems.append(Problem("open-hold", told))
        else:
            holds[hold.since] = hold
    if entries.resumed is not None:
        last = next((hold for hold in holds.values() if hold.resumed is None), None)
        if last is None:
            told = (
                "no hold is open, so treatment cannot go on after one; "
                "write the hold down first: --hold REASON --since DATE"
            )
            problems.append(Problem("no-hold", told))
        elif entries.resumed <= last.since:
            told = (
                f"treatment cannot go on ({entries.resumed}) on or before the day the hold began "
                f"({last.since}); correct one of them"
            )
            problems.append(Problem("hold-order", told))
        else:
            resumed = last.model_copy(update={"resumed": entries.resumed})
            holds[last.since] = resumed
    stops |= {stop.phase: stop for stop in entries.stops}
    skipped |= dict.fromkeys(entries.skipped)
    again |= {phase: _again(phase, dates, pathway) for phase in entries.again}
    in_order = sorted(holds.values(), key=lambda hold: hold.since)
    return in_order, list(stops.values()), list(skipped), list(again.values())


def _again(phase: str, dates: Dates, pathway: Pathway) -> AgainPart:
    """A second course: after the part, or after a later one that has a date already."""
    ids = [one.id for one in pathway.phases]
    dated = [ids.index(n) for n in (n.partition(".")[0] for n in dates.known) if n in ids]
    last = max(dated, default=0)
    is_later = phase in ids and last > ids.index(phase)
    return AgainPart(phase=phase, after=ids[last] if is_later else None)


def _on_another_road(
    planned: PlannedJourney, entries: Entries, find: Finder, *, on: dt.date, name: str
) -> Journey:
    """The journey on another pathway: what lay behind stays as it was, what is mapped carries over.

    Raises JourneyFileError with every problem.
    """
    journey, timeline = planned.journey, planned.timeline
    if entries.pathway is None:
        told = "says what carries over to another pathway; give that, too: --pathway ID"
        raise JourneyFileError([Problem("no-pathway", f"map: {told}")], name=name)
    try:
        pathway = vary(find(entries.pathway), *entries.switched_on)
    except PathwayError as error:
        raise JourneyFileError(error.findings, name=name) from error
    except JourneyError as error:
        raise JourneyFileError([Problem("unknown-pathway", str(error))], name=name) from error
    if entries.pathway == journey.pathway:
        told = f"it follows {shortened(entries.pathway)} already; name another pathway"
        raise JourneyFileError([Problem("same-pathway", told)], name=name)
    old, new = timeline.pathway.phases[0].id, pathway.phases[0].id
    there = {old if n == "start" else n: day for n, day in (*timeline.known, *timeline.inside)}
    ids = [*(phase.id for phase in pathway.phases), "finish"]
    problems: list[Problem] = []
    known: dict[str, dt.date] = {}
    for one, two in entries.mapped.items():
        one = old if one == "start" else one
        problems += _not_there("date for", [one], list(there)) if one not in there else []
        problems += _not_there("phase", [two], ids) if two not in ids else []
        if known.setdefault(two, there.get(one, on)) != there.get(one, on):
            problems.append(Problem("two-dates", f"map: {two} has two dates; give one of them"))
    if problems:
        raise JourneyFileError(list(dict.fromkeys(problems)), name=name)
    names = {phase.id: phase.name for phase in timeline.phases}
    names["finish"] = timeline.phases[-1].name
    behind = [
        EarlierPart(id=part, name=names[part], date=day)
        for part, day in there.items() if part in names and day <= on
    ]  # fmt: skip
    left = Earlier(
        pathway=journey.pathway, name=timeline.pathway.name, until=on, parts=tuple(behind),
        holds=tuple(hold for hold in journey.holds if hold.since <= on),
    )  # fmt: skip
    start = known.pop(new, None)
    moved = journey.model_copy(update={
        "pathway": entries.pathway, "start": start, "known": FrozenDict(known), "variations": (),
        "visits": FrozenDict(), "holds": (), "stops": (), "skipped": (), "again": (),
        "earlier": (*journey.earlier, left),
        "first": FirstPlan(start=start, known=known, variations=tuple(entries.switched_on)),
    })  # fmt: skip
    moved._own = (entries.pathway, find(entries.pathway))
    return moved


def _about_ending(journey: Journey, entries: Entries, name: str) -> Problem | None:
    """What keeps a journey from being closed, opened again, or written into."""
    if entries.reopened:
        if entries.ending is not None:
            return Problem("both", "is both closed and opened again; do one of them")
        if journey.ending is None:
            return Problem("not-closed", "is not closed, so there is nothing to open again")
        return None
    return None if journey.ending is None else is_closed(journey.ending, name)


def _boundaries(
    entries: Entries, pathway: Pathway, problems: list[Problem]
) -> Iterator[tuple[str, dt.date]]:
    """Each boundary that is given a date, by the name that the file calls it."""
    names, first = boundary_names(pathway), pathway.phases[0].id
    for phase, day in entries.known.items():
        if "." in phase and phase.partition(".")[0] in (*names, first):
            yield phase, day  # a cycle or a visit: the plan says whether there is one
        elif phase in (*names, first):
            yield "start" if phase == first else phase, day
        else:
            problems += _not_there("phase", [phase], names)
    for phase, last in entries.ended.items():
        place = 0 if phase == first else names.index(phase) if phase in names[1:-1] else None
        if place is None:
            problems += _not_there("phase", [phase], [first, *names[1:-1]])
        else:
            follows = pathway.phases[place + 1] if place + 1 < len(pathway.phases) else None
            is_own = follows is not None and follows.starts is not None
            boundary = f"{phase}.end" if is_own else names[place + 1]
            yield boundary, min(last, dt.date.max - _DAY) + _DAY


def _replaced(own: list[OwnDay], new: Sequence[OwnDay]) -> list[OwnDay]:
    """Own dates with new ones: each in the place of that with its id, else of the first of its
    label, which the others give way to.
    """
    for date in new:
        same = [o for o in own if o.id == date.id] if date.id else []
        same = same or [o for o in own if o.label == date.label]
        if not same:
            own = [*own, date]
            continue
        if any(date.model_copy(update={"id": o.id}) == o for o in same):
            continue  # it says so already
        put = date.model_copy(update={"id": same[0].id})
        own = [put if o is same[0] else o for o in own if o is same[0] or o not in same]
    return own


def _about_names(own_dates: Sequence[OwnDay], entries: Entries) -> Iterator[Problem]:
    """What keeps own dates from being renamed."""
    labels = [own.label for own in own_dates]
    there = [*labels, *(own.id for own in own_dates if own.id and own.id not in labels)]
    yield from _not_there("own date", entries.own_dates_renamed, there)
    for name, label in entries.own_dates_renamed.items():
        for problem in label_problems(shortened(name), label):
            yield Problem("label", f"new name of {problem}")
        if labels.count(name) > 1:
            ids = ", ".join(own.id for own in own_dates if own.id and own.label == name)
            told = f'"{shortened(name)}" is the name of several own dates; give the id of one'
            yield Problem("two-dates", f"{told} (there are: {ids})")
        if name in entries.own_dates_removed:
            yield _both(name)


def _renamed(own: OwnDay, names: Mapping[str, str]) -> OwnDay:
    """The same date under a new label, for calendars too: its id stays."""
    label = names.get(own.label) or names.get(own.id or "")
    return own if label is None else own.model_copy(update={"label": " ".join(label.split())})


def _imported(own: Sequence[OwnDay], new: Appointments) -> list[OwnDay]:
    """Own dates with what a calendar says now, each known by its id.

    What came from this calendar before, is not over, and is there no more is marked, and stays.
    Not where nothing is there that was there before: a calendar of one appointment says nothing of
    others.
    """
    says = {date.id: date for date in new.dates}
    theirs = [o for o in own if o.imported_from == new.source]
    is_next = new.is_whole and any(o.id in says for o in theirs)
    found = []
    for o in own:
        if o.imported_from is not None and o.id in says:
            found.append(says.pop(o.id))
        elif is_next and o in theirs and _last(o) >= new.on:
            found.append(o.model_copy(update={"taken_off": True}))
        else:
            found.append(o)
    return found + [o for o in says.values() if _last(o) >= new.on and not o.taken_off]


def _last(own: OwnDay) -> dt.date:
    return own.until or own.date


def _called(own_dates: Sequence[OwnDay]) -> list[str]:
    """What own dates can be called by: their labels, and the ids that tell equal ones apart."""
    labels = [own.label for own in own_dates]
    return [*labels, *(o.id for o in own_dates if o.id and labels.count(o.label) > 1)]


def _not_there(what: str, names: Iterable[str], there: Sequence[str]) -> Iterator[Problem]:
    for name in names:
        if name not in there:
            known = ", ".join(dict.fromkeys(map(shortened, there))) or "none"
            rule = f"unknown-{what.replace(' ', '-')}"
            hint = did_you_mean([name], there)
            yield Problem(rule, f'no {what} "{shortened(name)}" (there are: {known}){hint}')


def _both(name: str) -> Problem:
    return Problem("both", f"{shortened(name)}: is both given and taken out; do one of them")


def _utc(stamp: dt.datetime) -> dt.datetime:
    return stamp.astimezone(dt.UTC).replace(microsecond=0)
