"""The reference of a pathway file's keys is what the schema says; `--golden` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journey.pathways.model import NEVER_IN_A_FILE, Pathway

PAGE = Path(__file__).parent.parent / "docs" / "pathway-keys.md"
HEAD = """# Every key of a pathway file

Written from the schema by a test. A key in **bold** is needed; every other one may be left out.
"""
KINDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}


def kind_of(node: dict[str, Any]) -> str:
    """What a value may be, in the words of a file."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in node:
        return f'`"{node["const"]}"`' if isinstance(node["const"], str) else f"`{node['const']}`"
    if "enum" in node:
        return ", ".join(f'`"{value}"`' for value in node["enum"])
    options = node.get("anyOf", node.get("allOf", []))
    if options:
        kinds = [kind_of(option) for option in options if option.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if node.get("type") == "array":
        return f"list of {kind_of(node.get('items', {}))}"
    if node.get("format") == "date":
        return "date"
    return KINDS.get(node.get("type", ""), "value")


def table_of(node: dict[str, Any]) -> dict[str, Any]:
    """The table among what may stand there: a plain value may stand for some tables."""
    return next((o for o in node.get("anyOf", ()) if "properties" in o), node)


def reference() -> Iterator[str]:
    schema = Pathway.model_json_schema()
    yield HEAD
    for name, node in [("Pathway", schema), *sorted(schema["$defs"].items())]:
        table = table_of(node)
        if "properties" not in table:
            continue
        said = " ".join(table.get("description", "").split("\n\n>>>")[0].split())
        yield f"## {name}\n\n{said}\n\n| key | value | meaning |\n|---|---|---|"
        rows = []
        for key, field in table["properties"].items():
            if key in NEVER_IN_A_FILE:
                continue
            is_needed = key in table.get("required", ())
            shown = f"**`{key}`**" if is_needed else f"`{key}`"
            meaning = " ".join(field.get("description", "").split()).replace("|", "\\|")
            rows.append(f"| {shown} | {kind_of(field)} | {meaning} |")
        yield "\n".join(rows) + "\n"


def test_the_reference_is_what_the_schema_says(rewrites_golden: bool) -> None:  # noqa: FBT001
    text = "\n".join(reference())
    if rewrites_golden:
        PAGE.write_text(text, "utf-8")
        pytest.skip("written anew")
    assert PAGE.read_text("utf-8") == text, "write it anew: pytest tests/test_reference.py --golden"


def test_the_reference_explains_every_key_and_every_link_leads_somewhere() -> None:
    text = PAGE.read_text("utf-8")
    titles = {line[3:].lower() for line in text.splitlines() if line.startswith("## ")}
    for key in ("counts_back_from", "first_day", "starts", "skips", "cycles", "like", "months"):
        assert f"`{key}`" in text, key
    links = {part.split(")")[0] for part in text.split("](#")[1:]}
    assert links <= titles
    assert "|  |" not in text
