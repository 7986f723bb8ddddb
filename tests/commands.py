"""The command line under test: run in an empty folder or in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


HARBOUR_FEVER = Path(__file__).parent.parent / "examples" / "harbour-fever.toml"


def refusal(answer: tuple[int, str, str]) -> list[str]:
    """The lines of an error, which is all there is."""
    code, out, err = answer
    assert code == 2
    assert out == ""
    lines = err.splitlines()
    for line in lines:
        assert line.startswith("journey: ")
        assert line.isprintable()
    return [line.removeprefix("journey: ") for line in lines]


def process(
    *words: str, stdout: int = subprocess.PIPE, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    strange = {"PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL"}
    ours = {name: value for name, value in os.environ.items() if name not in strange}
    return subprocess.run(
        [sys.executable, "-m", "journey", *words],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=ours | (variables or {}),
        check=False,
        timeout=60,
    )
