"""Shapes and text of an SVG drawing, from top to bottom, with room kept for the widest font."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from journey.picture.look import FONTS, LIGHT, PHASES, phase_colour

INK, MUTED, WASH = LIGHT["ink"], LIGHT["muted"], LIGHT["wash"]
LINE, PAPER = LIGHT["rule"], LIGHT["paper"]
SIZE, SMALL = 12.0, 11.0
DISC = 11.0
DASH = "5 3"


class Drawing:
    """Shapes in units of a twelfth of the text size; `y` is how far down the next one goes.

    Whatever the text size, a drawing is laid out as if it were 12, on a sheet that is so much
    narrower; what it writes is in points.
    """

    def __init__(self, width: float, size: float) -> None:
        self.scale = max(size, SIZE) / SIZE
        self.width = width / self.scale
        self.y = 0.0
        self._parts: list[str] = []

    @property
    def height(self) -> float:
        """How high it has become, in points."""
        return self.y * self.scale

    def blank(self) -> Drawing:
        """One with nothing on it, as wide and for text as large."""
        return Drawing(self.width * self.scale, SIZE * self.scale)

    def heading(self, label: str) -> None:
        for line in wrapped(label, self.width, SIZE, bold=True):
            self.text(0, self.y + 12, line, bold=True)
            self.y += 15
        self.y += 2

    def lines(self, x: float, lines: list[str], *, fill: str = INK) -> None:
        """Small lines of text; `y` is below them then."""
        for line in lines:
            self.text(x, self.y + 11, line, size=SMALL, fill=fill)
            self.y += 13.5

    def disc(self, x: float, y: float, number: int) -> None:
        self._add(f'<circle {self._at(cx=x, cy=y, r=DISC)} fill="{phase_colour(number)}"/>')
        self.text(x, y + 4, str(number), size=SMALL, bold=True, anchor="middle", fill=PAPER)

    def diamond(self, x: float, y: float) -> None:
        """A known date."""
        self._path([(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)], "Z", PAPER, INK, 2)

    def ring(self, x: float, y: float) -> None:
        """A decision point: a ring with a dot."""
        stroke = f'stroke="{INK}" {self._at(**{"stroke-width": 1.75})}'
        self._add(f'<circle {self._at(cx=x, cy=y, r=5)} fill="{PAPER}" {stroke}/>')
        self._add(f'<circle {self._at(cx=x, cy=y, r=1.75)} fill="{INK}"/>')

    def pin(self, x: float, y: float) -> None:
        """A date of the person's own: a triangle whose point is at `y`."""
        self._path([(x - 5, y - 8.5), (x + 5, y - 8.5), (x, y)], "Z", INK, INK, 1)

    def chevron(self, x: float, y: float, colour: str) -> None:
        """There is more to the right."""
        self._path([(x - 4, y - 6), (x + 2, y), (x - 4, y + 6)], "", "none", colour, 2.5)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dash: str = ""
    ) -> None:
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        ends = self._at(x1=x1, y1=y1, x2=x2, y2=y2)
        self._add(f'<line {ends} stroke="{colour}" {self._at(**{"stroke-width": width})}{extra}/>')

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str, radius: float = 0,
        stroke: str = "", dash: str = "",
    ) -> None:  # fmt: skip
        corner = f" {self._at(rx=radius)}" if radius else ""
        drawn = f' stroke="{stroke}" {self._at(**{"stroke-width": 1.5})}' if stroke else ""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        at = self._at(x=x, y=y, width=width, height=height)
        self._add(f'<rect {at}{corner} fill="{fill}"{drawn}{dashed}/>')

    def text(
        self, x: float, y: float, words: str, *, size: float = SIZE, bold: bool = False,
        anchor: str = "start", fill: str = INK,
    ) -> None:  # fmt: skip
        weight = ' font-weight="700"' if bold else ""
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        at = self._at(x=x, y=y, **{"font-size": size})
        self._add(f'<text {at}{weight}{placed} fill="{fill}">{escape(words)}</text>')

    def svg(self, title: str = "", description: tuple[str, ...] = ()) -> str:
        """The whole drawing, as high as it has become, with its title and what it says.

        Without that it is not announced: what says it all stands before it.
        """
        width, height = _n(self.width * self.scale), _n(self.height)
        role, said = 'aria-hidden="true"', ""
        if description:
            role = 'role="img" aria-labelledby="journey-picture-title journey-picture-desc"'
            said = (
                f'<title id="journey-picture-title">{escape(title)}</title>\n'
                f'<desc id="journey-picture-desc">{escape(" ".join(description))}</desc>\n'
            )
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" {role} '
            f"font-family={quoteattr(FONTS)}>\n"
            f"{said}<defs>{''.join(_patterns())}</defs>\n"
            f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{body}\n</svg>\n'
        )

    def _path(
        self, points: list[tuple[float, float]], end: str, fill: str, stroke: str, width: float
    ) -> None:
        k = self.scale
        path = "L".join(f"{_n(x * k)} {_n(y * k)}" for x, y in points)
        drawn = f'stroke="{stroke}" {self._at(**{"stroke-width": width})}'
        self._add(f'<path d="M{path}{end}" fill="{fill}" {drawn}/>')

    def _at(self, **values: float) -> str:
        return " ".join(f'{name}="{_n(value * self.scale)}"' for name, value in values.items())

    def _add(self, part: str) -> None:
        self._parts.append(part)


def pattern_of(number: int) -> str:
    """The pattern of a phase by its number, as a fill."""
    return f"url(#journey-pattern-{(number - 1) % len(PHASES)})"


def _patterns() -> Iterator[str]:
    """A pattern a colour, so that grey print tells them apart too."""
    for i, colour in enumerate(PHASES):
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


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text is in points, rather more than less: by DejaVu Sans, the widest font."""
    return size * (1.08 if bold else 1.0) * sum(map(_advance, text))


def _advance(character: str) -> float:
    if not character.isascii():
        return 1.0 if character < "\u0250" else 1.4
    if character in " .,:;'|/\\ijlIJ":
        return 0.37
    if character in '-frt!()[]*"':
        return 0.5
    if character in "mwMW@%#&+<=>^~":
        return 1.03
    if character.isupper():
        return 0.8
    return 0.67


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit; a word wider than a line is broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
            continue
        rest = word
        while (fits := _fitting(rest, width, size, bold=bold)) < len(rest):
            lines.append(rest[:fits])
            rest = rest[fits:]
        lines.append(rest)
    return lines


def _fitting(text: str, width: float, size: float, *, bold: bool) -> int:
    """How many of the characters fit, one at least."""
    taken = 0.0
    for count, character in enumerate(text):
        taken += width_of(character, size, bold=bold)
        if taken > width and count:
            return count
    return len(text)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
