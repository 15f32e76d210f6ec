"""Who answers for a region, as those who run the consultation name them on the dashboard."""

from collections.abc import Mapping

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.contacts.answerers import can_answer
from handlers.view import Place
from storage import consultations, contacts
from storage.changes import Changes
from storage.consultations import Consultation
from storage.contacts import LONGEST, Contact
from storage.store import Store
from survey.lookalikes import tidy

NAMED, UNNAMED = "named a contact", "took a contact away"
"""What the log says."""


async def named(
    store: Store, place: Place, person: bytes, contact: Contact, found: Consultation, code: str
) -> Outcome:
    """An office in each language, and (by code) who of the staff answers there, if anybody."""
    staff = await can_answer(store)
    nodes = await consultations.regions(store.database, found.slug)
    if found.ended or contact.region not in {each.code for each in nodes}:
        return Outcome("late")
    if code and code not in staff:
        return Outcome("gone")
    office = {each: tidy(name) for each, name in contact.office.items() if tidy(name)}
    if not is_whole(found, office):
        return Outcome("office")
    kept = Contact(found.slug, contact.region, office, staff.get(code))
    noted = await note(store, place, person, NAMED, f"{found.slug} {contact.region}")
    return Outcome("done", Changes((contacts.put(kept), noted)))


def is_whole(found: Consultation, office: Mapping[str, str]) -> bool:
    """In every language, and short enough."""
    spoken = all(office.get(each) for each in found.terms.languages)
    return spoken and all(len(name) <= LONGEST for name in office.values())


async def taken_away(store: Store, place: Place, person: bytes, found: Consultation, region: str) -> Outcome:
    """Nobody is named there any more; what was asked there goes to who runs the consultation."""
    contact = (await contacts.of(store.database, found.slug)).get(region)
    if contact is None:
        return Outcome("gone")
    noted = await note(store, place, person, UNNAMED, f"{found.slug} {region}")
    return Outcome("done", Changes((*contacts.drop((contact,)), noted)))
