"""One page for a school or an employer: likely away, likely back, and that it may move.

No name of an illness, a medicine, a source or a phase stands on it. What it shows it takes from
where each phase is mostly spent, and from the lengths; what these leave open it leaves to ask.
"""

from __future__ import annotations

import datetime as dt

from journey.pages.document import (
    Blank,
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    Page,
    Paragraph,
    Space,
    Table,
    Text,
)
from journey.planning.timeline import PlannedPhase, Timeline
from journey.words.catalogue import sentence, words_for
from journey.words.dates import date_in_words, length_in_words, span_in_words


def school_document(
    timeline: Timeline, *, made: dt.date, edition: str, look_again: str
) -> Document:
    """The page, under a notice of its own."""
    w = words_for(timeline.pathway)
    rows = tuple(_row(planned, timeline) for planned in timeline.phases if not planned.is_squeezed)
    columns = (w.school_time, w.school_expect, w.around, w.how_long)
    blocks: tuple[Block, ...] = (
        Heading(1, w.school_title),
        Paragraph(Text(w.school)),
        Callout("notice", "", (Text(w.school_notice),)),
        Callout(
            "ask",
            w.school_ring_title,
            (Text(w.school_ring.format(number=w.emergency_number)), Text(w.school_infections)),
            (Blank(w.school_ring_first), Blank(w.school_ring_second)),
        ),
        Table(w.school_table, columns, rows),
        Paragraph(Text(w.school_rough)),
        Heading(2, w.school_changes_title),
        Bullets(tuple(map(Text, w.school_changes))),
        Heading(2, w.school_helps_title),
        Bullets(tuple(map(Text, w.school_helps)), is_checklist=True),
        Space(w.school_contact, 1),
        Space(w.school_agreed, 1),
    )
    return Document(
        title=w.school_title,
        language=timeline.pathway.language,
        notice=w.school_notice,
        made=made,
        made_in_words=w.made.format(date=date_in_words(made, timeline.pathway.language)),
        pages=(Page("school", blocks),),
        edition=edition,
        look_again=look_again,
    )


def _row(planned: PlannedPhase, timeline: Timeline) -> tuple[Text, ...]:
    w, phase = words_for(timeline.pathway), planned.phase
    expect = w.away[phase.setting[0]] if phase.setting else w.school_unknown
    when = span_in_words(
        planned.start, planned.end, timeline.pathway.language,
        waits=planned.start_after is not None,
    )  # fmt: skip
    length = w.school_unknown
    if phase.duration is not None:
        length = length_in_words(phase.duration, w, in_months=True)
    number = w.school_number.format(number=planned.number)
    return Text(number), Text(expect), Text(sentence(when)), Text(sentence(length))
