"""The terminal: what is drawn, and what a line means."""

from pathlib import Path

import pytest

from bot.channels.terminal import drawn, fetch, said
from storage.messages import Button, Card, Command, File, NotFetched, Tap, Text, Wanted

CHOICES = Card(
    3,
    "en",
    "Where?",
    hint="One of these.",
    progress=(1, 4),
    buttons=(
        (Button("El Jadida", "3.1.o0", "choice"),),
        (Button("Settat", "3.1.o1", "choice", chosen=True),),
        (Button("Back", "3.1.back", "back"), Button("Skip", "3.1.skip")),
    ),
)
NUMBER = Card(3, "en", "How many?", buttons=((Button("Skip", "3.1.skip"),),), writes="number", written="4")


def test_a_card_is_drawn_with_a_number_for_each_choice() -> None:
    assert drawn(CHOICES) == (
        "\n1/4 · Where?\nOne of these.\n  1. El Jadida\n  2. ✓ Settat\n[/b1 Back]  [/b2 Skip]"
    )
    assert "= 4" in drawn(NUMBER)


def test_a_choice_by_number_label_or_case() -> None:
    for line in ("1", "El Jadida", " el jadida "):
        assert said(CHOICES, line) == Tap("3.1.o0")


def test_other_buttons_by_their_mark_or_label() -> None:
    for line in ("/b2", "skip"):
        assert said(CHOICES, line) == Tap("3.1.skip")
    assert said(NUMBER, "/b1") == Tap("3.1.skip")


def test_the_rest_is_an_answer_or_a_command() -> None:
    assert said(CHOICES, "9") == Text("9")
    assert said(NUMBER, "1") == Text("1")
    assert said(CHOICES, "/language") == Command("language")
    assert said(CHOICES, "/start here") == Command("start", "here")


async def test_a_file_is_sent_by_its_path_where_one_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "my photo.jpg"
    path.write_bytes(b"a photo")
    card = Card(3, "en", "A photo?", wants=Wanted("image", largest=7))
    assert "(To send a file, write its path.)" in drawn(card)
    sent = said(card, f"{path} ")
    assert sent == File("image", 7, str(path))
    assert await fetch(sent, 7) == b"a photo"
    for limit, gone in ((6, False), (7, True)):
        path.unlink() if gone else None
        with pytest.raises(NotFetched):
            await fetch(sent, limit)


@pytest.mark.parametrize("line", ["no such file", "/", "a\0b", "x" * 5_000])
def test_what_is_no_file_is_text(line: str) -> None:
    card = Card(3, "en", "A photo?", wants=Wanted("image", largest=7))
    assert not isinstance(said(card, line), File)
    assert said(NUMBER, "README.md") == Text("README.md"), "nothing is read where no file is wanted"
