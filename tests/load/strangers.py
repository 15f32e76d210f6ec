"""Strangers who keep a server busy with connections that never ask anything whole. Bounded; runs beside it.

python -m tests.load.strangers PORT KIND SOCKETS ADDRESSES SECONDS
"""

import resource
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, islice

KINDS = ("idle", "half", "headers", "bodies")
HEAD = b"GET /chat/load HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
POST = (
    b"POST /chat/load/return HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 4000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)
BEGINS = {"idle": b"", "half": HEAD, "headers": HEAD + b"X-Slow: ", "bodies": POST}
A_SECOND = 500
"""Connections that are opened, at most; who is dropped comes back at this pace."""
TURNS = 20
"""In a second; in each, a part of them does something."""


@dataclass
class Strangers:
    """All of one kind; `opened` and `dropped` count them over all the time."""

    port: int
    kind: str
    most: int
    addresses: int
    opened: int = 0
    dropped: int = 0
    _open: deque[socket.socket] = field(default_factory=deque)
    _numbers: Iterator[int] = field(default_factory=count)

    def attack(self, seconds: float) -> None:
        """For so long, then end."""
        begin = BEGINS[self.kind].replace(b"%d", b"%d" % self.port)
        ends = time.monotonic() + seconds
        turn = time.monotonic()
        while turn < ends:
            for _ in range(min(A_SECOND // TURNS, self.most - len(self._open))):
                self._come(begin)
            for each in list(islice(self._open, self.most // TURNS)):
                self._open.popleft()
                self._go_on(each)
            turn += 1 / TURNS
            time.sleep(max(0.0, turn - time.monotonic()))
        for each in self._open:
            each.close()

    def _come(self, begin: bytes) -> None:
        line = socket.socket()
        line.settimeout(0.2)
        try:
            line.bind((f"127.0.0.{10 + next(self._numbers) % self.addresses}", 0))
            line.connect(("127.0.0.1", self.port))
            line.setblocking(False)
            line.send(begin)
        except OSError:
            line.close()
            self.dropped += 1
            return
        self.opened += 1
        self._open.append(line)

    def _go_on(self, line: socket.socket) -> None:
        """A byte, if they send any; who is dropped is not there any more."""
        try:
            if self.kind in {"headers", "bodies"}:
                line.send(b"a")
            with suppress(BlockingIOError):
                if not line.recv(4096):
                    raise ConnectionResetError
        except BlockingIOError:
            pass
        except OSError:
            line.close()
            self.dropped += 1
            return
        self._open.append(line)


def main(port: str, kind: str, sockets: str, addresses: str, seconds: str) -> None:
    """Raises the limit of open files for this process alone."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    strangers = Strangers(int(port), kind, int(sockets), int(addresses))
    strangers.attack(float(seconds))
    print(strangers.opened, strangers.dropped)


if __name__ == "__main__":
    main(*sys.argv[1:])
