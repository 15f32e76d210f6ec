"""Sends what waits: people's cards at once, announcements evenly paced, all by the state of their rows."""

import asyncio

from bot.channels.telegram.outgoing import Outgoing
from bot.desk import Desk
from bot.sender.cards import Cards
from bot.sender.line import Line
from bot.sender.news import NewsRound
from storage.hold import Hold

__all__ = ["send_forever"]


async def send_forever(desk: Desk, outgoing: Outgoing, hold: Hold) -> None:
    """Send until cancelled. Raises `TokenRefused`."""
    line = Line(desk, outgoing, hold)
    cards, news = Cards(line), NewsRound(line)
    try:
        desk.show_at_once = cards.at_once
        async with asyncio.TaskGroup() as group:
            for work in (line.forever(cards.round), line.forever(news.round), line.until_refused()):
                group.create_task(work)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    finally:
        desk.show_at_once = None
        line.stop()
