"""`journey when`: which parts may run on a day, or on some days."""

from __future__ import annotations

import json

from commands import Run

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")


def test_a_day_is_asked_about_as_several_with_one_of_them(run: Run) -> None:
    assert run(*NEW)[0] == 0
    one = run("when", "sam.toml", "2026-08-01", "--made", "2026-03-02")
    assert one == run(
        "when", "sam.toml", "2026-08-01", "--until", "2026-08-01", "--made", "2026-03-02"
    )
    assert one[0] == 0


def test_until_is_the_last_day_and_the_machine_form_has_the_day_after(run: Run) -> None:
    assert run(*NEW)[0] == 0
    _, out, _ = run("when", "sam.toml", "2026-08-01", "--until", "2026-08-14", "--json")
    data = json.loads(out)
    assert (data["start"], data["end"]) == ("2026-08-01", "2026-08-15")
