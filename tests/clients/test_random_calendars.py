"""What five clients see in 200 random calendars, and after a change, is what was counted apart."""

from __future__ import annotations

import datetime as dt
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from strategies import CITES, HOSTILE, SOURCE

from journey.calendar.events import GROUPS
from journey.export.ics import Options
from journey.planning.timeline import OwnDate

from .conftest import require
from .readers import READERS, Refused, Seen, bytes_lint, compare, icaljs_many
from .test_demo_calendar import DAY, STAMP, Case, counted, truth

COUNT = 200
LATER = STAMP + 30 * DAY
KINDS = ("visit", "test", "treatment", "milestone", "decision")
UNITS = (("days", 120), ("weeks", 30), ("months", 9), ("years", 3))
PLAIN = ("Rest", "A long walk; slowly, please", "\u00dcbung", "\u8a08\u753b", "x" * 120)


def phase(rng: random.Random, n: int) -> dict[str, Any]:
    made: dict[str, Any] = {"id": f"p{n}", "name": text(rng), "cites": CITES}
    if rng.random() < 0.85:
        unit, most = rng.choice(UNITS)
        numbers = sorted(rng.randint(1, most) for _ in range(3))
        length = dict(zip(("shortest", "typical", "longest"), numbers, strict=True))
        made["duration"] = {**length, "unit": unit, "basis": "assumed"}
    if rng.random() < 0.4:
        made["cycle"] = {"length": rng.randint(15, 200), "unit": "days"}
    made["activities"] = [activity(rng, i) for i in range(rng.choice((0, 0, 1, 2)))]
    return made


def activity(rng: random.Random, n: int) -> dict[str, Any]:
    made: dict[str, Any] = {"id": f"a{n}", "name": text(rng), "kind": rng.choice(KINDS)}
    if rng.random() < 0.4:
        made |= {"at": rng.choice(("start", "end")), "of": rng.choice(("cycle", "phase"))}
    elif rng.random() < 0.8:
        made["days"] = [rng.randint(1, 60) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.5:
        made["window"] = {"before": rng.randint(0, 14), "after": rng.randint(0, 14)}
    if rng.random() < 0.3:
        made["about"] = text(rng)
    return made


def text(rng: random.Random) -> str:
    return rng.choice(HOSTILE if rng.random() < 0.3 else PLAIN)


def day(rng: random.Random) -> dt.date:
    return dt.date(2024, 1, 1) + rng.randint(0, 3000) * DAY


def random_case(seed: int) -> Case:
    """A pathway, dates, dates of the person's own, and options; the same for the same seed."""
    rng = random.Random(seed)
    phases = [phase(rng, n) for n in range(rng.randint(1, 5))]
    points = [
        {"id": f"d{n}", "name": text(rng), "after": rng.choice(phases)["id"], "cites": CITES}
        for n in range(rng.randint(0, 2))
    ]
    tables = {
        "format": 1, "kind": "pathway", "id": "invented", "name": text(rng),
        "condition": "harbour fever", "audience": "adults",
        "language": rng.choice(("en-GB", "en-US")), "starts_at": "treatment", "sources": [SOURCE],
        "phases": phases, "decision_points": points,
    }  # fmt: skip
    start = day(rng)
    names = [*(phase["id"] for phase in phases[1:]), "finish"]
    known, at = {}, start
    for name in names:
        at += rng.randint(0, 200) * DAY
        if rng.random() < 0.2:
            known[name] = at
    own = tuple(
        OwnDate(text(rng), first := day(rng), first + rng.randint(1, 20) * DAY)
        for _ in range(rng.randint(0, 3))
    )
    options = Options(
        stamp=STAMP, journey_id=f"journey {seed}", edition=rng.randint(0, 5),
        discreet=rng.random() < 0.3, reminders=rng.choice((False, True, "all")),
        colours=rng.random() < 0.5,
        without=rng.sample(GROUPS[1:], rng.choice((0, 0, 1, 2))), is_feed=rng.random() < 0.3,
        longest_banner=rng.choice((7, 56, 112, 400)) * DAY,
    )  # fmt: skip
    return Case(tomlkit.dumps(tables), start, known, own, options)


@dataclass(frozen=True)
class Edition:
    """A file and what a client should see in it."""

    path: Path
    truth: list[Seen]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Edition]:
    """200 random calendars; every other one is a second edition after a change of dates."""
    folder = tmp_path_factory.mktemp("random")
    found = []
    for seed in range(COUNT):
        case, path = random_case(seed), folder / f"{seed}.ics"
        data, seen = case.written, truth(case)
        if seed % 2:
            after = changed(case, seed)
            seen = second_truth(case, after)
            after.options["previous"] = data
            data = after.written
        path.write_bytes(data)
        found.append(Edition(path, seen))
    return found


def changed(case: Case, seed: int) -> Case:
    """The same case after a while: a later date, a date of the person's own gone or renamed."""
    rng = random.Random(-seed)
    own = tuple(
        replace(own, label=text(rng)) if rng.random() < 0.3 else own
        for own in case.own if rng.random() < 0.8
    )  # fmt: skip
    known = {name: at + rng.choice((0, 7)) * DAY for name, at in case.known.items()}
    known = dict(zip(known, sorted(known.values()), strict=True))
    options = case.options.copy()
    options["stamp"], options["edition"] = LATER, rng.randint(0, 5)
    return Case(case.toml, case.start, known, own, options)


def second_truth(before: Case, after: Case) -> list[Seen]:
    """What a client should see of a second edition: numbers raised, and what is gone cancelled."""
    told = zip(truth(before), ties(before), strict=True)
    old = {seen.uid: (seen, tie) for seen, tie in told}
    found = []
    for seen, tie in zip(truth(after), ties(after), strict=True):
        if seen.uid in old:
            was, old_tie = old.pop(seen.uid)
            number = was.sequence or 0
            is_same = replace(seen, sequence=number) == was and tie == old_tie
            seen = replace(
                seen, sequence=number if is_same else max(seen.sequence or 0, number + 1)
            )
        found.append(seen)
    is_discreet = after.options.get("discreet", False)
    gone = {} if after.options.get("is_feed") else old  # a feed drops what a file cancels
    for was, _ in gone.values():
        text = "A rough guide, not a booking. Ask your team."
        title = "Plan" if is_discreet else plain(was.summary)
        found.append(
            replace(
                was,
                summary=f"Cancelled: {title}",
                description="An estimate for planning. Dates may change." if is_discreet else text,
                status="CANCELLED",
                sequence=max(after.options.get("edition", 0), (was.sequence or 0) + 1),
            )
        )
    return found


def plain(title: str) -> str:
    """A title without what says how sure it is."""
    for form in (
        r"Booked(?: start| end)?: (.+)", r"May be: (.+)", r"(.+) may (?:start|end), .+",
        r"May (?:start|end): (.+), .+",
    ):  # fmt: skip
        if match := re.fullmatch(form, title):
            return match[1]
    return title


def ties(case: Case) -> list[str | None]:
    """For each event the phase that it belongs to, where that is in the calendar."""
    found = counted(case)
    keys = {event.key for event in found}
    return [event.phase if f"phase:{event.phase}" in keys else None for event in found]


@pytest.mark.parametrize("name", READERS)
def test_every_client_sees_every_random_calendar_as_it_was_counted(
    name: str, editions: list[Edition]
) -> None:
    require(name)
    if name == "icaljs":
        answers = icaljs_many([edition.path for edition in editions])
    else:
        answers = [READERS[name](edition.path) for edition in editions]
    wrong = {
        edition.path.name: differences
        for edition, seen in zip(editions, answers, strict=True)
        if (differences := compare(seen, edition.truth))
    }
    assert wrong == {}


def test_the_bytes_of_every_random_calendar_keep_every_rule(editions: list[Edition]) -> None:
    wrong = {e.path.name: found for e in editions if (found := bytes_lint(e.path.read_bytes()))}
    assert wrong == {}


def test_the_random_calendars_hold_every_kind_of_event(editions: list[Edition]) -> None:
    data = b"".join(edition.path.read_bytes() for edition in editions)
    for word in (b"TENTATIVE", b"CONFIRMED", b"CANCELLED", b"VALARM", b"COLOR", b"REFRESH"):
        assert data.count(word) > 20
    keys = {event.key.split(":")[0] for n in range(COUNT) for event in counted(random_case(n))}
    assert keys == {"finish", "phase", "cycle", "activity", "decision", "own"}
    assert sum(len(edition.truth) for edition in editions) > 2000


@pytest.mark.parametrize("name", READERS)
def test_a_broken_random_calendar_is_noticed(name: str, editions: list[Edition]) -> None:
    require(name)
    data = max((edition.path.read_bytes() for edition in editions), key=len)
    broken = editions[0].path.with_name("broken.ics")
    broken.write_bytes(data.replace(b"DTSTART;VALUE=DATE:", b"DTSTART;VALUE=DATE:x", 1))
    try:
        seen = READERS[name](broken)
    except Refused:
        return
    assert compare(seen, max(editions, key=lambda e: len(e.path.read_bytes())).truth)
