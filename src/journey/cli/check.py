"""journey check"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from journey.checking import check
from journey.cli.arguments import add_made_option
from journey.cli.asked import made_of
from journey.errors import shortened
from journey.files import file_name, read_text

EXAMPLE = "journey check our-ward.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and --json."""
    parser.add_argument("file", metavar="FILE", help="the .toml file of a pathway or a journey")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    add_made_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print every finding; 1 if there is one."""
    path = Path(args.file)
    findings = check(read_text(path), on=made_of(args), path=path)
    if args.json:
        rows = [{"rule": found.rule, "message": found.text} for found in findings]
        print(json.dumps({"format": 1, "file": args.file, "findings": rows}, indent=2))
    else:
        for found in findings:
            print(f"{file_name(path)}: {found.text} [{found.rule}]")
        if not findings:
            print(f"{shortened(file_name(path))}: nothing found")
    return 1 if findings else 0
