"""The command line: what it prints and writes, and how it says no."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_broken_files import FILES
from test_pathways_library import OWN

import journey
from journey.calendar.feed import Feed
from journey.calendar.identity import PRODID
from journey.cli import COMMANDS, main
from journey.pathways.library import get_pathway
from journey.planning.timeline import plan

START = ["--start", "2026-03-02"]
MADE = ["--made", "2026-04-20"]
Run = Callable[..., tuple[int, str, str]]


HARBOUR_FEVER = Path(__file__).parent.parent / "examples" / "harbour-fever.toml"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder: its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def refusal(answer: tuple[int, str, str]) -> list[str]:
    """The lines of an error, which is all there is."""
    code, out, err = answer
    assert code == 2
    assert out == ""
    lines = err.splitlines()
    for line in lines:
        assert line.startswith("journey: ")
        assert line.isprintable()
    return [line.removeprefix("journey: ") for line in lines]


def process(
    *words: str, stdout: int = subprocess.PIPE, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    strange = {"PYTHONUNBUFFERED", "PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL"}
    ours = {name: value for name, value in os.environ.items() if name not in strange}
    return subprocess.run(
        [sys.executable, "-m", "journey", *words],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=ours | (variables or {}),
        check=False,
        timeout=60,
    )


# ---- what it does ------------------------------------------------------------------------------


def test_list_names_every_pathway(run: Run) -> None:
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == list(journey.pathway_ids())


def test_show_prints_the_pathway_without_a_date_of_its_own(run: Run) -> None:
    code, out, _ = run("show", "cruk-adult", *MADE)
    assert code == 0
    for phase in get_pathway("cruk-adult").phases:
        assert phase.name in out
    assert out == journey.to_text(
        journey.describe(plan(get_pathway("cruk-adult")), made=journey_made())
    )


def journey_made() -> dt.date:
    return dt.date(2026, 4, 20)


def test_plan_prints_the_timeline_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("plan", "cruk-adult", *START, *MADE)
    assert code == 0
    assert "2 March 2026" in out
    assert list(tmp_path.iterdir()) == []


def test_plan_takes_known_dates_and_the_day_it_is_seen_from(run: Run) -> None:
    words = ["plan", "cruk-adult", *START, *MADE, "--json"]
    _, out, _ = run(*words, "--known", "consolidation=2026-04-27", "--as-of", "2026-06-01")
    timeline = plan(
        get_pathway("cruk-adult"),
        start=dt.date(2026, 3, 2),
        known={"consolidation": dt.date(2026, 4, 27)},
        as_of=dt.date(2026, 6, 1),
    )
    assert json.loads(out) == json.loads(journey.to_json(timeline, made=journey_made()))


def test_the_json_that_is_printed_is_ascii_so_that_every_pipe_carries_it(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "own.toml").write_text(OWN.replace("Induction", "Éveil \U0001f9d1"), "utf-8")
    _, out, _ = run("plan", "own.toml", *START, "--json")
    assert out.isascii()
    assert json.loads(out)["phases"][0]["name"] == "Éveil \U0001f9d1"


def test_export_writes_every_format_that_was_asked_for(run: Run, tmp_path: Path) -> None:
    formats = {
        "ics": "BEGIN:VCALENDAR",
        "html": "<!doctype html>",
        "svg": "<svg",
        "json": "{",
        "txt": "=",
    }
    words = [word for name in formats for word in (f"--{name}", f"t.{name}")]
    code, out, err = run("export", "cruk-adult", *START, *MADE, *words)
    assert (code, err) == (0, "")
    assert sorted(out.splitlines()) == sorted(f"wrote t.{name}" for name in formats)
    for name, start in formats.items():
        assert (tmp_path / f"t.{name}").read_text("utf-8").lower().startswith(start.lower())
    assert len(list(tmp_path.iterdir())) == len(formats)


def test_with_the_day_it_is_made_given_an_export_is_always_the_same(
    run: Run, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        run("export", "cruk-adult", *START, *MADE, "--ics", f"{name}.ics", "--html", f"{name}.html")
    for end in ("ics", "html"):
        assert (tmp_path / f"a.{end}").read_bytes() == (tmp_path / f"b.{end}").read_bytes()
    assert "DTSTAMP:20260420T000000Z" in (tmp_path / "a.ics").read_text("utf-8")


def test_demo_writes_the_same_pack_each_time(run: Run, tmp_path: Path) -> None:
    assert run("demo")[0] == run("demo", "other/pack")[0] == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "journey-demo").iterdir()}
    again = {path.name: path.read_bytes() for path in (tmp_path / "other/pack").iterdir()}
    assert first == again
    assert len(first) >= 5
    assert b"DTSTAMP:20260420T000000Z" in first["treatment.ics"]
    assert run("demo")[0] == 0  # onto its own files


@pytest.mark.parametrize("command", ["show", "plan", "export"])
def test_a_file_is_as_good_as_a_bundled_pathway(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    more = [*START, "--txt", "t.txt"] if command == "export" else []
    code, out, err = run(command, "./own.toml", *more)
    assert (code, err) == (0, "")
    assert "Induction" in (out if command != "export" else (tmp_path / "t.txt").read_text("utf-8"))


def test_an_export_over_our_own_calendar_replaces_it(run: Run, tmp_path: Path) -> None:
    words = ["export", "cruk-adult", *MADE, "--ics", "t.ics"]
    assert run(*words, "--start", "2026-03-02")[0] == 0
    before = (tmp_path / "t.ics").read_bytes()
    assert run(*words, "--start", "2026-03-09")[0] == 0
    assert PRODID.encode() in before
    assert (tmp_path / "t.ics").read_bytes() != before


# ---- help --------------------------------------------------------------------------------------


def test_an_export_over_our_own_calendar_says_what_it_changed(run: Run, tmp_path: Path) -> None:
    words = ["export", "cruk-adult", *MADE, "--ics", "t.ics"]
    assert run(*words, "--start", "2026-03-02")[1] == "wrote t.ics\n"
    first = (tmp_path / "t.ics").read_bytes()
    assert run(*words, "--start", "2026-03-02")[1] == "wrote t.ics: 8 events as before\n"
    assert (tmp_path / "t.ics").read_bytes() == first
    later = run(*words, "--start", "2026-03-09", "--without", "decisions")
    assert later == (0, "wrote t.ics: 7 events moved, 1 cancelled\n", "")
    gone = run("export", "cruk-adult", *MADE, "--ics", "t.ics", "--remove-everything")
    assert gone == (0, "wrote t.ics: 7 events cancelled\n", "")
    assert run("export", "cruk-adult", *MADE, "--ics", "t.ics", "--remove-everything")[1] == (
        "wrote t.ics: nothing changed\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--ics", "t.ics", "--only", "parts,drugs"], 'no events are called "drugs" (there are: '),
        (["--ics", "t.ics", "--longest-banner", "0"], '--longest-banner: "0" should be a number'),
        (["--ics", "t.ics", "--longest-banner", "\u0662"], "should be a number of weeks"),
        (["--txt", "t", "--remove-everything"], "--remove-everything: takes --ics alone"),
        (["--ics", "t.ics", "--remove-everything"], "t.ics: is not there, so there is nothing"),
        (["--ics", "cut.ics"], "cut.ics: the previous calendar is cut off"),
        (["--ics", "nhs.ics"], "nhs.ics: the previous calendar is another journey's"),
    ],
)
def test_what_no_calendar_can_be_is_told_and_the_old_file_stays(
    run: Run, words: list[str], said: str, tmp_path: Path
) -> None:
    run("export", "nhs", *START, "--ics", "nhs.ics")
    whole = (tmp_path / "nhs.ics").read_bytes()
    (tmp_path / "cut.ics").write_bytes(whole[:900])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    [line] = refusal(run("export", "cruk-adult", *START, *words))
    assert said in line
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_help_names_every_command_and_shows_an_example(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert "example: journey " in out
    for command in COMMANDS:
        assert re.search(rf"^ +{command} +\S", out, re.MULTILINE)


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


def test_an_unknown_pathway_is_told_with_the_ones_there_are(run: Run) -> None:
    known = ", ".join(journey.pathway_ids())
    assert refusal(run("plan", "adult")) == [f'no pathway "adult" (there are: {known})']
    assert refusal(run("show", "")) == [f'no pathway "" (there are: {known})']


def test_an_unknown_phase_is_told_with_the_ones_there_are(run: Run) -> None:
    known = ", ".join(phase.id for phase in get_pathway("cruk-adult").phases)
    assert refusal(run("plan", "cruk-adult", "--known", "inductoin=2026-03-09")) == [
        f'no phase "inductoin" (there are: {known}, finish)'
    ]


def test_every_bad_option_is_told_at_once(run: Run) -> None:
    words = (
        "--start 2026-02-30 --as-of soon --made 1-1-26 --known consolidation --known foo=2026-01-01"
    )
    twice = "--known induction=2026-03-09 --known induction=2026-03-10 --known finish=2026-1-1"
    known = ", ".join(phase.id for phase in get_pathway("cruk-adult").phases)
    for command in (["plan"], ["export", "--txt", "t.txt"]):
        lines = refusal(run(*command, "cruk-adult", *words.split(), *twice.split()))
        assert sorted(lines) == [
            '--as-of: "soon" should be a date such as 2026-03-02',
            "--known consolidation: should be PHASE=DATE",
            '--known finish: "2026-1-1" should be a date such as 2026-03-02',
            "--known induction: is given twice; give it once",
            '--made: "1-1-26" should be a date such as 2026-03-02',
            "--start: 2026-02-30 is no day of the calendar",
            f'no phase "foo" (there are: {known}, finish)',
        ]


@pytest.mark.parametrize("option", ["--start", "--as-of", "--made", "--known"])
@pytest.mark.parametrize("day", ["1899-12-31", "2201-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_out_of_living_memory_is_a_slip_of_the_key(run: Run, option: str, day: str) -> None:
    name, value = ("--known finish", f"finish={day}") if option == "--known" else (option, day)
    assert refusal(run("plan", "cruk-adult", option, value)) == [
        f"{name}: {day} is not between 1900 and 2200; check the year"
    ]


@pytest.mark.parametrize(
    "day",
    ["", "tomorrow", "02/03/2026", "20260302", "2026-W10-1", "2026-03-02T00:00", "２０２６-03-02",
     " 2026-03-02", "2026-03-02\n"],
)  # fmt: skip
def test_a_date_is_written_in_one_way_only(run: Run, day: str) -> None:
    [line] = refusal(run("plan", "cruk-adult", f"--start={day}"))
    assert line.endswith("should be a date such as 2026-03-02")


def test_known_dates_out_of_order_are_told_pair_by_pair(run: Run) -> None:
    lines = refusal(
        run(
            "plan", "cruk-adult", "--start", "2026-04-01",
            "--known", "induction=2026-03-01", "--known", "consolidation=2026-02-01",
        )
    )  # fmt: skip
    assert len(lines) == 3
    for first, second in [("start", "induction"), ("start", "cons"), ("induction", "cons")]:
        assert any(line.startswith(first) and second in line for line in lines)


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_is_told_line_by_line(run: Run, path: Path) -> None:
    with pytest.raises(journey.PathwayError) as caught:
        journey.load_pathway(path)
    assert refusal(run("plan", str(path))) == str(caught.value).split("\n")


def test_a_missing_file_is_one_line(run: Run) -> None:
    assert refusal(run("show", "our-ward.toml")) == [
        "our-ward.toml: cannot be read: no such file or directory"
    ]


# ---- export never loses what was there ---------------------------------------------------------


def test_an_export_of_nothing_names_the_options(run: Run) -> None:
    [line] = refusal(run("export", "cruk-adult"))
    assert line.startswith("nothing to write: give one or more of --ics, --html")


def test_two_formats_to_one_file_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("t")
    for other in ("t", "./t", "link", str(tmp_path / "t")):
        [line] = refusal(run("export", "cruk-adult", *START, "--html", "t", "--txt", other))
        assert line.endswith(": is named twice; name another file")
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("text", ["", "my notes", "BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n"])
def test_a_calendar_is_not_written_over_a_file_that_is_not_ours(
    run: Run, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "mine.ics"
    path.write_bytes(text.encode())
    [line] = refusal(run("export", "cruk-adult", *START, "--ics", "mine.ics", "--txt", "t.txt"))
    assert line.startswith("mine.ics: is there already and is not a calendar that journey wrote")
    assert path.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_it_is_made_from_is_not_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    (tmp_path / "link.toml").symlink_to("own.toml")
    for what in ("own.toml", "./own.toml", "link.toml"):
        [line] = refusal(run("export", what, *START, "--txt", "own.toml"))
        assert line == f"{Path(what)}: is the file it is made from; name another file"
    assert (tmp_path / "own.toml").read_text("utf-8") == OWN


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("none/t", "has no folder to go to"),
        ("folder", "is a folder"),
        ("file/t", "cannot be written: not a directory"),
        ("pipe", "is a device or a pipe"),
        ("loop", "cannot be written: too many levels"),
        ("", "is a folder"),
        ("/dev/null", "is a device or a pipe"),
        ("/dev/stdout", "is a device or a pipe"),
    ],
)
def test_an_export_with_one_bad_target_writes_nothing(
    run: Run, tmp_path: Path, target: str, problem: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for good, bad in (("--ics", "--svg"), ("--svg", "--ics")):
        words = ["export", "cruk-adult", *START, good, "good", bad, target]
        if target == "/dev/stdout":
            done = process(*words)
            answer = done.returncode, done.stdout.decode(), done.stderr.decode()
        else:
            answer = run(*words)
        [line] = refusal(answer)
        assert line.startswith(f"{target or '.'}: {problem}")
        assert {path.name for path in tmp_path.iterdir()} == {"file", "folder", "loop", "pipe"}


def test_every_bad_target_is_told_at_once(run: Run) -> None:
    lines = refusal(run("export", "cruk-adult", *START, "--ics", "/dev/null", "--svg", "none/t"))
    assert [line.partition(":")[0] for line in lines] == ["/dev/null", "none/t"]


def test_a_calendar_without_a_date_is_refused_and_nothing_else_is_written(
    run: Run, tmp_path: Path
) -> None:
    [line] = refusal(run("export", "cruk-adult", "--txt", "t.txt", "--ics", "t.ics"))
    assert line.endswith("give a start date")
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource, sys
from journey.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))
sys.exit(main(sys.argv[1:]))
"""


def test_an_export_onto_a_full_disk_leaves_the_old_files_whole(tmp_path: Path) -> None:
    for name in ("t.json", "t.html"):
        (tmp_path / name).write_text("old")
    words = ["export", "cruk-adult", *START, "--json", "t.json", "--html", "t.html"]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refusal((done.returncode, done.stdout, done.stderr)) == [
        "t.html: cannot be written: file too large"
    ]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "t.json": "old", "t.html": "old"
    }  # fmt: skip


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


def test_export_makes_the_view_the_pages_and_the_day_that_were_asked_for(
    run: Run, tmp_path: Path
) -> None:
    def made(*options: str) -> str:
        target = ["--txt", "guide.txt", "--svg", "picture.svg"]
        assert run("export", "cruk-adult", *START, *MADE, *options, *target)[0] == 0
        return (tmp_path / "guide.txt").read_text("utf-8")

    assert "Time away and time back" in made("--view", "school")
    assert "My first day of this part:" in made("--view", "blank")
    chosen = made("--pages", "overview,people", "--today", "2026-05-20")
    assert "People you may meet" in chosen
    assert "2. Induction\n====" not in chosen
    assert "- Today: 20 May 2026." in chosen
    assert "Today: 20 May 2026" in (tmp_path / "picture.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--view", "nurse"], 'no view "nurse" (there are: person, school, blank)'),
        (["--pages", "overview,foo"], 'no pages "foo" (there are: overview, '),
        (["--pages", ""], "no pages are chosen (there are: overview, "),
        (["--today", "tomorrow"], '--today: "tomorrow" should be a date such as 2026-03-02'),
    ],
)
def test_a_bad_view_choice_of_pages_or_day_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, options: list[str], problem: str
) -> None:
    (line,) = refusal(run("export", "cruk-adult", *options, "--txt", "guide.txt"))
    assert line.startswith(problem)
    assert not (tmp_path / "guide.txt").exists()
