"""A copy of what a restore needs: the database, and all keys but those of links (`storage/restore.py`).

The keys of single texts are in the newest copy alone: in an older one, what was erased since would be read.

Whoever has several copies, and all keys that are left after the close, compares them: who stands elsewhere
than in the copy before, and which responses are new. So nothing goes along of where people are just now, and
new responses only when they are many.
"""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from errno import EEXIST
from pathlib import Path

from storage import closures, collected, consultations, erased
from storage.closures import read_closures
from storage.databases import open_database
from storage.durable import destroy_file, sync_folder, write_durably
from storage.erasure_keys import NAME
from storage.mix import list_guarded, mix_responses, sweep_files
from storage.parts import write_in_parts
from storage.store import Store
from storage.upgrade import is_upgraded, revision_of
from storage.writer import Writer

DATABASE = "mushawara.db"
KEYS = "keys"
SUMS = "SHA256SUMS"
"""What `sha256sum --check` reads."""
GUARDED_SINCE = "0030"
"""The schema from which on responses may be guarded."""
MANY = 20
"""So many responses to a consultation must be new for any of them to go along."""
LEFT_OUT = {
    **dict.fromkeys(
        (
            *("conversation", "shown", "outbox", "chat_message", "seen", "reminder", "put_aside"),
            *("link", "shared_draft", "inquiry", "staff_link", "staff_session"),
        ),
        "TRUE",
    ),
    "delivery": "announcement IN (SELECT id FROM source.announcement "
    "WHERE audience = 'unanswered' OR kind = 'inquiry_done')",
    "response": "NOT copied AND kind <> 'simulated' AND consultation IN "
    "(SELECT slug FROM source.consultation WHERE state = 'scheduled' OR state = 'open')",
}
"""Rows that no copy has: of where people are just now, of what ends with a link key, and what is too new."""
ONLY_IN_NEWEST = (NAME, closures.NAME)
"""Files of which an older copy would bring back what was erased, or opened again what was closed."""
DAYS = 30
"""What was erased lives on in copies no longer than this (`docs/guide-privacy.md`)."""


async def backup(store: Store, folder: Path, now: datetime) -> Path:
    """A new folder in this one, named by the time, whole or not there at all; only its owner may read it.

    The database first: a consultation that comes meanwhile has a key too many in it, never one too few.
    Raises `KeyMissing` where a key is lost, `StorageDown`, `FileExistsError` and other `OSError`.
    """
    left_out = dict(LEFT_OUT)
    is_guarded = await revision_of(store.database) >= GUARDED_SINCE
    if await is_upgraded(store.database):
        await _mark_new(store)
    else:  # it is copied before it is upgraded, and cannot tell what is new
        del left_out["response"]
    made = folder / f"{now:%Y-%m-%d-%H%M%S}"
    with _whole(made) as draft:
        guarded = await list_guarded(store.database) if is_guarded else ()
        await _copy_mixed(store, draft / DATABASE, left_out, guarded)
        (draft / KEYS).mkdir(mode=0o700)
        for name, sealed in store.keys.sealed_answers().items():
            write_durably(draft / KEYS / name, sealed)
        store.keys.erasure.copy(draft / KEYS / NAME)
        write_durably(draft / KEYS / closures.NAME, closures.write_closures(read_closures(store.keys.folder)))
        write_durably(draft / SUMS, _sums(draft).encode())
    for name in ONLY_IN_NEWEST:
        _destroy_older(made, name)
    erased.merge_lists(store.keys.folder, folder)
    return made


async def _copy_mixed(
    store: Store, path: Path, left_out: Mapping[str, str], guarded: Collection[str]
) -> None:
    """As it would be after the close of those that are guarded: whoever restores it has no link key.

    Copied twice then, so that the file never held what was there before.
    """
    if not guarded:
        return await store.database.copy(path, left_out)
    first = path.with_suffix(".first")
    await store.database.copy(first, left_out)
    copied = open_database(f"sqlite:///{first}")
    try:
        for slug in guarded:
            await mix_responses(copied, store.keys, slug, Writer(copied).apply)
            await sweep_files(copied, store.keys, slug, Writer(copied).apply)
        await copied.copy(path, {})
    finally:
        await copied.close()
    first.unlink()


async def _mark_new(store: Store) -> None:
    """New responses go along from now on, where they are many; all that there are must have their key."""
    for consultation in await consultations.every(store.database):
        if consultation.state != "expired":
            store.keys.answers(consultation.slug)
        if await collected.count_new(store.database, consultation.slug, MANY) == MANY:
            await write_in_parts(store, collected.mark_some(consultation.slug))


def damaged(copy: Path) -> list[str]:
    """Names of files of a copy that are not as they were written, or are not there.

    What is in the newest copy alone is not missed. Raises `FileNotFoundError` for what is no copy.
    """
    found = []
    for line in (copy / SUMS).read_text().splitlines():
        digest, name = line.split("  ")
        file = copy / name
        if _sum(file) != digest if file.exists() else file.name not in ONLY_IN_NEWEST:
            found.append(name)
    return found


def _sums(copy: Path) -> str:
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    return "".join(f"{_sum(path)}  {path.relative_to(copy)}\n" for path in files)


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _destroy_older(made: Path, name: str) -> None:
    for file in made.parent.glob(f"*/{KEYS}/{name}"):
        if file.parent.parent != made:
            destroy_file(file)


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Where it is made, which gets its name when nothing failed. What is there already is left alone."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder.with_name(f"{folder.name}.part")
    if folder.exists():
        raise FileExistsError(EEXIST, "is there already", str(folder))
    draft.mkdir(mode=0o700)
    try:
        yield draft
        sync_folder(draft)
        os.rename(draft, folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def too_old(folder: Path, now: datetime) -> list[Path]:
    """The copies in a folder that should have been deleted by now."""
    return sorted(each for each in folder.iterdir() if _day(each) < now.date() - timedelta(days=DAYS))


def _day(copy: Path) -> date:
    try:
        return date.fromisoformat(copy.name[:10])
    except ValueError:
        return date.max
