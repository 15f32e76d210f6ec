"""Residents answer twelve questions in every way people do; what is stored is what was meant."""

from pathlib import Path

import pytest

from tests.bot_api import BotApi, Fault
from tests.load.conftest import Tell
from tests.load.crowd import Crowd
from tests.load.process import running
from tests.load.size import LONG, RESIDENTS

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
    Fault("swallow", "getUpdates", 3, share=0.02),
    Fault("half", "getUpdates", 3, share=0.02),
    Fault("html", "getUpdates", 3, share=0.02),
)


CALM: tuple[Fault, ...] = ()


@pytest.mark.parametrize(
    ("people", "repeats", "faults"),
    [
        pytest.param(50, 0, CALM, id="calm", marks=pytest.mark.skipif(not LONG, reason="long runs only")),
        pytest.param(50, 2, CALM, id="each update up to three times"),
        pytest.param(RESIDENTS, 1, FAULTS, id="a bad line"),
    ],
)
async def test_what_is_stored_is_what_was_meant(
    api: BotApi, tmp_path: Path, tell: Tell, people: int, repeats: int, faults: tuple[Fault, ...]
) -> None:
    crowd = Crowd(api, people, seed=repeats)
    async with running(tmp_path, api) as bot:
        api.faults.repeats = repeats
        for fault in faults:
            api.faults.add(fault)
        await crowd.answers()
        api.faults.clear()
        await api.settles()
    async with bot.store() as store:
        await crowd.compares(store)
    tell(f"{crowd.figures()}; {1000 * bot.cpu / crowd.updates:.2f} ms of the processor an update")
