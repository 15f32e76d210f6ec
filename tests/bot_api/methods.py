"""The methods of the Bot API that the bot uses."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.bot_api.ledger import Chat, Message
from tests.bot_api.markup import units
from tests.bot_api.parameters import Parameters
from tests.bot_api.refusal import bad, conflict
from tests.bot_api.world import BOT, World

QUERY_LIFE = 150.0
DELETABLE = 48 * 3600.0
TOAST_LIMIT = 200
IDS_AT_ONCE = 100

Method = Callable[[World, Parameters], Awaitable[Any]]


async def get_me(world: World, parameters: Parameters) -> Any:
    return BOT


async def get_updates(world: World, parameters: Parameters) -> Any:
    if world.webhook:
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
    world.webhook = parameters.text("url")
    if world.webhook:
        world.queue.end_poll("terminated by setWebhook request")
    return _maybe_dropped(world, parameters)


async def delete_webhook(world: World, parameters: Parameters) -> Any:
    world.webhook = ""
    return _maybe_dropped(world, parameters)


async def get_webhook_info(world: World, parameters: Parameters) -> Any:
    return {
        "url": world.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue),
    }


async def send_message(world: World, parameters: Parameters) -> Any:
    chat = world.writable(parameters.number("chat_id"))
    text, entities = parameters.marked_text()
    keyboard = parameters.keyboard()
    world.pace.check(chat.chat_id)
    message = Message(world.new_message_id(), "bot", text, world.clock.now(), entities, keyboard)
    world.add_message(chat, message)
    chat.touch()
    return world.message_json(chat, message)


async def edit_message_text(world: World, parameters: Parameters) -> Any:
    chat, message = _editable(world, parameters)
    text, entities = parameters.marked_text()
    keyboard = parameters.keyboard()
    if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
        raise _not_modified()
    world.pace.check(chat.chat_id)
    message.edits.append(message.text)
    message.text, message.entities, message.keyboard = text, entities, keyboard
    chat.touch()
    return world.message_json(chat, message)


async def edit_message_reply_markup(world: World, parameters: Parameters) -> Any:
    chat, message = _editable(world, parameters)
    keyboard = parameters.keyboard()
    if keyboard == message.keyboard:
        raise _not_modified()
    world.pace.check(chat.chat_id)
    message.keyboard = keyboard
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
    world.commands[parameters.text("language_code")] = parameters.structure("commands") or []
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
        edit_message_text,
        edit_message_reply_markup,
        delete_message,
        delete_messages,
        answer_callback_query,
        send_chat_action,
        set_my_commands,
    )
}
"""By name in small letters: the server does not mind how it is written."""


def _maybe_dropped(world: World, parameters: Parameters) -> bool:
    if parameters.flag("drop_pending_updates"):
        world.queue.clear()
    return True


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
