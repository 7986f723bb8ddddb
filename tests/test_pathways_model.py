"""The domain model: frozen, strict, told in full, and the same after a trip through JSON."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError
from strategies import full_pathway, names, pathway_of, pathways
from test_pathways_toml_problems import rich

from journey.pathways import activities, durations, model
from journey.pathways import fields as fields_of_files
from journey.pathways.fields import Model, Source
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway

RICH = Pathway.model_validate(rich())
CLASSES = [
    kind
    for module in (activities, durations, fields_of_files, model)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, Model) and kind is not Model and kind.__module__ == module.__name__
    if kind is not durations.Derived  # made of what a file says, and in none
]


def instances(value: Any) -> Iterator[Model]:
    """Every thing inside a thing, itself first."""
    if isinstance(value, durations.Derived):
        return  # made of what a file says, and in none
    if isinstance(value, Model):
        yield value
        for name in type(value).model_fields:
            yield from instances(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from instances(item)


THINGS = [*instances(RICH)]


def fields(thing: Model) -> dict[str, Any]:
    """The thing as a file would have it."""
    return {
        key: value for key, value in thing.model_dump(by_alias=True).items() if value is not None
    }


# ---- the classes -------------------------------------------------------------------------------


def test_the_things_tried_here_are_of_every_class() -> None:
    assert {type(thing) for thing in THINGS} == set(CLASSES)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_nothing_about_a_thing_can_be_changed(thing: Model) -> None:
    for name in type(thing).model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(thing, name, getattr(thing, name))
    with pytest.raises(ValidationError):
        thing.more = 1  # type: ignore[attr-defined]  # that is the point


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_a_key_that_is_not_known_is_refused_everywhere(thing: Model) -> None:
    assert type(thing).model_validate(fields(thing)) == thing
    with pytest.raises(ValidationError, match="more"):
        type(thing).model_validate({**fields(thing), "more": 1})


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: type(thing).__name__)
def test_a_value_of_another_kind_is_refused_and_not_turned_into_the_right_one(
    thing: Model,
) -> None:
    for key, value in fields(thing).items():
        match value:
            case bool():
                others: list[Any] = [int(value), str(value)]
            case int() if key != "format":  # 1.0 is as good as 1 there
                others = [str(value), float(value), True]
            case dt.date():
                others = [dt.datetime(value.year, value.month, value.day), value.toordinal()]  # noqa: DTZ001  # a date with a time is what is tried
            case str():
                others = [value.encode(), 1]
            case _:
                others = []
        for other in others:
            with pytest.raises(ValidationError):
                type(thing).model_validate({**fields(thing), key: other})


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_and_every_field_is_described_for_editors(kind: type[Model]) -> None:
    definitions = Pathway.model_json_schema()["$defs"]
    schema = Pathway.model_json_schema() if kind is Pathway else definitions[kind.__name__]
    tables = [schema, *schema.get("anyOf", [])]
    [table] = [table for table in tables if "properties" in table]
    assert table["description"]
    assert set(table["properties"]) == {
        field.alias or name for name, field in kind.model_fields.items()
    }
    for name, field in table["properties"].items():
        assert field.get("description", "").endswith((".", '"')), name
        assert len(field["description"]) > 10, name


def test_an_editor_accepts_a_plain_string_where_the_reader_does() -> None:
    definitions = Pathway.model_json_schema()["$defs"]
    assert {"type": "string"} in definitions["Statement"]["anyOf"]
    assert {"enum": ["stated", "interpreted", "assumed"]} in definitions["Bases"]["anyOf"]


# ---- frozen all the way down, and the same after JSON ------------------------------------------


def leaves(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name))
    elif isinstance(value, list | tuple | dict | set):
        for item in value:
            yield from leaves(item)


@pytest.mark.parametrize("pathway", [RICH, full_pathway(str), *map(get_pathway, pathway_ids())])
def test_a_pathway_holds_nothing_that_can_change(pathway: Pathway) -> None:
    assert {type(leaf) for leaf in leaves(pathway)} <= {
        *CLASSES, durations.Derived, tuple, str, int, bool, dt.date, type(None)
    }  # fmt: skip
    assert hash(pathway) == hash(Pathway.model_validate(pathway.model_dump(by_alias=True)))


@given(pathways())
def test_a_pathway_is_the_same_after_json(pathway: Pathway) -> None:
    text = pathway.model_dump_json(by_alias=True)
    assert Pathway.model_validate_json(text) == pathway


@given(names, names)
def test_hostile_names_are_the_same_after_json(name: str, word: str) -> None:
    pathway = pathway_of([{"id": "p", "name": name, "aim": word, "also_called": [word, name]}])
    assert Pathway.model_validate_json(pathway.model_dump_json(by_alias=True)) == pathway
    assert pathway.phases[0].name == name


@pytest.mark.parametrize("pathway", [RICH, full_pathway(str), *map(get_pathway, pathway_ids())])
def test_a_pathway_with_something_in_every_field_is_the_same_after_json(pathway: Pathway) -> None:
    again = Pathway.model_validate_json(pathway.model_dump_json(by_alias=True))
    assert again == pathway
    assert [type(source.reviewed) for source in again.sources] == [
        type(source.reviewed) for source in pathway.sources
    ]


def test_a_source_is_found_by_its_id() -> None:
    assert RICH.source("leaflet").title == "T"
    with pytest.raises(KeyError):
        RICH.source("none")


# ---- sources that grow old ---------------------------------------------------------------------


def source(reviewed: object, **more: object) -> Source:
    return Source.model_validate(
        {"id": "s", "title": "T", "publisher": "P", "reviewed": reviewed, **more}
    )
