"""`journey show`: a pathway in full, and its variations."""

from __future__ import annotations

import datetime as dt

import pytest
from commands import Run
from test_cli_plan import told

import journey
from journey.pathways.library import get_pathway
from journey.planning.timeline import plan

MADE = ["--made", "2026-04-20"]


def test_show_prints_the_pathway_without_a_date_of_its_own(run: Run) -> None:
    code, out, _ = run("show", "cruk-adult", *MADE)
    assert code == 0
    for phase in get_pathway("cruk-adult").phases:
        assert phase.name in out
    assert out == journey.to_text(
        journey.describe(plan(get_pathway("cruk-adult")), made=dt.date(2026, 4, 20))
    )


def test_variations_are_listed_when_asked_and_switched_on_by_their_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = told(capsys, "show", "cruk-adult", "--variations")
    for variation in get_pathway("cruk-adult").variations:
        assert f"{variation.id}: {variation.name}" in out
    _, out, _ = told(capsys, "show", "cruk-adult", "--with", "transplant")
    assert "You asked to see this." in out
