"""getUpdates, as the server's own source has it (telegram-bot-api, Client.cpp)."""

import asyncio
from collections import Counter

from tests.bot_api import BotApi
from tests.bot_api.conftest import Call


def texts(updates: list[dict[str, dict[str, str]]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_stay_until_an_offset_confirms_them(api: BotApi, call: Call) -> None:
    first = await api.person(7).send("one")
    await api.person(8).send("two")
    for _ in range(2):
        _, updates = await call("getUpdates")
        assert texts(updates) == ["one", "two"]
    _, updates = await call("getUpdates", offset=first + 1)
    assert texts(updates) == ["two"]
    assert api.pending == 1


async def test_a_batch_holds_at_most_a_hundred(api: BotApi, call: Call) -> None:
    for number in range(130):
        await api.person(7).send(str(number))
    _, updates = await call("getUpdates", limit=1000)
    assert len(updates) == 100
    _, rest = await call("getUpdates", offset=updates[-1]["update_id"] + 1)
    assert len(rest) == 30


async def test_a_long_poll_returns_when_somebody_writes(api: BotApi, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=50))
    while not api.world.queue.polled:
        await asyncio.sleep(0)
    await api.person(7).send("hello")
    _, updates = await poll
    assert texts(updates) == ["hello"]


async def test_a_long_poll_ends_by_itself(call: Call, api: BotApi) -> None:
    api.world.clock.set_speed(1000)
    assert await call("getUpdates", timeout=30) == (200, [])


async def test_a_second_poller_ends_the_first(api: BotApi, call: Call) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=50))
    while not api.world.queue.polled:
        await asyncio.sleep(0)
    await call("getUpdates")
    status, said = await first
    assert status == 409
    assert "terminated by other getUpdates request" in said


async def test_a_webhook_excludes_polling(call: Call) -> None:
    await call("setWebhook", url="http://127.0.0.1:9/hook")
    status, said = await call("getUpdates")
    assert status == 409
    assert "webhook is active" in said
    await call("deleteWebhook")
    assert await call("getUpdates") == (200, [])


async def test_a_tap_is_kept_150_seconds_and_a_message_a_day(api: BotApi, call: Call) -> None:
    person = api.person(7)
    await person.send("hello")
    await person.press("x", 1)
    api.world.clock.advance(151)
    _, updates = await call("getUpdates")
    assert texts(updates) == ["hello"]
    api.world.clock.advance(24 * 3600)
    assert await call("getUpdates") == (200, [])


async def test_only_the_kinds_asked_for_are_kept(api: BotApi, call: Call) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])
    await api.person(7).send("hello")
    assert api.pending == 0


async def test_an_offset_far_ahead_confirms_nothing(api: BotApi, call: Call) -> None:
    await api.person(7).send("hello")
    _, updates = await call("getUpdates", offset=api.world.queue.next_id + 1_000_000)
    assert texts(updates) == ["hello"]
    assert api.pending == 1


async def test_updates_can_come_again_later_with_the_same_id(api: BotApi, call: Call) -> None:
    api.faults.repeats = 2
    sent = [await api.person(7).send(str(number)) for number in range(30)]
    delivered: list[int] = []
    offset = 0
    while api.pending:
        _, updates = await call("getUpdates", offset=offset, limit=7)
        delivered += [update["update_id"] for update in updates]
        offset = delivered[-1] + 1
    times = Counter(delivered)
    assert set(times) == set(sent)
    assert set(times.values()) == {1, 2, 3}
