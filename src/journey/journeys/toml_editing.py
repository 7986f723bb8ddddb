"""Changes to the tables of a journey file in place: its comments, order and layout stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from journey.journeys.file import (
    AgainPart,
    Earlier,
    Ending,
    FirstPlan,
    HoldDays,
    Journey,
    OwnDay,
    StopDay,
    identified,
)
from journey.planning.given import Mark

_Road = HoldDays | StopDay | AgainPart | Earlier


@dataclass(frozen=True)
class Dates:
    """What a record may change."""

    start: dt.date | None
    known: dict[str, dt.date]
    variations: list[str]
    own_dates: list[OwnDay]
    visits: dict[str, Mark]
    ending: Ending | None
    holds: list[HoldDays]
    stops: list[StopDay]
    skipped: list[str]
    again: list[AgainPart]
    pathway: str
    earlier: list[Earlier]
    first: FirstPlan | None

    @classmethod
    def of(cls, journey: Journey) -> Dates:
        return cls(
            journey.start,
            dict(journey.known),
            list(journey.variations),
            identified(journey.own_dates),
            dict(journey.visits),
            journey.ending,
            list(journey.holds),
            list(journey.stops),
            list(journey.skipped),
            list(journey.again),
            journey.pathway,
            list(journey.earlier),
            journey.first,
        )


def apply(
    file: MutableMapping[str, Any], before: Journey, wanted: Dates, stamp: dt.datetime
) -> None:
    """Make the changes in the tables of a file: plain ones, or tomlkit's with their comments."""
    if wanted.start is None:
        file.pop("start", None)
    elif wanted.start != before.start:
        _set_above(file, "start", wanted.start)
    _apply_names(file, "variations", before.variations, wanted.variations)
    _apply_names(file, "skipped", before.skipped, wanted.skipped)
    _set_above(file, "edition", before.edition + 1)
    _set_above(file, "changed", stamp)
    _apply_table(file, "known", before.known, wanted.known)
    _apply_table(file, "visits", before.visits, wanted.visits)
    if wanted.own_dates != list(before.own_dates):
        _apply_own_dates(file, before.own_dates, wanted.own_dates)
    if wanted.pathway != before.pathway:
        file["pathway"] = wanted.pathway
        _apply_roads(file, "earlier", "until", (), wanted.earlier[len(before.earlier) :])
        first = plain_lists((wanted.first or FirstPlan()).model_dump(exclude_defaults=True))
        table = _list_or_table(file, "first", {})
        for name in [name for name in table if name not in first]:
            del table[name]
        _set(table, first)
    _apply_roads(file, "holds", "since", before.holds, wanted.holds)
    _apply_roads(file, "again", "phase", before.again, wanted.again)
    _apply_roads(file, "stops", "phase", before.stops, wanted.stops)
    if wanted.ending is None:
        file.pop("ending", None)
    elif wanted.ending != before.ending:
        _set(_list_or_table(file, "ending", {}), wanted.ending.model_dump(exclude_none=True))


def _apply_names(
    file: MutableMapping[str, Any], key: str, before: Sequence[str], wanted: Sequence[str]
) -> None:
    """A list of names above all tables."""
    if list(before) == list(wanted):
        return
    if key not in file:
        _set_above(file, key, [])
    names = file[key]
    for name in before:
        if name not in wanted:
            names.remove(name)
    for name in wanted:
        if name not in before:
            names.append(name)


def _apply_roads(
    file: MutableMapping[str, Any], key: str, by: str,
    before: Sequence[_Road], wanted: Sequence[_Road],
) -> None:  # fmt: skip
    """Holds, stops and the like, each known by its first day, or its phase."""
    if list(before) == list(wanted):
        return
    entries = _list_or_table(file, key, [])
    new = {getattr(one, by): plain_lists(one.model_dump(exclude_none=True)) for one in wanted}
    for i in reversed(range(len(before))):
        instead = new.pop(getattr(before[i], by), None)
        if instead is None:
            del entries[i]
        else:
            _set(entries[i], instead)
            for name in [name for name in entries[i] if name not in instead]:
                entries[i].pop(name)
    for entry in new.values():
        entries.append(entry)
    if not entries and isinstance(entries, AoT):
        del file[key]


def _apply_table(
    file: MutableMapping[str, Any], key: str, before: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    for name in before:
        if name not in wanted:
            del file[key][name]  # looked up anew: tomlkit loses count of dotted keys
    changed = {name: value for name, value in wanted.items() if before.get(name) != value}
    if changed:
        _set(_list_or_table(file, key, {}), changed)


def _apply_own_dates(
    file: MutableMapping[str, Any], before: Sequence[OwnDay], wanted: Sequence[OwnDay]
) -> None:
    entries = _list_or_table(file, "own_dates", [])
    new = {own.id: own for own in wanted}
    gone = []
    for i, own in enumerate(identified(before)):
        instead = new.pop(own.id, None)
        if instead is None:
            gone.append(i)
            continue
        table = instead.table()
        _set(entries[i], table)
        for key in [key for key in entries[i] if key not in table]:
            entries[i].pop(key)
    for i in reversed(gone):
        if isinstance(entries, AoT) and i > 0:
            entries[i - 1].value.body.extend(_below(entries[i]))
        elif isinstance(entries, AoT):
            _hand_on_comments(file, entries, i)
        del entries[i]
    for own in new.values():
        entry = own.table()
        if isinstance(entries, AoT) and entries:
            _hand_on_comments(file, entries, len(entries) - 1)
            _add_line(entries[-1])
        entries.append(entry)
    if not entries and isinstance(entries, AoT):
        del file["own_dates"]


def _list_or_table(file: MutableMapping[str, Any], key: str, empty: Any) -> Any:
    """What stands under a key; a new one stands below the rest, after an empty line."""
    if key not in file:
        if isinstance(file, tomlkit.TOMLDocument):
            file.add(tomlkit.nl())
            empty = tomlkit.table() if empty == {} else tomlkit.aot()
        file[key] = empty
    return file[key]


def _set_above(file: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Give a key above all tables its value; a new one stands by its like."""
    if key in file or not isinstance(file, tomlkit.TOMLDocument):
        file[key] = value
        return
    like = [name for name in ("pathway", "start", "variations", "edition") if name in file]
    # Not at the end of the keys: the comments there are about the table below them.
    file._insert_after(like[-1], key, tomlkit.item(value))


def _set(table: Any, values: Mapping[str, Any]) -> None:
    """Give keys of a table their values; the comments below its last key stay below."""
    below = _below(table, take=True)
    for key, value in values.items():
        if table.get(key) != value:
            table[key] = value
    if below:
        table.value.body.extend(below)


def _below(table: Any, *, take: bool = False) -> list[Any]:
    """The comments and empty lines below the last key of a table with a header of its own."""
    if not isinstance(table, Table):
        return []
    body = table.value.body
    first = 1 + max((i for i, (key, _) in enumerate(body) if key is not None), default=-1)
    found = body[first:]
    if take:
        del body[first:]
    return list(found)


def _add_line(table: Table) -> None:
    """Let a table end with an empty line."""
    if not table.as_string().endswith("\n\n"):
        table.add(tomlkit.nl())


def _hand_on_comments(file: Any, entries: AoT, i: int) -> None:
    """The comments below an entry are about what follows it, and go there."""
    comments = "".join(item.as_string() for _, item in _below(entries[i], take=True))
    places = [key.key for key, _ in file.body if key is not None]
    following = [*entries[i + 1 :], *(file[k] for k in places[places.index("own_dates") + 1 :])]
    if not following:
        file.add(tomlkit.ws(comments))
        return
    heading = following[0]
    while isinstance(heading, AoT) or (isinstance(heading, Table) and heading.is_super_table()):
        heading = heading[0] if isinstance(heading, AoT) else next(iter(heading.values()))
    heading.trivia.indent = comments + heading.trivia.indent


def filled(file: Mapping[str, Any]) -> dict[str, Any]:
    """A file without the tables and lists that hold nothing: they may stay or go."""
    return {key: value for key, value in file.items() if value not in ({}, [])}


def plain_lists(node: Any) -> Any:
    """The same with lists in place of tuples, which tomlkit does not know."""
    if isinstance(node, Mapping):
        return {key: plain_lists(value) for key, value in node.items() if value is not None}
    return [plain_lists(item) for item in node] if isinstance(node, tuple | list) else node
