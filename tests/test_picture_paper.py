"""Paper: its sizes are those of the standards, and one that is none is refused."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from journey.errors import PrintingError
from journey.picture.paper import A4, MARGIN, PAPERS, SIZES, Sheet


def test_papers_are_as_large_as_their_standards_say() -> None:
    # ISO 216: 210 by 297 mm; ANSI Letter: 8.5 by 11 inches; a point is 1/72 inch.
    assert PAPERS["a4"] == pytest.approx((210 / 25.4 * 72, 297 / 25.4 * 72), abs=0.01)
    assert PAPERS["letter"] == (8.5 * 72, 11 * 72)


@pytest.mark.parametrize(("paper", "size"), [*product(PAPERS, SIZES)])
def test_text_and_its_margins_are_as_wide_as_the_paper(paper: Any, size: Any) -> None:
    sheet = Sheet(paper, size)
    assert sheet.width + 2 * MARGIN == pytest.approx(PAPERS[paper][0], abs=0.01)
    assert 0 < sheet.height < PAPERS[paper][1]
    assert sheet.is_large == (size > A4.size)


@pytest.mark.parametrize(
    ("paper", "size", "words"),
    [
        ("a3", 12, 'no paper "a3" (there are: a4, letter)'),
        ("a4", 13, "no size 13 (there are: 12, 18, 24 points)"),
        ("a4", True, "no size True"),
    ],
)
def test_what_is_no_paper_or_size_is_told_with_those_there_are(
    paper: Any, size: Any, words: str
) -> None:
    with pytest.raises(PrintingError) as caught:
        Sheet(paper, size)
    assert str(caught.value).startswith(words)
