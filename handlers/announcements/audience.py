"""Whom an announcement would go to now."""

from collections.abc import Set

from storage import audiences, consultations, responses
from storage.announcements import Announcement
from storage.audiences import Listeners
from storage.keys import KeyMissing
from storage.store import Store

FEWEST = 20
"""People that an audience by "has not answered yet" has at least (`docs/guide-privacy.md`, "Numbers")."""


async def audience(store: Store, announcement: Announcement) -> Listeners:
    """Who would get it now. Nobody, where it is for fewer than may be told apart by their answers."""
    people = await _followers(store, announcement)
    if announcement.audience == "unanswered":
        return await _unanswered(store, announcement, people)
    if announcement.language:
        people = {each: who for each, who in people.items() if who.language == announcement.language}
    if announcement.audience in {"residents", "organisations"}:
        members = await audiences.members(store.database)
        wanted = announcement.audience == "organisations"
        people = {each: who for each, who in people.items() if (each in members) == wanted}
    if announcement.organisation:
        muting = await audiences.muting(store.database, announcement.organisation)
        people = {each: who for each, who in people.items() if each not in muting}
    return people


async def _followers(store: Store, announcement: Announcement) -> Listeners:
    """Each condition that is named must hold; without one, those who follow the consultation."""
    slug, found = announcement.consultation, Listeners()
    for topic in announcement.topics:
        found |= await audiences.of_topic(store.database, slug, topic)
    if announcement.topics and not announcement.regions:
        return found
    inside = Listeners()
    for region in await _regions(store, announcement) or [""]:
        inside |= await audiences.of_region(store.database, slug, region)
    return {each: who for each, who in inside.items() if each in found or not announcement.topics}


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


async def _unanswered(store: Store, announcement: Announcement, people: Listeners) -> Listeners:
    slug = announcement.consultation
    consultation = await consultations.get(store.database, slug)
    if consultation is None or consultation.state != "open":
        return Listeners()
    surveys = consultation.terms.named("residents")
    try:
        left = await responses.unanswered(store.database, store.keys, people, slug, surveys)
    except KeyMissing:  # it has closed just now: nobody can tell any more
        return Listeners()
    return {each: people[each] for each in left} if len(left) >= FEWEST else Listeners()
