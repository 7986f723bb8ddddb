"""The pages: everything the pathway says stands on them, with where it comes from, in each form."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from hypothesis import given
from strategies import CITES, FEW, full_pathway, pathway_of, timelines
from test_export_html import Reader

from journey.export.html import to_html
from journey.export.json import to_json
from journey.export.svg import to_svg
from journey.export.text import to_text
from journey.pages.document import (
    Beside,
    Callout,
    Definitions,
    Document,
    Mark,
    Page,
    Picture,
    Table,
    Text,
)
from journey.pages.pack import describe, outline
from journey.pathways.fields import Citation, Statement
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway, Phase
from journey.planning.timeline import Timeline, plan
from journey.words.catalogue import words, words_for
from journey.words.dates import last_day_in_words, window_in_words

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)

Said = tuple[Statement, tuple[Citation, ...]]


def harmless(place: str) -> str:
    return f"<{place}>"


@cache
def pathways() -> dict[str, Pathway]:
    return {"full": full_pathway(harmless)} | {name: get_pathway(name) for name in pathway_ids()}


EVERY_PATHWAY = ["full", *pathway_ids()]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def forms(document: Document) -> dict[str, str]:
    """The text and the HTML without its tags, without spaces."""
    html = Reader(to_html(document)).shown()
    return {"text": squeezed(to_text(document)), "html": squeezed(html)}


def texts_of(node: object) -> Iterator[Text]:
    """Every text in a page, a block, or a tuple of them."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from texts_of(item)
    else:
        for name in getattr(node, "__dataclass_fields__", {}):
            yield from texts_of(getattr(node, name))


def in_words(document: Document) -> Table:
    """The table of the parts that says what the picture shows."""
    (picture,) = [b for b in page(document, "overview").blocks if isinstance(b, Picture)]
    return next(block for block in picture.in_words if isinstance(block, Table))


def page(document: Document, page_id: str) -> Page:
    return next(page for page in document.pages if page.id == page_id)


# ---- everything the pathway says ---------------------------------------------------------------


def of_phase(phase: Phase) -> Iterator[Said]:
    """What a page says of a phase, with the citations that hold for it. Late effects, medicines
    and activities are shown only when asked for.
    """
    given: list[Statement | None] = [phase.aim, phase.begins_when]
    given += [*phase.place, *phase.what_happens, *phase.tests, *phase.looks_at, *phase.notes]
    if phase.side_effects:
        given += [*phase.side_effects.during, *phase.side_effects.soon_after]
    for statement in filter(None, given):
        yield statement, statement.cites or phase.cites
    if phase.duration and phase.duration.note:
        note = phase.duration.note
        yield note, note.cites or phase.duration.cites or phase.cites
    for question in phase.questions:
        yield question, question.cites


def of_pathway(pathway: Pathway) -> Iterator[Said]:
    for statement in pathway.about:
        yield statement, statement.cites
    for phase in pathway.phases:
        yield from of_phase(phase)
    for lane in pathway.lanes:
        for statement in lane.about:
            yield statement, statement.cites or lane.cites
    for point in pathway.decision_points:
        for statement in (*point.looks_at, *point.may_follow):
            yield statement, statement.cites or point.cites


@pytest.mark.parametrize("name", EVERY_PATHWAY)
def test_every_statement_and_every_name_stands_in_the_text_and_in_the_html(name: str) -> None:
    pathway = pathways()[name]
    said = [statement.text for statement, _ in of_pathway(pathway)]
    said += [pathway.name, pathway.condition, *(lane.name for lane in pathway.lanes)]
    said += [point.name for point in pathway.decision_points]
    said += [f"{n}. {phase.name}" for n, phase in enumerate(pathway.phases, start=1)]
    said += [other.text for phase in pathway.phases for other in phase.also_called]
    for shown in forms(describe(plan(pathway, start=START), made=MADE)).values():
        for text in said:
            assert squeezed(text) in shown, text


def marks_of(nodes: Iterable[object]) -> list[Mark]:
    return [mark for node in nodes for text in texts_of(node) for mark in text.marks]


@pytest.mark.parametrize("name", EVERY_PATHWAY)
def test_every_number_of_a_length_stands_with_its_unit_and_its_basis(name: str) -> None:
    pathway = pathways()[name]
    for shown in forms(describe(plan(pathway, start=START), made=MADE)).values():
        for phase in pathway.phases:
            if phase.duration is None:
                assert squeezed(words_for(pathway).no_length) in shown
                continue
            for which in ("shortest", "typical", "longest"):
                count, basis = getattr(phase.duration, which), getattr(phase.duration.basis, which)
                if count is None:
                    assert basis is None
                    assert squeezed(words_for(pathway).no_number) in shown
                    continue
                unit = phase.duration.unit if count != 1 else phase.duration.unit[:-1]
                assert squeezed(f"{count} {unit}, {basis}") in shown


@FEW
@given(timelines(has_as_of=True))
def test_every_window_stands_on_the_overview_and_on_the_page_of_its_phase(
    timeline: Timeline,
) -> None:
    document = describe(timeline, made=MADE)
    shown = forms(document).values()
    table = in_words(document)
    for planned, row in zip(timeline.phases, table.rows, strict=True):
        (facts,) = [
            b for b in page(document, f"phase-{planned.id}").blocks if isinstance(b, Definitions)
        ]
        on_page = [text for _, text in facts.items]
        assert window_in_words(planned.start).lower() in on_page[1].words.lower()
        if planned.start and planned.end and planned.start.typical == planned.end.typical:
            assert row[-1].words == on_page[2].words == words("en-GB").squeezed
            continue
        assert last_day_in_words(planned.end).lower() in on_page[2].words.lower()
        if timeline.is_dated:
            assert window_in_words(planned.start).lower() in row[2].words.lower()
            assert last_day_in_words(planned.end).lower() in row[3].words.lower()
        for text in (*row, on_page[1], on_page[2]):
            assert all(squeezed(text.words) in form for form in shown)


def test_a_single_figure_says_so_and_a_range_says_what_was_drawn() -> None:
    document = describe(plan(pathways()["full"], start=START), made=MADE)

    def how_long(phase: str) -> str:
        (facts,) = [
            b for b in page(document, f"phase-{phase}").blocks if isinstance(b, Definitions)
        ]
        return dict(facts.items)["How long"].words

    assert how_long("p1") == "About 3 to 7 days. This guide uses 5 days."
    assert how_long("p3") == "About 1 to 2 months. This guide uses 1 month."
    assert how_long("p4").startswith("2 years. The source gives one figure.")


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        ((1, 3), "longer than 1 to 3 years."),
        ((2, 5), "shorter than 2 to 5 years."),
        ((2, 3), "shorter or longer than 2 to 3 years."),
    ],
)
def test_where_a_sum_leaves_the_stated_total_it_says_on_which_side(
    total: tuple[int, int], verdict: str
) -> None:
    stated = {
        "shortest": total[0], "typical": total[0], "longest": total[1], "unit": "years",
        "basis": "stated", "cites": [{"source": "leaflet", "where": "In all"}],
    }  # fmt: skip
    phase = {
        "id": "p", "name": "P", "cites": CITES,
        "duration": {
            "shortest": 13, "typical": 24, "longest": 48, "unit": "months", "basis": "stated",
        },
    }  # fmt: skip
    document = describe(plan(pathway_of([phase], stated_total=stated), start=START), made=MADE)
    assert squeezed(f"That may be {verdict}") in forms(document)["text"]


@pytest.mark.parametrize(
    ("longest", "verdict"),
    [
        (3, "All of that lies within 1 to 3 years. "),
        (2, "None of that lies within 1 to 2 years. "),
    ],
)
def test_a_stated_total_is_compared_with_the_sum_of_the_parts(longest: int, verdict: str) -> None:
    total = {
        "shortest": 1, "typical": 2, "longest": longest, "unit": "years", "basis": "stated",
        "cites": [{"source": "leaflet", "where": "In all"}],
    }  # fmt: skip
    # A week, then 2 years from its end: more than 2 years, less than 3.
    phases = [
        {
            "id": f"p{n}", "name": f"P{n}", "cites": CITES,
            "duration": {
                "shortest": n, "typical": n, "longest": n, "basis": "stated", "unit": unit
            },
        }
        for n, unit in ((1, "weeks"), (2, "years"))
    ]  # fmt: skip
    document = describe(plan(pathway_of(phases, stated_total=total), start=START), made=MADE)
    said = f"The source says treatment takes 1 to {longest} years in all."
    drawn = f"The parts drawn here add up to about 2 years. {verdict}"
    for shown in forms(document).values():
        assert squeezed(said) in shown
        assert squeezed(drawn) in shown
        assert squeezed("In all") in shown


# ---- what stands on every set of pages ---------------------------------------------------------


@pytest.mark.parametrize(("language", "number"), [("en-GB", "999"), ("en-US", "911")])
def test_the_notice_and_the_urgent_box_are_there_with_the_languages_number(
    language: str, number: str
) -> None:
    pathway = full_pathway(harmless, language=language)
    for timeline in (plan(pathway), plan(pathway, start=START)):
        document = describe(timeline, made=MADE)
        blocks = document.pages[0].blocks
        assert [b.kind for b in blocks if isinstance(b, Callout)] == ["notice"]
        (boxes,) = [b.callouts for b in blocks if isinstance(b, Beside)]
        assert [box.kind for box in boxes] == ["urgent", "ask"]
        for shown in forms(document).values():
            assert shown.count(squeezed(document.notice)) >= len(document.pages)
            assert squeezed(f"In an emergency call {number}.") in shown
            assert ("911" if number == "999" else "999") not in shown
            assert squeezed("24-hour number") in shown


def test_dates_follow_the_language() -> None:
    british = forms(describe(plan(full_pathway(harmless), start=START), made=MADE))
    us = full_pathway(harmless, language="en-US")
    american = forms(describe(plan(us, start=START), made=MADE))
    assert all(squeezed("Made on 20 April 2026.") in shown for shown in british.values())
    assert all(squeezed("Made on April 20, 2026.") in shown for shown in american.values())
    assert all(squeezed("March 2, 2026 (your date)") in shown for shown in american.values())


@FEW
@given(timelines())
def test_every_phase_has_its_page_with_three_questions_or_more(timeline: Timeline) -> None:
    text = to_text(describe(timeline, made=MADE))
    pages = [page for page in text.split("_" * 80) if re.match(r"\s*\d+\. ", page)]
    assert len(pages) == len(timeline.phases)
    for shown in pages:
        assert len(re.findall(r"^\[ \] .*\?$", shown, re.MULTILINE)) >= 3


# ---- honest about dates ------------------------------------------------------------------------

YEAR = r"\b(?:19|20|21|22)\d\d\b"
A_DATE = rf"(?:{'|'.join(calendar.month_name[1:])}) (?:\d{{1,2}}, )?\d{{4}}|\d{{4}} to \d{{4}}"
"""A day, a month or a span of years, in either language; the year of a publication is none."""


@FEW
@given(timelines(has_start=False))
def test_an_undated_timeline_says_so_and_shows_no_date_in_any_form(timeline: Timeline) -> None:
    undated = plan(timeline.pathway)
    assert undated == plan(timeline.pathway, start=None)
    for document in (describe(undated, made=MADE), outline(undated, made=MADE)):
        made = document.made_in_words
        again = document.look_again
        for shown in (to_text(document), Reader(to_html(document)).shown()):
            flat = " ".join(shown.split())
            assert "There are no dates yet." in flat
            assert not re.search(YEAR, flat.replace(made, "").replace(again or made, ""))
    assert not re.search(YEAR, re.sub(r"<[^>]*>", " ", to_svg(undated)))
    data = json.loads(to_json(undated))
    assert all(phase["start"] is phase["end"] is None for phase in data["phases"])


@pytest.mark.parametrize("name", pathway_ids())
def test_a_bundled_pathway_without_dates_shows_none(name: str) -> None:
    document = describe(plan(pathways()[name]), made=MADE)
    for one in document.pages[:-1]:
        for text in texts_of(one):
            assert not re.search(A_DATE, text.words)


def test_an_estimate_that_has_passed_is_perhaps_past() -> None:
    phase = {
        "id": "a", "name": "A", "cites": CITES,
        "duration": {
            "shortest": 2, "typical": 2, "longest": 2, "unit": "weeks", "basis": "stated",
        },
    }  # fmt: skip
    timeline = plan(pathway_of([phase, {"id": "b", "name": "B"}]), start=START)

    def starts(made: dt.date) -> str:
        document = describe(timeline, made=made)
        (facts,) = [b for b in page(document, "phase-b").blocks if isinstance(b, Definitions)]
        return dict(facts.items)["May start"].words

    remark = "About 16 March 2026 (perhaps past, not recorded)"
    assert starts(dt.date(2026, 3, 16)) == remark
    assert starts(dt.date(2026, 3, 15)) == "About 16 March 2026"


def test_a_phase_squeezed_to_nothing_says_that_no_days_are_left() -> None:
    timeline = plan(pathways()["full"], start=START, known={"p2": START})
    document = describe(timeline, made=MADE)
    table = in_words(document)
    assert table.rows[0][3].words == "No days left for this part between the dates you gave"
    for shown in forms(document).values():
        # In the words of the picture, and on the phase's own page.
        assert shown.count(squeezed(table.rows[0][3].words)) == 2


def test_the_same_input_gives_the_same_document() -> None:
    timeline = plan(pathways()["full"], start=START)
    assert describe(timeline, made=MADE) == describe(timeline, made=MADE)
