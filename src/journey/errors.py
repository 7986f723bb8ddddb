"""Everything that can go wrong, as errors that name the thing and the mend."""

from __future__ import annotations

import copyreg
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_PROBLEMS = 100
"""So many are told in a message; `problems` holds all."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file: a stable rule id, and the place with the mend."""

    rule: str
    """Never changes: people silence or count by it."""
    text: str
    """One line: the place, what is wrong there, and what to do."""

    def within(self, place: str) -> Problem:
        """The same problem, in a part of something larger."""
        return Problem(self.rule, f"{place}: {self.text}")


class JourneyError(Exception):
    """The root of every error that journey raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Not by way of __init__, whose arguments differ: so it comes whole from another process.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class NeverError(ValueError):
    """No day is left for an activity, since each is skipped; nobody outside sees it."""


class FindingsError(JourneyError):
    """A file breaks its model; `findings` holds every problem, `problems` a line for each."""

    def __init__(self, findings: Sequence[Problem], *, name: str | None = None) -> None:
        self.findings = tuple(findings)
        self.problems = tuple(found.text for found in self.findings)
        self.name = name
        prefix = f"{shortened(name, limit=250)}: " if name else ""
        shown = [prefix + visible(problem) for problem in self.problems[:MOST_PROBLEMS]]
        if len(self.problems) > MOST_PROBLEMS:
            shown.append(f"{prefix}and {len(self.problems) - MOST_PROBLEMS:,} problems more")
        super().__init__("\n".join(shown))


class PathwayError(FindingsError):
    """A pathway's file, or a variation of it, breaks the model."""


class JourneyFileError(FindingsError):
    """A person's journey file breaks the model, or its dates cannot be planned with."""


class UnknownPathwayError(JourneyError):
    """No bundled pathway has this id."""

    def __init__(self, pathway_id: str, known: Iterable[str]) -> None:
        known = tuple(known)
        hint = did_you_mean([pathway_id], known)
        super().__init__(
            f'no pathway "{shortened(pathway_id)}" (there are: {", ".join(known)}){hint}'
        )


class UnknownPhaseError(JourneyError, KeyError):
    """The pathway has no phase with one of these ids."""

    def __init__(self, phase_ids: Iterable[str], known: Iterable[str]) -> None:
        phase_ids = tuple(phase_ids)
        names = ", ".join(f'"{shortened(str(phase_id))}"' for phase_id in phase_ids)
        known = tuple(known)
        hint = did_you_mean(map(str, phase_ids), known)
        super().__init__(f"no phase {names} (there are: {', '.join(known)}){hint}")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show the message in quotation marks


class PlanningError(JourneyError):
    """The dates given cannot be planned with; `problems` holds every reason, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class CalendarError(JourneyError):
    """A calendar cannot be written rightly, or a file is not one of our calendars."""


class DocumentError(JourneyError):
    """Pages were asked for that there are not."""


class ArgumentError(JourneyError, TypeError):
    """A function was given something of the wrong kind, such as text where a date is meant."""


class FileError(JourneyError):
    """A file cannot be read or written."""


class PrintingError(JourneyError):
    """Pages cannot be printed as asked: the paper or the size is none that there is."""


class BatchError(JourneyError):
    """Many journeys cannot be made here, or not as asked; what is done of them stays."""


class MissingExtraError(JourneyError):
    """Something was asked for that needs an extra which is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} need the extra {extra}: in a copy of the repository, pip install '.[{extra}]'"
        )


def visible(line: str) -> str:
    """The line with what a terminal would obey or hide shown as its code."""
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def shortened(text: str, *, limit: int = 80) -> str:
    """The text as one printable line of at most `limit` characters, for use inside a message.

    What a terminal would obey or hide is shown as its code. A long text loses its middle: the end
    of a path says more than that.
    """
    line = visible(text)
    half = (limit - 3) // 2
    return line if len(line) <= limit else f"{line[:half]}...{line[-half:]}"


def did_you_mean(given: Iterable[str], known: Sequence[str]) -> str:
    """The names that misspelt ones come close to, as the end of a message; else nothing."""
    from difflib import get_close_matches  # only where something is amiss

    found = [match for name in given for match in get_close_matches(name, known, n=1, cutoff=0.8)]
    return f"; did you mean {', '.join(dict.fromkeys(found))}?" if found else ""
