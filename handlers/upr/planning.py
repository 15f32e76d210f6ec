"""What is planned backwards from the dates of the review. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from storage.upr import Dated, DateName, Task


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks as they are from now on. `moved`: another day, since a date is another one; `kept`: should
    have moved, and stays where somebody put it, or is done already."""

    tasks: tuple[Task, ...]
    moved: tuple[Task, ...] = ()
    kept: tuple[Task, ...] = ()


def due_of(task: Task, dates: Mapping[DateName, Dated]) -> date | None:
    """The day that follows from its date; None while that is not known, or the calendar ends before it."""
    dated = dates.get(task.before)
    try:
        return dated.day - timedelta(days=task.days) if dated else None
    except OverflowError:
        return None


def planned(tasks: Iterable[Task], dates: Mapping[DateName, Dated]) -> Plan:
    """Each task on its day. What was edited or is done stays."""
    now, moved, kept = list[Task](), list[Task](), list[Task]()
    for task in tasks:
        due = due_of(task, dates)
        if due == task.due:
            now.append(task)
        elif task.edited or task.done:
            now.append(task)
            kept.append(task)
        else:
            there = replace(task, due=due, told=None)
            now.append(there)
            moved.append(there)
    return Plan(tuple(now), tuple(moved), tuple(kept))


def renewed(steps: Iterable[Task], before: Iterable[Task]) -> list[Task]:
    """The steps of a file, with what became of those that are planned already: edited words and days stay."""
    known = {each.name: each for each in before}
    found = []
    for step in steps:
        was = known.get(step.name)
        if was is None:
            found.append(step)
            continue
        same = replace(step, due=was.due, edited=was.edited, done=was.done, told=was.told)
        found.append(replace(same, texts=was.texts) if was.edited else same)
    return found


def is_due(task: Task, today: date) -> bool:
    """Whether its day has come and nobody has done it."""
    return not task.done and task.due is not None and task.due <= today
