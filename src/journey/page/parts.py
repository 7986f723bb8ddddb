"""What the page is built from: Pyodide from npm and wheels from PyPI, pinned, kept in a cache."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

from journey.errors import JourneyError, shortened
from journey.files import file_name, folder_of, make_folder, write_files

PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
"""What the page needs of the npm package."""

FOR_TOOLS = (".pyi", "py.typed")
"""What a wheel holds for type checkers."""

PATIENCE = 600
"""Seconds that a program of others may take."""


class PartsError(JourneyError):
    """The page cannot be built: a part of it, or a program that makes it, is missing."""


@dataclass(frozen=True)
class Compiler:
    """Compiles Python with the very Python that the page runs; keeps what it made in the folder."""

    folder: Path
    tools: Mapping[str, bytes]
    lock: str

    def __call__(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files, by path, with each Python compiled. Raises PartsError."""
        source = zipped(files)
        script = (resources.files("journey") / "page" / "compile.mjs").read_bytes()
        digest = hashlib.sha256(b"".join((source, script, self.lock.encode()))).hexdigest()
        kept = self.folder / f"compiled-{digest[:32]}.zip"
        if kept.exists():
            return dict(_unzipped(kept.read_bytes()))
        node = _program("node", "install Node.js: https://nodejs.org, or apt install nodejs npm")
        contents = {
            **self.tools, "source.zip": source, "compile.mjs": script,
            "lock.json": self.lock.encode(),
        }  # fmt: skip
        with folder_of(contents) as folder:
            _run([node, str(folder / "compile.mjs"), str(folder)], "the page's Python")
            compiled = (folder / "compiled.zip").read_bytes()
        write_files({kept: compiled})
        return dict(_unzipped(compiled))


@dataclass(frozen=True)
class Parts:
    """The files of others that the page carries, each as it travels in the page."""

    pyodide: Mapping[str, bytes]
    """Pyodide's own files, by name, without the library of Python."""
    lock: str
    """Pyodide's list of packages, emptied: nothing is loaded through it."""
    python: bytes
    """A zip of Python's own library, compiled."""
    packages: Mapping[str, bytes]
    """The files of the packages, compiled, by path."""
    licences: Mapping[str, str]
    """The text of each licence, by what is under it."""
    compiled: Compiler
    """Compiles more Python the same way."""


@cache
def pins() -> dict[str, Any]:
    """What is needed, and the hash of each file."""
    text = (resources.files("journey") / "page" / "parts.toml").read_text("utf-8")
    return tomllib.loads(text)


def fetched(folder: Path) -> dict[str, bytes]:
    """Every pinned file, from the folder; what is missing there is fetched into it.

    Raises PartsError, which says what to install.
    """
    make_folder(folder)
    wanted = [pins()["pyodide"], *pins()["wheels"]]
    missing = [part for part in wanted if not (folder / part["file"]).exists()]
    if any("name" in part for part in missing):
        _fetch_wheels([part for part in missing if "name" in part], folder)
    if any("name" not in part for part in missing):
        _fetch_pyodide(folder)
    found = {}
    for part in wanted:
        path = folder / part["file"]
        if not path.exists():
            raise PartsError(
                f"{part['file']} is not to be had; put it into {file_name(folder)} by hand"
            )
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != part["sha256"]:
            raise PartsError(
                f"{file_name(path)}: is not the file that is pinned; delete it and try again"
            )
        found[part["file"]] = data
    return found


def parts(folder: Path) -> Parts:
    """All that the page carries of others, ready to be packed. Raises PartsError."""
    files = fetched(folder)
    pyodide = dict(_members(files[pins()["pyodide"]["file"]]))
    lock = json.dumps({"info": json.loads(pyodide["pyodide-lock.json"])["info"], "packages": {}})
    tools = {name: pyodide[name] for name in PYODIDE if name.endswith((".mjs", ".wasm"))}
    compiler = Compiler(folder, {**tools, "python_stdlib.zip": pyodide["python_stdlib.zip"]}, lock)
    library = {n: d for n, d in _unzipped(pyodide["python_stdlib.zip"]) if not _is_unused(n)}
    packages: dict[str, bytes] = {}
    licences = dict(_own_licences())
    for wheel in pins()["wheels"]:
        for name, data in _unzipped(files[wheel["file"]]):
            if _is_licence(name):
                licences[f"{wheel['name']} {wheel['version']}"] = data.decode()
            elif not _is_unused(name):
                packages[name] = data
    return Parts(
        pyodide=tools,
        lock=lock,
        python=zipped(compiler(library)),
        packages=compiler(packages),
        licences=licences,
        compiled=compiler,
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files that is the same each time; not compressed, since the whole will be."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return data.getvalue()


def _fetch_pyodide(folder: Path) -> None:
    npm = _program("npm", "install Node.js: https://nodejs.org, or apt install nodejs npm")
    wanted = f"pyodide@{pins()['pyodide']['version']}"
    _run([npm, "pack", wanted, "--silent", "--pack-destination", str(folder)], wanted)


def _fetch_wheels(wheels: Sequence[Mapping[str, str]], folder: Path) -> None:
    python = pins()["pyodide"]
    wanted = [f"{wheel['name']}=={wheel['version']}" for wheel in wheels]
    _run(
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--only-binary", ":all:", "--platform", python["platform"],
            "--python-version", python["python"], "--implementation", "cp",
            "--abi", f"cp{python['python'].replace('.', '')}", "--dest", str(folder), *wanted,
        ],
        ", ".join(wanted),
    )  # fmt: skip


def _run(command: Sequence[str], what: str) -> None:
    """Run a program of others. Raises PartsError with the last thing it said."""
    try:
        done = subprocess.run(  # noqa: S603  a list, and no shell
            command, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PartsError(f"{what} cannot be had: {shortened(str(error), limit=200)}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it said nothing"]
        raise PartsError(f"{what} cannot be had: {shortened(said[-1], limit=200)}")


def _program(name: str, mend: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise PartsError(f"the page is built with {name}, which is not here; {mend}")
    return path


def _members(package: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of an npm package."""
    with tarfile.open(fileobj=io.BytesIO(package), mode="r:gz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                yield PurePosixPath(member.name).name, file.read()


def _unzipped(archive: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        for name in files.namelist():
            if not name.endswith("/"):
                yield name, files.read(name)


def _is_unused(name: str) -> bool:
    path, stays = PurePosixPath(name), pins()["stays"]
    if path.parts[0] == "encodings":
        return path.stem not in stays["encodings"]
    if path.parts[0].endswith(".dist-info") or "tests" in path.parts:
        return True
    folders = {str(folder) for folder in path.parents}
    return name.endswith(FOR_TOOLS) or not {name, *folders}.isdisjoint(pins()["unused"])


def _is_licence(name: str) -> bool:
    folder, _, file = name.partition("/")
    return folder.endswith(".dist-info") and PurePosixPath(file).name.startswith("LICENSE")


def _own_licences() -> Iterable[tuple[str, str]]:
    """The licences of what is compiled into Pyodide, which its npm package does not bring."""
    folder = resources.files("journey") / "page" / "licences"
    version = pins()["pyodide"]["version"]
    yield f"Pyodide {version}", (folder / "MPL-2.0.txt").read_text("utf-8")
    yield f"CPython {pins()['pyodide']['python']}", (folder / "CPython.txt").read_text("utf-8")
    yield "Emscripten", (folder / "Emscripten.txt").read_text("utf-8")
