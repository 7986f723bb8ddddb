"""journey schema"""

from __future__ import annotations

import argparse
import json

from journey.pathway import SET_BY_VARY, Pathway

EXAMPLE = "journey schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> None:
    """Print the JSON Schema of a pathway file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Pathway.model_json_schema(),
    }
    for key in SET_BY_VARY:
        del schema["properties"][key]
    print(json.dumps(schema, indent=2))
