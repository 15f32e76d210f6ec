"""Signs that responses look made by a machine: which sign, in which week, and of about how many."""

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database
from storage.schema.answers import ARRIVAL_SIGN, ArrivalSign

Sign = Literal["many", "network", "same", "quick"]
"""Far more than usual within minutes; many from one network; the same answers many times in a row; quicker
than anybody reads."""
MARKS: frozenset[Sign] = frozenset({"network", "same", "quick"})
"""Signs that are put into the response itself. In a crowd of many each may be anybody's."""
_new = upsert(ArrivalSign)
_ADD = _new.on_conflict_do_update(
    index_elements=["consultation", "week", "sign"],
    set_={"responses": ARRIVAL_SIGN.responses + _new.excluded.responses},
)
_OF = (
    select(ARRIVAL_SIGN.week, ARRIVAL_SIGN.sign, ARRIVAL_SIGN.responses)
    .where(ARRIVAL_SIGN.consultation == bindparam("slug"))
    .order_by(ARRIVAL_SIGN.week, ARRIVAL_SIGN.sign)
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign in a week (since 1970), and of how many responses at least; 0: fewer than are said."""

    week: int
    sign: Sign
    responses: int


async def of(database: Database, slug: str) -> list[Seen]:
    """The signs there were, the oldest first."""
    known = get_args(Sign)
    return [Seen(*row) for row in await database.rows(_OF, slug=slug) if row[1] in known]


def add(slug: str, sign: Sign, week: int, responses: int) -> Write:
    """Remember a sign, of so many responses more."""
    return Write(_ADD, {"consultation": slug, "sign": sign, "week": week, "responses": responses})
