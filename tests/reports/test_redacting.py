"""What could point at somebody is found in every script, and nothing is added to what somebody wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.redacting import GAP, is_clean, only_taken_out, pieces, without

DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
BETWEEN = ("", " ", "-", ".", " - ", "\u00a0", "/", "\u200e", ") ")
WORDS = st.lists(
    st.sampled_from(("Il", "manque", "l’eau", "ici", "الماء", "مقطوع", "الحي", ",", "the well."))
)


@st.composite
def phones(draw: st.DrawFn) -> str:
    """As people write them, in the digits of their script."""
    digits = draw(st.sampled_from(DIGITS))
    number = draw(st.lists(st.sampled_from(digits), min_size=7, max_size=14))
    groups = [each + draw(st.sampled_from(BETWEEN)) for each in number[:-1]]
    return draw(st.sampled_from(("", "+", "00", "("))) + "".join(groups) + number[-1]


@given(WORDS, phones(), WORDS)
def test_a_phone_number_is_found_wherever_and_however_it_is_written(
    before: list[str], phone: str, after: list[str]
) -> None:
    text = " ".join((*before, phone, *after))
    found = "".join(each.text for each in pieces(text) if each.kind == "number")
    assert phone.lstrip("+(") in found
    left = without(text)
    assert GAP in left
    assert not any(letter.isdecimal() for letter in left)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Write to amina.b@example.org today", "address", "amina.b@example.org"),
        ("Write to amina @ example.org", "address", "amina @ example.org"),
        ("I am @amina_b there", "address", "@amina_b"),
        ("See https://t.me/joinchat/x?y=1 please", "address", "https://t.me/joinchat/x?y=1"),
        ("see facebook.com/amina and tell", "address", "facebook.com/amina"),
        ("my card is BE123456 if needed", "number", "BE123456"),
        ("my card is BE 123456 if needed", "number", "BE 123456"),
        ("file 48213 was lost", "number", "48213"),
        ("the house of Amina Benali is cold", "name", "Amina Benali"),
        ("Amina Benali told me", "name", "Amina Benali"),
        ("M. Said and Mme fatima know", "name", "Mme fatima"),
        ("قال لي السيد محمد العلوي ذلك", "name", "السيد محمد العلوي"),
        ("سألنا الحاجة فاطمة عن البئر", "name", "الحاجة فاطمة عن"),
        ("هذا بيت عبد الله هنا", "name", "عبد الله هنا"),
        ("ذهبت للسيد ولالحاج", "", ""),
    ],
)
def test_what_could_point_at_somebody_is_marked(text: str, kind: str, found: str) -> None:
    marked = [(each.kind, each.text) for each in pieces(text) if each.kind]
    assert (kind, found) in marked if kind else not marked


@pytest.mark.parametrize(
    "text",
    ["The water is cut off in summer. There is no bus.", "الماء مقطوع في الصيف.", "20 km, 3 hours", ""],
)
def test_what_points_at_nobody_is_left(text: str) -> None:
    assert not any(each.kind for each in pieces(text))
    assert without(text) == text


@given(st.text() | st.lists(phones() | st.text(max_size=9) | st.just("a@b.org")).map(" ".join))
def test_the_parts_are_the_whole_and_what_is_proposed_can_be_kept(text: str) -> None:
    assert "".join(each.text for each in pieces(text)) == text
    assert only_taken_out(text, text)
    assert only_taken_out(text, without(text))
    assert is_clean(without(text))


@pytest.mark.parametrize("text", ["a.a.", "A", "Aa", "a-", "a@", "1 ", "x1111"])
def test_a_text_takes_no_more_time_than_it_is_long(text: str) -> None:
    """Where each letter is read again from each before it, this does not end while anybody waits."""
    whole = text * (200_000 // len(text))
    assert "".join(each.text for each in pieces(whole)) == whole


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("We do not want the wall here", True),
        ("We do not […] here", True),
        ("[…] want the wall […]", True),
        ("We do not want\r\n the wall here", True),
        ("the wall", True),
        ("[…]", True),
        ("", True),
        ("We do want the wall here", False),
        ("We do not want the well here", False),
        ("here […] We do", False),
        ("e do not want", False),
        ("want the wal", False),
        ("We do not want the wall here, never", False),
    ],
)
def test_words_are_taken_away_and_never_added(words: str, kept: bool) -> None:
    assert only_taken_out("We do not  want the wall here", words) is kept
