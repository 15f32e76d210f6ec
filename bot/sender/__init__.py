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
    """Send until cancelled."""
    line = Line(desk, outgoing, hold)
    cards, news = Cards(line), NewsRound(line)
    try:
        await line.insist(news.recover)
        await asyncio.gather(line.forever(cards.round), line.forever(news.round))
    finally:
        line.stop()
