"""`journey schema`: what editors offer."""

from __future__ import annotations

import json

from commands import Run


def test_the_schema_of_a_journey_has_every_key_of_a_file(run: Run) -> None:
    schema = json.loads(run("schema", "--journey")[1])
    assert {"pathway", "start", "known", "own_dates", "closed", "first"} <= set(
        schema["properties"]
    )
    assert not [name for name in schema["properties"] if name.startswith("_")]
