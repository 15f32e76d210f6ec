"""To whom a question goes: the contact of its region, or who runs the consultation where nobody answers."""

from collections.abc import Iterable, Mapping

from handlers.approvals.actions import ANNOUNCE, ANSWER, Action, actor, may
from storage import consultations, contacts, inquiries, people, staff
from storage.contacts import Contact
from storage.inquiries import Inquiry
from storage.store import Store

Place = tuple[str, str]
"""A consultation and a region."""


async def contact_of(store: Store, slug: str, region: str) -> Contact | None:
    """Who answers there."""
    nodes = await consultations.regions(store.database, slug)
    return contacts.for_region(await contacts.of(store.database, slug), nodes, region)


async def answers(store: Store, contact: Contact | None) -> bool:
    """Whether somebody reads there what people ask: they work here, and messages reach them."""
    return bool(contact and contact.person and await _can(store, contact.person, ANSWER))


async def answerers(store: Store, slug: str, region: str) -> list[bytes]:
    """The contact; where there is none any more, or whom nothing reaches, all who run the consultation."""
    contact = await contact_of(store, slug, region)
    if contact and contact.person and await answers(store, contact):
        return [contact.person]
    every = await staff.every(store.database, store.keys)
    return [each.person for each in every if await _can(store, each.person, ANNOUNCE)]


async def can_answer(store: Store) -> Mapping[str, bytes]:
    """Who of the staff has a chat, in which questions reach them: by code."""
    every = await staff.every(store.database, store.keys)
    return {each.code: each.person for each in every if await people.get(store.database, each.person)}


async def _can(store: Store, person: bytes, action: Action) -> bool:
    somebody = await people.get(store.database, person)
    return somebody is not None and somebody.reachable and may(await actor(store, person), action)


async def waiting_for(store: Store, person: bytes) -> list[Inquiry]:
    """The questions that this person is to answer, longest waiting first.

    One whose key is gone was restored from a backup after the close; nobody can read it.
    """
    found = [each for each in await inquiries.waiting(store.database, store.keys) if each.text]
    theirs = {each for each in _places(found) if person in await answerers(store, *each)}
    return [each for each in found if (each.consultation, each.region) in theirs]


def _places(found: Iterable[Inquiry]) -> set[Place]:
    return {(each.consultation, each.region) for each in found}
