"""The plan as it is written in a TOML file: dates with their sources, and steps with their lead times."""

import tomllib
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from handlers.refused import Refused
from handlers.words import LANGUAGES
from storage.mistakes import mistakes, not_toml
from storage.upr import DATES, Dated, DateName, Kind, Task
from survey.lookalikes import tidy

LONGEST = 3_500
"""Letters of a text: what an announcement may have."""
Source = Annotated[str, Field(min_length=1, max_length=500)]


class PlanRefused(Refused):
    """It cannot be taken like this; the message says all that is to be done."""


class _Dated(BaseModel):
    """Where a date was read stands beside it; without a day it is not known yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    day: date | None = None
    source: str = ""


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    kind: Kind = "task"
    before: DateName
    days: Annotated[int, Field(ge=-2_000, le=2_000)]
    source: Source
    text: Annotated[dict[str, str], Field(min_length=1)]


class _PlanFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    dates: dict[DateName, _Dated] = {}
    steps: tuple[_Step, ...] = ()


def read(content: str) -> tuple[list[Dated], list[Task]]:
    """The dates that are known, and the steps without a day. Raises `PlanRefused` with all mistakes."""
    try:
        found = _PlanFile.model_validate(tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        raise PlanRefused(f"The file {not_toml(error)}") from error
    except ValidationError as error:
        told = [f"{'.'.join(map(str, place))}: {why}" for place, why in mistakes(error)]
        raise PlanRefused("\n".join(told)) from error
    if wrong := [*_wrong_dates(found), *_wrong_steps(found)]:
        raise PlanRefused("\n".join(wrong))
    dates = [
        Dated(name, each.day, tidy(each.source))
        for name in DATES
        if (each := found.dates.get(name)) and each.day
    ]
    return dates, [_task(each) for each in found.steps]


def _task(step: _Step) -> Task:
    texts = {code: text.strip() for code, text in step.text.items()}
    return Task(step.name, step.kind, step.before, step.days, tidy(step.source), texts)


def _wrong_dates(found: _PlanFile) -> list[str]:
    return [
        f"dates.{name}.source: is missing. Write where the day was read, such as the address of the page."
        for name, each in found.dates.items()
        if each.day and not tidy(each.source)
    ]


def _wrong_steps(found: _PlanFile) -> list[str]:
    wrong, seen = [], set[str]()
    for number, step in enumerate(found.steps):
        if step.name in seen:
            wrong.append(f"steps.{number}.name: '{step.name}' stands there twice. Give each step its own.")
        seen.add(step.name)
        for code, text in step.text.items():
            if code not in LANGUAGES:
                wrong.append(f"steps.{number}.text.{code}: is no language we speak ({', '.join(LANGUAGES)}).")
            elif not text.strip() or len(text) > LONGEST:
                wrong.append(f"steps.{number}.text.{code}: write 1 to {LONGEST:,} letters.")
    return wrong
