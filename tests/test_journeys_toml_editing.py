"""Editing TOML in place: what was meant is written, and every comment stays where it is."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import FEW, journey_data, layouts
from test_journeys_recording import day, recordings, said

from journey.errors import JourneyFileError
from journey.journeys.file import Journey, OwnDay, parse_journey
from journey.journeys.recording import Entries, new_text, record, recorded

STAMP = dt.datetime(2026, 5, 1, 11, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
SAM = (
    'format = 1\nkind = "journey"\nid = "sam"\npathway = "cruk-adult"\n'
    "start = 2026-03-02 # a Monday\n"
)
LAWS = settings(FEW, max_examples=30, suppress_health_check=list(HealthCheck))

STAMP_UTC = dt.datetime(2026, 5, 1, 9, 30, tzinfo=dt.UTC)


def meant(text: str, entries: Entries) -> dict[str, Any]:
    """What a file says after the changes, worked out on its plain data."""
    data = tomllib.loads(text)
    known = data.pop("known", {})
    if data.get("start"):
        known["start"] = data.pop("start")
    known = {name: d for name, d in known.items() if name not in entries.removed} | dict(
        entries.known
    )
    if "start" in known:
        data["start"] = known.pop("start")
    own = with_ids(data.pop("own_dates", []))
    own = [o for o in own if o["label"] not in entries.own_dates_removed]
    for new in entries.own_dates:
        entry = new.table()
        places = [i for i, o in enumerate(own) if o["label"] == new.label]
        if places:
            entry["id"] = own[places[0]]["id"]
        own[places[0] if places else len(own) : places[0] + 1 if places else len(own)] = [entry]
    return {**data, "known": known, "own_dates": with_ids(own)}


def with_ids(own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Own dates with the ids that a record gives them, by the day of those that have none."""
    taken = [o["id"] for o in own if "id" in o]
    for entry in sorted((o for o in own if "id" not in o), key=lambda o: o["date"]):
        name, number = " ".join(entry["label"].casefold()[:150].split()), 1
        entry["id"] = name
        while entry["id"] in taken:
            number += 1
            entry["id"] = f"{name}:{number}"
        taken.append(entry["id"])
    return own


def own_date_blocks(lines: list[str]) -> list[tuple[int, int]]:
    """From the header of each own date that has one to its last key."""
    spans = []
    for i in [n for n, line in enumerate(lines) if line == "[[own_dates]]"]:
        end = next((n for n in range(i + 1, len(lines)) if lines[n][:1] == "["), len(lines))
        keys = [n for n in range(i, end) if "=" in lines[n] and lines[n].strip()[0] != "#"]
        spans.append((i, max(keys)))
    return spans


def comments_that_stay(text: str, entries: Entries) -> list[str]:
    lines = text.splitlines()
    inside: set[int] = set()
    labels = [own["label"] for own in tomllib.loads(text).get("own_dates", [])]
    for label, (first, last) in zip(labels, own_date_blocks(lines), strict=False):
        if label in entries.own_dates_removed:
            inside |= set(range(first, last))
    return [
        line
        for n, line in enumerate(lines)
        if line.strip().startswith("#") and n not in inside
    ]  # fmt: skip


@LAWS
@given(recordings)
def test_the_file_says_exactly_what_was_meant_and_each_comment_stays_in_its_place(
    case: tuple[Journey, str, Entries],
) -> None:
    journey, text, entries = case
    problem: JourneyFileError | None = None
    try:
        new = recorded(text, entries, changed=STAMP)
    except JourneyFileError as error:
        problem = error
    if problem is not None:  # impossible dates, and no layout that could not be followed
        assert {found.rule for found in problem.findings} <= {"impossible-dates"}
        return
    old_says, new_says = meant(text, entries), said(new)
    if old_says == {**said(text), "own_dates": with_ids(said(text)["own_dates"])}:
        assert new == text  # an id alone is no reason to write
        return
    assert new_says == {**old_says, "edition": journey.edition + 1, "changed": STAMP_UTC}
    assert "changed = 2026-05-01T09:30:00Z" in new.replace('"', "").replace("  ", " ").replace(
        "changed=", "changed = "
    )
    comments = [line for line in new.splitlines() if line.strip().startswith("#")]
    assert comments == comments_that_stay(text, entries)
    before = dict(zip(text.splitlines()[1:], text.splitlines(), strict=False))
    after = dict(zip(new.splitlines()[1:], new.splitlines(), strict=False))
    for line in text.splitlines():
        if re.match(r"\"?(id|kind|format|pathway|label|closed|first|weekends|days)\b", line):
            # tomlkit drops a blank at the end of a table within a table of one line.
            is_there = "".join(line.split()) in ["".join(n.split()) for n in new.splitlines()]
            assert is_there or entries.own_dates_removed or entries.own_dates
        if line in ("[closed]", "[first]", "[first.known]", "[known]") and before[
            line
        ].strip().startswith("#"):
            assert after[line] == before[line], "a comment above a table is about that table"


@LAWS
@given(recordings)
def test_line_ends_stay_as_they_were(case: tuple[Journey, str, Entries]) -> None:
    _, text, entries = case
    try:
        new = recorded(text, entries, changed=STAMP)
    except JourneyFileError:
        return
    if "\r\n" in text:
        assert "\n" not in new.replace("\r\n", "")
    else:
        assert "\r" not in new


def test_in_a_new_file_each_remark_stands_above_its_table_and_stays_there() -> None:
    text = new_text(parse_journey(SAM))
    text = recorded(text, Entries(known={"maintenance": day("2026-11-09")}), changed=STAMP)
    own = OwnDay(label="Wedding", date=day("2026-08-01"))
    text = recorded(text, Entries(own_dates=[own]), changed=STAMP)
    blocks = text.split("\n\n")
    assert blocks[1:] == [
        "# The first day of each part, happened or booked, by its id.\n"
        "# finish is the day after the last one.\n"
        "[known]\nmaintenance = 2026-11-09",
        "# What was known when this file was made. Later plans are compared with it.\n"
        "[first]\nstart = 2026-03-02",
        '[[own_dates]]\nlabel = "Wedding"\ndate = 2026-08-01\nid = "wedding"\n',
    ]
    gone = recorded(text, Entries(own_dates_removed=["Wedding"]), changed=STAMP)
    assert "own_dates" not in gone


OWN = '[[own_dates]]\nlabel = "A"\n# a\ndate = 2026-05-01\nuntil = 2026-05-03\n'


@pytest.mark.parametrize(
    ("below", "entries", "expected"),
    [
        (
            OWN + '# about B\n[[own_dates]]\nlabel = "B" # b\ndate = 2026-05-02\n# closed\n'
            "[closed]\nweekends = true\n",
            Entries(own_dates_removed=["A"]),
            '# about B\n[[own_dates]]\nlabel = "B" # b\ndate = 2026-05-02\nid = "b"\n# closed\n'
            "[closed]\nweekends = true\n",
        ),
        (
            OWN + "\n# closed\n[closed]\nweekends = true\n",
            Entries(own_dates_removed=["A"]),
            "\n# closed\n[closed]\nweekends = true\n",
        ),
        (OWN + "# the end\n", Entries(own_dates_removed=["A"]), "# the end\n"),
        (
            OWN + '# about B\n[[own_dates]]\nlabel = "B"\ndate = 2026-05-02\n# the end\n',
            Entries(own_dates_removed=["A", "B"]),
            "# about B\n# the end\n",
        ),
        (
            OWN + "# plan\n[first.known]\nmaintenance = 2026-11-09\n",
            Entries(own_dates_removed=["A"]),
            "# plan\n[first.known]\nmaintenance = 2026-11-09\n",
        ),
        (
            OWN + "# the end\n",
            Entries(own_dates=[OwnDay(label="A", date=day("2026-05-02"))]),
            '[[own_dates]]\nlabel = "A"\n# a\ndate = 2026-05-02\nid = "a"\n# the end\n',
        ),
        (
            OWN + "\n# closed\n[closed]\nweekends = true\n",
            Entries(own_dates=[OwnDay(label="B", date=day("2026-05-02"))]),
            OWN + 'id = "a"\n\n[[own_dates]]\nlabel = "B"\ndate = 2026-05-02\nid = "b"\n'
            "\n# closed\n[closed]\nweekends = true\n",
        ),
        (
            OWN + "# the end\n",
            Entries(own_dates=[OwnDay(label="B", date=day("2026-05-02"))]),
            OWN
            + 'id = "a"\n\n[[own_dates]]\nlabel = "B"\ndate = 2026-05-02\nid = "b"\n# the end\n',
        ),
        (
            "[known]\n# m\nmaintenance = 2026-11-09\n\n# plan\n[first]\nstart = 2026-03-02\n",
            Entries(known={"finish": day("2028-12-01")}),
            "[known]\n# m\nmaintenance = 2026-11-09\nfinish = 2028-12-01\n\n# plan\n[first]\n"
            "start = 2026-03-02\n",
        ),
    ],
)
def test_a_remark_is_about_what_follows_it(below: str, entries: Entries, expected: str) -> None:
    new = recorded(SAM + "\n" + below, entries, changed=STAMP)
    head = SAM + "edition = 2\nchanged = 2026-05-01T09:30:00Z\n\n"
    assert new == head + expected


@pytest.mark.parametrize(
    ("line", "entries", "expected"),
    [
        ("known.maintenance = 2026-11-09 # m", Entries(removed=["maintenance"]), None),
        (
            "known.maintenance = 2026-11-09 # m\nknown.finish = 2028-12-01",
            Entries(removed=["maintenance", "finish"]),
            None,
        ),
        (
            "known = { maintenance = 2026-11-09 }",
            Entries(known={"finish": day("2028-12-01")}),
            {"maintenance": day("2026-11-09"), "finish": day("2028-12-01")},
        ),
        ("known = {}", Entries(known={"finish": day("2028-12-01")}), {"finish": day("2028-12-01")}),
    ],
)
def test_known_dates_may_be_laid_out_in_any_way(
    line: str, entries: Entries, expected: dict[str, dt.date] | None
) -> None:
    new = recorded(f"{SAM}{line}\n# the end\n", entries, changed=STAMP)
    assert tomllib.loads(new).get("known") == expected
    assert "\n# the end\n" in new


def test_variations_are_switched_on_and_off_among_their_remarks() -> None:
    text = SAM + 'variations = [\n  # said in May\n  "philadelphia-positive", # sure\n  # more\n]\n'
    on = recorded(text, Entries(switched_on=["transplant"]), changed=STAMP)
    assert parse_journey(on).variations == ("philadelphia-positive", "transplant")
    assert "# said in May\n" in on
    assert "# sure\n" in on
    assert "# more\n" in on
    off = recorded(on, Entries(switched_off=["philadelphia-positive"]), changed=STAMP)
    assert parse_journey(off).variations == ("transplant",)
    assert "# said in May\n" in off
    assert "# more\n" in off
    bare = recorded(SAM, Entries(switched_on=["transplant"]), changed=STAMP)
    assert parse_journey(bare).variations == ("transplant",)


@pytest.mark.parametrize("slip", ["", "[known]\nmaintenance = 2026-11-10\n", "= not TOML ="])
def test_what_the_editor_of_remarks_would_get_wrong_is_not_written(
    slip: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "sam.toml"
    path.write_text(SAM, "utf-8")
    monkeypatch.setattr(tomlkit, "dumps", lambda _: SAM + slip)
    with pytest.raises(JourneyFileError) as caught:
        record(path, Entries(known={"maintenance": day("2026-11-09")}), changed=STAMP)
    assert [found.rule for found in caught.value.findings] == ["layout"]
    assert str(caught.value) == (
        f"{path}: cannot be changed by command as it is laid out; change it by hand"
    )
    assert path.read_text("utf-8") == SAM


@settings(parent=LAWS, max_examples=15)
@given(st.data())
def test_a_layout_says_what_its_data_say(data: st.DataObject) -> None:
    wanted = data.draw(journey_data())
    assert tomllib.loads(data.draw(layouts(wanted))) == wanted
