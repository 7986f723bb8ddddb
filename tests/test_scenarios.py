"""The scenarios: files of sentences that a nurse could check with a paper calendar."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from strategies import CITES, pathway_of

from journey.errors import PlanningError
from journey.pathways.model import Pathway
from journey.planning.timeline import DateWindow, Timeline, plan

SCENARIOS = sorted((Path(__file__).parent / "scenarios").glob("*.toml"))
DAY = r"(\d{1,2} [A-Z][a-z]+ \d{4})"


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d %B %Y").date()  # noqa: DTZ007  a calendar day


def slug(name: str) -> str:
    return name.strip().replace(" ", "-")


def part(sentence: str) -> dict[str, Any]:
    """`induction: 4 to 6 weeks, typically 5`, `maintenance: 2 years`, `treatment: no length`."""
    name, _, rest = sentence.partition(": ")
    phase: dict[str, Any] = {"id": slug(name), "name": name, "cites": CITES}
    rest, _, base = rest.partition(", counted from the start of ")
    if base:
        phase["counted_from"] = slug(base)
    if rest == "no length":
        return phase
    if match := re.fullmatch(r"(\d+) to (\d+) (\w+?)s?, typically (\d+)", rest):
        low, high, unit, typical = match.groups()
    elif match := re.fullmatch(r"(\d+) (\w+?)s?", rest):
        low, unit = match.groups()
        high = typical = low
    else:
        raise AssertionError(f"no such part: {sentence}")
    phase["duration"] = {
        "shortest": int(low), "typical": int(typical), "longest": int(high),
        "unit": f"{unit}s", "basis": "stated",
    }  # fmt: skip
    return phase


def given_dates(sentences: list[str]) -> dict[str, Any]:
    """`treatment starts on D`, `PHASE starts on D`, `treatment ends on D`, `seen from D`."""
    options: dict[str, Any] = {"known": {}}
    for sentence in sentences:
        if match := re.fullmatch(rf"seen from {DAY}", sentence):
            options["as_of"] = day(match[1])
        elif match := re.fullmatch(rf"treatment starts on {DAY}", sentence):
            options["start"] = day(match[1])
        elif match := re.fullmatch(rf"the last day is {DAY}", sentence):
            options["known"]["finish"] = day(match[1]) + dt.timedelta(days=1)
        elif match := re.fullmatch(rf"(.+) starts on {DAY}", sentence):
            options["known"][slug(match[1])] = day(match[2])
        else:
            raise AssertionError(f"no such date: {sentence}")
    return options


def window_of(timeline: Timeline, name: str) -> tuple[DateWindow | None, dt.timedelta]:
    if name == "the last day is":
        return timeline.finish, dt.timedelta(days=1)
    return timeline[slug(name.removesuffix(" starts"))].start, dt.timedelta()


def holds(timeline: Timeline, sentence: str) -> bool:
    """Whether the sentence is true of the timeline."""
    if match := re.fullmatch(rf"on {DAY} it may be (.+)", sentence):
        may = [phase.name for phase in timeline.on(day(match[1])).may]
        return may == ([] if match[2] == "nothing" else re.split(r", | or ", match[2]))
    if match := re.fullmatch(rf"on {DAY} it is typically (.+)", sentence):
        typical = timeline.on(day(match[1])).typical
        return (typical.name if typical else "nothing") == match[2]
    if match := re.fullmatch(r"(.+) has no date", sentence):
        name = "the last day is" if match[1] == "the last day" else f"{match[1]} starts"
        return window_of(timeline, name)[0] is None
    match = re.fullmatch(r"(the last day is|.+ starts) (.+)", sentence)
    assert match, f"no such expectation: {sentence}"
    window, later = window_of(timeline, match[1])
    if window is None:
        return False
    chain = tuple(d - later for d in (window.earliest, window.typical, window.latest))
    when = match[2]
    if found := re.fullmatch(rf"between {DAY} and {DAY}, typically {DAY}", when):
        return window.status == "estimated" and chain == tuple(day(found[i]) for i in (1, 3, 2))
    if found := re.fullmatch(rf"on {DAY}, which is known", when):
        return window.status == "known" and chain == (day(found[1]),) * 3
    if found := re.fullmatch(rf"on {DAY}, at a guess", when):
        return window.status == "estimated" and chain == (day(found[1]),) * 3
    if found := re.fullmatch(rf"by {DAY}", when):
        return window.status == "capped" and chain[2] == day(found[1])
    if found := re.fullmatch(rf"not before {DAY}", when):
        return window.status == "not-before" and chain[0] == day(found[1])
    if found := re.fullmatch(rf"{DAY} or later; nobody recorded it", when):
        return window.status == "overtaken" and chain == (day(found[1]),) * 3
    raise AssertionError(f"no such expectation: {sentence}")


def pathway_from(scenario: dict[str, Any]) -> Pathway:
    return pathway_of([part(sentence) for sentence in scenario["parts"]])


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_sentence_of_the_scenario_holds(path: Path) -> None:
    scenario = tomllib.loads(path.read_text("utf-8"))
    pathway, options = pathway_from(scenario), given_dates(scenario["given"])
    if "refused" in scenario:
        with pytest.raises(PlanningError) as caught:
            plan(pathway, **options)
        assert list(caught.value.problems) == scenario["refused"]
        return
    timeline = plan(pathway, **options)
    wrong = [sentence for sentence in scenario["expect"] if not holds(timeline, sentence)]
    assert not wrong, timeline.phases


def test_there_are_scenarios_and_each_says_what_it_shows() -> None:
    assert len(SCENARIOS) >= 8
    titles = [tomllib.loads(path.read_text("utf-8"))["title"] for path in SCENARIOS]
    assert len(set(titles)) == len(titles)
