"""A sender that is told to stop stops, also in the moment in which it is woken."""

import asyncio
from typing import cast

import pytest

from bot.channels.telegram.outgoing import Outgoing
from bot.sender.cards import Cards
from bot.sender.line import Line
from storage.hold import Hold
from tests.town import Town


@pytest.mark.parametrize("ticks", range(5))
async def test_stopped_in_the_moment_of_waking_it_stops(town: Town, ticks: int) -> None:
    line = Line(town.desk, cast(Outgoing, None), Hold())  # nothing is due, so nothing goes out
    sending = asyncio.create_task(line.forever(Cards(line).round))
    await asyncio.sleep(0.1)
    town.desk.woken.set()
    for _ in range(ticks):
        await asyncio.sleep(0)
    sending.cancel()
    ended, _ = await asyncio.wait({sending}, timeout=3)
    sending.cancel()
    assert ended
