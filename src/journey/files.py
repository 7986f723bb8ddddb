"""Reading and writing files: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from journey.errors import FileError

MAX_TEXT_BYTES = 2_000_000
"""The largest pathway file that is read; the bundled ones are under a fiftieth of it."""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises FileError, naming the file and what to do."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TEXT_BYTES + 1)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {_reason(error)}") from error
    except ValueError as error:  # a NUL in the name
        raise FileError(f"{str(path)!r}: is not a file name") from error
    if len(data) > MAX_TEXT_BYTES:
        raise FileError(f"{path}: is larger than {MAX_TEXT_BYTES:,} bytes; is it the right file?")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from error


def read_start(path: Path, *, size: int) -> bytes | None:
    """The first bytes of a file, or `None` if there is no such file."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: cannot be read: {_reason(error)}") from error


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write every file, or none: all are staged beside their targets, then put in place.

    A target that was there keeps its permissions, and a symbolic link stays one. Each file is
    replaced atomically (os.replace). Raises FileError, and then leaves no file changed unless
    the putting in place itself failed half-way, which the message says.
    """
    staged: list[tuple[Path, Path]] = []
    done: list[Path] = []
    path = Path()
    try:
        for path, data in contents.items():
            target = path.resolve()
            if target.is_dir():
                raise FileError(f"{path}: is a folder; name a file in it")
            staged.append((_stage(target, data), target))
        for temporary, target in staged:
            path = target
            os.replace(temporary, target)
            done.append(target)
    except (OSError, ValueError) as error:
        written = "; already written: " + ", ".join(map(str, done)) if done else ""
        raise FileError(f"{path}: cannot be written: {_reason(error)}{written}") from error
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink()


def make_folder(path: Path) -> None:
    """Make the folder and those above it. Raises FileError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise FileError(f"{path}: is a file; name a folder") from error
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: cannot be made: {_reason(error)}") from error


def _stage(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".journey-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _mode(target: Path) -> int:
    # mkstemp makes a file private. A file that was there keeps its own mode; a new one gets the
    # person's usual mode, since these are pages to hand on.
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _reason(error: Exception) -> str:
    return error.strerror.lower() if isinstance(error, OSError) and error.strerror else str(error)
