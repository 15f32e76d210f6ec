"""What the Bot API does wrong is over soon after its cause is gone."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.bot_api import BotApi, Fault
from tests.load import town
from tests.load.conftest import Tell
from tests.load.process import running
from tests.load.size import LONG, long_only

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600 if LONG else 120)]
AWAY = 3.0
"""Seconds for which the Bot API fails."""
BREAKS = {
    "429": Fault("flood", "", None, seconds=2),
    "502": Fault("html", "", None),
    "cut": Fault("drop", "", None),
    "half an answer": Fault("half", "", None),
    "no answer": Fault("swallow", "", None),
    "late": Fault("delay", "", None, seconds=30),
}


@long_only
@pytest.mark.parametrize("webhook", [pytest.param(False, id="polling"), pytest.param(True, id="webhook")])
@pytest.mark.parametrize("what", BREAKS)
async def test_people_are_answered_once_the_bot_api_is_back(
    api: BotApi, tmp_path: Path, tell: Tell, what: str, webhook: bool
) -> None:
    person = api.person(7)
    async with running(tmp_path, api, webhook=webhook):
        await person.send(f"/start {town.SLUG}")
        await person.waits("Choose your language")
        api.faults.add(BREAKS[what])
        await asyncio.sleep(AWAY / 2)
        await person.send("/help")
        await asyncio.sleep(AWAY / 2)
        api.faults.clear()
        back = time.monotonic()
        await person.waits("How this works", 90)
        seconds = time.monotonic() - back
    tell(f"answered {seconds:.1f} s after it was back")
