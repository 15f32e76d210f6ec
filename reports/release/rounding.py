"""Rounding by chance that is the same chance each time."""

from hashlib import blake2b

from reports.release.counting import count_of
from reports.release.rules import STEP

_SCALE = 1 << 64


def rounded(cell: int, key: bytes) -> int:
    """The next multiple of 5 above or below, so that the mean is the true count.

    The chance comes from who is counted and from nothing else: the same people give the same number in every
    table. If the cell's name had a part in it, the same people counted in 15 cells would be rounded 15 times,
    and the mean of those tells how many they are.
    """
    rest = count_of(cell) % STEP
    low = count_of(cell) - rest
    return low + STEP if _chance(cell, key) * STEP < rest * _SCALE else low


def _chance(cell: int, key: bytes) -> int:
    length = (cell.bit_length() + 7) // 8
    return int.from_bytes(blake2b(cell.to_bytes(length), digest_size=8, key=key, person=b"round").digest())
