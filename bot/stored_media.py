"""Pictures and recordings of surveys, as the channels ask for them."""

from storage import media
from storage.changes import Changes
from storage.store import Store


class StoredMedia:
    """What a survey shows and plays, by digest; and what Telegram calls it once it was sent there."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def content(self, digest: str) -> tuple[str, bytes] | None:
        """Media type and content; None for a digest that nothing has."""
        return await media.one(self._store.database, digest)

    async def file_of(self, key: str) -> str:
        """Telegram's id of a file; "" if this bot has not sent it yet."""
        return await media.telegram_file(self._store.database, key)

    async def keep_file(self, key: str, file: str) -> None:
        """Remember Telegram's id of a file."""
        await self._store.apply(Changes((media.keep_telegram_file(key, file),)))
