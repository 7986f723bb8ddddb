"""What happened otherwise than the pathway says, in words: holds, parts that were stopped or left
out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from journey.planning.given import is_end
from journey.planning.holds import Hold
from journey.planning.timeline import PlannedPhase, Timeline
from journey.words.catalogue import Words, words_for
from journey.words.dates import date_in_words, days_in_words, is_visit

_DAY = dt.timedelta(days=1)


def roads_in_words(timeline: Timeline) -> Iterator[str]:
    """A sentence each: what was left out or stopped early, then each hold, the open one last."""
    w, language = words_for(timeline.pathway), timeline.pathway.language
    yield from past_in_words(timeline)
    for planned in timeline.phases:
        if planned.is_skipped:
            yield w.skipped_part.format(name=planned.name)
    for stop in timeline.stops:
        told = w.stopped_part.format(
            name=timeline[stop.phase].name,
            date=date_in_words(stop.end - _DAY, language),
            why=because(stop.reason, w),
        )
        is_last = timeline[stop.phase].number == len(timeline.phases)
        yield told if is_last else f"{told} {w.stopped_next}"
    for hold in timeline.holds:
        yield (
            f"{hold_in_words(hold, timeline)} {w.hold_open}"
            if hold.is_open
            else hold_in_words(hold, timeline)
        )


def past_in_words(timeline: Timeline) -> Iterator[str]:
    """What was written down on each road before this one, in its names."""
    w, language = words_for(timeline.pathway), timeline.pathway.language
    for road in timeline.past:
        told = []
        for part in road.parts:
            day = date_in_words(part.day - _DAY if part.is_end else part.day, language)
            told.append(
                (w.past_end if part.is_end else w.past_part).format(name=part.name, date=day)
            )
        said = w.past_road.format(pathway=road.pathway, parts=", ".join(told) or w.past_nothing)
        yield " ".join([said, *(hold_in_words(hold, timeline) for hold in road.holds)])


def hold_in_words(hold: Hold, timeline: Timeline, *, is_brief: bool = False) -> str:
    """Since when treatment stands still, or on which days it did, and why; or in brief."""
    w, language = words_for(timeline.pathway), timeline.pathway.language
    why = because(hold.reason, w)
    if is_brief:
        last = hold.since if hold.until is None else hold.until - _DAY
        name = w.event_hold_since if hold.is_open else w.event_hold
        days = days_in_words(hold.since, last, language)
        return w.own_date.format(label=name, days=days)
    if hold.until is None:
        return w.hold_since.format(date=date_in_words(hold.since, language), why=why)
    days = days_in_words(hold.since, hold.until - _DAY, language)
    return (w.hold_day if hold.until - hold.since == _DAY else w.hold_days).format(
        days=days, why=why
    )


def medicines_in_words(timeline: Timeline, *, on: dt.date | None = None) -> str:
    """That medicines go on. To ask which do in an open hold, and after a stop that nothing written
    down follows by the day `on`, on this road or an earlier one: the team may have paused some.
    """
    w = words_for(timeline.pathway)
    is_on_hold = any(h.is_open and (on is None or h.has(on)) for h in timeline.holds)
    stopped = [stop.end for stop in timeline.stops]
    stopped += [hold.since for road in timeline.past for hold in road.holds if hold.is_open]
    went_on = [
        day for name, day in (*timeline.known, *timeline.inside)
        if not (is_end(name) or is_visit(name)) and (on is None or day <= on)
    ]  # fmt: skip
    is_stopped = any(all(day < end for day in went_on) for end in stopped)
    return w.ask_medicines if is_on_hold or is_stopped else w.keep_taking


def because(reason: str, w: Words) -> str:
    """A reason in brackets after a space, a common one in words; nothing without one."""
    if not reason:
        return ""
    return f" {w.hold_why.format(reason=w.hold_reasons.get(reason, reason))}"


def no_days_in_words(planned: PlannedPhase, w: Words) -> str:
    """Why a part covers no day: it was left out, or the dates leave it none."""
    return w.skipped if planned.is_skipped else w.squeezed
