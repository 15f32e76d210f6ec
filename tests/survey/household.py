"""A form with something of everything, a moment that stands still, and steps through a form."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from pyxform.xls2xform import convert

from survey.engine import Form, Moment, Refusal, State, answer, begin
from survey.tree import to_xml
from survey.working_copy import WorkingCopy

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=ZoneInfo("Africa/Casablanca"))
MOMENT = Moment(NOW, Random(1).random)
HOUSEHOLD = (Path(__file__).parent / "household.md").read_text(encoding="utf-8")

Step = Callable[[Form, State], State | Refusal]


@lru_cache
def load(table: str) -> Form:
    """A form from a markdown table in the manner of XLSForm."""
    return Form.load(convert(table, file_type=".md", validate=False).xform)


def start(form: Form) -> State:
    return begin(form, MOMENT, "uuid:1")


def held(form: Form, state: State) -> str:
    """The whole instance as XML, what is not relevant included."""
    return to_xml(WorkingCopy(form, state, MOMENT).instance.copy(whole=True))


def taken(result: State | Refusal) -> State:
    """The state of a step that must not be refused."""
    assert isinstance(result, State), result
    return result


def refused(result: State | Refusal) -> Refusal:
    assert isinstance(result, Refusal), result
    return result


def give(form: Form, state: State, *values: str) -> State:
    """Answer one question after the other."""
    for value in values:
        state = taken(answer(form, state, value, MOMENT))
    return state


def name_of(state: State) -> str:
    """The name of the question shown."""
    return state.position.rpartition("/")[2]
