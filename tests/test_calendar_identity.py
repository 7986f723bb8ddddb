"""Identity: the uid of an event never changes."""

from __future__ import annotations

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, names

from journey.calendar.identity import plan_uuid, uid


@FEW
@given(names, st.sampled_from(["start", "finish", "phase:p0", "phase:p1"]))
def test_a_uid_is_a_uuid_of_the_journey_and_the_step_alone(journey: str, key: str) -> None:
    found = uid(journey, key)
    namespace = uuid.UUID("6b1f2c6e-3f0e-5d43-9a0b-5f6d0a9c2e11")
    assert found == str(uuid.uuid5(namespace, f"{journey}\n{key}"))
    assert uid(journey, key) == found
    assert uid(f"{journey}!", key) != found
    assert uid(journey, f"{key}!") != found


def test_uids_never_change() -> None:
    # They live in people's calendars: a new value would double every event.
    start = dt.date(2026, 3, 2)
    known = "e6ec0fac-3b55-5613-8bed-1f77c4798c6c"
    assert plan_uuid("cruk-adult", start, ["transplant", "cns-involved"]) == known
    assert uid("x", "start") == "63fae6fb-4b0d-5912-94bc-3bc17947ca32"


def test_a_plan_without_a_journey_is_known_by_its_pathway_first_date_and_variations() -> None:
    day = dt.date(2026, 3, 2)
    found = {
        plan_uuid("a", day, []), plan_uuid("b", day, []), plan_uuid("a", None, []),
        plan_uuid("a", day + dt.timedelta(days=1), []), plan_uuid("a", day, ["x"]),
        plan_uuid("a", day, ["x", "y"]),
    }  # fmt: skip
    assert len(found) == 6
    assert plan_uuid("a", day, ["y", "x"]) == plan_uuid("a", day, ["x", "y"])
