"""What must still happen after a commit: each step may be done twice, and goes on after a kill.

Closing follows `docs/guide-privacy.md`: drafts gone, links gone, link key destroyed, file rewritten. All who
write wait for that, so a large file is rewritten at night.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count

import structlog

from storage import (
    attachments,
    codes,
    collected,
    conversations,
    erased,
    inquiries,
    outbox,
    releases,
    reminders,
    responses,
    shared_drafts,
    totals,
)
from storage.changes import Changes, DiskFull, Stale, StorageDown, Write
from storage.closures import record_closure
from storage.consultations import move
from storage.conversations import Conversation, Loaded
from storage.housekeeping import ChoreKind, add_chore, chores, drop_chore, drop_put_aside
from storage.keys import KeyMissing
from storage.mix import mix_responses, sweep_files
from storage.parts import PAUSE, write_in_parts
from storage.store import Store

log = structlog.get_logger()
CHECKPOINT_PAUSE = 0.2
TRIES = 10
"""To empty the log after somebody was erased; what is still in it then is unreadable, and goes at night."""
SMALL = 64_000_000
"""Bytes of a database that is rewritten in about a second, and therefore by day too."""
Chore = tuple[ChoreKind, str]
REWRITE: Chore = ("erase", "")
"""Something was erased since the files were last rewritten."""
JUMP = 2**20
"""Numbers that count what somebody did jump by up to this much, so that they tell nothing any more."""


async def run(store: Store, *, at_night: bool = False) -> None:
    """Do all that waits. `at_night` also rewrite large files, and all for what was only erased.

    Raises `StorageDown` if the database cannot be written; it goes on next time.
    """
    async with store.tidying:
        if await _list_steps(store) or await _list_rewrites(store, at_night):
            async with store.database.alone("chores"):
                await _do_all(store, at_night)


async def _list_steps(store: Store) -> list[Chore]:
    """All that is done before the files are rewritten."""
    return [chore for chore in await chores(store.database) if chore != REWRITE and chore[0] != "finish"]


async def _list_rewrites(store: Store, at_night: bool) -> list[Chore]:
    """For what the files are rewritten now."""
    waiting = await chores(store.database)
    finishing = [chore for chore in waiting if chore[0] == "finish"]
    if at_night:
        return [*finishing, *(chore for chore in waiting if chore == REWRITE)]
    return finishing if finishing and await store.database.size() <= SMALL else []


async def _do_all(store: Store, at_night: bool) -> None:
    store.keys.erasure.open()  # what is not there now would count as destroyed
    await _erase(store)
    for kind, subject in await _list_steps(store):
        if step := _STEPS.get(kind):
            await step(store, subject)
            left = add_chore("finish", subject if kind == "close" else "")
            await store.apply(Changes((drop_chore(kind, subject), left), vital=True))
    waiting = await _list_rewrites(store, at_night)
    if waiting and await _rewrite(store, waiting == [REWRITE]):
        finished = tuple(write for chore in {*waiting, REWRITE} for write in _finish(*chore))
        await store.apply(Changes(finished, vital=True))


async def _wipe_trials(store: Store, slug: str) -> None:
    """What makers tried before the opening is wiped."""
    await _change_all(store, lambda conversation: conversation.without_trials_of(slug))


async def _cut(store: Store, slug: str) -> None:
    """Nothing leads from a person to a response any more."""
    record_closure(store.keys.folder, slug)
    for announcement in await totals.to_unanswered(store.database, slug):
        await write_in_parts(store, *totals.end_unanswered(announcement))
    store.keys.begin_conversation()
    await _end_conversations(store, slug)
    await _seal_cards_anew(store)
    await store.apply(Changes((shared_drafts.drop_all(slug), drop_put_aside())))
    for write in (*responses.unlink_some(slug), inquiries.drop_some(slug), codes.drop_some(slug)):
        await write_in_parts(store, write)
    with contextlib.suppress(KeyMissing):  # it went on once the link key was gone
        await mix_responses(store.database, store.keys, slug, store.apply)
    with contextlib.suppress(KeyMissing):
        await sweep_files(store.database, store.keys, slug, store.apply)
    await _end_conversations(store, slug)  # once more, for those who came while it was going on
    store.keys.destroy(slug, "link")
    store.keys.end_conversation()


async def _end_conversations(store: Store, slug: str) -> None:
    """Nothing is left of what people did in a consultation, and all of them lie under the key of now."""
    await _change_all(store, lambda conversation: conversation.ended(slug, conversation.card + _jump()))


async def _seal_cards_anew(store: Store) -> None:
    after = b""
    while some := await outbox.sealed_after(store.database, after):
        await store.apply(Changes(tuple(outbox.seal_anew(store.keys, *row) for row in some)))
        after = some[-1][0]
        await asyncio.sleep(PAUSE)


async def _empty(store: Store, slug: str) -> None:
    """No response is left; without their key they are unreadable from the first moment."""
    store.keys.destroy(slug, "answers")
    await store.apply(Changes((releases.forget_ledger(slug),)))
    for write in (attachments.wipe_some(slug), collected.wipe_some(slug)):
        await write_in_parts(store, write)


async def _erase(store: Store) -> None:
    """What was deleted becomes unreadable wherever a piece of it lies: its keys are destroyed.

    The ids of who was erased go from the database to where a restore does not reach. What is left of a row
    beside what was sealed waits for the night.
    """
    done = [chore for chore in await _list_steps(store) if chore[0] in {"destroy", "erase"}]
    if not done:
        return
    _remember(store, [subject for kind, subject in done if kind == "erase"])
    store.keys.erasure.destroy(int(subject) for kind, subject in done if kind == "destroy")
    gone = (drop_chore(*chore) for chore in done)
    await store.apply(Changes((*gone, add_chore(*REWRITE)), vital=True))
    await _empty_log(store, TRIES)


def _remember(store: Store, subjects: list[str]) -> None:
    """Beside the backups too; where that fails, the next backup brings it there."""
    erased.remember(store.keys.folder, subjects)
    if not store.backups or not subjects:
        return
    try:
        if not store.backups.is_dir():
            raise StorageDown(f"There is no folder {store.backups}.")
        erased.remember(store.backups, subjects)
    except StorageDown as error:
        log.error("who was erased is not noted beside the backups yet", error=str(error))


async def _rewrite(store: Store, only_erased: bool) -> bool:
    """Nothing that was deleted is left in any file, and the order of what is left tells nothing.

    False where there is no room to rewrite the file: it is rewritten in another night.
    """
    try:
        await store.database.vacuum()
    except DiskFull:
        if not only_erased:
            raise
        return False
    await _empty_log(store)
    return True


async def _empty_log(store: Store, tries: int | None = None) -> None:
    """Somebody who reads, a backup for instance, is waited for: so many times, or as long as it takes."""
    for _ in count() if tries is None else range(tries):
        if await store.database.checkpoint():
            return
        await asyncio.sleep(CHECKPOINT_PAUSE)


def _finish(kind: ChoreKind, subject: str) -> tuple[Write, ...]:
    """What was closing is closed now; another process may have said so."""
    closed = (replace(move(subject, "closing", "closed"), otherwise=None),) if kind == "finish" else ()
    return (*closed, drop_chore(kind, subject))


async def _change_all(store: Store, change: Callable[[Conversation], Conversation]) -> None:
    after = b""
    while some := await conversations.some_after(store.database, store.keys, after):
        await asyncio.gather(*(_change_one(store, person, loaded, change) for person, loaded in some))
        after = some[-1][0]


async def _change_one(
    store: Store, person: bytes, loaded: Loaded, change: Callable[[Conversation], Conversation]
) -> None:
    while loaded.version:
        changed = change(loaded.conversation)
        is_same = changed == loaded.conversation
        if is_same and loaded.current:
            return None
        kept = conversations.save(store.keys, person, loaded.version, changed)
        over = () if changed.begun else (reminders.drop(person),)
        shown = () if is_same else (outbox.outdated(person), *over)
        try:
            return await store.apply(Changes((kept, *shown)))
        except Stale:
            loaded = await conversations.load(store.database, store.keys, person)


_STEPS: dict[ChoreKind, Callable[[Store, str], Awaitable[None]]] = {
    "open": _wipe_trials,
    "close": _cut,
    "expire": _empty,
}
"""What is done before the files are rewritten."""


def _jump() -> int:
    return 1 + secrets.randbelow(JUMP)
