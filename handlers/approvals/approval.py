"""Whether something may go out: a second person approved exactly these bytes, where there is a second."""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Literal

from handlers.approvals.actions import APPROVE, actor, may
from handlers.approvals.independence import are_tied, count_independent
from handlers.organisations.verifying import is_verified
from storage import announcements, approvals, events, staff
from storage.announcements import Announcement
from storage.approvals import COMMAND_LINE, Approval
from storage.events import Event
from storage.proposals import Proposal
from storage.store import Store

Subject = Announcement | Event | Proposal
Says = Literal["", "alone", "second"]
"""As what somebody can approve it: as the only one there is, as a second person; or not at all."""
NOT_SENT = {"state", "author", "sequence", "changes", "reason"}
"""What people do not see, and what changes on the way."""
ADDED = {"cards"}
"""What an approval from before there was such a thing says nothing of: it counts where there is any."""


def digest(subject: Subject) -> bytes:
    """Stands for everything that decides what is sent, to whom and when.

    What comes by a rule is `due` at another time after each; its local time and its rule are approved.
    """
    left_out = NOT_SENT | ({"due"} if isinstance(subject, Announcement) and subject.rule else set())
    seen = {
        name: value
        for name, value in asdict(subject).items()
        if name not in left_out and (value or name not in ADDED)
    }
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True, default=bytes.hex)
    return hashlib.sha256(f"{type(subject).__name__} {text}".encode()).digest()


async def can_approve(store: Store, person: bytes, subject: Subject) -> Says:
    """As what this person can approve it. A verified organisation's: staff, or a member of another one.

    Nobody approves what they wrote themselves, nor what somebody wrote who may be the same person
    (`handlers/approvals/independence.py`), unless nobody else of the staff could.
    """
    if not may(await actor(store, person), APPROVE, subject.organisation):
        return ""
    found = await staff.every(store.database, store.keys)
    same = subject.author == person or are_tied(found, subject.author, person)
    if subject.organisation is not None:
        return "" if same or not await is_verified(store, subject.organisation) else "second"
    if await only_one(store):
        return "alone"
    return "" if same else "second"


def approved(subject: Subject, person: bytes, says: Says) -> Approval:
    """The approval to be kept."""
    return Approval(subject.id, digest(subject), person, says == "alone")


def by_hand(subject: Subject) -> Approval:
    """What is written on the server itself is approved by whoever holds it, alone."""
    return approved(subject, COMMAND_LINE, "alone")


async def is_approved(store: Store, subject: Subject) -> bool:
    """Whether it is, byte for byte, what was approved last."""
    found = await approvals.of(store.database, subject.id)
    return found is not None and found.digest == digest(subject)


async def may_go_out(store: Store, subject: Subject) -> bool:
    """Whether it is, byte for byte, what was approved, and whose it is may still speak.

    What our own code says needs no approval, nor what was written on the server before there were any. Of an
    invitation to an event, the event was approved.
    """
    if subject.organisation is not None and not await is_verified(store, subject.organisation):
        return False
    if isinstance(subject, Announcement) and subject.kind == "event" and subject.event:
        event = await events.get(store.database, subject.event)
        return event is not None and await may_go_out(store, event)
    if isinstance(subject, Announcement) and subject.kind != "written":
        return True
    if isinstance(subject, Announcement) and subject.series:
        return await _comes_by_rule(store, subject, subject.series)
    found = await approvals.of(store.database, subject.id)
    if found is None:
        return subject.author is None and subject.organisation is None
    return found.digest == digest(subject)


async def _comes_by_rule(store: Store, announcement: Announcement, series: bytes) -> bool:
    """Whether it says what was approved with the rule that it comes by."""
    first = await announcements.get(store.database, series)
    if first is None or not first.rule:
        return False
    same = ("id", "rule", "local", "expires", "series")
    as_first = replace(announcement, **{name: getattr(first, name) for name in same})
    return digest(as_first) == digest(first) and await may_go_out(store, first)


async def only_one(store: Store) -> bool:
    """Whether fewer than two people here could approve, as far as anybody can tell."""
    return count_independent(await staff.every(store.database, store.keys), APPROVE.roles) < 2
