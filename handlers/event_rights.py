"""Who writes about events and cancels them: members of a verified organisation, its own."""

from handlers.view import View
from storage import events, organisations
from storage.events import Event
from storage.organisations import Organisation
from storage.store import Store


async def mine(store: Store, view: View) -> Organisation | None:
    """The verified organisation that they speak for."""
    found = await organisations.of(store.database, store.keys, view.person.id)
    return found if found and found.state == "verified" else None


async def at_hand(store: Store, code: str) -> Event | None:
    """The event of an id as a button or a page holds it; None if there is none."""
    try:
        return await events.get(store.database, bytes.fromhex(code))
    except ValueError:
        return None
