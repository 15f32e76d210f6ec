"""Papers for a review, each as it was last written. Two who write at once do not overwrite each other."""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, insert, select, update

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.schema.papers import PAPER
from storage.schema.papers import Paper as PaperRow


@dataclass(frozen=True, slots=True)
class Paper:
    """`content`: the draft, as TOML. `begun`: when. `writers`: all who wrote in it, as the log names them.

    `seen_by`: who looked at the warnings that `seen_what` stands for; empty where nobody did
    since it changed.
    """

    id: bytes
    consultation: str
    language: str
    form: str
    begun: int
    content: str = field(repr=False)
    writers: tuple[str, ...]
    version: int = 1
    seen_by: str = ""
    seen_what: str = ""

    @property
    def code(self) -> str:
        """Its name in addresses."""
        return self.id.hex()


_COLUMNS = ("id", "consultation", "language", "form", "begun", "content", "writers")
_CHANGED = ("version", "content", "writers", "seen_by", "seen_what")
_ALL = select(*(PAPER[name] for name in (*_COLUMNS, "version", "seen_by", "seen_what"))).order_by(
    PAPER.begun.desc(), PAPER.id
)
_ONE = _ALL.where(PAPER.id == bindparam("which"))
_ADD = insert(PaperRow)
_CHANGE = (
    update(PaperRow)
    .where(PAPER.id == bindparam("which"), PAPER.version == bindparam("was"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)


async def every(database: Database) -> list[Paper]:
    """All of them, the newest first."""
    return [_read(row) for row in await database.rows(_ALL)]


async def get(database: Database, paper: bytes) -> Paper | None:
    """One of them, as it is now."""
    rows = await database.rows(_ONE, which=paper)
    return _read(rows[0]) if rows else None


def add(paper: Paper) -> Write:
    """Begin one."""
    return Write(_ADD, _row(paper))


def change(before: Paper, after: Paper) -> Write:
    """It is another one; raises `Stale` where somebody else was quicker."""
    now = _row(after)
    new = {f"new_{name}": now[name] for name in _CHANGED}
    return Write(_CHANGE, {"which": before.id, "was": before.version, **new}, otherwise=Stale)


def _row(paper: Paper) -> dict[str, object]:
    kept = {name: getattr(paper, name) for name in (*_COLUMNS, *_CHANGED)}
    return {**kept, "writers": " ".join(paper.writers)}


def _read(row: Row) -> Paper:
    paper, consultation, language, form, begun, content, writers, version, seen_by, seen_what = row
    wrote = tuple(writers.split())
    return Paper(paper, consultation, language, form, begun, content, wrote, version, seen_by, seen_what)
