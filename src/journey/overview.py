"""From a timeline to a document: decides every word of a page and the order they come in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from journey.activities import PlannedActivity, phase_activities
from journey.companions import Moment, Organisation, Person, Theme
from journey.describing import Describer
from journey.document import (
    Block,
    Bullets,
    Callout,
    Definitions,
    Document,
    Heading,
    Page,
    Paragraph,
    Space,
    Table,
    Text,
)
from journey.durations import add
from journey.library import companions, glossary
from journey.pathway import (
    Citation,
    DecisionPoint,
    Duration,
    Lane,
    Medicine,
    Phase,
    Term,
    Variation,
)
from journey.picture import draw
from journey.planning import PlannedPhase, Timeline, plan
from journey.wording import (
    boundary_label,
    count_in_words,
    duration_in_words,
    sentence,
    window_in_words,
)

FEWEST_QUESTIONS = 3
"""A phase that brings fewer questions of its own is given some."""


def describe(
    timeline: Timeline,
    *,
    made: dt.date,
    medicines: bool = False,
    later_effects: bool = False,
) -> Document:
    """The pages of a timeline: an overview, a page a phase, what stands around them, the sources.

    `made` is printed as the day the pages were made, and sources are marked as old relative to
    it. An undated timeline gives pages to fill in by hand. Names of medicines, and effects that
    come months or years later, are shown only when asked for.
    """
    overview = _Overview(timeline, made, medicines=medicines, later_effects=later_effects)
    return overview.document()


def outline(timeline: Timeline, *, made: dt.date) -> Document:
    """The timeline on one page: dates, visits, lengths with their basis, and the sources."""
    return _Overview(timeline, made).outline()


class _Overview(Describer):
    """The pages of a timeline in the making."""

    def __init__(
        self,
        timeline: Timeline,
        made: dt.date,
        *,
        medicines: bool = False,
        later_effects: bool = False,
    ) -> None:
        super().__init__(timeline.pathway, made)
        self.timeline = timeline
        self.has_medicines = medicines
        self.has_later_effects = later_effects

    def document(self) -> Document:
        pages = [Page("overview", tuple(self.overview()))]
        pages += [
            Page(f"variation-{variation.id}", tuple(self.variation(variation)))
            for variation in self.pathway.variations
            if variation.id in self.pathway.applied
        ]
        pages += [
            Page(f"phase-{planned.id}", tuple(self.phase_page(planned)))
            for planned in self.timeline.phases
        ]
        around = [
            Page("beside", tuple(self.beside())),
            Page("themes", tuple(self.themes())),
            Page("people", tuple(self.people())),
            Page("questions", tuple(self.moments())),
            Page("support", tuple(self.support())),
        ]
        pages += [page for page in around if page.blocks]
        terms = _terms_in(pages, glossary(self.pathway.condition, self.pathway.language))
        if terms:
            pages.append(Page("words", tuple(self.glossary(terms))))
        pages.append(Page("sources", tuple(self.sources())))
        return self.of_pages(self.title(), pages)

    def outline(self) -> Document:
        blocks = [*self.heading(), *self.switched_on(), self.parts_table(), *self.finish()]
        for planned in self.timeline.phases:
            visits = list(self.activities(planned))
            blocks += [Heading(3, planned.name), *visits] if visits else []
        blocks += self.sources()
        return self.of_pages(self.title(), [Page("outline", tuple(blocks))])

    # ---- the overview --------------------------------------------------------------------------

    def title(self) -> str:
        return self.words.title.format(condition=self.pathway.condition)

    def heading(self) -> Iterator[Block]:
        w = self.words
        yield Heading(1, self.title())
        purpose = w.purpose if self.timeline.is_dated else w.purpose_undated
        text = purpose.format(name=self.pathway.name)
        if self.pathway.based_on is not None:
            text = f"{text} {w.follows.format(page=self.pathway.follows)}"
        yield Paragraph(Text(text))
        yield Callout("notice", "", (Text(w.notice),))

    def switched_on(self) -> Iterator[Block]:
        names = [v.name for v in self.pathway.variations if v.id in self.pathway.applied]
        if names:
            yield Paragraph(Text(self.words.switched_on.format(names=", ".join(names))))

    def overview(self) -> Iterator[Block]:
        yield from self.heading()
        yield draw(self.timeline)
        yield self.urgent()
        yield self.parts_table()
        yield from self.finish()
        yield from self.guidance()

    def guidance(self) -> Iterator[Block]:
        w = self.words
        yield Heading(2, w.how_to_use_title)
        yield Bullets(tuple(Text(line) for line in w.how_to_use))
        notes = [self.said(statement) for statement in self.pathway.about]
        if any(v.id not in self.pathway.applied for v in self.pathway.variations):
            notes.append(Text(w.other_routes))
        if notes:
            yield Heading(3, w.notes)
            yield Bullets(tuple(notes))

    def urgent(self) -> Block:
        w = self.words
        text = f"{w.urgent} {w.urgent_emergency.format(number=w.emergency_number)}"
        return Callout("urgent", w.urgent_title, (Text(text),), blanks=(w.urgent_number,))

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
        line = w.keep_taking
        if finish is not None and finish.status != "known":
            ends = w.finish.format(date=self.when(finish, last_day=True))
            line = f"{ends} {w.rough_end} {line}"
        yield Paragraph(Text(line))
        total = self.pathway.stated_total
        if total is not None:
            yield Paragraph(Text(self.total_line(total), self.marks.of(total.cites)))

    def total_line(self, total: Duration) -> str:
        """What is said of the whole, and whether the parts fit it; their sum is never hidden."""
        w = self.words
        said = w.total_said[total.basis.longest].format(total=duration_in_words(total))
        whole = plan(self.pathway, start=_ANY_DAY).finish
        if whole is None:
            return said
        low, high = (add(_ANY_DAY, count, total.unit) for count in (total.shortest, total.longest))
        fit = "outside"
        if low <= whole.typical <= high:
            fit = "within" if low <= whole.earliest and whole.latest <= high else "partly"
        return f"{said} {w.total_fit[fit]}"

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
            if self.has_later_effects:
                yield from self.section(w.side_effects_later, phase.side_effects.later, phase.cites)
        yield from self.activities(planned)
        if self.has_medicines and phase.medicines:
            yield Heading(3, w.medicines_title)
            yield Paragraph(Text(w.medicines))
            yield Bullets(tuple(self.medicine(medicine) for medicine in phase.medicines))
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

    def medicine(self, medicine: Medicine) -> Text:
        cite = Citation(source=medicine.source, where=medicine.where)
        return Text(medicine.name, self.marks.of([cite]))

    def activities(self, planned: PlannedPhase) -> Iterator[Block]:
        w = self.words
        found = phase_activities(planned, closed=self.timeline.closed)
        if found:
            columns = (w.activity_what, w.activity_when, w.activity_day, w.activity_remarks)
            yield Table(w.activities_title, columns, tuple(self.activity_row(i) for i in found))

    def activity_row(self, item: PlannedActivity) -> tuple[Text, ...]:
        w = self.words
        cites = item.activity.cites or item.phase.phase.cites
        day = w.day_of_part if item.cycle is None else w.day_of_cycle
        about = item.activity.about
        remarks = [about.text] if about else []
        remarks += [w.flags[flag.kind].format(reason=flag.reason) for flag in item.flags]
        return (
            Text(item.activity.name, self.marks.of(cites, is_brief=True)),
            Text(sentence(window_in_words(item.words_window, self.pathway.language))),
            Text(day.format(day=item.day, cycle=item.cycle) if item.day is not None else ""),
            Text(" ".join(remarks), self.marks.of(about.cites) if about else ()),
        )

    def facts(self, planned: PlannedPhase) -> Iterator[tuple[str, Text]]:
        w, phase = self.words, planned.phase
        yield w.how_long, self.length(phase, is_over=_is_known(planned))
        yield boundary_label(planned.start, w), Text(self.start(planned))
        yield boundary_label(planned.end, w, is_last_day=True), Text(self.end(planned))
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

    def variation(self, variation: Variation) -> Iterator[Block]:
        yield Heading(2, variation.name)
        yield Paragraph(Text(self.words.variation))
        yield Bullets(tuple(self.said(s, variation.cites) for s in variation.notes))
        yield from self.asking(variation.questions)

    def themes(self) -> Iterator[Block]:
        shown = [
            theme
            for theme in companions(Theme, self.pathway)
            if self.has_later_effects or not theme.is_on_request
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

    def beside(self) -> Iterator[Block]:
        if self.pathway.lanes:
            yield Heading(2, self.words.beside_title)
        for lane in self.pathway.lanes:
            yield Heading(3, lane.name)
            yield Paragraph(Text(self.lane_span(lane)))
            yield Bullets(tuple(self.said(s, lane.cites) for s in lane.about))

    def lane_span(self, lane: Lane) -> str:
        names = {phase.id: phase.name for phase in self.pathway.phases}
        if lane.begins == "after":
            return self.words.beside_after.format(first=names[lane.from_])
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
        yield from self.source_list()

    def lengths_table(self) -> Table:
        w = self.words
        rows = []
        for planned in self.timeline.phases:
            name = Text(f"{planned.number}. {planned.name}")
            duration = planned.phase.duration
            if duration is None:
                rows.append((name, *[Text(w.no_number)] * 3, Text("")))
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
        return Table(w.lengths_caption, columns, tuple(rows))

    # ---- pieces --------------------------------------------------------------------------------

    def length(self, phase: Phase, *, is_brief: bool = False, is_over: bool = False) -> Text:
        w, duration = self.words, phase.duration
        if duration is None:
            return Text(w.no_length)
        marks = self.marks.of(duration.cites or phase.cites, is_brief=is_brief)
        span = duration_in_words(duration)
        if duration.is_one_figure:
            template = w.how_long_one if is_brief else w.one_figure
        else:
            # With both its dates known it is drawn by them, not by the typical length.
            template = w.how_long_about if is_brief or is_over else w.how_long_drawn
        typical = count_in_words(duration.typical, duration.unit)
        text = sentence(template.format(range=span, typical=typical))
        base = next((p.name for p in self.pathway.phases if p.id == phase.counted_from), None)
        if base is not None and not is_brief:
            text = f"{text} {w.counted.format(base=base)}"
        return Text(text, marks)

    def start(self, planned: PlannedPhase) -> str:
        return sentence(self.when(planned.start))

    def end(self, planned: PlannedPhase) -> str:
        if planned.is_squeezed:
            return self.words.squeezed
        return sentence(self.when(planned.end, last_day=True))


_ANY_DAY = dt.date(2001, 1, 1)
"""Lengths are compared from some day; which one does not matter."""


def _is_known(planned: PlannedPhase) -> bool:
    ends = (planned.start, planned.end)
    return all(window is not None and window.status == "known" for window in ends)


def _terms_in(pages: Iterable[Page], terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that stand in the text of the pages."""
    said = "\n".join(_words_of(block) for page in pages for block in page.blocks)
    lowered = said.lower()
    return tuple(term for term in terms if _stands_in(term, said, lowered))


def _stands_in(term: Term, said: str, lowered: str) -> bool:
    for form in (term.term, *term.forms):
        if form.lower() in lowered:  # most do not, and this is far quicker to tell
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
