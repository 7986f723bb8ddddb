"""The look that pages and pictures share: colours, light and dark, and the fonts of a screen.

One place: the picture takes it from here, the style of a page as custom properties, a PDF as JSON.
"""

from __future__ import annotations

PHASES = ("#1B3D54", "#087D82", "#523981", "#9C3A00", "#697C43", "#242425")
"""Phase colours: white text on each passes WCAG AA; told apart under common colour blindness."""

LIGHT = {
    "ink": "#14212B", "muted": "#46535E", "link": "#0B4F6C", "paper": "#FFFFFF", "wash": "#F3F6F7",
    "rule": "#C9D2D8", "writing": "#7A8890", "red": "#8A1C12", "pink": "#FDF3F1",
}  # fmt: skip
"""`red` on `pink` is for the urgent box alone; `writing` is a line to write on."""

BESIDE = 0
"""The number of what runs beside the phases, and has none of its own."""

DARK = {
    "ink": "#E8EEF1", "muted": "#B4C0C8", "link": "#8CCBE8", "paper": "#172229", "wash": "#0F181D",
    "rule": "#46535E", "writing": "#93A1A9", "red": "#FFB3A8", "pink": "#3A1512",
}  # fmt: skip
"""The same names on a screen that asks for dark."""

FONTS = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"


def phase_colour(number: int) -> str:
    """The colour of a phase by its number, from 1; of 0, that of what runs beside the phases."""
    if number == BESIDE:
        return LIGHT["muted"]
    return PHASES[(number - 1) % len(PHASES)]
