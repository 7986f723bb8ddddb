"""journey batch"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from journey.batch import FORMATS, Progress, begun
from journey.batch import run as run_batch
from journey.batch.manifest import PROBLEMS
from journey.cli.arguments import add_made_option
from journey.cli.asked import UsageError, made_of
from journey.errors import FileError
from journey.files import file_name

EXAMPLE = "journey batch in.jsonl --out packs --ics --table"

PURPOSES = {
    "ics": "a calendar file for each",
    "html": "pages to print for each: the first page, and the part that is now or next",
    "pdf": "the same pages as PDF (needs the extra pdf)",
    "txt": "the same pages as plain text",
    "table": "tables of all phases and events, for programs (CSV, packed with gzip)",
}
MOST_TOLD = 20
"""So many bad lines are told while it runs; the file of problems has all."""
BAR = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The input, the folder, and what each journey becomes."""
    parser.add_argument(
        "input", metavar="IN.jsonl",
        help='one journey a line, such as {"id": "a-1", "pathway": "cruk-adult", "start": '
        '"2026-03-02"}, with "variations" and "known" where there are any; - is the standard input',
    )  # fmt: skip
    parser.add_argument(
        "--out", metavar="DIR", required=True,
        help="the folder to write to; one that a run began is gone on with",
    )  # fmt: skip
    for name in FORMATS:
        parser.add_argument(f"--{name}", action="store_true", help=PURPOSES[name])
    add_made_option(parser)


def run(args: argparse.Namespace) -> int:
    """Write the packs; 1 where a line could not be made."""
    formats = [name for name in FORMATS if getattr(args, name)]
    if not formats:
        options = ", ".join(f"--{name}" for name in FORMATS)
        raise UsageError(f"nothing to write: give one or more of {options}")
    out = Path(args.out)
    made = (begun(out) if args.made is None else None) or made_of(args)
    is_stream = args.input == "-"
    shown = _Shown(None if is_stream else Path(args.input))
    try:
        done = run_batch(
            sys.stdin.buffer if is_stream else args.input, out=out, made=made, formats=formats,
            tell=shown.tell,
        )  # fmt: skip
    except FileError as error:
        shown.clear()
        if begun(out) is None:
            raise
        raise FileError(f"{error}\nwhat is done stays; the same command goes on with it") from error
    except KeyboardInterrupt:
        shown.clear()
        print("journey: stopped; the same command goes on where it was", file=sys.stderr)
        return 130
    shown.clear()
    folder = file_name(out)
    before = f", {done.before:,} of them before" if done.before else ""
    journeys, lines = _count(done.journeys, "journey"), _count(done.lines, "line")
    print(f"wrote {journeys} to {folder} ({lines}{before})")
    if done.bad_lines:
        print(f"{_count(done.bad_lines, 'line')} could not be made: see {folder}/{PROBLEMS}")
    return 1 if done.bad_lines else 0


class _Shown:
    """What is shown while it runs: bad lines, and on a terminal how far it is."""

    def __init__(self, path: Path | None) -> None:
        self.size = path.stat().st_size if path is not None and path.is_file() else 0
        self.has_bar = sys.stderr is not None and sys.stderr.isatty()
        self.began = time.monotonic()
        self.told = 0

    def tell(self, progress: Progress) -> None:
        """After each chunk."""
        if progress.problems:
            self.clear()
        for problem in progress.problems:
            self.told += 1
            if self.told <= MOST_TOLD:
                print(f"journey: {problem}", file=sys.stderr)
            elif self.told == MOST_TOLD + 1:
                print(f"journey: more stand in {PROBLEMS}", file=sys.stderr)
        if self.has_bar:
            print(f"\r{self.bar(progress)}", end="\x1b[K", file=sys.stderr, flush=True)

    def bar(self, progress: Progress) -> str:
        """How far it is, how fast, and about how long it goes on."""
        seconds = max(time.monotonic() - self.began, 1e-6)
        rate = (progress.lines - progress.before) / seconds
        said = f"{progress.lines:,} lines, {rate:,.0f} a second"
        if not self.size or not rate:
            return said
        done = min(progress.end / self.size, 1)
        left = progress.lines / max(done, 1e-9) * (1 - done) / rate
        filled = int(BAR * done)
        return f"[{'#' * filled}{'.' * (BAR - filled)}] {said}, {_span(left)} left"

    def clear(self) -> None:
        """Take the bar away."""
        if self.has_bar:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
