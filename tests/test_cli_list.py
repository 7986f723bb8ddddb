"""`journey list`."""

from __future__ import annotations

from commands import Run

import journey


def test_list_names_every_pathway(run: Run) -> None:
    code, out, err = run("list")
    assert (code, err) == (0, "")
    *pathways, last = out.splitlines()
    assert [line.split()[0] for line in pathways] == list(journey.pathway_ids())
    assert last.startswith("None of these is for babies under 1, people with Burkitt leukaemia, ")
