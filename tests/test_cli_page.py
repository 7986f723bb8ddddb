"""journey page"""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import HARBOUR_FEVER, Run, refusal
from page_parts import STAND_INS

from journey.page.parts import PartsError


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("journey.cli.page.parts", lambda folder: STAND_INS)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_it_builds_a_site_and_a_single_file(run: Run, tmp_path: Path) -> None:
    assert run("page", "build", "site")[0] == 0
    assert (tmp_path / "site" / "parts" / "python.zip.part").exists()
    code, out, _ = run("page", "build", "--single", "page.html", "--title", "Ward 4 <b>")
    assert code == 0
    assert out == f"wrote page.html: {(tmp_path / 'page.html').stat().st_size / 1e6:.1f} MB\n"
    assert "<title>Ward 4 &lt;b&gt;</title>" in (tmp_path / "page.html").read_text("utf-8")


@pytest.mark.parametrize("words", [["build"], ["build", "site", "--single", "a.html"]])
def test_it_wants_one_place_to_build_to(run: Run, words: list[str]) -> None:
    assert refusal(run("page", *words)) == [
        "page build: give a folder for a site, or --single FILE"
    ]


def test_opening_builds_it_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("journey.cli.page.webbrowser.open", opened.append)
    assert run("page", "open")[0] == 0
    (built,) = (tmp_path / "cache").rglob("*.html")
    before = built.stat().st_mtime_ns
    assert run("page", "open")[0] == 0
    assert built.stat().st_mtime_ns == before
    assert opened == [built.as_uri()] * 2


def test_a_ward_puts_in_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ward.toml").write_bytes(HARBOUR_FEVER.read_bytes())
    (tmp_path / "support.txt").write_text("Room 5.\n\nAsk for tea.", "utf-8")
    words = ["--pathway", "ward.toml", "--phone", "Ring 0000", "--support", "support.txt"]
    assert run("page", "build", "--single", "page.html", *words)[0] == 0
    html = (tmp_path / "page.html").read_text("utf-8")
    assert "<p>Room 5.</p>\n<p>Ask for tea.</p>" in html
    assert "Ring 0000" in html


def test_what_is_missing_is_said_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(folder: Path) -> None:
        raise PartsError("the page is built with npm, which is not here; install Node.js")

    monkeypatch.setattr("journey.cli.page.parts", missing)
    (line,) = refusal(run("page", "build", "site"))
    assert "install Node.js" in line
