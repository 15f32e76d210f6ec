"""Log lines that strangers can cause: a few of one kind, then one a minute that says how many there were."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

import structlog

from bot.bucket import Buckets

AT_ONCE = 10
A_MINUTE = 60.0
log = logging.getLogger(__name__)


class Pace:
    """How often each kind of line is written; `clock` tells seconds."""

    def __init__(self, at_once: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._buckets = Buckets(at_once, 1 / A_MINUTE, clock)
        self._left_out: Counter[Hashable] = Counter()

    def admit(self, kind: Hashable) -> int | None:
        """How many of this kind were left out since the last one; None: so is this one."""
        if self._buckets.of(kind).spend():
            return self._left_out.pop(kind, 0)
        self._left_out[kind] += 1
        return None


class Paced:
    """A processor of structlog: what a line says first is its kind."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def __call__(self, _logger: object, _method: str, line: Any) -> Any:
        """Raises `structlog.DropEvent` for one that is left out."""
        left_out = self._pace.admit(line.get("event"))
        if left_out is None:
            raise structlog.DropEvent
        return {**line, "left_out": left_out} if left_out else line


class Filter(logging.Filter):
    """The same for what libraries say, whose lines may be long: one a minute."""

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._pace = pace

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is written."""
        left_out = self._pace.admit((record.name, str(record.msg)))
        if left_out:
            record.msg = f"{record.msg} (and {left_out} more like this)"
        return left_out is not None


def report_failures(loop: asyncio.AbstractEventLoop) -> None:
    """What fails where nobody waits for it is told without what it was done on, which may name an address."""
    loop.set_exception_handler(_report)


def _report(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    said = f"{context.get('message')}: {type(context.get('exception')).__name__}"
    log.error(said)
