"""Being the only one of several processes who does something, and knowing when one is not any more."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Hold:
    """What one process alone has. `until`: by the monotonic clock, which runs on while it is stopped."""

    until: float = math.inf
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def sure(self) -> bool:
        """Whether nobody else can have it yet."""
        return time.monotonic() < self.until and not self.lost.is_set()

    async def surely(self) -> None:
        """Returns while it is held; waits, to be cancelled, once it may be somebody else's."""
        while True:
            if self.sure:
                return
            await asyncio.sleep(0.1)


async def as_the_only_one(hold: Hold, work: Callable[[Hold], Awaitable[None]]) -> None:
    """Work until it ends, or until the hold is lost: then it is cancelled at once. Raises what it raises."""
    working, losing = asyncio.ensure_future(work(hold)), asyncio.create_task(hold.lost.wait())
    try:
        await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        for task in (working, losing):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
