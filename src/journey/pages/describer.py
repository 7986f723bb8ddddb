"""What every document shares: marks of sources, lengths with their basis, the list of sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from journey.pages.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Mark,
    Page,
    Paragraph,
    Place,
    SourceEntry,
    SourceList,
    Text,
)
from journey.pathways.durations import Basis, Duration
from journey.pathways.fields import Citation, Source, Statement
from journey.pathways.library import bundled_sources
from journey.pathways.model import Pathway
from journey.planning.timeline import DateWindow, Timeline
from journey.words.catalogue import Words, sentence, words_for
from journey.words.dates import (
    boundary_in_words,
    count_in_words,
    date_in_words,
    last_day_in_words,
    review_in_words,
    window_in_words,
)


class Marks:
    """Numbers each cited place in the order of its first use."""

    def __init__(
        self,
        sources: Iterable[Source],
        *,
        own: str | None,
        audience: str | None,
        whose: Mapping[str, str],
    ) -> None:
        # The companions cite bundled sources that a pathway itself may not.
        self._sources = {source.id: source for source in (*bundled_sources(), *sources)}
        self._own = own
        self._audience = audience
        self._whose = whose
        self._numbers: dict[Citation, int] = {}

    def of(self, cites: Iterable[Citation], *, is_brief: bool = False) -> tuple[Mark, ...]:
        """The marks of some citations; brief ones leave the publisher's name to the list."""
        return tuple(self._mark(cite, is_brief=is_brief) for cite in dict.fromkeys(cites))

    def _mark(self, cite: Citation, *, is_brief: bool) -> Mark:
        number = self._numbers.setdefault(cite, len(self._numbers) + 1)
        source = self._sources[cite.source]
        own = self._sources.get(self._own or "")
        # A section of several pages, such as a publisher's on one illness, is one voice.
        is_plain = is_brief or (own is not None and source.label == own.label)
        label = source.history or "" if is_plain else source.label
        if self._audience is None or source.is_about(self._audience):
            return Mark(number, label)
        # Never adults' words or numbers on a child's page, or the other way round, unsaid.
        whose = self._whose[str(source.audience)]
        return Mark(number, f"{label}, {whose}" if label else whose)

    @property
    def are_used(self) -> bool:
        """Whether any place was cited."""
        return bool(self._numbers)

    def by_source(self) -> Iterator[tuple[Source, tuple[Place, ...]]]:
        """Each source that was cited, the own one first, with its numbered places."""
        for source in sorted(self._sources.values(), key=lambda s: s.id != self._own):
            places = tuple(
                Place(number, cite.where)
                for cite, number in self._numbers.items()
                if cite.source == source.id
            )
            if places:
                yield source, places


class Describer:
    """One document in the making: its words, and the marks given so far."""

    def __init__(self, pathway: Pathway, made: dt.date, *, others: Sequence[Pathway] = ()) -> None:
        self.pathway = pathway
        self.made = made
        self.words: Words = words_for(pathway)
        sources = [source for p in (pathway, *others) for source in p.sources]
        # Beside others, no source is the one that goes without saying.
        self.marks = Marks(
            sources, own=None if others else pathway.based_on,
            audience=None if others else pathway.audience, whose=self.words.mark_about,
        )  # fmt: skip

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
        """A document of one page: the answer right under its title, the notice at its foot."""
        return self.of_pages(title, [Page("answer", (Heading(1, title), *blocks))])

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
        return Text(statement.text, self.marks.of(statement.cites or fallback))

    def number(self, count: int | None, duration: Duration, basis: Basis | None) -> Text:
        """One number of a length, with its basis, or that it is not given."""
        if count is None or basis is None:
            return Text(self.words.no_number)
        return Text(f"{count_in_words(count, duration.unit)}, {self.words.basis[basis]}")

    def when(self, window: DateWindow | None, *, last_day: bool = False) -> str:
        """When a boundary is, with a mark on a date the reader gave and on an estimate gone by."""
        in_words = last_day_in_words if last_day else window_in_words
        text = in_words(window, self.pathway.language)
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

    def date(self, day: dt.date) -> str:
        """A day in the document's language."""
        return date_in_words(day, self.pathway.language)

    def source_list(self) -> Iterator[Block]:
        """The sources, with every place that a mark points to."""
        w = self.words
        yield Heading(2, w.sources_title)
        yield Paragraph(Text(w.sources_intro))
        yield Paragraph(Text(w.sources_not_endorsed))
        yield SourceList(tuple(self._source(*entry) for entry in self.marks.by_source()))

    def _source(self, source: Source, places: tuple[Place, ...]) -> SourceEntry:
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
        return SourceEntry(source.title, source.publisher, source.url or "", tuple(remarks), places)

    def boundary(self, window: DateWindow | None, *, is_last_day: bool) -> str:
        """When a boundary may be, as a sentence begins."""
        return sentence(boundary_in_words(window, self.pathway.language, is_last_day=is_last_day))

    def moves_end(self, timeline: Timeline) -> Iterator[Block]:
        """Why dates move; and, until the end is written down, that it is rough."""
        w = self.words
        yield Paragraph(Text(w.moved_why))
        if timeline.finish is None or timeline.finish.status != "known":
            yield Paragraph(Text(f"{w.rough_end} {w.keep_taking}"))
