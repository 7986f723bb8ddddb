"""The domain model: frozen, strict, told in full, and the same after a trip through JSON."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from strategies import CITES, full_pathway, names, pathway_of, pathways
from test_broken_files import rich

from journey.pathways import durations, model
from journey.pathways import fields as fields_of_files
from journey.pathways.durations import Bases, Duration
from journey.pathways.fields import Citation, Model, Source, Statement
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Activity, Pathway, Phase

RICH = Pathway.model_validate(rich())
CLASSES = [
    kind
    for module in (durations, fields_of_files, model)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, Model) and kind is not Model and kind.__module__ == module.__name__
]
LENGTH: dict[str, Any] = {
    "shortest": 4, "typical": 5, "longest": 6, "unit": "weeks", "basis": "stated"
}  # fmt: skip


def instances(value: Any) -> Iterator[Model]:
    """Every thing inside a thing, itself first."""
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
        *CLASSES, tuple, str, int, bool, dt.date, type(None)
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


# ---- durations ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"shortest": 6}, {"longest": 4}, {"typical": None}, {"typical": 3}, {"typical": 7},
        {"shortest": 0}, {"shortest": -1}, {"shortest": 4.0}, {"shortest": True},
        {"shortest": "4"}, {"longest": 10**13}, {"longest": 10**400}, {"longest": float("inf")},
        {"unit": "week"}, {"unit": "hours"}, {"basis": "guessed"}, {"basis": ["stated"]},
        {"basis": {"shortest": "stated", "typical": "stated"}}, {"basis": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_length_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    Duration.model_validate(LENGTH)
    with pytest.raises(ValidationError):
        Duration.model_validate({**LENGTH, **wrong})


@given(st.lists(st.integers(1, 50), min_size=3, max_size=3))
def test_a_length_is_accepted_if_and_only_if_its_numbers_are_in_order(numbers: list[int]) -> None:
    data = {**LENGTH, **dict(zip(("shortest", "typical", "longest"), numbers, strict=True))}
    if numbers == sorted(numbers):
        length = Duration.model_validate(data)
        assert (length.least, length.typical, length.most) == tuple(numbers)
        # Three numbers are three numbers, if equal: the source gave them all.
        assert not length.is_one_figure
        assert not length.is_open
    else:
        with pytest.raises(ValidationError, match="is more than"):
            Duration.model_validate(data)


def test_one_word_of_basis_stands_for_all_three_numbers_and_each_may_have_its_own() -> None:
    one = Duration.model_validate(LENGTH)
    assert one.basis == Bases(shortest="stated", typical="stated", longest="stated")
    each = {"shortest": "stated", "typical": "assumed", "longest": "interpreted"}
    three = Duration.model_validate({**LENGTH, "basis": each})
    assert three.basis.model_dump() == each
    assert Duration.model_validate({**LENGTH, "basis": three.basis}).basis == three.basis


def test_one_figure_is_the_typical_length_alone_and_has_no_bound_above() -> None:
    one = Duration.model_validate({"typical": 2, "unit": "years", "basis": "stated"})
    assert (one.shortest, one.longest) == (None, None)
    assert (one.least, one.most) == (2, 2)
    assert (one.is_one_figure, one.is_open) == (True, True)
    assert one.basis == Bases(typical="stated")
    assert Duration.model_validate(one.model_dump()) == one


@pytest.mark.parametrize(("side", "is_open"), [("shortest", False), ("longest", True)])
def test_one_side_alone_may_be_left_out_with_its_basis(side: str, *, is_open: bool) -> None:
    given = {key: value for key, value in LENGTH.items() if key != side}
    half = Duration.model_validate(given)
    assert (half.is_one_figure, half.is_open) == (False, is_open)
    assert getattr(half.basis, side) is None
    each = {"shortest": "stated", "typical": "assumed", "longest": "interpreted"}
    with pytest.raises(ValidationError, match=f"basis: {side}: there is no such number"):
        Duration.model_validate({**given, "basis": each})
    with pytest.raises(ValidationError, match="is more than"):
        Duration.model_validate(
            {**given, "shortest" if is_open else "longest": 6 if is_open else 1}
        )


# ---- what is between the parts -----------------------------------------------------------------


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


def test_a_source_is_found_by_its_id() -> None:
    assert RICH.source("leaflet").title == "T"
    with pytest.raises(KeyError):
        RICH.source("none")


# ---- texts -------------------------------------------------------------------------------------


def test_a_plain_string_is_a_statement_without_citations_of_its_own() -> None:
    phase = Phase.model_validate({"id": "p", "name": "P", "aim": "To begin", "tests": ["Blood"]})
    assert phase.aim == Statement(text="To begin")
    assert phase.tests == (Statement(text="Blood", cites=()),)
    cited = Phase.model_validate(
        {"id": "p", "name": "P", "aim": {"text": "To begin", "cites": CITES}}
    )
    assert cited.aim == Statement(
        text="To begin", cites=(Citation(source="leaflet", where="Page 1"),)
    )


def test_a_text_over_several_lines_of_a_file_is_one_line() -> None:
    assert (
        Statement(text="\nOne sentence\nover two lines.\n").text == "One sentence over two lines."
    )


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "a\x00b", "a\x1bb", "a\tb", "a\r\nb", "a\x85b", "a\u2028b", "a\u2029b",
     "\ufeffa", "a\ud800b", "x" * 201],
)  # fmt: skip
def test_a_name_that_breaks_a_calendar_or_a_terminal_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Citation(source="leaflet", where=text)


@given(names)
def test_any_other_name_is_kept_as_it_is(name: str) -> None:
    assert Citation(source="leaflet", where=name).where == name


@pytest.mark.parametrize("text", ["A", "a_b", "a--b", "-a", "a-", "a b", "é", "", "a\n", "a" * 65])
def test_an_id_is_a_hyphenated_slug(text: str) -> None:
    Citation(source="a-1-b" + "c" * 59, where="W")
    with pytest.raises(ValidationError):
        Citation(source=text, where="W")


# ---- activities --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "is_right"),
    [
        ({}, True), ({"days": [1, 36_600]}, True), ({"at": "end", "of": "cycle"}, True),
        ({"days": [1], "at": "start", "of": "phase"}, False), ({"at": "start"}, False),
        ({"of": "phase"}, False), ({"days": [0]}, False), ({"days": [36_601]}, False),
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


# ---- sources that grow old ---------------------------------------------------------------------


def source(reviewed: object, **more: object) -> Source:
    return Source.model_validate(
        {"id": "s", "title": "T", "publisher": "P", "reviewed": reviewed, **more}
    )


@pytest.mark.parametrize(
    ("reviewed", "next_review", "on", "is_stale"),
    [
        (dt.date(2023, 3, 2), None, dt.date(2026, 3, 2), False),
        (dt.date(2023, 3, 2), None, dt.date(2026, 3, 3), True),
        (dt.date(2024, 2, 29), None, dt.date(2027, 2, 28), False),
        (dt.date(2024, 2, 29), None, dt.date(2027, 3, 1), True),
        ("2023-03-02", None, dt.date(2026, 3, 3), True),
        ("2023-03", None, dt.date(2026, 3, 1), False),
        ("2023-03", None, dt.date(2026, 3, 2), True),
        ("not stated", None, dt.date(2026, 3, 2), None),
        ("not stated", dt.date(2026, 3, 1), dt.date(2026, 3, 1), None),
        ("not stated", dt.date(2026, 3, 1), dt.date(2026, 3, 2), True),
        (dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 1), False),
        (dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 2), True),
        (dt.date(2020, 1, 1), dt.date(2030, 1, 1), dt.date(2026, 3, 2), True),
        (dt.date(2200, 12, 31), None, dt.date(9999, 12, 31), True),
    ],
)
def test_a_source_is_stale_after_three_years_or_past_its_own_next_review(
    reviewed: object,
    next_review: dt.date | None,
    on: dt.date,
    is_stale: bool | None,  # noqa: FBT001
) -> None:
    more = {} if next_review is None else {"next_review": next_review}
    assert source(reviewed, **more).is_stale(on) is is_stale


@pytest.mark.parametrize(
    "reviewed",
    ["2013", "2013-13", "2013-8", "0000-01", "2024-W32-1", "20240805", "2024-02-30", "Not stated",
     "", None, 2013, dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.datetime(2024, 8, 5)],  # noqa: DTZ001
    ids=repr,
)  # fmt: skip
def test_a_review_is_a_day_a_month_or_not_stated(reviewed: object) -> None:
    with pytest.raises(ValidationError):
        source(reviewed)


def test_a_review_is_kept_as_exact_as_it_was_stated() -> None:
    assert source("2013-08").reviewed == "2013-08"
    assert source("not stated").reviewed == "not stated"
    assert (
        source("2024-08-05").reviewed == source(dt.date(2024, 8, 5)).reviewed == dt.date(2024, 8, 5)
    )


def test_a_mark_beside_a_sentence_is_short_and_says_when_it_is_history() -> None:
    assert source("not stated").label == "P"
    assert source("not stated", short="S").label == "S"
    assert (
        source("2013-08", short="S", history="United States, 2013").label
        == "S, United States, 2013"
    )
