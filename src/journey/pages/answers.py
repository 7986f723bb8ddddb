"""Documents that answer one question: why a date, what if it moves, what the sources each say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from journey.pages.describer import Describer
from journey.pages.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Table,
    Text,
)
from journey.pathways.durations import Basis
from journey.pathways.library import disagreements
from journey.pathways.model import Pathway, Phase
from journey.planning.changes import Change, Changes, ComparedPart, Comparison, Move, align, moves
from journey.planning.explaining import Explanation, Reason, why
from journey.planning.timeline import DateWindow, Timeline, boundary_names
from journey.words.wording import (
    boundary_in_words,
    count_in_words,
    duration_in_words,
    last_day_in_words,
    review_in_words,
    sentence,
    window_in_words,
)


def explain(timeline: Timeline, boundary: str, *, made: dt.date) -> Document:
    """Why the start of a phase, or the `finish`, is where it is: a table of steps that adds up.

    Raises UnknownPhaseError.
    """
    return _Answer(timeline.pathway, made).why(timeline, boundary)


def side_by_side(before: Timeline, after: Timeline, *, made: dt.date) -> Document:
    """Two plans: each boundary before and after, and by how much it moves.

    With and without a variation, say: a phase that one plan does not have is told as such.
    """
    return _Answer(after.pathway, made).moved(before, after)


def describe_changes(
    changes: Changes, *, made: dt.date, names: tuple[str, str] | None = None
) -> Document:
    """What moved between two plans, by how much, and which recorded thing moved it.

    `names` is what the two plans are called in the table: else the first plan, and now.
    """
    return _Answer(changes.after.pathway, made).changed(changes, names)


def three_ways(timeline: Timeline, *, made: dt.date) -> Document:
    """The plan if every part is as short as usual, typical, or as long as usual."""
    return _Answer(timeline.pathway, made).three_ways(timeline)


def compare_pathways(*pathways: Pathway, made: dt.date) -> Document:
    """What some pathways each say of the same part, and where they differ; nothing is averaged.

    Raises PathwayError for fewer than two, or the same one twice.
    """
    points = disagreements(pathways[0].condition, pathways[0].language) if pathways else ()
    comparison = align(pathways, points)
    return _Answer(pathways[0], made, others=pathways[1:]).compared(comparison)


_DAY = dt.timedelta(days=1)


class _Answer(Describer):
    """One answer in the making."""

    # ---- why -----------------------------------------------------------------------------------

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

    # ---- what if -------------------------------------------------------------------------------

    def moved(self, before: Timeline, after: Timeline) -> Document:
        return self.answer(self.words.moved_title, self.moves(before, after))

    def moves(self, before: Timeline, after: Timeline) -> Iterator[Block]:
        w = self.words
        rows = tuple(self.move(move, self.moved_to(move)) for move in moves(before, after))
        yield Table(w.moved_title, (w.part, w.moved_before, w.moved_after, w.moved_by), rows)
        yield from self.moves_end()

    def moves_end(self) -> Iterator[Block]:
        w = self.words
        yield Paragraph(Text(w.moved_why))
        yield Paragraph(Text(f"{w.rough_end} {w.keep_taking}"))

    def move(self, move: Move, after: str) -> tuple[Text, ...]:
        """A row: what, before, after, by how much."""
        w = self.words
        before = w.moved_absent
        if move.is_in_before:
            before = self.boundary(move.before, is_last_day=move.is_finish)
        by = w.moved_undated
        if not (move.is_in_before and move.is_in_after):
            by = ""
        elif move.days is not None:
            by = self.by(move.days)
        return Text(self.moving(move)), Text(before), Text(after), Text(by)

    def moving(self, move: Move) -> str:
        return (self.words.moved_end if move.is_finish else self.words.moved_start).format(
            name=move.name
        )

    def by(self, days: int) -> str:
        length = count_in_words(abs(days), "days")
        return self.words.moved[(days > 0) - (days < 0) + 1].format(length=length)

    def moved_to(self, move: Move) -> str:
        w = self.words
        if not move.is_in_after:
            return w.moved_absent
        was_known = not move.is_in_before or (move.before and move.before.status == "known")
        if move.after and move.after.status == "known" and not was_known:
            in_words = last_day_in_words if move.is_finish else window_in_words
            return w.what_if.format(date=in_words(move.after, self.pathway.language))
        return self.boundary(move.after, is_last_day=move.is_finish)

    # ---- what changed --------------------------------------------------------------------------

    def changed(self, changes: Changes, names: tuple[str, str] | None) -> Document:
        return self.answer(
            self.words.changes_title,
            self.told(changes, names or (self.words.changes_first, self.words.changes_now)),
        )

    def told(self, changes: Changes, names: tuple[str, str]) -> Iterator[Block]:
        w = self.words
        rows = tuple(
            self.move(move, self.moved_since(move)) for move in moves(changes.before, changes.after)
        )
        yield Paragraph(Text(w.changes if changes.each else w.changes_none))
        yield Table(w.moved_title, (w.part, *names, w.moved_by), rows)
        if changes.each:
            boundaries = boundary_names(changes.after.pathway)
            rows = tuple(
                (Text(self.done(change)), Text(self.moved_by(change.moves, boundaries)))
                for change in changes.each
            )
            yield Table(w.changes_each, (w.changes_done, w.changes_moves), rows)
        yield from self.moves_end()

    def moved_since(self, move: Move) -> str:
        if not move.is_in_after:
            return self.words.moved_absent
        return sentence(self.when(move.after, last_day=move.is_finish))

    def done(self, change: Change) -> str:
        """What was written down."""
        boundary, day = self.day_of(change.name, change.boundary), change.day
        if day is not None and change.boundary == "finish":
            day -= _DAY
        date = "" if day is None else self.date(day)
        return self.words.changed[change.kind].format(
            day=sentence(boundary), names=change.name, date=date
        )

    def moved_by(self, moved: Sequence[Move], boundaries: Sequence[str]) -> str:
        """What a thing moves: boundaries that move alike are told together."""
        w = self.words
        alike: dict[str, list[Move]] = {}
        for move in moved:
            alike.setdefault(self.how(move), []).append(move)
        if not alike:
            return w.changes_nothing
        return " ".join(
            w.changes_move.format(how=how, names=self.together(group, boundaries))
            for how, group in alike.items()
        )

    def together(self, group: Sequence[Move], boundaries: Sequence[str]) -> str:
        names = tuple(move.boundary for move in group)
        if len(names) > 2 and names == boundaries[-len(names) :]:
            return self.words.changes_all.format(name=self.day_of(group[0].name, names[0]))
        return ", ".join(self.day_of(move.name, move.boundary) for move in group)

    def day_of(self, name: str, boundary: str) -> str:
        w = self.words
        return (w.changes_last_day if boundary == "finish" else w.changes_first_day).format(
            name=name
        )

    def how(self, move: Move) -> str:
        w = self.words
        if not move.is_in_after:
            return w.changes_gone
        if not move.is_in_before:
            return w.changes_new
        if move.days is not None:
            return self.by(move.days)
        return w.changes_undated if move.after is None else w.changes_dated

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

    def boundary(self, window: DateWindow | None, *, is_last_day: bool) -> str:
        return sentence(boundary_in_words(window, self.pathway.language, is_last_day=is_last_day))

    # ---- what the sources each say -------------------------------------------------------------

    def compared(self, comparison: Comparison) -> Document:
        return self.answer(self.words.compare_title, self.comparison(comparison))

    def comparison(self, comparison: Comparison) -> Iterator[Block]:
        w = self.words
        yield Paragraph(Text(w.compare))
        facts = (w.compare_page, w.compare_for, w.compare_starts, w.compare_reviewed)
        yield Table(w.compare_pages, facts, tuple(map(self.about, comparison.pathways)))
        names = tuple(map(_label, comparison.pathways))
        rows = tuple(self.compared_part(part) for part in comparison.parts)
        yield Table(w.compare_lengths, (w.part, *names), rows)
        if comparison.disagreements:
            yield Heading(2, w.compare_differ)
        ids = {pathway.id: _label(pathway) for pathway in comparison.pathways}
        for point in comparison.disagreements:
            yield Heading(3, point.name)
            yield Bullets(
                tuple(
                    Text(f"{ids[saying.pathway]}: {saying.says}", self.marks.of(saying.cites))
                    for saying in point.sayings
                    if saying.pathway in ids
                )
            )
            yield Paragraph(self.said(point.so))
        yield from self.source_list()

    def about(self, pathway: Pathway) -> tuple[Text, ...]:
        w = self.words
        own = [source for source in pathway.sources if source.id == pathway.based_on]
        reviewed = [review_in_words(source, self.pathway.language) for source in own]
        stale = [w.stale for source in own if source.is_stale(self.made)]
        return (
            Text(pathway.follows),
            Text(sentence(pathway.audience)),
            Text(w.compare_clock[pathway.starts_at]),
            Text(". ".join([sentence(" ".join(reviewed) or w.not_stated), *stale])),
        )

    def compared_part(self, part: ComparedPart) -> tuple[Text, ...]:
        name = self.words.meanings.get(part.meaning, part.meaning)
        return (Text(name), *(self.compared_phases(phases) for phases in part.phases))

    def compared_phases(self, phases: Sequence[Phase]) -> Text:
        w = self.words
        if not phases:
            return Text(w.compare_absent)
        said, cites = [], []
        for phase in phases:
            if phase.duration is None:
                said.append(f"{phase.name}: {w.no_length_short}.")
                continue
            length = phase.duration
            bases = (length.basis.shortest, length.basis.typical, length.basis.longest)
            span = f"{duration_in_words(length)} ({w.basis[bases[0]]})"
            if len(set(bases)) > 1:
                counts = (length.shortest, length.typical, length.longest)
                numbers = zip((w.shortest, w.typical, w.longest), counts, bases, strict=True)
                span = "; ".join(
                    f"{name.lower()} {self.number(count, length, basis).words}"
                    for name, count, basis in numbers
                )
            said.append(f"{phase.name}: {span}.")
            cites += [*(length.cites or phase.cites)]
        return Text(" ".join(said), self.marks.of(cites))


def _label(pathway: Pathway) -> str:
    """Whose page it is, where it follows one."""
    return pathway.name if pathway.based_on is None else pathway.source(pathway.based_on).label
