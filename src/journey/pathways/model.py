"""The domain model: what a pathway file may say.

The words are the field's own: a care pathway (FHIR PlanDefinition) of phases (CDISC USDM
StudyEpoch) with lanes beside them, activities inside them, and variations on request.
Every value is frozen. A plain string stands for a `Statement` that the citations of the thing
around it cover.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import dropwhile, takewhile
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from dateutil.relativedelta import relativedelta
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from journey.errors import Problem, shortened
from journey.pathways.durations import Basis, Unit

__all__ = [
    "Activity", "AddedActivity", "Bases", "Basis", "Citation", "Cycle", "DecisionPoint",
    "Duration", "Lane", "Medicine",
    "Pathway", "Phase", "Replacement", "SideEffects", "Source", "Statement", "Term", "Unit",
    "Variation", "Window",
]  # fmt: skip

RESERVED_PHASE_IDS = frozenset({"start", "finish"})

SET_BY_VARY = ("applied", "replaced")
"""The keys of a pathway that no file may have."""


def wrong(rule: str, problem: str) -> PydanticCustomError:
    """A problem in our own words; the type tells it from pydantic's."""
    return PydanticCustomError("journey", "{problem}", {"rule": rule, "problem": problem})


def _printable(text: str) -> str:
    # Control characters break calendars and terminals; a lone surrogate breaks every encoding.
    # U+2028, U+2029 and U+FEFF split or hide lines in readers that use str.splitlines.
    # U+FFFE, U+FFFF and their like are no characters, and no XML may hold them.
    for character in text:
        is_none = ord(character) & 0xFFFE == 0xFFFE
        is_control = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        if is_none or is_control or character == "\ufeff":
            raise wrong(
                "control-character",
                f"has the control character U+{ord(character):04X}; take it out",
            )
    if not text.strip():
        raise wrong("blank", "is empty; write something, or leave it out")
    return text


def _one_line(value: Any) -> Any:
    # TOML's triple-quoted strings hold line breaks for the author's sake; a text has none.
    # Runs of blanks go too: a calendar folds lines, and one of blanks alone would be lost.
    return (
        re.sub(r"[ \t\n]*\n[ \t\n]*| {2,}", " ", value).strip() if isinstance(value, str) else value
    )


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[
    str, StringConstraints(max_length=200), BeforeValidator(_one_line), AfterValidator(_printable)
]
Prose = Annotated[
    str, StringConstraints(max_length=20_000), BeforeValidator(_one_line),
    AfterValidator(_printable),
]  # fmt: skip


def _one(value: Any) -> Any:
    if isinstance(value, bool | float):  # Python takes both for the number
        shown = str(value).lower()
        raise wrong("wrong-value", f"should be 1, not {shown}")
    return value


Format = Annotated[Literal[1], BeforeValidator(_one)]
"""The version of a file's format."""

Language = Literal["en-GB", "en-US"]
"""A language of the words, and whose emergency number is shown."""

T = TypeVar("T")
List = Annotated[tuple[T, ...], Strict(strict=False)]
"""A list in the file, a tuple in the model: frozen all the way down."""

# More than anyone means: it keeps a slip of the key out of arithmetic and messages.
Count = Annotated[int, Field(ge=1, le=1_000_000_000_000)]
Offset = Annotated[int, Field(ge=0, le=3660)]


def _plausible(day: dt.date) -> dt.date:
    if not 1900 <= day.year <= 2200:
        raise wrong("implausible-date", f"{day} is not between 1900 and 2200; check the year")
    return day


def _reviewed(value: Any) -> Any:
    if type(value) is dt.date:
        return _plausible(value)
    if value == "not stated":
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", value):
        is_month = len(value) == len("2013-08")
        try:
            day = dt.date.fromisoformat(f"{value}-01" if is_month else value)
        except ValueError:
            raise wrong(
                "implausible-date", f'"{value}" is not in the calendar; check month and day'
            ) from None
        return value if _plausible(day) and is_month else day
    raise wrong("wrong-value", 'should be a date, a month such as "2013-08", or "not stated"')


Day = Annotated[dt.date, AfterValidator(_plausible)]
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
    next_review: Day | None = None
    """When the publisher meant to review it next."""
    checked: Day | None = None
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

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"enum": list(get_args(Basis))}, handler(schema)]}


def _bases(value: Any) -> Any:
    if isinstance(value, Bases | Mapping):
        return value
    if value in get_args(Basis):
        return {"shortest": value, "typical": value, "longest": value}
    raise wrong(
        "wrong-value",
        'should be "stated", "interpreted" or "assumed", or one of them for each number',
    )


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
    basis: Annotated[Bases, BeforeValidator(_bases)]
    """`stated`: the source gives the number. `interpreted`: our reading of its words.
    `assumed`: from elsewhere, or a midpoint. One word stands for all three numbers."""
    cites: List[Citation] = ()
    """Where the numbers come from; left out, the citations of the phase hold."""
    note: Said | None = None
    """How the numbers were got, in words."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        problems = []
        if self.shortest > self.typical:
            problems.append(f"shortest ({self.shortest}) is more than typical ({self.typical})")
        if self.typical > self.longest:
            problems.append(f"typical ({self.typical}) is more than longest ({self.longest})")
        if problems:
            raise wrong("unordered-duration", ", and ".join(problems))
        return self

    @property
    def is_one_figure(self) -> bool:
        """Whether the source gives a single number and no range."""
        return self.shortest == self.longest


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
    days: List[Annotated[int, Field(ge=1, le=36_600)]] = ()
    """Days of the cycle or phase, from 1."""
    cycles: List[Count] = ()
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
            raise wrong("two-positions", "has both days and at; give one of them")
        if (self.at is None) != (self.of is None):
            raise wrong("half-position", "at and of go together; give both or none")
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
    texts_from: Name | None = None
    """A bundled phase, such as cruk-adult/induction, whose texts stand where it has none."""
    meaning: Slug | None = None
    """What it corresponds to: phases with the same meaning stand side by side in a comparison."""
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
    begins: Literal["with", "after"] = "with"
    """Whether it begins with that phase, or once that phase is over."""
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
    questions: List[Said] = ()
    """Questions to ask the team."""
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

    format: Format
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
    language: Language
    """The language of the words, and whose emergency number is shown."""
    speaks_to: Literal["person", "parent"] = "person"
    """Whether its pages speak to the person or to the parent of a child."""
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
    applied: List[Slug] = ()
    """The variations that are switched on; set by `vary`, never in a file."""
    replaced: List[Slug] = ()
    """The phases that applied variations took away; set by `vary`, never in a file."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = list(cross_problems(self.model_dump(by_alias=True)))
        if problems:
            raise wrong("pathway", "\n".join(found.text for found in problems))
        return self

    @property
    def follows(self) -> str:
        """Whose page it follows, and that page's title; its own name where it follows none."""
        if self.based_on is None:
            return self.name
        source = self.source(self.based_on)
        return f"{source.label}: {source.title}"

    def cited_sources(self) -> frozenset[str]:
        """The ids of the sources that its pages cite; of its variations, only the applied ones'."""
        data = self.model_dump(by_alias=True)
        data["variations"] = [v for v in data["variations"] if v["id"] in self.applied]
        return frozenset(source for _, source in cited(data))

    def source(self, source_id: str) -> Source:
        """The source with this id. Raises KeyError if there is none."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)


# ---- what no single field can see --------------------------------------------------------------

Table = Mapping[str, Any]

SINGULAR = {
    "phases": "phase", "lanes": "lane", "activities": "activity", "variations": "variation",
    "decision_points": "decision point", "sources": "source", "add_lanes": "lane",
    "add_activities": "added activity", "medicines": "medicine", "cites": "citation",
    "own_dates": "own date",
}  # fmt: skip
"""What one of a list's entries is called in a message."""


def entry_name(key: str, number: int, entry: Any) -> str:
    """What a message calls an entry of a list: by its id, name or label, or else by its number."""
    if key not in SINGULAR:
        return f"{shortened(key)}: entry {number}"
    entry = entry if isinstance(entry, Mapping) else {}
    name = entry.get("id", entry.get("name", entry.get("label")))
    if not (name and isinstance(name, str)):
        return f"{SINGULAR[key]} {number}"
    return f'{SINGULAR[key]} "{shortened(name)}"'


def cross_problems(data: Table) -> Iterator[Problem]:
    """What is wrong between the parts of a pathway, a line each.

    Works on plain data, right or wrong, so that these problems are told together with those of
    single fields; what is wrong in itself is left to them.
    """
    for key in ("phases", "lanes", "decision_points", "variations", "sources"):
        yield from _doubles(key, [table for _, table in _tables(data, key)])
    places, phases = _split(_tables(data, "phases"))
    for i, phase in enumerate(phases):
        yield from _phase_problems(places[i], phase, phases[:i])
    if _is_uncited(data.get("stated_total")):
        yield Problem(
            "uncited-number", "stated_total has no citation; say in cites where it comes from"
        )

    ids = _ids(phases)
    for here, lane in _tables(data, "lanes"):
        yield from _span_problems(here, lane, ids)
    for here, point in _tables(data, "decision_points"):
        yield from _unknown(f"{here}: after", point.get("after"), ids)
    for here, variation in _tables(data, "variations"):
        # One that is switched on has done its work, and may have taken away what others name.
        if variation.get("id") not in data.get("applied", ()):
            known = [*ids, *data.get("replaced", ())]
            yield from _variation_problems(here, variation, phases, known)

    sources = _ids([source for _, source in _tables(data, "sources")])
    for here, source in cited(data):
        if source not in sources:
            text = f'{here}: no source "{shortened(source)}"; add it to sources, or name another'
            yield Problem("unknown-source", text)


def cited(node: Any, here: str = "") -> Iterator[tuple[str, str]]:
    """Each source that plain data names, after the place where it does."""
    if not isinstance(node, Mapping):
        return
    for key, value in node.items():
        if key in ("source", "based_on") and isinstance(value, str):
            yield here or key, value
        elif isinstance(value, list | tuple):
            for i, entry in enumerate(value, start=1):
                place = here if key == "cites" else _joined(here, entry_name(key, i, entry))
                yield from cited(entry, place)
        else:
            yield from cited(value, _joined(here, shortened(key)))


def _joined(here: str, more: str) -> str:
    return f"{here}: {more}" if here else more


def _tables(data: Table, key: str) -> list[tuple[str, Table]]:
    """Each table of a list, after what a message calls it."""
    entries = data.get(key)
    if not isinstance(entries, list | tuple):
        return []
    return [
        (entry_name(key, i, entry), entry)
        for i, entry in enumerate(entries, start=1)
        if isinstance(entry, Mapping)
    ]


def _split(tables: list[tuple[str, Table]]) -> tuple[list[str], list[Table]]:
    return [place for place, _ in tables], [table for _, table in tables]


def _ids(tables: list[Table]) -> list[str]:
    return [table["id"] for table in tables if isinstance(table.get("id"), str)]


def _doubles(key: str, tables: list[Table]) -> Iterator[Problem]:
    for name, count in Counter(_ids(tables)).items():
        if count > 1:
            kind = key.replace("_", " ")
            text = f'{count} {kind} have the id "{shortened(name)}"; give each its own'
            yield Problem("duplicate-id", text)


def _is_uncited(duration: Any, phase: Table | None = None) -> bool:
    return isinstance(duration, Mapping) and not (
        duration.get("cites") or (phase and phase.get("cites"))
    )


def _phase_problems(here: str, phase: Table, before: list[Table]) -> Iterator[Problem]:
    duration, base = phase.get("duration"), phase.get("counted_from")
    if phase.get("id") in list(RESERVED_PHASE_IDS):
        text = f"{here}: no phase may be called {phase['id']}; choose another id"
        yield Problem("reserved-id", text)
    for problem in _doubles("activities", [table for _, table in _tables(phase, "activities")]):
        yield problem.within(here)
    if isinstance(base, str):
        found = [earlier for earlier in before if earlier.get("id") == base]
        if not found:
            yield Problem(
                "counted-from",
                f'{here}: counted_from: "{shortened(base)}" is not an earlier phase; '
                "name one that comes before this one",
            )
        elif not found[0].get("duration"):
            text = f'{here}: counted_from: phase "{base}" has no length; give it a duration'
            yield Problem("counted-from", text)
        if not duration:
            text = f"{here}: counted_from needs a duration; give one, or leave it out"
            yield Problem("counted-from", text)
    if _is_uncited(duration, phase):
        text = f"{here}: duration has no citation; say in cites where it comes from"
        yield Problem("uncited-number", text)


def _variation_problems(
    here: str, variation: Table, phases: list[Table], ids: list[str]
) -> Iterator[Problem]:
    for place, lane in _tables(variation, "add_lanes"):
        yield from _span_problems(f"{here}: {place}", lane, ids)
    for place, added in _tables(variation, "add_activities"):
        yield from _unknown(f"{here}: {place}: phase", added.get("phase"), ids)
    replace = variation.get("replace")
    if not isinstance(replace, Mapping):
        return
    here = f"{here}: replace"
    yield from _span_problems(here, replace, ids)
    first, last = replace.get("from"), replace.get("until")
    before = list(takewhile(lambda phase: phase.get("id") != first, phases))
    after = list(dropwhile(lambda phase: phase.get("id") != last, phases))[1:]
    places, new = _split(_tables(replace, "phases"))
    for problem in _doubles("phases", [*before, *new, *after]):
        yield problem.within(here)
    for i, phase in enumerate(new):
        yield from _phase_problems(f"{here}: {places[i]}", phase, [*before, *new[:i]])


def _span_problems(here: str, table: Table, ids: list[str]) -> Iterator[Problem]:
    first, last = table.get("from"), table.get("until")
    yield from _unknown(f"{here}: from", first, ids)
    yield from _unknown(f"{here}: until", last, ids)
    if first in ids and last in ids and ids.index(first) > ids.index(last):
        text = f'{here}: from "{first}" comes after until "{last}"; swap them'
        yield Problem("reversed-span", text)


def _unknown(here: str, phase_id: Any, ids: list[str]) -> Iterator[Problem]:
    if ids and isinstance(phase_id, str) and phase_id not in ids:
        known = shortened(", ".join(ids), limit=500)
        text = f'{here}: no phase "{shortened(phase_id)}" (there are: {known})'
        yield Problem("unknown-phase", text)
