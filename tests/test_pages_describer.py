"""What every page shares: marks beside sentences, the list of sources, the notice."""

from __future__ import annotations

import datetime as dt

import pytest
from test_pages_phases import forms, marks_of, of_pathway, page, pathways, squeezed, texts_of

from journey.pages.document import Document, SourceList
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
    marked: dict[str, list[set[tuple[str, str, str]]]] = {}
    for text in texts_of(document.pages):
        marked.setdefault(text.words, []).append({places[mark.number] for mark in text.marks})
    for statement, cites in of_pathway(pathway):
        wanted = {(*titles[cite.source], cite.where) for cite in cites}
        assert wanted in marked[statement.text], statement.text


def cited_places(document: Document) -> dict[int, tuple[str, str, str]]:
    """The places in the list of sources by number; the source's publisher and title with each."""
    found = {}
    for block in page(document, "sources").blocks:
        if isinstance(block, SourceList):
            for entry in block.entries:
                for place in entry.places:
                    assert place.number not in found
                    found[place.number] = (entry.publisher, entry.title, place.where)
    return found


@pytest.mark.parametrize("name", EVERY_PATHWAY)
def test_marks_and_places_are_the_same_numbers_in_the_order_of_first_use(name: str) -> None:
    document = describe(plan(pathways()[name], start=START), made=MADE)
    numbers = list(dict.fromkeys(mark.number for mark in marks_of(document.pages)))
    assert set(numbers) == set(cited_places(document))
    assert numbers == sorted(numbers) == list(range(1, len(numbers) + 1))
    short = outline(plan(pathways()[name], start=START), made=MADE)
    listed = {
        place.number
        for block in short.pages[0].blocks if isinstance(block, SourceList)
        for entry in block.entries for place in entry.places
    }  # fmt: skip
    assert {mark.number for mark in marks_of(short.pages)} == listed


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
    places, marks = cited_places(document), marks_of(document.pages)
    seen = 0
    for mark in marks:
        when = history.get(places[mark.number][1])
        if when:
            seen += 1
            assert when in mark.label
    assert seen
    for shown in forms(document).values():
        assert squeezed("Cancer.Net, United States, 2013]") in shown
        assert squeezed("This page is from the past (United States, 2013).") in shown


def test_a_mark_names_the_source_unless_it_is_the_one_the_pathway_follows() -> None:
    document = describe(plan(pathways()["full"], start=START), made=MADE)
    places = cited_places(document)
    labels = {places[mark.number][0]: mark.label for mark in marks_of(document.pages)}
    assert labels == {
        "<leaflet publisher>": "",
        "<history publisher>": "<history short>, <history when>",
    }


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
