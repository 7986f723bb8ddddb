"""Feeds of a journey: each owns its address and its editions, follows its files, never leaks."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import io
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from test_export_ics import SECRET, told

from journey.calendar.feed import Feed, is_path
from journey.cli import main
from journey.cli.calendars import CalendarAsked
from journey.cli.serve import add_arguments, following
from journey.errors import JourneyError

START = dt.date(2026, 3, 2)
HARBOUR_FEVER = (Path(__file__).parent.parent / "examples" / "harbour-fever.toml").read_text(
    "utf-8"
)


def run(*words: str) -> tuple[int, str]:
    """A command, and what it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(list(words))
    return code, said.getvalue()


class Fed:
    """A feed of `journey serve`, without its server: what it would answer with."""

    def __init__(self, folder: Path, *words: str) -> None:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        args = parser.parse_args([str(folder / "sam.toml"), *words])
        asked = CalendarAsked.of(args)
        self.edition = folder / "sam.feeds" / f"{asked.key}.ics"
        self.said = io.StringIO()
        self.calendar: Callable[[], bytes | None] = following(args, asked, self.edition)
        self.last = self.calendar() or b""

    def get(self) -> bytes:
        with contextlib.suppress(JourneyError), contextlib.redirect_stderr(self.said):
            self.last = self.calendar() or b""
        return self.last


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a journey of a bundled pathway, and with an own one."""
    (tmp_path / "ward.toml").write_text(HARBOUR_FEVER, "utf-8")
    for name, pathway in (("sam", "cruk-adult"), ("kim", str(tmp_path / "ward.toml"))):
        words = ["--pathway", pathway, "--start", "2026-03-02", "--own", "Dentist=2026-08-01"]
        assert run("new", str(tmp_path / f"{name}.toml"), *words)[0] == 0
    return tmp_path


# ---- a feed owns its file ----------------------------------------------------------------------


def test_an_export_beside_a_discreet_feed_changes_nothing_in_it(folder: Path) -> None:
    fed = Fed(folder, "--discreet")
    first = fed.get()
    for path in (folder / "sam.ics", folder / "other.ics"):
        assert run("export", str(folder / "sam.toml"), "--ics", str(path))[0] == 0
    assert fed.get() == first
    assert Fed(folder, "--discreet").get() == first


def test_two_feeds_of_one_journey_live_side_by_side(folder: Path) -> None:
    shut, wide, few = Fed(folder, "--discreet"), Fed(folder), Fed(folder, "--only", "own-dates")
    assert len({shut.edition, wide.edition, few.edition}) == 3
    before = [fed.get() for fed in (shut, wide, few)]
    assert len(set(before)) == 3
    assert run("record", str(folder / "sam.toml"), "consolidation=2026-05-01")[0] == 0
    after = [fed.get() for fed in (few, wide, shut)]
    assert after[0] == before[2]
    assert after[1] not in before
    assert not told(after[2]) & SECRET
    assert told(after[1]) & SECRET


def test_what_lies_where_a_feed_looks_is_never_served(folder: Path) -> None:
    fed = Fed(folder, "--discreet")
    first = fed.get()
    assert run("export", str(folder / "sam.toml"), "--ics", str(folder / "open.ics"))[0] == 0
    for lies in ((folder / "open.ics").read_bytes(), b"X", b""):
        fed.edition.write_bytes(lies)
        assert fed.get() == first
    fed.edition.write_bytes((folder / "open.ics").read_bytes())
    assert not told(Fed(folder, "--discreet").get()) & SECRET
    fed.edition.write_bytes(b"somebody else's")
    with pytest.raises(JourneyError, match="is not a calendar that journey wrote"):
        Fed(folder, "--discreet")


def test_the_name_of_a_feed_is_that_of_its_options_alone() -> None:
    def key(*words: str) -> str:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        return CalendarAsked.of(parser.parse_args(["sam.toml", *words])).key

    # Addresses that people gave their calendars hang on these: they may never change.
    assert key() == "open-e3b0c44298fc"
    assert key("--discreet") == "discreet-ae0338929c5f"
    assert key("--only", "parts,visits") == key("--only", "visits", "--only", "parts")
    assert key("--port", "1", "--start", "2026-03-02") == key()
    words = [(), ("--discreet",), ("--colours",), ("--without", "parts"), ("--only", "parts")]
    assert len({key(*each) for each in words}) == len(words)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_what_holds_dates_or_a_secret_path_is_for_its_owner_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journey.calendar.feed import Feed

    def interrupted(feed: Feed) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Feed, "serve_forever", interrupted)
    code, said = run("serve", str(folder / "sam.toml"), "--port", "0")
    assert (code, "webcal://127.0.0.1" in said) == (0, True)
    names = {"ics": "a.ics", "txt": "a.txt", "html": "a.html", "json": "a.json", "svg": "a.svg"}
    words = [word for kind, name in names.items() for word in (f"--{kind}", str(folder / name))]
    assert run("export", str(folder / "sam.toml"), *words)[0] == 0
    files = [*folder.glob("a.*"), *(folder / "sam.feeds").iterdir(), folder / "sam.toml"]
    assert len(files) == len(names) + 4
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((folder / "sam.feeds").stat().st_mode) == 0o700


# ---- it follows what it depends on -------------------------------------------------------------


def test_a_feed_follows_the_pathway_file_of_its_journey_and_survives_its_mistakes(
    folder: Path,
) -> None:
    (folder / "kim.toml").rename(folder / "sam.toml")
    fed = Fed(folder)
    first, ward = fed.get(), folder / "ward.toml"
    ward.write_text(HARBOUR_FEVER.replace('name = "Rest"', 'name = "Repose"'), "utf-8")
    second = fed.get()
    assert b"Repose" in second
    assert b"Repose" not in first
    for broken in ("half [", None):
        if broken is None:
            ward.unlink()
        else:
            ward.write_text(broken, "utf-8")
        assert fed.get() == second
        assert fed.get() == second
    assert len(re.findall("^journey: ", fed.said.getvalue(), re.MULTILINE)) == 2  # once for each
    ward.write_text(HARBOUR_FEVER.replace('name = "Rest"', 'name = "Respite"'), "utf-8")
    assert b"Respite" in fed.get()


def test_a_mistake_before_the_first_fetch_leaves_what_was_right_at_the_start(folder: Path) -> None:
    fed = Fed(folder)
    first = fed.last
    (folder / "sam.toml").write_text("half [", "utf-8")
    assert fed.get() == first
    assert "sam.toml" in fed.said.getvalue()


def test_a_program_installed_anew_is_told_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed = Fed(folder)
    monkeypatch.setattr("journey.cli.serve.__file__", str(folder / "ward.toml"))
    first = fed.get()
    assert fed.get() == first
    assert fed.said.getvalue().startswith("journey: journey was installed anew; start this again")
    assert fed.said.getvalue().count("\n") == 1


# ---- the law -----------------------------------------------------------------------------------

LABELS = ("Leukaemia clinic", "Methotrexate talk", "Chemotherapy ends", "Transplant with Macmillan")
OPTIONS = st.sampled_from(
    [
        (), ("--discreet",), ("--reminders",), ("--reminders", "--discreet"),
        ("--only", "parts,own-dates"), ("--only", "parts,own-dates", "--discreet"),
    ]
)  # fmt: skip


class NothingLeaks(RuleBasedStateMachine):
    """Whatever is served, exported, recorded, edited, restarted or put there in whatever order, no
    byte of a discreet feed holds a word of the disease.
    """

    def __init__(self) -> None:
        super().__init__()
        self.holder = tempfile.TemporaryDirectory()
        self.folder = Path(self.holder.name)
        self.shut: list[Fed] = []
        self.wide: list[Fed] = []

    @initialize(pathway=st.sampled_from(["cruk-adult", "cancernet-child", "macmillan", "ward"]))
    def begin(self, pathway: str) -> None:
        ward = HARBOUR_FEVER.replace("Rest", "Induction").replace("Settling", "Leukaemia")
        (self.folder / "ward.toml").write_text(ward, "utf-8")
        pathway = str(self.folder / "ward.toml") if pathway == "ward" else pathway
        own = ["--own", f"{LABELS[0]}=2026-05-01"]
        done = self.ask("new", "sam.toml", "--pathway", pathway, "--start", "2026-03-02", *own)
        assert done[0] == 0, done
        self.shut.append(Fed(self.folder, "--discreet"))

    def ask(self, command: str, name: str, *words: str) -> tuple[int, str]:
        return run(command, str(self.folder / name), *words)

    @rule(words=OPTIONS)
    def serve(self, words: tuple[str, ...]) -> None:
        with contextlib.suppress(JourneyError):  # a mistake stands in the file
            fed = Fed(self.folder, *words)
            if "--discreet" in words:
                self.shut = [*self.shut, fed][-3:]
            else:
                self.wide = [*self.wide, fed][-2:]

    @rule()
    def restart(self) -> None:
        with contextlib.suppress(JourneyError):
            self.shut[-1] = Fed(self.folder, "--discreet")

    @rule(name=st.sampled_from(["sam.ics", "plan.ics", "feed"]), words=OPTIONS)
    def export(self, name: str, words: tuple[str, ...]) -> None:
        path = self.shut[0].edition if name == "feed" else self.folder / name
        self.ask("export", "sam.toml", "--ics", str(path), *words)

    @rule(which=st.sampled_from(["sam.ics", "plan.ics"]))
    def put_an_export_where_the_feed_looks(self, which: str) -> None:
        if (self.folder / which).exists():
            for fed in self.shut:
                fed.edition.write_bytes((self.folder / which).read_bytes())

    @rule(days=st.integers(1, 200), label=st.sampled_from(LABELS))
    def record(self, days: int, label: str) -> None:
        day = START + dt.timedelta(days=days)
        self.ask("record", "sam.toml", "--own", f"{label}={day}")

    @rule(label=st.sampled_from(LABELS))
    def take_out(self, label: str) -> None:
        self.ask("record", "sam.toml", "--remove-own", label)

    @rule(days=st.integers(1, 60))
    def move_the_start(self, days: int) -> None:
        self.ask("record", "sam.toml", f"start={START + dt.timedelta(days=days)}")

    @rule(name=st.sampled_from(["sam.toml", "ward.toml"]), label=st.sampled_from(LABELS))
    def edit(self, name: str, label: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        path.write_text(
            re.sub(r'(name|label) = "[^"]*"', f'\\1 = "{label}"', text, count=1), "utf-8"
        )

    @rule(name=st.sampled_from(["sam.toml", "ward.toml"]))
    def half_save_or_mend(self, name: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        end = "\n[leukaemia"
        path.write_text(text.removesuffix(end) if text.endswith(end) else text + end, "utf-8")

    @invariant()
    def nothing_is_told(self) -> None:
        for fed in self.wide:
            fed.get()
        for fed in self.shut:
            data = fed.get()
            assert data.startswith(b"BEGIN:VCALENDAR")
            assert not told(data) & SECRET
            assert b"NAME:Plan\r\n" in data

    def teardown(self) -> None:
        self.holder.cleanup()


NothingLeaks.TestCase.settings = settings(
    max_examples=max(4, settings().max_examples // 10), stateful_step_count=12,
    phases=[Phase.generate],  # to shrink a failure takes minutes
)  # fmt: skip
TestNothingLeaks = NothingLeaks.TestCase


PATHWAY = (Path(__file__).parent.parent / "examples" / "harbour-fever.toml").read_text("utf-8")


class Served:
    """`journey serve` as a process."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "journey", "serve", *words], cwd=folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            # A test run in the background of a script ignores Ctrl-C, and would hand that on.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        assert self.process.stdout
        self.said = [self.process.stdout.readline()]
        while "Ctrl-C" not in self.said[-1] and self.said[-1]:
            self.said.append(self.process.stdout.readline())
        match = re.fullmatch(r"webcal://([^/:]+):(\d+)(/\S+)\n", self.said[0])
        assert match, (self.said, self.process.communicate(timeout=10))
        self.port, self.path = int(match[2]), match[3]

    def get(self, tag: str = "") -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", self.path, headers={"If-None-Match": tag} if tag else {})
        answer = connection.getresponse()
        return answer.status, str(answer.headers["ETag"]), answer.read()

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        _, complaints = self.process.communicate(timeout=20)
        return self.process.returncode, complaints


def kept(folder: Path) -> Path:
    """The one edition that feeds in this folder keep."""
    [found] = folder.glob("ward.feeds/*.ics")
    return found


WORDS = ("ward.toml", "--start", "2026-03-02", "--port", "0")


def test_serve_re_issues_when_the_file_changes_and_never_else(tmp_path: Path) -> None:
    ward = tmp_path / "ward.toml"
    ward.write_text(PATHWAY, "utf-8")
    served = Served(tmp_path, *WORDS)
    _, tag, body = served.get()
    assert body == kept(tmp_path).read_bytes()
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in body
    ward.touch()
    assert served.get(tag)[0] == 304
    ward.write_text(
        PATHWAY.replace("typical = 3, longest = 4", "typical = 4, longest = 4"), "utf-8"
    )
    status, newer, changed = served.get(tag)
    assert (status, newer != tag) == (200, True)
    assert changed == kept(tmp_path).read_bytes()
    assert b"SEQUENCE:1\r\n" in changed
    ward.write_text("half [", "utf-8")
    assert served.get(newer)[0] == 304
    assert served.get()[2] == changed
    code, complaints = served.end()
    assert code == 0
    assert complaints.count("journey: ward.toml") == 1
    assert "Traceback" not in complaints


def test_a_restart_serves_the_same_edition(tmp_path: Path) -> None:
    (tmp_path / "ward.toml").write_text(PATHWAY, "utf-8")
    first = Served(tmp_path, *WORDS)
    _, tag, _ = first.get()
    assert first.end() == (0, "")
    again = Served(tmp_path, *WORDS)
    assert again.get(tag)[0] == 304
    assert again.end() == (0, "")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_path_is_secret_and_stays(tmp_path: Path, host: str) -> None:
    (tmp_path / "ward.toml").write_text(PATHWAY, "utf-8")
    paths = []
    for _ in range(2):
        served = Served(tmp_path, *WORDS, "--host", host)
        paths.append(served.path)
        assert served.get()[0] == 200
        served.path = "/calendar.ics"
        assert served.get()[0] == 404
        assert served.end()[0] == 0
    assert is_path(paths[0])
    assert paths[0] == paths[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cruk-adult"], "cruk-adult: is no file; name a .toml file to serve"),
        (["ward.toml"], "ward.ics: nothing has a date yet"),
        (["ward.toml", "--port", "x"], '--port: "x" should be a number up to 65535'),
        (["none.toml"], "none.toml: cannot be read"),
        (["ward.toml", "--start", "2026-03-02"], "ward.feeds/open-e3b0c44298fc.path: is no path"),
    ],
)
def test_what_cannot_be_served_is_told_in_one_line(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from journey.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "ward.toml").write_text(PATHWAY, "utf-8")
    (tmp_path / "ward.feeds").mkdir()
    (tmp_path / "ward.feeds" / "open-e3b0c44298fc.path").write_text("/calendar.ics", "utf-8")
    assert main(["serve", *words]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert said.removeprefix("ward.ics: ") in line
