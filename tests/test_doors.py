"""Every public function refuses what it cannot use in our own words, whatever it is handed.

One line that names the argument and the mend; never a traceback from inside.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import journey
from journey import types

DAY = dt.date(2026, 3, 2)
STAMP = dt.datetime(2026, 5, 1, 9, 30, tzinfo=dt.UTC)
SAM = 'format = 1\nkind = "journey"\nid = "sam"\npathway = "cruk-adult"\nstart = 2026-03-02\n'
PATHWAY = journey.get_pathway("cruk-adult")
TIMELINE = journey.plan(PATHWAY, start=DAY)
WHERE = journey.where(TIMELINE, DAY)
DOCUMENT = journey.describe_day(WHERE, made=DAY)
LATER = journey.plan(PATHWAY, start=DAY, known={"maintenance": dt.date(2027, 1, 4)})
JOURNEY = journey.parse_journey(SAM)
TOML = """\
format = 1
kind = "pathway"
id = "ward"
name = "Ward"
condition = "harbour fever"
audience = "adults"
language = "en-GB"
starts_at = "treatment"
phases = [{ id = "one", name = "One" }]
"""

RIGHT: dict[str, dict[str, Any]] = {
    "begin": {"path": "sam.toml", "journey": JOURNEY, "asking": False},
    "changes": {"before": TIMELINE, "after": LATER},
    "check": {"text": SAM, "on": DAY, "folder": ".", "path": None},
    "compare_pathways": {"pathways": [PATHWAY, journey.get_pathway("nhs")], "made": DAY},
    "describe": {
        "timeline": TIMELINE, "made": DAY, "medicines": False, "later_effects": False,
        "view": "person", "pages": ["support"], "today": DAY, "edition": 1,
        "pack": "whole", "part": None, "contacts": None,
    },
    "describe_changes": {
        "changes": journey.changes(TIMELINE, LATER), "made": DAY, "names": ("one", "two"),
        "file": "sam.toml", "contacts": None,
    },
    "describe_day": {"whereabouts": WHERE, "made": DAY, "file": "sam.toml", "contacts": None},
    "explain": {"timeline": TIMELINE, "boundary": "finish", "made": DAY},
    "first_plan": {"journey": JOURNEY},
    "get_pathway": {"pathway_id": "nhs"},
    "letter": {"timeline": TIMELINE, "made": DAY, "weeks": 2, "view": "person"},
    "load_journey": {"path": "there.toml"},
    "load_pathway": {"path": "ward.toml"},
    "outline": {"timeline": TIMELINE, "made": DAY},
    "parse_journey": {"text": SAM, "name": "sam.toml", "folder": "."},
    "parse_pathway": {"text": TOML, "name": "ward.toml"},
    "pathway_ids": {},
    "plan": {
        "pathway": PATHWAY, "start": DAY, "known": {"maintenance": dt.date(2027, 1, 4)},
        "as_of": DAY, "own_dates": [journey.OwnDate("A", DAY, DAY + dt.timedelta(days=1))],
        "closed": journey.ClosedDays(), "visits": {}, "holds": [journey.Hold(DAY)],
        "stops": [], "skipped": [], "past": [],
    },
    "plan_journey": {"journey": JOURNEY, "as_of": DAY},
    "planned_activities": {"timeline": TIMELINE},
    "read_appointments": {
        "data": b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260504\nEND:VEVENT\nEND:VCALENDAR",
        "name": "ward.ics", "on": DAY,
    },
    "record": {
        "path": "there.toml", "entries": journey.Entries(), "changed": STAMP, "asking": False
    },
    "remove_everything": {
        "previous": journey.to_ics(TIMELINE, stamp=STAMP), "stamp": STAMP, "discreet": False,
        "language": "en-GB", "is_feed": False,
    },
    "repeated": {"pathway": PATHWAY, "phase_ids": ["consolidation"], "after": None},
    "schema": {"kind": "pathway"},
    "shifted": {"timeline": TIMELINE, "shifts": {"maintenance": dt.timedelta(days=7)}},
    "side_by_side": {"before": TIMELINE, "after": LATER, "made": DAY},
    "three_ways": {"timeline": TIMELINE, "made": DAY},
    "to_html": {"document": DOCUMENT, "paper": "a4", "size": 12},
    "to_html_fragment": {"document": DOCUMENT, "heading_level": 2},
    "to_ics": {
        "timeline": TIMELINE, "stamp": STAMP, "changed": STAMP, "journey_id": "sam", "edition": 1,
        "previous": None,
        "discreet": False, "reminders": False, "colours": False, "only": None, "without": [],
        "longest_banner": dt.timedelta(weeks=16), "is_feed": False, "is_private": True,
    },
    "to_json": {"said": TIMELINE, "made": DAY},
    "to_markdown": {"document": DOCUMENT},
    "to_pdf": {"document": DOCUMENT, "paper": "a4", "size": 12},
    "to_svg": {"timeline": TIMELINE, "today": DAY},
    "to_text": {"document": DOCUMENT},
    "vary": {"pathway": PATHWAY, "variation_ids": ["transplant"]},
    "where": {"timeline": TIMELINE, "day": DAY, "until": DAY, "asked": DAY},
    "why": {"timeline": TIMELINE, "boundary": "finish"},
}  # fmt: skip
"""What each public function takes, right."""

APART = {"to_icalendar", "Feed"}
"""Its options are those of `to_ics`; and a server, whose callers hand it bytes and an address."""

WRONG: list[Any] = [
    None, True, 3, -1, 2.5, "", "overview", "2026-03-02", "ward.toml", "\ud800", "\x00", b"bytes",
    [], ["overview"], [None], {}, {"maintenance": "2027-01-04"}, {"maintenance": STAMP}, {3: DAY},
    {"no-such": DAY}, DAY, dt.date.min, dt.date.max, STAMP, dt.datetime(2026, 1, 1),  # noqa: DTZ001
    dt.timedelta.max, dt.timedelta(-1), Path("ward.toml"), object(), int, PATHWAY, TIMELINE, WHERE,
    DOCUMENT, JOURNEY, (), ("a", "b"), {"a"}, iter([]), lambda: None,
]  # fmt: skip
"""What somebody may hand over by mistake; for some arguments some of it is right."""


def call(name: str, arguments: dict[str, Any]) -> Any:
    bound = inspect.signature(function := getattr(journey, name)).bind_partial()
    bound.arguments.update(arguments)
    return function(*bound.args, **bound.kwargs)


def functions() -> Iterator[str]:
    for name in journey.__all__:
        value = getattr(journey, name)
        if isinstance(value, Callable) and not isinstance(value, type):  # type: ignore[arg-type]
            yield name


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "there.toml").write_text(SAM, "utf-8")
    (tmp_path / "ward.toml").write_text(TOML, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_public_function_and_every_argument_of_it_is_walked() -> None:
    assert set(functions()) - APART == RIGHT.keys()
    for name, arguments in RIGHT.items():
        assert list(inspect.signature(getattr(journey, name)).parameters) == list(arguments)


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_taken(name: str) -> None:
    assert call(name, RIGHT[name]) is not NotImplemented


WALKS = [(name, argument) for name, arguments in RIGHT.items() for argument in arguments]


@pytest.mark.parametrize(("name", "argument"), WALKS, ids=lambda part: part)
def test_what_is_wrong_is_one_error_of_ours_that_says_so(
    name: str, argument: str, folder: Path
) -> None:
    several = argument in ("pathways", "variation_ids", "phase_ids")
    for wrong in WRONG:
        (folder / "sam.toml").unlink(missing_ok=True)
        given = {**RIGHT[name], argument: [*RIGHT[name][argument][1:], wrong] if several else wrong}
        try:
            call(name, given)
        except journey.JourneyError as error:
            for line in str(error).split("\n"):
                assert 0 < len(line) < 1_500
                assert line.isprintable()
                assert "pydantic" not in line
        # Anything else that is raised fails the test by itself.


MUST_REFUSE: list[tuple[str, str, Any, str]] = [
    ("describe", "pages", "overview", r"put it in a list: pages=\['overview'\]"),
    ("to_ics", "only", "visits", r"put it in a list: only=\['visits'\]"),
    ("to_ics", "without", "visits", r"put it in a list: without=\['visits'\]"),
    ("to_ics", "stamp", DAY, r"stamp: should be a datetime.datetime, not a datetime.date"),
    ("to_ics", "discreet", "no", r"discreet: should be True or False, not text"),
    ("describe", "made", "2026-03-02", r"made: should be a datetime.date.*fromisoformat"),
    ("describe", "made", STAMP, r"made: should be a datetime.date.*take its day: \.date\(\)"),
    ("describe", "timeline", PATHWAY, r"should be a Timeline, not a Pathway; make one with plan"),
    ("to_html", "document", TIMELINE, r"should be a Document, not a Timeline; make one with desc"),
    ("plan", "pathway", "cruk-adult", r"should be a Pathway, not text; get one with get_pathway"),
    ("plan", "start", STAMP, r"start: should be a datetime.date, not datetime; take its day"),
    ("get_pathway", "pathway_id", None, r"pathway_id: should be text, not None"),
    ("check", "text", "our-ward.toml", r'"our-ward.toml" is a path, not TOML text; give the text'),
    ("check", "text", Path("our-ward.toml"), r"should be text or bytes.*load it by its path"),
    ("vary", "variation_ids", [["transplant"]], r"give each by itself: vary\(pathway, \*names\)"),
    ("where", "day", STAMP, r"day: should be a datetime.date"),
]


@pytest.mark.parametrize(("name", "argument", "wrong", "told"), MUST_REFUSE)
def test_what_is_easily_mistaken_is_told_with_its_mend(
    name: str, argument: str, wrong: Any, told: str
) -> None:
    with pytest.raises(journey.JourneyError, match=told):
        call(name, {**RIGHT[name], argument: wrong})


BAD_OWN: list[tuple[Any, Any, Any, str]] = [
    ("A\x1b[2J", DAY, DAY + dt.timedelta(days=1), r"control character U\+001B"),
    ("A\x00", DAY, DAY + dt.timedelta(days=1), r"control character U\+0000"),
    ("A\ud800", DAY, DAY + dt.timedelta(days=1), r"control character U\+D800"),
    (" ", DAY, DAY + dt.timedelta(days=1), "is empty"),
    ("A" * 201, DAY, DAY + dt.timedelta(days=1), "longer than 200"),
    (None, DAY, DAY + dt.timedelta(days=1), "label: should be text"),
    ("A", DAY, DAY, "is not after start"),
    ("A", DAY, DAY - dt.timedelta(days=5), "is not after start"),
    ("A", STAMP, DAY, "start: should be a datetime.date"),
    ("A", "2026-03-02", "2026-03-03", "start: should be a datetime.date"),
    ("A", dt.date.min, DAY, "check the year"),
    ("A", DAY, dt.date.max, "check the year"),
]


@pytest.mark.parametrize(("label", "start", "end", "told"), BAD_OWN)
def test_an_own_date_is_held_to_what_a_journey_file_is(
    label: Any, start: Any, end: Any, told: str
) -> None:
    with pytest.raises(journey.PlanningError, match=f"own date: .*{told}"):
        journey.OwnDate(label, start, end)


@pytest.mark.parametrize(
    "given",
    [
        {"days": {"2026-03-02": "painting"}}, {"days": {STAMP: "painting"}}, {"days": {DAY: 3}},
        {"days": {DAY: "a\x00"}}, {"days": [DAY]}, {"days": None}, {"weekends": "no"},
        {"holidays": 3}, {"holidays": "Atlantis"}, {"days": {dt.date.min: "painting"}},
    ],
)  # fmt: skip
def test_closed_days_are_held_to_what_a_journey_file_is(given: dict[str, Any]) -> None:
    with pytest.raises(journey.JourneyError):
        journey.ClosedDays(**given)


def test_a_text_its_bytes_and_its_file_give_the_same_pathway_and_journey(folder: Path) -> None:
    assert (
        journey.parse_pathway(TOML)
        == journey.parse_pathway(TOML.encode())
        == journey.parse_pathway(b"\xef\xbb\xbf" + TOML.encode())
        == journey.load_pathway(folder / "ward.toml")
    )
    assert (
        journey.parse_journey(SAM)
        == journey.parse_journey(SAM.encode())
        == journey.load_journey(str(folder / "there.toml"))
    )


@pytest.mark.parametrize("bad", [b"\xff", b"id = [", b"kind = 'pathway'\n", b"a" * 2_000_001])
def test_a_text_its_bytes_and_its_file_fail_alike(bad: bytes, folder: Path) -> None:
    for parse, load in (
        (journey.parse_pathway, journey.load_pathway), (journey.parse_journey, journey.load_journey)
    ):  # fmt: skip
        (folder / "bad.toml").write_bytes(bad)
        with pytest.raises(journey.JourneyError) as from_file:
            load("bad.toml")
        with pytest.raises(journey.JourneyError) as from_bytes:
            parse(bad, name="bad.toml")
        assert str(from_bytes.value) == str(from_file.value)
        assert type(from_bytes.value) is type(from_file.value)


def test_rows_are_plain_and_say_what_the_json_says() -> None:
    rows = TIMELINE.rows()
    assert [row["id"] for row in rows] == [planned.id for planned in TIMELINE]
    for row, planned in zip(rows, TIMELINE, strict=True):
        assert row["start_typical"] == (planned.start and planned.start.typical)
        assert row["end_latest"] == (planned.end and planned.end.latest)
        assert row["moves_finish"] == TIMELINE.moves_finish(planned.id)
    plain = (str, int, bool, dt.date, type(None))
    for row in [*rows, *TIMELINE.activity_rows()]:
        assert all(isinstance(value, plain) for value in row.values())
        assert row.keys() in (rows[0].keys(), ACTIVITY_KEYS)
    assert len(TIMELINE.activity_rows()) == len(journey.planned_activities(TIMELINE))


ACTIVITY_KEYS = dict.fromkeys(
    ["phase", "id", "name", "kind", "label", "cycle", "day", "date", "first", "last", "flags"]
).keys()


def test_a_notebook_shows_a_timeline_as_its_picture_and_a_document_as_a_fragment() -> None:
    assert TIMELINE._repr_svg_() == journey.to_svg(TIMELINE)
    html = DOCUMENT._repr_html_()
    assert html == journey.to_html_fragment(DOCUMENT)
    assert isinstance(DOCUMENT, types.Document)


DOCUMENTS: list[tuple[str, dict[str, Any]]] = [
    (name, arguments)
    for name, arguments in RIGHT.items()
    if isinstance(call(name, arguments) if "made" in arguments else None, types.Document)
]


def test_the_answers_are_documents() -> None:
    names = {name for name, _ in DOCUMENTS}
    assert names == {
        "compare_pathways", "describe", "describe_changes", "describe_day", "explain", "letter",
        "outline", "side_by_side", "three_ways",
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name, _ in DOCUMENTS])
def test_every_document_can_be_written_in_every_format(name: str) -> None:
    document = call(name, RIGHT[name])
    assert journey.to_pdf(document).startswith(b"%PDF")
    for write in (
        journey.to_text, journey.to_markdown, journey.to_html, journey.to_html_fragment
    ):  # fmt: skip
        written = write(document)
        assert " ".join(document.notice.split()[:3]) in " ".join(written.split())
