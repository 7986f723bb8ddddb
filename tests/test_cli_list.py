"""`journey list`."""

from __future__ import annotations

from commands import Run

import journey


def test_list_names_every_pathway(run: Run) -> None:
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == list(journey.pathway_ids())
