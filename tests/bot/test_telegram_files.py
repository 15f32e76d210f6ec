"""Files and places in Telegram: fetched when a question wants them, whole and within limits."""

import logging
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from bot.channels.telegram import downloads
from bot.channels.telegram.downloads import fetch
from bot.channels.telegram.request import open_bot
from storage import attachments, collected
from storage.messages import File, NotFetched
from tests.bot.telegram import begun, serving
from tests.bot_api import BotApi, Fault
from tests.files import SOUND, hold, photo
from tests.town import SLUG, Town, open_town

FIRST = "1 of 6"


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as town:
        await hold(town)
        yield town


def base64(content: bytes) -> str:
    return b64encode(content).decode()


async def test_a_photo_a_voice_a_paper_and_a_place(street: Town, api: BotApi) -> None:
    async with serving(street, api):
        person = await begun(api, FIRST)
        assert "tap the paperclip" in person.card.text
        await person.shows("photo", base64(photo()), caption="my street")
        await person.waits("2 of 6")
        await person.shows("voice", base64(SOUND))
        await person.waits("3 of 6")
        await person.shows("document", base64(b"%PDF-1.7 a letter"))
        await person.waits("4 of 6")
        await person.shows("location")
        await person.waits("5 of 6")
        for label, seen in (("Skip", "6 of 6"), ("Skip", "Your answers"), ("Send", "Thank you.")):
            await person.tap(label)
            await person.waits(seen)
    found = collected.each(street.store.database, street.store.keys, SLUG, "real")
    (submission,) = [sent.document.submission async for _, sent in found]
    names = attachments.named_in(submission)
    assert sorted(name.rpartition(".")[2] for name in names) == ["jpg", "ogg", "pdf"]
    kept = [await attachments.get(street.store.database, street.store.keys, SLUG, name) for name in names]
    assert SOUND in kept
    assert "<home>33.60 -7.60 0 0</home>" in submission
    assert "my street" not in submission


async def test_of_an_album_the_first_photo_is_taken_and_the_others_are_told(
    street: Town, api: BotApi
) -> None:
    async with serving(street, api):
        person = await begun(api, FIRST)
        await person.shows_album(*(base64(photo(colour)) for colour in ("red", "green", "blue")))
        await person.waits("You sent several together. I took the first.")
        await api.settles()
        assert "2 of 6" in person.card.text
    assert api.world.calls["getfile"] == 1


async def test_a_file_that_does_not_come_is_asked_for_again(street: Town, api: BotApi) -> None:
    async with serving(street, api):
        person = await begun(api, FIRST)
        api.faults.add(Fault("html", "getfile"))
        await person.shows("photo", base64(photo()))
        await person.waits("I could not get that file.")
        await person.shows("photo", base64(photo()))
        await person.waits("2 of 6")


async def test_a_download_that_hangs_is_given_up(
    street: Town, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "SECONDS", 0.5)
    async with serving(street, api):
        person = await begun(api, FIRST)
        api.faults.add(Fault("delay", "getfile", seconds=30))
        await person.shows("photo", base64(photo()))
        await person.waits("I could not get that file.")


async def test_what_no_question_wants_is_never_asked_for(street: Town, api: BotApi) -> None:
    async with serving(street, api):
        stranger = api.person(70)
        await stranger.shows("document", base64(b"%PDF-1.7"))
        await stranger.waits()
        person = await begun(api, FIRST)
        await person.shows("voice", base64(SOUND))
        await person.waits("That is not a photo that I can read.")
    assert api.world.calls["getfile"] == 0


async def test_no_more_is_read_than_may_be_and_no_log_or_error_holds_the_token(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bot = open_bot(api.token, api.url)
    await bot.initialize()
    reference = api.world.keep_file(bytes(200_000))
    with structlog.testing.capture_logs() as lines:
        for limit, asked in ((100_000, reference), (300_000, "nothing")):
            with pytest.raises(NotFetched) as caught:
                await fetch(bot, File("file", 0, asked), limit)
            assert api.token not in repr(caught.value)
            assert caught.value.__suppress_context__ or caught.value.__context__ is None
        assert await fetch(bot, File("file", 0, reference), 200_000) == bytes(200_000)
    await api.stop()
    with pytest.raises(NotFetched):
        await fetch(bot, File("file", 0, reference), 200_000)
    await bot.shutdown()
    assert api.token not in f"{lines} {caplog.text}"
