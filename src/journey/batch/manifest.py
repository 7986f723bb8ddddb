"""What is done of a batch: a line of JSON a chunk, appended once its files are in place.

The first line says what was asked for; the last one, that all is done. A line that was cut off
counts for nothing, and neither does one whose files are gone: the next run writes over them.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from journey.errors import BatchError, shortened
from journey.files import append, file_name, reading, remove_staged

MANIFEST = "manifest.jsonl"
PROBLEMS = "problems.txt"
"""What was wrong, a line each; only where something was."""

_MEND = "give the same as before, or another folder"


class Manifest:
    """The manifest of a folder, and the file of problems beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / MANIFEST
        self.end = 0
        """So many of its bytes count."""
        self.problems_end = 0
        """So many bytes of the file of problems count."""

    def begin(self, asked: Mapping[str, Any]) -> None:
        """Write down what is asked for; where a batch was begun, it has to be the same.

        Raises BatchError where it is not, or where a folder holds anything else, and FileError.
        """
        remove_staged(self.folder)
        with contextlib.closing(self._lines()) as lines:
            before = next(lines, None)
        if before is not None:
            self.end = before[1]
            problems = [*_differences(before[0], asked)]
            if problems:
                raise BatchError("\n".join(f"{file_name(self.folder)}: {p}" for p in problems))
            return
        ours = {MANIFEST, f"{MANIFEST}.lock"}
        if others := sorted(path.name for path in self.folder.iterdir() if path.name not in ours):
            raise BatchError(
                f"{file_name(self.folder)}: holds other files ({shortened(others[0])}, say) and no "
                "batch; name a new folder"
            )
        self._append(asked)

    def done(self) -> Iterator[Mapping[str, Any]]:
        """What is done, in order; each counts once the next is asked for."""
        with contextlib.closing(self._lines()) as lines:
            next(lines, None)
            for entry, end in lines:
                if not self._counts(entry):
                    return
                yield entry
                self.end, self.problems_end = end, entry["problems"]

    def add(self, entry: Mapping[str, Any], problems: str) -> None:
        """Write down that a chunk is done, and first what was wrong with it. Raises FileError."""
        data = problems.encode()
        if data:
            append(self.folder / PROBLEMS, data, at=self.problems_end)
            self.problems_end += len(data)
        self._append({**entry, "problems": self.problems_end})

    def _append(self, entry: Mapping[str, Any]) -> None:
        data = json.dumps(entry).encode() + b"\n"
        append(self.path, data, at=self.end)
        self.end += len(data)

    def _counts(self, entry: Mapping[str, Any]) -> bool:
        """Whether an entry is whole, and all that it speaks of is there."""
        if not {"files", "problems"} <= entry.keys():
            return False
        return self._size(PROBLEMS) >= entry["problems"] and all(
            self._size(name) == size for name, size in entry["files"].items()
        )

    def _size(self, name: str) -> int:
        path = self.folder / name
        return path.stat().st_size if path.is_file() else 0

    def _lines(self) -> Generator[tuple[dict[str, Any], int]]:
        """Each whole line, and where it ends."""
        if not self.path.exists():
            return
        end = 0
        with reading(self.path) as file:
            for line in file:
                end += len(line)
                try:
                    found = json.loads(line)
                except ValueError:
                    return
                if not line.endswith(b"\n") or not isinstance(found, dict):
                    return
                yield found, end


def asked_before(folder: Path) -> Mapping[str, Any] | None:
    """What was asked for in the batch that was begun in a folder, if one was. Raises FileError."""
    with contextlib.closing(Manifest(folder)._lines()) as lines:
        return next((entry for entry, _ in lines), None)


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Why a batch cannot be gone on with."""
    if before.get("kind") != now["kind"]:
        yield f"{MANIFEST} is no batch's; name a new folder"
        return
    for key, value in now.items():
        if before.get(key) != value:
            if key == "input":
                yield f"the input has changed since the batch here was begun; {_MEND}"
            else:
                was, wanted = (shortened(_plain(each)) for each in (before.get(key), value))
                yield f"{key}: the batch here was begun with {was}, and not {wanted}; {_MEND}"


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
