"""The road through treatment, drawn from published patient information.

Educational, never prescriptive: illustrative timelines, calendars and pages with their sources.
Names are loaded when first used, so that `import journey` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journey.activities import PlannedActivity, planned_activities
    from journey.answers import compare_pathways, describe_changes, explain
    from journey.checking import check
    from journey.closed import ClosedDays
    from journey.comparing import Changes, changes
    from journey.days import describe_day
    from journey.document import Document
    from journey.errors import (
        CalendarError,
        DocumentError,
        FileError,
        JourneyError,
        JourneyFileError,
        MissingExtraError,
        PathwayError,
        PlanningError,
        PrintingError,
        Problem,
        UnknownPathwayError,
        UnknownPhaseError,
    )
    from journey.explaining import Explanation, why
    from journey.export.html import to_html
    from journey.export.ics import remove_everything, to_icalendar, to_ics
    from journey.export.json import to_json
    from journey.export.markdown import to_markdown
    from journey.export.pdf import to_pdf
    from journey.export.svg import to_svg
    from journey.export.text import to_text
    from journey.journeyfile import Journey, OwnDay, first_plan, load_journey, plan_journey
    from journey.library import get_pathway, load_pathway, pathway_ids
    from journey.overview import describe
    from journey.pathway import Pathway
    from journey.planning import DateWindow, OwnDate, PlannedPhase, Timeline, plan, shifted
    from journey.recording import Entries, begin, record
    from journey.variation import vary
    from journey.whereabouts import Whereabouts, where

    __version__: str

_HOMES = {
    "CalendarError": "errors",
    "Changes": "comparing",
    "ClosedDays": "closed",
    "DateWindow": "planning",
    "Document": "document",
    "DocumentError": "errors",
    "Entries": "recording",
    "Explanation": "explaining",
    "FileError": "errors",
    "Journey": "journeyfile",
    "JourneyError": "errors",
    "JourneyFileError": "errors",
    "MissingExtraError": "errors",
    "OwnDate": "planning",
    "OwnDay": "journeyfile",
    "Pathway": "pathway",
    "PathwayError": "errors",
    "PlannedActivity": "activities",
    "PlannedPhase": "planning",
    "PlanningError": "errors",
    "PrintingError": "errors",
    "Problem": "errors",
    "Timeline": "planning",
    "UnknownPathwayError": "errors",
    "UnknownPhaseError": "errors",
    "Whereabouts": "whereabouts",
    "begin": "recording",
    "changes": "comparing",
    "check": "checking",
    "compare_pathways": "answers",
    "describe": "overview",
    "describe_changes": "answers",
    "describe_day": "days",
    "explain": "answers",
    "first_plan": "journeyfile",
    "get_pathway": "library",
    "load_journey": "journeyfile",
    "load_pathway": "library",
    "pathway_ids": "library",
    "plan": "planning",
    "plan_journey": "journeyfile",
    "planned_activities": "activities",
    "record": "recording",
    "remove_everything": "export.ics",
    "shifted": "planning",
    "to_html": "export.html",
    "to_icalendar": "export.ics",
    "to_ics": "export.ics",
    "to_json": "export.json",
    "to_markdown": "export.markdown",
    "to_pdf": "export.pdf",
    "to_svg": "export.svg",
    "to_text": "export.text",
    "vary": "variation",
    "where": "whereabouts",
    "why": "explaining",
}
"""Each public name and the module it lives in."""

__all__ = [
    "CalendarError",
    "Changes",
    "ClosedDays",
    "DateWindow",
    "Document",
    "DocumentError",
    "Entries",
    "Explanation",
    "FileError",
    "Journey",
    "JourneyError",
    "JourneyFileError",
    "MissingExtraError",
    "OwnDate",
    "OwnDay",
    "Pathway",
    "PathwayError",
    "PlannedActivity",
    "PlannedPhase",
    "PlanningError",
    "PrintingError",
    "Problem",
    "Timeline",
    "UnknownPathwayError",
    "UnknownPhaseError",
    "Whereabouts",
    "__version__",
    "begin",
    "changes",
    "check",
    "compare_pathways",
    "describe",
    "describe_changes",
    "describe_day",
    "explain",
    "first_plan",
    "get_pathway",
    "load_journey",
    "load_pathway",
    "pathway_ids",
    "plan",
    "plan_journey",
    "planned_activities",
    "record",
    "remove_everything",
    "shifted",
    "to_html",
    "to_icalendar",
    "to_ics",
    "to_json",
    "to_markdown",
    "to_pdf",
    "to_svg",
    "to_text",
    "vary",
    "where",
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
