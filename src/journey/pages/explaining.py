"""Why a date is where it is, as a document, and the plan counted in three ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.describer import Describer, marks
from journey.pages.document import (
    Block,
    Document,
    Paragraph,
    Table,
    Text,
)
from journey.pathways.durations import Basis, Derived
from journey.planning.explaining import Explanation, Reason, why
from journey.planning.timeline import Timeline
from journey.values import must_be, must_be_day
from journey.words.catalogue import sentence
from journey.words.dates import count_in_words, given_in_words
from journey.words.roads import hold_in_words, medicines_in_words


def explain(timeline: Timeline, boundary: str, *, made: dt.date) -> Document:
    """Why the start of a phase, or the `finish`, is where it is: a table of steps that adds up.

    Raises UnknownPhaseError.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> journey.explain(timeline, "maintenance", made=dt.date(2026, 3, 2)).language
    'en-GB'
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be_day("made", made, is_plausible=True)
    return _Explaining(timeline.pathway, made).why(timeline, boundary)


def three_ways(timeline: Timeline, *, made: dt.date) -> Document:
    """The plan if every part is as short as usual, typical, or as long as usual.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> journey.three_ways(timeline, made=dt.date(2026, 3, 2)).language
    'en-GB'
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be_day("made", made, is_plausible=True)
    return _Explaining(timeline.pathway, made).three_ways(timeline)


class _Explaining(Describer):
    """One answer in the making."""

    def why(self, timeline: Timeline, boundary: str) -> Document:
        w = self.words
        is_finish = boundary == "finish"
        explanation = why(timeline, boundary)
        phases = timeline.phases
        if explanation.inside:
            name = given_in_words(explanation.inside, timeline.pathway, w)
            is_end, title = explanation.inside.endswith(".end"), w.why_inside
            if is_end:
                name, title = phases[explanation.boundary].name, w.why_finish
            title = title.format(name=name)
            return self.answer(title, self.chain(timeline, explanation, is_finish=is_end))
        name = phases[-1 if is_finish else max(0, explanation.boundary)].name
        title = (w.why_finish if is_finish else w.why_start).format(name=name)
        return self.answer(title, self.chain(timeline, explanation, is_finish=is_finish))

    def chain(
        self, timeline: Timeline, explanation: Explanation, *, is_finish: bool
    ) -> Iterator[Block]:
        w = self.words
        waits = explanation.boundary in dict(timeline.waiting)
        when = self.boundary(explanation.window, is_last_day=is_finish, waits=waits)
        yield Paragraph(Text(w.why_when.format(when=when)))
        if not explanation.reasons:
            after = timeline.phases[explanation.boundary :]
            is_stopped = after[0].is_stopped if after else timeline.phases[-1].is_stopped
            start = explanation.inside and timeline.boundaries[explanation.boundary]
            hold = next((hold for hold in timeline.holds if hold.is_open), None)
            said = w.why_no_room if start else w.why_undated
            if waits and hold is not None:
                said = w.why_hold.format(date=self.date(hold.since))
            elif is_stopped:
                said = self.stopped(w.why_stopped) if self.pathway.dates_stop else w.why_cut
            yield Paragraph(Text(said))
        else:
            columns = (w.why_step, w.shortest, w.typical, w.longest, w.lengths_from)
            reasons = enumerate(explanation.reasons, start=1)
            rows = tuple(self.step(timeline, number, reason) for number, reason in reasons)
            yield Table(w.why_title, columns, rows)
            most = explanation.most_uncertain
            if most is not None:
                yield Paragraph(Text(w.why_most.format(name=most.name)))
            if explanation.moves_finish is not None:
                says = w.why_moves_finish if explanation.moves_finish else w.why_moves_nothing
                name = timeline.phases[explanation.boundary - 1].name
                yield Paragraph(Text(says.format(name=name)))
            if explanation.opened_by:
                names = ", ".join(phase.name for phase in explanation.opened_by)
                yield Paragraph(Text(w.why_open.format(names=names)))
            if not explanation.inside:
                yield Paragraph(Text(w.why_exclusive))

    def step(self, timeline: Timeline, number: int, reason: Reason) -> tuple[Text, ...]:
        w, step, phase = self.words, reason.step, reason.phase
        days = [Text(self.date(day)) for day in (step.earliest, step.typical, step.latest)]
        if phase is not None and phase.cycle is not None and reason.cycles:
            counts = [length * reason.cycles for length in phase.cycle.lengths]
            lengths = [count_in_words(count, phase.cycle.unit) for count in counts]
            cells = [
                Text(f"{w.why_plus.format(length=length)} {day.words}")
                for length, day in zip(lengths, days, strict=True)
            ]
            name = w.steps[reason.kind].format(name=phase.name)
            return (Text(f"{number}. {name}"), *cells, Text("", marks(phase.cites)))
        if phase is None or reason.length is None:
            named = self.begins_at(timeline, step.boundary)
            if step.of:
                named = given_in_words(step.of, timeline.pathway, w)
            elif step.kind == "skipped":
                named = timeline.phases[step.boundary - 1].name
            name = w.steps[reason.kind].format(
                name=named,
                hold=hold_in_words(step.hold, timeline) if step.hold else "",
                date=self.date(timeline.as_of or step.latest),
            )
            return (Text(f"{number}. {name}"), *days, Text(""))
        length = reason.length
        numbers: list[tuple[int | None, Basis | None]] = [
            (length.shortest, length.basis.shortest),
            (length.typical, length.basis.typical),
            (length.longest, length.basis.longest),
        ]
        if reason.kind == "back":  # the longest length gives the earliest day
            numbers.reverse()
        added = []
        for (count, basis), day in zip(numbers, days, strict=True):
            # Without a number of its own, a chain takes the typical one.
            plus, given = (w.why_plus, (count, basis))
            if reason.kind == "back":
                plus = w.why_minus
            if count is None:
                plus, given = w.why_plus_typical, (length.typical, length.basis.typical)
            said = self.number(given[0], length, given[1]).words
            # A length in cycles or sessions is counted day by day, and no number says it.
            is_counted = isinstance(length, Derived)
            added.append(day if is_counted else Text(f"{plus.format(length=said)} {day.words}"))
        if step.is_open:
            added[-1] = Text(w.or_later.format(when=added[-1].words))
        kind, anchor = reason.kind, phase.counts_back_from
        if kind == "duration":
            kind, anchor = ("counted" if phase.counted_from else kind), phase.counted_from
        template = w.steps[kind]
        base = next((p.name for p in timeline.pathway.phases if p.id == anchor), "")
        name = template.format(name=phase.name, base=base)
        cites = marks(length.cites or phase.cites)
        return (Text(f"{number}. {name}"), *added, Text("", cites))

    def begins_at(self, timeline: Timeline, boundary: int) -> str:
        """What a boundary is the start of; the finish has a name of its own."""
        if boundary == len(timeline.phases):
            return self.words.why_the_finish
        return timeline.phases[boundary].name

    def three_ways(self, timeline: Timeline) -> Document:
        return self.answer(self.words.three_title, self.chains(timeline))

    def chains(self, timeline: Timeline) -> Iterator[Block]:
        w = self.words
        rows = []
        for i, window in enumerate(timeline.boundaries):
            is_finish = i == len(timeline.phases)
            name = timeline.phases[-1].name if is_finish else timeline.phases[i].name
            days = (window.earliest, window.typical, window.latest) if window else ()
            shift = dt.timedelta(days=1 if is_finish else 0)
            said = [sentence(w.known_day.format(date=self.date(d - shift))) for d in days]
            if window is not None and window.is_open:
                said[-1] = w.or_later.format(when=said[-1])
            cells = list(map(Text, said))
            if window is not None and window.status == "known":
                cells = [Text(self.boundary(window, is_last_day=is_finish))] * 3
            label = (w.moved_end if is_finish else w.moved_start).format(name=name)
            none = w.after_hold if i in dict(timeline.waiting) else w.no_date
            rows.append((Text(label), *(cells or [Text(sentence(none))] * 3)))
        columns = (w.part, w.three_shortest, w.three_typical, w.three_longest)
        yield Table(w.three_title, columns, tuple(rows))
        yield Paragraph(Text(w.three_note))
        yield Paragraph(Text(f"{w.rough_end} {medicines_in_words(timeline)}"))
