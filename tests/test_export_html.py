"""The HTML file: every text literal, nothing fetched, sound structure, the notice on every page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from strategies import FEW, HOSTILE, full_pathway, hostile_pathways, timelines

from journey.export.html import to_html
from journey.export.placing import placed
from journey.pages.document import Document, Heading, Page, Table, Text
from journey.pages.pack import describe, outline
from journey.pathways.library import demo
from journey.pathways.model import Pathway
from journey.picture.paper import Size
from journey.picture.picture import NARROW
from journey.planning.timeline import Timeline, plan

MADE, START = dt.date(2026, 4, 20), dt.date(2026, 3, 2)
SIZES: tuple[Size, ...] = get_args(Size)
VOID = {"meta", "hr"}
PLACES = (
    "pathway", "condition", "about plain", "phase 1", "phase 1 other name plain", "phase 1 aim",
    "phase 1 place cited", "phase 1 happens plain", "phase 1 tests plain",
    "phase 1 during plain", "phase 1 soon after plain", "phase 1 looks at plain",
    "phase 1 gate", "phase 1 question 0", "phase 1 notes plain", "length 1 note", "lane 1",
    "lane 1 about plain", "decision", "decision looks at plain", "decision may follow plain",
    "leaflet title", "leaflet publisher", "leaflet url", "history short", "history when",
    "where length 1",
)  # fmt: skip
"""Fields of the full pathway, one of each kind."""


class Reader(HTMLParser):
    """What a browser would see: tags, attributes and text; raises where tags do not balance."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.declarations: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert "svg" in self._open, f"<{tag}/> closes nothing in HTML"
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> with nothing open"
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((tuple(self._open), data))

    def handle_decl(self, decl: str) -> None:
        self.declarations.append(decl)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]

    def text_of(self, tag: str) -> list[str]:
        """The text directly in each such tag."""
        return [text for inside, text in self.texts if inside[-1] == tag]

    def shown(self) -> str:
        # Without the spaces that no line breaks, which tell nothing that a space does not.
        shown = " ".join(text for inside, text in self.texts if "style" not in inside)
        return shown.replace("\u00a0", " ")

    def outside_pictures(self) -> Counter[tuple[str, tuple[str, ...]]]:
        """Tags with the names of their attributes; a picture's depend on the width of its words."""
        drawn = {"svg", "g", "rect", "text", "line", "path", "circle", "bdi"}
        return Counter((tag, tuple(attrs)) for tag, attrs in self.tags if tag not in drawn)


def harmless(place: str) -> str:
    return f"({place})"


@cache
def plain() -> Reader:
    """The full pathway with harmless words."""
    return Reader(to_html(pages(full_pathway(harmless))))


def pages(pathway: Pathway) -> Document:
    return describe(plan(pathway, start=START), made=MADE)


@pytest.fixture(scope="module")
def full() -> Reader:
    return plain()


# ---- text is text ------------------------------------------------------------------------------


@FEW
@given(hostile_pathways())
def test_hostile_text_in_every_field_becomes_no_markup(pathway: Pathway) -> None:
    found = Reader(to_html(pages(pathway)))
    # The same pathway with plain words: the same tags, attribute for attribute.
    assert found.outside_pictures() == plain().outside_pictures()
    turned = {"bdi"}  # keeps a text that runs from right to left apart
    assert {tag for tag, _ in found.tags} - turned == {tag for tag, _ in plain().tags}
    for tag, attrs in found.tags:
        assert tag not in ("script", "iframe", "object", "embed", "img", "link", "base", "form")
        assert not any(name.startswith("on") for name in attrs)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    def said(place: str) -> str:
        return f"{place} {text} end" if len(text) < 90 else text

    document = pages(full_pathway(said))
    # Numbers keep their direction in what runs from right to left.
    shown = re.sub("[\u2066\u2069]", "", Reader(to_html(document)).shown())
    for place in PLACES:
        assert said(place) in shown, place
    assert Reader(to_html(document)).text_of("title")[0] == document.title


def test_a_hostile_notice_stays_inside_its_css_string() -> None:
    notice = '</style><script>x</script> "; } * { display: none } \\ \u2028 @import NOTICE SIZE'
    document = dataclasses.replace(pages(full_pathway(harmless)), notice=notice)
    found = Reader(to_html(document))
    assert not any(tag == "script" for tag, _ in found.tags)
    (style,) = found.text_of("style")
    assert css_strings(style)[:1] == [notice]


def css_strings(style: str) -> list[str]:
    """What the `content` of the page's margins says, its escapes read back (CSS Syntax 3)."""
    page = style.split("@page", 1)[1].split("@media", 1)[0]
    found = re.findall(r'content: "((?:[^"\\\n]|\\.)*)"', page)
    return [
        re.sub(r"\\([0-9a-f]{1,6}) ?", lambda match: chr(int(match[1], 16)), text) for text in found
    ]


# ---- nothing from elsewhere --------------------------------------------------------------------


def test_nothing_is_fetched_from_elsewhere(full: Reader) -> None:
    for name in ("src", "srcset", "data", "action", "poster", "xlink:href", "background", "style"):
        assert full.attributes(name) == []
    for target in full.attributes("href"):
        assert target.startswith(("#", "https://", "tel:"))  # a link fetches nothing by itself
    (style,) = full.text_of("style")
    assert not re.search(r"url\(|@import|@font-face|https?:|//", style)
    for value in [v for _, attrs in full.tags for v in attrs.values() if v and "url(" in v]:
        assert re.fullmatch(r"url\(#[a-z0-9-]+\)", value)


def test_the_policy_lets_a_browser_fetch_nothing(full: Reader) -> None:
    (policy,) = [
        attrs["content"] for tag, attrs in full.tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    rules = dict(rule.strip().split(" ", 1) for rule in (policy or "").split(";"))
    assert rules.pop("default-src") == "'none'"
    assert rules.pop("style-src") == "'unsafe-inline'"
    assert rules == {"img-src": "data:"}


# ---- the notice --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en-GB", "en-US"])
def test_the_notice_ends_every_page_on_screen_and_on_paper(language: str) -> None:
    document = pages(full_pathway(harmless, language=language))
    text = to_html(document)
    sections = re.findall(r"<section.*?</section>", text, re.DOTALL)
    assert len(sections) == len(placed(document))
    for n, section in enumerate(sections):
        # Seen on each, and read aloud on the first alone.
        unheard = ' aria-hidden="true"' if n else ""
        foot = section.rsplit(f'<p class="foot"{unheard}>', 1)[1]
        assert foot.startswith(f"<strong>{document.notice}</strong>")
        assert f"{document.made_in_words} {document.look_again}" in foot.replace("\u00a0", " ")
    assert css_strings(text) == [
        document.notice, f"{document.made_in_words}\n{document.look_again}"
    ]  # fmt: skip
    assert '"\\a " "Page" " " counter(page);' in text


def test_the_edition_stands_beside_the_number_of_the_sheet() -> None:
    document = dataclasses.replace(pages(full_pathway(harmless)), edition="Edition 3")
    text = to_html(document)
    assert '"\\a " "Edition 3\\2003 Page" " " counter(page);' in text
    assert document.edition not in css_strings(text)[1]


# ---- structure ---------------------------------------------------------------------------------


@FEW
@given(timelines(has_as_of=True))
def test_any_timeline_gives_balanced_tags_and_links_that_lead_somewhere(
    timeline: Timeline,
) -> None:
    for document in (describe(timeline, made=MADE), outline(timeline, made=MADE)):
        found = Reader(to_html(document))
        ids = found.attributes("id")
        assert len(set(ids)) == len(ids)
        inside = {target for target in found.attributes("href") if target.startswith("#")}
        assert {target[1:] for target in inside} <= set(ids)
        for labels in found.attributes("aria-labelledby"):
            assert set(labels.split()) <= set(ids)


@FEW
@given(timelines())
def test_there_is_one_main_heading_first_and_no_level_is_left_out(timeline: Timeline) -> None:
    for document in (describe(timeline, made=MADE), outline(timeline, made=MADE)):
        found = Reader(to_html(document))
        levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_scoped_headers(full: Reader) -> None:
    tags = [tag for tag, _ in full.tags]
    assert tags.count("table") == tags.count("caption") == 2
    scopes = [attrs.get("scope") for tag, attrs in full.tags if tag == "th"]
    assert scopes == (["col"] * 4 + ["row"] * 5) + (["col"] * 5 + ["row"] * 5)
    columns = {attrs["data-column"] for tag, attrs in full.tags if tag == "td"}
    assert columns < set(full.text_of("th"))


def test_the_contents_link_to_every_page_but_the_first(full: Reader) -> None:
    document = pages(full_pathway(harmless))
    links = [target for target in full.attributes("href") if target.startswith("#page-")]
    assert links == [f"#page-{page.id}" for page in placed(document)[1:]]


@pytest.mark.parametrize("language", ["en-GB", "en-US"])
def test_the_language_is_said(language: str) -> None:
    found = Reader(to_html(pages(full_pathway(harmless, language=language))))
    assert found.tags[0] == ("html", {"lang": language})
    assert found.declarations == ["DOCTYPE html"]
    assert found.tags[2] == ("meta", {"charset": "utf-8"})


def test_the_picture_is_drawn_for_a_sheet_and_for_a_phone_with_the_same_words(
    full: Reader,
) -> None:
    wide, narrow = [attrs for tag, attrs in full.tags if tag == "svg"]
    assert wide["role"] == narrow["role"] == "img"
    assert float(narrow["width"] or 0) == NARROW
    titles = [text for inside, text in full.texts if inside[-2:] == ("svg", "title")]
    assert len(titles) == 2
    assert len(set(titles)) == 1


def test_each_drawing_is_announced_once_by_its_title_and_its_words_are_a_visible_table() -> None:
    text = to_html(pages(full_pathway(harmless)))
    wide, narrow = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    for drawing in (wide, narrow):
        ids = set(re.findall(r'\bid="([^"]*)"', drawing))
        assert len(ids) == 1
        assert set(re.findall(r'aria-labelledby="([^"]*)"', drawing)) == ids
        assert "<desc" not in drawing
        assert "aria-describedby" not in drawing
    assert "<h2>The picture in words</h2>" in text


@pytest.mark.parametrize("size", SIZES)
def test_paper_shows_the_drawing_that_was_made_for_it(size: Size) -> None:
    text = to_html(pages(full_pathway(harmless)), size=size)
    shown = re.findall(r"@media ([^{]*) \{\s*\.wide \{ display: none; \}", text)
    assert [media.split()[0] for media in shown] == ["screen"]


def test_a_caption_that_a_heading_of_its_page_says_is_read_aloud_and_not_shown() -> None:
    document = describe(plan(full_pathway(harmless), start=START), made=MADE, pages=["months"])
    found = to_html(document)
    found = found.replace("\u00a0", " ")
    months = re.findall(r'<table class="grid"><caption class="unseen">([^<]*)<', found)
    assert months
    assert all(f"<h2>{month}</h2>" in found for month in months)
    assert "<caption>The same dates in words</caption>" in found


def test_a_page_that_may_share_a_sheet_says_so_to_the_style() -> None:
    document = pages(full_pathway(harmless))
    kinds = re.findall(r'<section class="([^"]*)"', to_html(document))
    assert kinds == ["page shares" if page.shares_sheet else "page" for page in placed(document)]
    assert "page shares" in kinds


@pytest.mark.parametrize("is_long", [False, True])
def test_the_last_of_many_columns_is_wide_where_it_says_the_most(*, is_long: bool) -> None:
    words = "Ask your team about this " * 9 if is_long else "Ask"
    row = tuple(map(Text, ("A visit", "Day 1", "May", words)))
    page = Page("p", (Heading(1, "A"), Table("Visits", ("a", "b", "c", "d"), (row,))))
    document = dataclasses.replace(pages(full_pathway(harmless)), pages=(page,))
    assert ('<table class="rows wordy">' in to_html(document)) == is_long


def test_the_same_input_gives_the_same_html() -> None:
    example = demo()
    timeline = plan(example.pathway, start=example.start, known=example.known)
    assert to_html(describe(timeline, made=MADE)) == to_html(describe(timeline, made=MADE))
