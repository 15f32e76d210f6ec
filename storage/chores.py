"""What must still happen after a commit: each step may be done twice, and goes on after a kill.

Closing follows `docs/guide-privacy.md`: drafts gone, links gone, link key destroyed, file rewritten.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from storage import conversations, responses
from storage.changes import Changes, Stale, Write
from storage.consultations import move
from storage.conversations import Conversation
from storage.housekeeping import ChoreKind, chores, drop_chore
from storage.store import Store

CHECKPOINT_PAUSE = 0.2


async def run(store: Store) -> None:
    """Do all that waits. Raises `StorageDown` if the database cannot be written; it goes on next time."""
    steps = {"open": _open, "close": _close, "erase": _erase}
    async with store.tidying:
        for kind, subject in await chores(store.database):
            await steps[kind](store, subject)


async def _open(store: Store, slug: str) -> None:
    """What makers tried before the opening is wiped."""
    await _change_all(store, lambda conversation: conversation.without_trials_of(slug))
    await _finish(store, "open", slug)


async def _close(store: Store, slug: str) -> None:
    await _change_all(store, lambda conversation: conversation.without_drafts_of(slug))
    await store.apply(Changes(responses.unlink_all(slug)))
    store.keys.destroy_link(slug)
    async with store.writer.alone:
        await store.database.vacuum()
    await _checkpoint(store)
    done = replace(move(slug, "closing", "closed"), otherwise=None)  # another process may have done it
    await _finish(store, "close", slug, done)


async def _erase(store: Store, subject: str) -> None:
    await _checkpoint(store)
    await _finish(store, "erase", subject)


async def _finish(store: Store, kind: ChoreKind, subject: str, *writes: Write) -> None:
    await store.apply(Changes((*writes, drop_chore(kind, subject))))


async def _checkpoint(store: Store) -> None:
    while True:
        async with store.writer.alone:
            if await store.database.checkpoint():
                return
        await asyncio.sleep(CHECKPOINT_PAUSE)


async def _change_all(store: Store, change: Callable[[Conversation], Conversation]) -> None:
    after = b""
    while some := await conversations.some_after(store.database, store.keys, after):
        for person, loaded in some:
            await _change_one(store, person, loaded, change)
        after = some[-1][0]


async def _change_one(
    store: Store,
    person: bytes,
    loaded: conversations.Loaded,
    change: Callable[[Conversation], Conversation],
) -> None:
    while loaded.version and (changed := change(loaded.conversation)) != loaded.conversation:
        try:
            return await store.apply(
                Changes((conversations.save(store.keys, person, loaded.version, changed),))
            )
        except Stale:
            loaded = await conversations.load(store.database, store.keys, person)
