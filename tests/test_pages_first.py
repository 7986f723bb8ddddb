"""The first page: everything alone, for any number of parts, dated or not."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from strategies import FEW, timelines
from test_planning_timeline import simple

from journey.pages.document import (
    Beside,
    Picture,
    Tiles,
)
from journey.pages.pack import describe
from journey.planning.timeline import Timeline, plan

MADE = dt.date(2026, 4, 20)


@FEW
@given(timelines())
def test_the_first_page_answers_everything_alone(timeline: Timeline) -> None:
    """Whatever the paper, and for any number of parts, dated or not."""
    for pages in (None, ("overview",)):
        blocks = describe(timeline, made=MADE, pages=pages).pages[0].blocks
        kinds = [type(block).__name__ for block in blocks]
        order = ["Heading", "Paragraph", "Callout", "Tiles", "Picture"]
        assert kinds == [*order, "Paragraph", "Paragraph", "Beside"]
        (tiles,) = [block.tiles for block in blocks if isinstance(block, Tiles)]
        assert tiles[-1].label == "In all"
        assert len(tiles) == (3 if timeline.is_dated or len(timeline.phases) > 1 else 2)
        (boxes,) = [block.callouts for block in blocks if isinstance(block, Beside)]
        assert [len(box.blanks) for box in boxes] == [3, 2]
        # Only what may be missed for a while says that it may move.
        assert all(b.may_move for b in blocks if isinstance(b, Tiles | Picture))


def test_parts_that_begin_together_are_all_named_as_next() -> None:
    beside = simple((2, 2, 2), (5, 6, 7), (5, 6, 7), (9, 9, 9), p2={"starts": {"after": ["p0"]}})
    for pathway, wanted in [
        (beside, "Phase 1, Phase 2"),
        (simple((2, 2, 2), (5, 6, 7), (1, 1, 1)), "Phase 1"),
    ]:
        blocks = describe(plan(pathway, start=MADE), made=MADE).pages[0].blocks
        (tiles,) = [block.tiles for block in blocks if isinstance(block, Tiles)]
        assert (tiles[1].label, tiles[1].answer) == ("Next", wanted)
