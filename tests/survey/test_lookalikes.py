"""Names that look alike are told, however they are written; names that differ are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.lookalikes import mixes_alphabets, skeleton, tidy

ALIKE = [
    ("Housing Now", "Ноusing Nоw"),
    ("Housing Now", "HOUSING-NOW"),
    ("Housing Now", "Hous1ng N0w"),
    ("Hausing", "Häusing"),
    ("Modern Aid", "Modem Aid"),
    ("Illi", "lIIi"),
    ("Ａｉｄ", "Aid"),
    ("جمعية السكن", "جمعیة السكن"),
    ("جمعية الأمل", "جمعيه الامل"),
    ("Ёлка", "Елка"),
    ("Housing", "Ηοuѕіng"),
    ("Housing  Now", "Housing\u00a0Now"),
    ("جمعية السكن", "ﺟﻤﻌﻴﺔ ﺍﻟﺴﻜﻦ"),
    ("جمعية السكن", "جـمـعية السكن"),
    ("جمعية السكن", "جمعيّة السَّكن"),
    ("جمعية 12", "جمعية ١٢"),
    ("Aid 12", "Aid ۱۲"),
]
APART = [("Housing Now", "Housing New"), ("جمعية الأمل", "جمعية العمل"), ("Aid 24", "Aid 27")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text())
def test_a_tidy_text_is_one_line_without_hidden_signs_and_stays_as_it_is(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert tidied == tidied.strip()
    categories = {unicodedata.category(sign) for sign in tidied if sign not in "\u200c\u200d"}
    assert not any(category.startswith("C") or category in {"Zl", "Zp"} for category in categories)


@given(st.text())
def test_how_a_name_is_composed_makes_no_difference(text: str) -> None:
    forms = {skeleton(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Hоusing Now", True),  # with a Cyrillic о
        ("Ηousing", True),  # with a Greek Η
        ("Housing Now", False),
        ("Хата Housing", False),  # each word in one alphabet
        ("Häusing 24", False),
        ("جمعية Housing", False),
        ("", False),
    ],
)
def test_a_word_of_several_alphabets_is_noticed(name: str, mixed: bool) -> None:
    assert mixes_alphabets(name) == mixed
