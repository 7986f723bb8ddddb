"""What must be true of the bundled knowledge: sourced, honest, plain, and never prescriptive."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from journey.checking import WordRule, word_rules
from journey.export.text import to_text
from journey.pages.document import Bullets, Paragraph, texts_in
from journey.pages.pack import describe
from journey.pathways.fields import Statement
from journey.pathways.library import bundled_sources, demo, get_pathway, glossary, pathway_ids
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.planning.timeline import plan

KNOWLEDGE = resources.files("journey") / "knowledge"
PATHWAYS = [get_pathway(pathway_id) for pathway_id in pathway_ids()]
each_pathway = pytest.mark.parametrize("pathway", PATHWAYS, ids=lambda p: p.id)


def statements(node: Any, key: str = "") -> Iterator[tuple[str, Statement]]:
    """Each statement below a model, with the name of the field that holds it."""
    if isinstance(node, Statement):
        yield key, node
    elif isinstance(node, tuple):
        for item in node:
            yield from statements(item, key)
    elif hasattr(type(node), "model_fields"):
        for name in type(node).model_fields:
            yield from statements(getattr(node, name), name)


ASKED_FOR = {"relapsed", "refractory", "transplant", "treatment-stops-working"}
"""Variations whose content stands nowhere unless asked for."""


def prose(*, is_asked_for: bool = True) -> Iterator[str]:
    """Every sentence that a person may read, whatever file it is in."""
    for pathway in PATHWAYS:
        shown = [v for v in pathway.variations if is_asked_for or v.id not in ASKED_FOR]
        for name in type(pathway).model_fields:
            node = tuple(shown) if name == "variations" else getattr(pathway, name)
            yield from (statement.text for _, statement in statements(node, name))
        for term in glossary(pathway.condition):
            yield term.meaning.text
    for name in ("team", "support", "questions", "themes", "disagreements"):
        data = tomllib.loads((KNOWLEDGE / f"{name}.toml").read_text("utf-8"))
        if not is_asked_for and name == "disagreements":
            data[name] = [point for point in data[name] if "only_with" not in point]
        yield from leaves_of_text(data)
    wording = tomllib.loads((KNOWLEDGE / "wording.toml").read_text("utf-8"))
    # A command that names the program is no sentence about an illness.
    yield from (text for text in leaves(wording) if "journey record" not in text)


NOT_PROSE = {"id", "condition", "source", "where", "pathway", "phone", "country", "readers",
             "only_with", "meaning"}  # fmt: skip


def leaves_of_text(node: Any) -> Iterator[str]:
    """Each text below a table that a reader is shown."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in NOT_PROSE:
                yield from leaves_of_text(value)
    elif isinstance(node, list):
        for item in node:
            yield from leaves_of_text(item)
    elif isinstance(node, str):
        yield node


def leaves(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from leaves(item)
    else:
        yield str(node)


# ---- sourced -----------------------------------------------------------------------------------


@each_pathway
def test_every_statement_has_a_citation_of_its_own(pathway: Pathway) -> None:
    uncited = [s.text for key, s in statements(pathway) if key != "questions" and not s.cites]
    assert uncited == []


@each_pathway
def test_every_length_has_a_citation_and_a_basis_for_each_number(pathway: Pathway) -> None:
    replaced = [p for v in pathway.variations if v.replace for p in v.replace.phases]
    for phase in (*pathway.phases, *replaced):
        if phase.duration:
            assert phase.duration.cites
            assert phase.duration.note, "say in words how the numbers were got"
            assert phase.duration.basis


@each_pathway
def test_every_cited_source_has_a_publisher_a_title_and_a_review_date_or_says_not_stated(
    pathway: Pathway,
) -> None:
    for source in pathway.sources:
        assert source.publisher
        assert source.title
        assert source.reviewed == "not stated" or source.reviewed
        assert source.url is None or source.url.startswith(("https://", "http://"))


def test_the_five_sources_are_dated_as_their_texts_say() -> None:
    dated = {source.id: (source.reviewed, source.next_review) for source in bundled_sources()}
    assert dated["cruk-adult"] == (dt.date(2024, 8, 5), dt.date(2027, 8, 5))
    assert dated["cancernet-adult"] == ("2013-08", None)
    assert dated["cancernet-child"] == ("2017-10", None)
    assert dated["nhs"] == dated["macmillan"] == ("not stated", None)


def test_sources_of_another_time_and_place_say_so() -> None:
    history = {source.id: source.history for source in bundled_sources() if source.history}
    assert history == {
        "cancernet-adult": "United States, 2013",
        "cancernet-child": "United States, 2017",
    }


@each_pathway
def test_the_glossary_is_sorted_cited_and_says_each_word_once(pathway: Pathway) -> None:
    terms = glossary(pathway.condition)
    assert [term.term for term in terms] == sorted((term.term for term in terms), key=str.lower)
    assert all(term.meaning.cites for term in terms)
    forms = [form.lower() for term in terms for form in (term.term, *term.forms)]
    assert len(forms) == len(set(forms))


def test_the_glossary_is_not_shown_for_another_condition() -> None:
    assert glossary("harbour fever") == ()


# ---- complete ----------------------------------------------------------------------------------


@each_pathway
def test_every_phase_says_what_it_is_for_what_happens_and_what_to_ask(pathway: Pathway) -> None:
    for phase in pathway.phases:
        assert phase.aim, phase.id
        assert phase.what_happens or phase.tests, phase.id
        assert len(phase.questions) >= 3, phase.id
        assert phase.place or any("where" in q.text.lower() for q in phase.questions), phase.id


@each_pathway
def test_every_pathway_says_where_results_are_looked_at_and_what_may_follow(
    pathway: Pathway,
) -> None:
    assert pathway.decision_points
    for point in pathway.decision_points:
        assert point.looks_at
        assert len(point.may_follow) >= 2, "listed, and never one alone"
    meanings = {phase.id: phase.meaning for phase in pathway.phases}
    assert meanings[pathway.decision_points[0].after] in ("induction", "treatment")


@each_pathway
def test_fertility_and_clinical_trials_are_default_content(pathway: Pathway) -> None:
    text = " ".join(statement.text for _, statement in statements(pathway)).lower()
    assert "fertility" in text
    assert "clinical trial" in text


# ---- the numbers -------------------------------------------------------------------------------


def test_the_adult_pathway_has_the_five_phases_and_lengths_of_its_sources() -> None:
    pathway = get_pathway("cruk-adult")
    found = {
        p.id: (p.duration.shortest, p.duration.typical, p.duration.longest, p.duration.unit)
        for p in pathway.phases
        if p.duration
    }
    assert found == {
        "steroid-pre-phase": (3, 6, 7, "days"),
        "induction": (4, 8, 10, "weeks"),
        "consolidation": (15, 18, 18, "weeks"),
        "intensification": (4, 4, 6, "weeks"),
        "maintenance": (None, 2, None, "years"),
    }
    stated = [p.id for p in pathway.phases if p.duration and p.duration.basis.typical == "stated"]
    assert stated == ["maintenance"]


def test_the_demo_plans() -> None:
    example = demo()
    timeline = plan(example.pathway, start=example.start, known=example.known)
    assert timeline.finish is not None
    assert example.start <= example.made


# ---- never prescriptive ------------------------------------------------------------------------

RULES = word_rules()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_nothing_a_person_reads_holds(rule: WordRule) -> None:
    assert [text for text in prose() if rule.pattern.search(text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_the_patterns_find_what_they_forbid(rule: WordRule) -> None:
    assert rule.found
    for text in rule.found:
        assert rule.pattern.search(text), text


def test_medicines_are_named_nowhere_but_in_their_own_list() -> None:
    named = {m.name.lower() for p in PATHWAYS for phase in p.phases for m in phase.medicines}
    assert named
    for text in prose():
        words = set(re.findall(r"[a-z-]+", text.lower()))
        assert not words & named, text


def test_what_is_shown_only_when_asked_for_is_nowhere_else() -> None:
    pattern = re.compile(
        r"relaps|refractor|transplant|hospice|terminal|\bdying|death", re.IGNORECASE
    )
    assert [text for text in prose(is_asked_for=False) if pattern.search(text)] == []


# ---- plain -------------------------------------------------------------------------------------


def sentences() -> list[str]:
    found = []
    for text in prose():
        if re.search(r"[.?]$", text) and "{" not in text:
            found += re.split(r"(?<=[.?]) ", text)
    return found


def test_the_short_name_of_the_illness_is_not_heard_as_a_word() -> None:
    """ALL read aloud is "all": it stands once, in brackets, after the name that it is short for."""
    aloud = [text for text in prose() if re.search(r"(?<!\()\bALL\b|\bALL\b(?!\))", text)]
    assert set(aloud) <= {"ALL"}, "the glossary names it as a form of the word"


@each_pathway
@pytest.mark.parametrize("shown", ["default", "all"])
def test_nothing_is_said_twice_on_a_page(pathway: Pathway, shown: str) -> None:
    chosen = [v.id for v in pathway.variations] if shown == "all" else []
    pack = describe(plan(vary(pathway, *chosen)), made=dt.date(2026, 4, 20))
    for page in pack.pages:
        if page.id == "sources":
            continue
        blocks = [block for block in page.blocks if isinstance(block, (Paragraph, Bullets))]
        texts = [t for b in blocks for t in ([b.text] if isinstance(b, Paragraph) else b.items)]
        # What a source says; a lane's own words on when it runs may be those of its neighbour.
        texts = [text for text in texts if text.marks]
        said = [s for text in texts for s in re.split(r"(?<=[.?]) ", text.words)]
        long = [s for s in said if len(s.split()) > 4]
        assert [s for s in set(long) if long.count(s) > 1] == [], page.id


def test_no_sentence_is_longer_than_twenty_words() -> None:
    assert [s for s in sentences() if len(s.split()) > 20] == []


def test_sentences_average_between_eight_and_fourteen_words() -> None:
    lengths = [len(s.split()) for s in sentences()]
    assert 8 <= sum(lengths) / len(lengths) <= 14


def test_our_words_need_nothing_but_ascii() -> None:
    assert [text for text in prose() if not text.isascii()] == []


# ---- whose words and numbers they are ----------------------------------------------------------


@each_pathway
def test_a_page_that_takes_words_for_other_readers_says_whose_they_are(pathway: Pathway) -> None:
    """Never adults' words or numbers in a child's guide, or the other way round, unsaid."""
    sources = {source.id: source for source in bundled_sources()}
    pack = describe(plan(pathway, start=dt.date(2026, 3, 2)), made=dt.date(2026, 4, 20))
    others = 0
    for page in pack.pages:
        if page.id == "sources":
            continue  # each says there whose it is
        told = " ".join(text.words for text in texts_in(page.blocks))
        for source in {
            sources[mark.source] for text in texts_in(page.blocks) for mark in text.marks
        }:
            if not source.is_about(pathway.audience):
                others += 1
                assert f"{source.label}, {source.audience}" in told, (page.id, source.id)
    assert others or pathway.id in ("macmillan", "nhs")


@each_pathway
def test_a_number_from_a_page_for_other_readers_says_so_in_the_words_beside_it(
    pathway: Pathway,
) -> None:
    sources = {source.id: source for source in bundled_sources()}
    totals = [pathway.stated_total] if pathway.stated_total else []
    for length in [*totals, *(phase.duration for phase in pathway.phases if phase.duration)]:
        for cite in length.cites:
            whose = sources[cite.source].audience
            if not sources[cite.source].is_about(pathway.audience):
                assert length.note
                assert re.search({"adults": "adult", "children": "child"}[str(whose)],
                                 length.note.text), length.note.text  # fmt: skip


def test_every_source_says_whom_it_is_for_or_is_one_that_does_not_say() -> None:
    silent = {source.id for source in bundled_sources() if source.audience is None}
    assert silent <= {"bethematch", "cancer-letter", "macmillan-recovery", "macmillan-transplant"}
    assert all(source.country for source in bundled_sources())


def test_what_we_have_not_read_whole_says_so_on_the_page_of_sources() -> None:
    """Nobody should think that we read more than we did, or look for a page that is gone."""
    text = " ".join(
        to_text(describe(plan(get_pathway("cruk-adult")), made=dt.date(2026, 4, 20))).split()
    )
    held = {source.id: source.held for source in bundled_sources()}
    checked = {source.id for source in bundled_sources() if source.checked}
    assert {name for name, how in held.items() if how == "whole"} == checked
    assert "Irish Cancer Society: Chemotherapy for ALL" in text
    assert "It is for adults. We have read only a part of it." in text
    assert "Cancer.Net closed in 2024. Read cancer.org" in text
