"""Errors: one root, whole after a journey between processes, and one printable line each."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.errors import (
    CalendarError,
    FileError,
    JourneyError,
    MissingExtraError,
    PathwayError,
    PlanningError,
    PrintingError,
    Problem,
    UnknownPathwayError,
    UnknownPhaseError,
    shortened,
)  # fmt: skip

ERRORS = [
    CalendarError("no time zone"),
    FileError("x.ics: is a folder"),
    PathwayError([Problem("blank", "one"), Problem("blank", "two")], name="ward.toml"),
    PathwayError([Problem("blank", "one")]),
    PlanningError(["one", "two"]),
    MissingExtraError("PDF files", "pdf"),
    PrintingError('no paper "a3"'),
    UnknownPathwayError("adult", ["cruk-adult"]),
    UnknownPhaseError(["inductoin"], ["induction", "finish"]),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_comes_whole_from_another_process(error: JourneyError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


def test_every_problem_is_a_line_that_starts_with_the_file() -> None:
    error = PathwayError([Problem("blank", "one"), Problem("blank", "two")], name="ward.toml")
    assert str(error) == "ward.toml: one\nward.toml: two"
    assert error.problems == ("one", "two")
    assert str(PathwayError([Problem("blank", "one")])) == "one"


def test_an_unknown_name_is_told_with_the_ones_there_are() -> None:
    assert str(ERRORS[7]) == 'no pathway "adult" (there are: cruk-adult)'
    assert (
        str(ERRORS[8])
        == 'no phase "inductoin" (there are: induction, finish); did you mean induction?'
    )


@given(st.text(), st.integers(20, 100))
def test_a_shortened_text_is_one_printable_line_within_its_limit(text: str, limit: int) -> None:
    line = shortened(text, limit=limit)
    assert line.isprintable()
    assert len(line) <= limit
    if text.isprintable() and len(text) <= limit:
        assert line == text


def test_a_long_text_keeps_its_start_and_its_end() -> None:
    line = shortened("the-start" + "x" * 10_000 + "the-end.toml")
    assert line.startswith("the-start")
    assert line.endswith("the-end.toml")
    assert "..." in line


def test_no_hidden_text_reaches_a_message() -> None:
    error = UnknownPathwayError("a\x1b[31m\u202eb" + "x" * 10_000, ["cruk-adult"])
    assert str(error).isprintable()
    assert len(str(error)) < 150
    assert "\x1b" not in str(PathwayError([Problem("blank", "one")], name="a\x1b[31m.toml"))
    assert len(str(PathwayError([Problem("blank", "one")], name="x" * 10_000))) < 300


def test_of_very_many_problems_a_hundred_are_told_and_all_are_held() -> None:
    error = PathwayError([Problem("blank", f"number {n}") for n in range(100_000)], name="w.toml")
    lines = str(error).split("\n")
    assert len(lines) == 101
    assert lines[-1] == "w.toml: and 99,900 problems more"
    assert len(error.problems) == 100_000
