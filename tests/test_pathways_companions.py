"""What stands around the phases: whose pages it is on, and that nothing unasked for is shown."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from journey.calendar.events import events
from journey.export.html import to_html
from journey.export.ics import to_ics
from journey.export.json import to_json
from journey.export.svg import to_svg
from journey.export.text import to_text
from journey.pages.pack import describe, outline
from journey.pathways.companions import Companion, Moment, Organisation, Person, Theme
from journey.pathways.library import (
    companions,
    disagreements,
    get_pathway,
    glossary,
    pathway_ids,
    refusals,
)
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.planning.timeline import plan

START, MADE = dt.date(2026, 3, 2), dt.date(2026, 4, 20)
PATHWAYS = [get_pathway(name) for name in pathway_ids()]
KINDS: list[type[Companion]] = [Person, Organisation, Moment, Theme]
each_pathway = pytest.mark.parametrize("pathway", PATHWAYS, ids=lambda p: p.id)

ASKED_FOR = re.compile(r"relaps|refractory|resistant|transplant|second remission", re.IGNORECASE)


def outputs(pathway: Pathway, **options: Any) -> dict[str, str]:
    """Everything that is written of a pathway, by format."""
    timeline = plan(pathway, start=START)
    document = describe(timeline, made=MADE, **options)
    stamp = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
    return {
        "text": to_text(document),
        "html": to_html(document),
        "svg": to_svg(timeline),
        "json": to_json(timeline, made=MADE),
        "ics": to_ics(timeline, stamp=stamp).decode(),
        "outline": to_text(outline(timeline, made=MADE)),
        "undated": to_text(describe(plan(pathway), made=MADE, **options)),
    }


# ---- nothing unasked for -----------------------------------------------------------------------


@each_pathway
def test_relapse_refractory_disease_and_transplant_are_nowhere_unless_asked_for(
    pathway: Pathway,
) -> None:
    for name, output in outputs(pathway).items():
        assert ASKED_FOR.findall(output) == [], name


@pytest.mark.parametrize("variation", ["relapsed", "refractory", "transplant"])
@each_pathway
def test_they_are_shown_when_asked_for_on_each_pathway_that_tells_of_them(
    pathway: Pathway, variation: str
) -> None:
    if variation not in [v.id for v in pathway.variations]:
        assert variation in [refusal.id for refusal in refusals(pathway)]
        return
    assert ASKED_FOR.search(outputs(vary(pathway, variation))["text"])


@each_pathway
def test_the_default_says_that_other_routes_can_be_shown(pathway: Pathway) -> None:
    text = " ".join(outputs(pathway)["text"].split())
    assert "Some people have a different route. Ask your team" in text


@each_pathway
def test_medicines_are_named_only_when_asked_for(pathway: Pathway) -> None:
    named = {m.name.lower() for p in PATHWAYS for phase in p.phases for m in phase.medicines}
    for name, output in outputs(pathway).items():
        assert not named & set(re.findall(r"[a-z]+", output.lower())), name
    own = {m.name.lower() for phase in pathway.phases for m in phase.medicines}
    shown = outputs(pathway, medicines=True)["text"].lower()
    assert all(name in shown for name in own)


def test_a_pathway_of_another_condition_has_no_companions() -> None:
    other = Pathway.model_validate(
        {**PATHWAYS[0].model_dump(by_alias=True), "condition": "harbour fever"}
    )
    assert [companions(kind, other) for kind in KINDS] == [()] * 4
    assert refusals(other) == ()
    assert disagreements("harbour fever") == ()
    assert glossary("harbour fever") == ()


def test_the_donor_register_is_shown_with_a_transplant_alone() -> None:
    pathway = get_pathway("cruk-adult")
    assert "Anthony Nolan" not in outputs(pathway)["text"]
    assert "Anthony Nolan" in outputs(vary(pathway, "transplant"))["text"]


def test_pages_for_the_united_states_are_spelled_as_there_and_have_their_number() -> None:
    for name in ("cancernet-adult", "cancernet-child"):
        text = outputs(get_pathway(name))["text"]
        body = text.partition("\nSources\n")[0]
        assert re.findall(r"leukaemia|haematolog|tumour|diarrhoea|\bcentre", body) == []
        assert "call 911" in text
        assert "999" not in body


def test_pages_about_a_child_speak_to_the_parent() -> None:
    text = " ".join(outputs(get_pathway("cancernet-child"))["text"].split())
    assert "Side effects your child may have" in text
    assert "It does not know your child's own plan." in text
    assert "Call if your child suddenly feels ill" in text
    pathway = get_pathway("cancernet-child")
    ics = outputs(pathway)["ics"].replace("\r\n ", "")
    assert "Keep giving the medicines" in ics


# ---- every variation and refusal ---------------------------------------------------------------

VARIATIONS = {v.id for p in PATHWAYS for v in p.variations}
GROUPS = {"babies-under-1", "burkitt", "down-syndrome", "pregnancy"}


@each_pathway
def test_every_variation_is_there_or_refused_with_a_reason(pathway: Pathway) -> None:
    here = {v.id for v in pathway.variations}
    refused = {refusal.id for refusal in refusals(pathway)}
    assert refused >= GROUPS
    assert here | refused >= VARIATIONS
    assert not here & refused
    assert all(refusal.reason.cites for refusal in refusals(pathway))


@each_pathway
def test_every_variation_alone_and_all_that_fit_together_can_be_planned(pathway: Pathway) -> None:
    ids = [v.id for v in pathway.variations]
    for chosen in [[name] for name in ids] + [ids]:
        varied = vary(pathway, *chosen)
        text = to_text(describe(plan(varied, start=START), made=MADE))
        for variation in varied.variations:
            assert (variation.name in text) == (variation.id in chosen)


@each_pathway
def test_an_event_never_names_what_was_not_asked_for(pathway: Pathway) -> None:
    for event in events(plan(pathway, start=START)):
        assert not ASKED_FOR.search(event.title + event.text)


# ---- disagreements -----------------------------------------------------------------------------


def test_every_disagreement_is_between_pathways_that_are_there() -> None:
    points = disagreements("acute lymphoblastic leukaemia")
    assert len(points) >= 10
    for point in points:
        assert len({saying.pathway for saying in point.sayings}) == len(point.sayings) >= 2
        assert {saying.pathway for saying in point.sayings} <= set(pathway_ids())
