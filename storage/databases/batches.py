"""What many ask for, or write, in one go on PostgreSQL; where one is refused, that one is found."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from asyncpg.exceptions import DeadlockDetectedError, SerializationError
from sqlalchemy.sql.expression import Executable

from storage.changes import Changes, Write
from storage.database import Row
from storage.databases.refusals import is_down
from storage.databases.statements import columns_of_writes, compiled, marked

Asked = tuple[dict[str, Any], asyncio.Future[list[Row]]]
"""The values that somebody asks with, and where their rows go."""


async def read(connection: Any, statement: Executable, asked: list[Asked]) -> None:
    """Answer all; where the values of one are refused, each by itself."""
    query = marked(statement)
    try:
        arguments = [query.arguments(values, mark) for mark, (values, _) in enumerate(asked)]
        records = await connection.fetchmany(query.sql, arguments)
    except Exception as error:
        if is_down(error):
            raise
        if len(asked) == 1:
            done = asked[0][1]
            return None if done.done() else done.set_exception(error)
        for one in asked:
            await read(connection, statement, [one])
        return
    found: list[list[Row]] = [[] for _ in asked]
    for record in records:
        *row, mark = record
        found[mark].append(tuple(row))
    for (_, done), rows in zip(asked, found, strict=True):
        if not done.done():
            done.set_result(rows)


async def write_all(connection: Any, batch: Sequence[Changes]) -> None:
    """Write all of it. Raises the first refusal or error there is."""
    for statement, asked in columns_of_writes(batch):
        writes = sorted(_once(asked) if asked[0].looks else asked, key=_row)
        guarded = any(write.otherwise for write in writes)
        query = marked(statement) if guarded else compiled(statement)
        arguments = [query.arguments(write.values, mark) for mark, write in enumerate(writes)]
        if not guarded:
            await connection.executemany(query.sql, arguments)
            continue
        touched = {record[-1] for record in await connection.fetchmany(query.sql, arguments)}
        for mark, write in enumerate(writes):
            if write.otherwise is not None and mark not in touched:
                raise write.otherwise


def _row(write: Write) -> str:
    """Which row it writes: its first value says so.

    Two processes that take rows in one order do not wait for each other in a circle, as they did where
    updates that had no answer in time were brought to the other.
    """
    return repr(next(iter(write.values.values()), None))


def _once(writes: Iterable[Write]) -> list[Write]:
    """Each of those that see to the same, once: else each would lay another version on one row."""
    return [*{tuple(write.values.items()): write for write in writes}.values()]


async def write_apart(connection: Any, batch: Sequence[Changes]) -> list[Exception | None]:
    """Each half in a savepoint; one that fails is halved again, so that those who are at fault are found."""
    try:
        async with connection.transaction():
            await write_all(connection, batch)
    except Exception as error:
        raise_if_of_all(error)
        if len(batch) == 1:
            return [error]
        half = len(batch) // 2
        return [
            *await write_apart(connection, batch[:half]),
            *await write_apart(connection, batch[half:]),
        ]
    return [None] * len(batch)


def raise_if_of_all(error: Exception) -> None:
    """Raises an error that is the whole batch's, and no single one's."""
    if is_down(error) or isinstance(error, DeadlockDetectedError | SerializationError):
        raise error
