"""The controls that other processes use."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.bot_api import BotApi
from tests.bot_api.conftest import Call

ROOT = Path(__file__).parents[2]


async def post(http: ClientSession, url: str, **body: Any) -> Any:
    async with http.post(url, json=body) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def test_a_person_is_played_over_http(api: BotApi, http: ClientSession, call: Call) -> None:
    person = f"{api.url}/control/people/7"
    await post(http, f"{person}/send?language=ar", text="/start")
    markup = {"inline_keyboard": [[{"text": "✓ Yes", "callback_data": "y"}]]}
    await call("sendMessage", chat_id=7, text="?", reply_markup=markup)
    async with http.get(f"{person}/waits?since=0") as response:
        shown = await response.json()
    assert (shown["changes"], shown["messages"][-1]["text"]) == (1, "?")
    await post(http, f"{person}/tap", label="Yes")
    _, updates = await call("getUpdates")
    assert updates[0]["message"]["from"]["language_code"] == "ar"
    assert updates[1]["callback_query"]["data"] == "y"


async def test_waiting_ends_without_a_change(api: BotApi, http: ClientSession) -> None:
    async with http.get(f"{api.url}/control/people/7/waits?since=0&seconds=0.01") as response:
        assert (await response.json())["changes"] == 0


async def test_what_a_person_cannot_do_is_said(api: BotApi, http: ClientSession) -> None:
    for action, body, expected in (("tap", {"label": "Yes"}, 409), ("fly", {}, 404), ("send", {}, 409)):
        async with http.post(f"{api.url}/control/people/7/{action}", json=body) as response:
            assert response.status == expected


async def test_faults_state_and_clock(api: BotApi, http: ClientSession, call: Call) -> None:
    await post(http, f"{api.url}/control/faults", kind="flood", method="getMe", times=None)
    await post(http, f"{api.url}/control/faults", repeats=2, blocked_share=0.1)
    assert (api.faults.repeats, api.faults.blocked_share) == (2, 0.1)
    assert (await call("getMe"))[0] == 429
    async with http.delete(f"{api.url}/control/faults"):
        pass
    assert (await call("getMe"))[0] == 200
    before = api.world.clock.now()
    after = await post(http, f"{api.url}/control/clock", advance=3600, speed=2)
    assert after["now"] - before >= 3600
    async with http.get(f"{api.url}/control/state") as response:
        assert await response.json() == {
            "pending": 0,
            "calls": {"getme": 2},
            "unchanged": {},
            "webhook": {},
        }


async def test_it_runs_alone(http: ClientSession) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot_api", "--port", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        words = (await process.stdout.readline()).decode().split()
        url = next(word for word in words if word.startswith("http://"))
        async with http.get(f"{url}/bot{words[-1]}/getMe") as response:
            assert response.status == 200
    finally:
        process.terminate()
        assert await process.wait() == 0


async def test_a_person_who_waits_in_vain_says_what_there_is(api: BotApi) -> None:
    person = api.person(7)
    await person.send("hello")
    with pytest.raises(TimeoutError, match="> hello"):
        await person.waits("never", seconds=0.01)
