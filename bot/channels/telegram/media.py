"""What a message holds besides text: files and places, as far as we read them. Pure."""

from bot.channels.telegram.wire import Message, PhotoSize, Sent
from storage.messages import File, FileKind, Location


def sent(message: Message) -> File | Location | None:
    """The file or the place in a message (Bot API, "Message"); None if there is none.

    Of a photo, which comes in several sizes, the largest. An animation comes as a document as well, so it is
    looked for before it; a venue has a location.
    """
    if message.photo:
        return _file(message, "image", max(message.photo, key=lambda size: size.width * size.height))
    if audio := message.voice or message.audio:
        return _file(message, "audio", audio)
    if video := message.video_note or message.animation or message.video:
        return _file(message, "video", video)
    if message.document:
        return _file(message, "file", message.document)
    place = message.location
    return Location(place.latitude, place.longitude) if place else None


def _file(message: Message, kind: FileKind, body: Sent | PhotoSize) -> File:
    return File(kind, max(0, body.file_size or 0), body.file_id, album=message.media_group_id or "")
