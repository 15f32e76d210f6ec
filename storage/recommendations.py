"""Recommendations of the Universal Periodic Review: as they were imported, marked, and carried out so far."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Stale, Write
from storage.database import Database, Row
from storage.schema.recommendations import PROGRESS, RECOMMENDATION
from storage.schema.recommendations import Progress as ProgressRow
from storage.schema.recommendations import Recommendation as RecommendationRow

Position = Literal["supported", "noted", "in part", ""]
Status = Literal["not implemented", "in progress", "implemented"]
STATUSES: tuple[Status, ...] = get_args(Status)
KEPT = 5_000
"""So many are kept as they were read."""
CODE = 12
"""Letters of an id in an address."""
_IMPORTED = ("country", "session", "number", "cycle", "document", "annotation", "position")
_CONTENT = ("text", "states", "source", "themes", "persons", "sdgs")
_MARKED = ("competent", "owner", "questions")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation. What is imported is as in `reports/recommendations/entry.py`; staff say the rest.

    `competent`: whether it is within the competence of who runs this; `owner`: who sees to it. `questions`:
    how residents are asked about it, by language.
    """

    id: bytes
    country: str
    session: int
    number: str
    text: str
    states: tuple[str, ...] = ()
    position: Position = ""
    source: str = ""
    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    cycle: int = 0
    document: str = ""
    annotation: str = ""
    competent: bool = False
    owner: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The beginning of its id, for addresses."""
        return self.id.hex()[:CODE]

    @property
    def name(self) -> str:
        """The number by which it is cited; where none is known, the beginning of its annotation's."""
        return self.number or self.annotation[:CODE] or self.code


@dataclass(frozen=True, slots=True)
class Progress:
    """What was officially said of it: on which day (since 1970), and where."""

    status: Status
    day: int
    source: str


_ALL = select(*(RECOMMENDATION[name] for name in RecommendationRow.model_fields))
_OURS = _ALL.where(RECOMMENDATION.competent)
_CODED = _ALL.where(RECOMMENDATION.id >= bindparam("first"), RECOMMENDATION.id <= bindparam("last"))
_ADD = upsert(RecommendationRow).on_conflict_do_nothing()
_CHANGE = (
    update(RecommendationRow)
    .where(RECOMMENDATION.id == bindparam("which"))
    .values(**{name: bindparam(f"new_{name}") for name in (*_IMPORTED, "content")})
)
_AS_MARKED = tuple(RECOMMENDATION[name] == bindparam(f"old_{name}") for name in _MARKED)
_MARK = (
    update(RecommendationRow)
    .where(RECOMMENDATION.id == bindparam("which"), *_AS_MARKED)
    .values(**{name: bindparam(f"new_{name}") for name in _MARKED})
)
_PROGRESS = select(PROGRESS.recommendation, PROGRESS.status, PROGRESS.day, PROGRESS.source).order_by(
    PROGRESS.recommendation, PROGRESS.day, PROGRESS.number
)
_PROGRESS_OF = _PROGRESS.where(PROGRESS.recommendation == bindparam("of"))
_SAY = upsert(ProgressRow).on_conflict_do_nothing()


async def every(database: Database) -> list[Recommendation]:
    """All of them: the latest review first, each in the order of its numbers."""
    return sorted(map(_read, await database.rows(_ALL)), key=_order)


async def ours(database: Database) -> list[Recommendation]:
    """Those that we can act on, in the same order."""
    return sorted(map(_read, await database.rows(_OURS)), key=_order)


async def numbered(database: Database, number: str, session: int = 0) -> list[Recommendation]:
    """Those of this number, the latest review first; `session`: of that session alone."""
    found = [each for each in await every(database) if number in {each.number, each.annotation}]
    return [each for each in found if session in {0, each.session}]


async def coded(database: Database, code: str) -> Recommendation | None:
    """The one that an address names. It alone is read: there may be thousands, and anybody may ask."""
    if not re.fullmatch(f"[0-9a-f]{{{CODE}}}", code):
        return None
    first = bytes.fromhex(code)
    row = await database.row(_CODED, first=first, last=first.ljust(16, b"\xff"))
    return _read(row) if row else None


async def progress_of(database: Database, recommendation: bytes) -> list[Progress]:
    """All that was officially said of it, the earliest first."""
    return [Progress(*row[1:]) for row in await database.rows(_PROGRESS_OF, of=recommendation)]


async def progress_now(database: Database) -> dict[bytes, Progress]:
    """The last that was said of each."""
    return {row[0]: Progress(*row[1:]) for row in await database.rows(_PROGRESS)}


def add(recommendation: Recommendation) -> Write:
    """Keep a new one; raises `Stale` if another process has."""
    return Write(_ADD, _row(recommendation), otherwise=Stale)


def change(recommendation: Recommendation) -> Write:
    """It was imported again, and says something else; how it is marked stays."""
    row = _row(recommendation)
    values = {f"new_{name}": row[name] for name in (*_IMPORTED, "content")}
    return Write(_CHANGE, {"which": recommendation.id, **values}, otherwise=Stale)


def mark(before: Recommendation, after: Recommendation) -> Write:
    """How staff marked it; raises `Stale` if it is not marked any more as it was before."""
    old, new = _row(before), _row(after)
    values = {f"old_{name}": old[name] for name in _MARKED} | {f"new_{name}": new[name] for name in _MARKED}
    return Write(_MARK, {"which": before.id, **values}, otherwise=Stale)


def say(recommendation: bytes, number: int, progress: Progress) -> Write:
    """What was officially said of it, after so many others; raises `Stale` if there is one more by now."""
    values = {"recommendation": recommendation, "number": number + 1, "status": progress.status}
    return Write(_SAY, {**values, "day": progress.day, "source": progress.source}, otherwise=Stale)


def _order(each: Recommendation) -> tuple[Any, ...]:
    parts = re.findall(r"\d+|[a-z]+", each.number.lower())
    return (
        -each.session,
        each.country,
        each.document,
        [(not p.isdigit(), p.zfill(6)) for p in parts],
        each.id,
    )


def _row(each: Recommendation) -> dict[str, Any]:
    content = {name: getattr(each, name) for name in _CONTENT}
    return {
        **{name: getattr(each, name) for name in ("id", *_IMPORTED, "competent", "owner")},
        "content": json.dumps(content, ensure_ascii=False),
        "questions": json.dumps(dict(each.questions), ensure_ascii=False, sort_keys=True),
    }


@lru_cache(maxsize=KEPT)
def _read(row: Row) -> Recommendation:
    """Kept, since each look at the list reads each of them, and they hardly ever change."""
    values = dict(zip(RecommendationRow.model_fields, row, strict=True))
    content = json.loads(values.pop("content"))
    lists = {name: tuple(value) for name, value in content.items() if isinstance(value, list)}
    values |= {"competent": bool(values["competent"]), "questions": json.loads(values["questions"])}
    return Recommendation(**{**values, **content, **lists})
