"""`journey today`, and what holds for every question about a journey file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from commands import Run, process, refusal
from test_cli_record import text_of

from journey.journeys.file import load_journey

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")
MADE = ("--made", "2026-12-01")


@pytest.mark.parametrize(
    "words",
    [
        ("today", "{}"), ("when", "{}", "2026-08-01"), ("changes", "{}"), ("why", "{}", "finish"),
        ("plan", "{}"), ("export", "{}", "--txt", "t.txt"),
    ],
)  # fmt: skip
def test_every_command_says_no_to_what_is_no_journey(
    run: Run, words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "broken.toml").write_text('format = 1\nkind = "journey"\nstrat = 1\n', "utf-8")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(tmp_path / "pipe.toml")
    for name, problem in [
        ("gone.toml", "gone.toml: cannot be read: no such file or directory"),
        ("pipe.toml", "pipe.toml: is a device or a pipe; name a file"),
        ("binary.toml", "binary.toml: is not UTF-8 text (byte 0); save it as UTF-8"),
        (".", ".: cannot be read: is a directory"),
    ]:
        assert refusal(run(*(word.format(name) for word in words))) == [problem]
    assert refusal(run(*(word.format("broken.toml") for word in words))) == [
        "broken.toml: id: is missing; add it",
        "broken.toml: pathway: is missing; add it",
        "broken.toml: strat: is not known here; did you mean start?",
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("today", "sam.toml", "--on", "soon"), '--on: "soon" should be a date such as'),
        (("when", "sam.toml", "2026-13-01"), "DATE: 2026-13-01 is no day of the calendar"),
        (("when", "sam.toml", "2026-08-02", "--until", "2026-08-01"), "--until: 2026-08-01 is"),
        (("why", "sam.toml", "maintenence"), 'no phase "maintenence" (there are: '),
        (("changes", "sam.toml", "nhs.toml"), "cruk-adult and nhs are two pathways; compare plans"),
        (("plan", "sam.toml", "--start", "2026-03-03"), "--start: the journey file says it"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told(
    run: Run, words: tuple[str, ...], problem: str
) -> None:
    text_of(run(*NEW))
    text_of(run("new", "nhs.toml", "--pathway", "nhs", "--start", "2026-03-02"))
    [line] = refusal(run(*words))
    assert line.startswith(problem)


ASKED = [
    ("today", "sam.toml", "--on", "2026-04-20"),
    ("when", "sam.toml", "2026-08-01", "--until", "2026-08-14", *MADE),
    ("changes", "sam.toml", *MADE),
    ("why", "sam.toml", "finish", *MADE),
]


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_answers_are_ascii_json_and_the_same_each_time(run: Run, words: tuple[str, ...]) -> None:
    text_of(run(*NEW, "--own", "\u05d7\u05ea\u05d5\u05e0\u05d4=2026-08-01"))
    text_of(run("record", "sam.toml", "consolidation=2026-05-11"))
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    assert out.isascii()
    data = json.loads(out)
    assert data["pathway"] == "cruk-adult"
    assert data["notice"].startswith("This guide helps you learn and plan.")
    assert run(*words, "--json")[1] == out
    assert run(*words)[1] == run(*words)[1]
    if words[0] == "when":
        assert data["own_dates"][0]["label"] == "\u05d7\u05ea\u05d5\u05e0\u05d4"


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    path = str(tmp_path / "sam.toml")
    assert process("new", path, *NEW[2:]).returncode == 0
    for words in (("today", path), ("record", path, "consolidation=2026-05-11")):
        read, write = os.pipe()
        os.close(read)
        done = process(*words, stdout=write)
        os.close(write)
        assert (done.returncode, done.stderr) == (0, b"")
    assert load_journey(path).edition == 2
