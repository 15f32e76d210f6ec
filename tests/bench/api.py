"""A lean Bot API for load, and the residents behind it. It plays fair: whole updates, whole answers.

`tests.bench.api` is not `tests.bot_api`, which is like Telegram in every detail and too slow for this load.
"""

import asyncio
import json
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.bench.survey import STEPS, Step
from tests.bench.wire import Answer, Pool, Served

TOKEN = "1:BENCH"
SECRET = "a-secret-of-this-measurement-alone"
BOT = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
CONNECTIONS = 40
"""What Telegram opens to a webhook unless told otherwise."""
FIRST_CHAT = 1_000_000
DELAYED = {"sendmessage", "editmessagetext", "editmessagereplymarkup", "answercallbackquery"}
Json = dict[str, Any]


@dataclass
class Resident:
    """Somebody in a chat: which card they see, and since when they wait for the next."""

    chat: int
    stops_at: str = ""
    step: Step | None = None
    acts: int = 0
    """How often they did something at this card."""
    did: int = 0
    """How often they did something at all."""
    message: Json = field(default_factory=dict)
    waits_since: float = 0.0
    second: int = 0
    """The second of what happened last in the chat."""

    @property
    def done(self) -> bool:
        return self.step is not None and (self.step is STEPS[-1] or self.step.name == self.stops_at)

    def sees(self, message: Json) -> None:
        """A card in the chat."""
        step = next((each for each in STEPS if each.mark in message["text"].replace("\u2068", "")), None)
        assert step is not None, f"Nobody knows this card: {message['text']!r}"
        if step is not self.step:
            self.step, self.acts = step, 0
        self.message = message

    def acts_on(self) -> tuple[str, str]:
        """("tap", data) or ("text", what is written)."""
        self.did += 1
        if self.step is None:
            return "text", "/start"
        assert self.acts < len(self.step.does), f"The bot stays at {self.step.name}: {self.message}"
        word = self.step.does[self.acts]
        self.acts += 1
        if self.step.kind in {"number", "date", "text"}:
            return "text", word
        buttons = [button for row in self.message["reply_markup"]["inline_keyboard"] for button in row]
        found = [button for button in buttons if button["text"].removeprefix("✓ ").startswith(word)]
        assert found, f"There is no {word!r} among {[button['text'] for button in buttons]}"
        return "tap", found[0]["callback_data"]


class BenchApi:
    """The server: what it was asked is counted in `calls`, how long people waited is in `waits` (seconds)."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.calls: Counter[str] = Counter()
        self.waits: list[float] = []
        self.refused = 0
        """Updates that were answered with something else than 200."""
        self.ready: deque[Resident] = deque()
        self.finished = 0
        self.answered_at = time.monotonic()
        self.residents: dict[int, Resident] = {}
        self._next_chat = FIRST_CHAT
        self._next_update = 1
        self._next_message = 1
        self._webhook = ""
        self._queue: deque[Json] = deque()
        self._poll: Answer | None = None
        self._pool: Pool | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Listen; gives the address."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Served(self._call), "127.0.0.1", 0, backlog=512)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def hang_up(self) -> None:
        """Deliver nothing more."""
        if self._pool:
            self._pool.close()

    async def stop(self) -> None:
        if self._server:
            self._server.close()

    async def deliver_to(self, port: int, path: str) -> None:
        """Deliver by webhook from now on. Raises OSError."""
        self._pool = Pool("127.0.0.1", port, path, SECRET, CONNECTIONS, self._heard)
        await self._pool.open()

    def newcomer(self, stops_at: str = "") -> Resident:
        """Somebody new, who has said nothing yet."""
        resident = Resident(self._next_chat, stops_at)
        self.residents[resident.chat] = resident
        self._next_chat += 1
        return resident

    def act(self, resident: Resident, since: float) -> None:
        """Have somebody do what comes next; their wait counts from `since`."""
        kind, content = resident.acts_on()
        resident.waits_since = since
        who = {"id": resident.chat, "is_bot": False, "first_name": "R", "language_code": "en"}
        chat = {"id": resident.chat, "first_name": "R", "type": "private"}
        if kind == "tap":
            body: Json = {"id": str(self._next_update), "from": who, "message": resident.message}
            update = {"callback_query": {**body, "chat_instance": "7", "data": content}}
        else:
            body = {
                "message_id": self._new_message(),
                "from": who,
                "chat": chat,
                "date": self._second(resident, 1),
            }
            command = {"offset": 0, "length": len(content), "type": "bot_command"}
            entities = {"entities": [command]} if content.startswith("/") else {}
            update = {"message": {**body, "text": content, **entities}}
        self._push({"update_id": self._next_update, **update})
        self._next_update += 1

    def _push(self, update: Json) -> None:
        if self._pool:
            self._pool.post(json.dumps(update).encode())
        else:
            self._queue.append(update)
            self._hand_out()

    def _heard(self, status: int, body: bytes) -> None:
        self.refused += status != 200
        if body.startswith(b"{") and (method := json.loads(body).get("method")):
            self.calls[f"{method.lower()} in the reply"] += 1

    def _call(self, path: str, is_json: bool, body: bytes, answer: Answer) -> None:
        method = path.partition("?")[0].rpartition("/")[2].lower()
        given = (json.loads(body) if is_json else dict(parse_qsl(body.decode()))) if body else {}
        self.calls[method] += 1
        if method == "getupdates":
            return self._polled(given, answer)
        said = json.dumps({"ok": True, "result": self._result(method, given)}).encode()
        if self.delay and method in DELAYED:
            asyncio.get_running_loop().call_later(self.delay, answer, said)
        else:
            answer(said)

    def _polled(self, given: Json, answer: Answer) -> None:
        offset = int(given.get("offset") or 0)
        while self._queue and self._queue[0]["update_id"] < offset:
            self._queue.popleft()
        self._poll = answer
        self._hand_out()

    def _hand_out(self) -> None:
        if self._queue and self._poll:
            answer, self._poll = self._poll, None
            answer(json.dumps({"ok": True, "result": [*self._queue][:100]}).encode())

    def _result(self, method: str, given: Json) -> Any:
        match method:
            case "getme":
                return BOT
            case "setwebhook":
                self._webhook = given["url"]
            case "getwebhookinfo":
                return {"url": self._webhook, "has_custom_certificate": False, "pending_update_count": 0}
            case "sendmessage":
                return self._shown(given, self._new_message())
            case "editmessagetext":
                return self._shown(given, int(given["message_id"]), edited=True)
        return True

    def _second(self, resident: Resident, reads: int = 0) -> int:
        """Of what happens in a chat now; to read what is new and to write takes one at least."""
        resident.second = max(int(time.time()), resident.second + reads)
        return resident.second

    def _shown(self, given: Json, message_id: int, edited: bool = False) -> Json:
        markup = given.get("reply_markup")
        keyboard = json.loads(markup) if isinstance(markup, str) else markup
        chat = {"id": int(given["chat_id"]), "first_name": "R", "type": "private"}
        message: Json = {"message_id": message_id, "from": BOT, "chat": chat, "date": int(time.time())}
        message |= {"text": given["text"], **({"reply_markup": keyboard} if keyboard else {})}
        if resident := self.residents.get(int(given["chat_id"])):
            if edited:
                message["edit_date"] = self._second(resident)
            self._saw(resident, message)
        return message

    def _saw(self, resident: Resident, message: Json) -> None:
        resident.sees(message)
        if not resident.waits_since:
            return
        self.waits.append(time.monotonic() - resident.waits_since)
        resident.waits_since = 0.0
        self.answered_at = time.monotonic()
        if resident.done:
            self.finished += 1
            del self.residents[resident.chat]
        else:
            self.ready.append(resident)

    def _new_message(self) -> int:
        self._next_message += 1
        return self._next_message
