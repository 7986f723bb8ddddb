"""journey close: every event that was ever published is taken away, and nothing speaks on."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
from pathlib import Path

import pytest
from commands import Run, refusal
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import FEW

from journey.calendar.events import GROUPS
from journey.calendar.published import Published, read_calendar
from journey.cli import main, serve
from journey.cli.calendars import CalendarAsked
from journey.journeys.file import load_journey

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")
REASONS = ("finished", "moved", "stopped", "died")


def events(name: str) -> dict[str, Published]:
    return dict(read_calendar(Path(name).read_bytes()).events)


def feed(*words: str) -> bytes | None:
    """What a feed of the journey would answer with, were it started now."""
    parser = argparse.ArgumentParser()
    serve.add_arguments(parser)
    args = parser.parse_args(["sam.toml", *words])
    asked = CalendarAsked.of(args)
    return serve.following(args, asked, Path("sam.feeds") / f"{asked.key}.ics")()


@pytest.mark.parametrize("reason", REASONS)
def test_one_calendar_cancels_all_that_was_ever_published_though_the_files_are_lost(
    run: Run, reason: str
) -> None:
    run(*NEW, "--own", "Sister's wedding=2026-08-01", "--own", "Exam=2026-06-01")
    run("export", "sam.toml", "--ics", "a.ics", "--reminders")
    published = events("a.ics")
    run("record", "sam.toml", "consolidation=2026-04-27", "--remove-own", "Exam")
    run("export", "sam.toml", "--ics", "b.ics", "--discreet", "--only", "parts,milestones")
    published |= events("b.ics")
    assert feed("--only", "own-dates")
    Path("a.ics").unlink()
    Path("b.ics").unlink()
    code, _, err = run("close", "sam.toml", "--reason", reason)
    assert (code, err) == (0, "")
    cancelled = events("sam.ics")
    assert cancelled.keys() == published.keys()
    for uid, event in cancelled.items():
        assert event.is_cancelled
        assert event.sequence > published[uid].sequence
        assert event.span == published[uid].span
    for path in (Path("sam.ics"), Path("sam.feeds/published.ics")):
        text = path.read_text("utf-8")
        assert path.stat().st_mode & 0o777 == 0o600
        for word in ("wedding", "Exam", "Induction", "leuk", "VALARM"):
            assert word not in text


def test_what_is_remembered_has_no_word_of_the_plan(run: Run) -> None:
    run(*NEW, "--own", "Sister's wedding=2026-08-01")
    run("export", "sam.toml", "--ics", "a.ics", "--reminders")
    kept = Path("sam.feeds/published.ics").read_text("utf-8")
    assert events("sam.feeds/published.ics").keys() == events("a.ics").keys()
    assert not any(word in kept for word in ("wedding", "Induction", "leuk", "VALARM"))


def test_a_feed_takes_its_events_away_and_then_is_gone(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*NEW)
    first = feed()
    assert first is not None
    run("close", "sam.toml")
    last = feed()
    assert last is not None
    assert read_calendar(last).events.keys() == read_calendar(first).events.keys()
    assert all(event.is_cancelled for event in read_calendar(last).events.values())
    assert feed() == last
    monkeypatch.setattr("journey.cli.serve.today", lambda: closed_on() + serve.FAREWELL)
    assert feed() is None


def closed_on() -> dt.date:
    ending = load_journey("sam.toml").ending
    assert ending is not None
    return ending.on


@pytest.mark.parametrize("reason", REASONS)
def test_a_closed_journey_has_a_few_words_and_no_part_of_treatment(run: Run, reason: str) -> None:
    run(*NEW, "--own", "Wedding=2026-08-01")
    run("close", "sam.toml", "--reason", reason)
    for words in (
        ("today", "sam.toml"), ("today", "sam.toml", "--brief"), ("when", "sam.toml", "2026-08-01"),
        ("letter", "sam.toml"), ("changes", "sam.toml"),
    ):  # fmt: skip
        code, out, err = run(*words)
        assert (code, err) == (0, "")
        assert len(out.splitlines()) <= 10
        for word in ("Induction", "Maintenance", "part", "next", "medicines", "record", "Wedding"):
            assert word not in out
        assert ("sorry" in out) == (reason == "died")


@pytest.mark.parametrize(
    "words",
    [
        ["export", "sam.toml", "--html", "x.html"],
        ["export", "sam.toml", "--ics", "x.ics"],
        ["plan", "sam.toml"],
        ["why", "sam.toml", "finish"],
        ["record", "sam.toml", "consolidation=2026-05-01"],
        ["today", "sam.toml", "--json"],
        ["letter", "sam.toml", "--view", "helpers"],
        ["letter", "sam.toml", "--html", "x.html"],
        ["close", "sam.toml"],
        ["close", "sam.toml", "--reason", "died", "--ics", "x.ics"],
    ],
    ids=" ".join,
)
def test_what_a_closed_journey_does_not_do_is_told_with_the_mend(
    run: Run, words: list[str]
) -> None:
    run(*NEW)
    run("close", "sam.toml")
    before = Path("sam.toml").read_bytes()
    [line] = refusal(run(*words))
    assert line.startswith("sam.toml: was closed on 20")
    assert line.endswith("to open it again: journey close sam.toml --reopen")
    assert Path("sam.toml").read_bytes() == before
    assert not [*Path().glob("x.*")]


def test_the_calendar_that_cancels_can_be_had_again(run: Run) -> None:
    run(*NEW)
    run("export", "sam.toml", "--ics", "a.ics")
    run("close", "sam.toml")
    code, out, _ = run("close", "sam.toml", "--ics", "again.ics")
    assert (code, "wrote again.ics" in out) == (0, True)
    assert Path("again.ics").read_bytes() == Path("sam.ics").read_bytes()


def test_a_journey_that_is_opened_again_is_as_it_was_and_its_events_come_back(run: Run) -> None:
    run(*NEW)
    before = Path("sam.toml").read_text("utf-8")
    run("export", "sam.toml", "--ics", "sam.ics")
    run("close", "sam.toml")
    cancelled = events("sam.ics")
    code, out, _ = run("close", "sam.toml", "--reopen")
    assert (code, out) == (0, "wrote sam.toml, edition 3: it is open again\n")
    now = [line for line in Path("sam.toml").read_text("utf-8").splitlines() if line]
    then = [line for line in before.splitlines() if line]
    counted = ("edition", "changed")
    assert [x for x in now if not x.startswith(counted)] == [
        x for x in then if not x.startswith(counted)
    ]
    assert run("export", "sam.toml", "--ics", "sam.ics")[0] == 0
    for uid, event in events("sam.ics").items():
        assert not event.is_cancelled
        assert event.sequence > cancelled[uid].sequence


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--reopen"], "sam.toml: is not closed, so there is nothing to open again"),
        (["--reopen", "--ics", "x.ics"], "--reopen: takes no other option; close it again"),
        (["--ics", "sam.toml"], "sam.toml: is there already and is not a calendar that journey"),
        (["--ics", "other.ics"], "other.ics: the previous calendar is another journey's"),
        (["--ics", "no/x.ics"], "no/x.ics: has no folder to go to"),
    ],
)
def test_what_is_wrong_is_told_and_the_journey_stays_open(
    run: Run, words: list[str], problem: str
) -> None:
    run(*NEW)
    run("export", "sam.toml", "--ics", "a.ics")
    run("new", "kim.toml", "--pathway", "cruk-adult", "--start", "2026-05-02")
    run("export", "kim.toml", "--ics", "other.ics")
    before = Path("sam.toml").read_bytes()
    [line] = refusal(run("close", "sam.toml", *words))
    assert line.startswith(problem)
    assert Path("sam.toml").read_bytes() == before


def test_a_journey_that_published_nothing_leaves_no_calendar(run: Run) -> None:
    run(*NEW)
    assert run("close", "sam.toml")[0] == 0
    assert sorted(path.name for path in Path().iterdir()) == ["sam.toml"]


@settings(FEW, max_examples=6)
@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.booleans()), min_size=1, max_size=3))
def test_whatever_was_published_is_cancelled(
    tmp_path_factory: pytest.TempPathFactory, exports: list[tuple[str, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("close")
    sam = str(folder / "sam.toml")
    main(["new", sam, "--pathway", "nhs", "--start", "2026-03-02", "--own", "Exam=2026-06-01"])
    uids: set[str] = set()
    for number, (group, is_discreet) in enumerate(exports):
        path = folder / f"{number}.ics"
        words = ["--only", group, *(["--discreet"] if is_discreet else [])]
        if main(["export", sam, "--ics", str(path), *words]) == 0:
            uids |= events(str(path)).keys()
            path.unlink()
    assert main(["close", sam]) == 0
    calendar = folder / "sam.ics"
    assert calendar.exists() == bool(uids)
    if uids:
        assert events(str(calendar)).keys() == uids
    shutil.rmtree(folder)
