"""Telegram's updates, as they come over the wire, into what the house understands. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.media import sent
from storage.messages import Command, Incoming, Reachable, Said, Tap, Text, Unreadable

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
"""The kinds of update to ask the server for."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
_SERVICE = (
    "boost_added",
    "chat_background_set",
    "connected_website",
    "message_auto_delete_timer_changed",
    "pinned_message",
    "users_shared",
    "write_access_allowed",
)


class Undecodable(Exception):
    """An update without the fields that its kind needs. Says the update's id and what failed, no content.

    `chat` is the chat it came from as far as it tells, else empty.
    """

    def __init__(self, update_id: int | None, reason: str, chat: str = "") -> None:
        super().__init__(f"update {update_id}: {reason}")
        self.update_id = update_id
        self.reason = reason
        self.chat = chat


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A command to us in a group or a channel, where nobody is asked anything."""

    chat: int = field(repr=False)
    language: str


def decode(update: Mapping[str, Any], bot_name: str) -> Incoming | Elsewhere | None:
    """Turn one update into what a person did; None if it asks nothing of us.

    Raises `Undecodable`, and nothing else, whatever the update holds.
    """
    try:
        return _decode(update, bot_name)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise Undecodable(_id_of(update), type(error).__name__, _chat_in(update)) from None


def _id_of(update: object) -> int | None:
    update_id = update.get("update_id") if isinstance(update, Mapping) else None
    return update_id if isinstance(update_id, int) else None


def _chat_in(update: object) -> str:
    bodies = update.values() if isinstance(update, Mapping) else ()
    for body in (body for body in bodies if isinstance(body, Mapping)):
        for who in (body.get("chat"), body.get("from")):
            if isinstance(who, Mapping) and isinstance(who.get("id"), int):
                return str(who["id"])
    return ""


def _decode(update: Mapping[str, Any], bot_name: str) -> Incoming | Elsewhere | None:
    update_id = int(update["update_id"])
    kind = next((kind for kind in KINDS if kind in update), None)
    if kind is None:
        return None
    body = update[kind]
    sender = body.get("from") or {}
    language = str(sender.get("language_code") or "")
    if not _is_private(kind, body):
        return _elsewhere(kind, body, bot_name, language)
    said = None if sender.get("is_bot") else _said(kind, body)
    if said is None:
        return None
    message = int(body["message_id"]) if kind == "message" else None
    return Incoming("telegram", _chat_of(kind, body), f"telegram:{update_id}", said, language, message)


def _chat_of(kind: str, body: Mapping[str, Any]) -> str:
    chat = body["from"] if kind == "callback_query" else body["chat"]
    return str(int(chat["id"]))


def _is_private(kind: str, body: Mapping[str, Any]) -> bool:
    message = body.get("message") if kind == "callback_query" else body
    return message is None or message["chat"]["type"] == "private"


def _elsewhere(kind: str, body: Mapping[str, Any], bot_name: str, language: str) -> Elsewhere | None:
    if kind not in {"message", "channel_post"}:
        return None
    command = _COMMAND.fullmatch(body.get("text") or "")
    if command is None or (command[2] or bot_name).lower() != bot_name.lower():
        return None
    return Elsewhere(int(body["chat"]["id"]), language)


def _said(kind: str, body: Mapping[str, Any]) -> Said | None:
    match kind:
        case "message":
            return _written(body)
        case "edited_message":
            return None if "location" in body else Unreadable("edited")  # a live location moves on
        case "callback_query":
            return _tapped(body)
        case "my_chat_member":
            return Reachable(body["new_chat_member"]["status"] not in {"kicked", "left"})
        case _:
            return None


def _written(message: Mapping[str, Any]) -> Said | None:
    text = message.get("text")
    if text is None:
        return sent(message) or _unreadable(message)
    text.encode()  # half a surrogate pair could not be stored
    command = _COMMAND.fullmatch(text)
    if command is None:
        return Text(text)
    return Command(command[1].lower(), (command[3] or "").strip())


def _unreadable(message: Mapping[str, Any]) -> Unreadable | None:
    if any(name in message for name in _SERVICE):
        return None
    return Unreadable("sticker" if "sticker" in message else "other")


def _tapped(query: Mapping[str, Any]) -> Tap | None:
    data = query.get("data")
    if data is None:
        return None
    message = query.get("message")
    return Tap(str(data), int(message["message_id"]) if message else None)
