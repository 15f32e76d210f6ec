"""Telegram's updates, as they come over the wire, into what the house understands. Pure.

Only the fields that are needed are read, with their types; whatever else an update holds is passed over.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from bot.channels.telegram.media import sent
from bot.channels.telegram.wire import FROM_JSON, Membership, Message, Query, Update, User
from storage.messages import Command, Incoming, Reachable, Said, Tap, Text, Unreadable

KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
"""The kinds of update to ask the server for."""

MOST = 2**63
"""Numbers are smaller: what is not is no number of a chat, a message or an update."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)


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
class Heard:
    """What a person did; `query` is the id by which a tap is acknowledged."""

    incoming: Incoming
    query: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A command to us in a group or a channel, where nobody is asked anything."""

    chat: int = field(repr=False)
    language: str


def decode(update: bytes | Mapping[str, Any], bot_name: str) -> Heard | Elsewhere | None:
    """Turn one update, as JSON or read already, into what a person did; None if it asks nothing of us.

    Raises `Undecodable`, and nothing else, whatever the update holds.
    """
    try:
        read = FROM_JSON.decode(update) if isinstance(update, bytes) else msgspec.convert(update, Update)
        return _decoded(read, bot_name)
    except (ValueError, RecursionError) as error:
        raise _undecodable(update, type(error).__name__) from None


def _undecodable(update: bytes | Mapping[str, Any], reason: str) -> Undecodable:
    try:
        there = json.loads(update) if isinstance(update, bytes) else update
    except (ValueError, RecursionError):
        there = None
    return Undecodable(update_id_of(there), reason, _chat_in(there))


def update_id_of(update: object) -> int | None:
    """The number of an update, whatever else it holds; None if it has none that could be one."""
    update_id = update.get("update_id") if isinstance(update, Mapping) else None
    return update_id if type(update_id) is int and 0 < update_id < MOST else None


def _chat_in(update: object) -> str:
    bodies = update.values() if isinstance(update, Mapping) else ()
    for body in (body for body in bodies if isinstance(body, Mapping)):
        for who in (body.get("chat"), body.get("from")):
            found = who.get("id") if isinstance(who, Mapping) else None
            if type(found) is int and abs(found) < MOST:
                return str(found)
    return ""


def _decoded(update: Update, bot_name: str) -> Heard | Elsewhere | None:
    key = f"telegram:{update.update_id}"
    if update.message:
        return _written(update.message, key, bot_name)
    if update.callback_query:
        return _tapped(update.callback_query, key)
    if update.edited_message:
        return _edited(update.edited_message, key)
    if update.my_chat_member:
        here = update.my_chat_member.new_chat_member.status not in {"kicked", "left"}
        return _heard(update.my_chat_member, key, Reachable(here))
    return _elsewhere(update.channel_post, bot_name) if update.channel_post else None


def _heard(body: Message | Membership, key: str, said: Said) -> Heard | None:
    if body.chat.type != "private" or (body.sender and body.sender.is_bot):
        return None
    return Heard(Incoming("telegram", str(body.chat.id), key, said, _language(body.sender)))


def _language(sender: User | None) -> str:
    return (sender and sender.language_code) or ""


def _written(message: Message, key: str, bot_name: str) -> Heard | Elsewhere | None:
    if message.chat.type != "private":
        return _elsewhere(message, bot_name)
    said = _not_text(message) if message.text is None else _text(message.text)
    if not said or not (heard := _heard(message, key, said)):
        return None
    replied = message.reply_to_message
    incoming = replace(
        heard.incoming,
        message=message.message_id,
        sent=message.date,
        reply_to=replied.message_id if replied else None,
    )
    return Heard(incoming)


def _text(text: str) -> Text | Command:
    _check(text)
    command = _COMMAND.fullmatch(text)
    return Command(command[1].lower(), (command[3] or "").strip()) if command else Text(text)


def _check(text: str) -> None:
    """Raises ValueError for what could not be stored: NUL, and half a surrogate pair."""
    if "\0" in text:
        raise ValueError("NUL in a text")
    text.encode()


def _not_text(message: Message) -> Said | None:
    if (found := sent(message)) is not None:
        return found
    if message.is_service:
        return None
    return Unreadable("other" if message.sticker is None else "sticker")


def _edited(message: Message, key: str) -> Heard | None:
    if message.location is not None:
        return None  # a live location moves on
    return _heard(message, key, Unreadable("edited"))


def _tapped(query: Query, key: str) -> Heard | None:
    on = query.message
    if query.data is None or query.sender.is_bot or (on and on.chat.type != "private"):
        return None
    _check(query.data)
    _check(query.id)
    markup = on.reply_markup if on else None
    buttons, is_there = (markup.digest, markup.has(query.data)) if markup else (b"", True)
    tap = Tap(query.data, on.message_id if on else None, buttons, is_there)
    return Heard(Incoming("telegram", str(query.sender.id), key, tap, _language(query.sender)), query.id)


def _elsewhere(message: Message, bot_name: str) -> Elsewhere | None:
    command = _COMMAND.fullmatch(message.text or "")
    if command is None or (command[2] or bot_name).lower() != bot_name.lower():
        return None
    return Elsewhere(message.chat.id, _language(message.sender))
