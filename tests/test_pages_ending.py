"""A closed journey: a few words that judge nothing, promise nothing, and name no part."""

from __future__ import annotations

import datetime as dt

import pytest

from journey.export.text import to_text
from journey.journeys.file import Ending, EndReason
from journey.pages.ending import describe_ending, ending_in_words
from journey.pathways.library import get_pathway, pathway_ids

DAY = dt.date(2028, 5, 3)


@pytest.mark.parametrize("pathway", pathway_ids())
@pytest.mark.parametrize("reason", [None, "finished", "moved", "stopped", "died"])
def test_it_says_when_and_a_few_words_and_no_part(pathway: str, reason: EndReason | None) -> None:
    guide, ending = get_pathway(pathway), Ending(on=DAY, reason=reason)
    text = to_text(describe_ending(guide, ending, made=DAY))
    words = ending_in_words(guide, ending)
    assert " ".join(words.split()) in " ".join(text.split())
    assert "2028" in text.splitlines()[1]
    assert len(words.split()) <= 40
    assert not any(phase.name in text for phase in guide.phases)


def test_after_a_death_nothing_is_asked_or_told_to_do() -> None:
    words = ending_in_words(get_pathway("cruk-adult"), Ending(on=DAY, reason="died"))
    assert words.startswith("We are so sorry.")
    for word in ("?", "ask", "team", "next", "record", "treatment", "will"):
        assert word not in words.lower()
