"""Calendars on the command line: what may be written over, and what is told of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import HARBOUR_FEVER, Run, refusal

from journey.calendar.identity import PRODID

START = ["--start", "2026-03-02"]
MADE = ["--made", "2026-04-20"]


def test_an_export_over_our_own_calendar_replaces_it(run: Run, tmp_path: Path) -> None:
    words = ["export", "cruk-adult", *MADE, "--ics", "t.ics"]
    assert run(*words, "--start", "2026-03-02")[0] == 0
    before = (tmp_path / "t.ics").read_bytes()
    assert run(*words, "--start", "2026-03-09")[0] == 0
    assert PRODID.encode() in before
    assert (tmp_path / "t.ics").read_bytes() != before


def test_an_export_over_our_own_calendar_says_what_it_changed(run: Run, tmp_path: Path) -> None:
    words = ["export", "cruk-adult", *MADE, "--ics", "t.ics"]
    assert run(*words, "--start", "2026-03-02")[1] == "wrote t.ics\n"
    first = (tmp_path / "t.ics").read_bytes()
    count = first.count(b"BEGIN:VEVENT")
    assert run(*words, "--start", "2026-03-02")[1] == f"wrote t.ics: {count} events as before\n"
    assert (tmp_path / "t.ics").read_bytes() == first
    code, later, err = run(*words, "--start", "2026-03-09", "--without", "decisions")
    assert (code, err) == (0, "")
    moved = re.fullmatch(r"wrote t.ics: (\d+) events moved, (\d+) cancelled\n", later)
    assert moved
    assert sum(map(int, moved.groups())) == count
    gone = run("export", "cruk-adult", *MADE, "--ics", "t.ics", "--remove-everything")
    assert gone == (0, f"wrote t.ics: {moved[1]} events cancelled\n", "")
    assert run("export", "cruk-adult", *MADE, "--ics", "t.ics", "--remove-everything")[1] == (
        "wrote t.ics: nothing changed\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--ics", "t.ics", "--only", "parts,drugs"], 'no events are called "drugs" (there are: '),
        (["--ics", "t.ics", "--longest-banner", "0"], '--longest-banner: "0" should be a number'),
        (["--ics", "t.ics", "--longest-banner", "\u0662"], "should be a number of weeks"),
        (["--txt", "t", "--remove-everything"], "--remove-everything: takes --ics alone"),
        (["--ics", "t.ics", "--remove-everything"], "t.ics: is not there, so there is nothing"),
        (["--ics", "cut.ics"], "cut.ics: the previous calendar is cut off"),
        (["--ics", "nhs.ics"], "nhs.ics: the previous calendar is another journey's"),
    ],
)
def test_what_no_calendar_can_be_is_told_and_the_old_file_stays(
    run: Run, words: list[str], said: str, tmp_path: Path
) -> None:
    run("export", "nhs", *START, "--ics", "nhs.ics")
    whole = (tmp_path / "nhs.ics").read_bytes()
    (tmp_path / "cut.ics").write_bytes(whole[:900])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    [line] = refusal(run("export", "cruk-adult", *START, *words))
    assert said in line
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("text", ["", "my notes", "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n"])
def test_a_calendar_is_not_written_over_a_file_that_is_not_ours(
    run: Run, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "mine.ics"
    path.write_bytes(text.encode())
    [line] = refusal(run("export", "cruk-adult", *START, "--ics", "mine.ics", "--txt", "t.txt"))
    assert line.startswith("mine.ics: is there already and is not a calendar that journey wrote")
    assert path.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_calendar_without_a_date_is_refused_and_nothing_else_is_written(
    run: Run, tmp_path: Path
) -> None:
    [line] = refusal(run("export", "cruk-adult", "--txt", "t.txt", "--ics", "t.ics"))
    assert line.endswith("give a start date")
    assert list(tmp_path.iterdir()) == []


def test_a_large_calendar_is_read_again_and_said_to_be_large(run: Run, tmp_path: Path) -> None:
    visits = (
        '[[phases.activities]]\nid = "v{n}"\nname = "A visit {n}"\nkind = "visit"\n'
        "days = [1, 2, 3, 4, 5, 6, 7]\n"
    )
    text = HARBOUR_FEVER.read_text("utf-8").replace(
        "[[phases.activities]]", "".join(visits.format(n=n) for n in range(120))
        + "[[phases.activities]]", 1
    )  # fmt: skip
    (tmp_path / "ward.toml").write_text(text, "utf-8")
    words = ["export", "ward.toml", "--start", "2026-03-02", *MADE, "--ics", "t.ics"]
    code, out, err = run(*words)
    assert (code, out) == (0, "wrote t.ics\n")
    assert err.startswith("journey: t.ics: has 1,")
    assert "Google is reported to take up to 1,000,000" in err
    assert (tmp_path / "t.ics").stat().st_size > 1_000_000
    assert run(*words)[1].endswith(" events as before\n")
    assert run(*words, "--remove-everything")[0] == 0
