"""How fast pages are, beside what can do no less."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from measure import compare

from journey.export import pdf
from journey.export.html import to_html
from journey.export.pdf import to_pdf
from journey.pages.document import Document
from journey.pages.pack import describe
from journey.pathways.library import get_pathway, pathway_ids
from journey.picture.chart import Chart
from journey.picture.paper import Sheet
from journey.picture.picture import drawn
from journey.planning.timeline import plan

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)

PDFS = 6


def as_dicts(document: Document) -> list[object]:
    """The document as `json.dumps` takes it; the drawing of a picture is one text."""

    def plain(value: object) -> object:
        if isinstance(value, Chart):
            return {"svg": drawn(value, title="")}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return str(value) if isinstance(value, dt.date) else value

    return [plain(document)]


def compiled(data: str) -> bytes:
    """Pages set by typst alone, their data ready beforehand."""
    return pdf._compiled(pdf._compiler(), data, MADE)


def in_turn(calls: Iterable[Callable[[], object]]) -> Callable[[], object]:
    """Another call each time: typst keeps what it has set, so the same pages cost less again."""
    left = iter(calls)
    return lambda: next(left)()


FRESH = """
import datetime as dt, time
from journey.export.pdf import to_pdf
from journey.pathways.library import get_pathway
from journey.pages.pack import describe
from journey.planning.timeline import plan
made, start = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
first = describe(plan(get_pathway("nhs"), start=start), made=made)
other = describe(plan(get_pathway("cruk-adult"), start=start), made=made)
for document in (other, first, other):
    began = time.perf_counter()
    to_pdf(document)
    print(time.perf_counter() - began)
"""


def main() -> None:
    for pathway_id in pathway_ids():
        timeline = plan(get_pathway(pathway_id), start=START)
        document = describe(timeline, made=MADE)
        data = as_dicts(document)
        compare(
            f"HTML of {pathway_id}",
            partial(to_html, document),
            "floor: `json.dumps` of the same",
            partial(json.dumps, data),
        )
        days = [START + dt.timedelta(days=n) for n in range(2 * PDFS)]
        documents = [describe(plan(timeline.pathway, start=day), made=MADE) for day in days]
        sheet = Sheet("a4", 12)
        data_of = [json.dumps(pdf._document(d, sheet, str), ensure_ascii=False) for d in documents]
        compare(
            f"PDF of {pathway_id}",
            in_turn(partial(to_pdf, document) for document in documents[::2]),
            "floor: typst alone",
            in_turn(partial(compiled, data) for data in data_of[1::2]),
            rounds=PDFS - 1,
        )
    found = []
    for _ in range(3):
        source = str(Path(to_pdf.__code__.co_filename).parents[2])
        told = subprocess.run(
            [sys.executable, "-c", FRESH], env={"PYTHONPATH": source}, check=True,
            capture_output=True, text=True,
        ).stdout  # fmt: skip
        found.append([float(line) for line in told.split()])
    first, second, again = (1e3 * statistics.median(column) for column in zip(*found, strict=True))
    print(f"\nin one process: first PDF {first:.0f} ms, another one {second:.0f} ms, "
          f"the first one again {again:.0f} ms")  # fmt: skip
