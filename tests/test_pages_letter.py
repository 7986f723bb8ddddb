"""The next weeks as a letter: true to the dates there are, and for helpers without an illness."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, journeys
from test_planning_timeline import simple

from journey.errors import DocumentError
from journey.export.text import to_text
from journey.journeys.file import Journey, plan_journey
from journey.pages.letter import letter
from journey.pathways.library import get_pathway
from journey.planning.timeline import OwnDate, Timeline, plan

START, DAY = dt.date(2026, 3, 2), dt.timedelta(days=1)


def told(timeline: Timeline, made: dt.date, **options: object) -> str:
    text = to_text(letter(timeline, made=made, **options))  # type: ignore[arg-type]  # any option
    return " ".join(text.split())


def test_what_stands_in_these_weeks_is_told_by_day_and_nothing_else_is() -> None:
    own = [OwnDate("Wedding", START + 10 * DAY, START + 11 * DAY)]
    known = {"p1": START + 5 * DAY, "finish": START + 40 * DAY}
    timeline = plan(simple((1, 1, 1), (5, 6, 7)), start=START, known=known, own_dates=own)
    text = told(timeline, START)
    assert "The time from 2 to 15 March 2026" in text
    assert "- 2 March 2026: first day of Phase 0, you wrote." in text
    assert "- 7 March 2026: first day of Phase 1, you wrote. - Wedding: 12 March 2026" in text
    assert "last day of Phase 1" not in text
    later = told(timeline, START + 33 * DAY, weeks=1)
    assert "- 10 April 2026: last day of Phase 1, you wrote." in later
    assert "Wedding" not in later


def test_without_a_date_it_says_so() -> None:
    text = told(plan(get_pathway("nhs"), start=START), START + 100 * DAY)
    assert "No date is known for this time." in text


@FEW
@given(journeys(), st.integers(-30, 900), st.integers(1, 12))
def test_helpers_are_told_no_illness_no_part_and_no_date_of_the_persons_own(
    journey: Journey, on: int, weeks: int
) -> None:
    timeline = plan_journey(journey)
    made = (journey.start or START) + on * DAY
    text = told(timeline, made, weeks=weeks, view="helpers").casefold()
    names = [timeline.pathway.condition, timeline.pathway.name]
    names += [phase.name for phase in timeline.phases if len(phase.name) > 3]
    names += [own.label for own in timeline.own_dates if len(own.label) > 3]
    names += [a.name for p in timeline.pathway.phases for a in p.activities if len(a.name) > 3]
    for name in names:
        pattern = rf"(?<!\w){re.escape(' '.join(name.casefold().split()))}(?!\w)"
        assert not re.search(pattern, text), name
    assert "ask the family before you act on it." in text


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"view": "nurse"}, 'no view "nurse" (there are: person, helpers)'),
        ({"weeks": 0}, "weeks: 0 should be a number from 1 to 12"),
        ({"weeks": 13}, "weeks: 13 should be a number from 1 to 12"),
        ({"weeks": True}, "weeks: True should be a number from 1 to 12"),
    ],
)
def test_what_no_letter_can_be_is_told(options: dict[str, object], problem: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(problem)):
        told(plan(get_pathway("nhs"), start=START), START, **options)
