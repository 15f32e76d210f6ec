"""Delivers updates to the bot's address, as the server does (telegram-bot-api, WebhookActor.cpp)."""

import asyncio
import json
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from random import Random
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from tests.bot_api.clock import Clock
from tests.bot_api.faults import WEBHOOK, Faults
from tests.bot_api.updates import Entry, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = 60.0
"""Seconds that an answer is waited for."""
LONGEST_PAUSE = 60.0
"""Seconds between two attempts at most; by chance up to twice as long."""
LONGEST_WISH = 3600.0
"""Seconds of a `Retry-After` that are honoured."""
EACH_CONNECTION = 2
"""So many chats for each connection are loaded at once; what comes after them waits, whoever it is from."""

Execute = Callable[[str, dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Hook:
    """Where updates are delivered; an empty address is no webhook."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40


@dataclass(frozen=True)
class Answer:
    """What the bot said: `status` 0 is no answer, `wish` are the seconds of a `Retry-After`."""

    status: int = 0
    wish: float = 0.0
    body: bytes = b""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class Delivery:
    """First in, first out in each queue; the queues beside each other.

    `statuses` counts the answers (0: none came); `last_error` is what getWebhookInfo tells.
    """

    def __init__(self, clock: Clock, updates: UpdateQueue, faults: Faults, execute: Execute) -> None:
        self.hook = Hook()
        self.statuses: Counter[int] = Counter()
        self.last_error: tuple[float, str] | None = None
        self._clock = clock
        self._updates = updates
        self._faults = faults
        self._execute = execute
        self._random = Random(0)
        self._ahead: deque[Entry] = deque()
        self._loaded: dict[Hashable, deque[Entry]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._free = asyncio.Semaphore(self.hook.max_connections)
        self._session: ClientSession | None = None
        self._changing = asyncio.Lock()

    async def begin(self, hook: Hook) -> None:
        """Deliver all that waits, and what comes, to this address."""
        async with self._changing:  # two calls of setWebhook may come at once
            await self.end()
            self.hook = hook
            if hook.url:
                self._free = asyncio.Semaphore(hook.max_connections)
                self._session = ClientSession(connector=TCPConnector(limit=hook.max_connections))
                self._ahead = deque(self._updates.entries())
                self._updates.on_arrival = self._arrived
                self._load()

    async def end(self) -> None:
        """Stop delivering; what was not acknowledged stays."""
        self._updates.on_arrival = None
        for worker in tuple(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        self._loaded.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _arrived(self, entry: Entry) -> None:
        self._ahead.append(entry)
        self._load()

    def _load(self) -> None:
        while self._ahead and len(self._loaded) < EACH_CONNECTION * self.hook.max_connections:
            entry = self._ahead.popleft()
            key = queue_of(entry.update)
            if key in self._loaded:
                self._loaded[key].append(entry)
            else:
                self._loaded[key] = deque([entry])
                worker = asyncio.create_task(self._work(key))
                self._workers.add(worker)
                worker.add_done_callback(self._workers.discard)

    async def _work(self, key: Hashable) -> None:
        queue = self._loaded[key]
        while queue:
            await self._clock.sleep(self._faults.held())
            await self._deliver(queue[0])
            queue.popleft()
        del self._loaded[key]
        self._load()

    async def _deliver(self, entry: Entry) -> None:
        failures, delay = 0, 1.0
        while self._updates.keeps(entry):
            async with self._free:
                answer = await self._post(entry.update)
            self.statuses[answer.status] += 1
            if answer.ok:
                await self._obey(answer.body)
                self._updates.delivered(entry)
                continue
            self.last_error = (self._clock.now(), f"Wrong response from the webhook: {answer.status}")
            if failures and not answer.wish:
                longest = self._random.uniform(LONGEST_PAUSE, 2 * LONGEST_PAUSE)
                delay = min(longest, 2 * delay)
            failures += 1
            await self._clock.sleep(answer.wish or (delay if failures > 1 else 0))

    async def _post(self, update: dict[str, Any]) -> Answer:
        assert self._session is not None
        fault = self._faults.pick(WEBHOOK)
        if fault and fault.kind == "drop":
            return Answer()
        headers = {SECRET_HEADER: self.hook.secret} if self.hook.secret else {}
        limit = ClientTimeout(total=self._clock.real(PATIENCE))
        try:
            async with self._session.post(
                self.hook.url, json=update, headers=headers, timeout=limit
            ) as response:
                answer = Answer(
                    response.status, _wish(response.headers.get("Retry-After")), await response.read()
                )
        except (ClientError, OSError):
            return Answer()
        return Answer() if fault and fault.kind == "swallow" else answer

    async def _obey(self, body: bytes) -> None:
        """A method in the body is carried out; what comes of it is not told."""
        try:
            order = json.loads(body)
        except ValueError:
            return
        if isinstance(order, dict) and isinstance(order.get("method"), str):
            await self._execute(order.pop("method").lower(), order)


def queue_of(update: dict[str, Any]) -> Hashable:
    """The queue of an update: messages by chat, taps by user, membership by chat again but apart."""
    for kind, body in update.items():
        if isinstance(body, dict):
            who = body.get("from") if kind == "callback_query" else body.get("chat")
            apart = kind if kind in {"callback_query", "my_chat_member"} else "message"
            return apart, who.get("id") if isinstance(who, dict) else update.get("update_id")
    return "odd", update.get("update_id")


def _wish(header: str | None) -> float:
    return min(float(header), LONGEST_WISH) if header and header.isdecimal() else 0.0
