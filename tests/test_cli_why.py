"""`journey why`: the steps behind a date."""

from __future__ import annotations

import pytest
from test_cli_plan import told

from journey.pathways.library import get_pathway

START = ("--start", "2026-03-02", "--made", "2026-04-20")


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
