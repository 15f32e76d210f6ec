"""What became of a call to the Bot API, and what to do next."""

from dataclasses import dataclass
from typing import Literal

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    TelegramError,
)


class NotWritten(NetworkError):
    """The call failed before anything was written (DNS, refused, TLS): it is safe to repeat."""


class Uncertain(NetworkError):
    """The call was written and no proper answer came: it may have been carried out."""


class Repeatable(NetworkError):
    """No proper answer came to a call that does no harm when it is made again, such as an edit."""


class Undeliverable(Repeatable):
    """The server does not take our webhook, or cannot reach it."""


class SlowDown(TelegramError):
    """429: the server wants a pause of `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too many requests: wait {seconds:g} s")
        self.seconds = seconds


class TokenDoubted(TelegramError):
    """401 or 404: the bot's token is not valid any more, or somebody on the way said so; `getMe` tells."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The Bot API does not know the bot ({status})")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call failed.

    `blocked`: the person does not want us; `gone`: there is no such chat or account any more; `migrated`: the
    group is now `chat`; `retry_after`: wait `seconds`; `refused`: the call itself is wrong, never repeat it;
    `retry`: repeat, it does no harm; `uncertain`: it may have arrived; `doubt`: the token may be refused.
    """

    kind: Literal["blocked", "gone", "migrated", "retry_after", "refused", "retry", "uncertain", "doubt"]
    seconds: float = 0.0
    chat: int | None = None


GONE = ("deactivated", "chat not found", "user not found", "peer_id_invalid")


def classify(error: TelegramError) -> Outcome:
    """Say what an error of a `Bot` method means for the message that was to be sent.

    The cases are those of the Bot API server (`telegram-bot-api`, `Client.cpp`) and its `ResponseParameters`.
    """
    match error:
        case ChatMigrated(new_chat_id=chat):
            return Outcome("migrated", chat=chat)
        case SlowDown(seconds=seconds):
            return Outcome("retry_after", seconds)
        case TokenDoubted():
            return Outcome("doubt")
        case Forbidden() | BadRequest() if any(word in error.message.lower() for word in GONE):
            return Outcome("gone")
        case Forbidden():
            return Outcome("blocked")
        case BadRequest():
            return Outcome("refused")
        case NotWritten() | Repeatable() | Conflict():
            return Outcome("retry")
        case _:
            return Outcome("uncertain")
