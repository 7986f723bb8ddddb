"""journey batch: the packs of many journeys, what could not be made, and how far it is."""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import Run, refusal

from journey.batch import Progress
from journey.cli import batch
from journey.errors import FileError

GOOD = '{"id": "a-%d", "pathway": "macmillan", "start": "2026-03-02"}\n'
DONE = Progress(lines=2, journeys=2, end=124)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command asks of the library, which then says that all is done."""
    asked: dict[str, Any] = {}

    def run(journeys: Any, **options: Any) -> Progress:
        asked.update(options, journeys=journeys)
        return DONE

    monkeypatch.setattr(batch, "run_batch", run)
    return asked


def test_a_batch_is_written_and_its_bad_lines_are_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(GOOD % 1 + "nonsense\n" + GOOD % 2, "utf-8")
    code, out, err = run("batch", "in.jsonl", "--out", "packs", "--txt", "--table")
    assert code == 1
    assert out == (
        "wrote 2 journeys to packs (3 lines)\n1 line could not be made: see packs/problems.txt\n"
    )
    assert err.startswith("journey: line 2: is not JSON")
    names = {path.name for path in (tmp_path / "packs").iterdir()}
    assert {"000001.zip", "000001-phases.csv.gz", "000001-events.csv.gz"} < names
    code, out, err = run("batch", "in.jsonl", "--out", "packs", "--txt", "--table")
    assert (code, err) == (1, "")
    assert out.startswith("wrote 2 journeys to packs (3 lines, 3 of them before)\n")


def test_the_formats_and_the_day_are_those_that_are_asked_for(
    run: Run, asked: dict[str, Any]
) -> None:
    code, out, _ = run("batch", "in.jsonl", "--out", "p", "--pdf", "--ics", "--made", "2026-04-01")
    assert (code, out) == (0, "wrote 2 journeys to p (2 lines)\n")
    assert (asked["journeys"], asked["formats"]) == ("in.jsonl", ["ics", "pdf"])
    assert asked["made"] == dt.date(2026, 4, 1)


def test_the_standard_input_is_a_stream(
    run: Run, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO((GOOD % 1).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert run("batch", "-", "--out", "p", "--ics")[0] == 0
    assert asked["journeys"] is stream.buffer


def test_a_batch_that_is_gone_on_with_is_made_for_the_day_it_was_begun_on(
    run: Run, asked: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "manifest.jsonl").write_text('{"kind": "batch", "made": "2025-01-31"}\n')
    run("batch", "in.jsonl", "--out", "p", "--ics")
    assert asked["made"] == dt.date(2025, 1, 31)


def test_nothing_to_write_is_refused(run: Run) -> None:
    (told,) = refusal(run("batch", "in.jsonl", "--out", "packs"))
    assert told.startswith("nothing to write: give one or more of --ics, --html, --pdf, --txt, --t")


def test_an_input_that_is_not_there_is_refused_and_no_folder_is_made(
    run: Run, tmp_path: Path
) -> None:
    [told] = refusal(run("batch", "no.jsonl", "--out", "packs", "--ics"))
    assert told.startswith("no.jsonl: cannot be read")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (FileError("p: cannot be written"), 2, "the same command goes on with it"),
        (KeyboardInterrupt(), 130, "stopped; the same command goes on where it was"),
    ],
)
def test_stopped_it_says_how_to_go_on(
    error: BaseException, code: int, told: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stops(*_: Any, **__: Any) -> Progress:
        raise error

    monkeypatch.setattr(batch, "run_batch", stops)
    monkeypatch.setattr(batch, "begun", lambda _: dt.date(2026, 3, 2))
    done, out, err = run("batch", "in.jsonl", "--out", "p", "--ics")
    assert (done, out) == (code, "")
    assert told in err


def test_a_terminal_shows_how_far_it_is_how_fast_and_how_long_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"x" * 1000)
    clock = iter([0.0, 10.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    shown = batch._Shown(path)
    bar = shown.bar(Progress(lines=1_500, end=100, before=500))
    assert bar == f"[{'#' * 3}{'.' * 27}] 1,500 lines, 100 a second, 2 min 15 s left"


def test_only_so_many_bad_lines_are_told_while_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    shown = batch._Shown(None)
    for n in range(0, 50, 5):
        shown.tell(Progress(problems=tuple(f"line {i}: wrong" for i in range(n, n + 5))))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == batch.MOST_TOLD + 1
    assert told[-1] == "journey: more stand in problems.txt"
