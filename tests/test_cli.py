"""The command line: what it prints and writes, and how it says no."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import HARBOUR_FEVER, Run, process, refusal
from test_pathways_library import OWN

import journey
from journey.calendar.feed import Feed
from journey.cli import COMMANDS

START = ["--start", "2026-03-02"]
MADE = ["--made", "2026-04-20"]


def test_with_the_day_it_is_made_given_an_export_is_always_the_same(
    run: Run, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        run("export", "cruk-adult", *START, *MADE, "--ics", f"{name}.ics", "--html", f"{name}.html")
    for end in ("ics", "html"):
        assert (tmp_path / f"a.{end}").read_bytes() == (tmp_path / f"b.{end}").read_bytes()
    assert "DTSTAMP:20260420T000000Z" in (tmp_path / "a.ics").read_text("utf-8")


def test_help_names_every_command_and_shows_an_example(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert "example: journey " in out
    for command in COMMANDS:
        assert re.search(rf"^ +{command}\s+\S", out, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_an_example_that_works(
    run: Run, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(command, "--help")
    assert (code, err) == (0, "")
    [example] = re.findall(rf"^  journey ({command}\b.*)$", out, re.MULTILINE)
    shutil.copy(HARBOUR_FEVER, "our-ward.toml")
    if command != "new":
        assert run("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")[0] == 0
    if command == "batch":
        Path("in.jsonl").write_bytes(b"")
    if command == "together":
        assert run("new", "ben.toml", "--pathway", "nhs", "--start", "2026-03-02")[0] == 0
    if command == "serve":  # until somebody presses Ctrl-C
        monkeypatch.setattr(Feed, "serve_forever", interrupted)
        example += " --port 0"
    assert run(*shlex.split(example))[0] == 0


def interrupted(_: Feed) -> None:
    raise KeyboardInterrupt


def test_the_version_is_told(run: Run) -> None:
    assert run("--version") == (0, f"journey {journey.__version__}\n", "")


def test_python_m_journey_is_the_same_command() -> None:
    done = process("list")
    assert done.returncode == 0
    assert done.stdout.startswith(b"cruk-adult ") or b"\ncruk-adult " in done.stdout


LOADED = """
import sys
import journey
try:
    from journey.cli import main
    main(sys.argv[1:]) if sys.argv[1:] else None
except SystemExit:
    pass
heavy = {"pydantic", "pydantic_core", "icalendar", "dateutil", "tomllib", "tomlkit", "typst"}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("words", [[], ["--help"], ["--version"], ["nonsense"]], ids=str)
def test_what_needs_no_pathway_loads_nothing_heavy(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"


# ---- how it says no ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["plan"], "the following arguments are required: WHAT"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["list", "more"], "unrecognized arguments: more"),
        (["plan", "cruk-adult", "--sta", "2026-03-02"], "unrecognized arguments: --sta"),
        (["plan", "cruk-adult", "--start"], "argument --start: expected one argument"),
    ],
    ids=str,
)
def test_a_wrong_command_is_one_line_with_the_way_to_the_help(
    run: Run, words: list[str], problem: str
) -> None:
    [line] = refusal(run(*words))
    assert problem in line
    assert re.search(r"\(see: journey( plan)? --help\)$", line)


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "cruk-adult", "--known", "x" * 10_000],
        ["plan", "cruk-adult", "--known", "x" * 10_000 + "=2026-03-02"],
        ["plan", "cruk-adult", "--start", "x" * 10_000],
        ["plan", "x" * 10_000],
        ["plan", "x" * 10_000 + ".toml"],
        ["x" * 10_000],
        ["plan", "cruk-adult", *["--" + "x" * 1000] * 10],
        ["export", "cruk-adult", "--txt", "x" * 10_000],
        ["demo", "x" * 10_000],
    ],
    ids=lambda words: words[0][:6],
)
def test_ten_thousand_characters_are_shortened(run: Run, words: list[str]) -> None:
    [line] = refusal(run(*words))
    assert "xxxx...xxxx" in line or "xx..." in line
    assert len(line) < 700


def test_a_very_long_command_is_still_told_with_the_ones_there_are(run: Run) -> None:
    [line] = refusal(run("x" * 10_000))
    for command in COMMANDS:
        assert f"'{command}'" in line


@pytest.mark.parametrize(
    "words",
    [
        ["\x1b[31mlist"], ["list", "--\x1b[31m"], ["plan", "a\x1b[31m"], ["plan", "a\x1b[31m.toml"],
        ["plan", "cruk-adult", "--known", "\x1b[2J"], ["plan", "cruk-adult", "--start", "\x1b[2J"],
        ["plan", "cruk-adult", "--known", "\x1b[2J=2026-03-02"],
        ["export", "cruk-adult", "--txt", "none\x1b[31m/a"], ["demo", "a\x1b[31m\n/\0"],
        ["plan", "cruk-adult", "--known", "a\nb=2026-03-02"], ["plan", "\u202egnp.toml"],
    ],
    ids=repr,
)  # fmt: skip
def test_no_control_character_reaches_the_terminal(run: Run, words: list[str]) -> None:
    assert len(refusal(run(*words))) == 1  # refusal looks at every character


def test_no_control_character_of_a_file_name_reaches_the_terminal(run: Run) -> None:
    code, out, err = run("export", "cruk-adult", *START, "--txt", "a\x1b[31mb")
    assert (code, out, err) == (0, "wrote a\\x1b[31mb\n", "")


# ---- pipes and terminals -----------------------------------------------------------------------

OUTPUTS = [["show", "cruk-adult"], ["--help"], ["--version"]]
BUFFERED = [{}, {"PYTHONUNBUFFERED": "1"}]


@pytest.mark.parametrize("variables", BUFFERED, ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_a_reader_who_has_seen_enough_is_no_error(
    words: list[str], variables: dict[str, str]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = process(*words, stdout=writer, variables=variables)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("variables", BUFFERED, ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
def test_a_full_disk_behind_the_output_is_one_line(
    words: list[str], variables: dict[str, str]
) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    done = process(*words, stdout=full, variables=variables)
    os.close(full)
    assert done.returncode == 2
    assert done.stderr == b"journey: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("words", [["nonsense"], ["plan", "none.toml"]], ids=" ".join)
def test_an_error_that_nobody_can_hear_is_still_an_exit_code(words: list[str]) -> None:
    for redirection in ("2>/dev/full", "2>&-", ">&- 2>&-"):
        line = shlex.join([sys.executable, "-m", "journey", *words])
        done = subprocess.run(
            ["sh", "-c", f"{line} {redirection}"], capture_output=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_without_any_output_a_command_still_does_its_work(tmp_path: Path) -> None:
    line = shlex.join([sys.executable, "-m", "journey", "demo", str(tmp_path / "pack")])
    done = subprocess.run(["sh", "-c", f"{line} >&- 2>&-"], check=False)
    assert done.returncode == 0
    assert (tmp_path / "pack" / "treatment.ics").exists()


TERMINALS = [
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "cp1252"},
]


@pytest.mark.parametrize("variables", TERMINALS, ids=["ascii", "C", "cp1252"])
def test_a_terminal_without_the_letters_shows_codes_and_no_traceback(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace("Induction", "\u0141agodny \U0001f9d1"), "utf-8")
    done = process("plan", str(path), *START, variables=variables)
    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"\u0141agodny \U0001f9d1" in done.stdout
    wrong = process("plan", "\u0141", variables=variables)
    assert wrong.returncode == 2
    assert re.search(rb'no pathway "(\\u0141|\\udcc5\\udc81)"', wrong.stderr)
    machine = process("plan", str(path), *START, "--json", variables=variables)
    assert json.loads(machine.stdout)["phases"][0]["name"] == "\u0141agodny \U0001f9d1"
