"""Every duration that the five sources state is present, cited, and where it belongs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_knowledge import KNOWLEDGE, PATHWAYS

from journey.pathways.durations import Duration
from journey.pathways.fields import Statement
from journey.pathways.model import Pathway

FACTS = tomllib.loads((Path(__file__).parent / "facts.toml").read_text("utf-8"))["facts"]
PLACE = tuple[str, str]


def lengths() -> Iterator[tuple[Duration, set[PLACE]]]:
    for pathway in PATHWAYS:
        whole = [pathway.stated_total] if pathway.stated_total else []
        both = (length for p in pathway.phases for length in (p.duration, p.stated_length))
        for duration in [*whole, *filter(None, both)]:
            yield duration, {(cite.source, cite.where) for cite in duration.cites}


def said(node: Any, variation: str = "") -> Iterator[tuple[str, str, set[PLACE]]]:
    """Each statement of ours, with the variation it stands in and the places it cites."""
    if isinstance(node, Statement):
        yield node.text, variation, {(cite.source, cite.where) for cite in node.cites}
    elif isinstance(node, tuple):
        for item in node:
            yield from said(item, variation)
    elif hasattr(type(node), "model_fields"):
        inside = node.id if type(node).__name__ == "Variation" else variation
        for name in type(node).model_fields:
            yield from said(getattr(node, name), inside)


def said_around(node: Any) -> Iterator[tuple[str, str, set[PLACE]]]:
    if isinstance(node, dict):
        if "text" in node:
            places = {(cite["source"], cite["where"]) for cite in node.get("cites", [])}
            yield node["text"], "", places
        for value in node.values():
            yield from said_around(value)
    elif isinstance(node, list):
        for item in node:
            yield from said_around(item)


def everything() -> list[tuple[str, str, set[PLACE]]]:
    found = [row for pathway in PATHWAYS for row in said(pathway)]
    for name in ("themes", "glossary", "team", "questions"):
        data = tomllib.loads((KNOWLEDGE / f"{name}.toml").read_text("utf-8"))
        found += said_around(data)
    return found


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["item"])
def test_every_duration_of_the_sources_is_present_and_cited(fact: dict[str, Any]) -> None:
    place = (fact["source"], fact["where"])
    if "length" in fact:
        low, high, unit = fact["length"]
        assert any(
            place in places and (d.shortest, d.longest, d.unit) == (low, high, unit)
            for d, places in lengths()
        )
        return
    if "one_figure" in fact:
        count, unit = fact["one_figure"]
        found = [d for d, places in lengths() if place in places and d.is_one_figure]
        assert [(d.typical, d.unit) for d in found] == [(count, unit)]
        return
    matching = [
        (text, variation)
        for text, variation, places in everything()
        if place in places and re.search(fact["says"], text, re.IGNORECASE)
    ]
    assert matching
    if only := fact.get("only_with"):
        assert {variation for _, variation in matching} == {only}


def test_what_macmillan_gives_no_length_for_has_none() -> None:
    (pathway,) = [p for p in PATHWAYS if p.id == "macmillan"]
    assert [p.duration is None for p in pathway.phases if p.meaning == "treatment"] == [True]


def test_every_source_that_is_bundled_is_used() -> None:
    from journey.pathways.library import bundled_sources

    used = {place[0] for _, _, places in everything() for place in places}
    used |= {place[0] for _, places in lengths() for place in places}
    used |= {
        cite.source
        for pathway in PATHWAYS
        for variation in pathway.variations
        if variation.replace
        for phase in variation.replace.phases
        if phase.duration
        for cite in phase.duration.cites
    }
    assert {source.id for source in bundled_sources()} - used == set()


def test_where_three_numbers_differ_in_kind_each_says_its_own() -> None:
    def bases(pathway_id: str, phase_id: str) -> tuple[str | None, str, str | None]:
        pathway: Pathway = next(p for p in PATHWAYS if p.id == pathway_id)
        duration = next(p.duration for p in pathway.phases if p.id == phase_id)
        assert duration is not None
        return duration.basis.shortest, duration.basis.typical, duration.basis.longest

    assert bases("nhs", "remission-induction") == ("stated", "assumed", "interpreted")
    assert bases("cancernet-adult", "remission-induction") == ("stated", "assumed", "stated")
    assert bases("cruk-adult", "maintenance") == (None, "stated", None)
    assert bases("macmillan", "follow-up") == ("interpreted", "interpreted", "interpreted")
