"""What the browser tests of the page share: one build of it, made once for all workers."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import http.server
import os
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from pages.tools import missing

from journey.files import make_folder, write_files
from journey.page.build import single, site
from journey.page.parts import PartsError, parts

ROOT = Path(__file__).parent.parent.parent
PARTS = ROOT / ".cache" / "page"
MADE = dt.date(2026, 4, 20)


@pytest.fixture(scope="session", autouse=True)
def _tools() -> None:
    """Skips where a program of others is not here; fails where CI is set."""
    names = ("chromium", "node", "playwright-core", "axe-core", "poppler")
    reasons = [reason for name in names if (reason := missing(name))]
    if reasons and os.environ.get("CI"):
        pytest.fail("; ".join(reasons), pytrace=False)
    if reasons:
        pytest.skip("; ".join(reasons))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `site` and `single/page.html`, built by whichever worker comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "page-built"
    make_folder(shared)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "single" / "page.html").exists():
            try:
                made_of = parts(PARTS)
            except PartsError as error:
                if os.environ.get("CI"):
                    raise
                pytest.skip(str(error))
            files = {
                shared / "site" / name: data for name, data in site(made_of, made=MADE).items()
            }
            files[shared / "single" / "page.html"] = single(made_of, made=MADE)
            for folder in {path.parent for path in files}:
                make_folder(folder)
            write_files(files)
    return shared


class Quiet(http.server.SimpleHTTPRequestHandler):
    """`python -m http.server`, which tells the test what was asked for."""

    asked: list[str] = []  # noqa: RUF012  one server a test

    def log_message(self, *_: object) -> None:
        self.asked.append(self.path)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a folder on this machine, and what was asked of it."""
    Quiet.asked = []
    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", Quiet.asked
        server.shutdown()


def node(*words: str | Path) -> None:
    done = subprocess.run(
        ["node", *words], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
