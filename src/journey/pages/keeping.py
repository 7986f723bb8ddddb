"""The pages that families keep: numbers, a card, logs, a roadmap, a road to colour in.

Each has room to write by hand, and says in one line what it is for. None asks for a number that
this guide would read anything from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.describer import Describer
from journey.pages.document import (
    Block,
    Bullets,
    Callout,
    Card,
    Heading,
    Paragraph,
    Road,
    Space,
    Table,
    Text,
)
from journey.planning.timeline import PlannedPhase, Timeline, plan
from journey.words.catalogue import sentence

KEPT = ("contacts", "card", "visits", "counts", "roadmap", "teach-back", "road")
"""The kinds of these pages, in their order."""
ROWS = 24
"""So many rows of a log are on a sheet."""
MOST_STONES = 40
"""A road of more months has a stone for three of them."""
TICK = "\u2610"
_ANY_DAY = dt.date(2001, 1, 1)
_MONTH = 30.44
"""Days, on average."""


class Keeping:
    """The pages of one timeline that are filled in by hand and kept."""

    def __init__(self, describer: Describer, timeline: Timeline) -> None:
        self.describer = describer
        self.words, self.pathway = describer.words, describer.pathway
        self.timeline = timeline

    def blocks(self, kind: str) -> Iterator[Block]:
        """The page of a kind of KEPT: its title, what it is for, and what there is to fill in."""
        reason = self.words.kept_for[kind]
        yield Heading(2, self.words.kept[kind])
        match kind:
            case "contacts":
                yield self.contacts(reason)
            case "card":
                yield Paragraph(Text(reason))
                yield self.card()
            case "visits":
                yield self.log(reason, self.words.kept_visits, ROWS)
            case "counts":
                yield self.counts(reason)
            case "roadmap":
                yield self.roadmap(reason)
            case "teach-back":
                yield self.teach_back(reason)
                yield from (Space(label, 1) for label in self.words.kept_signed)
            case "road":
                yield Paragraph(Text(reason))
                yield self.road(self.words.kept[kind])

    def contacts(self, caption: str) -> Table:
        """A row each for whom a family may ring, with the numbers that were given."""
        w, given = self.words, self.describer.contacts
        known = [given.line, given.nurse, given.ward]
        labels = [w.urgent_number, w.contact_nurse, w.contact_ward, *w.kept_people]
        numbers = [*known, *[None] * len(w.kept_people)]
        rows = tuple(
            (Text(label), Text(""), Text(number or ""))
            for label, number in zip(labels, numbers, strict=True)
        )
        return Table(caption, w.kept_contacts, rows)

    def card(self) -> Card:
        """Whom to ring on the one side, when on the other; no illness stands on it."""
        w, urgent = self.words, self.describer.urgent()
        front = Callout("card", w.kept_card_front, (), urgent.blanks)
        back = Callout("card", w.urgent_title, self.describer.urgent_line().paragraphs)
        return Card(front, back)

    def log(self, caption: str, columns: tuple[str, ...], count: int) -> Table:
        """Numbered rows to fill in."""
        empty = (Text(""),) * (len(columns) - 1)
        return Table(caption, columns, tuple((Text(str(n)), *empty) for n in range(1, count + 1)))

    def counts(self, caption: str) -> Table:
        """An empty table whose columns are named by hand."""
        w = self.words
        log = self.log(caption, w.kept_counts, ROWS)
        named = (Text(w.kept_count_named), *[Text("")] * (len(w.kept_counts) - 1))
        return Table(caption, log.columns, (named, *log.rows))

    def roadmap(self, caption: str) -> Table:
        """A line a part and a talk about results, each with its rough dates and a box to tick."""
        rows: list[tuple[Text, ...]] = []
        for planned in self.timeline.phases:
            name = Text(f"{planned.number}. {planned.name}")
            rows.append((name, Text(self.dates(planned)), Text(""), Text(TICK)))
            rows += (
                (Text(point.name), Text(""), Text(""), Text(TICK))
                for point in self.pathway.decision_points
                if point.after == planned.id
            )
        return Table(caption, self.words.kept_roadmap, tuple(rows))

    def dates(self, planned: PlannedPhase) -> str:
        if planned.start is None:
            return ""
        return sentence(self.describer.when(planned.start))

    def teach_back(self, caption: str) -> Table:
        """What a nurse explained, and that it was said back in one's own words."""
        rows = tuple((Text(topic), Text(TICK), Text(TICK)) for topic in self.words.kept_topics)
        return Table(caption, self.words.kept_taught, rows)

    def road(self, title: str) -> Road:
        """The parts as stones: about one a month, or a quarter where there are very many."""
        w, each = self.words, 1
        months = list(self.months())
        if sum(months) > MOST_STONES:
            each = 3
        stones = tuple(max(1, round(count / each)) for count in months)
        names = tuple(planned.name for planned in self.timeline.phases)
        said = (
            Text(w.kept_stones.format(number=n, name=name, count=count))
            for n, (name, count) in enumerate(zip(names, stones, strict=True), start=1)
        )
        about = w.kept_stone if each == 1 else w.kept_stone_of_three
        return Road(title, names, stones, Bullets((Text(about), *said)))

    def months(self) -> Iterator[float]:
        """About how many months each part usually takes, as this guide draws it."""
        drawn = plan(self.pathway, start=_ANY_DAY)
        for planned in drawn.phases:
            start, end = planned.start, planned.end
            days = (end.typical - start.typical).days if start and end else 0
            yield max(1.0, days / _MONTH)
