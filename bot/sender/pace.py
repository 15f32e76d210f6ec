"""How fast we send: the limits that Telegram names, and the pauses that it asks for.

Bulk keeps an even pace always, and catches up what a slow moment of ours took. People's cards go at once;
only after the server refused everybody (429) do they keep the limits by themselves for a while. A chat that
was told to wait waits alone.
"""

import time
from collections.abc import Callable

EVERY = 1 / 30
"""Seconds between two messages: Telegram takes about 30 a second from a bot."""
CHAT_EVERY = 1.0
"""Seconds between two messages in one chat."""
CAREFUL = 60.0
"""Seconds after a pause in which the limits are kept."""
BEHIND = 1 / 3
"""How many seconds of bulk are caught up; a third of what the server takes at once, the rest is for cards."""
LEAD = 1.0
"""How many seconds of bulk people's cards may come before, so that it goes on all the same."""


class Pace:
    """Says how long to wait before the next message, and counts it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = 0.0
        self._careful_until = 0.0
        self._told: dict[str, float] = {}
        """Chats for which the server asked for a pause, and until when."""
        self._next_in: dict[str, float] = {}
        """The same chats, and from when on the next message may go there."""

    def bulk(self) -> float:
        """Seconds until the next message in bulk."""
        now = self._clock()
        start = max(self._next, now - BEHIND)
        self._next = start + EVERY
        return max(0.0, start - now)

    def card(self, chat: str) -> float:
        """Seconds until the next card in this chat. One chat that is too quick holds nobody else."""
        now = self._clock()
        self._forget(now)
        start = max(now, self._next if now < self._careful_until else 0.0)
        self._next = min(max(self._next, start) + EVERY, start + LEAD)
        if chat in self._told:
            start = max(start, self._next_in[chat])
            self._next_in[chat] = start + CHAT_EVERY
        return start - now

    def slow_down(self, chat: str, seconds: float) -> None:
        """The server wants a pause of so many seconds in this chat."""
        now = self._clock()
        self._forget(now)
        self._told[chat] = self._next_in[chat] = now + seconds
        if now >= self._careful_until:
            self._next -= EVERY  # a server that counts messages does not count one that it refuses

    def be_careful(self) -> None:
        """Everybody was refused: the limits are kept for a while, and nothing is caught up."""
        now = self._clock()
        self._careful_until = now + CAREFUL
        self._next = max(self._next, now)

    def wait_of(self, chat: str) -> float:
        """Seconds for which the server wants nothing in this chat."""
        return max(0.0, self._told.get(chat, 0.0) - self._clock())

    def _forget(self, now: float) -> None:
        if not self._told:
            return
        over = [chat for chat, until in self._told.items() if until + CAREFUL < now]
        for chat in over:
            del self._told[chat], self._next_in[chat]
