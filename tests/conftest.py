"""Settings of the test run: hypothesis profiles, and one option that rewrites the golden files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import Run
from hypothesis import HealthCheck, settings

from journey.cli import main

# The same cases on every machine, so that a fresh copy is green or red for everybody.
settings.register_profile(
    "default",
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("few", parent=settings.get_profile("default"), max_examples=30)
# To explore: other cases at each run. HYPOTHESIS_PROFILE=random or thorough.
settings.register_profile("random", parent=settings.get_profile("default"), derandomize=False)
settings.register_profile("thorough", parent=settings.get_profile("random"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden`: write the golden files anew instead of comparing with them."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def rewrites_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the golden files are to be written anew."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder: its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run
