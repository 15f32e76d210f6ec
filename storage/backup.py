"""A copy of what a restore needs: the database, and all keys but those of links.

The keys of single texts are in the newest copy alone: in an older one, what was erased since would be read.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from errno import EEXIST
from pathlib import Path

from storage.durable import destroy_file, sync_folder, write_durably
from storage.erasure_keys import NAME
from storage.store import Store

DATABASE = "mushawara.db"
KEYS = "keys"
DAYS = 30
"""What was erased lives on in copies no longer than this (`docs/guide-privacy.md`)."""


async def backup(store: Store, folder: Path, now: datetime) -> Path:
    """A new folder in this one, named by the time, whole or not there at all; only its owner may read it.

    The database first: a consultation that comes meanwhile has a key too many in it, never one too few.
    Raises `StorageDown`, `FileExistsError` and other `OSError`.
    """
    made = folder / f"{now:%Y-%m-%d-%H%M%S}"
    with _whole(made) as draft:
        await store.database.copy(draft / DATABASE)
        for name, sealed in store.keys.sealed_answers().items():
            write_durably(draft / KEYS / name, sealed)
        store.keys.erasure.copy(draft / KEYS / NAME)
    _destroy_older_keys(made)
    return made


def _destroy_older_keys(made: Path) -> None:
    for file in made.parent.glob(f"*/{KEYS}/{NAME}"):
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
