"""`journey schema`: what editors offer."""

from __future__ import annotations

import json

import pytest
from commands import Run

from journey.cli import main


def test_the_schema_of_a_journey_has_every_key_of_a_file(run: Run) -> None:
    schema = json.loads(run("schema", "--journey")[1])
    assert {"pathway", "start", "known", "own_dates", "closed", "first"} <= set(
        schema["properties"]
    )
    assert not [name for name in schema["properties"] if name.startswith("_")]


def test_the_schema_is_json_schema_with_every_key_of_a_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"phases", "lanes", "sources", "variations"} <= set(schema["properties"])
    assert not {"applied", "replaced", "dates_stop", "again"} & set(schema["properties"])
