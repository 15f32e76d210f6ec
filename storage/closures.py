"""Which consultations were closed, beside the keys, so that an older copy of the database opens none again.

One file in the key folder, in the newest backup too: a slug a line, in no order of time.
"""

from pathlib import Path

from storage.changes import StorageDown
from storage.durable import write_durably

NAME = "closed"


def read_closures(folder: Path) -> set[str]:
    """The slugs of all that were closed with the keys in this folder."""
    path = folder / NAME
    return set(path.read_text().split()) if path.exists() else set()


def record_closure(folder: Path, slug: str) -> None:
    """Remember durably that a consultation is closed. Raises `StorageDown`."""
    before = read_closures(folder)
    if slug in before:
        return
    try:
        write_durably(folder / NAME, write_closures({*before, slug}))
    except OSError as error:
        raise StorageDown(f"{folder / NAME} cannot be written: {error.strerror}.") from error


def write_closures(slugs: set[str]) -> bytes:
    """The content of the file."""
    return "".join(f"{slug}\n" for slug in sorted(slugs)).encode()
