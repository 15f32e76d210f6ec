"""Responses and the link to them. A response knows nothing of persons; only the link key leads to it."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import (
    BigInteger,
    Integer,
    LargeBinary,
    String,
    bindparam,
    delete,
    false,
    insert,
    null,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from storage import attachments
from storage.changes import NotOpen, Stale, Write
from storage.database import Database, Row
from storage.erasable import destroy, number_of, seal_erasably, unseal_erasable
from storage.erasure_keys import NO_KEY, ErasureKeyMissing
from storage.guard import Sealed, derive_lasting_id, unwrap, wrap
from storage.keys import KeyMissing, Keyring
from storage.parts import PART
from storage.schema.answers import LINK, RESPONSE, Link, Response
from storage.schema.consultations import CONSULTATION
from storage.sealing import keyed_hash, room_for, seal, unseal
from storage.slots import random_slot
from storage.terms import Access

WEEK = 7 * 86_400
"""Seconds: nothing finer is kept of when a response came."""
BARRED = b"barred"
"""In place of a response's id: it may be there already, and nobody can tell which it is."""

_OPEN = (
    select(CONSULTATION.slug)
    .where(CONSULTATION.slug == bindparam("of_consultation"), CONSULTATION.state == bindparam("while_state"))
    .with_for_update(read=True)  # a close waits for what comes before it, and is waited for
    .exists()
)
_INSERT_WHILE = insert(Response).from_select(
    ["slot", "id", "consultation", "survey", "version", "kind", "week", "document", "copied", "guarded"],
    select(
        *(
            bindparam(name, type_=kind)
            for name, kind in (
                ("new_slot", BigInteger),
                ("new_id", LargeBinary),
                ("new_consultation", String),
                ("new_survey", String),
                ("new_version", Integer),
                ("new_kind", String),
                ("new_week", Integer),
                ("new_document", LargeBinary),
            )
        ),
        false(),
        true(),
    ).where(_OPEN),
)
_INSERT = insert(Response)
_REPLACE = (
    update(Response)
    .where(RESPONSE.id == bindparam("which"), _OPEN)
    .values(
        document=bindparam("new_document"),
        version=bindparam("new_version"),
        week=bindparam("new_week"),
        reading=null(),
        guarded=true(),
    )
)
_DELETE = delete(Response).where(RESPONSE.id == bindparam("which"))
_DROP_WEEKS = (
    update(Response).where(RESPONSE.consultation == bindparam("of_consultation")).values(week=null())
)
_LINK = upsert(Link).on_conflict_do_nothing()
_UNLINK = delete(Link).where(LINK.lookup == bindparam("at"))
_UNLINK_ALL = delete(Link).where(LINK.consultation == bindparam("of_consultation"))
_some_links, _some = LINK.lookup.table.alias("some_links"), RESPONSE.id.table.alias("some_of_it")
_UNLINK_SOME = delete(Link).where(
    LINK.lookup.in_(
        select(_some_links.c.lookup)
        .where(_some_links.c.consultation == bindparam("of_consultation"))
        .limit(PART)
    )
)
_DROP_SOME_WEEKS = (
    update(Response)
    .where(
        RESPONSE.slot.in_(
            select(_some.c.slot)
            .where(_some.c.consultation == bindparam("of_consultation"), _some.c.week.is_not(None))
            .limit(PART)
        )
    )
    .values(week=null())
)
_LINKED = select(LINK.sealed).where(LINK.lookup == bindparam("at"))
COLUMNS = (
    *(RESPONSE.consultation, RESPONSE.survey, RESPONSE.version),
    *(RESPONSE.id, RESPONSE.document, RESPONSE.reading, RESPONSE.guarded),
)
"""What `open_response` needs."""
ONE = select(*COLUMNS).where(RESPONSE.id == bindparam("which"))


@dataclass(frozen=True, slots=True)
class Document:
    """What lies sealed in a response: the submission (ODK XML) and the consent it was given under.

    `access` is "code" if it was given by somebody who entered a single-use code; which one is not known.
    `looks_made`: whether it came in as by a machine (`storage/signs.py`).
    """

    submission: str = field(repr=False)
    consent: str
    language: str
    access: Access = "open"
    looks_made: bool = False

    @property
    def files(self) -> frozenset[str]:
        """Names of the files that are answers in it (see `storage.attachments`)."""
        return attachments.named_in(self.submission)


_DOCUMENT = msgspec.json.Decoder(Document)


@dataclass(frozen=True, slots=True)
class Sent:
    """A response that was sent, opened; `reading` lies sealed (see `storage.readings`).

    `id`: the one that lasts; `row`: how it lies now. `erasure_key`: the number of the key that it is sealed
    under, with the answers key.
    """

    id: bytes
    version: int
    document: Document
    row: Sealed
    reading: bytes | None = field(default=None, repr=False)
    erasure_key: int = NO_KEY

    @property
    def ids(self) -> frozenset[bytes]:
        """All ids by which a copy may know it."""
        return frozenset({self.id, self.row.id})


@dataclass(frozen=True, slots=True)
class Destination:
    """Which survey of which consultation, and which kind of responses."""

    consultation: str
    survey: str
    version: int
    kind: str

    @property
    def taken_while(self) -> str:
        """The state in which the consultation must be for a response of this kind to be taken."""
        return "scheduled" if self.kind == "trial" else "open"


async def sent_by(
    database: Database, keys: Keyring, person: bytes, consultation: str, survey: str
) -> Sent | None:
    """What a person sent to a survey, as long as the link key is there."""
    linked = await _linked(database, keys, person, consultation, survey)
    if linked is None:
        return None
    try:
        found = await by_id(database, keys, linked)
    except ErasureKeyMissing:  # erased since, and brought back by a backup
        return None
    return found[1] if found else None


async def is_barred(database: Database, keys: Keyring, person: bytes, consultation: str, survey: str) -> bool:
    """Whether what a person sent to a survey may be counted already, by a copy that was put back."""
    return await _linked(database, keys, person, consultation, survey) == BARRED


async def _linked(
    database: Database, keys: Keyring, person: bytes, consultation: str, survey: str
) -> bytes | None:
    try:
        key = keys.link(consultation)
    except KeyMissing:
        return None
    at = _lookup(key, person, survey)
    link = await database.row(_LINKED, at=at)
    return unseal(key, link[0], at) if link else None


async def unanswered(
    database: Database, keys: Keyring, people: Iterable[bytes], consultation: str, surveys: Iterable[str]
) -> set[bytes]:
    """Who of these sent nothing to any of these surveys. Raises `KeyMissing`: nobody can tell any more."""
    key, names, among = keys.link(consultation), tuple(surveys), tuple(people)
    linked = await asyncio.gather(
        *(database.row(_LINKED, at=_lookup(key, person, survey)) for person in among for survey in names)
    )
    by_person = zip(*[iter(linked)] * len(names), strict=True) if names else ([] for _ in among)
    return {person for person, links in zip(among, by_person, strict=True) if not any(links)}


async def all_by(
    database: Database, keys: Keyring, person: bytes, surveys: Iterable[tuple[str, str]]
) -> list[tuple[str, str, Sent]]:
    """What a person sent, out of these (consultation, survey), as long as the link keys are there."""
    found = [(*where, await sent_by(database, keys, person, *where)) for where in surveys]
    return [(consultation, survey, sent) for consultation, survey, sent in found if sent]


async def by_id(database: Database, keys: Keyring, response: bytes) -> tuple[str, Sent] | None:
    """A response that nobody may be linked to any more, by the id in its row, and its consultation.

    Raises `KeyMissing`.
    """
    row = await database.row(ONE, which=response)
    return (row[0], open_response(keys, row)) if row else None


def send(
    keys: Keyring, to: Destination, person: bytes, response: bytes, week: int, document: Document
) -> tuple[Write, ...]:
    """Keep a new response and the link to it; raises `NotOpen` when the consultation is not open any more.

    `response`: the id in its row, until the close.
    """
    key = keys.link(to.consultation)
    at = _lookup(key, person, to.survey)
    values = {
        "new_slot": random_slot(),
        "new_id": response,
        "new_consultation": to.consultation,
        "new_survey": to.survey,
        "new_version": to.version,
        "new_kind": to.kind,
        "new_week": week,
        "new_document": _guarded(keys, to.consultation, response, document, keys.erasure.draw()),
        "of_consultation": to.consultation,
        "while_state": to.taken_while,
    }
    link = {"lookup": at, "consultation": to.consultation, "sealed": seal(key, response, at)}
    return (Write(_INSERT_WHILE, values, otherwise=NotOpen), Write(_LINK, link, otherwise=Stale))


def replace(keys: Keyring, to: Destination, before: Sent, week: int, document: Document) -> tuple[Write, ...]:
    """Change a response that was sent before; raises `NotOpen`.

    It is as one that came this week: else who reads would see at once what was changed. What was read out of
    it is dropped, and the files it has no more.
    """
    number, response = before.erasure_key or keys.erasure.draw(), before.row.id
    values = {
        "which": response,
        "new_week": week,
        "new_version": to.version,
        "new_document": _guarded(keys, to.consultation, response, document, number),
        "of_consultation": to.consultation,
        "while_state": to.taken_while,
    }
    gone = attachments.drop(keys, to.consultation, before.document.files - document.files)
    return (Write(_REPLACE, values, otherwise=NotOpen), *gone)


def add_simulated(keys: Keyring, to: Destination, response: bytes, document: Document) -> Write:
    """A response that nobody gave, kept apart from real ones."""
    values = {
        "slot": random_slot(),
        "id": response,
        "consultation": to.consultation,
        "survey": to.survey,
        "version": to.version,
        "kind": "simulated",
        "week": None,
        "document": _sealed(keys, to.consultation, response, document, NO_KEY),
        "reading": None,
        "copied": False,
        "guarded": False,
    }
    return Write(_INSERT, values)


def erase(keys: Keyring, person: bytes, consultation: str, survey: str, sent: Sent) -> tuple[Write, ...]:
    """Delete a response with its files, and the link to it."""
    at = _lookup(keys.link(consultation), person, survey)
    files = attachments.drop(keys, consultation, sent.document.files)
    return (*drop(sent.row.id, sent.erasure_key), Write(_UNLINK, {"at": at}), *files)


def drop(response: bytes, erasure_key: int) -> tuple[Write, ...]:
    """Delete a response, and then its key; its link, if there is one, leads nowhere then."""
    return (Write(_DELETE, {"which": response}), *destroy((erasure_key,)))


def bars(
    keys: Keyring, consultation: str, survey: str, respondents: Iterable[bytes]
) -> Iterator[dict[str, object]]:
    """Rows of links by which none of these can send anything to a survey. They look like all others."""
    key = keys.link(consultation)
    for each in respondents:
        at = _lookup(key, each, survey)
        yield {"lookup": at, "consultation": consultation, "sealed": seal(key, BARRED, at)}


def unlink_all(consultation: str) -> tuple[Write, ...]:
    """At opening after a trial: no link is left, and no week."""
    values = {"of_consultation": consultation}
    return (Write(_UNLINK_ALL, values), Write(_DROP_WEEKS, values))


def unlink_some(consultation: str) -> tuple[Write, ...]:
    """At close the same, each in parts."""
    values = {"of_consultation": consultation}
    return (Write(_UNLINK_SOME, values), Write(_DROP_SOME_WEEKS, values))


def _lookup(link_key: bytes, person: bytes, survey: str) -> bytes:
    return keyed_hash(link_key, person, survey.encode())


def _guarded(
    keys: Keyring, consultation: str, response: bytes, document: Document, erasure_key: int
) -> bytes:
    guard = keys.guard(consultation)
    sealed = _sealed(keys, consultation, derive_lasting_id(guard, response), document, erasure_key)
    return wrap(guard, sealed, response)


def _sealed(keys: Keyring, consultation: str, response: bytes, document: Document, erasure_key: int) -> bytes:
    text = msgspec.json.encode(document)
    return seal_erasably(keys, keys.answers(consultation), erasure_key, text, response, room_for(text))


def open_response(keys: Keyring, row: Row) -> Sent:
    """A response out of its `COLUMNS`. Raises `KeyMissing`, `ErasureKeyMissing` and `SealBroken`."""
    consultation, _, version, *columns = row
    lies = Sealed(*columns)
    lasts = unwrap(keys, consultation, lies)
    text = unseal_erasable(keys, keys.answers(consultation), lasts.document, lasts.id)
    return Sent(lasts.id, version, _DOCUMENT.decode(text), lies, lasts.reading, number_of(lasts.document))
