"""A journey's file: what it says, what is wrong with it, and the plan it gives."""

from __future__ import annotations

import copy
import datetime as dt
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from strategies import FEW, journey_data, journey_layouts, journeys, own_days
from test_pathways_toml_problems import LEAKS, NASTY, keys, places

from journey.checking import check
from journey.errors import FileError, JourneyFileError
from journey.files import MAX_TEXT_BYTES
from journey.journeys.file import (
    FORMAT,
    Journey,
    OwnDay,
    first_plan,
    load_journey,
    parse_journey,
    plain_pathway_of,
    plan_journey,
)
from journey.pathways.toml_reading import read_tables
from journey.pathways.variations import vary
from journey.planning.arithmetic import add
from journey.planning.holds import Hold
from journey.planning.timeline import plan

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken-journeys").glob("*.toml"))
EXPECT, RULES = "# expect: ", "# rules: "
ON = dt.date(2026, 4, 20)
SAM = 'format = 1\nkind = "journey"\nid = "sam"\npathway = "cruk-adult"\nstart = 2026-03-02\n'


# ---- dates that come again ---------------------------------------------------------------------


@FEW
@given(own_days())
def test_each_turn_is_so_many_steps_from_the_first_day_and_all_lie_within_what_was_said(
    own: OwnDay,
) -> None:
    number, unit = own.step
    turns = own.turns()
    for n, day in enumerate(turns):
        assert day == add(own.date, n * number, unit)
    assert len(turns) == (own.count or 1)
    if own.every is not None and len(turns) > 2:
        again = {**own.table(), "repeats_until": turns[-2]}
        again.pop("count")
        assert OwnDay.model_validate(again).turns() == turns[:-1]


def test_a_month_end_stays_at_the_end_of_its_month() -> None:
    own = OwnDay(label="Pay", date=dt.date(2026, 1, 31), every="1 month", count=4)
    assert [f"{day:%d.%m}" for day in own.turns()] == ["31.01", "28.02", "31.03", "30.04"]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('every = "4 weeks"', "never stops; add repeats_until or count to it"),
        ('every = "4 weeks"\ncount = 3\nrepeats_until = 2027-01-01', "leave one of them out"),
        ("count = 3", 'count: say how often it comes, too: every = "4 weeks"'),
        ('every = "soon"\ncount = 3', 'every: "soon" should be like "4 weeks"'),
        ('every = "1 day"\ncount = 501', "count: should be 500 or less, not 501"),
        ('every = "1 day"\nrepeats_until = 2100-01-01', "comes more than 500 times"),
        ('every = "99 years"\ncount = 3', "comes again after 2200; let it stop before"),
        ('every = "999 years"\ncount = 500', "comes again after 2200; let it stop before"),
        ('every = "4 weeks"\nrepeats_until = 2026-04-30', "is before date (2026-05-01)"),
        ('every = "4 weeks"\ncount = 3\nuntil = 2027-01-01', "is the last day of one turn"),
        ('at = "noon"', 'at: "noon" should be a time such as "14:30"'),
    ],
)
def test_a_repeat_that_makes_no_sense_is_told_with_its_mend(said: str, problem: str) -> None:
    text = f'{SAM}[[own_dates]]\nlabel = "A"\ndate = 2026-05-01\n{said}\n'
    with pytest.raises(JourneyFileError) as caught:
        parse_journey(text)
    [told] = caught.value.problems
    assert told.startswith('own date "A": ' if "own date" in told else "own_dates")
    assert problem in told


# ---- what is wrong with one --------------------------------------------------------------------


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_journey_is_refused_with_all_its_problems_and_no_others(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    text = path.read_text("utf-8")
    expected = [line[len(EXPECT) :] for line in text.splitlines() if line.startswith(EXPECT)]
    with pytest.raises(JourneyFileError) as caught:
        load_journey(path.name)
    assert list(caught.value.problems) == expected
    assert str(caught.value).split("\n") == [f"{path.name}: {problem}" for problem in expected]
    (rules,) = re.findall(rf"^{RULES}(.*)$", text, re.MULTILINE)
    assert ", ".join(found.rule for found in caught.value.findings) == rules
    if read_tables(text).is_journey:
        assert check(text, on=ON) == caught.value.findings
    if rules != "not-toml":  # whose words are those of tomllib
        assert not [leak for leak in LEAKS for problem in expected if leak in problem]


def test_there_is_a_broken_journey_for_each_rule() -> None:
    source = (HERE.parent / "src" / "journey" / "journeys" / "file.py").read_text("utf-8")
    rules = set(re.findall(r'(?:Problem|wrong)\(\s*"([a-z-]+)"', source))
    told = {
        rule
        for path in BROKEN
        for line in re.findall(rf"^{RULES}(.*)$", path.read_text("utf-8"), re.MULTILINE)
        for rule in line.split(", ")
    }
    assert len(rules) >= 7
    assert rules <= told


RICH: dict[str, Any] = {
    "format": 1, "kind": "journey", "id": "sam", "pathway": "cruk-adult", "label": "Sam",
    "start": dt.date(2026, 3, 2), "variations": ["cns-involved"], "edition": 3,
    "changed": dt.datetime(2026, 4, 20, tzinfo=dt.UTC),
    "known": {"consolidation": dt.date(2026, 4, 27), "finish": dt.date(2029, 1, 1)},
    "own_dates": [
        {"label": "Wedding", "date": dt.date(2026, 8, 1), "until": dt.date(2026, 8, 2)},
    ],
    "closed": {
        "weekends": True, "holidays": "GB-ENG",
        "days": [{"date": dt.date(2026, 5, 4), "reason": "training"}],
    },
    "first": {
        "start": dt.date(2026, 3, 2), "variations": ["cns-involved"],
        "known": {"induction": dt.date(2026, 3, 9)},
    },
}  # fmt: skip


@given(st.sampled_from(sorted(places(RICH), key=str)), st.sampled_from(NASTY), keys)
@example(("known", "finish"), {"a": 1}, None)
@example(("own_dates", 0), [1], None)
@example(("variations", 0), "transplant", None)
def test_whatever_a_file_says_its_owner_gets_plain_lines_and_never_a_traceback(
    place: tuple[str | int, ...], value: Any, key: str | None
) -> None:
    data = copy.deepcopy(RICH)
    node: Any = data
    for step in place[:-1]:
        node = node[step]
    if key is not None and isinstance(node, dict):
        node[key] = value
    else:
        node[place[-1]] = value
    problems: tuple[str, ...] = ()
    try:
        plan_journey(parse_journey(tomlkit.dumps(data)))
    except JourneyFileError as error:
        problems = error.problems or ("",)
    for problem in problems:
        assert problem
        assert problem.isprintable()
        assert len(problem) < 700
        assert not [leak for leak in LEAKS if leak in problem.replace(str(value), "")]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"#" * (MAX_TEXT_BYTES + 1), "is larger than 2,000,000 bytes; is it the right file?"),
        (b"\x7fELF\x02\x01\xff\xfe", "is not UTF-8 text (byte 6); save it as UTF-8"),
        (None, "cannot be read: is a directory"),
    ],
)
def test_what_is_no_text_file_is_told(content: bytes | None, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        load_journey(path)
    assert str(caught.value) == f"{path}: {problem}"


# ---- the model ---------------------------------------------------------------------------------


@FEW
@given(journeys())
def test_a_journey_is_the_same_after_a_round_trip_through_json(journey: Journey) -> None:
    back = Journey.model_validate_json(journey.model_dump_json())
    assert back == journey
    assert plan_journey(back) == plan_journey(journey)
    assert Journey.model_validate(journey.model_dump()) == journey


@FEW
@given(journey_layouts())
def test_whoever_lays_a_file_out_it_says_the_same(case: tuple[Journey, str]) -> None:
    journey, text = case
    assert parse_journey(text) == journey
    assert parse_journey(text.replace("\r\n", "\n")) == journey
    assert read_tables(text).is_journey
    assert {found.rule for found in check(text, on=ON)} <= {"far-date", "open-hold"}


def test_a_journey_is_frozen_all_the_way_down() -> None:
    journey = Journey.model_validate(RICH)
    with pytest.raises(TypeError):
        journey.known["finish"] = ON  # type: ignore[index]  # frozen: that is the point
    with pytest.raises(ValidationError):
        journey.start = ON
    assert journey.first is not None
    with pytest.raises(TypeError):
        journey.first.known["finish"] = ON  # type: ignore[index]  # frozen: that is the point
    for several in (journey.own_dates, journey.variations, journey.closed.days):
        assert isinstance(several, tuple)
    given_dates = dict(RICH["known"])
    other = Journey.model_validate({**RICH, "known": given_dates})
    given_dates["finish"] = ON
    assert other.known == RICH["known"]


@FEW
@given(journeys())
def test_a_journey_is_planned_from_what_it_says_and_nothing_else(journey: Journey) -> None:
    timeline = plan_journey(journey)
    pathway = vary(plain_pathway_of(journey), *journey.variations)
    holds = [Hold(h.since, h.resumed, h.reason or "") for h in journey.holds]
    bare = plan(
        pathway, start=journey.start, known=journey.known, holds=holds, skipped=journey.skipped
    )
    assert (timeline.boundaries, timeline.known) == (bare.boundaries, bare.known)
    laid = sorted(
        (day, day + ((o.until or o.date) - o.date) + dt.timedelta(days=1))
        for o in journey.own_dates
        for day in o.turns()
    )
    assert sorted((o.start, o.end) for o in timeline.own_dates) == laid
    assert timeline.closed.weekends == journey.closed.weekends
    assert set(timeline.closed.days) == {day.date for day in journey.closed.days}


@FEW
@given(journey_data())
def test_the_first_plan_is_what_was_known_first_and_without_it_the_start_alone(
    data: dict[str, Any],
) -> None:
    journey = Journey.model_validate(data)
    first = first_plan(journey)
    if "first" in data:
        known = dict(data["first"].get("known", {}))
        assert dict(first.known) == {**known, "start": data["first"]["start"]} or not known
    else:
        assert dict(first.known) == ({"start": data["start"]} if "start" in data else {})
        assert first.pathway.applied == journey.variations


def test_the_label_is_shown_nowhere_unless_asked_for() -> None:
    named = parse_journey(SAM + 'label = "Samantha"\n')
    assert "Samantha" not in repr(plan_journey(named))


# ---- a pathway of one's own --------------------------------------------------------------------


def test_the_path_of_an_own_pathway_counts_from_the_folder_of_the_journey(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tmp_path / "one"
    (one / "sub").mkdir(parents=True)
    example_file = HERE.parent / "examples" / "harbour-fever.toml"
    shutil.copy(example_file, one / "own.toml")
    (one / "sub" / "sam.toml").write_text(SAM.replace("cruk-adult", "../own.toml"), "utf-8")
    monkeypatch.chdir(tmp_path)
    here = plan_journey(load_journey("one/sub/sam.toml"))
    assert here.pathway.id == tomllib.loads(example_file.read_text("utf-8"))["id"]
    one.rename(tmp_path / "two")
    assert plan_journey(load_journey(tmp_path / "two" / "sub" / "sam.toml")) == here
    (tmp_path / "two" / "own.toml").unlink()
    with pytest.raises(JourneyFileError, match=r"own\.toml: cannot be read: no such file"):
        load_journey("two/sub/sam.toml")


def test_a_pathway_whose_parts_were_renamed_is_told_with_those_there_are(tmp_path: Path) -> None:
    own = (HERE.parent / "examples" / "harbour-fever.toml").read_text("utf-8")
    phase = tomllib.loads(own)["phases"][1]["id"]
    text = SAM.replace("cruk-adult", "./own.toml") + f"known.{phase} = 2026-05-01\n"
    (tmp_path / "sam.toml").write_text(text, "utf-8")
    (tmp_path / "own.toml").write_text(own, "utf-8")
    assert dict(load_journey(tmp_path / "sam.toml").known) == {phase: dt.date(2026, 5, 1)}
    (tmp_path / "own.toml").write_text(own.replace(f'"{phase}"', '"renamed"'), "utf-8")
    with pytest.raises(JourneyFileError) as caught:
        load_journey(tmp_path / "sam.toml")
    assert f'known: no phase "{phase}" (there are: ' in str(caught.value)
    assert "renamed" in str(caught.value)


def test_the_format_is_the_one_that_is_written() -> None:
    assert Journey.model_validate(RICH).format == FORMAT
