"""Running a batch: lines in, chunks out to an executor, their files in place in the order of input.

Everything that was done stays done: a run that was stopped, however it was, goes on from the
manifest, and the folder is in the end what an unbroken run would have made of it. So chunks are
written down in their order, and by this process alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import journey
from journey.batch.lines import Chunk, Journeys, chunks, digest_of
from journey.batch.manifest import Manifest, asked_before
from journey.batch.packs import FORMATS, Asked, Packed, packed
from journey.batch.processes import Processes
from journey.errors import ArgumentError, BatchError, JourneyError, shortened
from journey.files import file_name, locked, make_folder, write_files
from journey.values import must_be, must_be_day, must_be_names, must_be_path

CHUNKS = {"pdf": 25, "html": 100, "txt": 100, "ics": 500, "table": 500}
"""Lines a chunk, by its largest format: a zip file of a few megabytes at most."""
TRIES = 5
"""So often a chunk may fail with none coming back in between."""
PATIENCE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Progress:
    """How far a batch is."""

    lines: int = 0
    """Lines of the input that are done, blank ones counted."""
    journeys: int = 0
    """Journeys that were made."""
    bad_lines: int = 0
    """Lines that could not be made."""
    end: int = 0
    """Bytes of the input that are done."""
    before: int = 0
    """Lines that an earlier run had done."""
    problems: tuple[str, ...] = ()
    """What was wrong in the chunk that was done last, each with its line and the mend."""


def run(
    journeys: Journeys,
    *,
    out: str | os.PathLike[str],
    made: dt.date,
    formats: Collection[str],
    executor: Executor | None = None,
    chunk: int | None = None,
    ahead: int | None = None,
    patience: dt.timedelta = PATIENCE,
    tell: Callable[[Progress], object] | None = None,
) -> Progress:
    """Make the packs of many journeys: a folder of zip files, and of tables.

    `journeys` is the path of a file of JSON Lines, an open file, or any lines or mappings; each
    is `{"id": "a-1", "pathway": "cruk-adult", "start": "2026-03-02"}`, and may say `variations`
    and `known`. Bundled pathways alone. `formats` are some of FORMATS: `ics`, `html`, `pdf` and
    `txt` go to one zip file a chunk, and `table` to two tables of phases and events (CSV, packed
    with gzip). `made` is the day that is printed as the one they were made.

    A line that cannot be made is told with its number and the mend, in `problems.txt` and to
    `tell`, and never stops the rest. Stopped at any moment and given again with the same input and
    options, it goes on where it was; the folder then holds the same bytes as after an unbroken run.

    `executor` is any of `concurrent.futures`: left out, processes of this machine. Its work has
    only to be sent bytes and to send bytes back. `ahead` is how many chunks are out at once, and
    has to keep all its workers busy. What comes back failed or cancelled is given out again, and
    so is all that is out when nothing came back for the `patience`. `chunk` is how many lines
    become one set of files. `tell` is called after each.

    Raises BatchError for an input or options that are not those the folder was begun with, for a
    folder that holds other files, and for a chunk that fails again and again; FileError where
    something cannot be read or written, and MissingExtraError for PDF without its extra. What is
    done stays.

    >>> from journey import batch
    >>> sam = {"id": "sam", "pathway": "nhs", "start": "2026-03-02"}
    >>> done = batch.run([sam], out="packs", made=dt.date(2026, 3, 2), formats=["ics"])
    >>> done.journeys
    1
    """
    if isinstance(journeys, Mapping):
        raise ArgumentError("journeys: is one journey; give a list of it")
    if not isinstance(journeys, str | os.PathLike):
        must_be("journeys", journeys, Iterable, mend="give a path, an open file, or lines")
    must_be_path("out", out)
    must_be_day("made", made, is_plausible=True)
    wanted = _formats(formats)
    must_be("executor", executor, Executor, type(None))
    must_be("patience", patience, dt.timedelta)
    length = min(CHUNKS[name] for name in wanted) if chunk is None else _count("chunk", chunk)
    processors = os.cpu_count() or 1
    most = 2 * processors if ahead is None else _count("ahead", ahead)
    folder, given = Path(out), digest_of(journeys)
    make_folder(folder, is_private=True)
    manifest = Manifest(folder)
    with locked(manifest.path), contextlib.ExitStack() as stack:
        manifest.begin({
            "kind": "batch", "format": 1, "journey": journey.__version__,
            "made": made.isoformat(), "formats": list(wanted), "chunk": length,
            "input": given,
        })  # fmt: skip
        left = stack.enter_context(contextlib.closing(chunks(journeys, length)))
        progress, is_complete = _done_before(manifest, left)
        if is_complete:
            return progress
        if executor is None:
            executor = stack.enter_context(Processes())
        asked = Asked(made, wanted)
        out_now = _in_order(left, executor, asked, ahead=most, patience=patience)
        for done, pack in stack.enter_context(contextlib.closing(out_now)):
            files = {f"{done.number:06}{ending}": data for ending, data in pack.files.items()}
            write_files({folder / name: data for name, data in files.items()}, is_private=True)
            progress = Progress(
                lines=done.last,
                journeys=progress.journeys + pack.journeys,
                bad_lines=progress.bad_lines + len(done.lines) - pack.journeys,
                end=done.end,
                before=progress.before,
                problems=tuple(pack.problems),
            )
            manifest.add(
                {
                    "chunk": done.number, "lines": done.last, "bytes": done.end,
                    "journeys": progress.journeys, "bad_lines": progress.bad_lines,
                    "input": done.digest,
                    "files": {name: len(data) for name, data in files.items()},
                },
                "".join(f"{problem}\n" for problem in pack.problems),
            )  # fmt: skip
            if tell is not None:
                tell(progress)
        manifest.add({"complete": True, "files": {}}, "")
    return progress


def begun(out: str | os.PathLike[str]) -> dt.date | None:
    """The day that a batch begun in this folder is made for, if there is one. Raises FileError."""
    must_be_path("out", out)
    asked = asked_before(Path(out)) or {}
    try:
        return dt.date.fromisoformat(asked["made"])
    except (KeyError, TypeError, ValueError):
        return None


def _formats(formats: Collection[str]) -> tuple[Any, ...]:
    must_be_names("formats", formats)
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        name = f'no format "{shortened(unknown[0])}"' if unknown else "no format is named"
        raise ArgumentError(f"formats: {name} (there are: {', '.join(FORMATS)})")
    return tuple(name for name in FORMATS if name in formats)


def _count(name: str, value: int) -> int:
    must_be(name, value, int)
    if not 1 <= value <= 100_000:
        raise ArgumentError(f"{name}: should be from 1 to 100,000, not {value}")
    return value


def _done_before(manifest: Manifest, left: Iterator[Chunk]) -> tuple[Progress, bool]:
    """How far an earlier run came, and whether to the end; its chunks are taken off the input."""
    progress = Progress()
    for entry in manifest.done():
        chunk = next(left, None)
        is_complete = bool(entry.get("complete"))
        if chunk is None and is_complete:
            return progress, True
        if chunk is None or is_complete or chunk.digest != entry.get("input"):
            first = progress.lines + 1
            raise BatchError(
                f"{file_name(manifest.folder)}: the input has changed since the batch here was "
                f"begun, from line {first} on; give the same as before, or another folder"
            )
        progress = Progress(
            chunk.last, entry["journeys"], entry["bad_lines"], chunk.end, before=chunk.last
        )
    return progress, False


def _in_order(
    left: Iterator[Chunk], executor: Executor, asked: Asked, *, ahead: int, patience: dt.timedelta
) -> Generator[tuple[Chunk, Packed]]:
    """Each chunk with its files, in order; so many are out or waiting for an earlier one."""
    out: dict[Future[Packed], Chunk] = {}
    ready: dict[int, tuple[Chunk, Packed]] = {}
    failures: Counter[int] = Counter()
    following = 0

    def give_out(chunk: Chunk) -> None:
        try:
            out[executor.submit(packed, chunk.lines, asked)] = chunk
        except RuntimeError as error:  # it was shut down
            raise BatchError(f"the executor takes no more: {shortened(str(error))}") from error

    try:
        while True:
            while len(out) + len(ready) < ahead and (chunk := next(left, None)) is not None:
                following = following or chunk.number
                give_out(chunk)
            if following in ready:
                yield ready.pop(following)
                following += 1
                continue
            if not out:
                return
            back = {future for future in out if future.cancelled()}
            if not back:
                back = wait(out, patience.total_seconds(), FIRST_COMPLETED).done
            for future in back or list(out):  # for none, all are lost
                chunk = out.pop(future)
                reason = _failure(future)
                if reason is None:
                    ready[chunk.number] = chunk, future.result()
                    failures.clear()
                    continue
                future.cancel()
                failures[chunk.number] += 1
                if failures[chunk.number] >= TRIES:
                    raise BatchError(
                        f"the {len(chunk.lines)} lines up to line {chunk.last} failed {TRIES} "
                        f"times, the last time because {reason}; what is done stays"
                    )
                give_out(chunk)
    finally:
        for future in out:
            future.cancel()


def _failure(future: Future[Packed]) -> str | None:
    """Why there is no result. Raises a JourneyError that is no line's fault."""
    if not future.done():
        return "nothing came back"
    try:
        error = future.exception()
    except CancelledError:
        return "it was cancelled"
    if isinstance(error, JourneyError):
        raise error
    return None if error is None else shortened(f"of {type(error).__name__}: {error}", limit=300)
