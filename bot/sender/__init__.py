"""Sends what waits: people's cards at once, announcements evenly paced, all by the state of their rows."""

import asyncio

from bot.channels.telegram.outgoing import Outgoing
from bot.desk import Desk, no_card_arrives
from bot.sender.cards import Cards
from bot.sender.line import Line
from bot.sender.news import NewsRound
from bot.sender.reminders import RemindersRound
from storage.hold import Hold

__all__ = ["send_forever"]


async def send_forever(desk: Desk, outgoing: Outgoing, hold: Hold) -> None:
    """Send until cancelled."""
    line = Line(desk, outgoing, hold)
    cards, news, reminders = Cards(line), NewsRound(line), RemindersRound(line)
    try:
        desk.show_at_once, desk.card_arrives = cards.at_once, cards.arrives
        async with asyncio.TaskGroup() as group:
            for each in (cards, news, reminders):
                group.create_task(line.forever(each.round))
    finally:
        desk.show_at_once, desk.card_arrives = None, no_card_arrives
        line.stop()
