"""Timelines, and answers about them, as JSON for programs; dates in ISO 8601."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from journey.pathways.durations import Duration
from journey.pathways.model import Phase
from journey.planning.activities import PlannedActivity, phase_activities
from journey.planning.changes import Changes, Move, moves
from journey.planning.closed_days import ClosedDays
from journey.planning.cycles import PlannedCycle, cycles
from journey.planning.explaining import Explanation
from journey.planning.given import boundary_names
from journey.planning.holds import Hold, Stop
from journey.planning.timeline import DateWindow, OwnDate, PlannedLane, PlannedPhase, Timeline
from journey.planning.whereabouts import Whereabouts
from journey.values import must_be, must_be_day
from journey.words.catalogue import words_for
from journey.words.dates import window_in_edtf

FORMAT = 1
"""Fields may be added within a format; none changes its meaning."""


Answer = Explanation | Whereabouts | Changes

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates of direction (Unicode UAX 9)."""


def to_json(said: Timeline | Answer, *, made: dt.date | None = None) -> str:
    """A timeline, or an answer about one, as a JSON object with the notice in it.

    `made` is when it was made; a timeline's sources are judged stale or not on that day, and
    without it `stale` is null.

    >>> timeline = journey.plan(journey.get_pathway("nhs"), start=dt.date(2026, 3, 2))
    >>> json.loads(journey.to_json(timeline, made=dt.date(2026, 3, 2)))["pathway"]
    'nhs'
    """
    must_be(
        "said",
        said,
        Timeline,
        Explanation,
        Whereabouts,
        Changes,
        mend="make it with plan, why, where or changes",
    )
    must_be_day("made", made, is_optional=True)
    match said:
        case Timeline():
            data = _timeline(said, made)
        case Explanation():
            data = _answer(said.timeline, made) | _explanation(said)
        case Whereabouts():
            data = _answer(said.timeline, made) | _whereabouts(said)
        case Changes():
            data = _answer(said.after, made) | _changes(said)
    text = json.dumps(data, ensure_ascii=False, indent=2)
    # The same strings, but none turns what an editor or a terminal shows around it.
    return _TURNS.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _answer(timeline: Timeline, made: dt.date | None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "notice": words_for(timeline.pathway).notice,
        "pathway": timeline.pathway.id,
        "made": made and made.isoformat(),
    }


def _explanation(said: Explanation) -> dict[str, Any]:
    names = boundary_names(said.timeline.pathway)
    return {
        "boundary": said.inside or names[said.boundary],
        "window": _window(said.window),
        "reasons": [
            {
                "kind": reason.kind,
                "boundary": reason.step.of or names[reason.step.boundary],
                "phase": reason.phase and reason.phase.id,
                "duration": _duration(reason.length),
                "cycles": reason.cycles or None,
                "cites": _cites(reason.phase, reason.length) if reason.phase else [],
                "earliest": reason.step.earliest.isoformat(),
                "typical": reason.step.typical.isoformat(),
                "latest": reason.step.latest.isoformat(),
                "is_open": reason.step.is_open,
                "hold": reason.step.hold and _hold(reason.step.hold),
                "adds_days": reason.adds_days,
            }
            for reason in said.reasons
        ],
        "most_uncertain": said.most_uncertain and said.most_uncertain.id,
        "moves_finish": said.moves_finish,
        "opened_by": [phase.id for phase in said.opened_by],
    }


def _whereabouts(said: Whereabouts) -> dict[str, Any]:
    return {
        "start": said.start.isoformat(),
        "end": said.end.isoformat(),
        "asked": said.asked.isoformat(),
        "recorded": _given(said.recorded),
        "booked": _given(said.booked),
        "to_record": said.to_record,
        "is_out_of_date": said.is_out_of_date,
        "may": [_span(planned) for planned in said.may],
        "typical": said.typical and said.typical.id,
        "before": said.before and _span(said.before),
        "next": said.next and _span(said.next),
        "own_dates": [_own(own) for own in said.own_dates],
        "hold": said.hold and _hold(said.hold),
    }


def _given(given: tuple[str, dt.date] | None) -> dict[str, str] | None:
    return given and {"boundary": given[0], "date": given[1].isoformat()}


def _changes(said: Changes) -> dict[str, Any]:
    return {
        "moves": [_move(move) for move in moves(said.before, said.after)],
        "changes": [
            {
                "kind": change.kind,
                "boundary": change.boundary or None,
                "name": change.name,
                "date": change.day and change.day.isoformat(),
                "moves": [_move(move) for move in change.moves],
                "hold": change.hold and _hold(change.hold),
                "stop": change.stop and _stop(change.stop),
            }
            for change in said.each
        ],
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "boundary": move.boundary,
        "before": _window(move.before),
        "after": _window(move.after),
        "is_in_before": move.is_in_before,
        "is_in_after": move.is_in_after,
        "kind": move.kind,
        "days": move.days,
        "waits": move.waits,
    }


def _span(planned: PlannedPhase) -> dict[str, Any]:
    return {
        "id": planned.id,
        "name": planned.name,
        "start": _window(planned.start),
        "end": _window(planned.end),
        "start_not_before": planned.start_after and planned.start_after.isoformat(),
        "end_not_before": planned.end_after and planned.end_after.isoformat(),
        "is_skipped": planned.is_skipped,
    }


def _own(own: OwnDate) -> dict[str, Any]:
    repeat = own.repeat
    return {
        "label": own.label,
        "start": own.start.isoformat(),
        "end": own.end.isoformat(),
        "at": own.at,
        "is_taken_off": own.is_taken_off,
        "repeat": repeat and {
            "every": repeat.every, "unit": repeat.unit, "count": repeat.count, "turn": repeat.turn
        },
    }  # fmt: skip


def _hold(hold: Hold) -> dict[str, str | None]:
    return {
        "since": hold.since.isoformat(),
        "until": hold.until.isoformat() if hold.until else None,
        "reason": hold.reason or None,
    }


def _stop(stop: Stop) -> dict[str, str | None]:
    return {"phase": stop.phase, "end": stop.end.isoformat(), "reason": stop.reason or None}


def _duration(duration: Duration | None) -> dict[str, Any] | None:
    if duration is None:
        return None
    return duration.model_dump(include={"shortest", "typical", "longest", "unit", "basis"})


def _cites(phase: Phase, length: Duration | None = None) -> list[dict[str, str]]:
    """Where a length of a phase comes from: its duration, say, or the rest before it."""
    length = length or phase.duration
    cites = length.cites if length and length.cites else phase.cites
    return [{"source": cite.source, "where": cite.where} for cite in cites]


def _timeline(timeline: Timeline, made: dt.date | None) -> dict[str, Any]:
    pathway = timeline.pathway
    cited = pathway.cited_sources()
    return {
        "format": FORMAT,
        "notice": words_for(pathway).notice,
        "pathway": pathway.id,
        "start": timeline.start and timeline.start.typical.isoformat(),
        "made": made and made.isoformat(),
        "as_of": timeline.as_of and timeline.as_of.isoformat(),
        "phases": [_phase(planned, timeline) for planned in timeline.phases],
        "lanes": [_lane(lane, timeline.closed) for lane in timeline.lanes],
        "finish": _window(timeline.finish),
        "own_dates": [_own(own) for own in timeline.own_dates],
        "holds": [_hold(hold) for hold in timeline.holds],
        "stops": [_stop(stop) for stop in timeline.stops],
        "past": [
            {
                "pathway": road.pathway,
                "parts": [
                    {"id": part.id, "name": part.name, "day": part.day.isoformat()}
                    for part in road.parts
                ],
                "holds": [_hold(hold) for hold in road.holds],
            }
            for road in timeline.past
        ],
        "sources": [
            {
                "id": source.id,
                "publisher": source.publisher,
                "title": source.title,
                "url": source.url,
                "reviewed": str(source.reviewed),
                "stale": source.is_stale(made) if made else None,
            }
            for source in pathway.sources
            if source.id in cited
        ],
    }


def _phase(planned: PlannedPhase, timeline: Timeline) -> dict[str, Any]:
    return {
        **_span(planned),
        "duration": _duration(planned.phase.duration),
        "stated_length": _duration(planned.phase.stated_length),
        "cites": _cites(planned.phase),
        "moves_finish": timeline.moves_finish(planned.id),
        "cycles": [_cycle(block) for block in cycles(planned)],
        "activities": [
            _activity(item) for item in phase_activities(planned, closed=timeline.closed)
        ],
    }


def _lane(lane: PlannedLane, closed: ClosedDays) -> dict[str, Any]:
    return {
        **_span(lane),
        "duration": _duration(lane.phase.duration),
        "cites": _cites(lane.phase),
        "cycles": [_cycle(block) for block in cycles(lane)],
        "activities": [_activity(item) for item in phase_activities(lane, closed=closed)],
    }


def _cycle(block: PlannedCycle) -> dict[str, Any]:
    return {
        "number": block.number,
        "start": _window(block.window),
        "end": block.end.isoformat(),
        "is_partial": block.is_partial,
    }


def _activity(item: PlannedActivity) -> dict[str, Any]:
    return {
        "id": item.activity.id,
        "name": item.activity.name,
        "kind": item.activity.kind,
        "label": item.label,
        "cycle": item.cycle,
        "day": item.day,
        "months": item.month,
        "date": item.date and item.date.isoformat(),
        "from": item.first and item.first.isoformat(),
        "to": item.last and item.last.isoformat(),
        "is_known": item.is_known,
        "flags": [{"kind": flag.kind, "reason": flag.reason} for flag in item.flags],
    }


def _window(window: DateWindow | None) -> dict[str, str | bool | None] | None:
    if window is None:
        return None
    return {
        "earliest": window.earliest.isoformat(),
        "typical": window.typical.isoformat(),
        "latest": window.latest.isoformat(),
        "status": window.status,
        "is_open": window.is_open,
        "edtf": window_in_edtf(window),
    }
