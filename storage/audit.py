"""The log of what staff did: each entry is chained to the one before it by a keyed hash.

Who changes or takes out an entry breaks the chain, unless they hold the master key as well. An end that was
cut off is told by who noted the last number and mark before (`mushawara audit verify --noted`).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.keys import Keyring
from storage.schema.staff import AUDIT, Audit
from storage.sealing import keyed_hash

DAY = 86_400
MARK = 12
"""Letters of a link that people note."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done. `who`: the code of who of the staff did it, or "command line"."""

    number: int
    day: int
    who: str
    what: str
    on: str
    """Of what: a consultation, or the beginning of an id."""
    link: bytes = field(repr=False)
    true: bool
    """Whether it is as it was written, after the one before it."""

    @property
    def mark(self) -> str:
        return self.link.hex()[:MARK]


_ALL = select(AUDIT.number, AUDIT.day, AUDIT.entry, AUDIT.link).order_by(AUDIT.number)
_LAST = select(AUDIT.number, AUDIT.link).order_by(AUDIT.number.desc()).limit(1)
_ADD = upsert(Audit).on_conflict_do_nothing()


async def every(database: Database, keys: Keyring) -> list[Entry]:
    """All entries, the oldest first, each compared with its link."""
    return list(_checked(keys, await database.rows(_ALL)))


def broken(entries: Sequence[Entry], noted: tuple[int, str] | None = None) -> int:
    """The number of the first entry that is not as it was written, or is missing; 0 if the log is whole.

    `noted`: number and mark of the last entry, as somebody wrote them down earlier.
    """
    untrue = [each.number for each in entries if not each.true]
    if untrue or noted is None:
        return min(untrue, default=0)
    marks = {each.number: each.mark for each in entries}
    return 0 if marks.get(noted[0]) == noted[1] else min(noted[0], len(entries) + 1)


async def note(database: Database, keys: Keyring, now: int, who: str, what: str, on: str = "") -> Write:
    """The next entry; raises `Stale` if another came meanwhile."""
    number, before = await database.row(_LAST) or (0, b"")
    entry = json.dumps({"who": who, "what": what, "on": on}, ensure_ascii=False, sort_keys=True)
    day = now // DAY
    link = _link(keys, before, number + 1, day, entry)
    values = {"number": number + 1, "day": day, "entry": entry, "link": link}
    return Write(_ADD, values, otherwise=Stale)


def _link(keys: Keyring, before: bytes, number: int, day: int, entry: str) -> bytes:
    return keyed_hash(keys.staff, b"audit", before, str(number).encode(), str(day).encode(), entry.encode())


def _checked(keys: Keyring, rows: list[Row]) -> Iterator[Entry]:
    before = b""
    for expected, (number, day, entry, link) in enumerate(rows, 1):
        true = number == expected and link == _link(keys, before, number, day, entry)
        yield Entry(number, day, **json.loads(entry), link=link, true=true)
        before = link
