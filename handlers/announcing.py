"""Announcements: written once, addressed when due, said to each person in their language."""

from collections.abc import Mapping
from datetime import datetime

from handlers import event_news
from handlers.view import Fresh
from handlers.words import LANGUAGES, Words
from storage import announcements, consultations
from storage.announcements import Announcement
from storage.changes import Changes
from storage.consultations import Consultation
from storage.messages import Button, News
from storage.people import Somebody
from storage.store import Store
from storage.wakes import EVERYBODY

LONGEST = 3_500
"""Leaves room for what a channel adds below Telegram's limit."""


class AnnouncementRefused(Exception):
    """It cannot be sent like this; the message says what to do."""


async def write(
    store: Store,
    slug: str,
    texts: Mapping[str, str],
    at: datetime | None,
    regions: tuple[str, ...],
    now: datetime,
    fresh: Fresh,
) -> Announcement:
    """An announcement ready to be kept. Raises `AnnouncementRefused`."""
    consultation = await consultations.get(store.database, slug)
    if consultation is None:
        raise AnnouncementRefused(
            f"There is no consultation '{slug}'. `mushawara consultation list` shows them."
        )
    _check_texts(consultation, texts)
    codes = {region.code for region in await consultations.regions(store.database, slug)}
    if unknown := [code for code in regions if code not in codes]:
        raise AnnouncementRefused(
            f"'{slug}' has no region {', '.join(unknown)}. Use the codes of its regions file."
        )
    local = at.replace(tzinfo=consultation.terms.zone) if at and at.tzinfo is None else at
    if local and local < now:
        raise AnnouncementRefused(
            f"{local:%Y-%m-%d %H:%M} is past. Write a later time, or leave --at out for now."
        )
    due = int((local or now).timestamp())
    return Announcement(fresh(16), slug, "written", due, dict(texts), regions)


def _check_texts(consultation: Consultation, texts: Mapping[str, str]) -> None:
    languages = consultation.terms.languages
    if missing := [language for language in languages if not texts.get(language, "").strip()]:
        raise AnnouncementRefused(
            f"[text] has nothing for: {', '.join(missing)}. Write it in every language."
        )
    if extra := [language for language in texts if language not in languages]:
        raise AnnouncementRefused(f"The consultation does not speak: {', '.join(extra)}. Leave that out.")
    if long := [language for language, text in texts.items() if len(text) > LONGEST]:
        raise AnnouncementRefused(f"Longer than {LONGEST:,} characters: {', '.join(long)}. Make it shorter.")


async def audience(store: Store, announcement: Announcement) -> set[bytes]:
    """Who would get it now."""
    regions = await _regions(store, announcement)
    return await announcements.audience(store.database, announcement.consultation, regions)


async def due(store: Store, now: int) -> list[Changes]:
    """A delivery for each person of each announcement that is due, each to be saved by itself."""
    return [
        Changes(
            announcements.address(announcement, await _regions(store, announcement)),
            wakes=frozenset({EVERYBODY}),
        )
        for announcement in await announcements.due(store.database, now)
    ]


async def _regions(store: Store, announcement: Announcement) -> list[str]:
    nodes = await consultations.regions(store.database, announcement.consultation)
    inside = [consultations.descendants(nodes, code) for code in announcement.regions]
    return sorted(set().union(*inside))


async def news(store: Store, announcement: bytes, person: Somebody) -> News | None:
    """What this person is told; None if the announcement is gone."""
    found = await announcements.get(store.database, announcement)
    if found and found.kind in {"verified", "refused"}:
        return _of_organisation(found, Words(person.language or LANGUAGES[0]))
    if found and found.event:
        return await event_news.news(store, found, person)
    consultation = await consultations.get(store.database, found.consultation) if found else None
    if found is None or consultation is None:
        return None
    terms = consultation.terms
    language = terms.spoken(person.language)
    return News(
        key=announcement.hex(),
        language=language,
        text=_text(found, consultation, Words(language)),
        buttons=_buttons(consultation, Words(language)),
    )


def _of_organisation(announcement: Announcement, words: Words) -> News:
    """Names nobody: others may read the notification on a locked phone."""
    text = words.say("What you registered was looked at. To see what was decided: /organisation")
    return News(announcement.id.hex(), words.language, text)


def _text(announcement: Announcement, consultation: Consultation, words: Words) -> str:
    terms = consultation.terms
    title = terms.say(terms.title, words.language)
    if announcement.kind == "written":
        return terms.say(announcement.texts, words.language)
    if announcement.kind == "opened":
        return words.say("The consultation “%(title)s” is open.", title=title)
    ended = words.say("The consultation “%(title)s” has ended. Thank you to all who took part.", title=title)
    if not terms.results_on:
        return ended
    day = words.day(terms.results_on)
    return f"{ended}\n{words.say('Results will be published on %(day)s.', day=day)}"


def _buttons(consultation: Consultation, words: Words) -> tuple[tuple[Button, ...], ...]:
    stop = Button(words.say("No more news of this"), f"mute:{consultation.slug}")
    if consultation.state != "open":
        return ((stop,),)
    return ((Button(words.say("Take the survey"), f"start:{consultation.slug}", "main"),), (stop,))
