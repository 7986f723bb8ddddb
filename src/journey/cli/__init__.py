"""The command line: the only code, with the server, that prints or reads the clock.

One module a command. Each has `EXAMPLE`, `add_arguments(parser)` and `run(args)`, and is
imported only when it is the one to run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

import journey

TYPE_CHECKING = False  # as in typing, which takes longer to load than the help to print
if TYPE_CHECKING:
    from typing import Any

COMMANDS = {
    "list": "the pathways there are",
    "show": "one pathway, with every number, its basis and its source",
    "plan": "print a timeline; writes nothing",
    "export": "write a timeline as a calendar, a page, a picture, text or JSON",
    "batch": "write the packs of many journeys, from a file of one a line",
    "demo": "write a whole pack for an example",
    "new": "begin a person's journey file",
    "record": "write down what the team said, or what happened, in a journey file",
    "today": "where a journey may be today",
    "when": "which parts may run on a day, such as a wedding or an exam",
    "letter": "the next weeks and what may follow, for the person or for helpers",
    "together": "some journeys of one house on one calendar and one page",
    "close": "end a journey gently: cancel its calendar and give no more dates",
    "why": "the steps behind a date",
    "changes": "what moved since the first plan, and what moved it",
    "compare": "what pathways say, side by side",
    "check": "read a pathway or a journey file for mistakes",
    "serve": "offer a calendar to programs that subscribe, on this machine",
    "page": "build the page that does all this in a browser, with no network",
    "schema": "the JSON Schema of a pathway or a journey file, for editors",
    "completion": "what bash, zsh or fish reads to complete commands and options",
}

EDUCATIONAL = (
    "A rough guide to the parts of treatment, from published patient information. "
    "It does not know anyone's own plan. Ask the team before acting on it."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code: 0 done, 1 findings, 2 error.

    Raises SystemExit after `--help` and `--version`, and for options that argparse refuses.
    """
    _tolerate_any_terminal()
    try:
        if arguments is None:  # a process of its own: told to end, it puts its locks away first
            signal.signal(signal.SIGTERM, _end)
        try:
            parser = _parser(sys.argv[1:] if arguments is None else arguments)
            args = _parsed(parser, arguments)
            code = import_module(f"journey.cli.{args.command}").run(args)
        finally:
            if sys.stdout is not None:  # closed by whoever started us
                sys.stdout.flush()
    except SystemExit:  # after the help, say: then our own errors need not be loaded
        raise
    except journey.JourneyError as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:  # the reader has seen enough
        _drop_what_is_unwritten()
        return 0
    except OSError as error:  # a full disk behind the standard output
        _complain(f"cannot write the output: {error.strerror}")
        _drop_what_is_unwritten()
        return 2
    except KeyboardInterrupt:
        return 130
    return code or 0


def _end(*_: object) -> None:
    sys.exit(128 + signal.SIGTERM)


def _parsed(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for; a command with `more` takes its words before and after options."""
    args, more = parser.parse_known_args(arguments)
    if more and (not hasattr(args, "more") or any(word.startswith("-") for word in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    elif more:
        args.more += more
    return args


def _complain(problems: str) -> None:
    from journey.errors import visible

    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):  # nobody listens
        for line in problems.split("\n"):
            print(f"journey: {visible(line)}", file=sys.stderr)


def _drop_what_is_unwritten() -> None:
    # Python would try again when it flushes at exit, and complain.
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="journey", description=EDUCATIONAL, epilog="example: journey plan cruk-adult "
        "--start 2026-03-02", allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = next((word for word in arguments if word in COMMANDS), None)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(
            name, help=purpose, description=f"{name}: {purpose}.", allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        if name == wanted:  # so that `journey --help` loads nothing
            module = import_module(f"journey.cli.{name}")
            module.add_arguments(command)
            command.epilog = f"example:\n  {module.EXAMPLE}\n\n{EDUCATIONAL}"
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]  # one line, and no usage
        from journey.errors import shortened

        _complain(f"{shortened(message, limit=600)} (see: {self.prog} --help)")
        self.exit(2)

    def print_help(self, file: Any = None) -> None:  # argparse's own swallows a full disk
        print(self.format_help(), end="", file=file)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"journey {journey.__version__}")
        parser.exit()


def _tolerate_any_terminal() -> None:
    """A character that the terminal cannot show becomes a code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
