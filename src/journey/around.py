"""What stands around the phases: variations, lanes, themes, people, questions, support, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from journey.companions import Moment, Organisation, Person, Theme
from journey.describing import Describer
from journey.document import (
    Block,
    Bullets,
    Callout,
    Definitions,
    Heading,
    Paragraph,
    Table,
    Text,
)
from journey.library import companions
from journey.pathway import Term, Variation
from journey.wording import lane_in_words, sentence


class Around(Describer):
    """The pages around the phases, in the making."""

    def variation(self, variation: Variation) -> Iterator[Block]:
        yield Heading(2, variation.name)
        yield Paragraph(Text(self.words.variation))
        yield Bullets(tuple(self.said(s, variation.cites) for s in variation.notes))
        yield from self.asking(variation.questions)

    def beside(self) -> Iterator[Block]:
        if self.pathway.lanes:
            yield Heading(2, self.words.beside_title)
        for lane in self.pathway.lanes:
            yield Heading(3, lane.name)
            yield Paragraph(Text(lane_in_words(lane, self.pathway)))
            yield Bullets(tuple(self.said(s, lane.cites) for s in lane.about))

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
            yield Bullets(tuple(self.said(statement) for statement in theme.about))
            if theme.questions:
                yield Bullets(tuple(self.said(q) for q in theme.questions), is_checklist=True)

    def people(self) -> Iterator[Block]:
        people = companions(Person, self.pathway)
        if people:
            yield Heading(2, self.words.people_title)
            yield Definitions(tuple((sentence(p.name), self.said(p.does)) for p in people))

    def moments(self) -> Iterator[Block]:
        moments = companions(Moment, self.pathway)
        if moments:
            yield Heading(2, self.words.questions)
        for moment in moments:
            yield Heading(3, moment.name)
            yield Bullets(tuple(self.said(q) for q in moment.questions), is_checklist=True)

    def support(self) -> Iterator[Block]:
        w, shown = self.words, []
        for place in companions(Organisation, self.pathway):
            offers = self.said(place.offers)
            contact = " ".join(f"{part}." for part in (place.phone, place.hours) if part)
            shown.append((place.name, Text(f"{offers.words} {contact}".strip(), offers.marks)))
        if shown:
            yield Heading(2, w.support_title)
            yield Paragraph(Text(w.support_intro))
            yield Definitions(tuple(shown))

    def glossary(self, terms: Sequence[Term]) -> Iterator[Block]:
        yield Heading(2, self.words.glossary_title)
        yield Definitions(tuple((headword(term), self.said(term.meaning)) for term in terms))


def headword(term: Term) -> str:
    """A term with its abbreviation, where it has one."""
    short = [form for form in term.forms if form.isupper()]
    return f"{term.term} ({short[0]})" if short else term.term


def terms_in(blocks: Iterable[Block], terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that stand in the text of the blocks."""
    said = "\n".join(map(_words_of, blocks))
    lowered = said.lower()
    return tuple(term for term in terms if _stands_in(term, said, lowered))


def _stands_in(term: Term, said: str, lowered: str) -> bool:
    """Whether it stands there as a word of its own; no pattern, for this is asked very often."""
    for form in (term.term, *term.forms):
        # "ALL" is not "all".
        text, word = (said, form) if form.isupper() else (lowered, form.lower())
        at = text.find(word)
        while at >= 0:
            around = text[max(0, at - 1) : at] + text[at + len(word) : at + len(word) + 1]
            if not any(character.isalnum() or character == "_" for character in around):
                return True
            at = text.find(word, at + 1)
    return False


def _words_of(block: Block) -> str:
    match block:
        case Heading(words=text):
            return text
        case Paragraph(text):
            return text.words
        case Bullets(items) | Callout(paragraphs=items):
            return "\n".join(item.words for item in items)
        case Table(rows=rows):
            return "\n".join(cell.words for row in rows for cell in row)
        case Definitions(items=pairs):
            return "\n".join(f"{name}\n{text.words}" for name, text in pairs)
        case _:
            return ""
