"""The words that a page and its socket exchange, as JSON.

From the page: `{"id", "text", "at": card}`, `{"id", "tap"}`, `{"id", "place": [latitude, longitude], "at":
tap}`, `{"id", "start": true}` or, after a file, `{"id", "look": true}`. To the page: one of
`{"ack", "toast", "show"}`, `{"card", "started"}`, `{"interface"}`, `{"news"}`, `{"farewell"}`.
"""

import json
import re
from dataclasses import asdict, dataclass

from bot.pages import direction
from storage.messages import Card, Command, Location, News, Reaction, Tap, Text

LARGEST = 16 * 1024
"""Bytes of one message of a page."""

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_COMMAND = re.compile(r"/([a-z][a-z_]{0,31})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_LARGEST_TAP = 64
_OF_THE_PAGE = {"return", "leave"}
"""Commands that only the page's own forms give: they are counted, and change whose device this is."""


class BadFrame(ValueError):
    """Not something our page sends."""


@dataclass(frozen=True, slots=True)
class Look:
    """The page wants to see the current card: a file went to the desk by another way."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of a page. `said` is None where the page asks to start its own consultation."""

    id: str
    said: Text | Command | Tap | Location | Look | None


def read(data: str) -> Sent:
    """Read one message of a page. Raises `BadFrame`, for what has anything more in it, too, however deep."""
    try:
        match json.loads(data):
            case {"id": str(key), "text": str(text), "at": str(at), **more} if not more:
                return Sent(checked_id(key), _written(text, checked_tap(at)))
            case {"id": str(key), "text": str(text), **more} if not more:
                return Sent(checked_id(key), _written(text))
            case {"id": str(key), "tap": str(tap), **more} if not more:
                return Sent(checked_id(key), Tap(checked_tap(tap)))
            case {
                "id": str(key),
                "place": [float() | int() as north, float() | int() as east],
                "at": str(at),
                **more,
            } if not more:
                return Sent(checked_id(key), Location(float(north), float(east), checked_tap(at)))
            case {"id": str(key), "look": True, **more} if not more:
                return Sent(checked_id(key), Look())
            case {"id": str(key), "start": True, **more} if not more:
                return Sent(checked_id(key), None)
    except (ValueError, KeyError, OverflowError, RecursionError) as error:
        raise BadFrame from error
    raise BadFrame


def checked_id(key: str) -> str:
    """The id of a message. Raises `BadFrame`."""
    if not _ID.fullmatch(key):
        raise BadFrame
    return key


def _written(text: str, at: str = "") -> Text | Command:
    text = text.encode("utf-8", "replace").decode().replace("\0", "").strip()
    if not text:
        raise BadFrame
    command = _COMMAND.fullmatch(text)
    if not command or command[1].lower() in _OF_THE_PAGE:
        return Text(text, at)
    return Command(command[1].lower(), (command[2] or "").strip())


def checked_tap(data: str) -> str:
    """The data of a button. Raises `BadFrame`."""
    if len(data.encode()) > _LARGEST_TAP or "\0" in data:
        raise BadFrame
    return data


def acknowledged(key: str, reaction: Reaction) -> dict[str, object]:
    """What was sent under this id is stored."""
    return {"ack": key, "toast": reaction.toast, "show": reaction.show}


def shown(card: Card) -> dict[str, object]:
    """The current card."""
    return {"card": asdict(card), "started": False}


def first(card: Card) -> dict[str, object]:
    """What somebody new sees: nothing is kept of them before they do something."""
    return {"card": asdict(card), "started": True}


def told(news: list[News]) -> dict[str, object]:
    """Announcements, each with the direction of its language."""
    return {"news": [{**asdict(one), "dir": direction(one.language)} for one in news]}
