"""Signs that responses look made by a machine: only which sign, and in which week."""

from typing import Literal, get_args

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.schema.answers import ARRIVAL_SIGN, ArrivalSign

Sign = Literal["many", "same", "quick"]
"""Far more than usual within an hour; the same answers many times in a row; quicker than anybody reads."""
_ADD = upsert(ArrivalSign).on_conflict_do_nothing()
_OF = (
    select(ARRIVAL_SIGN.week, ARRIVAL_SIGN.sign)
    .where(ARRIVAL_SIGN.consultation == bindparam("slug"))
    .order_by(ARRIVAL_SIGN.week, ARRIVAL_SIGN.sign)
)


async def of(database: Database, slug: str) -> list[tuple[int, Sign]]:
    """The signs there were, each with its week (since 1970), the oldest first."""
    known = get_args(Sign)
    return [(week, sign) for week, sign in await database.rows(_OF, slug=slug) if sign in known]


def add(slug: str, sign: Sign, week: int) -> Write:
    """Remember a sign; once a week is enough."""
    return Write(_ADD, {"consultation": slug, "sign": sign, "week": week})
