"""Every noun: what the functions of `journey` take and return, for annotations and matching.

Stable as the functions are. Those that you make or catch yourself are in `journey` too. Names are
loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journey.calendar.events import Group
    from journey.errors import Problem
    from journey.export.ics import Options, Reminders
    from journey.export.json import Answer
    from journey.journeys.file import (
        Closed,
        ClosedDay,
        Ending,
        EndReason,
        FirstPlan,
        Journey,
        OwnDay,
    )
    from journey.journeys.recording import Appointments, Entries, Recorded
    from journey.journeys.schema import FileKind
    from journey.pages.describer import Contacts
    from journey.pages.document import (
        Beside,
        Blank,
        Block,
        Bullets,
        Callout,
        Definitions,
        Document,
        GridDay,
        Heading,
        Mark,
        MonthGrid,
        Page,
        Paragraph,
        Picture,
        Place,
        SourceEntry,
        SourceList,
        Space,
        Steps,
        Table,
        Text,
        Tile,
        Tiles,
    )
    from journey.pages.letter import LetterView
    from journey.pages.pack import Pack, View
    from journey.pathways.activities import Activity, Cycle, Cycles, Window
    from journey.pathways.durations import Bases, Basis, Derived, Duration, Unit
    from journey.pathways.fields import Citation, Language, Source, Statement
    from journey.pathways.model import (
        AddedActivity,
        DecisionPoint,
        Lane,
        Medicine,
        Pathway,
        Phase,
        Replacement,
        SideEffects,
        Starts,
        Variation,
    )
    from journey.picture.chart import Bar, Chart, Column, Day, Row, Tick
    from journey.picture.paper import Paper, Size
    from journey.planning.activities import Flag, FlagKind, PlannedActivity
    from journey.planning.changes import Change, ChangeKind, Changes, Move, MoveKind
    from journey.planning.closed_days import ClosedDays
    from journey.planning.cycles import PlannedCycle
    from journey.planning.explaining import Explanation, Reason
    from journey.planning.given import Visit
    from journey.planning.timeline import (
        DateWindow,
        OwnDate,
        PhasesOn,
        PlannedLane,
        PlannedPhase,
        Repeat,
        Status,
        Step,
        StepKind,
        Timeline,
    )
    from journey.planning.whereabouts import Whereabouts

_HOMES = {
    "Activity": "pathways.activities",
    "AddedActivity": "pathways.model",
    "Answer": "export.json",
    "Appointments": "journeys.recording",
    "Bar": "picture.chart",
    "Bases": "pathways.durations",
    "Basis": "pathways.durations",
    "Beside": "pages.document",
    "Blank": "pages.document",
    "Block": "pages.document",
    "Bullets": "pages.document",
    "Callout": "pages.document",
    "Change": "planning.changes",
    "ChangeKind": "planning.changes",
    "Changes": "planning.changes",
    "Chart": "picture.chart",
    "Citation": "pathways.fields",
    "Closed": "journeys.file",
    "ClosedDay": "journeys.file",
    "ClosedDays": "planning.closed_days",
    "Column": "picture.chart",
    "Contacts": "pages.describer",
    "Cycle": "pathways.activities",
    "Cycles": "pathways.activities",
    "DateWindow": "planning.timeline",
    "Day": "picture.chart",
    "DecisionPoint": "pathways.model",
    "Definitions": "pages.document",
    "Derived": "pathways.durations",
    "Document": "pages.document",
    "Duration": "pathways.durations",
    "EndReason": "journeys.file",
    "Ending": "journeys.file",
    "Entries": "journeys.recording",
    "Explanation": "planning.explaining",
    "FileKind": "journeys.schema",
    "FirstPlan": "journeys.file",
    "Flag": "planning.activities",
    "FlagKind": "planning.activities",
    "GridDay": "pages.document",
    "Group": "calendar.events",
    "Heading": "pages.document",
    "Journey": "journeys.file",
    "Lane": "pathways.model",
    "Language": "pathways.fields",
    "LetterView": "pages.letter",
    "Mark": "pages.document",
    "Medicine": "pathways.model",
    "MonthGrid": "pages.document",
    "Move": "planning.changes",
    "MoveKind": "planning.changes",
    "Options": "export.ics",
    "OwnDate": "planning.timeline",
    "OwnDay": "journeys.file",
    "Pack": "pages.pack",
    "Page": "pages.document",
    "Paper": "picture.paper",
    "Paragraph": "pages.document",
    "Pathway": "pathways.model",
    "Phase": "pathways.model",
    "PhasesOn": "planning.timeline",
    "Picture": "pages.document",
    "Place": "pages.document",
    "PlannedActivity": "planning.activities",
    "PlannedCycle": "planning.cycles",
    "PlannedLane": "planning.timeline",
    "PlannedPhase": "planning.timeline",
    "Problem": "errors",
    "Reason": "planning.explaining",
    "Recorded": "journeys.recording",
    "Reminders": "export.ics",
    "Repeat": "planning.timeline",
    "Replacement": "pathways.model",
    "Row": "picture.chart",
    "SideEffects": "pathways.model",
    "Size": "picture.paper",
    "Source": "pathways.fields",
    "SourceEntry": "pages.document",
    "SourceList": "pages.document",
    "Space": "pages.document",
    "Statement": "pathways.fields",
    "Starts": "pathways.model",
    "Status": "planning.timeline",
    "Step": "planning.timeline",
    "StepKind": "planning.timeline",
    "Steps": "pages.document",
    "Table": "pages.document",
    "Text": "pages.document",
    "Tick": "picture.chart",
    "Tile": "pages.document",
    "Tiles": "pages.document",
    "Timeline": "planning.timeline",
    "Unit": "pathways.durations",
    "Variation": "pathways.model",
    "View": "pages.pack",
    "Visit": "planning.given",
    "Whereabouts": "planning.whereabouts",
    "Window": "pathways.activities",
}
"""Each name and the module it lives in."""

__all__ = [
    "Activity",
    "AddedActivity",
    "Answer",
    "Appointments",
    "Bar",
    "Bases",
    "Basis",
    "Beside",
    "Blank",
    "Block",
    "Bullets",
    "Callout",
    "Change",
    "ChangeKind",
    "Changes",
    "Chart",
    "Citation",
    "Closed",
    "ClosedDay",
    "ClosedDays",
    "Column",
    "Contacts",
    "Cycle",
    "Cycles",
    "DateWindow",
    "Day",
    "DecisionPoint",
    "Definitions",
    "Derived",
    "Document",
    "Duration",
    "EndReason",
    "Ending",
    "Entries",
    "Explanation",
    "FileKind",
    "FirstPlan",
    "Flag",
    "FlagKind",
    "GridDay",
    "Group",
    "Heading",
    "Journey",
    "Lane",
    "Language",
    "LetterView",
    "Mark",
    "Medicine",
    "MonthGrid",
    "Move",
    "MoveKind",
    "Options",
    "OwnDate",
    "OwnDay",
    "Pack",
    "Page",
    "Paper",
    "Paragraph",
    "Pathway",
    "Phase",
    "PhasesOn",
    "Picture",
    "Place",
    "PlannedActivity",
    "PlannedCycle",
    "PlannedLane",
    "PlannedPhase",
    "Problem",
    "Reason",
    "Recorded",
    "Reminders",
    "Repeat",
    "Replacement",
    "Row",
    "SideEffects",
    "Size",
    "Source",
    "SourceEntry",
    "SourceList",
    "Space",
    "Starts",
    "Statement",
    "Status",
    "Step",
    "StepKind",
    "Steps",
    "Table",
    "Text",
    "Tick",
    "Tile",
    "Tiles",
    "Timeline",
    "Unit",
    "Variation",
    "View",
    "Visit",
    "Whereabouts",
    "Window",
]


def __getattr__(name: str) -> object:
    """Load a name from its module on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'journey.types' has no attribute {name!r}")
    value = getattr(import_module(f"journey.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
