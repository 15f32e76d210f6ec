"""The dates of the review at the United Nations, each with its source, and the tasks planned before them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from storage.changes import Repeat, Stale, Write
from storage.database import Database, Row
from storage.schema.upr import UPR_DATE, UPR_TASK, UprDate, UprTask

DateName = Literal["stakeholders", "report", "session", "review", "midterm"]
"""Deadlines of submissions of stakeholders and of the national report; the first day of the session, the day
of the review; when a mid-term report is due."""
DATES: tuple[DateName, ...] = get_args(DateName)
Kind = Literal["task", "announcement"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and where it was read: no date is known here by itself."""

    name: DateName
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, or announced, `days` before a date (below 0: after it), and why then (`source`).

    `due`: None while its date is not known. `edited`: a new date does not move it. `done`: by whom, as the
    log names them; empty while it is not. `told`: the day on which staff heard that it is due, or None.
    """

    name: str
    kind: Kind
    before: DateName
    days: int
    source: str
    texts: Mapping[str, str] = field(default_factory=dict)
    due: date | None = None
    edited: bool = False
    done: str = ""
    told: date | None = None

    def text(self, language: str) -> str:
        """As somebody reads it: in their language, else in the first one it is written in."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")


_DATES = select(*(UPR_DATE[name] for name in UprDate.model_fields))
_TASKS = select(*(UPR_TASK[name] for name in UprTask.model_fields)).order_by(UPR_TASK.due, UPR_TASK.name)
_ADD_DATE = upsert(UprDate)
_PUT_DATE = _ADD_DATE.on_conflict_do_update(
    index_elements=["name"], set_={name: _ADD_DATE.excluded[name] for name in ("day", "source")}
)
_ADD = upsert(UprTask).on_conflict_do_nothing()
_CHANGED = tuple(name for name in UprTask.model_fields if name != "name")
_AS_IT_WAS = (
    UPR_TASK.name == bindparam("which"),
    UPR_TASK.due == bindparam("was_due"),
    UPR_TASK.texts == bindparam("was_texts"),
    UPR_TASK.done == bindparam("was_done"),
)
_CHANGE = update(UprTask).where(*_AS_IT_WAS).values({name: bindparam(f"new_{name}") for name in _CHANGED})
_TELL = (
    update(UprTask)
    .where(UPR_TASK.name == bindparam("which"), UPR_TASK.told == bindparam("was_told"))
    .values(told=bindparam("today"))
)
_DROP = delete(UprTask).where(*_AS_IT_WAS)


async def dates(database: Database) -> dict[DateName, Dated]:
    """Those that are known, in the order of a review."""
    known = {row[0]: Dated(row[0], date.fromisoformat(row[1]), row[2]) for row in await database.rows(_DATES)}
    return {name: known[name] for name in DATES if name in known}


async def tasks(database: Database) -> list[Task]:
    """All that is planned, the earliest first; then what has no day yet."""
    found = [_read(row) for row in await database.rows(_TASKS)]
    return sorted(found, key=lambda each: (each.due is None, each.due or date.min))


def put_date(dated: Dated) -> Write:
    """Keep a date, in the place of the one before."""
    return Write(_PUT_DATE, {"name": dated.name, "day": dated.day.isoformat(), "source": dated.source})


def add(task: Task) -> Write:
    """Plan a new one; raises `Stale` if another of its name was planned meanwhile."""
    return Write(_ADD, _row(task), otherwise=Stale)


def change(before: Task, after: Task) -> Write:
    """It is another one; raises `Stale` if it is not any more what was looked at."""
    now = _row(after)
    new = {f"new_{name}": now[name] for name in _CHANGED}
    return Write(_CHANGE, {**_as_it_was(before), **new}, otherwise=Stale)


def tell(task: Task, today: date) -> Write:
    """Staff hear now that it is due; raises `Repeat` if they have heard."""
    was = task.told.isoformat() if task.told else ""
    values = {"which": task.name, "was_told": was, "today": today.isoformat()}
    return Write(_TELL, values, otherwise=Repeat)


def drop(task: Task) -> Write:
    """It is not planned any more; raises `Stale` if it is not what was looked at."""
    return Write(_DROP, _as_it_was(task), otherwise=Stale)


def _as_it_was(task: Task) -> dict[str, object]:
    was = _row(task)
    return {"which": task.name, **{f"was_{name}": was[name] for name in ("due", "texts", "done")}}


def _row(task: Task) -> dict[str, object]:
    return {
        "name": task.name,
        "kind": task.kind,
        "before": task.before,
        "days": task.days,
        "source": task.source,
        "texts": json.dumps(dict(task.texts), ensure_ascii=False),
        "due": task.due.isoformat() if task.due else "",
        "edited": task.edited,
        "done": task.done,
        "told": task.told.isoformat() if task.told else "",
    }


def _read(row: Row) -> Task:
    name, kind, before, days, source, texts, due, edited, done, told = row
    moments = [date.fromisoformat(each) if each else None for each in (due, told)]
    return Task(
        name, kind, before, days, source, json.loads(texts), moments[0], bool(edited), done, moments[1]
    )
