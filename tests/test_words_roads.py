"""Holds, and parts that were stopped or left out, in words."""

from __future__ import annotations

import datetime as dt

import journey
from journey.words.catalogue import words
from journey.words.roads import because, no_days_in_words, roads_in_words

START = dt.date(2026, 3, 2)
PATHWAY = journey.get_pathway("cruk-adult")


def test_each_thing_that_happened_otherwise_is_one_plain_sentence() -> None:
    timeline = journey.plan(
        PATHWAY,
        start=START,
        holds=[
            journey.Hold(dt.date(2026, 3, 5), dt.date(2026, 3, 6)),
            journey.Hold(dt.date(2026, 4, 1), dt.date(2026, 4, 15), "bed"),
            journey.Hold(dt.date(2026, 5, 1), reason="my sister's wedding"),
        ],
        stops=[journey.Stop("consolidation", dt.date(2026, 5, 1), "it was enough")],
        skipped=["intensification"],
    )
    assert list(roads_in_words(timeline)) == [
        "Intensification was left out, you wrote.",
        "Consolidation was stopped on 30 April 2026, you wrote (it was enough). "
        "What comes then has no date until you write one down.",
        "On hold on 5 March 2026, you wrote.",
        "On hold from 1 to 14 April 2026, you wrote (waiting for a bed).",
        "On hold since 1 May 2026, you wrote (my sister's wedding). "
        "What comes after the hold has no date until treatment goes on.",
    ]
    w = words("en-GB")
    assert no_days_in_words(timeline["intensification"], w) == "Left out, you wrote"


def test_the_common_reasons_have_words() -> None:
    w = words("en-GB")
    assert set(w.hold_reasons) == {
        "blood counts", "infection", "tests", "bed", "holiday", "other"
    }  # fmt: skip
    assert because("", w) == ""
    assert because("infection", w) == " (an infection)"
