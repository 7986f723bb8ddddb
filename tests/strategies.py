"""Every hypothesis strategy of the tests: days, durations, pathways, known dates, hostile text."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from journey.journeys.file import Journey, OwnDay
from journey.pages.document import (
    Beside,
    Blank,
    Block,
    Bullets,
    Callout,
    Card,
    Definitions,
    Document,
    GridDay,
    Heading,
    Mark,
    MonthGrid,
    Page,
    Paragraph,
    Place,
    Road,
    SourceEntry,
    SourceList,
    Space,
    Steps,
    Table,
    Text,
    Tile,
    Tiles,
)
from journey.pathways.library import get_pathway, pathway_ids
from journey.pathways.model import Pathway
from journey.pathways.variations import vary
from journey.planning.closed_days import ClosedDays
from journey.planning.timeline import OwnDate, Timeline, plan

FEW = settings(max_examples=settings().max_examples // 3)
"""For laws of whole pages and pictures, which take their time."""

SOURCE = {"id": "leaflet", "title": "A leaflet", "publisher": "Somebody", "reviewed": "not stated"}
CITES = [{"source": "leaflet", "where": "Page 1"}]

HOSTILE = (
    "<script>alert(1)</script>",
    "</style></title><b>",
    "#panic()",
    "]]>",
    "&amp; &lt; &#x27;",
    r"\N \n \, \; \\ ends with \\"[:-1],
    "a,b;c:d\"e'f",
    "{name} {0} %s %(x)s $x ${x}",
    "BEGIN:VEVENT",
    "UID:1",
    "\u202eright to left\u202c",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "e\u0301 \u212b \ufb01",
    "\U0001f9d1\u200d\u2695\ufe0f\U0001f3fd",
    "zero\u200bwidth",
    "=cmd|'/C calc'!A0",
    "-- \n".strip(),
    "x" * 199,
)
"""Text that breaks what does not escape it; each is allowed as a name."""

LONG = "word " * 1999 + "end"
"""10,000 characters; allowed as prose."""

_EDGES = [
    dt.date(2024, 2, 29), dt.date(2023, 2, 28), dt.date(2026, 12, 31), dt.date(2027, 1, 1),
    dt.date(2026, 1, 31), dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(1900, 1, 1),
]  # fmt: skip

days = st.one_of(
    st.sampled_from(_EDGES),
    st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2150, 12, 31)),
)
units = st.sampled_from(["days", "weeks", "months", "years"])


@st.composite
def durations(draw: st.DrawFn, unit: st.SearchStrategy[str] = units) -> dict[str, Any]:
    """A duration as a file would have it; a source may give no shortest, or no longest."""
    most = {"days": 40, "weeks": 30, "months": 14, "years": 3}[chosen := draw(unit)]
    numbers = sorted(draw(st.lists(st.integers(1, most), min_size=3, max_size=3)))
    basis = draw(st.sampled_from(["stated", "interpreted", "assumed"]))
    found = {
        "shortest": numbers[0], "typical": numbers[1], "longest": numbers[2],
        "unit": chosen, "basis": basis,
    }  # fmt: skip
    for side in draw(st.sampled_from([(), (), (), ("longest",), ("shortest", "longest")])):
        del found[side]
    return found


@st.composite
def pathways(
    draw: st.DrawFn,
    *,
    unit: st.SearchStrategy[str] = units,
    has_gaps: bool = True,
    is_counted: bool = True,
    max_phases: int = 7,
) -> Pathway:
    """A pathway; with gaps some phases have no length, counted some ends count from earlier."""
    phases: list[dict[str, Any]] = []
    for i in range(draw(st.integers(1, max_phases))):
        phase: dict[str, Any] = {"id": f"p{i}", "name": f"Phase {i}", "cites": CITES}
        if not has_gaps or draw(st.integers(0, 4)):
            phase["duration"] = draw(durations(unit))
            bases = [p["id"] for p in phases if "duration" in p]
            if is_counted and bases and draw(st.integers(0, 3)) == 0:
                phase["counted_from"] = draw(st.sampled_from(bases))
        phases.append(phase)
    return pathway_of(phases)


def pathway_of(phases: list[dict[str, Any]], **more: Any) -> Pathway:
    """A pathway around some phases."""
    return Pathway.model_validate(
        {
            "format": 1, "kind": "pathway", "id": "invented", "name": "Invented",
            "condition": "harbour fever", "audience": "adults", "language": "en-GB",
            "starts_at": "treatment", "sources": [SOURCE], "phases": phases, **more,
        }
    )  # fmt: skip


def boundary_names(pathway: Pathway) -> list[str]:
    """What `known` calls the boundaries 0..n."""
    return [*(phase.id for phase in pathway.phases), "finish"]


@st.composite
def known_dates(
    draw: st.DrawFn, pathway: Pathway, *, first: dt.date | None, min_size: int = 0
) -> dict[str, dt.date]:
    """Known dates in order; after `first` where that is the start."""
    names = boundary_names(pathway)[1 if first else 0 :]
    chosen = draw(st.lists(st.sampled_from(names), unique=True, min_size=min_size, max_size=4))
    base = first or draw(days)
    gaps = sorted(draw(st.lists(st.integers(0, 1500), min_size=len(chosen), max_size=len(chosen))))
    in_order = sorted(chosen, key=names.index)
    return {name: base + dt.timedelta(days=gap) for name, gap in zip(in_order, gaps, strict=True)}


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    pathway: st.SearchStrategy[Pathway] | None = None,
    has_start: bool | None = None,
    has_as_of: bool = False,
) -> tuple[Pathway, dt.date | None, dict[str, dt.date], dt.date | None]:
    """A pathway, a start or none, known dates, and a day it is seen from or none."""
    chosen = draw(pathways() if pathway is None else pathway)
    wanted = draw(st.booleans()) if has_start is None else has_start
    start = draw(days) if wanted else None
    known = draw(known_dates(chosen, first=start))
    as_of = None
    if has_as_of:
        around = start or next(iter(known.values()), dt.date(2026, 1, 1))
        as_of = around + dt.timedelta(days=draw(st.integers(-100, 1500)))
        as_of = max(as_of, dt.date(1900, 1, 1))
    return chosen, start, known, as_of


@st.composite
def timelines(draw: st.DrawFn, /, **options: Any) -> Timeline:
    """A planned timeline."""
    pathway, start, known, as_of = draw(plans(**options))
    return plan(pathway, start=start, known=known, as_of=as_of)


names = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(
            blacklist_categories=("Cc", "Cn", "Cs", "Zl", "Zp"), blacklist_characters="\ufeff"
        ),
        min_size=1, max_size=60,
    ).map(str.strip).filter(bool),
)  # fmt: skip
"""Names that the model allows, hostile ones first."""


@st.composite
def own_dates(draw: st.DrawFn, labels: st.SearchStrategy[str] = names) -> tuple[OwnDate, ...]:
    """Some dates of the person's own; two may have the same label."""
    found = []
    for label in draw(st.lists(labels, max_size=4)):
        first = draw(days)
        found.append(OwnDate(label, first, first + dt.timedelta(days=draw(st.integers(1, 9)))))
    return tuple(found)


@st.composite
def busy_timelines(draw: st.DrawFn, text: st.SearchStrategy[str] = names) -> Timeline:
    """A timeline with whatever can become a calendar event: blocks, activities of every kind with
    windows and flags, decision points, dates of the person's own, closed days.
    """
    phases: list[dict[str, Any]] = []
    for i in range(draw(st.integers(1, 4))):
        phase: dict[str, Any] = {"id": f"p{i}", "name": draw(text), "cites": CITES}
        if draw(st.integers(0, 5)):
            phase["duration"] = draw(durations())
        if draw(st.booleans()):
            length = draw(st.integers(9, 200))
            phase["cycle"] = {"length": length, "unit": "days"}
        kinds = ["visit", "test", "treatment", "milestone", "decision"]
        activities = []
        for n in range(draw(st.integers(0, 3))):
            activity: dict[str, Any] = {
                "id": f"a{n}", "name": draw(text), "kind": draw(st.sampled_from(kinds)),
                "about": draw(text),
            }  # fmt: skip
            match draw(st.integers(0, 2)):
                case 0:
                    activity["days"] = draw(st.lists(st.integers(1, 120), min_size=1, max_size=3))
                case 1:
                    activity["at"] = draw(st.sampled_from(["start", "end"]))
                    activity["of"] = draw(st.sampled_from(["cycle", "phase"]))
            if draw(st.booleans()):
                before, after = draw(st.integers(0, 20)), draw(st.integers(0, 20))
                activity["window"] = {"before": before, "after": after}
            activities.append(activity)
        phase["activities"] = activities
        phases.append(phase)
    points = [
        {"id": f"d{n}", "name": draw(text), "after": draw(st.sampled_from(phases))["id"]}
        for n in range(draw(st.integers(0, 2)))
    ]
    pathway = pathway_of(phases, name=draw(text), decision_points=points)
    start = draw(days)
    known = draw(known_dates(pathway, first=start))
    return plan(
        pathway, start=start, known=known, own_dates=draw(own_dates(text)),
        closed=ClosedDays(weekends=draw(st.booleans())),
    )  # fmt: skip


def full_pathway(text: Callable[[str], str], **more: Any) -> Pathway:
    """A pathway that says something in every field that pages show: `text` fills each by its place.

    Some statements have citations of their own and some have not; one phase has no length, one is
    not for everyone, one is counted from an earlier one.
    """

    def cites(name: str, source: str = "leaflet") -> list[dict[str, str]]:
        return [{"source": source, "where": text(f"where {name}")}]

    def said(name: str) -> list[Any]:
        own = {"text": text(f"{name} cited"), "cites": cites(f"{name} cited", "history")}
        return [text(f"{name} plain"), own]

    def phase(n: int) -> dict[str, Any]:
        name = f"phase {n}"
        return {
            "id": f"p{n}",
            "name": text(name),
            "also_called": said(f"{name} other name"),
            "aim": text(f"{name} aim"),
            "place": said(f"{name} place"),
            "what_happens": said(f"{name} happens"),
            "tests": said(f"{name} tests"),
            "side_effects": {
                "during": said(f"{name} during"),
                "soon_after": said(f"{name} soon after"),
            },
            "looks_at": said(f"{name} looks at"),
            "begins_when": text(f"{name} gate"),
            "questions": [text(f"{name} question {i}") for i in range(3)],
            "notes": said(f"{name} notes"),
            "cites": cites(name),
        }

    def duration(n: int, unit: str, *numbers: int) -> dict[str, Any]:
        shortest, typical, longest = numbers
        return {
            "shortest": shortest,
            "typical": typical,
            "longest": longest,
            "unit": unit,
            "basis": {"shortest": "stated", "typical": "assumed", "longest": "interpreted"},
            "cites": cites(f"length {n}"),
            "note": text(f"length {n} note"),
        }

    phases = [phase(n) for n in range(1, 6)]
    phases[0]["duration"] = duration(1, "days", 3, 5, 7)
    phases[1]["duration"] = duration(2, "weeks", 4, 6, 8)
    phases[2]["duration"] = duration(3, "months", 1, 1, 2)
    phases[2]["is_for_everyone"] = False
    phases[3]["duration"] = duration(4, "years", 2, 2, 2)
    for side in ("shortest", "longest"):  # the source gives one figure
        del phases[3]["duration"][side], phases[3]["duration"]["basis"][side]
    phases[3]["counted_from"] = "p2"
    del phases[4]["place"]
    phases[4]["setting"] = ["home", "clinic"]
    sources = [
        {
            "id": "leaflet",
            "title": text("leaflet title"),
            "publisher": text("leaflet publisher"),
            "url": text("leaflet url"),
            "reviewed": dt.date(2024, 1, 31),
            "next_review": dt.date(2028, 1, 31),
        },
        {
            "id": "history",
            "title": text("history title"),
            "publisher": text("history publisher"),
            "short": text("history short"),
            "reviewed": "2013-08",
            "history": text("history when"),
        },
    ]
    lanes = [
        {"id": "lane1", "name": text("lane 1"), "from": "p1", "about": said("lane 1 about")},
        {
            "id": "lane2", "name": text("lane 2"), "from": "p2", "until": "p4",
            "about": said("lane 2 about"), "cites": cites("lane 2"),
        },
    ]  # fmt: skip
    point = {
        "id": "point",
        "name": text("decision"),
        "after": "p2",
        "looks_at": said("decision looks at"),
        "may_follow": said("decision may follow"),
        "cites": cites("decision"),
    }
    return pathway_of(
        phases,
        **{
            "name": text("pathway"),
            "condition": text("condition"),
            "based_on": "leaflet",
            "about": said("about"),
            "sources": sources,
            "lanes": lanes,
            "decision_points": [point],
            **more,
        },
    )


@st.composite
def hostile_pathways(draw: st.DrawFn) -> Pathway:
    """A pathway whose every text is hostile."""
    pool = draw(st.lists(names, min_size=7, max_size=7))
    texts = itertools.cycle([*pool, *draw(st.permutations(HOSTILE))])

    def text(place: str) -> str:
        # Each cited place its own, so that the pages have the same shape whatever the words.
        return f"{next(texts)[:100]} {place}" if place.startswith("where") else next(texts)

    return full_pathway(text)


# ---- journeys ----------------------------------------------------------------------------------

BUNDLED = [get_pathway(name) for name in pathway_ids()]

labels = st.one_of(
    st.sampled_from(["Wedding", "Start of school", '"quoted"', "back\\slash", "# no comment"]),
    st.sampled_from(["[[own_dates]]", "known.finish = 2026-01-01", "a = 'b'", "'''", *HOSTILE]),
)
"""What people call their own dates; each reads back as it is."""


@st.composite
def own_days(draw: st.DrawFn, *, about: dt.date = dt.date(2026, 3, 2)) -> OwnDay:
    """A date of the person's own, of one day or some."""
    day = about + dt.timedelta(days=draw(st.integers(-400, 1500)))
    day = min(max(day, dt.date(1900, 1, 1)), dt.date(2200, 1, 1))
    until = draw(st.none() | st.integers(0, 20).map(lambda n: day + dt.timedelta(days=n)))
    often: dict[str, Any] = {}
    if (until is None or (until - day).days < 7) and draw(st.integers(0, 2)) == 0:
        often = {"every": draw(st.sampled_from(["1 week", "2 months", "1 year"]))}
        often["count"] = draw(st.integers(2, 4))
    at = draw(st.none() | st.sampled_from(["14:30", "09:05 Europe/London"]))
    return OwnDay(label=draw(labels), date=day, until=until, at=at, **often)


@st.composite
def closings(draw: st.DrawFn) -> dict[str, Any]:
    """When a unit is closed, as a file would have it."""
    closed: dict[str, Any] = {}
    if draw(st.booleans()):
        closed["weekends"] = draw(st.booleans())
    if draw(st.booleans()):
        closed["days"] = [{"date": draw(days), "reason": draw(labels)}]
    return closed


@st.composite
def journey_data(draw: st.DrawFn) -> dict[str, Any]:
    """What the file of a journey that can be planned says.

    From its start or from midway, with or without variations, own dates, closed days, a first
    plan; or with nothing known but the last day.
    """
    plain = draw(st.sampled_from(BUNDLED))
    data: dict[str, Any] = {"format": 1, "kind": "journey", "id": "x-1", "pathway": plain.id}
    if draw(st.booleans()):
        data["label"] = draw(labels)
    pathway = plain
    is_varied: bool = draw(st.booleans())
    if plain.variations and is_varied:
        one = draw(st.sampled_from([v.id for v in plain.variations]))
        data["variations"], pathway = [one], vary(plain, one)
    start = draw(st.none() | st.dates(dt.date(2015, 1, 1), dt.date(2035, 1, 1)))
    first = start or draw(st.dates(dt.date(2015, 1, 1), dt.date(2035, 1, 1)))
    known: dict[str, dt.date] = draw(known_dates(pathway, first=first))
    if start is None and draw(st.integers(0, 4)) == 0:
        known = {"finish": first}
    if start is not None:
        data["start"] = start
    has_table: bool = draw(st.booleans())
    if known or has_table:
        data["known"] = known
    if draw(st.booleans()):
        data["edition"] = draw(st.integers(1, 40))
        data["changed"] = dt.datetime(2026, 4, draw(st.integers(1, 30)), 9, 30, tzinfo=dt.UTC)
    if given := [day for day in (start, *known.values()) if day]:
        data |= draw(roads(pathway, min(given), known))
    if own := draw(st.lists(own_days(about=first), max_size=3, unique_by=lambda o: o.label)):
        data["own_dates"] = [day.table() for day in own]
    if closed := draw(closings()):
        data["closed"] = closed
    if draw(st.booleans()):
        data["contacts"] = {"line": draw(labels.filter(lambda label: len(label) <= 80))}
    if start is not None and draw(st.booleans()):
        data["first"] = {"start": start - dt.timedelta(days=draw(st.integers(0, 20)))}
        if draw(st.booleans()):
            data["first"]["variations"] = data.get("variations", [])
            data["first"]["known"] = dict(list(known.items())[:1])
    return data


@st.composite
def roads(
    draw: st.DrawFn, pathway: Pathway, first: dt.date, known: dict[str, dt.date]
) -> dict[str, Any]:
    """What happened otherwise than the pathway says, as a file would have it: mostly nothing."""
    found: dict[str, Any] = {}
    over = known.get("finish", first + dt.timedelta(days=900))
    room = (over - first).days
    if room > 2 and draw(st.integers(0, 2)) == 0:
        hold: dict[str, Any] = {"since": first + dt.timedelta(days=draw(st.integers(0, room - 1)))}
        if draw(st.booleans()):
            left = (over - hold["since"]).days
            hold["resumed"] = hold["since"] + dt.timedelta(days=draw(st.integers(1, left)))
        if draw(st.booleans()):
            hold["reason"] = draw(st.sampled_from(["infection", "bed"]) | labels)
        found["holds"] = [hold]
    ids = [phase.id for phase in pathway.phases[1:-1] if phase.id not in known]
    if ids and draw(st.integers(0, 3)) == 0:
        found["skipped"] = [draw(st.sampled_from(ids))]
    return found


def journeys() -> st.SearchStrategy[Journey]:
    """A journey over a bundled pathway that can be planned."""
    return journey_data().map(Journey.model_validate)


def _value(value: Any) -> str:
    """A value as a file would have it, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_value(item)}" for key, item in value.items())
        return "{ " + pairs + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


@dataclass
class _Layout:
    """A hand at work on a file: it comments here and there, and lays out each thing its own way."""

    draw: st.DrawFn
    lines: list[str] = field(default_factory=list)
    count: int = 0

    def one_in(self, n: int) -> bool:
        return self.draw(st.integers(0, n - 1)) == 0

    def between(self) -> None:
        if self.one_in(3):
            self.lines.append("")
        if self.one_in(2):
            self.count += 1
            indent = self.draw(st.sampled_from(["", "  "]))
            self.lines.append(f"{indent}# remark {self.count}: [known] x = 1 \u00e9")

    def key(self, key: str) -> str:
        return f'"{key}"' if self.one_in(5) else key

    def pair(self, key: str, value: Any) -> None:
        self.between()
        tail = f" # beside {self.count}" if self.one_in(4) else ""
        space = self.draw(st.sampled_from([" = ", "=", "  =  "]))
        self.lines.append(f"{key}{space}{self.value(value)}{tail}")

    def value(self, value: Any) -> str:
        if isinstance(value, list) and value and self.one_in(2):
            rows = []
            for entry in value:
                self.count += 1
                rows += [f"  # in {self.count}", f"  {_value(entry)},"]
            return "\n".join(["[", *rows, "]"])
        if isinstance(value, str) and "'" not in value and value.isprintable() and self.one_in(2):
            return f"'{value}'"
        return _value(value)

    def table(self, name: str, table: dict[str, Any]) -> None:
        self.between()
        self.lines.append(name)
        for key, value in table.items():
            self.pair(self.key(key), value)

    def top(self, key: str, value: Any) -> None:
        if isinstance(value, dict) and value and self.one_in(2):
            for inner, item in value.items():
                self.pair(f"{self.key(key)}.{self.key(inner)}", item)
        else:
            self.pair(self.key(key), value)


@st.composite
def layouts(draw: st.DrawFn, data: dict[str, Any]) -> str:
    """The text of a file that says this, laid out by some hand."""
    hand = _Layout(draw)
    as_tables = [
        key
        for key, value in data.items()
        if (isinstance(value, dict) or key == "own_dates") and draw(st.integers(0, 2))
    ]
    for key in draw(st.permutations([key for key in data if key not in as_tables])):
        hand.top(key, data[key])
    for key in draw(st.permutations(as_tables)):
        if key == "own_dates":
            for entry in data[key]:
                hand.table("[[own_dates]]", entry)
        else:
            inner = {k: v for k, v in data[key].items() if isinstance(v, dict)}
            hand.table(f"[{key}]", {k: v for k, v in data[key].items() if k not in inner})
            for name, table in inner.items():
                hand.table(f"[{key}.{name}]", table)
    hand.between()
    end = draw(st.sampled_from(["\n", "\r\n"]))
    last = "" if draw(st.integers(0, 5)) == 0 and "#" not in hand.lines[-1] else end
    return end.join("\n".join(hand.lines).split("\n")) + last


def journey_layouts() -> st.SearchStrategy[tuple[Journey, str]]:
    """A journey, and the text of a file that says it."""
    return journey_data().flatmap(
        lambda data: st.tuples(st.just(Journey.model_validate(data)), layouts(data))
    )


def every_block(text: str) -> Document:
    """A document with the text in every field of every block but a picture."""
    said = Text(text, (Mark("a", text),))
    urgent = Callout("urgent", text, (said,), (Blank(text), Blank(text, text)))
    ask = Callout("ask", text, (), (Blank(text),), (said,))
    blocks: tuple[Block, ...] = (
        Heading(1, text),
        Paragraph(said),
        Tiles((Tile(text, text, said), Tile(text, text, said))),
        Bullets((said,)),
        Bullets((said,), is_checklist=True),
        Table(text, (text, text), ((said, said),)),
        Definitions(((text, said),)),
        urgent,
        Beside((ask, urgent)),
        Steps(1, 2, text),
        Card(urgent, ask),
        Road(text, (text, text), (1, 3), Bullets((said,))),
        Space(text, 2),
        MonthGrid(text, (text,) * 7, ((GridDay(1, (text,)), *[None] * 6),)),
        SourceList((SourceEntry("a", 1, text, text, text, (text,), (Place("1", text),)),)),
    )
    day = dt.date(2026, 4, 20)
    return Document(text, "en-GB", text, day, text, (Page("a", blocks), Page("b", blocks[:-1])))
