"""Who looked at exactly these bytes and said that they may go out. Kept by what was approved."""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import NotOpen, Write
from storage.database import Database
from storage.schema.staff import APPROVAL
from storage.schema.staff import Approval as ApprovalRow

COMMAND_LINE = b""
"""Who approves what is written on the server itself; and who was forgotten since."""


@dataclass(frozen=True, slots=True)
class Approval:
    """`digest`: of all that decides what goes out, to whom and when. `alone`: nobody else could be asked."""

    subject: bytes
    digest: bytes
    person: bytes = field(repr=False)
    alone: bool


_ONE = select(APPROVAL.digest, APPROVAL.person, APPROVAL.alone).where(
    APPROVAL.subject == bindparam("subject")
)
_PUT = upsert(ApprovalRow)
_APPROVE = _PUT.on_conflict_do_update(
    index_elements=["subject"], set_={name: _PUT.excluded[name] for name in ("digest", "person", "alone")}
)
_STILL = (
    update(ApprovalRow)
    .where(APPROVAL.subject == bindparam("of"), APPROVAL.digest == bindparam("approved"))
    .values(digest=APPROVAL.digest)
)
_VOID = delete(ApprovalRow).where(APPROVAL.subject == bindparam("of"))


async def of(database: Database, subject: bytes) -> Approval | None:
    """What was approved of it last."""
    row = await database.row(_ONE, subject=subject)
    return Approval(subject, row[0], row[1], bool(row[2])) if row else None


def add(approval: Approval) -> Write:
    """It was approved; an earlier approval of the same does not count any more."""
    values = {name: getattr(approval, name) for name in ("subject", "digest", "person", "alone")}
    return Write(_APPROVE, values)


def still(subject: bytes, digest: bytes) -> Write:
    """Raises `NotOpen` if these bytes are not what was approved of it any more."""
    return Write(_STILL, {"of": subject, "approved": digest}, otherwise=NotOpen, looks=True)


def void(subject: bytes) -> Write:
    """Nothing of it is approved any more."""
    return Write(_VOID, {"of": subject})
