"""What both ways in, polling and webhook, do with an update: hand it to the desk, or put it aside."""

import json
import secrets
from collections.abc import Mapping
from typing import Any, Protocol

import structlog

from bot.channels.telegram.decode import Elsewhere, Heard, Undecodable, decode
from storage.changes import StorageDown
from storage.messages import Incoming, Reaction

Update = bytes | Mapping[str, Any]
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

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def read(self, update: Update, bot_name: str) -> Heard | Elsewhere | None:
        """What somebody did; None if it asks nothing of us, or was put aside. Raises `StorageDown`."""
        try:
            return decode(update, bot_name)
        except Undecodable as error:
            # Without an id it cannot be told from others; it is kept however often it comes.
            key = f"telegram:{secrets.token_hex(8) if error.update_id is None else error.update_id}"
            await self._desk.put_aside("telegram", error.chat, key, error.reason, _kept(update))
            return None

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


def _kept(update: Update) -> str:
    if isinstance(update, bytes):
        return update.decode(errors="replace")
    try:
        return json.dumps(update)
    except (ValueError, RecursionError):
        return ""
