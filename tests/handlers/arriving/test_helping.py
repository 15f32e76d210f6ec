"""The commands that a menu shows, out of the words of /help."""

import pytest

from handlers.arriving.helping import menu
from handlers.routing import OVER
from handlers.words import LANGUAGES, Words
from tests.town import SLUG, Town


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_menu_says_what_each_command_does_without_naming_it(language: str) -> None:
    shown = menu(Words(language))
    assert {*OVER, "start", "hide"} - {"help"} == {*shown}
    for name, text in shown.items():
        assert text
        assert f"/{name}" not in text
        assert text == text.strip(" :\u00a0\u200e/")
        assert len(text) <= 256, "more Telegram does not take"


async def test_help_says_the_same_with_the_commands(town: Town) -> None:
    resident = town.resident()
    await resident.goes_through(f"/start {SLUG}; [English]; /help")
    seen = await resident.sees()
    for name, text in menu(Words("en")).items():
        assert f"/{name} {text}" in seen
