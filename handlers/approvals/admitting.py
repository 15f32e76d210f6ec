"""Organisations that registered are verified or refused on the dashboard, as they were looked at."""

from dataclasses import replace

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.approvals.reasons import reason_in
from handlers.organisations import verifying
from handlers.view import Place
from storage import organisations
from storage.changes import Changes
from storage.organisations import Organisation
from storage.store import Store


async def verified(store: Store, place: Place, person: bytes, which: bytes, seen: str) -> Outcome:
    """It may answer from now on; its members are told."""
    found = await organisations.get(store.database, store.keys, which)
    if found is None or found.state == "verified":
        return Outcome("gone")
    if seen != str(found.version):
        return Outcome("changed")
    then = await verifying.verified(store, found, _now(place), place.fresh)
    return await _noted(store, place, person, found, then, "verified")


async def refused(store: Store, place: Place, person: bytes, which: bytes, text: str) -> Outcome:
    """It may not answer, or not any more; its members read why."""
    found, reason = await organisations.get(store.database, store.keys, which), reason_in(text)
    if found is None or found.state == "refused":
        return Outcome("gone")
    if not reason:
        return Outcome("reason")
    then = await verifying.refused(store, found, reason, _now(place), place.fresh)
    return await _noted(store, place, person, found, then, "refused")


async def _noted(
    store: Store, place: Place, person: bytes, found: Organisation, then: Changes, what: str
) -> Outcome:
    noted = await note(store, place, person, what, found.code)
    return Outcome("done", replace(then, writes=(*then.writes, noted)))


def _now(place: Place) -> int:
    return int(place.now.timestamp())
