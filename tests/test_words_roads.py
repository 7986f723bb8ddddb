"""Holds, and parts that were stopped or left out, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import journey
from journey.words.catalogue import words
from journey.words.roads import because, medicines_in_words, no_days_in_words, roads_in_words

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


def test_after_a_stop_that_nothing_follows_nobody_is_told_to_keep_taking_medicines() -> None:
    def said(*, on: str | None = None, **given: Any) -> str:
        timeline = journey.plan(PATHWAY, start=START, **given)
        return medicines_in_words(timeline, on=dt.date.fromisoformat(on) if on else None)

    w = words("en-GB")
    stop: dict[str, Any] = {"stops": [journey.Stop("induction", dt.date(2026, 4, 11), "reaction")]}
    next_one: dict[str, Any] = {"known": {"consolidation": dt.date(2026, 4, 27)}}
    assert said() == w.keep_taking
    assert said(**stop) == said(on="2026-04-10", **stop) == w.ask_medicines
    assert said(**stop, **next_one) == said(on="2026-04-27", **stop, **next_one) == w.keep_taking
    assert said(on="2026-04-26", **stop, **next_one) == w.ask_medicines  # it is booked alone
    assert said(**stop, known={"finish": dt.date(2029, 1, 1)}) == w.ask_medicines
    roads = [
        journey.Past("Another", (), (journey.Hold(dt.date(2026, month, 3)),)) for month in (2, 3)
    ]
    assert said(past=roads) == w.ask_medicines
    assert said(past=roads[:1]) == w.keep_taking  # what began here was written down after it
