"""A round that was read becomes events and contacts; one that is read again changes what is otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.consultations.folder import Folder
from handlers.contacts.answerers import can_answer
from handlers.dialogues.dialogues_file import FILE, Dialogue, DialoguesFile
from handlers.events import going_out
from handlers.events.importing import Taken, taken
from handlers.events.sheet import Around, EventRefused
from storage import consultations, contacts, events
from storage.changes import Changes, Write
from storage.consultations import Consultation
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """What becomes of each event; `nobody`: regions in which nobody of the staff answers; `gone`: whose
    contact is named no more; `later`: regions that the consultation does not have so far."""

    changes: Changes
    taken: tuple[Taken, ...]
    nobody: tuple[str, ...]
    gone: tuple[str, ...]
    later: tuple[str, ...]


async def read(
    store: Store, folder: Folder, content: bytes, now: datetime, sites: tuple[str, ...]
) -> list[Dialogue]:
    """The round beside a checked folder. Raises `EventRefused` with all mistakes by row."""
    terms = folder.terms
    consultation = Consultation(terms, "scheduled", terms.opens, terms.closes)
    around = Around(consultation, frozenset(each.code for each in folder.regions), now, sites)
    known = {each.id: each for each in await events.every(store.database)}
    try:
        return DialoguesFile(around, known, await can_answer(store)).read(content)
    except EventRefused as error:
        raise EventRefused("\n".join(f"{FILE}, {line}" for line in str(error).splitlines())) from error


async def held(store: Store, slug: str, found: Sequence[Dialogue], now: datetime) -> Held:
    """All of it, to be saved as one; an event that is there already is never made a second time."""
    codes = {each.code for each in await consultations.regions(store.database, slug)}
    here = [each for each in found if each.contact.region in codes]
    before = await contacts.of(store.database, slug)
    gone = [each for region, each in before.items() if region not in {one.contact.region for one in found}]
    done = [await _taken(store, each, now) for each in here if each.event]
    writes: list[Write] = [contacts.put(each.contact) for each in here]
    writes += [*contacts.drop(gone), *(write for each in done for write in each.writes)]
    return Held(
        Changes(tuple(writes), wakes=going_out.WAKES),
        tuple(done),
        tuple(each.contact.region for each in here if each.contact.person is None),
        tuple(each.region for each in gone),
        tuple(each.contact.region for each in found if each.contact.region not in codes),
    )


async def _taken(store: Store, dialogue: Dialogue, now: datetime) -> Taken:
    assert dialogue.event
    before = await events.get(store.database, dialogue.event.id)
    return await taken(store, dialogue.event, before, now)
