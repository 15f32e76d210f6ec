"""The beginning of a text on a button."""

import pytest

from handlers.words import first_words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Is there light?", "Is there light?"),
        ("Is there light in the street?", "Is there…"),
        ("Isthereanylightinthestreet", "Isthereany…"),
        ("Isthereany light", "Isthereany…"),
    ],
)
def test_it_is_cut_between_words_where_there_are_some(text: str, shown: str) -> None:
    assert first_words(text, len(text) if shown == text else 11) == shown
