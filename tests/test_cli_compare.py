"""`journey compare`: what the sources say, side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli_plan import told

from journey.pathways.library import pathway_ids


def test_compare_prints_text_or_writes_a_page(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = told(capsys, "compare", *pathway_ids(), "--made", "2026-04-20")
    assert (code, err) == (0, "")
    assert "Where they differ" in out
    page = tmp_path / "compare.html"
    assert told(capsys, "compare", "nhs", "macmillan", "--html", str(page))[0] == 0
    assert "<h1>What the pages say, side by side</h1>" in page.read_text("utf-8")
    asked = told(capsys, "compare", "nhs", "cruk-child", "--with", "transplant")
    assert asked[0] == 0
    assert "When a stem cell transplant comes" in asked[1]
    assert (
        told(capsys, "compare", "nhs", "cruk-child", "--with", "t-cell")[0] == 0
    )  # refused by both
    assert told(capsys, "compare", "nhs", "cruk-child", "--with", "no-such-thing")[0] == 2
    assert told(capsys, "compare", "nhs")[0] == 2
    assert told(capsys, "compare", "nhs", "nhs")[0] == 2
