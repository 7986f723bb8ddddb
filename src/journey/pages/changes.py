"""What moved between two plans, as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from journey.pages.describer import Describer
from journey.pages.document import (
    Block,
    Document,
    Paragraph,
    Table,
    Text,
)
from journey.planning.changes import Change, Changes, Move, moves
from journey.planning.timeline import Timeline, boundary_names
from journey.words.catalogue import sentence
from journey.words.dates import (
    count_in_words,
    last_day_in_words,
    window_in_words,
)

_DAY = dt.timedelta(days=1)


def side_by_side(before: Timeline, after: Timeline, *, made: dt.date) -> Document:
    """Two plans: each boundary before and after, and by how much it moves.

    With and without a variation, say: a phase that one plan does not have is told as such.
    """
    return _Changes(after.pathway, made).moved(before, after)


def describe_changes(
    changes: Changes, *, made: dt.date, names: tuple[str, str] | None = None
) -> Document:
    """What moved between two plans, by how much, and which recorded thing moved it.

    `names` is what the two plans are called in the table: else the first plan, and now.
    """
    return _Changes(changes.after.pathway, made).changed(changes, names)


class _Changes(Describer):
    """One answer in the making."""

    def moved(self, before: Timeline, after: Timeline) -> Document:
        return self.answer(self.words.moved_title, self.moves(before, after))

    def moves(self, before: Timeline, after: Timeline) -> Iterator[Block]:
        w = self.words
        rows = tuple(self.move(move, self.moved_to(move)) for move in moves(before, after))
        yield Table(w.moved_title, (w.part, w.moved_before, w.moved_after, w.moved_by), rows)
        yield from self.moves_end()

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
