"""The draft that the members of an organisation share: any of them goes on where another stopped.

It is sealed and looked up under the consultation's link key, like a person's own, and ends with that key.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import msgspec
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage import attachments
from storage.changes import Stale, Write
from storage.conversations import Draft
from storage.database import Database
from storage.erasable import destroy, number_of, seal_erasably, unseal_erasable
from storage.erasure_keys import NO_KEY
from storage.keys import KeyMissing, Keyring
from storage.schema.organisations import SHARED_DRAFT, SharedDraft
from storage.sealing import SealBroken, keyed_hash


@dataclass(frozen=True, slots=True)
class Where:
    """Whose draft of which survey."""

    organisation: bytes
    consultation: str
    survey: str

    @property
    def name(self) -> str:
        """As a conversation names its drafts."""
        return f"{self.consultation}/{self.survey}"


@dataclass(frozen=True, slots=True)
class Shared:
    """A draft as it stood at `version` (0: nobody began). Without `draft` it was sent.

    `turn` grows when the draft comes to another question, by whomever: so an older card is told apart.
    """

    where: Where
    version: int = 0
    turn: int = 0
    draft: Draft | None = field(default=None, repr=False)
    erasure_key: int = NO_KEY
    """The number of the key that it is sealed under, with the link key."""

    @property
    def sent(self) -> bool:
        return self.version > 0 and self.draft is None


_ROW = select(SHARED_DRAFT.version, SHARED_DRAFT.sealed).where(SHARED_DRAFT.lookup == bindparam("at"))
_INSERT = upsert(SharedDraft).on_conflict_do_nothing()
_UPDATE = (
    update(SharedDraft)
    .where(SHARED_DRAFT.lookup == bindparam("at"), SHARED_DRAFT.version == bindparam("decided_on"))
    .values(version=SHARED_DRAFT.version + 1, sealed=bindparam("new_sealed"))
)
_ERASE = delete(SharedDraft).where(SHARED_DRAFT.lookup == bindparam("at"))
_DROP_ALL = delete(SharedDraft).where(SHARED_DRAFT.consultation == bindparam("of_consultation"))
_CHANGING = frozenset((_INSERT, _UPDATE, _ERASE))


async def load(database: Database, keys: Keyring, where: Where) -> Shared:
    """The draft of an organisation. One whose link key is gone is not there any more."""
    try:
        key = keys.link(where.consultation)
        at = _lookup(key, where)
        row = await database.row(_ROW, at=at)
        if row is None:
            return Shared(where)
        opened = json.loads(unseal_erasable(keys, key, row[1], at))
    except (KeyMissing, SealBroken):
        return Shared(where)
    draft = msgspec.convert(opened["draft"], Draft | None)
    return Shared(where, row[0], opened["turn"], draft, number_of(row[1]))


async def all_of(
    database: Database, keys: Keyring, organisation: bytes, surveys: Iterable[tuple[str, str]]
) -> list[Shared]:
    """The drafts that an organisation began, out of these (consultation, survey)."""
    found = [await load(database, keys, Where(organisation, *survey)) for survey in surveys]
    return [draft for draft in found if draft.version]


def save(keys: Keyring, before: Shared, turn: int, draft: Draft | None) -> Write:
    """Keep what `before` becomes; raises `Stale` if another member was quicker."""
    key = keys.link(before.where.consultation)
    at = _lookup(key, before.where)
    plain = {"turn": turn, "draft": asdict(draft) if draft else None}
    number = before.erasure_key or keys.erasure.draw()
    sealed = seal_erasably(keys, key, number, json.dumps(plain).encode(), at)
    if before.version == 0:
        values = {"lookup": at, "consultation": before.where.consultation, "version": 1, "sealed": sealed}
        return Write(_INSERT, values, otherwise=Stale)
    return Write(_UPDATE, {"at": at, "decided_on": before.version, "new_sealed": sealed}, otherwise=Stale)


def erase(keys: Keyring, shared: Shared) -> tuple[Write, ...]:
    """Delete the draft of an organisation and its files, at whatever version it stands."""
    where = shared.where
    files = attachments.drop(keys, where.consultation, shared.draft.files) if shared.draft else ()
    row = Write(_ERASE, {"at": _lookup(keys.link(where.consultation), where)})
    return (row, *files, *destroy((shared.erasure_key,)))


def changed_by(writes: Iterable[Write]) -> bool:
    """Whether one of these writes changes what the members of an organisation share."""
    return any(write.statement in _CHANGING for write in writes)


def drop_all(consultation: str) -> Write:
    """At close no draft is left."""
    return Write(_DROP_ALL, {"of_consultation": consultation})


def _lookup(link_key: bytes, where: Where) -> bytes:
    return keyed_hash(link_key, b"shared draft", where.organisation, where.survey.encode())
