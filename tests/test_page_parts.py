"""What the page is built from: pinned, checked, and said how to get where it is missing."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from journey.page import parts as module
from journey.page.parts import Compiler, PartsError, fetched, pins, zipped


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    said = {
        "pyodide": {
            "version": "1",
            "python": "3.14",
            "platform": "wasm",
            "file": "p.tgz",
            "sha256": hashlib.sha256(b"p").hexdigest(),
        },
        "wheels": [
            {
                "name": "w",
                "version": "2",
                "file": "w.whl",
                "sha256": hashlib.sha256(b"w").hexdigest(),
            }
        ],
    }
    monkeypatch.setattr(module, "pins", lambda: said)
    return said


def test_every_pin_has_a_hash_and_names_its_file() -> None:
    for part in (pins()["pyodide"], *pins()["wheels"]):
        assert len(part["sha256"]) == 64
        assert part["version"] in part["file"]


def test_what_is_in_the_folder_is_not_fetched_again(
    pinned: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_run", None)  # calling it would fail
    (tmp_path / "p.tgz").write_bytes(b"p")
    (tmp_path / "w.whl").write_bytes(b"w")
    assert fetched(tmp_path) == {"p.tgz": b"p", "w.whl": b"w"}


def test_a_file_that_differs_by_a_byte_is_refused(pinned: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "p.tgz").write_bytes(b"P")
    (tmp_path / "w.whl").write_bytes(b"w")
    with pytest.raises(PartsError, match=r"p\.tgz: is not the file that is pinned; delete it"):
        fetched(tmp_path)


def test_where_npm_is_missing_it_says_what_to_install(
    pinned: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    (tmp_path / "w.whl").write_bytes(b"w")
    with pytest.raises(PartsError, match=r"npm, which is not here; install Node\.js"):
        fetched(tmp_path)
    with pytest.raises(PartsError, match=r"node, which is not here; install Node\.js"):
        Compiler(tmp_path, {}, "{}")({"a.py": b""})


def test_a_wheel_that_cannot_be_had_is_named_with_what_pip_said(
    pinned: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Done:
        returncode, stdout, stderr = 1, "", "ERROR: first\nERROR: No matching distribution\n"

    monkeypatch.setattr("subprocess.run", lambda *_, **__: Done)
    with pytest.raises(PartsError, match="w==2 cannot be had: ERROR: No matching distribution"):
        fetched(tmp_path)


def test_what_was_fetched_under_another_name_is_said(
    pinned: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_run", lambda *_: None)
    monkeypatch.setattr("shutil.which", lambda name: name)
    with pytest.raises(PartsError, match=r"p\.tgz is not to be had; put it into"):
        fetched(tmp_path)


def test_a_zip_is_the_same_in_any_order_and_holds_no_time() -> None:
    one, other = zipped({"a": b"1", "b": b"2"}), zipped({"b": b"2", "a": b"1"})
    assert one == other
    assert {i.date_time for i in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


@pytest.mark.parametrize(
    ("name", "is_unused"),
    [
        ("unittest/case.py", True), ("turtle.py", True), ("encodings/cp037.py", True),
        ("encodings/utf_8.py", False), ("json/decoder.py", False), ("pydantic/v1/main.py", True),
        ("pydantic/main.py", False), ("icalendar/tests/test_a.py", True), ("six.py", False),
        ("six-1.17.0.dist-info/METADATA", True), ("pydantic_core/_pydantic_core.pyi", True),
    ],
)  # fmt: skip
def test_what_nothing_imports_is_left_out(name: str, *, is_unused: bool) -> None:
    assert module._is_unused(name) == is_unused
