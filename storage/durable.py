"""Files that must be there after a power loss."""

import contextlib
import os
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """The whole file or none of it, whatever happens meanwhile; only its owner may read it."""
    draft = path.with_suffix(path.suffix + ".new")
    _write(draft, content)
    draft.rename(path)
    sync_folder(path.parent)


def create_durably(path: Path, content: bytes) -> None:
    """The same where there is no such file yet; of several that try at once, one does.

    Raises `FileExistsError`.
    """
    draft = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    _write(draft, content)
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    sync_folder(path.parent)


def _write(path: Path, content: bytes) -> None:
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """A name that came into a folder, or went, is so after a power loss too."""
    sync_file(folder)


def sync_file(path: Path) -> None:
    """What was written into it by others is there after a power loss too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def destroy_file(path: Path) -> None:
    """Overwrite and remove a file of keys; nothing happens if it is gone already."""
    with contextlib.suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)
