"""What writers place: the words of a picture behind what stays beside it; nothing torn apart."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from strategies import FEW, timelines

from journey.export.placing import placed, unbroken
from journey.pages.document import Heading, Picture
from journey.pages.pack import describe
from journey.planning.timeline import Timeline

MADE = dt.date(2026, 4, 20)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ring 0808 800 4040 by 9 March 2026.", ["0808 800 4040", "9 March 2026"]),
        ("Between 9 and 21 March 2026, about 4 to 8 weeks.", ["21 March 2026", "8 weeks"]),
        ("May 18, 2026 (2 years)", ["May 18, 2026", "2 years"]),
        ("38 \u00b0C at +44 20 7946 0000", ["38 \u00b0C", "+44 20 7946 0000"]),
    ],
)
def test_no_date_no_number_of_a_phone_and_no_unit_breaks_over_a_line(
    text: str, kept: list[str]
) -> None:
    said = unbroken(text)
    assert said.replace("\u00a0", " ") == text
    for part in kept:
        assert part.replace(" ", "\u00a0") in said


@FEW
@given(timelines())
def test_the_words_of_the_picture_follow_it_once_and_nothing_is_lost(timeline: Timeline) -> None:
    document = describe(timeline, made=MADE)
    pages = placed(document)
    own = [page for page in pages if page.id == "overview-words"]
    assert len(own) == 1
    (picture,) = [b for b in document.pages[0].blocks if isinstance(b, Picture)]
    assert own[0].blocks == (Heading(2, picture.words_title), *picture.in_words)
    assert [page for page in pages if page not in own] == list(document.pages)
