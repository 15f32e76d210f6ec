"""Pauses that grow while something keeps failing."""

from random import SystemRandom

_random = SystemRandom()


class Backoff:
    """Counts failures in a row: the pause doubles with each, up to `longest`; up to half of it is chance."""

    def __init__(self, first: float = 0.5, longest: float = 2.5) -> None:
        self._first = first
        self._longest = longest
        self._failures = 0

    @property
    def failing(self) -> bool:
        return self._failures > 0

    def failed(self) -> float:
        """Note a failure; gives the seconds to wait."""
        # The exponent is bounded so that a week of failures cannot overflow a float.
        pause = min(self._longest, self._first * 2.0 ** min(self._failures, 30))
        self._failures += 1
        return pause * _random.uniform(0.5, 1.0)

    def succeeded(self) -> None:
        self._failures = 0
