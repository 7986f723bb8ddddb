"""The road to colour in: every stone is there, inside the drawing, and none lies on another."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW

from journey.picture.road import BIG, LITTLE, road

CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"')


@FEW
@given(st.lists(st.integers(0, 30), min_size=1, max_size=9), st.sampled_from([216.0, 493.0]))
def test_every_stone_is_drawn_apart_from_the_others_and_inside_the_drawing(
    stones: list[int], width: float
) -> None:
    names = [f"Part {n}" for n in range(len(stones))]
    svg = road(names, stones, title="Road", width=width)
    found = [tuple(map(float, match)) for match in CIRCLE.findall(svg)]
    assert [r for *_, r in found].count(BIG) == len(names)
    assert [r for *_, r in found].count(LITTLE) == sum(stones)
    for x, y, r in found:
        assert r <= x <= width - r
        assert r <= y
    # Between two rows there is room for three lines of a name.
    rows = sorted({y for _, y, _ in found})
    assert all(below - above >= 2 * BIG + 3 * 13 for above, below in pairwise(rows))
    (height,) = map(float, re.findall(r'<svg[^>]* height="([\d.]+)"', svg))
    assert rows[-1] + BIG + 3 * 13 <= height
    for (x1, y1, r1), (x2, y2, r2) in combinations(found, 2):
        assert (x1 - x2) ** 2 + (y1 - y2) ** 2 > (r1 + r2) ** 2


def test_each_big_stone_has_its_number_and_its_name() -> None:
    svg = road(["Alpha", "Beta <b>"], [1, 2], title="Road", width=493.0)
    assert re.findall(r">([^<>]+)</text>", svg) == ["1", "Alpha", "2", "Beta &lt;b&gt;"]
    assert "<title" in svg
