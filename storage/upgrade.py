"""Brings a database to the newest schema without losing a row."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.database import Database


async def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that are missing, all or none. Raises `StorageDown`: nothing was changed."""
    await database.migrate(lambda connection: command.upgrade(_config(connection), revision))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
