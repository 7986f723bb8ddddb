"""A day in words: never surer than its dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from strategies import FEW
from test_pages_changes import flat
from test_planning_timeline import simple
from test_planning_whereabouts import asked

from journey.export.text import to_text
from journey.journeys.file import Contacts
from journey.pages.document import (
    Heading,
)
from journey.pages.whereabouts import describe_day
from journey.pathways.library import get_pathway
from journey.planning.holds import Stop
from journey.planning.timeline import OwnDate, Timeline, plan
from journey.planning.whereabouts import where

DAY = dt.timedelta(days=1)
START, MADE = dt.date(2026, 3, 2), dt.date(2026, 4, 20)
THREE = simple((2, 3, 4), (5, 6, 7), (9, 9, 9))


def told(timeline: Timeline, on: dt.date, until: dt.date | None = None) -> str:
    return flat(describe_day(where(timeline, on, until=until), made=MADE))


@FEW
@given(asked())
def test_only_what_may_run_is_called_so(case: tuple[Timeline, dt.date, dt.date]) -> None:
    timeline, first, last = case
    found = where(timeline, first, until=last)
    document = describe_day(found, made=MADE)
    text = flat(document)
    assert document.notice in text
    blocks = document.pages[0].blocks
    places = [i for i, b in enumerate(blocks) if b == Heading(2, "What may run then")]
    listed = [item.words for i in places for item in blocks[i + 1].items]  # type: ignore[union-attr]
    if timeline.is_dated:
        for planned, words in zip(found.may, listed, strict=False):
            assert words.startswith(f"{planned.name}: ")
        if found.may:
            names = [planned.name for planned in found.may]
            assert all(name in document.pages[0].blocks[1].text.words for name in names)  # type: ignore[union-attr]  # the first paragraph
    else:
        assert not found.may
        assert "No date is known yet" in text or timeline.pathway.dates_stop
    if "By the dates you gave, this falls in" in text:
        assert len(found.may) == 1
        start, end = found.may[0].start, found.may[0].end
        assert start is not None
        assert end is not None
        assert start.status == end.status == "known"
        assert start.typical <= first
        assert last < end.typical


def test_the_answer_comes_first_and_the_notice_ends_the_page() -> None:
    text = told(plan(THREE, start=START), START)
    first = "Phase 0 began on 2 March 2026, you wrote. Nothing is written since. As the dates stand"
    assert text.index(first) < text.index("What may run then")
    assert text.count("Ask your team before you act on it") == 1


def test_what_was_never_written_down_is_not_told_as_progress() -> None:
    # A block on hold for months is no later part: the plan is out of date, and says so.
    text = told(plan(THREE, start=START), START + 60 * DAY)
    assert "These dates are out of date. It may be Phase 0, Phase 1 or Phase 2" in text
    ended = told(plan(THREE, start=START, known={"finish": START + 300 * DAY}), START + 400 * DAY)
    assert "Phase 2 ended on 26 December 2026, you wrote." in ended
    assert "Keep taking your medicines" not in ended
    assert "Nothing is written since" not in ended


def test_what_is_near_comes_before_the_parts_and_no_two_weeks_are_told_alike() -> None:
    own = [
        OwnDate(name, START + n * DAY, START + (n + 1) * DAY) for name, n in (("A", 20), ("B", 90))
    ]
    timeline = plan(THREE, start=START, known={"p2": START + 50 * DAY}, own_dates=own)
    first = told(timeline, START + 5 * DAY)
    assert (
        first.index("What is near") < first.index("- A: 22 March") < first.index("What may run th")
    )
    assert "B: 31 May" not in first
    assert "Week" not in first
    later = told(timeline, START + 60 * DAY)
    assert "- Week 2 since Phase 2 began, by the date you wrote down" in later
    assert "A: 22 March" not in later
    far = told(timeline, START + 55 * DAY)
    assert "Your own next date: B: 31 May 2026." in far
    assert "- Your own next date" not in first  # A stands above


def test_an_answer_ends_with_whom_to_ring_and_what_to_write_down_and_is_short() -> None:
    timeline = plan(get_pathway("cruk-adult"), start=START)
    found = where(timeline, START + 5 * DAY)
    document = describe_day(
        found, made=MADE, file="sam.toml", contacts=Contacts(line="020 7946 0000")
    )
    last = document.pages[0].blocks[-1]
    assert [item.words for item in last.items] == [  # type: ignore[union-attr]
        "Suddenly ill, hot or shivery, bleeding, or short of breath? Ring your 24-hour number: "
        "020 7946 0000. Emergency: 999.",
        "Write down what happens: journey record sam.toml induction=DATE",
    ]
    assert len(to_text(document).splitlines()) <= 28


def test_a_diagnosis_is_no_part_that_began() -> None:
    child = get_pathway("cancernet-child").model_copy(update={"starts_at": "diagnosis"})
    assert "The diagnosis was on March 2, 2026, you wrote." in told(plan(child, start=START), START)


def test_the_next_thing_to_write_down_is_named() -> None:
    found = where(plan(THREE, start=START), START + 3 * DAY)
    assert found.to_record == "p1"
    text = flat(describe_day(found, made=START, file="sam.toml"))
    assert "Write down what happens: journey record sam.toml p1=DATE" in text


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (-1, "This is before the first date known here, so this guide cannot say."),
        (0, "As the dates stand now, this may fall in Phase 0. Dates may move."),
        (15, "It may fall in Phase 0 or Phase 1. The dates are rough, so nobody can say which."),
        (
            400,
            "It may be Phase 0, Phase 1, Phase 2 or the time after the last part. Only your team",
        ),
    ],
)
def test_a_day_is_told_by_how_many_parts_may_run_then(on: int, words: str) -> None:
    assert words in told(plan(THREE, start=START), START + on * DAY)


def test_a_day_is_sure_only_inside_dates_that_were_given() -> None:
    known = plan(THREE, start=START, known={"p1": START + 14 * DAY})
    sure = "By the dates you gave, this falls in Phase 0."
    assert sure in told(known, START)
    assert sure in told(known, START, START + 13 * DAY)
    assert sure not in told(known, START - DAY, START + DAY)
    assert sure not in told(plan(THREE, start=START), START)
    ends = plan(THREE, known={"p2": START, "finish": START + 14 * DAY})
    last = "By the dates you gave, this falls in Phase 2."
    assert last in told(ends, START + 12 * DAY, START + 13 * DAY)
    assert last not in told(ends, START + 12 * DAY, START + 14 * DAY)


def test_before_the_last_day_that_alone_is_known_nothing_is_over() -> None:
    text = told(plan(THREE, known={"finish": START}), START - 90 * DAY)
    assert "so this guide cannot say" in text
    assert "after the last part" not in text
    assert "Just before" not in text


def test_a_part_that_dates_leave_no_day_for_says_so() -> None:
    squeezed = plan(THREE, start=START, known={"p1": START + 9 * DAY, "p2": START + 9 * DAY})
    text = told(squeezed, START + 8 * DAY)
    assert "What comes next. Phase 1: no days are left for it between the dates you gave." in text


def test_own_dates_stand_with_their_days_and_something_to_ask() -> None:
    own = [OwnDate("Wedding", dt.date(2026, 8, 1), dt.date(2026, 8, 3))]
    timeline = plan(get_pathway("cruk-adult"), start=START, own_dates=own)
    text = told(timeline, dt.date(2026, 8, 1))
    assert text.startswith("============================= What may run on 1 August 2026")
    assert "- Wedding: 1 to 2 August 2026" in text
    assert "Ask what is planned for this time, and how sure it is." in text
    days = to_text(describe_day(where(timeline, START, until=START + 13 * DAY), made=MADE))
    assert "What may run from 2 to 15 March 2026" in days


def test_of_parts_that_run_at_the_same_time_it_is_not_said_that_it_is_one_of_them() -> None:
    beside = simple((2, 2, 2), (5, 6, 7), (5, 6, 7), (9, 9, 9), p2={"starts": {"after": ["p0"]}})
    timeline = plan(beside, start=START, known={"p1": START + 14 * DAY})
    assert "or in more than one: some parts run at the same time" in told(
        timeline, START + 30 * DAY
    )
    assert "in more than one" not in told(plan(THREE, start=START), START + 25 * DAY)


def test_the_end_of_a_part_is_told_by_its_last_day_and_never_as_a_beginning() -> None:
    stop = Stop("p1", START + 20 * DAY, "a reaction")
    timeline = plan(THREE, start=START, known={"p1": START + 5 * DAY}, stops=[stop])
    text = told(timeline, START + 6 * DAY)
    assert "The last day of Phase 1 is written down for 21 March 2026." in text
    assert "22 March" not in text
