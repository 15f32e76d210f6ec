"""News: who follows what, who is told, and how it ends."""

from bot.clock import due_now
from bot.settings import random_bytes
from handlers import announcing
from storage import announcements
from storage.changes import Changes
from storage.messages import Tap
from tests.town import SLUG, Resident, Town, plain, words


async def announced(town: Town, *regions: str) -> None:
    """An announcement to followers of the consultation, or of regions."""
    text = words("A meeting on Thursday.")
    found = await announcing.write(town.store, SLUG, text, None, regions, town.now, random_bytes)
    await town.store.apply(Changes((announcements.add(found),)))
    await due_now(town.store, town.now)


async def heard(town: Town, resident: Resident) -> list[str]:
    """What waits for a visitor of the web chat, who reads it."""
    waiting = await town.desk.news(resident.address)
    await town.desk.told(resident.address, waiting)
    return [plain(news.text) for news in waiting]


async def follower(town: Town, steps: str) -> Resident:
    """Somebody in the web chat who has chosen a language."""
    resident = town.resident("web")
    await resident.goes_through(f"/start {SLUG}; [English]; {steps}")
    return resident


async def test_followers_hear_once_and_others_do_not(town: Town) -> None:
    yes = await follower(town, "[Continue]; [Yes]")
    no = await follower(town, "[Continue]; [No]")
    await announced(town)
    assert await heard(town, yes) == ["A meeting on Thursday."]
    assert await heard(town, yes) == []
    assert await heard(town, no) == []


async def test_a_region_has_its_descendants_with_it(town: Town) -> None:
    inside = await follower(town, "/follow; [Inside]; [El Jadida]; [Done]")
    above = await follower(town, "/follow; [Casablanca-Settat]; [Done]")
    await announced(town, "casa")
    assert len(await heard(town, inside)) == len(await heard(town, above)) == 1
    await announced(town, "jadida")
    assert len(await heard(town, inside)) == 1
    assert await heard(town, above) == []


async def test_following_two_ways_is_heard_once(town: Town) -> None:
    resident = await follower(town, "/follow; [Casablanca-Settat]; [Inside]; [El Jadida]; [Settat]; [Done]")
    await announced(town, "casa", "settat")
    assert len(await heard(town, resident)) == 1


async def test_one_tap_ends_all_news(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]; /follow; [Inside]; [Settat]; [Done]")
    reaction = await resident.does(Tap(f"mute:{SLUG}"))
    assert "no more news" in reaction.toast
    await announced(town)
    await announced(town, "settat")
    assert await heard(town, resident) == []


async def test_news_waits_until_it_was_shown(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    await announced(town)
    first = await town.desk.news(resident.address)
    assert await town.desk.news(resident.address) == first, "the page was gone before it could show it"
    assert len(await heard(town, resident)) == 1
    assert await heard(town, resident) == []
    await town.desk.told(resident.address, first)  # another page showed it too


async def test_news_brings_one_to_the_survey(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    await announced(town)
    news = await town.desk.news(resident.address)
    take, stop = (row[0] for row in news[0].buttons)
    assert (take.label, stop.label) == ("Take the survey", "No more news of this")
    await resident.does(Tap(take.data))
    assert "What matters most" in await resident.sees()


async def test_the_close_is_told_to_followers(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    town.later(days=30)
    await due_now(town.store, town.now)
    assert "has ended" in (await heard(town, resident))[0]
