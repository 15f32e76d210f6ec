"""The file of an SQLite database: its owner's alone, and connections to it with our settings."""

import contextlib
import os
import shutil
import sqlite3
import stat
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self
from urllib.parse import quote

import structlog

from storage.changes import StorageDown

BUSY_MS = 15_000
OTHERS = 0o077
SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "cache_size=-4096",
    "wal_autocheckpoint=4000",
    "foreign_keys=ON",
)
log = structlog.get_logger()
_memory = count(1)


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """`path` is empty for a database in memory; `address` is what SQLite knows it by."""

    path: str
    address: str

    @classmethod
    def of(cls, path: str) -> Self:
        """The file at a path; one in memory where that is empty or ":memory:"."""
        if path in {"", ":memory:"}:
            return cls("", f"file:mushawara-{next(_memory)}?mode=memory&cache=shared")
        return cls(path, f"file:{quote(path)}")

    def make(self) -> None:
        """See to it that it is there, for its owner only, and so is the log that follows its mode.

        Never opened when it is there: closing a file ends every lock this process has on it (fcntl(2)), and
        another process would then take the log for one that nobody uses.
        """
        if self.path:
            with contextlib.suppress(OSError):  # it is there, or SQLite says what is wrong
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            for name in (self.path, f"{self.path}-wal", f"{self.path}-shm"):
                _for_its_owner_only(Path(name))

    def connect(self) -> sqlite3.Connection:
        """A new connection with our settings. Raises `StorageDown`."""
        try:
            connection = sqlite3.connect(
                self.address, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
            )
            for setting in SETTINGS:
                connection.execute(f"PRAGMA {setting}")
        except sqlite3.Error as error:
            raise StorageDown(f"The database {self.address} cannot be opened: {error}") from error
        return connection

    def size(self) -> int:
        """Return its bytes, without the log; 0 where it is in memory."""
        return Path(self.path).stat().st_size if self.path else 0

    def has_room(self) -> bool:
        """Whether there is room to write it anew beside itself."""
        return not self.path or shutil.disk_usage(Path(self.path).parent).free > self.size()


def _for_its_owner_only(file: Path) -> None:
    """Older versions, and backups put back by hand, leave files that others on the machine can open."""
    with contextlib.suppress(FileNotFoundError):
        mode = stat.S_IMODE(file.stat().st_mode)
        if not mode & OTHERS:
            return
        try:
            file.chmod(mode & ~OTHERS)
        except PermissionError:
            log.warning("others can open the database; only its owner can change that", file=file.name)
        else:
            log.warning("others could open the database; now only its owner can", file=file.name)
