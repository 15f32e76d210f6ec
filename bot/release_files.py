"""Files of releases, each drawn once, however many ask: a release stays as it is."""

import asyncio

from handlers.consultations.filing import Kind, file_of
from storage.consultations import Consultation
from storage.store import Store

MOST = 50
"""Files that are kept: some megabytes."""


class DrawnFiles:
    """The last that were asked for. One is drawn at a time: it takes seconds of a core."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, bytes, Kind, str], bytes] = {}
        self._drawing = asyncio.Lock()

    async def file(
        self, store: Store, found: Consultation, document: bytes, kind: Kind, language: str
    ) -> bytes:
        """A release in one of the formats, in a language."""
        asked = found.slug, document, kind, language
        async with self._drawing:
            if asked not in self._drawn:
                while len(self._drawn) >= MOST:
                    del self._drawn[next(iter(self._drawn))]
                self._drawn[asked] = await file_of(store, found, document, kind, language)
            return self._drawn[asked]
