"""Recording changes what was meant to change in a file, and not a word beside it."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import signal
import stat
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import FEW, journey_data, journey_layouts, own_days

from journey.calendar.events import events
from journey.errors import ArgumentError, FileError, JourneyFileError
from journey.journeys.file import (
    Journey,
    OwnDay,
    first_plan,
    identified,
    load_journey,
    parse_journey,
    plain_pathway_of,
    plan_journey,
)
from journey.journeys.recording import Appointments, Entries, begin, new_text, record, recorded
from journey.pathways.variations import vary
from journey.planning.given import boundary_names
from journey.words.catalogue import words_for

STAMP = dt.datetime(2026, 5, 1, 11, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
DAY = dt.timedelta(days=1)
SAM = (
    'format = 1\nkind = "journey"\nid = "sam"\npathway = "cruk-adult"\n'
    "start = 2026-03-02 # a Monday\n"
)
LAWS = settings(FEW, max_examples=30, suppress_health_check=list(HealthCheck))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def names_of(journey: Journey) -> tuple[str, ...]:
    return boundary_names(vary(plain_pathway_of(journey), *journey.variations))


@st.composite
def entries_for(draw: st.DrawFn, journey: Journey) -> Entries:
    """What somebody may write down next: mostly possible, sometimes not."""
    names = names_of(journey)
    known: dict[str, dt.date] = dict(journey.known) | (
        {"start": journey.start} if journey.start else {}
    )
    removed = draw(st.lists(st.sampled_from(sorted(known)), unique=True)) if known else []
    new: dict[str, dt.date] = {}
    there = {n: d for n, d in known.items() if n not in removed}
    for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=3)):
        if name in removed:
            continue
        at = names.index(name)
        low = max([d for n, d in {**there, **new}.items() if names.index(n) < at], default=None)
        high = min([d for n, d in {**there, **new}.items() if names.index(n) > at], default=None)
        base = low or (high or dt.date(2026, 1, 1)) - 30 * DAY
        room = (high - base).days if high else 400
        new[name] = base + draw(st.integers(0, max(room, 0))) * DAY
    labels = [own.label for own in journey.own_dates]
    gone = draw(st.lists(st.sampled_from(labels), unique=True, max_size=2)) if labels else []
    own = draw(st.lists(own_days(), max_size=2, unique_by=lambda o: o.label))
    is_moved: bool = draw(st.booleans())
    if labels and is_moved:
        moved = draw(own_days()).model_dump()
        label = draw(st.sampled_from(labels))
        own = [o for o in own if o.label != label] + [OwnDay(**{**moved, "label": label})]
    return Entries(
        known=new, removed=removed,
        own_dates=[o for o in own if o.label not in gone], own_dates_removed=gone,
    )  # fmt: skip


recordings = journey_layouts().flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), entries_for(made[0]))
)


def said(text: str) -> dict[str, Any]:
    data = tomllib.loads(text)
    return {**data, "known": data.get("known", {}), "own_dates": data.get("own_dates", [])}


@LAWS
@given(recordings)
def test_recording_the_same_again_changes_nothing(case: tuple[Journey, str, Entries]) -> None:
    _, text, entries = case
    again = Entries(known=entries.known, own_dates=entries.own_dates)
    try:
        new = recorded(text, again, changed=STAMP)
    except JourneyFileError:
        return
    assert recorded(new, again, changed=STAMP + DAY) == new


@LAWS
@given(recordings, st.randoms(use_true_random=False))
def test_several_at_once_in_any_order_equal_one_after_another(
    case: tuple[Journey, str, Entries], chance: random.Random
) -> None:
    _, text, entries = case
    own = {o.label: o for o in entries.own_dates}
    assume(len(own) == len(entries.own_dates))
    steps = [
        *(Entries(removed=[name]) for name in entries.removed),
        *(Entries(known={name: date}) for name, date in entries.known.items()),
    ]
    chance.shuffle(steps)
    try:
        at_once = recorded(
            text, Entries(known=entries.known, removed=entries.removed), changed=STAMP
        )
        turned = Entries(
            known=dict(reversed(list(entries.known.items()))), removed=entries.removed[::-1]
        )
        assert said(recorded(text, turned, changed=STAMP)) == said(at_once)
        step_by_step = text
        for step in steps:
            step_by_step = recorded(step_by_step, step, changed=STAMP)
    except JourneyFileError:
        return  # a step was impossible on the way

    def but_edition(toml: str) -> dict[str, Any]:
        return {k: v for k, v in said(toml).items() if k not in ("edition", "changed")}

    assert but_edition(step_by_step) == but_edition(at_once)


@LAWS
@given(recordings)
def test_a_date_that_is_written_down_and_taken_out_again_leaves_the_plan_as_it_was(
    case: tuple[Journey, str, Entries],
) -> None:
    journey, text, entries = case
    new = {n: d for n, d in entries.known.items() if n not in journey.known and n != "start"}
    try:
        with_it = recorded(text, Entries(known=new), changed=STAMP)
    except JourneyFileError:
        return
    without = recorded(with_it, Entries(removed=list(new)), changed=STAMP)
    assert plan_journey(parse_journey(without)) == plan_journey(journey)
    assert parse_journey(without).known == journey.known


@LAWS
@given(journey_data())
def test_a_new_file_reads_back_as_the_journey_with_its_first_plan(data: dict[str, Any]) -> None:
    journey = Journey.model_validate(data)
    text = new_text(journey)
    back = parse_journey(text)
    own = tuple(identified(journey.own_dates))
    assert back.model_copy(update={"first": None}) == journey.model_copy(
        update={"first": None, "own_dates": own}
    )
    assert f"# {words_for(plain_pathway_of(journey)).notice}\n" in text
    if journey.first is None:
        plain = journey.model_copy(update={"holds": (), "skipped": ()})
        assert first_plan(back).boundaries == plan_journey(plain).boundaries
    else:
        assert back.first == journey.first


@pytest.mark.parametrize("name", ["steroid-pre-phase", "start"])
def test_a_start_that_a_hand_made_file_says_by_the_first_part_is_corrected_and_taken_out(
    name: str,
) -> None:
    for text in (
        SAM.replace("start = 2026-03-02 # a Monday\n", "known.steroid-pre-phase = 2026-03-02\n"),
        SAM + "known.steroid-pre-phase = 2026-03-02\n",
    ):
        moved = parse_journey(
            recorded(text, Entries(known={name: day("2026-03-05")}), changed=STAMP)
        )
        start = plan_journey(moved).start
        assert start is not None
        assert start.typical == day("2026-03-05")
        out = parse_journey(recorded(text, Entries(removed=[name]), changed=STAMP))
        assert plan_journey(out).start is None


def test_the_last_day_of_a_part_is_the_day_before_the_next() -> None:
    ended = {"steroid-pre-phase": day("2026-03-08"), "maintenance": day("2029-01-31")}
    new = parse_journey(recorded(SAM, Entries(ended=ended), changed=STAMP))
    assert new.known == {"induction": day("2026-03-09"), "finish": day("2029-02-01")}


def test_an_own_date_takes_the_place_of_all_of_its_label() -> None:
    text = SAM + (
        'own_dates = [{ label = "A", date = 2026-05-01 }, { label = "B", date = 2026-05-02 }, '
        '{ label = "A", date = 2026-05-03 }]\n'
    )
    new = OwnDay(label="A", date=day("2026-06-01"))
    after = parse_journey(recorded(text, Entries(own_dates=[new]), changed=STAMP))
    assert [(own.label, str(own.date)) for own in after.own_dates] == [
        ("A", "2026-06-01"), ("B", "2026-05-02"),
    ]  # fmt: skip


def test_an_own_date_keeps_its_id_and_one_of_two_of_a_name_can_be_taken_out() -> None:
    text = SAM + (
        '[[own_dates]]\nlabel = "Dentist"\ndate = 2026-09-01\n'
        '[[own_dates]]\nlabel = "Dentist"\ndate = 2026-08-01\n'
    )
    assert [own.id for own in identified(parse_journey(text).own_dates)] == ["dentist:2", "dentist"]
    one = recorded(text, Entries(own_dates_removed=["dentist"]), changed=STAMP)
    [left] = parse_journey(one).own_dates
    assert (left.id, left.date) == ("dentist:2", day("2026-09-01"))
    named = OwnDay(label="Check", date=day("2026-09-02"), id="dentist:2")
    [moved] = parse_journey(recorded(one, Entries(own_dates=[named]), changed=STAMP)).own_dates
    assert moved == named
    with pytest.raises(JourneyFileError, match=r"there are: Dentist, dentist:2, dentist"):
        recorded(text, Entries(own_dates_removed=["x"]), changed=STAMP)
    by_hand = parse_journey(one.replace('"Dentist"', '"Check"'))
    assert [own.id for own in plan_journey(by_hand).own_dates] == ["dentist:2"]


def of_ward(*own: tuple[str, str], **more: Any) -> Appointments:
    dates = [
        OwnDay(label="Clinic", date=day(when), id=f"ics:{name}", imported_from="ward.ics")
        for name, when in own
    ]
    given: dict[str, Any] = {"source": "ward.ics", "on": day("2026-05-01"), "dates": dates, **more}
    return Appointments(**given)


def test_an_import_changes_only_what_was_imported_and_marks_what_is_there_no_more() -> None:
    text = SAM + '[[own_dates]]\nlabel = "Clinic"\ndate = 2026-06-01\nid = "mine"\n'
    first = of_ward(("1", "2026-06-01"), ("2", "2026-07-01"), ("past", "2026-04-01"))
    text = recorded(text, Entries(imported=first), changed=STAMP)
    own = {o.id: o for o in parse_journey(text).own_dates}
    assert list(own) == ["mine", "ics:1", "ics:2"]  # what is over needs no plan
    assert recorded(text, Entries(imported=first), changed=STAMP) == text
    moved = recorded(text, Entries(imported=of_ward(("1", "2026-06-08"))), changed=STAMP)
    told = {o.id: (str(o.date), o.taken_off) for o in parse_journey(moved).own_dates}
    assert told == {
        "mine": ("2026-06-01", False), "ics:1": ("2026-06-08", False), "ics:2": ("2026-07-01", True)
    }  # fmt: skip
    laid = plan_journey(parse_journey(moved)).own_dates
    assert [o.id for o in laid if o.is_taken_off] == ["ics:2"]
    again = parse_journey(recorded(moved, Entries(imported=first), changed=STAMP))
    assert not any(o.taken_off for o in again.own_dates)


@pytest.mark.parametrize(
    ("next_one", "gone"),
    [
        (of_ward(("1", "2026-06-01")), ["ics:2"]),
        (of_ward(("1", "2026-06-01"), on=day("2026-07-02")), []),  # it is over
        (of_ward(("1", "2026-06-01"), is_whole=False), []),
        (of_ward(("3", "2026-06-01")), []),  # an invitation by itself: nothing is there again
        (of_ward(("1", "2026-06-01"), source="other.ics"), []),
    ],
)
def test_only_a_whole_newer_copy_of_one_calendar_takes_anything_off(
    next_one: Appointments, gone: list[str]
) -> None:
    first = of_ward(("1", "2026-06-01"), ("2", "2026-07-01"))
    text = recorded(SAM, Entries(imported=first), changed=STAMP)
    after = parse_journey(recorded(text, Entries(imported=next_one), changed=STAMP))
    assert [own.id for own in after.own_dates if own.taken_off] == gone


def test_a_new_name_moves_no_date_and_doubles_no_event() -> None:
    text = SAM + '[[own_dates]]\nlabel = "Wedding"\ndate = 2026-08-01\n'
    before = [e for e in events(plan_journey(parse_journey(text))) if e.kind == "own"]
    renamed = recorded(text, Entries(own_dates_renamed={"Wedding": "Party"}), changed=STAMP)
    after = [e for e in events(plan_journey(parse_journey(renamed))) if e.kind == "own"]
    assert [e.title for e in after] == ["Party"]
    assert [(e.key, e.start) for e in after] == [(e.key, e.start) for e in before]
    by_id = recorded(renamed, Entries(own_dates_renamed={"wedding": "Feast"}), changed=STAMP)
    assert parse_journey(by_id).own_dates[0].label == "Feast"


@pytest.mark.parametrize(
    ("renamed", "removed", "problem"),
    [
        ({"Nope": "A"}, [], r'no own date "Nope" \(there are: Dentist, dentist:2, dentist\)'),
        ({"Dentist": "A"}, [], r"name of several own dates; give the id of one \(there are: "),
        ({"dentist": "A\x1b"}, [], r"new name of dentist: has the control character U\+001B"),
        ({"dentist": " "}, [], "new name of dentist: is empty"),
        ({"dentist": "A"}, ["dentist"], "dentist: is both given and taken out"),
    ],
)
def test_a_new_name_that_cannot_be_is_told(
    renamed: dict[str, str], removed: list[str], problem: str
) -> None:
    text = SAM + (
        '[[own_dates]]\nlabel = "Dentist"\ndate = 2026-09-01\n'
        '[[own_dates]]\nlabel = "Dentist"\ndate = 2026-08-01\n'
    )
    entries = Entries(own_dates_renamed=renamed, own_dates_removed=removed)
    with pytest.raises(JourneyFileError, match=problem):
        recorded(text, entries, changed=STAMP)


# ---- what is refused ---------------------------------------------------------------------------


def test_every_problem_of_a_record_is_told_at_once() -> None:
    entries = Entries(
        known={"maintenence": day("2027-01-01"), "finish": day("2029-01-01")},
        ended={"finish": day("2029-01-01"), "maintenance": day("2029-01-01")},
        removed=["consolidation", "finish"],
        switched_off=["transplant"],
        own_dates_removed=["Wedding"],
    )
    with pytest.raises(JourneyFileError) as caught:
        recorded(SAM, entries, changed=STAMP, name="sam.toml")
    parts = "induction, consolidation, intensification, maintenance"
    assert str(caught.value).split("\n") == [
        'sam.toml: no variation "transplant" (there are: none)',
        'sam.toml: no own date "Wedding" (there are: none)',
        'sam.toml: no date for "consolidation" (there are: start)',
        'sam.toml: no date for "finish" (there are: start)',
        f'sam.toml: no phase "maintenence" (there are: start, {parts}, finish); '
        "did you mean maintenance?",
        f'sam.toml: no phase "finish" (there are: steroid-pre-phase, {parts})',
        "sam.toml: finish: has two dates; give one of them",
        "sam.toml: finish: is both given and taken out; do one of them",
    ]
    assert [found.rule for found in caught.value.findings] == [
        "unknown-variation", "unknown-own-date", "unknown-date-for", "unknown-date-for",
        "unknown-phase", "unknown-phase", "two-dates", "both",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        (Entries(known={"maintenance": day("2026-01-01")}), "start (2026-03-02) is after"),
        (Entries(known={"maintenance": day("1899-01-01")}), "between 1900 and 2200"),
        (Entries(ended={"maintenance": dt.date.max}), "between 1900 and 2200"),
        (Entries(switched_on=["nonsense"]), 'no variation "nonsense" (there are: '),
        (
            Entries(switched_on=["transplant"], known={"maintenance": day("2027-01-01")}),
            'no phase "maintenance" (there are: ',
        ),
        (
            Entries(switched_on=["transplant"], switched_off=["transplant"]),
            "is both given and taken out",
        ),
    ],
)
def test_what_cannot_be_is_told_and_the_file_is_as_it_was(
    entries: Entries, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "sam.toml"
    path.write_text(SAM, "utf-8")
    with pytest.raises(JourneyFileError) as caught:
        record(path, entries, changed=STAMP)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    assert path.read_text("utf-8") == SAM
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


@pytest.mark.parametrize("name", ["known", "ended"])
@pytest.mark.parametrize("day", ["2026-11-09", STAMP, None, 3])
def test_what_is_no_day_is_no_entry(name: str, day: Any) -> None:
    given: dict[str, Any] = {name: {"maintenance": day}}
    with pytest.raises(ArgumentError, match=f"^{name}: maintenance: should be a datetime.date"):
        Entries(**given)


def test_a_route_taken_away_is_recorded_with_its_dates_in_one_go() -> None:
    text = SAM + "known.maintenance = 2026-11-09\n"
    with pytest.raises(JourneyFileError, match="a variation took it away"):
        recorded(text, Entries(switched_on=["transplant"]), changed=STAMP)
    both = Entries(switched_on=["transplant"], removed=["maintenance"])
    after = parse_journey(recorded(text, both, changed=STAMP))
    assert (after.variations, dict(after.known)) == (("transplant",), {})


def test_own_dates_apart_from_each_other_are_recorded_all_the_same() -> None:
    apart = (
        SAM + '[[own_dates]]\nlabel = "A"\ndate = 2026-05-01\n[closed]\nweekends = true\n'
        '[[own_dates]]\nlabel = "B"\ndate = 2026-05-02\n'
    )
    new = recorded(apart, Entries(own_dates_removed=["B"]), changed=STAMP)
    assert [own["label"] for own in tomllib.loads(new)["own_dates"]] == ["A"]
    assert tomllib.loads(new)["closed"] == {"weekends": True}


# ---- the file ----------------------------------------------------------------------------------


@LAWS
@given(recordings)
def test_what_is_recorded_in_a_file_is_what_its_text_becomes(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[Journey, str, Entries]
) -> None:
    journey, text, entries = case
    path = tmp_path_factory.mktemp("j") / "sam.toml"
    path.write_bytes(text.encode())
    try:
        done = record(path, entries, changed=STAMP)
    except JourneyFileError:
        assert path.read_bytes() == text.encode()
    else:
        assert path.read_bytes() == recorded(text, entries, changed=STAMP).encode()
        assert done.before == journey
        assert done.after == load_journey(path)
    assert [p.name for p in path.parent.iterdir()] == ["sam.toml"]


def test_a_new_file_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    begin(path, parse_journey(SAM))
    before = path.read_bytes()
    with pytest.raises(FileError, match="is there already; name another file"):
        begin(path, parse_journey(SAM))
    assert path.read_bytes() == before


def test_a_journey_that_cannot_be_planned_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    impossible = Journey.model_validate(
        {**tomllib.loads(SAM), "known": {"maintenance": day("2020-01-01")}}
    )
    with pytest.raises(JourneyFileError, match="correct one of them"):
        begin(path, impossible)
    assert list(tmp_path.iterdir()) == []


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SAM.encode())
    record(path, Entries(known={"maintenance": day("2026-11-09")}), changed=STAMP)
    assert load_journey(path).known == {"maintenance": day("2026-11-09")}


# ---- two at once, and one that is stopped ------------------------------------------------------


def test_of_writers_at_once_none_loses_what_another_wrote(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    path.write_text(SAM, "utf-8")
    barrier, written, told = threading.Barrier(3), [], []

    def write(who: int) -> None:
        for n in range(12):
            own = OwnDay(label=f"{who} {n}", date=day("2026-08-01"))
            barrier.wait()
            try:
                record(path, Entries(own_dates=[own]), changed=STAMP)
                written.append(own.label)
            except FileError as error:
                told.append(str(error))

    threads = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = load_journey(path)
    assert sorted(own.label for own in after.own_dates) == sorted(written)
    assert after.edition == 1 + len(written)
    assert len(written) + len(told) == 36
    assert told
    assert all("another program is changing it" in line for line in told)
    assert [p.name for p in tmp_path.iterdir()] == ["sam.toml"]


def stopped_at(n: int, folder: Path, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed before its n-th touch of the folder; whether it was."""
    child = os.fork()
    if child == 0:
        left = [n]

        def touch(event: str, arguments: tuple[object, ...]) -> None:
            is_ours = event == "fsync" or any(
                str(folder) in str(a) for a in arguments if isinstance(a, str | Path)
            )
            if is_ours and event in ("open", "os.rename", "os.remove", "os.chmod", "fsync"):
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        fsync = os.fsync

        def sync(fd: int) -> None:
            touch("fsync", ())
            fsync(fd)
            touch("fsync", ())

        try:
            os.fsync = sync  # type: ignore[assignment]  # it is given nothing but numbers
            sys.addaudithook(touch)
            work()
        except BaseException:  # noqa: BLE001,RUF100  nothing of pytest's may run on in the child
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("is_new", [False, True])
def test_a_kill_at_any_step_leaves_the_old_file_or_the_new_one(
    is_new: bool,  # noqa: FBT001  a parameter of the test
    tmp_path: Path,
) -> None:
    entries = Entries(known={"maintenance": day("2026-11-09")})
    journey = parse_journey(SAM)
    seen, locks = set(), 0
    for n in itertools.count():
        folder = tmp_path / str(n)
        folder.mkdir()
        path = folder / "sam.toml"
        if is_new:
            old, new = None, None

            def work(path: Path = path) -> None:
                begin(path, journey)
        else:
            path.write_text(SAM, "utf-8")
            path.chmod(0o600)
            old, new = SAM, recorded(SAM, entries, changed=STAMP)

            def work(path: Path = path) -> None:
                record(path, entries, changed=STAMP)

        is_stopped = stopped_at(n, folder, work)
        text = path.read_text("utf-8") if path.exists() else None
        if is_new and text is not None:
            new = text
            assert load_journey(path).id == "sam"
        assert text in (old, new)
        seen.add(text != old)
        for left in folder.iterdir():
            is_private = stat.S_IMODE(left.stat().st_mode) == 0o600
            assert is_private or left.stat().st_size == 0
        lock = folder / "sam.toml.lock"
        if not is_stopped:
            assert text == new
            assert [p.name for p in folder.iterdir()] == ["sam.toml"]
            break
        if lock.exists():
            locks += 1
            if not lock.stat().st_size:  # killed before it could say whose it is
                with pytest.raises(FileError, match=r"If none is, delete .*lock"):
                    work()
                lock.unlink()
        if not (is_new and text is not None):
            work()
        assert load_journey(path).edition in ([1] if is_new else [2])
    assert seen == {False, True}
    assert locks >= 4
    assert n >= 7


# ---- what kind of file -------------------------------------------------------------------------


def test_a_new_file_is_for_its_owner_alone_and_a_record_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "sam.toml"
    begin(path, parse_journey(SAM))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for n, mode in enumerate((0o600, 0o640, 0o664)):
        path.chmod(mode)
        date = day("2026-11-09") + n * DAY
        record(path, Entries(known={"maintenance": date}), changed=STAMP)
        assert stat.S_IMODE(path.stat().st_mode) == mode
        assert load_journey(path).known["maintenance"] == date


def test_a_symbolic_link_to_a_journey_stays_one(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "sam.toml").write_text(SAM, "utf-8")
    link = tmp_path / "link.toml"
    link.symlink_to("sub/sam.toml")
    record(link, Entries(known={"maintenance": day("2026-11-09")}), changed=STAMP)
    assert link.is_symlink()
    assert load_journey(tmp_path / "sub" / "sam.toml").edition == 2


@pytest.mark.skipif(not hasattr(os, "link"), reason="no hard links here")
def test_the_other_name_of_a_hard_link_keeps_what_it_said_whole(tmp_path: Path) -> None:
    path, other = tmp_path / "sam.toml", tmp_path / "other.toml"
    path.write_text(SAM, "utf-8")
    os.link(path, other)
    record(path, Entries(known={"consolidation": day("2026-04-27")}), changed=STAMP)
    assert other.read_text("utf-8") == SAM
    assert load_journey(path).known["consolidation"] == day("2026-04-27")


@pytest.mark.parametrize("kind", ["read-only", "pipe", "folder", "gone", "newer", "pathway"])
def test_what_cannot_be_recorded_in_is_told_and_left_as_it_is(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sam.toml"
    expected = {
        "read-only": "is read-only", "pipe": "is a device or a pipe", "folder": "is a folder",
        "gone": "cannot be read: no such file", "newer": "format: is 2, and this journey reads up",
        "pathway": 'kind: is "pathway"; name the journey file',
    }[kind]  # fmt: skip
    text = SAM.replace("format = 1", "format = 2") if kind == "newer" else SAM
    text = text.replace('"journey"', '"pathway"') if kind == "pathway" else text
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind != "gone":
        path.write_text(text, "utf-8")
    if kind == "read-only":  # root may write to all
        monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises((FileError, JourneyFileError), match=expected):
        record(path, Entries(known={"maintenance": day("2026-11-09")}), changed=STAMP)
    if path.is_file():
        assert path.read_text("utf-8") == text
    assert [p.name for p in tmp_path.iterdir()] in ([], ["sam.toml"])


# ---- cycles and visits -------------------------------------------------------------------------

SCHEDULES = Path(__file__).parent / "schedules"


def of_hd14(tmp_path: Path) -> Path:
    (tmp_path / "hd14.toml").write_text((SCHEDULES / "hd14.toml").read_text("utf-8"), "utf-8")
    path = tmp_path / "sam.toml"
    path.write_text(
        'format = 1\nkind = "journey"\nid = "sam-1"\npathway = "./hd14.toml"\n'
        "start = 2026-03-02\n\n[known] # mine\n# nothing yet\n", "utf-8",
    )  # fmt: skip
    return path


def test_cycles_and_visits_are_written_down_and_taken_out_again(tmp_path: Path) -> None:
    path = of_hd14(tmp_path)
    first = path.read_text("utf-8")
    stamp = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    given = Entries(
        known={"beacopp.c2": day("2026-03-30")}, missed=["beacopp.c1.injection.d9"],
        done=["beacopp.c1.day-unit.d1"],
    )  # fmt: skip
    after = record(path, given, changed=stamp).after
    assert dict(after.known) == {"beacopp.c2": day("2026-03-30")}
    assert dict(after.visits) == {
        "beacopp.c1.injection.d9": "missed", "beacopp.c1.day-unit.d1": "done"
    }  # fmt: skip
    assert "# nothing yet" in path.read_text("utf-8")
    abvd = plan_journey(after)["abvd"].start
    assert abvd is not None
    assert abvd.typical == day("2026-04-20")
    taken = Entries(removed=["beacopp.c2", *after.visits])
    back = record(path, taken, changed=stamp).after
    assert (back.known, back.visits) == ({}, {})
    assert plan_journey(back) == plan_journey(load_journey(path))
    path.write_text(first, "utf-8")
    assert plan_journey(back).boundaries == plan_journey(load_journey(path)).boundaries


def test_the_last_day_of_a_part_that_a_rest_follows_is_its_own(tmp_path: Path) -> None:
    path = of_hd14(tmp_path)
    stamp = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
    after = record(path, Entries(ended={"abvd": day("2026-06-21")}), changed=stamp).after
    assert dict(after.known) == {"abvd.end": day("2026-06-22")}
    start = plan_journey(after)["rt"].start
    assert start is not None
    assert start.typical == day("2026-07-27")


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        (Entries(missed=["beacopp.c9.injection.d9"]), "has 2 cycles at most"),
        (Entries(missed=["beacopp.c1.tea"]), 'no activity "tea"'),
        (Entries(missed=["beacopp.c2"]), "names no visit"),
        (Entries(known={"beacopp.c2": day("2026-03-01")}), "is after beacopp.c2"),
        (Entries(missed=["a.b"], done=["a.b"]), "is both missed and done"),
        (Entries(removed=["beacopp.c2"]), 'no date for "beacopp.c2"'),
    ],
    ids=str,
)
def test_a_visit_or_cycle_that_cannot_be_is_told_and_the_file_is_as_it_was(
    tmp_path: Path, entries: Entries, problem: str
) -> None:
    path = of_hd14(tmp_path)
    text = path.read_text("utf-8")
    with pytest.raises(JourneyFileError) as caught:
        record(path, entries, changed=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
    assert problem in str(caught.value)
    assert path.read_text("utf-8") == text


def test_a_recorded_cycle_moves_its_events_under_the_same_uids(tmp_path: Path) -> None:
    path = of_hd14(tmp_path)
    before = {e.key: e for e in events(plan_journey(load_journey(path)))}
    given = Entries(known={"beacopp.c2": day("2026-03-30")}, missed=["beacopp.c1.injection.d9"])
    after = record(path, given, changed=dt.datetime(2026, 4, 1, tzinfo=dt.UTC)).after
    moved = {e.key: e for e in events(plan_journey(after))}
    assert moved.keys() == before.keys()
    week = dt.timedelta(weeks=1)
    for key, event in moved.items():
        if key.startswith("activity:beacopp:") and ":2:" in key:
            assert event.start == before[key].start + week, key
        elif key.startswith("activity:beacopp:"):
            assert event.start == before[key].start, key
    assert moved["cycle:beacopp:2"].state == "confirmed"
    missed = moved["activity:beacopp:injection:1:9"]
    assert "did not take place" in missed.text
