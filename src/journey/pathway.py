"""The domain model: what a pathway file may say.

The words are the field's own: a care pathway (FHIR PlanDefinition) of phases (CDISC USDM
StudyEpoch) with lanes beside them, activities inside them, and variations on request.
Every value is frozen. A plain string stands for a `Statement` that the citations of the thing
around it cover.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from dateutil.relativedelta import relativedelta
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)  # fmt: skip
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from journey.durations import Basis, Unit

__all__ = [
    "Activity", "AddedActivity", "Bases", "Basis", "Citation", "Cycle", "DecisionPoint",
    "Duration", "Lane", "Medicine",
    "Pathway", "Phase", "Replacement", "SideEffects", "Source", "Statement", "Term", "Unit",
    "Variation", "Window",
]  # fmt: skip

RESERVED_PHASE_IDS = frozenset({"start", "finish"})


def _printable(text: str) -> str:
    # Control characters break calendars and terminals; a lone surrogate breaks every encoding.
    # U+2028, U+2029 and U+FEFF split or hide lines in readers that use str.splitlines.
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character == "\ufeff":
            raise PydanticCustomError(
                "control_character",
                "has the control character U+{code}; take it out",
                {"code": f"{ord(character):04X}"},
            )
    if not text.strip():
        raise PydanticCustomError("blank", "is empty; write something or leave the key out")
    return text


def _one_line(value: Any) -> Any:
    # TOML's triple-quoted strings hold line breaks for the author's sake; a text has none.
    return " ".join(value.split("\n")).strip() if isinstance(value, str) else value


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[
    str, BeforeValidator(_one_line), StringConstraints(max_length=200), AfterValidator(_printable)
]
Prose = Annotated[
    str, BeforeValidator(_one_line), StringConstraints(max_length=20_000),
    AfterValidator(_printable),
]  # fmt: skip

T = TypeVar("T")
List = Annotated[tuple[T, ...], Field(strict=False)]
"""A list in the file, a tuple in the model: frozen all the way down."""

Count = Annotated[int, Field(ge=1)]
Offset = Annotated[int, Field(ge=0, le=3660)]


def _reviewed(value: Any) -> Any:
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(value)
        if value == "not stated" or re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", value):
            return value
    elif type(value) is dt.date:
        return value
    raise PydanticCustomError(
        "reviewed", 'should be a date, a month such as "2013-08", or "not stated"'
    )


Reviewed = Annotated[dt.date | str, BeforeValidator(_reviewed)]


class Model(BaseModel):
    """What every class of a pathway file shares: frozen, strict, and no unknown keys."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True
    )


class Citation(Model):
    """A source plus where in it."""

    source: Slug
    """The id of a source, the pathway's own or a bundled one."""
    where: Name
    """A heading of the source, or the first words of the paragraph."""


class Source(Model):
    """A publication that a pathway is built from (FHIR relatedArtifact)."""

    id: Slug
    """What citations call it."""
    title: Name
    """Its title, as printed."""
    publisher: Name
    """Who published it."""
    short: Name | None = None
    """A short name of the publisher, for marks beside a sentence; else the publisher."""
    url: Name | None = None
    """Its address; left out where none is known, never made up."""
    reviewed: Reviewed
    """When the publisher last reviewed it: a date, a month such as "2013-08", or "not stated"."""
    next_review: dt.date | None = None
    """When the publisher meant to review it next."""
    checked: dt.date | None = None
    """When we last compared our words with it."""
    history: Name | None = None
    """For a source too old to describe care today: the place and year shown beside its words."""

    def is_stale(self, on: dt.date) -> bool | None:
        """Whether on that day its review is over three years old, or its next one overdue.

        `None` where no review date is stated. A month counts from its first day.
        """
        if self.next_review is not None and self.next_review < on:
            return True
        if self.reviewed == "not stated":
            return None
        day = self.reviewed
        if isinstance(day, str):
            day = dt.date.fromisoformat(f"{day}-01")
        return day + relativedelta(years=3) < on

    @property
    def label(self) -> str:
        """What stands beside a sentence that is this source's."""
        name = self.short or self.publisher
        return f"{name}, {self.history}" if self.history else name


def _statement(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Statement(Model):
    """A sentence or two with its own citations; a plain string in the file is one without."""

    text: Prose
    """The words, plain, in our own way of saying it."""
    cites: List[Citation] = ()
    """Where it comes from; left out, the citations of the thing around it hold."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


Said = Annotated[Statement, BeforeValidator(_statement)]


class Bases(Model):
    """Where each of the three numbers of a duration comes from."""

    shortest: Basis
    """How we know the shortest number."""
    typical: Basis
    """How we know the typical number."""
    longest: Basis
    """How we know the longest number."""


class Duration(Model):
    """Shortest, typical and longest, in one unit, in this order, each at least 1."""

    shortest: Count
    """The shortest usual length, in `unit`."""
    typical: Count
    """The length a plan counts with, in `unit`."""
    longest: Count
    """The longest usual length, in `unit`."""
    unit: Unit
    """The one unit of all three numbers. Months and years are calendar months and years."""
    basis: Bases
    """`stated`: the source gives the number. `interpreted`: our reading of its words.
    `assumed`: from elsewhere, or a midpoint. One word stands for all three numbers."""
    cites: List[Citation] = ()
    """Where the numbers come from; left out, the citations of the phase hold."""
    note: Said | None = None
    """How the numbers were got, in words."""

    @model_validator(mode="before")
    @classmethod
    def _one_basis_for_all(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("basis"), str):
            one = data["basis"]
            return {**data, "basis": {"shortest": one, "typical": one, "longest": one}}
        return data

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.shortest > self.typical:
            raise _disorder("shortest", self.shortest, "typical", self.typical)
        if self.typical > self.longest:
            raise _disorder("typical", self.typical, "longest", self.longest)
        return self

    @property
    def is_one_figure(self) -> bool:
        """Whether the source gives a single number and no range."""
        return self.shortest == self.longest


def _disorder(name: str, value: int, than: str, limit: int) -> PydanticCustomError:
    return PydanticCustomError(
        "unordered", "{name} ({value}) is more than {than} ({limit})",
        {"name": name, "value": value, "than": than, "limit": limit},
    )  # fmt: skip


class Medicine(Model):
    """A medicine's name, kept apart from all prose and shown only when asked for."""

    name: Name
    """The medicine's name."""
    source: Slug
    """The source that names it."""
    where: Name
    """Where in that source."""


class Window(Model):
    """How far an activity may lie from its day."""

    before: Offset = 0
    """Days before."""
    after: Offset = 0
    """Days after."""


class Cycle(Model):
    """A repeated block of fixed length inside a phase (FHIR daysOfCycle)."""

    length: Count
    """How long one cycle is, in `unit`."""
    unit: Literal["days", "weeks"]
    """Days or weeks."""


class Activity(Model):
    """A visit, test, treatment or milestone inside a phase (USDM Activity).

    On days of each cycle (or of the phase), at its start or end, or neither: undated.
    """

    id: Slug
    """Unique within the phase."""
    name: Name
    """What it is called."""
    kind: Literal["visit", "test", "treatment", "milestone", "decision"]
    """What kind of thing it is."""
    days: List[Annotated[int, Field(ge=1, le=36600)]] = ()
    """Days of the cycle or phase, from 1."""
    cycles: List[Annotated[int, Field(ge=1)]] = ()
    """Which cycles, from 1; left out, every one."""
    at: Literal["start", "end"] | None = None
    """At the first or the last day of what `of` names."""
    of: Literal["cycle", "phase"] | None = None
    """What `at` refers to."""
    window: Window | None = None
    """How many days before and after are as good."""
    about: Said | None = None
    """What it is for."""
    cites: List[Citation] = ()
    """Where it comes from; left out, the phase's citations hold."""

    @model_validator(mode="after")
    def _one_position(self) -> Self:
        if self.days and self.at:
            raise PydanticCustomError("two_positions", "has both days and at; give one of them")
        if (self.at is None) != (self.of is None):
            raise PydanticCustomError("half_position", "at and of go together; give both or none")
        return self


class SideEffects(Model):
    """What treatment can cause, by when it shows."""

    during: List[Said] = ()
    """While treatment runs."""
    soon_after: List[Said] = ()
    """In the weeks and months after."""
    later: List[Said] = ()
    """Months or years after; shown only when asked for."""


class Phase(Model):
    """A named period of a pathway (USDM StudyEpoch)."""

    id: Slug
    """Never changes: it lives in calendars and in people's files."""
    name: Name
    """The source's own name for it."""
    also_called: List[Said] = ()
    """Other names for the same part, and who calls it so."""
    aim: Said | None = None
    """What it is for."""
    setting: List[Literal["hospital", "clinic", "home"]] = ()
    """Where it mostly takes place, most first."""
    place: List[Said] = ()
    """Where it takes place, in sentences."""
    what_happens: List[Said] = ()
    """What happens in it."""
    tests: List[Said] = ()
    """Which tests there may be."""
    side_effects: SideEffects | None = None
    """What it can cause, by timing."""
    looks_at: List[Said] = ()
    """What the team looks at before the next phase."""
    begins_when: Said | None = None
    """What has to be so before it begins, in words."""
    questions: List[Said] = ()
    """Questions to ask the team."""
    notes: List[Said] = ()
    """What else a reader should know about this phase or its numbers."""
    duration: Duration | None = None
    """How long it lasts; left out where the source gives no length."""
    counted_from: Slug | None = None
    """An earlier phase: the end lies the duration after the start of that one."""
    is_for_everyone: bool = True
    """Whether everyone on this pathway has it."""
    cycle: Cycle | None = None
    """The block that repeats inside it."""
    activities: List[Activity] = ()
    """Visits, tests, treatments and milestones."""
    medicines: List[Medicine] = ()
    """Names of medicines, shown only when asked for."""
    cites: List[Citation] = ()
    """Where the duration, and every text without citations of its own, comes from."""


class Term(Model):
    """A medical word and what it means."""

    term: Name
    """The word, as it stands in a sentence."""
    forms: List[Name] = ()
    """Other spellings, plurals and abbreviations of it."""
    meaning: Said
    """What it means, plainly."""


class Lane(Model):
    """Something that runs beside the phases."""

    id: Slug
    """Never changes."""
    name: Name
    """What it is called."""
    from_: Slug = Field(alias="from")
    """The phase it begins with."""
    until: Slug | None = None
    """The phase it runs to the end of; left out, the team decides."""
    about: List[Said] = ()
    """What it is."""
    cites: List[Citation] = ()
    """Where it comes from."""


class DecisionPoint(Model):
    """A place where the team looks at results; what may follow is listed, never chosen
    (USDM ScheduledDecisionInstance).
    """

    id: Slug
    """Never changes."""
    name: Name
    """What it is called."""
    after: Slug
    """The phase at whose end it stands."""
    looks_at: List[Said] = ()
    """What the team looks at."""
    may_follow: List[Said] = ()
    """What may come next."""
    cites: List[Citation] = ()
    """Where it comes from."""


class Replacement(Model):
    """Phases that take the place of others."""

    from_: Slug = Field(alias="from")
    """The first phase that goes."""
    until: Slug
    """The last phase that goes."""
    phases: Annotated[List[Phase], Field(min_length=1)]
    """What comes instead."""


class AddedActivity(Model):
    """An activity that a variation adds to a phase."""

    phase: Slug
    """The phase it joins."""
    activity: Activity
    """The activity."""


class Variation(Model):
    """What changes when something is true of this person; never picked by the library."""

    id: Slug
    """Never changes."""
    name: Name
    """What it is called."""
    notes: List[Said] = ()
    """What to know."""
    add_lanes: List[Lane] = ()
    """Lanes it adds."""
    add_activities: List[AddedActivity] = ()
    """Activities it adds."""
    replace: Replacement | None = None
    """Phases it replaces."""
    cites: List[Citation] = ()
    """Where it comes from."""


class Pathway(Model):
    """The template: phases in order, lanes beside them, variations, sources."""

    format: Literal[1]
    """The version of the file format."""
    kind: Literal["pathway"]
    """What kind of file this is."""
    id: Slug
    """Never changes: it lives in calendars and in people's files."""
    name: Name
    """What the pathway is called."""
    condition: Name
    """What it is treatment for."""
    audience: Name
    """Whom the source was written for, such as adults."""
    language: Literal["en-GB", "en-US"]
    """The language of the words, and whose emergency number is shown."""
    starts_at: Literal["diagnosis", "treatment"]
    """What the start date means."""
    based_on: Slug | None = None
    """The source it follows; sentences from others carry a mark that says whose they are."""
    about: List[Said] = ()
    """What to know before reading it."""
    stated_total: Duration | None = None
    """How long a source says the whole takes: a check on the sum of the phases."""
    sources: List[Source] = ()
    """Every source that is cited."""
    phases: Annotated[List[Phase], Field(min_length=1)]
    """The phases, in order."""
    lanes: List[Lane] = ()
    """What runs beside the phases."""
    decision_points: List[DecisionPoint] = ()
    """Where results are looked at."""
    variations: List[Variation] = ()
    """What may be switched on."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = list(cross_problems(self.model_dump(by_alias=True)))
        if problems:
            raise PydanticCustomError("pathway", "{problems}", {"problems": "\n".join(problems)})
        return self

    def source(self, source_id: str) -> Source:
        """The source with this id. Raises KeyError if there is none."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)


# ---- what no single field can see --------------------------------------------------------------


def cross_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong between the parts of a pathway, a line each.

    Works on plain data, right or wrong, so that these problems are told together with those of
    single fields.
    """
    phases = _tables(data.get("phases"))
    ids = [_id(phase) for phase in phases]
    sources = {_id(source) for source in _tables(data.get("sources"))}

    for kind in ("phases", "lanes", "decision_points", "variations", "sources"):
        yield from _doubles(kind, _tables(data.get(kind)))
    for i, phase in enumerate(phases):
        here = f'phase "{ids[i]}"'
        if ids[i] in RESERVED_PHASE_IDS:
            yield f"{here}: no phase may be called {ids[i]}; choose another id"
        for problem in _doubles("activities", _tables(phase.get("activities"))):
            yield f"{here}: {problem}"
        yield from _counted_from(here, phase, phases[:i])
        if phase.get("duration") and not (phase.get("cites") or _cites(phase["duration"])):
            yield f"{here}: duration has no citation; say in cites where it comes from"
    if data.get("stated_total") and not _cites(data["stated_total"]):
        yield "stated_total has no citation; say in cites where it comes from"

    known = ", ".join(ids)
    lanes = [(f'lane "{_id(lane)}"', lane) for lane in _tables(data.get("lanes"))]
    for variation in _tables(data.get("variations")):
        here = f'variation "{_id(variation)}"'
        added = _tables(variation.get("add_lanes"))
        lanes += [(f'{here}: lane "{_id(lane)}"', lane) for lane in added]
        replace = variation.get("replace")
        if isinstance(replace, Mapping):
            yield from _span(f"{here}: replace", replace, ids)
        for item in _tables(variation.get("add_activities")):
            if item.get("phase") not in ids:
                yield f'{here}: add_activities: no phase "{item.get("phase")}" (there are: {known})'
    for here, lane in lanes:
        yield from _span(here, lane, ids)
    for point in _tables(data.get("decision_points")):
        if point.get("after") not in ids:
            yield (
                f'decision point "{_id(point)}": after: no phase "{point.get("after")}" '
                f"(there are: {known})"
            )

    based_on = data.get("based_on")
    if based_on is not None and based_on not in sources:
        yield f'based_on: no source "{based_on}"; add it to sources'
    for here, source in cited(data):
        if source not in sources:
            yield f'{here}: no source "{source}"; add it to sources or cite another'


def cited(node: Any, here: str = "") -> Iterator[tuple[str, str]]:
    """Each citation in plain data, as the place it stands in and the id of its source."""
    if isinstance(node, Mapping):
        if isinstance(node.get("source"), str) and "where" in node:
            yield here, node["source"]
        for key, value in node.items():
            yield from cited(value, here if key == "cites" else _joined(here, key))
    elif isinstance(node, list | tuple):
        for item in node:
            name = _id(item) if isinstance(item, Mapping) and "id" in item else None
            yield from cited(item, _singular(here, name))


def _joined(here: str, key: str) -> str:
    return f"{here}: {key}" if here else key


SINGULAR = {
    "phases": "phase", "lanes": "lane", "activities": "activity", "variations": "variation",
    "decision_points": "decision point", "sources": "source", "add_lanes": "lane",
    "medicines": "medicine",
}  # fmt: skip
"""What one of a list's items is called in a message."""


def _singular(here: str, name: str | None) -> str:
    before, _, last = here.rpartition(": ")
    if name is None:
        return here
    return _joined(before, f'{SINGULAR.get(last, last)} "{name}"')


def _tables(value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list | tuple):
        return []
    return [item for item in value if isinstance(item, Mapping)]


def _cites(table: Any) -> bool:
    return isinstance(table, Mapping) and bool(table.get("cites"))


def _id(table: Mapping[str, Any]) -> str:
    return str(table.get("id", "?"))


def _doubles(kind: str, tables: list[Mapping[str, Any]]) -> Iterator[str]:
    seen: set[str] = set()
    for name in (_id(table) for table in tables if "id" in table):
        if name in seen:
            yield f'two {kind.replace("_", " ")} have the id "{name}"; give each its own'
        seen.add(name)


def _counted_from(
    here: str, phase: Mapping[str, Any], before: list[Mapping[str, Any]]
) -> Iterator[str]:
    base = phase.get("counted_from")
    if base is None:
        return
    earlier = {_id(p): p for p in before}
    if base not in earlier:
        yield f'{here}: counted_from: "{base}" is not an earlier phase'
    elif not earlier[base].get("duration"):
        yield f'{here}: counted_from: phase "{base}" has no length'
    if not phase.get("duration"):
        yield f"{here}: counted_from needs a duration; give one or leave it out"


def _span(here: str, table: Mapping[str, Any], ids: list[str]) -> Iterator[str]:
    ends = [(key, table.get(key)) for key in ("from", "until") if table.get(key) is not None]
    for key, value in ends:
        if value not in ids:
            yield f'{here}: {key}: no phase "{value}" (there are: {", ".join(ids)})'
    if len(ends) == 2 and all(value in ids for _, value in ends):
        first, last = (ids.index(str(value)) for _, value in ends)
        if first > last:
            yield f'{here}: from "{ends[0][1]}" comes after until "{ends[1][1]}"'
