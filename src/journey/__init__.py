"""The road through treatment, drawn from published patient information.

Educational, never prescriptive: illustrative timelines, calendars and pages with their sources.
Names are loaded when first used, so that `import journey` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journey.activities import PlannedActivity, planned_activities
    from journey.answers import compare_pathways, explain
    from journey.checking import check
    from journey.closed import ClosedDays
    from journey.document import Document
    from journey.errors import (
        CalendarError,
        FileError,
        JourneyError,
        MissingExtraError,
        PathwayError,
        PlanningError,
        Problem,
        UnknownPathwayError,
        UnknownPhaseError,
    )
    from journey.explaining import Explanation, why
    from journey.export.html import to_html
    from journey.export.ics import to_ics
    from journey.export.json import to_json
    from journey.export.svg import to_svg
    from journey.export.text import to_text
    from journey.library import get_pathway, load_pathway, pathway_ids
    from journey.overview import describe
    from journey.pathway import Pathway
    from journey.planning import DateWindow, OwnDate, PlannedPhase, Timeline, plan, shifted
    from journey.variation import vary

    __version__: str

_HOMES = {
    "CalendarError": "errors",
    "ClosedDays": "closed",
    "DateWindow": "planning",
    "Document": "document",
    "Explanation": "explaining",
    "FileError": "errors",
    "JourneyError": "errors",
    "MissingExtraError": "errors",
    "OwnDate": "planning",
    "Pathway": "pathway",
    "PathwayError": "errors",
    "PlannedActivity": "activities",
    "PlannedPhase": "planning",
    "PlanningError": "errors",
    "Problem": "errors",
    "Timeline": "planning",
    "UnknownPathwayError": "errors",
    "UnknownPhaseError": "errors",
    "check": "checking",
    "compare_pathways": "answers",
    "describe": "overview",
    "explain": "answers",
    "get_pathway": "library",
    "load_pathway": "library",
    "pathway_ids": "library",
    "plan": "planning",
    "planned_activities": "activities",
    "shifted": "planning",
    "to_html": "export.html",
    "to_ics": "export.ics",
    "to_json": "export.json",
    "to_svg": "export.svg",
    "to_text": "export.text",
    "vary": "variation",
    "why": "explaining",
}
"""Each public name and the module it lives in."""

__all__ = [
    "CalendarError",
    "ClosedDays",
    "DateWindow",
    "Document",
    "Explanation",
    "FileError",
    "JourneyError",
    "MissingExtraError",
    "OwnDate",
    "Pathway",
    "PathwayError",
    "PlannedActivity",
    "PlannedPhase",
    "PlanningError",
    "Problem",
    "Timeline",
    "UnknownPathwayError",
    "UnknownPhaseError",
    "__version__",
    "check",
    "compare_pathways",
    "describe",
    "explain",
    "get_pathway",
    "load_pathway",
    "pathway_ids",
    "plan",
    "planned_activities",
    "shifted",
    "to_html",
    "to_ics",
    "to_json",
    "to_svg",
    "to_text",
    "vary",
    "why",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import version

        return version("journey")
    if name not in _HOMES:
        raise AttributeError(f"module 'journey' has no attribute {name!r}")
    value = getattr(import_module(f"journey.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
