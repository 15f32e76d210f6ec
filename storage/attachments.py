"""Files as answers: sealed in parts of one size, under a key that only the answer leads to.

The answer that stands in a draft or a response is the file's name, which is chance and nothing else. Its rows
are found by a keyed hash of the name and opened by another, so whoever cannot read the answer can neither
tell whose a file is nor see it. The keys of both derive from the guard while the consultation is open, then
from the answers key: what lay in a copy of the disk is found nowhere afterwards (`storage/guard.py`). When a
draft is lost nothing leads to its files any more; what was left over is swept at close.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import Integer, LargeBinary, String, bindparam, delete, exists, insert, select, tuple_

from storage.changes import NotOpen, Write
from storage.database import Database, Row
from storage.keys import KeyMissing, Keyring
from storage.schema.answers import ATTACHMENT, Attachment
from storage.schema.consultations import CONSULTATION
from storage.sealing import keyed_hash, seal, unseal

NAME_BYTES = 16
STEP = 65_536
PART = STEP - 4
"""Bytes of a file in one row; four more tell how many they are."""
AT_ONCE = 20
"""So many parts are deleted in one go: overwriting them takes time."""
_NAME = re.compile(r"attachment-[0-9a-f]{32}\.[a-z0-9]{2,4}", re.ASCII)

_INSERT_WHILE = insert(Attachment).from_select(
    ["id", "part", "consultation", "sealed"],
    select(
        bindparam("new_id", type_=LargeBinary),
        bindparam("new_part", type_=Integer),
        bindparam("new_consultation", type_=String),
        bindparam("new_sealed", type_=LargeBinary),
    ).where(
        exists().where(
            CONSULTATION.slug == bindparam("of_consultation"), CONSULTATION.state == bindparam("while_state")
        )
    ),
)
_PARTS = (
    select(ATTACHMENT.part, ATTACHMENT.sealed)
    .where(ATTACHMENT.id == bindparam("which"))
    .order_by(ATTACHMENT.part)
)
_INSERT = insert(Attachment)
_ANY = select(ATTACHMENT.id).where(ATTACHMENT.consultation == bindparam("consultation")).limit(1)
_IDS = select(ATTACHMENT.id).where(ATTACHMENT.consultation == bindparam("consultation")).distinct()
_DELETE = delete(Attachment).where(ATTACHMENT.id == bindparam("which"))
_some = ATTACHMENT.id.table.alias("some_of_it")
_WIPE_SOME = delete(Attachment).where(
    tuple_(ATTACHMENT.id, ATTACHMENT.part).in_(
        select(_some.c.id, _some.c.part)
        .where(_some.c.consultation == bindparam("of_consultation"))
        .limit(AT_ONCE)
    )
)
_WIPE = delete(Attachment).where(ATTACHMENT.consultation == bindparam("of_consultation"))


def new_name(chance: bytes, ending: str) -> str:
    """The name under which a file is kept, from `NAME_BYTES` of chance; `ending` such as "jpg"."""
    return f"attachment-{chance.hex()}.{ending}"


def named_in(*documents: str) -> frozenset[str]:
    """The names of files that stand in a draft's state or a submission."""
    return frozenset(name for document in documents for name in _NAME.findall(document))


class _Secrets(NamedTuple):
    """What finds a file, and what opens it."""

    id: bytes
    key: bytes


def put(keys: Keyring, consultation: str, name: str, content: bytes, taken_while: str) -> tuple[Write, ...]:
    """Keep a file; raises `NotOpen` when the consultation is not in the state `taken_while` any more."""
    at = _guarded(keys, consultation, name)
    return tuple(
        Write(
            _INSERT_WHILE,
            {
                "new_id": at.id,
                "new_part": number,
                "new_consultation": consultation,
                "new_sealed": seal(at.key, part, _purpose(number), STEP),
                "of_consultation": consultation,
                "while_state": taken_while,
            },
            otherwise=NotOpen,
        )
        for number, part in enumerate(_cut(content))
    )


async def get(database: Database, keys: Keyring, consultation: str, name: str) -> bytes | None:
    """What a file holds; None if it is not there."""
    for at in _everywhere(keys, consultation, name):
        if rows := await database.rows(_PARTS, which=at.id):
            return b"".join(unseal(at.key, sealed, _purpose(part)) for part, sealed in rows)
    return None


async def unguard(database: Database, keys: Keyring, consultation: str, name: str) -> tuple[Write, ...]:
    """Lay a file where it is found without the guard; nothing if it lies there, or is lost.

    Raises `KeyMissing`.
    """
    before, after = _guarded(keys, consultation, name), _lasting(keys, consultation, name)
    if await database.row(_PARTS, which=after.id):
        return ()
    rows = await database.rows(_PARTS, which=before.id)
    return await asyncio.to_thread(_seal_anew, consultation, before, after, rows)


def _seal_anew(
    consultation: str, before: _Secrets, after: _Secrets, rows: Iterable[Row]
) -> tuple[Write, ...]:
    return tuple(
        Write(
            _INSERT,
            {
                "id": after.id,
                "part": part,
                "consultation": consultation,
                "sealed": seal(after.key, unseal(before.key, sealed, _purpose(part)), _purpose(part), STEP),
            },
        )
        for part, sealed in rows
    )


def drop(keys: Keyring, consultation: str, names: Iterable[str]) -> tuple[Write, ...]:
    """Delete files."""
    return tuple(
        Write(_DELETE, {"which": at.id})
        for name in sorted(names)
        for at in _everywhere(keys, consultation, name)
    )


async def are_any(database: Database, consultation: str) -> bool:
    """Whether a consultation has any file, sent or not."""
    return await database.row(_ANY, consultation=consultation) is not None


def wipe(consultation: str) -> Write:
    """Delete all files of a consultation."""
    return Write(_WIPE, {"of_consultation": consultation})


def wipe_some(consultation: str) -> Write:
    """In parts: delete all files of a consultation."""
    return Write(_WIPE_SOME, {"of_consultation": consultation})


async def strays(
    database: Database, keys: Keyring, consultation: str, named: Iterable[str]
) -> tuple[Write, ...]:
    """Deletes every file of a consultation but those that its responses name and that are not guarded."""
    kept = {_lasting(keys, consultation, name).id for name in named}
    there = {bytes(row[0]) for row in await database.rows(_IDS, consultation=consultation)}
    return tuple(Write(_DELETE, {"which": identity}) for identity in sorted(there - kept))


def _everywhere(keys: Keyring, consultation: str, name: str) -> Iterator[_Secrets]:
    """Wherever a file may lie."""
    with suppress(KeyMissing):
        yield _guarded(keys, consultation, name)
    yield _lasting(keys, consultation, name)


def _guarded(keys: Keyring, consultation: str, name: str) -> _Secrets:
    return _secrets(keys.guard(consultation), name)


def _lasting(keys: Keyring, consultation: str, name: str) -> _Secrets:
    return _secrets(keys.answers(consultation), name)


def _secrets(key: bytes, name: str) -> _Secrets:
    identity = keyed_hash(key, b"attachment id", name.encode())[:NAME_BYTES]
    return _Secrets(identity, keyed_hash(key, b"attachment key", name.encode()))


def _purpose(part: int) -> bytes:
    return b"attachment %d" % part


def _cut(content: bytes) -> Iterator[bytes]:
    """In 1, 2, 4, 8 … parts: a size by which a file could be known again has few others."""
    parts = 1
    while parts * PART < len(content):
        parts *= 2
    for number in range(parts):
        yield content[number * PART : (number + 1) * PART]
