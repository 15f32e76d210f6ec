"""How many strangers may come at once, and how often somebody may try a receipt code."""

from collections.abc import Callable

from bot.bucket import Bucket, Buckets
from bot.server import addresses

LONGEST = 20.0
"""Seconds that somebody new may be kept waiting; after that their page tries again by itself."""


class VisitorLimits:
    """In memory only: addresses are never written down. `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._newcomers = Buckets(burst=60, rate=1, clock=clock)
        self._all_newcomers = Bucket(burst=500, rate=20, clock=clock)
        self._returns = Buckets(burst=5, rate=1 / 60, clock=clock)

    def newcomer(self, address: str) -> float | None:
        """Seconds to wait until one more person may be made of a visitor from here; None: too long."""
        network = network_of(address)
        own = self._newcomers.of(network).reserve(LONGEST) if network else 0.0
        shared = None if own is None else self._all_newcomers.reserve(LONGEST)
        return None if own is None or shared is None else max(own, shared)

    def may_guess(self, address: str, device: str) -> bool:
        """Whether one more receipt code that nobody has may be tried. Right codes are never counted."""
        return self._returns.of(network_of(address) or device).spend()


def network_of(address: str) -> str:
    """The network of an address; "" where only this machine is seen, which says nothing."""
    network = addresses.network_of(address)
    return "" if network == "::1" or network.startswith("127.") else network
