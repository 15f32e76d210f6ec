"""Brings a database to the newest schema without losing a row."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(database: Database, revision: str = "") -> None:
    """Run the migrations that are missing, all or none; up to a revision, or to the newest.

    Raises `StorageDown`: nothing was changed.
    """
    await database.migrate(lambda connection: upgrade_schema(connection, revision))


async def is_upgraded(database: Database) -> bool:
    """Whether it has the newest schema. Raises `StorageDown`."""
    return await revision_of(database) == _newest()


async def revision_of(database: Database) -> str:
    """At which schema it stands; empty for a new database. Raises `StorageDown`."""
    found: list[str] = []
    await database.migrate(lambda connection: found.append(schema_of(connection)))
    return found[0]


def upgrade_schema(connection: Connection, revision: str = "") -> None:
    """The same within a transaction that is under way."""
    revision = revision or _newest()
    if schema_of(connection) == revision:
        return
    from alembic import command  # noqa: PLC0415 - 11 MB that a process with nothing to upgrade does without
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _newest() -> str:
    """The names of the files begin with their revisions, in order."""
    return max(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[!_]*.py"))


def schema_of(connection: Connection) -> str:
    """The revision at which it stands; empty for a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
