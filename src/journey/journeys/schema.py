"""The JSON Schema of the files that people write, for editors."""

from __future__ import annotations

from typing import Any, Literal, get_args

from journey.errors import ArgumentError
from journey.journeys.file import Journey
from journey.pathways.model import NEVER_IN_A_FILE, Pathway
from journey.values import must_be

FileKind = Literal["pathway", "journey"]
"""What kind of file: a pathway, or a person's journey."""


def schema(kind: FileKind = "pathway") -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a pathway file or of a journey file.

    Raises ArgumentError for another kind of file.

    >>> "phases" in journey.schema()["properties"]
    True
    """
    must_be("kind", kind, str)
    if kind not in get_args(FileKind):
        raise ArgumentError(f'kind: should be "pathway" or "journey", not {kind!r:.80}')
    model = Journey if kind == "journey" else Pathway
    found = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(),
    }
    for key in NEVER_IN_A_FILE:
        found["properties"].pop(key, None)
    return found
