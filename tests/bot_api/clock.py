"""Time as the server sees it: it can run faster, and be moved on."""

import time


class Clock:
    """Seconds since 1970, running `speed` times as fast as the wall's."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._ahead = 0.0
        self._start = time.time()
        self._began = time.monotonic()

    def now(self) -> float:
        return self._start + self._ahead + (time.monotonic() - self._began) * self.speed

    def real(self, seconds: float) -> float:
        """How long `seconds` of this clock last for us."""
        return seconds / self.speed

    def set_speed(self, speed: float) -> None:
        self._start, self._ahead, self._began = self.now(), 0.0, time.monotonic()
        self.speed = speed

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
