"""Single-use codes: told apart on paper, read however they are typed, and a slip is always noticed."""

import os

from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.arriving.codes import SIGNS, make, read

chance = st.binary(min_size=16, max_size=16)


@given(chance)
def test_what_is_made_is_read(some: bytes) -> None:
    code = make(lambda _: some)
    assert read(code) == code
    assert len(code) == 17
    assert set(code) <= {*SIGNS, "-"}


@given(chance, st.sampled_from([str.lower, str.upper]), st.sampled_from(["", " ", "-", " – ", "\u200e", "_"]))
def test_it_is_read_however_it_is_typed(some: bytes, case: type, between: str) -> None:
    code = make(lambda _: some)
    assert read(case(between.join(code.replace("-", "")))) == code


def test_other_digits_and_letters_that_look_alike_are_read() -> None:
    code = make(lambda _: bytes(range(16)))
    assert read(code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == code
    assert read(code.translate(str.maketrans("8652V", "BGSZU"))) == code


@given(chance, st.integers(0, 14), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(some: bytes, place: int, sign: str) -> None:
    signs = make(lambda _: some).replace("-", "")
    assume(signs[place] != sign)
    assert read(signs[:place] + sign + signs[place + 1 :]) is None


@given(chance, st.integers(0, 14), st.integers(0, 14))
def test_two_signs_that_changed_places_are_noticed(some: bytes, one: int, other: int) -> None:
    signs = list(make(lambda _: some).replace("-", ""))
    assume(signs[one] != signs[other])
    signs[one], signs[other] = signs[other], signs[one]
    assert read("".join(signs)) is None


@given(st.text(max_size=40))
def test_anything_else_is_read_as_no_code(text: str) -> None:
    assert read(text) in {None, read(read(text) or "")}


def test_every_sign_comes_about_equally_often() -> None:
    signs = "".join(make(os.urandom)[:16].replace("-", "") for _ in range(4_000))
    expected = len(signs) / len(SIGNS)
    # Chi squared with 22 degrees of freedom: above 70 once in a million runs.
    assert sum((signs.count(sign) - expected) ** 2 / expected for sign in SIGNS) < 70


def test_a_slug_of_forty_and_a_code_fit_a_telegram_link() -> None:
    assert len("a" * 40 + "_" + make(os.urandom)) <= 64
