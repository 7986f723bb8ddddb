"""What every document shares: marks of sources, lengths with their basis, the list of sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, product
from string import ascii_lowercase

from journey.journeys.file import Contacts
from journey.pages.document import (
    Blank,
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    Mark,
    Page,
    Paragraph,
    Place,
    SourceEntry,
    SourceList,
    Text,
    texts_in,
)
from journey.pathways.durations import Basis, Duration
from journey.pathways.fields import Citation, Source, Statement
from journey.pathways.library import bundled_sources
from journey.pathways.model import Pathway
from journey.planning.timeline import DateWindow, PlannedPhase, Timeline
from journey.words.catalogue import Words, sentence, words_for
from journey.words.dates import (
    boundary_in_words,
    count_in_words,
    date_in_words,
    last_day_in_words,
    own_date_in_words,
    review_in_words,
    window_in_words,
)
from journey.words.roads import medicines_in_words, roads_in_words


def marks(cites: Iterable[Citation]) -> tuple[Mark, ...]:
    """The marks of some citations, each place once."""
    return tuple(Mark(cite.source, cite.where) for cite in dict.fromkeys(cites))


class Describer:
    """What the pages of one document share: its words, and how things are said.

    It keeps no account of what was made, so pages can be made alone and in any order: the numbers
    of the sources are given when all pages are there.
    """

    def __init__(
        self,
        pathway: Pathway,
        made: dt.date,
        *,
        others: Sequence[Pathway] = (),
        contacts: Contacts | None = None,
    ) -> None:
        self.pathway = pathway
        self.contacts = contacts or Contacts()
        self.made = made
        self.words: Words = words_for(pathway)
        # Beside others, no audience is the one that goes without saying.
        self.audience = None if others else pathway.audience
        # The companions cite bundled sources that a pathway itself may not.
        cited = [source for p in (pathway, *others) for source in p.sources]
        self.sources = {source.id: source for source in (*bundled_sources(), *cited)}

    def of_pages(self, title: str, pages: Sequence[Page]) -> Document:
        """The document around some pages."""
        return Document(
            title=title,
            language=self.pathway.language,
            notice=self.words.notice,
            made=self.made,
            made_in_words=self.words.made.format(date=self.date(self.made)),
            pages=tuple(pages),
        )

    def answer(self, title: str, blocks: Iterable[Block]) -> Document:
        """A document of one page: the answer right under its title, then its sources.

        The notice stands at its foot.
        """
        said = (Heading(1, title), *blocks)
        return self.of_pages(title, [Page("answer", (*said, *self.source_list(said)))])

    def section(
        self, heading: str, statements: Sequence[Statement], cites: Iterable[Citation]
    ) -> Iterator[Block]:
        """A heading and what is said under it; nothing where nothing is said."""
        if not statements:
            return
        yield Heading(3, heading)
        if len(statements) == 1:
            yield Paragraph(self.said(statements[0], cites))
        else:
            yield Bullets(tuple(self.said(statement, cites) for statement in statements))

    def asking(self, questions: Sequence[Statement]) -> Iterator[Block]:
        """Questions to tick off; nothing where there are none."""
        if questions:
            yield Heading(3, self.words.questions)
            yield Bullets(tuple(self.said(q) for q in questions), is_checklist=True)

    def said(self, statement: Statement, fallback: Iterable[Citation] = ()) -> Text:
        """A statement with its marks, or with those of what is around it."""
        return Text(statement.text, marks(statement.cites or fallback))

    def number(self, count: int | None, duration: Duration, basis: Basis | None) -> Text:
        """One number of a length, with its basis, or that it is not given."""
        if count is None or basis is None:
            return Text(self.words.no_number)
        return Text(f"{count_in_words(count, duration.unit)}, {self.words.basis[basis]}")

    def when(
        self, window: DateWindow | None, *, last_day: bool = False, waits: bool = False
    ) -> str:
        """When a boundary is, with a mark on a date the reader gave and on an estimate gone by."""
        in_words = last_day_in_words if last_day else window_in_words
        text = in_words(window, self.pathway.language, waits=waits)
        if window is None:
            return text
        if window.status == "known":
            return self.words.known.format(date=text)
        if window.status == "estimated" and window.latest <= self.made:
            return self.words.past.format(date=text)
        return text

    def stopped(self, template: str) -> str:
        """Why there is no date: which variations that are switched on end them, and from where."""
        names = [
            v.name for v in self.pathway.variations
            if v.id in self.pathway.applied and v.dates_stop
        ]  # fmt: skip
        w, stop = self.words, self.pathway.dates_stop
        name = next((p.name for p in self.pathway.phases if p.id == stop), None)
        none = w.no_dates_from.format(name=name) if name else w.no_dates_at_all
        return template.format(names=", ".join(names), none=none)

    def medicines_go_on(
        self,
        timeline: Timeline,
        *,
        on: dt.date | None = None,
        before: str = "",
        may_move: bool = False,
    ) -> Iterator[Block]:
        """Until the end, that medicines go on; from then on, the follow-up that the source names.

        `on` is the day it is seen from; left out, the day of making.
        """
        w, finish = self.words, timeline.finish
        if finish is None or finish.status != "known" or finish.typical > (on or self.made):
            said = medicines_in_words(timeline, on=on or self.made)
            yield Paragraph(Text(f"{before}{said}"), may_move=may_move)
            return
        yield Paragraph(Text(f"{before}{w.day_after_end}"), may_move=may_move)
        for lane in self.pathway.follow_up:
            for statement in lane.about[:1]:
                yield Paragraph(self.said(statement, lane.cites), may_move=may_move)

    def date(self, day: dt.date) -> str:
        """A day in the document's language."""
        return date_in_words(day, self.pathway.language)

    def source_list(self, said: object) -> Iterator[Block]:
        """The sources of what is said, in the order of first use, with every place that is cited.

        Nothing where nothing is cited.
        """
        places: dict[str, list[str]] = {}
        for text in texts_in(said):
            for mark in text.marks:
                there = places.setdefault(mark.source, [])
                if mark.where and mark.where not in there:
                    there.append(mark.where)
        if not places:
            return
        w = self.words
        yield Heading(2, w.sources_title)
        yield Paragraph(Text(f"{w.sources_intro} {w.sources_not_endorsed}"))
        yield SourceList(
            tuple(
                self._source(number, self.sources[source], there)
                for number, (source, there) in enumerate(places.items(), start=1)
            )
        )

    def _source(self, number: int, source: Source, places: Sequence[str]) -> SourceEntry:
        w = self.words
        remarks = [w.reviewed.format(date=review_in_words(source, self.pathway.language))]
        if source.next_review:
            remarks.append(w.next_review.format(date=self.date(source.next_review)))
        if source.is_stale(self.made):
            remarks.append(w.stale)
        if source.history:
            remarks.append(w.history.format(when=source.history))
        if source.audience:
            remarks.append(w.source_for[source.audience])
        if source.retired:
            remarks.append(source.retired)
        if source.held == "excerpt":
            remarks.append(w.excerpt)
        letters = _letters() if len(places) > 1 else iter([""])
        labelled = (
            Place(f"{number}{letter}", where)
            for where, letter in zip(places, letters, strict=False)
        )
        return SourceEntry(
            id=source.id,
            number=number,
            title=source.title,
            publisher=source.publisher,
            url=source.url or "",
            remarks=tuple(remarks),
            places=tuple(labelled),
        )

    def from_elsewhere(self, said: object) -> Iterator[Block]:
        """Which sources of what is said are from another time or country, or about others: in
        words, once. Adults' words or numbers never stand on a child's page, or the other way
        round, unsaid.
        """
        whose: dict[str, str] = {}
        for text in texts_in(said):
            for mark in text.marks:
                source = self.sources[mark.source]
                is_about_others = self.audience is not None and not source.is_about(self.audience)
                if is_about_others:
                    about = self.words.mark_about[str(source.audience)]
                    whose[source.id] = f"{source.label}, {about}"
                elif source.history:
                    whose[source.id] = source.label
        if whose:
            places = "; ".join(dict.fromkeys(whose.values()))
            said_of = self.words.from_elsewhere.format(places=places)
            yield Paragraph(Text(said_of, tuple(map(Mark, whose))), may_move=True)

    def urgent(self) -> Callout:
        """The box for getting help now, with the numbers to ring."""
        w, contacts = self.words, self.contacts
        text = f"{w.urgent} {w.urgent_emergency.format(number=w.emergency_number)}"
        labels = (w.urgent_number, w.contact_nurse, w.contact_ward)
        given = (contacts.line, contacts.nurse, contacts.ward)
        blanks = (Blank(label, said or "") for label, said in zip(labels, given, strict=True))
        return Callout("urgent", w.urgent_title, (Text(text),), blanks=tuple(blanks))

    def urgent_line(self) -> Callout:
        """The same in one line, for a page that is not the first."""
        w, line = self.words, self.contacts.line
        template = w.urgent_line if line is None else w.urgent_line_known
        said = template.format(number=w.emergency_number, line=line)
        return Callout("urgent", "", (Text(said),))

    def closing(
        self,
        timeline: Timeline,
        own_from: dt.date | None,
        *,
        asked: dt.date,
        to_record: str | None,
        file: str | None,
    ) -> Iterator[Block]:
        """What ends an answer: the next own date from a day on, unless the answer has told it; whom
        to ring; and what to write down next.
        """
        w, language = self.words, self.pathway.language
        later = [o for o in timeline.own_dates if own_from is not None and o.start >= own_from]
        lines = [
            Text(w.day_own_next.format(date=own_date_in_words(own, language))) for own in later[:1]
        ]
        lines += self.urgent_line().paragraphs
        hold = timeline.hold_on(asked)
        if file is not None and hold is not None and hold.is_open:
            lines.append(Text(w.day_hold_command.format(file=file)))
        elif to_record is not None and file is not None:
            lines.append(Text(w.day_command.format(file=file, boundary=to_record)))
        elif to_record is not None:
            lines.append(Text(w.day_record))
        yield Bullets(tuple(lines))

    def boundary(self, window: DateWindow | None, *, is_last_day: bool, waits: bool = False) -> str:
        """When a boundary may be, as a sentence begins."""
        return sentence(
            boundary_in_words(window, self.pathway.language, is_last_day=is_last_day, waits=waits)
        )

    def started(self, planned: PlannedPhase) -> str:
        """When a part starts, or why it has no start."""
        return self.when(planned.start, waits=planned.start_after is not None)

    def ended(self, planned: PlannedPhase) -> str:
        """When the last day of a part is, or why it has none."""
        return self.when(planned.end, last_day=True, waits=planned.end_after is not None)

    def roads(self, timeline: Timeline) -> Iterator[Block]:
        """What happened otherwise than the pathway says: holds, parts stopped or left out."""
        told = tuple(map(Text, roads_in_words(timeline)))
        if len(told) == 1:
            yield Paragraph(told[0])
        elif told:
            yield Bullets(told)

    def moves_end(self, timeline: Timeline) -> Iterator[Block]:
        """Why dates move; and, until the end is written down, that it is rough."""
        w = self.words
        yield Paragraph(Text(w.moved_why))
        if timeline.finish is None or timeline.finish.status != "known":
            yield Paragraph(Text(f"{w.rough_end} {medicines_in_words(timeline)}"))


def _letters() -> Iterator[str]:
    """A to z, then aa, ab and so on."""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))
