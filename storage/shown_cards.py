"""Which message of a chat holds the card, and since when it shows its question, as a row keeps it."""

import msgspec

from storage.due import Appearance, ShownCard
from storage.erasable import seal_erasably, unseal_erasable
from storage.keys import Keyring
from storage.sealing import SealBroken


def shown_card(
    keys: Keyring, person: bytes, card: int | None, message: int, hour: int, sealed: bytes | None
) -> ShownCard | None:
    """Out of its row, or out of none."""
    if card is None:
        return None
    return ShownCard(card, message, hour, _opened(keys, person, sealed) if sealed else None)


def sealed_appearance(keys: Keyring, person: bytes, shown: ShownCard, erasure_key: int) -> bytes | None:
    """As it is kept: only whoever has the keys learns the second in which somebody was asked something."""
    if shown.appearance is None:
        return None
    text = msgspec.json.encode(shown.appearance)
    return seal_erasably(keys, keys.conversation, erasure_key, text, _purpose(person))


def _opened(keys: Keyring, person: bytes, sealed: bytes) -> Appearance | None:
    try:
        text = unseal_erasable(keys, keys.conversation, sealed, _purpose(person))
        return msgspec.json.decode(text, type=Appearance)
    except SealBroken:
        return None


def _purpose(person: bytes) -> bytes:
    return b"appearance" + person
