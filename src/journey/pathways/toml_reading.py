"""TOML text as plain tables, or why it is none."""

from __future__ import annotations

import tomllib
from typing import Any

from journey.errors import Problem

TOO_DEEP = Problem("not-toml", "has tables inside tables far too deep; check its dots and brackets")


def read_tables(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """The tables of a TOML text, or why there are none."""
    try:
        data = tomllib.loads(text)
        repr(data)  # a number in hexadecimal may have more digits than Python writes
        return data, []
    except tomllib.TOMLDecodeError as error:
        problem = f"is not TOML: {error}; check the quotation marks and brackets there"
    except RecursionError:
        return {}, [TOO_DEEP]
    except ValueError:
        problem = "has a number with too many digits; shorten it"
    return {}, [Problem("not-toml", problem)]
