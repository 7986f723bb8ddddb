"""The first page: everything alone, for any number of parts, dated or not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from strategies import FEW, timelines
from test_planning_timeline import simple

from journey.pages.document import (
    Beside,
    Picture,
    Tiles,
)
from journey.pages.pack import describe
from journey.planning.holds import Hold, Stop
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


STOPPED, HELD = Stop("p1", dt.date(2026, 4, 10)), Hold(dt.date(2026, 4, 15))


@pytest.mark.parametrize(
    ("roads", "now", "following"),
    [
        ({"stops": [STOPPED]}, ("Now", "After Phase 1", "Stopped on 9 April 2026."),
         ("Cannot be told yet", "No date until you write one down.")),
        ({"stops": [STOPPED], "holds": [HELD]},
         ("On hold since 15 April 2026", "After Phase 1", "After the hold: no date yet"),
         ("Cannot be told yet", "No date until you write one down.")),
        ({"holds": [HELD]},
         ("On hold since 15 April 2026", "Phase 1", "After the hold: no date yet"),
         ("Phase 2", "After the hold: no date yet")),
    ],
)  # fmt: skip
def test_after_a_stop_or_a_hold_no_part_is_said_to_be_the_last_one(
    roads: dict[str, Any], now: tuple[str, ...], following: tuple[str, ...]
) -> None:
    pathway = simple(*[(8, 9, 10)] * 3)
    timeline = plan(pathway, start=dt.date(2026, 2, 1), known={"p1": dt.date(2026, 3, 30)}, **roads)
    document = describe(timeline, made=MADE, pack="hand-over")
    (tiles,) = [b.tiles for b in document.pages[0].blocks if isinstance(b, Tiles)]
    one, two = ((t.label, t.answer, t.detail.words) for t in tiles[:2])
    assert (one, two) == (now, ("Next", *following))
    assert "phase-p1" in [page.id for page in document.pages]


def test_in_a_rest_the_part_before_is_over_and_not_the_whole() -> None:
    rest = {"shortest": 9, "typical": 9, "longest": 9, "unit": "weeks", "basis": "stated"}
    pathway = simple((2, 2, 2), (5, 5, 5), p1={"starts": {"after": ["p0"], "gap": rest}})
    blocks = describe(plan(pathway, start=dt.date(2026, 3, 30)), made=MADE).pages[0].blocks
    (tiles,) = [b.tiles for b in blocks if isinstance(b, Tiles)]
    assert [tile.answer for tile in tiles[:2]] == ["After Phase 0", "Phase 1"]
