"""A consultation for those who have a Telegram account: in the web chat there is the way there."""

from bot.poster import poster
from handlers.arriving.codes import make
from storage import codes
from storage.changes import Changes
from storage.messages import Tap
from tests.organisations import ANSWERING, ask_organisations, joins, registered, verify
from tests.town import SLUG, Resident, Town

TO_THE_DOOR = f"/start {SLUG}; [English]; [Continue]; [No]"
THERE = "This survey is in Telegram."


async def at_the_door(town: Town, channel: str) -> Resident:
    await town.hold_again(access="telegram")
    somebody = town.resident("web" if channel == "web" else "telegram")
    await somebody.goes_through(TO_THE_DOOR)
    return somebody


async def test_in_telegram_it_is_as_everywhere(town: Town) -> None:
    somebody = await at_the_door(town, "telegram")
    await somebody.goes_through("[I agree]; [Settat]; [Skip]; [Skip]; [Skip]; [Skip]; [Send]")
    assert "Your answers are in." in await somebody.sees()


async def test_in_the_web_chat_there_is_the_way_there(town: Town) -> None:
    town.desk.bot_name = lambda: "our_bot"
    somebody = await at_the_door(town, "web")
    assert THERE in await somebody.sees()
    (link,) = await somebody.buttons()
    assert (link.role, link.data) == ("link", f"https://t.me/our_bot?start={SLUG}")


async def test_nothing_leads_past_it(town: Town) -> None:
    somebody = await at_the_door(town, "web")
    code = make(bytes)
    await town.store.apply(Changes(codes.add(town.store.keys, SLUG, [code])))
    for step in ("Hello", f"/code {code}", f"/start {SLUG}_{code}", f"/start {SLUG}"):
        await somebody.writes(step)
        for action in ("agree", "continue", "on"):
            await somebody.does(Tap(f"{(await somebody.card()).at}.{action}"))
        assert "Before you begin" not in await somebody.sees(), step
    await somebody.goes_through("/contact")
    assert "Settat" not in [button.label for button in await somebody.buttons()]


async def test_organisations_answer_in_the_web_chat_too(town: Town) -> None:
    await ask_organisations(town, access="telegram")
    await registered(town)
    await verify(town)
    other = town.resident("web")
    await other.goes_through(f"/start {SLUG}; [English]")
    await joins(town, other, "Housing Now")
    await other.goes_through(ANSWERING)
    assert THERE not in await other.sees()


async def test_its_poster_leads_to_telegram_alone(town: Town) -> None:
    await town.hold_again(access="telegram")
    drawn = poster(await town.consultation(), "https://ask.example", "our_bot")
    assert "ask.example" not in drawn
    assert "our_bot" in drawn
    assert "need no account" not in drawn
