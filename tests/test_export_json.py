"""The JSON: exactly the documented shape, and dates that read back as the timeline's own."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from strategies import FEW, full_pathway, hostile_pathways, timelines
from test_planning_changes import pairs
from test_planning_timeline import simple
from test_planning_whereabouts import asked

from journey.export.json import to_json
from journey.pathways.library import demo
from journey.pathways.model import Pathway
from journey.planning.changes import Move, changes, moves
from journey.planning.explaining import why
from journey.planning.timeline import DateWindow, OwnDate, PlannedPhase, Repeat, Timeline, plan
from journey.planning.whereabouts import where

pytestmark = pytest.mark.dependencies

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
NOTICE = (
    "This guide helps you learn and plan. It does not know your own plan. Your dates may be "
    "different. Ask your team before you act on it."
)


def window(given: DateWindow | None) -> dict[str, str | bool | None] | None:
    if given is None:
        return None
    days = {name: str(getattr(given, name)) for name in ("earliest", "typical", "latest")}
    last = ".." if given.is_open or given.status == "overtaken" else given.latest
    edtf = str(given.typical) if given.status == "known" else f"{given.earliest}/{last}"
    return {**days, "status": given.status, "is_open": given.is_open, "edtf": edtf}


def in_order(node: Any) -> Any:
    """Objects as pairs, so that a comparison heeds the order of keys."""
    if isinstance(node, dict):
        return [(key, in_order(value)) for key, value in node.items()]
    return [in_order(item) for item in node] if isinstance(node, list) else node


def harmless(place: str) -> str:
    return f"<{place}>"


def test_the_shape_is_the_documented_one_key_for_key() -> None:
    known = {"p2": dt.date(2026, 3, 9)}
    own = OwnDate("Wedding", dt.date(2026, 8, 1), dt.date(2026, 8, 3))
    as_of = dt.date(2026, 3, 10)
    timeline = plan(full_pathway(harmless), start=START, known=known, as_of=as_of, own_dates=[own])
    data = json.loads(to_json(timeline, made=MADE))
    first, *_, fourth, fifth = data.pop("phases")
    assert in_order(data) == in_order(
        {
            "format": 1,
            "notice": NOTICE,
            "pathway": "invented",
            "start": "2026-03-02",
            "made": "2026-04-20",
            "as_of": "2026-03-10",
            "lanes": [],
            "finish": None,
            "own_dates": [_wedding("2026-08-01", "2026-08-03")],
            "holds": [],
            "stops": [],
            "past": [],
            "sources": [
                {
                    "id": "leaflet", "publisher": "<leaflet publisher>", "title": "<leaflet title>",
                    "url": "<leaflet url>", "reviewed": "2024-01-31", "stale": False,
                },
                {
                    "id": "history", "publisher": "<history publisher>", "title": "<history title>",
                    "url": None, "reviewed": "2013-08", "stale": True,
                },
            ],
        }
    )  # fmt: skip
    assert in_order(first) == in_order(
        {
            "id": "p1",
            "name": "<phase 1>",
            "start": {
                "earliest": "2026-03-02", "typical": "2026-03-02", "latest": "2026-03-02",
                "status": "known", "is_open": False, "edtf": "2026-03-02",
            },
            "end": {
                "earliest": "2026-03-09", "typical": "2026-03-09", "latest": "2026-03-09",
                "status": "known", "is_open": False, "edtf": "2026-03-09",
            },
            **GOES_ON,
            "duration": {
                "shortest": 3, "typical": 5, "longest": 7, "unit": "days",
                "basis": {"shortest": "stated", "typical": "assumed", "longest": "interpreted"},
            },
            "stated_length": None,
            "cites": [{"source": "leaflet", "where": "<where length 1>"}],
            "moves_finish": None,
            "cycles": [],
            "activities": [],
        }
    )  # fmt: skip
    assert fourth["end"] == {
        "earliest": "2028-03-09", "typical": "2028-03-09", "latest": "2028-03-09",
        "status": "estimated", "is_open": True, "edtf": "2028-03-09/..",
    }  # fmt: skip
    assert (fifth["duration"], fifth["end"]) == (None, None)
    assert fifth["cites"] == [{"source": "leaflet", "where": "<where phase 5>"}]


@FEW
@given(timelines(has_as_of=True))
def test_windows_read_back_as_the_timelines_own(timeline: Timeline) -> None:
    data = json.loads(to_json(timeline, made=MADE))
    assert [phase["id"] for phase in data["phases"]] == [p.id for p in timeline.phases]
    for phase, planned in zip(data["phases"], timeline.phases, strict=True):
        assert phase["start"] == window(planned.start)
        assert phase["end"] == window(planned.end)
        for boundary in (phase["start"], phase["end"]):
            if boundary:
                days = {name: dt.date.fromisoformat(boundary[name]) for name in list(boundary)[:3]}
                read = DateWindow(**days, status=boundary["status"], is_open=boundary["is_open"])
                assert read in timeline_windows(timeline)
    assert data["finish"] == window(timeline.finish)
    assert data["start"] == (str(timeline.start.typical) if timeline.start else None)
    assert data["as_of"] == (str(timeline.as_of) if timeline.as_of else None)


def timeline_windows(timeline: Timeline) -> list[DateWindow | None]:
    return [timeline.start, *(planned.end for planned in timeline.phases)]


@FEW
@given(hostile_pathways())
def test_hostile_text_is_read_back_as_it_is(pathway: Pathway) -> None:
    data = json.loads(to_json(plan(pathway, start=START)))
    assert [phase["name"] for phase in data["phases"]] == [p.name for p in pathway.phases]
    for source, own in zip(data["sources"], pathway.sources, strict=True):
        assert (source["title"], source["publisher"]) == (own.title, own.publisher)


def test_without_a_date_of_making_nothing_is_judged_old() -> None:
    data = json.loads(to_json(plan(full_pathway(harmless))))
    assert data["made"] is data["start"] is data["as_of"] is data["finish"] is None
    assert [source["stale"] for source in data["sources"]] == [None, None]
    assert all(phase["start"] is phase["end"] is None for phase in data["phases"])


def test_a_source_is_judged_on_the_day_it_is_made() -> None:
    def stale(made: dt.date) -> list[bool]:
        data = json.loads(to_json(plan(full_pathway(harmless)), made=made))
        return [source["stale"] for source in data["sources"]]

    # Reviewed on 31 January 2024, the next review due on 31 January 2028; and in August 2013.
    assert stale(dt.date(2027, 1, 31)) == [False, True]
    assert stale(dt.date(2027, 2, 1)) == [True, True]
    assert stale(dt.date(2016, 8, 1)) == [False, False]
    assert stale(dt.date(2016, 8, 2)) == [False, True]


def test_the_same_input_gives_the_same_text_in_lines_and_in_utf8() -> None:
    example = demo()
    timeline = plan(example.pathway, start=example.start, known=example.known)
    text = to_json(timeline, made=MADE)
    assert text == to_json(timeline, made=MADE)
    assert text.startswith('{\n  "format": 1,\n')
    assert text.endswith("}\n")
    assert "\u05e9" in to_json(plan(full_pathway(lambda place: "\u05e9")))


# ---- answers -----------------------------------------------------------------------------------

HEAD = {"format": 1, "notice": NOTICE, "pathway": "invented", "made": "2026-04-20"}
DAY = dt.timedelta(days=1)
GOES_ON = {"start_not_before": None, "end_not_before": None, "is_skipped": False}
FIRST = {
    "earliest": "2026-03-02", "typical": "2026-03-02", "latest": "2026-03-02",
    "status": "known", "is_open": False, "edtf": "2026-03-02",
}  # fmt: skip
SECOND = {
    "earliest": "2026-03-16", "typical": "2026-03-23", "latest": "2026-03-30",
    "status": "estimated", "is_open": False, "edtf": "2026-03-16/2026-03-30",
}  # fmt: skip


def test_the_shape_of_a_day_is_the_documented_one() -> None:
    own = OwnDate("Wedding", START, START + 2 * DAY)
    timeline = plan(simple((2, 3, 4), None), start=START, own_dates=[own])
    data = json.loads(to_json(where(timeline, START, until=START + DAY), made=MADE))
    assert in_order(data) == in_order(
        {
            **HEAD,
            "start": "2026-03-02",
            "end": "2026-03-04",
            "asked": "2026-03-02",
            "recorded": {"boundary": "start", "date": "2026-03-02"},
            "booked": None,
            "to_record": "p1",
            "is_out_of_date": False,
            "may": [{"id": "p0", "name": "Phase 0", "start": FIRST, "end": SECOND, **GOES_ON}],
            "typical": "p0",
            "before": None,
            "next": {"id": "p1", "name": "Phase 1", "start": SECOND, "end": None, **GOES_ON},
            "own_dates": [_wedding("2026-03-02", "2026-03-04")],
            "hold": None,
        }
    )


def _wedding(start: str, end: str) -> dict[str, Any]:
    own = {"label": "Wedding", "start": start, "end": end}
    return {**own, "at": None, "is_taken_off": False, "repeat": None}


def test_an_own_date_says_its_time_its_turn_and_whether_its_calendar_dropped_it() -> None:
    repeat = Repeat(4, "weeks", 13, 2)
    own = OwnDate("Clinic", START, START + DAY, "c", repeat, "14:30", is_taken_off=True)
    [said] = json.loads(to_json(plan(simple((2, 3, 4)), own_dates=[own]), made=START))["own_dates"]
    assert said["repeat"] == {"every": 4, "unit": "weeks", "count": 13, "turn": 2}
    assert (said["at"], said["is_taken_off"]) == ("14:30", True)


def test_the_shape_of_what_changed_is_the_documented_one() -> None:
    pathway = simple((2, 3, 4))
    found = changes(plan(pathway, start=START), plan(pathway, start=START + DAY))
    data = json.loads(to_json(found, made=MADE))
    later = {**dict.fromkeys(list(FIRST)[:3], "2026-03-03"), "status": "known", "is_open": False}
    moved = {
        "boundary": "start", "before": FIRST, "after": {**later, "edtf": "2026-03-03"},
        "is_in_before": True, "is_in_after": True, "kind": "moved", "days": 1, "waits": False,
    }  # fmt: skip
    last = data["moves"][1]
    assert (last["boundary"], last["before"], last["days"]) == ("finish", SECOND, 1)
    assert in_order(data) == in_order(
        {
            **HEAD,
            "moves": [moved, last],
            "changes": [
                {
                    "kind": "start", "boundary": "start", "name": "Phase 0", "date": "2026-03-03",
                    "moves": [moved, last], "hold": None, "stop": None,
                }
            ],
        }
    )  # fmt: skip


def test_the_shape_of_why_is_the_documented_one() -> None:
    timeline = plan(simple((2, 3, 4)), start=START)
    data = json.loads(to_json(why(timeline, "finish"), made=MADE))
    basis = dict.fromkeys(("shortest", "typical", "longest"), "stated")
    days = {key: SECOND[key] for key in ("earliest", "typical", "latest")}
    assert in_order(data) == in_order(
        {
            **HEAD,
            "boundary": "finish",
            "window": SECOND,
            "reasons": [
                {
                    "kind": "known", "boundary": "start", "phase": None, "duration": None,
                    "cycles": None, "cites": [], **{key: FIRST[key] for key in days},
                    "is_open": False, "hold": None, "adds_days": 0,
                },
                {
                    "kind": "duration", "boundary": "finish", "phase": "p0",
                    "duration": {
                        "shortest": 2, "typical": 3, "longest": 4, "unit": "weeks", "basis": basis,
                    },
                    "cycles": None,
                    "cites": [{"source": "leaflet", "where": "Page 1"}], **days, "is_open": False,
                    "hold": None, "adds_days": 14,
                },
            ],
            "most_uncertain": "p0",
            "moves_finish": True,
            "opened_by": [],
        }
    )  # fmt: skip


@FEW
@given(asked())
def test_what_may_run_reads_back_with_its_windows(
    case: tuple[Timeline, dt.date, dt.date],
) -> None:
    timeline, first, last = case
    found = where(timeline, first, until=last)
    data = json.loads(to_json(found))

    def span(planned: PlannedPhase | None) -> dict[str, Any] | None:
        if planned is None:
            return None
        ends = {"start": window(planned.start), "end": window(planned.end)}
        after = (planned.start_after, planned.end_after)
        floors = [str(day) if day else None for day in after]
        return {
            "id": planned.id, "name": planned.name, **ends, "start_not_before": floors[0],
            "end_not_before": floors[1], "is_skipped": planned.is_skipped,
        }  # fmt: skip

    assert data["may"] == [span(planned) for planned in found.may]
    assert (data["before"], data["next"]) == (span(found.before), span(found.next))
    assert data["typical"] == (found.typical and found.typical.id)
    assert (data["start"], data["end"]) == (str(first), str(last + DAY))


@FEW
@given(pairs())
def test_what_changed_reads_back_with_its_windows(pair: tuple[Timeline, Timeline]) -> None:
    found = changes(*pair)
    data = json.loads(to_json(found))

    def row(move: Move) -> dict[str, Any]:
        return {
            "boundary": move.boundary, "before": window(move.before), "after": window(move.after),
            "is_in_before": move.is_in_before, "is_in_after": move.is_in_after,
            "kind": move.kind, "days": move.days, "waits": move.waits,
        }  # fmt: skip

    assert data["moves"] == [row(move) for move in moves(found.before, found.after)]
    assert data["changes"] == [
        {
            "kind": change.kind, "boundary": change.boundary or None, "name": change.name,
            "date": change.day and str(change.day), "moves": [row(m) for m in change.moves],
            "hold": None, "stop": None,
        }
        for change in found.each
    ]  # fmt: skip


def test_a_rest_is_cited_from_where_its_own_number_comes() -> None:
    rest = {"typical": 3, "unit": "weeks", "basis": "stated",
            "cites": [{"source": "leaflet", "where": "A rest"}]}  # fmt: skip
    pathway = simple((2, 2, 2), (1, 1, 1), p1={"starts": {"after": ["p0"], "gap": rest}})
    told = json.loads(to_json(why(plan(pathway, start=START), "p1"), made=MADE))
    found = {
        reason["kind"]: [cite["where"] for cite in reason["cites"]] for reason in told["reasons"]
    }
    assert found == {"known": [], "duration": ["Page 1"], "gap": ["A rest"]}
