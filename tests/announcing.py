"""Announcements in a town: written, sent, and what became of them."""

import secrets
from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import select

from bot.clock import due_now
from bot.settings import random_bytes
from handlers.announcements import announcing, halting
from handlers.announcements.announcing import Plan
from handlers.announcements.audience import audience
from handlers.approvals.approval import by_hand
from handlers.news import addressing
from storage import announcements, approvals, deliveries, responses
from storage.announcements import Announcement
from storage.audiences import Listeners
from storage.changes import Changes
from storage.responses import Destination, Document
from storage.schema.announcements import DELIVERY
from storage.store import Store
from tests.town import SLUG, Town, words

NINE = datetime.fromisoformat("2026-11-26T09:00")


async def announced(
    town: Town, plan: Plan | None = None, at: datetime | None = None, regions: tuple[str, ...] = ()
) -> Announcement:
    """Something is announced, and the clock comes by."""
    place = (town.now, random_bytes)
    text = words("A meeting.")
    found = await announcing.write(town.store, SLUG, text, at, regions, *place, plan or Plan())
    approval = (approvals.add(by_hand(found)),) if found.organisation else ()
    await town.store.apply(Changes((announcements.add(found), *approval)))
    await due_now(town.store, town.now)
    return found


async def dues(town: Town) -> dict[bytes, datetime]:
    """When each has a delivery due."""
    rows = await town.store.database.rows(select(DELIVERY.person, DELIVERY.due))
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: datetime.fromtimestamp(row[1], UTC) for row in rows}


async def states(town: Town) -> Counter[str]:
    """How many deliveries there are in each state."""
    return Counter(row[0] for row in await town.store.database.rows(select(DELIVERY.state)))


async def state_of(town: Town, announcement: Announcement) -> str:
    """How far it is."""
    found = await announcements.get(town.store.database, announcement.id)
    assert found is not None
    return found.state


async def let_pass(town: Town, **time: float) -> None:
    """Time passes, and the clock comes by until nothing is due."""
    town.later(**time)
    while await due_now(town.store, town.now):
        pass


async def settle_all(town: Town, fate: deliveries.Fate = "sent") -> int:
    """All that is due just now is sent; gives how many that were."""
    found = await deliveries.due(town.store.database, "telegram", int(town.now.timestamp()))
    day = int(town.now.timestamp()) // deliveries.DAY
    await town.store.apply(Changes(tuple(deliveries.settle(each, fate, day=day) for each in found)))
    return len(found)


async def now_is(town: Town, announcement: Announcement) -> Announcement:
    """How it is kept."""
    found = await announcements.get(town.store.database, announcement.id)
    assert found is not None
    return found


async def has_answered(town: Town, person: bytes) -> None:
    """They sent their answers."""
    to = Destination(SLUG, "residents", 1, "real")
    document = Document("<data/>", "1", "en")
    await town.store.apply(
        Changes(responses.send(town.store.keys, to, person, secrets.token_bytes(16), 2900, document))
    )


async def resume(town: Town, *some: Announcement) -> None:
    """They go on."""
    paused = [await now_is(town, each) for each in some]
    await town.store.apply(await halting.resumed(town.store, paused, town.now))


async def followed(town: Town) -> list[Changes]:
    """All that follows for the announcements that are due, before any of it is saved."""
    return [each async for each in addressing.due(town.store, town.now)]


async def reached(store: Store, announcement: Announcement) -> Listeners:
    """All whom it would go to."""
    found = Listeners()
    async for part in audience(store, announcement):
        found |= part
    return found
