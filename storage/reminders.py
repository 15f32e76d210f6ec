"""Who began a survey and stopped is reminded, twice at most: when, in a row; of what, their state tells."""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database
from storage.schema.announcements import REMINDER
from storage.schema.announcements import Reminder as ReminderRow

LAST = 2
"""So many reminders somebody gets."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """The next reminder of a person: which one (1, 2), and when (UTC seconds)."""

    person: bytes = field(repr=False)
    stage: int
    due: int


_DUE = (
    select(REMINDER.person, REMINDER.stage, REMINDER.due)
    .where(REMINDER.due <= bindparam("now"))
    .order_by(REMINDER.due, REMINDER.person)
    .limit(30)
)
_OF = select(REMINDER.due).where(REMINDER.person == bindparam("person"))
_BEGIN = upsert(ReminderRow).on_conflict_do_nothing()
_MOVE = (
    update(ReminderRow)
    .where(
        REMINDER.person == bindparam("who"),
        REMINDER.stage == bindparam("before"),
        REMINDER.due == bindparam("at"),
    )
    .values(stage=bindparam("after"), due=bindparam("new_due"))
)
_DROP = delete(ReminderRow).where(REMINDER.person == bindparam("who"))


async def due(database: Database, now: int) -> list[Reminder]:
    """Up to 30 whose time has come, longest due first; only those we may write to first have any."""
    return [Reminder(*row) for row in await database.rows(_DUE, now=now)]


async def of(database: Database, person: bytes) -> int | None:
    """When somebody is reminded next; None if they are not."""
    row = await database.row(_OF, person=person)
    return int(row[0]) if row else None


def begin(person: bytes, at: int) -> Write:
    """They began: the first reminder, unless one waits already."""
    return Write(_BEGIN, {"person": person, "stage": 1, "due": at})


def move(before: Reminder, after: Reminder) -> Write:
    """To another time or to the next one; raises `Stale` if it is not as it was loaded any more."""
    was = {"who": before.person, "before": before.stage, "at": before.due}
    return Write(_MOVE, {**was, "after": after.stage, "new_due": after.due}, otherwise=Stale)


def drop(person: bytes) -> Write:
    """They are not reminded any more."""
    return Write(_DROP, {"who": person})
