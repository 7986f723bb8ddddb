"""journey schema"""

from __future__ import annotations

import argparse
import json

from journey.journeys.file import Journey
from journey.pathways.model import SET_BY_VARY, Pathway

EXAMPLE = "journey schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--journey."""
    parser.add_argument(
        "--journey", action="store_true", help="of a journey file, instead of a pathway's"
    )


def run(args: argparse.Namespace) -> None:
    """Print the JSON Schema of a pathway file, or of a journey file, for editors."""
    model = Journey if args.journey else Pathway
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(),
    }
    for key in SET_BY_VARY:
        schema["properties"].pop(key, None)
    print(json.dumps(schema, indent=2))
