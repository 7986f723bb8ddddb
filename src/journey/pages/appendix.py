"""What stands around the phases: variations, lanes, themes, people, questions, support, words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journey.pages.describer import Describer
from journey.pages.document import (
    Block,
    Bullets,
    Definitions,
    Heading,
    Paragraph,
    Table,
    Text,
)
from journey.pages.glossary import headword
from journey.pathways.companions import Moment, Organisation, Person, Term, Theme
from journey.pathways.library import companions
from journey.pathways.model import Lane, Variation
from journey.planning.activities import phase_activities
from journey.planning.timeline import Timeline
from journey.words.catalogue import sentence
from journey.words.dates import (
    boundary_label,
    flag_in_words,
    lane_in_words,
    place_in_words,
    window_in_words,
)


class Appendix:
    """The pages around the phases of one pathway."""

    def __init__(self, describer: Describer) -> None:
        self.describer = describer
        self.pathway, self.words = describer.pathway, describer.words

    def variation(self, variation: Variation) -> Iterator[Block]:
        yield Heading(2, variation.name)
        yield Paragraph(Text(self.words.variation))
        yield Bullets(tuple(self.describer.said(s, variation.cites) for s in variation.notes))
        yield from self.describer.asking(variation.questions)

    def beside(self, timeline: Timeline, *, is_brief: bool = False) -> Iterator[Block]:
        """What runs beside the phases; in brief, what of it has dates of its own, and these."""
        lanes = [lane for lane in self.pathway.lanes if lane.is_dated or not is_brief]
        if lanes:
            yield Heading(2, self.words.beside_title)
        for lane in lanes:
            yield Heading(3, lane.name)
            yield Paragraph(Text(lane_in_words(lane, self.pathway)))
            yield from self.lane_dates(lane, timeline)
            if is_brief:
                continue
            yield Bullets(tuple(self.describer.said(s, lane.cites) for s in lane.about))

    def lane_dates(self, lane: Lane, timeline: Timeline) -> Iterator[Block]:
        """When a lane with dates of its own begins and ends, and what happens in it."""
        planned = next((p for p in timeline.lanes if p.id == lane.id), None)
        if planned is None:
            return
        w = self.words
        yield Definitions(
            tuple(
                (boundary_label(window, w, is_last_day=is_end),
                 Text(self.describer.boundary(window, is_last_day=is_end, waits=after is not None)))
                for window, is_end, after in (
                    (planned.start, False, planned.start_after),
                    (planned.end, True, planned.end_after),
                )
            )
        )  # fmt: skip
        language = self.pathway.language
        rows = []
        for item in phase_activities(planned, closed=timeline.closed):
            flags = " ".join(flag_in_words(flag, w) for flag in item.flags)
            when = sentence(window_in_words(item.words_window, language))
            cells = (item.activity.name, when, place_in_words(item, w), flags)
            rows.append(tuple(map(Text, cells)))
        if rows:
            columns = (w.activity_what, w.activity_when, w.activity_day, w.activity_remarks)
            yield Table(lane.name, columns, tuple(rows))

    def themes(self, *, has_later_effects: bool) -> Iterator[Block]:
        shown = [
            theme
            for theme in companions(Theme, self.pathway)
            if has_later_effects or not theme.is_on_request
        ]
        if shown:
            yield Heading(2, self.words.themes_title)
        for theme in shown:
            yield Heading(3, theme.name)
            yield Bullets(tuple(self.describer.said(statement) for statement in theme.about))
            if theme.questions:
                yield Bullets(
                    tuple(self.describer.said(q) for q in theme.questions), is_checklist=True
                )

    def people(self) -> Iterator[Block]:
        people = companions(Person, self.pathway)
        if people:
            yield Heading(2, self.words.people_title)
            yield Definitions(
                tuple((sentence(p.name), self.describer.said(p.does)) for p in people)
            )

    def moments(self) -> Iterator[Block]:
        moments = companions(Moment, self.pathway)
        if moments:
            yield Heading(2, self.words.questions)
        for moment in moments:
            yield Heading(3, moment.name)
            yield Bullets(
                tuple(self.describer.said(q) for q in moment.questions), is_checklist=True
            )

    def support(self) -> Iterator[Block]:
        w, shown = self.words, []
        for place in companions(Organisation, self.pathway):
            offers = self.describer.said(place.offers)
            contact = " ".join(f"{part}." for part in (place.phone, place.hours) if part)
            links = ((place.phone, f"tel:{_digits(place.phone)}"),) if place.phone else ()
            said = Text(f"{offers.words} {contact}".strip(), offers.marks, links)
            shown.append((place.name, said))
        if shown:
            yield Heading(2, w.support_title)
            yield Paragraph(Text(w.support_intro))
            yield Definitions(tuple(shown))

    def glossary(self, terms: Sequence[Term]) -> Iterator[Block]:
        yield Heading(2, self.words.glossary_title)
        yield Definitions(
            tuple((headword(term), self.describer.said(term.meaning)) for term in terms)
        )


def _digits(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit() or c == "+")
