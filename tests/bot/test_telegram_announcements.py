"""Announcements with a picture or a document, in Telegram and in the web chat."""

import pytest
from sqlalchemy import delete

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.announcements.checking import AnnouncementRefused
from storage import announcements, media
from storage.changes import Changes, Write
from storage.schema.media import Media, TelegramFile
from tests.bot.telegram import begun, serving
from tests.bot_api import BotApi
from tests.files import photo
from tests.staff import invited
from tests.town import SLUG, Resident, Town, words

PDF = b"%PDF-1.7\n% the agenda\n"


async def announce(town: Town, content: bytes, text: str = "A meeting.") -> None:
    """With this file."""
    medium = await announcing.medium_of(content)
    plan = Plan(medium=media.digest(medium))
    found = await announcing.write(town.store, SLUG, words(text), None, (), town.now, random_bytes, plan)
    await town.store.apply(Changes((media.keep(medium), announcements.add(found))))
    await due_now(town.store, town.now)


@pytest.mark.parametrize(("content", "kind"), [(photo(), "photo"), (PDF, "document")])
async def test_it_is_one_message_with_text_and_buttons_and_uploaded_once(
    town: Town, api: BotApi, content: bytes, kind: str
) -> None:
    async with serving(town, api):
        people = [await begun(api) for _ in range(3)]
        await announce(town, content)
        for person in people:
            news = await person.waits("A meeting.")
            assert list(news.media) == [kind]
            assert news.labels == ["Take the survey", "No more news of this"]
    assert len(api.world.files) == 1


async def test_a_file_that_the_server_forgot_is_sent_anew(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await announce(town, PDF)
        await person.waits("A meeting.")
        api.world.files.clear()
        await announce(town, PDF, "Another meeting.")
        await person.waits("Another meeting.")


async def test_where_the_file_is_gone_the_words_are_sent(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await announce(town, PDF)
        await person.waits("A meeting.")
        await town.store.apply(Changes((Write(delete(TelegramFile), {}), Write(delete(Media), {}))))
        await announce_without(town)
        news = await person.waits("Another meeting.")
        assert not news.media


async def announce_without(town: Town) -> None:
    """With a file that is not there."""
    found = await announcing.write(
        town.store, SLUG, words("Another meeting."), None, (), town.now, random_bytes, Plan(medium="0" * 64)
    )
    await town.store.apply(Changes((announcements.add(found),)))
    await due_now(town.store, town.now)


async def test_who_approves_it_is_shown_the_document_above_the_card(town: Town, api: BotApi) -> None:
    async with serving(town, api):
        person = await begun(api)
        await person.send(await invited(town, "administrator", "Amina"))
        await person.waits("Join the team?")
        await person.tap("Accept")
        await person.waits("Welcome.")
        medium = await announcing.medium_of(PDF)
        plan = Plan(medium=media.digest(medium), state="asked")
        found = await announcing.write(
            town.store, SLUG, words("A meeting."), None, (), town.now, random_bytes, plan
        )
        await town.store.apply(Changes((media.keep(medium), announcements.add(found))))
        await person.send("/admin")
        await person.waits("is open until")
        await person.tap("Waiting for you: 1")
        await person.waits("This waits for you.")
        await person.tap("A meeting.")
        await person.waits("Shall this go out to people?")
        assert "document" in [kind for message in person.sees() for kind in message.media]


async def test_a_page_of_the_web_chat_links_to_it(town: Town) -> None:
    resident: Resident = town.resident("web")
    await resident.goes_through(f"/start {SLUG}; [English]; [Continue]; [Yes]")
    await announce(town, PDF)
    (news,) = await town.desk.news(resident.address)
    assert news.medium is not None
    assert (news.medium.kind, await media.one(town.store.database, news.medium.digest)) == (
        "file",
        ("application/pdf", PDF),
    )


async def test_a_photo_goes_without_what_came_with_it() -> None:
    assert b"Somebody's phone" in photo()
    assert b"Somebody's phone" not in (await announcing.medium_of(photo())).content


@pytest.mark.parametrize("content", [b"MZ\x90\x00 a program", b"PK\x03\x04 a broken archive", b"GIF89a"])
async def test_nothing_but_pictures_and_pdf_goes_along(content: bytes) -> None:
    with pytest.raises(AnnouncementRefused, match="picture"):
        await announcing.medium_of(content)


async def test_below_a_picture_there_is_room_for_less(town: Town) -> None:
    with pytest.raises(AnnouncementRefused, match="Longer than 950"):
        await announce(town, photo(), "x" * 951)
    with pytest.raises(AnnouncementRefused, match="Longer than 950"):
        await announce(town, photo(), "🏠" * 476)
