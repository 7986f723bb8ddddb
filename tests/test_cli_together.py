"""`journey together`: several journeys on one calendar and one page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import icalendar
import pytest
from commands import Run, refusal

from journey.pathways.library import get_pathway

MADE = ("--made", "2026-04-01")
TWO = ("together", "anna.toml", "ben.toml", *MADE)


@pytest.fixture
def two(run: Run) -> Run:
    for name, pathway in (("anna", "cruk-adult"), ("ben", "nhs")):
        words = ("--pathway", pathway, "--start", "2026-03-02", "--own", "Exam=2026-06-10", "--yes")
        assert run("new", f"{name}.toml", *words)[0] == 0
    return run


def events(path: Path) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_each_event_says_whose_it_is_and_none_is_an_event_of_another_calendar(
    two: Run, tmp_path: Path
) -> None:
    assert two(*TWO, "--ics", "home.ics", "--html", "home.html") == (
        0, "wrote home.ics\nwrote home.html\n", "",
    )  # fmt: skip
    home = events(tmp_path / "home.ics")
    assert {str(e["SUMMARY"]).partition(": ")[0] for e in home.values()} == {"anna", "ben"}
    alone: set[str] = set()
    for name in ("anna", "ben"):
        assert two("export", f"{name}.toml", "--ics", f"{name}.ics")[0] == 0
        alone |= events(tmp_path / f"{name}.ics").keys()
    assert len(alone) == len(home)
    assert not alone & home.keys()
    text = (tmp_path / "home.html").read_text("utf-8")
    assert "It does not know your own plan" in text
    for event in home.values():
        assert (
            str(event["SUMMARY"]).endswith("Exam")
            or "rough guide" in str(event["DESCRIPTION"]).lower()
        )


def test_a_newer_edition_follows_both_whatever_their_order(two: Run, tmp_path: Path) -> None:
    assert two(*TWO, "--ics", "home.ics")[0] == 0
    before = (tmp_path / "home.ics").read_bytes()
    assert "as before" in two("together", "ben.toml", "anna.toml", "--ics", "home.ics", *MADE)[1]
    assert two(*TWO, "--ics", "home.ics")[0] == 0
    assert (tmp_path / "home.ics").read_bytes() == before
    assert two("record", "ben.toml", "--own", "Exam=2026-06-11")[0] == 0
    assert "1 event moved" in two(*TWO, "--ics", "home.ics")[1]
    assert two("close", "ben.toml")[0] == 0
    assert two(*TWO, "--ics", "home.ics")[0] == 0
    states = {
        (str(e["SUMMARY"]).removeprefix("Cancelled: ").partition(": ")[0], str(e["STATUS"]))
        for e in events(tmp_path / "home.ics").values()
    }
    assert {state for name, state in states if name == "ben"} == {"CANCELLED"}
    assert "CANCELLED" not in {state for name, state in states if name == "anna"}
    assert two("close", "anna.toml")[0] == 0
    [line] = refusal(two(*TWO))
    assert line == "each of them was closed, so there is nothing to show together"


def test_a_discreet_one_has_no_word_of_the_illness_no_label_and_no_files_name(
    two: Run, tmp_path: Path
) -> None:
    assert two(*TWO, "--ics", "h.ics", "--html", "h.html", "--discreet")[0] == 0
    for path in ("h.ics", "h.html"):
        text = (tmp_path / path).read_text("utf-8").replace("\r\n ", "").casefold()
        text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
        names = {p.name for id_ in ("cruk-adult", "nhs") for p in get_pathway(id_).phases}
        for word in (*names, "Exam", "leukaemia", "anna", "ben.toml", "ben:"):
            assert word.casefold() not in text
    [line] = refusal(two(*TWO, "--ics", "h.ics"))
    assert "the previous calendar is discreet" in line
    called = ("--name", "A", "--name", "B")
    assert two(*TWO, "--ics", "h.ics", "--discreet", *called)[0] == 0
    assert "SUMMARY:B: " in (tmp_path / "h.ics").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["anna.toml"], "give two to 6 journey files"),
        (["anna.toml", "anna.toml"], 'two are called "anna"; give each its own name'),
        (["anna.toml", "twin.toml"], "twin.toml: has the same id as anna.toml, so they are one"),
        (["anna.toml", "ben.toml", "--name", "A"], "give one for each of the 2 files, or none"),
        (["anna.toml", "ben.toml", "--name", "A\x1b", "--name", "B"], "control character U+001B"),
        (["anna.toml", "ben.toml", "--name", "A" * 41, "--name", "B"], "longer than 40 characters"),
        (["anna.toml", "no.toml"], "no.toml: cannot be read"),
        (["anna.toml", "ben.toml", "--html", "anna.toml"], "is there already and is not a html"),
        (["anna.toml", "ben.toml", "--ics", "anna.ics"], "anna.ics: the previous calendar is anot"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    two: Run, tmp_path: Path, words: list[str], problem: str
) -> None:
    assert two("export", "anna.toml", "--ics", "anna.ics")[0] == 0
    text = (tmp_path / "anna.toml").read_text("utf-8")
    (tmp_path / "twin.toml").write_text(re.sub("file = .*\n", "", text), "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert any(problem in line for line in refusal(two("together", *words)))
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
