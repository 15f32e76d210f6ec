"""Messages: what is shown, and what is refused, in the server's own words."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.bot_api import BotApi
from tests.bot_api.conftest import Call

BUTTON = {"text": "Yes", "callback_data": "y"}


def keyboard(*buttons: dict[str, str]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


async def test_the_ledger_shows_messages_edits_and_deletions(api: BotApi, call: Call) -> None:
    person = api.person(7)
    await person.send("/start")
    _, sent = await call("sendMessage", chat_id=7, text="One", reply_markup=keyboard(BUTTON))
    await call("editMessageText", chat_id=7, message_id=sent["message_id"], text="Two")
    assert [message.text for message in person.sees()] == ["/start", "Two"]
    assert person.card.edits == ["One"]
    assert person.card.labels == []
    await call("deleteMessage", chat_id=7, message_id=sent["message_id"])
    assert [message.text for message in person.sees()] == ["/start"]


async def test_html_is_read_into_text_and_entities(api: BotApi, call: Call) -> None:
    await api.person(7).send("/start")
    _, sent = await call("sendMessage", chat_id=7, text="😀 <b>a &amp; b</b>", parse_mode="HTML")
    assert sent["text"] == "😀 a & b"
    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 5}]


async def test_every_way_to_send_parameters_is_taken(api: BotApi, http: ClientSession) -> None:
    await api.person(7).send("/start")
    url = f"{api.url}/bot{api.token}/SENDMESSAGE"
    markup = json.dumps(keyboard(BUTTON))
    form = FormData({"chat_id": "7", "text": "parts", "reply_markup": markup}, default_to_multipart=True)
    for request in (
        http.get(url, params={"chat_id": "7", "text": "address"}),
        http.post(url, data={"chat_id": "7", "text": "form", "reply_markup": markup}),
        http.post(url, data=form),
        http.post(url, json={"chat_id": 7, "text": "json", "reply_markup": keyboard(BUTTON)}),
    ):
        async with request as response:
            assert response.status == 200
    assert [message.text for message in api.person(7).sees(4)] == ["address", "form", "parts", "json"]
    assert [message.labels for message in api.person(7).sees(3)] == [["Yes"]] * 3


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"text": " "}, "message text is empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a < b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "chat_id": 99}, "chat not found"),
        (
            {"text": "x", "reply_markup": keyboard({"text": "A", "callback_data": "é" * 33})},
            "BUTTON_DATA_INVALID",
        ),
        ({"text": "x", "reply_markup": keyboard({"text": "A"})}, "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": keyboard({"text": "A", "url": "example.org"})}, "is invalid"),
        ({"text": "x", "reply_markup": keyboard(*[BUTTON] * 101)}, "reply markup is too long"),
    ],
)
async def test_what_cannot_be_shown_is_refused(
    api: BotApi, call: Call, parameters: dict[str, Any], said: str
) -> None:
    await api.person(7).send("/start")
    status, why = await call("sendMessage", **{"chat_id": 7, **parameters})
    assert status == 400
    assert why.startswith("Bad Request: ")
    assert said in why


async def test_the_limit_counts_utf16_units_after_the_markup(api: BotApi, call: Call) -> None:
    await api.person(7).send("/start")
    status, _ = await call("sendMessage", chat_id=7, text=f"<b>{'😀' * 2048}</b>", parse_mode="HTML")
    assert status == 200


async def test_an_edit_that_changes_nothing_is_refused(api: BotApi, call: Call) -> None:
    await api.person(7).send("/start")
    _, sent = await call("sendMessage", chat_id=7, text="One", reply_markup=keyboard(BUTTON))
    same = {"chat_id": 7, "message_id": sent["message_id"], "reply_markup": keyboard(BUTTON)}
    for method, more in (("editMessageText", {"text": "One"}), ("editMessageReplyMarkup", {})):
        status, why = await call(method, **same, **more)
        assert (status, "message is not modified" in why) == (400, True)
    status, why = await call("editMessageText", chat_id=7, message_id=12345, text="x")
    assert (status, why) == (400, "Bad Request: message to edit not found")


async def test_people_who_blocked_us_are_not_reached(api: BotApi, call: Call) -> None:
    person = api.person(7)
    await person.send("/start")
    person.blocks()
    assert await call("sendMessage", chat_id=7, text="x") == (403, "Forbidden: bot was blocked by the user")
    person.unblocks()
    status, _ = await call("sendMessage", chat_id=7, text="x")
    assert status == 200
    _, updates = await call("getUpdates")
    assert [u["my_chat_member"]["new_chat_member"]["status"] for u in updates[1:]] == ["kicked", "member"]


async def test_a_share_of_the_chats_can_have_blocked_us(api: BotApi, call: Call) -> None:
    api.faults.blocked_share = 0.5
    for chat in range(1, 41):
        await api.person(chat).send("/start")
    statuses = [(await call("sendMessage", chat_id=chat, text="x"))[0] for chat in range(1, 41)]
    again = [(await call("sendMessage", chat_id=chat, text="x"))[0] for chat in range(1, 41)]
    assert set(statuses) == {200, 403}
    assert statuses == again


async def test_a_tap_can_be_answered_for_150_seconds(api: BotApi, call: Call) -> None:
    person = api.person(7)
    await person.send("/start")
    await call("sendMessage", chat_id=7, text="?", reply_markup=keyboard(BUTTON))
    query = await person.tap("Yes")
    assert await call("answerCallbackQuery", callback_query_id=query, text="Noted") == (200, True)
    assert await person.acknowledged(query) == "Noted"
    api.world.clock.advance(151)
    status, why = await call("answerCallbackQuery", callback_query_id=query)
    assert status == 400
    assert "query is too old" in why


async def test_the_pace_is_thirty_a_second_and_one_a_second_in_a_chat(api: BotApi, call: Call) -> None:
    api.world.pace.on = True
    api.world.clock.set_speed(1e-6)  # as good as standing still, however slow the machine is
    for chat in range(1, 41):
        await api.person(chat).send("/start")
    statuses = [(await call("sendMessage", chat_id=chat, text="x"))[0] for chat in range(1, 41)]
    assert statuses == [200] * 30 + [429] * 10
    api.world.clock.advance(60)
    assert [(await call("sendMessage", chat_id=1, text="x"))[0] for _ in range(6)] == [200] * 5 + [429]


async def test_tokens_and_methods_that_do_not_exist(api: BotApi, http: ClientSession, call: Call) -> None:
    for path, expected in (("bot2:other/getMe", 401), ("botx/getMe", 404), (f"bot{api.token}/getMoon", 404)):
        async with http.get(f"{api.url}/{path}") as response:
            assert response.status == expected
    status, me = await call("getMe")
    assert (status, me["is_bot"]) == (200, True)
