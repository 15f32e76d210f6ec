"""Being the only one of several processes who does something, and knowing when one is not any more."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import NotHeld, Write
from storage.schema.upkeep import PULSE, Pulse

_TAKE = upsert(Pulse)
TAKE_OVER = _TAKE.on_conflict_do_update(
    index_elements=["name"], set_={"at": func.greatest(PULSE.at + 1, _TAKE.excluded["at"])}
).returning(PULSE.at)
"""From now on it is held by somebody else; what was written under the hold before is waited for."""
_STILL_HELD = (
    select(PULSE.at)
    .where(PULSE.name == bindparam("held"), PULSE.at == bindparam("since"))
    .with_for_update(read=True)
)


@dataclass
class Hold:
    """What one process alone has. `until`: by the monotonic clock, which runs on while it is stopped.

    `fence` goes first in all that is written because of it: who was stopped with a write under way, and goes
    on when another process has it, writes nothing.
    """

    until: float = math.inf
    fence: tuple[Write, ...] = ()
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


def still_held(name: str, since: int) -> Write:
    """Raises `NotHeld` if the name was taken over after `since`; nobody takes it over until the commit."""
    return Write(_STILL_HELD, {"held": name, "since": since}, otherwise=NotHeld, looks=True)


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
