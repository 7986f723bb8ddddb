"""The JSON Schema of the files that people write."""

from __future__ import annotations

import pytest

from journey.errors import ArgumentError
from journey.journeys.schema import schema


def test_each_kind_of_file_has_its_schema() -> None:
    assert schema()["properties"]["kind"]["const"] == "pathway"
    assert schema("journey")["properties"]["kind"]["const"] == "journey"
    assert "applied" not in schema()["properties"]


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(ArgumentError, match='should be "pathway" or "journey"'):
        schema("leaflet")  # type: ignore[arg-type]  # what a program may pass
