"""Every calendar entry: its uid, its words, its span, and what it never says."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from dataclasses import replace
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
from journey.pathways.library import get_pathway
from journey.pathways.model import Pathway
from journey.planning.timeline import DateWindow, OwnDate, PlannedPhase, Repeat, Timeline, plan
from journey.words.catalogue import words

DAY = dt.timedelta(days=1)
MONTHS = "|".join([*calendar.month_name[1:], r"\d{4} to \d{4}", "later"])
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


def is_known(window: DateWindow | None) -> bool:
    return window is not None and window.status == "known"


def is_banner(planned: PlannedPhase) -> bool:
    start, end = planned.start, planned.end
    return bool(
        start and end and is_known(start) and is_known(end) and end.typical <= start.typical + LONG
    )


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
    first = timeline.phases[0]
    assert ("start" in keys) == (timeline.start is not None and is_squeezed(first))
    assert set(keys) <= {"start", "finish", *shown}
    assert keys[-1:] == ["finish"] or "finish" not in keys
    assert keys[:1] == ["start"] or "start" not in keys


@FEW
@given(anything)
def test_each_boundary_is_told_once_and_no_two_titles_meet_on_a_day(timeline: Timeline) -> None:
    found = events(timeline)
    told = [(event.start, event.title) for event in found]
    assert len(set(told)) == len(told)
    # One for each boundary that has a date and a part on a side, and the last one where no banner
    # ends on it.
    shown = [p for p in timeline.phases if not is_squeezed(p)]
    starts = [p for p in shown if p.start]
    banner = bool(shown) and is_banner(shown[-1])
    finish = bool(shown) and timeline.finish is not None and not banner
    lone = timeline.start is not None and is_squeezed(timeline.phases[0])
    assert len(found) == len(starts) + finish + lone


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
def test_a_booked_part_of_up_to_sixteen_weeks_is_a_banner_over_its_days(timeline: Timeline) -> None:
    found = by_key(timeline)
    for planned in timeline.phases:
        start, end = planned.start, planned.end
        if start and end and is_banner(planned) and not is_squeezed(planned):
            event = found[f"phase:{planned.id}"]
            assert (event.start, event.end) == (start.typical, end.typical)
            assert event.title == f"Booked: {planned.name}"


@FEW
@given(anything)
def test_any_other_part_is_marked_where_it_starts_or_may_start(timeline: Timeline) -> None:
    found = by_key(timeline)
    for planned in timeline.phases:
        start = planned.start
        if start is None or is_banner(planned) or is_squeezed(planned):
            continue
        event = found[f"phase:{planned.id}"]
        assert event.start <= start.typical < event.end
        assert event.end - event.start <= WIDE
        if start.latest - start.earliest < WIDE:
            assert (event.start, event.end) == (start.earliest, start.latest + DAY)
        else:
            assert (event.start, event.end) == (start.typical, start.typical + DAY)


def test_sixteen_booked_weeks_are_a_banner_and_a_day_more_is_marked_at_its_ends() -> None:
    pathway = simple((1, 10, 20))
    for days in (112, 113):
        end = START + days * DAY
        found = by_key(plan(pathway, start=START, known={"finish": end}))
        if days == 112:
            assert list(found) == ["phase:p0"]
            assert found["phase:p0"].end - found["phase:p0"].start == LONG
        else:
            assert [e.title for e in found.values()] == [
                "Booked start: Phase 0", "Booked end: Phase 0",
            ]  # fmt: skip
            assert [e.start for e in found.values()] == [START, end - DAY]


def test_a_mark_spans_the_days_it_names_where_they_are_under_three_weeks() -> None:
    narrow = by_key(plan(simple((1, 10, 21), (200, 200, 200), unit="days"), start=START))
    wide = by_key(plan(simple((1, 10, 22), (200, 200, 200), unit="days"), start=START))
    assert narrow["phase:p1"].title == "Phase 1 may start, during March"
    assert narrow["phase:p1"].end - narrow["phase:p1"].start == WIDE
    assert wide["phase:p1"].title == "Phase 1 may start, during March"
    assert wide["phase:p1"].end - wide["phase:p1"].start == DAY


@FEW
@given(anything)
def test_the_finish_stands_where_the_last_day_is_or_may_be(timeline: Timeline) -> None:
    event, finish = by_key(timeline).get("finish"), timeline.finish
    if event is None or finish is None:
        return
    assert event.start < finish.typical <= event.end
    if finish.latest - finish.earliest < WIDE:
        assert (event.start, event.end) == (finish.earliest - DAY, finish.latest)
    else:
        assert (event.start, event.end) == (finish.typical - DAY, finish.typical)


def test_the_finish_is_named_after_the_last_phase_that_has_a_day() -> None:
    pathway = simple((2, 2, 2), (20, 20, 20), (2, 2, 2))
    stopped = by_key(plan(pathway, start=START, known={"finish": START + 20 * DAY}))
    assert stopped["finish"].title == "Booked end: Phase 1"
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
    assert after["phase:p0"].start == before["phase:p0"].start + later * DAY
    for key, event in after.items():
        assert key == before[key].key
        assert event.start >= before[key].start  # a month's end absorbs some days
        assert not re.search(r"\d{4}-?\d{2}", key)


# ---- words -------------------------------------------------------------------------------------


@FEW
@given(anything)
def test_an_event_is_confirmed_just_where_its_day_is_known(timeline: Timeline) -> None:
    at = {f"phase:{planned.id}": planned.start for planned in timeline.phases}
    at |= {"start": timeline.start, "finish": timeline.finish}
    for key, event in by_key(timeline).items():
        assert event.state == ("confirmed" if is_known(at[key]) else "tentative")


@FEW
@given(busy_timelines())
def test_twenty_characters_of_a_title_tell_a_booking_from_a_guess(timeline: Timeline) -> None:
    for event in (*events(timeline), *events(timeline, is_discreet=True)):
        seen = event.title[:20]
        if event.kind == "own":
            continue
        assert seen.startswith("Booked") == (event.state == "confirmed"), event.title
        if event.state == "tentative":
            assert re.search(r"\b[Mm]ay\b|^Estimate: ", f"{seen} "), event.title


def test_the_titles_of_the_plainest_plan_read_as_they_should() -> None:
    timeline = plan(
        get_pathway("cruk-adult"), start=START, known={"consolidation": START + 56 * DAY}
    )
    titles = [event.title for event in events(timeline, only=["parts"])]
    assert titles[:3] == [
        "Booked start: Steroid pre phase",
        "Induction may start, between 5 and 9 March",
        "Booked start: Consolidation",
    ]
    assert titles[3].startswith("Intensification may start, ")
    shut = [event.title for event in events(timeline, only=["parts"], is_discreet=True)]
    assert shut[:3] == [
        "Booked start: Plan, part 1",
        "Estimate: Plan, part 2, start",
        "Booked start: Plan, part 3",
    ]


def test_a_long_name_comes_after_the_words_that_it_only_may() -> None:
    for name, title in (
        ("Sixteen letters!", "Sixteen letters! may start, between 9 and 23 March"),
        ("Seventeen letters", "May start: Seventeen letters, between 9 and 23 March"),
    ):
        phases = [
            {"id": f"p{n}", "name": name, "cites": CITES, "duration": {
                "shortest": 1, "typical": 2, "longest": 3, "unit": "weeks", "basis": "stated"}}
            for n in range(2)
        ]  # fmt: skip
        assert by_key(plan(pathway_of(phases), start=START))["phase:p1"].title == title


def test_the_year_is_said_where_it_is_not_that_of_the_day() -> None:
    timeline = plan(simple((36, 44, 52), (2, 2, 2)), start=START)
    assert by_key(timeline)["phase:p1"].title == "Phase 1 may start, November 2026 to March 2027"


@FEW
@given(busy_timelines())
def test_every_text_carries_the_notice_but_that_of_the_persons_own_dates(
    timeline: Timeline,
) -> None:
    for event in events(timeline):
        if event.kind == "own":
            assert event.text == "This is a date of your own."
        elif event.state == "confirmed":
            assert event.text.startswith("A rough guide, with a date you gave. Ask your team.")
        else:
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


def test_a_rough_end_says_to_keep_taking_medicines_and_a_known_one_what_comes_then() -> None:
    for days, key in ((0, "finish"), (18, "phase:p0"), (200, "finish")):
        known = {"finish": START + days * DAY} if days else {}
        text = by_key(plan(simple((2, 3, 4)), start=START, known=known))[key].text
        assert ("Keep taking your medicines until your team says to stop." in text) == (not days)
        assert ("how you are followed up." in text) == bool(days)
    known = {"finish": dt.date(2028, 11, 1)}
    text = by_key(plan(get_pathway("cruk-adult"), start=START, known=known))["finish"].text
    assert "After treatment, people have regular check-ups for several years." in text
    assert "Source: Macmillan" in text


@pytest.mark.parametrize(("starts_at", "says"), [
    ("treatment", "Treatment starts"), ("diagnosis", "Diagnosis"),
])  # fmt: skip
def test_the_first_event_says_what_the_pathway_starts_at(starts_at: str, says: str) -> None:
    timeline = plan(simple((2, 3, 4), starts_at=starts_at), start=START)
    assert f"\n{says}.\n" in by_key(timeline)["phase:p0"].text
    [alone] = [e for e in events(timeline, without=["parts"]) if e.key == "start"]
    assert alone.title == f"Booked: {says}"


@pytest.mark.parametrize("text", HOSTILE)
def test_names_stand_in_titles_as_they_are(text: str) -> None:
    timeline = plan(full_pathway(lambda place: text), start=START)
    titles = [event.title for event in events(timeline)]
    assert all(text in title for title in titles)
    assert len(titles) == 6
    assert calendar_name(timeline) == f"Rough guide: {text}"


def test_events_come_in_the_order_of_the_pathway() -> None:
    timeline = plan(simple((2, 2, 2), (20, 20, 20), None), start=START)
    found = events(timeline)
    assert [event.key for event in found] == ["phase:p0", "phase:p1", "phase:p2"]
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
    assert treatment.title == "May be: Treatment in P"
    assert level.title == "May be: A test in P"
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
    assert wide.title == "May be: A wide one, February to March"
    assert not [key for key in found if ":late:" in key]  # day 30 of a part of 14 days
    blocks = [event for event in found.values() if event.kind == "cycle"]
    assert [e.title for e in blocks] == ["P, block 2 may start, about 12 March"]
    assert "cut short" in blocks[0].text
    assert blocks[0].end - blocks[0].start == DAY
    alone = events(busy(), only=["blocks"])  # the part tells where the first one starts
    assert [event.key for event in alone] == ["cycle:p:1", "cycle:p:2"]


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
        assert decision.title == "May be: After P, your team looks at results"
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


def test_each_turn_of_a_date_that_comes_again_keeps_its_key_and_the_first_is_the_date_it_was() -> (
    None
):
    def turns(first: dt.date, count: int, weeks: int = 4) -> list[OwnDate]:
        days = [first + n * weeks * 7 * DAY for n in range(count)]
        return [
            OwnDate("Pills", day, day + DAY, "p", Repeat(weeks, "weeks", count, n))
            for n, day in enumerate(days, start=1)
        ]

    once = by_key(busy(own_dates=[OwnDate("Pills", START, START + DAY, "p")]))
    four = by_key(busy(own_dates=turns(START, 4)))
    assert [key for key in four if key.startswith("own")] == [
        "own:p", "own-turn:2:own:p", "own-turn:3:own:p", "own-turn:4:own:p",
    ]  # fmt: skip
    assert four["own:p"] == once["own:p"]
    assert four["own-turn:3:own:p"].start == START + 8 * 7 * DAY
    assert by_key(busy(own_dates=turns(START + DAY, 3, 2))).keys() < four.keys()


def test_what_its_calendar_dropped_is_in_ours_no_more() -> None:
    gone = OwnDate("Clinic", START, START + DAY, "c", at="14:30")
    assert by_key(busy(own_dates=[gone]))["own:c"].title == "Clinic, 14:30"
    assert "own:c" not in by_key(busy(own_dates=[replace(gone, is_taken_off=True)]))


@FEW
@given(busy_timelines(), st.lists(st.sampled_from(GROUPS), unique=True))
def test_only_and_without_split_the_calendar_in_two(timeline: Timeline, chosen: list[str]) -> None:
    whole = {event.key for event in events(timeline)}
    some = {event.key: event for event in events(timeline, only=chosen)}
    rest = {event.key: event for event in events(timeline, without=chosen)}
    # What begins or ends with a part is told with it, and apart where the parts are left out.
    extra = {k for k in (*some, *rest) if k in ("start", "finish") or re.match("cycle:.*:1$", k)}
    assert (some.keys() | rest.keys()) - extra == whole - extra
    assert (some.keys() & rest.keys()) <= {"finish"}
    for part in (some, rest):
        assert all(e.belongs_to in part for e in part.values() if e.belongs_to)


def test_an_unknown_group_is_told_with_the_ones_there_are() -> None:
    with pytest.raises(CalendarError, match=r'are called "drugs", "x" \(there are: parts, miles'):
        events(busy(), only=["x"], without=["drugs"])


def test_an_overtaken_or_capped_date_is_told_as_such_in_the_title() -> None:
    pathway = simple((20, 20, 20), (20, 20, 20), (2, 2, 2))
    found = by_key(plan(pathway, start=START, as_of=START + 400 * DAY))
    assert found["phase:p1"].title == "Phase 1 may start, not recorded yet"


@FEW
@given(busy_timelines())
def test_what_is_wide_names_its_months_in_the_title(timeline: Timeline) -> None:
    for planned in timeline.phases:
        start = planned.start
        event = by_key(timeline).get(f"phase:{planned.id}")
        if event and start and (start.is_open or start.latest - start.earliest >= WIDE):
            assert re.search(MONTHS, event.title), event.title
            assert "It may move by weeks or months." in event.text
