"""What no single field can see: ids that meet twice, phases that are not there, numbers uncited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import dropwhile, takewhile
from typing import Any

from journey.errors import Problem, shortened

RESERVED_PHASE_IDS = frozenset({"start", "finish"})

"""What `known` uses for the first day of all and for the end of the last phase."""

Table = Mapping[str, Any]

SINGULAR = {
    "phases": "phase", "lanes": "lane", "activities": "activity", "variations": "variation",
    "decision_points": "decision point", "sources": "source", "add_lanes": "lane",
    "add_activities": "added activity", "medicines": "medicine", "cites": "citation",
    "own_dates": "own date",
}  # fmt: skip
"""What one of a list's entries is called in a message."""


def entry_name(key: str, number: int, entry: Any) -> str:
    """What a message calls an entry of a list: by its id, name or label, or else by its number."""
    if key not in SINGULAR:
        return f"{shortened(key)}: entry {number}"
    entry = entry if isinstance(entry, Mapping) else {}
    name = entry.get("id", entry.get("name", entry.get("label")))
    if not (name and isinstance(name, str)):
        return f"{SINGULAR[key]} {number}"
    return f'{SINGULAR[key]} "{shortened(name)}"'


def cross_problems(data: Table) -> Iterator[Problem]:
    """What is wrong between the parts of a pathway, a line each.

    Works on plain data, right or wrong, so that these problems are told together with those of
    single fields; what is wrong in itself is left to them.
    """
    for key in ("phases", "lanes", "decision_points", "variations", "sources"):
        yield from _doubles(key, [table for _, table in _tables(data, key)])
    places, phases = _split(_tables(data, "phases"))
    for i, phase in enumerate(phases):
        yield from _phase_problems(places[i], phase, phases[:i])
    yield from _anchor_problems(places, phases)
    for problem in basis_problems(data.get("stated_total")):
        yield problem.within("stated_total")
    if _is_uncited(data.get("stated_total")):
        yield Problem(
            "uncited-number", "stated_total has no citation; say in cites where it comes from"
        )

    ids = _ids(phases)
    for here, lane in _tables(data, "lanes"):
        yield from _span_problems(here, lane, ids)
    for here, point in _tables(data, "decision_points"):
        yield from _unknown(f"{here}: after", point.get("after"), ids)
    for here, variation in _tables(data, "variations"):
        # One that is switched on has done its work, and may have taken away what others name.
        if variation.get("id") not in data.get("applied", ()):
            known = [*ids, *data.get("replaced", ())]
            yield from _variation_problems(here, variation, phases, known)

    sources = _ids([source for _, source in _tables(data, "sources")])
    for here, source in cited(data):
        if source not in sources:
            text = f'{here}: no source "{shortened(source)}"; add it to sources, or name another'
            yield Problem("unknown-source", text)


def cited(node: Any, here: str = "") -> Iterator[tuple[str, str]]:
    """Each source that plain data names, after the place where it does."""
    if not isinstance(node, Mapping):
        return
    for key, value in node.items():
        if key in ("source", "based_on") and isinstance(value, str):
            yield here or key, value
        elif isinstance(value, list | tuple):
            for i, entry in enumerate(value, start=1):
                place = here if key == "cites" else _joined(here, entry_name(key, i, entry))
                yield from cited(entry, place)
        else:
            yield from cited(value, _joined(here, shortened(key)))


def _joined(here: str, more: str) -> str:
    return f"{here}: {more}" if here else more


def _tables(data: Table, key: str) -> list[tuple[str, Table]]:
    """Each table of a list, after what a message calls it."""
    entries = data.get(key)
    if not isinstance(entries, list | tuple):
        return []
    return [
        (entry_name(key, i, entry), entry)
        for i, entry in enumerate(entries, start=1)
        if isinstance(entry, Mapping)
    ]


def _split(tables: list[tuple[str, Table]]) -> tuple[list[str], list[Table]]:
    return [place for place, _ in tables], [table for _, table in tables]


def _ids(tables: list[Table]) -> list[str]:
    return [table["id"] for table in tables if isinstance(table.get("id"), str)]


def _doubles(key: str, tables: list[Table]) -> Iterator[Problem]:
    for name, count in Counter(_ids(tables)).items():
        if count > 1:
            kind = key.replace("_", " ")
            text = f'{count} {kind} have the id "{shortened(name)}"; give each its own'
            yield Problem("duplicate-id", text)


def _is_uncited(duration: Any, phase: Table | None = None) -> bool:
    return isinstance(duration, Mapping) and not (
        duration.get("cites") or (phase and phase.get("cites"))
    )


def basis_problems(duration: Any) -> Iterator[Problem]:
    """Each number of a length without a basis, and each basis without a number.

    Only where they are given one by one: a single word stands for all that are there.
    """
    basis = duration.get("basis") if isinstance(duration, Mapping) else None
    if not isinstance(basis, Mapping):
        return
    for name in ("shortest", "longest"):
        if duration.get(name) is not None and basis.get(name) is None:
            yield Problem("missing-key", f"basis: {name}: is missing; add it")
        if duration.get(name) is None and basis.get(name) is not None:
            text = f"basis: {name}: there is no such number; give one, or take this out"
            yield Problem("basis-alone", text)


def _phase_problems(here: str, phase: Table, before: list[Table]) -> Iterator[Problem]:
    duration, base = phase.get("duration"), phase.get("counted_from")
    for key in ("duration", "stated_length"):
        for problem in basis_problems(phase.get(key)):
            yield problem.within(f"{here}: {key}")
    if phase.get("id") in list(RESERVED_PHASE_IDS):
        text = f"{here}: no phase may be called {phase['id']}; choose another id"
        yield Problem("reserved-id", text)
    for problem in _doubles("activities", [table for _, table in _tables(phase, "activities")]):
        yield problem.within(here)
    if isinstance(base, str):
        found = [earlier for earlier in before if earlier.get("id") == base]
        if not found:
            yield Problem(
                "counted-from",
                f'{here}: counted_from: "{shortened(base)}" is not an earlier phase; '
                "name one that comes before this one",
            )
        elif not (found[0].get("duration") or found[0].get("cycles")):
            text = f'{here}: counted_from: phase "{base}" has no length; give it a duration'
            yield Problem("counted-from", text)
        if not (duration or phase.get("cycles")) or duration == "its last session":
            text = f"{here}: counted_from needs a duration; give one, or leave it out"
            yield Problem("counted-from", text)
    for key in ("duration", "stated_length"):
        if _is_uncited(phase.get(key), phase):
            text = f"{here}: {key} has no citation; say in cites where it comes from"
            yield Problem("uncited-number", text)
    if phase.get("stated_length") and not duration:
        text = f"{here}: stated_length stands beside a duration; give one, or call this duration"
        yield Problem("stated-alone", text)


def _anchor_problems(places: list[str], phases: list[Table]) -> Iterator[Problem]:
    """Phases that count back from one that is not later, or start after one that is not earlier."""
    ids = [phase.get("id") for phase in phases]
    circle = _circle(phases)
    if circle:
        way = ", ".join(f'"{shortened(name)}"' for name in circle)
        yield Problem(
            "circle", f"phases begin in a circle: {way}; let one of them begin without the others"
        )
    for i, phase in enumerate(phases):
        anchor, starts = phase.get("counts_back_from"), phase.get("starts")
        if isinstance(anchor, str) and anchor not in ids[i + 1 :] and not circle:
            yield Problem(
                "counts-back-from",
                f'{places[i]}: counts_back_from: "{shortened(anchor)}" is not a later phase; '
                "name one that comes after this one",
            )
        if anchor is not None and not isinstance(phase.get("duration"), Mapping):
            yield Problem(
                "counts-back-from",
                f"{places[i]}: counts_back_from needs a duration in numbers; give one, or leave "
                "it out",
            )
        if anchor is not None and starts is not None:
            yield Problem(
                "two-starts",
                f"{places[i]}: has both counts_back_from and starts; give one of them",
            )
        for name in _after(phase):
            if name not in ids[:i] and not circle:
                yield Problem(
                    "starts-after",
                    f'{places[i]}: starts: after: "{shortened(name)}" is not an earlier phase; '
                    "name one that comes before this one",
                )
        gap = starts.get("gap") if isinstance(starts, Mapping) else None
        for problem in basis_problems(gap):
            yield problem.within(f"{places[i]}: starts: gap")
        if _is_uncited(gap, phase):
            text = f"{places[i]}: starts: gap has no citation; say in cites where it comes from"
            yield Problem("uncited-number", text)


def _after(phase: Table) -> list[str]:
    starts = phase.get("starts")
    after = starts.get("after") if isinstance(starts, Mapping) else None
    if not isinstance(after, list | tuple):
        return []
    return [name for name in after if isinstance(name, str)]


def _circle(phases: list[Table]) -> list[str]:
    """The phases, one after another, that wait for each other; none if no two do."""
    wants = {
        phase["id"]: [*_after(phase), *([phase["counts_back_from"]]
                      if isinstance(phase.get("counts_back_from"), str) else [])]
        for phase in phases
        if isinstance(phase.get("id"), str)
    }  # fmt: skip
    done: set[str] = set()
    for start in wants:
        way: list[str] = []
        turns = [iter([start])]
        while turns:
            name = next(turns[-1], None)
            if name is None:
                turns.pop()
                if way:
                    done.add(way.pop())
            elif name in way:
                return [*way[way.index(name) :], name]
            elif name in wants and name not in done:
                way.append(name)
                turns.append(iter(wants[name]))
    return []


def _variation_problems(
    here: str, variation: Table, phases: list[Table], ids: list[str]
) -> Iterator[Problem]:
    for place, lane in _tables(variation, "add_lanes"):
        yield from _span_problems(f"{here}: {place}", lane, ids)
    for place, added in _tables(variation, "add_activities"):
        yield from _unknown(f"{here}: {place}: phase", added.get("phase"), ids)
    yield from _unknown(f"{here}: dates_stop", variation.get("dates_stop"), ["start", *ids])
    replace = variation.get("replace")
    if not isinstance(replace, Mapping):
        return
    here = f"{here}: replace"
    yield from _span_problems(here, replace, ids)
    first, last = replace.get("from"), replace.get("until")
    before = list(takewhile(lambda phase: phase.get("id") != first, phases))
    after = list(dropwhile(lambda phase: phase.get("id") != last, phases))[1:]
    places, new = _split(_tables(replace, "phases"))
    for problem in _doubles("phases", [*before, *new, *after]):
        yield problem.within(here)
    for i, phase in enumerate(new):
        yield from _phase_problems(f"{here}: {places[i]}", phase, [*before, *new[:i]])
    whole = [*([""] * len(before)), *(f"{here}: {place}" for place in places), *([""] * len(after))]
    for found in _anchor_problems(whole, [*before, *new, *after]):
        if found.text.startswith(here):
            yield found


def _span_problems(here: str, table: Table, ids: list[str]) -> Iterator[Problem]:
    first, last = table.get("from"), table.get("until")
    yield from _unknown(f"{here}: from", first, ids)
    yield from _unknown(f"{here}: until", last, ids)
    if first in ids and last in ids and ids.index(first) > ids.index(last):
        text = f'{here}: from "{first}" comes after until "{last}"; swap them'
        yield Problem("reversed-span", text)


def _unknown(here: str, phase_id: Any, ids: list[str]) -> Iterator[Problem]:
    if ids and isinstance(phase_id, str) and phase_id not in ids:
        known = shortened(", ".join(ids), limit=500)
        text = f'{here}: no phase "{shortened(phase_id)}" (there are: {known})'
        yield Problem("unknown-phase", text)
