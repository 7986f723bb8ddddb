"""Lines: bad ones are told and stop nothing, and no input is too large."""

from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journey.batch.lines import LONGEST_LINE, Chunk, chunks, digest_of
from journey.errors import FileError

GOOD = b'{"id": "a-%d", "pathway": "nhs", "start": "2026-03-02"}\n'


def all_of(data: bytes, length: int = 2) -> list[Chunk]:
    return list(chunks(io.BytesIO(data), length))


BAD = [
    (b"{\n", r"is not JSON: .* at character 2; write one such as \{"),
    (b"nonsense\n", "is not JSON"),
    (b'["a"]\n', "is no journey; write one such as"),
    (b"3\n", "is no journey"),
    (b'{"id": "a", "id": "b"}\n', "^id: is given twice; keep one"),
    (b'{"id": "a\xff"}\n', r"is not UTF-8 text \(byte 10\); save"),
    (b"[" * 60_000 + b"\n", "is no journey"),
    (b'{"id": ' + b"9" * 5000 + b"}\n", "is no journey"),
    (b'{"id": "' + b"a" * LONGEST_LINE + b'"}\n', "is longer than 65,536 bytes; write one"),
    (GOOD % 1, 'id: "a-1" is that of line 1, too; give each its own'),
]


@pytest.mark.parametrize(("bad", "told"), BAD, ids=range(len(BAD)))
def test_a_bad_line_is_told_with_the_mend_and_the_others_are_read(bad: bytes, told: str) -> None:
    (chunk,) = all_of(GOOD % 1 + b"\n" + bad + GOOD % 2, 9)
    first, wrong, last = chunk.lines
    assert (first.number, wrong.number, last.number, chunk.last) == (1, 3, 4, 4)
    assert (first.problem, last.problem) == (None, None)
    with pytest.raises(ValueError, match=told):
        raise ValueError(wrong.problem)
    assert last.data["id"] == "a-2"


@given(st.lists(st.sampled_from([GOOD % 1, GOOD % 2, b"\n", b"{", b"\xff\n"])), st.integers(1, 4))
def test_a_chunk_has_so_many_lines_and_its_digest_is_of_all_up_to_there(
    lines: list[bytes], length: int
) -> None:
    data = b"".join(line.rstrip(b"\n") + b"\n" for line in lines)
    found = all_of(data, length)
    assert [chunk.number for chunk in found] == list(range(1, len(found) + 1))
    assert sum(len(chunk.lines) for chunk in found) == sum(bool(line.strip()) for line in lines)
    for chunk in found:
        assert chunk.last == min(chunk.number * length, len(lines))
        assert chunk == all_of(data[: chunk.end], length)[-1]  # nothing of what comes after
    if found:
        assert found[-1].end == len(data)
        changed = all_of(b" " + data, length)
        assert all(a.digest != b.digest for a, b in zip(found, changed, strict=True))


def test_a_path_a_file_a_text_and_mappings_are_read_alike(tmp_path: Path) -> None:
    said = [{"id": f"a-{n}", "pathway": "nhs", "start": "2026-03-02"} for n in range(5)]
    text = "".join(f"{json.dumps(each)}\n" for each in said)
    path = tmp_path / "in.jsonl"
    path.write_text(text, "utf-8")
    wanted = [chunk.lines for chunk in chunks(path, 2)]
    for source in (
        str(path), io.BytesIO(text.encode()), io.StringIO(text), text.splitlines(), said, iter(said)
    ):  # fmt: skip
        assert [chunk.lines for chunk in chunks(source, 2)] == wanted
    with path.open("rb") as file:
        assert [chunk.lines for chunk in chunks(file, 2)] == wanted


@pytest.mark.parametrize("odd", [None, 5, {("a",): 1}, {"id": object()}, ["a"]])
def test_what_is_no_line_is_a_problem_and_the_others_are_read(odd: Any) -> None:
    [chunk] = chunks([odd, {"id": "kim"}], 5)
    assert [(line.problem or "")[:13] for line in chunk.lines] == ["is no journey", ""]


def test_a_mapping_in_a_mapping_and_a_set_are_read_as_they_are_meant() -> None:
    known = MappingProxyType({"consolidation": dt.date(2026, 4, 27)})
    [chunk] = chunks([{"id": "a", "known": known, "variations": {"b", "a"}}], 5)
    [line] = chunk.lines
    wanted = {"known": {"consolidation": "2026-04-27"}, "variations": ["a", "b"]}
    assert line.data == {"id": "a", **wanted}


class Endless:
    """A file of one line of 100 MB, which nobody could hold at once."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.piece = b"a" * (LONGEST_LINE + 1)

    def readline(self, limit: int = -1, /) -> bytes:
        size = min(limit, self.left, len(self.piece))
        self.left -= size
        return self.piece[:size] if self.left or not size else self.piece[: size - 1] + b"\n"


def test_a_line_of_100_mb_takes_no_room() -> None:
    tracemalloc.start()
    (chunk,) = chunks(Endless(100_000_000), 500)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert chunk.lines[0].problem
    assert peak < 2_000_000


def test_two_lines_that_differ_far_behind_the_limit_have_two_digests() -> None:
    one, other = (b"a" * 200_000 + end for end in (b"a\n", b"b\n"))
    assert all_of(one)[0].digest != all_of(other)[0].digest


def test_python_keeps_none_of_the_ids() -> None:
    """SQLite keeps them, in a file behind 2 MB of its own."""

    def lines(count: int) -> Iterator[str]:
        return (f'{{"id": "{n:0>50}"}}' for n, _ in enumerate(repeat(0, count)))

    peaks = []
    for count in (500, 5_000):
        tracemalloc.start()
        for _ in chunks(lines(count), 100):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2


def test_an_input_that_is_not_there_is_told(tmp_path: Path) -> None:
    for read in (lambda path: list(chunks(path, 5)), digest_of):
        with pytest.raises(FileError, match=r"no\.jsonl: cannot be read"):
            read(tmp_path / "no.jsonl")
