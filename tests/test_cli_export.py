"""`journey export`: every format that is asked for, whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Run, process, refusal
from test_cli_record import text_of
from test_pathways_library import OWN

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")


START = ["--start", "2026-03-02"]
MADE = ["--made", "2026-04-20"]


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


def test_an_export_of_nothing_names_the_options(run: Run) -> None:
    [line] = refusal(run("export", "cruk-adult"))
    assert line.startswith("nothing to write: give one or more of --ics, --html")


def test_two_formats_to_one_file_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("t")
    for other in ("t", "./t", "link", str(tmp_path / "t")):
        [line] = refusal(run("export", "cruk-adult", *START, "--html", "t", "--txt", other))
        assert line.endswith(": is named twice; name another file")
    assert not (tmp_path / "t").exists()


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


FULL_DISK = """
import resource, sys
from journey.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))
sys.exit(main(sys.argv[1:]))
"""


def test_an_export_onto_a_full_disk_leaves_the_old_files_whole(tmp_path: Path) -> None:
    old = {"t.json": "{}", "t.html": "<!DOCTYPE html>"}
    for name, text in old.items():
        (tmp_path / name).write_text(text)
    words = ["export", "cruk-adult", *START, "--json", "t.json", "--html", "t.html"]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *words],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refusal((done.returncode, done.stdout, done.stderr)) == [
        "t.html: cannot be written: file too large"
    ]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == old


@pytest.mark.parametrize(
    ("option", "there"),
    [
        ("--html", "BEGIN:VCALENDAR"), ("--txt", "BEGIN:VCALENDAR"), ("--svg", "{}"),
        ("--json", "<svg"), ("--pdf", "<!DOCTYPE html>"), ("--md", '# mine\nkind = "journey"\n'),
    ],
)  # fmt: skip
def test_no_file_is_written_over_one_of_another_kind(
    run: Run, tmp_path: Path, option: str, there: str
) -> None:
    (tmp_path / "x").write_text(there)
    [line] = refusal(run("export", "cruk-adult", *START, option, "x"))
    assert line == (
        f"{option}: x is there already and is not a {option[2:]} file; "
        "name another file, or move that one away"
    )
    assert (tmp_path / "x").read_text() == there


def test_export_makes_the_view_the_pages_and_the_day_that_were_asked_for(
    run: Run, tmp_path: Path
) -> None:
    def made(*options: str) -> str:
        target = ["--txt", "guide.txt"]
        target += [] if "school" in options else ["--svg", "picture.svg"]
        assert run("export", "cruk-adult", *START, *MADE, *options, *target)[0] == 0
        return (tmp_path / "guide.txt").read_text("utf-8")

    assert "Time away and time back" in made("--pack", "school")
    assert "My first day of this part:" in made("--pack", "blank")
    chosen = made("--pages", "overview,people", "--today", "2026-05-20")
    assert "People you may meet" in chosen
    assert "2. Induction\n====" not in chosen
    assert "- Today: 20 May 2026." in chosen
    assert "Today: 20 May 2026" in (tmp_path / "picture.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            ["--pack", "nurse"],
            '--pack: no pack "nurse" (there are: hand-over, part, whole, blank, keep, school)',
        ),
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


def test_an_export_of_a_journey_is_that_of_its_plan(run: Run, tmp_path: Path) -> None:
    text_of(run(*NEW, "--known", "consolidation=2026-04-27"))
    text_of(run("export", "sam.toml", *MADE, "--json", "one.json", "--ics", "one.ics"))
    plain = ("cruk-adult", "--start", "2026-03-02", "--known", "consolidation=2026-04-27")
    text_of(run("export", *plain, *MADE, "--json", "two.json"))
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize("name", ["svg", "json", "ics"])
def test_the_view_for_a_school_has_nothing_beside_it_that_names_the_illness(
    run: Run, name: str, tmp_path: Path
) -> None:
    school = ("export", "nhs", "--start", "2026-03-02", "--pack", "school", "--txt", "a.txt")
    [told] = refusal(run(*school, f"--{name}", f"a.{name}"))
    assert told.startswith(f"--pack school: --{name} would name the illness and own dates;")
    # A discreet calendar is that of a journey; that of a bare pathway could be matched.
    text_of(run("new", "sam.toml", "--pathway", "nhs", "--start", "2026-03-02"))
    kept = ("export", "sam.toml", "--pack", "school", "--txt", "a.txt")
    text_of(run(*kept, "--ics", "a.ics", "--discreet"))
    assert b"leuk" not in (tmp_path / "a.ics").read_bytes().lower()


# ---- whom to ring ------------------------------------------------------------------------------

CONTACTS = """
[contacts]
line = "020 7946 0000"
nurse = "Ask for Ola"
"""


def test_the_contacts_of_a_journey_stand_on_its_pages_and_in_nothing_that_others_see(
    run: Run, tmp_path: Path
) -> None:
    text_of(run(*NEW))
    sam = tmp_path / "sam.toml"
    sam.write_text(sam.read_text("utf-8") + CONTACTS, "utf-8")
    export = ("export", "sam.toml", *MADE)
    text_of(run(*export, "--txt", "own.txt", "--ics", "own.ics", "--json", "own.json"))
    text_of(run(*export, "--txt", "other.txt", "--contact", "line=020 7946 0999"))
    text_of(run(*export, "--txt", "school.txt", "--pack", "school", "--ics", "s.ics", "--discreet"))
    said = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir() if path.is_file()}
    assert "020 7946 0000" in said["own.txt"]
    assert "Ask for Ola" in said["own.txt"]
    assert "020 7946 0999" in said["other.txt"]
    assert "020 7946 0000" not in said["other.txt"]
    assert "Ask for Ola" in said["other.txt"]
    for name in ("own.ics", "own.json", "school.txt", "s.ics"):
        assert "7946" not in said[name].replace("\r\n ", ""), name
        assert "Ola" not in said[name].replace("\r\n ", ""), name


def test_a_contact_that_does_not_fit_its_line_is_told(run: Run, tmp_path: Path) -> None:
    text_of(run(*NEW))
    sam = tmp_path / "sam.toml"
    sam.write_text(sam.read_text("utf-8") + f'\n[contacts]\nline = "{"1" * 81}"\nteam = 3\n')
    told = refusal(run("export", "sam.toml", "--txt", "a.txt"))
    assert [line.partition(": ")[2] for line in told] == [
        "contacts: line: is longer than 80 characters; shorten it",
        "contacts: team: is not known here (there are: line, nurse, ward)",
    ]


# ---- letters that no font has ------------------------------------------------------------------


def test_letters_that_no_font_has_are_told_once_and_strict_has_a_code_of_its_own(
    run: Run, tmp_path: Path
) -> None:
    text_of(run(*NEW, "--own", "A \U00013000 day=2026-05-01", "--own", "Wedding=2026-06-01"))
    export = ("export", "sam.toml", *MADE, "--pages", "dates", "--pdf", "a.pdf")
    for more, code in (((), 0), (("--strict",), 1)):
        done, out, err = run(*export, *more)
        assert (done, out) == (code, "wrote a.pdf\n")
        assert err.count("no font here has") == 1
        assert "pip install 'journey-pathways[fonts]'" in err
    text_of(run("record", "sam.toml", "--remove-own", "A \U00013000 day"))
    assert run(*export, "--strict") == (0, "wrote a.pdf\n", "")
