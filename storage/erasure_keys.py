"""Small random keys, one for each text that can be erased by itself: destroying the key erases the text.

They lie in one file of the key folder, outside the database: deleted rows live on in pages that were split,
in logs and in backups, but a key is overwritten in its place, once (crypto-shredding; NIST SP 800-88,
"cryptographic erase"). Their places are drawn by chance, so that they tell no order of arrival.
"""

import errno
import fcntl
import hashlib
import os
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from storage.changes import DiskFull, KeysUnavailable
from storage.durable import sync_folder
from storage.sealing import SealBroken

NAME = "erasure"
SIZE = 32
"""Bytes of a key. A place with zeros alone is free."""
FIRST = 2**20
"""Places in a new file. It is sparse, so that a small town takes a few pages of it."""
PAGE = 4096
"""Bytes that are copied together; where there is no key, none are written."""
AT_ONCE = 64
"""Keys that are made durable together, before anybody needs them."""
PATIENCE = 8
"""Places in a row that are taken already, after which the file is made twice as large."""
NO_KEY = 0
"""The number of what has no key of its own: it was saved before there were any, or on a full disk."""
FREE = bytes(SIZE)
CHECK_BITS = 32
_chance = random.SystemRandom()


class ErasureKeyMissing(SealBroken):
    """The key was destroyed: what was sealed under it is erased."""


@dataclass
class ErasureKeys:
    """The keys in the file of a folder, by number; processes that share the folder share them.

    A number tells the place of a key and 32 bits of its hash. So a number that outlived its key never stands
    for the key that took its place.
    """

    folder: Path
    unused: list[int] = field(default_factory=list, init=False, repr=False)
    """Numbers of keys that are durable and belong to nobody yet."""
    _handle: int = field(default=-1, init=False, repr=False)
    _was_open: bool = field(default=False, init=False, repr=False)
    """From then on the file is never made anew: without its keys everything would count as erased."""

    @property
    def path(self) -> Path:
        return self.folder / NAME

    def check(self) -> None:
        """Raise `KeysUnavailable` where the file that was open here is not in the folder any more."""
        if self._was_open:
            self._file()

    def open(self) -> None:
        """Open the file, or make it with its folder; from then on it is never made anew."""
        self._file()

    def draw(self) -> int:
        """Return the number of a new key that is durable already.

        On a full disk that is `NO_KEY`: nothing but erasing is written then. Raises `KeysUnavailable` if the
        file cannot be written for another reason.
        """
        if not self.unused:
            with suppress(DiskFull), self._failing():
                self._make(AT_ONCE)
        return self.unused.pop() if self.unused else NO_KEY

    def give_back(self, number: int) -> None:
        """Take back a number that was drawn and never used."""
        if number != NO_KEY:
            self.unused.append(number)

    def read(self, number: int) -> bytes:
        """Return a key; empty for `NO_KEY`. Raises `ErasureKeyMissing` and `KeysUnavailable`."""
        if number == NO_KEY:
            return b""
        place = number >> CHECK_BITS
        file = self._file()
        with self._raise_unavailable():
            key = os.pread(file, SIZE, place * SIZE)
        if len(key) < SIZE or key == FREE or _number(place, key) != number:
            raise ErasureKeyMissing
        return key

    def destroy(self, numbers: Iterable[int]) -> None:
        """Overwrite keys durably; those that are gone already are passed over.

        Raises `KeysUnavailable`.
        """
        with self._failing(), _locked(self._file()) as file:
            for number in numbers:
                with suppress(ErasureKeyMissing):
                    if self.read(number):
                        os.pwrite(file, FREE, (number >> CHECK_BITS) * SIZE)
            os.fdatasync(file)

    def copy(self, path: Path) -> None:
        """Write all keys to a new file, durably. Raises `KeysUnavailable` or `DiskFull`."""
        with self._failing(), _locked(self._file()) as file:
            size = os.fstat(file).st_size
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                for at in range(0, size, PAGE):
                    if any(part := os.pread(file, PAGE, at)):
                        os.pwrite(copy.fileno(), part, at)
                os.ftruncate(copy.fileno(), size)
                os.fsync(copy.fileno())

    def close(self) -> None:
        """Destroy what nobody took, and let the file go."""
        if not self._was_open:
            return
        with suppress(KeysUnavailable):
            self.destroy(self.unused)
        if self._handle >= 0:
            os.close(self._handle)
        self._handle, self.unused, self._was_open = -1, [], False

    def _make(self, count: int) -> None:
        with _locked(self._file()) as file:
            for _ in range(count):
                self.unused.append(_make_key(file))
            os.fdatasync(file)

    def _file(self) -> int:
        """The open file. Where another took its place, as after a folder was put back, that one is opened.

        What was sealed under a key of a file that is gone nobody could open after the next start.
        """
        if not self._was_open:
            self._handle, self._was_open = self._create(), True
        with self._raise_unavailable():
            if self._handle >= 0 and not os.path.samestat(
                os.stat(f"{self.folder}/{NAME}"), os.fstat(self._handle)
            ):
                os.close(self._handle)
                self._handle, self.unused = -1, []
            if self._handle < 0:
                self._handle = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        return self._handle

    def _create(self) -> int:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with _locked(handle):
            if os.fstat(handle).st_size < FIRST * SIZE:
                os.ftruncate(handle, FIRST * SIZE)
                os.fsync(handle)
                sync_folder(self.folder)
        return handle

    @contextmanager
    def _raise_unavailable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise KeysUnavailable(
                f"{self.path} cannot be read: {error.strerror}. Put the key folder back where it was; "
                "nothing has to be started again."
            ) from error

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            kind = DiskFull if error.errno == errno.ENOSPC else KeysUnavailable
            raise kind(f"{self.path} cannot be written: {error.strerror}.") from error


def _make_key(file: int) -> int:
    """Write a new key where chance puts it; its number."""
    while True:
        places = os.fstat(file).st_size // SIZE
        for _ in range(PATIENCE):
            place = _chance.randrange(1, places)
            if os.pread(file, SIZE, place * SIZE) == FREE:
                key = os.urandom(SIZE)
                os.pwrite(file, key, place * SIZE)
                return _number(place, key)
        os.ftruncate(file, 2 * places * SIZE)


def _number(place: int, key: bytes) -> int:
    check = hashlib.sha256(key).digest()[: CHECK_BITS // 8]
    return place << CHECK_BITS | int.from_bytes(check, "big")


@contextmanager
def _locked(file: int) -> Iterator[int]:
    """While no other process makes or destroys keys."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield file
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)
