"""The tracks of the picture: the first months, a row a part, and the whole time to scale.

Dark is the usual time; pale reaches from the earliest start to the latest end; where nobody says
how late a part may end, the pale bar fades. Colour is never alone: number and words say the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from journey.picture.axis import Scale
from journey.picture.canvas import DISC, SIZE, SMALL, Drawing, width_of, wrapped
from journey.picture.chart import Bar, Chart, Day, Row
from journey.picture.look import BESIDE

LEFT = 204.0
"""Where the columns begin; the names stand left of it, or above where the sheet is narrow."""
NARROWEST = 264.0
"""The least width of the columns beside the names."""
TEXT_X = 2 * DISC + 8
NAME, WORDS = 14.0, 13.0
"""How high a line of a name is, and one of the words below it."""
HEADER = 18.0
STRIP = 22.0
FADE = 30.0
"""How far an end fades, at most."""
DAY = 15.0
"""How high the words of a day are, a line."""


@dataclass(frozen=True, slots=True)
class Density:
    """How much air a row has, and how high its bar is."""

    air: float
    bar: float
    left: float = LEFT
    """Where the columns begin."""
    is_one_line: bool = False
    """Whether a name and its length share a line."""


DENSITIES = (
    Density(22, 22), Density(12, 20), Density(5, 18), Density(1, 16),
    Density(0, 14, left=290, is_one_line=True),
)  # fmt: skip
"""From roomy to tight: a writer takes the first that its sheet has room for."""


class Tracks:
    """The tracks of one chart, drawn from top to bottom."""

    def __init__(
        self, chart: Chart, *, width: float, size: float, density: Density = DENSITIES[1]
    ) -> None:
        self.chart = chart
        self.size = size
        self.full = width
        self.density = density
        self.limit = math.inf
        self.canvases = [Drawing(width, size)]
        inner = self.canvas.width
        self.is_stacked = inner - LEFT < NARROWEST
        left = 2.0 if self.is_stacked else density.left
        self.months = Scale(chart.edges, left, inner - 4)
        self.whole = Scale(chart.whole, 0, inner) if chart.whole else None

    def drawings(self, height: float = math.inf) -> list[Drawing]:
        """The whole picture, in as many drawings as it takes to have none higher, in points.

        Rows go over to the next one under months of their own; one row is never cut.
        """
        self.limit = height / self.canvas.scale
        for rows in self.held(self.months):
            self.place(self.head_height() + sum(map(self.row_height, rows)) + 4)
            self.draw_months(rows, self.months)
        self.place(self.key_height())
        self.draw_key()
        if self.whole is not None:
            self.place(self.whole_height(self.whole))
            self.draw_whole(self.whole)
        return self.canvases

    @property
    def canvas(self) -> Drawing:
        """What is drawn on."""
        return self.canvases[-1]

    def place(self, height: float) -> None:
        """Goes over to a drawing of its own where there is no room below what is there."""
        if self.canvas.y and height and self.canvas.y + height > self.limit:
            self.canvases.append(self.canvas.blank())

    def held(self, scale: Scale) -> Iterator[list[Row | Day]]:
        """The rows that stand under one row of months."""
        room = self.limit - self.head_height() - 4
        held: list[Row | Day] = []
        shown = [day for day in self.chart.days if scale.holds(day.first)]
        rows: list[Row | Day] = [*self.chart.rows, *self.chart.beside, *shown]
        for row in rows:
            if held and sum(map(self.row_height, held)) + self.row_height(row) > room:
                yield held
                held = []
            held.append(row)
        if held:
            yield held

    # ---- the first months ----------------------------------------------------------------------

    def titles(self, title: str) -> list[str]:
        unit = width_of(self.chart.unit, SMALL) + 8 if self.chart.unit else 0.0
        room = self.canvas.width if self.is_stacked else self.density.left - 12 - unit
        return wrapped(title, room, SIZE, bold=True)

    def head_height(self) -> float:
        """How high the title, the years and the names of the columns are."""
        years = HEADER - 3 if any(column.year for column in self.chart.columns) else 0
        axis = years + HEADER + (WORDS if self.is_stacked and self.chart.unit else 0)
        titles = 15.0 * len(self.titles(self.chart.title))
        return titles + 3 + axis if self.is_stacked else max(titles, axis) + 2

    def draw_months(self, rows: Sequence[Row | Day], scale: Scale) -> None:
        canvas, chart = self.canvas, self.chart
        top = canvas.y
        for n, line in enumerate(self.titles(chart.title)):
            canvas.text(0, top + 13 + 15 * n, line, bold=True)
        below = top + self.head_height()
        bottom = below + sum(map(self.row_height, rows))
        names = below - 5
        if chart.unit:
            x, anchor = (0.0, "start") if self.is_stacked else (self.density.left - 8, "end")
            base = names - WORDS - 2 if self.is_stacked else names
            canvas.text(x, base, chart.unit, size=SMALL, anchor=anchor, role="muted")
        edges = [scale(edge) for edge in scale.edges]
        room = min(right - left for left, right in pairwise(edges)) - 2
        longest = max(width_of(column.label, SMALL) for column in chart.columns)
        every = math.ceil((longest + 3) / (room + 2))  # of numbers too wide for their columns
        taken = -1.0
        for n, (left, right) in enumerate(pairwise(edges)):
            column = chart.columns[n]
            if n % 2 == 0:
                canvas.rect(left, names - 12, right - left, bottom - names + 12, role="wash")
            if longest <= room or not column.label.isdigit():
                label = column.label if longest <= room else column.label[:1]
                canvas.text((left + right) / 2, names, label, size=SMALL, anchor="middle")
            elif n % every == 0 and left + longest <= canvas.width:
                canvas.text(left + 1, names, column.label, size=SMALL)
            wide = width_of(column.year, SMALL, bold=True)
            if column.year and taken <= left <= canvas.width - wide:
                canvas.text(left + 1, names - HEADER + 3, column.year, size=SMALL, bold=True)
                taken = left + wide + 4
        canvas.y = below
        for n, row in enumerate(rows):
            after = canvas.y + self.row_height(row)
            if n and not (isinstance(row, Day) and isinstance(rows[n - 1], Day)):
                canvas.line(0, canvas.y, canvas.width, canvas.y, "rule", 0.75)
            if isinstance(row, Row):
                self.draw_row(row, after - canvas.y, scale)
            else:
                self.draw_day(row, scale, below)
            canvas.y = after
        canvas.y = bottom + 4

    def names(self, row: Row) -> tuple[list[str], list[str]]:
        """The lines of a part's name, and of what stands below it."""
        room = (self.canvas.width if self.is_stacked else self.density.left - 12) - TEXT_X
        name = wrapped(row.name, room, SIZE, bold=True)
        return name, wrapped(row.length, room, SMALL)

    def beside_name(self, row: Row) -> float | None:
        """Where the length stands on the line of the name; none where there is no room for it."""
        at = TEXT_X + width_of(row.name, SIZE, bold=True) + 8
        fits = at + width_of(row.length, SMALL) <= self.density.left - 8
        return at if self.density.is_one_line and not self.is_stacked and fits else None

    def row_height(self, row: Row | Day) -> float:
        if isinstance(row, Day):
            return DAY * len(self.day_lines(row)) + (2 if self.is_stacked else 0) + 3
        name, words = self.names(row)
        if self.beside_name(row) is not None:
            words = []
        text = NAME * len(name) + WORDS * len(words)
        if self.is_stacked:
            return max(text, 2 * DISC) + self.density.bar + 8
        beside = len(self.remark_lines(row)) * WORDS
        return max(text, beside, 2 * DISC + 1, self.density.bar + 4) + self.density.air

    def draw_row(self, row: Row, height: float, scale: Scale) -> None:
        canvas = self.canvas
        name, words = self.names(row)
        beside = self.beside_name(row)
        if beside is not None:
            words = []
        text = NAME * len(name) + WORDS * len(words)
        above = height - self.density.bar - 6 if self.is_stacked else height
        base = canvas.y + (above - text) / 2 + 11
        if row.number != BESIDE:
            canvas.disc(DISC, canvas.y + above / 2, row.number)
        for line in name:
            canvas.text(TEXT_X, base, line, bold=True)
            base += NAME
        if beside is not None:
            canvas.text(beside, base - NAME, row.length, size=SMALL, role="muted")
        for line in words:
            canvas.text(TEXT_X, base - 0.5, line, size=SMALL, role="muted")
            base += WORDS
        under = canvas.y + height - self.density.bar / 2 - 4
        middle = under if self.is_stacked else canvas.y + height / 2
        if row.later:
            self.beside(canvas.width - 4, middle + 4, [row.later])
        elif row.bar is None:
            self.draw_remark(row, scale.left + 4, middle)
        else:
            self.draw_bar(row, row.bar, middle, scale)

    def remark_lines(self, row: Row) -> list[str]:
        return wrapped(row.remark, 110, SMALL) if row.remark else []

    def draw_remark(self, row: Row, x: float, middle: float) -> None:
        lines = [row.remark] if self.is_stacked else self.remark_lines(row)
        base = middle + 4 - WORDS / 2 * (len(lines) - 1)
        for n, line in enumerate(lines):
            self.canvas.text(x, base + WORDS * n, line, size=SMALL, role="muted")

    def draw_bar(self, row: Row, bar: Bar, middle: float, scale: Scale) -> None:
        canvas, height = self.canvas, self.density.bar
        top = middle - height / 2
        left, right = scale(bar.earliest), scale(bar.latest)
        if bar.is_open:
            self.fade(row.number, right, top, height, scale.right)
        if right > left and (bar.earliest, bar.latest) != (bar.start, bar.end):
            canvas.pale(left, top, right - left, height, row.number)
        start, end = scale(bar.start), scale(bar.end)
        if not bar.is_undated:
            canvas.dark(start, top, max(end - start, 0.75), height, row.number)
        if bar.latest > scale.last:
            canvas.arrow(scale.right, middle, height)
            if row.until and width_of(row.until, SMALL, bold=True) <= end - start - 14:
                x = (start + end) / 2 - 3
                canvas.text(x, middle + 4, row.until, size=SMALL, bold=True, anchor="middle",
                            role="on")  # fmt: skip
        if row.remark:
            self.remark_beside(row, left, min(right + FADE, scale.right), middle, scale)

    def remark_beside(
        self, row: Row, left: float, right: float, middle: float, scale: Scale
    ) -> None:
        """What is said beside days that have no end, on the side that has room."""
        if self.is_stacked:
            widest = width_of(row.remark, SMALL)
            x = right + 6 if right + 6 + widest <= self.canvas.width else left - 6 - widest
            x = min(max(x, 2), self.canvas.width - widest)
            self.canvas.text(x, middle + 4, row.remark, size=SMALL, role="muted")
            return
        widest = max(width_of(line, SMALL) for line in self.remark_lines(row))
        fits = right + 6 + widest <= self.canvas.width
        self.draw_remark(row, right + 6 if fits else max(left - 6 - widest, scale.left), middle)

    def fade(self, number: int, left: float, top: float, height: float, limit: float) -> None:
        """An end that nobody gives: slices that become thinner and further apart."""
        x = left
        for width in (6.0, 4.0, 2.5, 1.25):
            if x + width > min(left + FADE, limit):
                break
            self.canvas.pale(x + 1, top, width - 1, height, number)
            x += width + 3

    # ---- days ----------------------------------------------------------------------------------

    def day_lines(self, day: Day) -> list[str]:
        room = self.canvas.width - 14 if self.is_stacked else self.density.left - 12
        return wrapped(day.label, room, SMALL)

    def draw_day(self, day: Day, scale: Scale, above: float) -> None:
        """A row: what and when in words, and a line through the months where it is."""
        canvas = self.canvas
        for n, line in enumerate(self.day_lines(day)):
            canvas.text(0, canvas.y + 12 + DAY * n, line, size=SMALL, bold=day.is_today)
        bottom = canvas.y + self.row_height(day) - 3
        x = scale(day.first)
        if day.is_today:
            canvas.line(x, above, x, bottom, "ink", 1.25, dash="3 2")
        width = max(scale(day.last) - x, 2.5)
        canvas.rect(min(x, canvas.width - width), bottom - 9, width, 9, role="ink")

    # ---- the whole -----------------------------------------------------------------------------

    def whole_days(self, scale: Scale) -> list[tuple[Day, list[str]]]:
        """The days that the first months do not hold, with their words."""
        days = [d for d in self.chart.days if scale.holds(d.first)]
        days = [day for day in days if not self.months.holds(day.first)]
        return [(day, wrapped(day.label, self.canvas.width * 0.55, SMALL)) for day in days]

    def whole_height(self, scale: Scale) -> float:
        titles = wrapped(self.chart.whole_title, self.canvas.width, SIZE, bold=True)
        days = sum(DAY * len(lines) for _, lines in self.whole_days(scale))
        return 15.0 * len(titles) + 5 + self.strip_height() + 20 + days

    def strips(self) -> list[list[tuple[Row, Bar]]]:
        """The parts in strips under each other: one, but where two run at the same time."""
        strips: list[list[tuple[Row, Bar]]] = []
        for row, bar in self.chart.bars:
            free = (strip for strip in strips if strip[-1][1].end <= bar.start)
            strip = next(free, None)
            if strip is None:
                strips.append([(row, bar)])
            else:
                strip.append((row, bar))
        return strips

    def strip_height(self) -> float:
        """How high they are together."""
        return STRIP * len(self.strips())

    def draw_whole(self, scale: Scale) -> None:
        canvas = self.canvas
        for line in wrapped(self.chart.whole_title, canvas.width, SIZE, bold=True):
            canvas.text(0, canvas.y + 12, line, bold=True)
            canvas.y += 15
        canvas.y += 5
        for strip in self.strips():
            self.draw_strip(strip, scale, canvas.y)
            canvas.y += STRIP
        self.draw_ticks(scale)
        canvas.y += 20
        for day, lines in self.whole_days(scale):
            self.draw_later_day(day, lines, scale)

    def draw_strip(self, strip: list[tuple[Row, Bar]], scale: Scale, top: float) -> None:
        canvas = self.canvas
        for row, bar in strip:
            left, right = scale(bar.start), scale(bar.end)
            canvas.dark(left, top, max(right - left, 0.75), STRIP, row.number, radius=0)
            label = f"{row.number} {row.name}"
            if width_of(label, SMALL, bold=True) > right - left - 8:
                label = str(row.number)
            if width_of(label, SMALL, bold=True) <= right - left - 2:
                middle = (left + right) / 2
                canvas.text(
                    middle, top + 15, label, size=SMALL, bold=True, anchor="middle", role="on"
                )
        for _, bar in strip[1:]:
            x = scale(bar.start)
            canvas.line(x, top, x, top + STRIP, "paper", 1.25)
        row, bar = strip[-1]
        if bar.latest == scale.last:
            self.draw_tail(row, bar, scale, top)

    def draw_tail(self, row: Row, bar: Bar, scale: Scale, top: float) -> None:
        """From the usual end to the latest one, which fades where nobody gives it."""
        left, right = scale(bar.end), scale(scale.last) - 0.5  # half the width of its edge
        if right - left > 0.5:
            self.canvas.pale(left, top, right - left, STRIP, row.number, radius=0)
            room = right - left - 6
            fits = (words for words in self.chart.may_end if width_of(words, SMALL) <= room)
            if words := next(fits, ""):
                middle = (left + right) / 2
                self.canvas.text(middle, top + 15, words, size=SMALL, anchor="middle")

    def draw_ticks(self, scale: Scale) -> None:
        canvas, taken = self.canvas, -1.0
        for n, tick in enumerate(self.chart.ticks):
            x = scale(tick.day)
            width = width_of(tick.label, SMALL)
            anchor = "start" if not n else "end" if x + width / 2 > canvas.width else "middle"
            left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
            mark = min(max(x, 0.75), canvas.width - 0.75)
            canvas.line(mark, canvas.y, mark, canvas.y + 4, "ink", 1.25)
            if left > taken:
                canvas.text(x, canvas.y + 16, tick.label, size=SMALL, anchor=anchor)
                taken = left + width + 6

    def draw_later_day(self, day: Day, lines: list[str], scale: Scale) -> None:
        """A row below the whole: a mark under its place, its words on the roomier side."""
        canvas = self.canvas
        x = min(max(scale(day.first), 2), canvas.width - 2)
        is_left = x > canvas.width / 2
        above = canvas.y - 20 - self.strip_height()
        canvas.line(x, above, x, canvas.y - 20, "ink", 1.25, dash="3 2")
        canvas.rect(x - 1.25, canvas.y + 3, 2.5, 9, role="ink")
        for line in lines:
            at, anchor = (x - 6, "end") if is_left else (x + 6, "start")
            canvas.text(at, canvas.y + 12, line, size=SMALL, anchor=anchor, bold=day.is_today)
            canvas.y += DAY

    def beside(self, right: float, base: float, lines: list[str]) -> None:
        """Words that end at the right."""
        for n, line in enumerate(lines):
            self.canvas.text(right, base + WORDS * n, line, size=SMALL, anchor="end", role="muted")

    # ---- the key -------------------------------------------------------------------------------

    def entries(self) -> Iterator[tuple[str, str]]:
        """What is drawn and needs a word."""
        bars = [row.bar for row in (*self.chart.rows, *self.chart.beside) if row.bar]
        if any(not bar.is_undated for bar in bars):
            yield "usual", self.chart.usual
        if any((bar.earliest, bar.latest) != (bar.start, bar.end) for bar in bars):
            yield "may", self.chart.may
        if any(bar.is_open for bar in bars):
            yield "fade", self.chart.goes_on

    def key_lines(self) -> list[list[tuple[str, str, float]]]:
        """The entries, in as many lines as they need, each with its place."""
        lines: list[list[tuple[str, str, float]]] = [[]]
        x = 0.0
        for kind, label in self.entries():
            width = 30 + width_of(label, SMALL)
            if x and x + width > self.canvas.width:
                lines.append([])
                x = 0.0
            lines[-1].append((kind, label, x))
            x += width + 16
        return [line for line in lines if line]

    def key_height(self) -> float:
        return sum(
            max(17.0, WORDS * len(wrapped(label, self.canvas.width - 30, SMALL)) + 4)
            for line in self.key_lines()
            for _, label, x in line[:1]
        ) + (5 if self.key_lines() else 0)

    def draw_key(self) -> None:
        canvas = self.canvas
        number = next((row.number for row in self.chart.rows if row.bar), 1)
        for line in self.key_lines():
            tallest = 17.0
            for kind, label, x in line:
                if kind == "usual":
                    canvas.dark(x, canvas.y + 1, 22, 12, number)
                elif kind == "may":
                    canvas.pale(x + 0.5, canvas.y + 1, 21, 12, number)
                else:
                    self.fade(number, x, canvas.y + 1, 12, x + 24)
                lines = wrapped(label, canvas.width - 30, SMALL)
                for n, words in enumerate(lines):
                    canvas.text(x + 30, canvas.y + 11 + WORDS * n, words, size=SMALL)
                tallest = max(tallest, WORDS * len(lines) + 4)
            canvas.y += tallest
        canvas.y += 5 if self.key_lines() else 0
