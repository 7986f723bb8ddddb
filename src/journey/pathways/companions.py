"""What stands around the phases: people, organisations, questions, themes, disagreements.

All of it is data in knowledge/, for one condition; pages of another show none of it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from journey.pathways.fields import Citation, List, Model, Name, Prose, Said, Slug
from journey.pathways.model import Pathway

Reader = Literal["adults", "children", "everyone"]
"""Whose pages it stands on: those of adults' pathways, of children's, or of both."""


class Companion(Model):
    """What stands on the pages of some pathways."""

    id: Slug
    """Never changes."""
    name: Name
    """What it is called, or its heading."""
    readers: Reader = "everyone"
    """Whose pages it stands on."""
    country: Literal["GB", "US"] | None = None
    """The country whose pages it stands on; left out, any."""

    def is_for(self, pathway: Pathway) -> bool:
        """Whether it stands on this pathway's pages."""
        if self.country is not None and not pathway.language.endswith(self.country):
            return False
        return self.readers == "everyone" or self.readers in pathway.audience


class Person(Companion):
    """Somebody whom one may meet in the team, and what they do."""

    does: Said
    """What they do."""


class Organisation(Companion):
    """Where support can be found; never as urgent help."""

    country: Literal["GB", "US"]
    """Where it helps."""
    offers: Said
    """What it offers."""
    phone: Name | None = None
    """Its number, as printed."""
    hours: Name | None = None
    """When the number is answered."""
    only_with: Slug | None = None
    """The variation it is shown with; left out, always."""

    def is_for(self, pathway: Pathway) -> bool:
        """Whether it is in the readers' country, and its variation is switched on."""
        is_shown = self.only_with is None or self.only_with in pathway.applied
        return is_shown and super().is_for(pathway)


class Moment(Companion):
    """Questions to ask at one moment."""

    questions: Annotated[List[Said], Field(min_length=1)]
    """What one may ask."""


class Theme(Companion):
    """A page about one thing that is not a phase."""

    about: Annotated[List[Said], Field(min_length=1)]
    """What the sources say of it."""
    questions: List[Said] = ()
    """What one may ask, where the sources say little."""
    is_on_request: bool = False
    """Whether it is shown only when asked for."""


class Refusal(Model):
    """Something true of a person that these sources do not cover, and the kind reason."""

    id: Slug
    """What would be asked for."""
    name: Name
    """What it is."""
    reason: Said
    """Why it cannot be drawn, and whom to ask."""
    pathways: List[Slug] = ()
    """The pathways that refuse it; left out, all."""
    group: Name | None = None
    """For people whom no pathway is for: what they are called in a list of them."""


class Saying(Model):
    """What one pathway says on a point that sources disagree on."""

    pathway: Slug
    """The pathway."""
    says: Prose
    """What it says, in our words."""
    cites: Annotated[List[Citation], Field(min_length=1)]
    """Where it says so."""


class Disagreement(Model):
    """A point on which the sources differ; shown side by side, never averaged."""

    id: Slug
    """Never changes."""
    name: Name
    """What it is about."""
    meaning: Slug | None = None
    """The phases it is about, by their meaning; left out, the whole."""
    only_with: Slug | None = None
    """The variation that must be switched on for it to be shown; left out, always."""
    sayings: Annotated[List[Saying], Field(min_length=2)]
    """What each says."""
    so: Said
    """What a reader can do with it."""


class Term(Model):
    """A medical word and what it means."""

    term: Name
    """The word, as it stands in a sentence."""
    forms: List[Name] = ()
    """Other spellings, plurals and abbreviations of it."""
    meaning: Said
    """What it means, plainly."""
