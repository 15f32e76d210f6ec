"""Who works here, decided by an owner on the dashboard: invited, in another role, removed."""

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.organisations import invitations
from handlers.view import Place
from storage import staff
from storage.changes import Changes
from storage.staff import Colleague, Role
from storage.store import Store
from survey.lookalikes import tidy


async def invited(store: Store, place: Place, person: bytes, role: Role, name: str) -> tuple[Outcome, str]:
    """What becomes of it, and the token by which one person joins, once."""
    if not (known_as := tidy(name)):
        return Outcome("name"), ""
    made = invitations.enlist(store.keys, role, known_as, _now(place), place.fresh, person)
    noted = await note(store, place, person, "invited", role)
    return Outcome("done", Changes((*made.writes, noted))), made.token


async def given(store: Store, place: Place, person: bytes, code: str, role: Role) -> Outcome:
    """A colleague has another role from now on, and signs in anew."""
    found = await named(store, code)
    if found is None or found.person == person:
        return Outcome("own" if found else "gone")
    noted = await note(store, place, person, "gave a role to", found.code)
    return Outcome("done", Changes((*staff.give(found, role), noted)))


async def removed(store: Store, place: Place, person: bytes, code: str) -> Outcome:
    """A colleague may do nothing any more; what they did stays in the log."""
    found = await named(store, code)
    if found is None or found.person == person:
        return Outcome("own" if found else "gone")
    noted = await note(store, place, person, "removed", found.code)
    return Outcome("done", Changes((*staff.remove(found.person, found.erasure_key), noted)))


async def named(store: Store, code: str) -> Colleague | None:
    """Who has this code; None also where two have it."""
    found = [each for each in await staff.every(store.database, store.keys) if each.code == code]
    return found[0] if len(found) == 1 else None


def _now(place: Place) -> int:
    return int(place.now.timestamp())
