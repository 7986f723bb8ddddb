"""Every calendar entry: its uid, its words, its span, and what it never says."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    CITES,
    FEW,
    HOSTILE,
    busy_timelines,
    full_pathway,
    pathway_of,
    pathways,
    plans,
    timelines,
)

from journey.calendar.events import GROUPS, Event, calendar_name, events
from journey.errors import CalendarError
from journey.pathways.model import Pathway
from journey.planning.timeline import OwnDate, PlannedPhase, Timeline, plan
from journey.words.catalogue import words

DAY = dt.timedelta(days=1)
LONG, WIDE = dt.timedelta(weeks=16), dt.timedelta(weeks=3)
START = dt.date(2026, 3, 2)


def simple(*lengths: tuple[int, int, int] | None, unit: str = "weeks", **more: Any) -> Pathway:
    phases: list[dict[str, Any]] = []
    for n, numbers in enumerate(lengths):
        phase: dict[str, Any] = {"id": f"p{n}", "name": f"Phase {n}", "cites": CITES}
        if numbers:
            named = dict(zip(("shortest", "typical", "longest"), numbers, strict=True))
            phase["duration"] = {**named, "unit": unit, "basis": "stated"}
        phases.append(phase)
    return pathway_of(phases, **more)


def by_key(timeline: Timeline) -> dict[str, Event]:
    return {event.key: event for event in events(timeline)}


def is_squeezed(planned: PlannedPhase) -> bool:
    start, end = planned.start, planned.end
    return bool(start and end and start.typical == end.typical)


anything = timelines(has_as_of=True)


# ---- which events there are --------------------------------------------------------------------


@FEW
@given(anything)
def test_every_dated_phase_with_a_day_has_one_event_in_order_and_no_other_has(
    timeline: Timeline,
) -> None:
    shown = [f"phase:{p.id}" for p in timeline.phases if p.start and not is_squeezed(p)]
    keys = [event.key for event in events(timeline)]
    assert len(set(keys)) == len(keys)
    assert [key for key in keys if key.startswith("phase:")] == shown
    assert ("start" in keys) == (timeline.start is not None)
    ends = [f"phase-end:{p.id}" for p in timeline.phases]
    assert set(keys) <= {"start", "finish", *shown, *ends}
    assert keys[-1:] == ["finish"] or "finish" not in keys
    assert keys[:1] == ["start"] or "start" not in keys


@FEW
@given(pathways())
def test_a_timeline_without_dates_has_no_events(pathway: Pathway) -> None:
    assert events(plan(pathway)) == ()


@FEW
@given(anything)
def test_every_event_ends_after_it_starts(timeline: Timeline) -> None:
    for event in events(timeline):
        assert event.start < event.end


@FEW
@given(anything)
def test_an_event_belongs_to_the_phase_event_at_its_date(timeline: Timeline) -> None:
    found = by_key(timeline)
    for event in found.values():
        if event.key.startswith("phase:"):
            assert event.belongs_to is None
        elif event.belongs_to is not None:
            assert found[event.belongs_to].kind == "phase"
    if "start" in found and f"phase:{timeline.phases[0].id}" in found:
        assert found["start"].belongs_to == f"phase:{timeline.phases[0].id}"
    last = timeline.phases[-1]
    if "finish" in found and f"phase:{last.id}" in found:
        assert found["finish"].belongs_to == f"phase:{last.id}"


# ---- spans -------------------------------------------------------------------------------------


@FEW
@given(anything)
def test_a_phase_of_up_to_sixteen_weeks_spans_its_typical_days(timeline: Timeline) -> None:
    found = by_key(timeline)
    for planned in timeline.phases:
        start, end = planned.start, planned.end
        if start and end and start.typical < end.typical <= start.typical + LONG:
            event = found[f"phase:{planned.id}"]
            assert (event.start, event.end) == (start.typical, end.typical)


@FEW
@given(anything)
def test_a_longer_or_open_phase_is_a_marker_over_the_days_it_may_start(timeline: Timeline) -> None:
    found = by_key(timeline)
    for planned in timeline.phases:
        start, end = planned.start, planned.end
        if start is None or (end and end.typical <= start.typical + LONG):
            continue
        event = found[f"phase:{planned.id}"]
        assert event.start <= start.typical < event.end
        assert event.end - event.start <= WIDE
        if start.latest - start.earliest < WIDE:
            assert (event.start, event.end) == (start.earliest, start.latest + DAY)
        else:
            assert (event.start, event.end) == (start.typical, start.typical + DAY)


def test_sixteen_weeks_are_a_banner_and_a_day_more_is_a_marker() -> None:
    banner = by_key(plan(simple((112, 112, 112), unit="days"), start=START))["phase:p0"]
    marker = by_key(plan(simple((113, 113, 113), unit="days"), start=START))["phase:p0"]
    assert banner.end - banner.start == LONG
    assert (marker.start, marker.end) == (START, START + DAY)


def test_a_marker_names_the_months_where_its_window_is_three_weeks_or_wider() -> None:
    narrow = by_key(plan(simple((1, 10, 21), (200, 200, 200), unit="days"), start=START))
    wide = by_key(plan(simple((1, 10, 22), (200, 200, 200), unit="days"), start=START))
    assert narrow["phase:p1"].title == "Phase 1 may start around now"
    assert narrow["phase:p1"].end - narrow["phase:p1"].start == WIDE
    assert wide["phase:p1"].title == "Phase 1 may start: during March 2026"
    assert wide["phase:p1"].end - wide["phase:p1"].start == DAY


@FEW
@given(anything)
def test_start_and_finish_stand_on_the_first_and_the_last_day(timeline: Timeline) -> None:
    found = by_key(timeline)
    if timeline.start:
        assert (found["start"].start, found["start"].end) == (
            timeline.start.typical, timeline.start.typical + DAY,
        )  # fmt: skip
    if "finish" in found:
        assert timeline.finish is not None
        assert found["finish"].end == timeline.finish.typical
        assert found["finish"].start == timeline.finish.typical - DAY


def test_the_finish_is_named_after_the_last_phase_that_has_a_day() -> None:
    pathway = simple((2, 2, 2), (2, 2, 2), (2, 2, 2))
    stopped = by_key(plan(pathway, start=START, known={"finish": START + 20 * DAY}))
    assert stopped["finish"].title == "Last day of Phase 1"
    assert stopped["finish"].belongs_to == "phase:p1"
    assert "phase:p2" not in stopped
    never = by_key(plan(pathway, start=START, known={"finish": START}))
    assert list(never) == ["start"]


# ---- uids --------------------------------------------------------------------------------------


@FEW
@given(plans(has_start=True), st.integers(1, 1000))
def test_uids_stay_when_dates_move(given: Any, later: int) -> None:
    pathway, start, _, _ = given
    before = by_key(plan(pathway, start=start))
    after = by_key(plan(pathway, start=start + later * DAY))
    assert before.keys() == after.keys()
    assert after["start"].start == before["start"].start + later * DAY
    for key, event in after.items():
        assert key == before[key].key
        assert event.start >= before[key].start  # a month's end absorbs some days
        assert not re.search(r"\d{4}-?\d{2}", key)


# ---- words -------------------------------------------------------------------------------------


@FEW
@given(anything)
def test_an_event_is_confirmed_only_where_its_dates_are_known(timeline: Timeline) -> None:
    phases = {
        f"{name}:{planned.id}": planned
        for planned in timeline.phases
        for name in ("phase", "phase-end")
    }
    for key, event in by_key(timeline).items():
        if key == "start":
            known = True
        elif key == "finish":
            known = timeline.finish is not None and timeline.finish.status == "known"
        else:
            start, end = phases[key].start, phases[key].end
            is_marker = end is None or (start and end.typical - start.typical > LONG)
            if key.startswith("phase-end:"):
                start, end = end, None
            known = bool(start and start.status == "known") and (
                bool(is_marker) or bool(end and end.status == "known")
            )
        assert event.state == ("confirmed" if known else "tentative")


@FEW
@given(anything)
def test_a_title_reads_like_a_booking_only_where_the_date_is_known(timeline: Timeline) -> None:
    for event in events(timeline):
        is_hedged = bool(re.search(r"\(rough guide[:)]|may start|may end|Rough end", event.title))
        assert is_hedged == (event.state == "tentative")


@FEW
@given(anything)
def test_every_text_carries_the_notice(timeline: Timeline) -> None:
    for event in events(timeline):
        assert event.text.startswith("A rough guide, not a booking. Ask your team.")


@FEW
@given(anything)
def test_every_number_of_a_length_has_its_unit_and_its_basis(timeline: Timeline) -> None:
    found = by_key(timeline)
    for planned in timeline.phases:
        event, duration = found.get(f"phase:{planned.id}"), planned.phase.duration
        if event is None:
            continue
        if duration is None:
            assert words("en-GB").no_length in event.text
            continue
        (line,) = [text for text in event.text.split("\n") if text.startswith("How long: ")]
        for name in ("shortest", "typical", "longest"):
            number, basis = getattr(duration, name), getattr(duration.basis, name)
            unit = duration.unit if number != 1 else duration.unit[:-1]
            said = "not given" if number is None else f"{number} {unit} ({basis})"
            assert f"{name} {said}" in line.lower()
        numbers = re.findall(r"\d+", line.split(".", 1)[1])
        assert len(numbers) == line.count("(") == 3 - line.count("not given")


def test_each_number_has_its_own_basis_and_the_lengths_own_source() -> None:
    timeline = plan(full_pathway(lambda place: f"<{place}>"), start=START)
    text = by_key(timeline)["phase:p1"].text
    assert (
        "Shortest 3 days (stated), typical 5 days (assumed), longest 7 days (interpreted)" in text
    )
    assert 'Source: <leaflet publisher>, <leaflet title>, at "<where length 1>".' in text
    assert "Last reviewed: 31 January 2024." in text
    assert "<where phase 1>" not in text


def test_a_phase_without_a_length_names_its_source_too() -> None:
    timeline = plan(full_pathway(lambda place: f"<{place}>"), known={"p5": START})
    text = by_key(timeline)["phase:p5"].text
    assert "No length given. Ask your team, then write it here." in text
    assert 'Source: <leaflet publisher>, <leaflet title>, at "<where phase 5>".' in text


@FEW
@given(anything)
def test_a_text_has_no_odd_space_or_stop_and_no_capital_inside_a_sentence(
    timeline: Timeline,
) -> None:
    for event in events(timeline):
        for text in (event.title, event.text):
            assert not re.search(r"  |\.\.| [.,;:]|[{}]", text)
            assert not re.search(r": (?:About|Between|During|By|Not|No date)\b", text)


def test_a_known_date_is_marked_as_the_readers_own() -> None:
    timeline = plan(simple((2, 2, 2), (2, 3, 4)), start=START, known={"p1": dt.date(2026, 3, 20)})
    assert "First day: 2 March 2026 (your date)." in by_key(timeline)["phase:p0"].text
    assert "Last day: 19 March 2026 (your date)." in by_key(timeline)["phase:p0"].text
    assert "Last day may be: between 2 and 16 April 2026." in by_key(timeline)["phase:p1"].text


def test_the_end_says_to_keep_taking_medicines() -> None:
    for known in ({}, {"finish": dt.date(2026, 3, 20)}):
        text = by_key(plan(simple((2, 3, 4)), start=START, known=known))["finish"].text
        assert "Keep taking your medicines until your team says to stop." in text


@pytest.mark.parametrize(("starts_at", "title"), [
    ("treatment", "Treatment starts"), ("diagnosis", "Diagnosis"),
])  # fmt: skip
def test_the_first_event_is_called_what_the_pathway_starts_at(starts_at: str, title: str) -> None:
    timeline = plan(simple((2, 3, 4), starts_at=starts_at), start=START)
    assert by_key(timeline)["start"].title == title


@pytest.mark.parametrize("text", HOSTILE)
def test_names_stand_in_titles_as_they_are(text: str) -> None:
    timeline = plan(full_pathway(lambda place: text), start=START)
    titles = [event.title for event in events(timeline) if event.key != "start"]
    assert all(text in title for title in titles)
    assert len(titles) == 7
    assert calendar_name(timeline) == f"Rough guide: {text}"


def test_events_come_in_the_order_of_the_pathway() -> None:
    timeline = plan(simple((2, 2, 2), (20, 20, 20), None), start=START)
    found = events(timeline)
    assert [event.key for event in found] == [
        "start",
        "phase:p0",
        "phase:p1",
        "phase-end:p1",
        "phase:p2",
    ]
    for before, after in itertools.pairwise(found):
        assert before.start <= after.start


# ---- what belongs to a phase, and the person's own ---------------------------------------------


def busy(**more: Any) -> Timeline:
    activities = [
        {"id": "v", "name": "A visit", "kind": "visit", "days": [2, 2]},
        {"id": "t", "name": "A test", "kind": "test", "days": [8], "about": "It is short.",
         "window": {"before": 1, "after": 2}},
        {"id": "w", "name": "A wide one", "kind": "test", "days": [9],
         "window": {"before": 11, "after": 10}},
        {"id": "m", "name": "Zinc level", "kind": "test", "days": [3], "about": "For zinc."},
        {"id": "x", "name": "Blue pill", "kind": "treatment", "days": [1], "about": "Blue."},
        {"id": "u", "name": "Undated", "kind": "visit"},
        {"id": "late", "name": "A late visit", "kind": "visit", "days": [30]},
    ]  # fmt: skip
    phase = {
        "id": "p", "name": "P", "cites": CITES, "activities": activities,
        "cycle": {"length": 10, "unit": "days"},
        "duration": {"shortest": 14, "typical": 14, "longest": 14, "unit": "days",
                     "basis": "stated"},
        "medicines": [{"name": "zinc", "source": "leaflet", "where": "Page 1"}],
    }  # fmt: skip
    points = [{"id": "d", "name": "After P", "after": "p", "cites": CITES}]
    return plan(pathway_of([phase], decision_points=points), start=START, **more)


def test_no_event_names_a_medicine_or_what_is_given_on_a_day() -> None:
    found = by_key(busy())
    treatment, level = found["activity:p:x:1:1"], found["activity:p:m:1:3"]
    assert treatment.title == "Treatment in P (rough guide)"
    assert level.title == "A test in P (rough guide)"
    for event in found.values():
        assert not re.search("blue|pill|zinc", f"{event.title} {event.text}", re.IGNORECASE)
    assert treatment.group == "treatments"


def test_activities_stand_on_their_days_with_their_flags_in_words() -> None:
    found = by_key(busy())
    assert found["activity:p:v:1:2"].start == START + DAY
    assert found["activity:p:v:1:2:2"].start == START + DAY  # listed twice, two uids
    assert not [key for key in found if ":u:" in key]
    test = found["activity:p:t:1:8"]
    assert (test.kind, test.start, test.end) == ("window", START + 6 * DAY, START + 10 * DAY)
    assert "Part: P.\nDay 8 of block 1.\nIt is short." in test.text
    wide = found["activity:p:w:1:9"]
    assert (wide.start, wide.end) == (START + 8 * DAY, START + 9 * DAY)
    assert wide.title == "A wide one (rough guide: February to March 2026)"
    assert not [key for key in found if ":late:" in key]  # day 30 of a part of 14 days
    blocks = [event for event in found.values() if event.kind == "cycle"]
    assert [e.title for e in blocks] == [f"P, block {n} (rough guide)" for n in (1, 2)]
    assert "cut short" in blocks[1].text
    assert blocks[1].end - blocks[1].start == 4 * DAY


@given(busy_timelines())
def test_nothing_of_a_phase_lies_past_its_latest_end_or_a_known_date_after_it(
    timeline: Timeline,
) -> None:
    known = dict(timeline.known)
    for event in events(timeline):
        phase = event.key.split(":")[1] if event.kind in ("cycle", "activity", "window") else None
        if phase is None:
            continue
        planned = timeline[phase]
        later = [p.id for p in timeline.phases[planned.number :]] + ["finish"]
        ends = [known[name] for name in later if name in known]
        if planned.end is not None:
            ends.append(planned.end.latest)
            assert event.start < planned.end.typical or event.kind == "window"
        assert all(event.end <= end for end in ends), (event, ends)


def test_a_recorded_end_takes_what_would_come_after_it_out_of_the_calendar() -> None:
    stopped = by_key(busy(known={"finish": START + 9 * DAY}))
    assert max(event.end for key, event in stopped.items() if ":p:" in key) == START + 9 * DAY
    assert "cycle:p:2" not in stopped


def test_a_decision_stands_on_the_last_day_and_is_never_sure() -> None:
    for known in ({}, {"finish": START + 14 * DAY}):
        decision = by_key(busy(known=known))["decision:d"]
        assert (decision.start, decision.end) == (START + 13 * DAY, START + 14 * DAY)
        assert decision.title == "After P: your team looks at results around now"
        assert decision.state == "tentative"
        assert decision.belongs_to == "phase:p"


def test_own_dates_keep_their_key_when_they_move_and_doubles_are_counted() -> None:
    first = OwnDate("A  Wedding", START, START + DAY)
    second = OwnDate("a wedding", START + 9 * DAY, START + 11 * DAY)
    found = by_key(busy(own_dates=[second, first]))
    assert (found["own:a wedding"].start, found["own:a wedding"].title) == (START, "A Wedding")
    assert found["own:a wedding:2"].end == START + 11 * DAY
    assert found["own:a wedding"].state == "confirmed"
    moved = by_key(busy(own_dates=[OwnDate("A Wedding", START + DAY, START + 2 * DAY)]))
    assert moved["own:a wedding"].start == START + DAY


@FEW
@given(busy_timelines(), st.lists(st.sampled_from(GROUPS), unique=True))
def test_only_and_without_split_the_calendar_in_two(timeline: Timeline, chosen: list[str]) -> None:
    whole = {event.key for event in events(timeline)}
    some = {event.key: event for event in events(timeline, only=chosen)}
    rest = {event.key: event for event in events(timeline, without=chosen)}
    # The end of the last part is told by the finish, unless that is left out.
    extra = {key for key in (*some, *rest) if key.startswith("phase-end:")}
    assert (some.keys() | rest.keys()) - extra == whole - extra
    assert not some.keys() & rest.keys()
    for part in (some, rest):
        assert all(e.belongs_to in part for e in part.values() if e.belongs_to)


def test_an_unknown_group_is_told_with_the_ones_there_are() -> None:
    with pytest.raises(CalendarError, match=r'are called "drugs", "x" \(there are: parts, miles'):
        events(busy(), only=["x"], without=["drugs"])


def test_an_overtaken_or_capped_date_is_told_as_such_in_the_title() -> None:
    pathway = simple((20, 20, 20), (20, 20, 20), (2, 2, 2))
    found = by_key(plan(pathway, start=START, as_of=START + 400 * DAY))
    assert found["phase-end:p0"].title == "Phase 0 may end: not recorded yet"
    assert found["phase:p1"].title == "Phase 1 may start: not recorded yet"


@FEW
@given(busy_timelines())
def test_what_is_wide_names_its_months_in_the_title(timeline: Timeline) -> None:
    for planned in timeline.phases:
        start = planned.start
        event = by_key(timeline).get(f"phase:{planned.id}")
        if event and start and (start.is_open or start.latest - start.earliest >= WIDE):
            end = r"\d{4}, or later" if start.is_open else r"\d{4}"
            assert re.search(rf"(: |by )[A-Za-z0-9].*{end}\)?$", event.title), event.title
            assert "It may move by weeks or months." in event.text
