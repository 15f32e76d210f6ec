"""What has outlived its time is deleted, part by part where there may be very much of it."""

from storage import chat_messages, housekeeping, rsvps, staff, told, totals
from storage.changes import Changes
from storage.parts import write_in_parts
from storage.store import Store


async def sweep_all(store: Store, now: int) -> None:
    """Delete what is too old at `now` (UTC seconds). Raises `StorageDown`; it goes on next time."""
    await store.apply(Changes((*housekeeping.sweep(now), totals.unsign(), staff.untie(now))))
    long = (housekeeping.sweep_seen(now), chat_messages.sweep(now), *told.sweep(now), rsvps.sweep(now))
    for write in long:
        await write_in_parts(store, write)
    await sweep_totals(store, now)


async def sweep_totals(store: Store, now: int) -> None:
    """Who was told what becomes totals, once it does not count for the limit of a week by far."""
    while some := await totals.old(store.database, now):
        for announcement in some:
            await write_in_parts(store, *totals.become_old(announcement))
