"""TOML text as plain tables, or why it is none."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

from journey.errors import Problem

TOO_DEEP = Problem("not-toml", "has tables inside tables far too deep; check its dots and brackets")


class Tables(NamedTuple):
    """What a TOML text holds, or why it holds nothing. Whoever is handed it may change it."""

    data: dict[str, Any]
    problems: list[Problem]

    @property
    def is_journey(self) -> bool:
        """Whether the text says of itself that it is a journey."""
        return self.data.get("kind") == "journey"


def read_tables(text: str) -> Tables:
    """The tables of a TOML text, or why there are none."""
    try:
        data = tomllib.loads(text)
        repr(data)  # a number in hexadecimal may have more digits than Python writes
        return Tables(data, [])
    except tomllib.TOMLDecodeError as error:
        problem = f"is not TOML: {error}; check the quotation marks and brackets there"
    except RecursionError:
        return Tables({}, [TOO_DEEP])
    except ValueError:
        problem = "has a number with too many digits; shorten it"
    return Tables({}, [Problem("not-toml", problem)])
