"""Pathway files with something wrong in them: each is told in words its author can act on.

A file in `broken/` starts with the problems it must be refused with, a line each, all of them:
`# expect: phase "induction": name: is missing; add it`.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import CITES, full_pathway

from journey.errors import PathwayError
from journey.pathways.library import load_pathway, parse_pathway

pytestmark = pytest.mark.dependencies

FOLDER = Path(__file__).parent / "broken"
FILES = sorted(FOLDER.glob("*.toml"))
EXPECT = "# expect: "

LEAKS = (
    "Input should", "input should", "pydantic", "Extra inputs", "valid", "type=", "value_error",
    "literal", "String", "tuple", "dict", "NoneType", "<class", "datetime.", "something else",
)  # fmt: skip
"""Words of pydantic and of Python that mean nothing to the author of a file."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_all_its_problems_and_no_others(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    expected = [line.removeprefix(EXPECT) for line in lines if line.startswith(EXPECT)]
    with pytest.raises(PathwayError) as caught:
        load_pathway(path)
    assert list(caught.value.problems) == expected
    assert str(caught.value).split("\n") == [f"{path}: {problem}" for problem in expected]


def test_there_is_a_broken_file_for_every_way_to_be_wrong() -> None:
    lines = "".join(path.read_text("utf-8") for path in FILES).splitlines()
    told = "\n".join(line for line in lines if line.startswith(EXPECT))
    for words in (
        "is missing", "is not known here", "text in quotation marks", "a whole number",
        "true or false", "a date such as", "a list in square", "a table", 'or "years"',
        "is more than typical", "is more than longest", "1 or more", "or less", "no source",
        "has no citation", "there are:", "comes after until", "have the id", "may be called",
        "lower-case", "not an earlier phase", "has no length", "needs a duration",
        "control character", "is longer than", "is empty; write", "is empty; give", "not stated",
        "in the calendar", "1900 and 2200", "both days and at", "go together", "is not TOML",
        "too many digits", "too deep", "not for files",
    ):  # fmt: skip
        assert words in told, words


# ---- whatever is in the file -------------------------------------------------------------------


def rich() -> dict[str, Any]:
    """A right pathway with something in every list, as a file would have it."""
    phases = [
        {
            "id": "one",
            "name": "One",
            "aim": "To begin",
            "setting": ["home"],
            "what_happens": ["This", {"text": "That", "cites": CITES}],
            "side_effects": {"during": ["Tired"]},
            "duration": {
                "shortest": 1, "typical": 2, "longest": 3, "unit": "weeks", "basis": "stated",
            },
            "cycle": {"length": 3, "unit": "days"},
            "activities": [
                {"id": "a", "name": "A", "kind": "visit", "days": [1], "window": {"before": 1}},
                {"id": "b", "name": "B", "kind": "test", "at": "end", "of": "phase"},
            ],
            "medicines": [{"name": "M", "source": "leaflet", "where": "W"}],
            "cites": CITES,
        },
        {
            "id": "two",
            "name": "Two",
            "counted_from": "one",
            "is_for_everyone": False,
            "cites": CITES,
            "duration": {
                "shortest": 1, "typical": 2, "longest": 3, "unit": "years",
                "basis": {"shortest": "stated", "typical": "stated", "longest": "assumed"},
            },
        },
    ]  # fmt: skip
    return {
        "format": 1, "kind": "pathway", "id": "rich", "name": "Rich", "condition": "harbour fever",
        "audience": "adults", "language": "en-GB", "starts_at": "treatment", "based_on": "leaflet",
        "sources": [{
            "id": "leaflet", "title": "T", "publisher": "P", "reviewed": "2013-08",
            "checked": dt.date(2026, 1, 1),
        }],
        "phases": phases,
        "lanes": [
            {"id": "l", "name": "L", "from": "one", "until": "two", "about": ["So"]},
            {
                "id": "m", "name": "M", "from": "one", "cites": CITES,
                "activities": [{"id": "a", "name": "A", "kind": "visit", "days": [1]}],
                "gap": {"typical": 2, "unit": "weeks", "basis": "stated"},
            },
        ],
        "decision_points": [{"id": "d", "name": "D", "after": "one"}],
        "variations": [{
            "id": "v", "name": "V", "notes": ["N"],
            "add_lanes": [{"id": "w", "name": "W", "from": "one"}],
            "add_activities": [
                {"phase": "one", "activity": {"id": "c", "name": "C", "kind": "visit"}}
            ],
            "replace": {
                "from": "two", "until": "two",
                "phases": [{
                    "id": "three", "name": "Three", "cites": CITES, "cycles": 4, "first_day": 0,
                    "starts": {"after": ["one"]},
                    "cycle": {"shortest": 6, "typical": 7, "longest": 8, "unit": "weeks"},
                }],
            },
        }],
    }  # fmt: skip


def places(node: Any, here: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value below."""
    steps: Any = node if isinstance(node, dict) else range(len(node))
    for step in steps:
        yield (*here, step)
        if isinstance(node[step], dict | list):
            yield from places(node[step], (*here, step))


def changed(place: tuple[str | int, ...], value: Any, key: str | None) -> dict[str, Any]:
    """The rich pathway with another value in a place, or with one more key beside it."""
    data = copy.deepcopy(rich())
    node: Any = data
    for step in place[:-1]:
        node = node[step]
    if key is not None and isinstance(node, dict):
        node[key] = value
    else:
        node[place[-1]] = value
    return data


PLACES = sorted(places(rich()), key=str)

NASTY: list[Any] = [
    0, -1, 10**30, 2.0, float("nan"), float("inf"), True, "", " ", "bell \x07", "esc \x1b[31m",
    "x" * 300, "y" * 20_001, "two\nlines", "\u2028", "Caps", "start", "one", "stated", "2013-13",
    [], [[]], {}, {"a": {"id": "b"}}, [1], ["x"], [{}], [{"id": ["x"]}], {"source": ["x"]},
    {"source": "none"}, dt.date(1, 1, 1), dt.time(9, 0),
    dt.datetime(2026, 1, 1, 9, 0),  # noqa: DTZ001  # a file may have one without a zone
    "\U0001f9d1\u200d\u2695\ufe0f", "\u202egnp.exe", "{name} %s", '"quoted"', "-", "a" * 65,
]  # fmt: skip

keys = st.none() | st.sampled_from(
    ["id", "source", "cites", "phases", "noets", "", "\x1b[2J", "k" * 9999]
)


def test_the_pathway_that_is_broken_below_is_right() -> None:
    assert parse_pathway(tomlkit.dumps(rich())).id == "rich"
    assert full_pathway(str)


@given(st.sampled_from(PLACES), st.sampled_from(NASTY), keys)
@example(("phases", 1, "counted_from"), ["one"], None)
@example(("based_on",), {"a": 1}, None)
@example(("variations", 0, "add_activities", 0, "activity"), {"a": {"id": "b"}}, None)
@example(("sources", 0, "id"), ["leaflet"], None)
@example(("sources", 0, "reviewed"), "0000-01", None)
@example(("variations", 0, "replace", "from"), [1], None)
def test_whatever_a_file_says_its_author_gets_plain_lines_and_never_a_traceback(
    place: tuple[str | int, ...], value: Any, key: str | None
) -> None:
    problems: tuple[str, ...] = ()
    try:
        parse_pathway(tomlkit.dumps(changed(place, value, key)))
    except PathwayError as error:
        problems = error.problems or ("",)
    for problem in problems:
        assert problem
        assert problem.isprintable()
        assert len(problem) < 700
        assert not [leak for leak in LEAKS if leak in problem.replace(str(value), "")]


def test_an_id_that_two_thousand_phases_share_is_told_once() -> None:
    phases = '[[phases]]\nid = "same"\nname = "Same"\ncounted_from = "other"\n' * 2_000
    with pytest.raises(PathwayError) as caught:
        parse_pathway(phases)
    assert '2000 phases have the id "same"; give each its own' in caught.value.problems


def test_among_hundreds_of_phases_an_unknown_one_is_still_one_short_line() -> None:
    phases = "".join(f'[[phases]]\nid = "phase-{i}"\nname = "P"\n' for i in range(500))
    lane = '[[lanes]]\nid = "l"\nname = "L"\nfrom = "phase-500"\n'
    with pytest.raises(PathwayError) as caught:
        parse_pathway(phases + lane)
    assert caught.value.problems[-1].startswith('lane "l": from: no phase "phase-500" (there are: ')
    assert len(caught.value.problems[-1]) < 700
