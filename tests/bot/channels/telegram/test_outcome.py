"""What each answer of the Bot API means for the message that was to be sent."""

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.outcome import NotWritten, Outcome, SlowDown, TokenDoubted, Uncertain, classify


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Outcome("blocked")),
        (Forbidden("Forbidden: user is deactivated"), Outcome("gone")),
        (BadRequest("Bad Request: chat not found"), Outcome("gone")),
        (BadRequest("Bad Request: message is too long"), Outcome("refused")),
        (ChatMigrated(-100), Outcome("migrated", chat=-100)),
        (SlowDown(7), Outcome("retry_after", 7)),
        (NotWritten("Not sent"), Outcome("retry")),
        (Conflict("Conflict: terminated by other getUpdates request"), Outcome("retry")),
        (Uncertain("No answer"), Outcome("uncertain")),
        (TimedOut(), Outcome("uncertain")),
        (NetworkError("anything"), Outcome("uncertain")),
        (TokenDoubted(401), Outcome("doubt")),
    ],
)
def test_classify(error: TelegramError, outcome: Outcome) -> None:
    assert classify(error) == outcome
