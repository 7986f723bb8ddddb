"""How fast a batch is, a core, and how time and memory grow with the number of journeys."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile

from calendars import bare_loop, with_icalendar
from measure import compare
from planning import loop_of

from journey.batch.lines import Line
from journey.batch.packs import Asked, packed
from journey.calendar.events import events
from journey.calendar.identity import uid
from journey.export.html import to_html
from journey.export.ics import to_ics
from journey.pages.pack import describe
from journey.pathways.library import get_pathway
from journey.planning.timeline import Timeline, plan

MADE = dt.date(2026, 3, 2)
STAMP = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
COUNT = 200
MOST = int(os.environ.get("MOST", "100000"))
"""So many journeys at most, to see how time and memory grow."""


def starts() -> list[dt.date]:
    return [MADE + dt.timedelta(days=n % 365) for n in range(COUNT)]


def lines() -> list[Line]:
    return [
        Line(n, {"id": f"a-{n}", "pathway": "cruk-adult", "start": day.isoformat()}, None)
        for n, day in enumerate(starts(), start=1)
    ]


def zipped(files: list[bytes]) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        for n, data in enumerate(files):
            pack.writestr(f"{n}.ics", data)
    return stored.getvalue()


def main() -> None:
    pathway = get_pathway("cruk-adult")
    added = loop_of(pathway)

    def planned() -> list[Timeline]:
        return [plan(pathway, start=day) for day in starts()]

    entries = [
        [(uid(f"a-{n}", event.key), event) for event in events(timeline)]
        for n, timeline in enumerate(planned())
    ]
    per = statistics.median(len(found) for found in entries)
    work = f"{COUNT} journeys of {per:.0f} events, lines to a zip file of .ics"
    ours, timelines = lines(), planned()
    some = timelines[: COUNT // 4]
    compare(
        work, lambda: packed(ours, Asked(MADE, ("ics",))),
        "the same plans, written by icalendar, zipped",
        lambda: (planned(), zipped([with_icalendar(found) for found in entries])),
        rounds=5,
    )  # fmt: skip
    compare(
        work, lambda: packed(ours, Asked(MADE, ("ics",))),
        "floor: dates added, bytes joined, zipped",
        lambda: ([added() for _ in starts()], zipped([bare_loop(found) for found in entries])),
        rounds=5,
    )  # fmt: skip
    compare(
        f"{COUNT // 4} journeys, lines to a zip file of HTML",
        lambda: packed(ours[: COUNT // 4], Asked(MADE, ("html",))),
        "describing and writing alone",
        lambda: [to_html(describe(t, made=MADE, pack="hand-over")) for t in some],
        rounds=5,
    )
    compare(
        f"{COUNT} calendars written", lambda: [to_ics(t, stamp=STAMP) for t in timelines],
        "their events alone", lambda: [events(t) for t in timelines], rounds=5,
    )  # fmt: skip
    print("\n| journeys | processor seconds | µs a journey | peak memory |\n|---:|---:|---:|---:|")
    count = 1
    while count <= MOST:
        print(grown(count), flush=True)
        count *= 10


GROWN = """
import datetime as dt, json, resource, sys, time
from concurrent.futures import Executor, Future
from journey import batch

class Here(Executor):
    def submit(self, fn, *args):
        future = Future()
        future.set_result(fn(*args))
        return future

count, out = int(sys.argv[1]), sys.argv[2]
made = dt.date(2026, 3, 2)
source = (
    {"id": f"a-{n}", "pathway": "cruk-adult", "start": (made + dt.timedelta(n % 365)).isoformat()}
    for n in range(count)
)
batch.run([], out=out + "/none", made=made, formats=["ics"], executor=Here())
began = time.process_time()
batch.run(source, out=out + "/out", made=made, formats=["ics", "table"], executor=Here(), ahead=1)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([time.process_time() - began, peak / 1024]))
"""
"""All in one process, which so bounds what the driver and a worker hold together."""


def grown(count: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", GROWN, str(count), folder], check=True, capture_output=True
        )
    spent, peak = json.loads(done.stdout)
    return f"| {count:,} | {spent:.3g} | {1e6 * spent / count:,.0f} | {peak:.0f} MB |"
