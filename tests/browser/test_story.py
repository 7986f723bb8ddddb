"""The page in a real browser: one family's story in the site and in the single file."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pages.tools import run as ran

from journey.cli import main
from journey.page.build import words
from journey.words.catalogue import words as wording

from .conftest import ROOT, node, served

TIME = "2026-04-21T09:30:00Z"
LATER = "2026-05-02T10:00:00Z"
KINDS = ("single", "site")
BROKEN = 'format = 1\nkind = "journey"\nid = "Sam!"\nstart = 2026\nknwon = {}\n'


@contextlib.contextmanager
def address(built: Path, kind: str, alone: Path) -> Iterator[tuple[str, list[str]]]:
    if kind == "site":
        with served(built / "site") as found:
            yield found
    else:  # alone in a folder
        shutil.copy(built / "single" / "page.html", alone / "page.html")
        yield (alone / "page.html").as_uri(), []


@pytest.fixture(scope="module", params=KINDS)
def lived(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Any], Path, list[str]]:
    """What was seen in one build: its kind, what it tells, the downloads, what was asked for."""
    folder = tmp_path_factory.mktemp(request.param)
    alone = tmp_path_factory.mktemp("alone")
    with address(built, request.param, alone) as (url, asked):
        jobs = {
            "url": url, "folder": str(folder), "time": TIME, "later": LATER, "words": words(),
            "chromium": shutil.which("chromium"), "playwright": os.environ["PLAYWRIGHT_CORE"],
            "axe": str(Path(os.environ["AXE_CORE"]) / "axe.min.js"),
            "pictures": bool(os.environ.get("PAGE_PICTURES")),
            "files": [
                ("large.toml", 50_000_000, ""),
                ("calendar.ics", 0, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
                ("broken.toml", 0, BROKEN),
                ("ward.toml", 0, 'format = 1\nkind = "pathway"\nid = "ward"\n'),
            ],
        }  # fmt: skip
        (folder / "jobs.json").write_text(json.dumps(jobs), "utf-8")
        node(Path(__file__).parent / "story.mjs", folder / "jobs.json")
    return request.param, json.loads((folder / "found.json").read_text("utf-8")), folder, asked


Lived = tuple[str, dict[str, Any], Path, list[str]]


def test_nothing_is_wrong_in_any_view(lived: Lived) -> None:
    """axe-core, the width at 320 and 1280 px, the console, and the page's own policy."""
    _, found, _, _ = lived
    assert found["objections"] == []
    assert found["broken"] == []


def test_the_road_is_there_before_python_is(lived: Lived) -> None:
    _, found, _, _ = lived
    assert "There are no dates yet" in found["before"]["road"]
    assert wording("en-GB").notice in found["before"]["road"]
    assert found["before"]["status"] in words().values()


def test_nothing_is_asked_of_any_network_once_it_has_loaded(lived: Lived) -> None:
    kind, found, _, asked = lived
    later = [url for step, url in found["requests"] if step != "load"]
    assert later == []
    urls = {url for _, url in found["requests"]}
    if kind == "single":
        assert len(urls) == 1
    else:
        assert {url.split("/")[2].split(":")[0] for url in urls} == {"127.0.0.1"}
        assert set(asked) == {urlsplit(url).path for url in urls}
    typed = ("Wedding", "2026-03-02", "onerror", "consolidation=")
    assert not [url for url in [*urls, *asked] if any(t in url for t in typed)]


def test_files_are_byte_for_byte_those_of_the_command_line(
    lived: Lived, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of the journey file that was saved, for the same day and the calendar saved before."""
    _, _, folder, _ = lived
    monkeypatch.chdir(tmp_path)
    for edition, made in (("first", TIME[:10]), ("second", LATER[:10])):
        shutil.copy(folder / f"{edition}.toml", "sam.toml")
        files = ["--ics", "sam.ics", "--html", "sam.html", "--txt", "sam.txt", "--svg", "sam.svg"]
        assert main(["export", "sam.toml", *files, "--made", made]) == 0
        assert Path("sam.ics").read_bytes() == (folder / f"{edition}.ics").read_bytes()
    for kind in ("html", "txt", "svg"):
        assert Path(f"sam.{kind}").read_bytes() == (folder / f"second.{kind}").read_bytes(), kind
    assert main(["check", "sam.toml", "--made", LATER[:10]]) == 0


def test_a_journey_that_is_opened_again_is_the_one_that_was_saved(lived: Lived) -> None:
    _, found, folder, _ = lived
    assert found["seen"]["again"] == ""  # a reload forgot everything
    assert (folder / "third.toml").read_bytes() == (folder / "second.toml").read_bytes()
    assert (folder / "third.html").read_bytes() == (folder / "second.html").read_bytes()


def test_the_picture_in_the_readme_has_its_size(lived: Lived, *, rewrites_golden: bool) -> None:
    """Letters differ by a hair from machine to machine: no pixel is compared. `--golden` takes it
    anew.
    """
    _, _, folder, _ = lived
    now, shown = folder / "page.png", ROOT / "docs" / "page.png"
    if rewrites_golden:
        shutil.copy(now, shown)
    assert size(shown) == size(now) == (1280, 800)


def size(png: Path) -> tuple[int, ...]:
    data = png.read_bytes()
    assert data.startswith(b"\x89PNG")
    return struct.unpack(">II", data[16:24])


def test_the_picture_to_send_is_a_picture(lived: Lived) -> None:
    _, _, folder, _ = lived
    width, height = size(folder / "second.png")
    assert width > 900
    assert height > 600
    assert (folder / "second.png").stat().st_size > 20_000


def test_what_is_printed_carries_the_notice_on_every_sheet(lived: Lived) -> None:
    _, _, folder, _ = lived
    sheets = ran("pdftotext", "-layout", folder / "printed.pdf", "-").split("\f")[:-1]
    assert len(sheets) > 3
    for sheet in sheets:
        assert "This guide helps you learn and plan." in " ".join(sheet.split())


def test_a_delay_is_told_and_a_slip_is_told_beside_its_field(lived: Lived) -> None:
    _, found, _, _ = lived
    assert "11 May 2026" in found["seen"]["moved"]
    assert "consolidation" in found["seen"]["wrong"].lower()
    assert found["seen"]["back"] == ["#take", "2026-03-02"]


def test_the_page_is_in_the_english_of_its_guide(lived: Lived) -> None:
    _, found, _, _ = lived
    assert found["seen"]["language"] == "en-US"


def test_what_a_person_types_is_text(lived: Lived) -> None:
    _, found, _, _ = lived
    assert "<img src=x onerror=alert(1)>" in found["seen"]["own"]


def test_a_file_that_is_not_the_right_one_says_why(lived: Lived) -> None:
    _, found, _, _ = lived
    seen = found["seen"]
    assert "too large" in seen["large.toml"]
    assert "is a calendar" in seen["calendar.ics"]
    assert seen["broken.toml"].count("\n") >= 1  # every problem, with its place
    assert 'id: "Sam!"' in seen["broken.toml"]
    assert "did you mean known?" in seen["broken.toml"]
    assert "ward.toml" in seen["ward.toml"]
    assert seen["full"] == words()["keep_failed"]


def test_nothing_is_kept_unless_it_was_asked_for(lived: Lived) -> None:
    _, found, _, _ = lived
    nothing = {"local": {}, "session": {}, "cookies": "", "databases": []}
    assert found["stored"]["unasked"] == nothing
    assert "consolidation" in found["stored"]["asked"]["local"]["journey"]
    assert found["stored"]["forgotten"] == nothing
    assert found["seen"]["forgotten"] == ""


def test_an_old_browser_and_one_without_scripts_still_show_the_road(lived: Lived) -> None:
    _, found, _, _ = lived
    status, road = found["seen"]["old"]
    assert status == words()["no_wasm"]
    assert "There are no dates yet" in road
    said, is_shown = found["seen"]["still"]
    assert is_shown
    assert words()["no_script"] in said
