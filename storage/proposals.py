"""What shall happen to a consultation, kept until a second person approved or refused it."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import ClassVar, Literal

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database
from storage.schema.staff import PROPOSAL
from storage.schema.staff import Proposal as ProposalRow

Kind = Literal["consultation", "change", "cards", "extend", "close", "publish", "did"]
"""That it is held as it is; that another folder counts, one more set of cards, or a later close, while it is
open; that it closes now; that its results are published, and what was done with them."""
State = Literal["asked", "refused", "done"]
ID = 16
WHILE: dict[str, str] = {
    "consultation": "scheduled",
    "change": "open",
    "cards": "open",
    "extend": "open",
    "close": "open",
    "publish": "closed",
    "did": "published",
}
"""In which state of its consultation each can be done."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One for each kind and consultation; a new one takes the place of the one before.

    `content` (JSON) decides what happens. `author`: who of the staff asked (None: the command line).
    `reason`: why it was refused, in the words of who did.
    """

    organisation: ClassVar[None] = None
    """It is the consultation's own."""
    id: bytes
    consultation: str
    kind: Kind
    content: str = field(default="", repr=False)
    author: bytes | None = field(default=None, repr=False)
    state: State = "asked"
    reason: str = field(default="", repr=False)


_COLUMNS = (
    PROPOSAL.id,
    PROPOSAL.consultation,
    PROPOSAL.kind,
    PROPOSAL.content,
    PROPOSAL.author,
    PROPOSAL.state,
    PROPOSAL.reason,
)
_TABLE = select(*_COLUMNS)
_ONE = _TABLE.where(PROPOSAL.id == bindparam("id"))
_OF = _TABLE.where(PROPOSAL.consultation == bindparam("slug")).order_by(PROPOSAL.id)
_ASKED = _TABLE.where(PROPOSAL.state == "asked").order_by(PROPOSAL.consultation, PROPOSAL.kind)
_PUT = upsert(ProposalRow)
_ASK = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _PUT.excluded[name] for name in ("content", "author", "state", "reason")},
)
_DECIDE = (
    update(ProposalRow)
    .where(
        PROPOSAL.id == bindparam("which"),
        PROPOSAL.state == "asked",
        PROPOSAL.content == bindparam("as_seen"),
    )
    .values(state=bindparam("after"), reason=bindparam("why"))
)


def identity(kind: Kind, slug: str, name: str = "") -> bytes:
    """The id of the proposal of a kind about a consultation; where there can be several, about what in it."""
    return blake2b(f"{kind} {slug} {name}".strip().encode(), digest_size=ID).digest()


def proposal(
    kind: Kind, slug: str, content: str = "", author: bytes | None = None, name: str = ""
) -> Proposal:
    """A new one, not kept yet."""
    return Proposal(identity(kind, slug, name), slug, kind, content, author)


async def get(database: Database, which: bytes) -> Proposal | None:
    """A proposal by its id."""
    row = await database.row(_ONE, id=which)
    return Proposal(*row) if row else None


async def of(database: Database, slug: str) -> list[Proposal]:
    """All of a consultation, decided ones too, in an order that tells nothing."""
    return [Proposal(*row) for row in await database.rows(_OF, slug=slug)]


async def asked(database: Database) -> list[Proposal]:
    """What waits for somebody, by consultation."""
    return [Proposal(*row) for row in await database.rows(_ASKED)]


def ask(proposal: Proposal) -> Write:
    """Keep it; one of the same kind about the same consultation, decided or not, is forgotten."""
    return Write(_ASK, {column.name: getattr(proposal, column.name) for column in _COLUMNS})


def decide(proposal: Proposal, after: State, reason: str = "") -> Write:
    """It is done or refused; raises `Stale` if it does not wait any more, or is not what was looked at."""
    values = {"which": proposal.id, "as_seen": proposal.content, "after": after, "why": reason}
    return Write(_DECIDE, values, otherwise=Stale)
