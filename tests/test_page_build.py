"""The build of the page: what both front ends carry, and what neither may."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import HARBOUR_FEVER
from page_parts import STAND_INS
from strategies import HOSTILE

from journey.errors import PathwayError
from journey.page import build
from journey.page.build import Ward, single, site, words
from journey.words.catalogue import words as wording

MADE = dt.date(2026, 4, 20)
SINGLE = single(STAND_INS, made=MADE).decode()
SITE = site(STAND_INS, made=MADE)
PAGES = {"single": SINGLE, "site": SITE["index.html"].decode()}


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def data(html: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="data-{name}">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


def test_the_same_input_gives_the_same_bytes() -> None:
    assert single(STAND_INS, made=MADE).decode() == SINGLE
    assert site(STAND_INS, made=MADE) == SITE


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_no_attribute_runs_a_script_and_nothing_comes_from_elsewhere(html: str) -> None:
    for tag, attributes in Tags(html).found:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "href", "action", "srcset"):
            where = attributes.get(name) or ""
            if tag == "a" and name == "href":  # a person may follow one, and the page never does
                assert not where.lower().startswith(("javascript:", "data:"))
                continue
            assert not re.match(r"\w+:|//", where.replace("data:,", "")), (tag, where)


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_the_policy_lets_nothing_out(html: str) -> None:
    (policy,) = [
        a["content"]
        for t, a in Tags(html).found
        if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules.get("connect-src", "'none'") == ("'none'" if html == SINGLE else "'self'")
    assert "unsafe-inline" not in rules["script-src"]
    assert "unsafe-eval" not in rules["script-src"].replace("'wasm-unsafe-eval'", "")
    assert rules["require-trusted-types-for"] == "'script'"
    assert not re.search(r"https?:|\*", policy)


def test_the_script_of_the_single_file_is_the_one_its_policy_names() -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", SINGLE, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in SINGLE.replace("&#x27;", "'")


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_the_undated_road_and_the_notice_are_there_before_any_script(html: str) -> None:
    before = html.partition("<script")[0]
    assert wording("en-GB").notice in before
    assert "There are no dates yet" in before
    assert "<svg" in before


def test_both_builds_carry_the_same_parts() -> None:
    packed = dict(
        re.findall(r'<script type="application/gzip" id="part-(\S+?)">(.*?)</script>', SINGLE)
    )
    assert len(packed) == 5
    for name, text in packed.items():
        file = SITE[f"parts/{name.replace('mjs', 'js')}" + ("" if "mjs" in name else ".part")]
        content = gzip.decompress(base64.b64decode(text))
        assert content == (file if "mjs" in name else gzip.decompress(file))


def test_the_library_travels_whole_but_for_the_command_line() -> None:
    library = zipfile.ZipFile(io.BytesIO(gzip.decompress(SITE["parts/library.zip.part"])))
    names = set(library.namelist())
    assert {"journey/page/bridge.py", "journey/knowledge/wording.toml"} <= names
    assert not [n for n in names if n.startswith(("journey/cli", "journey/page/front"))]
    assert not [n for n in names if "__pycache__" in n]


def test_the_licences_travel_in_both() -> None:
    assert data(SINGLE, "licences") == dict(STAND_INS.licences)
    assert b"You may, <if> you say so." in SITE["licences.txt"]


def test_every_word_is_used_and_every_word_that_is_used_is_there() -> None:
    front = SITE["index.html"].decode() + SITE["page.js"].decode()
    script = SITE["page.js"].decode() + SITE["page.css"].decode()
    assert not re.findall(r"(?<![$\w`])\{[a-z_]+\}(?!`)", front.partition("<script")[0])
    used = re.findall(r"words\.([a-z_]+)", script) + re.findall(r"said\(\"([a-z_]+)\"", script)
    assert {*used} <= {*words()}
    room = Path(build.__file__).parent
    sources = [*(room / "front").iterdir(), room / "build.py"]
    named = {*re.findall(r"\w+", "".join(path.read_text("utf-8") for path in sources))}
    begun = {f"began_{kind}" for kind in ("treatment", "diagnosis")}  # by where a guide starts
    assert {*words()} <= named | begun


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_ward_types_is_text_and_never_markup(typed: str) -> None:
    ward = Ward(title=typed, phone=typed, support=typed)
    for html in (
        single(STAND_INS, made=MADE, ward=ward).decode(),
        site(STAND_INS, made=MADE, ward=ward)["index.html"].decode(),
    ):
        assert html.count("<script") in (SINGLE.count("<script"), PAGES["site"].count("<script"))
        assert html.count("<img") == 0


def test_a_wards_own_pathway_is_the_first_to_choose_and_the_one_that_is_shown() -> None:
    ward = Ward(pathways={"ward.toml": HARBOUR_FEVER.read_text("utf-8")}, phone="0000 24 hours")
    html = single(STAND_INS, made=MADE, ward=ward).decode()
    guides = data(html, "guides")
    assert isinstance(guides, list)
    assert guides[0]["reference"] == "./ward.toml"
    assert guides[0]["name"] in html.partition("<script")[0]
    assert "0000 24 hours" in html.partition("<script")[0]


def test_no_word_of_a_ward_ends_the_data_early() -> None:
    text = HARBOUR_FEVER.read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("name = "))
    hostile = text.replace(name, 'name = "</script><b>"', 1)
    html = single(STAND_INS, made=MADE, ward=Ward(pathways={"ward.toml": hostile})).decode()
    guides = data(html, "guides")
    assert isinstance(guides, list)
    assert guides[0]["name"] == "</script><b>"
    assert html.count("</script>") == SINGLE.count("</script>")


def test_a_wards_pathway_that_is_wrong_is_refused_with_its_name() -> None:
    with pytest.raises(PathwayError, match=r"ward\.toml"):
        single(STAND_INS, made=MADE, ward=Ward(pathways={"ward.toml": "id = 1"}))
