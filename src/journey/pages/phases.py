"""The parts of a timeline on paper: their table, a page for each, a sheet between two of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from journey.pages.describer import Describer
from journey.pages.document import (
    Block,
    Bullets,
    Callout,
    Definitions,
    Heading,
    Paragraph,
    Space,
    Table,
    Text,
)
from journey.pages.glossary import MOST_WORDS, headword, unexplained
from journey.pathways.fields import Citation
from journey.pathways.library import glossary
from journey.pathways.model import DecisionPoint, Medicine, Phase
from journey.planning.activities import PlannedActivity, phase_activities
from journey.planning.timeline import PlannedPhase, Timeline
from journey.words.catalogue import sentence
from journey.words.dates import (
    boundary_label,
    count_in_words,
    duration_in_months,
    duration_in_words,
    place_in_words,
    span_in_words,
    window_in_words,
)

FEWEST_QUESTIONS = 3
"""A phase that brings fewer questions of its own is given some."""


class Parts(Describer):
    """The pages of the phases, in the making; `is_blank` leaves room to write dates by hand."""

    def __init__(
        self,
        timeline: Timeline,
        made: dt.date,
        *,
        medicines: bool = False,
        later_effects: bool = False,
        is_blank: bool = False,
    ) -> None:
        super().__init__(timeline.pathway, made)
        self.timeline = timeline
        self.has_medicines = medicines
        self.has_later_effects = later_effects
        self.is_blank = is_blank

    # ---- the table of all ----------------------------------------------------------------------

    def parts_table(self) -> Table:
        w = self.words
        days = (w.first_day, w.last_day) if self.is_blank else (w.starts, w.ends)
        rows = tuple(self.part_row(planned) for planned in self.timeline.phases)
        return Table(w.parts_title, (w.part, w.how_long, *days), rows)

    def part_row(self, planned: PlannedPhase) -> tuple[Text, ...]:
        return (
            Text(f"{planned.number}. {planned.name}"),
            self.length(planned.phase, is_brief=True),
            Text("" if self.is_blank else self.start(planned)),
            Text("" if self.is_blank else self.end(planned)),
        )

    def brief_table(self) -> Table:
        """The same in whole months, a line a part, for the overview."""
        w, language = self.words, self.pathway.language
        rows = []
        for planned in self.timeline.phases:
            when = sentence(span_in_words(planned.start, planned.end, language))
            days = (Text(w.squeezed if planned.is_squeezed else when),)
            rows.append((*self.part_row(planned)[:2], *days))
        if self.is_blank:
            return self.parts_table()
        return Table(w.parts_title, (w.part, w.how_long, w.around), tuple(rows))

    # ---- a phase -------------------------------------------------------------------------------

    def phase_page(self, planned: PlannedPhase) -> Iterator[Block]:
        """All that is known of a phase, the words it takes, and what is for the hand."""
        w, phase = self.words, planned.phase
        known = list(self.what_is_known(planned))
        yield from known
        yield from self.words_here(phase, known)
        yield Heading(3, w.questions)
        yield Bullets(tuple(self.asked(phase)), is_checklist=True)
        yield Heading(3, w.to_do_title)
        yield Bullets(tuple(map(Text, w.to_do)), is_checklist=True)
        if not self.is_blank:
            yield Space(w.write_start, 1)
            yield Space(w.write_end, 1)
        yield Space(w.my_notes, 3)

    def words_here(self, phase: Phase, known: Sequence[Block]) -> Iterator[Block]:
        """What the first of the words mean that are used and not explained."""
        terms = glossary(self.pathway.condition, self.pathway.language)
        own = {phase.name.lower(), *(name.text.lower() for name in phase.also_called)}
        found = [term for term in unexplained(known, terms) if term.term.lower() not in own]
        if found:
            yield Heading(3, self.words.words_here)
            shown = ((headword(t), self.said(t.meaning)) for t in found[:MOST_WORDS])
            yield Bullets(
                tuple(replace(said, words=f"{name}: {said.words}") for name, said in shown)
            )

    def what_is_known(self, planned: PlannedPhase) -> Iterator[Block]:
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
        yield self.urgent()
        if self.is_blank:
            yield Space(w.write_start, 1)
            yield Space(w.write_end, 1)
        yield from self.what_is_said(phase)
        yield from self.activities(planned)
        if self.has_medicines and phase.medicines:
            yield Heading(3, w.medicines_title)
            yield Paragraph(Text(w.medicines))
            yield Bullets(tuple(self.medicine(medicine) for medicine in phase.medicines))
        yield from self.section(w.looks_at, phase.looks_at, phase.cites)
        yield from self.section(w.notes, phase.notes, phase.cites)
        yield from self.decisions(phase)

    def what_is_said(self, phase: Phase) -> Iterator[Block]:
        w, effects = self.words, phase.side_effects
        if phase.begins_when:
            yield from self.section(w.begins_when, [phase.begins_when], phase.cites)
        yield from self.section(w.where_title, phase.place, phase.cites)
        yield from self.section(w.what_happens, phase.what_happens, phase.cites)
        yield from self.section(w.tests, phase.tests, phase.cites)
        if effects:
            yield from self.section(w.side_effects, effects.during, phase.cites)
            yield from self.section(w.side_effects_soon, effects.soon_after, phase.cites)
            if self.has_later_effects:
                yield from self.section(w.side_effects_later, effects.later, phase.cites)

    def medicine(self, medicine: Medicine) -> Text:
        cite = Citation(source=medicine.source, where=medicine.where)
        return Text(medicine.name, self.marks.of([cite]))

    def urgent(self) -> Block:
        w = self.words
        text = f"{w.urgent} {w.urgent_emergency.format(number=w.emergency_number)}"
        return Callout("urgent", w.urgent_title, (Text(text),), blanks=(w.urgent_number,))

    def activities(self, planned: PlannedPhase) -> Iterator[Block]:
        w = self.words
        found = phase_activities(planned, closed=self.timeline.closed)
        if found:
            columns = (w.activity_what, w.activity_when, w.activity_day, w.activity_remarks)
            yield Table(w.activities_title, columns, tuple(self.activity_row(i) for i in found))

    def activity_row(self, item: PlannedActivity) -> tuple[Text, ...]:
        w = self.words
        cites = item.activity.cites or item.phase.phase.cites
        about = item.activity.about
        remarks = [about.text] if about else []
        remarks += [w.flags[flag.kind].format(reason=flag.reason) for flag in item.flags]
        return (
            Text(item.activity.name, self.marks.of(cites, is_brief=True)),
            Text(sentence(window_in_words(item.words_window, self.pathway.language))),
            Text(place_in_words(item, w)),
            Text(" ".join(remarks), self.marks.of(about.cites) if about else ()),
        )

    def facts(self, planned: PlannedPhase) -> Iterator[tuple[str, Text]]:
        w, phase = self.words, planned.phase
        yield w.how_long, self.length(phase, is_over=_is_known(planned))
        if not self.is_blank:
            yield boundary_label(planned.start, w), Text(self.start(planned))
            yield boundary_label(planned.end, w, is_last_day=True), Text(self.end(planned))
        if phase.setting and not phase.place:
            yield w.where, self.where(phase)

    def where(self, phase: Phase) -> Text:
        places = ", ".join(self.words.places[setting] for setting in phase.setting)
        return Text(sentence(places), self.marks.of(phase.cites))

    def asked(self, phase: Phase) -> Iterator[Text]:
        """The questions of a phase; where they are few, one for all that is not said."""
        yield from (self.said(question) for question in phase.questions)
        if len(phase.questions) < FEWEST_QUESTIONS:
            yield from map(Text, self.open_questions(phase))

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

    def decisions(self, phase: Phase) -> Iterator[Block]:
        for point in self.pathway.decision_points:
            if point.after == phase.id:
                yield from self.decision(point)

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

    # ---- from one phase to the next ------------------------------------------------------------

    def transition_page(self, before: PlannedPhase, after: PlannedPhase) -> Iterator[Block]:
        w, two = self.words, (before, after)
        yield Heading(2, w.transition_title.format(first=before.name, next=after.name))
        yield Paragraph(Text(w.transition))
        rows = [(Text(w.aim), *(self.aim(planned.phase) for planned in two))]
        rows.append((Text(w.where_title), *(self.places(planned.phase) for planned in two)))
        rows.append((Text(w.how_long), *(self.length(planned.phase) for planned in two)))
        if not self.is_blank:
            rows.append((Text(w.starts), *(Text(self.start(planned)) for planned in two)))
            rows.append((Text(w.ends), *(Text(self.end(planned)) for planned in two)))
        columns = (w.transition_what, *(f"{p.number}. {p.name}" for p in two))
        yield Table(w.transition_table, columns, tuple(rows))
        if self.is_blank:
            yield Space(w.write_start, 1)
        if after.phase.begins_when:
            yield from self.section(w.begins_when, [after.phase.begins_when], after.phase.cites)
        yield from self.section(w.looks_at, before.phase.looks_at, before.phase.cites)
        yield from self.decisions(before.phase)
        yield Heading(3, w.transition_moves)
        yield Paragraph(Text(w.moved_why))
        yield Heading(3, w.questions)
        yield Bullets(tuple(map(Text, w.transition_questions)), is_checklist=True)
        yield self.urgent()
        yield Space(w.my_notes, 3)

    def aim(self, phase: Phase) -> Text:
        return self.said(phase.aim, phase.cites) if phase.aim else Text(self.words.ask["aim"])

    def places(self, phase: Phase) -> Text:
        if phase.setting:
            return self.where(phase)
        return (
            self.said(phase.place[0], phase.cites) if phase.place else Text(self.words.ask["where"])
        )

    # ---- pieces --------------------------------------------------------------------------------

    def length(self, phase: Phase, *, is_brief: bool = False, is_over: bool = False) -> Text:
        w, duration = self.words, phase.duration
        if duration is None:
            return Text(w.no_length)
        marks = self.marks.of(duration.cites or phase.cites, is_brief=is_brief)
        span = duration_in_words(duration)
        months = None if is_brief else duration_in_months(duration)
        if months:
            span = w.in_months.format(range=span, months=months)
        if duration.is_one_figure:
            is_short = is_brief or phase.stated_length is not None
            template = w.one_figure_short if is_short else w.one_figure
        elif duration.shortest == duration.longest:
            template = w.how_long_one
        else:
            # With both its dates known it is drawn by them, not by the typical length.
            template = w.how_long_about if is_brief or is_over else w.how_long_drawn
        typical = count_in_words(duration.typical, duration.unit)
        text = sentence(template.format(range=span, typical=typical))
        phases = enumerate(self.pathway.phases, start=1)
        base = next(((n, p.name) for n, p in phases if p.id == phase.counted_from), None)
        if base is not None and is_brief:
            text = w.counted_short.format(range=text, number=base[0])
        elif base is not None:
            text = f"{text.removesuffix('.')}. {w.counted.format(base=base[1])}"
        stated = phase.stated_length
        if stated is not None:
            range_ = duration_in_months(stated) or duration_in_words(stated)
            said = w.stated_length.format(range=range_)
            text = f"{text.removesuffix('.')}. {said}"
            own = self.marks.of(stated.cites or phase.cites, is_brief=is_brief)
            marks = tuple(dict.fromkeys((*marks, *own)))
        return Text(text, marks)

    def start(self, planned: PlannedPhase) -> str:
        return sentence(self.when(planned.start))

    def end(self, planned: PlannedPhase) -> str:
        if planned.is_squeezed:
            return self.words.squeezed
        return sentence(self.when(planned.end, last_day=True))


def _is_known(planned: PlannedPhase) -> bool:
    ends = (planned.start, planned.end)
    return all(window is not None and window.status == "known" for window in ends)
