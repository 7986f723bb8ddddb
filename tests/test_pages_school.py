"""The page for a school: where the time is spent, and no word that tells the illness."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from strategies import CITES, pathway_of
from test_pages_pack import ids, shown
from test_pages_phases import marks_of

import journey
from journey.export.html import to_html
from journey.pages.document import (
    Table,
)
from journey.pages.pack import describe
from journey.pathways.library import get_pathway, glossary, pathway_ids
from journey.planning.timeline import OwnDate, plan
from journey.words.catalogue import words, words_for

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)

KNOWLEDGE = Path(journey.__file__).parent / "knowledge"


EVERYDAY = set(
    re.findall(
        "[a-z]+",
        "about after again also and any are ask away back before begin book both bring call can "
        "care change changes children choose days different each ends family first for from guide "
        "half have help hour into its last length life live long look made make may mean means "
        "month months more most much near needs next not number off often one only other others "
        "our out part parts people person plan planning rest say school short show small some "
        "start starts takes tell that the them then they this time times two under until use "
        "usual want week weeks when where which who with work write year years your you all day "
        "around does page published how way on in or at of a to is it if be an as no by so we come "
        "infections nurse ill",
    )
)
"""Words of knowledge files that give nothing away."""


def telling_words() -> Iterator[str]:
    """Every word of a condition, a medicine, a source, a pathway, a phase, a lane or a term."""
    for name in pathway_ids():
        pathway = get_pathway(name)
        told = [pathway.name, pathway.condition, pathway.id]
        told += [s.title for s in pathway.sources] + [s.publisher for s in pathway.sources]
        told += [s.short or "" for s in pathway.sources]
        told += [phase.name for phase in pathway.phases]
        told += [other.text for phase in pathway.phases for other in phase.also_called]
        told += [medicine.name for phase in pathway.phases for medicine in phase.medicines]
        told += [lane.name for lane in pathway.lanes]
        told += [v.name for v in pathway.variations] + [d.name for d in pathway.decision_points]
        told += [form for term in glossary(pathway.condition) for form in (term.term, *term.forms)]
        for text in told:
            yield from re.findall(r"[a-z0-9]+", text.lower())
    raw = tomllib.loads((KNOWLEDGE / "sources.toml").read_text("utf-8"))
    for source in raw["sources"]:
        yield from re.findall(r"[a-z0-9]+", f"{source['title']} {source['publisher']}".lower())


TELLING = {word for word in telling_words() if len(word) > 1} - EVERYDAY


def test_the_words_that_would_tell_are_there_to_be_found() -> None:
    assert {"leukaemia", "leukemia", "induction", "treatment", "chemotherapy", "nhs", "macmillan",
            "cancer", "methotrexate", "spinal", "lymphoblastic"} <= TELLING  # fmt: skip


@pytest.mark.parametrize("name", pathway_ids())
@pytest.mark.parametrize("start", [None, START])
def test_the_page_for_a_school_holds_no_word_that_tells_what_it_is(
    name: str, start: dt.date | None
) -> None:
    own = [OwnDate("A private day", START, START + DAY)]
    timeline = plan(get_pathway(name), start=start, own_dates=own)
    document = describe(timeline, made=MADE, view="school", medicines=True, later_effects=True)
    assert ids(document) == ["school"]
    assert marks_of(document.pages) == []
    said = f"{shown(document)} {document.title} {document.notice}".lower()
    markup = re.sub(r"<style>.*?</style>", "", to_html(document), flags=re.DOTALL).lower()
    for text in (said, re.sub(r"<[^>]*>", " ", markup)):
        assert set(re.findall(r"[a-z0-9]+", text)) & TELLING == set()
    assert "private" not in markup
    assert document.notice == words(document.language).school_notice
    assert " ".join(shown(document).split()).count(document.notice) == 4


@pytest.mark.parametrize("name", pathway_ids())
def test_the_page_for_a_school_says_where_the_time_is_spent_and_when_in_months(name: str) -> None:
    pathway = get_pathway(name)
    timeline = plan(pathway, start=START)
    w = words_for(pathway)
    (table,) = [
        b for b in describe(timeline, made=MADE, view="school").pages[0].blocks
        if isinstance(b, Table)
    ]  # fmt: skip
    assert len(table.rows) == len(pathway.phases)
    for planned, row in zip(timeline.phases, table.rows, strict=True):
        setting = planned.phase.setting
        assert row[1].words == (w.away[setting[0]] if setting else "Ask the family")
        assert not re.search(r"\b\d{1,2} (?:January|March|April|May)|\b\d{1,2},", row[2].words)
        if planned.start:
            assert str(planned.start.earliest.year) in row[2].words


def test_the_longest_end_and_the_earliest_start_are_in_what_a_school_is_told() -> None:
    length = {"shortest": 3, "typical": 4, "longest": 9, "unit": "weeks", "basis": "stated"}
    phase = {"id": "a", "name": "A", "cites": CITES, "duration": length, "setting": ["hospital"]}
    document = describe(plan(pathway_of([phase]), start=START), made=MADE, view="school")
    (table,) = [b for b in document.pages[0].blocks if isinstance(b, Table)]
    assert [text.words for text in table.rows[0]] == [
        "Time 1", "May often be away", "March to May 2026", "About 3 to 9 weeks",
    ]  # fmt: skip
