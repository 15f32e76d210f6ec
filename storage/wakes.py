"""Whose open pages show something else after a change: said by short marks, here and to other processes."""

from collections.abc import Iterable

from storage.keys import Keyring
from storage.sealing import keyed_hash

EVERYBODY = "*"
"""The mark of all people at once."""


def mark(keys: Keyring, person: bytes) -> str:
    """One of 65,536 marks: it tells no listener and no log who it was, and in a large town many share it."""
    return keyed_hash(keys.index, b"wakes", person)[:2].hex()


def marks(keys: Keyring, people: Iterable[bytes]) -> frozenset[str]:
    """The marks of some people."""
    return frozenset(mark(keys, person) for person in people)
