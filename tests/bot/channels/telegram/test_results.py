"""What an answer of the Bot API says: whose word it is, and how long it wants us to wait."""

import json
from typing import Any

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, TelegramError

from bot.channels.telegram.outcome import Repeatable, SlowDown, TokenDoubted, Uncertain, classify
from bot.channels.telegram.results import LONGEST_PAUSE, USUAL_PAUSE, result_of

ODD: tuple[Any, ...] = (-5, "x", None, [], {}, float("nan"))


def no(status: int, **said: Any) -> TelegramError:
    """The error that an answer is."""
    with pytest.raises(TelegramError) as caught:
        result_of(status, json.dumps({"ok": False, **said}).encode())
    return caught.value


def test_a_result_is_given_as_it_came() -> None:
    assert result_of(200, b'{"ok": true, "result": [1, null]}') == [1, None]
    assert result_of(200, b'{"ok": true, "result": "\\ud83d"}') == "\ud83d"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, BadRequest), (403, Forbidden), (409, Conflict), (401, TokenDoubted), (404, TokenDoubted)],
)
def test_the_servers_own_word(status: int, kind: type[TelegramError]) -> None:
    assert type(no(status, description="x")) is kind
    expected = BadRequest if status == 400 else kind
    assert type(no(200, error_code=status)) is expected, "with a status of success, too"


@pytest.mark.parametrize("status", [301, 302, 400, 403, 407, 409, 413])
@pytest.mark.parametrize("body", [b"<html>", b"{}", b'"x"', b'{"ok": true, "result": {}}'])
def test_what_a_proxy_says_makes_nobody_gone(status: int, body: bytes) -> None:
    with pytest.raises(Repeatable) as caught:
        result_of(status, body)
    assert classify(caught.value).kind == "retry"


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"ok": 1, "result": 5}', b'{"result": 5}'])
@pytest.mark.parametrize("status", [200, 500, 502])
def test_what_is_no_answer_is_uncertain(status: int, body: bytes) -> None:
    with pytest.raises(Uncertain):
        result_of(status, body)


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [(7, 7), ("7", 7), (1.5, 1.5), (0, 0), (10**9, LONGEST_PAUSE), ("1e400", LONGEST_PAUSE)]
    + [(wish, USUAL_PAUSE) for wish in ODD],
)
def test_what_is_believed_of_a_wish_to_wait(wish: Any, seconds: float) -> None:
    found = no(429, parameters={"retry_after": wish})
    assert isinstance(found, SlowDown)
    assert found.seconds == seconds
    assert isinstance(no(429, parameters=wish), SlowDown)
