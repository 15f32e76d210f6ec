"""Long polling: nothing is confirmed before it is committed (the design, promises 1, 3 and 4)."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from telegram import Bot

from bot.channel_health import ChannelHealth
from bot.channels.telegram.access import Granted, at_once
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.decode import KINDS, Elsewhere, Heard, update_id_of
from bot.channels.telegram.insisting import Insisting
from bot.channels.telegram.intake import Desk, Intake
from bot.channels.telegram.outcome import Uncertain
from bot.channels.telegram.reactions import Menus, Reactions
from bot.channels.telegram.render import Words
from bot.channels.telegram.request import call, introduce

WAIT = 1
"""Seconds that the server may wait for an update: few, so that a lost call is soon made anew."""
GRACE = 2.0
"""Seconds beyond that until a call counts as lost."""
SLOW_GRACE = 15.0
SLOW_AFTER = 20
"""So many lost calls in a row, and the line may just be slow: then each is awaited longer."""
LAST_MOMENT = 2.0
"""Seconds that reactions under way get when polling stops."""


class Poller:
    """Asks for updates and hands them to the desk: one person's in order, many people's at once."""

    def __init__(
        self,
        bot: Bot,
        desk: Desk,
        words: Words,
        *,
        menus: Menus | None = None,
        wait: int = WAIT,
        backoff: Backoff | None = None,
        health: ChannelHealth | None = None,
        granted: Granted = at_once,
    ) -> None:
        self._bot = bot
        self._wait = wait
        self._intake = Intake(desk)
        self._insisting = Insisting(desk, backoff or Backoff(), health=health)
        self._granted = granted
        self._reactions = Reactions(bot, words)
        self._menus = menus or {}
        self._offset = 0
        self._lost = 0

    async def run(self) -> None:
        """Poll until cancelled."""
        try:
            await self._insisting.until_it_works(self._prepare)
            self._reactions.offer(self._menus)
            while True:
                await self._insisting.until_it_works(self._round)
        finally:
            await self._reactions.finish(LAST_MOMENT)

    async def _prepare(self) -> None:
        await self._granted()
        await introduce(self._bot)
        await call(self._bot, "deleteWebhook")

    async def _round(self) -> None:
        await self._granted()
        batch = await self._ask()
        await self._take(batch)
        # Not the highest id: after a quiet week the server starts again anywhere.
        ids = [number for update in batch if (number := update_id_of(update)) is not None]
        if batch and not ids:
            raise Uncertain("The Bot API sent updates without a number")
        self._offset = ids[-1] + 1 if ids else self._offset

    async def _ask(self) -> list[Mapping[str, Any]]:
        # Raw, since one update that the library cannot read would take the batch along.
        asked: dict[str, Any] = {
            "offset": self._offset,
            "timeout": self._wait,
            "limit": 100,
            "allowed_updates": list(KINDS),
        }
        grace = GRACE if self._lost < SLOW_AFTER else SLOW_GRACE
        began = time.monotonic()
        try:
            updates = await call(self._bot, "getUpdates", self._wait + grace, **asked)
        except Uncertain:
            self._lost += 1
            raise
        if time.monotonic() - began < self._wait + GRACE:
            self._lost = 0
        if not isinstance(updates, list):
            await self._intake.put_aside_batch(updates)
            raise Uncertain("The Bot API sent no list of updates")
        return updates

    async def _take(self, batch: list[Mapping[str, Any]]) -> None:
        lanes: defaultdict[str, list[Heard]] = defaultdict(list)
        groups: list[Elsewhere] = []
        for update in batch:
            match await self._intake.read(update, self._bot.username):
                case Heard() as heard:
                    lanes[heard.incoming.address].append(heard)
                case Elsewhere() as elsewhere:
                    groups.append(elsewhere)
        results = await asyncio.gather(*map(self._take_lane, lanes.values()), return_exceptions=True)
        for error in filter(None, results):
            raise error
        for elsewhere in groups:
            self._reactions.explain(elsewhere)

    async def _take_lane(self, lane: list[Heard]) -> None:
        for heard in lane:
            reaction = await self._intake.take(heard.incoming)
            if heard.query:
                self._reactions.acknowledge(heard.query, reaction)
            self._reactions.follow(heard.incoming, reaction)
