"""Papers for a review, each as it was last written. Two who write at once do not overwrite each other.

Everything about one paper, also who signs it, goes through its step.
"""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, insert, select, update

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.schema.papers import PAPER
from storage.schema.papers import Paper as PaperRow


@dataclass(frozen=True, slots=True)
class Paper:
    """`content`: the draft, as TOML. `begun`: when. `writers`: all who wrote in it, as the log names them.

    `seen_by`: who looked at the warnings that `seen_what` stands for; empty where nobody did
    since it changed. `version` grows with the text, `step` with all that happens to it. `taken` stands for
    the text that was last taken as a file; empty where none was.
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
    step: int = 1
    taken: str = ""

    @property
    def code(self) -> str:
        """Its name in addresses."""
        return self.id.hex()


_COLUMNS = ("id", "consultation", "language", "form", "begun", "content", "writers")
_CHANGED = ("version", "content", "writers", "seen_by", "seen_what", "taken")
_ALL = select(
    *(PAPER[name] for name in (*_COLUMNS, "version", "seen_by", "seen_what", "step", "taken"))
).order_by(PAPER.begun.desc(), PAPER.id)
_ONE = _ALL.where(PAPER.id == bindparam("which"))
_AT_STEP = (PAPER.id == bindparam("which"), PAPER.step == bindparam("was"))
_ADD = insert(PaperRow)
_CHANGE = (
    update(PaperRow)
    .where(*_AT_STEP)
    .values({"step": PAPER.step + 1, **{name: bindparam(f"new_{name}") for name in _CHANGED}})
)
_REMOVE = delete(PaperRow).where(*_AT_STEP)


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
    return Write(_CHANGE, {"which": before.id, "was": before.step, **new}, otherwise=Stale)


def touch(paper: Paper) -> Write:
    """Nothing changes but its step: who signs decides on what stands there; raises `Stale`."""
    return change(paper, paper)


def remove(paper: Paper) -> Write:
    """It is gone for good; raises `Stale` where something happened to it meanwhile."""
    return Write(_REMOVE, {"which": paper.id, "was": paper.step}, otherwise=Stale)


def _row(paper: Paper) -> dict[str, object]:
    kept = {name: getattr(paper, name) for name in (*_COLUMNS, *_CHANGED, "step")}
    return {**kept, "writers": " ".join(paper.writers)}


def _read(row: Row) -> Paper:
    paper, consultation, language, form, begun, content, writers, *more = row
    return Paper(paper, consultation, language, form, begun, content, tuple(writers.split()), *more)
