"""What an answer of the Bot API says: its result, or an error.

Of what the server or a proxy writes nothing goes into an error but words that are known: many of them repeat
the address that was called, and it holds the token.
"""

import contextlib
import json
import math
import re
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, TelegramError

from bot.channels.telegram.outcome import Repeatable, SlowDown, TokenDoubted, Uncertain

LONGEST_PAUSE = 3_600.0
"""Seconds that are believed of `retry_after`."""
USUAL_PAUSE = 5.0
_KNOWN = re.compile(
    r"(chat|user) not found|user is deactivated|peer_id_invalid|bot was (blocked|kicked)[a-z ]{0,40}"
    r"|message is not modified|message to (edit|delete) not found|message can't be (edited|deleted)"
    r"|message_id_invalid|button_(data|url)_invalid|message (text|caption) is (empty|too long)"
    r"|message is too long|wrong file identifier|query is too old|not enough rights"
    r"|terminated by (other getupdates|setwebhook) request|while webhook is active"
    r"|https url must be provided|failed to resolve host|ip address [a-z ]{0,40}is reserved"
    r"|secret token contains unallowed characters|webhook can be set up only on ports"
    r"|wrong response from the webhook: \d{3}|connection (refused|timed out|reset)|read timeout expired"
    r"|ssl error|certificate verify failed|can't parse entities",
    re.IGNORECASE,
)
T = TypeVar("T")


def known_words(text: object) -> str:
    """What is known of a sentence of the server, in small letters; may be empty."""
    found = _KNOWN.search(text[:1_000]) if isinstance(text, str) else None
    return found[0].lower() if found else ""


def result_of(status: int, body: bytes) -> object:
    """The result as it came, however odd.

    Raises an error of the library that `classify` knows (Bot API, "Making requests").
    """
    said = _read(body)
    if said is not None and _is_success(status) and said.get("ok") is True:
        return said.get("result")
    raise _error(status, said)


def converted(result: object, type_: type[T]) -> T:
    """A result with the fields that it must have. Raises `Uncertain`: the call may have been carried out."""
    try:
        return msgspec.convert(result, type_)
    except (ValueError, RecursionError):
        pass  # outside, so that the error does not lead to the one that quotes the result
    raise Uncertain("The Bot API's answer is not what it must be")


def _is_success(status: int) -> bool:
    return 200 <= status < 300


def _error(status: int, said: dict[str, Any] | None) -> TelegramError:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return SlowDown(_pause(said))
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        return TokenDoubted(status)
    if status >= 500 or _is_success(status):
        return _told_otherwise(said) or Uncertain(f"The Bot API answered {status}, and not what it must")
    if said is None or said.get("ok") is not False:
        # A proxy on the way, which let nothing through: no word of the Bot API's own.
        return Repeatable(f"Not the Bot API answered, with status {status}")
    return _refusal(status, said)


def _told_otherwise(said: dict[str, Any] | None) -> TelegramError | None:
    """An error that comes with a status of success."""
    code = said.get("error_code") if said and said.get("ok") is False else None
    return _error(code, said) if type(code) is int and 400 <= code < 500 else None


def _refusal(status: int, said: dict[str, Any]) -> TelegramError:
    chat = _parameter(said, "migrate_to_chat_id")
    if type(chat) is int and abs(chat) < 2**63:
        return ChatMigrated(chat)
    words = f"The Bot API refuses it ({status}): {known_words(said.get('description')) or 'no known reason'}"
    match status:
        case HTTPStatus.BAD_REQUEST:
            return BadRequest(words)
        case HTTPStatus.FORBIDDEN:
            return Forbidden(words)
        case HTTPStatus.CONFLICT:
            return Conflict(words)
    return Uncertain(words)


def _read(body: bytes) -> dict[str, Any] | None:
    """Half a surrogate pair in one update does not take the batch along: who reads the update sees it."""
    said = None
    for read in (msgspec.json.decode, _read_leniently):
        with contextlib.suppress(ValueError, RecursionError):
            said = read(body)
            break
    return said if isinstance(said, dict) else None


def _read_leniently(body: bytes) -> object:
    return json.loads(body.decode(errors="replace"))


def _pause(said: dict[str, Any] | None) -> float:
    """Seconds, of whatever kind the number is; as many as usual where it is none."""
    wanted = _parameter(said, "retry_after")
    try:
        seconds = float(wanted) if isinstance(wanted, int | float | str) else math.nan
    except (ValueError, OverflowError):
        seconds = math.nan
    return min(seconds, LONGEST_PAUSE) if seconds >= 0 else USUAL_PAUSE


def _parameter(said: dict[str, Any] | None, name: str) -> object:
    parameters = said.get("parameters") if said else None
    return parameters.get(name) if isinstance(parameters, dict) else None
