"""A town's desk, its poller and its sender behind the Bot API, and somebody who has begun there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count

from sqlalchemy import select
from telegram import Bot

from bot.channels.telegram.access import Access
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.downloads import fetch
from bot.channels.telegram.outgoing import Outgoing
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.request import open_bot
from bot.sender import send_forever
from bot.stored_media import StoredMedia
from handlers.words import Words
from storage.hold import Hold
from storage.schema.chats import OUTBOX
from tests.bot_api import BotApi, Person
from tests.town import SLUG, Town

FIRST = "1 of 5"
"""On the first question of the town's own survey."""
STEPS = ("English", "Continue", "Yes", "I agree, begin")
_chats = count(7)


@asynccontextmanager
async def serving(
    town: Town, api: BotApi, work: list[asyncio.Task[None]] | None = None
) -> AsyncIterator[Bot]:
    """The town's desk at work on Telegram; its tasks are added to `work`."""
    work = [] if work is None else work
    bot = open_bot(api.token, api.url)
    town.desk.fetchers["telegram"] = partial(fetch, bot)
    access = Access(bot, town.desk.telegram, Backoff(0.01, 0.1))
    outgoing = Outgoing(bot, Words, StoredMedia(town.store), access.granted)
    poller = Poller(bot, town.desk, Words, wait=5, health=town.desk.telegram, granted=access.granted)
    steps = access.run(), poller.run(), send_forever(town.desk, outgoing, Hold())
    work += [asyncio.create_task(step) for step in steps]
    try:
        yield bot
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await bot.shutdown()
        await bot.request.shutdown()  # which the bot leaves open where it was stopped while it began


async def agreed(api: BotApi) -> Person:
    """Somebody who has just agreed to be asked."""
    person = api.person(next(_chats))
    await person.send(f"/start {SLUG}")
    for label in STEPS:
        await person.waits()
        await person.tap(label)
    return person


async def begun(api: BotApi, first: str = FIRST) -> Person:
    """Somebody who has agreed and stands before the first question."""
    person = await agreed(api)
    await person.waits(first)
    return person


async def waits_until(town: Town, due: int) -> None:
    """Return when a card in the outbox waits for this time."""
    while not await town.store.database.rows(select(OUTBOX.due).where(OUTBOX.due == due)):
        await asyncio.sleep(0.01)
