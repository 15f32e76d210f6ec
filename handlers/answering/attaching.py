"""Files and places that were sent, as values of the survey: fetched, checked, rounded.

What is kept of a place follows `docs/guide-privacy.md`: about 1 km, unless the form asks for more and says
why. It is rounded before anything is stored, drafts included.
"""

import asyncio
from dataclasses import dataclass

from handlers.answering.wanted import decimals, largest
from handlers.contents import checked
from handlers.refused import ContentRefused
from handlers.turn import Turn
from handlers.view import MB, View
from handlers.words import Words
from storage import attachments
from storage.attachments import NAME_BYTES, named_in, new_name
from storage.changes import Write
from storage.messages import File, FileKind, Location, NotFetched
from survey.asking import Asked


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that may be the answer: its name, and the rows that keep it."""

    name: str
    writes: tuple[Write, ...]


def rounded(asked: Asked, value: str) -> str:
    """A place with nothing finer than is kept: no altitude, no accuracy (both 0)."""
    latitude, longitude, *_ = value.split(" ")
    places = decimals(asked)
    return f"{_round(latitude, places)} {_round(longitude, places)} 0 0"


def located(asked: Asked, said: Location) -> str:
    """A place on the map as a value; what is not on the map the engine will refuse."""
    return rounded(asked, f"{said.latitude} {said.longitude}")


def _round(degrees: str, places: int) -> str:
    return f"{round(float(degrees), places) + 0.0:.{places}f}"  # + 0.0: no minus before a zero


async def kept(turn: Turn, kind: FileKind, standing: str, file: File) -> Kept | str:
    """Fetch and check a file; a sentence if it cannot be taken. `standing`: the file that it replaces."""
    view, words = turn.view, turn.view.words
    limit = largest(view, kind)
    if file.size > limit:
        return _too_large(words, limit)
    if len(_held(view) - {standing}) >= view.place.limits.files:
        return words.say("You have sent as many files as I can keep. To send another, take one away first.")
    try:
        content = await view.place.fetch(file, limit)
        checked_content = await checked(kind, content)
    except NotFetched:
        return words.say("I could not get that file. Please send it once more.")
    except ContentRefused as refused:
        return _refused(words, kind, refused)
    name = new_name(view.place.fresh(NAME_BYTES), checked_content.ending)
    state = "scheduled" if view.trial else "open"
    # In a thread: 20 MB take long enough to seal for others to notice.
    writes = await asyncio.to_thread(
        attachments.put, turn.store.keys, view.here.slug, name, checked_content.content, state
    )
    return Kept(name, writes)


def _held(view: View) -> frozenset[str]:
    draft = view.conversation.draft
    return named_in(draft.state) if draft else frozenset()


def _too_large(words: Words, limit: int) -> str:
    return words.say("That file is too large. It may have up to %(size)d MB.", size=limit // MB)


def _refused(words: Words, kind: FileKind, refused: ContentRefused) -> str:
    if refused.why == "large":
        return words.say("That file is too large for me. Please send a smaller one.")
    if refused.why == "broken":
        return words.say(
            "I could not open that file. It may be damaged. Please send it again, or another one."
        )
    if refused.why == "picture":
        return words.say(
            "I cannot read pictures of that kind (HEIC, AVIF or GIF). "
            "Please take a screenshot of it and send that."
        )
    return not_this(words, kind)


def not_this(words: Words, kind: FileKind) -> str:
    """That something else is wanted, and what."""
    say = words.say
    return {
        "image": say("That is not a photo that I can read. Please send one as JPEG, PNG or WebP."),
        "audio": say("That is not a recording that I can take. Please send a voice message or a sound file."),
        "video": say("That is not a video that I can take. Please send one as MP4 or WebM."),
        "file": say(
            "I cannot take that kind of file. I can take photos, recordings, videos, PDF, text and documents."
        ),
    }[kind]
