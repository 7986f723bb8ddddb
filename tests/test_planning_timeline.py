"""The laws of planning; each test is named for its rule."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from strategies import CITES, boundary_names, days, known_dates, pathway_of, pathways, plans

from journey.errors import PlanningError, UnknownPhaseError
from journey.pathways.model import Pathway
from journey.planning.activities import planned_activities
from journey.planning.closed_days import ClosedDays
from journey.planning.shifting import shifted
from journey.planning.timeline import DateWindow, OwnDate, Timeline, plan

Plan = tuple[Pathway, dt.date | None, dict[str, dt.date], dt.date | None]
CHAINS = ("earliest", "typical", "latest")
WEEK = dt.timedelta(weeks=1)


def boundaries(timeline: Timeline) -> list[DateWindow | None]:
    return [timeline.start, *(phase.end for phase in timeline.phases)]


def chain(window: DateWindow) -> tuple[dt.date, dt.date, dt.date]:
    return window.earliest, window.typical, window.latest


def reach(window: DateWindow) -> tuple[dt.date, dt.date, dt.date]:
    """The chain, with an open side as late as the calendar goes."""
    return window.earliest, window.typical, dt.date.max if window.is_open else window.latest


def planned(given: Plan) -> Timeline:
    pathway, start, known, as_of = given
    return plan(pathway, start=start, known=known, as_of=as_of)


def simple(*lengths: tuple[int, int, int] | None, unit: str = "weeks", **more: Any) -> Pathway:
    phases: list[dict[str, Any]] = []
    for i, numbers in enumerate(lengths):
        phase: dict[str, Any] = {"id": f"p{i}", "name": f"Phase {i}", "cites": CITES}
        if numbers:
            keys = ("shortest", "typical", "longest")
            phase["duration"] = {
                **dict(zip(keys, numbers, strict=True)), "unit": unit, "basis": "stated"
            }  # fmt: skip
        phase.update(more.get(f"p{i}", {}))
        phases.append(phase)
    return pathway_of(phases)


# ---- rule 1: boundaries ------------------------------------------------------------------------


@given(plans(has_as_of=True))
def test_a_phase_ends_where_the_next_one_starts(given: Plan) -> None:
    timeline = planned(given)
    for phase, following in itertools.pairwise(timeline.phases):
        assert phase.end == following.start
    assert timeline.phases[-1].end == timeline.finish


@given(plans(has_as_of=True))
def test_windows_are_in_order_and_dated_boundaries_never_decrease(given: Plan) -> None:
    dated = [b for b in boundaries(planned(given)) if b]
    for window in dated:
        assert window.earliest <= window.typical <= window.latest
    for before, after in itertools.pairwise(dated):
        for name in CHAINS:
            assert getattr(before, name) <= getattr(after, name)


def test_a_squeezed_phase_stays_and_covers_no_day() -> None:
    day = dt.date(2026, 3, 2)
    timeline = plan(simple((2, 2, 2), (2, 2, 2)), start=day, known={"p1": day})
    assert timeline["p0"].start is not None
    assert timeline["p0"].end is not None
    assert timeline["p0"].start.typical == timeline["p0"].end.typical == day
    typical = timeline.on(day).typical
    assert typical is not None
    assert typical.id == "p1"
    assert [phase.id for phase in timeline.on(day).may] == ["p1"]


# ---- rule 2: pure, and honest about what has no date -------------------------------------------


@given(plans(has_as_of=True), st.randoms(use_true_random=False))
def test_the_plan_depends_on_the_set_of_known_dates_not_on_their_order(
    given: Plan, random: Any
) -> None:
    pathway, start, known, as_of = given
    shuffled = list(known.items())
    random.shuffle(shuffled)
    assert plan(pathway, start=start, known=dict(shuffled), as_of=as_of) == planned(given)


@given(pathways())
def test_without_any_date_everything_is_undated(pathway: Pathway) -> None:
    timeline = plan(pathway)
    assert boundaries(timeline) == [None] * (len(pathway.phases) + 1)
    assert not timeline.is_dated


@given(plans(has_start=False, has_as_of=True))
def test_joining_midway_invents_no_past(given: Plan) -> None:
    pathway, _, known, _ = given
    assume(known)
    first = min(boundary_names(pathway).index(name) for name in known)
    assert boundaries(planned(given))[:first] == [None] * first


# ---- rule 3: three chains of calendar arithmetic -----------------------------------------------


@given(pathways(has_gaps=False, is_counted=False), days)
def test_each_chain_adds_its_own_durations_one_by_one(pathway: Pathway, start: dt.date) -> None:
    timeline = plan(pathway, start=start)
    for name, number in zip(CHAINS, ("least", "typical", "most"), strict=True):
        day = start
        for phase in timeline.phases:
            assert phase.phase.duration is not None
            steps: dict[str, Any] = {
                phase.phase.duration.unit: getattr(phase.phase.duration, number)
            }
            day += relativedelta(**steps)
            assert getattr(phase.end, name) == day


@given(pathways(), days, st.integers(0, 400))
def test_a_later_start_gives_no_earlier_date(pathway: Pathway, start: dt.date, more: int) -> None:
    early = boundaries(plan(pathway, start=start))
    late = boundaries(plan(pathway, start=start + dt.timedelta(days=more)))
    for before, after in zip(early, late, strict=True):
        if before and after:
            assert all(a <= b for a, b in zip(chain(before), chain(after), strict=True))


@given(plans(pathway=pathways(unit=st.sampled_from(["days", "weeks"])), has_as_of=True))
def test_a_week_later_everywhere_moves_a_plan_of_days_and_weeks_by_a_week(given: Plan) -> None:
    pathway, start, known, as_of = given
    moved = plan(
        pathway,
        start=start and start + WEEK,
        known={name: day + WEEK for name, day in known.items()},
        as_of=as_of and as_of + WEEK,
    )
    for before, after in zip(boundaries(planned(given)), boundaries(moved), strict=True):
        assert (before is None) == (after is None)
        if before and after:
            assert tuple(day + WEEK for day in chain(before)) == chain(after)
            assert before.status == after.status


def test_past_the_calendars_end_is_an_error_that_names_the_phase() -> None:
    with pytest.raises(PlanningError, match='phase "p0" runs past the year 9999'):
        plan(simple((9000, 9000, 9000), unit="years"), start=dt.date(2026, 1, 1))
    with pytest.raises(PlanningError, match='phase "p0"'):
        plan(simple((10**12, 10**12, 10**12), unit="days"), start=dt.date(2026, 1, 1))


# ---- rule 4: known dates -----------------------------------------------------------------------


@given(plans(has_as_of=True))
def test_a_known_date_is_exact_on_every_chain(given: Plan) -> None:
    pathway, start, known, _ = given
    found = boundaries(planned(given))
    for name, day in known.items():
        assert found[boundary_names(pathway).index(name)] == DateWindow(day, day, day, "known")
    if start:
        assert found[0] == DateWindow(start, start, start, "known")


@given(plans(), st.data())
def test_recording_the_typical_date_changes_no_typical_date_and_only_narrows(
    given: Plan, data: st.DataObject
) -> None:
    pathway, start, known, _ = given
    before = boundaries(planned(given))
    dated = [i for i, b in enumerate(before) if i and b and b.status != "known"]
    assume(dated)
    i = data.draw(st.sampled_from(dated))
    window = before[i]
    assert window is not None
    name = boundary_names(pathway)[i]
    after = boundaries(plan(pathway, start=start, known={**known, name: window.typical}))
    for old, new in zip(before, after, strict=True):
        assert (old is None) == (new is None)
        if old and new:
            assert new.typical == old.typical
            assert old.earliest <= new.earliest
            assert reach(new)[2] <= reach(old)[2]


@given(plans(), st.data())
def test_recording_a_date_caps_earlier_estimates_and_changes_them_in_no_other_way(
    given: Plan, data: st.DataObject
) -> None:
    pathway, start, known, _ = given
    names = boundary_names(pathway)
    before = boundaries(planned(given))
    assume(start or known)
    free = [i for i in range(1, len(names)) if names[i] not in known and any(before[:i])]
    assume(free)
    i = data.draw(st.sampled_from(free))
    fixed = {names.index(name): day for name, day in known.items()} | ({0: start} if start else {})
    low = max((day for j, day in fixed.items() if j < i and day), default=dt.date(1900, 1, 1))
    high = min((day for j, day in fixed.items() if j > i and day), default=low + WEEK * 200)
    day = data.draw(st.dates(low, max(low, min(high, dt.date(2200, 12, 31)))))
    after = boundaries(plan(pathway, start=start, known={**known, names[i]: day}))
    for old, new in zip(before[:i], after[:i], strict=True):
        if old and new:
            assert reach(new) == tuple(min(x, day) for x in reach(old))
    if not any(phase.counted_from for phase in pathway.phases):
        assert [b is None for b in before[:i]] == [b is None for b in after[:i]]


@given(pathways(), st.data())
def test_every_pair_of_dates_out_of_order_is_named(pathway: Pathway, data: st.DataObject) -> None:
    names = boundary_names(pathway)
    known = data.draw(
        st.dictionaries(st.sampled_from(names), st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 1)))
    )
    wrong = [
        (a, b)
        for a, b in itertools.combinations(names, 2)
        if a in known and b in known and known[a] > known[b]
    ]
    if not wrong:
        plan(pathway, known=known)
        return
    with pytest.raises(PlanningError) as caught:
        plan(pathway, known=known)
    assert len(caught.value.problems) == len(wrong)
    for (first, second), problem in zip(wrong, caught.value.problems, strict=True):
        assert f"({known[first]}) is after" in problem
        assert f"{second} ({known[second]})" in problem


@given(plans(pathway=pathways(is_counted=False)))
def test_planning_the_rest_from_the_last_known_date_gives_the_same_rest(given: Plan) -> None:
    pathway, _, known, _ = given
    assume(known)
    names = boundary_names(pathway)
    last = max(known, key=names.index)
    i = names.index(last)
    rest = plan(pathway, known={last: known[last]})
    assert boundaries(rest)[i:] == boundaries(planned(given))[i:]


# ---- rule 5: counted from an earlier phase -----------------------------------------------------

COUNTED = simple((4, 4, 4), (6, 6, 6), (20, 20, 30), p2={"counted_from": "p1"})


@given(st.integers(-20, 60))
def test_a_delay_before_the_counted_start_moves_the_end_and_one_after_it_does_not(
    delay: int,
) -> None:
    start = dt.date(2026, 3, 2)
    usual = plan(COUNTED, start=start)
    assert usual.finish is not None
    base = start + dt.timedelta(weeks=4)
    moved = plan(COUNTED, start=start, known={"p1": base + dt.timedelta(days=delay)})
    assert moved.finish is not None
    assert (moved.finish.typical - usual.finish.typical).days == delay
    shortened = plan(COUNTED, start=start, known={"p2": base + dt.timedelta(days=delay + 42)})
    assert shortened.finish is not None
    if delay >= 0:
        assert shortened.finish.typical == usual.finish.typical


def test_a_counted_end_on_or_before_its_own_start_is_undated() -> None:
    start = dt.date(2026, 3, 2)
    end = start + dt.timedelta(weeks=24)
    assert plan(COUNTED, start=start, known={"p2": end}).finish is None
    day_before = plan(COUNTED, start=start, known={"p2": end - dt.timedelta(days=1)})
    assert day_before.finish is not None
    assert day_before.finish.typical == end


def test_a_counted_end_is_held_only_where_it_would_be_before_its_own_start() -> None:
    start = dt.date(2026, 3, 2)
    for shortest, held in ((6, False), (5, True)):
        counted = simple((4, 4, 4), (6, 6, 6), (shortest, 20, 30), p2={"counted_from": "p1"})
        timeline = plan(counted, start=start)
        assert timeline.finish is not None
        assert timeline.finish.earliest == start + dt.timedelta(weeks=10)
        assert ("held" in [step.kind for step in timeline.steps[-1]]) == held
    late = simple((4, 4, 4), (6, 6, 30), (20, 20, 30), p2={"counted_from": "p1"})
    assert [step.kind for step in plan(late, start=start).steps[-1]] == ["duration"]


def test_an_undated_own_start_leaves_a_counted_end_dated_and_an_undated_base_does_not() -> None:
    pathway = simple((4, 4, 4), None, (20, 20, 20), p2={"counted_from": "p0"})
    timeline = plan(pathway, start=dt.date(2026, 3, 2))
    assert timeline["p2"].start is None
    assert timeline.finish is not None
    assert timeline.finish.typical == dt.date(2026, 7, 20)
    assert plan(pathway, known={"p1": dt.date(2026, 4, 1)}).finish is None


# ---- rule 6: seen from a day -------------------------------------------------------------------


@given(plans(has_as_of=True))
def test_after_the_last_known_date_no_estimate_is_before_the_day_it_is_seen_from(
    given: Plan,
) -> None:
    pathway, start, known, as_of = given
    assert as_of is not None
    plain = boundaries(plan(pathway, start=start, known=known))
    seen = boundaries(planned(given))
    fixed = [(i, b) for i, b in enumerate(plain) if b and b.status == "known"]
    past = max((i for i, b in fixed if b.typical <= as_of), default=-1)
    assert seen[: past + 1] == plain[: past + 1]
    for window in seen[past + 1 :]:
        if window:
            assert window.earliest >= as_of
            if window.status == "overtaken":
                assert chain(window)[:2] == (as_of, as_of)
                assert reach(window)[2] >= as_of


def test_on_an_overtaken_day_the_phase_before_is_the_typical_one() -> None:
    start, seen = dt.date(2026, 3, 2), dt.date(2026, 6, 1)
    timeline = plan(simple((2, 3, 4), (8, 8, 8)), start=start, as_of=seen)
    assert timeline["p1"].start == DateWindow(seen, seen, seen, "overtaken")
    typical = timeline.on(seen).typical
    assert typical is not None
    assert typical.id == "p0"
    assert [phase.id for phase in timeline.on(seen).may] == ["p0", "p1"]
    following = timeline.on(seen + dt.timedelta(days=1)).typical
    assert following is not None
    assert following.id == "p1"


def test_a_later_known_date_caps_and_says_so() -> None:
    start, later = dt.date(2026, 3, 2), dt.date(2026, 3, 10)
    timeline = plan(simple((2, 3, 4), (1, 1, 1)), start=start, known={"finish": later})
    assert timeline["p1"].start == DateWindow(later, later, later, "capped")


def test_a_cap_that_leaves_the_typical_date_alone_is_still_an_estimate() -> None:
    start = dt.date(2026, 3, 2)
    limit = start + dt.timedelta(weeks=3)
    timeline = plan(simple((2, 3, 4), (1, 1, 1)), start=start, known={"finish": limit})
    window = timeline["p1"].start
    assert window == DateWindow(start + 2 * WEEK, limit, limit, "estimated")


# ---- rule 7: no length -------------------------------------------------------------------------


def test_what_follows_a_phase_without_length_is_undated_until_a_known_date() -> None:
    pathway = simple((2, 2, 2), None, (3, 3, 3), (1, 1, 1))
    timeline = plan(pathway, start=dt.date(2026, 3, 2))
    assert [b is None for b in boundaries(timeline)] == [False, False, True, True, True]
    again = plan(pathway, start=dt.date(2026, 3, 2), known={"p3": dt.date(2026, 9, 1)})
    assert [b is None for b in boundaries(again)] == [False, False, True, False, False]


# ---- rule 8: a day -----------------------------------------------------------------------------


@given(plans(has_start=True, has_as_of=True), st.data())
def test_from_the_start_to_the_latest_finish_some_phase_may_cover_the_day(
    given: Plan, data: st.DataObject
) -> None:
    timeline = planned(given)
    dated = [b for b in boundaries(timeline) if b]
    first, last = dated[0].typical, dated[-1].latest
    assume(first < last)
    day = data.draw(st.dates(first, last - dt.timedelta(days=1)))
    on = timeline.on(day)
    assert on.may
    assert on.typical is None or on.typical in on.may


@given(plans(has_as_of=True), st.none() | days)
def test_a_phase_may_cover_a_day_that_its_nearest_dated_boundaries_leave_room_for(
    given: Plan, day: dt.date | None
) -> None:
    timeline, as_of = planned(given), given[3]
    assert as_of is not None
    day = day or as_of
    typical = timeline.on(day).typical
    assert typical is None or typical in timeline.on(day).may
    found = boundaries(timeline)
    for i, phase in enumerate(timeline.phases):
        before = [b for b in found[: i + 1] if b]
        after = [b for b in found[i + 1 :] if b]
        may = bool(before) and before[-1].earliest <= day
        # What nobody recorded as over may still go on today.
        is_unrecorded = bool(after) and after[0].status == "overtaken" and day == as_of
        may = may and (not after or day < reach(after[0])[2] or is_unrecorded)
        assert (phase in timeline.on(day).may) == may


@given(plans(), days)
def test_the_typical_phase_is_the_one_whose_typical_interval_holds_the_day(
    given: Plan, day: dt.date
) -> None:
    timeline = planned(given)
    holding = [
        phase
        for phase in timeline.phases
        if phase.start and phase.end and phase.start.typical <= day < phase.end.typical
    ]
    assert len(holding) <= 1
    assert timeline.on(day).typical == (holding[0] if holding else None)


# ---- bad input ---------------------------------------------------------------------------------


def test_an_unknown_phase_is_an_error_that_names_the_ones_there_are() -> None:
    pathway = simple((1, 1, 1), (2, 2, 2))
    with pytest.raises(UnknownPhaseError, match=r'no phase "inductoin" \(there are: p0, p1\)'):
        plan(pathway)["inductoin"]
    with pytest.raises(UnknownPhaseError, match="there are: p0, p1, finish"):
        plan(pathway, known={"start": dt.date(2026, 1, 1)})


def test_every_unusable_date_is_named_at_once() -> None:
    with pytest.raises(PlanningError) as caught:
        plan(
            simple((1, 1, 1), (2, 2, 2)),
            start=dt.date(1899, 12, 31),
            known={"p1": dt.datetime(2026, 1, 1), "finish": dt.date(2201, 1, 1)},  # noqa: DTZ001
        )
    text = str(caught.value)
    assert "start: 1899-12-31 is before 1900" in text
    assert "p1: should be a datetime.date, not datetime" in text
    assert "finish: 2201-01-01 is after 2200" in text


def test_a_start_that_differs_from_the_first_phase_is_an_error() -> None:
    pathway = simple((1, 1, 1))
    day = dt.date(2026, 3, 2)
    assert plan(pathway, start=day, known={"p0": day}) == plan(pathway, start=day)
    assert plan(pathway, known={"p0": day}).start == DateWindow(day, day, day, "known")
    with pytest.raises(PlanningError, match="give one of them"):
        plan(pathway, start=day, known={"p0": day + WEEK})


@given(pathways(), st.data())
def test_known_dates_in_order_never_fail(pathway: Pathway, data: st.DataObject) -> None:
    start = data.draw(days)
    known = data.draw(known_dates(pathway, first=start))
    timeline = plan(pathway, start=start, known=known)
    given = {"start": start} | {k: v for k, v in known.items() if k != pathway.phases[0].id}
    assert dict(timeline.known) == given


# ---- rule 9: what moves the finish -------------------------------------------------------------

DAYS = st.sampled_from(["days"])


@given(plans(pathway=pathways(unit=DAYS), has_start=True), st.data())
def test_a_longer_phase_moves_the_finish_exactly_when_it_is_said_to(
    given: Plan, data: st.DataObject
) -> None:
    pathway, start, known, _ = given
    timeline = planned(given)
    i = data.draw(st.integers(0, len(pathway.phases) - 1))
    phase = pathway.phases[i]
    said = timeline.moves_finish(phase.id)
    assert (said is None) == (timeline.finish is None)
    assume(phase.duration is not None and timeline.finish is not None)
    assert phase.duration is not None
    longer = phase.duration.model_dump(exclude={"cites", "note"})
    longer["typical"] += 1
    longer["longest"] = longer["longest"] and longer["longest"] + 1
    phases = [p.model_dump(by_alias=True, exclude_defaults=True) for p in pathway.phases]
    phases[i]["duration"] = longer
    after = plan(pathway_of(phases), start=start, known=known)
    assume([b is None for b in timeline.boundaries] == [b is None for b in after.boundaries])
    # A date that just touches the next known one is capped by a day more: it moves no further.
    assume(
        [b and b.status for b in timeline.boundaries] == [b and b.status for b in after.boundaries]
    )
    assert timeline.finish is not None
    assert after.finish is not None
    moved = (after.finish.typical - timeline.finish.typical).days
    assert moved == (1 if said else 0)


def test_a_delay_after_the_phase_that_the_finish_counts_from_does_not_move_it() -> None:
    timeline = plan(COUNTED, start=dt.date(2026, 3, 2))
    assert [timeline.moves_finish(phase.id) for phase in timeline.phases] == [True, False, True]
    known = plan(COUNTED, start=dt.date(2026, 3, 2), known={"p1": dt.date(2026, 4, 1)})
    assert [known.moves_finish(phase.id) for phase in known.phases] == [False, False, True]
    assert plan(COUNTED).moves_finish("p0") is None
    with pytest.raises(UnknownPhaseError):
        timeline.moves_finish("p9")


@given(plans())
def test_a_phase_is_over_by_the_first_date_that_is_known_after_it(given: Plan) -> None:
    timeline = planned(given)
    names, known = boundary_names(timeline.pathway), dict(timeline.known)
    for i, phase in enumerate(timeline.phases):
        later = [known[name] for name in names[i + 1 :] if name in known]
        assert phase.over_by == min(later, default=None)


# ---- a family's year: dates recorded, corrected and removed in any order -----------------------


class Recording(RuleBasedStateMachine):
    """Whatever is recorded, corrected or removed, the plan is the plan of what is known now."""

    def __init__(self) -> None:
        super().__init__()
        self.pathway = simple(
            (1, 2, 4), (4, 6, 8), (12, 14, 16), None, (6, 7, 12), (100, 104, 110),
            p5={"counted_from": "p2"},
        )  # fmt: skip
        self.start: dt.date | None = None
        self.known: dict[str, dt.date] = {}
        self.timeline = plan(self.pathway)

    def attempt(self, known: dict[str, dt.date], start: dt.date | None) -> None:
        """Accept what is in order; what is not is refused and changes nothing."""
        before = self.timeline
        try:
            self.timeline = plan(self.pathway, start=start, known=known)
        except PlanningError:
            ordered = ([start] if start else []) + [
                known[name] for name in boundary_names(self.pathway) if name in known
            ]
            assert ordered != sorted(ordered)
            assert self.timeline == before
        else:
            self.start, self.known = start, known

    @rule(day=st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1)))
    def starts(self, day: dt.date) -> None:
        self.attempt(self.known, day)

    @rule(
        name=st.sampled_from(["p1", "p2", "p3", "p4", "p5", "finish"]),
        day=st.dates(dt.date(2026, 1, 1), dt.date(2029, 1, 1)),
    )
    def records_or_corrects(self, name: str, day: dt.date) -> None:
        self.attempt({**self.known, name: day}, self.start)

    @precondition(lambda self: any(self.timeline.boundaries))
    @rule(data=st.data())
    def records_just_what_was_planned(self, data: st.DataObject) -> None:
        names = boundary_names(self.pathway)
        free = [
            i for i, b in enumerate(self.timeline.boundaries) if i and b and b.status != "known"
        ]
        if not free:
            return
        i = data.draw(st.sampled_from(free))
        window = self.timeline.boundaries[i]
        assert window is not None
        before = self.timeline
        self.attempt({**self.known, names[i]: window.typical}, self.start)
        for old, new in zip(before.boundaries, self.timeline.boundaries, strict=True):
            assert (old and old.typical) == (new and new.typical)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def removes(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.known)))
        self.attempt({k: v for k, v in self.known.items() if k != name}, self.start)

    @invariant()
    def the_plan_forgets_how_it_came_about(self) -> None:
        backwards = dict(reversed(self.known.items()))
        assert self.timeline == plan(self.pathway, start=self.start, known=backwards)

    @invariant()
    def what_is_known_is_exact_and_the_rest_is_in_order(self) -> None:
        found = self.timeline.boundaries
        for name, day in self.known.items():
            assert found[boundary_names(self.pathway).index(name)] == DateWindow(
                day, day, day, "known"
            )
        dated = [b for b in found if b]
        for before, after in itertools.pairwise(dated):
            assert all(a <= b for a, b in zip(chain(before), chain(after), strict=True))


TestRecording = Recording.TestCase


@given(pathways(), days, st.lists(st.tuples(days, st.integers(1, 400)), max_size=4))
def test_own_dates_and_closed_days_move_nothing_and_stand_by_day(
    pathway: Pathway, start: dt.date, given: list[tuple[dt.date, int]]
) -> None:
    own = [OwnDate(f"Own {n}", day, day + dt.timedelta(days=n)) for day, n in given]
    closed = ClosedDays(weekends=True)
    laid_over = plan(pathway, start=start, own_dates=own, closed=closed)
    plain = plan(pathway, start=start)
    assert (laid_over.boundaries, laid_over.steps) == (plain.boundaries, plain.steps)
    assert [date.start for date in laid_over.own_dates] == sorted(day for day, _ in given)
    assert laid_over.closed == closed
    # A what-if keeps them.
    moved = shifted(laid_over, {"start": dt.timedelta(days=3)})
    assert (moved.own_dates, moved.closed) == (laid_over.own_dates, closed)


# ---- counting back, rests and joins ------------------------------------------------------------


def weeks_of(*numbers: int, unit: str = "weeks") -> dict[str, Any]:
    low, middle, high = numbers
    return {"shortest": low, "typical": middle, "longest": high, "unit": unit, "basis": "stated"}


def row_of(*phases: dict[str, Any]) -> Pathway:
    return pathway_of([{"id": f"p{i}", "name": f"P{i}", "cites": CITES, **p}
                       for i, p in enumerate(phases)])  # fmt: skip


numbers = st.lists(st.integers(1, 40), min_size=3, max_size=3).map(sorted)


@given(days, numbers, numbers, st.sampled_from(["days", "weeks"]))
def test_counting_back_from_a_known_date_takes_each_length_off_it(
    day: dt.date, own: list[int], before: list[int], unit: str
) -> None:
    assume(day > dt.date(1910, 1, 1))
    pathway = row_of(
        {"duration": weeks_of(*before)},
        {"duration": weeks_of(*own, unit=unit), "counts_back_from": "p2"},
        {"duration": weeks_of(1, 1, 1)},
    )
    timeline = plan(pathway, known={"p2": day})
    start = timeline["p1"].start
    size = dt.timedelta(days=7 if unit == "weeks" else 1)
    assert start is not None
    assert chain(start) == (day - own[2] * size, day - own[1] * size, day - own[0] * size)
    assert timeline["p0"].start is None  # with the anchor alone known, the rest is undated
    # Forward from there, the typical chain and any single length come back to the same day.
    forward = plan(pathway, known={"p1": start.typical})["p2"].start
    assert forward is not None
    assert forward.typical == day
    assert forward.earliest <= day <= forward.latest


@given(days, st.integers(1, 200), st.integers(1, 60), st.sampled_from(["days", "weeks"]))
def test_counting_back_and_forward_agree(start: dt.date, lead: int, own: int, unit: str) -> None:
    back = row_of(
        {"duration": weeks_of(lead, lead, lead, unit="days")},
        {"duration": weeks_of(own, own, own, unit=unit), "counts_back_from": "p2"},
        {"duration": weeks_of(3, 4, 5)},
    )
    planned = plan(back, start=start)
    anchor = planned["p2"].start
    assert anchor is not None
    again = plan(back, start=start, known={"p2": anchor.typical})
    assert [w and chain(w) for w in again.boundaries] == [
        w and chain(w) for w in planned.boundaries
    ]
    late = plan(back, start=start, known={"p2": anchor.typical + dt.timedelta(days=9)})
    assert late["p1"].start is not None
    assert planned["p1"].start is not None
    assert late["p1"].start.typical == planned["p1"].start.typical + dt.timedelta(days=9)


def test_what_counts_back_to_before_a_known_date_is_held_there() -> None:
    pathway = row_of(
        {"duration": weeks_of(1, 2, 3)}, {"duration": weeks_of(1, 2, 3)},
        {"duration": weeks_of(9, 9, 9), "counts_back_from": "p3"}, {"duration": weeks_of(1, 1, 1)},
    )  # fmt: skip
    monday = dt.date(2026, 3, 2)
    timeline = plan(pathway, start=monday, known={"p3": monday + dt.timedelta(weeks=5)})
    held = timeline["p2"].start
    assert held is not None
    assert chain(held) == (monday,) * 3
    dated = [w.typical for w in timeline.boundaries if w]
    assert dated == sorted(dated)
    with pytest.raises(PlanningError, match="counts back to before 1900; check the date"):
        plan(pathway, known={"p3": dt.date(1900, 1, 20)})


@given(days, numbers, numbers, numbers)
def test_a_rest_parts_the_end_of_a_phase_from_the_start_of_the_next(
    start: dt.date, own: list[int], gap: list[int], ended: list[int]
) -> None:
    pathway = row_of(
        {"duration": weeks_of(*own)},
        {"duration": weeks_of(1, 1, 1), "starts": {"after": ["p0"], "gap": weeks_of(*gap)}},
    )
    timeline = plan(pathway, start=start)
    end, following = timeline["p0"].end, timeline["p1"].start
    assert end is not None
    assert following is not None
    week = dt.timedelta(weeks=1)
    assert chain(end) == tuple(start + n * week for n in own)
    assert chain(following) == tuple(start + (n + m) * week for n, m in zip(own, gap, strict=True))
    day = start + ended[1] * week
    recorded = plan(pathway, start=start, known={"p0.end": day})["p1"].start
    assert recorded is not None
    assert chain(recorded) == tuple(day + m * week for m in gap)


@given(days, numbers, numbers, numbers)
def test_a_join_waits_for_the_later_of_two(
    start: dt.date, one: list[int], two: list[int], gap: list[int]
) -> None:
    pathway = row_of(
        {"duration": weeks_of(1, 1, 1)},
        {"duration": weeks_of(*one)},
        {"duration": weeks_of(*two), "starts": {"after": ["p0"]}},
        {"duration": weeks_of(1, 1, 1), "starts": {"after": ["p1", "p2"], "gap": weeks_of(*gap)}},
    )
    timeline = plan(pathway, start=start)
    joined = timeline["p3"].start
    assert joined is not None
    assert chain(joined) == tuple(
        start + (1 + max(a, b) + c) * dt.timedelta(weeks=1)
        for a, b, c in zip(one, two, gap, strict=True)
    )
    for phase, lengths in (("p1", one), ("p2", two)):
        assert timeline["p0"].end is not None
        begins = timeline[phase].start
        assert begins is not None
        assert begins.typical == timeline["p0"].end.typical
        end = timeline[phase].end
        assert end is not None
        assert end.typical == begins.typical + lengths[1] * dt.timedelta(weeks=1)
    longer = max((one[1], "p1"), (two[1], "p2"))
    if one[1] != two[1]:
        assert timeline.moves_finish(longer[1])
        assert not timeline.moves_finish("p1" if longer[1] == "p2" else "p2")


@given(pathways(has_gaps=False, is_counted=False), days)
def test_an_open_end_travels_down_the_chain_to_the_finish(pathway: Pathway, start: dt.date) -> None:
    found = plan(pathway, start=start).boundaries
    for i, window in enumerate(found):
        assert window is not None
        lengths = [phase.duration for phase in pathway.phases[:i]]
        assert window.is_open == any(length and length.is_open for length in lengths)


# ---- lanes with dates of their own -------------------------------------------------------------


@given(days, numbers, numbers, st.integers(0, 9))
def test_a_lane_has_dates_of_its_own_and_moves_nothing(
    start: dt.date, phase: list[int], own: list[int], gap: int
) -> None:
    first, second = {"duration": weeks_of(*phase)}, {"duration": weeks_of(1, 1, 1)}
    lane: dict[str, Any] = {
        "id": "p1", "name": "Beside", "from": "p0", "begins": "after", "cites": CITES,
        "duration": weeks_of(*own),
        "activities": [{"id": "a", "name": "A", "kind": "visit", "days": [1]}],
    }  # fmt: skip
    if gap:
        lane["gap"] = weeks_of(gap, gap, gap)
    plain = row_of(first, second)
    beside = type(plain).model_validate({**plain.model_dump(by_alias=True), "lanes": [lane]})
    timeline = plan(beside, start=start)
    assert timeline.boundaries == plan(plain, start=start).boundaries
    (planned,) = timeline.lanes
    week = dt.timedelta(weeks=1)
    assert planned.start is not None
    assert planned.end is not None
    assert chain(planned.start) == tuple(start + (n + gap) * week for n in phase)
    ends = tuple(start + (n + gap + m) * week for n, m in zip(phase, own, strict=True))
    assert chain(planned.end) == ends
    dated = [item for item in planned_activities(timeline) if item.date]
    assert [(item.phase.key, item.date) for item in dated] == [("lane.p1", planned.start.typical)]


def test_a_lane_without_any_of_its_own_is_as_it_was_and_one_until_a_phase_ends_with_it() -> None:
    plain = {"id": "l", "name": "L", "from": "p0"}
    with_days = {**plain, "id": "m", "until": "p1", "cycle": {"length": 1, "unit": "weeks"}}
    pathway = row_of({"duration": weeks_of(1, 2, 3)}, {"duration": weeks_of(1, 1, 1)})
    data = {**pathway.model_dump(by_alias=True), "lanes": [plain, with_days]}
    timeline = plan(type(pathway).model_validate(data), start=dt.date(2026, 3, 2))
    assert [lane.id for lane in timeline.lanes] == ["m"]
    assert timeline.lanes[0].end == timeline.finish
