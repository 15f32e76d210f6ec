"""What the clock and the sender ask again and again costs the same, however many people there are.

Counted, not timed: on SQLite the instructions of its virtual machine, on both databases the plans.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.sql.expression import Executable

from bot.clock import due_now
from handlers.announcements.announcing import Plan
from storage import (
    attachments,
    codes,
    collected,
    deliveries,
    inquiries,
    outbox,
    reminders,
    responses,
    retention,
)
from storage.database import Database, Row
from storage.databases import sqlite, statements
from storage.databases.sqlite import Sqlite
from tests.announcing import announced
from tests.bench.crowd import fill
from tests.looking import ask
from tests.storage.conftest import postgres_of, sqlite_of
from tests.town import SLUG, Town

GROWING = {
    "person", "address", "conversation", "follow", "topic_follow", "mute", "delivery", "announcement",
    "reminder", "rsvp", "inquiry", "shown", "outbox", "chat_message", "seen", "response", "link",
    "attachment", "access_code",
}  # fmt: skip
SMALL = {"ix_delivery_sending"}
"""Indexes that hold no more than what is under way."""
ALMOST_EMPTY = "SELECT relname FROM pg_class WHERE relkind = 'i' AND reltuples BETWEEN 0 AND 100"
FEW, MANY = 1_000, 20_000
SOME = 2_000
"""People enough for a plan to prefer an index."""
LATER = timedelta(hours=1)


async def look(town: Town) -> None:
    """All that is asked while nothing new is due: each second, each round of the sender, each hour."""
    now, store = town.now + LATER, town.store
    seconds = int(now.timestamp())
    await due_now(store, now)
    await deliveries.due(store.database, "telegram", seconds)
    await deliveries.being_sent(store.database)
    await outbox.due(store.database, store.keys, seconds)
    await reminders.due(store.database, seconds)
    await retention.sweep_all(store, seconds)


@contextmanager
def counted(database: Sqlite) -> Iterator[Counter[str]]:
    """The instructions that SQLite carries out meanwhile."""
    found = Counter[str]()

    def tick() -> int:
        found["steps"] += 1
        return 0

    for connection in (database.reading, database.writing):
        connection.set_progress_handler(tick, 1)
    yield found
    for connection in (database.reading, database.writing):
        connection.set_progress_handler(None, 0)


@pytest.mark.sqlite
async def test_a_look_costs_the_same_whether_few_or_many_wait(town: Town) -> None:
    steps = []
    for people in (FEW, MANY):
        await fill(town, people)
        await look(town)  # what is put down once is put down
        with counted(sqlite_of(town.store)) as found:
            await look(town)
        steps.append(found["steps"])
    assert steps[1] < 1.2 * steps[0], steps


Asked = dict[Executable, Any]


@asynccontextmanager
async def heard(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Asked]:
    """All statements that are read or written meanwhile, with values of theirs."""
    found: Asked = {}
    rows, commit = database.rows, database.commit

    async def note_rows(statement: Executable, **values: Any) -> list[Row]:
        found[statement] = values
        return await rows(statement, **values)

    async def note_commit(batch: Any) -> Any:
        found.update((write.statement, write.values) for changes in batch for write in changes.writes)
        return await commit(batch)

    monkeypatch.setattr(database, "rows", note_rows)
    monkeypatch.setattr(database, "commit", note_commit)
    yield found
    monkeypatch.undo()


async def test_no_plan_reads_a_whole_table_that_grows(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(town, SOME)
    async with heard(town.store.database, monkeypatch) as asked:
        await look(town)
        await town.desk.missed(3_600)
        await announced(town, Plan(audience="unanswered"))
        ask(town.store.database, "UPDATE announcement SET state = 'cancelled' WHERE state = 'sending'")
        await look(town)
        plans = [plan async for plan in planned(town, asked)]
    assert len(plans) > 45
    assert [(table, sql) for sql, tables in plans for table in tables if table in GROWING] == []


async def test_nor_does_one_by_which_a_consultation_closes_or_expires(town: Town) -> None:
    await fill(town, SOME)
    closing = (*responses.unlink_some(SLUG), inquiries.drop_some(SLUG), codes.drop_some(SLUG))
    expiring = (collected.wipe_some(SLUG), attachments.wipe_some(SLUG))
    asked = {write.statement: write.values for write in (*closing, *expiring)}
    plans = [plan async for plan in planned(town, asked)]
    assert [(table, sql) for sql, tables in plans for table in tables if table in GROWING] == []


async def planned(town: Town, asked: Asked) -> AsyncIterator[tuple[str, set[str]]]:
    """Each statement with the tables that it reads as a whole."""
    if isinstance(town.store.database, Sqlite):
        for statement, values in asked.items():
            sql, fixed = sqlite.compiled(statement)
            plan = town.store.database.reading.execute(f"EXPLAIN QUERY PLAN {sql}", {**fixed, **values})
            yield sql, {scanned(row[3]) for row in plan}
        return
    async with postgres_of(town.store).connection() as connection:
        await connection.execute("ANALYZE")
        small = {row[0] for row in await connection.fetch(ALMOST_EMPTY)}
        for statement, values in asked.items():
            query = statements.compiled(statement)
            arguments = query.arguments(values, 0)
            plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query.sql}", *arguments)
            yield query.sql, set(read_whole(json.loads(plan)[0]["Plan"], small))


def scanned(line: str) -> str:
    """The table of a line such as "SCAN delivery USING INDEX …"; empty where it is searched."""
    word, _, rest = line.partition(" ")
    return "" if word != "SCAN" or SMALL & {*rest.split()} else rest.split()[0]


def read_whole(plan: dict[str, Any], small: set[str]) -> Iterator[str]:
    """Tables, and tables of indexes, that a plan of PostgreSQL goes through without a condition."""
    whole = plan["Node Type"] == "Seq Scan"
    if "Index" in plan["Node Type"] and "Index Cond" not in plan and plan.get("Index Name") not in small:
        whole = True
    if whole:
        yield plan.get("Relation Name", "")
    for inner in plan.get("Plans", ()):
        yield from read_whole(inner, small)
