"""Somebody who has the disk and every key that is left, and looks for what people said.

Every value of every table, and every byte of every file, is tried with every key. The seal's check is left
out (AES-GCM without it is AES in counter mode), so that pieces open too, and what has an unknown purpose.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR, ECB
from numpy.lib.stride_tricks import sliding_window_view

from storage import attachments
from storage.erasable import NUMBER
from storage.erasure_keys import NAME, SIZE
from storage.keys import KeyMissing, Keyring
from storage.sealing import NONCE, keyed_hash
from storage.store import Store
from tests.looking import files, values

FIRST_BLOCK = (2).to_bytes(4, "big")
"""In counter mode GCM's text begins with the second block."""
LENGTH = 4
LONGEST = 2**16
PIECE = 24
SEALED = 512
"""Bytes that anything sealed has at least."""
PAGE = 4096
NESTED = re.compile(rb"[A-Za-z0-9+/]{64,}={0,2}")


def every_key(keys: Keyring) -> list[bytes]:
    """The master key, what derives from it, what the key files hold, and the files as they are."""
    derived = [
        keys.master,
        keys.contact,
        keys.index,
        *keys.conversations,
        keys.wrapping,
        keys.trial,
        keys.codes,
        keys.organisation,
        keys.staff,
    ]
    found, as_they_are = list[bytes](), list[bytes]()
    for file in keys.folder.iterdir():
        read = keys.link if file.suffix == ".link" else keys.answers
        try:
            found.append(read(file.stem))
            if file.suffix == ".link":
                derived.append(keys.guard(file.stem))
        except KeyMissing:
            as_they_are.append(file.read_bytes()[:32].ljust(32))
    shared = [keys.contact, *keys.conversations, keys.organisation, keys.staff, *found]
    own = [keyed_hash(key, each) for key in shared for each in own_keys(keys)]
    return [*derived, *found, *as_they_are, *own]


def own_keys(keys: Keyring) -> list[bytes]:
    """The keys of single texts that are not destroyed (`storage.erasure_keys`), but for those nobody used."""
    file = keys.folder / NAME
    if not file.exists():
        return []
    places = np.fromfile(file, np.uint8).reshape(-1, SIZE)
    there = {places[place].tobytes() for place in np.flatnonzero(places.any(axis=1))}
    return sorted(there - {keys.erasure.read(number) for number in keys.erasure.unused})


def everything(store: Store, raw: dict[str, bytes] | None = None) -> bytes:
    """All that can be read: what lies open, and all that any key opens; `raw` may hold an older copy."""
    keys = every_key(store.keys)
    raw = raw or files(store.database)
    found = [*raw.values()]
    pages = {content[at : at + PAGE] for content in raw.values() for at in range(0, len(content), PAGE)}
    anywhere = Bytes(b"".join(pages))
    for _, value in values(store.database):
        found += [value, *opened(value, keys)]
    for key in keys:
        found += anywhere.read(key, keys)
    for key in keys_of_files(b"\n".join(found), store.keys):
        found += [text for _, value in values(store.database) for text in opened(value, [key])]
        found += anywhere.read(key, [key])
    return b"\n".join(found)


def keys_of_files(readable: bytes, keys: Keyring) -> list[bytes]:
    """The keys of files whose names stand in what can be read (`storage.attachments`)."""
    names = attachments.named_in(readable.decode("ascii", "ignore"))
    found = [keys.answers(file.stem) for file in keys.folder.glob("*.answers")]
    found += [keys.guard(file.stem) for file in keys.folder.glob("*.link")]
    return [keyed_hash(key, b"attachment key", name.encode()) for key in found for name in names]


def opened(value: bytes, keys: list[bytes]) -> Iterator[bytes]:
    """What a value says under each key, with a number before it or without, and what lies sealed in it."""
    for key, sealed in product(keys, (value, value[NUMBER:])):
        text = counter_mode(key, sealed[:NONCE], sealed[NONCE:]) if len(sealed) > NONCE else b""
        if (length := int.from_bytes(text[:LENGTH], "big")) < LONGEST and text:
            yield from nested(text[LENGTH : LENGTH + length], keys)


def nested(text: bytes, keys: list[bytes]) -> Iterator[bytes]:
    """A text, and what it and its base64 parts say under each key."""
    yield text
    if len(text) > SEALED:
        yield from opened(text, keys)
    for part in NESTED.findall(text):
        yield from opened(base64.b64decode(part[: len(part) // 4 * 4]), keys)


class Bytes:
    """Bytes that are read under many keys, as if a sealed text began at any of them; made ready once."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        whole = np.frombuffer(content, np.uint8)
        windows = sliding_window_view(whole, NONCE + LENGTH) if len(content) >= NONCE + LENGTH else whole[:0]
        self.starts = np.flatnonzero(windows.any(axis=-1))  # where all is zero no nonce is: it is free space
        blocks = np.empty((len(self.starts), NONCE + len(FIRST_BLOCK)), np.uint8)
        blocks[:, :NONCE] = windows[self.starts, :NONCE]
        blocks[:, NONCE:] = np.frombuffer(FIRST_BLOCK, np.uint8)
        self.blocks = blocks.tobytes()
        self.lengths = windows[self.starts, NONCE : NONCE + 2].copy().view(np.uint16).ravel()

    def read(self, key: bytes, keys: list[bytes]) -> Iterator[bytes]:
        """What they say under a key, and what is sealed in that under any of `keys`."""
        stream = np.frombuffer(Cipher(AES(key), ECB()).encryptor().update(self.blocks), np.uint16)
        below = stream[:: AES.block_size // 16] == self.lengths  # a length below 2**16
        for at in self.starts[below].tolist():
            start = at + NONCE
            text = counter_mode(key, self.content[at:start], self.content[start : start + PAGE])
            yield from nested(text[LENGTH : LENGTH + int.from_bytes(text[:LENGTH], "big")], keys)


def counter_mode(key: bytes, nonce: bytes, text: bytes) -> bytes:
    return Cipher(AES(key), CTR(nonce + FIRST_BLOCK)).decryptor().update(text)


def pieces_left(store: Store, blobs: Iterable[bytes]) -> int:
    """How many pieces of ids and sealed texts, taken before, are still in a file."""
    whole = b"\n".join(files(store.database).values())
    windows = {whole[at : at + PIECE] for at in range(len(whole))}
    return sum(
        blob[at : at + PIECE] in windows if len(blob) > PIECE else blob in whole
        for blob in blobs
        for at in range(0, max(1, len(blob) - PIECE + 1), PIECE)
    )
