"""Every format of an invented pathway, byte for byte as it was agreed.

An intended change is written with `pytest tests/test_golden.py --golden`, and its commit says why.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

from journey.export.html import to_html
from journey.export.ics import to_ics
from journey.export.json import to_json
from journey.export.markdown import to_markdown
from journey.export.svg import to_svg
from journey.export.text import to_text
from journey.pages.pack import describe
from journey.pathways.library import load_pathway
from journey.planning.timeline import Timeline, plan

pytestmark = pytest.mark.dependencies

GOLDEN = Path(__file__).parent / "golden"
MADE = dt.date(2026, 4, 20)
STAMP = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
START = dt.date(2026, 3, 2)
KNOWN = {"first-tide": dt.date(2026, 3, 9), "open-sea": dt.date(2026, 6, 1)}

WRITERS: dict[str, Callable[[Timeline], bytes]] = {
    "txt": lambda timeline: to_text(describe(timeline, made=MADE)).encode(),
    "md": lambda timeline: to_markdown(describe(timeline, made=MADE)).encode(),
    "html": lambda timeline: to_html(describe(timeline, made=MADE)).encode(),
    "svg": lambda timeline: to_svg(timeline).encode(),
    "json": lambda timeline: to_json(timeline, made=MADE).encode(),
    "ics": lambda timeline: to_ics(timeline, stamp=STAMP),
}


@pytest.mark.parametrize("form", WRITERS)
def test_the_output_is_the_agreed_one_byte_for_byte(form: str, *, rewrites_golden: bool) -> None:
    pathway = load_pathway(GOLDEN / "harbour-fever.toml")
    written = WRITERS[form](plan(pathway, start=START, known=KNOWN))
    golden = GOLDEN / f"harbour-fever.{form}"
    if rewrites_golden:
        golden.write_bytes(written)
    agreed = golden.read_bytes()
    lines = difflib.unified_diff(agreed.decode().split("\n"), written.decode().split("\n"), n=0)
    assert not list(lines)[:20]
    assert written == agreed
