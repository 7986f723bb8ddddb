"""What the sources each say, side by side, as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from journey.pages.describer import Describer
from journey.pages.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Table,
    Text,
)
from journey.pathways.comparing import ComparedPart, Comparison, align
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
        facts = (w.compare_page, w.compare_for, w.compare_starts, w.compare_reviewed)
        yield Table(w.compare_pages, facts, tuple(map(self.about, comparison.pathways)))
        names = tuple(map(_label, comparison.pathways))
        rows = tuple(self.compared_part(part) for part in comparison.parts)
        yield Table(w.compare_lengths, (w.part, *names), rows)
        if comparison.disagreements:
            yield Heading(2, w.compare_differ)
        ids = {pathway.id: _label(pathway) for pathway in comparison.pathways}
        for point in comparison.disagreements:
            yield Heading(3, point.name)
            yield Bullets(
                tuple(
                    Text(f"{ids[saying.pathway]}: {saying.says}", self.marks.of(saying.cites))
                    for saying in point.sayings
                    if saying.pathway in ids
                )
            )
            yield Paragraph(self.said(point.so))
        yield from self.source_list()

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

    def compared_part(self, part: ComparedPart) -> tuple[Text, ...]:
        name = self.words.meanings.get(part.meaning, part.meaning)
        return (Text(name), *(self.compared_phases(phases) for phases in part.phases))

    def compared_phases(self, phases: Sequence[Phase]) -> Text:
        w = self.words
        if not phases:
            return Text(w.compare_absent)
        said, cites = [], []
        for phase in phases:
            # What the page says, and not what its plan counts with.
            length = phase.stated_length or phase.duration
            if length is None:
                said.append(f"{phase.name}: {w.no_length_short}.")
                continue
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
            said.append(f"{phase.name}: {span}.")
            cites += [*(length.cites or phase.cites)]
        return Text(" ".join(said), self.marks.of(cites))


def _label(pathway: Pathway) -> str:
    """Whose page it is, where it follows one."""
    return pathway.name if pathway.based_on is None else pathway.source(pathway.based_on).label
