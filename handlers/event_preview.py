"""An event exactly as people will see it, in each language of its consultation."""

from handlers import event_news, event_words
from handlers.words import CLOSE, OPEN, Words, name_of
from storage.consultations import Consultation
from storage.events import Event
from storage.store import Store


async def as_seen(store: Store, event: Event, consultation: Consultation) -> list[str]:
    """A text for each language; what is not translated is named."""
    organisation = await event_news.organiser(store, event)
    seen = []
    for language in consultation.terms.languages:
        words = Words(language)
        text = f"{event_words.title(event, words)}\n{event_words.about(event, words, '', organisation)}"
        missing = "" if language in event.title else _untranslated(event, words)
        seen.append("\n".join(filter(None, (f"{OPEN}{name_of(language)}{CLOSE}", text, missing))))
    return seen


def _untranslated(event: Event, words: Words) -> str:
    written = name_of(next(iter(event.title)))
    return words.say("(It is written in %(language)s only.)", language=written)
