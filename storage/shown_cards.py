"""Which message of a chat holds the card, and since when it shows its question, as a row keeps it."""

import msgspec

from storage.due import Appearance, ShownCard
from storage.keys import Keyring
from storage.sealing import SealBroken, seal, unseal


def shown_card(
    keys: Keyring, person: bytes, card: int | None, message: int, hour: int, sealed: bytes | None
) -> ShownCard | None:
    """Out of its row, or out of none."""
    if card is None:
        return None
    return ShownCard(card, message, hour, _opened(keys, person, sealed) if sealed else None)


def sealed_appearance(keys: Keyring, person: bytes, shown: ShownCard) -> bytes | None:
    """As it is kept: only whoever has the keys learns the second in which somebody was asked something."""
    if shown.appearance is None:
        return None
    return seal(keys.conversation, msgspec.json.encode(shown.appearance), _purpose(person))


def _opened(keys: Keyring, person: bytes, sealed: bytes) -> Appearance | None:
    try:
        return msgspec.json.decode(unseal(keys.conversation, sealed, _purpose(person)), type=Appearance)
    except SealBroken:
        return None


def _purpose(person: bytes) -> bytes:
    return b"appearance" + person
