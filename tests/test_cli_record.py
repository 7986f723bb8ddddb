"""`journey record`: what was said or happened is written down, and what it moves is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from commands import Run, refusal

from journey.journeys.file import load_journey

pytestmark = pytest.mark.dependencies

NEW = ("new", "sam.toml", "--pathway", "cruk-adult", "--start", "2026-03-02")
MADE = ("--made", "2026-12-01")


def text_of(answer: tuple[int, str, str]) -> str:
    code, out, err = answer
    assert (code, err) == (0, "")
    return " ".join(out.split())


# ---- record ------------------------------------------------------------------------------------


def test_dates_may_stand_before_and_after_options(run: Run) -> None:
    text_of(run(*NEW))
    words = ("consolidation=2026-04-27", "--ended", "steroid-pre-phase=2026-03-08")
    text_of(run("record", "sam.toml", *words, "maintenance=2026-11-09"))
    assert {name: str(day) for name, day in load_journey("sam.toml").known.items()} == {
        "consolidation": "2026-04-27", "maintenance": "2026-11-09", "induction": "2026-03-09",
    }  # fmt: skip


def test_the_last_day_of_the_last_part_is_the_finish(run: Run) -> None:
    text_of(run(*NEW))
    out = text_of(run("record", "sam.toml", "--ended", "maintenance=2029-01-31"))
    assert load_journey("sam.toml").known["finish"] == dt.date(2029, 2, 1)
    assert "The last day of Maintenance is now written down: 31 January 2029." in out


def test_a_record_tells_what_it_moves_and_under_which_edition(run: Run) -> None:
    text_of(run(*NEW))
    out = text_of(run("record", "sam.toml", "consolidation=2026-05-11"))
    assert "The first day of Consolidation is now written down: 11 May 2026. " in out
    assert "first day of Intensification" in out
    assert out.endswith("wrote sam.toml, edition 2")
    brief = text_of(run("record", "sam.toml", "maintenance=2026-11-09", "--brief"))
    assert brief.startswith("The first day of Maintenance is now written down: 9 November 2026.")
    assert brief.endswith("wrote sam.toml, edition 3")
    assert len(brief) < 250
    text_of(run("record", "sam.toml", "--remove", "maintenance"))
    out = text_of(run("record", "sam.toml", "consolidation=2026-05-11"))
    assert out == "sam.toml: says so already; nothing changed"
    out = text_of(run("record", "sam.toml", "--own", "Wedding=2026-08-01"))
    assert out == "wrote sam.toml, edition 5"
    assert load_journey("sam.toml").edition == 5


@pytest.mark.parametrize(
    ("words", "problems"),
    [
        ([], ["nothing to record: give PHASE=DATE, or an option (see: --help)"]),
        (["consolidation"], ["consolidation: should be PHASE=DATE"]),
        (["consolidation=soon"], ['consolidation: "soon" should be a date such as 2026-03-02']),
        (["a=2026-01-01", "a=2026-01-02"], ["a: is given twice; give it once"]),
        (["consolidation=2026-02-01"], ["sam.toml: start (2026-03-02) is after consolidation"]),
        (["x=2026-05-01"], ['sam.toml: no phase "x" (there are: start, induction, ']),
        (["--ended", "finish=2026-05-01"], ['sam.toml: no phase "finish" (there are: steroid']),
        (["--remove", "maintenance"], ['sam.toml: no date for "maintenance" (there are: start)']),
        (["--without", "transplant"], ['sam.toml: no variation "transplant" (there are: none)']),
        (["--with", "x"], ['sam.toml: no variation "x" (there are: ']),
        (["--remove-own", "Wedding"], ['sam.toml: no own date "Wedding" (there are: none)']),
        (["--rename-own", "A"], ["--rename-own A: should be LABEL=NEW"]),
        (["--rename-own", "A=B"], ['sam.toml: no own date "A" (there are: none)']),
        (["--import", "sam.toml"], ["sam.toml: is not a calendar; name a file that ends in .ics"]),
        (["--import", "no.ics"], ["no.ics: cannot be read: no such file"]),
        (["--own", "A=2026-05-04 weekly"], ['--own A: after the date may stand "at 14:30", and']),
        (["--own", "A=2026-05-04 every 1 day"], ["--own A: never stops; add repeats_until"]),
        (["--own", "A=2026-05-04 at 9"], ['--own A: at: "9" should be a time such as "14:30"']),
        (["--nonsense", "consolidation=2026-05-01"], ["unrecognized arguments: --nonsense"]),
    ],
)
def test_what_cannot_be_recorded_is_told_and_the_file_is_as_it_was(
    run: Run, words: list[str], problems: list[str], tmp_path: Path
) -> None:
    text_of(run(*NEW))
    before = (tmp_path / "sam.toml").read_bytes()
    told = refusal(run("record", "sam.toml", *words))
    assert len(told) == len(problems)
    for line, problem in zip(told, problems, strict=True):
        assert line.startswith(problem)
    assert (tmp_path / "sam.toml").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


def test_a_lock_left_behind_is_told_by_every_command_that_writes(run: Run, tmp_path: Path) -> None:
    text_of(run(*NEW))
    (tmp_path / "sam.toml.lock").write_text("")
    [line] = refusal(run("record", "sam.toml", "consolidation=2026-04-27"))
    assert line.startswith("sam.toml: another program is changing it (since 20")
    assert line.endswith("If none is, delete " + str(tmp_path / "sam.toml.lock"))
    assert "What may run on" in text_of(run("today", "sam.toml"))


# ---- dates of one's own --------------------------------------------------------------------------


HOSPITAL = """\
BEGIN:VCALENDAR
PRODID:-//Hospital//EN
BEGIN:VEVENT
UID:1@hospital
SUMMARY:Clinic
DTSTART;TZID=Europe/London:{day}T143000
END:VEVENT
END:VCALENDAR
"""


def test_the_hospitals_calendar_is_taken_over_and_followed(run: Run, tmp_path: Path) -> None:
    text_of(run(*NEW))
    (tmp_path / "ward.ics").write_text(HOSPITAL.format(day="21990104"), "utf-8")
    out = text_of(run("record", "sam.toml", "--import", "ward.ics"))
    assert "ward.ics: 1 new, 0 changed, 0 not there any more, 0 as before" in out
    assert "2199-01-04: Clinic, 14:30 Europe/London (new)" in out
    # A browser numbers a second copy; it is the same calendar.
    (tmp_path / "ward (1).ics").write_text(HOSPITAL.format(day="21990105"), "utf-8")
    out = text_of(run("record", "sam.toml", "--import", "ward (1).ics"))
    assert "ward.ics: 0 new, 1 changed" in out
    [own] = load_journey("sam.toml").own_dates
    assert (str(own.date), own.imported_from) == ("2199-01-05", "ward.ics")
    out = text_of(run("when", "sam.toml", "2199-01-05"))
    assert "Clinic, 14:30 Europe/London: 5 January 2199" in out


def test_a_date_comes_again_and_is_renamed(run: Run) -> None:
    text_of(run(*NEW))
    text_of(
        run("record", "sam.toml", "--own", "Pills=2026-05-04..2026-05-08 every 4 weeks 13 times")
    )
    text_of(run("record", "sam.toml", "--own", "Clinic=2026-05-20 at 14:30"))
    out = text_of(run("today", "sam.toml", "--on", "2026-06-03"))
    assert "Pills: 1 to 5 June 2026" in out
    text_of(run("record", "sam.toml", "--rename-own", "Pills=Tablets"))
    assert [(o.label, o.id) for o in load_journey("sam.toml").own_dates] == [
        ("Tablets", "pills"), ("Clinic", "clinic"),
    ]  # fmt: skip


# ---- two years ---------------------------------------------------------------------------------


def test_the_story_of_a_family_over_two_years_is_true_and_adds_up(run: Run) -> None:
    """New, an end, a booking, two delays, a slip and its correction, and another route."""
    text_of(run(*NEW))
    steps = [
        ["--ended", "steroid-pre-phase=2026-03-08"],
        ["consolidation=2026-04-27"],
        ["consolidation=2026-05-11"],
        ["intensification=2026-09-07"],
        ["maintenance=2026-12-09"],
        ["maintenance=2026-11-09"],
    ]
    told: dict[str, int] = {}
    for words in steps:
        before = json.loads(run("plan", "sam.toml", "--json", *MADE)[1])
        text_of(run("record", "sam.toml", *words))
        after = json.loads(run("plan", "sam.toml", "--json", *MADE)[1])
        for old, new in zip(before["phases"], after["phases"], strict=True):
            by = dt.date.fromisoformat(new["start"]["typical"]) - dt.date.fromisoformat(
                old["start"]["typical"]
            )
            told[new["id"]] = told.get(new["id"], 0) + by.days
    whole = json.loads(run("changes", "sam.toml", "--json", *MADE)[1])
    days = {m["boundary"]: m["days"] for m in whole["moves"]}
    days["steroid-pre-phase"] = days.pop("start")
    days.pop("finish")
    assert days == told
    assert [(c["kind"], c["boundary"]) for c in whole["changes"]] == [
        ("recorded", "induction"), ("recorded", "consolidation"),
        ("recorded", "intensification"), ("recorded", "maintenance"),
    ]  # fmt: skip
    lines = refusal(run("record", "sam.toml", "--with", "transplant"))
    assert len(lines) == 2
    assert all("a variation took it away (transplant)" in line for line in lines)
    gone = ["--remove", "intensification", "--remove", "maintenance"]
    out = text_of(run("record", "sam.toml", "--with", "transplant", *gone))
    assert "Now shown with: " in out
    out = text_of(run("changes", "sam.toml", *MADE))
    assert "Maintenance: last day" in out
    assert "Now: Not in this plan" in out
    sam = load_journey("sam.toml")
    assert (sam.edition, sam.variations) == (8, ("transplant",))
    on = json.loads(run("today", "sam.toml", "--on", "2027-01-20", "--json")[1])
    # Nothing was written down since consolidation began: that part may still run, and all after.
    assert [on["may"][0]["id"], on["may"][-1]["id"]] == ["consolidation", "transplant-recovery"]
    assert on["is_out_of_date"]
    assert on["recorded"]["boundary"] == "consolidation"


# ---- holds, and roads that turn out otherwise --------------------------------------------------


def test_a_hold_takes_dates_away_until_treatment_goes_on_and_then_moves_them(run: Run) -> None:
    text_of(run(*NEW, "--known", "consolidation=2026-04-27"))
    before = load_journey("sam.toml")
    out = text_of(run("record", "sam.toml", "--hold", "blood", "counts", "--since", "2026-05-11"))
    assert "On hold since 11 May 2026, you wrote (blood counts). Now without a date:" in out
    assert "After: After the hold: no date yet" in out
    out = text_of(run("record", "sam.toml", "--resume", "2026-05-25"))
    assert "On hold from 11 to 24 May 2026, you wrote (blood counts). Now with a rough date" in out
    after = load_journey("sam.toml")
    [hold] = after.holds
    assert (str(hold.since), str(hold.resumed), hold.reason) == (
        "2026-05-11", "2026-05-25", "blood counts"
    )  # fmt: skip
    assert after.known == before.known
    out = text_of(run("changes", "sam.toml", *MADE))
    assert "On hold from 11 to 24 May 2026, you wrote (blood counts). May be later: first" in out
    text_of(run("record", "sam.toml", "--take-back", "hold=2026-05-11"))
    again = load_journey("sam.toml")
    assert (again.holds, again.known) == ((), before.known)


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ((), ("--resume", "2026-05-01"), "no hold is open, so treatment cannot go on after one"),
        (
            ("--hold", "--since", "2026-05-01"), ("--resume", "2026-05-01"),
            "treatment cannot go on (2026-05-01) on or before the day the hold began",
        ),
        (
            ("--hold", "--since", "2026-05-01"), ("--hold", "bed", "--since", "2026-06-01"),
            "the hold since 2026-05-01 is open still; first say when treatment went on",
        ),
        ((), ("--hold", "--since", "2026-03-01"), "begins before the first date, 2026-03-02"),
        (
            ("--hold", "--since", "2026-05-01", "--resume", "2026-05-20"),
            ("--hold", "--since", "2026-05-10"), "they overlap: correct one of them",
        ),
        (
            ("--hold", "--since", "2026-03-09"), ("consolidation=2026-04-27",),
            "after the hold since 2026-03-09, which is open; say when treatment went on, too",
        ),
        ((), ("--since", "2026-05-01"), "--since: is the first day of a hold; give --hold, too"),
        ((), ("--hold", "bed", "induction=2026-03-09"), "--hold: put induction=2026-03-09 before"),
        ((), ("--stop", "induction=2026-02-01"), "comes later on the pathway"),
        ((), ("--stop", "nowhere=2026-05-01"), 'stops: no phase "nowhere"'),
        ((), ("--skip", "nowhere"), 'skipped: no phase "nowhere"'),
        ((), ("--again", "consolidaton"), "did you mean consolidation?"),
        ((), ("--map", "induction=induction"), "give that, too: --pathway ID"),
        ((), ("--pathway", "cruk-adult"), "it follows cruk-adult already; name another pathway"),
        ((), ("--pathway", "nowhere"), 'no pathway "nowhere"'),
        (
            (), ("--pathway", "cruk-child", "--map", "consolidation=consolidation-1"),
            'no date for "consolidation" (there are: steroid-pre-phase)',
        ),
        (
            ("consolidation=2026-04-27",),
            ("--pathway", "cruk-child", "--map", "consolidation=nowhere"), 'no phase "nowhere"',
        ),
        ((), ("--pathway", "nhs", "--map", "induction"), "--map induction: should be OLD=NEW"),
        ((), ("--take-back", "hold=2026-05-01"), 'there is no "hold=2026-05-01" to take back'),
        (("consolidation=2026-04-27",), ("--skip", "consolidation"), "was left out, and has a"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_sentence_with_the_mend_and_the_file_untouched(
    run: Run, first: tuple[str, ...], then: tuple[str, ...], told: str
) -> None:
    text_of(run(*NEW))
    if first:
        text_of(run("record", "sam.toml", *first))
    before = Path("sam.toml").read_bytes()
    assert told in " ".join(refusal(run("record", "sam.toml", *then)))
    assert Path("sam.toml").read_bytes() == before


def test_a_part_may_be_stopped_left_out_or_given_again(run: Run) -> None:
    text_of(run(*NEW))
    out = text_of(run("record", "sam.toml", "--skip", "intensification"))
    assert "Intensification was left out. May be sooner: first day of Maintenance" in out
    out = text_of(run("record", "sam.toml", "--again", "consolidation"))
    assert "Given a second time: Consolidation (2). Now in this plan: first day of" in out
    text_of(run("record", "sam.toml", "consolidation-2=2026-09-01"))
    out = text_of(run("record", "sam.toml", "--stop", "consolidation=2026-06-01", "too", "hard"))
    assert "Consolidation was stopped on 1 June 2026 (too hard)." in out
    out = text_of(run("today", "sam.toml", "--on", "2026-07-01", "--brief"))
    assert out.startswith("Consolidation was stopped on 1 June 2026, you wrote (too hard).")
    back = [("--take-back", f"{kind}={name}") for kind, name in (
        ("skip", "intensification"), ("stop", "consolidation"), ("again", "consolidation"),
    )]  # fmt: skip
    words = [word for pair in back for word in pair]
    text_of(run("record", "sam.toml", *words, "--remove", "consolidation-2"))
    after = load_journey("sam.toml")
    assert (after.skipped, after.stops, after.again, dict(after.known)) == ((), (), (), {})


def test_on_another_pathway_the_past_stays_in_its_names_and_only_the_future_is_cancelled(
    run: Run,
) -> None:
    text_of(run("new", "ana.toml", "--pathway", "cruk-child", "--start", "2025-03-03"))
    hold = ("--hold", "bed", "--since", "2025-05-05", "--resume", "2025-05-12")
    text_of(run("record", "ana.toml", "consolidation-1=2025-03-31", *hold))
    text_of(run("export", "ana.toml", "--ics", "ana.ics"))
    before = titles("ana.ics")
    # "maintenance" is a part of both, and may mean something else there: nothing is carried over
    # by its name.
    text_of(run("record", "ana.toml", "maintenance=2099-01-01", "--yes"))
    out = text_of(
        run("record", "ana.toml", "--pathway", "nhs", "--map", "consolidation-1=consolidation")
    )
    assert "you wrote: Induction began on 3 March 2025, Consolidation 1 began on 31 March" in out
    after = load_journey("ana.toml")
    assert dict(after.known) == {"consolidation": dt.date(2025, 3, 31)}
    assert after.start is None
    text_of(run("export", "ana.toml", "--ics", "ana.ics"))
    now = titles("ana.ics")
    kept = {uid for uid, title in now.items() if not title.startswith("Cancelled: ")}
    assert {before[uid] for uid in kept & set(before)} == {
        "Booked: Induction", "Booked start: Consolidation 1", "On hold",
    }  # fmt: skip
    assert all(now[uid].startswith("Cancelled: ") for uid in set(before) - kept)
    out = text_of(run("changes", "ana.toml", *MADE))
    assert "Before, by another guide" in out
    assert "Nothing you wrote down differs" not in out
    for words in (("today", "--brief"), ("plan",), ("why", "maintenance"), ("check",)):
        text_of(run(words[0], "ana.toml", *words[1:]))


def titles(calendar: str) -> dict[str, str]:
    """The title of each event, by its uid."""
    text = Path(calendar).read_text("utf-8").replace("\n ", "")
    events = text.split("BEGIN:VEVENT")[1:]
    lines = [dict(line.split(":", 1) for line in e.splitlines() if ":" in line) for e in events]
    return {event["UID"]: event["SUMMARY"] for event in lines}


def test_a_second_course_comes_after_what_has_a_date_already(run: Run) -> None:
    text_of(run(*NEW, "--known", "consolidation=2026-04-27", "--known", "maintenance=2026-11-09"))
    text_of(run("record", "sam.toml", "--with", "relapsed", "--again", "induction"))
    text_of(run("record", "sam.toml", "induction-2=2027-06-14"))
    [part] = load_journey("sam.toml").again
    assert (part.phase, part.after) == ("induction", "maintenance")
    out = text_of(run("today", "sam.toml", "--on", "2027-07-01", "--brief"))
    assert out.startswith("Induction (2) began on 14 June 2027, you wrote.")
    text_of(run("record", "sam.toml", "--again", "all", "--remove", "induction-2"))
    assert refusal(run("record", "sam.toml", "--again", "all", "--again", "all", "--again", "x"))
