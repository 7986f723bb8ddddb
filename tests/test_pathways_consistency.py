"""What fits together inside a pathway: ids, citations, spans and what replaces them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from strategies import CITES, pathway_of

LENGTH: dict[str, Any] = {
    "shortest": 4, "typical": 5, "longest": 6, "unit": "weeks", "basis": "stated"
}  # fmt: skip


def test_a_pathway_made_in_python_is_held_to_the_same_rules_as_a_file() -> None:
    with pytest.raises(ValidationError, match="no phase may be called finish"):
        pathway_of([{"id": "finish", "name": "F"}])
    with pytest.raises(ValidationError, match='no source "none"'):
        pathway_of([{"id": "p", "name": "P", "cites": [{"source": "none", "where": "W"}]}])


def test_a_length_may_be_cited_by_itself_or_by_its_phase() -> None:
    pathway_of([{"id": "p", "name": "P", "duration": LENGTH, "cites": CITES}])
    pathway_of([{"id": "p", "name": "P", "duration": {**LENGTH, "cites": CITES}}])
    with pytest.raises(ValidationError, match="duration has no citation"):
        pathway_of([{"id": "p", "name": "P", "duration": LENGTH}])


def test_a_lane_may_lie_in_one_phase_and_may_have_no_end() -> None:
    phases = [{"id": "p", "name": "P"}, {"id": "q", "name": "Q"}]
    lane = {"id": "l", "name": "L", "from": "q", "until": "q"}
    assert pathway_of(phases, lanes=[lane]).lanes[0].from_ == "q"
    del lane["until"]
    assert pathway_of(phases, lanes=[lane]).lanes[0].until is None


def test_phases_that_replace_others_may_take_their_ids_and_count_from_those_before() -> None:
    phases = [{"id": p, "name": p, "duration": LENGTH, "cites": CITES} for p in ("p", "q", "r")]
    new = [{**phases[1], "counted_from": "p"}]
    more = {"id": "v", "name": "V", "replace": {"from": "q", "until": "r", "phases": new}}
    pathway_of(phases, variations=[more])
    new[0]["counted_from"] = "r"
    with pytest.raises(ValidationError, match='"r" is not an earlier phase'):
        pathway_of(phases, variations=[more])
