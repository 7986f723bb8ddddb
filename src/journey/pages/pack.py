"""From a timeline to a document: which pages it has, in which order, and for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, get_args

from journey.errors import DocumentError, shortened
from journey.journeys.file import Contacts
from journey.pages.appendix import Appendix
from journey.pages.describer import Describer, marks
from journey.pages.document import (
    Beside,
    Block,
    Bullets,
    Document,
    Heading,
    Page,
    Paragraph,
    Space,
    Table,
    Text,
    texts_in,
)
from journey.pages.first import FirstPage
from journey.pages.glossary import terms_in
from journey.pages.keeping import KEPT, Keeping
from journey.pages.months import month_pages
from journey.pages.phases import PhasePages
from journey.pages.school import school_document
from journey.pathways.durations import Duration
from journey.pathways.library import glossary
from journey.planning.arithmetic import add
from journey.planning.timeline import UNRECORDED, DateWindow, OwnDate, Timeline, in_turns, plan
from journey.planning.whereabouts import where
from journey.values import must_be, must_be_day, must_be_names
from journey.words.catalogue import any_of, words_for
from journey.words.dates import (
    date_in_words,
    duration_in_words,
    own_name_in_words,
    own_turn_days_in_words,
    years_and_months,
)

View = Literal["person", "school", "blank"]
"""Whom the pages are for: the person, a school or an employer, or anyone who fills them in."""

KINDS = (
    "overview", "about", "dates", "variations", "phases", "more", "transitions", "past-months",
    "months",    "beside", "themes", "people", "support", "questions", "words", "sources",
    *KEPT,
)  # fmt: skip
"""The kinds of pages, in their order."""
Pack = Literal["hand-over", "part", "whole", "keep"]
"""How much: the first page with the part that is now or next, one part alone, everything, or what
is filled in by hand and kept.
"""
HAND_OVER = frozenset(("overview", "phases", "sources"))
PART = frozenset(("phases", "more", "words", "sources"))
"""The kinds of pages in the smaller packs."""
PACKS = {"hand-over": HAND_OVER, "part": PART, "keep": frozenset(KEPT)}
ON_REQUEST = ("transitions", "past-months", "months", *KEPT)
"""Those that are made only when asked for."""

SHORT = (
    "about",
    "dates",
    "variations",
    "beside",
    "themes",
    "people",
    "support",
    "questions",
    "words",
)
"""Those that are short; they may share a sheet."""

FRESH_MONTHS = 3
"""Pages are to be looked at again after so many months at the latest."""


def describe(
    timeline: Timeline,
    *,
    made: dt.date,
    medicines: bool = False,
    later_effects: bool = False,
    view: View = "person",
    pages: Sequence[str] | None = None,
    today: dt.date | None = None,
    edition: int | None = None,
    pack: Pack = "whole",
    part: str | None = None,
    contacts: Contacts | None = None,
) -> Document:
    """The pages of a timeline: an overview, a page a phase, what stands around them, the sources.

    `made` is printed as the day the pages were made, and sources are marked as old relative to
    it. An undated timeline gives pages to fill in by hand. Names of medicines, and effects that
    come months or years later, are shown only when asked for.

    The view `blank` has no date and room to write each; `school` is one page for a school or an
    employer that names no illness. `pages` chooses among KINDS; left out, all but those
    ON_REQUEST; the sources are there whenever a mark leads to them. `today` is marked in the
    picture. `edition` counts the editions of a person's pages.

    `pack` is how much: `hand-over` is the first page with the part that is now or next, `part` the
    phase that `part` names, `whole` everything, `keep` what is filled in by hand and kept.
    `contacts` fills in whom to ring.

    Raises DocumentError for a view, a kind of page, a pack or an edition that there is not, and
    UnknownPhaseError.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> document = journey.describe(timeline, made=dt.date(2026, 3, 2), pages=["overview"])
    >>> document.pages[0].id
    'overview'
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be_day("made", made, is_plausible=True)
    must_be("medicines", medicines, bool)
    must_be("later_effects", later_effects, bool)
    must_be("view", view, str)
    must_be_names("pages", pages, is_optional=True)
    must_be_day("today", today, is_optional=True, is_plausible=True)
    must_be("edition", edition, int, type(None))
    must_be("pack", pack, str)
    must_be("part", part, str, type(None))
    must_be("contacts", contacts, Contacts, type(None))
    if view not in get_args(View):
        raise DocumentError(f'no view "{shortened(view)}" (there are: {", ".join(get_args(View))})')
    if edition is not None and edition < 1:
        raise DocumentError(f"edition {edition} should be 1 or more")
    if pack not in get_args(Pack):
        raise DocumentError(f'no pack "{shortened(pack)}" (there are: {", ".join(get_args(Pack))})')
    if (pack == "part") != (part is not None):
        raise DocumentError("the pack part and the id of a part go together; give both or neither")
    if pack != "whole" and pages is not None:
        raise DocumentError(f"the pack {pack} has its own pages; leave out the choice of pages")
    kinds = PACKS.get(pack) or _kinds(pages)
    only = timeline[part].id if part is not None else None
    if pack == "hand-over":
        only = _now_or_next(timeline, today or made)
    if view == "blank":
        timeline, today = plan(timeline.pathway), None
    w = words_for(timeline.pathway)
    counted = "" if edition is None else w.edition.format(number=edition)
    by = date_in_words(look_again(timeline, made=made), timeline.pathway.language)
    again = w.look_again.format(date=by)
    if view == "school":
        if pages is not None:
            raise DocumentError("the view school is one page; leave out the choice of pages")
        return school_document(timeline, made=made, edition=counted, look_again=again)
    made_of = _Pack(
        timeline, made, medicines=medicines, later_effects=later_effects,
        is_blank=view == "blank", today=today, contacts=contacts,
    )  # fmt: skip
    document = made_of.document(kinds, only=only)
    return replace(document, edition=counted, look_again=again)


def _now_or_next(timeline: Timeline, day: dt.date) -> str:
    """The part that usually runs on a day, of those that may, else the next one, else the last
    that is over; without dates the first of all.
    """
    at = where(timeline, day)
    found = timeline.on(day).typical or at.may[0] if at.may else at.next
    if found is None:
        begun = [planned for planned in timeline.phases if planned.start is not None]
        found = at.before or (begun[-1] if begun else timeline.phases[0])
    return found.id


def outline(timeline: Timeline, *, made: dt.date) -> Document:
    """The timeline on one page: dates, visits, lengths with their basis, and the sources.

    >>> timeline = journey.plan(journey.get_pathway("cruk-adult"), start=dt.date(2026, 3, 2))
    >>> journey.outline(timeline, made=dt.date(2026, 3, 2)).language
    'en-GB'
    """
    must_be("timeline", timeline, Timeline, mend="make one with plan")
    must_be_day("made", made, is_plausible=True)
    return _Pack(timeline, made).outline()


def look_again(timeline: Timeline, *, made: dt.date) -> dt.date:
    """By when the pages should be made anew.

    Three months after they were made, or sooner: when the next part has begun even at its latest,
    or when a source is due to be looked at again.
    """
    days = [add(made, FRESH_MONTHS, "months")]
    days += [b.latest for b in timeline.boundaries if b and b.status not in UNRECORDED]
    days += [source.next_review for source in timeline.pathway.sources if source.next_review]
    return min(day for day in days if day > made)


def _kinds(pages: Sequence[str] | None) -> frozenset[str]:
    if pages is None:
        return frozenset(KINDS) - frozenset(ON_REQUEST)
    unknown = [shortened(str(kind)) for kind in pages if kind not in KINDS]
    if unknown or not pages:
        named = ", ".join(f'"{kind}"' for kind in unknown)
        problem = f"no pages {named}" if unknown else "no pages are chosen"
        raise DocumentError(f"{problem} (there are: {', '.join(KINDS)})")
    return frozenset(pages)


class _Pack:
    """The pages of a timeline; each can be made alone, in any order."""

    def __init__(
        self,
        timeline: Timeline,
        made: dt.date,
        *,
        medicines: bool = False,
        later_effects: bool = False,
        is_blank: bool = False,
        today: dt.date | None = None,
        contacts: Contacts | None = None,
    ) -> None:
        self.timeline = timeline
        self.made = made
        self.describer = Describer(timeline.pathway, made, contacts=contacts)
        self.pathway, self.words = self.describer.pathway, self.describer.words
        self.later_effects = later_effects
        self.first = FirstPage(self.describer, timeline, today=today)
        self.appendix = Appendix(self.describer)
        self.keeping = Keeping(self.describer, timeline)
        self.phases = PhasePages(
            self.describer, timeline, medicines=medicines, later_effects=later_effects,
            is_blank=is_blank,
        )  # fmt: skip

    def document(self, kinds: frozenset[str], *, only: str | None = None) -> Document:
        """The pages of some kinds in their order, or of one phase alone, then their sources."""
        pages = [page for kind in KINDS if kind in kinds for page in self.pages_of(kind, only)]
        # What is long waits until the parts have been told.
        notes = [page for page in pages if page.id == "notes"]
        parts = [n for n, page in enumerate(pages) if page.id.startswith("phase-")]
        if notes and parts:
            pages = [*pages[: parts[-1] + 1], *notes, *pages[parts[-1] + 1 :]]
            pages.remove(notes[0])
        if "words" in kinds:
            terms = glossary(self.pathway.condition, self.pathway.language)
            found = terms_in((block for page in pages for block in page.blocks), terms)
            pages += (
                [Page("words", tuple(self.appendix.glossary(found)), shares_sheet=True)]
                if found
                else []
            )
        pages = [replace(page, blocks=self.complete(page)) for page in pages]
        if "overview" not in kinds:
            pages = self.opened(pages)
        said = [page.blocks for page in pages]
        lengths, sources = self.sources(said, is_asked="sources" in kinds)
        if sources:
            # Beside the words of the picture, which is a table of the same parts.
            at = len([p for p in pages if p.id in ("overview", "about")])
            at = at if "overview" in kinds else len(pages)
            page = Page("lengths", lengths, shares_sheet=True)
            pages.insert(at, replace(page, blocks=self.complete(page)))
            pages.append(Page("sources", sources, shares_sheet=True))
        return self.describer.of_pages(self.first.title(), pages)

    def complete(self, page: Page) -> tuple[Block, ...]:
        """With what has to be named where it stands: that a source is of another time or place."""
        remark = tuple(self.describer.from_elsewhere(page.blocks))
        at = len(page.blocks)
        while at and isinstance(page.blocks[at - 1], Space | Beside):
            at -= 1  # room to write, or the boxes, ends a page
        return (*page.blocks[:at], *remark, *page.blocks[at:])

    def opened(self, pages: list[Page]) -> list[Page]:
        """Whatever is chosen: what it is, what it is not, and whom to ring."""
        first, *rest = pages or [Page("overview", ())]
        urgent = self.describer.urgent()
        opening = Page("opening", (*self.first.heading(), urgent))
        if first.is_landscape:
            return [opening, first, *rest]
        lines = self.describer.urgent_line()
        blocks = (block for block in first.blocks if block != lines)
        return [replace(first, blocks=(*opening.blocks, *blocks), shares_sheet=False), *rest]

    def pages_of(self, kind: str, only: str | None = None) -> Iterator[Page]:
        phases = [p for p in self.timeline.phases if only in (None, p.id)]
        match kind:
            case "overview":
                yield Page("overview", tuple(self.first.blocks()))
            case "about":
                yield Page("about", tuple(self.how_to_use()), shares_sheet=True)
                yield Page("notes", tuple(self.notes()), shares_sheet=True)
            case "variations":
                for variation in self.pathway.variations:
                    if variation.id in self.pathway.applied:
                        page_id = f"variation-{variation.id}"
                        blocks = tuple(self.appendix.variation(variation))
                        yield Page(page_id, blocks, shares_sheet=kind in SHORT)
            case "phases":
                for planned in phases:
                    yield Page(f"phase-{planned.id}", tuple(self.phases.sheet(planned)))
            case "more":
                for planned in phases:
                    blocks = tuple(self.phases.more(planned))
                    if blocks:
                        yield Page(f"more-{planned.id}", blocks, shares_sheet=True)
            case "transitions":
                begun = self.last_begun()
                for before, after in pairwise(self.timeline.phases):
                    if after.number <= begun:
                        continue  # it lies behind
                    blocks = tuple(self.phases.transition_page(before, after))
                    yield Page(f"transition-{before.id}-{after.id}", blocks)
            case "months":
                yield from month_pages(self.timeline, made=self.made)
            case "past-months":
                yield from month_pages(self.timeline, made=self.made, is_past=True)
            case _ if kind in KEPT:
                yield Page(kind, tuple(self.keeping.blocks(kind)), shares_sheet=kind == "card")
            case _:
                blocks = tuple(self.blocks_of(kind))
                if blocks:
                    yield Page(kind, blocks, shares_sheet=kind in SHORT)

    def last_begun(self) -> int:
        """The number of the last part that has begun, as it was written down; 0 for none."""
        starts = ((p.number, p.start) for p in self.timeline.phases)
        return max(
            (n for n, s in starts if s and s.status == "known" and s.typical <= self.made),
            default=0,
        )

    def blocks_of(self, kind: str) -> Iterator[Block]:
        match kind:
            case "dates":
                yield from self.own_dates()
            case "beside":
                yield from self.appendix.beside(self.timeline)
            case "themes":
                yield from self.appendix.themes(has_later_effects=self.later_effects)
            case "people":
                yield from self.appendix.people()
            case "questions":
                yield from self.appendix.moments()
            case "support":
                yield from self.appendix.support()

    def outline(self) -> Document:
        blocks = [*self.first.heading(), *self.switched_on(), *self.first.no_dates()]
        blocks += [self.phases.parts_table(), *self.finish(), *self.own_dates()]
        for planned in self.timeline.phases:
            visits = list(self.phases.activities(planned))
            blocks += [Heading(3, planned.name), *visits] if visits else []
        blocks += self.appendix.beside(self.timeline, is_brief=True)
        lengths, sources = self.sources([tuple(blocks)], is_asked=True)
        blocks += (*lengths, *sources)
        return self.describer.of_pages(self.first.title(), [Page("outline", tuple(blocks))])

    def switched_on(self) -> Iterator[Block]:
        names = [v.name for v in self.pathway.variations if v.id in self.pathway.applied]
        if names:
            yield Paragraph(Text(self.words.switched_on.format(names=", ".join(names))))

    # ---- about the guide -----------------------------------------------------------------------

    def how_to_use(self) -> Iterator[Block]:
        yield Heading(2, self.words.how_to_use_title)
        yield Bullets(tuple(map(Text, self.words.how_to_use)))

    def notes(self) -> Iterator[Block]:
        w = self.words
        yield Heading(2, w.about_title)
        if self.pathway.based_on is not None:
            yield Paragraph(Text(w.follows.format(page=self.pathway.follows)))
        yield from self.total()
        yield Paragraph(Text(w.look_again_why))
        notes = [self.describer.said(statement) for statement in self.pathway.about]
        if any(v.id not in self.pathway.applied for v in self.pathway.variations):
            notes.append(Text(w.other_routes))
        if notes:
            yield Heading(3, w.notes)
            yield Bullets(tuple(notes))

    def finish(self) -> Iterator[Block]:
        w = self.words
        finish = self.timeline.finish
        ends = ""
        if finish is not None and finish.status != "known":
            when = self.describer.when(finish, last_day=True)
            ends = f"{w.finish.format(date=when)} {w.rough_end} "
        yield from self.describer.medicines_go_on(self.timeline, before=ends)
        yield from self.total()

    def total(self) -> Iterator[Block]:
        """How long a source says the whole takes, and what the parts add up to."""
        w = self.words
        total = self.pathway.stated_total
        if total is not None:
            basis = total.basis.longest or total.basis.typical
            said = w.total_said[basis].format(total=duration_in_words(total))
            yield Paragraph(Text(said, marks(total.cites)))
            if total.note:
                yield Paragraph(self.describer.said(total.note, total.cites))
            whole = plan(self.pathway, start=_ANY_DAY).finish
            if whole is not None:
                yield Paragraph(Text(self.total_fit(total, whole)))

    def total_fit(self, total: Duration, whole: DateWindow) -> str:
        """What the parts add up to, and how much of that lies in what is said of the whole.

        Where they leave out some of it, why: nothing is stretched to make it fit.
        """
        w = self.words
        low, high = (add(_ANY_DAY, count, total.unit) for count in (total.least, total.most))
        shortest, longest = ((d - _ANY_DAY).days for d in (whole.earliest, whole.latest))
        span = years_and_months(shortest)
        if years_and_months(longest) != span:
            span = w.from_to.format(first=span, last=years_and_months(longest))
        lines = [w.total_sum.format(range=w.or_more.format(range=span) if whole.is_open else span)]
        if whole.earliest > high or (whole.latest < low and not whole.is_open):
            fit = "outside"
        elif low <= whole.earliest and whole.latest <= high and not whole.is_open:
            fit = "within"
        elif low <= whole.earliest:
            fit = "longer"
        else:
            fit = "either" if whole.latest > high or whole.is_open else "shorter"
        lines.append(w.total_fit[fit].format(total=duration_in_words(total)))
        if whole.earliest > low or (whole.latest < high and not whole.is_open):
            lines.append(w.total_narrow)
        return " ".join([*lines, w.total_ask])

    # ---- dates of the person's own -------------------------------------------------------------

    def own_dates(self) -> Iterator[Block]:
        w, own = self.words, self.timeline.own_dates
        if not own:
            return
        yield Heading(2, w.own_title)
        yield Paragraph(Text(w.own_intro))
        language = self.pathway.language
        rows = tuple(
            (
                Text(own_name_in_words(turns[0], language)),
                Text(own_turn_days_in_words(turns, language)),
                Text(self.parts_on(turns)),
            )
            for turns in in_turns(own)
        )
        yield Table(w.own_title, (w.own_what, w.own_when, w.own_parts), rows)

    def parts_on(self, turns: Sequence[OwnDate]) -> str:
        """The phases that may cover a day of it."""
        first, last = turns[0].start, max(turns[0].start, turns[-1].end - _DAY)
        may = where(self.timeline, first, until=last, asked=self.made).may
        return any_of([p.name for p in may], self.words) if may else self.words.own_unknown

    # ---- the sources ---------------------------------------------------------------------------

    def sources(
        self, said: Sequence[object], *, is_asked: bool
    ) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        """Where each length comes from, and the sources of that and of all that is said.

        Nothing where no mark leads to them, unless they are asked for.
        """
        w, table = self.words, self.lengths_table()
        found = tuple(self.describer.source_list((*said, table)))
        if not found or not (is_asked or any(t.marks for part in said for t in texts_in(part))):
            return (), ()
        lengths = (
            Heading(2, w.lengths_title),
            table,
            Bullets(tuple(Text(line) for line in w.basis_meaning)),
        )
        return lengths, found

    def lengths_table(self) -> Table:
        w = self.words
        rows = []
        for planned in self.timeline.phases:
            name = Text(f"{planned.number}. {planned.name}")
            duration = planned.phase.duration
            if duration is None:
                rows.append((name, *[Text(w.no_number)] * 3, Text("")))
                continue
            cites = duration.cites or planned.phase.cites
            rows.append(
                (
                    name,
                    self.describer.number(duration.shortest, duration, duration.basis.shortest),
                    self.describer.number(duration.typical, duration, duration.basis.typical),
                    self.describer.number(duration.longest, duration, duration.basis.longest),
                    Text("", marks(cites)),
                )
            )
        columns = (w.part, w.shortest, w.typical, w.longest, w.lengths_from)
        return Table(w.lengths_caption, columns, tuple(rows))


_DAY = dt.timedelta(days=1)
_ANY_DAY = dt.date(2001, 1, 1)
"""Lengths are compared from some day; which one does not matter."""
