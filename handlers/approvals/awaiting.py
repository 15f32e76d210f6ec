"""What waits for somebody's approval, of all that they may approve."""

from collections.abc import Iterable

from handlers.approvals.approval import Subject, can_approve
from handlers.words import Words
from storage import announcements, events, proposals
from storage.store import Store

SHORT = 16
"""Letters of a digest by which somebody says what they looked at."""

MOST = 10
"""Announcements and events of one organisation that wait at a time."""


async def awaited(store: Store, person: bytes) -> list[Subject]:
    """What shall happen to consultations, announcements, then events, that this person can approve."""
    written = [each for each in await announcements.asked(store.database) if each.kind == "written"]
    found: list[Subject] = [
        *await proposals.asked(store.database),
        *written,
        *await events.asked(store.database),
    ]
    return [each for each in found if await can_approve(store, person, each)]


def group_by_organisation(found: Iterable[Subject]) -> dict[bytes | None, list[Subject]]:
    """The same by whose it is, None for the team's own: in the order in which the first of each came."""
    groups: dict[bytes | None, list[Subject]] = {}
    for each in found:
        groups.setdefault(each.organisation, []).append(each)
    return groups


async def may_ask(store: Store, organisation: bytes | None) -> bool:
    """Whether something more of an organisation can wait; of the team it always can."""
    if organisation is None:
        return True
    waiting: list[Subject] = [
        *await announcements.asked(store.database),
        *await events.asked(store.database),
    ]
    return sum(each.organisation == organisation for each in waiting) < MOST


def explain_full(words: Words) -> str:
    """What is said where nothing more can wait."""
    return words.say(
        "%(count)d announcements and events of your organisation wait for approval already. "
        "This one is kept: please send it when some of them are decided.",
        count=MOST,
    )
