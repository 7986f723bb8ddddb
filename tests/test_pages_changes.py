"""What moved, as a page: each change in its own words, true of its moves."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, journeys
from test_planning_changes import pairs
from test_planning_timeline import simple

from journey.export.text import to_text
from journey.journeys.file import Journey, first_plan, plan_journey
from journey.pages.changes import describe_changes, side_by_side
from journey.pages.document import Document, Table
from journey.pages.explaining import explain, three_ways
from journey.pages.whereabouts import describe_day
from journey.pathways.library import get_pathway
from journey.pathways.variations import vary
from journey.planning.changes import changes
from journey.planning.timeline import Timeline, plan, shifted
from journey.planning.whereabouts import where
from journey.words.catalogue import words

START, MADE = dt.date(2026, 3, 2), dt.date(2026, 4, 20)
WEEKS, DAY = dt.timedelta(weeks=2), dt.timedelta(days=1)


def tables(document: Document) -> list[Table]:
    return [b for page in document.pages for b in page.blocks if isinstance(b, Table)]


def flat(document: Document) -> str:
    return " ".join(to_text(document).split())


# ---- what if -----------------------------------------------------------------------------------


def test_a_what_if_says_what_stays_and_what_moves_by_how_much() -> None:
    before = plan(simple((2, 3, 4), (10, 12, 20), (5, 5, 5)), start=START)
    (table,) = tables(side_by_side(before, shifted(before, {"p1": WEEKS}), made=MADE))
    assert [row[-1].words for row in table.rows] == [
        "Stays", "14 days later", "14 days later", "14 days later",
    ]  # fmt: skip
    (sooner,) = tables(side_by_side(shifted(before, {"p1": WEEKS}), before, made=MADE))
    assert sooner.rows[1][-1].words == "14 days sooner"


def test_a_move_to_or_from_no_date_cannot_be_told() -> None:
    pathway = simple((2, 3, 4), None, (5, 5, 5))
    before = plan(pathway, start=START)
    after = plan(pathway, start=START, known={"p2": dt.date(2026, 9, 1)})
    (table,) = tables(side_by_side(before, after, made=MADE))
    assert [row[-1].words for row in table.rows] == [
        "Stays", "Stays", "Cannot be told", "Cannot be told",
    ]  # fmt: skip


def test_nothing_is_said_of_late_or_soon_to_comfort_or_alarm() -> None:
    before = plan(get_pathway("nhs"), start=START)
    after = shifted(before, {"consolidation": WEEKS})
    text = flat(side_by_side(before, after, made=MADE))
    assert "Ask your team why, and what it means for you." in text
    assert not re.search(r"worry|normal|don't|on track|behind|unfortunately", text)


def test_with_and_without_a_variation_stand_side_by_side() -> None:
    pathway = get_pathway("cruk-adult")
    before = plan(pathway, start=START)
    after = plan(vary(pathway, "transplant"), start=START)
    (table,) = tables(side_by_side(before, after, made=MADE))
    rows = {row[0].words: [cell.words for cell in row[1:]] for row in table.rows}
    assert rows["Consolidation: first day"][-1] == "Stays"
    gone = ["August to November 2026", "Not in this plan", ""]
    assert rows["Maintenance: first day"] == gone
    new = [phase.name for phase in after.phases if phase.id not in {p.id for p in before.phases}]
    assert new
    for name in new:
        assert rows[f"{name}: first day"][0] == "Not in this plan"
    # The ends of two routes are two things: neither is told as an earlier or a later other.
    assert rows["Maintenance: last day"][1:] == ["Not in this plan", ""]
    assert rows[f"{new[-1]}: last day"][::2] == ["Not in this plan", ""]


# ---- what changed ------------------------------------------------------------------------------


def test_what_changed_is_told_one_thing_at_a_time_and_the_days_add_up() -> None:
    pathway = simple((2, 3, 4), (5, 6, 7), (9, 9, 9))
    before = plan(pathway, start=START)
    known = {"p1": START + WEEKS, "finish": START + 10 * WEEKS}
    document = describe_changes(changes(before, plan(pathway, start=START, known=known)), made=MADE)
    whole, each = tables(document)
    assert [row[-1].words for row in whole.rows] == [
        "Stays", "7 days sooner", "7 days sooner", "14 days later",
    ]  # fmt: skip
    assert [[cell.words for cell in row] for row in each.rows] == [
        [
            "First day of Phase 1: 16 March 2026",
            "7 days sooner: first day of Phase 1 and what follows.",
        ],
        ["Last day of Phase 2: 19 July 2026", "21 days later: last day of Phase 2."],
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"p1": 21}, {}, "First day of Phase 1: the date was taken out It moves nothing."),
        ({"p1": 21}, {"p1": 28}, "First day of Phase 1: 30 March 2026, in place of another date"),
        ({}, {"p2": 90}, "Now with a date: first day of Phase 2, last day of Phase 2."),
        ({"p2": 90}, {}, "Now without a date: first day of Phase 2, last day of Phase 2."),
    ],
)
def test_each_kind_of_change_has_its_words(
    old: dict[str, int], new: dict[str, int], told: str
) -> None:
    pathway = simple((2, 3, 4), None, (5, 5, 5))

    def of(days: dict[str, int]) -> Timeline:
        return plan(pathway, start=START, known={n: START + d * DAY for n, d in days.items()})

    document = describe_changes(changes(of(old), of(new)), made=MADE)
    assert told in flat(document).replace(" What it moves:", "")


def test_a_start_that_was_corrected_and_a_route_are_told_as_such() -> None:
    pathway = get_pathway("cruk-adult")
    before, after = plan(pathway, start=START), plan(vary(pathway, "transplant"), start=START + DAY)
    text = flat(describe_changes(changes(before, after), made=MADE, names=("Ours", "Theirs")))
    assert "Ours: 2 March 2026 (your date) Theirs: 3 March 2026 (your date)" in text
    assert "Now shown with: A stem cell transplant" in text
    assert "First day of Steroid pre phase: 3 March 2026, in place of another date" in text


def test_where_nothing_was_written_down_nothing_has_changed() -> None:
    timeline = plan(get_pathway("nhs"), start=START)
    document = describe_changes(changes(timeline, timeline), made=MADE)
    assert "Nothing you wrote down differs between the two." in flat(document)
    assert len(tables(document)) == 1


@FEW
@given(pairs())
def test_the_words_of_a_change_are_true_of_its_moves(pair: tuple[Timeline, Timeline]) -> None:
    found = changes(*pair)
    document = describe_changes(found, made=MADE)
    rows = tables(document)[1].rows if found.each else ()
    for change, row in zip(found.each, rows, strict=True):
        told = row[1].words
        for move in change.moves:
            if move.is_in_before and move.is_in_after and move.days:
                amount = f"{abs(move.days)} day{'s' if abs(move.days) != 1 else ''} "
                assert f"{amount}{'later' if move.days > 0 else 'sooner'}: " in told
        assert (told == "It moves nothing.") == (not change.moves)


# ---- calm --------------------------------------------------------------------------------------

HURRIED = re.compile(
    r"\b(late(?! effects| [A-Z])|behind|on (track|time|schedule)|ahead of|delay(s|ed)?|overdue|"
    r"countdown|days? (left(?! for this part)|to go|remaining)|to go|should have|should be|"
    r"already be|you will|you'll|will end|only \d+ (more )?days|missed|failed|slipped)\b",
    re.IGNORECASE,
)


def test_the_words_that_are_looked_for_are_found() -> None:
    for words_ in ("You are late.", "3 days left", "It should have begun", "you will", "delayed"):
        assert HURRIED.search(words_)
    for words_ in ("14 days later", "late effects", "late March", "may already have happened"):
        assert not HURRIED.search(words_)


@FEW
@given(journeys(), st.integers(-200, 1500), st.integers(0, 30))
def test_no_answer_says_late_or_behind_or_counts_down_or_promises(
    journey: Journey, n: int, length: int
) -> None:
    journey = journey.model_copy(update={"own_dates": ()})  # whose labels are the person's own
    timeline, first = plan_journey(journey), first_plan(journey)
    dates = [window.typical for window in timeline.boundaries if window]
    on = (dates[0] if dates else START) + n * DAY
    last = timeline.phases[-1].id
    documents = [
        describe_day(where(timeline, on), made=on),
        describe_day(where(timeline, on, until=on + length * DAY), made=START),
        describe_changes(changes(first, timeline), made=on),
        describe_changes(changes(timeline, first), made=on, names=("Before", "After")),
        side_by_side(first, timeline, made=on),
        explain(timeline, "finish", made=on),
        explain(timeline, last, made=on),
        three_ways(timeline, made=on),
    ]
    for document in documents:
        text = flat(document)
        assert document.notice in text
        ours, _, _ = text.partition(f" {words('en-GB').sources_title} ===")  # then titles of others
        assert not HURRIED.search(ours), HURRIED.search(ours)
