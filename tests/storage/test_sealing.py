"""Sealed texts: their size tells little, and they open only where they belong."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import STEP, SealBroken, keyed_hash, seal, unseal

KEY = os.urandom(32)
NONCE_AND_TAG = 12 + 16


@given(st.binary(max_size=2_000))
def test_what_was_sealed_comes_back_and_grows_in_steps(text: bytes) -> None:
    sealed = seal(KEY, text, b"here")
    assert unseal(KEY, sealed, b"here") == text
    assert (len(sealed) - NONCE_AND_TAG) % STEP == 0


def test_texts_of_one_step_have_one_size() -> None:
    assert len({len(seal(KEY, b"x" * length, b"")) for length in range(STEP - 4 + 1)}) == 1


@pytest.mark.parametrize("place", [0, 20, -1])
def test_a_changed_byte_a_foreign_key_or_place_opens_nothing(place: int) -> None:
    sealed = bytearray(seal(KEY, b"text", b"here"))
    for key, purpose in ((os.urandom(32), b"here"), (KEY, b"there")):
        with pytest.raises(SealBroken):
            unseal(key, bytes(sealed), purpose)
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        unseal(KEY, bytes(sealed), b"here")


def test_parts_of_a_keyed_hash_cannot_run_into_each_other() -> None:
    assert keyed_hash(KEY, b"ab", b"c") != keyed_hash(KEY, b"a", b"bc")
