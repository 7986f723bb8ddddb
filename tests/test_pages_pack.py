"""Views and kinds of pages: whom they are for, which there are, and what none of them may lose."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, FEW, full_pathway, pathway_of, timelines
from test_export_html import Reader
from test_pages_phases import harmless, marks_of, page, texts_of

import journey
from journey.errors import DocumentError
from journey.export.html import to_html
from journey.export.text import to_text
from journey.pages.document import (
    Bullets,
    Callout,
    Definitions,
    Document,
    Heading,
    MonthGrid,
    Paragraph,
    SourceList,
    Space,
    Table,
)
from journey.pages.pack import KINDS, ON_REQUEST, View, describe, look_again
from journey.pathways.library import get_pathway, glossary, pathway_ids
from journey.pathways.model import Pathway
from journey.planning.timeline import OwnDate, Timeline, plan
from journey.words.catalogue import words, words_for
from journey.words.dates import MONTHS

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
ALL = tuple(KINDS)
KNOWLEDGE = Path(journey.__file__).parent / "knowledge"


def full(**more: object) -> Pathway:
    return full_pathway(harmless, **more)


def shown(document: Document) -> str:
    return f"{to_text(document)} {Reader(to_html(document)).shown()}"


def ids(document: Document) -> list[str]:
    return [one.id for one in document.pages]


# ---- kinds -------------------------------------------------------------------------------------


def test_by_default_there_is_every_kind_but_those_on_request() -> None:
    own = [OwnDate("A wedding", MADE, MADE + DAY)]
    timeline = plan(get_pathway("cruk-adult"), start=START, own_dates=own)
    found = ids(describe(timeline, made=MADE))
    assert [name for name in found if "-" not in name] == [
        "overview", "about", "dates", "beside", "themes", "people", "support", "questions",
        "words", "sources",
    ]  # fmt: skip
    assert sum(name.startswith("phase-") for name in found) == 5
    assert not any(name.startswith(("transition-", "month")) for name in found)
    chosen = [kind for kind in ALL if kind not in ON_REQUEST]
    assert describe(timeline, made=MADE) == describe(timeline, made=MADE, pages=chosen)


@FEW
@given(timelines(), st.lists(st.sampled_from(ALL), min_size=1, max_size=4, unique=True))
def test_whatever_is_chosen_it_says_what_it_is_whom_to_ring_and_where_marks_lead(
    timeline: Timeline, kinds: list[str]
) -> None:
    document = describe(timeline, made=MADE, pages=kinds)
    first = document.pages[0].blocks
    assert isinstance(first[0], Heading)
    assert first[0].level == 1
    assert any(isinstance(b, Callout) and b.kind == "urgent" for b in first)
    assert shown(document).count(document.notice) >= 2
    numbers = {mark.number for mark in marks_of(document.pages)}
    listed = {
        place.number
        for one in document.pages for block in one.blocks if isinstance(block, SourceList)
        for entry in block.entries for place in entry.places
    }  # fmt: skip
    assert numbers == listed


def test_the_order_of_the_choice_changes_nothing_and_a_double_is_one() -> None:
    timeline = plan(full(), start=START)
    one = describe(timeline, made=MADE, pages=("people", "phases", "overview"))
    assert one == describe(timeline, made=MADE, pages=("overview", "overview", "phases", "people"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pages": ("overview", "Phases")}, 'no pages "Phases" \\(there are: overview, about, '),
        ({"pages": ()}, "no pages are chosen \\(there are: overview, "),
        ({"view": "nurse"}, 'no view "nurse" \\(there are: person, school, blank\\)'),
        ({"view": "school", "pages": ("phases",)}, "is one page; leave out the choice"),
        ({"edition": 0}, "edition 0 should be 1 or more"),
    ],
)
def test_a_choice_that_there_is_not_is_told_with_those_there_are(
    options: dict[str, object], message: str
) -> None:
    with pytest.raises(DocumentError, match=message):
        describe(plan(full()), made=MADE, **options)  # type: ignore[arg-type]  # that is the point


# ---- a phase alone -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", pathway_ids())
def test_the_page_of_a_phase_says_alone_whom_to_ring_and_what_to_do(name: str) -> None:
    pathway = get_pathway(name)
    w = words_for(pathway)
    document = describe(plan(pathway, start=START), made=MADE)
    for phase in pathway.phases:
        blocks = page(document, f"phase-{phase.id}").blocks
        (box,) = [b for b in blocks if isinstance(b, Callout)]
        assert "24-hour number" in box.paragraphs[0].words
        assert f"call {w.emergency_number}." in box.paragraphs[0].words
        lists = [b for b in blocks if isinstance(b, Bullets) and b.is_checklist]
        assert tuple(item.words for item in lists[-1].items) == w.to_do
        assert all(re.match(r"[A-Z][a-z]+ ", line) for line in w.to_do)


# ---- from one phase to the next ----------------------------------------------------------------


@pytest.mark.parametrize("name", pathway_ids())
def test_a_sheet_stands_between_each_two_neighbours_with_both_sides_of_each_fact(name: str) -> None:
    pathway = get_pathway(name)
    document = describe(plan(pathway, start=START), made=MADE, pages=("phases", "transitions"))
    pairs = list(pairwise(pathway.phases))
    assert [i for i in ids(document) if i.startswith("transition-")] == [
        f"transition-{before.id}-{after.id}" for before, after in pairs
    ]
    for before, after in pairs:
        sheet = page(document, f"transition-{before.id}-{after.id}")
        (table,) = [b for b in sheet.blocks if isinstance(b, Table)]
        assert [column.split(". ")[1] for column in table.columns[1:]] == [before.name, after.name]
        said = {text.words for text in texts_of(sheet)}
        assert {before.aim.text, after.aim.text} <= said if before.aim and after.aim else True
        if after.begins_when:
            assert after.begins_when.text in said
        assert {statement.text for statement in before.looks_at} <= said
        for point in pathway.decision_points:
            if point.after == before.id:
                assert {statement.text for statement in point.may_follow} <= said


# ---- months ------------------------------------------------------------------------------------


def grids(document: Document) -> list[MonthGrid]:
    return [b for one in document.pages for b in one.blocks if isinstance(b, MonthGrid)]


def month_of(caption: str) -> dt.date:
    name, year = caption.split()
    return dt.date(int(year), MONTHS.index(name) + 1, 1)


@FEW
@given(timelines(has_start=True), st.sampled_from(["en-GB", "en-US"]))
def test_a_grid_holds_each_day_of_its_month_under_its_own_weekday(
    timeline: Timeline, language: str
) -> None:
    pathway = timeline.pathway.model_copy(update={"language": language})
    document = describe(plan(pathway, start=timeline.boundaries[0].typical), made=MADE,  # type: ignore[union-attr]  # it has a start
                        pages=("months",))  # fmt: skip
    found = grids(document)
    assert 1 <= len(found) <= 12
    for grid in found:
        assert grid.weekdays[0] == {"en-GB": "Monday", "en-US": "Sunday"}[language]
        first = month_of(grid.caption)
        days = [
            (first.replace(day=day.number), name)
            for week in grid.weeks for name, day in zip(grid.weekdays, week, strict=True) if day
        ]  # fmt: skip
        following = (first + 31 * DAY).replace(day=1)
        assert [day for day, _ in days] == [
            first + n * DAY for n in range((following - first).days)
        ]
        names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
        assert all(names[day.weekday()] == name for day, name in days)


def test_what_stands_in_the_grid_stands_in_the_list_below_it_and_in_the_text() -> None:
    activity = {"id": "visit", "name": "A visit", "kind": "visit", "days": [6]}
    length = {"shortest": 3, "typical": 4, "longest": 6, "unit": "weeks", "basis": "stated"}
    phases = [
        {"id": "a", "name": "Alpha", "cites": CITES, "duration": length, "activities": [activity]},
        {"id": "b", "name": "Beta", "cites": CITES, "duration": length},
    ]
    closed = journey.ClosedDays(weekends=True)
    own = [OwnDate("A trip", dt.date(2026, 3, 30), dt.date(2026, 4, 2))]
    timeline = plan(pathway_of(phases), start=START, own_dates=own, closed=closed)
    document = describe(timeline, made=MADE, pages=("months",))
    assert [one.id for one in document.pages if one.is_landscape] == [
        "month-2026-03", "month-2026-04", "month-2026-05",
    ]  # fmt: skip
    labels = {
        (grid.caption, day.number): day.labels
        for grid in grids(document) for week in grid.weeks for day in week if day and day.labels
    }  # fmt: skip
    assert labels == {
        ("March 2026", 2): ("Alpha: first day",),
        ("March 2026", 7): ("A visit. Closed then: Saturday.",),
        ("March 2026", 30): ("Beta may start", "A trip"),
        ("March 2026", 31): ("A trip",),
        ("April 2026", 1): ("A trip",),
        ("April 2026", 26): ("Beta may end",),
    }
    text = " ".join(to_text(document).split())
    for line in (
        "What this month may be part of: Alpha, Beta.",
        "2 March 2026 (your date) What: Alpha: first day",
        "About 7 March 2026 What: A visit. Closed then: Saturday.",
        "30 March to 1 April 2026 What: A trip",
        "March to April 2026 What: Beta may start",
    ):
        assert line in text
    assert 'scope="col">Mon<span class="unseen">day<' in to_html(document)


def test_what_the_months_are_stands_above_the_first_of_them_alone() -> None:
    first, second = describe(plan(full(), start=START), made=MADE, pages=("months",)).pages[1:3]
    assert [b.words for b in first.blocks[:3] if isinstance(b, Heading)] == [
        "Month by month", "March 2026",
    ]  # fmt: skip
    assert isinstance(first.blocks[1], Paragraph)
    assert [b.words for b in second.blocks if isinstance(b, Heading)] == ["April 2026"]


def test_without_a_date_there_is_one_month_to_fill_in() -> None:
    document = describe(plan(full()), made=MADE, pages=("months",))
    assert "Write in the month and its days by hand." in shown(document)
    (grid,) = grids(document)
    assert len(grid.weeks) == 6
    assert all(len(week) == 7 and not any(week) for week in grid.weeks)
    assert Space("Month", 1) in page(document, "months").blocks


# ---- dates of the person's own -----------------------------------------------------------------


@FEW
@given(timelines(), st.integers(-50, 2000), st.integers(1, 60))
def test_an_own_date_names_every_part_that_may_cover_a_day_of_it(
    timeline: Timeline, after: int, length: int
) -> None:
    base = next((b.typical for b in timeline.boundaries if b), START)
    own = OwnDate("A trip", base + after * DAY, base + (after + length) * DAY)
    known = dict(timeline.known)
    start = known.pop("start", None)
    timeline = plan(timeline.pathway, start=start, known=known, own_dates=[own])
    (table,) = [
        b for b in page(describe(timeline, made=MADE), "dates").blocks if isinstance(b, Table)
    ]
    days = [own.start + n * DAY for n in range(length)]
    may = [p.name for p in timeline.phases if any(p in timeline.on(day).may for day in days)]
    found = re.split(", | or ", table.rows[0][2].words)
    assert found == (may or ["Cannot be told yet"])


# ---- by when to look again, and which edition --------------------------------------------------


@FEW
@given(timelines(has_as_of=True))
def test_pages_are_looked_at_again_after_they_are_made_within_three_months(
    timeline: Timeline,
) -> None:
    again = look_again(timeline, made=MADE)
    assert MADE < again <= dt.date(2026, 7, 20)
    for boundary in timeline.boundaries:
        if boundary and boundary.status != "overtaken":
            assert not MADE < boundary.latest < again


def test_the_next_part_or_a_review_that_is_due_comes_before_the_three_months() -> None:
    source = {"id": "leaflet", "title": "T", "publisher": "P", "reviewed": "not stated"}
    length = {"shortest": 3, "typical": 4, "longest": 9, "unit": "weeks", "basis": "stated"}
    phase = {"id": "a", "name": "A", "cites": CITES, "duration": length}
    plain = pathway_of([phase], sources=[source])
    due = pathway_of([phase], sources=[{**source, "next_review": dt.date(2026, 5, 1)}])
    assert look_again(plan(plain), made=MADE) == dt.date(2026, 7, 20)
    assert look_again(plan(plain, start=START), made=MADE) == dt.date(2026, 5, 4)
    assert look_again(plan(due, start=START), made=MADE) == dt.date(2026, 5, 1)
    assert describe(plan(due), made=MADE).look_again == "Look again by 1 May 2026."


def test_the_edition_is_counted_only_where_it_is_given() -> None:
    assert describe(plan(full()), made=MADE).edition == ""
    views: tuple[View, ...] = ("person", "school", "blank")
    for view in views:
        assert describe(plan(full()), made=MADE, edition=3, view=view).edition == "Edition 3."


# ---- to fill in by hand ------------------------------------------------------------------------


@FEW
@given(timelines())
def test_the_blank_view_has_no_date_and_a_line_for_each_by_hand(timeline: Timeline) -> None:
    document = describe(timeline, made=MADE, view="blank", today=START)
    said = shown(document).replace(document.made_in_words, "").replace(document.look_again, "")
    assert not re.search(r"\b(?:19|20|21|22)\d\d\b", said)
    w = words("en-GB")
    assert to_text(document).count(f"{w.write_start}:") == len(timeline.phases)
    assert to_text(document).count(f"{w.write_end}:") == len(timeline.phases)
    assert document == describe(plan(timeline.pathway), made=MADE, view="blank")


# ---- for a school or an employer ---------------------------------------------------------------

EVERYDAY = set(
    re.findall(
        "[a-z]+",
        "about after again also and any are ask away back before begin book both bring call can "
        "care change changes children choose days different each ends family first for from guide "
        "half have help hour into its last length life live long look made make may mean means "
        "month months more most much near needs next not number off often one only other others "
        "our out part parts people person plan planning rest say school short show small some "
        "start starts takes tell that the them then they this time times two under until use "
        "usual want week weeks when where which who with work write year years your you all day "
        "around does page published how way on in or at of a to is it if be an as no by so we come",
    )
)
"""Words of knowledge files that give nothing away."""


def telling_words() -> Iterator[str]:
    """Every word of a condition, a medicine, a source, a pathway, a phase, a lane or a term."""
    for name in pathway_ids():
        pathway = get_pathway(name)
        told = [pathway.name, pathway.condition, pathway.id]
        told += [s.title for s in pathway.sources] + [s.publisher for s in pathway.sources]
        told += [s.short or "" for s in pathway.sources]
        told += [phase.name for phase in pathway.phases]
        told += [other.text for phase in pathway.phases for other in phase.also_called]
        told += [medicine.name for phase in pathway.phases for medicine in phase.medicines]
        told += [lane.name for lane in pathway.lanes]
        told += [v.name for v in pathway.variations] + [d.name for d in pathway.decision_points]
        told += [form for term in glossary(pathway.condition) for form in (term.term, *term.forms)]
        for text in told:
            yield from re.findall(r"[a-z0-9]+", text.lower())
    raw = tomllib.loads((KNOWLEDGE / "sources.toml").read_text("utf-8"))
    for source in raw["sources"]:
        yield from re.findall(r"[a-z0-9]+", f"{source['title']} {source['publisher']}".lower())


TELLING = {word for word in telling_words() if len(word) > 1} - EVERYDAY


def test_the_words_that_would_tell_are_there_to_be_found() -> None:
    assert {"leukaemia", "leukemia", "induction", "treatment", "chemotherapy", "nhs", "macmillan",
            "cancer", "methotrexate", "spinal", "lymphoblastic"} <= TELLING  # fmt: skip


@pytest.mark.parametrize("name", pathway_ids())
@pytest.mark.parametrize("start", [None, START])
def test_the_page_for_a_school_holds_no_word_that_tells_what_it_is(
    name: str, start: dt.date | None
) -> None:
    own = [OwnDate("A private day", START, START + DAY)]
    timeline = plan(get_pathway(name), start=start, own_dates=own)
    document = describe(timeline, made=MADE, view="school", medicines=True, later_effects=True)
    assert ids(document) == ["school"]
    assert marks_of(document.pages) == []
    said = f"{shown(document)} {document.title} {document.notice}".lower()
    markup = re.sub(r"<style>.*?</style>", "", to_html(document), flags=re.DOTALL).lower()
    for text in (said, re.sub(r"<[^>]*>", " ", markup)):
        assert set(re.findall(r"[a-z0-9]+", text)) & TELLING == set()
    assert "private" not in markup
    assert document.notice == words(document.language).school_notice
    assert " ".join(shown(document).split()).count(document.notice) == 4


@pytest.mark.parametrize("name", pathway_ids())
def test_the_page_for_a_school_says_where_the_time_is_spent_and_when_in_months(name: str) -> None:
    pathway = get_pathway(name)
    timeline = plan(pathway, start=START)
    w = words_for(pathway)
    (table,) = [
        b for b in describe(timeline, made=MADE, view="school").pages[0].blocks
        if isinstance(b, Table)
    ]  # fmt: skip
    assert len(table.rows) == len(pathway.phases)
    for planned, row in zip(timeline.phases, table.rows, strict=True):
        setting = planned.phase.setting
        assert row[1].words == (w.away[setting[0]] if setting else "Ask the family")
        assert not re.search(r"\b\d{1,2} (?:January|March|April|May)|\d,", row[2].words)
        if planned.start:
            assert str(planned.start.earliest.year) in row[2].words


def test_the_longest_end_and_the_earliest_start_are_in_what_a_school_is_told() -> None:
    length = {"shortest": 3, "typical": 4, "longest": 9, "unit": "weeks", "basis": "stated"}
    phase = {"id": "a", "name": "A", "cites": CITES, "duration": length, "setting": ["hospital"]}
    document = describe(plan(pathway_of([phase]), start=START), made=MADE, view="school")
    (table,) = [b for b in document.pages[0].blocks if isinstance(b, Table)]
    assert [text.words for text in table.rows[0]] == [
        "Time 1", "May often be away", "March to May 2026", "About 3 to 9 weeks",
    ]  # fmt: skip


# ---- the first sheet ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", pathway_ids())
@pytest.mark.parametrize("start", [None, START])
def test_how_to_use_the_guide_is_said_once_on_the_sheet_or_on_the_next(
    name: str, start: dt.date | None
) -> None:
    pathway = get_pathway(name)
    document = describe(plan(pathway, start=start), made=MADE)
    text = " ".join(to_text(document).split())
    for line in words_for(pathway).how_to_use:
        assert text.count(line) == 1
    assert ids(document)[:2] == ["overview", "about"]


def test_a_short_pathway_has_the_notice_how_to_use_it_and_words_on_the_first_sheet() -> None:
    def headings(timeline: Timeline) -> list[str]:
        blocks = describe(timeline, made=MADE).pages[0].blocks
        return [b.words for b in blocks if isinstance(b, Heading) and b.level == 2]

    def has_notice(timeline: Timeline) -> bool:
        blocks = describe(timeline, made=MADE).pages[0].blocks
        return any(isinstance(b, Callout) and b.kind == "notice" for b in blocks)

    short = plan(get_pathway("macmillan"), start=START)
    long = plan(journey.vary(get_pathway("nhs"), "transplant"), start=START)
    assert "How to use this guide" in headings(short)
    assert has_notice(short)
    assert headings(long) == []
    assert not has_notice(long)


@pytest.mark.parametrize("name", pathway_ids())
def test_a_few_words_at_most_are_explained_on_the_first_sheet_and_all_later(name: str) -> None:
    document = describe(plan(get_pathway(name)), made=MADE)
    few = [b for b in document.pages[0].blocks if isinstance(b, Definitions)]
    assert all(1 <= len(found.items) <= 3 for found in few)
    (every,) = [b for b in page(document, "words").blocks if isinstance(b, Definitions)]
    assert {item for found in few for item, _ in found.items} <= {item for item, _ in every.items}
