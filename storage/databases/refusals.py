"""What PostgreSQL says when it cannot serve, and what to do about it."""

from asyncpg import InterfaceError, PostgresError
from asyncpg.exceptions import DiskFullError, InvalidCachedStatementError

from storage.changes import DiskFull, StorageDown

OLDEST = 15
FAULTS = {"08", "25", "28", "3D", "42", "53", "55", "57", "58", "F0", "XX"}
"""Classes of errors (its Appendix A) in which the database, or its set-up, is at fault, and no single row."""

_HOW = {
    "28": "Check the user and the password in MUSHAWARA_DATABASE_URL.",
    "3D": "Make it with: createdb --encoding=UTF8 --template=template0 NAME",
    "42": "Run `mushawara db upgrade` as the owner of the database.",
    "53": "It has no room left: free disk space or allow more connections.",
    "25": "It takes no writes: name the primary server in MUSHAWARA_DATABASE_URL.",
}


def is_down(error: BaseException) -> bool:
    """Whether the database is at fault, and not what was to be written."""
    if isinstance(error, InvalidCachedStatementError):
        return True  # another process has upgraded the database: it works when tried again
    if isinstance(error, PostgresError):
        return str(error.sqlstate)[:2] in FAULTS
    if isinstance(error, InterfaceError):
        return not isinstance(error, ValueError)
    return isinstance(error, OSError)


def failure(error: BaseException) -> StorageDown:
    """The error in our words, its class telling whether it is for want of room."""
    kind = DiskFull if isinstance(error, DiskFullError) else StorageDown
    return kind(what_to_do(error))


def what_to_do(error: BaseException) -> str:
    """A sentence for the operator; it never quotes the URL, which holds a password."""
    if isinstance(error, PostgresError):
        how = _HOW.get(str(error.sqlstate)[:2], "")
        return f"PostgreSQL says: {error.message}. {how}".strip()
    if isinstance(error, OSError) and not isinstance(error, TimeoutError):
        return (
            "PostgreSQL is not there. Start it, or check host and port in MUSHAWARA_DATABASE_URL "
            f"({error.strerror or error})."
        )
    return f"PostgreSQL does not answer ({type(error).__name__})."
