"""Tells whether a 429 means one chat or all of them: the server does not say.

One chat that is told to wait waits alone. When several are told so in a row with nothing going out between,
one message to another chat is the probe: everybody waits only while probes are refused as well.
"""

import asyncio
import time
from collections.abc import Callable

IN_A_ROW = 3
"""So many chats that are told to wait, one after the other, may be no chance."""
LONGEST = 60.0
"""Seconds between two probes at most, whatever the server wants."""
ANSWER = 10.0
"""Seconds after which a probe without an outcome no longer keeps others from being one."""
LOOK = 0.05


class FloodGate:
    """Open, unless everybody seems to be meant: then it lets one message through at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: set[str] = set()
        """Chats that were told to wait since something went out."""
        self._refused_probes = 0
        self._next = 0.0
        """When the next probe may go."""
        self._answer_by = 0.0
        """Until when the outcome of the probe under way is waited for; 0 if there is none."""
        self._turn = asyncio.Lock()

    @property
    def is_closed(self) -> bool:
        """Whether everybody may be meant."""
        return len(self._refused) >= IN_A_ROW

    async def passes(self) -> None:
        """Return when a message may go: at once, or as the next probe."""
        if self.is_closed:
            async with self._turn:
                pause = self.pause()
                while pause > 0:
                    await asyncio.sleep(pause)
                    pause = self.pause()

    def pause(self) -> float:
        """Seconds until one should ask again; 0: the message may go, and is the probe while it is closed."""
        now = self._clock()
        if not self.is_closed:
            return 0.0
        if now < self._answer_by:
            return LOOK
        if now < self._next:
            return self._next - now
        self._answer_by = now + ANSWER
        return 0.0

    def refused(self, chat: str, seconds: float) -> None:
        """The server told this chat to wait for so long."""
        self._refused.add(chat)
        if self._answer_by:
            self._answer_by = 0.0
            self._next = self._clock() + min(2.0**self._refused_probes, seconds, LONGEST)
            self._refused_probes = min(self._refused_probes + 1, 30)

    def went_out(self) -> None:
        """The server took a message: not everybody is meant."""
        self._refused.clear()
        self._refused_probes, self._next, self._answer_by = 0, 0.0, 0.0
