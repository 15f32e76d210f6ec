"""What is due before the review, told to those who run it: once a day, if something has come due."""

from datetime import UTC, date, datetime, time
from hashlib import blake2b

from handlers.approvals.actions import PLAN, actor, may
from handlers.upr.planning import is_due
from handlers.view import View
from storage import announcements, deliveries, people, staff, upr
from storage.announcements import Announcement
from storage.changes import Changes
from storage.store import Store
from storage.upr import Task

MORNING = time(9)
"""From when on (UTC) it is told that something is due."""


async def told(store: Store, now: datetime) -> list[Changes]:
    """Those who run it hear once a day that something is due; to be saved alone."""
    if now.astimezone(UTC).time() < MORNING:
        return []
    today = now.astimezone(UTC).date()
    new = [each for each in await due(store, today) if each.told is None]
    if not new:
        return []
    seconds, name = int(now.timestamp()), f"upr|{today}".encode()
    note = Announcement(
        blake2b(name, digest_size=16).digest(), "", "upr_due", seconds, state="sending", audience="named"
    )
    could = [each.person for each in await staff.every(store.database, store.keys) if each.role in PLAN.roles]
    to = {each: seconds for each in could if await people.get(store.database, each)}
    writes = (
        *(upr.tell(each, today) for each in new),
        announcements.occur(note),
        *deliveries.address(note, to),
    )
    return [Changes(writes)]


async def due(store: Store, today: date) -> list[Task]:
    """What nobody has done and whose day has come, the longest due first."""
    return [each for each in await upr.tasks(store.database) if is_due(each, today)]


async def due_for(store: Store, view: View) -> list[Task]:
    """The same for somebody who may do it."""
    if not may(await actor(store, view.person.id), PLAN):
        return []
    return await due(store, view.place.now.date())
