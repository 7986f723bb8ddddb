"""Five independent readers of a calendar file, and a lint of its bytes.

Each reader is a program or library other people use, and tells what it sees in a file of all-day
events as a list of `Seen`. It raises `Refused` when the client refuses the file or complains of it.

- `calcurse`: the terminal calendar, run as a program (it has no UIDs)
- `libical`: the C library under Evolution, KOrganizer and others, called through ctypes
- `ical`: the Python package Home Assistant uses
- `vobject`: the Python package Radicale and khal's kin use
- `icaljs`: the JavaScript library in Thunderbird and Nextcloud, run by node in strict mode

`READERS` holds them by name, `missing` says what to install for one, `compare` tells how what was
seen differs from the truth, `objections` reads and compares in one go, and `bytes_lint` holds the
file to the rules that no client checks for us. Nothing here imports the library under test.
"""

import ctypes
import functools
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

ONE_DAY: Final = timedelta(days=1)
PATIENCE: Final = 60
"""Seconds a client may take over one file."""


@dataclass(frozen=True)
class Seen:
    """One all-day event, as a reader saw it or as it truly is.

    `end` is exclusive. None means that the reader cannot tell (or, in a truth, that it does not
    matter); an event without a description has the description "".
    """

    uid: str | None
    start: date
    end: date
    summary: str
    description: str | None
    status: str | None = None
    sequence: int | None = None
    categories: tuple[str, ...] | None = None
    transparency: str | None = None
    classification: str | None = None


class Refused(Exception):  # noqa: N818 (a refusal is an answer here, not an error)
    """A client refused the file, complained of it, or broke on it."""

    def __init__(self, reader: str, reason: str) -> None:
        super().__init__(f"{reader} refuses: {reason}")
        self.reader = reader
        self.reason = reason


# --- comparing with the truth ---------------------------------------------------------------------

FIELDS: Final = (
    "uid",
    "start",
    "end",
    "summary",
    "description",
    "status",
    "sequence",
    "categories",
    "transparency",
    "classification",
)


def compare(seen: list[Seen], truth: list[Seen]) -> list[str]:
    """How what was seen differs from the truth, in words; empty when it does not.

    A field that is None on either side is not compared. The order of the events does not matter.
    Events are matched by UID, and where the reader has none, by summary or first day.
    """
    left = list(seen)
    unmet = []
    for event in truth:
        exact = next((other for other in left if not _differences(other, event)), None)
        if exact is None:
            unmet.append(event)
        else:
            left.remove(exact)
    found = []
    for event in unmet:
        near = [other for other in left if _is_about(other, event)]
        if near:
            nearest = min(near, key=lambda other: len(_differences(other, event)))
            left.remove(nearest)
            found += [f"{_title(event)}: {words}" for words in _differences(nearest, event)]
        else:
            found.append(f"{_title(event)}: not seen")
    found += [f"{_title(other)}: seen, but not in the truth" for other in left]
    return found


def objections(reader: str, path: Path, truth: list[Seen]) -> list[str]:
    """What one reader has against a file: its refusal, or how it sees something but the truth."""
    try:
        seen = READERS[reader](path)
    except Refused as refusal:
        return [str(refusal)]
    return [f"{reader} sees {words}" for words in compare(seen, truth)]


def _differences(seen: Seen, truth: Seen) -> list[str]:
    found = []
    for name in FIELDS:
        one: object = getattr(seen, name)
        other: object = getattr(truth, name)
        if one is not None and other is not None and one != other:
            found.append(f"{name} {_shown(one)} instead of {_shown(other)}")
    return found


def _is_about(seen: Seen, truth: Seen) -> bool:
    if seen.uid is not None and truth.uid is not None:
        return seen.uid == truth.uid
    return seen.summary == truth.summary or seen.start == truth.start


def _title(event: Seen) -> str:
    return f"{event.uid or 'an event'} ({event.summary!r} from {event.start})"


def _shown(value: object) -> str:
    return str(value) if isinstance(value, date) else repr(value)


# --- what the readers share -----------------------------------------------------------------------


def _all_day(reader: str, uid: str, start: object, end: object) -> tuple[date, date]:
    """The span of an event; refuses what is not all-day. Without an end it is one day."""
    if start is None:
        raise Refused(reader, f"{uid}: no DTSTART")
    if isinstance(start, datetime) or not isinstance(start, date):
        raise Refused(reader, f"{uid}: DTSTART is no date: {start}")
    if end is None:
        return start, start + ONE_DAY
    if isinstance(end, datetime) or not isinstance(end, date):
        raise Refused(reader, f"{uid}: DTEND is no date: {end}")
    return start, end


def _utf8(reader: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Refused(reader, str(problem)) from problem


def _whole(reader: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as problem:
        raise Refused(reader, f"SEQUENCE is no number: {value}") from problem


def _run(
    reader: str, command: list[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise Refused(reader, f"no answer in {PATIENCE} seconds") from problem


def _plain(output: bytes) -> str:
    return " ".join(output.decode("utf-8", "replace").split())


# --- calcurse -------------------------------------------------------------------------------------

# A line of calcurse's file `apts`: an event of some days is one that repeats daily to its last day.
_CALCURSE_EVENT: Final = re.compile(
    r"(?P<first>\d\d/\d\d/\d{4}) \[1\] "
    r"(?:\{(?P<repeat>\d+[DWMY][^}]*)\} )?"
    r"(?:>(?P<note>[0-9a-f]{40}) )?"
    r"(?P<summary>.*)"
)
_CALCURSE_DAILY: Final = re.compile(r"1D -> (?P<last>\d\d/\d\d/\d{4})")
# A note is the description, then (not always) a ruler and what calcurse adds by itself.
_CALCURSE_NOTE: Final = re.compile(
    r"(?P<description>.*\n)?-- \n(?:Location: [^\n]*\n)?(?:Import: [^\n]*\n)*", re.DOTALL
)
_CALCURSE_COMPLAINT: Final = re.compile(r"^V(?:EVENT|TODO) \[\d+\]: .*$", re.MULTILINE)


def calcurse(path: Path) -> list[Seen]:
    """Imports the file into a fresh calcurse and reads what calcurse then keeps."""
    with tempfile.TemporaryDirectory(prefix="calcurse-") as folder:
        home = Path(folder)
        result = _run(
            "calcurse",
            ["calcurse", "-D", folder, "-C", folder, "-i", str(path)],
            {"HOME": folder, "TMPDIR": folder, "LC_ALL": "C.UTF-8"},
        )
        if result.returncode < 0:
            raise Refused("calcurse", f"it crashes (signal {-result.returncode})")
        if result.returncode > 0:
            raise Refused("calcurse", _calcurse_complaints(home) or _plain(result.stdout))
        kept = _utf8("calcurse", (home / "apts").read_bytes())
        return [_calcurse_event(home, line) for line in kept.split("\n") if line]


def _calcurse_complaints(home: Path) -> str:
    logs = [log.read_text("utf-8", "replace") for log in sorted(home.glob("calcurse_log.*"))]
    return "; ".join(words for log in logs for words in _CALCURSE_COMPLAINT.findall(log))


def _calcurse_event(home: Path, line: str) -> Seen:
    match = _CALCURSE_EVENT.fullmatch(line)
    if match is None:
        raise Refused("calcurse", f"it keeps something that is no all-day event: {line}")
    first = _calcurse_date(match["first"])
    last = first
    if match["repeat"]:
        daily = _CALCURSE_DAILY.fullmatch(match["repeat"])
        if daily is None:
            raise Refused("calcurse", f"it keeps a repeating event: {line}")
        last = _calcurse_date(daily["last"])
    description = ""
    if match["note"]:
        note = _utf8("calcurse", (home / "notes" / match["note"]).read_bytes())
        ruled = _CALCURSE_NOTE.fullmatch(note)
        description = (ruled["description"] or "") if ruled else note
    return Seen(
        uid=None,
        start=first,
        end=last + ONE_DAY,
        summary=match["summary"],
        description=description.removesuffix("\n"),
    )


def _calcurse_date(words: str) -> date:
    month, day, year = (int(part) for part in words.split("/"))
    return date(year, month, day)


# --- libical --------------------------------------------------------------------------------------

_LIBICAL_NAME: Final = "libical.so.3"
_LIBICAL_CALLS: Final[dict[str, tuple[Any, list[Any]]]] = {
    "icalerror_set_errors_are_fatal": (None, [ctypes.c_int]),
    "icalparser_parse_string": (ctypes.c_void_p, [ctypes.c_char_p]),
    "icalrestriction_check": (ctypes.c_int, [ctypes.c_void_p]),
    "icalcomponent_count_errors": (ctypes.c_int, [ctypes.c_void_p]),
    "icalcomponent_free": (None, [ctypes.c_void_p]),
    "icalcomponent_isa": (ctypes.c_int, [ctypes.c_void_p]),
    "icalcomponent_string_to_kind": (ctypes.c_int, [ctypes.c_char_p]),
    "icalcomponent_get_first_component": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
    "icalcomponent_get_next_component": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
    "icalproperty_string_to_kind": (ctypes.c_int, [ctypes.c_char_p]),
    "icalcomponent_get_first_property": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
    "icalcomponent_get_next_property": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
    "icalproperty_get_value": (ctypes.c_void_p, [ctypes.c_void_p]),
    "icalproperty_get_value_as_string": (ctypes.c_char_p, [ctypes.c_void_p]),
    "icalvalue_get_text": (ctypes.c_char_p, [ctypes.c_void_p]),
}


@functools.cache
def _libical() -> ctypes.CDLL:
    library = ctypes.CDLL(_LIBICAL_NAME)
    for name, (result, arguments) in _LIBICAL_CALLS.items():
        call = getattr(library, name)
        call.restype = result
        call.argtypes = arguments
    library.icalerror_set_errors_are_fatal(0)
    return library


def libical(path: Path) -> list[Seen]:
    """Parses the file with libical, which must find no error and no breach of its restrictions."""
    data = path.read_bytes()
    if b"\0" in data:
        raise Refused("libical", "a NUL ends the text here")
    library = _libical()
    root: int | None = library.icalparser_parse_string(data)
    if root is None:
        raise Refused("libical", "it cannot parse this")
    try:
        return _libical_events(root)
    finally:
        library.icalcomponent_free(root)


def _libical_events(root: int) -> list[Seen]:
    library = _libical()
    restrictions_kept = library.icalrestriction_check(root)
    errors = library.icalcomponent_count_errors(root)
    if errors or not restrictions_kept:
        words = "; ".join(sorted(set(_libical_complaints(root))))
        raise Refused("libical", words or "icalrestriction_check fails")
    if library.icalcomponent_isa(root) != library.icalcomponent_string_to_kind(b"VCALENDAR"):
        raise Refused("libical", "not one VCALENDAR")
    return [_libical_event(event) for event in _libical_components(root, b"VEVENT")]


def _libical_complaints(component: int) -> Iterator[str]:
    yield from _libical_values(component, b"X-LIC-ERROR")
    for child in _libical_components(component, b"ANY"):
        yield from _libical_complaints(child)


def _libical_event(event: int) -> Seen:
    uid = "".join(_libical_texts(event, b"UID")[:1])
    start, end = _all_day(
        "libical", uid, _libical_date(event, b"DTSTART"), _libical_date(event, b"DTEND")
    )
    sequence = _libical_values(event, b"SEQUENCE")
    return Seen(
        uid=uid,
        start=start,
        end=end,
        summary="".join(_libical_texts(event, b"SUMMARY")[:1]),
        description="".join(_libical_texts(event, b"DESCRIPTION")[:1]),
        status="".join(_libical_values(event, b"STATUS")[:1]),
        sequence=_whole("libical", sequence[0]) if sequence else None,
        categories=tuple(_libical_texts(event, b"CATEGORIES")),
        transparency="".join(_libical_values(event, b"TRANSP")[:1]),
        classification="".join(_libical_values(event, b"CLASS")[:1]),
    )


def _libical_date(event: int, name: bytes) -> date | str | None:
    values = _libical_values(event, name)
    if not values:
        return None
    if not re.fullmatch(r"\d{8}", values[0]):
        return values[0]
    try:
        return date.fromisoformat(values[0])
    except ValueError as problem:
        raise Refused("libical", f"no such day: {values[0]}") from problem


def _libical_components(parent: int, kind_name: bytes) -> list[int]:
    library = _libical()
    kind = library.icalcomponent_string_to_kind(kind_name)
    found = []
    child: int | None = library.icalcomponent_get_first_component(parent, kind)
    while child is not None:
        found.append(child)
        child = library.icalcomponent_get_next_component(parent, kind)
    return found


def _libical_properties(component: int, name: bytes) -> list[int]:
    library = _libical()
    kind = library.icalproperty_string_to_kind(name)
    found = []
    line: int | None = library.icalcomponent_get_first_property(component, kind)
    while line is not None:
        found.append(line)
        line = library.icalcomponent_get_next_property(component, kind)
    return found


def _libical_values(component: int, name: bytes) -> list[str]:
    """The values of a property as they stand in the file, escapes and all."""
    library = _libical()
    lines = _libical_properties(component, name)
    values = [library.icalproperty_get_value_as_string(line) for line in lines]
    return [_utf8("libical", value) for value in values if value is not None]


def _libical_texts(component: int, name: bytes) -> list[str]:
    """The values of a text property as a user of the library gets them."""
    library = _libical()
    lines = _libical_properties(component, name)
    texts = [library.icalvalue_get_text(library.icalproperty_get_value(line)) for line in lines]
    return [_utf8("libical", text) for text in texts if text is not None]


# --- ical -----------------------------------------------------------------------------------------


def ical(path: Path) -> list[Seen]:
    """Reads the file with the Python package `ical`."""
    text = _utf8("ical", path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stream = importlib.import_module("ical.calendar_stream").IcsCalendarStream
        try:
            events = list(stream.calendar_from_ics(text).events)
        except Exception as problem:
            raise Refused("ical", _reason(problem)) from problem
        return [_ical_event(event) for event in events]


def _ical_event(event: Any) -> Seen:
    start, end = _all_day("ical", event.uid, event.dtstart, event.dtend)
    return Seen(
        uid=event.uid,
        start=start,
        end=end,
        summary=event.summary or "",
        description=event.description or "",
        status=_word(event.status),
        sequence=event.sequence,
        categories=tuple(event.categories),
        transparency=_word(event.transparency),
        classification=_word(event.classification),
    )


def _word(value: Any) -> str:
    """A value that is a string, an enumeration of strings, or None."""
    return "" if value is None else str(getattr(value, "value", value))


def _reason(problem: Exception) -> str:
    return f"{type(problem).__name__}: {' '.join(str(problem).split())[:200]}"


# --- vobject --------------------------------------------------------------------------------------


def vobject(path: Path) -> list[Seen]:
    """Reads and validates the file with the Python package `vobject`."""
    text = _utf8("vobject", path.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package = importlib.import_module("vobject")
        try:
            calendars = list(package.readComponents(text))
            for calendar in calendars:
                calendar.validate(raiseException=True)
        except Exception as problem:
            raise Refused("vobject", _reason(problem)) from problem
    if len(calendars) != 1 or calendars[0].name != "VCALENDAR":
        raise Refused("vobject", "not one VCALENDAR")
    return [_vobject_event(event) for event in calendars[0].contents.get("vevent", [])]


def _vobject_event(event: Any) -> Seen:
    def value(name: str) -> Any:
        lines = event.contents.get(name, [])
        return lines[0].value if lines else None

    uid = value("uid") or ""
    start, end = _all_day("vobject", uid, value("dtstart"), value("dtend"))
    sequence = value("sequence")
    return Seen(
        uid=uid,
        start=start,
        end=end,
        summary=value("summary") or "",
        description=value("description") or "",
        status=value("status") or "",
        sequence=None if sequence is None else _whole("vobject", sequence),
        categories=tuple(value("categories") or ()),
        transparency=value("transp") or "",
        classification=value("class") or "",
    )


# --- ical.js --------------------------------------------------------------------------------------

_ICALJS_SCRIPT: Final = Path(__file__).with_name("read_icaljs.mjs")


def icaljs(path: Path) -> list[Seen]:
    """Reads the file with ical.js in strict mode, by a small script that node runs."""
    return _icaljs_events(_icaljs_answer([path]))


def icaljs_many(paths: list[Path]) -> list[list[Seen]]:
    """As `icaljs`, with one start of node for all the files."""
    return [_icaljs_events(answer) for answer in _icaljs_answer(paths)]


def _icaljs_answer(paths: list[Path]) -> Any:
    result = _run("icaljs", ["node", str(_ICALJS_SCRIPT), *map(str, paths)], {})
    try:
        return json.loads(result.stdout)
    except ValueError as problem:
        raise Refused("icaljs", _plain(result.stderr)) from problem


def _icaljs_events(answer: dict[str, Any]) -> list[Seen]:
    if "refused" in answer:
        raise Refused("icaljs", answer["refused"])
    return [_icaljs_event(event) for event in answer["events"]]


def _icaljs_event(event: dict[str, Any]) -> Seen:
    try:
        start = date.fromisoformat(event["start"])
        end = date.fromisoformat(event["end"])
    except ValueError as problem:
        raise Refused("icaljs", f"{event['uid']}: {problem}") from problem
    return Seen(
        uid=event["uid"],
        start=start,
        end=end,
        summary=event["summary"],
        description=event["description"],
        status=event["status"],
        sequence=event["sequence"],
        categories=tuple(event["categories"]),
        transparency=event["transparency"],
        classification=event["classification"],
    )


# --- which readers there are, and which are here --------------------------------------------------

READERS: Final[dict[str, Callable[[Path], list[Seen]]]] = {
    "calcurse": calcurse,
    "libical": libical,
    "ical": ical,
    "vobject": vobject,
    "icaljs": icaljs,
}


def missing(reader_name: str) -> str | None:
    """What to install when the reader is not here; None when it is."""
    if reader_name == "calcurse":
        if shutil.which("calcurse") is None:
            return "calcurse is not here: apt-get install calcurse"
    elif reader_name == "libical":
        try:
            _libical()
        except (OSError, AttributeError):
            return f"{_LIBICAL_NAME} is not here: apt-get install libical3"
    elif reader_name in ("ical", "vobject"):
        if importlib.util.find_spec(reader_name) is None:
            return f"the package {reader_name} is not here: pip install {reader_name}"
    elif reader_name == "icaljs":
        if shutil.which("node") is None:
            return "node is not here: apt-get install nodejs"
        if not _icaljs_is_here(os.environ.get("ICALJS", "")):
            return (
                "ical.js is not here: npm install ical.js, "
                "and set ICALJS to node_modules/ical.js/dist/ical.js"
            )
    else:
        raise KeyError(reader_name)
    return None


@functools.cache
def _icaljs_is_here(_setting: str) -> bool:
    """Whether node can load ical.js. Asked once for each value of ICALJS, which node reads."""
    try:
        return _run("icaljs", ["node", str(_ICALJS_SCRIPT)], {}).returncode == 0
    except Refused:
        return False


# --- the lint: its findings on the bytes ----------------------------------------------------------

LINE_OCTETS: Final = 75
_LINE_BREAK: Final = re.compile(rb"\r\n|\n|\r")
_FOLD: Final = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_BARE_BREAK: Final = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_ENDS_IN_BACKSLASH: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\\Z")


def bytes_lint(data: bytes, *, method: str | None = None) -> list[str]:
    """What is wrong with a calendar of ours, in words; empty when nothing is.

    These are our own rules as much as RFC 5545's: only what we mean to write is allowed. `method`
    is the one METHOD the calendar must carry; by default it carries none.
    """
    found = [*_lint_breaks(data), *_lint_physical_lines(data), *_lint_encoding(data)]
    text = _FOLD.sub(b"", data).decode("utf-8", "replace")
    lines = re.split(r"\r\n|\n|\r", text)
    if lines[-1] == "":
        lines.pop()
    found += _lint_characters(lines)
    roots, problems = _grow(lines)
    found += problems
    if [root.name for root in roots] != ["VCALENDAR"]:
        found.append("the file is not one VCALENDAR")
    for root in roots:
        if root.name == "VCALENDAR":
            found += _lint_calendar(root, method)
    return found


def _lint_breaks(data: bytes) -> Iterator[str]:
    if _BARE_BREAK.search(data):
        yield "a CR or LF stands alone: lines end in CRLF"
    if not data.endswith(b"\r\n"):
        yield "the file does not end in CRLF"


def _lint_physical_lines(data: bytes) -> Iterator[str]:
    lines = _LINE_BREAK.split(data)
    if lines[-1] == b"":
        lines.pop()
    for number, line in enumerate(lines, start=1):
        if not line.strip(b" \t"):
            yield f"line {number} is empty"
        if len(line) > LINE_OCTETS:
            yield f"line {number} has {len(line)} octets, more than {LINE_OCTETS}"
        followed = number < len(lines) and lines[number][:1] in (b" ", b"\t")
        if followed and _ENDS_IN_BACKSLASH.search(line):
            yield f"line {number}: the fold splits an escape"
        if followed and not _is_utf8(line) and _is_utf8(_FOLD.sub(b"", data)):
            yield f"line {number}: the fold splits a UTF-8 sequence"


def _lint_encoding(data: bytes) -> Iterator[str]:
    try:
        _FOLD.sub(b"", data).decode("utf-8")
    except UnicodeDecodeError as problem:
        yield f"the file is not UTF-8: {problem.reason}"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_BREAKS_SOME_READERS: Final = ("\x85", "\u2028", "\u2029", "\ufeff")


def _lint_characters(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        for character in sorted(set(line)):
            code = f"U+{ord(character):04X}"
            if character in _BREAKS_SOME_READERS:
                yield f"{code} breaks some readers: {_start(line)}"
            elif unicodedata.category(character) == "Cc" and character != "\t":
                yield f"control character {code}: {_start(line)}"
        if not unicodedata.is_normalized("NFC", line):
            yield f"the text is not NFC: {_start(line)}"


def _start(line: str) -> str:
    return repr(line[:40])


# --- the lint: its findings on components and properties ------------------------------------------


@dataclass(frozen=True)
class Property:
    """One content line: its name, its parameters as written (`;VALUE=DATE`), its value."""

    name: str
    parameters: str
    value: str


@dataclass
class Component:
    """A component, with its lines and the components in it."""

    name: str
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """The values of all properties of this name."""
        return [line.value for line in self.properties if line.name == name]

    def value(self, name: str) -> str:
        """The value of the first property of this name, or ""."""
        return next(iter(self.values(name)), "")


@dataclass(frozen=True)
class Grammar:
    """What a component of ours holds: properties once, properties at most once, components."""

    once: frozenset[str]
    at_most_once: frozenset[str]
    children: frozenset[str]


GRAMMARS: Final = {
    "VCALENDAR": Grammar(
        once=frozenset({"VERSION", "PRODID"}),
        at_most_once=frozenset(
            {
                "CALSCALE",
                "NAME",
                "X-WR-CALNAME",
                "X-WR-RELCALID",
                "X-JOURNEY-PLAN",
                "DESCRIPTION",
                "X-WR-CALDESC",
                "COLOR",
                "REFRESH-INTERVAL",
                "X-PUBLISHED-TTL",
            }
        ),
        children=frozenset({"VEVENT"}),
    ),
    "VEVENT": Grammar(
        once=frozenset(
            {
                "UID",
                "SEQUENCE",
                "DTSTAMP",
                "LAST-MODIFIED",
                "CREATED",
                "DTSTART",
                "DTEND",
                "SUMMARY",
                "DESCRIPTION",
                "STATUS",
                "TRANSP",
                "X-MICROSOFT-CDO-BUSYSTATUS",
            }
        ),
        at_most_once=frozenset(
            {"X-JOURNEY-EDITIONS", "CLASS", "CATEGORIES", "COLOR", "LOCATION", "RELATED-TO", "URL"}
        ),
        children=frozenset({"VALARM"}),
    ),
    "VALARM": Grammar(
        once=frozenset({"ACTION", "TRIGGER", "DESCRIPTION"}),
        at_most_once=frozenset(),
        children=frozenset(),
    ),
}

CSS3: Final = (
    "steelblue", "seagreen", "goldenrod", "mediumpurple", "lightsteelblue", "slategray",
)  # fmt: skip
"""The colours that we use; each is a name of CSS3's list."""

_PARAMETER_VALUE: Final = r'(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)'
_CONTENT_LINE: Final = re.compile(
    r"(?P<name>[A-Z0-9-]+)"
    rf"(?P<parameters>(?:;[A-Z0-9-]+={_PARAMETER_VALUE}(?:,{_PARAMETER_VALUE})*)*)"
    r":(?P<value>.*)",
    re.DOTALL,
)
_DURATION: Final = r"P(?:\d+W|(?=.)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)"
_TEXT: Final = r"(?:[^\\;,]|\\[\\;,nN])*"
_TEXT_ON_ONE_LINE: Final = r"(?:[^\\;,]|\\[\\;,])+"
_UID: Final = r"[\x21-\x7e]{1,255}"
_VALUES: Final = {
    "VERSION": r"2\.0",
    "PRODID": _TEXT_ON_ONE_LINE,
    "CALSCALE": r"GREGORIAN",
    "NAME": _TEXT_ON_ONE_LINE,
    "X-WR-CALNAME": _TEXT_ON_ONE_LINE,
    "X-WR-CALDESC": _TEXT,
    "REFRESH-INTERVAL": _DURATION,
    "X-PUBLISHED-TTL": _DURATION,
    "X-WR-RELCALID": _UID,
    "X-JOURNEY-PLAN": _UID,
    "X-JOURNEY-EDITIONS": r"[23]",
    "UID": _UID,
    "RELATED-TO": _UID,
    "SEQUENCE": r"[0-9]+",
    "SUMMARY": _TEXT_ON_ONE_LINE,
    "DESCRIPTION": _TEXT,
    "LOCATION": _TEXT,
    "STATUS": r"TENTATIVE|CONFIRMED|CANCELLED",
    "TRANSP": r"TRANSPARENT|OPAQUE",
    "X-MICROSOFT-CDO-BUSYSTATUS": r"FREE|TENTATIVE|BUSY|OOF",
    "CLASS": r"PUBLIC|PRIVATE|CONFIDENTIAL",
    "CATEGORIES": rf"{_TEXT_ON_ONE_LINE}(?:,{_TEXT_ON_ONE_LINE})?",
    "COLOR": rf"(?:{'|'.join(CSS3)})",
    "ACTION": r"DISPLAY",
    "TRIGGER": rf"[+-]?{_DURATION}",
}
_PARAMETERS: Final = {
    "DTSTART": r";VALUE=DATE",
    "DTEND": r";VALUE=DATE",
    "REFRESH-INTERVAL": r";VALUE=DURATION",
    "RELATED-TO": r"(?:;RELTYPE=(?:PARENT|CHILD|SIBLING))?",
    "TRIGGER": r"(?:;VALUE=DURATION)?(?:;RELATED=(?:START|END))?",
}
_DATES: Final = ("DTSTART", "DTEND")
_STAMPS: Final = ("DTSTAMP", "LAST-MODIFIED", "CREATED")


def _grow(lines: Iterable[str]) -> tuple[list[Component], list[str]]:
    """The outermost components of the unfolded lines, and what is wrong with how they nest."""
    roots: list[Component] = []
    open_now: list[Component] = []
    found = []
    for line in lines:
        match = _CONTENT_LINE.fullmatch(line)
        if match is None:
            found.append(f"no content line: {_start(line)}")
        elif match["name"] == "BEGIN":
            component = Component(match["value"])
            (open_now[-1].children if open_now else roots).append(component)
            open_now.append(component)
        elif match["name"] == "END":
            if open_now and open_now[-1].name == match["value"]:
                open_now.pop()
            else:
                found.append(f"END:{match['value']} closes nothing that is open")
        elif not open_now:
            found.append(f"a line outside of every component: {_start(line)}")
        else:
            inmost = open_now[-1]
            if inmost.children:
                found.append(f"{inmost.name} {match['name']} stands after a component within")
            inmost.properties.append(Property(match["name"], match["parameters"], match["value"]))
    found += [f"{component.name} is never closed" for component in open_now]
    return roots, found


def _lint_calendar(calendar: Component, method: str | None) -> Iterator[str]:
    yield from _lint_component(calendar, "VCALENDAR", method)
    names = {*calendar.values("NAME"), *calendar.values("X-WR-CALNAME")}
    if len(names) > 1:
        yield "NAME and X-WR-CALNAME are not the same"
    events = [child for child in calendar.children if child.name == "VEVENT"]
    if not events:
        yield "there is no VEVENT"
    uids = [event.value("UID") for event in events]
    for uid in sorted({uid for uid in uids if uids.count(uid) > 1}):
        yield f"UID {uid} is not unique"
    yield from _lint_ties(events, uids)
    for event in events:
        who = f"VEVENT {event.value('UID') or 'without UID'}"
        yield from _lint_component(event, who)
        yield from _lint_times(event, who)
        yield from _lint_alarm(event, who)
        yield from _lint_words(event, who)
        for alarm in event.children:
            if alarm.name == "VALARM":
                yield from _lint_component(alarm, f"VALARM of {who}")


def _lint_component(component: Component, who: str, method: str | None = None) -> Iterator[str]:
    """What a component holds that it should not, or lacks; which values are malformed."""
    grammar = GRAMMARS[component.name]
    names = [line.name for line in component.properties]
    for name in sorted(grammar.once - set(names)):
        yield f"{who} has no {name}"
    for name in sorted(set(names)):
        known = name in grammar.once | grammar.at_most_once
        if known and names.count(name) > 1:
            yield f"{who} has {name} {names.count(name)} times"
        if not known and not (name == "METHOD" and method is not None):
            yield f"{who} must not carry {name}"
    if method is not None and component.values("METHOD") != [method]:
        yield f"{who} does not carry METHOD:{method}"
    for child in component.children:
        if child.name not in grammar.children:
            yield f"{who} must not hold {child.name}"
    for line in component.properties:
        if not re.fullmatch(_PARAMETERS.get(line.name, ""), line.parameters):
            yield f"{who}: {line.name} has the parameters {line.parameters!r}"
        if not re.fullmatch(_VALUES.get(line.name, r".*"), line.value, re.DOTALL):
            yield f"{who}: {line.name} has the value {line.value[:60]!r}"


def _lint_alarm(event: Component, who: str) -> Iterator[str]:
    """A reminder rings at nine on the day before, says the title, and never for what is off."""
    alarms = [child for child in event.children if child.name == "VALARM"]
    if len(alarms) > 1:
        yield f"{who} has {len(alarms)} reminders"
    for alarm in alarms:
        if event.value("STATUS") == "CANCELLED":
            yield f"{who} is cancelled and has a reminder"
        if alarm.value("TRIGGER") != "-PT15H":
            yield f"{who} has a reminder at {alarm.value('TRIGGER')}"
        if alarm.value("DESCRIPTION") != event.value("SUMMARY"):
            yield f"{who} has a reminder that does not say its title"


def _lint_ties(events: list[Component], uids: list[str]) -> Iterator[str]:
    for event in events:
        for related in event.values("RELATED-TO"):
            if related not in uids or related == event.value("UID"):
                yield f"VEVENT {event.value('UID')} belongs to nothing: {related}"


def _lint_words(event: Component, who: str) -> Iterator[str]:
    """A backslash of the text's own is one that some reader decodes wrongly."""
    for line in event.properties:
        if "\\\\" in line.value:
            yield f"{who}: {line.name} has a backslash"
    is_cancelled = event.value("STATUS") == "CANCELLED"
    if is_cancelled and not event.value("SUMMARY").startswith("Cancelled: "):
        yield f"{who} is cancelled, and its title does not say so"


def _lint_times(event: Component, who: str) -> Iterator[str]:
    for name in _STAMPS:
        for value in event.values(name):
            if _time(value, "%Y%m%dT%H%M%SZ", r"\d{8}T\d{6}Z") is None:
                yield f"{who}: {name} is no UTC time: {value!r}"
    for name in _DATES:
        for value in event.values(name):
            if _time(value, "%Y%m%d", r"\d{8}") is None:
                yield f"{who}: {name} is no date: {value!r}"
    start = _time(event.value("DTSTART"), "%Y%m%d", r"\d{8}")
    end = _time(event.value("DTEND"), "%Y%m%d", r"\d{8}")
    if start is not None and end is not None and end <= start:
        yield f"{who}: DTEND is not after DTSTART"


def _time(value: str, layout: str, form: str) -> datetime | None:
    if not re.fullmatch(form, value, re.ASCII):
        return None
    try:
        return datetime.strptime(value, layout).replace(tzinfo=UTC)
    except ValueError:
        return None
