"""What is wrong with a TOML file, in words for the person who wrote it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from journey.errors import Problem, shortened
from journey.pathways.consistency import entry_name
from journey.pathways.model import NEVER_IN_A_FILE

_SHOULD_BE = {
    "string_type": "text in quotation marks",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-03-02, without quotation marks",
    "model_type": "a table",
    "tuple_type": "a list in square brackets",
    "dict_type": "a table",
    "mapping_type": "a table",
    "datetime_type": "a date and time such as 2026-03-02T09:00:00Z, without quotation marks",
    "timezone_aware": "a date and time with its zone, such as 2026-03-02T09:00:00Z",
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


def model_problems(
    error: ValidationError, data: Mapping[str, Any], model: type[BaseModel]
) -> Iterator[Problem]:
    """Every problem that pydantic found in the data of a file, by place, with the mend."""
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and detail["input"]:
            continue  # pydantic counts only the right ones; the wrong ones are told themselves
        if detail["loc"]:  # what is wrong in no one place, cross_problems tells
            text = ": ".join([*_place(detail["loc"], data), _message(detail, model)])
            yield Problem(detail.get("ctx", {}).get("rule") or _RULES[detail["type"]], text)


def _place(loc: tuple[int | str, ...], data: Any) -> Iterator[str]:
    """The way to a value, in the words of the file."""
    key = ""
    for i, step in enumerate(loc):
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
            yield entry_name(key, step + 1, data)
        elif step != "[key]" and not isinstance(data, str):  # a plain string may be a table's text
            data = data.get(step) if isinstance(data, Mapping) else None
            key = step
            if not isinstance(data, list) or loc[i + 1 :] == ():
                yield shortened(step) or '""'


def _message(detail: ErrorDetails, model: type[BaseModel]) -> str:
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "journey":
            return detail["msg"]
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return _unknown_key(detail["loc"], model)
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


def _unknown_key(loc: tuple[int | str, ...], model: type[BaseModel]) -> str:
    keys = _keys_beside(loc, model)
    near = difflib.get_close_matches(str(loc[-1]), keys, n=1)
    if near:
        return f"is not known here; did you mean {near[0]}?"
    return f"is not known here (there are: {', '.join(keys)})"


def _keys_beside(loc: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """The keys that may stand where this one does."""
    schema = _schema(model)

    def table(node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in node:
            return table(schema["$defs"][node["$ref"].rpartition("/")[2]])
        # Pydantic before 2.9 wraps a reference that has a description in allOf.
        options = map(table, [*node.get("anyOf", []), *node.get("allOf", [])])
        return next((option for option in options if "properties" in option), node)

    node = schema
    for step in loc[:-1]:
        node = table(node["items"] if isinstance(step, int) else node["properties"][step])
    return [key for key in node["properties"] if key not in NEVER_IN_A_FILE]


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()
