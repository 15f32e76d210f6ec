"""While a consultation is open, its responses lie in a second envelope, under ids that end with it.

Whoever keeps copies of the disk, or archives the log of changes, sees which rows of a person changed while a
response came. So its row is another one after the close (`storage/mix.py`): the lasting id derives from the
one before it by the *guard*, and only the guard opens the row as it lay until then. The guard derives from
the link key and is gone with it.
"""

from dataclasses import dataclass, field, replace

from storage.keys import Keyring
from storage.sealing import keyed_hash, seal, unseal

ID = 16
"""Bytes of an id."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is sealed of a response, and under which id. `reading`: see `storage.readings`."""

    id: bytes
    document: bytes = field(repr=False)
    reading: bytes | None = field(repr=False)
    is_guarded: bool


def derive_lasting_id(guard: bytes, response: bytes) -> bytes:
    """The id that a response has after the close, from the one in its row while it is guarded."""
    return keyed_hash(guard, b"lasting id", response)[:ID]


def wrap(guard: bytes, sealed: bytes, purpose: bytes) -> bytes:
    """Seal once more what is sealed, and so padded, already."""
    return seal(guard, sealed, purpose, step=1)


def unwrap(keys: Keyring, consultation: str, row: Sealed) -> Sealed:
    """A response as it lies after the close. Raises `KeyMissing` and `SealBroken`."""
    if not row.is_guarded:
        return row
    guard = keys.guard(consultation)
    return replace(
        row,
        id=derive_lasting_id(guard, row.id),
        document=unseal(guard, row.document, row.id),
        reading=unseal(guard, row.reading, of_reading(row.id)) if row.reading else None,
        is_guarded=False,
    )


def wrap_reading(keys: Keyring, consultation: str, row: Sealed, reading: bytes) -> bytes:
    """A reading as it lies beside this document. Raises `KeyMissing`."""
    return wrap(keys.guard(consultation), reading, of_reading(row.id)) if row.is_guarded else reading


def of_reading(response: bytes) -> bytes:
    """What a reading is sealed for, in each of its envelopes."""
    return b"reading " + response
