"""Everything remembered, as tables.

Two worlds that never meet: who somebody is (`Person` and what hangs on it) and what was said (`Response`).
`Link` is the only bridge while a consultation is open. Tables with random keys have no rowid, so that
physical order tells nothing (see `docs/guide-privacy.md`). Times are UTC seconds since 1970.
"""

from storage.schema import (
    announcements,
    answers,
    chats,
    consultations,
    contacts,
    events,
    media,
    organisations,
    papers,
    people,
    recommendations,
    staff,
    upkeep,
    upr,
)
from storage.schema.tables import METADATA

__all__ = [
    "METADATA",
    "announcements",
    "answers",
    "chats",
    "consultations",
    "contacts",
    "events",
    "media",
    "organisations",
    "papers",
    "people",
    "recommendations",
    "staff",
    "upkeep",
    "upr",
]
