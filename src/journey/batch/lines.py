"""The input of a batch: one journey a line, as JSON; bad lines become problems, and stop nothing.

Nothing here grows with the input: a line is read up to a limit, and the ids that were seen lie in a
temporary file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

from journey.errors import FileError, shortened
from journey.files import reading

LONGEST_LINE = 65_536
"""Bytes; a journey has a few hundred."""


@runtime_checkable
class _File(Protocol):
    def readline(self, limit: int = -1, /) -> str | bytes: ...


Journeys = str | os.PathLike[str] | _File | Iterable[Mapping[str, Any] | str | bytes]
"""A path, an open file, or any lines or mappings, one after another."""

_EXAMPLE = '{"id": "a-1", "pathway": "cruk-adult", "start": "2026-03-02"}'


_NO_JOURNEY = "null"
"""In place of what cannot be a line; it is told as one that is no journey."""


class Line(NamedTuple):
    """A line that is not blank."""

    number: int
    """From 1, blank ones counted."""
    data: dict[str, Any]
    """What it says, if it could be read."""
    problem: str | None
    """Why it could not, with the mend."""


@dataclass(frozen=True)
class Chunk:
    """Some lines in a row, which become one set of files."""

    number: int
    """From 1."""
    lines: tuple[Line, ...]
    last: int
    """The number of its last line."""
    digest: str
    """Of all lines up to its last one, as they stand in the input."""
    end: int
    """So many bytes of the input lie before its end."""


def chunks(journeys: Journeys, length: int) -> Generator[Chunk]:
    """The input in chunks of so many lines, blank ones counted; the last may be shorter.

    Raises FileError.
    """
    digest, end, last = hashlib.sha256(), 0, 0
    with contextlib.ExitStack() as stack:
        raw, seen = _raw_lines(journeys, stack), _Seen(stack)
        for number in count(1):
            before, lines = last, []
            for line in islice(raw, length):
                last += 1
                end += len(line)
                digest.update(line)
                if line.strip():
                    lines.append(_read(line, last, seen))
            if last == before:
                return
            yield Chunk(number, tuple(lines), last, digest.hexdigest(), end)


def digest_of(journeys: Journeys) -> str | None:
    """What tells whether the whole input changed; `None` for what can be read only once.

    Raises FileError.
    """
    if not isinstance(journeys, str | os.PathLike):
        return None
    with reading(Path(journeys)) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _raw_lines(journeys: Journeys, stack: contextlib.ExitStack) -> Iterator[bytes]:
    if isinstance(journeys, str | os.PathLike):
        return _bounded(stack.enter_context(reading(Path(journeys))))
    if isinstance(journeys, _File):
        return _bounded(journeys)
    return map(_as_bytes, journeys)


def _bounded(file: _File) -> Iterator[bytes]:
    """The lines of a file; of one that is too long its beginning, and a digest of the rest."""
    while piece := _as_bytes(file.readline(LONGEST_LINE + 1)):
        if len(piece) > LONGEST_LINE and not piece.endswith(b"\n"):
            rest, more = hashlib.sha256(), b"."
            while more and not more.endswith(b"\n"):
                more = _as_bytes(file.readline(LONGEST_LINE))
                rest.update(more)
            piece += rest.digest()
        yield piece


def _as_bytes(line: Mapping[str, Any] | str | bytes) -> bytes:
    if isinstance(line, Mapping):
        try:
            line = json.dumps(dict(line), default=_plain)
        except (TypeError, ValueError, RecursionError):
            line = _NO_JOURNEY
    if isinstance(line, str):
        return line.encode("utf-8", "surrogatepass")
    return bytes(line) if isinstance(line, bytes | bytearray | memoryview) else _NO_JOURNEY.encode()


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):  # in one order, whatever the run
        return sorted(value)
    raise TypeError


def _read(raw: bytes, number: int, seen: _Seen) -> Line:
    """A line as it is read, or why it cannot be."""
    data: dict[str, Any] = {}
    problem = None
    if len(raw) > LONGEST_LINE:
        problem = f"is longer than {LONGEST_LINE:,} bytes; write one journey a line"
    else:
        try:
            found = json.loads(raw.decode("utf-8-sig").rstrip(), object_pairs_hook=_once)
            if not isinstance(found, dict):
                problem = f"is no journey; write one such as {_EXAMPLE}"
            elif (before := seen.before(found.get("id"), number)) is not None:
                name = shortened(found["id"])
                problem = f'id: "{name}" is that of line {before}, too; give each its own'
            else:
                data = found
        except UnicodeDecodeError as error:
            problem = f"is not UTF-8 text (byte {error.start + 1}); save the input as UTF-8"
        except json.JSONDecodeError as error:
            problem = (
                f"is not JSON: {error.msg.lower()} at character {error.pos + 1}; "
                f"write one such as {_EXAMPLE}"
            )
        except _TwiceError as error:
            problem = f"{error}: is given twice; keep one of the two"
        except (RecursionError, ValueError):  # brackets in brackets; a number of many digits
            problem = f"is no journey; write one such as {_EXAMPLE}"
    return Line(number, data, problem)


class _TwiceError(Exception):
    """A key is given twice, and JSON would drop one."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(shortened(next(key for key in keys if keys.count(key) > 1)))
    return found


class _Seen:
    """The ids that were seen, each with its line, in a temporary file: a million fit in no room."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        # An empty name: a file that nobody sees, gone when it is closed.
        self.file = sqlite3.connect("", isolation_level=None)
        stack.callback(self.file.close)
        for line in (
            "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -2000",
            "CREATE TABLE ids (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID", "BEGIN",
        ):  # fmt: skip
            self.file.execute(line)

    def before(self, journey_id: object, line: int) -> int | None:
        """The earlier line that has this id."""
        if not isinstance(journey_id, str) or not journey_id.isascii():  # refused further on
            return None
        try:
            added = self.file.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (journey_id, line))
            if added.rowcount:
                return None
            found = self.file.execute("SELECT line FROM ids WHERE id = ?", (journey_id,))
        except sqlite3.OperationalError as error:
            raise FileError(
                f"the ids that were seen cannot be kept in a temporary file: {error}; free some "
                "space, or name another folder for such files in TMPDIR"
            ) from error
        return int(found.fetchone()[0])
