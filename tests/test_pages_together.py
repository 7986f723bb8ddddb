"""Several journeys on one page: each has its own words, and their dates stand in one table."""

from __future__ import annotations

import datetime as dt

from strategies import BUNDLED

from journey.export.html import to_html
from journey.export.text import to_text
from journey.journeys.file import Ending, Journey, OwnDay, PlannedJourney, plan_journey
from journey.pages.together import describe_together
from journey.words.catalogue import words

MADE = dt.date(2026, 4, 1)


def planned(name: str, pathway: str, **said: object) -> PlannedJourney:
    data = {"format": 1, "kind": "journey", "id": name, "pathway": pathway, **said}
    journey = Journey.model_validate(data)
    return PlannedJourney(journey, plan_journey(journey))


ANNA = planned(
    "a", "cruk-adult", start=dt.date(2026, 3, 2), known={"consolidation": dt.date(2026, 5, 4)},
    own_dates=[OwnDay(label="Exam", date=dt.date(2026, 5, 20), at="14:30")],
)  # fmt: skip
BEN = planned("b", "nhs", start=dt.date(2026, 3, 16))


def text_of(**more: bool) -> str:
    return to_text(describe_together({"Anna": ANNA, "Ben": BEN}, made=MADE, **more))


def test_each_has_its_words_and_the_dates_of_both_stand_in_one_table_by_day() -> None:
    text = " ".join(text_of().split())
    for said in ("Consolidation is written down for 4 May 2026", "The next 8 weeks"):
        assert said in text
    dates = text[text.index("The next 8 weeks") :]
    assert "4 May 2026 (your date) Who: Anna What: Consolidation: first day" in dates
    assert dates.index("Who: Ben") < dates.index("Exam, 14:30")
    html = to_html(describe_together({"Anna": ANNA, "Ben": BEN}, made=MADE))
    assert html.count("<svg") >= 2
    assert words("en-GB").notice in html


def test_a_discreet_page_names_no_illness_no_part_and_no_date_of_their_own() -> None:
    text = text_of(is_discreet=True).casefold()
    told = {p.name for pathway in BUNDLED for p in pathway.phases} | {"Exam", "leukaemia"}
    assert [word for word in told if word.casefold() in text] == []
    assert "4 may 2026" in text
    assert "it does not know the family's own plan" in " ".join(text.split())


def test_one_that_was_closed_has_its_few_words_and_no_dates() -> None:
    closed = BEN.journey.model_copy(update={"ending": Ending(on=MADE, reason="died")})
    both = {"Anna": ANNA, "Ben": PlannedJourney(closed, BEN.timeline)}
    text = " ".join(to_text(describe_together(both, made=MADE)).split())
    assert words("en-GB").ended["died"] in text
    assert "Who: Ben" not in text
    assert "Ben: the parts" not in text
