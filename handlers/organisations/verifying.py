"""An administrator looks at who registered: verified or refused; the members are told."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.view import Fresh
from storage import announcements, consultations, organisations, signatures, wakes
from storage.announcements import Announcement
from storage.changes import Changes, Write
from storage.kinds import Kind
from storage.organisations import Organisation
from storage.store import Store
from survey.lookalikes import skeleton


def alike(organisation: Organisation, among: Iterable[Organisation]) -> list[Organisation]:
    """Others, not refused, whose name is easily mistaken for this one's."""
    wanted = skeleton(organisation.name)
    others = (other for other in among if other.id != organisation.id and other.state != "refused")
    return [other for other in others if skeleton(other.name) == wanted]


async def list_organisers_alike(store: Store, organisation: Organisation) -> list[str]:
    """Names of who asks in a consultation that are easily mistaken for this one's."""
    every = await consultations.every(store.database)
    names = {name for each in every for name in each.terms.organiser.values()}
    return sorted(name for name in names if skeleton(name) == skeleton(organisation.name))


async def is_verified(store: Store, organisation: bytes) -> bool:
    """Whether something may be told in its name: it was verified, not refused after that, nor erased."""
    found = await organisations.get(store.database, store.keys, organisation)
    return found is not None and found.state == "verified"


async def verified(store: Store, organisation: Organisation, now: int, fresh: Fresh) -> Changes:
    """It may answer from now on. Raises nothing; `Stale` when it is saved if it has changed meanwhile."""
    profile = replace(organisation.profile, role="", reason="")
    change = organisations.change(store.keys, organisation, "verified", profile)
    return await _told(store, organisation, change, "verified", now, fresh)


async def refused(store: Store, organisation: Organisation, reason: str, now: int, fresh: Fresh) -> Changes:
    """It may not answer, or not any more; its members read why. What it signed, it signs anew or not at all:
    it can come back under another name."""
    profile = replace(organisation.profile, role="", reason=reason)
    change = organisations.change(store.keys, organisation, "refused", profile)
    told = await _told(store, organisation, change, "refused", now, fresh)
    return told.also(signatures.end(organisation.id))


async def _told(
    store: Store, organisation: Organisation, change: Write, kind: Kind, now: int, fresh: Fresh
) -> Changes:
    members = await organisations.members(store.database, organisation.id)
    told = announcements.tell(Announcement(fresh(16), "", kind, now), members)
    return Changes((change, *told), wakes=wakes.marks(store.keys, members))
