"""TOML text as plain tables, or why it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from journey.errors import PathwayError
from journey.pathways.library import (
    load_pathway,
)  # fmt: skip
from journey.pathways.toml_reading import MOST_KEYS, TOO_DEEP, read_tables


def test_a_binary_file_is_told_as_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "picture.toml"
    path.write_bytes(b"\x00\x01\x02\x03")
    with pytest.raises(PathwayError) as caught:
        load_pathway(path)
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(f"{path}: is not TOML: ")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = = 1", "is not TOML"),
        ("a" + ".a" * 9000 + " = 1", "too deep"),
        (f"n = 0x{'f' * 9000}", "too many digits"),
    ],
)
def test_what_is_no_toml_has_no_tables_and_says_why(text: str, words: str) -> None:
    tables = read_tables(text)
    assert tables.data == {}
    [problem] = tables.problems
    assert problem.rule == "not-toml"
    assert words in problem.text


def test_a_text_says_itself_whether_it_is_a_journey() -> None:
    assert read_tables('kind = "journey"').is_journey
    assert not read_tables('kind = "pathway"').is_journey
    assert not read_tables("").is_journey


@pytest.mark.parametrize("key", ["a." * 50_000 + "a", '"a".' * 50_000 + "a", "a . " * 40 + "a"])
def test_a_key_of_very_many_dots_is_told_at_once(key: str) -> None:
    for text in (f"{key} = 1", f"[{key}]", f"[[{key}]]"):
        assert read_tables(text) == ({}, [TOO_DEEP])


def test_a_file_of_very_many_keys_is_told_at_once() -> None:
    [problem] = read_tables("".join(f"k{n} = 1\n" for n in range(MOST_KEYS + 1))).problems
    assert problem.rule == "too-many-keys"
    assert not read_tables("".join(f"k{n} = 1\n" for n in range(1_000))).problems


def test_words_with_stops_are_no_deep_key() -> None:
    text = 'x = "' + "So. " * 31 + '"\ny = "www.a.b.c.d.example"\n' + "z" * 100_000 + " = 1"
    assert not read_tables(text).problems
