"""The updates that the bot has not confirmed, and how `getUpdates` hands them out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import compress
from typing import Any

from tests.bot_api.clock import Clock
from tests.bot_api.faults import Faults
from tests.bot_api.refusal import conflict

BATCH = 100
FIRST_ID = 731_000_000
TAP_LIFE = 150.0
MESSAGE_LIFE = 24 * 3600.0
FUTURE = 10
"""An offset further than this behind the last id is not one of this sequence and confirms nothing."""


@dataclass(eq=False)
class Entry:
    update: dict[str, Any]
    expires: float
    copies: int
    delivered: bool = False
    again: bool = False

    @property
    def update_id(self) -> int:
        update_id = self.update.get("update_id")
        return update_id if isinstance(update_id, int) else 0


class UpdateQueue:
    """Updates in order. One poller at a time: a second one ends the first with 409."""

    def __init__(self, clock: Clock, faults: Faults) -> None:
        self.next_id = FIRST_ID
        self.allowed: list[str] = []
        self._clock = clock
        self._faults = faults
        self._entries: list[Entry] = []
        self._pushed: set[int] = set()
        self.on_arrival: Callable[[Entry], None] | None = None
        """Called with each new update while a webhook takes them."""
        self._poll: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        """How many updates are not confirmed yet."""
        self._drop_expired()
        return len(self._entries)

    def push(self, kind: str, body: dict[str, Any]) -> int:
        """Queue an update; gives its id."""
        update_id = self.next_id
        self.next_id += 1
        if not self.allowed or kind in self.allowed:
            life = TAP_LIFE if kind == "callback_query" else MESSAGE_LIFE
            update = {"update_id": update_id, kind: body}
            self.push_raw(update, life)
        return update_id

    def push_raw(self, update: dict[str, Any], life: float = MESSAGE_LIFE) -> None:
        """Queue an update as it is, however odd."""
        entry = Entry(update, self._clock.now() + life, self._faults.copies())
        self._entries.append(entry)
        self._pushed.add(entry.update_id)
        if self.on_arrival is not None:
            self.on_arrival(entry)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    @property
    def confirmed(self) -> set[int]:
        """The ids of all updates that the bot has confirmed or that were dropped when their time was over."""
        return self._pushed - {entry.update_id for entry in self._entries}

    @property
    def polled(self) -> bool:
        """Whether somebody waits for updates just now."""
        return self._poll is not None

    def entries(self) -> list[Entry]:
        """All that is not confirmed and not too old, oldest first."""
        self._drop_expired()
        return list(self._entries)

    def keeps(self, entry: Entry) -> bool:
        """Whether an update is still to be delivered."""
        return entry in self._entries and entry.expires > self._clock.now()

    def delivered(self, entry: Entry) -> None:
        """A webhook took it: it is done, or comes once more."""
        if entry.copies:
            entry.copies -= 1
        else:
            self._entries.remove(entry)

    def restart(self, at: int) -> None:
        """Go on with other numbers, as the server does after a quiet week."""
        self.next_id = at

    def clear(self) -> None:
        self._entries.clear()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """Confirm what is below `offset`, wait up to `timeout` for updates and give them."""
        self.end_poll(
            "terminated by other getUpdates request; make sure that only one bot instance is running"
        )
        self._confirm(offset)
        if not len(self) and timeout > 0:
            await self._arrival(timeout)
        return self._deliver(limit)

    def end_poll(self, why: str) -> None:
        """Answer the poll under way with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(why))

    async def _arrival(self, timeout: float) -> None:
        self._poll = poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, self._clock.real(timeout))
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._entries = self._entries[offset:]
        elif offset <= self.next_id + FUTURE:
            done = [entry.update_id < offset and not _due_again(entry) for entry in self._entries]
            repeats = [_repeated(entry) for entry in compress(self._entries, done) if entry.copies]
            self._entries = repeats + [
                entry for entry, is_done in zip(self._entries, done, strict=True) if not is_done
            ]

    def _deliver(self, limit: int) -> list[dict[str, Any]]:
        self._drop_expired()
        batch = self._entries[: max(1, min(limit, BATCH))]
        for entry in batch:
            entry.delivered = True
        return [entry.update for entry in batch]

    def _drop_expired(self) -> None:
        now = self._clock.now()
        self._entries = [entry for entry in self._entries if entry.expires > now]


def _due_again(entry: Entry) -> bool:
    return entry.again and not entry.delivered


def _repeated(entry: Entry) -> Entry:
    return Entry(entry.update, entry.expires, entry.copies - 1, again=True)
