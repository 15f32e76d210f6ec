"""Releases: the bytes to publish, which stay, and the ledger, which goes with the answers.

The ledger holds true counts and keyed marks of responses. It is sealed under the consultation's answers key,
from which the key of its marks derives too.
"""

from dataclasses import dataclass

from sqlalchemy import Integer, LargeBinary, String, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database
from storage.keys import Keyring, derive
from storage.schema.answers import RELEASE_LEDGER, ReleaseLedger
from storage.schema.consultations import CONSULTATION, RELEASE
from storage.schema.consultations import Release as ReleaseRow
from storage.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class Release:
    """What was made to be shown: exactly these bytes."""

    consultation: str
    number: int
    document: bytes


_LAST = (
    select(RELEASE.consultation, RELEASE.number, RELEASE.document)
    .where(RELEASE.consultation == bindparam("slug"))
    .order_by(RELEASE.number.desc())
    .limit(1)
)
_ALL = (
    select(RELEASE.consultation, RELEASE.number, RELEASE.document)
    .where(RELEASE.consultation == bindparam("slug"))
    .order_by(RELEASE.number)
)
_THERE = (
    select(CONSULTATION.slug)
    .where(CONSULTATION.slug == bindparam("of_consultation"), CONSULTATION.state == bindparam("while_state"))
    .with_for_update(read=True)  # its answers may be about to be deleted
    .exists()
)
_ADD = (
    upsert(ReleaseRow)
    .from_select(
        ["consultation", "number", "document"],
        select(
            bindparam("new_consultation", type_=String),
            bindparam("new_number", type_=Integer),
            bindparam("new_document", type_=LargeBinary),
        ).where(_THERE),
    )
    .on_conflict_do_nothing()
)
_LEDGER = select(RELEASE_LEDGER.sealed).where(RELEASE_LEDGER.consultation == bindparam("slug"))
_PUT = upsert(ReleaseLedger)
_KEEP = _PUT.on_conflict_do_update(index_elements=["consultation"], set_={"sealed": _PUT.excluded.sealed})
_WIPE = delete(ReleaseLedger).where(RELEASE_LEDGER.consultation == bindparam("of_consultation"))


async def last(database: Database, slug: str) -> Release | None:
    """The newest, whether it was published or not."""
    row = await database.row(_LAST, slug=slug)
    return Release(*row) if row else None


async def every(database: Database, slug: str) -> list[Release]:
    """All there are, the first one first."""
    return [Release(*row) for row in await database.rows(_ALL, slug=slug)]


async def ledger(database: Database, keys: Keyring, slug: str) -> bytes:
    """What is remembered of all releases; nothing before the first. Raises `KeyMissing`."""
    row = await database.row(_LEDGER, slug=slug)
    return unseal(keys.answers(slug), row[0], _purpose(slug)) if row else b""


def key(keys: Keyring, slug: str) -> bytes:
    """The one of rounding and of marks, the same for all releases. Raises `KeyMissing`."""
    return derive(keys.answers(slug), "release")


def add(keys: Keyring, release: Release, ledger: bytes, state: str) -> tuple[Write, ...]:
    """The next one, and what is remembered from now on.

    Raises `Stale` if another process has made one of that number, or the consultation is in another state.
    """
    slug = release.consultation
    made = {"new_consultation": slug, "new_number": release.number, "new_document": release.document}
    kept = {"consultation": slug, "sealed": seal(keys.answers(slug), ledger, _purpose(slug))}
    return Write(_ADD, {**made, "of_consultation": slug, "while_state": state}, otherwise=Stale), Write(
        _KEEP, kept
    )


def forget_ledger(slug: str) -> Write:
    """It goes with the answers."""
    return Write(_WIPE, {"of_consultation": slug})


def _purpose(slug: str) -> bytes:
    return f"{slug} releases".encode()
