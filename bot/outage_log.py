"""The log of an outage: a line when it begins, one now and then while it lasts, and one when it is over."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from storage.changes import KeysUnavailable, StorageDown

log = structlog.get_logger()
EVERY = 600
"""Seconds after which an outage that lasts is told of again."""


@dataclass
class OutageLog:
    """What the parts of one process report, each reason for itself. `clock` counts seconds evenly."""

    clock: Callable[[], float]
    _told: dict[str, float] = field(default_factory=dict, init=False)

    def report(self, error: StorageDown) -> None:
        """Log it, unless the same was logged a while ago."""
        now, reason = self.clock(), str(error)
        self._told = {each: when for each, when in self._told.items() if now - when < EVERY}
        if reason in self._told:
            return
        self._told[reason] = now
        what = "keys are missing" if isinstance(error, KeysUnavailable) else "the database is down"
        log.error(f"{what}; trying again", error=reason)

    def end(self) -> None:
        """All works again: the next outage is told of at once."""
        log.info("database and keys can be used again")
        self._told = {}
