"""The dialogues of a round: who answers for each region, and which event its dialogue is."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.consultations import Region
from storage.database import Database, Row
from storage.schema.contacts import CONTACT
from storage.schema.contacts import Contact as ContactRow

LONGEST = 120
"""Letters of the name of an office."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for a region: an office by its name in each language, and who of the staff does it there
    (None: whoever runs the consultation)."""

    consultation: str
    region: str
    office: Mapping[str, str] = field(default_factory=dict)
    person: bytes | None = field(default=None, repr=False)

    @property
    def dialogue(self) -> bytes:
        """The id of the event that is held there, if one is."""
        return dialogue(self.consultation, self.region)


_COLUMNS = (CONTACT.consultation, CONTACT.region, CONTACT.office, CONTACT.person)
_ALL = select(*_COLUMNS).where(CONTACT.consultation == bindparam("slug")).order_by(CONTACT.region)
_ADD = upsert(ContactRow)
_PUT = _ADD.on_conflict_do_update(
    index_elements=["consultation", "region"],
    set_={name: _ADD.excluded[name] for name in ("office", "person")},
)
_DROP = delete(ContactRow).where(
    CONTACT.consultation == bindparam("of"), CONTACT.region == bindparam("which")
)


def dialogue(slug: str, region: str) -> bytes:
    """The id of the event that is the dialogue of a region: the same each time it is written."""
    return blake2b(f"{slug}|dialogue|{region}".encode(), digest_size=16).digest()


async def of(database: Database, slug: str) -> dict[str, Contact]:
    """The contacts of a consultation, by region; empty where it has no round of dialogues."""
    return {each.region: each for each in map(_read, await database.rows(_ALL, slug=slug))}


def for_region(found: Mapping[str, Contact], nodes: Sequence[Region], region: str) -> Contact | None:
    """Who answers there: its own contact, else that of the region around it."""
    parents = {node.code: node.parent for node in nodes}
    passed: set[str] = set()
    while region and region not in found and region not in passed:
        passed.add(region)
        region = parents.get(region, "")
    return found.get(region)


def put(contact: Contact) -> Write:
    """Keep it, in the place of the one before."""
    office = json.dumps(dict(contact.office), ensure_ascii=False)
    values = {"consultation": contact.consultation, "region": contact.region, "office": office}
    return Write(_PUT, {**values, "person": contact.person})


def drop(contacts: Iterable[Contact]) -> tuple[Write, ...]:
    """Nobody is named there any more."""
    return tuple(Write(_DROP, {"of": each.consultation, "which": each.region}) for each in contacts)


def _read(row: Row) -> Contact:
    consultation, region, office, person = row
    return Contact(consultation, region, json.loads(office), person)
