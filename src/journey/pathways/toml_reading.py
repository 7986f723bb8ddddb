"""TOML text as plain tables, or why it is none."""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

from journey.errors import Problem

TOO_DEEP = Problem("not-toml", "has tables inside tables far too deep; check its dots and brackets")


MOST_KEYS = 20_000
"""Far more than a pathway has; with many more the reader is slow, and so are messages."""
_DEEP = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
"""So many dots in one key."""


class Tables(NamedTuple):
    """What a TOML text holds, or why it holds nothing. Whoever is handed it may change it."""

    data: dict[str, Any]
    problems: list[Problem]

    @property
    def is_journey(self) -> bool:
        """Whether the text says of itself that it is a journey."""
        return self.data.get("kind") == "journey"


_MENDS = (
    ("overwrite a value", "a name stands there that was given before; keep one of the two"),
    ("Cannot declare", "a table is begun there that was begun before; keep one of the two"),
    ("Cannot mutate", "adds to a table that is closed; put both in one place"),
    ("Expected '=' after a key", "a name stands there without = and a value; add them"),
    ("Expected newline or end of document", "something follows a value there; give it a new line"),
    ("Invalid date or datetime", "a date that is no day of the calendar; check it"),
    ("Unclosed array", "a list is not closed; add ] at its end"),
    ("Unterminated string", "a text is not closed; add its second quotation mark"),
    ("Expected ']", "the name of a table is not closed; add ]"),
    ("Unclosed inline table", "a table in braces is not closed on its line; add }"),
    ("Expected \"'''\"", "a text is not closed; add its closing quotation marks"),
    ("Invalid statement", "a line begins with what is no name; check it"),
    ("Invalid initial character for a key", "a line begins with what is no name; check it"),
    ("Invalid value", "a value that is no text, number, date or list; put text in quotation marks"),
    ("Illegal character", "a character that may not stand there; take it out"),
    ("Unescaped '\\'", "a backslash in a text; write it twice"),
)
"""What the reader of TOML says, in part, and what is wrong and how to mend it."""


def _in_words(error: str) -> str:
    """Where a text is no TOML, what is wrong there, and the mend; nothing of what it says."""
    place = re.search(r"\(at (line [0-9]+|end of document)[^)]*\)", error)
    where = f" {place[1]}: " if place else " "
    for part, mend in _MENDS:
        if part in error:
            return f"is not TOML:{where}{mend}"
    return f"is not TOML: {error}; check the quotation marks and brackets there"


def read_tables(text: str) -> Tables:
    """The tables of a TOML text, or why there are none."""
    if text.count("=") > MOST_KEYS:
        problem = f"has more than {MOST_KEYS:,} keys; is it the right file?"
        return Tables({}, [Problem("too-many-keys", problem)])
    if _DEEP.search(text):  # Python's reader would take minutes
        return Tables({}, [TOO_DEEP])
    try:
        data = tomllib.loads(text)
        repr(data)  # a number in hexadecimal may have more digits than Python writes
        return Tables(data, [])
    except tomllib.TOMLDecodeError as error:
        problem = _in_words(str(error))
    except RecursionError:
        return Tables({}, [TOO_DEEP])
    except ValueError:
        problem = "has a number with too many digits; shorten it"
    return Tables({}, [Problem("not-toml", problem)])
