"""What the console is told."""

from __future__ import annotations

from pathlib import Path

from commands import Run, refusal

ARABIC = "\u062d\u0641\u0644"
TURNED = "A\u202eB"


def test_a_label_that_turns_what_stands_around_it_stays_in_its_place_or_is_shown_as_its_code(
    run: Run, tmp_path: Path
) -> None:
    assert run("new", "sam.toml", "--pathway", "nhs", "--start", "2026-10-05")[0] == 0
    own = ("--own", f"{ARABIC}=2026-12-20..2026-12-22", "--own", f"{TURNED}=2026-12-24")
    assert run("record", "sam.toml", *own)[0] == 0
    out = run("today", "sam.toml", "--on", "2026-12-19")[1]
    days = "\u206620\u2069 to \u206622\u2069 December \u20662026\u2069"
    assert f"\u2066- \u2068{ARABIC}\u2069: {days}\u2069" in out
    assert run("export", "sam.toml", "--txt", "sam.txt", "--json", "sam.json")[0] == 0
    assert f"\u2068{ARABIC}\u2069: 20 to 22 December 2026" in (tmp_path / "sam.txt").read_text(
        "utf-8"
    )
    data = (tmp_path / "sam.json").read_text("utf-8")
    assert "\u202e" not in data
    assert '"label": "A\\u202eB"' in data
    [line] = refusal(run("record", "sam.toml", "--remove-own", "x\u202ey"))
    assert line.isprintable()
    assert "A\\u202eB" in line
