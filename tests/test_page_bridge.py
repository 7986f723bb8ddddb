"""What the page asks of the library: the answers of the worker's side, as the command line's."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from commands import Run

import journey
from journey.page.bridge import Desk
from journey.pathways.library import pathway_ids

MADE = "2026-04-21"
NOW = "2026-04-21T09:30:00.123Z"
NAMES = ["Before", "Now"]


class Asked:
    """A desk, spoken to as the worker does."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)

    def __call__(self, name: str, **given: Any) -> Any:
        answer = self.desk.ask(name, json.dumps(given))
        return json.loads(answer) if isinstance(answer, str) else answer

    def record(self, **said: Any) -> Any:
        return self("record", now=NOW, made=MADE, names=NAMES, **said)


@pytest.fixture
def ask(tmp_path: Path) -> Asked:
    asked = Asked(tmp_path)
    state = asked("begin", guide="cruk-adult", start="2026-03-02", now=NOW)
    assert state["start"] == "2026-03-02"
    return asked


def test_what_is_written_down_is_told_and_stands_in_the_state(ask: Asked) -> None:
    state = ask.record(known={"consolidation": "2026-04-27"})
    assert "27 April 2026" in state["moved"].replace("\xa0", " ")
    assert "Before" in state["moved"]
    dates = {part["id"]: part["date"] for part in state["parts"]}
    assert dates["consolidation"] == "2026-04-27"
    assert dates["steroid-pre-phase"] == "2026-03-02"
    assert state["edition"] == 2
    assert state["text"] == ask.desk.path.read_text("utf-8")


def test_what_is_taken_out_is_gone(ask: Asked) -> None:
    ask.record(known={"consolidation": "2026-04-27"})
    ask.record(own=[{"label": "Wedding", "date": "2026-08-01", "until": "2026-08-02"}])
    state = ask.record(removed=["consolidation", "start"], own_removed=["Wedding"])
    assert state["start"] == ""
    assert state["own"] == []
    assert not any(part["date"] for part in state["parts"])


@pytest.mark.parametrize("own", [
    {"label": "", "date": "2026-08-01"},
    {"label": "Trip", "date": "2026-08-02", "until": "2026-08-01"},
])  # fmt: skip
def test_a_date_of_ones_own_that_cannot_be_is_told_in_words(
    ask: Asked, own: dict[str, str]
) -> None:
    (told,) = ask.record(own=[own])["problems"]
    assert "pydantic" not in told
    assert "Value error" not in told


def test_a_variation_says_what_it_is_and_who_says_so(ask: Asked) -> None:
    state = ask.record(on=["transplant"])
    (found,) = [v for v in state["variations"] if v["id"] == "transplant"]
    assert found["on"]
    assert found["said"]
    assert found["by"]
    assert "moved" in state


@pytest.mark.parametrize("guide", pathway_ids())
@pytest.mark.parametrize("start", ["2026-03-02", None])
def test_every_page_of_every_guide_carries_the_notice(
    guide: str, start: str | None, tmp_path: Path
) -> None:
    ask = Asked(tmp_path)
    state = ask("begin", guide=guide, start=start, now=NOW)
    part = state["parts"][-1]["id"]
    asked: list[tuple[str, dict[str, Any]]] = [
        ("road", {}), ("now", {"day": MADE}), ("part", {"part": part}), ("changes", {}),
        ("compare", {"guides": pathway_ids()}), ("blank", {}), ("school", {}), ("pack", {}),
        *([("why", {"part": part})] if start else []),
    ]  # fmt: skip
    for kind, options in asked:
        html = ask("page", kind=kind, made=MADE, **options)["html"]
        assert "before you act on it." in html, kind
        assert "<script" not in html
        assert "<main" not in html


def test_what_is_wrong_is_an_answer_with_every_problem_and_the_journey_stays(ask: Asked) -> None:
    before = ask("state")
    answer = ask.record(known={"consolidation": "2025-01-01", "maintenance": "2024-01-01"})
    assert len(answer["problems"]) >= 2
    assert ask("state") == before


def test_a_date_that_looks_like_a_slip_is_asked_about_and_may_be_right(ask: Asked) -> None:
    before = ask("state")
    answer = ask.record(known={"consolidation": "2036-05-11"})
    assert answer["asks"]
    assert "2036-05-11" in answer["problems"][0]
    assert "--yes" not in answer["problems"][0]
    assert ask("state") == before
    assert ask.record(known={"consolidation": "2036-05-11"}, sure=True)["edition"] == 2
    assert not ask.record(known={"consolidation": "2025-01-01"}, sure=True)["asks"]


def test_a_file_that_is_opened_is_a_journey_or_a_guide(ask: Asked) -> None:
    text = ask("state")["text"]
    (ask.desk.folder / "sam.toml").write_text(text.replace("2026-03-02", "2026-05-04"), "utf-8")
    assert ask("take", file="sam.toml")["state"]["start"] == "2026-05-04"
    ward = Path(__file__).parent.parent / "examples" / "harbour-fever.toml"
    (ask.desk.folder / "ward.toml").write_bytes(ward.read_bytes())
    guide = ask("take", file="ward.toml")["guide"]
    state = ask("begin", guide=guide["reference"], start=None, now=NOW)
    assert state["guide"] == "./ward.toml"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"id = ", b"", b"kind = 'pathway'", b"\0" * 99])
def test_a_file_that_is_neither_says_so_and_the_journey_stays(ask: Asked, content: bytes) -> None:
    before = ask("state")
    (ask.desk.folder / "broken.toml").write_bytes(content)
    assert ask("take", file="broken.toml")["problems"]
    assert ask("state") == before


def test_files_are_those_of_the_command_line(ask: Asked, run: Run) -> None:
    """Byte for byte, for the same day, and the calendar over the one saved last time too."""
    folder = ask.desk.folder
    ask("save", kind="ics", made=MADE, now=NOW)
    (folder / "previous.ics").write_bytes(ask("save", kind="ics", made=MADE, now=NOW))
    (folder / "away").mkdir()
    (folder / "away" / "sam.ics").write_bytes((folder / "previous.ics").read_bytes())
    ask.record(known={"consolidation": "2026-04-27"})
    folder = folder / "away"
    (folder / "sam.toml").write_bytes(ask("save", kind="journey", made=MADE, now=NOW))
    code, _, err = run(
        "export", "away/sam.toml", "--ics", "away/sam.ics", "--html", "away/sam.html",
        "--txt", "away/sam.txt", "--svg", "away/sam.svg", "--made", MADE,
    )  # fmt: skip
    assert (code, err) == (0, "")
    for kind in ("html", "txt", "svg"):
        assert ask("save", kind=kind, made=MADE, now=NOW) == (folder / f"sam.{kind}").read_bytes()
    ics = ask("save", kind="ics", made=MADE, now=NOW, previous="previous.ics")
    assert ics == (folder / "sam.ics").read_bytes()


def test_the_picture_comes_before_the_date_is_written_down(ask: Asked) -> None:
    text = ask("state")["text"]
    moved = ask("picture", made=MADE, known={"consolidation": "2026-05-11"})
    assert ask("state")["text"] == text
    ask.record(known={"consolidation": "2026-05-11"})
    assert (
        moved == ask("picture", made=MADE) == ask("save", kind="svg", made=MADE, now=NOW).decode()
    )
    assert ask("picture", made=MADE, start="2026-03-09") != moved


def test_a_date_that_is_tried_keeps_what_else_the_file_says(ask: Asked) -> None:
    hold = '\n[[holds]]\nsince = 2026-03-20\nresumed = 2026-03-30\nreason = "bed"\n'
    with ask.desk.path.open("a", encoding="utf-8") as file:
        file.write(hold)
    assert ask("take", file="journey.toml")["state"]["start"] == "2026-03-02"
    tried = ask("picture", made=MADE, start="2026-03-03")
    assert ask.record(known={"start": "2026-03-03"})["start"] == "2026-03-03"
    assert "[[holds]]" in ask("state")["text"]
    assert ask("picture", made=MADE) == tried


def test_whom_to_ring_stands_in_what_is_shown_as_in_what_is_saved(ask: Asked) -> None:
    with ask.desk.path.open("a", encoding="utf-8") as file:
        file.write('\n[contacts]\nline = "0000 111222"\n')
    ask("take", file="journey.toml")
    ask.record(known={"consolidation": "2026-04-27"})
    for kind, more in {"now": {"day": MADE}, "changes": {}, "road": {}}.items():
        shown = ask("page", kind=kind, made=MADE, **more)["html"].replace("\xa0", " ")
        assert "0000 111222" in shown, kind


def test_what_a_tick_would_change_is_told_before_it_is_written_down(ask: Asked) -> None:
    def would() -> str:
        sides = ["With the tick", "Without it"]
        told = ask("ticked", variation="transplant", made=MADE, title="A tick", names=sides)
        return str(told["html"])

    text = ask("state")["text"]
    on = would()
    assert ask("state")["text"] == text
    assert "A tick</h4>" in on
    assert "Now in this plan" in on
    ask.record(on=["transplant"])
    assert on.count("No longer in this plan") == would().count("Now in this plan") > 0


def test_a_narrow_screen_has_the_narrow_picture_of_the_first_page(ask: Asked) -> None:
    html = ask("picture", made=MADE, start="2026-03-09", narrow=True)
    assert html.count("<svg") == 2
    assert "before you act on it." in html


def test_nothing_in_the_page_reads_a_clock(ask: Asked) -> None:
    changed = journey.load_journey(ask.desk.path).changed
    assert changed == dt.datetime(2026, 4, 21, 9, 30, tzinfo=dt.UTC)
