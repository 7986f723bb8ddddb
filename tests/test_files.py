"""Files are written whole or not at all, and what was there is never lost."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from journey import files
from journey.errors import FileError
from journey.files import locked, make_folder, read_start, read_text, write_files

OLD = b"what was there before\n"


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, by its name: what must not change."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an old file and a folder in it."""
    (tmp_path / "old.txt").write_bytes(OLD)
    (tmp_path / "sub").mkdir()
    return tmp_path


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """As a user who may not do everything, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder where anyone may do anything."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


# ---- all or none -------------------------------------------------------------------------------


def test_files_are_written_and_nothing_else_is_left(folder: Path) -> None:
    write_files({folder / "old.txt": b"new", folder / "sub" / "b": b"\r\n\x00"})
    assert everything(folder) == {"old.txt": b"new", "sub/b": b"\r\n\x00"}


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none/x", "has no folder to go to; make the folder first"),
        ("sub", "is a folder; name a file in it"),
        ("old.txt/x", "cannot be written: not a directory"),
        ("x" * 300, "cannot be written: file name too long"),
        ("nul\0", "cannot be written: that is no file name"),
        ("loop", "cannot be written: too many levels of symbolic links"),
        ("pipe", "is a device or a pipe, which cannot be replaced; name a file"),
    ],
)
def test_a_target_that_cannot_be_leaves_every_file_as_it_was(
    folder: Path, name: str, problem: str
) -> None:
    (folder / "loop").symlink_to(folder / "loop")
    os.mkfifo(folder / "pipe")
    for order in ([folder / "old.txt", folder / name], [folder / name, folder / "old.txt"]):
        with pytest.raises(FileError) as caught:
            write_files(dict.fromkeys(order, b"new"))
        assert str(caught.value).endswith(f": {problem}")
        assert str(caught.value).count("\n") == 0
        if len(name) < 100:
            assert str(folder / name).replace("\0", r"\x00") in str(caught.value)
        assert everything(folder) == {"old.txt": OLD}


def test_every_target_that_cannot_be_is_told_at_once(folder: Path) -> None:
    with pytest.raises(FileError) as caught:
        write_files(dict.fromkeys([folder / "none" / "x", folder / "sub", folder / "y"], b"new"))
    assert str(caught.value).split("\n") == [
        f"{folder / 'none' / 'x'}: has no folder to go to; make the folder first",
        f"{folder / 'sub'}: is a folder; name a file in it",
    ]


def test_two_ways_to_the_same_file_are_refused(folder: Path) -> None:
    (folder / "link").symlink_to("old.txt")
    for other in (folder / "link", folder / "sub" / ".." / "old.txt"):
        with pytest.raises(FileError, match="is named twice"):
            write_files({folder / "old.txt": b"1", other: b"2"})
    assert everything(folder)["old.txt"] == OLD


def test_a_device_is_never_replaced_by_a_file() -> None:
    before = os.stat("/dev/null")
    for name in ("/dev/null", "/dev/full"):
        with pytest.raises(FileError, match="is a device or a pipe"):
            write_files({Path(name): b"new"})
    assert os.path.samestat(before, os.stat("/dev/null"))
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


FULL_DISK = """
import pathlib, resource, sys
from journey.errors import FileError
from journey.files import write_files
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
folder = pathlib.Path(sys.argv[1])
try:
    write_files({folder / "old.txt": b"new", folder / "large": b"x" * 5000})
except FileError as error:
    print(error)
"""


def test_a_full_disk_leaves_the_old_file_whole_and_the_first_of_two_unchanged(folder: Path) -> None:
    (folder / "large").write_bytes(OLD)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{folder / 'large'}: cannot be written: file too large\n"
    assert everything(folder) == {"large": OLD, "old.txt": OLD}


def test_an_interruption_leaves_every_file_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_files({folder / "old.txt": b"new", folder / "b": b"new"})
    assert everything(folder) == {"old.txt": OLD}


def test_a_failure_half_way_says_what_is_written_already(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def busy(source: Path, target: Path) -> None:
        if target.name == "old.txt":
            raise OSError(16, "Device or resource busy")
        replace(source, target)

    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(FileError) as caught:
        write_files({folder / "first": b"new", folder / "old.txt": b"new"})
    assert str(caught.value) == (
        f"{folder / 'old.txt'}: cannot be written: device or resource busy; "
        f"already written: {folder / 'first'}"
    )
    assert everything(folder) == {"first": b"new", "old.txt": OLD}


def test_a_file_is_on_the_disk_before_it_takes_the_place_of_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def sync(fd: int) -> None:
        done.append("sync")
        fsync(fd)

    def put(source: Path, target: Path) -> None:
        done.append("put")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", put)
    write_files({folder / "a": b"new", folder / "b": b"new"})
    assert done == ["sync", "sync", "put", "put"]


def test_two_writers_never_mix(folder: Path) -> None:
    path = folder / "old.txt"
    size = 200_000
    seen: set[bytes] = set()

    def write(letter: bytes) -> None:
        for _ in range(15):
            write_files({path: letter * size})

    writers = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b", b"c")]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        seen.add(path.read_bytes())
    for writer in writers:
        writer.join()
    assert seen <= {OLD, b"a" * size, b"b" * size, b"c" * size}
    assert list(everything(folder)) == ["old.txt"]


# ---- what a file keeps -------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_keeps_its_permissions(folder: Path, mode: int) -> None:
    (folder / "old.txt").chmod(mode)
    write_files({folder / "old.txt": b"new"})
    assert stat.S_IMODE((folder / "old.txt").stat().st_mode) == mode


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_permissions_the_person_usually_gives(folder: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_files({folder / "new.txt": b"new"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "new.txt").stat().st_mode) == 0o666 & ~mask


def test_a_private_file_is_private_while_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "old.txt").chmod(0o600)
    modes: list[int] = []
    fsync = os.fsync

    def look(fd: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(fd).st_mode))
        fsync(fd)

    monkeypatch.setattr(os, "fsync", look)
    write_files({folder / "old.txt": b"new"})
    assert modes == [0o600]


def test_a_symbolic_link_stays_one_and_its_file_is_replaced(folder: Path) -> None:
    (folder / "sub" / "link").symlink_to("../old.txt")
    (folder / "dangling").symlink_to("sub/new.txt")
    write_files({folder / "sub" / "link": b"1", folder / "dangling": b"2"})
    assert (folder / "sub" / "link").is_symlink()
    assert (folder / "dangling").is_symlink()
    assert (folder / "old.txt").read_bytes() == b"1"
    assert (folder / "sub" / "new.txt").read_bytes() == b"2"


def test_a_file_that_its_owner_made_read_only_is_not_replaced(open_folder: Path) -> None:
    with nobody():
        path = open_folder / "kept.txt"
        path.write_bytes(OLD)
        path.chmod(0o444)
        with pytest.raises(FileError, match="is read-only; name another file, or allow"):
            write_files({path: b"new"})
        path.chmod(0o644)
        write_files({path: b"new"})
        assert path.read_bytes() == b"new"


def test_a_folder_that_may_not_be_written_to_is_told(open_folder: Path) -> None:
    with nobody():
        (open_folder / "mine").mkdir(mode=0o555)
        with pytest.raises(FileError, match=r"mine/x: cannot be written: permission denied$"):
            write_files({open_folder / "mine" / "x": b"new"})


# ---- folders and reading -----------------------------------------------------------------------


def test_a_folder_is_made_with_those_above_it_and_may_be_there_already(folder: Path) -> None:
    for _ in range(2):
        make_folder(folder / "a" / "b")
    assert (folder / "a" / "b").is_dir()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("old.txt", "is a file; name a folder"),
        ("old.txt/sub", "cannot be made: not a directory"),
        ("x" * 300, "cannot be made: file name too long"),
        ("nul\0", "cannot be made: that is no file name"),
    ],
)
def test_a_folder_that_cannot_be_made_is_told(folder: Path, name: str, problem: str) -> None:
    with pytest.raises(FileError) as caught:
        make_folder(folder / name)
    assert str(caught.value).endswith(f": {problem}")
    assert everything(folder) == {"old.txt": OLD}


def test_the_start_of_a_file_is_read_and_of_none_there_is_none(folder: Path) -> None:
    assert read_start(folder / "old.txt", size=4) == OLD[:4]
    assert read_start(folder / "none", size=4) is None


def test_looking_at_a_pipe_does_not_wait_for_one_who_writes(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(FileError, match="is a device or a pipe"):
        read_start(folder / "pipe", size=4)


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "/dev/null"])
def test_reading_a_pipe_or_a_device_does_not_wait_and_does_not_fill_the_memory(
    folder: Path, name: str
) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(FileError, match=r": is a device or a pipe; name a file$"):
        read_text(folder / name)


def test_a_file_that_may_not_be_read_is_told(open_folder: Path) -> None:
    with nobody():
        path = open_folder / "secret.toml"
        path.write_bytes(OLD)
        path.chmod(0o200)
        for read in (lambda: read_text(path), lambda: read_start(path, size=4)):
            with pytest.raises(FileError) as caught:
                read()
            assert str(caught.value) == f"{path}: cannot be read: permission denied"


def test_a_text_of_the_largest_size_is_read_and_one_byte_more_is_refused(folder: Path) -> None:
    path = folder / "old.txt"
    path.write_bytes(b"#" * files.MAX_TEXT_BYTES)
    assert len(read_text(path)) == files.MAX_TEXT_BYTES
    path.write_bytes(b"#" * (files.MAX_TEXT_BYTES + 1))
    with pytest.raises(FileError, match="is larger than 2,000,000 bytes"):
        read_text(path)


# ---- one writer at a time ----------------------------------------------------------------------


def lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def test_a_lock_stands_beside_the_file_and_is_gone_afterwards(folder: Path) -> None:
    path = folder / "old.txt"
    for error in (None, FileError("no"), KeyboardInterrupt(), SystemExit()):
        with contextlib.suppress(FileError, KeyboardInterrupt, SystemExit), locked(path):
            assert stat.S_IMODE(lock_of(path).stat().st_mode) == 0o600
            if error is not None:
                raise error
        assert everything(folder) == {"old.txt": OLD}


def test_a_lock_is_made_where_files_have_no_second_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "link")  # as in a browser
    with locked(folder / "old.txt"):
        with pytest.raises(FileError), locked(folder / "old.txt"):
            pass
        assert lock_of(folder / "old.txt").exists()
    assert everything(folder) == {"old.txt": OLD}


def test_a_lock_of_somebody_else_is_told_with_its_time_and_the_way_out_and_stays(
    folder: Path,
) -> None:
    path = folder / "old.txt"
    lock_of(path).write_bytes(b"theirs")
    made = dt.datetime(2026, 4, 20, 9, 30).timestamp()  # noqa: DTZ001  told in the time of here
    os.utime(lock_of(path), (made, made))
    with pytest.raises(FileError) as caught, locked(path):
        pass
    assert str(caught.value) == (
        f"{path}: another program is changing it (since 2026-04-20 09:30); try again in a moment. "
        f"If none is, delete {lock_of(path)}"
    )
    assert everything(folder) == {"old.txt": OLD, "old.txt.lock": b"theirs"}


def test_a_lock_that_is_a_folder_or_leads_nowhere_is_told_and_stays(folder: Path) -> None:
    path = folder / "old.txt"
    lock_of(path).mkdir()
    with pytest.raises(FileError, match="another program is changing it"), locked(path):
        pass
    lock_of(path).rmdir()
    lock_of(path).symlink_to(folder / "nowhere")
    with pytest.raises(FileError, match="another program is changing it"), locked(path):
        pass
    assert lock_of(path).is_symlink()
    assert not (folder / "nowhere").exists()


def test_two_ways_to_the_same_file_are_one_lock(folder: Path) -> None:
    (folder / "sub" / "link").symlink_to("../old.txt")
    with (
        locked(folder / "old.txt"),
        pytest.raises(FileError, match="another program"),
        locked(folder / "sub" / "link"),
    ):
        pass
    assert everything(folder)["old.txt"] == OLD
    assert not lock_of(folder / "old.txt").exists()


def test_a_lock_in_a_folder_that_may_not_be_written_to_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(FileError) as caught, locked(folder / "old.txt"):
        pass
    assert str(caught.value) == f"{folder / 'old.txt'}: cannot be written: permission denied"


def test_only_one_of_many_holds_a_lock_at_a_time(folder: Path) -> None:
    path, inside, told, most = folder / "old.txt", [0], [0], [0]
    barrier = threading.Barrier(4)

    def hold() -> None:
        for _ in range(40):
            barrier.wait()
            try:
                with locked(path):
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                    time.sleep(0.0005)
                    inside[0] -= 1
            except FileError:
                told[0] += 1

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
    assert told[0] > 0
    assert everything(folder) == {"old.txt": OLD}


# ---- a lock that was left behind ----------------------------------------------------------------


def left_behind(path: Path, owner: str) -> Path:
    lock = path.with_name(f"{path.name}.lock")
    lock.write_text(owner, "utf-8")
    return lock


def ended_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no process can be asked for")
def test_the_lock_of_a_run_that_ended_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    path.write_text("x", "utf-8")
    lock = left_behind(path, f"{os.uname().nodename}\n{ended_process()}\n123\n")
    with locked(path):
        assert str(os.getpid()) in lock.read_text("utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_lock_whose_number_is_another_process_now_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    path.write_text("x", "utf-8")
    left_behind(path, f"{os.uname().nodename}\n{os.getpid()}\n1\n")
    with locked(path):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


@pytest.mark.parametrize("owner", ["", "elsewhere\n1\n1\n", "\n\n", "x" * 1000, "a\nb\nc\n"])
def test_a_lock_that_may_be_held_is_not_taken_over(owner: str, tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    path.write_text("x", "utf-8")
    lock = left_behind(path, owner)
    with pytest.raises(FileError, match="another program is changing it"), locked(path):
        pass
    assert lock.read_text("utf-8") == owner


def test_the_lock_of_a_run_that_goes_on_is_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    path.write_text("x", "utf-8")
    with locked(path):
        with pytest.raises(FileError, match="another program is changing it"), locked(path):
            pass
        assert path.with_name("sam.toml.lock").exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_run_that_was_killed_while_it_took_a_lock_over_stops_nobody(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    path.write_text("x", "utf-8")
    owner = f"{os.uname().nodename}\n{os.getpid()}\n1\n"
    left_behind(path, owner)
    path.with_name("sam.toml.lock.taking").write_text(owner, "utf-8")
    with locked(path):
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


@pytest.mark.skipif(os.name != "posix", reason="needs second names")
def test_a_lock_is_never_seen_without_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sam.toml"
    seen: list[bool] = []
    write = os.write

    def writing(handle: int, data: bytes) -> int:
        seen.append(path.with_name("sam.toml.lock").exists())
        return write(handle, data)

    monkeypatch.setattr(os, "write", writing)
    with locked(path):
        seen.append(path.with_name("sam.toml.lock").stat().st_size == 0)
    assert seen == [False, False]
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links here")))
    with locked(path), pytest.raises(FileError, match="another program"), locked(path):
        pass
    assert list(tmp_path.iterdir()) == []
