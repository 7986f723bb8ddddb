"""A journey that was closed: a few words, and no part of treatment."""

from __future__ import annotations

import datetime as dt

from journey.journeys.file import Ending
from journey.pages.describer import Describer
from journey.pages.document import Document, Paragraph, Text
from journey.pathways.model import Pathway
from journey.words.catalogue import words_for
from journey.words.dates import date_in_words


def describe_ending(pathway: Pathway, ending: Ending, *, made: dt.date) -> Document:
    """That a journey was closed, when, and what may help then."""
    title = words_for(pathway).ended_title.format(date=date_in_words(ending.on, pathway.language))
    text = Text(ending_in_words(pathway, ending))
    return Describer(pathway, made).answer(title, [Paragraph(text)])


def ending_in_words(pathway: Pathway, ending: Ending) -> str:
    """The same in a few words."""
    return words_for(pathway).ended[ending.reason or "closed"]
