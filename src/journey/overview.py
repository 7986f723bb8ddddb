"""From a timeline to a document: decides every word of a page and the order they come in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from journey.document import (
    Block,
    Bullets,
    Callout,
    Definitions,
    Document,
    Heading,
    Mark,
    Page,
    Paragraph,
    Place,
    SourceEntry,
    SourceList,
    Space,
    Table,
    Text,
)  # fmt: skip
from journey.durations import Basis, add
from journey.library import bundled_sources, glossary
from journey.pathway import (
    Citation,
    DecisionPoint,
    Duration,
    Lane,
    Pathway,
    Phase,
    Source,
    Statement,
    Term,
)  # fmt: skip
from journey.picture import draw
from journey.planning import DateWindow, PlannedPhase, Timeline, plan
from journey.wording import (
    Words,
    count_in_words,
    date_in_words,
    duration_in_words,
    last_day_in_words,
    review_in_words,
    sentence,
    window_in_words,
    words,
)  # fmt: skip

FEWEST_QUESTIONS = 3
"""A phase that brings fewer questions of its own is given some."""


def describe(timeline: Timeline, *, made: dt.date) -> Document:
    """The pages of a timeline: an overview, a page a phase, words to know, and the sources.

    `made` is printed as the day the pages were made, and sources are marked as old relative to
    it. An undated timeline gives pages to fill in by hand.
    """
    return _Describer(timeline, made).document()


def outline(timeline: Timeline, *, made: dt.date) -> Document:
    """The timeline on one page: its dates, its lengths with their basis, and the sources."""
    return _Describer(timeline, made).outline()


class _Marks:
    """Numbers each cited place in the order of its first use."""

    def __init__(self, pathway: Pathway) -> None:
        self._based_on = pathway.based_on
        # The glossary cites bundled sources that the pathway itself may not.
        self._sources = {source.id: source for source in (*bundled_sources(), *pathway.sources)}
        self._numbers: dict[Citation, int] = {}

    def of(self, cites: Iterable[Citation], *, is_brief: bool = False) -> tuple[Mark, ...]:
        """The marks of some citations; brief ones leave the publisher's name to the list."""
        return tuple(self._mark(cite, is_brief) for cite in dict.fromkeys(cites))

    def _mark(self, cite: Citation, is_brief: bool) -> Mark:  # noqa: FBT001  private
        number = self._numbers.setdefault(cite, len(self._numbers) + 1)
        source = self._sources[cite.source]
        is_plain = is_brief or self._based_on in (None, source.id)
        return Mark(number, source.history or "" if is_plain else source.label)

    def by_source(self) -> Iterator[tuple[Source, tuple[Place, ...]]]:
        for source in sorted(self._sources.values(), key=lambda s: s.id != self._based_on):
            places = tuple(
                Place(number, cite.where)
                for cite, number in self._numbers.items()
                if cite.source == source.id
            )
            if places:
                yield source, places


class _Describer:
    """One document in the making: the timeline, the words, and the marks given so far."""

    def __init__(self, timeline: Timeline, made: dt.date) -> None:
        self.timeline = timeline
        self.pathway = timeline.pathway
        self.made = made
        self.words: Words = words(self.pathway.language)
        self.marks = _Marks(self.pathway)

    def document(self) -> Document:
        pages = [
            Page("overview", tuple(self.overview())),
            Page("guidance", tuple(self.guidance())),
        ]
        pages += [
            Page(f"phase-{planned.id}", tuple(self.phase_page(planned)))
            for planned in self.timeline.phases
        ]
        if self.pathway.lanes:
            pages.append(Page("beside", tuple(self.beside())))
        terms = _terms_in(pages, glossary(self.pathway.condition))
        if terms:
            pages.append(Page("words", tuple(self.glossary(terms))))
        pages.append(Page("sources", tuple(self.sources())))
        return self.of_pages(pages)

    def outline(self) -> Document:
        blocks = [*self.heading(), self.parts_table(), *self.finish(), *self.sources()]
        return self.of_pages([Page("outline", tuple(blocks))])

    def of_pages(self, pages: Sequence[Page]) -> Document:
        return Document(
            title=self.title(),
            language=self.pathway.language,
            notice=self.words.notice,
            made=self.made,
            made_in_words=self.words.made.format(date=self.date(self.made)),
            pages=tuple(pages),
        )

    # ---- the overview --------------------------------------------------------------------------

    def title(self) -> str:
        return self.words.title.format(condition=self.pathway.condition)

    def heading(self) -> Iterator[Block]:
        w = self.words
        yield Heading(1, self.title())
        purpose = w.purpose if self.timeline.is_dated else w.purpose_undated
        yield Paragraph(Text(purpose.format(pathway=self.pathway.name)))
        yield Callout("notice", "", (Text(w.notice),))

    def overview(self) -> Iterator[Block]:
        yield from self.heading()
        yield draw(self.timeline)
        yield self.parts_table()
        yield from self.finish()
        yield self.urgent()

    def guidance(self) -> Iterator[Block]:
        w = self.words
        yield Heading(2, w.how_to_use_title)
        yield Bullets(tuple(Text(line) for line in w.how_to_use))
        if self.pathway.about:
            yield Heading(3, w.notes)
            yield Bullets(tuple(self.said(statement) for statement in self.pathway.about))

    def urgent(self) -> Block:
        w = self.words
        return Callout(
            "urgent",
            w.urgent_title,
            (Text(w.urgent), Text(w.urgent_emergency.format(number=w.emergency_number))),
            blanks=(w.urgent_number,),
        )

    def parts_table(self) -> Block:
        w = self.words
        columns = (w.part, w.how_long, w.starts, w.ends)
        return Table(w.parts_title, columns, tuple(self.part_row(p) for p in self.timeline.phases))

    def part_row(self, planned: PlannedPhase) -> tuple[Text, ...]:
        phase = planned.phase
        return (
            Text(f"{planned.number}. {phase.name}"),
            self.length(phase, is_brief=True),
            Text(self.start(planned)),
            Text(self.end(planned)),
        )

    def finish(self) -> Iterator[Block]:
        w = self.words
        finish = self.timeline.finish
        if finish is not None and finish.status != "known":
            line = w.finish.format(date=self.when(finish, last_day=True))
            yield Paragraph(Text(f"{line} {w.end}"))
        else:
            yield Paragraph(Text(w.end))
        total = self.pathway.stated_total
        if total is not None:
            line = self.total_line(total)
            if line:
                yield Paragraph(Text(line, self.marks.of(total.cites)))

    def total_line(self, total: Duration) -> str:
        """What a source says of the whole, and whether the parts fit it."""
        ideal = plan(self.pathway, start=_ANY_DAY)
        if ideal.finish is None:
            return ""
        low, high = (add(_ANY_DAY, count, total.unit) for count in (total.shortest, total.longest))
        fits = low <= ideal.finish.typical <= high
        template = self.words.total_within if fits else self.words.total_outside
        return template.format(total=duration_in_words(total))

    # ---- a phase -------------------------------------------------------------------------------

    def phase_page(self, planned: PlannedPhase) -> Iterator[Block]:
        w, phase = self.words, planned.phase
        yield Heading(2, f"{planned.number}. {phase.name}")
        if phase.also_called:
            names = ", ".join(name.text for name in phase.also_called)
            cites = [cite for name in phase.also_called for cite in name.cites or phase.cites]
            yield Paragraph(Text(w.also_called.format(names=names), self.marks.of(cites)))
        if not phase.is_for_everyone:
            yield Paragraph(Text(w.not_everyone))
        if phase.aim:
            yield from self.section(w.aim, [phase.aim], phase.cites)
        yield Definitions(tuple(self.facts(planned)))
        if phase.duration is not None and phase.duration.note:
            yield Paragraph(self.said(phase.duration.note, phase.duration.cites or phase.cites))
        if phase.begins_when:
            yield from self.section(w.begins_when, [phase.begins_when], phase.cites)
        yield from self.section(w.where_title, phase.place, phase.cites)
        yield from self.section(w.what_happens, phase.what_happens, phase.cites)
        yield from self.section(w.tests, phase.tests, phase.cites)
        if phase.side_effects:
            yield from self.section(w.side_effects, phase.side_effects.during, phase.cites)
            yield from self.section(w.side_effects_soon, phase.side_effects.soon_after, phase.cites)
        yield from self.section(w.looks_at, phase.looks_at, phase.cites)
        yield from self.section(w.notes, phase.notes, phase.cites)
        for point in self.pathway.decision_points:
            if point.after == phase.id:
                yield from self.decision(point)
        yield Heading(3, w.questions)
        asked = tuple(self.said(question) for question in phase.questions)
        if len(asked) < FEWEST_QUESTIONS:
            asked += tuple(map(Text, self.open_questions(phase)))
        yield Bullets(asked, is_checklist=True)
        yield Space(w.my_notes, 4)

    def facts(self, planned: PlannedPhase) -> Iterator[tuple[str, Text]]:
        w, phase = self.words, planned.phase
        yield w.how_long, self.length(phase)
        yield w.starts, Text(self.start(planned))
        yield w.ends, Text(self.end(planned))
        if phase.setting and not phase.place:
            places = ", ".join(w.places[setting] for setting in phase.setting)
            yield w.where, Text(sentence(places), self.marks.of(phase.cites))

    def open_questions(self, phase: Phase) -> Iterator[str]:
        """A real question wherever the pathway says nothing."""
        w = self.words
        blanks = [
            (phase.duration, w.ask["how_long"]),
            (phase.place or phase.setting, w.ask["where"]),
            (phase.tests, w.ask["tests"]),
            (phase.looks_at, w.ask["looks_at"]),
            (phase.side_effects, w.ask["side_effects"]),
            (None, w.ask["ring"]),
        ]
        return (question for given, question in blanks if not given)

    def decision(self, point: DecisionPoint) -> Iterator[Block]:
        w = self.words
        yield Heading(3, point.name)
        yield Paragraph(Text(w.decision))
        if point.looks_at:
            yield Paragraph(Text(w.decision_looks_at))
            yield Bullets(tuple(self.said(s, point.cites) for s in point.looks_at))
        if point.may_follow:
            yield Paragraph(Text(w.decision_may_follow))
            yield Bullets(tuple(self.said(s, point.cites) for s in point.may_follow))

    # ---- beside the phases, words, sources -----------------------------------------------------

    def beside(self) -> Iterator[Block]:
        yield Heading(2, self.words.beside_title)
        for lane in self.pathway.lanes:
            yield Heading(3, lane.name)
            yield Paragraph(Text(self.lane_span(lane)))
            yield Bullets(tuple(self.said(s, lane.cites) for s in lane.about))

    def lane_span(self, lane: Lane) -> str:
        names = {phase.id: phase.name for phase in self.pathway.phases}
        if lane.until is None:
            return self.words.beside_from.format(first=names[lane.from_])
        return self.words.beside_from_until.format(first=names[lane.from_], last=names[lane.until])

    def glossary(self, terms: Sequence[Term]) -> Iterator[Block]:
        yield Heading(2, self.words.glossary_title)
        yield Definitions(tuple((_headword(term), self.said(term.meaning)) for term in terms))

    def sources(self) -> Iterator[Block]:
        w = self.words
        yield Heading(2, w.lengths_title)
        yield Paragraph(Text(w.lengths_intro))
        yield self.lengths_table()
        yield Bullets(tuple(Text(line) for line in w.basis_meaning))
        yield Heading(2, w.sources_title)
        yield Paragraph(Text(w.sources_intro))
        yield SourceList(
            tuple(self.source(source, places) for source, places in self.marks.by_source())
        )
        yield Paragraph(Text(w.sources_not_endorsed))

    def lengths_table(self) -> Table:
        w = self.words
        rows = []
        for planned in self.timeline.phases:
            name = Text(f"{planned.number}. {planned.name}")
            duration = planned.phase.duration
            if duration is None:
                rows.append((name, *[Text(w.no_length)] * 3, Text("")))
                continue
            cites = duration.cites or planned.phase.cites
            rows.append(
                (
                    name,
                    self.number(duration.shortest, duration, duration.basis.shortest),
                    self.number(duration.typical, duration, duration.basis.typical),
                    self.number(duration.longest, duration, duration.basis.longest),
                    Text("", self.marks.of(cites)),
                )
            )
        columns = (w.part, w.shortest, w.typical, w.longest, w.lengths_from)
        return Table(w.lengths_title, columns, tuple(rows))

    def number(self, count: int, duration: Duration, basis: Basis) -> Text:
        return Text(f"{count_in_words(count, duration.unit)}, {self.words.basis[basis]}")

    def source(self, source: Source, places: tuple[Place, ...]) -> SourceEntry:
        w = self.words
        remarks = [self.review(source)]
        if source.next_review:
            remarks.append(w.next_review.format(date=self.date(source.next_review)))
        if source.is_stale(self.made):
            remarks.append(w.stale)
        if source.history:
            remarks.append(w.history.format(when=source.history))
        return SourceEntry(source.title, source.publisher, source.url or "", tuple(remarks), places)

    def review(self, source: Source) -> str:
        return self.words.reviewed.format(date=review_in_words(source, self.pathway.language))

    # ---- pieces --------------------------------------------------------------------------------

    def section(
        self, heading: str, statements: Sequence[Statement], cites: Iterable[Citation]
    ) -> Iterator[Block]:
        if not statements:
            return
        yield Heading(3, heading)
        if len(statements) == 1:
            yield Paragraph(self.said(statements[0], cites))
        else:
            yield Bullets(tuple(self.said(statement, cites) for statement in statements))

    def said(self, statement: Statement, fallback: Iterable[Citation] = ()) -> Text:
        return Text(statement.text, self.marks.of(statement.cites or fallback))

    def length(self, phase: Phase, *, is_brief: bool = False) -> Text:
        w, duration = self.words, phase.duration
        if duration is None:
            return Text(w.no_length)
        marks = self.marks.of(duration.cites or phase.cites, is_brief=is_brief)
        span = duration_in_words(duration)
        if duration.is_one_figure:
            template = w.how_long_one if is_brief else w.one_figure
        else:
            template = w.how_long_about if is_brief else w.how_long_drawn
        typical = count_in_words(duration.typical, duration.unit)
        return Text(template.format(range=span, typical=typical), marks)

    def start(self, planned: PlannedPhase) -> str:
        return sentence(self.when(planned.start))

    def end(self, planned: PlannedPhase) -> str:
        if planned.start and planned.end and planned.start.typical == planned.end.typical:
            return self.words.squeezed
        return sentence(self.when(planned.end, last_day=True))

    def when(self, window: DateWindow | None, *, last_day: bool = False) -> str:
        in_words = last_day_in_words if last_day else window_in_words
        text = in_words(window, self.pathway.language)
        if window is None:
            return text
        if window.status == "known":
            return self.words.known.format(date=text)
        if window.status == "estimated" and window.latest <= self.made:
            return self.words.past.format(date=text)
        return text

    def date(self, day: dt.date) -> str:
        return date_in_words(day, self.pathway.language)


_ANY_DAY = dt.date(2001, 1, 1)
"""Lengths are compared from some day; which one does not matter."""


def _terms_in(pages: Iterable[Page], terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that stand in the text of the pages."""
    said = "\n".join(_words_of(block) for page in pages for block in page.blocks)
    return tuple(term for term in terms if _stands_in(term, said))


def _stands_in(term: Term, said: str) -> bool:
    for form in (term.term, *term.forms):
        flags = 0 if form.isupper() else re.IGNORECASE  # "ALL" is not "all"
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", said, flags):
            return True
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


def _headword(term: Term) -> str:
    short = [form for form in term.forms if form.isupper()]
    return f"{term.term} ({short[0]})" if short else term.term
