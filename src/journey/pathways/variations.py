"""A pathway with variations switched on: what changes when something is true of this person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journey.errors import PathwayError, Problem, did_you_mean, shortened
from journey.pathways.library import refusals
from journey.pathways.model import Lane, Pathway, Phase, Variation
from journey.values import must_be


def vary(pathway: Pathway, *variation_ids: str) -> Pathway:
    """The pathway with these variations switched on; their order does not matter.

    The library never picks one. Raises PathwayError, naming every variation that is not there,
    every two that replace the same phase, and every lane, phase or end of dates that counts on
    one taken away.

    >>> pathway = journey.vary(journey.get_pathway("cruk-adult"), "transplant")
    >>> pathway.applied
    ('transplant',)
    """
    must_be("pathway", pathway, Pathway, mend="get one with get_pathway or load_pathway")
    for name in variation_ids:
        mend = "give each by itself: vary(pathway, *names)"
        must_be(
            "variation_ids: each", name, str, mend=mend if isinstance(name, list | tuple) else ""
        )
    there = [variation.id for variation in pathway.variations]
    problems = [_unknown(pathway, name, there) for name in variation_ids if name not in there]
    if problems:
        raise PathwayError(problems, name=pathway.id)
    wanted = {*variation_ids, *pathway.applied}
    chosen = [v for v in pathway.variations if v.id in wanted and v.id not in pathway.applied]
    if not chosen:
        return pathway
    problems = [Problem("conflict", text) for text in _conflicts(pathway, chosen)]
    if problems:
        raise PathwayError(problems, name=pathway.id)
    gone = {phase: v for v in chosen for phase in _span(pathway, v)}
    phases = tuple(_phases(pathway, chosen, gone))
    lanes = tuple(
        _after_what_replaces(lane, gone)
        for lane in (*pathway.lanes, *(lane for v in chosen for lane in v.add_lanes))
    )
    problems = [Problem("gone-phase", text) for text in _dangling(phases, lanes, gone)]
    problems += [Problem("gone-phase", text) for text in _stops_at_nothing(pathway, wanted, phases)]
    if problems:
        raise PathwayError(problems, name=pathway.id)
    stop = _dates_stop(pathway, wanted, phases)
    return Pathway.model_validate(
        {
            **{name: getattr(pathway, name) for name in Pathway.model_fields},
            "phases": phases,
            "lanes": lanes,
            "decision_points": [p for p in pathway.decision_points if p.after not in gone],
            # What is said of the whole was said of the phases that are gone, or lost their dates.
            "stated_total": None if gone or stop else pathway.stated_total,
            "applied": [v.id for v in pathway.variations if v.id in wanted],
            "replaced": [*pathway.replaced, *(p for p in gone if p not in {q.id for q in phases})],
            "dates_stop": stop,
        }
    )


ALL = "all"
"""In place of a phase's id: every one, a second time."""


def repeated(pathway: Pathway, *phase_ids: str, after: str | None = None) -> Pathway:
    """The pathway with a second course of these phases: each right after the first, or after
    another phase; "all" gives every phase a second time, after the last.

    A second course is called by its id with -2. No source of a pathway speaks of how long it is,
    so it has no length, no cycles and no activities, and what follows it is undated until a date
    is known. Raises PathwayError for a phase that there is not, that has a second course, or that
    comes after the one that its second course is to follow.

    >>> pathway = journey.repeated(journey.get_pathway("cruk-adult"), "consolidation")
    >>> [phase.id for phase in pathway.phases][2:5]
    ['consolidation', 'consolidation-2', 'intensification']
    """
    must_be("pathway", pathway, Pathway, mend="get one with get_pathway or load_pathway")
    for name in phase_ids:
        mend = "give each by itself: repeated(pathway, *names)"
        must_be("phase_ids: each", name, str, mend=mend if isinstance(name, list | tuple) else "")
    must_be("after", after, str, type(None))
    ids = [phase.id for phase in pathway.phases]
    named = [name for name in phase_ids if name != ALL]
    unknown = [n for n in (*named, *([] if after is None else [after])) if n not in ids]
    there = ", ".join(ids)
    problems = [
        Problem("unknown-phase", f'again: no phase "{shortened(name)}" (there are: {there})'
                f"{did_you_mean([name], ids)}")
        for name in unknown
    ]  # fmt: skip
    second = {f"{name}-2" for name in ids}
    twice = [name for name in phase_ids if phase_ids.count(name) > 1 or f"{name}-2" in ids]
    problems += [
        Problem("twice", f'again: "{name}" is there a second time already; give it once')
        for name in dict.fromkeys(twice)
    ]
    if after is not None and (ALL in phase_ids or not phase_ids):
        told = "names no phase" if not phase_ids else f'"{ALL}" comes after the last phase'
        problems.append(Problem("again-after", f"again: {told}; leave out what it comes after"))
    if after in ids:
        problems += [
            Problem("again-after", f'again: "{name}" comes after "{after}"; name a later phase')
            for name in named
            if name in ids and ids.index(name) > ids.index(after)
        ]
    if problems:
        raise PathwayError(problems, name=pathway.id)
    if not phase_ids:
        return pathway
    phases: list[Phase] = []
    for phase in pathway.phases:
        phases.append(phase)
        chosen = [p for p in pathway.phases if p.id in phase_ids and (after or p.id) == phase.id]
        phases += map(_second, chosen)
    if ALL in phase_ids:
        known = {phase.id for phase in phases}
        phases += [
            _second(phase) for phase in pathway.phases
            if phase.id not in second and f"{phase.id}-2" not in known
        ]  # fmt: skip
    found = {phase.id for phase in phases}
    fields = {name: getattr(pathway, name) for name in Pathway.model_fields}
    again = tuple(phase.id for phase in phases if f"{phase.id}-2" in found)
    return Pathway.model_validate(
        {**fields, "phases": phases, "stated_total": None, "again": again}
    )


def _second(phase: Phase) -> Phase:
    """A second course of a phase: its texts, and none of its numbers."""
    fields = {name: getattr(phase, name) for name in Phase.model_fields}
    numbers = (
        "duration", "cycles", "stated_length", "counted_from", "counts_back_from", "starts",
        "cycle", "begins_when", "like",
    )  # fmt: skip
    own = {"id": f"{phase.id}-2", "name": f"{phase.name} (2)", "activities": (), "notes": ()}
    return Phase.model_validate({**fields, **dict.fromkeys(numbers), **own})


def _unknown(pathway: Pathway, name: str, there: Sequence[str]) -> Problem:
    """Why there is no such variation: the sources' reason, where they have one."""
    for refusal in refusals(pathway):
        if refusal.id == name:
            return Problem("refused", f"{refusal.name}: {refusal.reason.text}")
    known = ", ".join(there) or "none"
    return Problem("unknown-variation", f'no variation "{shortened(name)}" (there are: {known})')


def _span(pathway: Pathway, variation: Variation) -> list[str]:
    """The phases that a variation takes away."""
    if variation.replace is None:
        return []
    ids = [phase.id for phase in pathway.phases]
    return ids[ids.index(variation.replace.from_) : ids.index(variation.replace.until) + 1]


def _dates_stop(pathway: Pathway, wanted: set[str], phases: Sequence[Phase]) -> str | None:
    """From where on nothing is dated but what is recorded: the earliest that a variation names."""
    names = ["start", *(phase.id for phase in phases[1:])]
    stops = [v.dates_stop for v in pathway.variations if v.id in wanted and v.dates_stop]
    places = [0 if stop == phases[0].id else names.index(stop) for stop in stops]
    return names[min(places)] if places else None


def _stops_at_nothing(pathway: Pathway, wanted: set[str], phases: Sequence[Phase]) -> Iterator[str]:
    """Each variation that ends the dates at a phase that another one takes away."""
    there = [None, "start", *(phase.id for phase in phases)]
    for variation in pathway.variations:
        if variation.id in wanted and variation.dates_stop not in there:
            yield (
                f'variation "{variation.id}" stops the dates at phase "{variation.dates_stop}", '
                f"which another of these takes away ({', '.join(sorted(wanted))}); leave one out"
            )


def _conflicts(pathway: Pathway, chosen: Sequence[Variation]) -> Iterator[str]:
    taken: dict[str, str] = {}
    for variation in chosen:
        ends = (variation.replace.from_, variation.replace.until) if variation.replace else ()
        before = [phase for phase in ends if phase in pathway.replaced]
        if before:
            yield (
                f'variation "{variation.id}" replaces phase "{before[0]}", which another variation '
                f"has taken away ({', '.join(pathway.applied)}); choose one of them"
            )
            continue
        for phase in _span(pathway, variation):
            if phase in taken:
                yield (
                    f'variations "{taken[phase]}" and "{variation.id}" both replace '
                    f'phase "{phase}"; choose one of them'
                )
            taken.setdefault(phase, variation.id)


def _phases(
    pathway: Pathway, chosen: Sequence[Variation], gone: dict[str, Variation]
) -> Iterator[Phase]:
    for phase in pathway.phases:
        variation = gone.get(phase.id)
        if variation is None:
            added = [
                item.activity for v in chosen for item in v.add_activities if item.phase == phase.id
            ]
            fields = {name: getattr(phase, name) for name in Phase.model_fields}
            fields["activities"] = (*phase.activities, *added)
            yield Phase.model_validate(fields) if added else phase
        elif variation.replace is not None and variation.replace.from_ == phase.id:
            yield from variation.replace.phases


def _after_what_replaces(lane: Lane, gone: dict[str, Variation]) -> Lane:
    """A lane that begins after a replaced phase begins after what replaces it."""
    variation = gone.get(lane.from_) if lane.begins == "after" else None
    if variation is None or variation.replace is None:
        return lane
    last = variation.replace.phases[-1].id
    return Lane.model_validate({**lane.model_dump(by_alias=True), "from": last})


def _dangling(
    phases: Sequence[Phase], lanes: Sequence[Lane], gone: dict[str, Variation]
) -> Iterator[str]:
    there = {phase.id for phase in phases}
    for phase in phases:
        bases = [("is counted from", phase.counted_from)]
        bases.append(("counts back from", phase.counts_back_from))
        bases += [("starts after", base) for base in (phase.starts.after if phase.starts else ())]
        for how, base in bases:
            if base in gone and base not in there:
                yield (
                    f'phase "{phase.id}" {how} "{base}", which variation '
                    f'"{gone[base].id}" takes away; leave that variation out'
                )
    for lane in lanes:
        for key, end in (("from", lane.from_), ("until", lane.until)):
            if end in gone:
                yield (
                    f'lane "{lane.id}" runs {key} "{end}", which variation '
                    f'"{gone[end].id}" takes away; leave that variation out'
                )
