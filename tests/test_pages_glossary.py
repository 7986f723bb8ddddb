"""Which words of a text need explaining, and which it explains itself."""

from __future__ import annotations

import datetime as dt

import pytest

from journey.pages.document import (
    Block,
    Bullets,
    Callout,
    Definitions,
    Heading,
    Paragraph,
    Space,
    Text,
)
from journey.pages.glossary import MOST_WORDS, headword, terms_in, unexplained
from journey.pages.pack import describe
from journey.pathways.companions import Term
from journey.pathways.fields import Citation, Statement
from journey.pathways.library import get_pathway, glossary, pathway_ids
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


@pytest.mark.parametrize(
    "text",
    ["A mesh (a net) holds.", "A net (a mesh) holds.", "A mesh, called a net, holds.",
     "A net is here. It is a mesh (a net)."],
)  # fmt: skip
def test_what_the_text_explains_is_not_explained_again(text: str) -> None:
    assert unexplained(said(text), [NET]) == ()


@pytest.mark.parametrize(
    "text",
    ["A net holds.", "A mesh (an old one) and a net.", "What is called a mesh at first may well "
     "be a net in the end."],
)  # fmt: skip
def test_what_it_does_not_explain_is_found(text: str) -> None:
    assert unexplained(said(text), [NET]) == (NET,)


def test_parentheses_of_another_line_explain_nothing() -> None:
    assert unexplained(said("It is (called so", "a net)"), [NET]) == (NET,)


def test_the_first_used_is_the_first_explained() -> None:
    assert unexplained(said("A rope.", "A net and a rope."), [NET, ROPE]) == (ROPE, NET)


# ---- on the page of a phase --------------------------------------------------------------------

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
PHASES = [
    (name, page.id, page.blocks)
    for name in pathway_ids()
    for page in describe(plan(get_pathway(name), start=START), made=MADE, pages=("phases",)).pages
    if page.id.startswith("phase-")
]


def at(blocks: tuple[Block, ...], words: str) -> int:
    return next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.words == words)


@pytest.mark.parametrize(("name", "page", "blocks"), PHASES, ids=lambda value: str(value)[:40])
def test_a_page_of_a_phase_explains_the_first_words_that_it_leaves_unexplained(
    name: str, page: str, blocks: tuple[Block, ...]
) -> None:
    terms = glossary(get_pathway(name).condition, get_pathway(name).language)
    start = at(blocks, "Words on this page")
    shown = blocks[start + 1]
    assert isinstance(shown, Bullets)
    assert 0 < len(shown.items) <= MOST_WORDS
    here = {headword(term): term for term in unexplained(blocks[:start], terms)}
    for item in shown.items:
        word, _, meaning = item.words.partition(": ")
        assert here[word].meaning.text == meaning
        assert item.marks


@pytest.mark.parametrize(("name", "page", "blocks"), PHASES, ids=lambda value: str(value)[:40])
def test_whom_to_ring_stands_in_front_and_room_for_the_days_at_the_end(
    name: str, page: str, blocks: tuple[Block, ...]
) -> None:
    facts = next(n for n, block in enumerate(blocks) if isinstance(block, Definitions))
    urgent = next(b for b in blocks[facts + 1 :] if not isinstance(b, Paragraph))
    assert isinstance(urgent, Callout)
    assert urgent.kind == "urgent"
    assert sum(isinstance(b, Callout) and b.kind == "urgent" for b in blocks) == 1
    spaces = [block.label for block in blocks[-3:] if isinstance(block, Space)]
    assert [label.split(" day")[0].split()[-1].lower() for label in spaces] == [
        "first", "last", "notes",
    ]  # fmt: skip
