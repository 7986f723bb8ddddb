"""A batch: stopped at any moment and begun again, it ends with the bytes of an unbroken run."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import io
import os
import random
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journey import batch
from journey.batch import Progress, begun
from journey.errors import ArgumentError, BatchError, FileError, MissingExtraError

MADE = dt.date(2026, 3, 2)
KILLS = int(os.environ.get("BATCH_KILLS", "3"))
"""So often a driver is killed; 20 by hand."""


def lines(count: int = 12) -> bytes:
    """Every fourth line is bad."""
    return b"".join(
        b'{"id": "a-%d", "pathway": "macmillan", "start": "2026-0%d-02"}\n' % (n, n % 4 * 3 + 1)
        for n in range(count)
    )


INPUT = lines()


class Here(Executor):
    """Does the work at once, here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def run(out: Path, source: Any = None, **options: Any) -> Progress:
    given: dict[str, Any] = {"formats": ["ics", "table"], "chunk": 2, "executor": Here()}
    source = io.BytesIO(INPUT) if source is None else source
    return batch.run(source, out=out, made=MADE, **given | options)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("unbroken")
    done = run(out)
    assert (done.lines, done.journeys, done.bad_lines, done.end) == (12, 9, 3, len(INPUT))
    return bytes_in(out)


def test_what_is_written_is_told(unbroken: dict[str, bytes]) -> None:
    endings = (".zip", "-phases.csv.gz", "-events.csv.gz")
    wanted = {f"{n:06}{ending}" for n in range(1, 7) for ending in endings}
    assert unbroken.keys() == wanted | {"manifest.jsonl", "problems.txt"}
    told = unbroken["problems.txt"].decode().splitlines()
    assert [line.split(":")[0] for line in told] == ["line 4", "line 8", "line 12"]


class Stopped(BaseException):
    """As Ctrl-C, or worse."""


class Disk:
    """Keeps what it was made to keep; at the last sync only a part of what is new."""

    def __init__(self) -> None:
        self.kept: dict[int, int] = {}
        self.left, self.share = 10**9, 0
        self.error: BaseException = Stopped()

    def sync(self, handle: int) -> None:
        found = os.fstat(handle)
        before = min(self.kept.get(found.st_ino, 0), found.st_size)
        if self.left == 0:
            os.ftruncate(handle, before + (found.st_size - before) * self.share // 100)
            raise self.error
        self.left -= 1
        self.kept[found.st_ino] = found.st_size


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(os, "fsync", lambda handle: disk.sync(handle))
    return disk


def test_every_file_and_every_line_of_the_manifest_is_on_the_disk_before_it_counts(
    disk: Disk, tmp_path: Path
) -> None:
    run(tmp_path)
    files, bad = 6 * 3, 3
    assert 10**9 - disk.left == files + bad + 1 + 6 + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(stops=st.lists(st.tuples(st.integers(0, 25), st.integers(0, 99)), max_size=3))
def test_stopped_at_any_write_and_begun_again_it_ends_with_the_same_bytes(
    stops: list[tuple[int, int]], unbroken: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory, disk: Disk,
) -> None:  # fmt: skip
    out = tmp_path_factory.mktemp("out")
    for disk.left, disk.share in [*stops, (10**9, 0)]:
        with contextlib.suppress(Stopped):
            run(out)
        assert not list(out.glob("*.lock"))
    assert bytes_in(out) == unbroken


def test_done_once_nothing_is_done_again(unbroken: dict[str, bytes], tmp_path: Path) -> None:
    first = run(tmp_path)
    again = run(tmp_path, executor=ThreadPoolExecutor(1))
    assert (again.journeys, again.bad_lines, again.before) == (first.journeys, 3, 12)
    assert bytes_in(tmp_path) == unbroken


class Losing(Here):
    """An executor that loses some of what it is given, one way or another."""

    def __init__(self, *ways: str) -> None:
        self.ways = iter(ways)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        match next(self.ways, "right"):
            case "lost":
                pass
            case "cancelled":
                future.cancel()
            case "failed":
                future.set_exception(OSError("the connection is gone"))
            case _:
                return super().submit(fn, *args, **kwargs)
        return future


def test_what_an_executor_loses_is_given_out_again(
    unbroken: dict[str, bytes], tmp_path: Path
) -> None:
    losing = Losing("lost", "failed", "right", "cancelled", "lost", "cancelled", "failed")
    run(tmp_path, executor=losing, patience=dt.timedelta(milliseconds=20))
    assert bytes_in(tmp_path) == unbroken


def test_a_chunk_that_fails_again_and_again_is_told_and_what_is_done_stays(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"2 lines up to line 6 failed 5 times.*OSError: the con"):
        run(tmp_path, executor=Losing("right", "right", *["failed"] * 9), ahead=1)
    assert (tmp_path / "000002.zip").exists()


def test_an_executor_that_was_shut_down_is_told(tmp_path: Path) -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(BatchError, match="the executor takes no more: cannot schedule"):
        run(tmp_path, executor=executor)


def changed(tmp_path: Path, now: bytes, *, stop: int) -> pytest.ExceptionInfo[BatchError]:
    def told(progress: Progress) -> None:
        if progress.lines >= stop:
            raise Stopped

    with contextlib.suppress(Stopped):
        run(tmp_path, tell=told)
    before = bytes_in(tmp_path)
    with pytest.raises(BatchError, match="input has changed") as error:
        run(tmp_path, io.BytesIO(now))
    assert bytes_in(tmp_path) == before
    return error


@pytest.mark.parametrize(
    ("now", "first"),
    [(INPUT.replace(b"a-1", b"b-1"), 1), (INPUT[:100], 1), (lines(5), 5), (lines(13), 13)],
)
def test_a_stream_that_changed_is_refused_from_the_line_on(
    now: bytes, first: int, tmp_path: Path
) -> None:
    error = changed(tmp_path, now, stop=99)
    assert f"from line {first} on; give the same" in str(error.value)


def test_a_file_that_changed_anywhere_is_refused(tmp_path: Path) -> None:
    path, out = tmp_path / "in.jsonl", tmp_path / "out"
    path.write_bytes(INPUT)

    def told(progress: Progress) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        run(out, path, tell=told)
    path.write_bytes(INPUT[:-3] + b" }\n")
    with pytest.raises(BatchError, match="out: the input has changed since the batch here"):
        run(out, path)


def test_a_full_disk_is_told_and_gone_on_from(
    unbroken: dict[str, bytes], tmp_path: Path, disk: Disk
) -> None:
    for disk.left in (8, 1, 3):
        disk.error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        with pytest.raises(FileError, match="cannot be written: no space left on device"):
            run(tmp_path)
        assert not list(tmp_path.glob("*.tmp"))
    disk.left = 10**9
    run(tmp_path)
    assert bytes_in(tmp_path) == unbroken


def test_a_target_that_nobody_can_write_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for out in (tmp_path / "file", Path("/proc/self/out")):
        with pytest.raises(FileError, match=r"is a file; name a folder|cannot be made"):
            run(out)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="cannot be written"):
        run(tmp_path)


def test_another_run_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    def again(_: Progress) -> None:
        with pytest.raises(FileError, match="another program is changing it"):
            run(tmp_path)

    run(tmp_path, tell=again)


def test_no_more_is_read_ahead_than_is_asked_for(tmp_path: Path) -> None:
    read = 0

    def source() -> Iterator[bytes]:
        nonlocal read
        for line in INPUT.splitlines():
            read += 1
            yield line

    run(tmp_path, source(), ahead=2, tell=lambda progress: read <= progress.lines + 4 or 1 / 0)
    assert read == 12


def test_what_is_wrong_for_all_lines_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> bytes:
        raise MissingExtraError("PDF files", "pdf")

    monkeypatch.setattr("journey.batch.packs.to_pdf", missing)
    with pytest.raises(MissingExtraError):
        run(tmp_path, formats=["pdf"])


WRONG: list[tuple[str, Any, str]] = [
    ("journeys", 3, "journeys: should be an Iterable"),
    ("formats", "ics", r"formats: should be a list of texts.*formats=\['ics'\]"),
    ("formats", ["docx"], r'no format "docx" \(there are: ics, html, pdf, txt, table\)'),
    ("formats", [], "no format is named"),
    ("made", "2026-03-02", "made: should be a datetime.date"),
    ("out", None, "out: should be text or a path"),
    ("chunk", 0, "chunk: should be from 1 to 100,000, not 0"),
    ("ahead", True, "ahead: should be a whole number"),
    ("executor", map, "executor: should be an Executor"),
    ("patience", 3, "patience: should be a datetime.timedelta"),
]


@pytest.mark.parametrize(("name", "wrong", "told"), WRONG)
def test_what_is_wrong_is_told(name: str, wrong: Any, told: str, tmp_path: Path) -> None:
    right: dict[str, Any] = {
        "journeys": [], "out": tmp_path / "out", "made": MADE, "formats": ["ics"]
    }  # fmt: skip
    with pytest.raises(ArgumentError, match=told):
        batch.run(**right | {name: wrong})
    assert not (tmp_path / "out").exists()


def test_a_folder_says_which_day_its_batch_is_made_for(tmp_path: Path) -> None:
    assert begun(tmp_path) is begun(tmp_path / "none") is None
    run(tmp_path)
    assert begun(tmp_path) == MADE


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_driver_that_is_killed_at_any_moment_is_gone_on_from(
    unbroken: dict[str, bytes], tmp_path: Path
) -> None:
    began = time.monotonic()
    run(tmp_path / "timed")
    whole = time.monotonic() - began
    moments = random.Random(3)
    killed = 0
    for n in range(KILLS):
        out = tmp_path / str(n)
        while not (out / "000006.zip").exists():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of threads; the copy has work for one alone
                child = os.fork()
            if child == 0:  # whatever comes, it is no second run of the tests
                try:
                    run(out)
                finally:
                    os._exit(0)
            time.sleep(moments.uniform(0, whole))
            os.kill(child, signal.SIGKILL)
            killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        run(out)
        assert bytes_in(out) == unbroken
    assert killed
