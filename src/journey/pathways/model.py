"""The domain model: what a pathway file may say.

The words are the field's own: a care pathway (FHIR PlanDefinition) of phases (CDISC USDM
StudyEpoch) with lanes beside them, activities inside them, and variations on request.
Every value is frozen. A plain string stands for a `Statement` that the citations of the thing
around it cover.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from journey.pathways.activities import (
    Activity,
    Cycle,
    Cycles,
    DayNumber,
    cycles_of,
    derived,
    early_day_problems,
    last_session,
    sessions,
)
from journey.pathways.consistency import cited, cross_problems
from journey.pathways.durations import Duration, Length
from journey.pathways.fields import (
    Citation,
    Format,
    Language,
    List,
    Model,
    Name,
    Said,
    Slug,
    Source,
    wrong,
)

NEVER_IN_A_FILE = ("applied", "replaced", "dates_stop", "again")
"""The keys of a pathway that `vary` and `repeated` set, and no file may have."""


class Medicine(Model):
    """A medicine's name, kept apart from all prose and shown only when asked for."""

    name: Name
    """The medicine's name."""
    source: Slug
    """The source that names it."""
    where: Name
    """Where in that source."""


class Starts(Model):
    """When a phase begins, where that is not simply when the one before it ends."""

    after: Annotated[List[Slug], Field(min_length=1)]
    """The earlier phases it comes after: once the last of them is over."""
    gap: Duration | None = None
    """How long after: a rest between blocks, with its own basis and citation."""


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
    like: Slug | None = None
    """Another phase of this file, whose texts, lengths, cycles and activities it has, unless it
    says its own."""
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
    duration: Length | None = None
    """How long it lasts, or "its last session"; left out where the source gives no length."""
    cycles: Annotated[Cycles | None, BeforeValidator(cycles_of)] = None
    """How many cycles it has, in place of a duration: 6, or shortest, typical and longest."""
    stated_length: Duration | None = None
    """What the source itself says of its length, where the plan counts with another; shown beside
    it, and planned with nowhere."""
    counted_from: Slug | None = None
    """An earlier phase: the end lies the duration after the start of that one."""
    counts_back_from: Slug | None = None
    """A later phase: this one starts its duration before the start of that one, once that has a
    date of its own."""
    starts: Starts | None = None
    """What it begins after, and how long after; left out, it begins when the one before ends."""
    is_for_everyone: bool = True
    """Whether everyone on this pathway has it."""
    cycle: Cycle | None = None
    """The block that repeats inside it."""
    first_day: DayNumber = 1
    """What the first day of the phase, and of each cycle, is called: 0, or -6 before a day 0."""
    activities: List[Activity] = ()
    """Visits, tests, treatments and milestones."""
    medicines: List[Medicine] = ()
    """Names of medicines, shown only when asked for."""
    cites: List[Citation] = ()
    """Where the duration, and every text without citations of its own, comes from."""

    @model_validator(mode="after")
    def _length(self) -> Self:
        problems = list(early_day_problems(self.activities, self.first_day))
        if problems:
            raise wrong("before-first-day", ", and ".join(problems))
        length = derived(self.duration, self.cycle, self.cycles, self.activities, self.first_day)
        object.__setattr__(self, "duration", length)  # frozen for everybody else
        return self

    def last_session(self, start: dt.date, is_skipped: Callable[[dt.date], bool]) -> dt.date:
        """The day of its last session, if it begins on `start`.

        Raises NeverError where a year holds no day that is not skipped.
        """
        counted = sessions(self.activities, in_cycles=self.cycle is not None)
        return last_session(counted, start, self.first_day, is_skipped)

    @property
    def most_cycles(self) -> int | None:
        """The number of its last cycle at the longest; `None` where that is not said."""
        block, length = self.cycle, self.duration
        if self.cycles is not None:
            return self.cycles.longest
        if block is None or length is None or length.is_open:
            return None
        units = {block.unit, length.unit}
        if not (units <= {"days", "weeks"} or units == {"months"}):
            return None
        days = {"days": 1, "weeks": 7, "months": 1}
        return -(-length.most * days[length.unit] // (block.lengths[0] * days[block.unit]))


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
    gap: Duration | None = None
    """How long after that it begins."""
    duration: Length | None = None
    """How long it lasts, or "its last session"."""
    cycles: Annotated[Cycles | None, BeforeValidator(cycles_of)] = None
    """How many cycles it has, in place of a duration."""
    cycle: Cycle | None = None
    """The block that repeats inside it."""
    first_day: DayNumber = 1
    """What its first day, and that of each cycle, is called."""
    activities: List[Activity] = ()
    """Visits, tests, treatments and milestones of its own."""
    about: List[Said] = ()
    """What it is."""
    cites: List[Citation] = ()
    """Where it comes from."""

    @model_validator(mode="after")
    def _as_a_phase(self) -> Self:
        object.__setattr__(self, "duration", self.as_phase().duration)
        return self

    @property
    def is_dated(self) -> bool:
        """Whether it says more than where it begins and ends, and so has dates of its own."""
        return bool(self.gap or self.duration or self.cycles or self.cycle or self.activities)

    def as_phase(self) -> Phase:
        """What it has of its own, as a phase that begins when it does."""
        return Phase(
            id=self.id, name=self.name, duration=self.duration, cycles=self.cycles,
            cycle=self.cycle, first_day=self.first_day, activities=self.activities,
            cites=self.cites,
        )  # fmt: skip


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
    dates_stop: Slug | None = None
    """From where on nothing is dated but what is recorded: `start`, or the first such phase."""
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
    cannot_wait: List[Said] = ()
    """What to ask or to tell before treatment starts; it stands on the first page."""
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
    dates_stop: Slug | None = None
    """From where on nothing is dated but what is recorded: `start` or a phase; set by `vary`,
    never in a file."""
    again: List[Slug] = ()
    """The phases that have a second course; set by `repeated`, never in a file."""

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

    def follows_phase(self, later: int, earlier: int) -> bool:
        """Whether a phase begins only once another has begun, by their places: each after the one
        before it, but for those that say what they start after.
        """
        if all(phase.starts is None for phase in self.phases):
            return later > earlier
        ids = [phase.id for phase in self.phases]
        reached, seen = [later], set[int]()
        while reached:
            place = reached.pop()
            if place >= len(ids):  # the finish, after all
                return True
            if place in seen or place < 0:
                continue
            seen.add(place)
            starts = self.phases[place].starts
            reached += [place - 1] if starts is None else [ids.index(p) for p in starts.after]
        return earlier != later and earlier in seen

    @property
    def follow_up(self) -> tuple[Lane, ...]:
        """What begins once its last phase is over."""
        last = self.phases[-1].id
        return tuple(lane for lane in self.lanes if (lane.begins, lane.from_) == ("after", last))

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
