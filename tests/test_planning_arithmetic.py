"""Months and years are those of the calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from test_planning_timeline import simple

from journey.pathways.durations import Unit
from journey.planning.arithmetic import add
from journey.planning.timeline import DateWindow, plan

WHERE_MONTHS_END = [dt.date(y, m, d) for y in (1900, 2000, 2027, 2028)
                    for m, d in ((1, 29), (1, 30), (1, 31), (2, 28), (12, 31))]  # fmt: skip


def estimated(day: dt.date) -> DateWindow:
    return DateWindow(day, day, day, "estimated")


def test_months_stop_at_the_end_of_a_month_and_go_on_from_there() -> None:
    timeline = plan(simple((1, 1, 1), (1, 1, 1), unit="months"), start=dt.date(2026, 1, 31))
    assert timeline["p1"].start == estimated(dt.date(2026, 2, 28))
    assert timeline.finish == estimated(dt.date(2026, 3, 28))


@given(
    st.one_of(st.dates(), st.sampled_from([*WHERE_MONTHS_END, dt.date.min, dt.date.max])),
    st.integers(-3000, 3000),
    st.sampled_from(get_args(Unit)),
)
def test_a_length_is_added_as_dateutil_adds_it(day: dt.date, count: int, unit: Unit) -> None:
    length: dict[str, Any] = {unit: count}
    try:
        wanted: dt.date | None = day + relativedelta(**length)
    except (OverflowError, ValueError):
        wanted = None
    try:
        found: dt.date | None = add(day, count, unit)
    except (OverflowError, ValueError):
        found = None
    assert found == wanted
