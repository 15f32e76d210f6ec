"""Files and places that a question wants: what the card says of them before they are sent."""

from handlers.view import MB, Rows, View
from storage.messages import File, FileKind, Wanted
from survey.asking import Asked
from survey.question import UPLOADS

DECIMALS = {"100": 3, "10": 4}
"""Of degrees, by the accuracy in metres that a form asks for. One of 0.01° is about 1.1 km."""
COARSE = 2
EXAMPLE = "33.57,\u00a0-7.59"
"""A place as it may be written; it stays on one line."""
TELEGRAM_LARGEST = 20 * MB
"""Larger files a bot cannot fetch (Bot API, "getFile")."""


def wanted(view: View, asked: Asked) -> Wanted | None:
    """What may be sent to this question besides words."""
    if asked.kind == "geopoint":
        return Wanted("place", decimals=decimals(asked))
    if kind := upload(asked):
        return Wanted(kind, largest=largest(view, kind))
    return None


def upload(asked: Asked) -> FileKind | None:
    """The kind of file that the question wants; None if it wants none."""
    match asked.kind:
        case "image" | "audio" | "video" | "file":
            return asked.kind
    return None


def fits(asked: Asked, file: File) -> bool:
    """Whether a file may be the answer, as far as the channel tells."""
    return asked.kind in UPLOADS and (asked.kind == file.kind or "file" in (asked.kind, file.kind))


def largest(view: View, kind: FileKind) -> int:
    """Bytes that a file may have here."""
    limit = view.place.limits.photo if kind == "image" else view.place.limits.file
    return min(limit, TELEGRAM_LARGEST) if view.person.channel == "telegram" else limit


def decimals(asked: Asked) -> int:
    """Of the degrees that are kept of a place."""
    return DECIMALS.get(asked.accuracy, COARSE)


def hints(view: View, asked: Asked) -> list[str]:
    """How to send what is wanted, and what becomes of it."""
    if asked.kind == "geopoint":
        return [*_how_to_locate(view), _what_of_a_place(view, asked)]
    if kind := upload(asked):
        return [_how_to_send(view, kind, bool(asked.written)), _what_of_a_file(view, kind)]
    return []


def _how_to_send(view: View, kind: FileKind, stands: bool) -> str:
    say = view.words.say
    if stands:
        return {
            "image": say("You have sent a photo. Send another one to replace it."),
            "audio": say("You have sent a recording. Send another one to replace it."),
            "video": say("You have sent a video. Send another one to replace it."),
            "file": say("You have sent a file. Send another one to replace it."),
        }[kind]
    if kind == "audio" and view.person.channel == "telegram":
        return say("Send a voice message: hold down the microphone and speak.")
    if view.person.channel == "telegram":
        return {
            "image": say("Send a photo: tap the paperclip."),
            "video": say("Send a video: tap the paperclip."),
        }.get(kind, say("Send a file: tap the paperclip."))
    return {
        "image": say("Send a photo."),
        "audio": say("Send a recording."),
        "video": say("Send a video."),
        "file": say("Send a file: a photo, a recording, a video, PDF, text or a document."),
    }[kind]


def _what_of_a_file(view: View, kind: FileKind) -> str:
    say, size = view.words.say, largest(view, kind) // MB
    return {
        "image": say(
            "Up to %(size)d MB. Where and when it was taken is removed. Who can be seen in it stays.",
            size=size,
        ),
        "audio": say(
            "Up to %(size)d MB. It is kept as it is: it may tell where and when it was made, and a voice can "
            "be recognised.",
            size=size,
        ),
        "video": say(
            "Up to %(size)d MB. It is kept as it is: it may tell where and when it was made, and faces and "
            "voices can be recognised.",
            size=size,
        ),
        "file": say(
            "Up to %(size)d MB. It is kept as it is, with what it tells about who made it, where and when.",
            size=size,
        ),
    }[kind]


def _how_to_locate(view: View) -> list[str]:
    say = view.words.say
    written = say("You can also write it in degrees, for example %(place)s", place=EXAMPLE)
    if view.person.channel == "telegram":
        return [say("Send your location: tap the paperclip, then Location."), written]
    if view.person.channel == "web":
        return [say("Tap “Send my location”; your browser asks you first."), written]
    return [say("Write it in degrees, for example %(place)s", place=EXAMPLE)]


def written(asked: Asked) -> str:
    """The answer that stands, as it could be written; of a file nothing can be."""
    if asked.kind != "geopoint":
        return "" if asked.kind in UPLOADS else asked.written
    return ", ".join(asked.written.split(" ")[:2])


def _what_of_a_place(view: View, asked: Asked) -> str:
    say = view.words.say
    if asked.accuracy in DECIMALS:
        return say("I keep it to about %(metres)s m, and nothing finer.", metres=asked.accuracy)
    return say("I keep it to about 1 km, and nothing finer.")


def send_row(view: View, asked: Asked) -> Rows:
    """In the web chat, the button that chooses and sends what is wanted."""
    say = view.words.say
    if view.person.channel != "web":
        return ()
    label = {
        "geopoint": say("Send my location"),
        "image": say("Choose a photo"),
        "audio": say("Choose or make a recording"),
        "video": say("Choose a video"),
        "file": say("Choose a file"),
    }.get(asked.kind)
    return ((view.button(label, "send", "send"),),) if label else ()
