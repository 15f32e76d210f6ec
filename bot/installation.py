"""What every process of an installation begins with: its store, and that it may not begin at all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.desk import utc_now
from bot.settings import Settings
from storage import chores, consultations, conversations, erasable, erased
from storage.changes import StorageDown
from storage.closures import read_closures
from storage.databases import missing_file
from storage.keys import KeyMissing
from storage.mix import list_guarded
from storage.store import Store
from storage.upgrade import upgrade

log = structlog.get_logger()


class CannotServe(Exception):
    """The process cannot run like this; the message says what to do."""


class CannotListen(CannotServe):
    """Something else listens there."""


@asynccontextmanager
async def open_store(settings: Settings, *, may_create: bool = False) -> AsyncIterator[Store]:
    """The database brought up to date, and its keys. Raises `SettingsRefused` or `StorageDown`.

    One that is not there is made where it `may_create` one: else a path that is written wrong would begin
    another installation beside the one that is meant.
    """
    if not may_create:
        refuse_missing(settings)
    async with Store(settings.database_url, settings.keyring(), settings.backups) as store:
        await upgrade(store.database)
        await _check_keys(store)
        store.ballast.lay()
        if again := await erased.again(store, int(utc_now().timestamp())):
            log.warning("restored from a backup: erased again what was erased since", ids=again)
            await chores.run(store)
        yield store


async def refuse_reopened(store: Store) -> None:
    """Raises `CannotServe` where an older copy would open again what was closed."""
    closed = read_closures(store.keys.folder)
    for consultation in await consultations.every(store.database):
        if consultation.slug in closed and not consultation.ended:
            raise CannotServe(
                f"'{consultation.slug}' was closed, and this database is an older copy in which it is not. "
                "It never opens again. Put back a newer copy, or close it in this one: "
                f"mushawara consultation close {consultation.slug}"
            )


def refuse_missing(settings: Settings) -> None:
    """Raises `StorageDown` if the file of the database is not there."""
    if path := missing_file(settings.database_url):
        how = "Check MUSHAWARA_DATABASE_URL, or make a new database: mushawara db upgrade"
        raise StorageDown(f"There is no database at {path.absolute()}. {how}")


async def _check_keys(store: Store) -> None:
    """Without its answers key a consultation can take nothing. A link key that is lost is made anew, unless
    responses lie under it that nobody could read again.

    Without the keys of single texts nobody who was here before could be written to, and no answer counted.
    """
    if not store.keys.erasure.path.exists() and await erasable.is_used(store.database):
        how = "Check MUSHAWARA_KEYS, or restore it from the newest backup."
        raise StorageDown(f"There is no {store.keys.erasure.path}. {how}")
    if await conversations.has_begun(store.database):
        store.keys.keep_derived_conversation()
    for consultation in await consultations.every(store.database):
        if consultation.ended:
            continue
        try:
            store.keys.answers(consultation.slug)
        except KeyMissing as error:
            folder = store.keys.folder
            how = "Check MUSHAWARA_KEYS, or restore it from a backup."
            raise StorageDown(f"The {error} is not in {folder}. {how}") from error
        await _check_link(store, consultation.slug)
        store.keys.create(consultation.slug)


async def _check_link(store: Store, slug: str) -> None:
    try:
        store.keys.link(slug)
    except KeyMissing as error:
        if slug in await list_guarded(store.database):
            how = (
                "What people sent since the newest backup cannot be read without it. "
                "Put the file back; if it is lost, put back the newest backup: mushawara db restore COPY"
            )
            raise StorageDown(f"The {error} is not in {store.keys.folder}. {how}") from error
