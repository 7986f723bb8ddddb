"""How fast a command starts, and how fast a whole pack is made, as processes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from measure import PYTHON, ROUNDS, compare, left_out, of_others, process, waited

BARE = process(PYTHON, "-c", "pass")
JOURNEY = (PYTHON, "-m", "journey")
EXPORT = (*JOURNEY, "export", "cruk-adult", "--start", "2026-03-02", "--made", "2026-03-02")


def main() -> None:
    for work, call, beside, theirs in (
        ("`journey --help`", process(*JOURNEY, "--help"), "`python -c pass`", BARE),
        ("`import journey`", process(PYTHON, "-c", "import journey"), "`python -c pass`", BARE),
        (
            "`journey plan cruk-adult`",
            process(*JOURNEY, "plan", "cruk-adult", "--start", "2026-03-02"),
            "`python -c pass`", BARE,
        ),
        (
            "`journey plan cruk-adult`",
            process(*JOURNEY, "plan", "cruk-adult", "--start", "2026-03-02"),
            "`import pydantic.BaseModel` alone",
            process(PYTHON, "-c", "from pydantic import BaseModel"),
        ),
    ):  # fmt: skip
        compare(work, call, beside, theirs, clock=waited)
    with tempfile.TemporaryDirectory() as folder:
        pack = process(*EXPORT, "--ics", "a.ics", "--html", "a.html", "--pdf", "a.pdf", cwd=folder)
        pack()
        printed = {}
        if chromium := shutil.which("chromium"):
            printed["Chromium, printing the same HTML"] = process(
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=b.pdf",
                (Path(folder) / "a.html").as_uri(), cwd=folder,
            )  # fmt: skip
        else:
            left_out("chromium", "apt-get install chromium")
        if of_others("weasyprint") is not None:
            printed["WeasyPrint, printing the same HTML"] = process(
                PYTHON, "-m", "weasyprint", "a.html", "b.pdf", cwd=folder
            )
        for beside, theirs in printed.items():
            try:
                theirs()
            except subprocess.CalledProcessError:
                left_out(beside, "it fails here")
                continue
            compare(
                "a whole pack: calendar, HTML and PDF", pack, beside, theirs, clock=waited,
                rounds=min(ROUNDS, 5),
            )  # fmt: skip
