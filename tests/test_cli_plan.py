"""Commands and options that ask: why, what if, compare, variations, closed days."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from journey.cli import main
from journey.pathways.library import get_pathway, pathway_ids

START = ("--start", "2026-03-02", "--made", "2026-04-20")


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, " ".join(out.split()), err


def test_a_what_if_tells_what_moves_by_so_many_days_and_weeks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for shift, words in [("+2w", "14 days later"), ("-3d", "3 days sooner"), ("+0d", "Stays")]:
        code, out, err = told(
            capsys, "plan", "cruk-adult", *START, "--known", f"maintenance={shift}"
        )
        assert (code, err) == (0, "")
        assert re.search(rf"Maintenance: first day .*? Change: {words}", out), shift


def test_a_what_if_is_exported_as_the_plan_it_gives(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    known = ["--known", "consolidation=+2w"]
    assert told(capsys, "export", "cruk-adult", *START, *known, "--json", str(one))[0] == 0
    day = json.loads(one.read_text("utf-8"))["phases"][2]["start"]["typical"]
    known = ["--known", f"consolidation={day}"]
    assert told(capsys, "export", "cruk-adult", *START, *known, "--json", str(two))[0] == 0
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("shift", ["+2", "+w", "+2m", "+99999w", "-", "+2w3d"])
def test_a_shift_that_is_none_says_what_one_looks_like(
    capsys: pytest.CaptureFixture[str], shift: str
) -> None:
    code, out, err = told(capsys, "plan", "cruk-adult", *START, "--known", f"induction={shift}")
    assert (code, out) == (2, "")
    assert err == f'journey: --known induction: "{shift}" should be like +2w or -3d\n'


def test_three_ways_are_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "plan", "cruk-adult", *START, "--three-ways")
    assert code == 0
    assert "Maintenance: first day All short: About 6 August 2026 All typical: About 13" in out


def test_why_tells_the_chain_to_any_phase_and_to_the_finish(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for phase in [*(p.id for p in get_pathway("nhs").phases), "finish"]:
        code, out, err = told(capsys, "why", "nhs", phase, *START)
        assert (code, err) == (0, "")
        assert "1. Before treatment starts: the date you gave" in out
    code, _, err = told(capsys, "why", "nhs", "maintenence", *START)
    assert code == 2
    assert "there are: before-treatment-starts, remission-induction" in err


def test_compare_prints_text_or_writes_a_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = told(capsys, "compare", *pathway_ids(), "--made", "2026-04-20")
    assert (code, err) == (0, "")
    assert "Where they differ" in out
    page = tmp_path / "compare.html"
    assert told(capsys, "compare", "nhs", "macmillan", "--html", str(page))[0] == 0
    assert "<h1>What the pages say, side by side</h1>" in page.read_text("utf-8")
    assert told(capsys, "compare", "nhs")[0] == 2
    assert told(capsys, "compare", "nhs", "nhs")[0] == 2


def test_variations_are_listed_when_asked_and_switched_on_by_their_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = told(capsys, "show", "cruk-adult", "--variations")
    for variation in get_pathway("cruk-adult").variations:
        assert f"{variation.id}: {variation.name}" in out
    _, out, _ = told(capsys, "show", "cruk-adult", "--with", "transplant")
    assert "You asked to see this." in out


def test_a_date_of_a_part_that_only_the_variation_has_is_the_readers_own_and_no_what_if(
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = ("--known", "transplant-stay=2026-09-07")
    options = (*START, "--with", "transplant", "--beside", *known)
    code, out, err = told(capsys, "plan", "cruk-adult", *options)
    assert (code, err) == (0, "")
    assert "Before: Not in this plan After: 7 September 2026 (your date)" in out
    assert "what if" not in out


def test_what_the_sources_do_not_cover_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = told(capsys, "plan", "cancernet-child", "--with", "philadelphia-positive")
    assert (code, out) == (2, "")
    assert "does not mention it" in err
    code, _, err = told(capsys, "plan", "nhs", "--with", "pregnancy", "--with", "nonsense")
    assert code == 2
    assert "doctor" in err
    assert 'no variation "nonsense" (there are: ' in err


def test_closed_days_flag_visits_and_move_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    visits = (
        '[[phases.activities]]\nid = "visit"\nname = "Visit"\nkind = "visit"\n'
        'days = [1, 6, 7]\ncites = [{ source = "our-leaflet", where = "x" }]\n'
    )
    own = (Path(__file__).parent / "lint" / "nothing-wrong.toml").read_text("utf-8") + visits
    path = tmp_path / "own.toml"
    path.write_text(own, "utf-8")

    def flagged(*closed: str) -> list[tuple[str, list[str]]]:
        words = [word for name in closed for word in ("--closed", name)]
        assert main(["plan", str(path), *START, *words, "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
        return [
            (a["date"], [flag["reason"] for flag in a["flags"]])
            for a in data["phases"][0]["activities"]
        ]

    days = ["2026-03-02", "2026-03-07", "2026-03-08"]
    assert flagged() == [(day, []) for day in days]
    assert flagged("weekends") == [(days[0], []), (days[1], ["Saturday"]), (days[2], ["Sunday"])]
    assert main(["plan", str(path), *START, "--closed", "weekends"]) == 0
    assert "Closed then: Saturday." in capsys.readouterr().out
    assert flagged("2026-03-02")[0] == (days[0], ["the unit is closed"])
    assert main(["plan", str(path), *START, "--closed", "2026-13-02"]) == 2
    assert "no day of the calendar" in capsys.readouterr().err
