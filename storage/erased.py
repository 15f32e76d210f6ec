"""Who was erased, as opaque ids beside the keys, so that a restored backup does not bring them back.

One file a month in the key folder, where no backup of the database reaches, and the same beside the backups,
which outlive the server. Its ids, of persons and of responses alike, are sorted: their order does not tell
which were erased together.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from storage import (
    attachments,
    chat_messages,
    consultations,
    conversations,
    erasable,
    organisations,
    people,
    responses,
    shared_drafts,
)
from storage.changes import Changes, StorageDown, Write
from storage.durable import write_durably
from storage.erasure_keys import NO_KEY, ErasureKeyMissing
from storage.housekeeping import add_chore
from storage.keys import KeyMissing
from storage.store import Store

MONTHS_KEPT = 2
"""Backups are kept for 30 days at most (`docs/guide-privacy.md`)."""
_NAME = "erased-{month}"


def note(ids: Iterable[bytes], now: int) -> tuple[Write, ...]:
    """Chores that remember these ids before "erased" is said; `now` in UTC seconds gives the month."""
    month = datetime.fromtimestamp(now, UTC).strftime("%Y-%m")
    return tuple(add_chore("erase", f"{month} {each.hex()}") for each in ids)


def remember(folder: Path, subjects: Iterable[str]) -> None:
    """Keep what `note` noted, durably. Raises `StorageDown` if the key folder cannot be written."""
    by_month: dict[str, set[str]] = {}
    for month, _, identity in (subject.partition(" ") for subject in subjects):
        by_month.setdefault(month, set()).add(identity)
    for month, ids in by_month.items():
        _add(folder / _NAME.format(month=month), ids)


def merge_lists(source: Path, folder: Path) -> None:
    """Add what the lists of one folder hold to those of another. Raises `StorageDown`."""
    for path in sorted(source.glob(_NAME.format(month="*"))):
        _add(folder / path.name, set(_lines(path)))


def _add(path: Path, ids: set[str]) -> None:
    try:
        before = set(_lines(path))
        if ids <= before:
            return
        write_durably(path, "".join(f"{line}\n" for line in sorted(ids | before)).encode())
    except OSError as error:
        raise StorageDown(f"{path} cannot be written: {error.strerror}.") from error


def drop_old(folder: Path, now: int) -> None:
    """Forget the ids that no backup can hold any more."""
    date = datetime.fromtimestamp(now, UTC)
    months = date.year * 12 + date.month - 1 - MONTHS_KEPT
    oldest = _NAME.format(month=f"{months // 12}-{months % 12 + 1:02}")
    for path in folder.glob(_NAME.format(month="*")):
        if path.name < oldest:
            path.unlink(missing_ok=True)


async def again(store: Store, now: int) -> int:
    """After a restore: erase once more whoever was erased since; how many ids were found again."""
    files = store.keys.folder.glob(_NAME.format(month="*"))
    ids = sorted(bytes.fromhex(line) for path in files for line in _lines(path))
    found = [identity for identity in ids if await _writes(store, identity)]
    for identity in found:
        await store.apply(Changes((*await _writes(store, identity), *note((identity,), now))))
    return len(found)


async def _writes(store: Store, identity: bytes) -> tuple[Write, ...]:
    database, keys = store.database, store.keys
    if await people.get(database, identity):
        surveys = await consultations.reachable_surveys(database)
        sent = await responses.all_by(database, keys, identity, surveys)
        drafts = (await conversations.load(database, keys, identity)).conversation
        answers = (responses.erase(keys, identity, slug, survey, each) for slug, survey, each in sent)
        files = (attachments.drop(keys, slug, (name,)) for slug, name in drafts.files)
        gone = (write for writes in (*answers, *files) for write in writes)
        organisation = await organisations.of(database, keys, identity)
        left = organisations.leave(keys, organisation, identity) if organisation else ()
        messages = chat_messages.forget(keys, identity)
        own = erasable.destroy(await erasable.numbers_of(database, identity))
        return (*gone, *left, messages, conversations.drop(identity), *people.forget(identity), *own)
    if organisation := await organisations.get(database, keys, identity):
        surveys = await consultations.reachable_surveys(database)
        begun = await shared_drafts.all_of(database, keys, identity, surveys)
        erased = (write for draft in begun for write in shared_drafts.erase(keys, draft))
        return (*erased, *organisations.remove(organisation))
    return await _response(store, identity)


async def _response(store: Store, identity: bytes) -> tuple[Write, ...]:
    try:
        found = await responses.by_id(store.database, store.keys, identity)
    except (KeyMissing, ErasureKeyMissing):  # nobody can read it, nor its files
        return responses.drop(identity, NO_KEY)
    if found is None:
        return ()
    slug, sent = found
    files = attachments.drop(store.keys, slug, sent.document.files)
    return (*responses.drop(identity, sent.erasure_key), *files)


def _lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []
