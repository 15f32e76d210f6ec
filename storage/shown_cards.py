"""Which message of a chat holds the card, and since when it shows its question, as a row keeps it."""

import msgspec

from storage.due import Appearance, ShownCard
from storage.erasable import number_of, seal_erasably, unseal_any
from storage.keys import Keyring
from storage.sealing import SealBroken


class _Sealed(msgspec.Struct, array_like=True):
    """What only whoever has the keys may learn: how many cards there were, and when the question came."""

    card: int
    appearance: Appearance | None


_UNKNOWN = _Sealed(0, None)


def shown_card(
    keys: Keyring, person: bytes, message: int | None, hour: int, sealed: bytes | None
) -> ShownCard | None:
    """Out of its row, or out of none. The card is 0 where nobody can tell which it is."""
    if message is None:
        return None
    found = _opened(keys, person, sealed) if sealed else _UNKNOWN
    return ShownCard(found.card, message, hour, found.appearance)


def seal_shown(keys: Keyring, person: bytes, shown: ShownCard, erasure_key: int) -> bytes:
    """What is kept of a card, sealed."""
    text = msgspec.json.encode(_Sealed(shown.card, shown.appearance))
    return seal_erasably(keys, keys.conversation, erasure_key, text, _purpose(person))


def sealed_anew(keys: Keyring, person: bytes, sealed: bytes) -> bytes:
    """The same under the conversation key of now."""
    text = msgspec.json.encode(_opened(keys, person, sealed))
    return seal_erasably(keys, keys.conversation, number_of(sealed), text, _purpose(person))


def _opened(keys: Keyring, person: bytes, sealed: bytes) -> _Sealed:
    try:
        return msgspec.json.decode(
            unseal_any(keys, keys.conversations, sealed, _purpose(person)), type=_Sealed
        )
    except (SealBroken, msgspec.ValidationError):  # erased, or kept by a version before this one
        return _UNKNOWN


def _purpose(person: bytes) -> bytes:
    return b"appearance" + person
