"""The wording gate: plain enough to read when frightened. A score is a gate, not a reading age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_knowledge import PATHWAYS, prose, statements

from journey.pathways.companions import Theme
from journey.pathways.fields import Statement
from journey.pathways.library import companions, glossary
from journey.pathways.model import Pathway

textstat = pytest.importorskip("textstat_rs", reason="needs: pip install textstat-rs")

MOST_WITH_TERMS = 8.0
MOST_WITHOUT = 6.0
"""Flesch-Kincaid grades, with the glossary's terms as they stand, and with them masked."""

PLAIN_WORDS = Path(__file__).parent / "plain-words.txt"


def pages(pathway: Pathway) -> Iterator[tuple[str, str]]:
    """The prose of each page: a phase, what is said before them, a variation, the themes."""
    for phase in pathway.phases:
        yield phase.id, joined(s for _, s in statements(phase))
    yield "about", joined(s for _, s in statements(pathway.about))
    for variation in pathway.variations:
        yield f"variation {variation.id}", joined(s for _, s in statements(variation))
    yield "themes", joined(s for t in companions(Theme, pathway) for _, s in statements(t))


def joined(found: Iterator[Statement]) -> str:
    return " ".join(statement.text for statement in found)


def masked(text: str, pathway: Pathway) -> str:
    """The text with each term of the glossary as one short word."""
    terms = glossary(pathway.condition, pathway.language)
    forms = sorted({form for t in terms for form in (t.term, *t.forms)}, key=len, reverse=True)
    pattern = "|".join(map(re.escape, forms))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", "term", text, flags=re.IGNORECASE)


PAGES = [
    pytest.param(pathway, text, id=f"{pathway.id}-{name}")
    for pathway in PATHWAYS
    for name, text in pages(pathway)
    if len(text.split()) >= 60
]


@pytest.mark.parametrize(("pathway", "text"), PAGES)
def test_every_page_is_easy_with_its_terms_and_easier_without(pathway: Pathway, text: str) -> None:
    assert textstat.flesch_kincaid_grade(text) <= MOST_WITH_TERMS
    assert textstat.flesch_kincaid_grade(masked(text, pathway)) <= MOST_WITHOUT


@pytest.mark.parametrize(("pathway", "text"), PAGES)
def test_sentences_of_every_page_average_between_eight_and_fourteen_words(
    pathway: Pathway, text: str
) -> None:
    found = re.split(r"(?<=[.?]) ", text)
    assert 8 <= sum(len(s.split()) for s in found) / len(found) <= 14


def test_the_gate_finds_a_hard_text() -> None:
    hard = "Chemotherapeutic administration necessitates comprehensive haematological surveillance."
    assert textstat.flesch_kincaid_grade(hard) > MOST_WITH_TERMS


def words_of(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Za-z]+(?:'[a-z]+)?", text)}


def test_every_word_is_plain_or_explained() -> None:
    """A word that is neither on the list of plain words nor in the glossary is new: explain it in
    the glossary, or, if every reader knows it, add it to the list.
    """
    explained = {
        word
        for pathway in PATHWAYS
        for term in glossary(pathway.condition, pathway.language)
        for form in (term.term, *term.forms)
        for word in words_of(form)
    }
    plain = set(PLAIN_WORDS.read_text("utf-8").split())
    used = {word for text in prose() for word in words_of(text)}
    assert sorted(used - explained - plain) == []
    assert sorted(plain & explained) == [], "in the glossary, so not on the list"
