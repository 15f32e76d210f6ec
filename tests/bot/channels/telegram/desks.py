"""A desk for tests of the two ways in."""

import asyncio
from collections.abc import Callable

from storage.messages import Incoming, Reaction, Text

MENUS = {"en": {"start": "begins", "help": "says more"}, "ar": {"start": "للبدء", "help": "للمزيد"}}


class Desk:
    """Notes what it is told; `answer` decides what comes of it, or fails."""

    def __init__(self, answer: Callable[[Incoming], Reaction] = lambda _: Reaction()) -> None:
        self.taken: list[Incoming] = []
        self.aside: list[tuple[str, str, str]] = []
        self.outages: list[float] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.answer = answer

    async def take(self, incoming: Incoming) -> Reaction:
        reaction = self.answer(incoming)
        if gate := self.gates.get(incoming.address):
            await gate.wait()
        self.taken.append(incoming)
        return reaction

    async def put_aside(self, channel: str, address: str, key: str, error: str, content: str) -> Reaction:
        self.aside.append((address, key, error))
        return Reaction()

    async def missed(self, seconds: float) -> None:
        self.outages.append(seconds)

    def heard(self, address: str) -> list[str]:
        return [
            incoming.said.text
            for incoming in self.taken
            if incoming.address == address and isinstance(incoming.said, Text)
        ]
