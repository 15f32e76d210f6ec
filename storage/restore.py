"""A copy put back into an empty database of either kind, whole or not at all.

No copy has the links between people and what they sent (`storage/backup.py`), so nobody can tell any more who
has answered. Whoever stands in the copy therefore sends nothing more to a survey that was open then and has
responses in it: else some would be counted twice. Or those responses are let go, and all may answer again.
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, delete, insert, select, tuple_

from storage import erased
from storage.backup import DATABASE, KEYS
from storage.changes import StorageDown
from storage.closures import NAME as CLOSED
from storage.closures import record_closure
from storage.database import Database
from storage.durable import write_durably
from storage.erasure_keys import NAME as ERASURE
from storage.keys import Keyring
from storage.responses import bars
from storage.schema.answers import LINK, RESPONSE, Response
from storage.schema.organisations import ORGANISATION
from storage.schema.people import PERSON
from storage.upgrade import schema_of, upgrade_schema

AT_ONCE = 1_000
"""Rows that are held in memory."""
Survey = tuple[str, str]
"""A consultation and one of its surveys."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy: how many people, and how many responses to each survey that was open then."""

    revision: str
    people: int
    open: dict[Survey, int]
    answers_keys: dict[str, bool]
    """Names of the files that open answers, and whether the consultation had ended."""


def look_into(copy: Path) -> Contents:
    """Read what somebody must know before they put it back. Raises `StorageDown` for what is no copy."""
    with _opened(copy) as source:
        open_then = source.execute(
            "SELECT consultation, survey, count(*) FROM response WHERE kind = 'real' AND consultation IN "
            "(SELECT slug FROM consultation WHERE state = 'open') GROUP BY consultation, survey"
        ).fetchall()
        held = source.execute(
            "SELECT slug, state NOT IN ('scheduled', 'open', 'closing') FROM consultation "
            "WHERE state <> 'expired' ORDER BY slug"
        ).fetchall()
        return Contents(
            source.execute("SELECT version_num FROM alembic_version").fetchone()[0],
            source.execute("SELECT count(*) FROM person").fetchone()[0],
            {(slug, survey): count for slug, survey, count in open_then},
            {f"{slug}.answers": bool(has_ended) for slug, has_ended in held},
        )


def restore_keys(copy: Path, folder: Path) -> None:
    """Add to the key folder what it lost, and what the copies beside this one know of what ended since.

    Nothing in it is replaced. Raises `StorageDown`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    newest = max((*copy.parent.glob(f"*/{KEYS}/{ERASURE}"), *(copy / KEYS).glob(ERASURE)), default=None)
    for path in (*(copy / KEYS).glob("*.answers"), *([newest] if newest else [])):
        if not (folder / path.name).exists():
            write_durably(folder / path.name, path.read_bytes())
    for path in (*copy.parent.glob(f"*/{KEYS}/{CLOSED}"), *(copy / KEYS).glob(CLOSED)):
        for slug in path.read_text().split():
            record_closure(folder, slug)
    erased.merge_lists(copy.parent, folder)


def find_missing(contents: Contents, folder: Path) -> tuple[list[str], list[str]]:
    """Names of key files that are needed to go on, and of those without which some answers stay closed."""
    gone = {name: ended for name, ended in contents.answers_keys.items() if not (folder / name).exists()}
    needed = [name for name, ended in gone.items() if not ended]
    erasure = [] if (folder / ERASURE).exists() else [ERASURE]
    return needed + erasure, [name for name, ended in gone.items() if ended]


async def restore(copy: Path, database: Database, keys: Keyring, *, answer_again: bool) -> None:
    """Fill the database.

    Whoever stands in the copy sends nothing more to what was open then; with `answer_again` the responses to
    it are left out instead. Raises `StorageDown`.
    """
    await database.migrate(partial(_restore, copy=copy, keys=keys, answer_again=answer_again))


def _restore(connection: Connection, copy: Path, keys: Keyring, answer_again: bool) -> None:
    contents = look_into(copy)
    if schema_of(connection):
        raise StorageDown("There is a database already. Move it away, or name a new one.")
    upgrade_schema(connection, contents.revision)
    _fill(connection, copy)
    upgrade_schema(connection)
    if answer_again:
        _leave_out(connection, contents.open)
    else:
        _bar(connection, keys, contents.open)


def _fill(connection: Connection, copy: Path) -> None:
    found = MetaData()
    found.reflect(connection)
    with _opened(copy) as source:
        for table in found.sorted_tables:
            if table.name != "alembic_version":
                _fill_table(connection, source, table)


def _fill_table(connection: Connection, source: sqlite3.Connection, table: Table) -> None:
    names = [column.name for column in table.columns]
    rows = source.execute(f"SELECT {', '.join(names)} FROM {table.name}")  # noqa: S608 - our own words
    while some := rows.fetchmany(AT_ONCE):
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in some])


def _leave_out(connection: Connection, surveys: Iterable[Survey]) -> None:
    of = tuple_(RESPONSE.consultation, RESPONSE.survey)
    connection.execute(delete(Response).where(RESPONSE.kind == "real", of.in_(list(surveys))))


def _bar(connection: Connection, keys: Keyring, surveys: Iterable[Survey]) -> None:
    respondents = [
        each for column in (PERSON.id, ORGANISATION.id) for each in connection.scalars(select(column))
    ]
    for slug, survey in surveys:
        keys.create(slug)
        rows = bars(keys, slug, survey, respondents)
        while some := list(islice(rows, AT_ONCE)):
            connection.execute(insert(LINK.lookup.table), some)


@contextlib.contextmanager
def _opened(copy: Path) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(
            sqlite3.connect(f"{(copy / DATABASE).absolute().as_uri()}?mode=ro", uri=True)
        ) as source:
            yield source
    except (sqlite3.Error, ValueError) as error:
        raise StorageDown(f"{copy / DATABASE} is not a copy of the database: {error}") from error
