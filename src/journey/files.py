"""Reading and writing files: whole or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from io import BufferedReader
from pathlib import Path

from journey.errors import FileError, shortened

MAX_TEXT_BYTES = 2_000_000
"""The largest pathway file that is read; the bundled ones are under a fiftieth of it."""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises FileError, naming the file and what to do."""
    return text_in(_read(path, MAX_TEXT_BYTES + 1), name=file_name(path))


def read_bytes(path: Path, *, size: int) -> bytes:
    """The bytes of a file, or the first ones of a larger one. Raises FileError."""
    return _read(path, size)


def text_in(data: str | bytes, *, name: str) -> str:
    """The text that a file holds, or would hold. Raises FileError as `read_text` does."""
    # No text has more characters than bytes.
    if len(data) > MAX_TEXT_BYTES:
        raise FileError(f"{name}: is larger than {MAX_TEXT_BYTES:,} bytes; is it the right file?")
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            f"{name}: is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from error


def read_start(path: Path, *, size: int) -> bytes | None:
    """The first bytes of the file that writing to this path would replace, `None` if there is none.

    Raises FileError.
    """
    [target] = targets_of([path]).values()
    return _read(path, size) if target.exists() else None


def targets_of(paths: Iterable[Path]) -> dict[Path, Path]:
    """Where a file written to each path would lie, symbolic links followed.

    Raises FileError with every path where none can be written, a line each.
    """
    targets: dict[Path, Path] = {}
    problems: list[str] = []
    for path in paths:
        try:
            target = Path(os.path.realpath(path))
            problem = _obstacle(path, target)
        except (OSError, ValueError) as error:
            problems.append(f"{file_name(path)}: cannot be written: {_reason(error)}")
            continue
        if problem is None and target in targets.values():
            problem = "is named twice; name another file"
        if problem:
            problems.append(f"{file_name(path)}: {problem}")
        targets[path] = target
    if problems:
        raise FileError("\n".join(problems))
    return targets


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the only right to change a file, by a lock file beside it that nobody else can make.

    A lock that a run of this machine left behind, which has ended, is taken over. Raises FileError
    if another program holds it.
    """
    [target] = targets_of([path]).values()
    lock = target.with_name(f"{target.name}.lock")
    try:
        try:
            _make_lock(lock)
        except FileExistsError:
            if not _take_over(lock):
                raise
    except FileExistsError as error:
        raise FileError(
            f"{file_name(path)}: another program is changing it{_since(lock)}; try again in a "
            f"moment. If none is, delete {file_name(lock)}"
        ) from error
    except OSError as error:
        raise FileError(f"{file_name(path)}: cannot be written: {_reason(error)}") from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()


def _make_lock(lock: Path) -> None:
    # Whole or not at all: half a lock, of a run that was killed, would never be taken over.
    made = lock.with_name(f".journey-{secrets.token_hex(8)}.tmp")
    _make_alone(made)
    try:
        os.link(made, lock)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # no second names on this disk, or none in a browser
        _make_alone(lock)
    finally:
        made.unlink()


def _make_alone(path: Path) -> None:
    # O_EXCL: of two programs, one makes it and the other is told, on every system.
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(handle, _owner(os.getpid()).encode())
    finally:
        os.close(handle)


def _owner(process: int) -> str:
    """Which run holds a lock: the machine, the process, and when that began."""
    host = os.uname().nodename if os.name == "posix" else ""
    return f"{host}\n{process}\n{_began(process)}\n"


def _began(process: int) -> str:
    """When a process began, in the system's own count; empty where that is not told."""
    with contextlib.suppress(OSError, IndexError):
        # After the name of the program, which may hold blanks: proc(5), field 22.
        said = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
        return said[19].decode()
    return ""


def _is_left_behind(owner: str) -> bool:
    """Whether the run that made a lock was one of this machine and has ended, for certain."""
    host, number, began = [*owner.split("\n"), "", "", ""][:3]
    # Elsewhere, to ask for a process would end it.
    if os.name != "posix" or host != os.uname().nodename:
        return False
    if not re.fullmatch("[1-9][0-9]{0,8}", number):
        return False
    try:
        os.kill(int(number), 0)  # asks only whether there is such a process
    except ProcessLookupError:
        return True
    except OSError:
        return False
    # Another process may have its number now.
    return bool(began) and _began(int(number)) not in ("", began)


def _take_over(lock: Path) -> bool:
    """Replace a lock that was left behind by one of our own."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        if not _is_left_behind(lock.read_text("utf-8")):
            return False
        taking = lock.with_name(f"{lock.name}.taking")
        with contextlib.suppress(FileNotFoundError):  # killed while it took a lock over
            if _is_left_behind(taking.read_text("utf-8")):
                taking.unlink()
        _make_lock(taking)
        try:  # only one gets here, and what it saw may be gone by now
            if _is_left_behind(lock.read_text("utf-8")):
                lock.unlink()
                _make_lock(lock)
                return True
        finally:
            taking.unlink()
    return False


def write_files(contents: Mapping[Path, bytes], *, is_private: bool = False) -> None:
    """Write every file, or none: all are staged beside their targets, then put in place.

    A target that was there keeps its permissions, a new one that `is_private` is for its owner
    alone, and a symbolic link stays one. Each file is
    replaced atomically (os.replace). Raises FileError, and then leaves no file changed unless
    the putting in place itself failed half-way, which the message says.
    """
    targets = targets_of(contents)
    staged = {
        path: target.with_name(f".journey-{secrets.token_hex(8)}.tmp")
        for path, target in targets.items()
    }
    done: list[str] = []
    path = Path()
    try:
        for path, data in contents.items():
            _stage(staged[path], data, like=targets[path], is_private=is_private)
        for path, temporary in staged.items():
            os.replace(temporary, targets[path])
            done.append(file_name(path))
    except OSError as error:
        written = "; already written: " + ", ".join(done) if done else ""
        raise FileError(
            f"{file_name(path)}: cannot be written: {_reason(error)}{written}"
        ) from error
    finally:
        for temporary in staged.values():
            with contextlib.suppress(OSError):
                temporary.unlink()


@contextlib.contextmanager
def reading(path: Path) -> Iterator[BufferedReader]:
    """A file that is read bit by bit, for as long as the block lasts. Raises FileError."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):  # opening a pipe waits for a writer
            raise FileError(f"{file_name(path)}: is a device or a pipe; name a file")
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise FileError(f"{file_name(path)}: cannot be read: {_reason(error)}") from error
    with file:
        try:
            yield file
        except OSError as error:
            raise FileError(f"{file_name(path)}: cannot be read: {_reason(error)}") from error


def append(path: Path, data: bytes, *, at: int) -> None:
    """Write at this byte of a file, drop what lay behind it, and wait until the disk has it.

    A new file is for its owner alone. Raises FileError.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "r+b") as file:
            file.seek(at)
            file.truncate()
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FileError(f"{file_name(path)}: cannot be written: {_reason(error)}") from error


def remove_staged(folder: Path) -> None:
    """Remove what runs that were killed left behind in a folder that is ours alone.

    Raises FileError.
    """
    try:
        for path in folder.glob(".journey-*.tmp"):
            path.unlink()
    except OSError as error:
        raise FileError(f"{file_name(folder)}: cannot be written: {_reason(error)}") from error


@contextlib.contextmanager
def folder_of(contents: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder that holds just these files, for as long as the block lasts. Raises FileError."""
    try:
        with tempfile.TemporaryDirectory(prefix="journey-") as folder:
            for name, data in contents.items():
                Path(folder, name).write_bytes(data)
            yield Path(folder)
    except OSError as error:
        raise FileError(f"no temporary folder can be made: {_reason(error)}") from error


def make_folder(path: Path, *, is_private: bool = False) -> None:
    """Make the folder and those above it; a new one that `is_private` is for its owner alone.

    Raises FileError.
    """
    try:
        path.mkdir(mode=0o700 if is_private else 0o777, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise FileError(f"{file_name(path)}: is a file; name a folder") from error
    except (OSError, ValueError) as error:
        raise FileError(f"{file_name(path)}: cannot be made: {_reason(error)}") from error


def file_name(path: Path) -> str:
    """The path as one printable line, for use inside a message."""
    return shortened(str(path), limit=250)


def _read(path: Path, size: int) -> bytes:
    with reading(path) as file:
        return file.read(size)


def _obstacle(path: Path, target: Path) -> str | None:
    """Why no file can be put here, if that can be seen beforehand. Raises OSError, ValueError."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None if target.parent.is_dir() else "has no folder to go to; make the folder first"
    if stat.S_ISDIR(mode):
        return "is a folder; name a file in it"
    if not stat.S_ISREG(mode):  # putting a file in the place of a device breaks the machine
        return "is a device or a pipe, which cannot be replaced; name a file"
    if not os.access(target, os.W_OK):  # os.replace would not mind
        return "is read-only; name another file, or allow writing to this one"
    return None


def _stage(temporary: Path, data: bytes, *, like: Path, is_private: bool) -> None:
    with temporary.open("xb") as file:
        # Before there is anything to read in it. A new file gets the person's usual mode.
        if is_private:
            temporary.chmod(0o600)
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(like.stat().st_mode & 0o777)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _since(lock: Path) -> str:
    with contextlib.suppress(OSError):
        made = dt.datetime.fromtimestamp(lock.stat().st_mtime).astimezone()
        return f" (since {made:%Y-%m-%d %H:%M})"
    return ""


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "that is no file name"  # a NUL in it
