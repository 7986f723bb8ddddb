"""Words from right to left: they turn nothing that stands around them, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEW, HOSTILE

from journey.words.direction import is_turning, isolated, line_apart

ARABIC = "\u062d\u0641\u0644"
TURNS = "A1 \u202e\u202c\u2066\u2067\u2068\u2069\u05e9"


def test_words_of_our_own_are_left_alone() -> None:
    for words in ("Wedding: 1 to 3 August 2026", "caf\u00e9", "\U0001f9d1"):
        assert isolated(words) == line_apart(words) == words


@pytest.mark.parametrize("words", [ARABIC, "\u202eA", "\u05e9", "\u2067A", "A\u202a"])
def test_what_turns_is_known_and_kept_apart(words: str) -> None:
    assert is_turning(words)
    assert isolated(words) == f"\u2068{words}\u2069"


def test_a_date_beside_arabic_words_keeps_its_direction() -> None:
    line = line_apart(f"- {ARABIC}: 20 to 22 December 2026")
    assert (
        line
        == f"\u2066- {ARABIC}: \u206620\u2069 to \u206622\u2069 December \u20662026\u2069\u2069"
    )


@FEW
@given(
    st.sampled_from(HOSTILE)
    | st.text(alphabet="A1 \u202e\u202c\u2066\u2067\u2068\u2069\u05e9", max_size=20)
)
def test_every_line_is_one_isolate_that_nothing_in_it_ends(text: str) -> None:
    line = line_apart(text)
    if line == text:
        return
    depth, least = 0, []
    for character in line:
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        least.append(depth)
    assert depth == 0
    assert min(least[:-1]) > 0
    plain = re.sub("[\u2066-\u2069]", "", line)
    # Nothing is lost: an isolate without its pair is shown as its code.
    codes = re.sub("[\u2066-\u2069]", lambda match: f"\\u{ord(match[0]):04x}", text)
    assert plain in (codes, re.sub("[\u2066-\u2069]", "", text))
