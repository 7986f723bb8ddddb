"""The tracks of the timeline picture: the first months, the whole, what runs beside, the key.

The first months: a column a month and a row a phase, solid to the shortest usual end, patterned to
the longest, a tick at the typical one. Then the whole way to scale, with lanes as thin bars under
the phases they span. Colour is never alone: number, pattern and words say the same.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from journey.picture.axis import Bar, Scale, bar_of, first_months
from journey.picture.canvas import (
    DASH,
    DISC,
    INK,
    LINE,
    MUTED,
    PAPER,
    SIZE,
    SMALL,
    WASH,
    Drawing,
    pattern_of,
    width_of,
    wrapped,
)
from journey.picture.look import phase_colour
from journey.planning.arithmetic import add
from journey.planning.timeline import OwnDate, PlannedPhase, Timeline, plan
from journey.words.catalogue import Words, sentence, words_for
from journey.words.dates import date_in_words, lane_in_words, length_in_words, own_date_in_words

if TYPE_CHECKING:
    from journey.pathways.model import Lane, Phase

LEFT = 204.0
"""Where the columns begin; the names stand left of it, or above where the sheet is narrow."""
NARROWEST = 264.0
"""The least width of the columns beside the names."""
TEXT_X = 2 * DISC + 8
BAR, THIN = 20.0, 3.0
HEADER, TODAY = 18.0, 16.0
"""How high the numbers of the months are, and the line that says today."""
OPEN_END = 104.0
"""The width of the words beside a phase that has no end."""
NEAR = 5.0
"""Ends so close, in points, look like one."""
ANY_DAY = dt.date(2001, 1, 1)
"""Lengths without dates are drawn from some day; which one does not show."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands under the months, from the drawing's `y` down."""

    height: float
    draw: Callable[[], None]
    is_apart: bool = True
    """Whether a line stands above it."""


class Tracks:
    """The tracks of one timeline, drawn from top to bottom."""

    def __init__(
        self, timeline: Timeline, today: dt.date | None, *, width: float, size: float
    ) -> None:
        self.w: Words = words_for(timeline.pathway)
        self.is_dated = timeline.is_dated
        self.timeline = timeline if self.is_dated else plan(timeline.pathway, start=ANY_DAY)
        # Without dates there is no place for a day.
        self.today = today if self.is_dated else None
        self.own = timeline.own_dates if self.is_dated else ()
        self.limit = math.inf
        self.sheets = [Drawing(width, size)]
        self.is_stacked = self.sheet.width - LEFT < NARROWEST
        self.decisions = {point.after for point in timeline.pathway.decision_points}
        edges = first_months(self.timeline)
        left = 7.0 if self.is_stacked else LEFT  # a marker on the first day needs room
        self.months = Scale(edges, left, self.sheet.width - 18) if edges else None
        bars = [(planned, bar) for planned in self.timeline.phases if (bar := bar_of(planned))]
        self.bars = [(planned, bar) for planned, bar in bars if not planned.is_squeezed]
        self.all: Scale | None = None
        if self.bars:
            ends = (self.bars[0][1].start, self.bars[-1][1].typical)
            self.all = Scale(ends, 0, self.sheet.width)

    def drawings(self, height: float = math.inf) -> list[Drawing]:
        """The whole picture, in as many drawings as it takes to have none higher, in points.

        Rows go over to the next one under months of their own; one row is never cut.
        """
        self.limit = height / self.sheet.scale
        self.draw_first_months()
        for draw in (self.draw_whole, self.draw_lanes, self.draw_key):
            self.place(draw)
        return self.sheets

    @property
    def sheet(self) -> Drawing:
        """What is drawn on."""
        return self.sheets[-1]

    def place(self, draw: Callable[[], None]) -> None:
        """Draw it below what is there, or on a drawing of its own where there is no room."""
        if self.sheet.y and math.isfinite(self.limit):
            tall = self.height_of(draw)
            if tall and self.sheet.y + tall > self.limit:
                self.sheets.append(self.sheet.blank())
        draw()

    def height_of(self, draw: Callable[[], None]) -> float:
        """How high it is, seen on a drawing that is thrown away."""
        self.sheets.append(self.sheet.blank())
        draw()
        return self.sheets.pop().y

    # ---- the first months ----------------------------------------------------------------------

    def draw_first_months(self) -> None:
        scale = self.months
        if scale is None:
            return
        rows: list[_Row] = []
        for planned in self.timeline.phases:
            lines, height = self.measure(planned)
            draw = partial(self.draw_row, planned, lines, height, scale)
            rows.append(_Row(height, draw))
        if self.today is not None and scale.holds(self.today):
            rows.append(_Row(TODAY, partial(self.draw_today_words, scale), is_apart=False))
        for n, day in enumerate(own for own in self.own if scale.holds(own.start)):
            lines = self.own_lines(day)
            pad = 0 if n else 4
            draw = partial(self.draw_own, day, lines, scale, pad)
            rows.append(_Row(self.own_height(lines) + pad, draw, is_apart=not n))
        for held in self.chunks(rows, scale):
            self.place(partial(self.draw_months, held, scale))

    def chunks(self, rows: Sequence[_Row], scale: Scale) -> Iterator[list[_Row]]:
        """The rows that stand under one row of months."""
        room = self.limit
        if math.isfinite(room):
            room -= self.height_of(partial(self.draw_months, (), scale))
        held: list[_Row] = []
        for row in rows:
            if held and sum(other.height for other in held) + row.height > room:
                yield held
                held = []
            held.append(row)
        yield held

    def draw_months(self, rows: Sequence[_Row], scale: Scale) -> None:
        sheet, w = self.sheet, self.w
        unit = w.picture_week if scale.is_in_weeks else w.picture_month
        if self.is_stacked:
            sheet.heading(w.picture_first)
            sheet.lines(0, [unit])
        top = sheet.y
        if not self.is_stacked:
            sheet.text(0, top + 13, w.picture_first, bold=True)
            sheet.text(LEFT - 8, top + 13, unit, size=SMALL, anchor="end", fill=MUTED)
        bottom = top + HEADER + sum(row.height for row in rows)
        for n, (left, right) in enumerate(pairwise(map(scale, scale.edges)), start=1):
            if n % 2:
                sheet.rect(left, top, right - left, bottom - top, fill=WASH)
            sheet.text((left + right) / 2, top + 13, str(n), size=SMALL, anchor="middle")
        sheet.y = top + HEADER
        for row in rows:
            below = sheet.y + row.height
            if row.is_apart and row is not rows[0]:
                sheet.line(0, sheet.y, sheet.width, sheet.y, LINE, 1)
            row.draw()
            sheet.y = below
        sheet.y = bottom + 5

    def measure(self, planned: PlannedPhase) -> tuple[list[str], float]:
        """The lines of a phase's name, and the height of its row."""
        room = (self.sheet.width if self.is_stacked else LEFT - 20) - TEXT_X
        lines = wrapped(planned.name, room, SIZE, bold=True)
        words = 4 + 14.5 * len(lines) + 14
        return lines, words + BAR + 14 if self.is_stacked else max(32.0, words)

    def draw_row(
        self, planned: PlannedPhase, lines: list[str], height: float, scale: Scale
    ) -> None:
        sheet = self.sheet
        above = height - BAR - 14 if self.is_stacked else height
        base = sheet.y + (above - 14.5 * (len(lines) + 1)) / 2 + 12
        sheet.disc(DISC, sheet.y + above / 2, planned.number)
        for line in lines:
            sheet.text(TEXT_X, base, line, bold=True)
            base += 14.5
        sheet.text(TEXT_X, base, _length_line(planned.phase, self.w), size=SMALL, fill=MUTED)
        middle = sheet.y + (height - BAR / 2 - 8 if self.is_stacked else height / 2)
        bar, start = bar_of(planned), planned.start
        if start and start.typical >= scale.last and not planned.is_squeezed:
            self.draw_later(planned, middle)
        elif bar:
            self.draw_bar(planned, bar, middle, scale)
            if self.today is not None and scale.holds(self.today):
                above = middle - BAR / 2 - 5 if self.is_stacked else sheet.y
                self.draw_today(scale, above, sheet.y + height)
        else:
            self.draw_open_end(planned, middle, scale)

    def draw_later(self, planned: PlannedPhase, middle: float) -> None:
        right, label = self.sheet.width, self.w.picture_later
        self.sheet.text(right - 16, middle + 4, label, size=SMALL, anchor="end")
        self.sheet.chevron(right - 10, middle, INK)
        if planned.id in self.decisions:
            self.sheet.ring(right - 28 - width_of(label, SMALL), middle)

    def draw_bar(self, planned: PlannedPhase, bar: Bar, middle: float, scale: Scale) -> None:
        sheet, colour, top = self.sheet, phase_colour(planned.number), middle - BAR / 2
        left = scale(bar.start)
        solid, full = max(scale(bar.shortest), left + 2), max(scale(bar.longest), left + 2)
        if full > solid:
            sheet.rect(left, top, full - left, BAR, fill=pattern_of(planned.number), radius=3)
        sheet.rect(left, top, solid - left, BAR, fill=colour, radius=3)
        dash = "" if planned.phase.is_for_everyone else DASH
        if dash:  # the gaps of the dashes have to show on what is solid, too
            sheet.rect(left, top, full - left, BAR, fill="none", radius=3, stroke=PAPER)
        sheet.rect(left, top, full - left, BAR, fill="none", radius=3, stroke=colour, dash=dash)
        if bar.longest > scale.last:
            is_solid = solid >= scale.right - 2
            sheet.chevron(scale.right - 6, middle, PAPER if is_solid else INK)
        elif bar.is_open:
            right = min(full + 30, scale.right)
            sheet.line(full, middle, right, middle, colour, 3, dash="2 4")
            sheet.chevron(right, middle, colour)
        if bar.shortest < bar.longest and bar.typical < scale.last:
            x = scale(bar.typical)
            sheet.line(x, top - 4, x, top + BAR + 4, PAPER, 5)
            sheet.line(x, top - 4, x, top + BAR + 4, INK, 2.5)
        if self.is_dated and planned.start and planned.start.status == "known":
            sheet.diamond(left, middle + BAR / 2)
        end = planned.end
        if end and end.status == "known" and end.typical <= scale.last:
            sheet.diamond(scale(end.typical), middle + BAR / 2)
        if planned.id in self.decisions:
            sheet.ring(scale(bar.typical), top - 1)

    def draw_open_end(self, planned: PlannedPhase, middle: float, scale: Scale) -> None:
        """A phase with no end: it may begin, and nobody says where it ends."""
        sheet, colour = self.sheet, phase_colour(planned.number)
        label = self.w.no_date if planned.phase.duration else self.w.picture_undated
        lines = wrapped(label, OPEN_END, SMALL)
        x, anchor = scale.left + 4, "start"
        ring = x + OPEN_END + 8, middle
        if planned.start:
            left = scale(planned.start.typical)
            right = min(left + 40, scale.right)
            widest = max(width_of(line, SMALL) for line in lines)
            is_left = right + 8 + OPEN_END > sheet.width and left - 8 >= widest
            if not is_left:  # where the sheet is narrow, the words may leave less for the line
                right = min(right, sheet.width - 8 - widest)
            sheet.line(left, middle, right, middle, colour, 3, dash="2 4")
            sheet.chevron(right, middle, colour)
            if self.is_dated and planned.start.status == "known":
                sheet.diamond(left, middle + BAR / 2)
            ring = right, middle - 11
            x, anchor = (left - 8, "end") if is_left else (right + 8, "start")
        base = middle + 4 - 6.5 * (len(lines) - 1)
        for n, line in enumerate(lines):
            sheet.text(x, base + 13 * n, line, size=SMALL, anchor=anchor, fill=MUTED)
        if planned.id in self.decisions:
            sheet.ring(*ring)

    # ---- days of the person's own --------------------------------------------------------------

    def own_lines(self, own: OwnDate) -> list[str]:
        room = self.sheet.width if self.is_stacked else LEFT - 12
        return wrapped(own_date_in_words(own, self.timeline.pathway.language), room, SMALL)

    def own_height(self, lines: list[str]) -> float:
        return 13.5 * len(lines) + (14 if self.is_stacked else 2)

    def draw_own(self, own: OwnDate, lines: list[str], scale: Scale, pad: float) -> None:
        """A row: what and when in words, and a marker, or a thin bar where it is longer."""
        sheet, height = self.sheet, self.own_height(lines)
        sheet.y += pad
        top = sheet.y
        sheet.lines(0, lines)
        point = top + (height - 3 if self.is_stacked else 11.5)
        left, right = scale(own.start), scale(own.end)
        if right - left > 10:
            sheet.rect(left, point - 1, right - left, THIN, fill=INK)
        sheet.pin(max(left, 6), point)

    def draw_today(self, scale: Scale, top: float, bottom: float) -> None:
        assert self.today is not None  # noqa: S101  the callers have looked
        x = min(max(scale(self.today), 2), self.sheet.width - 2)
        self.sheet.line(x, top, x, bottom, PAPER, 4)
        self.sheet.line(x, top, x, bottom, INK, 1.5, dash="4 3")

    def draw_today_words(self, scale: Scale) -> None:
        assert self.today is not None  # noqa: S101  the callers have looked
        day = date_in_words(self.today, self.timeline.pathway.language)
        self.beside(scale(self.today), self.sheet.y + 12, self.w.picture_today.format(date=day))
        self.sheet.y += TODAY

    def beside(self, x: float, base: float, label: str) -> None:
        """A label in the middle of x, or as near to it as the sheet allows."""
        half = width_of(label, SMALL) / 2
        if x - half < 0:
            self.sheet.text(0, base, label, size=SMALL)
        elif x + half > self.sheet.width:
            self.sheet.text(self.sheet.width, base, label, size=SMALL, anchor="end")
        else:
            self.sheet.text(x, base, label, size=SMALL, anchor="middle")

    # ---- the whole -----------------------------------------------------------------------------

    def draw_whole(self) -> None:
        scale, sheet = self.all, self.sheet
        if scale is None:
            return
        sheet.heading(self.w.picture_whole)
        held = [own for own in self.own if scale.holds(own.start)]
        if held:
            sheet.y += 10
            for own in held:
                sheet.pin(min(max(scale(own.start), 6), sheet.width - 6), sheet.y)
            sheet.y += 2
        top = sheet.y
        for planned, bar in self.bars:
            left, right = scale(bar.start), scale(bar.typical)
            sheet.rect(left, top, right - left, 22, fill=phase_colour(planned.number))
            label = f"{planned.number} {planned.name}"
            if width_of(label, SMALL, bold=True) > right - left - 8:
                label = str(planned.number)
            if width_of(label, SMALL, bold=True) <= right - left - 2:
                middle = (left + right) / 2
                sheet.text(
                    middle, top + 15, label, size=SMALL, bold=True, anchor="middle", fill=PAPER
                )
        for _, bar in self.bars[1:]:
            x = scale(bar.start)
            sheet.line(x, top, x, top + 22, PAPER, 1.5)
        sheet.y += 22
        self.year_marks(scale)
        sheet.y += 18
        if self.today is not None and scale.holds(self.today):
            self.draw_today(scale, top - 2, top + 25)
            if self.months is None or not self.months.holds(self.today):
                self.draw_today_words(scale)
        for own in self.own:
            if self.months is None or not self.months.holds(own.start):
                self.draw_later_own(own, scale)
        sheet.y += 3

    def year_marks(self, scale: Scale) -> None:
        sheet, w = self.sheet, self.w
        years = range(1, relativedelta(scale.last, scale.first).years + 1)
        marks = [(0, w.picture_start)]
        marks += [(year, w.picture_year.format(number=year)) for year in years]
        taken = -1.0
        for number, label in marks:
            x = scale(add(scale.first, number, "years")) if number else 0.0
            width = width_of(label, SMALL)
            anchor = "start" if not number else "end" if x + width / 2 > sheet.width else "middle"
            left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
            mark = min(max(x, 0.75), sheet.width - 0.75)
            sheet.line(mark, sheet.y, mark, sheet.y + 5, INK, 1.5)
            if left > taken:
                sheet.text(x, sheet.y + 17, label, size=SMALL, anchor=anchor)
                taken = left + width + 6

    def draw_later_own(self, own: OwnDate, scale: Scale) -> None:
        """A row below the whole: the marker under its place, its words on the roomier side."""
        sheet = self.sheet
        x = min(max(scale(own.start), 6), sheet.width - 6)
        is_left = x > sheet.width / 2
        said = own_date_in_words(own, self.timeline.pathway.language)
        lines = wrapped(said, (x if is_left else sheet.width - x) - 10, SMALL)
        sheet.pin(x, sheet.y + 11)
        for line in lines:
            at, anchor = (x - 10, "end") if is_left else (x + 10, "start")
            sheet.text(at, sheet.y + 11, line, size=SMALL, anchor=anchor)
            sheet.y += 13.5

    # ---- beside the phases ---------------------------------------------------------------------

    def draw_lanes(self) -> None:
        """A thin bar for all lanes of one span, under the phases they span; else in words."""
        lanes = self.timeline.pathway.lanes
        if not lanes:
            return
        sheet = self.sheet
        sheet.heading(self.w.beside_title)
        spans: dict[tuple[float, float, bool], list[str]] = {}
        in_words: list[Lane] = []
        for lane in lanes:
            span = self.lane_span(lane)
            if span is None:
                in_words.append(lane)
            else:
                # A few days apart look the same to scale; the words tell them apart.
                near = (s for s in spans if _is_near(s, span))
                spans.setdefault(next(near, span), []).append(lane.name)
        for (left, right, is_open), names in spans.items():
            self.draw_lane(left, right, names, is_open=is_open)
        for lane in in_words:
            said = f"{lane.name}: {lane_in_words(lane, self.timeline.pathway)}"
            sheet.lines(0, wrapped(said, sheet.width, SMALL))
        sheet.y += 4

    def lane_span(self, lane: Lane) -> tuple[float, float, bool] | None:
        """From where to where, and whether its end is open."""
        if self.all is None:
            return None
        first = self.timeline[lane.from_]
        start = first.end if lane.begins == "after" else first.start
        if start is None:
            return None
        if lane.until is None:
            return self.all(start.typical), self.sheet.width, True
        end = self.timeline[lane.until].end
        if end is None:
            return None
        return self.all(start.typical), self.all(end.typical), False

    def draw_lane(self, left: float, right: float, names: Sequence[str], *, is_open: bool) -> None:
        sheet = self.sheet
        label = "; ".join(names)
        if is_open:
            label = f"{label} ({self.w.picture_open})"
        if is_open:
            left = min(left, sheet.width - 24)
        right = max(right, left + 3)
        # Beside a bar that begins late there is room on its own line; else the words are above.
        is_late = left > sheet.width / 2
        lines = wrapped(label, left - 8 if is_late else sheet.width, SMALL)
        sheet.y += 3 if is_late else 0
        for line in lines:
            x = left - 8 if is_late else max(0, min(left, sheet.width - width_of(line, SMALL)))
            anchor = "end" if is_late else "start"
            sheet.text(x, sheet.y + 11, line, size=SMALL, anchor=anchor)
            sheet.y += 13.5
        y = sheet.y - 6 if is_late else sheet.y + 3.5
        if is_open:
            # Its end is not known: the bar runs out in dashes.
            solid = max(left, right - 42)
            sheet.line(solid, y, right - 8, y, MUTED, THIN, dash="5 4")
            sheet.chevron(right - 5, y, MUTED)
            right = solid
        if right > left:
            sheet.rect(left, y - THIN / 2, min(right, sheet.width) - left, THIN, fill=MUTED)
        sheet.y = max(sheet.y, y + 5)

    # ---- the key -------------------------------------------------------------------------------

    def draw_key(self) -> None:
        """What the marks mean, in as many lines as they need; only what is drawn."""
        sheet, x = self.sheet, 0.0
        sample = next((p.number for p in self.timeline.phases if _has_range(p)), 1)
        entries = list(self.entries())
        for kind, label in entries:
            width = 30 + width_of(label, SMALL) + 14
            if x and x + width - 14 > sheet.width:
                x = 0.0
                sheet.y += 18
            self.swatch(kind, x, sheet.y, sample)
            sheet.text(x + 30, sheet.y + 11, label, size=SMALL)
            x += width
        sheet.y += 15 if entries else 0

    def entries(self) -> Iterator[tuple[str, str]]:
        w, phases = self.w, self.timeline.phases
        if any(map(_has_range, phases)):
            yield "solid", w.picture_key_shortest
            yield "pattern", w.picture_key_longest
            yield "tick", w.picture_key_typical
        if self.is_dated and any(
            b and b.status == "known" for p in phases for b in (p.start, p.end)
        ):
            yield "known", w.picture_key_known
        if any(bar.is_open for _, bar in self.bars):
            yield "open", w.picture_key_open
        if not all(p.phase.is_for_everyone for p in phases):
            yield "dashed", w.picture_key_not_everyone
        if self.decisions and self.months:
            yield "decision", w.picture_key_decision
        if any(scale and scale.holds(own.start) for own in self.own for scale in self.scales):
            yield "own", w.picture_key_own

    @property
    def scales(self) -> tuple[Scale | None, Scale | None]:
        return self.months, self.all

    def swatch(self, kind: str, x: float, y: float, number: int) -> None:
        sheet, colour = self.sheet, phase_colour(number)
        match kind:
            case "solid":
                sheet.rect(x, y, 24, 14, fill=colour, radius=3)
            case "pattern":
                fill = pattern_of(number)
                sheet.rect(x + 1, y + 1, 22, 12, fill=fill, radius=3, stroke=colour)
            case "open":
                sheet.line(x, y + 7, x + 18, y + 7, colour, 3, dash="2 4")
                sheet.chevron(x + 20, y + 7, INK)
            case "tick":
                sheet.line(x + 12, y, x + 12, y + 14, INK, 2.5)
            case "known":
                sheet.diamond(x + 12, y + 7)
            case "decision":
                sheet.ring(x + 12, y + 7)
            case "own":
                sheet.pin(x + 12, y + 11.5)
            case _:
                fill = "none"
                sheet.rect(x + 1, y + 1, 22, 12, fill=fill, radius=3, stroke=colour, dash=DASH)


def _is_near(one: tuple[float, float, bool], other: tuple[float, float, bool]) -> bool:
    is_near = abs(one[0] - other[0]) < NEAR and abs(one[1] - other[1]) < NEAR
    return is_near and one[2] == other[2]


def _has_range(planned: PlannedPhase) -> bool:
    bar = bar_of(planned)
    return bar is not None and bar.shortest < bar.longest


def _length_line(phase: Phase, w: Words) -> str:
    length = w.no_length_short
    if phase.duration:
        length = length_in_words(phase.duration, w)
    return sentence(length) + ("" if phase.is_for_everyone else " *")
