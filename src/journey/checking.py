"""Linting pathway and journey files: what breaks the model, what no reader should be given.

Every finding has a stable rule id, the place, and the mend, all at once.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from journey.errors import JourneyFileError, PathwayError, Problem
from journey.files import text_in
from journey.journeys.file import journey_in
from journey.journeys.slips import refuse_copy, slips
from journey.pathways.activities import Activity
from journey.pathways.consistency import entry_name
from journey.pathways.fields import Statement
from journey.pathways.library import pathway_in
from journey.pathways.model import Pathway, Phase
from journey.pathways.toml_reading import Tables, read_tables
from journey.values import must_be_day, must_be_path, must_be_toml

LONGEST_SENTENCE = 20
"""Words; longer ones are hard to read."""
FEWEST_QUESTIONS = 3
"""Every phase gives the reader something to ask."""

_DAYS = {"days": 1, "weeks": 7, "months": 28, "years": 365}
"""At least this many days to a unit: for telling what surely does not fit."""


@dataclass(frozen=True, slots=True)
class WordRule:
    """Words that no sentence for a reader may hold."""

    rule: str
    pattern: re.Pattern[str]
    mend: str
    found: tuple[str, ...]
    """Sentences that the pattern must find."""


@cache
def word_rules() -> tuple[WordRule, ...]:
    """The words to look for, from knowledge/lint.toml."""
    text = (resources.files("journey") / "knowledge" / "lint.toml").read_text("utf-8")
    return tuple(
        WordRule(
            table["rule"],
            re.compile(table["pattern"], re.IGNORECASE),
            table["mend"],
            tuple(table["found"]),
        )
        for table in tomllib.loads(text)["words"]
    )


def check(
    text: str | bytes, *, on: dt.date, folder: str | Path = Path(),
    path: str | Path | None = None,
) -> tuple[Problem, ...]:  # fmt: skip
    """Every finding in the TOML text of a pathway or a journey; none if it is ready to be shown.

    Sources are judged old or not on the day `on`. What breaks the model is told first; only a
    pathway that holds together is read for its words. The path of a journey's own pathway counts
    from `folder`. With the `path` of the file, a journey that is a copy of one beside it is told.

    >>> journey.check("format = 1", on=dt.date(2026, 3, 2))[0].rule
    'missing-key'
    """
    must_be_toml("text", text)
    must_be_day("on", on, is_plausible=True)
    must_be_path("folder", folder)
    must_be_path("path", path, is_optional=True)
    tables = read_tables(text_in(text, name="text"))
    if tables.is_journey:
        path = None if path is None else Path(path)
        return _journey_findings(tables, Path(folder) if path is None else path.parent, on, path)
    sources = tables.data.get("sources")
    own = list(sources) if isinstance(sources, list) else []  # bundled ones that it cites join them
    try:
        pathway = pathway_in(tables)
    except PathwayError as error:
        return error.findings
    return tuple(_findings(pathway, on, {table["id"] for table in own}))


def _journey_findings(
    tables: Tables, folder: Path, on: dt.date, path: Path | None
) -> tuple[Problem, ...]:
    try:
        planned = journey_in(tables, folder=folder)
        if path is not None:
            refuse_copy(planned.journey, path)
    except JourneyFileError as error:
        return error.findings
    return tuple(slips(planned.timeline, on=on))


def _findings(pathway: Pathway, on: dt.date, own_sources: set[str]) -> Iterator[Problem]:
    for phase in pathway.phases:
        yield from _phase(f'phase "{phase.id}"', phase)
        yield from _uneven_cycle(f'phase "{phase.id}"', pathway, phase)
    yield from _never_begins(pathway)
    for place, words in _prose(pathway):
        yield from _words(place, words)
    yield from _sources(pathway, on, own_sources)
    yield from _others(pathway)


def _phase(here: str, phase: Phase) -> Iterator[Problem]:
    if len(phase.questions) < FEWEST_QUESTIONS:
        yield Problem(
            "few-questions",
            f"{here}: has fewer than {FEWEST_QUESTIONS} questions; add some to ask",
        )
    for key, statements in _statements(phase):
        if key != "questions" and not phase.cites and any(not s.cites for s in statements):
            yield Problem(
                "uncited", f"{here}: {key}: has no citation; give it cites, or give the phase some"
            )
    yield from _cycle(here, phase)
    for activity in phase.activities:
        yield from _activity(f'{here}: activity "{activity.id}"', phase, activity)


def _cycle(here: str, phase: Phase) -> Iterator[Problem]:
    """A cycle that is longer than its phase."""
    block, length = phase.cycle, phase.duration
    if block is None or length is None or phase.cycles is not None:
        return
    shortest = block.lengths[0]
    if shortest * _DAYS[block.unit] > length.most * _DAYS[length.unit]:
        yield Problem(
            "long-cycle",
            f"{here}: cycle: {shortest} {block.unit} are longer than the phase itself; "
            "shorten the cycle or lengthen the phase",
        )


def _never_begins(pathway: Pathway) -> Iterator[Problem]:
    """Lanes that are over before they begin."""
    for lane in pathway.lanes:
        if lane.begins == "after" and lane.until == lane.from_:
            yield Problem(
                "never-begins",
                f'lane "{lane.id}": begins after "{lane.from_}" and runs to the end of it, so it '
                'never begins; say begins = "with", or a later until',
            )


def _uneven_cycle(here: str, pathway: Pathway, phase: Phase) -> Iterator[Problem]:
    """A cycle that does not divide the typical length of its phase."""
    block = phase.cycle
    if block is None or block.last or phase.cycles is not None:
        return
    ids = [p.id for p in pathway.phases]
    place = ids.index(phase.id)
    first = place if phase.counted_from is None else ids.index(phase.counted_from)
    lengths = [p.duration for p in (phase, *pathway.phases[first:place])]
    units = {block.unit, *(length.unit for length in lengths if length)}
    if None in lengths or not (units <= {"days", "weeks"} or units == {"months"}):
        return
    whole, *before = (length.typical * _DAYS[length.unit] for length in lengths if length)
    own, size = whole - sum(before), block.lengths[1] * _DAYS[block.unit]
    if own > size and own % size:
        yield Problem(
            "uneven-cycle",
            f"{here}: cycle: {block.lengths[1]} {block.unit} do not divide the typical length of "
            "the phase, so its last cycle is cut short; give cycles in place of the duration, or "
            'say in the cycle: last = "cut short"',
        )


def _activity(place: str, phase: Phase, activity: Activity) -> Iterator[Problem]:
    """Days and cycles that are ignored, doubled or never come."""
    block, length = phase.cycle, phase.duration
    doubles = sorted(n for n, count in Counter(activity.days).items() if count > 1)
    if doubles:
        yield Problem("repeated-day", f"{place}: day {doubles[0]} stands twice; name it once")
    if block is None and (activity.cycles or activity.of == "cycle"):
        yield Problem(
            "no-cycles",
            f"{place}: names cycles, and its phase has none; give the phase a cycle, or leave "
            "them out",
        )
    most = phase.most_cycles
    past = [n for n in activity.cycles if most is not None and n > most]
    if past:
        yield Problem(
            "past-last-cycle",
            f"{place}: cycle {past[0]} lies past the last, which is {most}; "
            "choose one up to it, or more cycles",
        )
    last = max(activity.days, default=0)
    if block and activity.of != "phase":
        days = block.lengths[2] * _DAYS[block.unit] - 1 + phase.first_day
        if block.unit != "months" and last > days:
            yield Problem(
                "past-cycle",
                f"{place}: day {last} lies past its cycle of {days + 1 - phase.first_day} days; "
                "choose a day within it, or a longer cycle",
            )
    # A month or a year may be longer than we count it here, so only what surely lies past.
    elif length and length.unit in ("days", "weeks") and not length.is_open:
        whole = length.most * _DAYS[length.unit]
        if last > whole - 1 + phase.first_day:
            yield Problem(
                "past-phase",
                f"{place}: day {last} lies past the phase, which lasts {whole} days at most; "
                "choose a day within it",
            )


def _statements(phase: Phase) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    for name in Phase.model_fields:
        value = getattr(phase, name)
        if isinstance(value, Statement):
            yield name, (value,)
        elif isinstance(value, tuple) and value and isinstance(value[0], Statement):
            yield name, value


def _prose(node: Any) -> Iterator[tuple[str, str]]:
    """Each sentence that a reader is shown, after its place in the file."""
    yield from ((here, statement.text) for here, statement in _cited(node))


def _cited(node: Any, here: str = "") -> Iterator[tuple[str, Statement]]:
    """Each statement, after its place in the file."""
    if isinstance(node, Statement):
        yield here, node
    elif isinstance(node, tuple):
        key = here.rpartition(": ")[2]
        before = here.removesuffix(key).removesuffix(": ")
        for i, entry in enumerate(node, start=1):
            table = {"id": getattr(entry, "id", None)}
            name = here if isinstance(entry, Statement) else entry_name(key, i, table)
            yield from _cited(entry, name if not before or name == here else f"{before}: {name}")
    elif hasattr(type(node), "model_fields"):
        for name in type(node).model_fields:
            key = name.rstrip("_")
            yield from _cited(getattr(node, name), f"{here}: {key}" if here else key)


def _words(place: str, words: str) -> Iterator[Problem]:
    for rule in word_rules():
        if match := rule.pattern.search(words):
            yield Problem(rule.rule, f'{place}: "{match[0].strip()}": {rule.mend}')
    for sentence in re.split(r"(?<=[.?!]) ", words):
        count = len(sentence.split())
        if count > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:5])
            yield Problem(
                "long-sentence",
                f'{place}: "{start} ..." has {count} words; make it {LONGEST_SENTENCE} or fewer',
            )


_NAMED = {
    "children": re.compile(r"\b(child|children|young)\b", re.IGNORECASE),
    "adults": re.compile(r"\badults?\b", re.IGNORECASE),
}
"""How a sentence says whose it is."""


def _others(pathway: Pathway) -> Iterator[Problem]:
    """Sentences that rest on pages for other readers alone, and do not say so.

    A pathway for adults and children is read with marks that say whose a source is; one for
    either alone says it in the sentence, which may be heard and not seen.
    """
    if pathway.audience not in _NAMED:
        return
    sources = {source.id: source for source in pathway.sources}
    for place, statement in _cited(pathway):
        cited = [sources[cite.source] for cite in statement.cites]
        if not cited or any(source.is_about(pathway.audience) for source in cited):
            continue
        whose = str(cited[0].audience)
        # Another name of a part is a name and no sentence: its mark says whose it is.
        if "also_called" not in place and not _NAMED[whose].search(statement.text):
            yield Problem(
                "unsaid-audience",
                f"{place}: cites only pages about {whose}, in a pathway for {pathway.audience}; "
                "say so in the sentence",
            )


def _sources(pathway: Pathway, on: dt.date, own: set[str]) -> Iterator[Problem]:
    cited = pathway.cited_sources()
    for source in pathway.sources:
        here = f'source "{source.id}"'
        if source.id in own and source.id not in cited and source.id != pathway.based_on:
            yield Problem("unused-source", f"{here}: is cited nowhere; cite it or take it out")
        if source.id in own and source.is_stale(on):
            yield Problem(
                "stale-source",
                f"{here}: was reviewed over three years before {on}, or is past its own next "
                "review; look for a newer one",
            )
