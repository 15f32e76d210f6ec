"""Links in announcements, whoever writes them: only honest ones, whole; and nothing else is live."""

import pytest

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.announcements.checking import AnnouncementRefused
from handlers.links import BREAK
from storage import announcements
from storage.changes import Changes
from tests.handlers.news.test_following import follower, heard
from tests.handlers.test_links import BAD, LIVE
from tests.staff import colleague
from tests.town import SLUG, Town, words

DISHONEST = [*BAD, "https://5ettat.example", "https://www.settat.examp1e"]
HONEST = "https://town.example/a?b=c, or https://settat.example/chat"
QUIET = "Write to @somebody, me@town.example, evil.example or /forget"


@pytest.mark.sqlite
@pytest.mark.parametrize("link", DISHONEST)
async def test_staff_cannot_write_a_dishonest_link_in_the_chat(town: Town, link: str) -> None:
    somebody = await colleague(town)
    await somebody.goes_through("/admin; [Announce]")
    await somebody.writes(f"Read {link} today")
    card = await somebody.card()
    assert card.notice
    assert not LIVE.search(card.notice.replace("https://", ""))
    assert "In this language: English" in await somebody.sees(), "it is asked for again"
    assert await announcements.of(town.store.database, SLUG) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("link", DISHONEST)
async def test_nor_is_it_taken_from_a_file(town: Town, link: str) -> None:
    plan = Plan(sites=("settat.example",))
    with pytest.raises(AnnouncementRefused, match=r"link|site"):
        await announcing.write(
            town.store, SLUG, words(f"Read {link} today"), None, (), town.now, random_bytes, plan
        )


async def test_honest_links_are_read_whole_and_nothing_else_is_live(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    text = words(f"See {HONEST}. {QUIET}")
    found = await announcing.write(town.store, SLUG, text, None, (), town.now, random_bytes)
    await town.store.apply(Changes((announcements.add(found),)))
    await due_now(town.store, town.now)
    (news,) = await heard(town, resident)
    assert HONEST in news
    beside = news.replace(HONEST, "")
    assert not LIVE.search(beside)
    assert QUIET in beside.replace(BREAK, "")
