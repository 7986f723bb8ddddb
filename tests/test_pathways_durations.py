"""Lengths: three numbers of one unit in order, each with its basis."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from journey.pathways.durations import Bases, Duration

LENGTH: dict[str, Any] = {
    "shortest": 4, "typical": 5, "longest": 6, "unit": "weeks", "basis": "stated"
}  # fmt: skip


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
