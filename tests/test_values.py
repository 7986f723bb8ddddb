"""What every value is held to: its kind, its days, its text; and mappings that stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from journey.errors import ArgumentError, JourneyError
from journey.values import (
    FrozenDict,
    day_problems,
    label_problems,
    must_be,
    must_be_day,
    must_be_names,
    must_be_toml,
)

DAY = dt.date(2026, 3, 2)


def test_a_frozen_mapping_refuses_every_change_and_equals_a_dict() -> None:
    frozen = FrozenDict({"a": 1})
    assert frozen == {"a": 1}
    assert frozen | {"b": 2} == {"a": 1, "b": 2}
    changes: list[Any] = [
        lambda d: d.__setitem__("b", 2), lambda d: d.__delitem__("a"), lambda d: d.clear(),
        lambda d: d.pop("a"), lambda d: d.popitem(), lambda d: d.setdefault("b", 2),
        lambda d: d.update(b=2), lambda d: d.__ior__({"b": 2}),
    ]  # fmt: skip
    for change in changes:
        with pytest.raises(TypeError, match="frozen"):
            change(frozen)
    assert frozen == {"a": 1}


def test_a_value_of_the_wrong_kind_is_told_with_what_it_should_be() -> None:
    with pytest.raises(ArgumentError, match=r"^size: should be a whole number, not text$"):
        must_be("size", "12", int)
    with pytest.raises(ArgumentError, match=r"not True or False$"):
        must_be("size", True, int)  # noqa: FBT003  as a caller may
    with pytest.raises(ArgumentError, match=r"should be text or None, not a list; leave it out$"):
        must_be("id", [], str, type(None), mend="leave it out")
    must_be("size", 12, int)


def test_an_argument_error_is_both_ours_and_pythons() -> None:
    assert issubclass(ArgumentError, JourneyError)
    assert issubclass(ArgumentError, TypeError)


@pytest.mark.parametrize("value", [dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "2026-03-02", 3, None])
def test_only_a_date_without_a_time_is_a_day(value: object) -> None:
    with pytest.raises(ArgumentError, match=r"^made: should be a datetime\.date, not "):
        must_be_day("made", value)
    assert list(day_problems("made", value))
    must_be_day("made", DAY)
    must_be_day("made", None, is_optional=True)


@pytest.mark.parametrize("value", ["visits", b"visits", 3, None, [3], [None]])
def test_one_text_is_no_list_of_texts(value: object) -> None:
    with pytest.raises(ArgumentError, match=r"^only: "):
        must_be_names("only", value)
    must_be_names("only", ["visits"])
    with pytest.raises(ArgumentError, match=r"put it in a list: only=\['visits'\]$"):
        must_be_names("only", "visits")


@pytest.mark.parametrize("value", [Path("ward.toml"), "ward.toml", "/a b/ward.toml\n", 3, None])
def test_a_path_is_no_toml_text(value: object) -> None:
    with pytest.raises(ArgumentError, match=r"^text: "):
        must_be_toml("text", value)
    must_be_toml("text", "id = 'ward.toml'")
    must_be_toml("text", b"")


@pytest.mark.parametrize("value", [3, None, "", " ", "x" * 201, "a\x00", "\ud800", "\ufffe"])
def test_a_label_is_printable_text_of_some_length(value: object) -> None:
    assert list(label_problems("label", value))
    assert not list(label_problems("label", "Wedding"))
