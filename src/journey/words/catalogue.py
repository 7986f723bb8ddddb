"""The catalogue of sentences that every page shares, from knowledge/wording.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from journey.pathways.fields import Language

if TYPE_CHECKING:
    from journey.pathways.model import Pathway


@dataclass(frozen=True, slots=True, eq=False, repr=False)  # there is one a language: itself alone
class Words:
    """Every sentence that is no pathway's own, from knowledge/wording.toml.

    A name in braces is filled in with `str.format`.
    """

    notice: str
    event_notice: str
    event_notice_booked: str
    title: str
    purpose: str
    follows: str
    purpose_undated: str
    continued: str
    edition: str
    look_again: str
    look_again_why: str
    about_title: str
    made: str
    page: str
    page_of: str
    contents: str
    urgent_title: str
    urgent: str
    urgent_emergency: str
    urgent_number: str
    urgent_line: str
    urgent_line_known: str
    contact_nurse: str
    contact_ward: str
    tile_now: str
    tile_now_perhaps: str
    tile_first: str
    tile_next: str
    tile_all: str
    tile_may_begin: str
    tile_may_end: str
    tile_first_day: str
    tile_last_day: str
    tile_no_end: str
    tile_rough: str
    tile_not_begun: str
    tile_over: str
    tile_no_part: str
    tile_unknown: str
    tile_rough_end: str
    tile_sure_end: str
    tile_ask: str
    ask_title: str
    ask_next: tuple[str, ...]
    my_question: str
    my_date: str
    alongside: str
    you_are_here: str
    more_title: str
    how_to_use_title: str
    how_to_use: tuple[str, ...]
    not_for: str
    none_for: str
    parts_title: str
    part: str
    how_long: str
    how_long_about: str
    how_long_drawn: str
    how_long_one: str
    one_figure: str
    one_figure_short: str
    one_figure_basis: str
    counted_short: str
    stated_length: str
    no_dates: str
    no_dates_at_all: str
    no_dates_from: str
    or_more: str
    starts: str
    ends: str
    around: str
    from_month: str
    or_later: str
    first_day: str
    last_day: str
    counted: str
    where: str
    where_title: str
    also_called: str
    known: str
    past: str
    overtaken: str
    no_date: str
    date_not_before: str
    after_hold: str
    skipped: str
    skipped_part: str
    stopped_part: str
    stopped_next: str
    past_road: str
    past_part: str
    past_end: str
    past_nothing: str
    road_now: str
    hold_since: str
    hold_open: str
    hold_day: str
    hold_days: str
    hold_why: str
    hold_reasons: dict[str, str]
    why_hold: str
    why_cut: str
    day_hold: str
    ask_medicines: str
    day_hold_command: str
    tile_hold: str
    tile_after: str
    tile_stopped: str
    tile_until_written: str
    event_hold: str
    event_hold_since: str
    no_length: str
    no_number: str
    lengths_caption: str
    no_length_short: str
    squeezed: str
    not_everyone: str
    rough_end: str
    keep_taking: str
    finish: str
    other_routes: str
    variation: str
    aim: str
    begins_when: str
    what_happens: str
    tests: str
    side_effects: str
    side_effects_soon: str
    side_effects_later: str
    medicines_title: str
    medicines: str
    activities_title: str
    activity_what: str
    activity_when: str
    activity_day: str
    activity_remarks: str
    known_day: str
    day_of_cycle: str
    day_of_part: str
    visit_of_block: str
    months_of_part: str
    months_of_cycle: str
    switched_on: str
    people_title: str
    themes_title: str
    support_title: str
    support_intro: str
    looks_at: str
    questions: str
    notes: str
    my_notes: str
    write_start: str
    write_end: str
    write_month: str
    in_months: str
    transition_title: str
    transition: str
    transition_table: str
    transition_what: str
    transition_moves: str
    transition_questions: tuple[str, ...]
    months_title: str
    months: str
    months_undated: str
    month_blank: str
    months_numbers: str
    month_list: str
    month_when: str
    month_what: str
    month_parts: str
    month_may_start: str
    month_starts: str
    month_may_end: str
    month_ends: str
    weekdays: tuple[str, ...]
    own_title: str
    own_intro: str
    own_what: str
    own_when: str
    own_parts: str
    own_unknown: str
    any_of: str
    own_date: str
    own_timed: str
    own_every: str
    own_unnamed: str
    own_taken_off: str
    school_title: str
    school_notice: str
    school: str
    school_rough: str
    school_table: str
    school_time: str
    school_number: str
    school_expect: str
    school_unknown: str
    school_ring_title: str
    school_ring: str
    school_ring_first: str
    school_ring_second: str
    school_changes_title: str
    school_changes: tuple[str, ...]
    school_infections: str
    school_helps_title: str
    school_helps: tuple[str, ...]
    school_contact: str
    school_agreed: str
    kept_contacts: tuple[str, ...]
    kept_people: tuple[str, ...]
    kept_card_front: str
    kept_visits: tuple[str, ...]
    kept_counts: tuple[str, ...]
    kept_count_named: str
    kept_roadmap: tuple[str, ...]
    kept_taught: tuple[str, ...]
    kept_topics: tuple[str, ...]
    kept_signed: tuple[str, ...]
    kept_stone: str
    kept_stone_of_three: str
    kept_stones: str
    decision: str
    decision_looks_at: str
    decision_may_follow: str
    beside_title: str
    beside_from_until: str
    beside_from: str
    beside_gap: str
    beside_gap_after: str
    beside_from_for: str
    beside_after_for: str
    beside_after: str
    why_start: str
    why_finish: str
    why_inside: str
    why_when: str
    why_title: str
    why_step: str
    why_plus: str
    why_minus: str
    why_plus_typical: str
    why_no_room: str
    why_most: str
    why_moves_finish: str
    why_moves_nothing: str
    why_open: str
    why_stopped: str
    why_undated: str
    why_exclusive: str
    why_the_finish: str
    moved_title: str
    moved_start: str
    moved_end: str
    moved_before: str
    moved_after: str
    moved_by: str
    what_if: str
    moved_absent: str
    moved_sooner: str
    moved_later: str
    moved: dict[str, str]
    moved_why: str
    changes_title: str
    changes_none: str
    changes_many: str
    changes_line: str
    changes_first: str
    changes_now: str
    changed_undated: str
    changes_nothing: str
    changes_move: str
    changes_first_day: str
    changes_last_day: str
    changes_all: str
    day_title: str
    day_title_days: str
    day_caption: str
    day_part: str
    day_part_squeezed: str
    day_next: str
    day_own_next: str
    day_began: str
    day_diagnosed: str
    day_ended: str
    day_booked: str
    day_booked_end: str
    day_silent: str
    day_one: str
    day_known: str
    day_several: str
    day_together: str
    day_out_of_date: str
    day_after_all: str
    day_rest: str
    ended_title: str
    day_before_all: str
    day_over: str
    day_over_rough: str
    day_stopped: str
    day_undated: str
    day_record: str
    day_command: str
    day_after_end: str
    day_ask: str
    day_near: str
    day_week: str
    together_title: str
    together_event: str
    together_who: str
    together_dates: str
    together_road: str
    letter_title: str
    letter_dates: str
    letter_no_dates: str
    letter_after: str
    letter_next: str
    letter_begins: str
    letter_ends: str
    letter_visit: str
    letter_ask: str
    letter_helpers_days: str
    letter_helpers_ask: str
    three_title: str
    three_shortest: str
    three_typical: str
    three_longest: str
    three_note: str
    compare_title: str
    compare: str
    compare_pages: str
    compare_page: str
    compare_for: str
    compare_starts: str
    compare_reviewed: str
    compare_lengths: str
    compare_calls: str
    compare_without: str
    compare_alone: str
    compare_differ: str
    glossary_title: str
    lengths_title: str
    lengths_from: str
    shortest: str
    typical: str
    longest: str
    basis_meaning: tuple[str, ...]
    sources_title: str
    sources_intro: str
    from_source: str
    from_sources: str
    from_elsewhere: str
    sources_not_endorsed: str
    reviewed: str
    not_stated: str
    next_review: str
    stale: str
    history: str
    excerpt: str
    picture_title: str
    picture_use: str
    picture_first: str
    picture_whole: str
    picture_usual: str
    picture_may: str
    picture_goes_on: str
    picture_may_end: tuple[str, ...]
    picture_until: str
    picture_month: str
    picture_week: str
    picture_of_year: str
    picture_start: str
    picture_year: str
    picture_undated: str
    picture_no_days: str
    picture_later: str
    picture_beside: str
    picture_not_everyone: str
    picture_today: str
    picture_words: str
    picture_says_own: str
    calendar_name: str
    category: str
    event_booked: str
    event_booked_start: str
    event_booked_end: str
    event_may_be: str
    event_wide: str
    event_decision: str
    event_block: str
    event_may_move: str
    event_in_part: str
    event_after: str
    event_at: str
    event_past: str
    event_own: str
    event_cancelled: str
    event_day: str
    event_length: str
    event_source: str
    basis: dict[str, str]
    places: dict[str, str]
    away: dict[str, str]
    day_where: dict[str, str]
    ended: dict[str, str]
    kept: dict[str, str]
    kept_for: dict[str, str]
    event_begins: dict[str, str]
    event_may_start: dict[str, str]
    event_may_end: dict[str, str]
    event_kinds: dict[str, str]
    discreet: dict[str, str]
    ask: dict[str, str]
    steps: dict[str, str]
    closed_because: dict[str, str]
    changed: dict[str, str]
    mark_about: dict[str, str]
    source_for: dict[str, str]
    compare_clock: dict[str, str]
    meanings: dict[str, str]
    total_said: dict[str, str]
    total_sum: str
    total_fit: dict[str, str]
    total_narrow: str
    total_ask: str
    flags: dict[str, str]
    month_names: tuple[str, ...]
    date_day: str
    date_day_of_year: str
    date_day_of_month: str
    date_month: str
    date_about: str
    date_between: str
    date_by: str
    date_during: str
    from_to: str
    at_least: str
    at_most: str
    years_and_months: str
    count_one: dict[str, str]
    count_many: dict[str, str]
    emergency_number: str
    first_weekday: str


def words_for(pathway: Pathway) -> Words:
    """The sentences in a pathway's language, spoken to whom its pages speak to."""
    return words(pathway.language, pathway.speaks_to)


@cache
def words(language: Language, speaks_to: Literal["person", "parent"] = "person") -> Words:
    """The sentences in a language; what it does not say differently is as in `en`.

    Those spoken to a parent differ where they would say "you" of the child.
    """
    text = (resources.files("journey") / "knowledge" / "wording.toml").read_text("utf-8")
    data = tomllib.loads(text)
    merged: dict[str, Any] = {**data["en"], **data[language]}
    if speaks_to == "parent":
        merged.update(data["parent"])
        merged.update(data.get(f"parent-{language}", {}))
    filled: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in merged.items()}
    return Words(**filled)


def sentence(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def any_of(names: Sequence[str], w: Words) -> str:
    """One of some names: "A, B or C"."""
    if len(names) == 1:
        return names[0]
    return w.any_of.format(first=", ".join(names[:-1]), last=names[-1])
