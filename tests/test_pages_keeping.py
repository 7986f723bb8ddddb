"""The pages that families keep: room to write, one line of reason, nothing read from a number."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

import pytest
from strategies import CITES, pathway_of

from journey.export.html import to_html
from journey.export.text import to_text
from journey.journeys.file import Contacts
from journey.pages.document import Block, Card, Heading, Paragraph, Road, Space, Table
from journey.pages.keeping import KEPT, MOST_STONES, TICK
from journey.pages.pack import describe
from journey.pathways.library import get_pathway, pathway_ids
from journey.planning.timeline import plan
from journey.words.catalogue import words

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
W = words("en-GB")
TIMELINE = plan(get_pathway("cruk-adult"), start=START)
PAGES = {
    page.id: page.blocks
    for page in describe(
        TIMELINE, made=MADE, pack="keep", contacts=Contacts(line="020 7946 0000")
    ).pages
}


B = TypeVar("B", bound=Block)


def one(kind: str, block: type[B]) -> B:
    (found,) = [b for b in PAGES[kind] if isinstance(b, block)]
    return found


def test_each_is_a_page_of_its_own_with_its_title_and_its_reason() -> None:
    assert list(PAGES) == list(KEPT)
    for kind, blocks in PAGES.items():
        assert W.kept[kind] in [b.words for b in blocks if isinstance(b, Heading)], kind
        told = [b.caption for b in blocks if isinstance(b, Table)]
        told += [b.text.words for b in blocks if isinstance(b, Paragraph)]
        assert W.kept_for[kind] in told, kind
        alone = describe(TIMELINE, made=MADE, pages=[kind])
        assert [page.id for page in alone.pages] == [kind]
        assert W.urgent_title.upper() in to_text(alone)


def test_numbers_that_were_given_are_filled_in_and_the_others_are_to_fill_in() -> None:
    rows = {row[0].words: row[2].words for row in one("contacts", Table).rows}
    assert rows[W.urgent_number] == "020 7946 0000"
    assert not any(number for name, number in rows.items() if name != W.urgent_number)
    card = one("card", Card)
    assert [blank.words for blank in card.front.blanks] == ["020 7946 0000", "", ""]
    assert "020 7946 0000" in card.back.paragraphs[0].words


def test_no_name_of_an_illness_or_of_its_treatment_stands_on_the_card() -> None:
    said = str(one("card", Card)).lower()
    assert not [w for w in ("leuk", "cancer", "chemo", "treatment", "lymph") if w in said]


@pytest.mark.parametrize("kind", ["visits", "counts"])
def test_a_log_is_empty_but_for_the_numbers_of_its_rows(kind: str) -> None:
    table = one(kind, Table)
    assert not [cell.words for row in table.rows for cell in row[1:] if cell.words]
    assert len({row[0].words for row in table.rows}) == len(table.rows)


def test_a_roadmap_has_a_line_and_a_box_for_each_part_and_each_talk_about_results() -> None:
    pathway = TIMELINE.pathway
    rows = one("roadmap", Table).rows
    names = [row[0].words for row in rows]
    parts = [f"{p.number}. {p.name}" for p in TIMELINE.phases]
    assert [name for name in names if name in parts] == parts
    assert sorted(set(names) - set(parts)) == sorted(p.name for p in pathway.decision_points)
    assert all(row[-1].words == TICK for row in rows)


def test_what_was_explained_is_signed_by_both() -> None:
    spaces = [b.label for b in PAGES["teach-back"] if isinstance(b, Space)]
    assert spaces == list(W.kept_signed)
    assert all(row[1].words == row[2].words == TICK for row in one("teach-back", Table).rows)


@pytest.mark.parametrize("name", pathway_ids())
def test_a_road_has_a_stone_a_month_that_this_guide_draws(name: str) -> None:
    timeline = plan(get_pathway(name), start=START)
    (road,) = [
        block
        for page in describe(timeline, made=MADE, pages=["road"]).pages
        for block in page.blocks
        if isinstance(block, Road)
    ]
    assert road.names == tuple(p.name for p in timeline.phases)
    for planned, count in zip(timeline.phases, road.stones, strict=True):
        if planned.start and planned.end:
            days = (planned.end.typical - planned.start.typical).days
            assert abs(count - max(1, days / 30.44)) <= 1, planned.name
    for name, count in zip(road.names, road.stones, strict=True):
        assert any(name in t.words and t.words.endswith(f" {count}.") for t in road.in_words.items)


def test_a_road_of_very_many_months_has_a_stone_for_three() -> None:
    length = {"shortest": 8, "typical": 9, "longest": 10, "unit": "years", "basis": "stated"}
    phase = {"id": "a", "name": "Alpha", "duration": length, "cites": CITES}
    document = describe(plan(pathway_of([phase])), made=MADE, pages=["road"])
    (road,) = [b for b in document.pages[0].blocks if isinstance(b, Road)]
    assert sum(road.stones) <= MOST_STONES
    assert road.in_words.items[0].words == W.kept_stone_of_three
    assert to_html(document).count('role="img"') == 2
