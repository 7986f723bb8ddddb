"""Pathways and their companions, read from TOML: the bundled ones and a person's own."""

from __future__ import annotations

import datetime as dt
import difflib
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
from pydantic_core import ErrorDetails

from journey.companions import (
    Companion,
    Disagreement,
    Moment,
    Organisation,
    Person,
    Refusal,
    Theme,
)
from journey.errors import PathwayError, Problem, UnknownPathwayError, shortened
from journey.files import read_text
from journey.pathway import (
    SET_BY_VARY,
    Language,
    Pathway,
    Source,
    Term,
    cited,
    cross_problems,
    entry_name,
)

C = TypeVar("C", bound=Companion)

_KNOWLEDGE = resources.files("journey") / "knowledge"


@cache
def pathway_ids() -> tuple[str, ...]:
    """The ids of the bundled pathways, sorted."""
    names = (entry.name for entry in (_KNOWLEDGE / "pathways").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def get_pathway(pathway_id: str) -> Pathway:
    """The bundled pathway with this id.

    Raises UnknownPathwayError, naming the ones there are.
    """
    if pathway_id not in pathway_ids():
        raise UnknownPathwayError(pathway_id, pathway_ids())
    name = f"pathways/{pathway_id}.toml"
    return parse_pathway((_KNOWLEDGE / name).read_text("utf-8"), name=name)


def load_pathway(path: str | Path) -> Pathway:
    """A pathway from a TOML file.

    Raises FileError if it cannot be read, PathwayError with every problem in it.
    """
    path = Path(path)
    return parse_pathway(read_text(path), name=str(path))


def parse_pathway(text: str, *, name: str = "pathway") -> Pathway:
    """A pathway from TOML text; `name` is what messages call it.

    Bundled sources that the text cites join its own. Raises PathwayError with every problem.
    """
    data = _tables(text, name)
    own = [key for key in SET_BY_VARY if data.pop(key, None) is not None]
    problems = [Problem("unknown-key", f"{key}: is not for files; leave it out") for key in own]
    problems += _add_bundled_texts(data)
    try:
        _add_bundled_sources(data)
        pathway = Pathway.model_validate(data)
        if not problems:
            return pathway
    except ValidationError as error:
        problems += [*_problems(error, data), *cross_problems(data)]
    except RecursionError:  # `a.a.a.a` and so on for long
        problems.append(Problem("not-toml", TOO_DEEP))
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
    phases = data.get("phases", [])
    for i, phase in enumerate(phases if isinstance(phases, list) else [], start=1):
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


def _tables(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = f"is not TOML: {error}; check the quotation marks and brackets there"
    except RecursionError:
        problem = TOO_DEEP
    except ValueError:
        problem = "has a number with too many digits; shorten it"
    raise PathwayError([Problem("not-toml", problem)], name=name)


# ---- pydantic's errors, in words for the person who wrote the file -----------------------------

TOO_DEEP = "has tables inside tables far too deep; check its dots and brackets"

_SHOULD_BE = {
    "string_type": "text in quotation marks",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-03-02, without quotation marks",
    "model_type": "a table",
    "tuple_type": "a list in square brackets",
}


_RULES = {
    **dict.fromkeys(_SHOULD_BE, "wrong-type"),
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "literal_error": "wrong-value",
    "string_pattern_mismatch": "bad-id",
    "string_too_long": "too-long",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "too_short": "empty-list",
}
"""The rule id of each kind of error that pydantic tells."""


def _problems(error: ValidationError, data: Mapping[str, Any]) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # pydantic counts only the right ones; the wrong ones are told themselves
        if detail["loc"]:  # what is wrong in no one place, cross_problems tells
            text = ": ".join([*_place(detail["loc"], data), _message(detail)])
            yield Problem(detail.get("ctx", {}).get("rule") or _RULES[detail["type"]], text)


def _place(loc: tuple[int | str, ...], data: Any) -> Iterator[str]:
    """The way to a value, in the words of the file."""
    key = ""
    for i, step in enumerate(loc):
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
            yield entry_name(key, step + 1, data)
        elif not isinstance(data, str):  # a plain string stands for a table with `text`
            data = data.get(step) if isinstance(data, Mapping) else None
            key = step
            if not isinstance(data, list) or loc[i + 1 :] == ():
                yield shortened(step) or '""'


def _message(detail: ErrorDetails) -> str:
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "journey":
            return detail["msg"]
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return _unknown_key(detail["loc"])
        case "literal_error":
            expected = context["expected"].replace("'", '"')
            return f"should be {expected}, not {_shown(value)}"
        case "string_pattern_mismatch":
            better = re.sub(r"[^a-z0-9]+", "-", value.lower())[:64].strip("-") or "our-ward"
            return (
                f"{_shown(value)} should be lower-case letters, digits and single hyphens, "
                f'such as "{better}"'
            )
        case "string_too_long":
            return f"is longer than {context['max_length']:,} characters; shorten it"
        case "greater_than_equal":
            return f"should be {context['ge']:,} or more, not {_shown(value)}"
        case "less_than_equal":
            return f"should be {context['le']:,} or less, not {_shown(value)}"
        case "too_short":
            return "is empty; give at least one"
        case "model_type" if context["class_name"] == "Statement":
            return f"should be text in quotation marks, not {_shown(value)}"
        case kind:
            return f"should be {_SHOULD_BE.get(kind, 'something else')}, not {_shown(value)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return f'"{shortened(value)}"' if isinstance(value, str) else shortened(str(value))


def _unknown_key(loc: tuple[int | str, ...]) -> str:
    keys = _keys_beside(loc)
    near = difflib.get_close_matches(str(loc[-1]), keys, n=1)
    if near:
        return f"is not known here; did you mean {near[0]}?"
    return f"is not known here (there are: {', '.join(keys)})"


def _keys_beside(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where this one does."""
    schema = _schema()

    def table(node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in node:
            return table(schema["$defs"][node["$ref"].rpartition("/")[2]])
        # Pydantic before 2.9 wraps a reference that has a description in allOf.
        options = map(table, [*node.get("anyOf", []), *node.get("allOf", [])])
        return next((option for option in options if "properties" in option), node)

    node = schema
    for step in loc[:-1]:
        node = table(node["items"] if isinstance(step, int) else node["properties"][step])
    return [key for key in node["properties"] if key not in SET_BY_VARY]


@cache
def _schema() -> dict[str, Any]:
    return Pathway.model_json_schema()
