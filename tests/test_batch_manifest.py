"""The manifest: what it says is done is done, and what it does not say whole counts for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from journey.batch.manifest import MANIFEST, PROBLEMS, Manifest, asked_before
from journey.errors import BatchError

ASKED: dict[str, Any] = {"kind": "batch", "made": "2026-03-02", "formats": ["ics"], "input": "x"}


def begun(folder: Path) -> Manifest:
    manifest = Manifest(folder)
    manifest.begin(ASKED)
    return manifest


def filled(folder: Path) -> bytes:
    manifest = begun(folder)
    for number in (1, 2):
        (folder / f"{number}.zip").write_bytes(b"pack")
        files = {f"{number}.zip": 4}
        manifest.add({"chunk": number, "files": files}, f"line {number}: wrong\n")
    return (folder / MANIFEST).read_bytes()


def done(folder: Path) -> list[int]:
    return [entry["chunk"] for entry in begun(folder).done()]


def test_what_is_written_down_is_done(tmp_path: Path) -> None:
    filled(tmp_path)
    assert done(tmp_path) == [1, 2]
    assert asked_before(tmp_path) == ASKED
    assert (tmp_path / PROBLEMS).read_text("utf-8") == "line 1: wrong\nline 2: wrong\n"


def test_a_manifest_that_was_cut_off_anywhere_is_healed_to_the_same_bytes(tmp_path: Path) -> None:
    whole = filled(tmp_path)
    ends = [i + 1 for i, byte in enumerate(whole) if byte == ord("\n")]
    for size in range(0, len(whole), 23):
        (tmp_path / MANIFEST).write_bytes(whole[:size] + b"\x00{" * (size % 2))
        (tmp_path / PROBLEMS).write_bytes(b"line 1: wrong\nline 2: wrong\nline 3: w")
        if size < ends[0]:  # the first line is gone: nothing was begun
            for path in tmp_path.glob("*.zip"):
                path.unlink()
            (tmp_path / PROBLEMS).unlink()
        manifest = begun(tmp_path)
        found = [entry["chunk"] for entry in manifest.done()]
        assert len(found) == sum(end <= size for end in ends[1:])
        for number in {1, 2} - set(found):
            (tmp_path / f"{number}.zip").write_bytes(b"pack")
            entry = {"chunk": number, "files": {f"{number}.zip": 4}}
            manifest.add(entry, f"line {number}: wrong\n")
        assert (tmp_path / MANIFEST).read_bytes() == whole
        assert (tmp_path / PROBLEMS).read_bytes() == b"line 1: wrong\nline 2: wrong\n"


def test_problems_that_are_gone_are_found_anew(tmp_path: Path) -> None:
    """And leave no hole of zeros where they stood."""
    filled(tmp_path)
    (tmp_path / PROBLEMS).unlink()
    assert done(tmp_path) == []


def test_a_line_that_is_no_entry_counts_for_nothing(tmp_path: Path) -> None:
    filled(tmp_path)
    path = tmp_path / MANIFEST
    first, *_ = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + b'{"chunk": 1}\n')
    assert done(tmp_path) == []


@pytest.mark.parametrize("gone", [b"", b"pac", None])
def test_a_chunk_whose_file_is_gone_or_short_is_not_done_and_neither_are_later_ones(
    gone: bytes | None, tmp_path: Path
) -> None:
    filled(tmp_path)
    path = tmp_path / "1.zip"
    path.unlink() if gone is None else path.write_bytes(gone)
    assert done(tmp_path) == []


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("made", "2026-03-03", "made: the batch here was begun with 2026-03-02, and not 2026-03-0"),
        ("formats", ["ics", "pdf"], "formats: the batch here was begun with ics, and not ics, pdf"),
        ("input", "y", "the input has changed since the batch here was begun; give the same"),
        ("kind", "other", "manifest.jsonl is no batch's; name a new folder"),
    ],
)
def test_something_else_is_refused(key: str, value: object, told: str, tmp_path: Path) -> None:
    before = filled(tmp_path)
    with pytest.raises(BatchError, match=told):
        Manifest(tmp_path).begin({**ASKED, key: value})
    assert (tmp_path / MANIFEST).read_bytes() == before


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "sam.toml").write_text("x", "utf-8")
    with pytest.raises(BatchError, match=r"holds other files \(sam.toml, say\) and no batch"):
        begun(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["sam.toml"]


def test_what_a_killed_run_staged_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".journey-0123456789abcdef.tmp").write_bytes(b"half")
    begun(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]
