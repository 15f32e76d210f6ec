"""What a decision changes: rows to write, what to show, what the channel does next. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.sql.expression import Executable

from storage.due import Drawn, DueCard
from storage.messages import Reaction


class StorageError(Exception):
    """Base of what can go wrong between a decision and its commit."""


class StorageDown(StorageError):
    """The database cannot be reached or written: nothing was taken, try again."""


class DiskFull(StorageDown):
    """There is no room to write: nothing was taken."""


class KeysUnavailable(StorageDown):
    """The key folder, or a key in it that must be there, cannot be read: nothing was taken.

    Nobody destroyed it: that is `KeyMissing` and `ErasureKeyMissing`.
    """


class Stale(StorageError):
    """Decided on an old version of the conversation: decide again."""


class Repeat(StorageError):
    """This was taken before: nothing to do."""


class NotOpen(StorageError):
    """The consultation is not open any more: decide again."""


class NotHeld(StorageError):
    """Another process does this now, and knows better: nothing was written."""


@dataclass(frozen=True, slots=True)
class Write:
    """One statement with its values. If it touches no row, `otherwise` is raised and all of it undone."""

    statement: Executable
    values: Mapping[str, Any] = field(repr=False)
    otherwise: type[StorageError] | None = None
    looks: bool = False
    """Whether it only sees to it that something is still so: once is enough for all that see to the same."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A new response: to which consultation, and what was answered, to be compared and forgotten."""

    consultation: str
    answers: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one decision writes, in one savepoint, and what the channel does after the commit."""

    writes: tuple[Write, ...] = ()
    reaction: Reaction = field(default_factory=Reaction)
    vital: bool = False
    """Whether it is tried on a full disk as well, at the cost of the ballast: erasing must always work."""
    chores: bool = False
    """Whether one of the writes is a chore, to be run before the reaction is shown."""
    patient: bool = False
    """Whether it waits a moment for others to be committed with: nobody hears of it but who keeps it."""
    arrival: Arrival | None = None
    """The new response among the writes, if there is one."""
    wakes: frozenset[str] = frozenset()
    """The marks of those whose open pages show something else after it (`storage/wakes.py`)."""
    early: bytes = b""
    """Who said this before they were shown what it would be taken for: nothing is taken. Mostly empty."""
    drawn: Drawn | None = None
    """The card that follows, where the decision knows it; else it is loaded when it is shown."""
    due: DueCard | None = None
    """The same for the sender, where it goes to the chat that this comes from: nothing is to be looked up."""

    def also(self, *writes: Write) -> "Changes":
        """The same with more writes, after its own."""
        return replace(self, writes=(*self.writes, *writes))
