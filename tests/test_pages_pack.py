"""Views and kinds of pages: whom they are for, which there are, and what none of them may lose."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITES, FEW, full_pathway, pathway_of, timelines
from test_export_html import Reader
from test_pages_phases import harmless, marks_of, page, texts_of

from journey.errors import DocumentError
from journey.export.html import to_html
from journey.export.text import to_text
from journey.journeys.file import Contacts
from journey.pages.document import (
    Beside,
    Bullets,
    Callout,
    Document,
    Heading,
    Table,
    texts_in,
)
from journey.pages.pack import KINDS, ON_REQUEST, View, describe, look_again
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.planning.holds import Hold
from journey.planning.timeline import OwnDate, Timeline, plan
from journey.words.catalogue import words, words_for

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
ALL = tuple(KINDS)


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
        "overview", "about", "lengths", "dates", "notes", "beside", "themes", "people", "support",
        "questions", "words", "sources",
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
    boxes = [box for b in first for box in (b.callouts if isinstance(b, Beside) else (b,))]
    kinds_of = [box.kind for box in boxes if isinstance(box, Callout) and box.title]
    assert kinds_of.count("urgent") == 1
    assert any(isinstance(b, Callout) and b.kind == "notice" for b in first)
    assert shown(document).count(document.notice) >= 2
    assert set(marks_of(document.pages)) <= set(document.labels())


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
def test_the_sheet_of_a_phase_says_alone_whom_to_ring_and_asks_three_questions(name: str) -> None:
    pathway = get_pathway(name)
    w = words_for(pathway)
    document = describe(plan(pathway, start=START), made=MADE)
    for phase in pathway.phases:
        blocks = page(document, f"phase-{phase.id}").blocks
        (box,) = [b for b in blocks if isinstance(b, Callout)]
        assert "24-hour number" in box.paragraphs[0].words
        assert f"Emergency: {w.emergency_number}." in box.paragraphs[0].words
        assert box.title == ""
        (asked,) = [b for b in blocks if isinstance(b, Bullets) and b.is_checklist]
        assert len(asked.items) == 3


# ---- from one phase to the next ----------------------------------------------------------------


def test_a_step_that_was_written_down_lies_behind_and_has_no_sheet() -> None:
    pathway = get_pathway("cruk-adult")
    known = {"consolidation": dt.date(2026, 4, 13), "intensification": dt.date(2026, 8, 3)}
    timeline = plan(pathway, start=START, known=known)
    found = ids(describe(timeline, made=MADE, pages=["transitions"]))
    assert [name for name in found if name not in ("lengths", "sources")] == [
        "transition-consolidation-intensification", "transition-intensification-maintenance",
    ]  # fmt: skip


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


# ---- packs by purpose --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "part"),
    [(None, "steroid-pre-phase"), (dt.date(2026, 3, 6), "steroid-pre-phase"),
     (dt.date(2026, 3, 20), "induction"), (dt.date(2020, 1, 1), "steroid-pre-phase")],
)  # fmt: skip
def test_a_hand_over_is_the_first_page_and_the_part_that_is_now_or_next(
    today: dt.date | None, part: str
) -> None:
    timeline = plan(get_pathway("cruk-adult"), start=START if today else None)
    document = describe(timeline, made=MADE, today=today, pack="hand-over")
    assert ids(document) == ["overview", "lengths", f"phase-{part}", "sources"]


def test_a_hand_over_goes_on_with_what_was_written_down() -> None:
    known = {"consolidation": dt.date(2026, 4, 27)}
    timeline = plan(get_pathway("cruk-adult"), start=START, known=known)
    document = describe(timeline, made=dt.date(2026, 5, 1), pack="hand-over")
    assert ids(document)[2] == "phase-consolidation"


def test_a_hand_over_holds_a_part_that_may_run_where_none_usually_does() -> None:
    """No page of a later part: a hold, a first part of no length, a plan that is long gone by."""
    adult, day = get_pathway("cruk-adult"), dt.date(2026, 6, 15)
    held = plan(
        adult, start=START, known={"consolidation": dt.date(2026, 5, 11)},
        holds=[Hold(dt.date(2026, 6, 10))],
    )  # fmt: skip
    for timeline, made, part in (
        (held, day, "consolidation"),
        (plan(get_pathway("macmillan"), start=START), START, "treatment"),
        (plan(adult, start=START), dt.date(2035, 1, 1), "steroid-pre-phase"),
    ):
        document = describe(timeline, made=made, pack="hand-over")
        assert f"phase-{part}" in ids(document), timeline


def test_the_pack_of_a_part_has_all_that_is_known_of_it_and_the_words_it_uses() -> None:
    timeline = plan(get_pathway("cruk-adult"), start=START)
    document = describe(timeline, made=MADE, pack="part", part="induction")
    assert ids(document) == ["phase-induction", "more-induction", "words", "lengths", "sources"]
    assert any(isinstance(b, Callout) and b.kind == "urgent" for b in document.pages[0].blocks)


def test_the_numbers_that_are_given_stand_in_the_box_and_in_no_line_to_write_on() -> None:
    document = describe(
        plan(full()), made=MADE, contacts=Contacts(line="020 7946 0000", ward="Ward 9")
    )
    (boxes,) = [b.callouts for b in document.pages[0].blocks if isinstance(b, Beside)]
    assert [blank.words for blank in boxes[0].blanks] == ["020 7946 0000", "", "Ward 9"]
    assert 'href="tel:02079460000"' in to_html(document)


@pytest.mark.parametrize("chosen", [
    {"pack": "hand-over"}, {"pack": "part", "part": "induction"}, {"pages": ["people"]},
    {"view": "blank", "pages": ["phases"]},
])  # fmt: skip
def test_the_24_hour_number_that_is_given_stands_in_every_pack(chosen: dict[str, Any]) -> None:
    timeline = plan(get_pathway("cruk-adult"), start=START)
    document = describe(timeline, made=MADE, contacts=Contacts(line="020 7946 0000"), **chosen)
    boxes = [b for page in document.pages for b in page.blocks if isinstance(b, Callout)]
    boxes += [c for p in document.pages for b in p.blocks if isinstance(b, Beside)
              for c in b.callouts]  # fmt: skip
    urgent = [box for box in boxes if box.kind == "urgent"]
    assert urgent
    assert all("020 7946 0000" in str(box) for box in urgent)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pack": "small"}, 'no pack "small" \\(there are: hand-over, part, whole, keep\\)'),
        ({"pack": "part"}, "go together"),
        ({"pack": "hand-over", "pages": ("people",)}, "has its own pages"),
    ],
)
def test_a_pack_that_there_is_not_is_told(options: dict[str, object], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        describe(plan(full()), made=MADE, **options)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("name", pathway_ids())
def test_each_fact_of_the_pathway_stands_somewhere_in_the_whole_pack(name: str) -> None:
    """On the sheet of a part, or behind it on More, or around the parts; none twice in a part."""
    pathway = get_pathway(name)
    document = describe(plan(pathway, start=START), made=MADE)
    where_it_is: dict[str, list[str]] = {}
    for one in document.pages:
        for text in texts_in(one.blocks):
            where_it_is.setdefault(text.words, []).append(one.id)
    for phase in pathway.phases:
        effects = phase.side_effects
        said = [*phase.place, *phase.what_happens, *phase.tests, *phase.looks_at, *phase.notes]
        said += [*effects.during, *effects.soon_after] if effects else []
        for statement in said:
            homes = where_it_is[statement.text]
            own = [h for h in homes if h in (f"phase-{phase.id}", f"more-{phase.id}")]
            assert len(own) == 1, statement.text
