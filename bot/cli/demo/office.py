"""Who works in the demo's invented offices: a contact in each region but one; what somebody asked them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b

from handlers.consultations.folder import Folder
from handlers.timing import evening_after
from handlers.view import Fresh
from storage import inquiries, people, staff
from storage.changes import Changes, Write
from storage.consultations import Region
from storage.inquiries import Inquiry
from storage.people import Somebody
from storage.staff import Invited
from storage.store import Store

UNHEARD = "MA-12"
"""Nobody is named there, and nobody has answered there yet."""
RECEIPT = "DEMO-DEMO-DEMO-DEMO"
"""By which a visitor looks at the chat of the resident who asked."""
ASKED = (
    (
        "MA-01",
        "Can somebody who uses a wheelchair come to the dialogue?",
        "Yes. The entrance has no steps, and a place in front is kept free. This office is invented.",
    ),
    ("MA-12", "When is the dialogue in our region? I have not found a date.", ""),
)
"""Region, question, answer. Nobody of the staff is named in the second: who runs the demo is to answer."""


def identity(name: str) -> bytes:
    """Of somebody who was made up: the same at each start."""
    return blake2b(f"demo {name}".encode(), digest_size=16).digest()


async def staffed(store: Store, regions: Iterable[Region], fresh: Fresh) -> Mapping[str, str]:
    """Contacts by their code, as the file of the round names them; once each is there, they stay."""
    those = {each.code: each for each in regions if each.code != UNHEARD}
    new = [each for each in those.values() if not await people.get(store.database, identity(each.code))]
    await store.apply(Changes(tuple(write for each in new for write in _contact(store, each, fresh))))
    return {UNHEARD: "", **{code: staff.code(store.keys, identity(code)) for code in those}}


def _contact(store: Store, region: Region, fresh: Fresh) -> tuple[Write, ...]:
    """With a chat that nobody can enter."""
    person = identity(region.code)
    there = people.add(store.keys, Somebody(person, "web", "en"), fresh(24).hex())
    return (*there, staff.join(store.keys, person, Invited("reader", f"Contact in {region.names['en']}")))


async def asked(store: Store, folder: Folder, now: datetime, fresh: Fresh) -> None:
    """Once: a resident's questions, one of them answered."""
    person, slug = identity("resident"), folder.terms.slug
    if await people.get(store.database, person):
        return
    somebody = Somebody(person, "web", "en")
    found = [
        Inquiry(fresh(16), slug, region, person, due=evening_after(now, folder.terms.zone, 1), text=text)
        for region, text, _ in ASKED
    ]
    answers = [
        inquiries.answer(store.keys, each, answer)
        for each, (_, _, answer) in zip(found, ASKED, strict=True)
        if answer
    ]
    writes = (
        *people.add(store.keys, somebody, fresh(24).hex()),
        people.add_address(store.keys, somebody, "receipt", RECEIPT, "code"),
        *(inquiries.ask(store.keys, each) for each in found),
        *answers,
    )
    await store.apply(Changes(writes))
