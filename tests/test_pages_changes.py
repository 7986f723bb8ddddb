"""What moved, as a page: each change in its own words, true of its moves."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, journeys
from test_planning_changes import pairs
from test_planning_timeline import simple

from journey.export.text import to_text
from journey.journeys.file import Journey, first_plan, plan_journey
from journey.pages.changes import changes_in_brief, describe_changes, side_by_side
from journey.pages.document import (
    Bullets,
    Document,
    Paragraph,
    Table,
    Text,
)
from journey.pages.explaining import explain, three_ways
from journey.pages.whereabouts import describe_day
from journey.pathways.library import get_pathway
from journey.pathways.variations import vary
from journey.planning.changes import Changes, changes
from journey.planning.shifting import shifted
from journey.planning.timeline import Timeline, plan
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
        "Stays", "14 days later", "May be later", "May be later",
    ]  # fmt: skip
    (sooner,) = tables(side_by_side(shifted(before, {"p1": WEEKS}), before, made=MADE))
    # The other way round no date moved: one is no longer given.
    assert sooner.rows[1][-1].words == "Back to a rough guide"


def test_a_move_to_or_from_no_date_is_no_number_of_days() -> None:
    pathway = simple((2, 3, 4), None, (5, 5, 5))
    before = plan(pathway, start=START)
    after = plan(pathway, start=START, known={"p2": dt.date(2026, 9, 1)})
    (table,) = tables(side_by_side(before, after, made=MADE))
    assert [row[-1].words for row in table.rows] == [
        "Stays", "Stays", "Now written down", "Now with a rough date",
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
    gone = ["August to November 2026", "Not in this plan", "No longer in this plan"]
    assert rows["Maintenance: first day"] == gone
    new = [phase.name for phase in after.phases if phase.id not in {p.id for p in before.phases}]
    assert new
    for name in new:
        assert rows[f"{name}: first day"][0] == "Not in this plan"
    # The ends of two routes are two things: neither is told as an earlier or a later other.
    assert rows["Maintenance: last day"][1:] == ["Not in this plan", "No longer in this plan"]
    assert rows[f"{new[-1]}: last day"][::2] == ["Not in this plan", "Now in this plan"]


# ---- what changed ------------------------------------------------------------------------------


def test_what_changed_is_told_one_thing_at_a_time() -> None:
    pathway = simple((2, 3, 4), (5, 6, 7), (9, 9, 9))
    before = plan(pathway, start=START)
    known = {"p1": START + WEEKS, "finish": START + 10 * WEEKS}
    found = changes(before, plan(pathway, start=START, known=known))
    document = describe_changes(found, made=MADE)
    [moved, _] = [b for b in document.pages[0].blocks if isinstance(b, Bullets)]
    assert [(i.words.split(". ")[0], i.words.split(". ")[-1]) for i in moved.items] == [
        ("Phase 1: first day", "Now written down."),
        ("Phase 2: first day", "Surer than before."),
        ("Phase 2: last day", "Now written down."),
    ]
    answer = document.pages[0].blocks[1]
    assert answer == Paragraph(Text(changes_in_brief(found)))
    assert told(found) == [
        "The first day of Phase 1 is now written down: 16 March 2026. "
        "Surer than before: first day of Phase 2, last day of Phase 2.",
        "The last day of Phase 2 is now written down: 19 July 2026. No other date moves.",
    ]
    assert answer.text.words == " ".join(told(found))


def told(found: Changes) -> list[str]:
    """The sentences on each thing that was written down."""
    return [changes_in_brief(replace(found, each=(change,))) for change in found.each]


@FEW
@given(pairs())
def test_the_answer_comes_first_and_what_is_next_comes_last(
    pair: tuple[Timeline, Timeline],
) -> None:
    found = changes(*pair)
    document = describe_changes(found, made=MADE, file="sam.toml")
    blocks = document.pages[0].blocks
    assert blocks[1] == Paragraph(Text(changes_in_brief(found)))
    if len(found.each) > 2:  # what they are; the sentences follow
        assert changes_in_brief(found).startswith(f"You wrote down {len(found.each)} things: ")
        assert [item.words for item in blocks[2].items] == told(found)  # type: ignore[union-attr]
    if found.each:
        last = [item.words for item in blocks[-1].items]  # type: ignore[union-attr]
        assert any("Ring your 24-hour number" in words for words in last)
        to_record = where(found.after, MADE).to_record
        assert any("journey record sam.toml" in w for w in last) == (to_record is not None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            {"p1": 21},
            {},
            "The first day of Phase 1 has no written date now. A rough guide stands in its place, "
            "and in that of what follows.",
        ),
        ({"p1": 21}, {"p1": 28}, "The first day of Phase 1 is now 30 March 2026: 7 days later."),
        ({}, {"p2": 90}, "Now with a rough date: last day of Phase 2."),
        (
            {"p2": 90},
            {},
            "The first day of Phase 2 has no written date now, and none can be worked out.",
        ),
    ],
)
def test_each_kind_of_change_has_its_words(
    old: dict[str, int], new: dict[str, int], told: str
) -> None:
    pathway = simple((2, 3, 4), None, (5, 5, 5))

    def of(days: dict[str, int]) -> Timeline:
        return plan(pathway, start=START, known={n: START + d * DAY for n, d in days.items()})

    document = describe_changes(changes(of(old), of(new)), made=MADE)
    assert told in flat(document)


def test_a_start_that_was_corrected_and_a_route_are_told_as_such() -> None:
    pathway = get_pathway("cruk-adult")
    before, after = plan(pathway, start=START), plan(vary(pathway, "transplant"), start=START + DAY)
    text = flat(describe_changes(changes(before, after), made=MADE, names=("Ours", "Theirs")))
    assert "Ours: 2 March 2026 (your date). Theirs: 3 March 2026 (your date)." in text
    assert "Now shown with: A stem cell transplant" in text
    assert "The first day of Steroid pre phase is now 3 March 2026: 1 day later." in text


def test_where_nothing_was_written_down_nothing_has_changed() -> None:
    timeline = plan(get_pathway("nhs"), start=START)
    document = describe_changes(changes(timeline, timeline), made=MADE)
    assert "Nothing you wrote down differs between the two." in flat(document)
    assert tables(document) == []


@FEW
@given(pairs())
def test_days_are_told_only_between_two_dates_that_were_given(
    pair: tuple[Timeline, Timeline],
) -> None:
    found = changes(*pair)
    for change, text in zip(found.each, told(found), strict=True):
        given = re.findall(r"(\d+) days? (later|sooner)", text)
        if change.kind not in ("corrected", "start"):
            assert given == []
        for count, way in given:
            assert (int(count), way) in {
                (abs(m.days), "later" if m.days > 0 else "sooner")
                for m in change.moves
                if m.days and m.before and m.after
                if m.before.status == m.after.status == "known"
            }


@FEW
@given(pairs())
def test_taking_a_date_back_moves_nothing_later_and_nothing_sooner(
    pair: tuple[Timeline, Timeline],
) -> None:
    before, _ = pair
    kept = {name: day for name, day in before.known if name == "start"}
    bare = plan(before.pathway, start=kept.get("start"))
    text = flat(describe_changes(changes(before, bare), made=MADE))
    assert not re.search(r"\b((?<!or )later|sooner|surer|less sure)\b", text, re.IGNORECASE)


# ---- calm --------------------------------------------------------------------------------------

HURRIED = re.compile(
    r"\b(late(?! effects| [A-Z])|behind|on (track|time|schedule)|ahead of|"
    r"delay(s|ed(?! intensification))?|overdue|countdown|"
    r"days? (left(?! for this part)|to go|remaining)|to go|should have|should be|"
    r"already be|you will|you'll|will end|only \d+ (more )?days|missed|failed|slipped)\b",
    re.IGNORECASE,
)


def test_the_words_that_are_looked_for_are_found() -> None:
    for words_ in ("You are late.", "3 days left", "It should have begun", "you will", "delayed"):
        assert HURRIED.search(words_)
    for words_ in ("14 days later", "late effects", "late March", "perhaps past"):
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
