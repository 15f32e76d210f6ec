"""A person with a phone: sends, taps, reads."""

import asyncio
from base64 import b64decode
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.bot_api.ledger import Chat, Message
from tests.bot_api.world import World, chat_json

PATIENCE = 20.0
"""Seconds (of ours) that a person waits for the bot before the test fails."""

CONTENTS: dict[str, Any] = {
    "voice": {"file_id": "v", "file_unique_id": "v", "duration": 3},
    "sticker": {"file_id": "s", "file_unique_id": "s", "width": 512, "height": 512, "type": "regular"},
    "photo": [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}],
    "document": {"file_id": "d", "file_unique_id": "d"},
    "audio": {"file_id": "a", "file_unique_id": "a", "duration": 3},
    "video": {"file_id": "m", "file_unique_id": "m", "width": 90, "height": 90, "duration": 3},
    "location": {"longitude": -7.6, "latitude": 33.6},
    "contact": {"phone_number": "+10000000000", "first_name": "Contact"},
    "dice": {"emoji": "🎲", "value": 4},
}


class Person:
    """One person in one chat: their own with the bot, or a group."""

    def __init__(self, world: World, person_id: int, chat_id: int, language: str = "en") -> None:
        self.person_id = person_id
        self.language = language
        self.chat: Chat = world.chats[chat_id]
        self.hurries = False
        """Whether they send something in the second of an edit, without having read it."""
        self._world = world
        self._read = 0

    # What a person does. Each gives the id of the update that tells the bot.

    async def send(self, text: str, reply_to: int = 0) -> int:
        """Write a message, perhaps as a reply to another one; a command begins with "/"."""
        message = Message(self._world.new_message_id(), "person", text, self._world.clock.now())
        self._world.add_message(self.chat, message)
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if replied := self.chat.messages.get(reply_to):
            content["reply_to_message"] = self._world.message_json(self.chat, replied)
        return self._tell("message", message.message_id, content)

    async def shows(self, kind: str = "voice", content: str = "", caption: str = "", album: str = "") -> int:
        """Send something that is not text: one of `CONTENTS`; `content` is a file's, as base64."""
        media = deepcopy({kind: CONTENTS[kind]})
        if content:
            data = b64decode(content)
            described = media[kind][-1] if kind == "photo" else media[kind]
            described |= {"file_id": self._world.keep_file(data), "file_size": len(data)}
        message = Message(
            self._world.new_message_id(), "person", caption, self._world.clock.now(), media=media
        )
        self._world.add_message(self.chat, message)
        described = {"caption": caption, "media_group_id": album}
        said = {name: text for name, text in described.items() if text}
        return self._tell("message", message.message_id, {**media, **said})

    async def shows_album(self, *photos: str) -> None:
        """Send several photos, as base64, together: each comes as a message of its own."""
        together = str(self._world.new_message_id())
        for content in photos:
            await self.shows("photo", content, album=together)

    async def voice(self) -> int:
        return await self.shows("voice")

    async def edits(self, text: str) -> int:
        """Change the newest message of one's own."""
        own = next(message for message in reversed(self.sees()) if message.sender == "person")
        own.edits.append(own.text)
        own.text = text
        edited = {"text": text, "edit_date": int(self._world.clock.now())}
        return self._tell("edited_message", own.message_id, edited)

    async def tap(self, label: str, times: int = 1) -> str:
        """Tap the newest button with this label, `times` quickly in a row; gives the last tap's query id."""
        for message in reversed(self.sees()):
            button = message.button(label)
            if button is not None:
                taps = [await self.press(button["callback_data"], message.message_id) for _ in range(times)]
                return taps[-1]
        raise LookupError(f"no button {label!r}; this is what the chat shows:\n{self}")

    async def press(self, data: str, message_id: int) -> str:
        """Tap as a phone would that has not seen the newest edit; gives the query id."""
        query_id = self._world.new_query(self.chat.chat_id)
        message = self.chat.messages.get(message_id)
        self._starts()
        body = {"id": query_id, "from": self._from(), "chat_instance": "1", "data": data}
        if message is not None:
            body["message"] = self._world.message_json(self.chat, message)
        self._world.queue.push("callback_query", body)
        return query_id

    @property
    def waiting(self) -> int:
        """How many of the updates of this person the bot has not confirmed."""
        return sum(self._is_own(entry.update) for entry in self._world.queue.entries())

    def blocks(self) -> int:
        return self._block(True)

    def unblocks(self) -> int:
        return self._block(False)

    # What a person sees.

    def sees(self, last: int | None = None) -> list[Message]:
        """The messages the chat shows, oldest first; the last ones only, if so asked."""
        shown = self.chat.shown()
        return shown if last is None else shown[-last:]

    @property
    def card(self) -> Message:
        """The newest message of the bot."""
        return next(message for message in reversed(self.sees()) if message.sender == "bot")

    @property
    def toasts(self) -> list[str]:
        """The short sentences that came up over the chat."""
        return self.chat.toasts

    async def waits(self, text: str = "", seconds: float = PATIENCE) -> Message:
        """Wait until the bot has changed something since this person last acted or waited.

        With `text`, until the newest message of the bot holds it. Gives that message. Raises TimeoutError.
        """

        def ready() -> bool:
            bot = any(message.sender == "bot" for message in self.sees())
            return bot and (text in self.card.text if text else self.chat.changes > self._read)

        await self._until(ready, seconds, text or "a change")
        self._read = self.chat.changes
        return self.card

    async def acknowledged(self, query_id: str, seconds: float = PATIENCE) -> str:
        """Wait until a tap was answered; gives the toast, if any."""
        await self._until(lambda: self.answered(query_id), seconds, "an answered tap")
        return self._world.queries[query_id].answers[0]

    def answered(self, query_id: str) -> bool:
        """Whether the button has stopped turning."""
        return bool(self._world.queries[query_id].answers)

    def __str__(self) -> str:
        return "\n\n".join(f"{'> ' if shown.sender == 'person' else ''}{shown}" for shown in self.sees())

    async def _until(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not ready():
                    await self.chat.moves()
        except TimeoutError:
            raise TimeoutError(f"waited for {what}; this is what the chat shows:\n{self}") from None

    def _tell(self, kind: str, message_id: int, content: dict[str, Any]) -> int:
        self._starts()
        second = self.chat.second if self.hurries else self.chat.second_of_reading
        body = {
            "message_id": message_id,
            "date": second(self._world.clock.now()),
            "chat": chat_json(self.chat),
            "from": self._from(),
        }
        return self._world.queue.push(kind, {**body, **content})

    def _starts(self) -> None:
        if self.chat.blocked:
            raise RuntimeError("somebody who blocked the bot cannot write to it")
        self.chat.known = True
        self._read = self.chat.changes

    def _block(self, blocked: bool) -> int:
        self.chat.blocked = blocked
        status = ["member", "kicked"]
        body = {
            "chat": chat_json(self.chat),
            "from": self._from(),
            "date": int(self._world.clock.now()),
            "old_chat_member": {"user": {"id": 1}, "status": status[not blocked]},
            "new_chat_member": {"user": {"id": 1}, "status": status[blocked]},
        }
        return self._world.queue.push("my_chat_member", body)

    def _is_own(self, update: dict[str, Any]) -> bool:
        return any(isinstance(body, dict) and body.get("from") == self._from() for body in update.values())

    def _from(self) -> dict[str, Any]:
        name = f"Person {self.person_id}"
        return {"id": self.person_id, "is_bot": False, "first_name": name, "language_code": self.language}
