"""From question to question: on, back, to a certain one."""

from __future__ import annotations

from dataclasses import replace

from survey.form import Form
from survey.state import Moment, State
from survey.working_copy import WorkingCopy


def back(form: Form, state: State, moment: Moment) -> State:
    """To the question before, from the review to the last one; at the first question nothing changes."""
    before = ""
    for stop in WorkingCopy(form, state, moment).asked():
        if stop.ref == state.position:
            break
        before = stop.ref
    return replace(state, position=before or state.position, pending=None)


def go_to(form: Form, state: State, ref: str, moment: Moment) -> State:
    """To a question that is relevant now; for any other nothing changes."""
    refs = {stop.ref for stop in WorkingCopy(form, state, moment).asked()}
    return replace(state, position=ref, pending=None) if ref in refs else state


def pass_on(copy: WorkingCopy, ref: str) -> State:
    """Leave a question that was dealt with, for the first one that still has to be asked, else the review."""
    copy.visited.add(ref)
    return copy.commit(first_open(copy))


def first_open(copy: WorkingCopy) -> str:
    """The first relevant question that was never dealt with, or whose answer no longer stands."""
    visited = copy.visited
    return next((stop.ref for stop in copy.asked() if stop.ref not in visited), "")
