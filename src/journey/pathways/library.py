"""Pathways and their companions, read from TOML: the bundled ones and a person's own."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from journey.errors import PathwayError, Problem, UnknownPathwayError, shortened
from journey.files import read_text, text_in
from journey.pathways.companions import (
    Companion,
    Disagreement,
    Moment,
    Organisation,
    Person,
    Refusal,
    Term,
    Theme,
)
from journey.pathways.consistency import cited, cross_problems, entry_name
from journey.pathways.fields import Language, Source
from journey.pathways.model import NEVER_IN_A_FILE, Pathway
from journey.pathways.toml_problems import model_problems
from journey.pathways.toml_reading import TOO_DEEP, Tables, read_tables
from journey.values import must_be, must_be_path, must_be_toml

C = TypeVar("C", bound=Companion)

_KNOWLEDGE = resources.files("journey") / "knowledge"


@cache
def pathway_ids() -> tuple[str, ...]:
    """The ids of the bundled pathways, sorted.

    >>> "cruk-adult" in journey.pathway_ids()
    True
    """
    names = (entry.name for entry in (_KNOWLEDGE / "pathways").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def get_pathway(pathway_id: str) -> Pathway:
    """The bundled pathway with this id.

    Raises UnknownPathwayError, naming the ones there are.

    >>> pathway = journey.get_pathway("cruk-adult")
    >>> [phase.name for phase in pathway.phases][:2]
    ['Steroid pre phase', 'Induction']
    """
    must_be("pathway_id", pathway_id, str)
    if pathway_id not in pathway_ids():
        raise UnknownPathwayError(pathway_id, pathway_ids())
    return _bundled_pathway(pathway_id)


@cache
def _bundled_pathway(pathway_id: str) -> Pathway:
    name = f"pathways/{pathway_id}.toml"
    return parse_pathway((_KNOWLEDGE / name).read_text("utf-8"), name=name)


def load_pathway(path: str | Path) -> Pathway:
    """A pathway from a TOML file.

    Raises FileError if it cannot be read, PathwayError with every problem in it.

    >>> journey.load_pathway("examples/harbour-fever.toml").condition
    'harbour fever'
    """
    must_be_path("path", path)
    path = Path(path)
    return parse_pathway(read_text(path), name=str(path))


def parse_pathway(text: str | bytes, *, name: str = "pathway") -> Pathway:
    """A pathway from TOML text, or from the bytes of a file; `name` is what messages call it.

    Bundled sources that the text cites join its own. Raises as `load_pathway` does.

    >>> with open("examples/harbour-fever.toml", "rb") as file:
    ...     journey.parse_pathway(file.read()).id
    'harbour-fever'
    """
    must_be_toml("text", text)
    must_be("name", name, str)
    return pathway_in(read_tables(text_in(text, name=name)), name=name)


def pathway_in(tables: Tables, *, name: str = "pathway") -> Pathway:
    """As `parse_pathway`, from the tables of a text that was read already."""
    data, problems = tables
    if problems:
        raise PathwayError(problems, name=name)
    if tables.is_journey:
        problem = 'kind: is "journey"; name a pathway here'
        raise PathwayError([Problem("wrong-kind", problem)], name=name)
    own = [key for key in NEVER_IN_A_FILE if data.pop(key, None) is not None]
    problems += [Problem("unknown-key", f"{key}: is not for files; leave it out") for key in own]
    problems += _add_like(data)
    problems += _add_bundled_texts(data)
    try:
        _add_bundled_sources(data)
        pathway = Pathway.model_validate(data)
        if not problems:
            return pathway
    except ValidationError as error:
        problems += [*model_problems(error, data, Pathway), *cross_problems(data)]
    except RecursionError:  # `a.a.a.a` and so on for long
        problems.append(TOO_DEEP)
    raise PathwayError(list(dict.fromkeys(problems)), name=name)


@cache
def bundled_sources() -> tuple[Source, ...]:
    """Every source that the bundled knowledge may cite."""
    return tuple(Source.model_validate(table) for table in _bundled_sources().values())


@cache
def glossary(condition: str, language: Language = "en-GB") -> tuple[Term, ...]:
    """The medical words and what they mean for people with this condition, sorted."""
    terms = map(Term.model_validate, _around("glossary", "terms", condition, language))
    return tuple(sorted(terms, key=lambda term: term.term.lower()))


_FILES: Mapping[type[Companion], tuple[str, str]] = {
    Person: ("team", "people"),
    Organisation: ("support", "organisations"),
    Moment: ("questions", "moments"),
    Theme: ("themes", "themes"),
}
"""The file and the key that each kind of companion stands in."""


def companions(kind: type[C], pathway: Pathway) -> tuple[C, ...]:
    """The people, organisations, moments or themes for a pathway's readers, in their order.

    None for a condition that the bundled knowledge does not cover.
    """
    found = _companions(kind, pathway.condition, pathway.language)
    return tuple(item for item in found if item.is_for(pathway))


@cache
def _companions(kind: type[C], condition: str, language: Language) -> tuple[C, ...]:
    tables = _around(*_FILES[kind], condition, language)
    return tuple(kind.model_validate(table) for table in tables)


def refusals(pathway: Pathway) -> tuple[Refusal, ...]:
    """What the sources of a pathway do not cover, with the reasons."""
    tables = _around("refusals", "refusals", pathway.condition, pathway.language)
    found = map(Refusal.model_validate, tables)
    return tuple(r for r in found if not r.pathways or pathway.id in r.pathways)


def left_out(pathway: Pathway) -> tuple[str, ...]:
    """The groups of people whom no pathway of this condition is for."""
    return tuple(refusal.group for refusal in refusals(pathway) if refusal.group)


def disagreements(condition: str, language: Language = "en-GB") -> tuple[Disagreement, ...]:
    """The points on which the sources of a condition differ."""
    tables = _around("disagreements", "disagreements", condition, language)
    return tuple(map(Disagreement.model_validate, tables))


@cache
def _around(file: str, key: str, condition: str, language: Language) -> tuple[dict[str, Any], ...]:
    """The tables of a companion file, if it is about the condition, in the language's spelling."""
    data = tomllib.loads((_KNOWLEDGE / f"{file}.toml").read_text("utf-8"))
    if condition != _spelled(data["condition"], language):
        return ()
    return tuple(_spelled(table, language) for table in data[key])


_NOT_SPELLED = {"id", "source", "where", "pathway", "pathways", "phone"}


def _spelled(node: Any, language: Language) -> Any:
    if language == "en-GB":
        return node
    if isinstance(node, dict):
        return {k: v if k in _NOT_SPELLED else _spelled(v, language) for k, v in node.items()}
    if isinstance(node, list):
        return [_spelled(item, language) for item in node]
    if isinstance(node, str):
        return re.sub(r"[A-Za-z]+", lambda match: _american(match[0]), node)
    return node


def _american(word: str) -> str:
    found = _spelling().get(word.lower(), word)
    return found.capitalize() if word[0].isupper() and found != word else found


@cache
def _spelling() -> Mapping[str, str]:
    data = tomllib.loads((_KNOWLEDGE / "glossary.toml").read_text("utf-8"))
    return MappingProxyType(data["spelling"])


@dataclass(frozen=True)
class Demo:
    """The invented person of the example."""

    pathway: Pathway
    start: dt.date
    known: Mapping[str, dt.date]
    made: dt.date


def demo() -> Demo:
    """The example that the command line and the README show."""
    data = tomllib.loads((_KNOWLEDGE / "demo.toml").read_text("utf-8"))
    return Demo(get_pathway(data["pathway"]), data["start"], data["known"], data["made"])


@cache
def _bundled_sources() -> dict[str, dict[str, Any]]:
    data = tomllib.loads((_KNOWLEDGE / "sources.toml").read_text("utf-8"))
    return {table["id"]: table for table in data["sources"]}


_TEXTS = (
    "also_called", "aim", "setting", "place", "what_happens", "tests", "side_effects", "looks_at",
    "begins_when", "questions",
)  # fmt: skip
"""The keys of a phase that hold texts about it, and neither its numbers nor its name."""


def _add_bundled_texts(data: dict[str, Any]) -> Iterator[Problem]:
    """Fill in the texts of phases that share those of a bundled one; its citations come along."""
    for i, phase in _phases_in(data):
        wanted = phase.get("texts_from") if isinstance(phase, dict) else None
        if not isinstance(wanted, str):
            continue
        pathway_id, _, phase_id = wanted.partition("/")
        found = _bundled_phases(pathway_id).get(phase_id)
        if found is None:
            yield Problem(
                "unknown-texts",
                f"{entry_name('phases', i, phase)}: texts_from: no bundled phase "
                f'"{shortened(wanted)}"; name one such as cruk-adult/induction',
            )
            continue
        for key in _TEXTS:
            if key in found:
                phase.setdefault(key, found[key])


def _phases_in(data: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    """The phases of plain data with their numbers, those that a variation brings among them."""
    lists = [data.get("phases")]
    variations = data.get("variations")
    for variation in variations if isinstance(variations, list) else []:
        replace = variation.get("replace") if isinstance(variation, dict) else None
        lists.append(replace.get("phases") if isinstance(replace, dict) else None)
    for phases in lists:
        yield from enumerate(phases if isinstance(phases, list) else [], start=1)


_NOT_ALIKE = (
    "id", "name", "like", "counted_from", "counts_back_from", "starts", "is_for_everyone",
    "meaning",
)  # fmt: skip
"""The keys of a phase that say which one it is and where it stands, and so are its own."""


def _add_like(data: dict[str, Any]) -> Iterator[Problem]:
    """Fill in what a phase says of itself from the one of the same file that it is like."""
    every = list(_phases_in(data))
    there = {p["id"]: p for _, p in every if isinstance(p, dict) and isinstance(p.get("id"), str)}
    for i, phase in every:
        wanted = phase.get("like") if isinstance(phase, dict) else None
        if not isinstance(wanted, str):
            continue
        here = entry_name("phases", i, phase)
        found = there.get(wanted)
        if found is None or found is phase:
            yield Problem(
                "unknown-like",
                f'{here}: like: no other phase "{shortened(wanted)}"; name one of this file',
            )
        elif "like" in found:
            yield Problem(
                "unknown-like",
                f'{here}: like: phase "{shortened(wanted)}" is itself like another; name that one',
            )
        else:
            for key, value in found.items():
                # One length is enough: its own takes the place of the other's, however it is said.
                is_length = key in ("duration", "cycles")
                if key in _NOT_ALIKE or (is_length and {"duration", "cycles"} & phase.keys()):
                    continue
                phase.setdefault(key, value)


@cache
def _bundled_phases(pathway_id: str) -> Mapping[str, dict[str, Any]]:
    if pathway_id not in pathway_ids():
        return {}
    text = (_KNOWLEDGE / "pathways" / f"{pathway_id}.toml").read_text("utf-8")
    return {phase["id"]: phase for phase in tomllib.loads(text)["phases"]}


def _add_bundled_sources(data: dict[str, Any]) -> None:
    own = data.get("sources", [])
    if isinstance(own, list):
        have = [source.get("id") for source in own if isinstance(source, dict)]
        wanted = dict.fromkeys(source for _, source in cited(data))
        bundled = _bundled_sources()
        data["sources"] = own + [bundled[s] for s in wanted if s in bundled and s not in have]
