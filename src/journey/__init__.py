"""The road through treatment, drawn from published patient information.

Educational, never prescriptive: illustrative timelines, calendars and pages with their sources.
Names are loaded when first used, so that `import journey` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journey.document import Document
    from journey.errors import (
        CalendarError,
        FileError,
        JourneyError,
        PathwayError,
        PlanningError,
        UnknownPathwayError,
        UnknownPhaseError,
    )
    from journey.export.html import to_html
    from journey.export.ics import to_ics
    from journey.export.json import to_json
    from journey.export.svg import to_svg
    from journey.export.text import to_text
    from journey.library import get_pathway, load_pathway, pathway_ids
    from journey.overview import describe
    from journey.pathway import Pathway
    from journey.planning import DateWindow, PlannedPhase, Timeline, plan

    __version__: str

_HOMES = {
    "CalendarError": "errors",
    "DateWindow": "planning",
    "Document": "document",
    "FileError": "errors",
    "JourneyError": "errors",
    "Pathway": "pathway",
    "PathwayError": "errors",
    "PlannedPhase": "planning",
    "PlanningError": "errors",
    "Timeline": "planning",
    "UnknownPathwayError": "errors",
    "UnknownPhaseError": "errors",
    "describe": "overview",
    "get_pathway": "library",
    "load_pathway": "library",
    "pathway_ids": "library",
    "plan": "planning",
    "to_html": "export.html",
    "to_ics": "export.ics",
    "to_json": "export.json",
    "to_svg": "export.svg",
    "to_text": "export.text",
}
"""Each public name and the module it lives in."""

__all__ = [
    "CalendarError",
    "DateWindow",
    "Document",
    "FileError",
    "JourneyError",
    "Pathway",
    "PathwayError",
    "PlannedPhase",
    "PlanningError",
    "Timeline",
    "UnknownPathwayError",
    "UnknownPhaseError",
    "__version__",
    "describe",
    "get_pathway",
    "load_pathway",
    "pathway_ids",
    "plan",
    "to_html",
    "to_ics",
    "to_json",
    "to_svg",
    "to_text",
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
