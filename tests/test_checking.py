"""`check`: stable rules, the place and the mend, all at once."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from journey.checking import check, word_rules
from journey.pathways.library import pathway_ids

pytestmark = pytest.mark.dependencies

ON = dt.date(2026, 4, 20)
HERE = Path(__file__).parent
LINT = sorted((HERE / "lint").glob("*.toml"))
BROKEN = sorted((HERE / "broken").glob("*.toml"))
BUNDLED = HERE.parent / "src" / "journey" / "knowledge" / "pathways"


@pytest.mark.parametrize("path", LINT, ids=lambda path: path.stem)
def test_a_file_is_told_of_what_a_reader_should_not_be_given(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = re.findall(r"^# expect \[([a-z-]+)\] (.*)$", text, re.MULTILINE)
    assert [(found.rule, found.text) for found in check(text, on=ON)] == expected
    assert expected or "# expect nothing" in text


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_gets_the_rules_that_it_breaks(path: Path) -> None:
    text = path.read_text("utf-8")
    (expected,) = re.findall(r"^# rules: (.*)$", text, re.MULTILINE)
    assert ", ".join(found.rule for found in check(text, on=ON)) == expected


def test_there_is_a_file_for_each_rule() -> None:
    told = {path.stem for path in LINT} | {
        rule
        for path in BROKEN
        for line in re.findall(r"^# rules: (.*)$", path.read_text("utf-8"), re.MULTILINE)
        for rule in line.split(", ")
    }
    package = HERE.parent / "src" / "journey"
    reading = [*sorted(package.glob("pathways/*.py")), package / "checking.py"]
    # A variation and a comparison are refused when they are asked for, not when a file is read.
    source = "".join(
        path.read_text("utf-8") for path in reading if path.stem not in ("variations", "comparing")
    )
    rules = set(re.findall(r'(?:Problem|wrong)\(\s*"([a-z-]+)"', source))
    rules |= {rule.rule for rule in word_rules()}
    # What holds the others together, what is told of a journey before anything else, and what no
    # file is long enough for here: its own test makes one.
    assert rules - told == {"pathway", "wrong-kind", "too-many-keys"}


@pytest.mark.parametrize("name", pathway_ids())
def test_the_bundled_pathways_hold_nothing_that_a_reader_should_not_be_given(name: str) -> None:
    text = (BUNDLED / f"{name}.toml").read_text("utf-8")
    assert check(text, on=dt.date(2026, 11, 22)) == ()


def test_a_source_is_old_or_not_on_the_day_it_is_asked_of() -> None:
    text = (HERE / "lint" / "nothing-wrong.toml").read_text("utf-8")
    assert check(text, on=dt.date(2028, 6, 1)) == ()
    assert [found.rule for found in check(text, on=dt.date(2028, 6, 2))] == ["stale-source"]
