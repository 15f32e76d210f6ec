"""News: who follows what, who is told, and how it ends."""

from dataclasses import replace
from datetime import timedelta

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing
from handlers.announcements.announcing import Plan
from handlers.consultations import opening
from storage import announcements, consultations, interests, people
from storage.changes import Changes
from storage.messages import Tap
from tests.town import REGIONS, SLUG, Resident, Town, plain, words


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


async def test_topics_are_followed_one_by_one(town: Town) -> None:
    await town.hold_again(topics={"housing": words("Housing"), "water": words("Water")})
    resident = await follower(town, "/follow; [Water]; [Housing]; [Housing]")
    card = await resident.sees()
    assert "[✓ Water]" in card
    assert "[Housing]" in card
    person = await town.desk.whose("web", resident.address)
    assert person is not None
    assert await interests.topics(town.store.database, person) == {(SLUG, "water")}
    await resident.writes("/mydata")
    assert "News: What matters most" in await resident.sees()
    await resident.does(Tap(f"mute:{SLUG}"))
    assert await interests.topics(town.store.database, person) == set()


async def test_without_topics_none_are_shown(town: Town) -> None:
    resident = await follower(town, "/follow")
    assert len((await resident.card()).buttons) == 3, "all news, the region, done"


async def test_a_region_tells_the_time_zone_and_the_last_one_chosen_counts(town: Town) -> None:
    zones = {"casa": "Africa/Casablanca", "jadida": "Asia/Jakarta", "settat": "Asia/Jayapura"}
    regions = [replace(region, timezone=zones[region.code]) for region in REGIONS]
    await town.store.apply(Changes(consultations.put_regions(SLUG, regions)))
    resident = await follower(town, "/follow; [Inside]; [El Jadida]; [Settat]")

    async def zone() -> str:
        found = await people.find(town.store.database, town.store.keys, "web", resident.address)
        assert found is not None
        return found.zone

    assert await zone() == "Asia/Jayapura"
    await resident.taps("Settat")
    assert await zone() == "Asia/Jakarta"
    await resident.writes("/mydata")
    assert "Your time zone: Asia/Jakarta" in await resident.sees()
    await resident.goes_through("/follow; [Inside]; [El Jadida]")
    assert await zone() == ""


async def test_after_the_close_news_of_the_results_is_offered_to_everybody(town: Town) -> None:
    resident = await follower(town, "[Continue]; [No]")
    town.later(days=30)
    await due_now(town.store, town.now)
    stranger = town.resident("web")
    for each in (resident, stranger):
        await each.writes(f"/start {SLUG}")
        await each.taps("Tell me about the results")
        assert "[✓ Tell me about the results]" in await each.sees()
        assert len(await heard(town, each)) == 0, "the close is past"
    await announced(town)
    assert await heard(town, resident) == await heard(town, stranger) == ["A meeting on Thursday."]


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


async def test_what_is_on_its_way_does_not_arrive_after_that_tap(town: Town) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    await announced(town)
    await resident.does(Tap(f"mute:{SLUG}"))
    assert await heard(town, resident) == []


async def test_what_waits_for_its_week_does_not_arrive_where_it_is_not_followed_any_more(town: Town) -> None:
    """As long as something of it is followed that it is about, it comes."""
    await town.hold_again(weekly_limit=1, topics={"housing": words("Housing"), "water": words("Water")})
    following = "[Continue]; [Yes]; /follow; [Housing]; [Water]; [Inside]; [Settat]; [Back]"
    gone, left = await follower(town, following), await follower(town, following)
    await announced(town)
    for each in (gone, left):
        assert len(await heard(town, each)) == 1
    await announced(town)
    for regions, topics in ((("casa",), ()), ((), ("water", "housing")), (("settat",), ("water",))):
        text, plan = words(f"About {' and '.join((*regions, *topics))}."), Plan(topics=topics)
        found = await announcing.write(town.store, SLUG, text, None, regions, town.now, random_bytes, plan)
        await town.store.apply(Changes((announcements.add(found),)))
        await due_now(town.store, town.now)
    await gone.goes_through("[All news]; [Housing]; [Water]; [Inside]; [Settat]")
    await left.goes_through("[All news]; [Water]")
    told = []
    for _ in range(5):
        town.later(days=8)
        await due_now(town.store, town.now)
        assert await heard(town, gone) == []
        told += await heard(town, left)
    assert sorted(told) == ["About casa.", "About water and housing."]


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


async def test_that_it_is_open_is_not_told_once_it_has_closed(town: Town) -> None:
    """It waits for the week of who has heard enough."""
    resident = await follower(town, "[Continue]; [Yes]")
    await town.hold_again(weekly_limit=1, opens=town.now + timedelta(days=1))
    await town.store.apply(Changes((consultations.move(SLUG, "open", "scheduled"),)))
    await announced(town)
    assert len(await heard(town, resident)) == 1
    town.later(days=1)
    await due_now(town.store, town.now)
    every = await announcements.of(town.store.database, SLUG)
    assert {each.kind: each.state for each in every} == {"written": "done", "opened": "sending"}
    await town.store.apply(opening.closed(await town.consultation(), town.now, random_bytes))
    told = []
    for _ in range(3):
        town.later(days=8)
        await due_now(town.store, town.now)
        told += await heard(town, resident)
    assert len(told) == 1
    assert "has ended" in told[0]


async def test_that_it_is_open_is_not_told_after_its_end_though_nobody_was_there_to_close_it(
    town: Town,
) -> None:
    resident = await follower(town, "[Continue]; [Yes]")
    await town.store.apply(Changes((consultations.move(SLUG, "open", "scheduled"),)))
    await due_now(town.store, town.now)
    town.later(days=30)
    assert await heard(town, resident) == []
