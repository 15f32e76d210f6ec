"""Sealing: AES-256-GCM over padded bytes, and keyed hashes to look things up by.

Padding makes sizes tell little: a sealed text grows in steps of 512 bytes. What must not be told apart by its
size at all has one of very few: 1,792 bytes, so that two rows share a page of SQLite, and four times as much
each time that is not enough.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

STEP = 512
ROOM = 1_792
NONCE = 12
LENGTH = 4


class SealBroken(Exception):
    """The bytes were not sealed under this key for this purpose, or were changed."""


def seal(key: bytes, text: bytes, purpose: bytes, step: int = STEP) -> bytes:
    """Encrypt and authenticate `text`; `purpose` must be the same when it is opened. Sizes grow by `step`."""
    padded = len(text).to_bytes(LENGTH, "big") + text
    padded += bytes(-len(padded) % step)
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, padded, purpose)


def unseal(key: bytes, sealed: bytes, purpose: bytes) -> bytes:
    """The text that was sealed. Raises `SealBroken`."""
    try:
        padded = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], purpose)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
    return padded[LENGTH : LENGTH + int.from_bytes(padded[:LENGTH], "big")]


def room_for(text: bytes) -> int:
    """The step by which a text gets one of the few sizes that there are for what must not be told apart."""
    room = ROOM
    while room < LENGTH + len(text):
        room *= 4
    return room


def keyed_hash(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 over parts that cannot run into each other."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        mac.update(len(part).to_bytes(4, "big") + part)
    return mac.digest()
