"""Updates as Telegram sends them, and as it never should."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.decode import KINDS, Elsewhere, Heard, Undecodable, decode
from storage.messages import Command, File, Incoming, Location, Reachable, Said, Tap, Text, Unreadable

BOT = "consultation_bot"
SENDER = {"id": 7, "is_bot": False, "first_name": "Person", "language_code": "fr-MA"}
CHAT = {"id": 7, "type": "private"}


def update(kind: str, **body: Any) -> dict[str, Any]:
    return {"update_id": 41, kind: {"message_id": 3, "from": SENDER, "chat": CHAT, **body}}


def said(given: dict[str, Any]) -> Said:
    heard = decode(given, BOT)
    assert isinstance(heard, Heard)
    assert decode(json.dumps(given).encode(), BOT) == heard, "read already or not, it is the same"
    return heard.incoming.said


def test_a_message_says_who_what_and_in_which_language() -> None:
    incoming = Incoming("telegram", "7", "telegram:41", Text("hello"), "fr-MA", message=3)
    assert decode(update("message", text="hello"), BOT) == Heard(incoming)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start settat-2026", Command("start", "settat-2026")),
        ("/start@consultation_bot  settat-2026 ", Command("start", "settat-2026")),
        ("/Help", Command("help")),
        ("/mydata\nplease", Command("mydata", "please")),
        ("/etc/passwd", Text("/etc/passwd")),
        ("/ 5", Text("/ 5")),
        ("٦", Text("٦")),
    ],
)
def test_commands_and_text(text: str, expected: Said) -> None:
    assert said(update("message", text=text)) == expected


@pytest.mark.parametrize(
    ("content", "kind"),
    [("sticker", "sticker"), ("contact", "other"), ("dice", "other"), ("something_new", "other")],
)
def test_what_cannot_be_read(content: str, kind: Any) -> None:
    assert said(update("message", **{content: {}, "caption": "words"})) == Unreadable(kind)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("voice", "audio"),
        ("audio", "audio"),
        ("video", "video"),
        ("video_note", "video"),
        ("animation", "video"),
        ("document", "file"),
    ],
)
def test_files_say_what_they_are_and_where_to_fetch_them(content: str, kind: Any) -> None:
    body = {"file_id": "F1", "file_size": 900, "file_name": "../../me.exe"}
    assert said(update("message", **{content: body, "caption": "words"})) == File(kind, 900, "F1")
    assert said(update("message", **{content: {"file_id": "F1"}})) == File(kind, 0, "F1")


def test_of_a_photo_the_largest_size() -> None:
    sizes = [{"file_id": f"F{side}", "width": side, "height": side} for side in (90, 1280, 320)]
    assert said(update("message", photo=sizes)) == File("image", 0, "F1280")


def test_an_animation_is_not_taken_for_the_document_beside_it() -> None:
    both = {"document": {"file_id": "D"}, "animation": {"file_id": "A"}}
    assert said(update("message", **both)) == File("video", 0, "A")


@pytest.mark.parametrize("beside", [{}, {"venue": {"title": "Town hall"}}])
def test_a_place_on_the_map(beside: dict[str, Any]) -> None:
    place = {"latitude": 33.25, "longitude": -7, "horizontal_accuracy": 4.5}
    assert said(update("message", location=place, **beside)) == Location(33.25, -7.0)


def test_a_live_location_that_moves_on_says_nothing_new() -> None:
    assert decode(update("edited_message", location={"latitude": 33.25, "longitude": -7}), BOT) is None


def test_an_edited_message() -> None:
    assert said(update("edited_message", text="hello")) == Unreadable("edited")


def test_a_tap_belongs_to_who_tapped() -> None:
    message = {"message_id": 9, "chat": CHAT, "date": 0}
    tap = {"id": "5", "from": SENDER, "data": "3:housing:1", "message": message}
    assert said({"update_id": 41, "callback_query": tap}) == Tap("3:housing:1", 9)
    heard = decode({"update_id": 41, "callback_query": tap}, BOT)
    assert isinstance(heard, Heard)
    assert heard.query == "5", "by this it is acknowledged"
    del tap["message"]
    assert said({"update_id": 41, "callback_query": tap}) == Tap("3:housing:1", None)


@pytest.mark.parametrize(("status", "yes"), [("kicked", False), ("left", False), ("member", True)])
def test_blocking_and_unblocking(status: str, yes: bool) -> None:
    assert said(update("my_chat_member", new_chat_member={"status": status})) == Reachable(yes)


@pytest.mark.parametrize(
    ("text", "answered"),
    [("/help", True), ("/help@Consultation_Bot", True), ("/help@other_bot", False), ("hello", False)],
)
@pytest.mark.parametrize(("kind", "chat"), [("message", "supergroup"), ("channel_post", "channel")])
def test_groups_and_channels_hear_of_commands_only(kind: str, chat: str, text: str, answered: bool) -> None:
    there = update(kind, text=text, chat={"id": -5, "type": chat})
    assert decode(there, BOT) == (Elsewhere(-5, "fr-MA") if answered else None)


@pytest.mark.parametrize(
    "nothing",
    [
        {"update_id": 41, "poll": {"id": "1"}},
        update("message", pinned_message={}),
        update("message", text="hello", **{"from": {"id": 8, "is_bot": True}}),
        update("callback_query", id="5", game_short_name="chess"),
        update("my_chat_member", chat={"id": -5, "type": "group"}, new_chat_member={"status": "kicked"}),
        update("message", voice={"file_id": "v"}, chat={"id": -5, "type": "group"}),
    ],
)
def test_what_asks_nothing_of_us(nothing: dict[str, Any]) -> None:
    assert decode(nothing, BOT) is None


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"update_id": "x"},
        {"message": {"text": "secret"}},
        {"update_id": float("inf"), "message": {}},
        {"update_id": 41, "message": {"text": "secret"}},
        update("message", text=5),
        update("message", text="\ud83d"),
        update("message", text="a\0b"),
        update("callback_query", id="5", data="\0"),
        update("message", text="secret", chat={"id": None, "type": "private"}),
        update("my_chat_member"),
        update("message", voice={}),
        update("message", photo=[{"file_id": "secret"}]),
        update("message", document="secret"),
        update("message", location={"latitude": "north"}),
    ],
)
def test_a_broken_update_has_one_error_that_tells_no_content(broken: dict[str, Any]) -> None:
    with pytest.raises(Undecodable) as caught:
        decode(broken, BOT)
    assert "secret" not in str(caught.value)


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "message_id",
                    "chat",
                    "from",
                    "id",
                    "type",
                    "text",
                    "data",
                    "message",
                    "status",
                    "photo",
                    "voice",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


UPDATES = st.dictionaries(st.sampled_from([*KINDS, "update_id"]), ANYTHING, max_size=4)


@given(UPDATES | ANYTHING | UPDATES.map(as_json) | st.binary(max_size=60))
def test_whatever_comes_nothing_but_the_named_error_is_raised(whatever: Any) -> None:
    try:
        decoded = decode(whatever, BOT)
    except Undecodable:
        return
    assert decoded is None or isinstance(decoded, Heard | Elsewhere)


@pytest.mark.parametrize("deep", ["[" * 200_000 + "]" * 200_000, '{"a":' * 5_000 + "1" + "}" * 5_000])
def test_what_is_nested_too_deep_is_refused(deep: str) -> None:
    with pytest.raises(Undecodable):
        decode(f'{{"update_id": 41, "message": {deep}}}'.encode(), BOT)


def test_what_failed_says_its_number_and_chat_as_far_as_they_are_there() -> None:
    with pytest.raises(Undecodable) as caught:
        decode(json.dumps(update("message", text=5)).encode(), BOT)
    assert (caught.value.update_id, caught.value.chat) == (41, "7")


NULLS: dict[str, None] = dict.fromkeys(
    ("text", "media_group_id", "voice", "audio", "photo", "video", "video_note", "animation", "document")
)


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_left_out_may_be_null(kind: str) -> None:
    """Other servers of the Bot API write it so."""
    sender = {"id": 7, "is_bot": None, "language_code": None, "first_name": None}
    chat = {"id": 7, "type": "private", "title": None}
    common = {"message_id": 3, "chat": chat, "from": sender}
    bodies: dict[str, dict[str, Any]] = {
        "message": {**common, **NULLS, "location": None, "sticker": None, "text": "hello"},
        "edited_message": {**common, **NULLS, "location": None},
        "callback_query": {
            "id": "5",
            "from": sender,
            "data": "x",
            "message": None,
            "inline_message_id": None,
        },
        "my_chat_member": {"chat": chat, "from": None, "new_chat_member": {"status": "member", "user": None}},
        "channel_post": {**common, **NULLS, "from": None},
    }
    others = dict.fromkeys(each for each in (*KINDS, "poll") if each != kind)
    found = decode({"update_id": 41, kind: bodies[kind], **others}, BOT)
    assert isinstance(found, Heard) == (kind != "channel_post")


@pytest.mark.parametrize("kind", ["voice", "audio", "video", "document"])
def test_a_file_may_leave_its_size_open(kind: str) -> None:
    content = {"file_id": "x", "file_size": None, "mime_type": None, "file_name": None, "thumbnail": None}
    assert isinstance(said(update("message", **{**NULLS, kind: content})), File)
    photo = [{"file_id": "x", "width": 9, "height": 9, "file_size": None}]
    assert isinstance(said(update("message", **{**NULLS, "photo": photo})), File)


@pytest.mark.parametrize("number", [0, -5, 2**63, 10**400, True, None, "7"])
def test_what_is_no_number_of_an_update_is_not_taken_for_one(number: Any) -> None:
    with pytest.raises(Undecodable) as caught:
        decode({"update_id": number, "message": {"chat": {"id": 10**400}}}, BOT)
    assert (caught.value.update_id, caught.value.chat) == (None, "")
