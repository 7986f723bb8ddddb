"""Why a date is where it is, as a document, and the plan counted in three ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.pages.describer import Describer
from journey.pages.document import (
    Block,
    Document,
    Paragraph,
    Table,
    Text,
)
from journey.pathways.durations import Basis
from journey.planning.explaining import Explanation, Reason, why
from journey.planning.timeline import Timeline
from journey.words.catalogue import sentence


def explain(timeline: Timeline, boundary: str, *, made: dt.date) -> Document:
    """Why the start of a phase, or the `finish`, is where it is: a table of steps that adds up.

    Raises UnknownPhaseError.
    """
    return _Explaining(timeline.pathway, made).why(timeline, boundary)


def three_ways(timeline: Timeline, *, made: dt.date) -> Document:
    """The plan if every part is as short as usual, typical, or as long as usual."""
    return _Explaining(timeline.pathway, made).three_ways(timeline)


class _Explaining(Describer):
    """One answer in the making."""

    def why(self, timeline: Timeline, boundary: str) -> Document:
        w = self.words
        is_finish = boundary == "finish"
        explanation = why(timeline, boundary)
        phases = timeline.phases
        name = phases[-1 if is_finish else max(0, explanation.boundary)].name
        title = (w.why_finish if is_finish else w.why_start).format(name=name)
        return self.answer(title, self.chain(timeline, explanation, is_finish=is_finish))

    def chain(
        self, timeline: Timeline, explanation: Explanation, *, is_finish: bool
    ) -> Iterator[Block]:
        w = self.words
        when = self.boundary(explanation.window, is_last_day=is_finish)
        yield Paragraph(Text(w.why_when.format(when=when)))
        if not explanation.reasons:
            yield Paragraph(Text(w.why_undated))
        else:
            columns = (w.why_step, w.shortest, w.typical, w.longest, w.lengths_from)
            reasons = enumerate(explanation.reasons, start=1)
            rows = tuple(self.step(timeline, number, reason) for number, reason in reasons)
            yield Table(w.why_title, columns, rows)
            most = explanation.most_uncertain
            if most is not None:
                yield Paragraph(Text(w.why_most.format(name=most.name)))
            yield Paragraph(Text(w.why_exclusive))
        yield from self.source_list()

    def step(self, timeline: Timeline, number: int, reason: Reason) -> tuple[Text, ...]:
        w, step, phase = self.words, reason.step, reason.phase
        days = [Text(self.date(day)) for day in (step.earliest, step.typical, step.latest)]
        if phase is None or phase.duration is None:
            name = w.steps[reason.kind].format(
                name=self.begins_at(timeline, step.boundary),
                date=self.date(timeline.as_of or step.latest),
            )
            return (Text(f"{number}. {name}"), *days, Text(""))
        length = phase.duration
        numbers: list[tuple[int, Basis]] = [
            (length.shortest, length.basis.shortest),
            (length.typical, length.basis.typical),
            (length.longest, length.basis.longest),
        ]
        added = [
            Text(f"{w.why_plus.format(length=self.number(n, length, basis).words)} {day.words}")
            for (n, basis), day in zip(numbers, days, strict=True)
        ]
        template = w.steps["counted" if phase.counted_from else "duration"]
        base = next((p.name for p in timeline.pathway.phases if p.id == phase.counted_from), "")
        name = template.format(name=phase.name, base=base)
        cites = self.marks.of(length.cites or phase.cites)
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
            cells = [Text(sentence(w.known_day.format(date=self.date(d - shift)))) for d in days]
            if window is not None and window.status == "known":
                cells = [Text(self.boundary(window, is_last_day=is_finish))] * 3
            label = (w.moved_end if is_finish else w.moved_start).format(name=name)
            rows.append((Text(label), *(cells or [Text(sentence(w.no_date))] * 3)))
        columns = (w.part, w.three_shortest, w.three_typical, w.three_longest)
        yield Table(w.three_title, columns, tuple(rows))
        yield Paragraph(Text(w.three_note))
        yield Paragraph(Text(f"{w.rough_end} {w.keep_taking}"))
