"""The methods of the Bot API that the bot uses."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.bot_api.ledger import Chat, Message
from tests.bot_api.markup import units
from tests.bot_api.parameters import Parameters
from tests.bot_api.refusal import Refusal, bad, conflict
from tests.bot_api.webhook import Hook
from tests.bot_api.world import BOT, World

QUERY_LIFE = 150.0
DELETABLE = 48 * 3600.0
TOAST_LIMIT = 200
COMMANDS_LIMIT = 100
DESCRIPTION_LIMIT = 256
IDS_AT_ONCE = 100
DOWNLOAD_LIMIT = 20 * 1024 * 1024

Method = Callable[[World, Parameters], Awaitable[Any]]


async def get_me(world: World, parameters: Parameters) -> Any:
    return BOT


async def get_updates(world: World, parameters: Parameters) -> Any:
    if world.faults.odd_result is not None:
        return world.faults.odd_result
    if world.delivery.hook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    allowed = parameters.structure("allowed_updates")
    if allowed is not None:
        world.queue.allowed = allowed
    timeout = min(parameters.number("timeout", 0), 50)
    return await world.queue.poll(parameters.number("offset", 0), parameters.number("limit", 100), timeout)


async def set_webhook(world: World, parameters: Parameters) -> Any:
    hook = Hook(
        parameters.text("url"), parameters.text("secret_token"), parameters.number("max_connections", 40)
    )
    _check_hook(hook)
    allowed = parameters.structure("allowed_updates")
    if allowed is not None:
        world.queue.allowed = allowed
    if hook.url:
        world.queue.end_poll("terminated by setWebhook request")
    _drop_if_asked(world, parameters)
    await world.delivery.begin(hook)
    return True


async def delete_webhook(world: World, parameters: Parameters) -> Any:
    _drop_if_asked(world, parameters)
    await world.delivery.begin(Hook())
    return True


async def get_webhook_info(world: World, parameters: Parameters) -> Any:
    delivery = world.delivery
    said = {
        "url": delivery.hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue),
        "max_connections": delivery.hook.max_connections,
        "allowed_updates": world.queue.allowed,
    }
    if delivery.last_error is not None:
        when, what = delivery.last_error
        said |= {"last_error_date": int(when), "last_error_message": what}
    return said


async def send_message(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.number("chat_id"))
    text, entities = parameters.marked_text()
    return _sent(world, parameters, chat, text, entities)


async def send_photo(world: World, parameters: Parameters) -> Any:
    return _sent_media(world, parameters, "photo")


async def send_audio(world: World, parameters: Parameters) -> Any:
    return _sent_media(world, parameters, "audio")


async def send_voice(world: World, parameters: Parameters) -> Any:
    return _sent_media(world, parameters, "voice")


async def send_video(world: World, parameters: Parameters) -> Any:
    return _sent_media(world, parameters, "video")


async def send_document(world: World, parameters: Parameters) -> Any:
    return _sent_media(world, parameters, "document")


async def send_location(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.number("chat_id"))
    place = {name: parameters.decimal(name) for name in ("latitude", "longitude")}
    return _sent(world, parameters, chat, "", [], {"location": place})


async def send_venue(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.number("chat_id"))
    place = {name: parameters.decimal(name) for name in ("latitude", "longitude")}
    said = {name: parameters.text(name).strip() for name in ("title", "address")}
    for name, text in said.items():
        if not text:
            raise bad(f"{name} must be non-empty")
    return _sent(world, parameters, chat, "", [], {"venue": {"location": place, **said}, "location": place})


async def get_file(world: World, parameters: Parameters) -> Any:
    file_id = parameters.text("file_id")
    content = world.files.get(file_id)
    if content is None:
        raise bad("invalid file_id")
    if len(content) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_size": len(content),
        "file_path": f"documents/{file_id}",
    }


async def edit_message_text(world: World, parameters: Parameters) -> Any:
    chat, message = _editable(world, parameters)
    if message.media:
        raise bad("there is no text in the message to edit")
    text, entities = parameters.marked_text()
    return _edited(world, parameters, chat, message, text, entities)


async def edit_message_caption(world: World, parameters: Parameters) -> Any:
    chat, message = _editable(world, parameters)
    if not message.media:
        raise bad("there is no caption in the message to edit")
    text, entities = parameters.caption()
    return _edited(world, parameters, chat, message, text, entities)


async def edit_message_reply_markup(world: World, parameters: Parameters) -> Any:
    chat, message = _editable(world, parameters)
    keyboard = parameters.keyboard()
    if keyboard == message.keyboard:
        world.unchanged["editmessagereplymarkup"] += 1
        raise _not_modified()
    world.pace.check(chat.chat_id)
    message.keyboard = keyboard
    message.edited = chat.second(world.clock.now())
    chat.touch()
    return world.message_json(chat, message)


async def delete_message(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.number("chat_id"))
    message = chat.messages.get(parameters.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to delete not found")
    if not _is_young(world, message):
        raise bad("message can't be deleted")
    _delete(chat, [message])
    return True


async def delete_messages(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.number("chat_id"))
    ids = parameters.structure("message_ids") or []
    if not 1 <= len(ids) <= IDS_AT_ONCE:
        raise bad("there must be 1 to 100 message identifiers to delete")
    known = [chat.messages[message_id] for message_id in ids if message_id in chat.messages]
    _delete(chat, [message for message in known if _is_young(world, message)])
    return True


async def answer_callback_query(world: World, parameters: Parameters) -> Any:
    query = world.queries.get(parameters.text("callback_query_id"))
    if query is None or world.clock.now() - query.born > QUERY_LIFE:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    toast = parameters.text("text")
    if units(toast) > TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    query.answers.append(toast)
    chat = world.chats[query.chat_id]
    if toast:
        chat.toasts.append(toast)
    chat.wake()
    return True


async def send_chat_action(world: World, parameters: Parameters) -> Any:
    world.writable(parameters.number("chat_id"))
    return True


async def set_my_commands(world: World, parameters: Parameters) -> Any:
    commands, language = parameters.structure("commands") or [], parameters.text("language_code")
    if len(commands) > COMMANDS_LIMIT or not re.fullmatch(r"([a-z]{2})?", language):
        raise bad("BOT_COMMANDS_TOO_MUCH" if len(commands) > COMMANDS_LIMIT else "invalid language_code")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= DESCRIPTION_LIMIT:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[language] = commands
    return True


METHODS: dict[str, Method] = {
    function.__name__.replace("_", ""): function
    for function in (
        get_me,
        get_updates,
        set_webhook,
        delete_webhook,
        get_webhook_info,
        send_message,
        send_photo,
        send_audio,
        send_voice,
        send_video,
        send_document,
        send_location,
        send_venue,
        get_file,
        edit_message_text,
        edit_message_caption,
        edit_message_reply_markup,
        delete_message,
        delete_messages,
        answer_callback_query,
        send_chat_action,
        set_my_commands,
    )
}
"""By name in small letters: the server does not mind how it is written."""


async def execute(world: World, name: str, parameters: Parameters) -> Any:
    """Carry out a method by its name in small letters. Raises Refusal."""
    method = METHODS.get(name)
    if method is None:
        raise Refusal(404, "Not Found: method not found")
    return await method(world, parameters)


def _check_hook(hook: Hook) -> None:
    # A Bot API server of one's own takes plain HTTP; the tests' bot listens on this machine.
    if hook.url and not hook.url.startswith(
        ("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")
    ):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", hook.secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= hook.max_connections <= 100:
        raise bad("max_connections must be between 1 and 100")


def _drop_if_asked(world: World, parameters: Parameters) -> None:
    if parameters.flag("drop_pending_updates"):
        world.queue.clear()


def _sent_media(world: World, parameters: Parameters, kind: str) -> Any:
    chat = world.writable(parameters.number("chat_id"))
    text, entities = parameters.caption()
    content = parameters.content(kind)
    file_id = content if isinstance(content, str) else world.keep_file(content)
    length = len(world.files.get(file_id, b""))
    about = {"file_id": file_id, "file_unique_id": file_id, "file_size": length}
    size = {"width": 90, "height": 90}
    needed = {"photo": size, "video": {**size, "duration": 3}, "document": {}}.get(kind, {"duration": 3})
    media = {kind: [{**about, **needed}] if kind == "photo" else {**about, **needed}}
    return _sent(world, parameters, chat, text, entities, media)


def _sent(
    world: World,
    parameters: Parameters,
    chat: Chat,
    text: str,
    entities: list[dict[str, Any]],
    media: dict[str, Any] | None = None,
) -> Any:
    keyboard = parameters.keyboard()
    world.pace.check(chat.chat_id)
    message = Message(
        world.new_message_id(), "bot", text, world.clock.now(), entities, keyboard, media=media or {}
    )
    world.add_message(chat, message)
    chat.touch()
    return world.message_json(chat, message)


def _edited(
    world: World,
    parameters: Parameters,
    chat: Chat,
    message: Message,
    text: str,
    entities: list[dict[str, Any]],
) -> Any:
    keyboard = parameters.keyboard()
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        world.unchanged["editmessagetext"] += 1
        raise _not_modified()
    world.pace.check(chat.chat_id)
    message.edits.append(message.text)
    message.text, message.entities, message.keyboard = text, entities, keyboard
    message.edited = chat.second_of_edit(world.clock.now())
    chat.touch()
    return world.message_json(chat, message)


def _editable(world: World, parameters: Parameters) -> tuple[Chat, Message]:
    chat = world.writable(parameters.number("chat_id"))
    message = chat.messages.get(parameters.number("message_id"))
    if message is None or message.deleted:
        raise bad("message to edit not found")
    if message.sender != "bot":
        raise bad("message can't be edited")
    return chat, message


def _not_modified() -> Exception:
    return bad(
        "message is not modified: specified new message content and reply markup are exactly the same as a "
        "current content and reply markup of the message"
    )


def _is_young(world: World, message: Message) -> bool:
    return world.clock.now() - message.date < DELETABLE


def _delete(chat: Chat, messages: list[Message]) -> None:
    for message in messages:
        message.deleted = True
    chat.touch()
