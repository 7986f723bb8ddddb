"""Pathways and their companions, read from TOML: the bundled ones and a person's own."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from journey.errors import PathwayError, UnknownPathwayError, shortened
from journey.files import read_text
from journey.pathway import SINGULAR, Model, Pathway, Source, Term, cited, cross_problems

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
    own = data.get("sources", [])
    if isinstance(own, list):
        bundled = _bundled_sources()
        have = {source.get("id") for source in own if isinstance(source, dict)}
        wanted = dict.fromkeys(source for _, source in cited(data))
        data["sources"] = own + [bundled[s] for s in wanted if s in bundled and s not in have]
    try:
        return Pathway.model_validate(data)
    except ValidationError as error:
        problems = list(_problems(error, data))
        if not any(e["type"] == "pathway" for e in error.errors()):
            problems += cross_problems(data)
        raise PathwayError(list(dict.fromkeys(problems)), name=name) from None


@cache
def bundled_sources() -> tuple[Source, ...]:
    """Every source that the bundled knowledge may cite."""
    return tuple(Source.model_validate(table) for table in _bundled_sources().values())


@cache
def glossary(condition: str) -> tuple[Term, ...]:
    """The medical words and what they mean for people with this condition, sorted."""
    data = tomllib.loads((_KNOWLEDGE / "glossary.toml").read_text("utf-8"))
    if condition != data["condition"]:
        return ()
    return tuple(Term.model_validate(table) for table in data["terms"])


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


def _tables(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PathwayError([f"is not TOML: {error}"], name=name) from None
    except (RecursionError, ValueError):  # brackets without end; a number of 5,000 digits
        raise PathwayError(["is not TOML that can be read"], name=name) from None


# ---- pydantic's errors, in words for the person who wrote the file -----------------------------

_SHOULD_BE = {
    "string_type": "text in quotation marks",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-03-02, without quotation marks",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "tuple_type": "a list in square brackets",
}


def _problems(error: ValidationError, data: Mapping[str, Any]) -> Iterator[str]:
    for detail in error.errors(include_url=False):
        if detail["type"] == "pathway":
            yield from str(detail["ctx"]["problems"]).split("\n")
            continue
        place = ": ".join(_place(detail["loc"], data))
        yield f"{place}: {_message(detail)}" if place else _message(detail)


def _place(loc: tuple[int | str, ...], data: Any) -> Iterator[str]:
    for i, step in enumerate(loc):
        if isinstance(step, str):
            following = loc[i + 1] if i + 1 < len(loc) else None
            if not (isinstance(following, int) and step in SINGULAR):
                yield step
            data = data.get(step) if isinstance(data, Mapping) else None
        else:
            data = data[step] if isinstance(data, list | tuple) and step < len(data) else None
            name = data.get("id", data.get("name")) if isinstance(data, Mapping) else None
            kind = SINGULAR.get(str(loc[i - 1]))
            if kind:
                yield f'{kind} "{shortened(str(name))}"' if name else f"{kind} {step + 1}"
            else:
                yield f"item {step + 1}"


def _message(detail: ErrorDetails) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        key = str(detail["loc"][-1])
        near = difflib.get_close_matches(key, _all_keys(), n=1)
        return "is not a key that is known here" + (f"; did you mean {near[0]}?" if near else "")
    if kind == "literal_error":
        return f"should be {context['expected']}, not {_shown(value)}"
    if kind == "string_pattern_mismatch":
        return f"{_shown(value)} should be lower-case letters, digits and single hyphens"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']:,} characters"
    if kind == "greater_than_equal":
        return f"should be {context['ge']} or more, not {_shown(value)}"
    if kind == "less_than_equal":
        return f"should be {context['le']} or less, not {_shown(value)}"
    if kind == "too_short":
        return "is empty; give at least one"
    if kind in _SHOULD_BE:
        return f"should be {_SHOULD_BE[kind]}, not {_shown(value)}"
    return detail["msg"]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return f'"{shortened(value)}"' if isinstance(value, str) else shortened(str(value))


@cache
def _all_keys() -> tuple[str, ...]:
    keys: set[str] = set()
    for model in Model.__subclasses__():
        keys |= {field.alias or name for name, field in model.model_fields.items()}
    return tuple(sorted(keys))
