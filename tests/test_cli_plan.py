"""`journey plan`: a timeline in words, what-ifs, three ways, and variations beside each other."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from commands import Run
from test_pathways_library import OWN

import journey
from journey.cli import main
from journey.pathways.library import get_pathway
from journey.planning.timeline import plan

MADE = ["--made", "2026-04-20"]

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
    assert "Maintenance: first day All short: About 13 August 2026 All typical: About 4" in out
    assert "All long: About 1 November 2028, or later" in out


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


def test_plan_prints_the_timeline_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("plan", "cruk-adult", *START, *MADE)
    assert code == 0
    assert "2 March 2026" in out
    assert list(tmp_path.iterdir()) == []


def test_plan_takes_known_dates_and_the_day_it_is_seen_from(run: Run) -> None:
    words = ["plan", "cruk-adult", *START, *MADE, "--json"]
    _, out, _ = run(*words, "--known", "consolidation=2026-04-27", "--as-of", "2026-06-01")
    timeline = plan(
        get_pathway("cruk-adult"),
        start=dt.date(2026, 3, 2),
        known={"consolidation": dt.date(2026, 4, 27)},
        as_of=dt.date(2026, 6, 1),
    )
    assert json.loads(out) == json.loads(journey.to_json(timeline, made=dt.date(2026, 4, 20)))


def test_the_json_that_is_printed_is_ascii_so_that_every_pipe_carries_it(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text(OWN.replace("Induction", "Éveil \U0001f9d1"), "utf-8")
    _, out, _ = run("plan", "own.toml", *START, "--json")
    assert out.isascii()
    assert json.loads(out)["phases"][0]["name"] == "Éveil \U0001f9d1"
