"""What moved between two plans, as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from journey.errors import ArgumentError
from journey.journeys.file import Contacts
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
from journey.planning.changes import Change, Changes, Move, moves
from journey.planning.given import boundary_names, is_end
from journey.planning.timeline import Timeline
from journey.planning.whereabouts import where
from journey.values import must_be, must_be_day, must_be_names
from journey.words.catalogue import sentence
from journey.words.dates import (
    count_in_words,
    given_in_words,
    is_visit,
    last_day_in_words,
    window_in_words,
)
from journey.words.roads import because, hold_in_words, medicines_in_words, past_in_words

_DAY, _NO_DAY = dt.timedelta(days=1), dt.timedelta()
_ROADS = ("held", "hold-removed", "stopped", "stop-removed", "skipped", "skip-removed")
_ANY_DAY = dt.date(2001, 1, 1)
MOST_IN_FULL = 2
"""So many things that were written down are told in the answer itself."""


def side_by_side(before: Timeline, after: Timeline, *, made: dt.date) -> Document:
    """Two plans: each boundary before and after, and by how much it moves.

    With and without a variation, say: a phase that one plan does not have is told as such.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> later = journey.shifted(timeline, {"consolidation": dt.timedelta(weeks=2)})
    >>> journey.side_by_side(timeline, later, made=dt.date(2026, 3, 2)).language
    'en-GB'
    """
    must_be("before", before, Timeline, mend="make one with plan")
    must_be("after", after, Timeline, mend="make one with plan")
    must_be_day("made", made, is_plausible=True)
    return _Changes(after.pathway, made).moved(before, after)


def describe_changes(
    changes: Changes,
    *,
    made: dt.date,
    names: tuple[str, str] | None = None,
    file: str | None = None,
    contacts: Contacts | None = None,
) -> Document:
    """What moved between two plans, by how much, and which recorded thing moved it.

    `names` is what the two plans are called: else the first plan, and now. `file` is the name of
    the journey file, for the command that records the next date; `contacts` say whom to ring.

    >>> pathway, start = journey.get_pathway("cruk-adult"), dt.date(2026, 3, 2)
    >>> before = journey.plan(pathway, start=start)
    >>> after = journey.plan(pathway, start=start, known={"consolidation": dt.date(2026, 5, 11)})
    >>> moved = journey.changes(before, after)
    >>> journey.describe_changes(moved, made=start).language
    'en-GB'
    """
    must_be("changes", changes, Changes, mend="make them with journey.changes")
    must_be_day("made", made, is_plausible=True)
    must_be_names("names", names, is_optional=True)
    if names is not None and len(names) != 2:
        raise ArgumentError("names: should be two, one for each plan")
    must_be("file", file, str, type(None))
    must_be("contacts", contacts, Contacts, type(None))
    describer = _Changes(changes.after.pathway, made, contacts=contacts)
    return describer.changed(changes, names, file)


def changes_in_brief(changes: Changes) -> str:
    """The answer alone: what was written down, and what it moves."""
    return _Changes(changes.after.pathway, _ANY_DAY).brief(changes)


class _Changes(Describer):
    """One answer in the making."""

    def moved(self, before: Timeline, after: Timeline) -> Document:
        return self.answer(self.words.moved_title, self.moves(before, after))

    def moves(self, before: Timeline, after: Timeline) -> Iterator[Block]:
        w = self.words
        rows = []
        for move in moves(before, after):
            row = self.move(move, self.moved_to(move))
            if move.kind == "written-down" and move.days is not None:
                # A what-if: the shift that was asked for, from the typical day.
                row = (*row[:-1], Text(self.by(move.days) if move.days else w.moved["stays"]))
            rows.append(row)
        columns = (w.part, w.moved_before, w.moved_after, w.moved_by)
        yield Table(w.moved_title, columns, tuple(rows))
        yield from self.moves_end(after)

    def move(self, move: Move, after: str, *, is_taken_back: bool = False) -> tuple[Text, ...]:
        """A row: what, before, after, how the two differ."""
        how = self.how(move)
        if is_taken_back and move.kind in ("later", "sooner", "narrower", "wider"):
            how = self.words.moved["taken-back"]
        before = self.words.moved_absent
        if move.is_in_before:
            before = self.boundary(move.before, is_last_day=move.is_end, waits=move.waited)
        return Text(self.moving(move)), Text(before), Text(after), Text(how)

    def moving(self, move: Move) -> str:
        w, name = self.words, move.name
        if move.is_inside:
            name = given_in_words(move.boundary, self.pathway, w)
            if is_visit(move.boundary):  # or an end, which says so itself
                return name
        return (w.moved_end if move.is_finish else w.moved_start).format(name=name)

    def moved_to(self, move: Move) -> str:
        w = self.words
        if not move.is_in_after:
            return w.moved_absent
        was_known = not move.is_in_before or (move.before and move.before.status == "known")
        if move.after and move.after.status == "known" and not was_known:
            in_words = last_day_in_words if move.is_end else window_in_words
            return w.what_if.format(date=in_words(move.after, self.pathway.language))
        return self.boundary(move.after, is_last_day=move.is_end, waits=move.waits)

    def changed(
        self, changes: Changes, names: tuple[str, str] | None, file: str | None
    ) -> Document:
        w = self.words
        blocks = self.told(changes, names or (w.changes_first, w.changes_now), file)
        return self.answer(w.changes_title, blocks)

    def brief(self, changes: Changes) -> str:
        """One or two things in full; of more, what they are."""
        w, each = self.words, changes.each
        past = []
        if changes.after.past != changes.before.past:
            past = list(past_in_words(changes.after))
        if not each:
            return " ".join(past) or w.changes_none
        if len(each) <= MOST_IN_FULL:
            boundaries = boundary_names(changes.after.pathway)
            told = (self.one(change, boundaries, changes.after) for change in each)
            return " ".join((*past, *told))
        named = [
            self.day_of(c.name, c.boundary) if c.boundary and c.kind not in _ROADS
            else c.name or w.event_hold
            for c in each
        ]  # fmt: skip
        return w.changes_many.format(count=len(each), names=", ".join(named))

    def told(self, changes: Changes, names: tuple[str, str], file: str | None) -> Iterator[Block]:
        w = self.words
        yield Paragraph(Text(self.brief(changes)))
        if not changes.each:
            return
        if len(changes.each) > MOST_IN_FULL:
            boundaries = boundary_names(changes.after.pathway)
            told = (self.one(change, boundaries, changes.after) for change in changes.each)
            yield Bullets(tuple(map(Text, told)))
        # Where dates were only taken out, what follows is no sooner and no later: it is not known.
        is_taken_back = all(change.kind == "removed" for change in changes.each)
        rows = tuple(
            self.move(move, self.moved_since(move), is_taken_back=is_taken_back)
            for move in moves(changes.before, changes.after)
            if not move.stays
        )
        if rows:
            yield Heading(2, w.moved_title)
            yield Bullets(tuple(self.line(row, names) for row in rows))
        after = changes.after
        is_rough = after.finish is None or after.finish.status != "known"
        rough = f" {w.rough_end} {medicines_in_words(after)}" if is_rough else ""
        yield Paragraph(Text(f"{w.moved_why}{rough}"))
        to_record = where(after, self.made).to_record
        yield from self.closing(after, self.made, asked=self.made, to_record=to_record, file=file)

    def line(self, row: tuple[Text, ...], names: tuple[str, str]) -> Text:
        what, before, after, how = (cell.words.rstrip(".") for cell in row)
        first, now = names
        return Text(
            self.words.changes_line.format(
                what=what, first=first, before=before, now=now, after=after, how=how
            )
        )

    def one(self, change: Change, boundaries: Sequence[str], timeline: Timeline) -> str:
        """One thing that was written down, and what else it moves."""
        if change.kind in _ROADS:
            return f"{self.road(change, timeline)} {self.moved_by(change.moves, boundaries)}"
        if change.kind == "removed":  # nothing moved: a rough guide stands where a date stood
            return self.done(change)
        others = [m for m in change.moves if m.boundary != change.boundary and not m.is_inside]
        return f"{self.done(change)} {self.moved_by(others, boundaries)}"

    def moved_since(self, move: Move) -> str:
        if not move.is_in_after:
            return self.words.moved_absent
        return sentence(self.when(move.after, last_day=move.is_end, waits=move.waits))

    def done(self, change: Change) -> str:
        """What was written down."""
        boundary, day = self.day_of(change.name, change.boundary), change.day
        is_last = is_end(change.boundary)
        if day is not None and is_last:
            day -= _DAY
        date = "" if day is None else self.date(day)
        own = next((move for move in change.moves if move.boundary == change.boundary), None)
        told = self.words.changed[change.kind]
        if change.kind == "removed" and own is not None and own.after is None:
            told = self.words.changed_undated
        by = self.how(own) if own else ""
        return told.format(day=boundary, names=change.name, date=date, by=by)

    def road(self, change: Change, timeline: Timeline) -> str:
        """What happened otherwise than the pathway says, or that it did not."""
        hold, stop, w = change.hold, change.stop, self.words
        date = "" if change.day is None else self.date(change.day - (_DAY if stop else _NO_DAY))
        return w.changed[change.kind].format(
            name=change.name,
            date=date,
            hold=hold_in_words(hold, timeline) if hold else "",
            why=because(stop.reason, w) if stop else "",
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
        if boundary.endswith(".end"):
            return w.changes_last_day.format(name=name)
        if "." in boundary:  # a block or a visit in a part
            name = given_in_words(boundary, self.pathway, w)
            if is_visit(boundary):
                return name
        return (w.changes_last_day if boundary == "finish" else w.changes_first_day).format(
            name=name
        )

    def how(self, move: Move) -> str:
        """How a boundary differs: so many days only between two dates that were given."""
        if move.kind == "moved" and move.days is not None:
            return self.by(move.days)
        return self.words.moved[move.kind]

    def by(self, days: int) -> str:
        w = self.words
        length = count_in_words(abs(days), "days")
        return (w.moved_later if days > 0 else w.moved_sooner).format(length=length)
