"""journey list"""

from __future__ import annotations

import argparse

from journey.pathways.library import get_pathway, left_out, pathway_ids
from journey.words.catalogue import any_of, words

EXAMPLE = "journey list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> None:
    """Print each pathway's id, whose page it follows, and its name."""
    width = max(map(len, pathway_ids()))
    for pathway_id in pathway_ids():
        pathway = get_pathway(pathway_id)
        print(f"{pathway_id:{width}}  {pathway.follows}")
    british = next(p for p in map(get_pathway, pathway_ids()) if p.language == "en-GB")
    w = words(british.language)
    print(w.none_for.format(groups=any_of(left_out(british), w)))
