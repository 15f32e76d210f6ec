"""What both ways in, polling and webhook, do with an update: hand it to the desk, or put it aside."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import structlog

from bot.bucket import Bucket
from bot.channels.telegram.decode import Elsewhere, Heard, Undecodable, decode
from storage.changes import StorageDown
from storage.messages import Incoming, Reaction

Update = bytes | Mapping[str, Any]
ASIDE, ASIDE_RATE = 20, 1 / 60
"""Things without a number that are put aside at once, and a second after that: a server that sends nothing
else must not fill the database."""
LONGEST_ASIDE = 2**16
log = structlog.get_logger(__name__)


class Desk(Protocol):
    """Who takes what people say."""

    async def take(self, incoming: Incoming) -> Reaction:
        """Returns only after the commit. Raises `StorageDown`: nothing was taken."""

    async def put_aside(self, channel: str, address: str, key: str, error: str, content: str) -> Reaction:
        """Keep what could not be handled. Raises `StorageDown`."""

    async def missed(self, seconds: float) -> None:
        """For so long nothing could come in, and taps may be lost. Raises `StorageDown`."""


class Intake:
    """Content decides nothing here: what cannot be handled is put aside, and only `StorageDown` is raised."""

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._aside = Bucket(ASIDE, ASIDE_RATE, clock)
        self._last_aside = ""

    async def read(self, update: Update, bot_name: str) -> Heard | Elsewhere | None:
        """What somebody did; None if it asks nothing of us, or was put aside. Raises `StorageDown`."""
        try:
            return decode(update, bot_name)
        except Undecodable as error:
            if error.update_id is None:
                await self._put_aside(update, error.reason, error.chat)
            else:
                key = f"telegram:{error.update_id}"
                await self._desk.put_aside("telegram", error.chat, key, error.reason, _kept(update))
            return None

    async def put_aside_batch(self, batch: object) -> None:
        """Keep what the server gave in place of updates. Raises `StorageDown`."""
        await self._put_aside(batch, "NoUpdates")

    async def _put_aside(self, odd: object, reason: str, chat: str = "") -> None:
        """Keep what has no number: once, by what it holds, and no flood of it."""
        content = _kept(odd)
        key = f"telegram:odd:{hashlib.sha256(content.encode(errors='replace')).hexdigest()}"
        if key != self._last_aside and self._aside.spend():
            await self._desk.put_aside("telegram", chat, key, reason, content)
            self._last_aside = key

    async def take(self, incoming: Incoming) -> Reaction:
        """Returns after the commit, with what follows from it. Raises `StorageDown`."""
        try:
            return await self._desk.take(incoming)
        except StorageDown:
            raise
        except Exception as error:
            # The desk puts content errors aside itself; a fault in the desk must not hold everybody either.
            log.error("An update could not be taken", key=incoming.key, error=type(error).__name__)
            return Reaction()


def _kept(odd: object) -> str:
    if isinstance(odd, bytes):
        return odd.decode(errors="replace")[:LONGEST_ASIDE]
    try:
        return json.dumps(odd)[:LONGEST_ASIDE]
    except (ValueError, RecursionError):
        return ""
