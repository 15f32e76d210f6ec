"""One SQL database, whichever it is: statements of the schema in, rows out; changes in, outcomes out.

The two that there are stand in `storage.databases`. Handlers read through `rows`; all writing goes through
`storage.writer`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection
from sqlalchemy.sql.expression import Executable

from storage.changes import Changes
from storage.hold import Hold

Row = tuple[Any, ...]


class Database(ABC):
    """What the rooms above need of a database; `url` names it."""

    batches: ClassVar[int]
    """How many batches may be on their way to it at once."""
    path: str = ""
    """Its file, where it is a file of ours."""

    def __init__(self, url: str) -> None:
        self.url = url

    @abstractmethod
    async def open(self) -> None:
        """Look whether it can be used. Raises `StorageDown` that says what to do."""

    @abstractmethod
    async def close(self) -> None:
        """End all connections."""

    @abstractmethod
    async def rows(self, statement: Executable, **values: Any) -> list[Row]:
        """All rows of a reading statement. Raises `StorageDown`."""

    async def row(self, statement: Executable, **values: Any) -> Row | None:
        """The first row, or None."""
        found = await self.rows(statement, **values)
        return found[0] if found else None

    @abstractmethod
    async def commit(self, batch: Sequence[Changes]) -> list[Exception | None]:
        """Write a batch in one transaction, durable when it returns; what became of each.

        One that fails takes nobody along. Raises an error if the whole batch failed: `StorageDown` where the
        database is at fault; it may then be written all the same, if the connection broke while it was kept.
        """

    @abstractmethod
    async def migrate(self, run: Callable[[Connection], None]) -> None:
        """Run something on a connection in one transaction, while no other process does the same.

        Raises `StorageDown`: nothing was changed.
        """

    @abstractmethod
    def alone(self, name: str) -> AbstractAsyncContextManager[Hold]:
        """Wait until no other process holds this name, then hold it."""

    @abstractmethod
    def hearing(self, heard: Callable[[Iterable[str]], None]) -> AbstractAsyncContextManager[None]:
        """While it lasts, `heard` is called when another process has written something to send or to show.

        It gets the marks of whom it concerns; `EVERYBODY` where something may have been missed.
        """

    @abstractmethod
    async def vacuum(self) -> None:
        """Write everything anew: nothing keeps a piece of what was deleted, or tells when something came.

        It takes as much room again as there is data: raises `DiskFull` where there is less.
        """

    @abstractmethod
    async def size(self) -> int:
        """Return the bytes that all tables and indexes have on the disk."""

    @abstractmethod
    async def copy(self, path: Path, left_out: Mapping[str, str]) -> None:
        """Write what there is just now into a new file, while others go on. Raises `StorageDown`.

        `left_out`: by table, in SQL, which rows do not go along; the tables it names begin with "source.".
        """

    @abstractmethod
    async def checkpoint(self) -> bool:
        """Empty the log of changes beside it of what was deleted; False while somebody reads from it."""
