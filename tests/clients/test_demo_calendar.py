"""What five clients see in our calendars is the plan, and the plan is what the pages say.

The dates of the truth are counted here once more, by plain loops over the pathway's TOML with
dateutil; so are the uids. Only titles and descriptions are the library's own.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from strategies import HOSTILE, LONG
from test_words_dates import interval

from journey.calendar.events import GROUPS, events
from journey.export.ics import Options, to_ics
from journey.export.text import to_text
from journey.pages.pack import describe
from journey.pathways.library import demo, parse_pathway
from journey.planning.timeline import OwnDate, Timeline, plan

from .conftest import Client
from .readers import Seen, bytes_lint

DAY = dt.timedelta(days=1)
STAMP = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
OURS = uuid.UUID("6b1f2c6e-3f0e-5d43-9a0b-5f6d0a9c2e11")
CHAINS = ("shortest", "typical", "longest")


@dataclass(frozen=True)
class Case:
    """A pathway as TOML text, the dates somebody knows and their own, and what is asked for."""

    toml: str
    start: dt.date | None
    known: dict[str, dt.date]
    own: tuple[OwnDate, ...] = ()
    options: Options = field(default_factory=lambda: Options(stamp=STAMP))

    @property
    def data(self) -> dict[str, Any]:
        """The pathway as plain data."""
        return tomllib.loads(self.toml)

    @property
    def timeline(self) -> Timeline:
        """The library's plan."""
        pathway = parse_pathway(self.toml)
        return plan(pathway, start=self.start, known=self.known, own_dates=self.own)

    @property
    def written(self) -> bytes:
        """The library's file."""
        return to_ics(self.timeline, **self.options)


def bundled(pathway_id: str) -> str:
    path = resources.files("journey") / "knowledge" / "pathways" / f"{pathway_id}.toml"
    return path.read_text("utf-8")


def invented(*phases: tuple[str, str | None], name: str = "Invented") -> str:
    """A pathway file of named phases with a length such as "3 5 7 days"."""
    lines = [
        "format = 1", 'kind = "pathway"', 'id = "invented"', f"name = {toml(name)}",
        'condition = "harbour fever"', 'audience = "adults"', 'language = "en-GB"',
        'starts_at = "treatment"', "[[sources]]", 'id = "leaflet"', f"title = {toml(name)}",
        f"publisher = {toml(name)}", 'reviewed = "not stated"',
    ]  # fmt: skip
    for n, (title, length) in enumerate(phases, start=1):
        lines += ["[[phases]]", f'id = "p{n}"', f"name = {toml(title)}", f'aim = "{LONG}"']
        lines.append(f'cites = [{{ source = "leaflet", where = {toml(title)} }}]')
        if length:
            *numbers, unit = length.split()
            three = ", ".join(f"{k} = {v}" for k, v in zip(CHAINS, numbers, strict=True))
            lines.append(f'duration = {{ {three}, unit = "{unit}", basis = "stated" }}')
    return "\n".join(lines)


def toml(text: str) -> str:
    return '"' + "".join(f"\\U{ord(c):08X}" for c in text) + '"'


def demo_case() -> Case:
    example = demo()
    return Case(bundled(example.pathway.id), example.start, dict(example.known))


START = dt.date(2026, 1, 31)
SHORT = (("First", "3 5 7 days"), ("Second", "4 6 8 weeks"), ("Third", "1 1 2 months"))

CASES: dict[str, Callable[[], Case]] = {
    "the demo": demo_case,
    "the demo's pathway with a start alone": lambda: Case(bundled("cruk-adult"), START, {}),
    "hostile names": lambda: Case(
        invented(*((text, "2 3 4 weeks") for text in HOSTILE), name=HOSTILE[5]), START, {}
    ),
    "an undated tail": lambda: Case(
        invented(*SHORT, ("No length", None), ("After it", "2 3 4 weeks")), START, {}
    ),
    "joined midway": lambda: Case(
        invented(*SHORT, ("No length", None), ("Last", "1 2 3 years")), None,
        {"p2": dt.date(2027, 12, 28), "p5": dt.date(2028, 2, 29)},
    ),
    "capped and squeezed": lambda: Case(
        invented(*SHORT, ("Fourth", "2 3 4 years")), START,
        {"p2": START + 3 * DAY, "p4": START + 20 * DAY, "finish": START + 400 * DAY},
    ),
    "stopped early": lambda: Case(invented(*SHORT), START, {"finish": START + 20 * DAY}),
    "long phases": lambda: Case(
        invented(("A", "1 10 21 days"), ("B", "16 17 18 weeks"), ("C", "2 2 3 years")), START, {}
    ),
}  # fmt: skip


# ---- the truth, counted once more --------------------------------------------------------------

Three = list[dt.date]
Boundary = tuple[Three, str] | None


def boundaries(case: Case) -> list[tuple[Three, str] | None]:
    """Early, typical and late date of every boundary, and what kind they are."""
    phases = case.data["phases"]
    names = [phase["id"] for phase in phases] + ["finish"]
    given: dict[int, dt.date] = {names.index(name): day for name, day in case.known.items()}
    if case.start:
        given[0] = case.start
    found: list[tuple[Three, str] | None] = []
    for n in range(len(names)):
        before = found[n - 1] if n else None
        length = phases[n - 1].get("duration") if n else None
        if n in given:
            found.append(([given[n]] * 3, "known"))
        elif before is None or length is None:
            found.append(None)
        else:
            days = []
            for day, number in zip(before[0], CHAINS, strict=True):
                # A length of one figure has no other two.
                unit: dict[str, Any] = {length["unit"]: length.get(number, length["typical"])}
                days.append(day + relativedelta(**unit))
            later = [day for m, day in given.items() if m > n]
            limit = min(later) if later else dt.date.max
            kind = "capped" if limit < days[1] else "estimated"
            found.append(([min(day, limit) for day in days], kind))
    return found


@dataclass(frozen=True)
class Counted:
    """An event as it is counted here: a step, its days, how sure it is, and the phase around it."""

    key: str
    group: str
    first: dt.date
    end: dt.date
    is_sure: bool = False
    phase: str | None = None


def counted(case: Case) -> list[Counted]:
    """Every event of a case, by plain loops over the tables."""
    at, phases, tables = boundaries(case), case.data["phases"], case.data
    longest = case.options.get("longest_banner", 112 * DAY)
    found: list[Counted] = []
    shown = [n for n in range(len(phases)) if not is_nothing(at[n], at[n + 1])]
    last = shown[-1] if shown else None
    chosen = set(case.options.get("only") or GROUPS) - set(case.options.get("without", ()))
    has_parts = "parts" in chosen
    is_told = False  # whether the last part's own banner tells its end
    if at[0] and not (has_parts and 0 in shown):
        day = at[0][0][1]
        found.append(
            Counted("start", "milestones", day, day + DAY, is_sure=True, phase=phases[0]["id"])
        )
    for n in shown:
        phase, name, starts, ends = phases[n], phases[n]["id"], at[n], at[n + 1]
        end = ends[0][1] if ends else None
        start: dt.date | None = None
        blocks: list[tuple[dt.date, dt.date]] = []
        over = over_by(at, n)
        until = end or over
        if starts:
            (early, typical, late), kind = starts
            start = typical
            first, after = marked(early, typical, late)
            is_banner = bool(ends) and kind == "known" == (ends and ends[1])
            if is_banner and end is not None and end - typical <= longest:
                after, is_told = end, has_parts and n == last
            found.append(Counted(f"phase:{name}", "parts", first, after, kind == "known"))
            blocks = list(blocks_of(phase, typical, until))[: None if end else 1]
            for number, (first, _) in enumerate(blocks, start=1):
                by = first - typical
                until_then = late + by if over is None else max(first, min(late + by, over - DAY))
                span = marked(min(first, early + by), first, until_then)
                if number > 1 or not has_parts:
                    found.append(Counted(f"cycle:{name}:{number}", "blocks", *span, phase=name))
        limits = (over, ends[0][2] if ends else None)
        found += activities_of(phase, (start, end, until), blocks, limits)
        if end:
            for point in tables.get("decision_points", []):
                if point["after"] == name:
                    key = f"decision:{point['id']}"
                    found.append(Counted(key, "decisions", end - DAY, end, phase=name))
    finish = at[-1]
    if finish and last is not None and not is_told:
        days, is_sure = [day - DAY for day in finish[0]], finish[1] == "known"
        group = "milestones" if "milestones" in chosen else "parts"
        found.append(Counted("finish", group, *marked(*days), is_sure, phases[last]["id"]))
    for own in sorted(case.own, key=lambda own: (own.start, own.end, own.label)):
        label = " ".join(own.label.split()).casefold()
        found.append(Counted(f"own:{label}", "own-dates", own.start, own.end, is_sure=True))
    seen: dict[str, int] = {}
    numbered = []
    for event in found:
        seen[event.key] = seen.get(event.key, 0) + 1
        count = seen[event.key]
        numbered.append(event if count == 1 else replace(event, key=f"{event.key}:{count}"))
    return [event for event in numbered if event.group in chosen]


def is_nothing(start: Boundary, end: Boundary) -> bool:
    return start is not None and end is not None and start[0][1] == end[0][1]


def over_by(at: list[Boundary], n: int) -> dt.date | None:
    """The known date, its own end or a later one, that part n is over by."""
    return next((b[0][1] for b in at[n + 1 :] if b and b[1] == "known"), None)


def marked(early: dt.date, typical: dt.date, late: dt.date) -> tuple[dt.date, dt.date]:
    """The days of a marker: its window, or one day where that is three weeks or wider."""
    if (late - early).days < 21:
        return early, late + DAY
    return typical, typical + DAY


def blocks_of(
    phase: dict[str, Any], start: dt.date, end: dt.date | None
) -> Iterator[tuple[dt.date, dt.date]]:
    if "cycle" in phase:
        length = phase["cycle"]["length"] * (7 if phase["cycle"]["unit"] == "weeks" else 1)
        first = start
        while end is None or first < end:
            after = first + length * DAY
            yield first, min(after, end) if end else after
            if end is None:
                return
            first = after


GROUP = {"visit": "visits", "test": "tests", "treatment": "treatments", "milestone": "milestones",
         "decision": "decisions"}  # fmt: skip


def activities_of(
    phase: dict[str, Any], dates: tuple[dt.date | None, dt.date | None, dt.date | None],
    blocks: list[tuple[dt.date, dt.date]], limits: tuple[dt.date | None, dt.date | None],
) -> list[Counted]:  # fmt: skip
    """From the start, the end and the day from which nothing is drawn; no window goes past the
    known day that the part is over by, nor past its latest end.
    """
    (start, end, until), (over, latest) = dates, limits
    found = []
    for activity in phase.get("activities", []):
        places: list[tuple[object, object, dt.date]] = []
        if activity.get("of") == "phase":
            day = start if activity["at"] == "start" else end and end - DAY
            if day:
                places.append((None, activity["at"], day))
        elif start and "cycle" in phase:
            for number, (first, after) in enumerate(blocks, start=1):
                if number not in activity.get("cycles", [number]):
                    continue
                if "at" in activity:
                    day = first if activity["at"] == "start" else after - DAY
                    places.append((number, activity["at"], day))
                days = activity.get("days", [])
                places += [(number, count, first + (count - 1) * DAY) for count in days]
        elif start:
            days = activity.get("days", [])
            places += [(None, count, start + (count - 1) * DAY) for count in days]
        window = activity.get("window", {})
        for cycle, place, day in places:
            if until and day >= until:
                continue
            first = day - window.get("before", 0) * DAY
            after = day + (window.get("after", 0) + 1) * DAY
            after = min(after, over) if over and "window" in activity else after
            if (after - first).days > 21:
                first, after = day, day + DAY
            elif latest:
                after = min(after, max(day + DAY, latest))
            key = f"activity:{phase['id']}:{activity['id']}:{cycle}:{place}"
            tie = phase["id"] if start else None
            group = GROUP[activity["kind"]]
            found.append(Counted(key, group, first, after, phase=tie))
    return found


def truth(case: Case) -> list[Seen]:
    """What a client should see of a first edition."""
    first = next((days[0][1] for days in boundaries(case) if days), None)
    words = f"{case.data['id']}\n{first}"
    journey = case.options.get("journey_id") or str(uuid.uuid5(OURS, words))
    is_discreet = case.options.get("discreet", False)
    told = events(
        case.timeline,
        longest_banner=case.options.get("longest_banner", 112 * DAY),
        only=case.options.get("only"),
        without=case.options.get("without", ()),
        is_discreet=is_discreet,
    )
    by_key = {event.key: event for event in told}
    return [
        Seen(
            uid=str(uuid.uuid5(OURS, f"{journey}\n{event.key}")),
            start=event.first,
            end=event.end,
            summary=as_written(by_key[event.key].title),
            description=as_written(by_key[event.key].text),
            status="CONFIRMED" if event.is_sure else "TENTATIVE",
            sequence=case.options.get("edition", 0),
            categories=("Plan" if is_discreet else "Treatment guide",),
            transparency="TRANSPARENT",
            classification="" if is_discreet else "PRIVATE",
        )
        for event in counted(case)
    ]


def as_written(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\\", "/")
    return "\n".join(re.sub(" +", " ", line).strip(" ") for line in text.split("\n"))


# ---- the clients -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_every_client_sees_the_plan(name: str, client: Client, tmp_path: Path) -> None:
    case = CASES[name]()
    path = tmp_path / "treatment.ics"
    path.write_bytes(case.written)
    assert client.objections(path, truth(case)) == []


@pytest.mark.parametrize("name", CASES)
def test_the_bytes_keep_every_rule(name: str) -> None:
    assert bytes_lint(CASES[name]().written) == []


@pytest.mark.parametrize("name", CASES)
def test_the_cases_hold_what_they_are_named_for(name: str) -> None:
    at, seen = boundaries(CASES[name]()), truth(CASES[name]())
    kinds = {boundary[1] if boundary else "undated" for boundary in at}
    assert len(seen) >= 3
    if "undated" in name or "midway" in name:
        assert "undated" in kinds
    if "capped" in name or "early" in name:
        assert kinds >= {"known", "capped"}
    if "long" in name:
        assert [seen.end - seen.start for seen in seen[1:4]] == [21 * DAY, 1 * DAY, 1 * DAY]


# ---- the pages say the same --------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_the_pages_print_the_same_dates(name: str) -> None:
    case = CASES[name]()
    at = boundaries(case)
    text = to_text(describe(case.timeline, made=dt.date(1999, 1, 1)))
    pages = " ".join(" ".join(text.split("_" * 80)[1:]).split())
    starts = re.findall(r"(?:May start|First day): (.*?) Last day(?: may be)?:", pages)
    assert len(starts) == len(case.data["phases"])
    opened = are_open(case, at)
    for boundary, is_open, printed in zip(at, opened, starts, strict=False):
        assert_says(printed, boundary, is_open=is_open)
    if at[-1]:
        # The first page tells it in a tile, with the mark of what is said of the whole.
        tile = re.search(r"^\* In all: (.*(?:\n  .*)*)", text, re.M)
        assert tile
        in_all = " ".join(tile[1].split())
        finish = re.search(r"(?:May end|Last day)[:.] (.*?)(?: \[\w+\])?$", in_all)
        assert finish
        days, kind = at[-1]
        assert_says(finish[1], ([day - DAY for day in days], kind), is_open=opened[-1])


def are_open(case: Case, at: list[Boundary]) -> list[bool]:
    """Whether each boundary is estimated over a part for which no longest is given."""
    found = [False]
    for phase, boundary in zip(case.data["phases"], at[1:], strict=True):
        has_none = "longest" not in phase.get("duration", {})
        is_rough = boundary is not None and boundary[1] == "estimated"
        found.append(is_rough and (found[-1] or has_none))
    return found


def assert_says(words: str, boundary: Boundary, *, is_open: bool) -> None:
    """The words hold the whole window, and a known date alone is a plain day."""
    if boundary is None:
        assert words == "No date yet"
        return
    days, kind = boundary
    words = words[0].lower() + words[1:] if words[0] in "ABDN" else words
    assert words.endswith(", or later") == is_open
    words = words.removesuffix(", or later")
    first, last = interval(words_with_month(words))
    assert first <= days[0]
    assert days[2] <= last
    assert (kind == "known") == words.endswith(" (your date)")
    if kind == "known":
        assert first == last == days[1]
    if words.startswith("about"):
        assert first + 3 * DAY == days[1]


def words_with_month(words: str) -> str:
    """Undo the capital's undoing where the first word is the name of a month."""
    months = ("april", "august", "december", "november")
    return words[0].upper() + words[1:] if words.startswith(months) else words
