"""Shapes and text of an SVG drawing, from top to bottom, with room kept for the widest font."""

from __future__ import annotations

from journey.picture.look import BESIDE, FONTS, LIGHT, PHASES, phase_colour
from journey.words.direction import is_turning, isolated, with_numbers_kept

SIZE, SMALL = 12.0, 11.0
DISC = 11.0
ROLES = {**LIGHT, "on": LIGHT["paper"]}
"""What a colour is for, each a class of its own, so that a screen may give it another: `on` is text
on a phase's colour.
"""


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

    def disc(self, x: float, y: float, number: int) -> None:
        """A part's number on its colour."""
        at = self._at(cx=x, cy=y, r=DISC)
        self._add(f'<circle {at} class="{_class(number)}" fill="{phase_colour(number)}"/>')
        self.text(x, y + 4, str(number), size=SMALL, bold=True, anchor="middle", role="on")

    def ring(self, x: float, y: float, radius: float) -> None:
        """A circle to colour in."""
        at = self._at(cx=x, cy=y, r=radius)
        edge = self._at(**{"stroke-width": 1.5})
        self._add(
            f'<circle {at} class="paper ink-line" fill="{ROLES["paper"]}" '
            f'stroke="{ROLES["ink"]}" {edge}/>'
        )

    def dark(
        self, x: float, y: float, width: float, height: float, number: int, *, radius: float = 3
    ) -> None:
        """The usual time of a part; its edges are its days."""
        at = self._at(x=x, y=y, width=width, height=height, rx=min(radius, width / 2))
        self._add(f'<rect {at} class="usual {_class(number)}" fill="{phase_colour(number)}"/>')

    def pale(
        self, x: float, y: float, width: float, height: float, number: int, *, radius: float = 3
    ) -> None:
        """The days that a part may cover beside the usual ones; its edges are its days."""
        at = self._at(x=x, y=y, width=width, height=height, rx=min(radius, width / 2))
        colour = phase_colour(number)
        edge = self._at(**{"stroke-width": 0.75})
        self._add(
            f'<rect {at} class="may {_class(number)}" fill="{colour}" fill-opacity="0.24" '
            f'stroke="{colour}" {edge}/>'
        )

    def arrow(self, x: float, y: float, height: float) -> None:
        """There is more to the right: a bar that is cut off ends in a point."""
        half = height / 2
        far = x + 1
        self._path([(x - 9, y - half - 1), (far, y - half - 1), (far, y)], "Z", "paper")
        self._path([(x - 9, y + half + 1), (far, y + half + 1), (far, y)], "Z", "paper")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, role: str, width: float, dash: str = ""
    ) -> None:
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        ends = self._at(x1=x1, y1=y1, x2=x2, y2=y2)
        self._add(
            f'<line {ends} class="{role}-line" stroke="{ROLES[role]}" '
            f"{self._at(**{'stroke-width': width})}{extra}/>"
        )

    def rect(self, x: float, y: float, width: float, height: float, *, role: str) -> None:
        at = self._at(x=x, y=y, width=width, height=height)
        self._add(f'<rect {at} class="{role}" fill="{ROLES[role]}"/>')

    def text(
        self, x: float, y: float, words: str, *, size: float = SIZE, bold: bool = False,
        anchor: str = "start", role: str = "ink",
    ) -> None:  # fmt: skip
        weight = ' font-weight="700"' if bold else ""
        placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
        at = self._at(x=x, y=y, **{"font-size": size})
        said = _escaped(isolated(with_numbers_kept(words)) if is_turning(words) else words)
        self._add(f'<text {at}{weight}{placed} class="{role}" fill="{ROLES[role]}">{said}</text>')

    def svg(self, ids: str = "", title: str = "", description: tuple[str, ...] = ()) -> str:
        """The whole drawing, as high as it has become, announced by its title.

        Without a title it is not announced: what says it all stands elsewhere. `ids` begins the id
        of the title, so that one page can hold several.
        """
        width, height = _n(self.width * self.scale), _n(self.height)
        role, said = 'aria-hidden="true"', ""
        if title:
            role = f'role="img" aria-labelledby="{ids}-title"'
            said = f'<title id="{ids}-title">{_escaped(title)}</title>\n'
        if description:
            said += f"<desc>{_escaped(' '.join(description))}</desc>\n"
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" {role} '
            f'font-family="{FONTS}">\n{said}'
            f'<rect width="100%" height="100%" class="paper" fill="{ROLES["paper"]}"/>\n'
            f"{body}\n</svg>\n"
        )

    def _path(self, points: list[tuple[float, float]], end: str, role: str) -> None:
        k = self.scale
        path = "L".join(f"{_n(x * k)} {_n(y * k)}" for x, y in points)
        self._add(f'<path d="M{path}{end}" class="{role}" fill="{ROLES[role]}"/>')

    def _at(self, **values: float) -> str:
        return " ".join(f'{name}="{_n(value * self.scale)}"' for name, value in values.items())

    def _add(self, part: str) -> None:
        self._parts.append(part)


def _escaped(words: str) -> str:
    """The words as text of XML; the standard library's own function loads the network's modules."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _class(number: int) -> str:
    """The class of a part's colour."""
    if number == BESIDE:
        return "beside"
    return f"phase-{(number - 1) % len(PHASES) + 1}"


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
