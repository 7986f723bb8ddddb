"""Markdown: read back by a real parser, every text is literal and every page has the notice."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from strategies import HOSTILE, every_block, full_pathway

from journey.export.markdown import to_markdown
from journey.pages.pack import describe
from journey.planning.timeline import plan

markdown_it = pytest.importorskip("markdown_it", reason="pip install markdown-it-py")

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
MARKUP = (
    "1. one", "1) one", "- a", "+ a", "* a", "***", "---", "===", "# h", "> q", "| a | b |", "a|b",
    "![x](y)", "[x](y)", "[x]: y", "<https://x.example>", "~~x~~", "`c`", "``", "```", "~~~", "\\",
    "a\\", "**b**", "_i_", "[x]", "[ ]", "[^1]", "&copy;", "Setext\n====", "a  \nb",
)  # fmt: skip
TEXTS = {"text", "text_special"}
DRAWN = {*TEXTS, "strong_open", "strong_close"}
"""All that may stand inside a line."""


def parsed(markdown: str, preset: str = "commonmark") -> list[Any]:
    reader = markdown_it.MarkdownIt(preset, {"linkify": False}).enable("table")
    return list(reader.parse(markdown))


def shape(tokens: list[Any]) -> list[str]:
    return [token.type for token in tokens]


def lines(tokens: list[Any]) -> list[str]:
    """What a reader sees, a text a line."""
    return [
        "".join(part.content for part in token.children if part.type in TEXTS)
        for token in tokens
        if token.type == "inline"
    ]


@pytest.mark.parametrize("preset", ["commonmark", "gfm-like"])
@pytest.mark.parametrize("text", [*HOSTILE, *MARKUP])
def test_hostile_text_in_every_field_reads_back_as_the_text(text: str, preset: str) -> None:
    found, plain = (parsed(to_markdown(every_block(t)), preset) for t in (text, "plain"))
    assert shape(found) == shape(plain)
    for token in found:
        assert {part.type for part in token.children or ()} <= DRAWN
    flat = " ".join(text.split())
    for seen, expected in zip(lines(found), lines(plain), strict=True):
        assert seen == expected.replace("plain", flat)


def test_the_notice_ends_every_page_and_a_rule_stands_between_two() -> None:
    document = describe(plan(full_pathway(lambda place: f"({place})"), start=START), made=MADE)
    tokens = parsed(to_markdown(document))
    assert shape(tokens).count("hr") == len(document.pages) - 1
    foot = f"{document.notice} {document.made_in_words} {document.look_again}"
    assert lines(tokens).count(foot) == len(document.pages)
    breaks = [n for n, token in enumerate(tokens) if token.type == "hr"]
    assert all(tokens[n - 2].content.startswith(f"**{document.notice}**") for n in breaks)


def test_boxes_to_tick_are_task_items_and_marks_lead_to_a_place() -> None:
    document = describe(plan(full_pathway(lambda place: f"({place})"), start=START), made=MADE)
    markdown = to_markdown(document)
    assert r"- [ ] \(phase 1 question 0\)" in markdown
    read = "\n".join(lines(parsed(markdown)))
    places = set(re.findall(r"^\[(\d+[a-z]*)\] “", read, re.MULTILINE))
    listed = {number for place in places for number in (place, place.rstrip("abcdefgh"))}
    found = re.findall(r"\[(\d+[a-z]*(?:, \d+[a-z]*)*)\](?! “)", read)
    marks = {mark for inside in found for mark in inside.split(", ")}
    assert marks
    assert marks <= listed
