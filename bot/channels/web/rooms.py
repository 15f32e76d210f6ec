"""The open sockets: one room a person, one seat a tab."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, web

from bot.bucket import Bucket
from storage.messages import Card
from storage.wakes import EVERYBODY

A_SECOND = 500
"""Rooms that look at what they show, where it changed for everybody."""


@dataclass(eq=False, slots=True)
class Seat:
    """One open page of the consultation `slug`.

    `device` is the cookie's token, `language` what the page's words are in now.
    """

    socket: web.WebSocketResponse
    slug: str
    device: str
    language: str
    shown: Card | None = None

    async def send(self, frame: dict[str, object]) -> bool:
        """Send; False if the page has gone: it will ask again when it is back."""
        with suppress(ConnectionError):
            await self.socket.send_json(frame)
            return True
        return False

    async def close(self, code: int) -> None:
        """Close, without waiting for a page that may be gone."""
        with suppress(ConnectionError):
            await self.socket.close(code=code, drain=False)


@dataclass(eq=False, slots=True)
class Room:
    """All pages of one person, on all devices. `lock` keeps an older card from overtaking a newer one.

    `changed`: what they show may not be true any more, by what somebody else did.
    """

    seats: set[Seat] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    pace: Bucket = field(default_factory=lambda: Bucket(burst=20, rate=5, clock=time.monotonic))
    """Who sends faster waits, on all pages together; nothing is lost."""


class Rooms:
    """Finds the pages that a person has open."""

    def __init__(self) -> None:
        self._rooms: dict[bytes, Room] = {}
        self._marked: defaultdict[str, set[Room]] = defaultdict(set)
        self._door: set[Seat] = set()

    @contextmanager
    def seated(self, person: bytes, mark: str, seat: Seat) -> Iterator[Room]:
        """This person's room, with the page in it for as long as the block lasts."""
        room = self._rooms.setdefault(person, Room())
        room.seats.add(seat)
        self._marked[mark].add(room)
        try:
            yield room
        finally:
            room.seats.discard(seat)
            if not room.seats:
                self._rooms.pop(person, None)
                self._marked[mark].discard(room)
                if not self._marked[mark]:
                    del self._marked[mark]

    def wake(self, marks: Iterable[str]) -> None:
        """The pages with these marks look at what they show; all of them do it one after the other."""
        for mark in marks:
            if mark != EVERYBODY:
                for room in self._marked.get(mark, ()):
                    room.changed.set()
                continue
            loop = asyncio.get_running_loop()
            for number, room in enumerate(self._rooms.values()):
                loop.call_later(number / A_SECOND, room.changed.set)

    @contextmanager
    def at_the_door(self, seat: Seat) -> Iterator[None]:
        """A page of somebody who has done nothing yet."""
        self._door.add(seat)
        try:
            yield
        finally:
            self._door.discard(seat)

    async def let_in(self, token: str) -> None:
        """Who did nothing yet on this device is somebody now: their other pages come back as that person."""
        waiting = [seat for seat in self._door if seat.device == token]
        await asyncio.gather(*(seat.close(WSCloseCode.SERVICE_RESTART) for seat in waiting))

    def on_device(self, token: str) -> tuple[Seat, ...]:
        """The pages that are open on this device."""
        return tuple(seat for room in self._rooms.values() for seat in room.seats if seat.device == token)

    async def close(self) -> None:
        """Tell every page that we go; they come back by themselves."""
        seats = [seat for room in self._rooms.values() for seat in room.seats]
        seats += self._door
        await asyncio.gather(*(seat.close(WSCloseCode.GOING_AWAY) for seat in seats))
