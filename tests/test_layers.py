"""Imports point down only, and the package costs nothing until it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType

import pytest

import journey
from journey import types

SRC = Path(journey.__file__).parent

ROOMS = (
    ("cli", "types"),
    ("batch", "page"),
    ("export",),
    ("pages",),
    ("calendar", "checking", "picture"),
    ("journeys",),
    ("words",),
    ("planning",),
    ("pathways",),
    ("files", "values"),
    ("errors",),
)
"""From the top down: a module may import from its own room and from those below it."""

FRONT_DOOR = {"journey", "journey.types"}
"""Where the public names are."""

HEAVY = ("pydantic", "icalendar", "dateutil", "tomlkit", "argparse", "typst")


def depth_of(room: str) -> int:
    for depth, names in enumerate(ROOMS):
        if room in names:
            return depth
    raise AssertionError(f"{room} is no room of the table; give it a place")


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("journey"):
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("journey")}
    return found


def named(path: Path) -> str:
    return ".".join(("journey", *path.relative_to(SRC).with_suffix("").parts))


def modules(path: Path) -> set[str]:
    """The modules that a file imports, whether whole or a name out of them."""
    return imports(path) | {
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


MODULES = [p for p in sorted(SRC.rglob("*.py")) if p.name not in ("__init__.py", "__main__.py")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_imports_point_down_from_room_to_room(path: Path) -> None:
    own = room_of(path)
    for module in imports(path) - FRONT_DOOR:  # see below
        other = module.split(".")[1] if "." in module else "__init__"
        if own != other:
            assert depth_of(other) > depth_of(own), f"{path.name} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_only_the_page_what_shows_a_value_and_the_version_go_by_the_front_door(
    path: Path,
) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    shown = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and (function.name.startswith("_repr_") or function.name == "activity_rows")
        for node in ast.walk(function)
    ]
    versions = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "__version__"
    ]
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "journey"]
    if "journey" in imports(path) and room_of(path) != "page":
        assert used
        assert all(node in shown or node in versions for node in used)


def test_the_bridge_of_the_page_uses_public_names_alone() -> None:
    bridge = SRC / "page" / "bridge.py"
    assert imports(bridge) <= {"journey", "journey.types"}
    names = {
        node.attr
        for node in ast.walk(ast.parse(bridge.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "journey"
    }
    assert names
    assert names <= set(journey.__all__)


def first_line(room: str) -> str:
    path = SRC / room / "__init__.py" if (SRC / room).is_dir() else SRC / f"{room}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring, f"{path.name} says nothing of itself"
    return docstring.split("\n")[0]


def test_the_readme_shows_the_rooms_as_they_say_of_themselves(*, rewrites_golden: bool) -> None:
    path = SRC.parent.parent / "README.md"
    readme = path.read_text("utf-8")
    rows = [f"| `{room}` | {first_line(room)} |" for row in ROOMS for room in row]
    table = "\n".join(["| room | what it is for |", "|---|---|", *rows, ""])
    before, after = "<!-- rooms, from their docstrings -->\n", "<!-- end of rooms -->"
    head, rest = readme.split(before)
    _, tail = rest.split(after)
    if rewrites_golden:
        path.write_text(f"{head}{before}{table}{after}{tail}", "utf-8")
    assert rest.startswith(table + after), "the table is old: pytest --golden writes it anew"


def test_every_room_of_the_package_has_a_place() -> None:
    rooms = {room_of(path) for path in SRC.rglob("*.py")} - {"__init__", "__main__"}
    assert rooms == {room for row in ROOMS for room in row}


def test_no_two_modules_import_each_other_even_in_a_roundabout_way() -> None:
    below = {named(path): modules(path) & set(map(named, MODULES)) for path in MODULES}
    assert tuple(TopologicalSorter(below).static_order())  # raises CycleError, which names them


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SRC)))
def test_only_the_command_line_prints_or_reads_the_clock_and_only_files_write(path: Path) -> None:
    own = room_of(path)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if own != "cli":
            assert name != "print"
            assert not name.endswith((".now", ".today", ".utcnow", "time.time"))
        if own != "files":
            assert not name.endswith((".write_text", ".write_bytes", "os.replace"))
            assert name != "open"


HELP = """
import journey.cli, os, sys
sys.stdout, printed = open(os.devnull, "w"), sys.stdout
try:
    journey.cli.main(["--help"])
except SystemExit:
    sys.stdout = printed
"""


def test_help_loads_nothing_that_it_does_not_print() -> None:
    script = f"{HELP}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(SRC.parent)},
    )  # fmt: skip
    loaded = set(done.stdout.split())
    assert "argparse" in loaded
    assert not loaded & {"typing", "dataclasses", "inspect", "journey.errors", *HEAVY[:-2]}


@pytest.mark.parametrize("code", ["import journey", "import journey.cli; journey.cli._parser([])"])
def test_importing_and_helping_load_nothing_heavy(code: str) -> None:
    script = f"import sys; {code}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    heavy = set(HEAVY) - ({"argparse"} if "cli" in code else set())
    assert not loaded & heavy
    assert "importlib.metadata" not in done.stdout.split()


def test_the_planner_loads_no_models_before_there_is_a_pathway() -> None:
    script = "import sys, journey; journey.plan; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "journey.planning.timeline" in done.stdout.split()
    assert not loaded & (set(HEAVY) - {"dateutil"})  # months are added with that


def test_the_lazy_tables_all_and_dir_name_the_same() -> None:
    assert sorted(types.__all__) == dir(types) == sorted(types._HOMES)
    for name in types.__all__:
        assert getattr(types, name) is not None
    assert sorted(journey.__all__) == dir(journey)
    assert set(journey.__all__) == {*journey._HOMES, "__version__"}
    for name in journey.__all__:
        assert getattr(journey, name) is not None


@pytest.mark.parametrize("module", [journey, types], ids=["journey", "types"])
def test_the_type_checker_sees_what_the_lazy_table_says(module: ModuleType) -> None:
    assert module.__file__
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == {name: f"journey.{home}" for name, home in module._HOMES.items()}


TESTS = Path(__file__).parent
WHOLE = {
    "docs": "the README and docs/, run as printed",
    "doors": "every public function, with what is right and what is wrong",
    "facts": "each number against what its source says",
    "golden": "every format of an invented pathway, byte for byte",
    "knowledge": "the bundled pathways, held to the rules of medical text",
    "layers": "the package as a whole, and these tests",
    "no_dates": "where a variation ends the dates, no output has one",
    "totals": "published lengths, beside what is drawn",
    "readability": "plain words and short sentences",
    "reference": "the page of keys, against the schema",
    "scenarios": "plans as sentences",
    "schedules": "published schedules, every date",
    "stories": "what happened to real families, as commands",
}
"""Tests of several modules at once, and what of."""


def test_each_module_has_its_test_file_and_each_test_file_its_module() -> None:
    """`src/journey/pages/pack.py` is tested by `tests/test_pages_pack.py`."""
    files = {path.stem.removeprefix("test_") for path in TESTS.glob("test_*.py")}
    modules = {named(path).removeprefix("journey.").replace(".", "_") for path in MODULES}
    assert files == modules | {"cli"} | set(WHOLE)


def test_no_public_name_is_a_modules_name() -> None:
    # Importing the module would put it in the name's place.
    assert not {path.stem for path in SRC.glob("*.py")} & set(journey.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'plna'"):
        _ = journey.plna
