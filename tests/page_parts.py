"""Stand-ins for what the page is built from, so that building it can be tested without them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from journey.page.parts import Compiler, Parts


class NoCompiler(Compiler):
    """Leaves Python as it is."""

    def __call__(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        return dict(files)


STAND_INS = Parts(
    pyodide={
        "pyodide.mjs": b"// loader",
        "pyodide.asm.mjs": b"// assembly",
        "pyodide.asm.wasm": b"\0asm",
    },
    lock="{}",
    python=b"PK",
    packages={"pydantic/__init__.pyc": b"compiled"},
    licences={"Something 1.0": "You may, <if> you say so."},
    compiled=NoCompiler(Path(), {}, "{}"),
)
