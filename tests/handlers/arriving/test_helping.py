"""The commands that a menu shows, out of the words of /help."""

import pytest

from handlers.arriving.helping import menu
from handlers.routing import OVER
from handlers.words import LANGUAGES, Words
from tests.staff import colleague
from tests.town import SLUG, Town


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_menu_says_what_each_command_does_without_naming_it(language: str) -> None:
    shown = menu(Words(language))
    assert {*OVER, "start", "hide", "code"} - {"help"} == {*shown}
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
    assert "/admin" not in seen


async def test_help_names_admin_for_who_has_something_to_do_there(town: Town) -> None:
    somebody = await colleague(town, "reader")
    await somebody.writes("/help")
    assert "/admin leads to what you can see and decide" in await somebody.sees()
