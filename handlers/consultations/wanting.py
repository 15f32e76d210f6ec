"""What somebody of the staff wants to happen to a consultation, in the chat or on the dashboard.

It is done at once where nobody else could approve it, which everybody is told; else a second person is asked.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.approvals.actions import CLOSE, EXTEND, OPEN, PUBLISH, RELEASE
from handlers.approvals.approval import can_approve
from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.consultations import opening, releasing
from handlers.consultations.carrying_out import CannotBeDone, carried_out
from handlers.consultations.holding import NotApproved
from handlers.consultations.publishing import PublishingRefused, to_publish
from handlers.consultations.releasing import ReleaseUnsafe
from handlers.view import Place
from handlers.words import Words
from storage import proposals
from storage.changes import Changes
from storage.consultations import Consultation
from storage.proposals import Proposal, proposal
from storage.store import Store

WAYS = {action.name: action for action in (OPEN, EXTEND, CLOSE, RELEASE, PUBLISH)}
NOT_IN_CHAT = frozenset({RELEASE.name})
"""It takes minutes, for which everybody in Telegram would wait: the next updates are asked for after it."""
DONE = {"extend": "extended", "close": "closed", "publish": "published"}
"""What the log says of each."""
WEEKS = (1, 2, 4)


def in_time(way: str, found: Consultation) -> bool:
    """Whether it is the time for it."""
    if way == RELEASE.name:
        return found.state in releasing.WHILE
    right = {"open": "scheduled", **proposals.WHILE}
    return way in WAYS and right[way] == found.state


def later(found: Consultation) -> list[str]:
    """The later closes that are offered."""
    return [(found.closes + timedelta(weeks=weeks)).isoformat(timespec="minutes") for weeks in WEEKS]


async def proposed(store: Store, place: Place, way: str, found: Consultation) -> Proposal | None:
    """What is looked at before it closes or a release is published; None if there is no release."""
    if way == "close":
        return proposal("close", found.slug)
    try:
        return await to_publish(store, found, place.public_url)
    except PublishingRefused:
        return None


async def alone(store: Store, person: bytes, wanted: Proposal) -> bool:
    """Whether nobody else here could approve it."""
    return await can_approve(store, person, replace(wanted, author=person)) == "alone"


async def hint(store: Store, words: Words, person: bytes, wanted: Proposal) -> str:
    """What follows, if they say so."""
    if await alone(store, person, wanted):
        return words.say("Nobody else here can approve it: people are told that one person did.")
    return words.say("A second person is asked first.")


async def opened(store: Store, place: Place, person: bytes, found: Consultation) -> Outcome:
    """It opens before its time."""
    try:
        then = await opening.opened(store, found, place.now, place.fresh)
    except NotApproved:
        return Outcome("lacking")
    return await _noted(store, place, person, then, "opened", found.slug)


async def released(store: Store, place: Place, person: bytes, found: Consultation) -> Outcome:
    """A release is made, if enough has changed and it is safe. Nothing is published."""
    try:
        made = await releasing.make(store, found, place.now.astimezone(found.terms.zone).date())
    except ReleaseUnsafe:
        return Outcome("unsafe")
    if made.changes is None:
        return Outcome("holds")
    on = f"{found.slug} {made.release.number}"
    return await _noted(store, place, person, made.changes, "released", on)


async def extended(store: Store, place: Place, person: bytes, found: Consultation, until: str) -> Outcome:
    """It closes later, at one of the times that are offered."""
    if until not in later(found):
        return Outcome("late")
    content = json.dumps({"closes": datetime.fromisoformat(until).isoformat()})
    wanted = proposal("extend", found.slug, content)
    return await done_or_asked(store, place, person, wanted, DONE["extend"])


async def done_or_asked(store: Store, place: Place, person: bytes, wanted: Proposal, what: str) -> Outcome:
    """Done and noted as `what`; or it waits for somebody else."""
    mine = replace(wanted, author=person)
    if not await alone(store, person, wanted):
        noted = await note(store, place, person, "asked", f"{mine.kind} {mine.consultation}")
        return Outcome("asked", Changes((proposals.ask(mine), noted)))
    try:
        then = await carried_out(store, mine, person, "alone", place)
    except CannotBeDone:
        return Outcome("late")
    return await _noted(store, place, person, then, what, mine.consultation)


async def _noted(store: Store, place: Place, person: bytes, then: Changes, what: str, slug: str) -> Outcome:
    noted = await note(store, place, person, what, slug)
    return Outcome("done", then.also(noted))
