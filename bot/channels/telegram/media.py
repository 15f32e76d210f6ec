"""What a message holds besides text: files and places, as far as we read them. Pure."""

from collections.abc import Mapping
from typing import Any

from storage.messages import File, FileKind, Location

_KINDS: Mapping[str, FileKind] = {
    "voice": "audio",
    "audio": "audio",
    "video_note": "video",
    "animation": "video",
    "video": "video",
    "document": "file",
}
"""An animation comes as a document as well, so it stands before it."""


def sent(message: Mapping[str, Any]) -> File | Location | None:
    """The file or the place in a message (Bot API, "Message"); None if there is none.

    Of a photo, which comes in several sizes, the largest.
    """
    if photos := message.get("photo"):
        return _file("image", max(photos, key=lambda size: int(size["width"]) * int(size["height"])))
    for name, kind in _KINDS.items():
        if name in message:
            return _file(kind, message[name])
    place = message.get("location")  # a venue has one as well
    return Location(float(place["latitude"]), float(place["longitude"])) if place else None


def _file(kind: FileKind, body: Mapping[str, Any]) -> File:
    return File(kind, max(0, int(body.get("file_size") or 0)), str(body["file_id"]))
