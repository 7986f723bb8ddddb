"""Our own processes: a dead one is replaced, and none outlives the one that started it."""

from __future__ import annotations

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_batch_running import INPUT, MADE, bytes_in, lines, run

from journey import batch
from journey.batch import Processes, Progress

KILLS = int(os.environ.get("BATCH_KILLS", "1"))
"""So often a worker is killed, each time for another's start; 20 by hand, with more to do."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")


def workers_of(process: int) -> list[int]:
    """The processes that it started to work for it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8").rpartition(")")[2].split()
            line = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z" and b"spawn_main" in line:
            found.append(int(path.parent.name))
    return found


def is_gone(process: int) -> bool:
    try:
        return ") Z " in Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return True


def wait_for(is_so: object, what: str) -> None:
    for _ in range(600):
        if callable(is_so) and is_so():
            return
        time.sleep(0.05)
    raise AssertionError(what)


def test_a_worker_that_dies_is_replaced_and_its_chunk_done_again(tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(_: Progress) -> None:
        if len(killed) < KILLS:
            killed.extend(workers := workers_of(os.getpid())[:1])
            for worker in workers:
                os.kill(worker, signal.SIGKILL)

    source = lines(2 * KILLS + 6)
    run(tmp_path / "alone", io.BytesIO(source))
    with Processes(1) as processes:
        run(tmp_path / "out", io.BytesIO(source), executor=processes, ahead=2, tell=kill)
        last = workers_of(os.getpid())
    assert len(set(killed)) == KILLS
    assert bytes_in(tmp_path / "out") == bytes_in(tmp_path / "alone")
    wait_for(lambda: all(map(is_gone, last)), "they outlive the executor")


DRIVER = """
import datetime as dt, signal
from journey import batch
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs behind a shell ignores it
    line = '{"id": "a-%d", "pathway": "macmillan", "start": "2026-03-02"}'
    source = (line % n for n in range(10**9))
    batch.run(source, out="out", made=dt.date(2026, 3, 2), formats=["ics"], chunk=20,
              executor=batch.Processes(1))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_its_driver_however_that_ends(how: int, tmp_path: Path) -> None:
    (tmp_path / "driver.py").write_text(DRIVER, "utf-8")
    driver = subprocess.Popen(
        [sys.executable, "driver.py"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_for((tmp_path / "out" / "000001.zip").exists, "nothing is written")
        workers = workers_of(driver.pid)
        assert workers
        driver.send_signal(how)
        _, told = driver.communicate(timeout=30)
    finally:
        driver.kill()  # it would write for ever
        driver.wait()
    wait_for(lambda: all(map(is_gone, workers)), "a worker goes on")
    if how == signal.SIGINT:
        assert told.count("Traceback") == 1  # the driver's own
        assert told.rstrip().endswith("KeyboardInterrupt")


def test_dask_gives_the_same_bytes(tmp_path: Path) -> None:
    distributed = pytest.importorskip(
        "distributed", reason="needs the extra dask: pip install '.[dask]'"
    )
    run(tmp_path / "alone")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        executor = client.get_executor()
        done = batch.run(
            io.BytesIO(INPUT), out=tmp_path / "out", made=MADE, formats=["ics", "table"], chunk=2,
            executor=executor, patience=dt.timedelta(seconds=60),
        )  # fmt: skip
    assert done.journeys == 9
    assert bytes_in(tmp_path / "out") == bytes_in(tmp_path / "alone")
