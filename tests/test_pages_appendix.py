"""Pages that close a pack: people, support, later effects, words of another time and place."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from test_pathways_companions import each_pathway, outputs

from journey.pages.pack import describe
from journey.pathways.companions import Companion, Moment, Organisation, Person, Theme
from journey.pathways.library import companions, get_pathway
from journey.pathways.model import Pathway
from journey.planning.timeline import plan

START, MADE = dt.date(2026, 3, 2), dt.date(2026, 4, 20)
KINDS: list[type[Companion]] = [Person, Organisation, Moment, Theme]


@each_pathway
def test_later_effects_are_a_page_on_request(pathway: Pathway) -> None:
    (theme,) = [t for t in companions(Theme, pathway) if t.is_on_request]
    assert theme.name not in outputs(pathway)["text"]
    assert theme.name in outputs(pathway, later_effects=True)["text"]


@each_pathway
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_companion_stands_where_its_readers_and_country_are(
    pathway: Pathway, kind: type[Companion]
) -> None:
    found = companions(kind, pathway)
    for item in found:
        assert item.readers == "everyone" or item.readers in pathway.audience
        assert item.country is None or pathway.language.endswith(item.country)
    assert found
    assert len({item.id for item in found}) == len(found)


@pytest.mark.parametrize("year", ["2013", "2017"])
def test_words_of_another_time_and_place_say_so_on_their_own_pages_too(year: str) -> None:
    name = {"2013": "cancernet-adult", "2017": "cancernet-child"}[year]
    text = " ".join(outputs(get_pathway(name))["text"].split())
    body, _, sources = text.partition("A small number leads here")
    own = re.findall(
        rf"Cancer.Net \(ASCO\): .*? This page is from the past \(United States, {year}\)", sources
    )
    assert own
    # Once a page, where its sentences stand.
    assert body.count(f"Cancer.Net, United States, {year}") > 10


def test_support_is_never_offered_as_urgent_help() -> None:
    document = describe(plan(get_pathway("nhs")), made=MADE)
    (page,) = [page for page in document.pages if page.id == "support"]
    (overview,) = [page for page in document.pages if page.id == "overview"]
    assert "They are not for urgent help" in str(page.blocks)
    assert not re.search(r"0808|helpline|Macmillan Support", str(overview.blocks))
