"""When things happen, as a file may say it: what goes together, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from strategies import CITES, pathway_of

from journey.pathways.activities import Activity, Cycle
from journey.pathways.durations import Derived
from journey.pathways.model import Pathway

# ---- activities --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "is_right"),
    [
        ({}, True), ({"days": [1, 36_600]}, True), ({"at": "end", "of": "cycle"}, True),
        ({"days": [1], "at": "start", "of": "phase"}, False), ({"at": "start"}, False),
        ({"of": "phase"}, False), ({"days": [0]}, True), ({"days": [36_601]}, False),
        ({"days": [-36_601]}, False), ({"days": [1], "of": "phase"}, True),
        ({"days": [1], "months": [1]}, False),
        ({"on": "weekdays", "at": "start", "of": "phase"}, False),
        ({"months": [3, 6]}, True), ({"months": [3], "on": "monday"}, False),
        ({"on": "weekdays", "count": 30, "skips": "closed days"}, True),
        ({"on": "weekdays", "skips": "closed days"}, False), ({"count": 0}, False),
        ({"count": 10_000}, False), ({"on": "someday"}, False), ({"days": ["1-14"]}, True),
        ({"days": ["14-1"]}, False), ({"days": ["1-99999"]}, False), ({"days": ["all"]}, False),
        ({"cycles": [0]}, False), ({"window": {"before": -1}}, False),
        ({"window": {"after": 3_661}}, False),
    ],
    ids=str,
)  # fmt: skip
def test_an_activity_is_on_days_or_at_an_end_or_undated(
    place: dict[str, Any],
    is_right: bool,  # noqa: FBT001  # from a table
) -> None:
    data = {"id": "a", "name": "A", "kind": "visit", **place}
    if is_right:
        Activity.model_validate(data)
    else:
        with pytest.raises(ValidationError):
            Activity.model_validate(data)


def phase_of(**phase: Any) -> Pathway:
    return pathway_of([{"id": "p", "name": "P", "cites": CITES, **phase}])


@pytest.mark.parametrize(
    "phase",
    [
        {"cycles": 6, "cycle": {"length": 3, "unit": "weeks"}},
        {"duration": "its last session", "activities": [
            {"id": "a", "name": "A", "kind": "treatment", "on": "weekdays", "count": 15}]},
    ],
    ids=str,
)  # fmt: skip
def test_a_length_in_other_words_says_the_same_after_json(phase: dict[str, Any]) -> None:
    pathway = phase_of(**phase)
    assert isinstance(pathway.phases[0].duration, Derived)
    text = pathway.model_dump_json(by_alias=True, exclude_defaults=True)
    assert Pathway.model_validate_json(text) == pathway


def test_a_length_in_cycles_or_sessions_has_numbers_for_words() -> None:
    one = phase_of(cycles=6, cycle={"length": 3, "unit": "weeks"}).phases[0].duration
    assert one is not None
    assert (one.shortest, one.typical, one.longest, one.unit) == (18, 18, 18, "weeks")
    assert one.basis.typical == "stated"
    sessions = {"id": "a", "name": "A", "kind": "treatment", "on": "weekdays", "count": 15}
    two = phase_of(duration="its last session", activities=[sessions]).phases[0].duration
    assert two is not None
    assert (two.shortest, two.typical, two.longest, two.unit) == (19, 21, 21, "days")
    assert two.basis.typical == "interpreted"
    assert Cycle(length=3, unit="weeks").lengths == (3, 3, 3)
