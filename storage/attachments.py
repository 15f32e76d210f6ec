"""Files as answers: sealed in parts of one size, under a key that only the answer leads to.

The answer that stands in a draft or a response is the file's name, which is chance and nothing else. Its row
is found by a keyed hash of the name and opened by another, so whoever cannot read the answer can neither
tell whose a file is nor see it: before it is sent the link key guards it, afterwards the answers key. When a
draft is lost nothing leads to its files any more; what was left over is swept at close.
"""

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import Integer, LargeBinary, String, bindparam, delete, exists, insert, select, tuple_

from storage.changes import NotOpen, Write
from storage.database import Database
from storage.keys import Keyring
from storage.schema.answers import ATTACHMENT, Attachment
from storage.schema.consultations import CONSULTATION
from storage.sealing import keyed_hash, seal, unseal

NAME_BYTES = 16
STEP = 65_536
PART = STEP - 4
AT_ONCE = 20
"""So many parts are deleted in one go: overwriting them takes time."""
"""Bytes of a file in one row; four more tell how many they are."""
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


def put(keys: Keyring, consultation: str, name: str, content: bytes, taken_while: str) -> tuple[Write, ...]:
    """Keep a file; raises `NotOpen` when the consultation is not in the state `taken_while` any more."""
    identity, key = _secrets(keys, consultation, name)
    return tuple(
        Write(
            _INSERT_WHILE,
            {
                "new_id": identity,
                "new_part": number,
                "new_consultation": consultation,
                "new_sealed": seal(key, part, _purpose(number), STEP),
                "of_consultation": consultation,
                "while_state": taken_while,
            },
            otherwise=NotOpen,
        )
        for number, part in enumerate(_cut(content))
    )


async def get(database: Database, keys: Keyring, consultation: str, name: str) -> bytes | None:
    """What a file holds; None if it is not there."""
    identity, key = _secrets(keys, consultation, name)
    rows = await database.rows(_PARTS, which=identity)
    return b"".join(unseal(key, sealed, _purpose(part)) for part, sealed in rows) if rows else None


def drop(keys: Keyring, consultation: str, names: Iterable[str]) -> tuple[Write, ...]:
    """Delete files."""
    return tuple(Write(_DELETE, {"which": _secrets(keys, consultation, name)[0]}) for name in sorted(names))


def wipe(consultation: str) -> Write:
    """Delete all files of a consultation."""
    return Write(_WIPE, {"of_consultation": consultation})


def wipe_some(consultation: str) -> Write:
    """In parts: delete all files of a consultation."""
    return Write(_WIPE_SOME, {"of_consultation": consultation})


async def strays(
    database: Database, keys: Keyring, consultation: str, named: Iterable[str]
) -> tuple[Write, ...]:
    """Deletes every file of a consultation but those that its responses name."""
    kept = {_secrets(keys, consultation, name)[0] for name in named}
    there = {bytes(row[0]) for row in await database.rows(_IDS, consultation=consultation)}
    return tuple(Write(_DELETE, {"which": identity}) for identity in sorted(there - kept))


def _secrets(keys: Keyring, consultation: str, name: str) -> tuple[bytes, bytes]:
    """What finds a file and what opens it."""
    answers = keys.answers(consultation)
    identity = keyed_hash(answers, b"attachment id", name.encode())[:NAME_BYTES]
    return identity, keyed_hash(answers, b"attachment key", name.encode())


def _purpose(part: int) -> bytes:
    return b"attachment %d" % part


def _cut(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PART):
        yield content[start : start + PART]
