"""Options that several commands share."""

from __future__ import annotations

import argparse


def add_timeline_options(parser: argparse.ArgumentParser) -> None:
    """WHAT, --start, --known, --with, --closed, --as-of and --made."""
    parser.add_argument(
        "what",
        metavar="WHAT",
        help="a bundled pathway's id, or a pathway's or journey's .toml file",
    )
    parser.set_defaults(beside=False)
    parser.add_argument("--start", metavar="DATE", help="the first day, such as 2026-03-02")
    parser.add_argument(
        "--known", metavar="PHASE=DATE", action="append", default=[],
        help="the first day of a phase, happened or booked; finish=DATE is the day after the last; "
        "PHASE=+2w or PHASE=-3d asks what if it moves",
    )  # fmt: skip
    add_variation_option(parser)
    add_closed_option(parser)
    parser.add_argument(
        "--as-of", metavar="DATE", help="no estimate after the last known date is before this day"
    )
    add_made_option(parser)


def add_variation_option(parser: argparse.ArgumentParser) -> None:
    """--with."""
    parser.add_argument(
        "--with", metavar="VARIATION", action="append", default=[], dest="variations",
        help="switch on a variation; show PATHWAY --variations lists them",
    )  # fmt: skip


def add_closed_option(parser: argparse.ArgumentParser) -> None:
    """--closed."""
    parser.add_argument(
        "--closed", metavar="DAYS", action="append", default=[],
        help="flag visits on days when the unit is closed: weekends, a date, or the bank holidays "
        "of a country such as GB or GB-ENG",
    )  # fmt: skip


def add_own_option(parser: argparse.ArgumentParser) -> None:
    """--own."""
    parser.add_argument(
        "--own", metavar="LABEL=DATE", action="append", default=[],
        help="a date of your own, such as Wedding=2026-08-01; LABEL=DATE..DATE for some days; "
        "'LABEL=DATE at 14:30', and 'LABEL=DATE every 4 weeks until DATE' or '... 13 times'",
    )  # fmt: skip


def add_on_request_options(parser: argparse.ArgumentParser) -> None:
    """--medicines and --later-effects."""
    parser.add_argument("--medicines", action="store_true", help="name medicines that sources name")
    parser.add_argument(
        "--later-effects", action="store_true", help="effects that come months or years later"
    )


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """--pack, --pages, --contact, --paper, --size and --today."""
    parser.add_argument(
        "--pack", metavar="PACK", nargs="+",
        help="what the pages are for: hand-over (the first page and the part that is now or next: "
        "the default), part ID, whole, blank (to fill in by hand), keep (logs, lists, a "
        "card), or school (or an employer; names no illness)",
    )  # fmt: skip
    parser.add_argument(
        "--contact", metavar="WHO=NUMBER", action="append", default=[],
        help="fill in whom to ring: line=, nurse= or ward=; it stands in no calendar",
    )  # fmt: skip
    parser.add_argument(
        "--pages", metavar="KINDS",
        help="an exact choice of pages, such as overview,phases,months, in place of a pack",
    )  # fmt: skip
    parser.add_argument("--paper", metavar="PAPER", default="a4", help="a4 or letter (default: a4)")
    parser.add_argument(
        "--size", metavar="POINTS", default="12",
        help="how large the text is: 12, 18 or 24 points (default: 12)",
    )  # fmt: skip
    parser.add_argument("--today", metavar="DATE", help="a day to mark in the picture")


def add_made_option(parser: argparse.ArgumentParser) -> None:
    """--made."""
    parser.add_argument(
        "--made", metavar="DATE", help="the day to print as the day it was made (default: today)"
    )
