"""Measuring one thing beside another, in turn and in one run; each comparison is a row of a table.

Only ratios are worth quoting: the seconds are those of one machine on one day.
"""

from __future__ import annotations

import gc
import importlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

Call = Callable[[], object]
ROUNDS = int(os.environ.get("ROUNDS", "9"))

HEAD = """| work | ours | beside | theirs | ours / theirs | from | to |
|---|---:|---|---:|---:|---:|---:|"""


def seconds(call: Call, repeat: int = 1) -> float:
    """Of the processor, which what else runs on the machine changes least."""
    gc.collect()
    began = time.process_time()
    for _ in range(repeat):
        call()
    return (time.process_time() - began) / repeat


def waited(call: Call, repeat: int = 1) -> float:
    """By the clock on the wall: for what runs in processes of its own."""
    began = time.perf_counter()
    for _ in range(repeat):
        call()
    return (time.perf_counter() - began) / repeat


def compare(
    work: str, ours: Call, beside: str, theirs: Call, *, repeat: int = 1, rounds: int = ROUNDS,
    clock: Callable[[Call, int], float] = seconds,
) -> None:  # fmt: skip
    """Print a row: the medians of both, and the ratio with its median, least and most."""
    ours(), theirs()  # what is kept after the first time is there
    pairs = [(clock(ours, repeat), clock(theirs, repeat)) for _ in range(rounds)]
    row(work, beside, pairs)


def row(work: str, beside: str, pairs: Sequence[tuple[float, float]]) -> None:
    ratios = [ours / theirs for ours, theirs in pairs]
    our, their = (_shown(statistics.median(column)) for column in zip(*pairs, strict=True))
    middle = statistics.median(ratios)
    print(
        f"| {work} | {our} | {beside} | {their} | **{middle:.3g}** "
        f"| {min(ratios):.3g} | {max(ratios):.3g} |",
        flush=True,
    )


def _shown(duration: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if duration >= size:
            return f"{duration / size:.3g} {unit}"
    return f"{duration * 1e6:.3g} µs"


def process(*command: str, cwd: str | None = None) -> Call:
    """A call that runs a command to its end."""
    ours = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}

    def call() -> None:
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd,
            env=ours,
        )  # fmt: skip

    return call


PYTHON = sys.executable


def of_others(name: str) -> Any:
    """A module of somebody else, or `None` with a line that says what is left out."""
    try:
        return importlib.import_module(name)
    except ImportError:
        left_out(name, "pip install -e '.[bench]' brings it")
        return None


def left_out(what: str, mend: str) -> None:
    print(f"{what} is not here ({mend})", file=sys.stderr)
