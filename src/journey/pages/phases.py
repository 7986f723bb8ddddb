"""The pages of the parts of a timeline: their table, one each, what else is known, from one to the
next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from journey.pages.describer import Describer, marks
from journey.pages.document import (
    Block,
    Bullets,
    Definitions,
    Heading,
    Paragraph,
    Space,
    Steps,
    Table,
    Text,
)
from journey.pathways.fields import Citation, Statement
from journey.pathways.model import DecisionPoint, Medicine, Phase
from journey.planning.activities import PlannedActivity, phase_activities
from journey.planning.timeline import PlannedPhase, Timeline
from journey.words.catalogue import sentence
from journey.words.dates import (
    boundary_label,
    count_in_words,
    duration_in_months,
    duration_in_words,
    flag_in_words,
    place_in_words,
    window_in_words,
)
from journey.words.roads import no_days_in_words

QUESTIONS = 3
"""So many questions stand on the sheet of a part; where it brings fewer, some are added."""
FIRST = ("begins_when", "place", "what_happens", "during", "soon_after", "looks_at", "tests")
"""The kinds of sentences of which the sheet of a part has one each before any has two."""
ENOUGH = 150
"""So many words about a part are read in a minute or two: what is over is behind, on More."""


class PhasePages:
    """The pages of the phases of one timeline; `is_blank` leaves room to write dates by hand."""

    def __init__(
        self,
        describer: Describer,
        timeline: Timeline,
        *,
        medicines: bool = False,
        later_effects: bool = False,
        is_blank: bool = False,
    ) -> None:
        self.describer = describer
        self.pathway, self.words = describer.pathway, describer.words
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

    # ---- a phase -------------------------------------------------------------------------------

    def sheet(self, planned: PlannedPhase) -> Iterator[Block]:
        """What a family takes along: the most needed of a phase, three questions, lines to write.

        What it has no room for is on `more`.
        """
        w, phase = self.words, planned.phase
        yield Heading(2, f"{planned.number}. {phase.name}")
        count = len(self.timeline.phases)
        here = w.you_are_here.format(number=planned.number, count=count)
        yield Steps(planned.number, count, here)
        if phase.also_called:
            names = ", ".join(name.text for name in phase.also_called)
            cites = [cite for name in phase.also_called for cite in name.cites or phase.cites]
            yield Paragraph(Text(w.also_called.format(names=names), marks(cites)))
        if not phase.is_for_everyone:
            yield Paragraph(Text(w.not_everyone))
        if phase.aim:
            yield from self.describer.section(w.aim, [phase.aim], phase.cites)
        yield Definitions(tuple(self.facts(planned)))
        yield self.describer.urgent_line()
        if self.is_blank:
            yield Space(w.write_start, 1)
            yield Space(w.write_end, 1)
        for heading, first, _ in self.told(phase):
            yield from self.describer.section(heading, first, phase.cites)
        yield Heading(3, w.questions)
        yield Bullets(tuple(self.asked(phase)[:QUESTIONS]), is_checklist=True)
        if not self.is_blank and not _is_known(planned):
            yield Space(w.write_start, 1)
            yield Space(w.write_end, 1)
        yield Space(w.my_notes, 1)

    def more(self, planned: PlannedPhase) -> Iterator[Block]:
        """What else is known of a phase: how its length was come by, the rest, what may follow."""
        w, phase = self.words, planned.phase
        blocks = [*self.behind(planned), *self.decisions(phase)]
        questions = self.asked(phase)[QUESTIONS:]
        if questions:
            blocks += [Heading(3, w.questions), Bullets(tuple(questions), is_checklist=True)]
        if blocks:
            yield Heading(2, w.more_title.format(name=f"{planned.number}. {phase.name}"))
            yield from blocks

    def behind(self, planned: PlannedPhase) -> Iterator[Block]:
        w, phase = self.words, planned.phase
        if phase.duration is not None and phase.duration.note:
            cites = phase.duration.cites or phase.cites
            yield from self.describer.section(w.how_long, [phase.duration.note], cites)
        for heading, _, rest in self.told(phase):
            yield from self.describer.section(heading, rest, phase.cites)
        yield from self.activities(planned)
        if self.has_medicines and phase.medicines:
            yield Heading(3, w.medicines_title)
            yield Paragraph(Text(w.medicines))
            yield Bullets(tuple(self.medicine(medicine) for medicine in phase.medicines))
        yield from self.describer.section(w.notes, phase.notes, phase.cites)

    def told(self, phase: Phase) -> Iterator[tuple[str, Sequence[Statement], Sequence[Statement]]]:
        """Each kind of sentence: its heading, those on the sheet of the part, and the rest."""
        w, effects = self.words, phase.side_effects
        kinds: list[tuple[str, str, Sequence[Statement]]] = [
            ("begins_when", w.begins_when, [phase.begins_when] if phase.begins_when else []),
            ("place", w.where_title, phase.place),
            ("what_happens", w.what_happens, phase.what_happens),
            ("tests", w.tests, phase.tests),
            ("during", w.side_effects, effects.during if effects else ()),
            ("soon_after", w.side_effects_soon, effects.soon_after if effects else ()),
            ("looks_at", w.looks_at, phase.looks_at),
        ]
        if effects and self.has_later_effects:
            kinds.insert(-1, ("later", w.side_effects_later, effects.later))
        counts = _first_of({kind: said for kind, _, said in kinds})
        for kind, heading, said in kinds:
            yield heading, said[: counts[kind]], said[counts[kind] :]

    def medicine(self, medicine: Medicine) -> Text:
        cite = Citation(source=medicine.source, where=medicine.where)
        return Text(medicine.name, marks([cite]))

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
        remarks += [flag_in_words(flag, w) for flag in item.flags]
        return (
            Text(item.activity.name, marks(cites)),
            Text(sentence(window_in_words(item.words_window, self.pathway.language))),
            Text(place_in_words(item, w)),
            Text(" ".join(remarks), marks(about.cites) if about else ()),
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
        return Text(sentence(places), marks(phase.cites))

    def asked(self, phase: Phase) -> list[Text]:
        """The questions of a phase; where they are few, one for all that is not said."""
        given = [self.describer.said(question) for question in phase.questions]
        if len(given) < QUESTIONS:
            given += map(Text, self.open_questions(phase))
        return given

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
            yield Bullets(tuple(self.describer.said(s, point.cites) for s in point.looks_at))
        if point.may_follow:
            yield Paragraph(Text(w.decision_may_follow))
            yield Bullets(tuple(self.describer.said(s, point.cites) for s in point.may_follow))

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
            yield from self.describer.section(
                w.begins_when, [after.phase.begins_when], after.phase.cites
            )
        yield from self.describer.section(w.looks_at, before.phase.looks_at, before.phase.cites)
        yield from self.decisions(before.phase)
        yield Heading(3, w.transition_moves)
        yield Paragraph(Text(w.moved_why))
        yield Heading(3, w.questions)
        yield Bullets(tuple(map(Text, w.transition_questions)), is_checklist=True)
        yield self.describer.urgent_line()
        yield Space(w.my_notes, 3)

    def aim(self, phase: Phase) -> Text:
        return (
            self.describer.said(phase.aim, phase.cites)
            if phase.aim
            else Text(self.words.ask["aim"])
        )

    def places(self, phase: Phase) -> Text:
        if phase.setting:
            return self.where(phase)
        return (
            self.describer.said(phase.place[0], phase.cites)
            if phase.place
            else Text(self.words.ask["where"])
        )

    # ---- pieces --------------------------------------------------------------------------------

    def length(self, phase: Phase, *, is_brief: bool = False, is_over: bool = False) -> Text:
        w, duration = self.words, phase.duration
        if duration is None:
            return Text(w.no_length)
        found = marks(duration.cites or phase.cites)
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
            found = tuple(dict.fromkeys((*found, *marks(stated.cites or phase.cites))))
        return Text(text, found)

    def start(self, planned: PlannedPhase) -> str:
        if planned.is_skipped:
            return no_days_in_words(planned, self.words)
        return sentence(self.describer.started(planned))

    def end(self, planned: PlannedPhase) -> str:
        if planned.is_squeezed:
            return no_days_in_words(planned, self.words)
        return sentence(self.describer.ended(planned))


def _is_known(planned: PlannedPhase) -> bool:
    ends = (planned.start, planned.end)
    return all(window is not None and window.status == "known" for window in ends)


def _first_of(said: Mapping[str, Sequence[Statement]]) -> dict[str, int]:
    """How many sentences of each kind stand on the sheet: in turn, while the words are few."""
    counts = dict.fromkeys(said, 0)
    words = 0
    for n in range(max(map(len, said.values()), default=0)):
        for kind in FIRST:
            if n < len(said[kind]) and n == counts[kind]:
                words += len(said[kind][n].text.split())
                if n == 0 or words <= ENOUGH:
                    counts[kind] += 1
    return counts
