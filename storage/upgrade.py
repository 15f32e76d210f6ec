"""Brings a database to the newest schema without losing a row."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from storage.changes import StorageDown
from storage.database import Database


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing. Raises `StorageDown` if rows would be left pointing nowhere.

    Foreign keys are off meanwhile: a batch migration that copies a table would else delete its children.
    """
    engine = create_engine("sqlite://", creator=database.connect, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        command.upgrade(_config(connection), revision)
        if broken := connection.execute(text("PRAGMA foreign_key_check")).fetchall():
            raise StorageDown(f"{len(broken)} rows point nowhere after the upgrade; restore the backup.")
    engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
