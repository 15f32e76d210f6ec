"""Who may do what with an event: its organisation writes and cancels it, somebody else approves it."""

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


async def of_others(store: Store, organisation: Organisation) -> list[Event]:
    """What waits for approval and may be decided on by members of this organisation: never its own."""
    return [each for each in await events.asked(store.database) if may_decide(each, organisation)]


def may_decide(event: Event, organisation: Organisation) -> bool:
    """Whether members of a verified organisation may approve or refuse an event."""
    return event.state == "asked" and event.organisation != organisation.id
