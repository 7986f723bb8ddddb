"""`journey check`: its exit code, and its findings as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journey.cli import main

HERE = Path(__file__).parent


def test_the_command_tells_by_its_exit_code_and_as_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fine, dose = HERE / "lint" / "nothing-wrong.toml", HERE / "lint" / "dose.toml"
    assert main(["check", str(fine), "--made", "2026-04-20"]) == 0
    assert capsys.readouterr().out == f"{fine}: nothing found\n"
    assert main(["check", str(dose), "--made", "2026-04-20"]) == 1
    assert capsys.readouterr().out.endswith("[dose]\n")
    assert main(["check", str(dose), "--made", "2026-04-20", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [found["rule"] for found in data["findings"]] == ["dose"]
    assert main(["check", str(HERE / "no-such-file.toml")]) == 2
