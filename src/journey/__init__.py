"""The road through treatment, drawn from published patient information.

Educational, never prescriptive: illustrative timelines, calendars and pages with their sources.
Names are loaded when first used, so that `import journey` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as in typing, which takes longer to load than all else here
if TYPE_CHECKING:
    from journey.calendar.appointments import read_appointments
    from journey.calendar.feed import Feed
    from journey.checking import check
    from journey.errors import (
        ArgumentError,
        BatchError,
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
    from journey.export.html import to_html, to_html_fragment
    from journey.export.ics import remove_everything, to_icalendar, to_ics
    from journey.export.json import to_json
    from journey.export.markdown import to_markdown
    from journey.export.pdf import to_pdf
    from journey.export.svg import to_svg
    from journey.export.text import to_text
    from journey.journeys.file import (
        Ending,
        HoldDays,
        Journey,
        OwnDay,
        StopDay,
        first_plan,
        load_journey,
        parse_journey,
        plan_journey,
    )
    from journey.journeys.recording import Appointments, Entries, begin, record
    from journey.journeys.schema import schema
    from journey.pages.changes import describe_changes, side_by_side
    from journey.pages.comparing import compare_pathways
    from journey.pages.document import Document
    from journey.pages.explaining import explain, three_ways
    from journey.pages.letter import letter
    from journey.pages.pack import describe, outline
    from journey.pages.whereabouts import describe_day
    from journey.pathways.library import get_pathway, load_pathway, parse_pathway, pathway_ids
    from journey.pathways.model import Pathway
    from journey.pathways.variations import repeated, vary
    from journey.planning.activities import PlannedActivity, planned_activities
    from journey.planning.changes import Changes, changes
    from journey.planning.closed_days import ClosedDays
    from journey.planning.explaining import Explanation, why
    from journey.planning.holds import Hold, Past, PastPart, Stop
    from journey.planning.shifting import shifted
    from journey.planning.timeline import DateWindow, OwnDate, PlannedPhase, Timeline, plan
    from journey.planning.whereabouts import Whereabouts, where

__version__ = "0.1.0"

_HOMES = {
    "Appointments": "journeys.recording",
    "ArgumentError": "errors",
    "BatchError": "errors",
    "CalendarError": "errors",
    "Changes": "planning.changes",
    "ClosedDays": "planning.closed_days",
    "DateWindow": "planning.timeline",
    "Document": "pages.document",
    "DocumentError": "errors",
    "Ending": "journeys.file",
    "Entries": "journeys.recording",
    "Explanation": "planning.explaining",
    "Feed": "calendar.feed",
    "FileError": "errors",
    "Hold": "planning.holds",
    "HoldDays": "journeys.file",
    "Journey": "journeys.file",
    "JourneyError": "errors",
    "JourneyFileError": "errors",
    "MissingExtraError": "errors",
    "OwnDate": "planning.timeline",
    "OwnDay": "journeys.file",
    "Past": "planning.holds",
    "PastPart": "planning.holds",
    "Pathway": "pathways.model",
    "PathwayError": "errors",
    "PlannedActivity": "planning.activities",
    "PlannedPhase": "planning.timeline",
    "PlanningError": "errors",
    "PrintingError": "errors",
    "Problem": "errors",
    "Stop": "planning.holds",
    "StopDay": "journeys.file",
    "Timeline": "planning.timeline",
    "UnknownPathwayError": "errors",
    "UnknownPhaseError": "errors",
    "Whereabouts": "planning.whereabouts",
    "begin": "journeys.recording",
    "changes": "planning.changes",
    "check": "checking",
    "compare_pathways": "pages.comparing",
    "describe": "pages.pack",
    "describe_changes": "pages.changes",
    "describe_day": "pages.whereabouts",
    "explain": "pages.explaining",
    "first_plan": "journeys.file",
    "get_pathway": "pathways.library",
    "letter": "pages.letter",
    "load_journey": "journeys.file",
    "load_pathway": "pathways.library",
    "outline": "pages.pack",
    "parse_journey": "journeys.file",
    "parse_pathway": "pathways.library",
    "pathway_ids": "pathways.library",
    "plan": "planning.timeline",
    "plan_journey": "journeys.file",
    "planned_activities": "planning.activities",
    "read_appointments": "calendar.appointments",
    "record": "journeys.recording",
    "remove_everything": "export.ics",
    "repeated": "pathways.variations",
    "schema": "journeys.schema",
    "shifted": "planning.shifting",
    "side_by_side": "pages.changes",
    "three_ways": "pages.explaining",
    "to_html": "export.html",
    "to_html_fragment": "export.html",
    "to_icalendar": "export.ics",
    "to_ics": "export.ics",
    "to_json": "export.json",
    "to_markdown": "export.markdown",
    "to_pdf": "export.pdf",
    "to_svg": "export.svg",
    "to_text": "export.text",
    "vary": "pathways.variations",
    "where": "planning.whereabouts",
    "why": "planning.explaining",
}
"""Each public name and the module it lives in."""

__all__ = [
    "Appointments",
    "ArgumentError",
    "BatchError",
    "CalendarError",
    "Changes",
    "ClosedDays",
    "DateWindow",
    "Document",
    "DocumentError",
    "Ending",
    "Entries",
    "Explanation",
    "Feed",
    "FileError",
    "Hold",
    "HoldDays",
    "Journey",
    "JourneyError",
    "JourneyFileError",
    "MissingExtraError",
    "OwnDate",
    "OwnDay",
    "Past",
    "PastPart",
    "Pathway",
    "PathwayError",
    "PlannedActivity",
    "PlannedPhase",
    "PlanningError",
    "PrintingError",
    "Problem",
    "Stop",
    "StopDay",
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
    "letter",
    "load_journey",
    "load_pathway",
    "outline",
    "parse_journey",
    "parse_pathway",
    "pathway_ids",
    "plan",
    "plan_journey",
    "planned_activities",
    "read_appointments",
    "record",
    "remove_everything",
    "repeated",
    "schema",
    "shifted",
    "side_by_side",
    "three_ways",
    "to_html",
    "to_html_fragment",
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
    if name not in _HOMES:
        raise AttributeError(f"module 'journey' has no attribute {name!r}")
    value = getattr(import_module(f"journey.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
