"""What the clock of the server said last, and how much of it is believed: for who starts next, and staff."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from storage.changes import Write
from storage.database import Database
from storage.housekeeping import beat
from storage.schema.upkeep import PULSE

WALL, SURE, DOUBTED = "clock", "clock sure", "clock doubted"
_LAST = select(PULSE.name, PULSE.at).where(or_(*(PULSE.name == name for name in (WALL, SURE, DOUBTED))))


@dataclass(frozen=True, slots=True)
class Belief:
    """The clock said `wall`; it is `sure` or later. Both in UTC seconds.

    `doubted`: for how many seconds the clock has been too far ahead of that; 0 where it is believed.
    """

    wall: float
    sure: float
    doubted: float = 0


async def last(database: Database) -> Belief | None:
    """As it was kept last; None if no clock ever ran here."""
    kept = {row[0]: int(row[1]) for row in await database.rows(_LAST)}
    if WALL not in kept:
        return None
    return Belief(kept[WALL], kept.get(SURE, kept[WALL]), kept.get(DOUBTED, 0))


def keep(belief: Belief) -> tuple[Write, ...]:
    """It is so now."""
    return (
        beat(WALL, int(belief.wall)),
        beat(SURE, int(belief.sure)),
        beat(DOUBTED, int(belief.doubted)),
    )
