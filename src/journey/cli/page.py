"""journey page"""

from __future__ import annotations

import argparse
import os
import webbrowser
from pathlib import Path

from journey.cli.arguments import add_made_option
from journey.cli.asked import UsageError, made_of
from journey.files import file_name, make_folder, read_text, write_files
from journey.page.build import Ward, file_called, single, site
from journey.page.parts import parts

EXAMPLE = "journey page build --single our-page.html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, where to, and what a ward puts in."""
    parser.add_argument(
        "action", metavar="build|open", choices=("build", "open"),
        help="build the page, or build it once and open it in the browser",
    )  # fmt: skip
    parser.add_argument("folder", metavar="DIR", nargs="?", help="the folder of a site to build")
    parser.add_argument("--single", metavar="FILE", help="build one file instead, for any computer")
    parser.add_argument(
        "--pathway", metavar="FILE", action="append", default=[],
        help="a pathway file of your own ward; the first one is shown",
    )  # fmt: skip
    parser.add_argument("--title", metavar="TEXT", default="", help="the title of the page")
    parser.add_argument("--phone", metavar="TEXT", default="", help="your 24-hour line")
    parser.add_argument(
        "--support", metavar="FILE", help="a text file on support, with empty lines between parts"
    )
    parser.add_argument(
        "--parts", metavar="DIR", help="where what it is built from is kept (default: a cache)"
    )
    add_made_option(parser)


def run(args: argparse.Namespace) -> None:
    """Build the page, and open it if that was asked for."""
    made = made_of(args)
    ward = Ward(
        title=args.title, phone=args.phone,
        support=read_text(Path(args.support)) if args.support else "",
        pathways={Path(path).name: read_text(Path(path)) for path in args.pathway},
    )  # fmt: skip
    if args.action == "open":
        if args.folder or args.single:
            raise UsageError("page open: takes no place; it builds into a cache")
        target = cache() / file_called()
        if not target.exists() or args.made is not None or ward != Ward():
            make_folder(target.parent)
            write_files({target: single(parts(kept(args)), made=made, ward=ward)})
        print(f"opening {file_name(target)}")
        webbrowser.open(target.resolve().as_uri())
        return
    if bool(args.folder) == bool(args.single):
        raise UsageError("page build: give a folder for a site, or --single FILE")
    if args.single:
        data = single(parts(kept(args)), made=made, ward=ward)
        write_files({Path(args.single): data})
        print(f"wrote {file_name(Path(args.single))}: {len(data) / 1e6:.1f} MB")
        return
    folder = Path(args.folder)
    files = site(parts(kept(args)), made=made, ward=ward)
    for path in {(folder / name).parent for name in files}:
        make_folder(path)
    write_files({folder / name: data for name, data in files.items()})
    print(f"wrote {file_name(folder)}: {sum(map(len, files.values())) / 1e6:.1f} MB")


def kept(args: argparse.Namespace) -> Path:
    """Where the parts of the page are kept."""
    return Path(args.parts) if args.parts else cache() / "parts"


def cache() -> Path:
    """The folder for what can be made again (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "journey"
