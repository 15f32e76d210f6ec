"""Faults on order: what the caller sees, and what the chat shows."""

import pytest
from aiohttp import ClientError, ClientPayloadError, ClientSession

from tests.bot_api import BotApi, Fault
from tests.bot_api.conftest import Call


@pytest.mark.parametrize(("kind", "arrived"), [("drop", []), ("swallow", ["x"])])
async def test_a_cut_connection_before_and_after_accepting(
    api: BotApi, call: Call, kind: str, arrived: list[str]
) -> None:
    await api.person(7).send("/start")
    api.faults.add(Fault(kind, method="sendMessage"))  # type: ignore[arg-type] # parametrized
    with pytest.raises(ClientError):
        await call("sendMessage", chat_id=7, text="x")
    assert [message.text for message in api.person(7).sees()[1:]] == arrived
    status, _ = await call("sendMessage", chat_id=7, text="x")
    assert status == 200


async def test_half_an_answer(api: BotApi, call: Call) -> None:
    api.faults.add(Fault("half"))
    with pytest.raises(ClientPayloadError):
        await call("getMe")


async def test_a_page_instead_of_an_answer(api: BotApi, http: ClientSession) -> None:
    api.faults.add(Fault("html", code=502))
    async with http.get(f"{api.url}/bot{api.token}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")


async def test_a_flood_says_how_long_to_wait(api: BotApi, http: ClientSession) -> None:
    api.faults.add(Fault("flood", seconds=7))
    async with http.get(f"{api.url}/bot{api.token}/getMe") as response:
        answer = await response.json()
    assert (response.status, answer["parameters"]) == (429, {"retry_after": 7})


async def test_a_delay_is_on_the_servers_clock(api: BotApi, call: Call) -> None:
    api.world.clock.set_speed(10_000)
    api.faults.add(Fault("delay", seconds=90))
    status, _ = await call("getMe")
    assert status == 200


async def test_a_server_that_stops_and_starts_still_knows(api: BotApi, call: Call) -> None:
    await api.person(7).send("hello")
    url = api.url
    await api.stop()
    with pytest.raises(ClientError):
        await call("getMe")
    await api.start()
    assert api.url == url
    _, updates = await call("getUpdates")
    assert updates[0]["message"]["text"] == "hello"
