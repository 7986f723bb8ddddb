"""What stays the same in each edition: the writer, the id of a calendar, the uids of events."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from hashlib import sha1

PRODID = "-//journey//journey//EN"
"""Constant and neutral: a file of ours is known by every version, and tells nobody what it is."""
CALENDAR_ID = "X-WR-RELCALID"
"""Tells the calendars of two journeys apart; the UID that RFC 7986 offers makes vdirsyncer keep
one event of all."""


_NAMESPACE = uuid.UUID("6b1f2c6e-3f0e-5d43-9a0b-5f6d0a9c2e11")


PLAN_ID = "X-JOURNEY-PLAN"
"""The id of a plan that is no journey's: a newer edition of the file goes on with it."""


def plan_uuid(pathway_id: str, start: dt.date | None, variations: Iterable[str]) -> str:
    """The id of a plan that is no journey's: that of its pathway, first date and variations."""
    words = [pathway_id, str(start), *sorted(variations)]
    return str(uuid.uuid5(_NAMESPACE, "\n".join(words)))


def uid(journey_id: str, key: str) -> str:
    """The event's uid (RFC 5545 section 3.8.4.7): a uuid5 of the journey and the step."""
    # As uuid.uuid5 makes it, in a third of the time: there is one for each event.
    name = sha1(
        b"%b%b\n%b" % (_NAMESPACE.bytes, journey_id.encode(), key.encode()), usedforsecurity=False
    )
    h = name.hexdigest()
    variant = "89ab"[int(h[16], 16) & 3]
    return f"{h[:8]}-{h[8:12]}-5{h[13:16]}-{variant}{h[17:20]}-{h[20:32]}"
