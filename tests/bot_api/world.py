"""All that the server remembers; it outlives the bot's process."""

import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bot_api.clock import Clock
from tests.bot_api.faults import Faults
from tests.bot_api.ledger import Chat, Message
from tests.bot_api.pace import Pace
from tests.bot_api.refusal import Refusal, bad
from tests.bot_api.updates import UpdateQueue
from tests.bot_api.webhook import Delivery

BOT = {"id": 1, "is_bot": True, "first_name": "Consultation", "username": "consultation_bot"}

Execute = Callable[[str, dict[str, Any]], Awaitable[None]]


@dataclass
class Query:
    """A tap that waits to be acknowledged."""

    chat_id: int
    born: float
    answers: list[str] = field(default_factory=list)


class World:
    """Chats, updates, taps, the clock and the faults of one bot."""

    def __init__(self, execute: Execute, speed: float = 1.0, seed: int = 0, chat_burst: float = 5.0) -> None:
        self.clock = Clock(speed)
        self.faults = Faults(seed)
        self.pace = Pace(self.clock, chat_burst)
        self.queue = UpdateQueue(self.clock, self.faults)
        self.chats: defaultdict[int, Chat] = _Chats()
        self.queries: dict[str, Query] = {}
        self.files: dict[str, bytes] = {}
        self.delivery = Delivery(self.clock, self.queue, self.faults, execute)
        self.commands: dict[str, list[dict[str, Any]]] = {}
        self.calls: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        """Edits, by method, that would have left the message as it was."""
        self._last_message = 0
        self._random = random.Random(seed)

    def add_message(self, chat: Chat, message: Message) -> None:
        chat.messages[message.message_id] = message

    def new_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def new_query(self, chat_id: int) -> str:
        query_id = str(self._random.getrandbits(62))
        self.queries[query_id] = Query(chat_id, self.clock.now())
        return query_id

    def writable(self, chat_id: int) -> Chat:
        """The chat, if the bot may write there. Raises Refusal."""
        chat = self.chats[chat_id]
        if not chat.known:
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        if chat.deactivated:
            raise Refusal(403, "Forbidden: user is deactivated")
        if chat.blocked or self.faults.blocks(chat_id):
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def message_json(self, chat: Chat, message: Message) -> dict[str, Any]:
        """A message of the bot as the server describes it."""
        said: dict[str, Any] = {
            "message_id": message.message_id,
            "date": int(message.date),
            "chat": chat_json(chat),
            "from": BOT,
            **(message.media or {"text": message.text}),
        }
        if message.edited:
            said["edit_date"] = message.edited
        if message.media and message.text:
            said["caption"] = message.text
        if message.entities:
            said["caption_entities" if message.media else "entities"] = message.entities
        if message.keyboard:
            said["reply_markup"] = {"inline_keyboard": message.keyboard}
        return said

    def keep_file(self, content: bytes) -> str:
        """Keep what somebody sent; gives the id to fetch it by."""
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = content
        return file_id


class _Chats(defaultdict[int, Chat]):
    def __missing__(self, chat_id: int) -> Chat:
        self[chat_id] = chat = Chat(chat_id)
        return chat


def chat_json(chat: Chat) -> dict[str, Any]:
    name = {"first_name": f"Person {chat.chat_id}"} if chat.kind == "private" else {"title": "Group"}
    return {"id": chat.chat_id, "type": chat.kind, **name}
