"""What is published of lengths, beside what is drawn: held by the window, or answered in words."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from strategies import FEW, durations, pathway_of, pathways

from journey.export.text import to_text
from journey.pages.pack import describe, outline
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.planning.timeline import DateWindow, Timeline, plan
from journey.words.dates import years_and_months

PUBLISHED = tomllib.loads((Path(__file__).parent / "totals.toml").read_text("utf-8"))
START = dt.date(2026, 3, 2)


@cache
def planned(pathway_id: str) -> Timeline:
    return plan(get_pathway(pathway_id), start=START)


@cache
def pages(pathway_id: str) -> str:
    return " ".join(to_text(describe(planned(pathway_id), made=START)).split())


def later(day: dt.date, count: int, unit: str) -> dt.date:
    """Calendar arithmetic of the test's own."""
    step: dict[str, Any] = {unit: count}
    return day + relativedelta(**step)


def reach(window: DateWindow) -> dt.date:
    return dt.date.max if window.is_open else window.latest


def rows() -> Iterator[dict[str, Any]]:
    """Each publication on each pathway that it is about: where it counts from, and how long."""
    for row in PUBLISHED["figures"]:
        yield {"weeks": 0, "from": row.get("part"), **row}
    for table in PUBLISHED["pathways"]:
        for group in PUBLISHED["groups"]:
            here = {"phase": "start", "weeks": 0, **table[group["from"]]}
            who = f"{group['who']}: 2 years from {group['from']}"
            yield {
                **here, "who": who, "pathway": table["id"], "from": here["phase"],
                "length": [2, 2, "years"],
            }  # fmt: skip


ROWS = list(rows())


def ends(row: dict[str, Any], timeline: Timeline) -> tuple[dt.date, dt.date]:
    """The first and the last end that the publication allows on this plan."""
    base = timeline.start if row["from"] == "start" else timeline[row["from"]].start
    assert base is not None
    low, high, unit = row["length"]
    weeks = dt.timedelta(weeks=row["weeks"])
    return later(base.earliest + weeks, low, unit), later(base.latest + weeks, high, unit)


def is_held(row: dict[str, Any], timeline: Timeline) -> bool:
    window = timeline[row["part"]].end if "part" in row else timeline.finish
    assert window is not None
    if "part" in row:  # its own length, from its own start
        low, high, unit = row["length"]
        duration = timeline[row["part"]].phase.duration
        assert duration is not None
        day = dt.date(2026, 3, 2)
        drawn = [later(day, count, duration.unit) for count in (duration.least, duration.most)]
        told = [later(day, count, unit) for count in (low, high)]
        return drawn[0] <= told[0] and (duration.is_open or told[1] <= drawn[1])
    first, last = ends(row, timeline)
    return window.earliest <= first and last <= reach(window)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['pathway']}: {row['who']}")
def test_what_is_published_lies_in_the_window_or_a_sentence_says_why_not(
    row: dict[str, Any],
) -> None:
    assert is_held(row, planned(row["pathway"])) == row["holds"]
    assert row["holds"] != ("says" in row)
    if not row["holds"]:
        assert re.search(row["says"], pages(row["pathway"]))


def test_each_group_of_the_table_is_there_once() -> None:
    groups = [group["who"] for group in PUBLISHED["groups"]]
    assert len(set(groups)) == len(groups) == 10
    for table in PUBLISHED["pathways"]:
        assert {group["from"] for group in PUBLISHED["groups"]} <= set(table)


# ---- what the pages say of the whole -----------------------------------------------------------

SUM = (
    r"The parts drawn here add up to about (.+?)\. "
    r"(All of that lies within|None of that lies within|That may be [a-z ]+ than) "
)
NARROW = "We add up the lengths of the parts, and change none to make them fit."


def months(words: str) -> int:
    """2 years and 5 months, in months."""
    found = {unit: int(count) for count, unit in re.findall(r"(\d+) (year|month)", words)}
    return 12 * found.get("year", 0) + found.get("month", 0)


def fits_what_it_says(pathway: Pathway) -> None:
    """The sentences about the whole, held against sums of the test's own."""
    text = " ".join(to_text(outline(plan(pathway, start=START), made=START)).split())
    total, day = pathway.stated_total, dt.date(2001, 1, 1)
    whole = plan(pathway, start=day).finish
    said = re.search(SUM, text)
    assert (said is not None) == (total is not None and whole is not None)
    if said is None:
        assert NARROW not in text
        return
    assert total is not None
    assert whole is not None
    low, high = (later(day, count, total.unit) for count in (total.least, total.most))
    first, last = whole.earliest, reach(whole)
    span, how_much = said.groups()
    assert span.endswith(", or more") == whole.is_open
    least, _, most = span.removesuffix(", or more").partition(" to ")
    for words, date in ((least, whole.earliest), (most or least, whole.latest)):
        assert abs(months(words) - (date - day).days / 30.44) <= 0.51
    is_all, is_none = low <= first and last <= high, last < low or high < first
    if is_all or is_none:
        assert how_much.startswith("All" if is_all else "None")
    else:
        assert ("shorter" in how_much, "longer" in how_much) == (first < low, high < last)
    # A window that leaves out some of what is said of the whole says why.
    assert (NARROW in text) == (not (first <= low and high <= last))


@pytest.mark.parametrize("pathway_id", pathway_ids())
def test_what_is_said_of_the_whole_is_true_with_any_variation(pathway_id: str) -> None:
    pathway = get_pathway(pathway_id)
    for varied in (pathway, *(vary(pathway, v.id) for v in pathway.variations)):
        fits_what_it_says(varied)


@FEW
@given(pathways(max_phases=4), durations())
def test_what_is_said_of_the_whole_is_true_of_any_pathway(
    plain: Pathway, total: dict[str, Any]
) -> None:
    phases = [p.model_dump(by_alias=True, exclude_defaults=True) for p in plain.phases]
    cites = [{"source": "leaflet", "where": "In all"}]
    fits_what_it_says(pathway_of(phases, stated_total={**total, "cites": cites}))


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "0 months"), (20, "1 month"), (365, "1 year"), (730, "2 years"),
     (883, "2 years and 5 months"), (396, "1 year and 1 month")],
)  # fmt: skip
def test_a_length_of_years_is_told_to_the_nearest_month(days: int, words: str) -> None:
    assert years_and_months(days) == words
