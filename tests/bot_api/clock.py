"""Time as the server sees it: it can run faster, and be moved on."""

import asyncio
import time


class Clock:
    """Seconds since 1970, running `speed` times as fast as the wall's."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._ahead = 0.0
        self._start = time.time()
        self._began = time.monotonic()
        self._sleepers: set[asyncio.Future[None]] = set()

    def now(self) -> float:
        return self._start + self._ahead + (time.monotonic() - self._began) * self.speed

    def real(self, seconds: float) -> float:
        """How long `seconds` of this clock last for us."""
        return seconds / self.speed

    def set_speed(self, speed: float) -> None:
        self._start, self._ahead, self._began = self.now(), 0.0, time.monotonic()
        self.speed = speed
        self._changed()

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
        self._changed()

    async def sleep(self, seconds: float) -> None:
        """Sleep by this clock, however it is set meanwhile."""
        end = self.now() + seconds
        while (left := end - self.now()) > 0:
            change = asyncio.get_running_loop().create_future()
            self._sleepers.add(change)
            await asyncio.wait([change], timeout=self.real(left))
            self._sleepers.discard(change)

    def _changed(self) -> None:
        for change in self._sleepers:
            if not change.done():
                change.set_result(None)
