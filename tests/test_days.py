"""A day in words: never surer than its dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from strategies import FEW
from test_answers import flat, tables
from test_planning import simple
from test_whereabouts import asked

from journey.export.text import to_text
from journey.pages.whereabouts import describe_day
from journey.pathways.library import get_pathway
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
    rows = [row for table in tables(document) for row in table.rows]
    named = {when: [r[1].words for r in rows if r[0].words == when] for when in WHEN}
    assert sum(map(len, named.values())) == len(rows)

    def numbered(*phases: object) -> list[str]:
        return [f"{p.number}. {p.name}" for p in phases if p]  # type: ignore[attr-defined]  # any

    if timeline.is_dated:
        assert named["May run then"] == numbered(*found.may)
        assert named["Just before"] == numbered(found.before)
        assert named["Next"] == numbered(found.next)
    else:
        assert not rows
        assert "No date is known yet" in text
    if "By the dates you gave, this falls in" in text:
        assert len(found.may) == 1
        start, end = found.may[0].start, found.may[0].end
        assert start is not None
        assert end is not None
        assert start.status == end.status == "known"
        assert start.typical <= first
        assert last < end.typical


WHEN = ("Just before", "May run then", "Next")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (-1, "This is before the first date known here, so this guide cannot say."),
        (0, "As the dates stand now, this may fall in Phase 0. Dates may move."),
        (15, "This may fall in one of these parts or another."),
        (400, "This is after the last part drawn here. Your team knows what comes then."),
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
    assert "Next Part: 2. Phase 1" in text
    assert "No days left for this part between the dates you gave" in text


def test_own_dates_stand_with_their_days_and_something_to_ask() -> None:
    own = [OwnDate("Wedding", dt.date(2026, 8, 1), dt.date(2026, 8, 3))]
    timeline = plan(get_pathway("cruk-adult"), start=START, own_dates=own)
    text = told(timeline, dt.date(2026, 8, 1))
    assert text.startswith("============================= What may run on 1 August 2026")
    assert "- Wedding: 1 to 2 August 2026" in text
    assert "[ ] What may be planned for this time, and how sure is it?" in text
    days = to_text(describe_day(where(timeline, START, until=START + 13 * DAY), made=MADE))
    assert "What may run from 2 to 15 March 2026" in days
