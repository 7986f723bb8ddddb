"""The look: text is legible in light and in dark, and white is legible on every phase."""

from __future__ import annotations

import pytest
from test_picture_canvas import contrast

from journey.picture.look import DARK, LIGHT, PHASES, phase_colour


def test_light_and_dark_have_the_same_names() -> None:
    assert DARK.keys() == LIGHT.keys()


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", ["ink", "muted", "link"])
@pytest.mark.parametrize("behind", ["paper", "wash"])
def test_text_is_legible_on_paper_and_on_a_wash(
    look: dict[str, str], text: str, behind: str
) -> None:
    assert contrast(look[text], look[behind]) >= 4.5  # WCAG 2.2, 1.4.3 (AA)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_the_urgent_box_is_legible(look: dict[str, str]) -> None:
    assert contrast(look["red"], look["pink"]) >= 4.5
    assert contrast(look["ink"], look["pink"]) >= 4.5


def test_white_is_legible_on_every_phase_and_colours_come_round_again() -> None:
    for colour in PHASES:
        assert contrast("#FFFFFF", colour) >= 4.5
    assert [phase_colour(n + 1) for n in range(2 * len(PHASES))] == [*PHASES, *PHASES]
