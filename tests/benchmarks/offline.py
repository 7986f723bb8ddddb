"""How fast the page is, beside Pyodide with pydantic alone: `python tests/benchmarks/offline.py`.

Five runs in chromium, each in a browser of its own that has nothing cached; the medians. Needs
what the browser tests need (`.ci/run` fetches it). Not a test: nothing here passes or fails by a
clock.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import http.server
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from journey.page.build import single, site, words
from journey.page.parts import fetched, parts, pins

ROOT = Path(__file__).parent.parent.parent
PARTS = ROOT / ".cache" / "page"
PLAYWRIGHT = ROOT / ".cache" / "npm" / "node_modules" / "playwright-core"
"""Where `.ci/run tools` puts it."""
RUNS = int(os.environ.get("RUNS", "5"))

PLAIN = """<!DOCTYPE html><title>wait</title><script type="module">
import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide({ packageBaseUrl: "./", lockFileContents: WHAT });
for (const name of WHEELS)
  python.unpackArchive(await (await fetch(name)).arrayBuffer(), "wheel");
python.runPython(`
import pydantic
class Plain(pydantic.BaseModel):
    number: int
assert Plain(number=1).number == 1
`);
document.title = "done";
</script>"""
"""Pyodide as it comes, and pydantic as it comes: what any page with them has to wait for."""
OF_PYDANTIC = ("annotated", "pydantic", "typing")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def written(folder: Path) -> tuple[int, int]:
    """The pages to open in a folder; the sizes of the single file and of the site, packed."""
    made_of, made = parts(PARTS), dt.date(2026, 4, 20)
    page, files = single(made_of, made=made), site(made_of, made=made)
    (folder / "page.html").write_bytes(page)
    for name, data in files.items():
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_bytes(data)
    plain = folder / "plain"
    plain.mkdir()
    found = fetched(PARTS)
    with tempfile.TemporaryDirectory() as unpacked:
        package = PARTS / pins()["pyodide"]["file"]
        shutil.unpack_archive(package, unpacked, "gztar", filter="data")
        for file in (Path(unpacked) / "package").iterdir():
            shutil.copy(file, plain)
    wheels = [name for name in found if name.startswith(OF_PYDANTIC)]
    for name in wheels:
        (plain / name).write_bytes(found[name])
    text = PLAIN.replace("WHAT", json.dumps(made_of.lock)).replace("WHEELS", json.dumps(wheels))
    (plain / "index.html").write_text(text, "utf-8")
    packed = sum(len(d) if n.endswith(".part") else _packed(d) for n, d in files.items())
    return len(page), packed


def _packed(data: bytes) -> int:
    import gzip

    return len(gzip.compress(data))


def main() -> None:
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as address:
        folder = Path(name)
        size, packed = written(folder)
        jobs = {
            "chromium": shutil.which("chromium"),
            "playwright": os.environ.get("PLAYWRIGHT_CORE", str(PLAYWRIGHT)),
            "runs": RUNS, "ready": words()["ready"], "plain": f"{address}/plain/",
            "single": (folder / "page.html").as_uri(), "site": f"{address}/site/",
        }  # fmt: skip
        (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
        script = Path(__file__).with_suffix(".mjs")
        done = subprocess.run(
            ["node", script, folder / "jobs.json"], stdout=subprocess.PIPE, text=True, check=True
        )
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    print(f"{'single file':28} {size / 1e6:8.1f} MB\n{'site, packed':28} {packed / 1e6:8.1f} MB")
    units = {"content": "s", "cold": "s", "plain": "s", "redraw": "ms", "memory": "MB"}
    for key in runs[0]:
        found = [run[key] for run in runs]
        spread = f"({min(found):.2f} to {max(found):.2f})"
        print(f"{key:28} {statistics.median(found):8.2f} {units[key.split()[-1]]:2} {spread}")
    ratio = statistics.median(run["single cold"] / run["plain"] for run in runs)
    print(f"{'single cold against plain':28} {ratio:8.2f} times")


if __name__ == "__main__":
    main()
