"""`journey changes`: what moved, between two plans of one journey or two journeys."""

from __future__ import annotations

from commands import Run
from test_cli_record import text_of

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")
MADE = ("--made", "2026-12-01")


def test_two_journeys_are_compared_under_their_own_names(run: Run) -> None:
    text_of(run(*NEW))
    text_of(run("new", "kim.toml", "--pathway", "cruk-adult", "--start", "2026-03-09"))
    out = text_of(run("changes", "sam.toml", "kim.toml", *MADE))
    assert "sam.toml: 2 March 2026 (your date). kim.toml: 9 March 2026 (your date)" in out
    assert "The first day of Steroid pre phase is now " in out
    assert "journey record" not in out  # of which of the two?
    brief = text_of(run("changes", "sam.toml", "kim.toml", *MADE, "--brief"))
    assert out.startswith(f"================ What has changed ================ {brief}")
