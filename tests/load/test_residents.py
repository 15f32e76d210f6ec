"""Residents answer the questions in every way people do; what is stored is what was meant."""

from pathlib import Path

import pytest

from tests.bot_api import BotApi, Fault
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import Bot, running
from tests.load.size import LONG, RESIDENTS, long_only

FAULTS = (
    Fault("swallow", "sendMessage", None, share=0.02),
    Fault("drop", "sendMessage", None, share=0.02),
    Fault("html", "sendMessage", None, share=0.02),
    Fault("flood", "sendMessage", None, share=0.02, seconds=1),
    Fault("half", "editMessageText", None, share=0.02),
    Fault("swallow", "editMessageText", None, share=0.02),
    Fault("html", "editMessageText", None, share=0.02),
    Fault("flood", "editMessageText", None, share=0.02, seconds=1),
    Fault("drop", "answerCallbackQuery", None, share=0.05),
    Fault("html", "getFile", None, share=0.1),
    Fault("half", "getFile", None, share=0.1),
)
POLLS = (
    Fault("swallow", "getUpdates", 3, share=0.02),
    Fault("half", "getUpdates", 3, share=0.02),
    Fault("html", "getUpdates", 3, share=0.02),
)
pytestmark = pytest.mark.timeout(900 if LONG else 180)
DELIVERIES = (
    Fault("drop", "webhook", None, share=0.02),
    Fault("swallow", "webhook", None, share=0.02),
)
EACH = pytest.mark.parametrize(
    ("server", "webhook"),
    [
        pytest.param("SQLite", False, id="SQLite-polling"),
        pytest.param("PostgreSQL", True, id="PostgreSQL-webhook"),
        pytest.param("SQLite", True, id="SQLite-webhook", marks=long_only),
        pytest.param("PostgreSQL", False, id="PostgreSQL-polling", marks=long_only),
    ],
)
"""Each database and each way at least; all four in a long run."""


@long_only
@EACH
async def test_on_a_calm_day(api: BotApi, tmp_path: Path, tell: Tell, url: str, webhook: bool) -> None:
    async with running(tmp_path, api, url, webhook) as bot:
        await stored_as_meant(api, bot, tell)


@EACH
async def test_each_update_comes_up_to_three_times(
    api: BotApi, tmp_path: Path, tell: Tell, url: str, webhook: bool
) -> None:
    async with running(tmp_path, api, url, webhook) as bot:
        api.faults.repeats = 2
        await stored_as_meant(api, bot, tell)


@EACH
async def test_on_a_bad_line(api: BotApi, tmp_path: Path, tell: Tell, url: str, webhook: bool) -> None:
    async with running(tmp_path, api, url, webhook) as bot:
        api.faults.repeats = 1
        for fault in (*FAULTS, *(DELIVERIES if webhook else POLLS)):
            api.faults.add(fault)
        await stored_as_meant(api, bot, tell)


@pytest.mark.parametrize("server", [pytest.param("SQLite", marks=long_only), pytest.param("PostgreSQL")])
async def test_updates_come_out_of_order(api: BotApi, tmp_path: Path, tell: Tell, url: str) -> None:
    async with running(tmp_path, api, url, webhook=True) as bot:
        api.faults.reorder = 0.3
        await stored_as_meant(api, bot, tell, hasty=True)
    assert api.world.queries
    assert all(query.answers for query in api.world.queries.values())


async def stored_as_meant(api: BotApi, bot: Bot, tell: Tell, hasty: bool = False) -> None:
    """All residents answer and send; what is stored is looked at once they have."""
    crowd = Crowd(api, bot, RESIDENTS, seed=api.faults.repeats, hasty=hasty)
    await crowd.answers()
    api.faults.clear()
    await api.settles()
    await bot.stops()
    async with bot.store() as store:
        await crowd.compares(store)
    edits, same = api.world.calls["editmessagetext"], api.world.unchanged["editmessagetext"]
    tell(f"{crowd.figures()}; {1000 * bot.cpu / crowd.updates:.2f} ms of the processor an update")
    tell(f"{edits} edits, of which {same} would have changed nothing")
