"""A date of the review is another one, a task is done, moved or reworded: decided on the dashboard."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from handlers.approvals.noting import note
from handlers.approvals.outcome import Outcome
from handlers.upr.plan_file import LONGEST
from handlers.upr.planning import Plan, planned, renewed
from handlers.view import Place
from storage import staff, upr
from storage.changes import Changes, Write
from storage.store import Store
from storage.upr import Dated, Task
from survey.lookalikes import tidy

DATED, DONE, REOPENED, EDITED = "dated the review", "did a task", "reopened a task", "changed a task"
"""What the log says."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What a file changes, and the plan that follows."""

    changes: Changes
    plan: Plan
    gone: tuple[Task, ...]


async def applied(store: Store, dates: list[Dated], steps: list[Task]) -> Applied:
    """The plan of a file. What it leaves out is planned no more, unless it was edited or is done."""
    before = await upr.tasks(store.database)
    known = {**await upr.dates(store.database), **{each.name: each for each in dates}}
    left = [each for each in before if each.name not in {one.name for one in steps}]
    gone = tuple(each for each in left if not (each.edited or each.done))
    plan = planned(renewed(steps, before), known)
    writes = (*map(upr.put_date, dates), *_kept(before, plan.tasks), *map(upr.drop, gone))
    return Applied(Changes(writes), plan, gone)


def _kept(before: Iterable[Task], after: Iterable[Task]) -> Iterator[Write]:
    """What is new or another; raises `Stale` for what somebody did or changed since."""
    known = {each.name: each for each in before}
    for each in after:
        if (was := known.get(each.name)) is None:
            yield upr.add(each)
        elif each != was:
            yield upr.change(was, each)


async def dated(store: Store, place: Place, person: bytes, wanted: Dated) -> Outcome:
    """A date and its source; what was not edited and is not done moves with it."""
    source = tidy(wanted.source)
    if not source:
        return Outcome("source")
    kept = replace(wanted, source=source)
    known = {**await upr.dates(store.database), wanted.name: kept}
    before = await upr.tasks(store.database)
    plan = planned(before, known)
    noted = await note(store, place, person, DATED, f"{wanted.name} {wanted.day}")
    writes = (upr.put_date(kept), *_kept(before, plan.moved), noted)
    return Outcome("stayed" if plan.kept else "done", Changes(writes))


async def done(
    store: Store, place: Place, person: bytes, task: Task, beside: tuple[Write, ...] = ()
) -> Outcome:
    """It is done, and by whom."""
    if task.done:
        return Outcome("same")
    after = by(task, staff.code(store.keys, person))
    noted = await note(store, place, person, DONE, task.name)
    return Outcome("done", Changes((upr.change(task, after), noted, *beside)))


def by(task: Task, who: str) -> Task:
    """The same, done by whom the log names like this."""
    return replace(task, done=who)


async def reopened(store: Store, place: Place, person: bytes, task: Task) -> Outcome:
    """It is to be done after all."""
    noted = await note(store, place, person, REOPENED, task.name)
    return Outcome("done", Changes((upr.change(task, replace(task, done="", told=None)), noted)))


async def edited(
    store: Store, place: Place, person: bytes, task: Task, due: date, texts: Mapping[str, str]
) -> Outcome:
    """Another day or other words: from now on no date of the review moves it."""
    said = {code: text.strip() for code, text in texts.items() if text.strip()}
    if not said or any(len(text) > LONGEST for text in said.values()):
        return Outcome("untold")
    if (due, said) == (task.due, dict(task.texts)):
        return Outcome("same")
    after = replace(task, due=due, texts=said, edited=True, told=None)
    noted = await note(store, place, person, EDITED, task.name)
    return Outcome("done", Changes((upr.change(task, after), noted)))
