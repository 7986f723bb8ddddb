"""The catalogue of words: every one is there, used, tidy, and covers every choice."""

from __future__ import annotations

import ast
import dataclasses
import re
import string
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

import journey
from journey.pathways.durations import Basis, Unit
from journey.pathways.fields import Language
from journey.pathways.model import Phase
from journey.words import direction
from journey.words.catalogue import Words, sentence, words

LANGUAGES: tuple[Language, ...] = get_args(Language)
PACKAGE = Path(journey.__file__).parent

KNOWLEDGE = tomllib.loads((PACKAGE / "knowledge" / "wording.toml").read_text("utf-8"))


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest() -> None:
    assert sentence("between 9 and 21 March") == "Between 9 and 21 March"
    assert sentence("") == ""
    assert sentence("NHS page") == "NHS page"


def test_the_file_has_every_word_and_no_other() -> None:
    fields = {field.name for field in dataclasses.fields(Words)}
    assert set(KNOWLEDGE) == {"en", "parent", "parent-en-US", *LANGUAGES}
    assert set(KNOWLEDGE["parent-en-US"]) <= set(KNOWLEDGE["parent"]) <= set(KNOWLEDGE["en"])
    for language in LANGUAGES:
        assert set(KNOWLEDGE["en"]) | set(KNOWLEDGE[language]) == fields
        assert words(language).notice == KNOWLEDGE["en"]["notice"]


def test_every_word_is_used() -> None:
    used: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute):
                of = ast.unparse(node.value)
                if of in {"w", "self.w", "self.words"} or of.startswith(("words(", "words_for(")):
                    used.add(node.attr)
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                used.add(str(node.slice.value))
    assert {field.name for field in dataclasses.fields(Words)} - used == set()
    assert set(KNOWLEDGE["en"]["ask"]) - used == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_choice_cover_every_choice(language: Language) -> None:
    chosen = words(language)
    settings = get_args(Phase.model_fields["setting"].annotation)[0]
    assert set(chosen.basis) == set(get_args(Basis))
    assert set(chosen.places) == set(get_args(settings))
    assert set(chosen.event_begins) == {"treatment", "diagnosis"}
    assert [meaning.split(":")[0].lower() for meaning in chosen.basis_meaning] == list(chosen.basis)


def test_each_unit_of_a_length_has_its_words() -> None:
    w = words("en-GB")
    assert {*w.count_one} == {*w.count_many} == set(get_args(Unit))
    assert len(w.month_names) == 12


@pytest.mark.parametrize("path", sorted((PACKAGE / "words").glob("*.py")), ids=lambda p: p.name)
def test_no_word_that_a_reader_sees_is_written_in_python(path: Path) -> None:
    """What is returned, put together or formatted has no letters of its own but names in braces."""
    tree = ast.parse(path.read_text("utf-8"))
    spoken = [
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.Return | ast.Call | ast.Assign | ast.BinOp)
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    found = {re.sub(r"\{\w*\}", "", text) for text in spoken}
    assert {text for text in found if re.search("[A-Za-z]", text)} <= NO_WORDS


NO_WORDS = {
    # kinds and names of the planner and the files
    "days", "weeks", "months", "years", "known", "capped", "overtaken", "after", "end",
    "not stated", "parent", "parent-", "en",
    # files, patterns and an encoding
    "journey", "knowledge", "wording.toml", "utf-8", "c[0-9]+", r"[^.]+(\.c[0-9]+)?",
    # classes of Unicode's directions, and how one of its characters is shown
    *direction.RIGHT_TO_LEFT, direction._NUMBER.pattern, "\u2066\\g<0>\u2069", "\\u", "04x",
}  # fmt: skip


def test_the_emergency_number_is_the_languages_own() -> None:
    assert words("en-GB").emergency_number == "999"
    assert words("en-US").emergency_number == "911"


def test_no_word_holds_an_odd_space_a_double_stop_or_an_unclosed_brace() -> None:
    def texts(node: Any) -> list[str]:
        if isinstance(node, str):
            return [node]
        return [text for item in _items(node) for text in texts(item)]

    for text in texts(KNOWLEDGE):
        assert text == text.strip()
        assert not re.search(r"  |\.\.| [.,;:]", text), text
        assert all(
            name != "" for _, name, _, _ in string.Formatter().parse(text) if name is not None
        )


def _items(node: dict[str, Any] | list[Any]) -> list[Any]:
    return list(node.values()) if isinstance(node, dict) else node
