"""What organisations that were asked to sign a paper say of it. One organisation, one signature.

Whoever writes here steps the paper or the organisation too, so that nobody signs what is being changed.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Write
from storage.database import Database, Row
from storage.schema.papers import SIGNATURE
from storage.schema.papers import Signature as SignatureRow

State = Literal["asked", "signed", "declined"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Signature:
    """`text` stands for the text that was signed; of who is asked once more, for the one signed before."""

    paper: bytes
    organisation: bytes
    state: State = "asked"
    text: str = ""


_ALL = select(SIGNATURE.paper, SIGNATURE.organisation, SIGNATURE.state, SIGNATURE.text)
_OF = _ALL.where(SIGNATURE.paper == bindparam("paper")).order_by(SIGNATURE.organisation)
_ASKED_OF = _ALL.where(SIGNATURE.organisation == bindparam("organisation")).order_by(SIGNATURE.paper)
_ADD = upsert(SignatureRow)
_PUT = _ADD.on_conflict_do_update(
    index_elements=["paper", "organisation"],
    set_={name: _ADD.excluded[name] for name in ("state", "text")},
)
_DROP = delete(SignatureRow).where(
    SIGNATURE.paper == bindparam("of"), SIGNATURE.organisation == bindparam("which")
)
_END = (
    update(SignatureRow)
    .where(SIGNATURE.organisation == bindparam("which"), SIGNATURE.text != "")
    .values(state="asked", text="")
)
_DROP_ALL = delete(SignatureRow).where(SIGNATURE.paper == bindparam("of"))


async def of(database: Database, paper: bytes) -> list[Signature]:
    """What each that was asked to sign a paper says."""
    return [_read(row) for row in await database.rows(_OF, paper=paper)]


async def asked_of(database: Database, organisation: bytes) -> list[Signature]:
    """All that an organisation was asked to sign, with what it says."""
    return [_read(row) for row in await database.rows(_ASKED_OF, organisation=organisation)]


def put(signature: Signature) -> Write:
    """It is asked, or says something else."""
    values = {
        "paper": signature.paper,
        "organisation": signature.organisation,
        "state": signature.state,
        "text": signature.text,
    }
    return Write(_PUT, values)


def drop(signature: Signature) -> Write:
    """It is not asked any more."""
    return Write(_DROP, {"of": signature.paper, "which": signature.organisation})


def drop_all(paper: bytes) -> Write:
    """Nobody is asked to sign it any more."""
    return Write(_DROP_ALL, {"of": paper})


def end(organisation: bytes) -> Write:
    """Nothing that an organisation signed counts any more: it is asked as if it had never signed."""
    return Write(_END, {"which": organisation})


def _read(row: Row) -> Signature:
    paper, organisation, state, text = row
    return Signature(paper, organisation, next(known for known in STATES if known == state), text)
