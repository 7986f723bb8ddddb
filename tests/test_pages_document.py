"""The tree of blocks: no kind of block without a use on a page."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import get_args

from strategies import every_block, full_pathway

from journey.pages.document import (
    Block,
    Picture,
)
from journey.pages.pack import KINDS, describe
from journey.planning.timeline import plan


def kinds_of(node: object) -> set[type]:
    """The classes of all that is in a document."""
    if isinstance(node, tuple):
        return set().union(*map(kinds_of, node))
    if not dataclasses.is_dataclass(node):
        return set()
    inside = [getattr(node, field.name) for field in dataclasses.fields(node)]
    return {type(node)}.union(*map(kinds_of, inside))


def test_every_kind_of_block_stands_on_some_page() -> None:
    pathway = full_pathway(lambda place: f"<{place}>")
    timeline = plan(pathway, start=dt.date(2026, 3, 2))
    document = describe(timeline, made=dt.date(2026, 3, 2), pages=tuple(KINDS))
    blank = describe(plan(pathway), made=dt.date(2026, 3, 2), view="blank")
    assert set(get_args(Block)) <= kinds_of(document.pages) | kinds_of(blank.pages)


def test_writers_are_tried_with_every_kind_of_block_but_the_picture() -> None:
    tried = {type(block) for page in every_block("text").pages for block in page.blocks}
    assert tried == set(get_args(Block)) - {Picture}
