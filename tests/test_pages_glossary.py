"""Which words of a text need explaining."""

from __future__ import annotations

import datetime as dt

import pytest

from journey.pages.document import (
    Block,
    Callout,
    Definitions,
    Paragraph,
    Space,
    Text,
)
from journey.pages.glossary import terms_in
from journey.pages.pack import describe
from journey.pathways.companions import Term
from journey.pathways.fields import Citation, Statement
from journey.pathways.library import get_pathway, pathway_ids
from journey.planning.timeline import plan

CITES = (Citation(source="leaflet", where="Page 1"),)
NET = Term(term="net", forms=("nets", "NET"), meaning=Statement(text="A mesh.", cites=CITES))
ROPE = Term(term="rope", forms=(), meaning=Statement(text="A line.", cites=CITES))


def said(*texts: str) -> tuple[Block, ...]:
    return tuple(Paragraph(Text(text)) for text in texts)


@pytest.mark.parametrize("text", ["A net.", "Two nets, at last.", "net", "The NET is here."])
def test_a_term_is_found_as_a_word_of_its_own(text: str) -> None:
    assert terms_in(said(text), [NET, ROPE]) == (NET,)


@pytest.mark.parametrize("text", ["A network.", "Bonnet.", "nothing", "net_1", "Net2"])
def test_a_part_of_a_word_is_no_term(text: str) -> None:
    assert terms_in(said(text), [NET, ROPE]) == ()


# ---- on the page of a phase --------------------------------------------------------------------

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
PHASES = [
    (name, page.id, page.blocks)
    for name in pathway_ids()
    for page in describe(plan(get_pathway(name), start=START), made=MADE, pages=("phases",)).pages
    if page.id.startswith("phase-")
]


@pytest.mark.parametrize(("name", "page", "blocks"), PHASES, ids=lambda value: str(value)[:40])
def test_whom_to_ring_stands_in_front_and_room_for_the_days_at_the_end(
    name: str, page: str, blocks: tuple[Block, ...]
) -> None:
    facts = next(n for n, block in enumerate(blocks) if isinstance(block, Definitions))
    if page == "phase-" + get_pathway(name).phases[0].id:
        facts = 0  # where phases are chosen alone, the box opens the pages
    urgent = next(b for b in blocks[facts + 1 :] if isinstance(b, Callout) and b.kind == "urgent")
    assert "24-hour number" in urgent.paragraphs[0].words
    assert sum(isinstance(b, Callout) and b.kind == "urgent" for b in blocks) == 1
    spaces = [block.label for block in blocks[-3:] if isinstance(block, Space)]
    assert [label.split(" day")[0].split()[-1].lower() for label in spaces] == [
        "first", "last", "notes",
    ]  # fmt: skip
