"""What every value is held to: of the right kind, its days plausible, its text printable, frozen.

A wrong kind is an ArgumentError, told where it came in and with the mend, never a traceback from
deep inside. Nothing here knows of pathways.
"""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any, NoReturn, TypeVar

from journey.errors import ArgumentError, shortened

FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2200, 12, 31)
"""Dates that people give lie between these; what is planned from them may run later."""

LONGEST_NAME = 200
"""Characters of a name or a label."""

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dict that stays as it was made: it can be hashed, pickled and shared."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("this mapping is frozen; make a new one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # nothing in it changes
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)


def must_be(name: str, value: object, *kinds: type, mend: str = "") -> None:
    """Raises ArgumentError unless the value is of one of these kinds; `None` is of `type(None)`."""
    if isinstance(value, kinds) and not _is_only_nearly(value, kinds):
        return
    wanted = " or ".join(map(_kind, kinds))
    instead = f"should be {wanted}, not {_kind(type(value))}"
    raise ArgumentError(f"{name}: {instead}{mend and f'; {mend}'}")


def must_be_day(
    name: str, value: object, *, is_optional: bool = False, is_plausible: bool = False
) -> None:
    """Raises ArgumentError unless the value is a date without a time, or `None` where it may be;
    where it is to be plausible, one of a year that may be meant.
    """
    if is_optional and value is None:
        return
    must_be(name, value, dt.date, mend=_day_mend(value))
    if is_plausible and (problems := list(day_problems(name, value))):
        raise ArgumentError(problems[0])


def must_be_names(name: str, value: object, *, is_optional: bool = False) -> None:
    """Raises ArgumentError unless the value is a list of texts, or the like: one text is none."""
    if is_optional and value is None:
        return
    mend = f"put it in a list: {name}=[{shortened(repr(value))}]" if isinstance(value, str) else ""
    if isinstance(value, str | bytes) or not isinstance(value, Collection):
        raise ArgumentError(
            f"{name}: should be a list of texts, not {_kind(type(value))}{mend and f'; {mend}'}"
        )
    for entry in value:
        must_be(f"{name}: each", entry, str)


def must_be_toml(name: str, value: object) -> None:
    """Raises ArgumentError unless the value is text or bytes, and not the path of a file."""
    mend = "give the text of the file, or load it by its path"
    must_be(name, value, str, bytes, mend=mend if isinstance(value, os.PathLike) else "")
    text = value if isinstance(value, str) else ""
    if text.strip().endswith(".toml") and "\n" not in text.strip():
        raise ArgumentError(f'{name}: "{shortened(text)}" is a path, not TOML text; {mend}')


def must_be_path(name: str, value: object, *, is_optional: bool = False) -> None:
    """Raises ArgumentError unless the value is the path of a file, or `None` where it may be."""
    if not (is_optional and value is None):
        must_be(name, value, str, os.PathLike)


def day_problems(name: str, day: object) -> Iterator[str]:
    """Why this is no day that a person may give."""
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        mend = _day_mend(day)
        problem = f"should be a datetime.date, not {type(day).__name__}"
        yield f"{shortened(name)}: {problem}{mend and f'; {mend}'}"
    elif day < FIRST_DAY:
        yield f"{shortened(name)}: {day} is before {FIRST_DAY.year}; check the year"
    elif day > LAST_DAY:
        yield f"{shortened(name)}: {day} is after {LAST_DAY.year}; check the year"


def text_problem(text: str) -> tuple[str, str] | None:
    """Why no line can hold this text, as a rule id and the problem; `None` if one can."""
    # Control characters break calendars and terminals; a lone surrogate breaks every encoding.
    # U+2028, U+2029 and U+FEFF split or hide lines in readers that use str.splitlines.
    # U+FFFE, U+FFFF and their like are no characters, and no XML may hold them.
    for character in "" if text.isprintable() else text:  # what is printable is none of these
        is_none = ord(character) & 0xFFFE == 0xFFFE
        is_control = unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        if is_none or is_control or character == "\ufeff":
            code = f"U+{ord(character):04X}"
            return "control-character", f"has the control character {code}; take it out"
    if not text.strip():
        return "blank", "is empty; write something, or leave it out"
    return None


def label_problems(name: str, text: object) -> Iterator[str]:
    """Why this is no label of a date."""
    if not isinstance(text, str):
        yield f"{name}: should be text, not {_kind(type(text))}"
    elif len(text) > LONGEST_NAME:
        yield f"{name}: is longer than {LONGEST_NAME} characters; shorten it"
    elif (problem := text_problem(text)) is not None:
        yield f"{name}: {problem[1]}"


def _is_only_nearly(value: object, kinds: tuple[type, ...]) -> bool:
    """A datetime is a date to Python, and True a number; neither is meant."""
    if isinstance(value, dt.datetime):
        return dt.datetime not in kinds
    return isinstance(value, bool) and bool not in kinds


def _day_mend(value: object) -> str:
    if isinstance(value, dt.datetime):
        return "take its day: .date()"
    return "make one: datetime.date.fromisoformat(...)" if isinstance(value, str) else ""


_KINDS = {
    "NoneType": "None", "str": "text", "PathLike": "a path", "bool": "True or False",
    "int": "a whole number", "date": "a datetime.date", "datetime": "a datetime.datetime",
    "timedelta": "a datetime.timedelta", "Mapping": "a mapping", "dict": "a dict",
    "list": "a list", "tuple": "a tuple", "bytes": "bytes",
}  # fmt: skip


def _kind(kind: type) -> str:
    name = kind.__name__
    article = "an" if name[:1] in "AEIOUaeiou" else "a"
    return _KINDS.get(name, f"{article} {name}")
