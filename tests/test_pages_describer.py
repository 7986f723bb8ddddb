"""What every page shares: marks beside sentences, the list of sources, the notice."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from test_pages_phases import forms, marks_of, of_pathway, page, pathways, squeezed, texts_of

from journey.pages.document import (
    Document,
    SourceList,
)
from journey.pages.pack import describe, outline
from journey.pathways.library import bundled_sources, demo, pathway_ids
from journey.planning.timeline import plan
from journey.words.catalogue import words

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)


EVERY_PATHWAY = ["full", *pathway_ids()]


@pytest.mark.parametrize("name", EVERY_PATHWAY)
def test_a_statement_without_citations_has_those_of_what_is_around_it(name: str) -> None:
    pathway = pathways()[name]
    document = describe(plan(pathway, start=START), made=MADE)
    places = cited_places(document)
    titles = {source.id: (source.publisher, source.title) for source in pathway.sources}
    labels = document.labels()
    marked: dict[str, list[set[tuple[str, str, str]]]] = {}
    for text in texts_of(document.pages):
        found = {places[labels[mark]] for mark in text.marks if mark.where}
        marked.setdefault(text.words, []).append(found)
    for statement, cites in of_pathway(pathway):
        wanted = {(*titles[cite.source], cite.where) for cite in cites}
        assert wanted in marked[statement.text], statement.text


def cited_places(document: Document) -> dict[str, tuple[str, str, str]]:
    """The places in the list of sources by label; the source's publisher and title with each."""
    found = {}
    for block in page(document, "sources").blocks:
        if isinstance(block, SourceList):
            for entry in block.entries:
                for place in entry.places:
                    assert place.label not in found
                    found[place.label] = (entry.publisher, entry.title, place.where)
    return found


@pytest.mark.parametrize("name", EVERY_PATHWAY)
def test_marks_and_places_are_the_same_numbers_in_the_order_of_first_use(name: str) -> None:
    document = describe(plan(pathways()[name], start=START), made=MADE)
    marks = [mark for mark in marks_of(document.pages) if mark.where]
    labels = document.labels()
    assert {labels[mark] for mark in marks} == set(cited_places(document))
    sources = list(dict.fromkeys(mark.source for mark in marks))
    entries = [
        entry
        for block in page(document, "sources").blocks if isinstance(block, SourceList)
        for entry in block.entries
    ]  # fmt: skip
    assert [entry.id for entry in entries] == sources
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    for entry in entries:
        used = list(dict.fromkeys(m.where for m in marks if m.source == entry.id))
        assert [place.where for place in entry.places] == used
    short = outline(plan(pathways()[name], start=START), made=MADE)
    assert {m for m in marks_of(short.pages) if m.where} <= set(short.labels())


def test_a_page_alone_says_what_it_says_among_the_others() -> None:
    """Pages are made alone and in any order: only the numbers of their sources differ."""
    timeline = plan(pathways()["full"], start=START)
    whole = describe(timeline, made=MADE)
    alone = describe(timeline, made=MADE, pages=("overview", "people", "more"))
    for one in alone.pages[:-1]:
        assert one == page(whole, one.id)


@pytest.mark.parametrize("name", EVERY_PATHWAY)
def test_every_citation_stands_in_the_text_and_in_the_html(name: str) -> None:
    pathway = pathways()[name]
    cites = {cite for _, cites in of_pathway(pathway) for cite in cites}
    cites |= {cite for phase in pathway.phases if phase.duration for cite in phase.duration.cites}
    document = describe(plan(pathway, start=START), made=MADE)
    sources = {source.id: source for source in pathway.sources}
    for shown in forms(document).values():
        for cite in cites:
            assert squeezed(cite.where) in shown
            source = sources[cite.source]
            assert squeezed(f"{source.publisher}: {source.title}") in shown
            assert squeezed(source.url or "") in shown


def test_history_says_so_beside_its_words_and_in_the_list() -> None:
    pathway = demo().pathway
    history = {source.title: source.history for source in bundled_sources() if source.history}
    assert "United States, 2013" in history.values()
    document = describe(plan(pathway, start=START), made=MADE)
    sources = {source.id: source for source in bundled_sources()}
    seen = 0
    for one in document.pages:
        said = " ".join(text.words for text in texts_of(one))
        for source in {sources[mark.source] for mark in marks_of([one])}:
            if source.history and one.id != "sources":
                seen += 1
                assert source.label in said, one.id
    assert seen > 5
    for shown in forms(document).values():
        assert squeezed("Partly from elsewhere: Cancer.Net, United States") in shown
        assert squeezed("This page is from the past (United States, 2013).") in shown


def test_no_name_of_a_source_stands_in_a_mark() -> None:
    document = describe(plan(pathways()["full"], start=START), made=MADE)
    assert all(re.fullmatch("[0-9]+[a-z]*", label) for label in document.labels().values())


def test_a_source_is_marked_as_old_relative_to_the_day_of_making() -> None:
    def stale(made: dt.date) -> dict[str, bool]:
        document = describe(plan(pathways()["full"], start=START), made=made)
        (listed,) = [b for b in page(document, "sources").blocks if isinstance(b, SourceList)]
        is_stale = {e.title: words("en-GB").stale in e.remarks for e in listed.entries}
        for shown in forms(document).values():
            assert (squeezed(words("en-GB").stale) in shown) == any(is_stale.values())
        return is_stale

    leaflet, history = "<leaflet title>", "<history title>"
    assert stale(dt.date(2016, 1, 1)) == {leaflet: False, history: False}
    assert stale(dt.date(2026, 4, 20)) == {leaflet: False, history: True}
    assert stale(dt.date(2027, 2, 1)) == {leaflet: True, history: True}


def test_reviews_are_dated_or_not_stated() -> None:
    document = describe(plan(pathways()["full"], start=START), made=MADE)
    for shown in forms(document).values():
        assert squeezed("Last reviewed: 31 January 2024.") in shown
        assert squeezed("Next review due: 31 January 2028.") in shown
        assert squeezed("Last reviewed: August 2013.") in shown
