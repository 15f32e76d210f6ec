"""Finding a choice by a few letters, however they are written."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.searching import exact, fold, search


@dataclass(frozen=True)
class Town:
    name: str
    label: str


TOWNS = [
    Town("jadida", "El Jadida"),
    Town("settat", "Settat"),
    Town("casa", "Casablanca (Aïn Sebaâ)"),
    Town("alex", "الإسكندرية"),
    Town("makkah", "مكة المكرمة"),
    Town("d12", "District 12"),
]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("ÉCOLE", "ecole"),
        ("E\u0301cole", "école"),
        ("الاسكندريه", "الإِسكَنـدَرِيَّة"),
        ("أحمد", "احمد"),
        ("آسفي", "اسفي"),
        ("ٱلرباط", "الرباط"),
        ("مسؤول", "مسوول"),
        ("على", "علي"),
        ("کرج", "كرج"),
        ("ﻻ", "لا"),
        ("١٢", "12"),
        ("۱۲", "12"),
        ("l’école", "lecole"),
        ("Straße", "STRASSE"),
        ("Œuvre", "oeuvre"),
        ("al-jadida", "al  jadida"),
    ],
)
def test_written_differently_and_meant_alike(written: str, same: str) -> None:
    assert fold(written) == fold(same)


@pytest.mark.parametrize(("one", "other"), [("कि", "की"), ("ba", "pa"), ("سلا", "صلا"), ("12", "21")])
def test_other_letters_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_whole_label_is_exact_and_a_part_is_not() -> None:
    assert [town.name for town in exact(TOWNS, "el-jadida")] == ["jadida"]
    assert [town.name for town in exact(TOWNS, "الاسكندريه")] == ["alex"]
    assert exact(TOWNS, "jadi") == exact(TOWNS, "") == exact(TOWNS, "…") == []


def test_a_name_counts_where_no_label_does() -> None:
    assert [town.name for town in exact(TOWNS, "makkah")] == ["makkah"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("jadi", ["jadida"]),
        ("sebaa", ["casa"]),
        ("SETTAT", ["settat"]),
        ("اسكندر", ["alex"]),
        ("ain casa", ["casa"]),
        ("١٢", ["d12"]),
        ("tt z", []),
        ("  ", []),
    ],
)
def test_every_word_must_be_found(text: str, names: list[str]) -> None:
    assert [town.name for town in search(TOWNS, text)] == names


@given(st.text(min_size=1), st.data())
def test_any_part_of_a_label_finds_it(label: str, data: st.DataObject) -> None:
    words = fold(label).split()
    if words:
        word = data.draw(st.sampled_from(words))
        end = data.draw(st.integers(1, len(word)))
        assert search([Town("a", label)], word[:end]) == [Town("a", label)]
