"""An event exactly as people will see it, in each language of its consultation."""

from handlers.events import notices, readable
from handlers.words import CLOSE, OPEN, Words, name_of
from storage import events
from storage.consultations import Consultation
from storage.events import Event
from storage.store import Store


async def as_seen(store: Store, event: Event, consultation: Consultation) -> list[str]:
    """A text for each language; where it is not translated, it says in which it is written."""
    organisation = await notices.organiser(store, event)
    seen = []
    for language in consultation.terms.languages:
        words = Words(language)
        lines = (
            f"{OPEN}{name_of(language)}{CLOSE}",
            readable.title(event, words),
            readable.about(event, words, "", organisation),
        )
        seen.append("\n".join(lines))
    return seen


async def looked_at(store: Store, words: Words, event: Event, consultation: Consultation) -> list[str]:
    """The same for who approves it, and below it what it was so far, if it is a change."""
    seen = await as_seen(store, event, consultation)
    before = await events.get(store.database, event.changes) if event.changes else None
    if before is None:
        return seen
    now = f"{readable.title(before, words)}\n{readable.about(before, words)}"
    return [*seen, words.say("Until now it is: %(event)s", event=now)]
