"""Public values: each can be pickled, copied, compared, hashed and looked at."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import pickle
import typing
from collections.abc import Iterator
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from pydantic import BaseModel
from strategies import FEW, busy_timelines, every_block, full_pathway, journeys
from test_pathways_toml_problems import rich

import journey
from journey import types
from journey.pathways.library import parse_pathway
from journey.planning.cycles import cycles
from journey.planning.timeline import Timeline

DAY = dt.date(2026, 3, 2)
SAM = {
    "format": 1, "kind": "journey", "id": "sam", "pathway": "cruk-adult", "start": DAY,
    "known": {"consolidation": dt.date(2026, 4, 27)},
    "own_dates": [{"label": "Wedding", "date": dt.date(2026, 8, 1)}],
    "closed": {"weekends": True, "days": [{"date": DAY}]}, "first": {"start": DAY},
    "ending": {"on": DAY, "reason": "finished"},
}  # fmt: skip


def roots() -> Iterator[object]:
    """Values that hold all the others."""
    pathway = full_pathway(lambda text: text)
    yield pathway
    full = journey.plan(
        parse_pathway(tomlkit.dumps(rich())),
        start=DAY,
        closed=journey.ClosedDays(weekends=True),
        known={"one.c1.a": DAY},
    )
    yield full
    yield from journey.planned_activities(full)
    yield from (cycle for planned in full for cycle in cycles(planned))
    own = journey.OwnDate(
        "Wedding", dt.date(2026, 8, 1), dt.date(2026, 8, 2), repeat=types.Repeat(1, "years", 2)
    )
    closed = journey.ClosedDays(weekends=True, days={DAY: "painting"})
    timeline = journey.plan(pathway, start=DAY, own_dates=[own], closed=closed)
    yield timeline
    for phase in timeline:
        yield journey.why(timeline, phase.id if phase.number > 1 else "start")
    yield journey.where(timeline, DAY)
    yield timeline.on(DAY)
    later = {pathway.phases[1].id: dt.date(2026, 6, 1)}
    yield journey.changes(timeline, journey.plan(pathway, start=DAY, known=later))
    sam = types.Journey.model_validate(SAM)
    yield sam
    yield types.Recorded(sam, sam)
    yield types.Entries(
        known={"maintenance": DAY}, own_dates=[types.OwnDay(label="Wedding", date=DAY)]
    )
    yield types.Appointments(source="ward.ics", on=DAY, dates=[])
    yield journey.describe(timeline, made=DAY, pages=["overview", "phases", "months"])
    yield every_block("text")
    yield types.Problem("rule", "text")
    yield types.Hold(DAY, reason="bed")
    yield types.HoldDays(since=DAY)
    yield types.AgainPart(phase="induction")
    part = types.EarlierPart(id="induction", name="Induction", date=DAY)
    yield types.Earlier(pathway="nhs", name="NHS", until=DAY, parts=(part,))
    yield types.Past("NHS", (types.PastPart("induction", "Induction", DAY),))
    yield types.Stop("induction", DAY)
    yield types.StopDay(phase="induction", last_day=DAY)
    yield types.Contacts(line="020 7946 0000")


def inside(value: object) -> Iterator[object]:
    """A value and all that it holds."""
    yield value
    if isinstance(value, BaseModel):
        parts: list[object] = [getattr(value, name) for name in type(value).model_fields]
    elif dataclasses.is_dataclass(value):
        parts = [getattr(value, field.name) for field in dataclasses.fields(value)]
    elif isinstance(value, tuple | list):
        parts = list(value)
    else:
        return
    for part in parts:
        yield from inside(part)


VALUES: dict[type, Any] = {}
for root in roots():
    for found in inside(root):
        VALUES.setdefault(type(found), found)
NOUNS = [
    kind
    for name in types.__all__
    if isinstance(kind := getattr(types, name), type) and not typing.is_typeddict(kind)
]


def same_in_every_way(value: Any) -> None:
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert type(again) is type(value)
        assert again == value
        assert hash(again) == hash(value)
        assert repr(again) == repr(value)


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
def test_every_public_value_pickles_copies_compares_hashes_and_shows_itself_shortly(
    kind: type,
) -> None:
    value = VALUES[kind]  # a noun that no test makes would fail here
    same_in_every_way(value)
    assert value != object()
    assert len(repr(value)) < 1_500
    assert kind.__name__ in repr(value)


@given(busy_timelines())
def test_every_timeline_comes_whole_from_another_process(timeline: Timeline) -> None:
    same_in_every_way(timeline)
    assert len(repr(timeline)) < 200


@FEW
@given(journeys())
def test_every_journey_comes_whole_from_another_process(sam: types.Journey) -> None:
    same_in_every_way(sam)


@given(busy_timelines())
def test_a_timeline_is_the_row_of_its_phases(timeline: Timeline) -> None:
    assert list(timeline) == list(timeline.phases)
    assert len(timeline) == len(timeline.pathway.phases)
    for planned in timeline:
        assert planned.id in timeline
        assert planned in timeline
        assert timeline[planned.id] is planned
    assert "no-such-phase" not in timeline
    assert None not in timeline
    assert 0 not in timeline


def test_no_noun_is_left_out_of_what_public_functions_take_and_return() -> None:
    named = {kind for kind in VALUES if kind.__module__.startswith("journey.")}
    assert {kind.__name__ for kind in named - set(NOUNS)} <= {"FrozenDict"}


def test_no_value_can_be_changed_in_place() -> None:
    for kind in NOUNS:
        value = VALUES[kind]
        fields: Any = kind.model_fields if issubclass(kind, BaseModel) else vars(kind)
        name = next(iter(fields.get("__dataclass_fields__", fields)))
        with pytest.raises((AttributeError, ValueError)):
            setattr(value, name, None)
