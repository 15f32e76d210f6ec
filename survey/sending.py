"""The beginning and the end of a response: a new one, what is sent, one that is opened again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from survey.draft import Draft
from survey.form import Form, locate
from survey.model import EACH_LOAD, FIRST_LOAD
from survey.moving import first_open
from survey.nodes import Element, XmlError
from survey.question import Bind, Question
from survey.state import Moment, Refusal, State, StateError
from survey.tree import read_values, to_xml
from survey.values import cast, fault


def begin(form: Form, moment: Moment, instance_id: str) -> State:
    """A new response with its defaults and calculations, at the first question (ODK XForms, "Events")."""
    document = form.template.clone()
    nodes = locate(document)
    _preload(form, nodes, moment, instance_id)
    draft = Draft(form, State(to_xml(document)), moment)
    draft.weigh_everything()
    _act(draft, FIRST_LOAD | EACH_LOAD)
    return draft.commit(first_open(draft))


def finish(form: Form, state: State, moment: Moment, language: str = "") -> State | Refusal:
    """Check everything relevant before it is sent.

    What is missing or does not stand is refused; `Refusal.state` is at that question.
    """
    draft = Draft(form, state, moment, language)
    for question in draft.asked():
        if question.ref not in draft.visited or (question.counted and not draft.stands(question)):
            return _refuse(draft, question)
    for group in draft.form.groups:
        members = draft.members(group)
        if members and not draft.group_holds(group):
            at = replace(state, position=members[-1].ref, pending=None)
            return Refusal("constraint", draft.say(group.bind.constraint_message, group.ref), at)
    return replace(state, position="", pending=None)


def submission(form: Form, state: State, moment: Moment) -> str:
    """The response as ODK XML, without what is not relevant (ODK XForms, "relevant")."""
    draft = Draft(form, state, moment)
    for ref, bind in form.binds.items():
        if bind.preload == ("timestamp", "end"):
            draft.set(ref, _stamp(moment).isoformat(timespec="milliseconds"))
    for ref in draft.irrelevant:
        draft.nodes[ref].detach()
    return to_xml(draft.tree)


def reopen(form: Form, submission_xml: str, moment: Moment) -> State:
    """A response that was sent, to be changed: at the review. Raises StateError if it is not of this form.

    A required question that was left open was declined.
    """
    sent = _sent(form, submission_xml)
    document = form.template.clone()
    for ref, node in locate(document).items():
        if not node.elements():
            node.set_value(sent.get(ref, ""))
    draft = Draft(form, State(to_xml(document)), moment)
    draft.weigh_everything()
    _act(draft, EACH_LOAD)
    for question in draft.asked():
        draft.visited.add(question.ref)
        if question.counted and not draft.value(question.ref) and draft.required(question):
            draft.declined.add(question.ref)
    return draft.commit("")


def answers(form: Form, submission_xml: str) -> dict[str, str]:
    """Question name to canonical answer, calculates included, what was left open left out.

    Raises StateError if it is not of this form.
    """
    sent = _sent(form, submission_xml)
    return {
        question.name: value
        for question in form.questions
        if question.kind != "note" and (value := sent.get(question.ref))
    }


def _sent(form: Form, submission_xml: str) -> dict[str, str]:
    """The values of a response by their paths."""
    try:
        _, values = read_values(submission_xml)
    except XmlError as error:
        raise StateError(f"Not a response: {error}") from error
    if not values.keys() <= form.refs:
        raise StateError("The response is not one of this form.")
    return values


def _refuse(draft: Draft, question: Question) -> Refusal:
    at = replace(draft.state, position=question.ref, pending=None)
    value = draft.value(question.ref)
    if value and (why := fault(question, value, draft.names(question))):
        return Refusal(why, state=at)
    if value and draft.constrained(question):
        return Refusal("constraint", draft.say(question.bind.constraint_message, question.ref), at)
    if draft.required(question) and not value:
        return Refusal("required", draft.say(question.bind.required_message, question.ref), at)
    return Refusal("unasked", state=at)


def _act(draft: Draft, events: frozenset[str]) -> None:
    """Give the values that are set at these events, in the order of the form (ODK XForms, "Events")."""
    for action in draft.form.actions:
        if action.events & events:
            said = (
                action.value
                if isinstance(action.value, str)
                else action.value.string(draft.context(action.ref))
            )
            draft.set(action.ref, cast(draft.form.binds.get(action.ref, Bind()).type, said))


def _preload(form: Form, nodes: dict[str, Element], moment: Moment, instance_id: str) -> None:
    """Fill the metadata (ODK XForms, "Preload attributes"). A device has no id but that of the response."""
    stamp = _stamp(moment)
    values = {
        ("timestamp", "start"): stamp.isoformat(timespec="milliseconds"),
        ("date", "today"): stamp.date().isoformat(),
        ("property", "deviceid"): instance_id,
    }
    for ref, bind in form.binds.items():
        value = instance_id if bind.preload[0] == "uid" else values.get(bind.preload)
        if value is not None and ref in nodes:
            nodes[ref].set_value(value)
    nodes[form.instance_id].set_value(instance_id)


def _stamp(moment: Moment) -> datetime:
    if moment.exact:
        return moment.now
    monday = moment.now - timedelta(days=moment.now.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)
