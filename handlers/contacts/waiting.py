"""Questions that nobody has answered yet: who is to answer is told again, who runs it sees how many wait."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from itertools import groupby
from zoneinfo import ZoneInfo

from handlers.contacts.answerers import Place, answerers, answers
from handlers.timing import evening_after
from handlers.words import Words
from storage import announcements, consultations, contacts, deliveries, inquiries
from storage.announcements import Announcement
from storage.changes import Changes
from storage.consultations import Consultation
from storage.inquiries import Inquiry
from storage.store import Store

PAUSE = 2
"""Days between two times that somebody is told that a question waits."""


async def due(store: Store, now: datetime) -> list[Changes]:
    """Who is to answer hears once in an evening that questions wait, however many; to be saved each alone."""
    found = sorted(await inquiries.due(store.database, store.keys, int(now.timestamp())), key=_place)
    return [await _told_again(store, *place, list(some), now) for place, some in groupby(found, key=_place)]


def _place(inquiry: Inquiry) -> Place:
    return inquiry.consultation, inquiry.region


async def _told_again(store: Store, slug: str, region: str, some: list[Inquiry], now: datetime) -> Changes:
    consultation = await consultations.get(store.database, slug)
    evening = evening_after(now, consultation.terms.zone if consultation else ZoneInfo("UTC"), PAUSE)
    name = f"{slug}|{region}|{evening}".encode()
    seconds = int(now.timestamp())
    note = Announcement(
        blake2b(name, digest_size=16).digest(),
        "",
        "inquiry_waits",
        seconds,
        state="sending",
        audience="named",
    )
    told = dict.fromkeys(await answerers(store, slug, region), seconds)
    return Changes(
        (
            *(inquiries.later(each, evening) for each in some),
            announcements.occur(note),
            *deliveries.address(note, told),
        )
    )


async def by_region(store: Store, slug: str) -> Mapping[str, int]:
    """How many questions wait in each region. They are work, not people: one person can ask several."""
    return await inquiries.counts(store.database, slug)


async def unnamed(store: Store, slug: str) -> list[str]:
    """The regions of the round in which nobody answers, and questions go to who runs it."""
    found = await contacts.of(store.database, slug)
    return [region for region, each in found.items() if not await answers(store, each)]


async def told(store: Store, words: Words, found: Consultation) -> list[str]:
    """The same in sentences, for those who run a consultation."""
    if found.ended or not await contacts.of(store.database, found.slug):
        return []
    nodes = await consultations.regions(store.database, found.slug)
    names = {each.code: found.terms.say(each.names, words.language) for each in nodes}
    waiting, lines = await by_region(store, found.slug), list[str]()
    if waiting:
        listed = words.listed(f"{names.get(region, region)}: {count}" for region, count in waiting.items())
        lines.append(words.say("Questions of people that wait for an answer: %(regions)s", regions=listed))
    if nobody := await unnamed(store, found.slug):
        listed = words.listed(names.get(region, region) for region in nobody)
        lines.append(words.say("No contact answers in: %(regions)s. Questions go to you.", regions=listed))
    return lines
