"""Whatever the Bot API answers, to whichever call: all stay at work, and go on once it is sane again."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bot.sender import line
from tests.bot.telegram import serving
from tests.bot_api import BotApi, Fault
from tests.town import SLUG, open_town

METHODS = (
    "getMe",
    "deleteWebhook",
    "getUpdates",
    "setMyCommands",
    "sendMessage",
    "editMessageText",
    "editMessageReplyMarkup",
    "answerCallbackQuery",
    "sendChatAction",
    "deleteMessages",
)
RESULTS = (
    "null",
    '"text"',
    "[]",
    "[null, 5, [], {}]",
    "-1",
    "1.5",
    "1e400",
    "NaN",
    "9" * 5_000,
    "{}",
    '{"message_id": -5, "id": -1, "username": 5}',
    '{"message_id": 1e400, "id": 1e400}',
    '{"message_id": %s, "id": 99999999999999999999, "first_name": null}' % ("9" * 4_000),
    '{"message_id": null, "id": null, "is_bot": "yes", "username": ["x"]}',
    '[{"update_id": "x"}, {"update_id": -7}, {"update_id": 1e400}, {"update_id": true}]',
    '[{"update_id": 99999999999999999999999, "message": {"chat": {"id": %s}}}]' % ("9" * 4_000),
    '[{"update_id": null, "message": null}]',
    "[" * 50_000 + "]" * 50_000,
    '{"a":' * 50_000 + "1" + "}" * 50_000,
    '"\\ud83d\\u0000"',
)
PARAMETERS = (
    "null",
    "[]",
    '"x"',
    '{"retry_after": "0.01"}',
    '{"retry_after": [1]}',
    '{"retry_after": -5}',
    '{"retry_after": null, "migrate_to_chat_id": null}',
    '{"migrate_to_chat_id": "x"}',
    '{"migrate_to_chat_id": 99999999999999999999999}',
    '{"migrate_to_chat_id": [1], "retry_after": false}',
)
DESCRIPTIONS = ("null", "[1]", "5", '{"x": 1}', '"\\ud83d"')
BODIES = (
    b"",
    b"\0" * 100,
    b"\xff\xfe{\0}\0",
    b"\x1f\x8b\x08\0garbage",
    b'{"ok": true, "result": [',
    b"null",
    b"5",
)


def answered(body: bytes, status: int = 200, headers: bytes = b"") -> bytes:
    """A whole answer."""
    return b"HTTP/1.1 %d X\r\n%bContent-Length: %d\r\n\r\n%b" % (status, headers, len(body), body)


def _said(ok: str, rest: str) -> bytes:
    return b'{"ok": %b, %b}' % (ok.encode(), rest.encode())


ANSWERS: tuple[bytes, ...] = (
    *(answered(_said("true", f'"result": {result}')) for result in RESULTS),
    *(answered(_said("1", f'"result": {result}')) for result in ("true", "[]", "{}")),
    *(answered(b'{"result": %b}' % result) for result in (b"true", b"[]", b'{"message_id": 5}')),
    *(
        answered(_said("false", f'"error_code": {status}, "parameters": {parameters}'), status)
        for parameters in PARAMETERS
        for status in (400, 429)
    ),
    *(answered(_said("false", f'"description": {words}'), 400) for words in DESCRIPTIONS),
    *(answered(_said("false", f'"description": {words}'), 403) for words in DESCRIPTIONS[:2]),
    *(answered(_said("false", f'"error_code": {code}')) for code in ("null", "400", "9e99", '"x"', "409")),
    *(answered(body, status) for body in BODIES for status in (200, 400, 401, 404, 409, 500)),
    answered(b'{"ok": true, "result": true}', headers=b"Content-Encoding: gzip\r\n"),
    answered(b'{"ok": true, "result": true}', headers=b"No colon in it\r\n"),
    answered(b'{"ok": true, "result": true}', headers=b"Content-Length: 5\r\n"),
    answered(b"x" * 2_000_000),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf",
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
    b"HTTP/9.9 999 What\r\n\r\n",
    b"\0\0\0\0",
    b"",
)


def odd_bytes(chance: Random) -> bytes:
    """One of the answers, with some of it changed, gone or twice."""
    answer = bytearray(chance.choice(ANSWERS)[:5_000])
    for _ in range(chance.randint(1, 8)):
        place = chance.randint(0, len(answer))
        answer[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(answer)


def fixed(raw: bytes) -> Callable[[str], bytes]:
    return lambda _: raw


SHARES = 8


@pytest.mark.timeout(300)
@pytest.mark.parametrize("share", range(SHARES))
async def test_all_stay_at_work_and_messages_flow_again(
    tmp_path: Path, api: BotApi, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    monkeypatch.setattr(line, "PROBE_EVERY", 0.02)
    monkeypatch.setattr("bot.sender.cards.RETRY_PAUSE", 0)
    monkeypatch.setattr("bot.channels.telegram.backoff.Backoff.failed", lambda _: 0.005)
    monkeypatch.setattr("bot.channels.telegram.results.USUAL_PAUSE", 0.01)
    monkeypatch.setattr("bot.channels.telegram.insisting.LONGEST_PAUSE", 0.05)
    chance = Random(share)
    answers = [*ANSWERS[share::SHARES], *(odd_bytes(chance) for _ in range(5))]
    async with open_town(tmp_path, f"sqlite:///{tmp_path / 'town.db'}") as town:
        await town.hold()
        for number, raw in enumerate(answers):
            work: list[asyncio.Task[None]] = []
            for method in METHODS:
                api.faults.add(Fault("raw", method, times=2, raw=fixed(raw)))
            async with serving(town, api, work):
                person = api.person(100 * share + number + 1)
                await person.send(f"/start {SLUG}")
                await api.settles()
                api.faults.clear()
                await person.send(f"/start {SLUG}")
                await person.waits()
                assert [task.done() for task in work] == [False] * 3, raw[:200]
