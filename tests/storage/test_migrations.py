"""Upgrades: from every earlier schema, with rows in every table, all or nothing."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, NullPool, Table, create_engine, insert, inspect
from sqlmodel import SQLModel

from storage import upgrade as module
from storage.changes import StorageDown
from storage.database import Database
from storage.upgrade import upgrade

MIGRATIONS = Path(module.__file__).parent / "migrations"
REVISIONS = [
    script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions() if script.revision
]
TABLES = set(SQLModel.metadata.tables)
ROWS = 3


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'town.db'}")
    yield database
    database.close()


def connected(database: Database) -> Connection:
    return create_engine("sqlite://", creator=database.connect, poolclass=NullPool).connect()


def fill(database: Database) -> None:
    """Rows in every table that is there, made from its columns."""
    with connected(database) as connection:
        there = MetaData()
        there.reflect(connection)
        for table in there.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(insert(table), [row(table, number) for number in range(ROWS)])


def row(table: Table, number: int) -> dict[str, object]:
    kinds = {str: f"text {number}", int: number, bytes: bytes([number]) * 16, bool: True}
    return {column.name: kinds[column.type.python_type] for column in table.columns}


def counted(database: Database) -> dict[str, int]:
    return {name: database.reading.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}


def schema(database: Database) -> list[tuple[str, str]]:
    return database.reading.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


@pytest.mark.parametrize("revision", REVISIONS)
def test_no_row_is_lost_from_any_earlier_schema(database: Database, revision: str) -> None:
    upgrade(database, revision)
    fill(database)
    upgrade(database)
    fewer = {name: count for name, count in counted(database).items() if count < ROWS}
    new_since = TABLES - set(tables_of(revision))
    assert set(fewer) <= new_since


def tables_of(revision: str) -> list[str]:
    database = Database("sqlite://")
    upgrade(database, revision)
    with connected(database) as connection:
        found = inspect(connection).get_table_names()
    database.close()
    return found


def test_every_table_has_rows_in_these_tests(database: Database) -> None:
    upgrade(database)
    fill(database)
    assert counted(database) == dict.fromkeys(TABLES, ROWS)


def test_the_migrations_lead_to_the_schema(database: Database) -> None:
    upgrade(database)
    with connected(database) as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_upgrading_again_changes_nothing(database: Database) -> None:
    upgrade(database)
    fill(database)
    before = schema(database), counted(database)
    upgrade(database)
    assert (schema(database), counted(database)) == before


def test_tables_with_random_keys_have_no_order_of_arrival(database: Database) -> None:
    upgrade(database)
    texts = dict(schema(database))
    without = {name for name in TABLES if "WITHOUT ROWID" in texts[name]}
    meant = {
        name
        for name, table in SQLModel.metadata.tables.items()
        if table.dialect_kwargs.get("sqlite_with_rowid") is False
    }
    assert without == meant
    assert meant >= {"person", "address", "conversation", "response", "link", "follow", "shown", "put_aside"}


def test_two_processes_that_upgrade_at_once_take_turns(tmp_path: Path) -> None:
    run = (
        "import sys; from storage.database import Database; from storage.upgrade import upgrade\n"
        "database = Database(sys.argv[1]); upgrade(database); database.close()"
    )
    command = [sys.executable, "-c", run, f"sqlite:///{tmp_path / 'town.db'}"]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of our migrations, where a test may add the next ones."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    configured = module._config

    def elsewhere(connection: Connection) -> Config:
        config = configured(connection)
        config.set_main_option("script_location", str(folder))
        return config

    monkeypatch.setattr(module, "_config", elsewhere)
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


def test_a_table_that_is_copied_keeps_its_children(database: Database, later: Path) -> None:
    with_children(later)
    upgrade(database)
    migration(
        later,
        1,
        """
        with op.batch_alter_table("parent", recreate="always") as batch:
            batch.add_column(sa.Column("name", sa.String(), nullable=True))
        """,
    )
    upgrade(database)
    assert database.reading.execute("SELECT id FROM child").fetchall() == [(1,), (2,)]


def test_rows_that_would_point_nowhere_undo_the_upgrade(database: Database, later: Path) -> None:
    with_children(later)
    upgrade(database)
    migration(later, 1, "op.execute('DELETE FROM parent WHERE id = 1')")
    with pytest.raises(StorageDown, match="1 rows pointing nowhere"):
        upgrade(database)
    assert database.reading.execute("SELECT id FROM parent").fetchall() == [(1,), (2,)]


def test_an_upgrade_that_fails_half_way_leaves_nothing_and_can_be_repeated(
    database: Database, later: Path
) -> None:
    migration(later, 0, "op.execute('CREATE TABLE half (id INTEGER)')\nop.execute('no such thing')")
    with pytest.raises(StorageDown, match="could not be upgraded"):
        upgrade(database)
    assert schema(database) == []
    migration(later, 0, "op.execute('CREATE TABLE half (id INTEGER)')")
    upgrade(database)
    assert "half" in dict(schema(database))
