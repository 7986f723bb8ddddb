"""Reading pathways: the bundled ones and a person's own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from journey.errors import FileError, PathwayError, UnknownPathwayError
from journey.pathways.library import (
    bundled_sources,
    demo,
    get_pathway,
    glossary,
    load_pathway,
    parse_pathway,
    pathway_ids,
)  # fmt: skip

pytestmark = pytest.mark.dependencies

OWN = """\
format = 1
kind = "pathway"
id = "our-ward"
name = "Our ward’s pathway"
condition = "harbour fever"
audience = "adults"
language = "en-GB"
starts_at = "treatment"

[[phases]]
id = "induction"
name = "Induction"
duration = { shortest = 4, typical = 5, longest = 6, unit = "weeks", basis = "stated" }
cites = [{ source = "nhs", where = "Stages of treatment" }]
"""


# ---- the bundled ones --------------------------------------------------------------------------


def test_every_bundled_pathway_loads_under_its_own_id() -> None:
    assert "cruk-adult" in pathway_ids()
    assert list(pathway_ids()) == sorted(pathway_ids())
    for pathway_id in pathway_ids():
        assert get_pathway(pathway_id).id == pathway_id


def test_a_bundled_pathway_is_read_once() -> None:
    assert get_pathway("cruk-adult") is get_pathway("cruk-adult")


@pytest.mark.parametrize(
    "pathway_id", ["adult", "", "../cruk-adult", "cruk-adult.toml", "x" * 10_000]
)
def test_an_unknown_pathway_is_told_with_the_ones_there_are(pathway_id: str) -> None:
    with pytest.raises(UnknownPathwayError) as caught:
        get_pathway(pathway_id)
    assert f"(there are: {', '.join(pathway_ids())})" in str(caught.value)
    assert len(str(caught.value)) < 200 + len(", ".join(pathway_ids()))


def test_bundled_sources_have_different_ids_and_the_example_is_planned_with_a_bundled_pathway() -> (
    None
):
    ids = [source.id for source in bundled_sources()]
    assert len(ids) == len(set(ids)) > 4
    assert demo().pathway is get_pathway(demo().pathway.id)
    assert demo().start < demo().made


def test_the_glossary_is_for_one_condition_and_no_other() -> None:
    assert glossary(get_pathway("cruk-adult").condition)
    assert glossary("harbour fever") == ()


# ---- a person's own ----------------------------------------------------------------------------


def test_an_own_file_cites_a_bundled_source_by_its_id() -> None:
    pathway = parse_pathway(OWN)
    assert [source.id for source in pathway.sources] == ["nhs"]
    assert pathway.source("nhs") in bundled_sources()


def test_an_own_file_follows_a_bundled_source_by_its_id() -> None:
    pathway = parse_pathway('based_on = "macmillan"\n' + OWN)
    assert {source.id for source in pathway.sources} == {"macmillan", "nhs"}


def test_an_own_source_goes_before_a_bundled_one_of_the_same_id() -> None:
    own = '[[sources]]\nid = "nhs"\ntitle = "Ours"\npublisher = "Us"\nreviewed = "not stated"\n'
    [source] = parse_pathway(OWN + own).sources
    assert source.title == "Ours"


def test_a_bundled_source_that_is_not_cited_stays_out() -> None:
    assert len(parse_pathway(OWN).sources) == 1 < len(bundled_sources())


@pytest.mark.parametrize(
    "data",
    [
        OWN.encode(),
        OWN.encode("utf-8-sig"),
        OWN.replace("\n", "\r\n").encode(),
        OWN.replace("\n", "\r\n").encode("utf-8-sig"),
    ],
    ids=["plain", "byte order mark", "CR LF", "both"],
)
def test_a_file_from_any_editor_loads(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "our-ward.toml"
    path.write_bytes(data)
    assert load_pathway(path) == load_pathway(str(path)) == parse_pathway(OWN)


def test_a_file_in_another_encoding_names_the_file_and_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "our-ward.toml"
    for encoding in ("utf-16", "cp1252"):
        path.write_bytes(OWN.encode(encoding))
        with pytest.raises(FileError) as caught:
            load_pathway(path)
        assert str(caught.value).startswith(f"{path}: is not UTF-8 text (byte ")
        assert str(caught.value).endswith("; save it as UTF-8")


def test_a_file_that_cannot_be_read_is_one_line_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "large.toml").write_bytes(b"#" * 3_000_000)
    (tmp_path / "file.toml").write_text(OWN, "utf-8")
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    for name, reason in {
        "none.toml": "cannot be read: no such file or directory",
        "folder.toml": "cannot be read: is a directory",
        "file.toml/x.toml": "cannot be read: not a directory",
        "loop.toml": "cannot be read: too many levels of symbolic links",
        "large.toml": "is larger than 2,000,000 bytes; is it the right file?",
        "nul\0.toml": "cannot be read: that is no file name",
    }.items():
        with pytest.raises(FileError) as caught:
            load_pathway(tmp_path / name)
        shown = str(tmp_path / name).replace("\0", r"\x00")
        assert str(caught.value) == f"{shown}: {reason}"


def test_a_very_long_or_a_hidden_file_name_is_told_on_one_short_line() -> None:
    for name in ("x" * 10_000 + ".toml", "a\x1b[31m\nb.toml"):
        with pytest.raises(FileError) as caught:
            load_pathway(name)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 350
        assert ".toml: cannot be read" in str(caught.value)


def test_an_unknown_key_is_told_with_those_that_a_file_may_have_and_no_others() -> None:
    with pytest.raises(PathwayError) as caught:
        parse_pathway("zzzz = 1\n" + OWN)
    [problem] = caught.value.problems
    assert "there are: format, kind, id, name" in problem
    assert "variations" in problem
    assert "applied" not in problem
    assert "replaced" not in problem


def test_text_without_a_file_is_called_what_the_caller_says() -> None:
    with pytest.raises(PathwayError, match=r"^pathway: format: is missing; add it\n"):
        parse_pathway("")
    with pytest.raises(PathwayError, match=r"^upload: format: is missing; add it\n"):
        parse_pathway("", name="upload")


def test_the_examples_dates_are_dates() -> None:
    example = demo()
    assert {type(day) for day in (example.start, example.made, *example.known.values())} == {
        dt.date
    }


# ---- texts of bundled phases -------------------------------------------------------------------

SHARING = """
format = 1
kind = "pathway"
id = "our-ward"
name = "Our ward's pathway"
condition = "acute lymphoblastic leukaemia"
audience = "adults"
language = "en-GB"
starts_at = "treatment"

[[phases]]
id = "first"
name = "First weeks"
texts_from = "TEXTS"
aim = "To begin."
duration = { shortest = 4, typical = 5, longest = 6, unit = "weeks", basis = "stated" }
cites = [{ source = "nhs", where = "Remission induction" }]
"""


def test_a_phase_may_share_the_texts_of_a_bundled_one_but_not_its_numbers_or_its_name() -> None:
    own = parse_pathway(SHARING.replace("TEXTS", "cruk-adult/induction")).phases[0]
    shared = next(p for p in get_pathway("cruk-adult").phases if p.id == "induction")
    assert (own.what_happens, own.tests, own.questions) == (
        shared.what_happens, shared.tests, shared.questions,
    )  # fmt: skip
    assert own.aim is not None
    assert own.aim.text == "To begin."
    assert own.name == "First weeks"
    assert own.duration is not None
    assert own.duration.longest == 6
    assert own.medicines == ()


def test_the_sources_of_shared_texts_come_along() -> None:
    pathway = parse_pathway(SHARING.replace("TEXTS", "cruk-adult/induction"))
    assert {source.id for source in pathway.sources} >= {"nhs", "macmillan", "cancernet-adult"}


@pytest.mark.parametrize("wanted", ["cruk-adult", "cruk-adult/nope", "nope/induction", "/", "../x"])
def test_texts_of_a_phase_that_is_not_bundled_are_an_error_that_says_so(wanted: str) -> None:
    with pytest.raises(PathwayError) as caught:
        parse_pathway(SHARING.replace("TEXTS", wanted))
    assert caught.value.problems == (
        f'phase "first": texts_from: no bundled phase "{wanted}"; '
        "name one such as cruk-adult/induction",
    )


def test_a_phase_like_another_says_the_same_unless_it_says_its_own() -> None:
    text = """
        format = 1
        kind = "pathway"
        id = "twice"
        name = "Twice"
        condition = "harbour fever"
        audience = "adults"
        language = "en-GB"
        starts_at = "treatment"
        sources = [{ id = "s", title = "T", publisher = "P", reviewed = "not stated" }]
        [[phases]]
        id = "first"
        name = "First"
        aim = "To rest."
        cycle = { length = 3, unit = "weeks" }
        cycles = 2
        cites = [{ source = "s", where = "W" }]
        activities = [{ id = "a", name = "A", kind = "visit", days = [1] }]
        [[phases]]
        id = "second"
        name = "Second"
        like = "first"
        [[phases]]
        id = "third"
        name = "Third"
        like = "first"
        aim = "To walk."
        duration = { typical = 4, unit = "weeks", basis = "stated" }
    """
    first, second, third = parse_pathway(text).phases
    assert (second.name, second.aim, second.duration) == ("Second", first.aim, first.duration)
    assert (second.cycles, second.activities) == (first.cycles, first.activities)
    assert third.aim is not None
    assert (third.aim.text, third.cycles) == ("To walk.", None)
    assert third.duration is not None
    assert third.duration.typical == 4
