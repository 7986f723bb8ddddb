"""journey letter"""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Run, refusal

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")


def test_a_letter_is_printed_or_written_for_its_owner_alone(run: Run) -> None:
    run(*NEW)
    code, out, err = run("letter", "sam.toml", "--made", "2026-03-10")
    assert (code, err) == (0, "")
    assert "The time from 10 to 23 March 2026" in out
    files = ("--txt", "l.txt", "--html", "l.html")
    told = run("letter", "sam.toml", "--made", "2026-03-10", *files)
    assert told == (0, "wrote l.html\nwrote l.txt\n", "")
    assert Path("l.txt").read_text("utf-8") == out
    assert {Path(name).stat().st_mode & 0o777 for name in ("l.txt", "l.html")} == {0o600}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--weeks", "x"], "--weeks: should be a number from 1 to 12"),
        (["--weeks", "99"], "weeks: 99 should be a number from 1 to 12"),
        (["--view", "x"], 'no view "x" (there are: person, helpers)'),
        (["--html", "sam.toml"], "--html: sam.toml is there already and is not a html file"),
    ],
)
def test_what_cannot_be_asked_of_a_letter_is_told(run: Run, words: list[str], problem: str) -> None:
    run(*NEW)
    [line] = refusal(run("letter", "sam.toml", *words))
    assert line.startswith(problem)
