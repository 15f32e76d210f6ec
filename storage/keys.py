"""The keys: some derive from the operator's master key, two for each consultation are files, and
one for each text that can be erased by itself lies in a file of them all (`storage/erasure_keys.py`).

A consultation's *link key* ties a person to a response, guards what is sent and is destroyed at close; its
*answers key* opens the responses and is destroyed with them. The *conversation key* opens where people are
just now; a new one takes its place at each close. All of them lie in the key folder, wrapped by the master
key, never in the database.
What must end with a close is in no backup: link keys and the conversation key.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.changes import KeysUnavailable, StorageDown
from storage.closures import read_closures
from storage.durable import create_durably, destroy_file, sync_folder, write_durably
from storage.erasure_keys import ErasureKeys
from storage.sealing import SealBroken, keyed_hash, seal, unseal

KEY_BYTES = 32
OTHERS = 0o077
REMEDY = "Put it back; nothing has to be started again."
LARGEST = 4_096
"""Bytes of a key file, and many more."""
PURPOSES = ("contact", "index", "wrapping", "trial", "codes", "organisation", "staff")
"""What the keys that derive from the master key are for."""
FileKey = Literal["link", "answers"]
CONVERSATION, NEXT_CONVERSATION = "conversation.key", "conversation.next"


class KeyMissing(Exception):
    """A key file is not there or is not a key: destroyed at close, or this is not the right key folder."""


def derive(master: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"mushawara {purpose}".encode()).derive(master)


@dataclass(frozen=True)
class Keyring:
    """All keys at hand. A key is used only while its file is unchanged: a destroyed one is gone at once."""

    folder: Path
    master: bytes = field(repr=False)
    contact: bytes = field(init=False, repr=False)
    index: bytes = field(init=False, repr=False)
    wrapping: bytes = field(init=False, repr=False)
    trial: bytes = field(init=False, repr=False)
    codes: bytes = field(init=False, repr=False)
    organisation: bytes = field(init=False, repr=False)
    staff: bytes = field(init=False, repr=False)
    erasure: ErasureKeys = field(init=False, repr=False, compare=False)
    _opened: dict[str, tuple[tuple[int, ...], bytes]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Keys by the name of their file, with what told that file apart; see `let_go`."""
    _began: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    """Keys that were there once: one that is gone then is not made anew, and only a close destroyed it."""

    def __post_init__(self) -> None:
        for purpose in PURPOSES:
            object.__setattr__(self, purpose, derive(self.master, purpose))
        object.__setattr__(self, "erasure", ErasureKeys(self.folder))

    def check(self) -> None:
        """Raises `StorageDown` if others can read the keys, or they were made with another master key."""
        for path in (self.folder, *self.folder.glob("*")):
            if path.exists() and path.stat().st_mode & OTHERS:
                raise StorageDown(
                    f"Others on this machine can open {path}. Let its owner alone: chmod -R go= {self.folder}"
                )
        for path in self.folder.glob("*.answers"):
            if not self._opens(path.name, path.read_bytes()):
                raise StorageDown(
                    f"The master key does not open {path}. Set the one this installation was set up with "
                    "(MUSHAWARA_MASTER_KEY or MUSHAWARA_MASTER_KEY_FILE), or check MUSHAWARA_KEYS."
                )

    def create(self, slug: str) -> None:
        """Make the two keys of a new consultation, if they are not there yet. Raises `KeysUnavailable`."""
        self._prepare_folder()
        for kind in ("link", "answers"):
            path = self._path(slug, kind)
            if not path.exists():
                write_durably(path, seal(self.wrapping, os.urandom(KEY_BYTES), path.name.encode()))

    def link(self, slug: str) -> bytes:
        """Raises `KeyMissing` after the close, and `KeysUnavailable`."""
        return self._read(slug, "link")

    def guard(self, slug: str) -> bytes:
        """What responses lie under besides, until the close (`storage/guard.py`); then `KeyMissing`."""
        return keyed_hash(self.link(slug), b"guard")

    def answers(self, slug: str) -> bytes:
        """Raises `KeyMissing` once the responses expired, and `KeysUnavailable`."""
        return self._read(slug, "answers")

    @property
    def conversation(self) -> bytes:
        """The key that conversations are sealed under from now on; the first use makes it."""
        return self.conversations[0]

    @property
    def conversations(self) -> tuple[bytes, ...]:
        """The keys that a conversation may be sealed under: while one takes the place of another, two.

        Raises `KeysUnavailable` where it was there before.
        """
        found = self._read_conversations()
        if not found and CONVERSATION not in self._began:
            self._keep_conversation(os.urandom(KEY_BYTES))
            found = self._read_conversations()
        if not found:
            raise KeysUnavailable(f"The conversation key is not in {self.folder}. {REMEDY}")
        self._began.add(CONVERSATION)
        return found

    def keep_derived_conversation(self) -> None:
        """Seal conversations as older versions did, until the next close, if there is no key of them yet."""
        self._keep_conversation(derive(self.master, "conversation"))

    def _keep_conversation(self, key: bytes) -> None:
        self._prepare_folder()
        path = self.folder / CONVERSATION
        with suppress(FileExistsError):
            create_durably(path, seal(self.wrapping, key, path.name.encode()))

    def begin_conversation(self) -> None:
        """Seal conversations under a new key from now on; the old one still opens them. May be repeated."""
        self.erasure.check()
        path = self.folder / NEXT_CONVERSATION
        with suppress(FileExistsError):
            # called by the name that it will have
            create_durably(path, seal(self.wrapping, os.urandom(KEY_BYTES), CONVERSATION.encode()))

    def end_conversation(self) -> None:
        """Destroy the old key: what is sealed under it is gone. May be repeated."""
        self.erasure.check()
        old, new = self.folder / CONVERSATION, self.folder / NEXT_CONVERSATION
        if new.exists():
            destroy_file(old)
            new.rename(old)
            sync_folder(self.folder)

    def sealed_answers(self) -> dict[str, bytes]:
        """The key files of answers as they lie there, by name; without one that is just being destroyed."""
        found = {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.answers"))}
        return {name: sealed for name, sealed in found.items() if self._opens(name, sealed)}

    def let_go(self) -> None:
        """Keep no key out of a file in memory: another process may have destroyed it."""
        self._opened.clear()

    def destroy(self, slug: str, kind: FileKey) -> None:
        """Overwrite and remove a key; nothing happens if it is gone already. Raises `KeysUnavailable`."""
        self.erasure.check()
        path = self._path(slug, kind)
        self._opened.pop(path.name, None)
        self._began.discard(path.name)
        destroy_file(path)

    def trial_token(self, slug: str) -> str:
        """The secret part of the link by which makers try a consultation before it opens."""
        return keyed_hash(self.trial, slug.encode()).hex()[:22]

    def _prepare_folder(self) -> None:
        """A new one is made at the first use; one that is gone since is not, so that it can be put back."""
        self.erasure.check()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _opens(self, name: str, sealed: bytes) -> bool:
        try:
            unseal(self.wrapping, sealed, name.encode())
        except SealBroken:
            return False
        return True

    def _path(self, slug: str, kind: FileKey) -> Path:
        return self.folder / f"{slug}.{kind}"

    def _read_conversations(self) -> tuple[bytes, ...]:
        found = []
        for name in (NEXT_CONVERSATION, CONVERSATION):
            with suppress(KeyMissing):
                found.append(self._read_file(name, CONVERSATION))
        return tuple(found)

    def _read(self, slug: str, kind: FileKey) -> bytes:
        name = f"{slug}.{kind}"
        try:
            key = self._read_file(name, name)
        except KeyMissing as error:
            if name in self._began and slug not in read_closures(self.folder):
                raise KeysUnavailable(
                    f"The {kind} key of {slug} is not in {self.folder}. {REMEDY}"
                ) from error
            raise KeyMissing(f"{kind} key of {slug}") from error
        self._began.add(name)
        return key

    def _read_file(self, name: str, purpose: str) -> bytes:
        path = f"{self.folder}/{name}"
        before, key = self._opened.pop(name, ((), b""))
        try:
            now = _identity(path)
            if now != before:
                key = unseal(self.wrapping, _content(path), purpose.encode())
        except (FileNotFoundError, SealBroken) as error:  # while it is destroyed it is overwritten first
            self.erasure.check()
            raise KeyMissing(name) from error
        except OSError as error:
            raise KeysUnavailable(f"{path} cannot be read: {error.strerror}.") from error
        self._opened[name] = now, key
        return key


def _identity(path: str) -> tuple[int, ...]:
    """What changes when a file is written, or another takes its name."""
    about = os.stat(path)
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _content(path: str) -> bytes:
    """A small file: without what `Path` and `open` do besides."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, LARGEST)
    finally:
        os.close(handle)
