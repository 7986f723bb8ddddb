"""The timeline picture: what it shows and says, drawn as SVG.

Two tracks. The first months, a column a month and a row a phase: solid to the shortest usual end,
patterned to the longest, a tick at the typical one. Then the whole way to scale. Drawn in points
at its final width. Colour is never alone: number, pattern and words say the same, for grey
printers. The description holds every phase as a sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from dateutil.relativedelta import relativedelta

from journey.durations import add
from journey.planning import PlannedPhase, Timeline, plan
from journey.wording import (
    Words,
    boundary_in_words,
    boundary_label,
    duration_in_words,
    sentence,
    words_for,
)

if TYPE_CHECKING:
    from journey.pathway import Phase

COLOURS = ("#1B3D54", "#087D82", "#523981", "#9C3A00", "#697C43", "#242425")
"""Phase colours: white text on each passes WCAG AA; told apart under common colour blindness."""
INK, MUTED, WASH, LINE, PAPER = "#14212B", "#46535E", "#EDF3F4", "#C9D2D8", "#FFFFFF"
WIDTH = 493.0
"""The width of the text on an A4 page, in points."""
FONT = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"
SIZE, SMALL = 12.0, 11.0

LEFT = 182.0
"""Where the columns begin; the names stand left of it."""
DISC = 11.0
TEXT_X = 2 * DISC + 8
BAR = 22.0
OPEN_END = 104.0
"""The width of the words beside a phase that has no end."""
MOST_COLUMNS = 12
_ANY_DAY = dt.date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG drawing with its title and its description in words."""

    svg: str
    title: str
    description: tuple[str, ...]
    """A sentence a phase: the picture is never the only place of a fact."""


def draw(timeline: Timeline) -> Picture:
    """The picture of a timeline. Without dates it shows lengths from a start that is not said."""
    w = words_for(timeline.pathway)
    description = tuple(_sentences(timeline, w))
    shown = timeline if timeline.is_dated else plan(timeline.pathway, start=_ANY_DAY)
    drawing = _Drawing(w, is_dated=timeline.is_dated)
    drawing.first_months(shown)
    drawing.whole(shown)
    drawing.key(shown)
    return Picture(drawing.svg(w.picture_title, description), w.picture_title, description)


def _sentences(timeline: Timeline, w: Words) -> Iterator[str]:
    language = timeline.pathway.language
    for planned in timeline.phases:
        length = w.no_length_short
        if planned.phase.duration:
            length = w.how_long_about.format(range=duration_in_words(planned.phase.duration))
        if planned.start is None and planned.end is None:
            yield w.picture_says_undated.format(
                number=planned.number, name=planned.name, length=length
            )
            continue
        end = boundary_in_words(planned.end, language, is_last_day=True)
        yield w.picture_says.format(
            number=planned.number,
            name=planned.name,
            length=length,
            start_label=boundary_label(planned.start, w),
            start=boundary_in_words(planned.start, language),
            end_label=boundary_label(planned.end, w, is_last_day=True),
            end=w.squeezed if planned.is_squeezed else end,
        )


@dataclass(frozen=True, slots=True)
class _Bar:
    """One phase's own bar, from its typical start."""

    start: dt.date
    shortest: dt.date
    typical: dt.date
    longest: dt.date


def _bar(planned: PlannedPhase) -> _Bar | None:
    start, end, duration = planned.start, planned.end, planned.phase.duration
    if start is None or end is None:
        return None
    first, typical = start.typical, end.typical
    if end.status in ("known", "capped") or duration is None:
        return _Bar(first, typical, typical, typical)
    if planned.phase.counted_from:
        return _Bar(first, max(first, end.earliest), typical, end.latest)
    shortest = add(first, duration.shortest, duration.unit)
    longest = add(first, duration.longest, duration.unit)
    return _Bar(first, min(shortest, typical), typical, max(longest, typical))


class _Drawing:
    """Shapes from top to bottom; `y` is how far down the next one goes."""

    def __init__(self, w: Words, *, is_dated: bool) -> None:
        self.w = w
        self.is_dated = is_dated
        self.parts: list[str] = []
        self.y = 0.0

    # ---- tracks --------------------------------------------------------------------------------

    def first_months(self, timeline: Timeline) -> None:
        edges = _columns(timeline)
        if not edges:
            return
        scale = _Scale(edges, LEFT, WIDTH - 18)
        self.heading(self.w.picture_first)
        top = self.y
        rows = [self.measure(planned) for planned in timeline.phases]
        bottom = top + 22 + sum(height for _, height in rows)
        unit = self.w.picture_week if len(edges) > 1 and _are_weeks(edges) else self.w.picture_month
        self.text(LEFT - 8, top + 16, unit, size=SMALL, anchor="end", fill=MUTED)
        for n, (left, right) in enumerate(pairwise(scale(edge) for edge in edges), start=1):
            if n % 2:
                self.rect(left, top, right - left, bottom - top, fill=WASH)
            self.text((left + right) / 2, top + 16, str(n), size=SMALL, anchor="middle")
        self.y = top + 22
        for planned, (lines, height) in zip(timeline.phases, rows, strict=True):
            if planned.number > 1:
                self.line(0, self.y, WIDTH, self.y, LINE, 1)
            self.row(planned, lines, height, scale)
            self.y += height
        self.y = bottom + 16

    def measure(self, planned: PlannedPhase) -> tuple[list[str], float]:
        lines = _wrapped(planned.name, LEFT - TEXT_X - 20, SIZE, bold=True)
        return lines, max(40.0, 10 + 15 * len(lines) + 16)

    def row(self, planned: PlannedPhase, lines: list[str], height: float, scale: _Scale) -> None:
        self.disc(DISC, self.y + height / 2, planned.number)
        base = self.y + (height - 15 * (len(lines) + 1)) / 2 + 12
        for line in lines:
            self.text(TEXT_X, base, line, bold=True)
            base += 15
        self.text(TEXT_X, base, _length_line(planned.phase, self.w), size=SMALL, fill=MUTED)
        middle = self.y + height / 2
        bar, start = _bar(planned), planned.start
        if start and start.typical >= scale.last and not planned.is_squeezed:
            self.text(WIDTH - 16, middle + 4, self.w.picture_later, size=SMALL, anchor="end")
            self.chevron(WIDTH - 10, middle, INK)
        elif bar:
            self.bar(planned, bar, middle, scale)
        else:
            self.open_end(planned, middle, scale)

    def bar(self, planned: PlannedPhase, bar: _Bar, middle: float, scale: _Scale) -> None:
        colour, top = _colour(planned), middle - BAR / 2
        left = scale(bar.start)
        solid, full = max(scale(bar.shortest), left + 2), max(scale(bar.longest), left + 2)
        dash = "" if planned.phase.is_for_everyone else ' stroke-dasharray="5 3"'
        if full > solid:
            fill = f"url(#journey-pattern-{_cycle(planned.number)})"
            self.rect(left, top, full - left, BAR, fill=fill, radius=3)
        self.rect(left, top, solid - left, BAR, fill=colour, radius=3)
        self.rect(
            left, top, full - left, BAR, fill="none", radius=3, extra=f'stroke="{colour}" '
            f'stroke-width="1.5"{dash}',
        )  # fmt: skip
        if bar.longest > scale.last:
            self.chevron(scale.right - 6, middle, PAPER if solid >= scale.right - 2 else INK)
        if bar.shortest < bar.longest and bar.typical < scale.last:
            x = scale(bar.typical)
            self.line(x, top - 4, x, top + BAR + 4, PAPER, 5)
            self.line(x, top - 4, x, top + BAR + 4, INK, 2.5)
        if self.is_dated and planned.start and planned.start.status == "known":
            self.diamond(left, middle + BAR / 2)
        end = planned.end
        if end and end.status == "known" and end.typical <= scale.last:
            self.diamond(scale(end.typical), middle + BAR / 2)

    def open_end(self, planned: PlannedPhase, middle: float, scale: _Scale) -> None:
        """A phase with no end: it may begin, and nobody says where it ends."""
        label = self.w.no_date if planned.phase.duration else self.w.picture_undated
        lines = _wrapped(label, OPEN_END, SMALL, bold=False)
        x, anchor = scale.left + 4, "start"
        if planned.start:
            left = scale(planned.start.typical)
            right = min(left + 40, scale.right)
            self.line(left, middle, right, middle, _colour(planned), 3, dash="2 4")
            self.chevron(right, middle, _colour(planned))
            if self.is_dated and planned.start.status == "known":
                self.diamond(left, middle + BAR / 2)
            x = right + 8
            if x + OPEN_END > WIDTH:
                x, anchor = left - 20, "end"
        base = middle + 4 - 6.5 * (len(lines) - 1)
        for n, line in enumerate(lines):
            self.text(x, base + 13 * n, line, size=SMALL, anchor=anchor, fill=MUTED)

    def whole(self, timeline: Timeline) -> None:
        bars = [(planned, bar) for planned in timeline.phases if (bar := _bar(planned))]
        bars = [(planned, bar) for planned, bar in bars if not planned.is_squeezed]
        if not bars:
            return
        first, last = bars[0][1].start, bars[-1][1].typical
        scale = _Scale([first, last], 0, WIDTH)
        self.heading(self.w.picture_whole)
        for planned, bar in bars:
            left, right = scale(bar.start), scale(bar.typical)
            self.rect(left, self.y, right - left, 26, fill=_colour(planned))
            label = f"{planned.number} {planned.name}"
            if _width(label, SMALL, bold=True) > right - left - 8:
                label = str(planned.number)
            if _width(label, SMALL, bold=True) <= right - left - 2:
                self.text(
                    (left + right) / 2, self.y + 17, label, size=SMALL, bold=True,
                    anchor="middle", fill=PAPER,
                )  # fmt: skip
        for _, bar in bars[1:]:
            x = scale(bar.start)
            self.line(x, self.y, x, self.y + 26, PAPER, 1.5)
        self.y += 26
        self.year_marks(scale)
        self.y += 34

    def year_marks(self, scale: _Scale) -> None:
        years = range(1, relativedelta(scale.last, scale.first).years + 1)
        marks = [(0, self.w.picture_start)]
        marks += [(year, self.w.picture_year.format(number=year)) for year in years]
        taken = -1.0
        for number, label in marks:
            x = scale(add(scale.first, number, "years")) if number else 0.0
            width = _width(label, SMALL)
            anchor = "start" if not number else "end" if x + width / 2 > WIDTH else "middle"
            left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
            mark = min(max(x, 0.75), WIDTH - 0.75)
            self.line(mark, self.y, mark, self.y + 5, INK, 1.5)
            if left > taken:
                self.text(x, self.y + 18, label, size=SMALL, anchor=anchor)
                taken = left + width + 6

    def key(self, timeline: Timeline) -> None:
        """What the marks mean, in as many lines as they need."""
        w = self.w
        sample = next((p.number for p in timeline.phases if _has_range(p)), None)
        entries: list[tuple[str, str]] = []
        if sample is not None:
            entries += [
                ("solid", w.picture_key_shortest), ("pattern", w.picture_key_longest),
                ("tick", w.picture_key_typical),
            ]  # fmt: skip
        if self.is_dated and any(
            b and b.status == "known" for p in timeline.phases for b in (p.start, p.end)
        ):
            entries.append(("known", w.picture_key_known))
        if not all(p.phase.is_for_everyone for p in timeline.phases):
            entries.append(("dashed", w.picture_key_not_everyone))
        x = 0.0
        for kind, label in entries:
            width = 30 + _width(label, SMALL) + 14
            if x and x + width - 14 > WIDTH:
                x = 0.0
                self.y += 20
            self.swatch(kind, x, self.y, sample or 1)
            self.text(x + 30, self.y + 11, label, size=SMALL)
            x += width
        self.y += 20 if entries else 0

    def swatch(self, kind: str, x: float, y: float, number: int) -> None:
        colour = COLOURS[_cycle(number)]
        outline = f'stroke="{colour}" stroke-width="1.5"'
        if kind == "solid":
            self.rect(x, y, 24, 14, fill=colour, radius=3)
        elif kind == "pattern":
            fill = f"url(#journey-pattern-{_cycle(number)})"
            self.rect(x + 1, y + 1, 22, 12, fill=fill, radius=3, extra=outline)
        elif kind == "tick":
            self.line(x + 12, y - 1, x + 12, y + 15, INK, 2.5)
        elif kind == "known":
            self.diamond(x + 12, y + 7)
        else:
            self.rect(
                x + 1,
                y + 1,
                22,
                12,
                fill="none",
                radius=3,
                extra=f'{outline} stroke-dasharray="5 3"',
            )

    # ---- shapes --------------------------------------------------------------------------------

    def heading(self, label: str) -> None:
        self.text(0, self.y + 12, label, bold=True)
        self.y += 20

    def disc(self, x: float, y: float, number: int) -> None:
        self.parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(DISC)}" fill="{COLOURS[_cycle(number)]}"/>'
        )
        self.text(x, y + 4, str(number), size=SMALL, bold=True, anchor="middle", fill=PAPER)

    def diamond(self, x: float, y: float) -> None:
        path = f"M{_n(x)} {_n(y - 5)}L{_n(x + 5)} {_n(y)}L{_n(x)} {_n(y + 5)}L{_n(x - 5)} {_n(y)}Z"
        self.parts.append(f'<path d="{path}" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>')

    def chevron(self, x: float, y: float, colour: str) -> None:
        path = f"M{_n(x - 4)} {_n(y - 6)}L{_n(x + 2)} {_n(y)}L{_n(x - 4)} {_n(y + 6)}"
        self.parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dash: str = ""
    ) -> None:
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{colour}" '
            f'stroke-width="{_n(width)}"{extra}/>'
        )

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str, radius: float = 0,
        extra: str = "",
    ) -> None:  # fmt: skip
        corner = f' rx="{_n(radius)}"' if radius else ""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{corner} '
            f'fill="{fill}"{" " + extra if extra else ""}/>'
        )

    def text(
        self, x: float, y: float, words: str, *, size: float = SIZE, bold: bool = False,
        anchor: str = "start", fill: str = INK,
    ) -> None:  # fmt: skip
        weight = ' font-weight="700"' if bold else ""
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{weight}{placed} '
            f'fill="{fill}">{escape(words)}</text>'
        )

    def svg(self, title: str, description: tuple[str, ...]) -> str:
        body = "\n".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(WIDTH)} {_n(self.y)}" '
            f'width="{_n(WIDTH)}" height="{_n(self.y)}" role="img" '
            f'aria-labelledby="journey-picture-title journey-picture-desc" '
            f"font-family={quoteattr(FONT)}>\n"
            f'<title id="journey-picture-title">{escape(title)}</title>\n'
            f'<desc id="journey-picture-desc">{escape(" ".join(description))}</desc>\n'
            f"<defs>{''.join(_patterns())}</defs>\n"
            f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{body}\n</svg>\n'
        )


class _Scale:
    """From days to points; days outside stop at the ends."""

    def __init__(self, edges: list[dt.date], left: float, right: float) -> None:
        self.first, self.last = edges[0], edges[-1]
        self.left, self.right = left, right
        self._edges = edges
        self._step = (right - left) / (len(edges) - 1)

    def __call__(self, day: dt.date) -> float:
        if day <= self.first:
            return self.left
        for i, (start, end) in enumerate(pairwise(self._edges)):
            if day <= end:
                return self.left + self._step * (i + (day - start).days / (end - start).days)
        return self.right


def _columns(timeline: Timeline) -> list[dt.date]:
    """The edges of the columns: weeks for a short pathway, else months, at most twelve.

    They reach a month into the first phase that is longer than half a year, if there is one.
    """
    bars = [bar for planned in timeline.phases if (bar := _bar(planned))]
    if not bars:
        start = next((b for p in timeline.phases for b in (p.start, p.end) if b), None)
        return [add(start.typical, n, "months") for n in range(4)] if start else []
    first = bars[0].start
    last = max(bar.longest for bar in bars)
    long = next((bar for bar in bars if (bar.typical - bar.start).days > 183), None)
    if long is not None and long.start > first:
        last = min(last, add(long.start, 1, "months"))
        last = max([last, *(bar.longest for bar in bars if bar.typical <= long.start)])
    unit = "weeks" if (last - first).days <= 70 else "months"
    edges = [first]
    while edges[-1] < last and len(edges) <= MOST_COLUMNS:
        edges.append(add(first, len(edges), "weeks" if unit == "weeks" else "months"))
    return edges if len(edges) > 1 else [first, add(first, 1, "weeks")]


def _are_weeks(edges: list[dt.date]) -> bool:
    return (edges[1] - edges[0]).days == 7


def _has_range(planned: PlannedPhase) -> bool:
    bar = _bar(planned)
    return bar is not None and bar.shortest < bar.longest


def _length_line(phase: Phase, w: Words) -> str:
    length = w.no_length_short
    if phase.duration:
        length = w.how_long_about.format(range=duration_in_words(phase.duration))
    return sentence(length) + ("" if phase.is_for_everyone else " *")


def _colour(planned: PlannedPhase) -> str:
    return COLOURS[_cycle(planned.number)]


def _cycle(number: int) -> int:
    return (number - 1) % len(COLOURS)


def _patterns() -> Iterator[str]:
    """A pattern a colour, so that grey print tells them apart too."""
    for i, colour in enumerate(COLOURS):
        stroke = f'stroke="{colour}" stroke-width="1.6" fill="none"'
        marks = (
            f'<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" {stroke}/>',
            f'<path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" {stroke}/>',
            f'<circle cx="2" cy="2" r="1.3" fill="{colour}"/>'
            f'<circle cx="6" cy="6" r="1.3" fill="{colour}"/>',
            f'<path d="M0 0L8 8M8 0L0 8" {stroke}/>',
            f'<path d="M4 0V8" {stroke}/>',
            f'<path d="M0 4H8" {stroke}/>',
        )
        yield (
            f'<pattern id="journey-pattern-{i}" width="8" height="8" '
            f'patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{PAPER}"/>'
            f"{marks[i]}</pattern>"
        )


def _width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is in points, rather more than less: by DejaVu Sans, the widest font."""
    return size * (1.08 if bold else 1.0) * sum(_advance(c) for c in text)


def _advance(character: str) -> float:
    if character in " .,:;'|/\\ijlIJ":
        return 0.37
    if character in '-frt!()[]*"':
        return 0.5
    if character in "mwMW@%#&+<=>^~":
        return 1.03
    if character.isupper():
        return 0.8
    return 0.67 if character < "\u0250" else 1.4


def _wrapped(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    """The text in lines that fit; a word wider than a line is broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
            continue
        rest = word
        while _width(rest, size, bold=bold) > width and len(rest) > 1:
            fits = len(rest)
            while _width(rest[:fits], size, bold=bold) > width and fits > 1:
                fits -= 1
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return lines


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
