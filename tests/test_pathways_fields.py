"""Fields of files: names, ids, statements, sources and how old they are."""

from __future__ import annotations

import datetime as dt
import inspect

import pytest
from hypothesis import given
from pydantic import ValidationError
from strategies import CITES, names
from test_pathways_model import source

from journey.errors import JourneyFileError
from journey.journeys.file import parse_journey
from journey.pathways import toml_problems
from journey.pathways.fields import Citation, Statement
from journey.pathways.model import Phase


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


def test_a_misspelt_key_is_told_where_the_code_has_no_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As in the offline page, which is compiled alone."""

    def no_source(_: object) -> str:
        raise OSError("could not get source code")

    monkeypatch.setattr(inspect, "getsource", no_source)
    toml_problems._schema.cache_clear()
    with pytest.raises(JourneyFileError, match=r"strat: .*did you mean start\?"):
        parse_journey('format = 1\nkind = "journey"\nid = "a"\npathway = "nhs"\nstrat = 1\n')
    toml_problems._schema.cache_clear()
