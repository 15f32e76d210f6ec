"""What people read of an announcement, to the letter: who sends it out and who approves it read the same."""

from handlers.links import named, quiet
from handlers.words import Words
from storage import media, organisations
from storage.announcements import Announcement
from storage.consultations import Consultation
from storage.messages import Medium
from storage.store import Store


async def read_as(store: Store, announcement: Announcement, language: str) -> str:
    """Nothing in it is live but whole links; below it stands in whose name. Empty where it has no text."""
    text = quiet(announcement.texts.get(language, "").strip())
    if not text or announcement.organisation is None:
        return text
    found = await organisations.get(store.database, store.keys, announcement.organisation)
    written = Words(language).say("Written by %(name)s", name=named(found.name if found else "…"))
    return f"{text}\n\n{written}"


async def media_of(store: Store, announcement: Announcement, title: str) -> tuple[Medium, ...]:
    """The picture or the document that goes with it, if there is one; `title` is read out for it."""
    if not announcement.medium:
        return ()
    kind = await media.type_of(store.database, announcement.medium)
    return (Medium("image" if kind.startswith("image/") else "file", announcement.medium, title),)


def language_for(announcement: Announcement, consultation: Consultation, wanted: str) -> str:
    """The language in which somebody reads it: theirs, if it is written in it, else one that it has."""
    spoken = consultation.terms.languages
    order = (consultation.terms.spoken(wanted), announcement.language, *spoken)
    return next((each for each in order if announcement.texts.get(each, "").strip()), spoken[0])
