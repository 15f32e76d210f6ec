"""The fields of Telegram's updates that we read, with their types (Bot API, "Update")."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType


class User(msgspec.Struct):
    """Who sent it."""

    id: int
    is_bot: bool = False
    language_code: str | None = None


class Chat(msgspec.Struct):
    """Where it was sent; `type` is private, group, supergroup or channel."""

    id: int
    type: str


class Sent(msgspec.Struct):
    """A file. `file_size` in bytes."""

    file_id: str
    file_size: int | None = None


class PhotoSize(msgspec.Struct):
    """A photo in one of its sizes, in pixels."""

    file_id: str
    width: int
    height: int
    file_size: int | None = None


class Place(msgspec.Struct):
    """A place on the map, in degrees."""

    latitude: float
    longitude: float


class Replied(msgspec.Struct):
    """The message that another one is a reply to."""

    message_id: int


class Message(msgspec.Struct, rename={"sender": "from"}):
    """A message. What is `Any` is only looked for; `date` is when it was sent, in UTC seconds."""

    message_id: int
    chat: Chat
    date: int = 0
    reply_to_message: Replied | None = None
    sender: User | None = None
    text: str | None = None
    media_group_id: str = ""
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


class Tapped(msgspec.Struct):
    """The message that was tapped on; it may be too old for the server to tell more."""

    message_id: int
    chat: Chat


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

    update_id: int
    message: Message | UnsetType = UNSET
    edited_message: Message | UnsetType = UNSET
    callback_query: Query | UnsetType = UNSET
    my_chat_member: Membership | UnsetType = UNSET
    channel_post: Message | UnsetType = UNSET


FROM_JSON = msgspec.json.Decoder(Update)
