"""The fields of Telegram's updates and results that we read, with their types (Bot API, "Update").

What may be left out may be null as well: other servers of the Bot API write it so.
"""

import hashlib
from typing import Annotated, Any

import msgspec
from msgspec import Meta

Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Number = Annotated[int, Meta(ge=-(2**63) + 1, le=2**63 - 1)]


class User(msgspec.Struct):
    """Who sent it."""

    id: Number
    is_bot: bool | None = None
    language_code: str | None = None


class Chat(msgspec.Struct):
    """Where it was sent; `type` is private, group, supergroup or channel."""

    id: Number
    type: str


class Sent(msgspec.Struct):
    """A file. `file_size` in bytes."""

    file_id: str
    file_size: Number | None = None


class PhotoSize(msgspec.Struct):
    """A photo in one of its sizes, in pixels."""

    file_id: str
    width: Number
    height: Number
    file_size: Number | None = None


class Place(msgspec.Struct):
    """A place on the map, in degrees."""

    latitude: float
    longitude: float


class Replied(msgspec.Struct):
    """The message that another one is a reply to."""

    message_id: int


class Message(msgspec.Struct, rename={"sender": "from"}):
    """A message. What is `Any` is only looked for; `date` is when it was sent, in UTC seconds."""

    message_id: Number
    chat: Chat
    date: int = 0
    reply_to_message: Replied | None = None
    sender: User | None = None
    text: str | None = None
    media_group_id: str | None = None
    voice: Sent | None = None
    audio: Sent | None = None
    photo: list[PhotoSize] | None = None
    video: Sent | None = None
    video_note: Sent | None = None
    animation: Sent | None = None
    document: Sent | None = None
    location: Place | None = None
    sticker: Any = None
    boost_added: Any = None
    chat_background_set: Any = None
    connected_website: Any = None
    message_auto_delete_timer_changed: Any = None
    pinned_message: Any = None
    users_shared: Any = None
    write_access_allowed: Any = None

    @property
    def is_service(self) -> bool:
        """Whether it tells of the chat itself, and nobody said anything."""
        told = (
            self.boost_added,
            self.chat_background_set,
            self.connected_website,
            self.message_auto_delete_timer_changed,
            self.pinned_message,
            self.users_shared,
            self.write_access_allowed,
        )
        return any(each is not None for each in told)


class PlainButton(msgspec.Struct):
    """A button, as far as it tells cards apart."""

    text: str | None = None
    callback_data: str | None = None
    url: str | None = None


class Markup(msgspec.Struct):
    """The buttons of a message, in rows."""

    inline_keyboard: list[list[PlainButton]] | None = None

    def has(self, data: str) -> bool:
        """Whether one of them has this data."""
        return any(each.callback_data == data for row in self.inline_keyboard or () for each in row)

    @property
    def digest(self) -> bytes:
        """Tells whether two look alike."""
        return hashlib.blake2b(repr(self).encode(errors="replace"), digest_size=16).digest()


class Tapped(msgspec.Struct):
    """The message that was tapped on; it may be too old for the server to tell more."""

    message_id: Number
    chat: Chat
    reply_markup: Markup | None = None


class Query(msgspec.Struct, rename={"sender": "from"}):
    """A tap on a button."""

    id: str
    sender: User
    data: str | None = None
    message: Tapped | None = None


class Member(msgspec.Struct):
    """What we are in a chat."""

    status: str


class Membership(msgspec.Struct, rename={"sender": "from"}):
    """What we are in a chat has changed."""

    chat: Chat
    new_chat_member: Member
    sender: User | None = None


class Update(msgspec.Struct):
    """One update; of the kinds at most one is set."""

    update_id: Id
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Query | None = None
    my_chat_member: Membership | None = None
    channel_post: Message | None = None


class Me(msgspec.Struct):
    """Who we are."""

    id: Id
    first_name: str | None = None
    username: str | None = None


class FoundFile(msgspec.Struct):
    """Where the content of a file is to be had."""

    file_path: str | None = None
    file_size: Number | None = None


class Delivered(msgspec.Struct):
    """A message that we have sent."""

    message_id: Id
    photo: list[PhotoSize] | None = None
    audio: Sent | None = None
    voice: Sent | None = None
    document: Sent | None = None

    @property
    def file(self) -> str:
        """By which its file can be sent again; empty if there is none."""
        held = self.photo[-1] if self.photo else self.audio or self.voice or self.document
        return held.file_id if held else ""


class WebhookInfo(msgspec.Struct):
    """How the server fares with the webhook."""

    url: str | None = None
    last_error_date: int | None = None
    last_error_message: str | None = None
    pending_update_count: int | None = None


FROM_JSON = msgspec.json.Decoder(Update)
