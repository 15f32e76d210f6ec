"""Brings a database to the newest schema without losing a row."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from storage.changes import StorageDown
from storage.database import Database


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing, all or none. Raises `StorageDown`: nothing was changed.

    Foreign keys are off meanwhile: a batch migration that copies a table would else delete its children.
    Begun by hand, since the driver begins nothing by itself, and at once, so that two processes take turns.
    """
    engine = create_engine("sqlite://", creator=database.connect, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            connection.execute(text("PRAGMA foreign_keys=OFF"))
            connection.execute(text("BEGIN IMMEDIATE"))
            command.upgrade(_config(connection), revision)
            if broken := connection.execute(text("PRAGMA foreign_key_check")).fetchall():
                raise StorageDown(f"The upgrade would leave {len(broken)} rows pointing nowhere.")
            connection.commit()
    except OperationalError as error:
        raise StorageDown(f"The database could not be upgraded: {error.orig}") from error
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
