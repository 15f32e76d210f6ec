"""Sends what waits: people's cards at once, announcements evenly paced, all by the state of their rows."""

import asyncio

from bot.channels.telegram.outgoing import Outgoing
from bot.desk import Desk
from bot.sender.cards import Cards
from bot.sender.line import Line
from bot.sender.news import NewsRound

__all__ = ["send_forever"]


async def send_forever(desk: Desk, outgoing: Outgoing, last_alive: int | None) -> None:
    """Send until cancelled. `last_alive`: when this installation last worked, if that was too long ago."""
    line = Line(desk, outgoing)
    cards, news = Cards(line), NewsRound(line)
    await line.insist(news.recover)
    if last_alive is not None:
        await line.insist(lambda: cards.show_again(last_alive))
    await asyncio.gather(line.forever(cards.round), line.forever(news.round))
