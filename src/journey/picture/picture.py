"""The picture as SVG: drawn for a width and a size of text, or fitted to a sheet."""

from __future__ import annotations

from journey.picture.canvas import Drawing
from journey.picture.chart import Chart
from journey.picture.paper import A4, Sheet
from journey.picture.tracks import DENSITIES, Tracks

LEEWAY = 2
"""By so many points its text may be smaller than asked for, if that keeps it on one sheet."""
NARROW = 216.0
"""The width that a page leaves it on a phone, in points: 288 of 320 pixels."""


def drawn(
    chart: Chart,
    *,
    title: str,
    width: float = A4.width,
    size: float = 12,
    ids: str = "journey",
    description: tuple[str, ...] = (),
) -> str:
    """The picture as wide as this, its text as large, both in points; announced by its title.

    Text is never smaller than 11 points. Where there is no room beside them, the names of the
    parts stand above their bars.
    """
    (drawing,) = Tracks(chart, width=width, size=size).drawings()
    return drawing.svg(ids, title, description)


def fitted(chart: Chart, sheet: Sheet, *, title: str) -> tuple[tuple[str, ...], ...]:
    """The ways to draw it as wide as a sheet, from roomy to tight; a writer takes the first that
    its page has room for.

    Each is as many drawings as leave none higher than a sheet: text that is a little smaller keeps
    it in one. The first drawing is announced.
    """
    ways = [[one] for one in _whole(chart, sheet)] or [_in_parts(chart, sheet)]
    return tuple(
        (first.svg("journey", title), *(other.svg() for other in others)) for first, *others in ways
    )


def _whole(chart: Chart, sheet: Sheet) -> list[Drawing]:
    """In one drawing, from roomy to tight, and if need be with text that is a little smaller."""
    found = []
    for density in DENSITIES:
        (one,) = Tracks(chart, width=sheet.width, size=sheet.size, density=density).drawings()
        found.append(one)
    for size in range(sheet.size - 1, max(A4.size, sheet.size - LEEWAY) - 1, -1):
        (one,) = Tracks(chart, width=sheet.width, size=size, density=DENSITIES[-1]).drawings()
        found.append(one)
    return [one for one in found if one.height <= sheet.height]


def _in_parts(chart: Chart, sheet: Sheet) -> list[Drawing]:
    for size in range(sheet.size, A4.size - 1, -1):
        tracks = Tracks(chart, width=sheet.width, size=size, density=DENSITIES[-1])
        drawings = tracks.drawings(sheet.height)
        if all(drawing.height <= sheet.height for drawing in drawings):
            break
    return drawings
