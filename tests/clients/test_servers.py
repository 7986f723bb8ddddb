"""Editions of a calendar through real servers and subscribers: nothing doubled, nothing lost.

Radicale takes a calendar by CalDAV and is read back; vdirsyncer, curl and khal subscribe to our own
feed; calcurse imports twice, and doubles, as the README says.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from journey.calendar.feed import Feed
from journey.calendar.published import read_calendar
from journey.export.ics import remove_everything, to_ics
from journey.pathways.library import load_pathway
from journey.planning.timeline import OwnDate, Timeline, plan

from .readers import Seen, calcurse, ical

DAY = dt.timedelta(days=1)
STAMP = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
LATER = STAMP + 30 * DAY
START = dt.date(2026, 3, 2)
WARD = Path(__file__).parent.parent.parent / "examples" / "harbour-fever.toml"
PARTY = OwnDate("A party, at last; perhaps", START + 90 * DAY, START + 92 * DAY)


def timeline(shift: int = 0, *own: OwnDate) -> Timeline:
    return plan(load_pathway(WARD), start=START + shift * DAY, own_dates=own)


FIRST = to_ics(timeline(0, PARTY), stamp=STAMP, reminders=True, colours=True)
MOVED = to_ics(timeline(7), stamp=LATER, previous=FIRST, reminders=True, colours=True)
GONE = remove_everything(MOVED, stamp=LATER)
EDITIONS = [FIRST, MOVED, GONE]


def need(name: str) -> str:
    """Where a program is; it may have come with the packages of this Python."""
    folder = str(Path(sys.executable).parent)
    found = shutil.which(name, path=os.pathsep.join([folder, os.environ.get("PATH", "")]))
    if found is None:
        reason = f"{name} is not here: install it as .ci/run does"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return found


def facts(data: bytes, folder: Path) -> list[tuple[str | None, dt.date, dt.date, str, int | None]]:
    """What a reader of other people sees in a file."""
    path = folder / "seen.ics"
    path.write_bytes(data)
    return sorted(map(fact, ical(path)), key=str)


def fact(seen: Seen) -> tuple[str | None, dt.date, dt.date, str, int | None]:
    return seen.uid, seen.start, seen.end, seen.summary, seen.sequence


# ---- Radicale ----------------------------------------------------------------------------------


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[str]:
    """The address of a CalDAV server on this machine, fresh."""
    program = need("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "--server-hosts": f"127.0.0.1:{port}", "--auth-type": "none",
        "--storage-filesystem-folder": str(tmp_path / "collections"), "--config": "",
    }  # fmt: skip
    words = [word for pair in options.items() for word in pair]
    process = subprocess.Popen(
        [program, *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/somebody/plan/"
    import requests

    for _ in range(200):
        try:
            requests.get(f"http://127.0.0.1:{port}/", timeout=5)
            break
        except requests.ConnectionError:
            time.sleep(0.05)
    requests.request("MKCOL", f"http://127.0.0.1:{port}/somebody/", timeout=20).raise_for_status()
    yield address
    process.terminate()
    process.wait(10)


def test_radicale_keeps_each_edition_whole(radicale: str, tmp_path: Path) -> None:
    import requests

    for data in (FIRST, FIRST, *EDITIONS, FIRST):
        headers = {"Content-Type": "text/calendar; charset=utf-8"}
        put = requests.put(radicale, data=data, headers=headers, timeout=20)
        assert put.status_code in (201, 204), put.text
        back = requests.get(radicale, timeout=20)
        assert back.status_code == 200
        assert facts(back.content, tmp_path) == facts(data, tmp_path)


def test_radicale_takes_each_event_by_itself_and_doubles_none(
    radicale: str, tmp_path: Path
) -> None:
    import requests

    kind = {"Content-Type": "text/calendar; charset=utf-8"}
    requests.request("MKCALENDAR", radicale, timeout=20).raise_for_status()
    for data in EDITIONS:
        head = data.split(b"BEGIN:VEVENT")[0]
        for uid in read_calendar(data).events:
            [block] = [b for b in data.split(b"BEGIN:VEVENT")[1:] if f"UID:{uid}\r\n".encode() in b]
            one = head + b"BEGIN:VEVENT" + block.removesuffix(b"END:VCALENDAR\r\n")
            put = requests.put(
                f"{radicale}{uid}.ics", data=one + b"END:VCALENDAR\r\n", headers=kind, timeout=20
            )
            assert put.status_code in (201, 204), put.text
        back = requests.get(radicale, timeout=20).content
        assert facts(back, tmp_path) == facts(data, tmp_path)


# ---- subscribers of our own feed ---------------------------------------------------------------


class Offer:
    """Our feed, with the edition that stands in `data`."""

    def __init__(self) -> None:
        self.data = FIRST
        self.feed = Feed(lambda: self.data, first=FIRST)
        self.address = f"http://127.0.0.1:{self.feed.server_port}/calendar.ics"
        threading.Thread(target=self.feed.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def offer() -> Iterator[Offer]:
    made = Offer()
    yield made
    made.feed.shutdown()
    made.feed.server_close()


def test_curl_goes_through_200_304_200(offer: Offer, tmp_path: Path) -> None:
    program = need("curl")

    def fetch() -> str:
        done = subprocess.run(
            [program, "-sS", "--etag-compare", "tag", "--etag-save", "tag", "-o", "got.ics",
             "-w", "%{http_code} %{content_type}", offer.address],
            cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30,
        )  # fmt: skip
        return done.stdout

    got = tmp_path / "got.ics"
    assert fetch() == "200 text/calendar; charset=utf-8"
    assert got.read_bytes() == FIRST
    assert fetch().startswith("304")
    offer.data = MOVED
    assert fetch().startswith("200")
    assert got.read_bytes() == MOVED
    assert fetch().startswith("304")


VDIRSYNCER = """
[general]
status_path = "status"
[pair plan]
a = "feed"
b = "here"
collections = null
[storage feed]
type = "http"
url = "{address}"
[storage here]
type = "filesystem"
path = "here"
fileext = ".ics"
"""


def test_vdirsyncer_follows_every_edition_and_is_quiet_between(
    offer: Offer, tmp_path: Path
) -> None:
    program = need("vdirsyncer")
    (tmp_path / "here").mkdir()
    (tmp_path / "config").write_text(VDIRSYNCER.format(address=offer.address), "utf-8")

    def sync(command: str = "sync") -> str:
        done = subprocess.run(
            [program, "-c", "config", command], cwd=tmp_path, capture_output=True, text=True,
            timeout=60, check=False, input="y\ny\n",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stderr + done.stdout

    def here() -> list[Path]:
        return sorted((tmp_path / "here").glob("*.ics"))

    sync("discover")
    for data in EDITIONS:
        offer.data = data
        assert "Copying" in sync()
        assert "Copying" not in sync()
        # Without uids: vdirsyncer puts a hash in the place of each that comes from a subscription.
        seen = [fact(event)[1:] for path in here() for event in ical(path)]
        meant = [fact[1:] for fact in facts(data, tmp_path)]
        assert sorted(seen, key=str) == sorted(meant, key=str)


EDITIONS_IN_A_ROW = 200 if os.environ.get("WHOLE_MATRIX") else 3


def test_many_editions_in_a_row_double_and_lose_nothing(
    radicale: str, offer: Offer, tmp_path: Path
) -> None:
    import requests

    program, rng = need("vdirsyncer"), random.Random(14)
    (tmp_path / "here").mkdir()
    (tmp_path / "config").write_text(VDIRSYNCER.format(address=offer.address), "utf-8")
    kind = {"Content-Type": "text/calendar; charset=utf-8"}
    file = feed = None
    offer.data = FIRST
    for n in range(EDITIONS_IN_A_ROW):
        own = [
            OwnDate(f"Visit {rng.randint(1, 3)}", day := START + rng.randint(0, 300) * DAY,
                    day + DAY, id=str(number))
            for number in range(6) if rng.random() < 0.5
        ]  # fmt: skip
        plan_now, stamp = timeline(rng.randint(0, 60), *own), STAMP + n * DAY
        file = to_ics(plan_now, stamp=stamp, previous=file, journey_id="x")
        feed = to_ics(plan_now, stamp=stamp, previous=feed, journey_id="x", is_feed=True)
        put = requests.put(radicale, data=file, headers=kind, timeout=20)
        assert put.status_code in (201, 204), put.text
        assert facts(requests.get(radicale, timeout=20).content, tmp_path) == facts(file, tmp_path)
        offer.data = feed
        for command in ("discover", "sync") if n == 0 else ("sync",):
            done = subprocess.run(
                [program, "-c", "config", command], cwd=tmp_path, capture_output=True, text=True,
                timeout=60, check=False, input="y\ny\n",
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        seen = [fact(e)[1:4] for path in (tmp_path / "here").glob("*.ics") for e in ical(path)]
        meant = [fact[1:4] for fact in facts(feed, tmp_path)]
        assert sorted(seen) == sorted(meant)


def test_calcurse_doubles_a_second_import_as_the_readme_says(tmp_path: Path) -> None:
    program = need("calcurse")
    path = tmp_path / "plan.ics"
    path.write_bytes(FIRST)
    once = len(calcurse(path))
    home = tmp_path / "home"
    home.mkdir()
    for _ in range(2):
        subprocess.run(
            [program, "-D", str(home), "-C", str(home), "-i", str(path)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=True,
            env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
    assert len((home / "apts").read_text("utf-8").splitlines()) == 2 * once


KHAL = """
[calendars]
[[plan]]
path = {folder}/here
type = calendar
[locale]
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
timeformat = %H:%M
[default]
default_calendar = plan
[sqlite]
path = {folder}/khal.db
"""


def test_khal_takes_a_later_edition_over_the_earlier_one(tmp_path: Path) -> None:
    program = need("khal")
    (tmp_path / "here").mkdir()
    (tmp_path / "config").write_text(KHAL.format(folder=tmp_path), "utf-8")

    def khal(*words: str) -> str:
        done = subprocess.run(
            [program, "-c", "config", *words], cwd=tmp_path, capture_output=True, text=True,
            timeout=60, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    for data in (FIRST, FIRST, MOVED):
        (tmp_path / "plan.ics").write_bytes(data)
        khal("import", "--batch", "plan.ics")
        listed = khal("list", "--once", "-df", "", "-f", "{uid} {start-date}",
                      "2026-01-01", "2027-12-31").split()  # fmt: skip
        seen = dict(zip(listed[::2], listed[1::2], strict=True))
        assert seen == {uid: str(start) for uid, start, *_ in facts(data, tmp_path)}
        assert len(listed) == 2 * len(seen)
