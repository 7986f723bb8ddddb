"""`journey demo`: a whole pack for an invented person."""

from __future__ import annotations

from pathlib import Path

from commands import Run


def test_demo_writes_the_same_pack_each_time(run: Run, tmp_path: Path) -> None:
    assert run("demo")[0] == run("demo", "other/pack")[0] == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "journey-demo").iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "other/pack").iterdir()}
    assert first == again
    assert len(first) >= 5
    assert b"DTSTAMP:20260420T000000Z" in first["treatment.ics"]
    assert run("demo")[0] == 0  # onto its own files
