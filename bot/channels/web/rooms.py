"""The open sockets: one room a person, one seat a tab."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, web


@dataclass(eq=False, slots=True)
class Seat:
    """One open page of the consultation `slug`.

    `device` is the cookie's token, `language` what the page's words are in now.
    """

    socket: web.WebSocketResponse
    slug: str
    device: str
    language: str

    async def send(self, frame: dict[str, object]) -> None:
        """Send, or do nothing if the page has gone: it will ask again when it is back."""
        with suppress(ConnectionError):
            await self.socket.send_json(frame)

    async def close(self, code: int) -> None:
        """Close, without waiting for a page that may be gone."""
        with suppress(ConnectionError):
            await self.socket.close(code=code, drain=False)


@dataclass(eq=False, slots=True)
class Room:
    """All pages of one person, on all devices. `lock` keeps an older card from overtaking a newer one."""

    seats: set[Seat] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rooms:
    """Finds the pages that a person has open."""

    def __init__(self) -> None:
        self._rooms: dict[bytes, Room] = {}

    @contextmanager
    def seated(self, person: bytes, seat: Seat) -> Iterator[Room]:
        """This person's room, with the page in it for as long as the block lasts."""
        room = self._rooms.setdefault(person, Room())
        room.seats.add(seat)
        try:
            yield room
        finally:
            room.seats.discard(seat)
            if not room.seats:
                self._rooms.pop(person, None)

    def on_device(self, token: str) -> tuple[Seat, ...]:
        """The pages that are open on this device."""
        return tuple(seat for room in self._rooms.values() for seat in room.seats if seat.device == token)

    async def close(self) -> None:
        """Tell every page that we go; they come back by themselves."""
        seats = [seat for room in self._rooms.values() for seat in room.seats]
        await asyncio.gather(*(seat.close(WSCloseCode.GOING_AWAY) for seat in seats))
