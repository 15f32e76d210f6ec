"""Upgrades: from every earlier schema, with rows in every table, all or nothing."""

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from itertools import combinations
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, insert, inspect

from storage import upgrade as module
from storage.changes import StorageDown
from storage.database import Database
from storage.databases import open_database
from storage.erasable import NUMBER, number_of
from storage.erasure_keys import NO_KEY
from storage.schema import METADATA
from storage.upgrade import upgrade
from tests.conftest import NewUrl
from tests.looking import ask

MIGRATIONS = Path(module.__file__).parent / "migrations"
REVISIONS = [
    script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions() if script.revision
]
TABLES = set(METADATA.tables)
ROWS = 3
SEALED = (
    ("conversation", "state"),
    ("address", "sealed"),
    ("shown", "appearance"),
    ("response", "document"),
    ("response", "reading"),
    ("inquiry", "sealed"),
    ("inquiry", "answer"),
    ("put_aside", "sealed"),
    ("organisation", "profile"),
    ("shared_draft", "sealed"),
)
"""What has a key of its own, by table and column."""


@pytest.fixture
async def database(new_url: NewUrl) -> AsyncIterator[Database]:
    """A database with nothing in it."""
    database = open_database(await new_url(prepared=False))
    await database.open()
    yield database
    await database.close()


async def fill(database: Database) -> None:
    """Rows in every table that is there, made from its columns."""

    def filled(connection: Connection) -> None:
        there = MetaData()
        there.reflect(connection)
        for table in there.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(insert(table), [row(table, number) for number in range(ROWS)])

    await database.migrate(filled)


def row(table: Table, number: int) -> dict[str, object]:
    kinds = {str: f"text {number}", int: number, bytes: bytes([number]) * 16, bool: True}
    return {column.name: kinds[column.type.python_type] for column in table.columns}


def counted(database: Database) -> dict[str, int]:
    return {name: ask(database, f"SELECT count(*) FROM {name}")[0][0] for name in TABLES}


async def schema(database: Database) -> dict[str, str]:
    """Each table with its columns and indexes, the conditions of those in words."""
    found: dict[str, str] = {}

    def read(connection: Connection) -> None:
        look = inspect(connection)
        for name in look.get_table_names():
            indexes = [
                {
                    **each,
                    "dialect_options": {key: str(value) for key, value in each["dialect_options"].items()},
                }
                for each in look.get_indexes(name)
            ]
            found[name] = f"{look.get_columns(name)} {look.get_pk_constraint(name)} {indexes}"

    await database.migrate(read)
    return found


@pytest.mark.parametrize("revision", REVISIONS)
async def test_no_row_is_lost_from_any_earlier_schema(database: Database, revision: str) -> None:
    await upgrade(database, revision)
    new_since = TABLES - set(await schema(database))
    await fill(database)
    await upgrade(database)
    fewer = {name: count for name, count in counted(database).items() if count < ROWS}
    assert set(fewer) <= new_since


async def test_every_table_has_rows_in_these_tests(database: Database) -> None:
    await upgrade(database)
    await fill(database)
    assert counted(database) == dict.fromkeys(TABLES, ROWS)


async def test_the_migrations_lead_to_the_schema(database: Database) -> None:
    await upgrade(database)
    differences: list[object] = []
    await database.migrate(
        lambda connection: differences.extend(
            compare_metadata(MigrationContext.configure(connection), METADATA)
        )
    )
    assert differences == []


async def test_upgrading_again_changes_nothing(database: Database) -> None:
    await upgrade(database)
    await fill(database)
    before = await schema(database), counted(database)
    await upgrade(database)
    assert (await schema(database), counted(database)) == before


@pytest.mark.sqlite
async def test_tables_with_random_keys_have_no_order_of_arrival(database: Database) -> None:
    await upgrade(database)
    texts: dict[str, str] = dict(ask(database, "SELECT name, sql FROM sqlite_master"))
    without = {name for name in TABLES if "WITHOUT ROWID" in texts[name]}
    meant = {
        name
        for name, table in METADATA.tables.items()
        if table.dialect_kwargs.get("sqlite_with_rowid") is False
    }
    assert without == meant
    assert meant >= {"person", "address", "link", "follow", "shown", "put_aside"}


async def test_rows_of_large_documents_are_laid_where_chance_puts_them(database: Database) -> None:
    await upgrade(database, "0024")
    await fill(database)
    large = {"conversation": "person, version, state", "response": "id, document", "inquiry": "id, sealed"}
    before = {table: ask(database, f"SELECT {names} FROM {table}") for table, names in large.items()}
    await upgrade(database)
    for table, names in large.items():
        after = [(*row[:-1], row[-1][NUMBER:]) for row in ask(database, f"SELECT {names} FROM {table}")]
        assert sorted(after) == sorted(before[table])
        slots = [row[0] for row in ask(database, f"SELECT slot FROM {table}")]
        assert all(2**40 < slot < 2**63 for slot in slots)
        assert min(abs(one - other) for one, other in combinations(slots, 2)) > 2**30


async def test_what_was_sealed_before_has_no_key_of_its_own(database: Database) -> None:
    await upgrade(database, "0026")
    await fill(database)
    columns = [f"SELECT {column} FROM {table}" for table, column in SEALED]
    before = [sorted(ask(database, each)) for each in columns]
    await upgrade(database)
    for each, rows in zip(columns, before, strict=True):
        assert sorted(ask(database, each)) == [(bytes(NUMBER) + row[0],) for row in rows]
        assert {number_of(row[0]) for row in ask(database, each)} == {NO_KEY}


async def test_a_delivery_learns_the_channel_of_its_person(database: Database) -> None:
    await upgrade(database, "0024")
    await fill(database)
    ask(database, "DELETE FROM person WHERE id = ?", bytes([0]) * 16)
    await upgrade(database)
    channels = ask(database, "SELECT person, channel FROM delivery ORDER BY person")
    assert channels == [(bytes([0]) * 16, ""), (bytes([1]) * 16, "text 1"), (bytes([2]) * 16, "text 2")]


async def test_two_processes_that_upgrade_at_once_take_turns(new_url: NewUrl) -> None:
    run = (
        "import asyncio, sys; from storage.databases import open_database\n"
        "from storage.upgrade import upgrade\n"
        "asyncio.run(upgrade(open_database(sys.argv[1])))\n"
    )
    command = [sys.executable, "-c", run, await new_url(prepared=False)]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of our migrations, where a test may add the next ones."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "MIGRATIONS", folder)
    return folder / "versions"


def migration(folder: Path, number: int, body: str) -> None:
    lines = [
        "import sqlalchemy as sa",
        "from alembic import op",
        f"revision = 'next{number}'",
        f"down_revision = {f'next{number - 1}' if number else REVISIONS[0]!r}",
        "def upgrade():",
        *(f"    {line}" for line in dedent(body).strip().splitlines()),
    ]
    (folder / f"next{number}.py").write_text("\n".join(lines), encoding="utf-8")


def with_children(folder: Path) -> None:
    """A table whose rows go when their parents go."""
    migration(
        folder,
        0,
        """
        op.create_table("parent", sa.Column("id", sa.Integer(), primary_key=True))
        key = sa.ForeignKey("parent.id", ondelete="CASCADE", name="fk_child_parent")
        op.create_table("child", sa.Column("id", sa.Integer(), key, primary_key=True))
        op.execute("INSERT INTO parent VALUES (1), (2)")
        op.execute("INSERT INTO child VALUES (1), (2)")
        """,
    )


@pytest.mark.sqlite
async def test_a_table_that_is_copied_keeps_its_children(database: Database, later: Path) -> None:
    with_children(later)
    await upgrade(database)
    migration(
        later,
        1,
        """
        with op.batch_alter_table("parent", recreate="always") as batch:
            batch.add_column(sa.Column("name", sa.String(), nullable=True))
        """,
    )
    await upgrade(database)
    assert ask(database, "SELECT id FROM child") == [(1,), (2,)]


@pytest.mark.sqlite
async def test_rows_that_would_point_nowhere_undo_the_upgrade(database: Database, later: Path) -> None:
    with_children(later)
    await upgrade(database)
    migration(later, 1, "op.execute('DELETE FROM parent WHERE id = 1')")
    with pytest.raises(StorageDown, match="1 rows pointing nowhere"):
        await upgrade(database)
    assert ask(database, "SELECT id FROM parent") == [(1,), (2,)]


async def test_an_upgrade_that_fails_half_way_leaves_nothing_and_can_be_repeated(
    database: Database, later: Path
) -> None:
    migration(later, 0, "op.execute('CREATE TABLE half (id INTEGER)')\nop.execute('no such thing')")
    with pytest.raises(StorageDown, match="could not be upgraded"):
        await upgrade(database)
    assert await schema(database) == {}
    migration(later, 0, "op.execute('CREATE TABLE half (id INTEGER)')")
    await upgrade(database)
    assert "half" in await schema(database)
