"""Everything remembered, in one hand: database, keys, writer, and the forms that were compiled."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self

from storage import approvals, consultations, media, proposals
from storage.ballast import Ballast
from storage.changes import Changes, DiskFull, StorageDown
from storage.consultations import Consultation
from storage.databases import open_database
from storage.keys import Keyring
from storage.writer import Writer
from survey.form import Form

RECENT = 1.0
"""Seconds for which a consultation counts as it was read."""


class Store:
    """What handlers load from and what saves their changes. Use it as an async context manager."""

    def __init__(self, url: str, keys: Keyring, backups: Path | None = None) -> None:
        """`backups`: the folder of copies, where it is known."""
        self.backups = backups
        self.database = open_database(url)
        self.keys = keys
        self.writer = Writer(self.database)
        self.ballast = Ballast(Path(f"{self.database.path}.ballast") if self.database.path else None)
        self.tidying = asyncio.Lock()
        """Held while chores are done."""
        self._forms: dict[tuple[str, str, int], Form] = {}
        self._consultations: dict[str, tuple[float, Consultation | None]] = {}
        self._media: dict[tuple[str, str, int], Mapping[str, str]] = {}

    async def __aenter__(self) -> Self:
        """Raises `StorageDown` if the master key is not the right one, or the database cannot be used."""
        try:
            self.keys.check()
            await self.database.open()
        except StorageDown:
            await self.database.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.database.close()
        self.keys.erasure.close()

    async def apply(self, changes: Changes) -> None:
        """Save; durable when it returns. Raises what `Writer.apply` raises.

        On a full disk `DiskFull`, but for what is vital; everything goes on as soon as there is room.
        """
        if self.ballast.dropped and not changes.vital and not self.ballast.lay():
            raise DiskFull("The disk is full; only erasing works.")
        try:
            await self._written(changes)
        except DiskFull:
            if not changes.vital:
                raise
            await self._make_room()
            await self._written(changes)

    async def _written(self, changes: Changes) -> None:
        try:
            await self.writer.apply(changes)
        finally:
            if consultations.changed_by(changes.writes):
                self.look_again()

    async def _make_room(self) -> None:
        """Let the ballast go; where it is gone already, what the write-ahead log takes."""
        if not self.ballast.drop():
            await self.database.checkpoint()

    async def consultation(self, slug: str) -> Consultation | None:
        """A consultation, as it was a second ago at most; what it must be at the commit, a guard says.

        What this process changes counts at once.
        """
        read_at, found = self._consultations.get(slug, (-RECENT, None))
        now = time.monotonic()
        if now - read_at < RECENT:
            return found
        known = self._consultations
        found = await consultations.get(self.database, slug)
        approved = await approvals.of(self.database, proposals.identity("consultation", slug))
        found = replace(found, alone=approved.alone) if found and approved else found
        known[slug] = now, found
        return found

    def look_again(self) -> None:
        """Something about a consultation is not as it was loaded: it is loaded anew."""
        self._consultations = {}

    async def form(self, slug: str, survey: str, number: int) -> Form:
        """The compiled form of a published version. Raises `KeyError` if there is none."""
        key = (slug, survey, number)
        if key not in self._forms:
            self._forms[key] = Form.load(await consultations.xform(self.database, *key))
        return self._forms[key]

    async def media(self, slug: str, survey: str, number: int) -> Mapping[str, str]:
        """The pictures and recordings of a published version: name to digest."""
        key = (slug, survey, number)
        if key not in self._media:
            self._media[key] = await media.of_version(self.database, *key)
        return self._media[key]
