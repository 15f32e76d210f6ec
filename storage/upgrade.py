"""Brings a database to the newest schema without losing a row."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(database: Database, revision: str = "") -> None:
    """Run the migrations that are missing, all or none; up to a revision, or to the newest.

    Raises `StorageDown`: nothing was changed.
    """
    await database.migrate(lambda connection: _upgrade(connection, revision or _newest()))


async def is_upgraded(database: Database) -> bool:
    """Whether it has the newest schema. Raises `StorageDown`."""
    found: list[str] = []
    await database.migrate(lambda connection: found.append(_revision_of(connection)))
    return found == [_newest()]


def _upgrade(connection: Connection, revision: str) -> None:
    if _revision_of(connection) == revision:
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


def _revision_of(connection: Connection) -> str:
    """At which it stands; empty for a new database."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
