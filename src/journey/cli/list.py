"""journey list"""

from __future__ import annotations

import argparse

from journey.pathways.library import get_pathway, pathway_ids

EXAMPLE = "journey list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> None:
    """Print each pathway's id, whose page it follows, and its name."""
    width = max(map(len, pathway_ids()))
    for pathway_id in pathway_ids():
        pathway = get_pathway(pathway_id)
        print(f"{pathway_id:{width}}  {pathway.follows}")
