"""Plain text: narrow lines, literal words, the notice on every page, marks that lead somewhere."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, HOSTILE, LONG, full_pathway, hostile_pathways, pathway_of, timelines

from journey.export.text import to_text
from journey.pages.document import Document, Page, Table, Text
from journey.pages.pack import describe, outline
from journey.pathways.library import demo, get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.planning.timeline import Timeline, plan
from journey.words.catalogue import words

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
RULE = "\n\n" + "_" * 80 + "\n\n"


def squeezed(text: str) -> str:
    """The text without the spaces and line ends that wrapping moves."""
    return re.sub(r"[ \n]+", "", text)


def harmless(place: str) -> str:
    return f"<{place}>"


@FEW
@given(hostile_pathways())
def test_no_line_is_over_80_columns_save_a_word_that_is(pathway: Pathway) -> None:
    for line in to_text(describe(plan(pathway, start=START), made=MADE)).split("\n"):
        if len(line) > 80:
            # Indents, and the marker of an item, stand before the word.
            assert re.fullmatch(r" *(?:\[ \] |- |\* |\[\d+[a-z]*\] )?[^ ]+", line), line


@FEW
@given(timelines(has_as_of=True))
def test_every_line_of_harmless_pages_fits(timeline: Timeline) -> None:
    for document in (describe(timeline, made=MADE), outline(timeline, made=MADE)):
        text = to_text(document)
        assert max(map(len, text.split("\n"))) <= 80
        assert not re.search(r"[ \t]$", text, re.MULTILINE)
        assert text.endswith(".\n")


def test_ten_thousand_characters_wrap_like_any_other_prose() -> None:
    phase = {"id": "p", "name": "P", "aim": LONG}
    text = to_text(describe(plan(pathway_of([phase])), made=MADE))
    assert squeezed(LONG) in squeezed(text)
    assert max(map(len, text.split("\n"))) <= 80


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_literal(text: str) -> None:
    pathway = full_pathway(lambda place: f"{place} {text} end" if len(text) < 90 else text)
    shown = squeezed(to_text(describe(plan(pathway, start=START), made=MADE)))
    for place in ("condition", "pathway", "phase 1", "phase 1 aim", "lane 1", "leaflet title"):
        assert squeezed(f"{place} {text} end" if len(text) < 90 else text) in shown


def test_the_notice_stands_on_every_page() -> None:
    document = describe(plan(full_pathway(harmless), start=START), made=MADE)
    pages = to_text(document).split(RULE)
    assert len(pages) == len(document.pages)
    for page in pages:
        foot = " ".join(page.rsplit("\n\n", 1)[1].split())
        assert foot == (f"{words('en-GB').notice} Made on 20 April 2026. Look again by 4 May 2026.")


def test_every_mark_leads_to_a_place_and_every_place_is_led_to() -> None:
    for pathway in (full_pathway(harmless), demo().pathway):
        text = " ".join(to_text(describe(plan(pathway, start=START), made=MADE)).split())
        places = re.findall(r"\[(\d+[a-z]*)\] \"", text)
        assert len(set(places)) == len(places)
        marks: set[str] = set()
        for inside in re.findall(r"\[(\d+[a-z]*(?:, \d+[a-z]*)*)\](?! \")", text):
            marks |= set(inside.split(", "))
        # A number alone is a whole source.
        assert {mark for mark in marks if not mark.isdigit()} <= set(places)
        assert set(places) <= marks


def test_a_mark_stands_behind_the_words_it_is_for() -> None:
    text = to_text(describe(plan(full_pathway(harmless), start=START), made=MADE))
    flat = " ".join(text.split())
    number = re.search(r'\[(\d+[a-z]*)\] "<where phase 1 tests cited>"', flat)
    assert number
    assert f"<phase 1 tests cited> [{number[1]}]" in flat


def test_each_page_begins_with_its_heading_underlined() -> None:
    document = describe(plan(full_pathway(harmless), start=START), made=MADE)
    first, *others = to_text(document).split(RULE)
    title = "A rough guide: <condition>"
    assert first.split("\n")[:3] == ["=" * len(title), title, "=" * len(title)]
    heading = ["1. <phase 1>", "=" * len("1. <phase 1>")]
    assert [page for page in others if page.split("\n")[:2] == heading]


def test_boxes_to_tick_and_room_to_write_are_there() -> None:
    text = to_text(describe(plan(full_pathway(harmless)), made=MADE))
    assert "[ ] <phase 1 question 0>" in text
    assert re.search(r"^24-hour number: _{20,}$", text, re.MULTILINE)
    assert re.search(r"^My notes:\n(?:\n\.{80}\n)+", text, re.MULTILINE)


@pytest.mark.parametrize("pathway_id", pathway_ids())
def test_a_bundled_pathway_is_plain_ascii(pathway_id: str) -> None:
    timeline = plan(get_pathway(pathway_id), start=START)
    assert to_text(describe(timeline, made=MADE)).isascii()
    assert to_text(outline(timeline, made=MADE)).isascii()


def test_a_bundled_pathway_has_no_odd_space_or_stop_and_no_capital_inside_a_sentence() -> None:
    example = demo()
    document = describe(plan(example.pathway, start=example.start, known=example.known), made=MADE)
    for paragraph in to_text(document).split("\n\n"):
        flat = " ".join(paragraph.split())
        if not set(flat) <= set("._=-!*"):
            assert not re.search(r"[a-z0-9]\.\.(?!\.)| [.,;:](?!\.)", flat), flat
            assert "{" not in flat


def test_the_same_input_gives_the_same_text() -> None:
    pathway = full_pathway(harmless)
    assert to_text(describe(plan(pathway, start=START), made=MADE)) == to_text(
        describe(plan(pathway, start=START), made=MADE)
    )


def test_every_text_of_the_document_is_written() -> None:
    document = describe(plan(full_pathway(harmless), start=START), made=MADE)
    shown = squeezed(to_text(document))
    for text in texts_of(document.pages):
        assert squeezed(text.words) in shown


def texts_of(node: object) -> list[Text]:
    """Every text in a page, a block, or a tuple of them."""
    if isinstance(node, Text):
        return [node]
    if isinstance(node, tuple):
        return [text for item in node for text in texts_of(item)]
    if isinstance(node, Page) or hasattr(node, "__dataclass_fields__"):
        slots = getattr(node, "__dataclass_fields__", {})
        return [text for name in slots for text in texts_of(getattr(node, name))]
    return []


@FEW
@given(
    st.lists(
        st.lists(st.sampled_from(["", "a", "ten weeks", "B" * 20, "C" * 40, "some words " * 9]),
                 min_size=3, max_size=3),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_a_table_that_compares_stands_in_columns_where_its_words_fit(
    cells: list[list[str]],
) -> None:
    rows = tuple(tuple(map(Text, row)) for row in cells)
    table = Table("T", ("One", "Two", "Three"), rows, is_compared=True)
    document = Document("T", "en-GB", "Notice.", MADE, "Made.", (Page("p", (table,)),))
    lines = to_text(document).split("\n")
    columns = list(zip(*cells, strict=True))
    longest = [
        max(len(word) for word in [head, *" ".join(column).split()])
        for head, column in zip(table.columns, columns, strict=True)
    ]
    if sum(longest) + 4 > 80:
        assert not any(line.startswith("---") for line in lines)
        return
    assert all(len(line) <= 80 for line in lines)
    rule = next(line for line in lines if line.startswith("---"))
    starts = [0, *(n + 1 for n in range(len(rule) - 1) if rule[n : n + 2] == " -")]
    head = lines[lines.index(rule) - 1]
    assert [head[n:].split()[0] for n in starts] == ["One", "Two", "Three"]
    below = lines[lines.index(rule) + 1 : -2]  # the foot of the page stands last
    for n, column in enumerate(columns):
        end = starts[n + 1] if n < 2 else None
        assert " ".join(line[starts[n] : end] for line in below).split() == " ".join(column).split()
