"""The cutter: never too long, never half of anything."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.text import Piece, cut, led, to_html, units
from tests.bot_api.markup import read_html

LETTERS = st.sampled_from("ab &<>😀👩\u200d\u0301\u064bعé")
TEXTS = st.text(LETTERS, max_size=40)
PIECES = st.lists(st.builds(Piece, TEXTS, st.sampled_from(["", "b", "i"])), max_size=6)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("one two", 5, "one…"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 4, "😀…"),
        ("cafe\u0301s", 5, "caf…"),
        ("a👩\u200d👧", 5, "a…"),
        ("anything", 0, ""),
        ("", 0, ""),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@given(TEXTS, st.integers(0, 60))
def test_a_cut_text_fits_and_begins_the_same(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


@given(TEXTS, st.integers(1, 60))
def test_a_letter_keeps_its_marks(text: str, limit: int) -> None:
    short = cut(text, limit)
    kept = short.removesuffix("…")
    if short != text and kept:
        following = text[len(kept)]
        assert "\u200d" not in {kept[-1], following}
        assert not unicodedata.category(following).startswith("M")


@given(PIECES, st.integers(0, 120))
def test_the_markup_is_whole_and_its_text_fits(pieces: list[Piece], limit: int) -> None:
    marked = to_html(pieces, limit)
    plain, _ = read_html(marked)
    whole = "".join(piece.text for piece in pieces)
    assert units(plain) <= limit
    assert whole.strip().startswith(plain.removesuffix("…").rstrip())


@given(PIECES)
def test_what_fits_is_shown_whole(pieces: list[Piece]) -> None:
    plain, _ = read_html(to_html(pieces))
    assert plain == "".join(piece.text for piece in pieces).strip()


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("1. \u2068أين؟\u2069 \u2068Settat\u2069", True),
        ("1. \u2068Where?\u2069 \u2068سطات\u2069", False),
        ("النشاط 1", False),
        ("\u2068Settat\u2069: نعم", False),
        ("• \u20685\u2069", False),
        ("", False),
    ],
)
def test_a_line_of_isolated_texts_takes_the_direction_of_the_first(line: str, marked: bool) -> None:
    expected = f"\u200f{line}" if marked else line
    assert led(f"{line}\nصباحا\n{line}") == f"{expected}\nصباحا\n{expected}"
