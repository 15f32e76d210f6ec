"""Room kept for a full disk: a file beside the database that is let go when erasing would fail without it.

A full disk makes even DELETE fail, since SQLite first writes what it changes into its write-ahead log.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import structlog

log = structlog.get_logger()
LARGEST = 32 * 2**20
SHARE = 4
"""At most one part in so many of the free room is taken."""


@dataclass
class Ballast:
    """`path` is where it lies; None where the database is not a file of ours."""

    path: Path | None
    dropped: bool = field(default=False, init=False)
    """Whether it was let go, and there was no room to lay it again yet."""
    _size: int = field(default=0, init=False)

    def lay(self) -> bool:
        """Take the room, unless it is taken; whether it lies there now."""
        if self.path is None or self.path.exists():
            return self.path is not None
        free = shutil.disk_usage(self.path.parent).free
        size = self._size or min(LARGEST, free // SHARE)
        if not size or size > free // 2:
            return False
        try:
            _fill(self.path, size)
        except OSError:
            self.path.unlink(missing_ok=True)
            return False
        self._size, self.dropped = size, False
        return True

    def drop(self) -> bool:
        """Give the room back; whether there was any."""
        if self.path is None or not self.path.exists():
            return False
        self._size = self.path.stat().st_size
        self.path.unlink()
        self.dropped = True
        log.error(
            "the disk is full: only erasing works until there is room again", folder=str(self.path.parent)
        )
        return True


def _fill(path: Path, size: int) -> None:
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        os.posix_fallocate(file.fileno(), 0, size)
