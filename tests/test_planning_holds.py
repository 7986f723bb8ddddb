"""Holds and stops: what stood still comes so much later, and nobody guesses when it goes on."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import FEW as MOST
from strategies import busy_timelines, pathway_of, pathways, plans

import journey
from journey.calendar.events import events
from journey.errors import PlanningError
from journey.planning.cycles import cycles
from journey.planning.holds import Hold, Stop, put_off
from journey.planning.timeline import Timeline, plan
from journey.planning.whereabouts import where

FEW = settings(MOST, max_examples=min(12, MOST.max_examples))
"""Each law plans many times."""
DAY = dt.timedelta(days=1)
START = dt.date(2026, 3, 2)
CITES = [{"source": "leaflet", "where": "Page 1"}]


@st.composite
def held(
    draw: st.DrawFn, *, is_open: bool = False, is_counted: bool = True
) -> tuple[Timeline, Timeline, Hold]:
    """A plan from a start, the same with a hold in it, and the hold."""
    pathway, start, known, _ = draw(
        plans(
            pathway=pathways(unit=st.sampled_from(["days", "weeks"]), is_counted=is_counted),
            has_start=True,
        )
    )
    assert start is not None
    hold = Hold(start + draw(st.integers(0, 500)) * DAY)
    if not is_open:
        hold = Hold(hold.since, hold.since + draw(st.integers(1, 90)) * DAY)
    over = known.get("finish")
    assume(over is None or (hold.until or hold.since) <= over)
    bare, after = (plan(pathway, start=start, known=known, holds=h) for h in ((), (hold,)))
    return bare, after, hold


@FEW
@given(held())
def test_each_length_lasts_as_long_as_before_without_the_days_that_were_lost(
    case: tuple[Timeline, Timeline, Hold],
) -> None:
    # Counted day by day: the days of treatment between two dates are as many as without the hold.
    _, timeline, hold = case
    for i, phase in enumerate(timeline.phases):
        start, end, length = phase.start, phase.end, phase.phase.duration
        if start is None or end is None or length is None or phase.phase.counted_from:
            continue
        kinds = {step.kind for step in timeline.steps[i + 1]}
        if kinds - {"duration", "hold"}:
            continue  # something else than the length decides
        days = 7 if length.unit == "weeks" else 1
        sides = (
            (start.earliest, end.earliest, length.least),
            (start.typical, end.typical, length.typical),
            (start.latest, end.latest, length.most),
        )
        for first, last, count in sides:
            on = (first + n * DAY for n in range((last - first).days))
            assert sum(not hold.has(day) for day in on) == count * days
            assert not hold.has(last)


@FEW
@given(held(is_counted=False))
def test_a_hold_moves_nothing_that_was_given_and_the_rest_by_no_more_than_was_lost(
    case: tuple[Timeline, Timeline, Hold],
) -> None:
    before, after, hold = case
    assert after.known == before.known
    assert hold.until is not None
    for one, two in zip(before.boundaries, after.boundaries, strict=True):
        assert (one is None) == (two is None)
        if one is None or two is None:
            continue
        assert two.earliest <= two.typical <= two.latest
        was = (one.earliest, one.typical, one.latest)
        for then, now in zip(was, (two.earliest, two.typical, two.latest), strict=True):
            assert then <= now <= then + (hold.until - hold.since)
        assert two == one or one.latest >= hold.since


@FEW
@given(held(is_open=True, is_counted=False), st.integers(0, 900))
def test_in_an_open_hold_no_date_is_guessed_and_no_day_of_asking_changes_that(
    case: tuple[Timeline, Timeline, Hold], n: int
) -> None:
    before, timeline, hold = case
    waiting = dict(timeline.waiting)
    for i, (plain, window) in enumerate(zip(before.boundaries, timeline.boundaries, strict=True)):
        base = timeline.boundaries[i - 1] if i else None
        if window is not None and window.status != "known":
            assert window.latest < hold.since or base is None
            assert window == plain
        elif window is None and plain is not None:
            assert waiting[i] <= plain.latest
    day = hold.since + n * DAY
    for later in (0, 40):
        found = where(timeline, day, asked=day + later * DAY)
        begun = [p for p in found.may if p.start_after is None or p.start_after < hold.since]
        assert list(found.may) == begun


@FEW
@given(held())
def test_the_steps_add_up_to_the_window_with_a_hold_too(
    case: tuple[Timeline, Timeline, Hold],
) -> None:
    _, timeline, hold = case
    names = ("start", *(phase.id for phase in timeline.phases[1:]), "finish")
    for name, window in zip(names, timeline.boundaries, strict=True):
        told = journey.why(timeline, name)
        if window is None:
            assert told.reasons == ()
            continue
        assert sum(r.adds_days for r in told.reasons) == (window.latest - window.earliest).days
        assert all(r.step.hold == hold for r in told.reasons if r.kind == "hold")


@FEW
@given(busy_timelines(), st.integers(0, 400), st.integers(1, 60))
def test_a_hold_keeps_every_event_what_it_is(timeline: Timeline, n: int, lost: int) -> None:
    # A client moves the events that it has: none gets a new identity, and the days on hold have one
    # of their own, that stays the same while the hold is open and after.
    start = timeline.start
    assert start is not None
    since = start.typical + n * DAY
    known = dict(timeline.known)
    first = known.pop("start")
    if known.get("finish", dt.date.max) < since + lost * DAY:
        return
    made = {
        until: plan(
            timeline.pathway, start=first, known=known, own_dates=timeline.own_dates,
            holds=[Hold(since, until)],
        )
        for until in (None, since + lost * DAY)
    }  # fmt: skip
    plain = {e.key for e in events(timeline) if e.kind in ("phase", "decision", "own")}
    while_open, resumed = ({e.key for e in events(t)} for t in made.values())
    assert "hold:1" in while_open & resumed
    kinds = {e.key for e in events(made[since + lost * DAY]) if e.kind in ("phase", "decision")}
    assert kinds <= plain
    for item in journey.planned_activities(made[None]):
        assert item.date is None or item.is_known or item.date < since or item.activity.at


def weeks(count: int) -> dict[str, object]:
    return {"typical": count, "unit": "weeks", "basis": "stated"}


def test_a_length_that_counts_from_earlier_is_no_longer_for_a_hold() -> None:
    phases = [
        {"id": "one", "name": "One", "duration": weeks(4), "cites": CITES},
        {"id": "two", "name": "Two", "duration": weeks(20), "counted_from": "one", "cites": CITES},
    ]
    pathway = pathway_of(phases)
    lost = [Hold(dt.date(2026, 3, 9), dt.date(2026, 3, 23), "infection")]
    before, after = plan(pathway, start=START), plan(pathway, start=START, holds=lost)
    assert after["two"].start.typical == before["two"].start.typical + 14 * DAY  # type: ignore[union-attr]
    assert after.finish == before.finish


def test_a_hold_stands_in_every_output() -> None:
    holds = [Hold(START + 7 * DAY, START + 10 * DAY, "infection"), Hold(START + 20 * DAY)]
    timeline = plan(journey.get_pathway("cruk-adult"), start=START, holds=holds)
    made = START + 30 * DAY
    found = where(timeline, made)
    told = [
        journey.to_text(journey.describe(timeline, made=made, pages=["overview"], today=made)),
        journey.to_text(journey.outline(timeline, made=made)),
        journey.to_text(journey.letter(timeline, made=made)),
        journey.to_text(journey.describe_day(found, made=made)),
    ]
    for text in told:
        said = " ".join(text.split())
        assert "On hold since 22 March 2026, you wrote." in said
        assert "Keep taking your medicines" not in said
    year = {"made": START, "pages": ["months"]}
    months = " ".join(journey.to_text(journey.describe(timeline, **year)).split())  # type: ignore[arg-type]
    assert "On hold from 9 to 11 March 2026, you wrote (an infection)." in months
    assert "On hold: 9 to 11 March 2026" in journey.to_svg(timeline)
    data = json.loads(journey.to_json(timeline))
    assert [hold["since"] for hold in data["holds"]] == ["2026-03-09", "2026-03-22"]
    assert data["phases"][2]["start_not_before"] == "2026-04-05"
    why = " ".join(journey.to_text(journey.explain(timeline, "finish", made=made)).split())
    assert "Treatment is on hold since 22 March 2026, you wrote." in why
    went_on = plan(timeline.pathway, start=START, holds=holds[:1])
    why = " ".join(journey.to_text(journey.explain(went_on, "consolidation", made=made)).split())
    assert "On hold from 9 to 11 March 2026, you wrote (an infection). What spans it" in why


def test_two_holds_are_counted_one_after_the_other() -> None:
    holds = [Hold(START + 7 * DAY, START + 10 * DAY), Hold(START + 20 * DAY, START + 25 * DAY)]
    assert put_off(START + 6 * DAY, START, holds) == START + 6 * DAY
    assert put_off(START + 7 * DAY, START, holds) == START + 10 * DAY
    assert put_off(START + 17 * DAY, START, holds) == START + 25 * DAY
    assert put_off(START + 17 * DAY, START, [*holds, Hold(START + 40 * DAY)]) == START + 25 * DAY
    assert put_off(START + 40 * DAY, START, [*holds, Hold(START + 40 * DAY)]) is None
    # What begins within a hold loses only what is left of it.
    assert put_off(START + 12 * DAY, START + 8 * DAY, holds) == START + 14 * DAY


def test_a_cycle_that_spans_a_hold_is_later_and_the_steps_say_why() -> None:
    phase = {
        "id": "one", "name": "One", "duration": weeks(12), "cites": CITES,
        "cycle": {"length": 3, "unit": "weeks"},
    }  # fmt: skip
    hold = Hold(START + 30 * DAY, START + 37 * DAY)
    timeline = plan(pathway_of([phase]), start=START, holds=[hold])
    blocks = cycles(timeline["one"])
    assert [(b.start - START).days for b in blocks] == [0, 21, 49, 70]
    told = journey.why(timeline, "one.c3")
    assert [reason.kind for reason in told.reasons] == ["known", "cycles", "hold"]
    assert told.window is not None
    assert told.reasons[-1].step.typical == told.window.typical == blocks[2].start
    waiting = plan(pathway_of([phase]), start=START, holds=[Hold(hold.since)])
    assert [b.number for b in cycles(waiting["one"])] == [1, 2]


def test_what_follows_a_part_that_was_stopped_has_no_date_until_one_is_given() -> None:
    pathway = journey.get_pathway("cruk-adult")
    stop = Stop("consolidation", dt.date(2026, 6, 1), "it did not agree with me")
    timeline = plan(pathway, start=START, stops=[stop])
    end = timeline["consolidation"].end
    assert end is not None
    assert (end.typical, end.status) == (stop.end, "known")
    assert timeline["intensification"].start is None
    assert timeline.finish is None
    assert where(timeline, dt.date(2026, 7, 1)).may == ()
    on = plan(pathway, start=START, stops=[stop], known={"maintenance": dt.date(2026, 9, 1)})
    assert on["intensification"].start is None
    assert on.finish is not None


def test_a_part_that_was_left_out_covers_no_day_and_is_no_neighbour() -> None:
    pathway = journey.get_pathway("cruk-adult")
    timeline = plan(pathway, start=START, skipped=["intensification"])
    assert timeline["maintenance"].start == timeline["intensification"].start
    keys = {event.key for event in events(timeline)}
    assert "phase:intensification" not in keys
    found = where(timeline, dt.date(2026, 6, 1), asked=START)
    assert [phase.id for phase in found.may] == ["consolidation"]
    assert found.next is timeline["maintenance"]
    began = dt.date(2026, 8, 20)
    given_ = plan(pathway, start=START, skipped=["intensification"], known={"maintenance": began})
    assert given_["consolidation"].end == given_["maintenance"].start
    assert dict(given_.known) == {"start": START, "maintenance": began}
    assert where(given_, began + 40 * DAY).before is given_["consolidation"]


@pytest.mark.parametrize(
    ("holds", "told"),
    [
        ([Hold(START - DAY)], "the hold since 2026-03-01 begins before the first date, 2026-03-02"),
        (
            [Hold(START, START + 9 * DAY), Hold(START + 5 * DAY, START + 12 * DAY)],
            "the hold since 2026-03-02 lasts until 2026-03-11, and another begins on 2026-03-07",
        ),
        ([Hold(START), Hold(START + DAY)], "two holds are open"),
        ([Hold(START + 99 * DAY)], "lies past the end"),
    ],
)
def test_holds_that_cannot_be_are_told_with_the_mend(holds: list[Hold], told: str) -> None:
    pathway = journey.get_pathway("cruk-adult")
    with pytest.raises(PlanningError, match=told):
        plan(pathway, start=START, known={"finish": START + 90 * DAY}, holds=holds)


def test_a_hold_ends_after_it_began() -> None:
    with pytest.raises(PlanningError, match="on or before the hold began"):
        Hold(START, START)
    with pytest.raises(PlanningError, match="has no date before it"):
        plan(journey.get_pathway("cruk-adult"), holds=[Hold(START)])


@pytest.mark.parametrize(
    ("roads", "told"),
    [
        ({"skipped": ["induction"], "known": {"induction": START + 7 * DAY}}, "was left out, and"),
        ({"stops": [Stop("induction", START - DAY)]}, "comes later on the pathway"),
        ({"stops": [Stop("induction", START + DAY)] * 2}, "was stopped twice"),
        ({"skipped": ["nowhere"]}, 'no phase "nowhere"'),
    ],
)
def test_what_cannot_have_happened_is_told(roads: dict[str, object], told: str) -> None:
    with pytest.raises(journey.JourneyError, match=told):
        plan(journey.get_pathway("cruk-adult"), start=START, **roads)  # type: ignore[arg-type]
