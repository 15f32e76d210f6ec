"""How many bytes the rows of a table take on the disk, its indexes included."""

import os

from storage.database import Database
from storage.schema import METADATA
from tests.looking import ask

Layout = dict[str, tuple[int, int]]
"""Of each table its bytes and its rows."""
_OF_SQLITE = """
    SELECT m.tbl_name, sum(s.pgsize) FROM dbstat AS s JOIN sqlite_master AS m ON m.name = s.name GROUP BY 1
"""


def laid_out(database: Database) -> Layout:
    """As it is now. Where SQLite was built without `dbstat`, all tables share the size of the file."""
    rows = {table: ask(database, f"SELECT count(*) FROM {table}")[0][0] for table in METADATA.tables}
    if not database.path:
        sizes = {table: ask(database, f"SELECT pg_total_relation_size('{table}')")[0][0] for table in rows}
    else:
        ask(database, "PRAGMA wal_checkpoint(TRUNCATE)")
        sizes = dict(ask(database, _OF_SQLITE)) if _has_dbstat(database) else _shared(database, rows)
    return {table: (int(sizes.get(table, 0)), rows[table]) for table in rows}


def bytes_of_row(layout: Layout, table: str) -> float:
    """The bytes that each row takes."""
    size, rows = layout[table]
    return size / max(1, rows)


def _has_dbstat(database: Database) -> bool:
    return ("ENABLE_DBSTAT_VTAB",) in ask(database, "PRAGMA compile_options")


def _shared(database: Database, rows: dict[str, int]) -> dict[str, int]:
    whole = os.path.getsize(database.path)
    return {table: whole * count // max(1, sum(rows.values())) for table, count in rows.items()}
