"""What a person can do at a question. Each takes a state and gives the next one, or says why not.

At the review, where there is no question, nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.bounds import bounded
from survey.form import Form
from survey.moving import pass_on
from survey.question import Choice, Group, Stop
from survey.state import Moment, Refusal, State
from survey.values import LONGEST_TOGETHER, completed, fault
from survey.working_copy import WorkingCopy
from survey.xpath import LimitExceeded


@bounded
def answer(form: Form, state: State, value: str, moment: Moment, language: str = "") -> State | Refusal:
    """Give the answer to the question at hand, in canonical form ("a b" for several choices), and move on.

    It is refused if its type, the choices offered or the constraint do not allow it. An empty one is a skip.
    """
    if not state.position:
        return state
    copy = WorkingCopy(form, state, moment, language)
    stop = copy.stop(state.position)
    if stop.question.kind == "repeat":
        return Refusal("repeat") if value.strip() else pass_on(copy, stop.ref)
    if copy.read_only(stop):
        return pass_on(copy, stop.ref)
    return _put(copy, stop, value) if value.strip() else _leave_open(copy, stop)


def skip(form: Form, state: State, moment: Moment, language: str = "") -> State | Refusal:
    """Leave the question open; an answer that stood there goes. A required one objects and remembers it.

    Where it is asked whether to add one more: no more.
    """
    return answer(form, state, "", moment, language)


@bounded
def decline(form: Form, state: State, moment: Moment) -> State | Refusal:
    """Leave a question open because one prefers not to answer, even if it is required."""
    if not state.position:
        return state
    copy = WorkingCopy(form, state, moment)
    stop = copy.stop(state.position)
    if stop.question.kind != "repeat" and not copy.read_only(stop):
        if copy.required(stop):
            copy.declined.add(stop.ref)
        copy.set(stop.ref, "")
    return pass_on(copy, stop.ref)


def toggle(form: Form, state: State, name: str, on: bool, moment: Moment) -> State:
    """Choose, or no longer choose, one of several; a choice that is not offered changes nothing."""
    if not state.position or form.question(state.position).kind != "select_multiple":
        return state
    copy = WorkingCopy(form, state, moment)
    try:
        names, before = copy.names(copy.stop(state.position)), pending(copy)
    except LimitExceeded:
        return state
    chosen = {*before, name} if on else {*before} - {name}
    return replace(state, pending=tuple(item for item in names if item in chosen))


@bounded
def place_next(form: Form, state: State, name: str, moment: Moment, language: str = "") -> State | Refusal:
    """Put a choice on the next place of a ranking. The last place fills itself, and the answer is given.

    A tap on a ranking that stands begins it anew. If the answer is refused, `Refusal.state` has it empty.
    """
    if not state.position or form.question(state.position).kind != "rank":
        return state
    copy = WorkingCopy(form, state, moment)
    names = copy.names(copy.stop(state.position))
    placed = state.pending or ()
    if name not in names or name in placed:
        return state
    placed = (*placed, name)
    left = [item for item in names if item not in placed]
    if len(left) > 1:
        return replace(state, pending=placed)
    given = answer(form, state, " ".join((*placed, *left)), moment, language)
    return replace(given, state=replace(state, pending=())) if isinstance(given, Refusal) else given


def start_over(form: Form, state: State) -> State:
    """Forget what was put together, choices that stood included."""
    chosen = state.position and form.question(state.position).choices is not None
    return replace(state, pending=()) if chosen else state


@bounded
def done(form: Form, state: State, moment: Moment, language: str = "") -> State | Refusal:
    """Give what was put together; if nothing was, keep the answer that stands."""
    if not state.position:
        return state
    return answer(form, state, " ".join(pending(WorkingCopy(form, state, moment))), moment, language)


def translate(form: Form, state: State, language: str, moment: Moment) -> State:
    """Say what was calculated in words in another language; the same state if nothing was, or if it would be
    too much."""
    if not form.rules.worded:
        return state
    copy = WorkingCopy(form, state, moment, language)
    try:
        copy.weigher.say_again()
        copy.weigher.settle()
    except LimitExceeded:
        return state
    return copy.commit(state.position, state.pending)


def pending(copy: WorkingCopy) -> tuple[str, ...]:
    """What is chosen or placed so far: put together just now, else what stands."""
    if copy.state.pending is not None:
        return copy.state.pending
    stop = copy.stop(copy.state.position)
    value = copy.value(stop.ref)
    if stop.question.kind not in ("select_multiple", "rank"):
        return (value,)
    names = copy.names(stop)
    return tuple(name for name in value.split() if name in names)


def _put(copy: WorkingCopy, stop: Stop, value: str) -> State | Refusal:
    question = stop.question
    offered = copy.offered(stop)
    if why := fault(question, value, [choice.name for choice in offered]):
        return Refusal(why)
    if question.kind == "text" and copy.length_without(stop.ref) + len(value) > LONGEST_TOGETHER:
        return Refusal("too_long")
    if question.kind == "select_multiple":
        value = _in_order(value.split(), offered)
    copy.set(stop.ref, completed(question.kind, value, copy.moment.now))
    if copy.constrained(stop):
        return Refusal("constraint", copy.say(question.bind.constraint_message, stop.ref))
    if broken := _broken_group(copy, stop):
        return Refusal("constraint", copy.say(broken.bind.constraint_message, stop.ref))
    copy.declined.discard(stop.ref)
    return pass_on(copy, stop.ref)


def _broken_group(copy: WorkingCopy, stop: Stop) -> Group | None:
    """The group that does not hold after its last question, numbers that do not add up for instance.

    After an earlier question those that follow it in the group are asked again.
    """
    for group in stop.question.groups:
        if group.bind.constraint is None or copy.group_holds(group, stop.ref):
            continue
        refs = [member.ref for member in copy.members(group, stop.ref)]
        later = refs[refs.index(stop.ref) + 1 :]
        if not later:
            return group
        copy.visited.difference_update(later)
    return None


def _in_order(names: Sequence[str], offered: Sequence[Choice]) -> str:
    """Several choices in the order of the list, however they were chosen and shown."""
    ordered = sorted(offered, key=lambda choice: choice.index)
    return " ".join(choice.name for choice in ordered if choice.name in names)


def _leave_open(copy: WorkingCopy, stop: Stop) -> State | Refusal:
    if copy.required(stop):
        objected = replace(copy.state, objected=copy.state.objected | {stop.ref})
        return Refusal("required", copy.say(stop.question.bind.required_message, stop.ref), objected)
    copy.set(stop.ref, "")
    copy.declined.discard(stop.ref)
    return pass_on(copy, stop.ref)
