"""What a person can do at a question. Each takes a state and gives the next one, or says why not.

At the review, where there is no question, nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.draft import Draft
from survey.form import Form
from survey.moving import pass_on
from survey.question import Choice, Group, Stop
from survey.state import Moment, Refusal, State
from survey.values import LONGEST_TOGETHER, completed, fault


def answer(form: Form, state: State, value: str, moment: Moment, language: str = "") -> State | Refusal:
    """Give the answer to the question at hand, in canonical form ("a b" for several choices), and move on.

    It is refused if its type, the choices offered or the constraint do not allow it. An empty one is a skip.
    """
    if not state.position:
        return state
    draft = Draft(form, state, moment, language)
    stop = draft.stop(state.position)
    if stop.question.kind == "repeat":
        return Refusal("repeat") if value.strip() else pass_on(draft, stop.ref)
    if draft.read_only(stop):
        return pass_on(draft, stop.ref)
    return _put(draft, stop, value) if value.strip() else _leave_open(draft, stop)


def skip(form: Form, state: State, moment: Moment, language: str = "") -> State | Refusal:
    """Leave the question open; an answer that stood there goes. A required one objects and remembers it.

    Where it is asked whether to add one more: no more.
    """
    return answer(form, state, "", moment, language)


def decline(form: Form, state: State, moment: Moment) -> State:
    """Leave a question open because one prefers not to answer, even if it is required."""
    if not state.position:
        return state
    draft = Draft(form, state, moment)
    stop = draft.stop(state.position)
    if stop.question.kind != "repeat" and not draft.read_only(stop):
        if draft.required(stop):
            draft.declined.add(stop.ref)
        draft.set(stop.ref, "")
    return pass_on(draft, stop.ref)


def toggle(form: Form, state: State, name: str, on: bool, moment: Moment) -> State:
    """Choose, or no longer choose, one of several; a choice that is not offered changes nothing."""
    if not state.position or form.question(state.position).kind != "select_multiple":
        return state
    draft = Draft(form, state, moment)
    chosen = {*pending(draft), name} if on else {*pending(draft)} - {name}
    names = draft.names(draft.stop(state.position))
    return replace(state, pending=tuple(item for item in names if item in chosen))


def place_next(form: Form, state: State, name: str, moment: Moment, language: str = "") -> State | Refusal:
    """Put a choice on the next place of a ranking. The last place fills itself, and the answer is given.

    A tap on a ranking that stands begins it anew. If the answer is refused, `Refusal.state` has it empty.
    """
    if not state.position or form.question(state.position).kind != "rank":
        return state
    draft = Draft(form, state, moment)
    names = draft.names(draft.stop(state.position))
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


def done(form: Form, state: State, moment: Moment, language: str = "") -> State | Refusal:
    """Give what was put together; if nothing was, keep the answer that stands."""
    if not state.position:
        return state
    return answer(form, state, " ".join(pending(Draft(form, state, moment))), moment, language)


def translate(form: Form, state: State, language: str, moment: Moment) -> State:
    """Say what was calculated in words in another language; the same state if nothing was."""
    if not form.rules.worded:
        return state
    draft = Draft(form, state, moment, language)
    draft.weigher.say_again()
    draft.weigher.settle()
    return draft.commit(state.position, state.pending)


def pending(draft: Draft) -> tuple[str, ...]:
    """What is chosen or placed so far: put together just now, else what stands."""
    if draft.state.pending is not None:
        return draft.state.pending
    stop = draft.stop(draft.state.position)
    value = draft.value(stop.ref)
    if stop.question.kind not in ("select_multiple", "rank"):
        return (value,)
    names = draft.names(stop)
    return tuple(name for name in value.split() if name in names)


def _put(draft: Draft, stop: Stop, value: str) -> State | Refusal:
    question = stop.question
    offered = draft.offered(stop)
    if why := fault(question, value, [choice.name for choice in offered]):
        return Refusal(why)
    if question.kind == "text" and draft.length_without(stop.ref) + len(value) > LONGEST_TOGETHER:
        return Refusal("too_long")
    if question.kind == "select_multiple":
        value = _in_order(value.split(), offered)
    draft.set(stop.ref, completed(question.kind, value, draft.moment.now))
    if draft.constrained(stop):
        return Refusal("constraint", draft.say(question.bind.constraint_message, stop.ref))
    if broken := _broken_group(draft, stop):
        return Refusal("constraint", draft.say(broken.bind.constraint_message, stop.ref))
    draft.declined.discard(stop.ref)
    return pass_on(draft, stop.ref)


def _broken_group(draft: Draft, stop: Stop) -> Group | None:
    """The group that does not hold after its last question, numbers that do not add up for instance.

    After an earlier question those that follow it in the group are asked again.
    """
    for group in stop.question.groups:
        if group.bind.constraint is None or draft.group_holds(group, stop.ref):
            continue
        refs = [member.ref for member in draft.members(group, stop.ref)]
        later = refs[refs.index(stop.ref) + 1 :]
        if not later:
            return group
        draft.visited.difference_update(later)
    return None


def _in_order(names: Sequence[str], offered: Sequence[Choice]) -> str:
    """Several choices in the order of the list, however they were chosen and shown."""
    ordered = sorted(offered, key=lambda choice: choice.index)
    return " ".join(choice.name for choice in ordered if choice.name in names)


def _leave_open(draft: Draft, stop: Stop) -> State | Refusal:
    if draft.required(stop):
        objected = replace(draft.state, objected=draft.state.objected | {stop.ref})
        return Refusal("required", draft.say(stop.question.bind.required_message, stop.ref), objected)
    draft.set(stop.ref, "")
    draft.declined.discard(stop.ref)
    return pass_on(draft, stop.ref)
