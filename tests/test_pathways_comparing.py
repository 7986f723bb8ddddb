"""Phases of several pathways, aligned by their meaning."""

from __future__ import annotations

import pytest

from journey.errors import PathwayError
from journey.pathways.comparing import align
from journey.pathways.library import get_pathway, pathway_ids

PATHWAYS = [get_pathway(name) for name in pathway_ids()]


def test_phases_are_aligned_by_their_meaning_in_an_order_that_fits_each() -> None:
    comparison = align(PATHWAYS)
    order = [part.meaning for part in comparison.parts]
    for i, pathway in enumerate(comparison.pathways):
        own = list(dict.fromkeys(phase.meaning for phase in pathway.phases))
        assert [m for m in order if m in own] == own
        assert [p.id for part in comparison.parts for p in part.phases[i]] == [
            phase.id for phase in pathway.phases
        ]


def test_a_comparison_needs_two_different_pathways() -> None:
    with pytest.raises(PathwayError, match="two pathways or more"):
        align(PATHWAYS[:1])
    with pytest.raises(PathwayError, match='"nhs" is named twice'):
        align([get_pathway("nhs"), get_pathway("nhs")])
