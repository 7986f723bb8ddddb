"""Where a variation ends the dates, nothing that anybody writes has one that nobody gave."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, FEW, boundary_names, known_dates, pathway_of, pathways

from journey.errors import PathwayError
from journey.export.ics import to_ics
from journey.export.json import to_json
from journey.export.svg import to_svg
from journey.export.text import to_text
from journey.pages.document import Document, MonthGrid, Table
from journey.pages.explaining import explain, three_ways
from journey.pages.pack import KINDS, describe, outline
from journey.pages.whereabouts import describe_day
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.planning.activities import planned_activities
from journey.planning.explaining import why
from journey.planning.timeline import Timeline, plan
from journey.planning.whereabouts import where
from journey.words.dates import date_in_words, months_in_words

# A decade of its own: whatever has a year in it is a date of the plan, and of nothing else.
START, MADE = dt.date(2061, 3, 2), dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
STAMP = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
STOPPING = [
    (pathway_id, variation.id)
    for pathway_id in pathway_ids()
    for variation in get_pathway(pathway_id).variations
    if variation.dates_stop
]
TOGETHER = [
    (pathway_id, stopping, other.id)
    for pathway_id, stopping in STOPPING
    for other in get_pathway(pathway_id).variations
    if other.id != stopping
]


def in_words(timeline: Timeline) -> set[str]:
    """Every way in which a date that was given may be written."""
    language = timeline.pathway.language
    given = [day - back for _, day in timeline.known for back in (DAY * 0, DAY)]
    days = {date_in_words(day, language) for day in given}
    months = {months_in_words(a, b, language) for a in given for b in given if a <= b}
    return days | months


def not_given(text: str, timeline: Timeline) -> list[str]:
    """What in a text speaks of a day of the plan that nobody gave."""
    text = " ".join(text.split())
    for known in sorted(in_words(timeline), key=len, reverse=True):
        text = text.replace(known, "...")
    return re.findall(r".{0,40}(?<!\d{4} )\b20[6-9]\d\b", text)  # a phone number is no year


def without_years_given(svg: str, timeline: Timeline) -> str:
    """The picture without the years of the recorded first and last days of each part.

    It names these in place of days where a part lies beyond the first months. The years above the
    columns of months are the calendar's, and date no part.
    """
    svg = re.sub(r">\d{4}</text>", "></text>", svg)
    for planned in timeline.phases:
        said = []
        if planned.start:
            first = planned.start.typical.year
            said.append(f"later: from {first} on")
            if planned.end:
                last = (planned.end.typical - DAY).year
                said += [f"ends {last}", f"later: {first}" if first == last else ""]
                said += [f"later: {first} {word} {last}" for word in ("or", "to")]
        for words in filter(None, said):
            svg = svg.replace(f">{words}</text>", "></text>")
    return svg


def documents(timeline: Timeline) -> Iterator[Document]:
    without_grids = [kind for kind in KINDS if kind != "months"]
    yield describe(timeline, made=MADE, pages=without_grids, later_effects=True)
    yield describe(timeline, made=MADE, view="school")
    yield outline(timeline, made=MADE)
    yield three_ways(timeline, made=MADE)
    for name in ("start", *(phase.id for phase in timeline.phases), "finish"):
        yield explain(timeline, name, made=MADE)


def has_only_what_was_given(timeline: Timeline) -> None:
    """Every output of a plan, looked through for dates that nobody gave."""
    near = {day - back for _, day in timeline.known for back in (DAY * 0, DAY)}
    for document in documents(timeline):
        assert not_given(to_text(document), timeline) == []
    for block in (
        b for p in describe(timeline, made=MADE, pages=["months"]).pages for b in p.blocks
    ):
        if isinstance(block, Table):
            assert not_given(" ".join(row[0].words for row in block.rows), timeline) == []
        if isinstance(block, MonthGrid):
            days = {day.number for week in block.weeks for day in week if day and day.labels}
            assert days <= {day.day for day in near}
    assert not_given(without_years_given(to_svg(timeline), timeline), timeline) == []
    iso = re.findall(r"\b20[6-9]\d-\d\d-\d\d", to_json(timeline, made=MADE))
    assert {dt.date.fromisoformat(day) for day in iso} <= near
    calendar = to_ics(timeline, stamp=STAMP).decode().replace("\r\n ", "")
    starts = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", calendar)
    on = {dt.datetime.strptime(day, "%Y%m%d").date() for day in starts}  # noqa: DTZ007  a day
    assert on <= near
    assert not_given(calendar.replace("\\,", ","), timeline) == []
    for later in (0, 10, 100, 1000):
        day = START + later * DAY
        found = where(timeline, day)
        title = date_in_words(day, timeline.pathway.language)
        text = to_text(describe_day(found, made=MADE)).replace(title, "")
        assert not_given(text, timeline) == []


@pytest.mark.parametrize(("pathway_id", "stopping"), STOPPING)
def test_nothing_is_dated_that_nobody_recorded(pathway_id: str, stopping: str) -> None:
    pathway = vary(get_pathway(pathway_id), stopping)
    last = pathway.phases[-1].id
    for known in ({}, {last: dt.date(2062, 9, 13)}):
        timeline = plan(pathway, start=START, known=known)
        stop = next(i for i, planned in enumerate(timeline.phases) if planned.is_stopped)
        assert [b for b in timeline.boundaries[stop:] if b and b.status != "known"] == []
        assert dict(timeline.known) == {"start": START, **known}
        assert all(
            item.date is None
            for item in planned_activities(timeline)
            if item.day and item.phase.is_stopped
        )
        if stop < 2:  # the start is known, so nothing is left to estimate
            has_only_what_was_given(timeline)


def varied(pathway: Pathway, first: str, second: str) -> Pathway | None:
    """The pathway with the one switched on and then the other; none where that is refused."""
    try:
        return vary(vary(pathway, first), second)
    except PathwayError:
        return None


@pytest.mark.parametrize(("pathway_id", "stopping", "other"), TOGETHER)
def test_with_any_other_variation_it_is_the_same(
    pathway_id: str, stopping: str, other: str
) -> None:
    pathway = varied(get_pathway(pathway_id), stopping, other)
    assert pathway == varied(get_pathway(pathway_id), other, stopping)
    if pathway is None:
        return  # the two contradict each other, and vary says how to mend it
    timeline = plan(pathway, start=START)
    stop = next(i for i, planned in enumerate(timeline.phases) if planned.is_stopped)
    assert [b for b in timeline.boundaries[stop:] if b and b.status != "known"] == []
    assert stop > 1 or not_given(to_text(outline(timeline, made=MADE)), timeline) == []


@pytest.mark.parametrize("pathway_id", pathway_ids())
def test_no_page_says_that_it_shows_no_dates_and_then_shows_some(pathway_id: str) -> None:
    pathway = get_pathway(pathway_id)
    for one in (pathway, *(vary(pathway, v.id) for v in pathway.variations)):
        timeline = plan(one, start=START)
        text = to_text(describe(timeline, made=MADE))
        says = re.search(r"\bshows?\s+no\s+dates\b", text) is not None
        is_all = re.search(r"no\s+dates\s+but\s+those\s+you\s+gave", text) is not None
        has_estimates = any(b and b.status != "known" for b in timeline.boundaries)
        assert not (is_all and has_estimates), one.applied
        for planned in timeline.phases:
            if planned.is_stopped:
                assert planned.end is None
                assert is_all or re.search(r"no\s+dates\s+from\s+\w", text)
        assert says == (one.dates_stop is not None), one.applied


@pytest.mark.parametrize("pathway_id", pathway_ids())
def test_what_was_published_before_is_cancelled_in_the_calendar(pathway_id: str) -> None:
    pathway = get_pathway(pathway_id)
    before = to_ics(plan(pathway, start=START), stamp=STAMP)
    after = to_ics(plan(vary(pathway, "relapsed"), start=START), stamp=STAMP, previous=before)
    events = after.decode().split("BEGIN:VEVENT")[1:]
    running = [event for event in events if "STATUS:CANCELLED" not in event]
    assert len(events) == before.count(b"BEGIN:VEVENT")
    starts = {re.findall(r"DTSTART;VALUE=DATE:(\d{8})", event)[0] for event in running}
    assert starts == {"20610302"}


@st.composite
def stopping_pathways(draw: st.DrawFn) -> tuple[Pathway, str]:
    """A random pathway with a variation that ends its dates at any of its boundaries."""
    plain = draw(pathways(max_phases=5))
    at = draw(st.sampled_from(["start", *(phase.id for phase in plain.phases)]))
    phases = [p.model_dump(by_alias=True, exclude_defaults=True) for p in plain.phases]
    for phase in phases:
        phase["activities"] = [
            {"id": "a", "name": "A", "kind": "visit", "days": [1, 8]},
            {"id": "b", "name": "B", "kind": "test", "at": "end", "of": "phase"},
        ]
        phase["cycle"] = {"length": 3, "unit": "weeks"} if draw(st.booleans()) else None
    stopping: dict[str, Any] = {"id": "v", "name": "V", "dates_stop": at, "cites": CITES}
    return pathway_of(phases, variations=[stopping]), at


@FEW
@given(stopping_pathways(), st.data())
def test_from_where_dates_stop_only_what_is_recorded_has_one(
    made: tuple[Pathway, str], data: st.DataObject
) -> None:
    pathway, at = made
    known = data.draw(known_dates(pathway, first=START))
    plain = plan(pathway, start=START, known=known)
    timeline = plan(vary(pathway, "v"), start=START, known=known)
    stop = 0 if at == "start" else boundary_names(pathway).index(at)
    assert timeline.known == plain.known
    assert timeline.boundaries[:stop] == plain.boundaries[:stop]
    for window in timeline.boundaries[stop:]:
        assert window is None or window.status == "known"
    assert [p.is_stopped for p in timeline.phases] == [i >= stop for i in range(len(plain.phases))]
    for item in planned_activities(timeline):
        if item.phase.is_stopped and item.date is not None:
            ends = (item.phase.start, item.phase.end)
            assert item.date in {w.typical - back for w in ends if w for back in (DAY * 0, DAY)}
    if stop == 0:
        has_only_what_was_given(timeline)
    # Nothing is claimed of the days after the last recorded one.
    last = max(day for _, day in timeline.known)
    if stop == 0:
        assert timeline.during(last + DAY, last + 5000 * DAY) == ()


def test_two_that_end_the_dates_end_them_at_the_earlier_place() -> None:
    phases = [{"id": p, "name": p} for p in "abc"]
    both = [{"id": f"at-{p}", "name": p, "dates_stop": p} for p in ("a", "c")]
    pathway = pathway_of(phases, variations=both)
    for order in itertools.permutations(["at-a", "at-c"]):
        assert vary(pathway, *order).dates_stop == "start"
        assert vary(vary(pathway, order[0]), order[1]).dates_stop == "start"
    assert vary(pathway, "at-c").dates_stop == "c"


def test_where_dates_stop_at_a_phase_that_another_takes_away_the_mend_is_said() -> None:
    phases = [{"id": p, "name": p} for p in "abc"]
    variations = [
        {"id": "back", "name": "B", "dates_stop": "b"},
        {"id": "other", "name": "O",
         "replace": {"from": "b", "until": "b", "phases": [{"id": "x", "name": "X"}]}},
    ]  # fmt: skip
    pathway = pathway_of(phases, variations=variations)
    wanted = 'variation "back" stops the dates at phase "b", which another .* leave one out'
    with pytest.raises(PathwayError, match=wanted):
        vary(pathway, "back", "other")
    for first, second in itertools.permutations(["back", "other"]):
        with pytest.raises(PathwayError, match=wanted):
            vary(vary(pathway, first), second)


def test_why_says_which_variation_took_the_date_away() -> None:
    timeline = plan(vary(get_pathway("cruk-adult"), "relapsed"), start=START)
    assert why(timeline, "maintenance").window is None
    text = " ".join(to_text(explain(timeline, "maintenance", made=MADE)).split())
    assert "You asked to see: Leukaemia that has come back (relapse)." in text
    assert "A part before it has no length" not in text
    told = json.loads(to_json(why(timeline, "finish")))
    assert (told["window"], told["reasons"]) == (None, [])
