"""Whom an announcement would go to now: gone through in parts, since they may be very many."""

from collections.abc import AsyncGenerator, AsyncIterator, Set
from contextlib import aclosing

from storage import audiences, consultations, responses
from storage.announcements import Announcement
from storage.audiences import Listener, Listeners
from storage.keys import KeyMissing
from storage.store import Store

FEWEST = 20
"""People that an audience by "has not answered yet" has at least (`docs/guide-privacy.md`, "Numbers")."""
MOST = 100_000
"""So many are counted before somebody is shown how many there are; more are "more than"."""


async def audience(store: Store, announcement: Announcement) -> AsyncGenerator[Listeners, None]:
    """Who would get it now, in parts, each person once.

    Nobody, where it is for fewer than may be told apart by their answers.
    """
    if announcement.audience == "unanswered":
        parts = _unanswered(store, announcement)
    else:
        parts = _followers(store, announcement)
    several = bool(announcement.regions) or len(announcement.topics) > 1
    seen = set[bytes]()
    async for part in parts:
        new = {each: who for each, who in part.items() if each not in seen and _concerns(announcement, who)}
        if several:
            seen |= new.keys()
        if new:
            yield new


async def size(store: Store, announcement: Announcement) -> int:
    """How many they are, `MOST` at most."""
    people = 0
    async with aclosing(audience(store, announcement)) as parts:
        async for part in parts:
            people += len(part)
            if people >= MOST:
                return MOST
    return people


def _concerns(announcement: Announcement, who: Listener) -> bool:
    """Whether all the conditions hold that stand in the row of a person. To who has not answered there are
    no others."""
    if not who.is_reachable:
        return False
    if announcement.audience == "unanswered":
        return True
    wanted = {"residents": False, "organisations": True}.get(announcement.audience, who.is_member)
    in_language = announcement.language in {"", who.language}
    return in_language and who.is_member == wanted and not who.is_muting


async def _followers(store: Store, announcement: Announcement) -> AsyncIterator[Listeners]:
    """Each condition that is named must hold; without one, those who follow the consultation."""
    slug, by, database = announcement.consultation, announcement.organisation, store.database
    if announcement.topics and not announcement.regions:
        for topic in announcement.topics:
            async for part in audiences.of_topic(database, slug, topic, by):
                yield part
        return
    about = set[bytes]()
    for topic in announcement.topics:
        async for part in audiences.of_topic(database, slug, topic):
            about |= part.keys()
    for region in await _regions(store, announcement) or [""]:
        async for part in audiences.of_region(database, slug, region, by):
            yield {each: who for each, who in part.items() if each in about or not announcement.topics}


async def concerns(store: Store, announcement: Announcement, places: Set[str], topics: Set[str]) -> bool:
    """Whether it goes to somebody who follows these regions ("": the consultation) and topics of it."""
    if announcement.topics and not topics & set(announcement.topics):
        return False
    if announcement.topics and not announcement.regions:
        return True
    return bool(places & set(await _regions(store, announcement) or [""]))


async def _regions(store: Store, announcement: Announcement) -> list[str]:
    nodes = await consultations.regions(store.database, announcement.consultation)
    inside = [consultations.descendants(nodes, code) for code in announcement.regions]
    return sorted(set().union(*inside))


async def _unanswered(store: Store, announcement: Announcement) -> AsyncIterator[Listeners]:
    """Nobody before it is known that they are enough."""
    slug, held, enough = announcement.consultation, Listeners(), False
    consultation = await consultations.get(store.database, slug)
    if consultation is None or consultation.state != "open":
        return
    surveys = consultation.terms.named("residents")
    async for part in _followers(store, announcement):
        reachable = [each for each, who in part.items() if who.is_reachable]
        try:
            left = await responses.unanswered(store.database, store.keys, reachable, slug, surveys)
        except KeyMissing:  # it has closed just now: nobody can tell any more
            return
        held |= {each: part[each] for each in left}
        enough = enough or len(held) >= FEWEST
        if enough and held:
            yield held
            held = Listeners()
