"""In whose name somebody invites to events and cancels them, as the list of actions says."""

from dataclasses import dataclass

from handlers.approvals.actions import ANNOUNCE, SPEAK, actor, may
from handlers.view import View
from storage import events, organisations
from storage.events import Event
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Host:
    """A verified organisation, or (None) who runs the consultation."""

    organisation: bytes | None
    name: str

    def owns(self, event: Event) -> bool:
        """Whether it is theirs to change and to cancel."""
        return event.organisation == self.organisation


async def host(store: Store, view: View) -> Host | None:
    """In whose name a person may invite; None if in nobody's."""
    who = await actor(store, view.person.id)
    if who.organisation is not None and may(who, SPEAK, who.organisation):
        found = await organisations.get(store.database, store.keys, who.organisation)
        return Host(who.organisation, found.name) if found else None
    return Host(None, "") if may(who, ANNOUNCE) else None


async def at_hand(store: Store, code: str) -> Event | None:
    """The event of an id as a button or a page holds it; None if there is none."""
    try:
        return await events.get(store.database, bytes.fromhex(code))
    except ValueError:
        return None
