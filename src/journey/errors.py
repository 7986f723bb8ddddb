"""Everything that can go wrong, as errors that name the thing and the mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class JourneyError(Exception):
    """The root of every error that journey raises on purpose."""


class PathwayError(JourneyError):
    """A pathway breaks the model; `problems` holds every one found, a line each."""

    def __init__(self, problems: Sequence[str], *, name: str | None = None) -> None:
        self.problems = tuple(problems)
        self.name = name
        prefix = f"{name}: " if name else ""
        super().__init__("\n".join(prefix + problem for problem in self.problems))


class UnknownPathwayError(JourneyError):
    """No bundled pathway has this id."""

    def __init__(self, pathway_id: str, known: Iterable[str]) -> None:
        super().__init__(f'no pathway "{shortened(pathway_id)}" (there are: {", ".join(known)})')


class UnknownPhaseError(JourneyError, KeyError):
    """The pathway has no phase with one of these ids."""

    def __init__(self, phase_ids: Iterable[str], known: Iterable[str]) -> None:
        names = ", ".join(f'"{shortened(str(phase_id))}"' for phase_id in phase_ids)
        super().__init__(f"no phase {names} (there are: {', '.join(known)})")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show the message in quotation marks


class PlanningError(JourneyError):
    """The dates given cannot be planned with; `problems` holds every reason, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class CalendarError(JourneyError):
    """A calendar cannot be written rightly, or a file is not one of our calendars."""


class FileError(JourneyError):
    """A file cannot be read or written."""


def shortened(text: str, *, limit: int = 80) -> str:
    """The text as one printable line of at most `limit` characters, for use inside a message."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= limit else line[: limit - 3] + "..."
