"""What each chat shows."""

import asyncio
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Keyboard = list[list[dict[str, Any]]]


@dataclass
class Message:
    """A message as the person sees it: plain text, its marked parts, its buttons, and what it was before."""

    message_id: int
    sender: Literal["bot", "person"]
    text: str
    date: float
    entities: list[dict[str, Any]] = field(default_factory=list)
    keyboard: Keyboard = field(default_factory=list)
    edits: list[str] = field(default_factory=list)
    edited: int = 0
    """The second in which it was edited last."""
    deleted: bool = False
    media: dict[str, Any] = field(default_factory=dict)
    """What it is besides text (then `text` is the caption), as an update names it: `{"photo": […]}`."""

    @property
    def labels(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]

    def button(self, label: str) -> dict[str, Any] | None:
        """The button with this label; one with a sign answers to its label without it too."""
        buttons = [button for row in self.keyboard for button in row]
        return next((button for button in buttons if label in _names(button)), None)

    def __str__(self) -> str:
        rows = [" ".join(f"[{button['text']}]" for button in row) for row in self.keyboard]
        return "\n".join([self.text, *rows])


def _names(button: dict[str, Any]) -> tuple[str, str]:
    return button["text"], button["text"].lstrip("✓←→ ")


class Chat:
    """One chat: its messages in order, whether the bot may write there, and who waits for a change."""

    def __init__(self, chat_id: int) -> None:
        self.chat_id = chat_id
        self.known = False
        self.blocked = False
        self.deactivated = False
        self.migrated_to: int | None = None
        self.messages: dict[int, Message] = {}
        self.toasts: list[str] = []
        self.changes = 0
        self._second = self._edited = 0
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def kind(self) -> str:
        return "private" if self.chat_id > 0 else "group"

    def shown(self) -> list[Message]:
        return [message for message in self.messages.values() if not message.deleted]

    def second(self, now: float) -> int:
        """The second of what happens here now: never earlier than that of what happened before."""
        self._second = max(int(now), self._second)
        return self._second

    def second_of_edit(self, now: float) -> int:
        """The same, for an edit."""
        self._edited = self.second(now)
        return self._edited

    def second_of_reading(self, now: float) -> int:
        """The same, for what somebody sends who has read the last edit, which takes a second or more.

        Time in this chat goes ahead then, so that no test waits for it.
        """
        return self.second(max(now, self._edited + 1))

    def touch(self) -> None:
        """Something the bot did has changed what the chat shows."""
        self.changes += 1
        self.wake()

    def wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def moves(self) -> None:
        """Return when something happens next."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    def as_json(self) -> dict[str, Any]:
        return {
            "chat": self.chat_id,
            "changes": self.changes,
            "blocked": self.blocked,
            "toasts": self.toasts,
            "messages": [asdict(message) for message in self.messages.values()],
        }
