"""Packs: what each journey of a batch becomes is what it becomes alone."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import zipfile
from typing import Any

import pytest

import journey
from journey.batch.lines import Line, chunks
from journey.batch.packs import FORMATS, Asked, Format, Packed, packed
from journey.calendar.events import events
from journey.errors import MissingExtraError

MADE = dt.date(2026, 3, 2)
STAMP = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
SAM: dict[str, Any] = {
    "id": "sam", "pathway": "cruk-adult", "start": "2026-03-02", "variations": ["transplant"],
    "known": {"consolidation": "2026-05-11"},
}  # fmt: skip
KIM = {"id": "kim", "pathway": "macmillan", "start": "2026-04-13"}


def made(*said: Any, formats: tuple[Format, ...] = ("ics", "table")) -> Packed:
    (chunk,) = chunks(said, 100)
    return packed(chunk.lines, Asked(MADE, formats))


def contents(pack: Packed) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack.files[".zip"])) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def pack() -> Packed:
    return made(SAM, KIM, formats=FORMATS)


def test_each_file_is_the_one_that_is_exported_alone(pack: Packed) -> None:
    pathway = journey.vary(journey.get_pathway("cruk-adult"), "transplant")
    known = {"consolidation": dt.date(2026, 5, 11)}
    timeline = journey.plan(pathway, start=MADE, known=known)
    document = journey.describe(timeline, made=MADE, pack="hand-over")
    files = contents(pack)
    assert files["sam.ics"] == journey.to_ics(timeline, stamp=STAMP, journey_id="sam")
    assert files["sam.html"].decode() == journey.to_html(document)
    assert files["sam.txt"].decode() == journey.to_text(document)
    assert files["sam.pdf"] == journey.to_pdf(document)
    assert list(files) == [f"{name}.{kind}" for name in ("sam", "kim") for kind in FORMATS[:4]]


def test_the_notice_stands_in_every_file_and_every_table(pack: Packed) -> None:
    notice = "Ask your team"
    for name, data in contents(pack).items():
        if name.endswith(".pdf"):
            continue  # packed inside; it is to_pdf's, and that is held to the notice
        text = data.decode().replace("\r\n ", "")
        wanted = text.count("BEGIN:VEVENT") if name.endswith(".ics") else 1
        assert text.count(notice) >= wanted > 0, name
    for ending in ("-phases.csv.gz", "-events.csv.gz"):
        assert notice in gzip.decompress(pack.files[ending]).decode().splitlines()[1]


def rows(pack: Packed, ending: str) -> list[dict[str, str]]:
    text = gzip.decompress(pack.files[ending]).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))[1:]


def test_the_tables_have_every_phase_and_every_event(pack: Packed) -> None:
    timeline = journey.plan(journey.get_pathway("macmillan"), start=dt.date(2026, 4, 13))
    plain = [{k: "" if v is None else str(v) for k, v in row.items()} for row in timeline.rows()]
    phases = [row for row in rows(pack, "-phases.csv.gz") if row["journey"] == "kim"]
    assert [{**row, "journey": "kim", "pathway": "macmillan"} for row in plain] == [
        {**row} for row in phases
    ]
    found = [row for row in rows(pack, "-events.csv.gz") if row["journey"] == "kim"]
    assert [(row["key"], row["start"], row["end"], row["title"]) for row in found] == [
        (event.key, str(event.start), str(event.end), event.title) for event in events(timeline)
    ]


def test_the_same_lines_give_the_same_bytes(pack: Packed) -> None:
    assert made(SAM, KIM, formats=FORMATS) == pack


BAD: list[tuple[dict[str, Any], str]] = [
    ({"id": "Sam B"}, "id: "),
    ({"id": None}, "id: is missing; add it"),
    ({"id": 3}, "id: "),
    ({"pathway": "cruk"}, 'pathway: no pathway "cruk"'),
    ({"pathway": "../own.toml"}, "pathway: no pathway"),
    ({"pathway": ["nhs"]}, "pathway: "),
    ({"start": None}, "start: is missing; add it"),
    ({"start": "2.3.2026"}, 'start: should be a day of the calendar such as "2026-03-02"'),
    ({"start": "2026-02-30"}, "start: should be a day of the calendar"),
    ({"start": 20260302}, "start: should be a day of the calendar"),
    ({"start": "1066-10-14"}, "start: "),
    ({"variations": ["no-such"]}, 'variations: cruk-adult: no variation "no-such"|no variation'),
    ({"variations": "transplant"}, r"variations: should be such as \["),
    ({"variations": [3]}, "variation 1: should be text"),
    ({"known": {"no-such": "2026-05-11"}}, 'known: no phase "no-such"'),
    ({"known": {"consolidation": "May"}}, "known: consolidation: should be a day"),
    ({"known": {"consolidation": "2025-05-11"}}, "start .* is after consolidation"),
    ({"known": ["2026-05-11"]}, "known: should be such as {"),
    ({"known": {"consolidation": None}}, 'known: consolidation: should be a day .* "2026-03-02"'),
    ({"dose": 3}, "dose: no such key here; a line has id, pathway"),
]


@pytest.mark.parametrize(("wrong", "told"), BAD, ids=lambda part: str(part)[:40])
def test_a_bad_line_is_told_by_number_and_leaves_no_file(wrong: dict[str, Any], told: str) -> None:
    pack = made({**SAM, **wrong}, KIM)
    assert list(contents(pack)) == ["kim.ics"]
    assert {row["journey"] for row in rows(pack, "-events.csv.gz")} == {"kim"}
    assert pack.journeys == 1
    for problem in pack.problems:
        assert problem.startswith("line 1: ")
        assert problem.isprintable()
    with pytest.raises(ValueError, match=rf"line 1: .*(?:{told})"):
        raise ValueError("; ".join(pack.problems))


def test_every_problem_of_a_line_is_told_at_once() -> None:
    pack = made({"pathway": "nhs", "start": "soon", "dose": 1})
    assert len(pack.problems) == 3
    assert pack.journeys == 0
    assert gzip.decompress(pack.files["-phases.csv.gz"]) == b""


def test_an_extra_that_is_missing_is_no_lines_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> bytes:
        raise MissingExtraError("PDF files", "pdf")

    monkeypatch.setattr("journey.batch.packs.to_pdf", missing)
    with pytest.raises(MissingExtraError):
        packed([Line(1, dict(SAM), None)], Asked(MADE, ("pdf",)))
