"""Identity: the uid of an event never changes."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, names

from journey.calendar.identity import journey_uuid, uid


@FEW
@given(names, st.sampled_from(["start", "finish", "phase:p0", "phase:p1"]))
def test_a_uid_is_a_uuid_of_the_journey_and_the_step_alone(journey: str, key: str) -> None:
    found = uid(journey, key)
    assert uuid.UUID(found).version == 5
    assert uid(journey, key) == found
    assert uid(f"{journey}!", key) != found
    assert uid(journey, f"{key}!") != found


def test_uids_never_change() -> None:
    # They live in people's calendars: a new value would double every event.
    assert journey_uuid("cruk-adult") == "d6fbf3dd-2d4c-5548-81be-12d41ada55c8"
    assert uid("x", "start") == "63fae6fb-4b0d-5912-94bc-3bc17947ca32"
