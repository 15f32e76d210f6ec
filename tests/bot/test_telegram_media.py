"""Pictures and recordings in Telegram: above the card, sent once, never in the way of the question."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.telegram import agreed, begun, serving, waits_until
from tests.bot_api import BotApi, Fault, Person
from tests.bot_api.methods import METHODS
from tests.bot_api.parameters import Parameters
from tests.bot_api.refusal import bad
from tests.bot_api.world import World
from tests.pictures import FILES, SURVEY
from tests.town import SLUG, Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        await town.hold(SURVEY, files=FILES)
        yield town


def shown(person: Person) -> list[str]:
    """The bot's last messages: pictures and recordings with what is written beneath, texts by line one."""
    return [
        " ".join([*message.media, message.text.split("\n")[0]]).strip()
        for message in person.sees()
        if message.sender == "bot"
    ][-5:]


AT_THE_WELL = "1 of 2"
"""On the question that has pictures."""
KINDS = ["photo", "audio", "photo", "photo"]
ABOVE = ["photo", "audio", "photo From a well", "photo From a tap", "1 of 2 · Where do you fetch water?"]


async def test_pictures_and_recordings_stand_above_the_card_and_are_sent_once(
    town: Town, api: BotApi
) -> None:
    async with serving(town, api):
        person = await begun(api, AT_THE_WELL)
        assert shown(person) == ABOVE
        count = len(person.sees())
        await person.tap("From a tap")
        await person.waits("2 of 2")
        assert len(person.sees()) == count + 1
        await person.tap("Back")
        await person.waits(AT_THE_WELL)
        assert shown(person) == ABOVE


async def test_a_file_is_uploaded_once_for_everybody(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        await begun(api, AT_THE_WELL)
        uploaded = dict(api.world.files)
        await begun(api, AT_THE_WELL)
    async with serving(town, api):  # and it is known after a restart
        assert shown(await begun(api, AT_THE_WELL)) == ABOVE
    assert api.world.files == uploaded
    assert sorted(uploaded.values()) == sorted(FILES[name] for name in ("well.png", "tap.png", "en.mp3"))


async def test_a_picture_that_is_refused_does_not_keep_the_question_away(
    town: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(METHODS, "sendphoto", refuse)
    async with serving(town, api):
        person = await begun(api, AT_THE_WELL)
    assert shown(person)[-2:] == ["audio", ABOVE[-1]]


async def refuse(_world: World, _parameters: Parameters) -> None:
    raise bad("IMAGE_PROCESS_FAILED")


async def test_when_told_to_wait_nothing_is_shown_twice(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        api.faults.add(Fault("flood", "sendPhoto", seconds=1))
        person = await agreed(api)
        await waits_until(town, int(town.now.timestamp()) + 1)
        town.later(seconds=1)
        await person.waits(AT_THE_WELL)
    assert shown(person) == ABOVE
    assert [next(iter(message.media)) for message in person.sees() if message.media] == KINDS


async def test_the_next_one_hears_their_own_language(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = api.person(507)
        await person.send(f"/start {SLUG}")
        for label in ("العربية", "متابعة", "لا", "أوافق، لنبدأ"):
            await person.waits()
            await person.tap(label)
        await person.waits("1 من 2")
    assert sorted(api.world.files.values()) == sorted(
        FILES[name] for name in ("well.png", "tap.png", "ar.ogg")
    )


async def test_what_was_shown_is_cleared_with_the_chat(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api, AT_THE_WELL)
        await person.send("/hide")
        await person.waits()
        await asyncio.wait_for(_gone(person), 10)
    assert not any(message.media for message in person.sees())


async def _gone(person: Person) -> None:
    while any(message.media for message in person.sees()):
        await person.chat.moves()
