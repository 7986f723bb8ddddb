"""What the sources each say, side by side, as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.describer import Describer, marks
from journey.pages.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Table,
    Text,
)
from journey.pathways.comparing import Comparison, align
from journey.pathways.library import disagreements
from journey.pathways.model import Pathway, Phase
from journey.values import must_be, must_be_day
from journey.words.catalogue import sentence
from journey.words.dates import (
    duration_in_words,
    review_in_words,
)


def compare_pathways(*pathways: Pathway, made: dt.date) -> Document:
    """What some pathways each say of the same part, and where they differ; nothing is averaged.

    Raises PathwayError for fewer than two, or the same one twice.

    >>> both = journey.get_pathway("cruk-adult"), journey.get_pathway("nhs")
    >>> journey.compare_pathways(*both, made=dt.date(2026, 3, 2)).title
    'What the pages say, side by side'
    """
    for pathway in pathways:
        must_be("pathways: each", pathway, Pathway, mend="get one with get_pathway or load_pathway")
    must_be_day("made", made, is_plausible=True)
    points = disagreements(pathways[0].condition, pathways[0].language) if pathways else ()
    comparison = align(pathways, points)
    return _Comparing(pathways[0], made, others=pathways[1:]).compared(comparison)


class _Comparing(Describer):
    """One answer in the making."""

    def compared(self, comparison: Comparison) -> Document:
        return self.answer(self.words.compare_title, self.comparison(comparison))

    def comparison(self, comparison: Comparison) -> Iterator[Block]:
        w = self.words
        yield Paragraph(Text(w.compare))
        yield Bullets(tuple(map(Text, w.basis_meaning)))
        facts = (w.compare_page, w.compare_for, w.compare_starts, w.compare_reviewed)
        about = tuple(map(self.about, comparison.pathways))
        yield Table(w.compare_pages, facts, about, is_compared=True)
        yield Heading(2, w.compare_lengths)
        yield from self.compared_parts(comparison)
        if comparison.disagreements:
            yield Heading(2, w.compare_differ)
        ids = {pathway.id: _label(pathway) for pathway in comparison.pathways}
        for point in comparison.disagreements:
            yield Heading(3, point.name)
            yield Bullets(
                tuple(
                    Text(f"{ids[saying.pathway]}: {saying.says}", marks(saying.cites))
                    for saying in point.sayings
                    if saying.pathway in ids
                )
            )
            yield Paragraph(self.said(point.so))

    def about(self, pathway: Pathway) -> tuple[Text, ...]:
        w = self.words
        own = [source for source in pathway.sources if source.id == pathway.based_on]
        reviewed = [review_in_words(source, self.pathway.language) for source in own]
        stale = [w.stale for source in own if source.is_stale(self.made)]
        return (
            Text(pathway.follows),
            Text(sentence(pathway.audience)),
            Text(w.compare_clock[pathway.starts_at]),
            Text(". ".join([sentence(" ".join(reviewed) or w.not_stated), *stale])),
        )

    def compared_parts(self, comparison: Comparison) -> Iterator[Block]:
        """A table for each part that two pages or more have, a row for each page's own phase."""
        w, alone = self.words, []
        for part in comparison.parts:
            name = w.meanings.get(part.meaning, part.meaning)
            pages = list(zip(comparison.pathways, part.phases, strict=True))
            having = [_label(pathway) for pathway, phases in pages if phases]
            if len(having) < 2:
                alone.append(f"{name} ({having[0]})")
                continue
            rows = tuple(
                (Text(_label(pathway)), Text(phase.name), self.compared_length(phase))
                for pathway, phases in pages
                for phase in phases
            )
            columns = (w.compare_page, w.compare_calls, w.how_long)
            yield Table(name, columns, rows, is_compared=True)
            without = [_label(pathway) for pathway, phases in pages if not phases]
            if without:
                yield Paragraph(Text(w.compare_without.format(names="; ".join(without))))
        if alone:
            yield Paragraph(Text(w.compare_alone.format(parts="; ".join(alone))))

    def compared_length(self, phase: Phase) -> Text:
        """How long a phase is, as its page says or as we drew it, and how we know each number."""
        w = self.words
        # What the page says, and not what its plan counts with.
        length = phase.stated_length or phase.duration
        if length is None:
            return Text(sentence(w.no_length_short))
        bases = (length.basis.shortest, length.basis.typical, length.basis.longest)
        kind = w.basis[length.basis.typical]
        span = f"{duration_in_words(length)} ({kind})"
        if length.is_one_figure:
            span = w.one_figure_basis.format(range=duration_in_words(length), basis=kind)
        elif len(set(bases)) > 1:
            counts = (length.shortest, length.typical, length.longest)
            numbers = zip((w.shortest, w.typical, w.longest), counts, bases, strict=True)
            span = "; ".join(
                f"{name.lower()} {self.number(count, length, basis).words.lower()}"
                for name, count, basis in numbers
            )
        return Text(sentence(span), marks(length.cites or phase.cites))


def _label(pathway: Pathway) -> str:
    """Whose page it is, where it follows one."""
    return pathway.name if pathway.based_on is None else pathway.source(pathway.based_on).label
