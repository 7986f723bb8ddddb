"""A timeline as JSON, for programs; dates in ISO 8601."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from journey.activities import PlannedActivity, phase_activities
from journey.closed import ClosedDays
from journey.planning import DateWindow, PlannedPhase, Timeline
from journey.wording import window_in_edtf, words_for

FORMAT = 1
"""Fields may be added within a format; none changes its meaning."""


def to_json(timeline: Timeline, *, made: dt.date | None = None) -> str:
    """The timeline as a JSON object with the notice in it.

    `made` is when it was made; sources are judged stale or not on that day, and without it
    `stale` is null.
    """
    return json.dumps(_timeline(timeline, made), ensure_ascii=False, indent=2) + "\n"


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
        "phases": [_phase(planned, timeline.closed) for planned in timeline.phases],
        "finish": _window(timeline.finish),
        "own_dates": [
            {"label": own.label, "start": own.start.isoformat(), "end": own.end.isoformat()}
            for own in timeline.own_dates
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


def _phase(planned: PlannedPhase, closed: ClosedDays) -> dict[str, Any]:
    phase = planned.phase
    cites = phase.duration.cites if phase.duration and phase.duration.cites else phase.cites
    return {
        "id": phase.id,
        "name": phase.name,
        "start": _window(planned.start),
        "end": _window(planned.end),
        "duration": phase.duration
        and phase.duration.model_dump(include={"shortest", "typical", "longest", "unit", "basis"}),
        "cites": [{"source": cite.source, "where": cite.where} for cite in cites],
        "activities": [_activity(item) for item in phase_activities(planned, closed=closed)],
    }


def _activity(item: PlannedActivity) -> dict[str, Any]:
    return {
        "id": item.activity.id,
        "name": item.activity.name,
        "kind": item.activity.kind,
        "label": item.label,
        "cycle": item.cycle,
        "day": item.day,
        "date": item.date and item.date.isoformat(),
        "from": item.first and item.first.isoformat(),
        "to": item.last and item.last.isoformat(),
        "flags": [{"kind": flag.kind, "reason": flag.reason} for flag in item.flags],
    }


def _window(window: DateWindow | None) -> dict[str, str | None] | None:
    if window is None:
        return None
    return {
        "earliest": window.earliest.isoformat(),
        "typical": window.typical.isoformat(),
        "latest": window.latest.isoformat(),
        "status": window.status,
        "edtf": window_in_edtf(window),
    }
