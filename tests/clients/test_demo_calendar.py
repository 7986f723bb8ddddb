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
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from strategies import HOSTILE, LONG
from test_wording import interval

from journey.events import events
from journey.export.ics import to_ics
from journey.export.text import to_text
from journey.library import demo, parse_pathway
from journey.overview import describe
from journey.planning import Timeline, plan

from .conftest import Client
from .readers import Seen, bytes_lint

DAY = dt.timedelta(days=1)
STAMP = dt.datetime(2026, 4, 20, tzinfo=dt.UTC)
OURS = uuid.UUID("6b1f2c6e-3f0e-5d43-9a0b-5f6d0a9c2e11")
CHAINS = ("shortest", "typical", "longest")


@dataclass(frozen=True)
class Case:
    """A pathway as TOML text and the dates somebody knows."""

    toml: str
    start: dt.date | None
    known: dict[str, dt.date]

    @property
    def data(self) -> dict[str, Any]:
        """The pathway as plain data."""
        return tomllib.loads(self.toml)

    @property
    def timeline(self) -> Timeline:
        """The library's plan."""
        return plan(parse_pathway(self.toml), start=self.start, known=self.known)


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
                unit: dict[str, Any] = {length["unit"]: length[number]}
                days.append(day + relativedelta(**unit))
            later = [day for m, day in given.items() if m > n]
            limit = min(later) if later else dt.date.max
            kind = "capped" if limit < days[1] else "estimated"
            found.append(([min(day, limit) for day in days], kind))
    return found


def truth(case: Case) -> list[Seen]:
    """What a client should see."""
    at = boundaries(case)
    phases = case.data["phases"]
    journey = str(uuid.uuid5(OURS, case.data["id"]))
    words = {event.key: event for event in events(case.timeline)}
    found = []

    def see(key: str, first: dt.date, end: dt.date, status: str) -> None:
        found.append(
            Seen(
                uid=str(uuid.uuid5(OURS, f"{journey}\n{key}")),
                start=first,
                end=end,
                summary=unicodedata.normalize("NFC", words[key].title),
                description=unicodedata.normalize("NFC", words[key].text),
                status=status,
                sequence=0,
                categories=("Treatment guide",),
                transparency="TRANSPARENT",
                classification="PRIVATE",
            )
        )

    if at[0]:
        see("start", at[0][0][1], at[0][0][1] + DAY, "CONFIRMED")
    for n, phase in enumerate(phases):
        starts, ends = at[n], at[n + 1]
        if starts is None or (ends and ends[0][1] == starts[0][1]):
            continue
        (early, typical, late), kind = starts
        is_sure = kind == "known"
        if ends and (ends[0][1] - typical).days <= 16 * 7:
            first, end = typical, ends[0][1]
            is_sure = is_sure and ends[1] == "known"
        elif (late - early).days < 21:
            first, end = early, late + DAY
        else:
            first, end = typical, typical + DAY
        see(f"phase:{phase['id']}", first, end, "CONFIRMED" if is_sure else "TENTATIVE")
    last = at[-1]
    if last:
        see(
            "finish",
            last[0][1] - DAY,
            last[0][1],
            "CONFIRMED" if last[1] == "known" else "TENTATIVE",
        )
    return found


# ---- the clients -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_every_client_sees_the_plan(name: str, client: Client, tmp_path: Path) -> None:
    case = CASES[name]()
    path = tmp_path / "treatment.ics"
    path.write_bytes(to_ics(case.timeline, stamp=STAMP))
    assert client.objections(path, truth(case)) == []


@pytest.mark.parametrize("name", CASES)
def test_the_bytes_keep_every_rule(name: str) -> None:
    assert bytes_lint(to_ics(CASES[name]().timeline, stamp=STAMP)) == []


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
        assert [seen.end - seen.start for seen in seen[2:4]] == [21 * DAY, 1 * DAY]


# ---- the pages say the same --------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_the_pages_print_the_same_dates(name: str) -> None:
    case = CASES[name]()
    at = boundaries(case)
    text = to_text(describe(case.timeline, made=dt.date(1999, 1, 1)))
    overview = " ".join(text.split("_" * 80)[0].split())
    table = overview.split("The parts of treatment: ", 1)[1]
    starts = re.findall(r"May start: (.*?) Last day may be:", table)
    assert len(starts) == len(case.data["phases"])
    for boundary, printed in zip(at, starts, strict=False):
        words = printed[0].lower() + printed[1:] if printed[0] in "ABDN" else printed
        assert_says(words, boundary)
    if at[-1] and at[-1][1] != "known":
        finish = re.search(r"The last part may end: (.*?)\. The end is", table)
        assert finish
        days, kind = at[-1]
        assert_says(finish[1], ([day - DAY for day in days], kind))


def assert_says(words: str, boundary: tuple[Three, str] | None) -> None:
    """The words hold the whole window, and a known date alone is a plain day."""
    if boundary is None:
        assert words == "no date yet"
        return
    days, kind = boundary
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
