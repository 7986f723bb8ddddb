"""journey schema"""

from __future__ import annotations

import argparse
import json

from journey.journeys.schema import schema

EXAMPLE = "journey schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--journey."""
    parser.add_argument(
        "--journey", action="store_true", help="of a journey file, instead of a pathway's"
    )


def run(args: argparse.Namespace) -> None:
    """Print the JSON Schema of a pathway file, or of a journey file, for editors."""
    print(json.dumps(schema("journey" if args.journey else "pathway"), indent=2))
