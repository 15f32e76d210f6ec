"""The beginning and the end of a response: a new one, what is sent, one that is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from survey.bounds import bounded
from survey.form import Form
from survey.moving import first_open
from survey.nodes import XmlError
from survey.question import Group, Stop
from survey.refs import general, place
from survey.shape import fill
from survey.state import Moment, Refusal, State, StateError
from survey.tree import read_values, to_xml
from survey.values import cast, fault
from survey.working_copy import WorkingCopy
from survey.xpath import LimitExceeded


def begin(form: Form, moment: Moment, instance_id: str, language: str = "") -> State:
    """A new response with its defaults and calculations, at the first question (ODK XForms, "Events")."""
    values: dict[str, str] = {}
    counts: dict[str, int] = {}
    fill(form.template, form.root, form.root.ref, values, counts)
    values = {ref: kept for ref, value in values.items() if (kept := cast(form.type_of(ref), value))}
    copy = WorkingCopy(form, State(form.version, values, counts), moment, language)
    _preload(copy, instance_id)
    copy.weigher.load(first=True)
    return copy.commit(first_open(copy))


@bounded
def finish(form: Form, state: State, moment: Moment, language: str = "") -> State | Refusal:
    """Check everything relevant before it is sent.

    What is missing or does not stand is refused; `Refusal.state` is at that question.
    """
    copy = WorkingCopy(form, state, moment, language)
    for stop in copy.asked():
        if stop.ref not in copy.visited or (stop.question.counted and not copy.stands(stop)):
            return _refuse(copy, stop)
    for group in form.groups:
        for ref in copy.instance.expand(form.shapes[group.ref]):
            members = copy.members(group, ref)
            if members and not copy.group_holds(group, ref):
                return _refuse_group(copy, group, members[-1])
    return replace(state, position="", pending=None)


def submission(form: Form, state: State, moment: Moment) -> str:
    """The response as ODK XML, without what is not relevant (ODK XForms, "relevant")."""
    copy = WorkingCopy(form, state, moment)
    for ref, bind in form.binds.items():
        if bind.preload == ("timestamp", "end") and ref in form.shapes:
            for node in copy.instance.expand(form.shapes[ref]):
                copy.set(node, cast(bind.type, _stamp(moment).isoformat(timespec="milliseconds")))
    return to_xml(copy.instance.copy(whole=False))


def reopen(form: Form, submission_xml: str, moment: Moment) -> State:
    """A response that was sent, to be changed: at the review. Raises StateError if it is not of this form.

    A required question that was left open was declined. What is not in the response, because it was not
    relevant, begins as in a new one.
    """
    sent, counts = _sent(form, submission_xml)
    values = _defaults(form, counts) | sent
    held = {
        ref: sent.get(ref, kept) for ref, value in values.items() if (kept := cast(form.type_of(ref), value))
    }
    copy = WorkingCopy(form, State(form.version, held, counts), moment)
    try:
        copy.weigher.load(first=False)
    except LimitExceeded as error:
        raise StateError(str(error)) from error
    for stop in copy.asked():
        copy.visited.add(stop.ref)
        if stop.question.counted and not copy.value(stop.ref) and copy.required(stop):
            copy.declined.add(stop.ref)
    return copy.commit("")


def answers(form: Form, submission_xml: str) -> dict[str, str]:
    """Question name to canonical answer, calculates included, what was left open left out.

    What was answered in repeats stands under its ref from the root on: "person[2]/name".
    Raises StateError if it is not of this form.
    """
    values, _ = _sent(form, submission_xml)
    if not form.series:
        return {
            question.name: value
            for question in form.questions
            if question.kind != "note" and (value := values.get(question.ref))
        }
    start = len(form.root.ref) + 1
    return {
        ref[start:] if "[" in ref else form.by_ref[ref].name: value
        for ref, value in values.items()
        if value and (question := form.by_ref.get(general(ref))) and question.kind != "note"
    }


def _sent(form: Form, submission_xml: str) -> tuple[dict[str, str], dict[str, int]]:
    """The values of a response by their refs, and how many instances the repeats have."""
    try:
        _, values = read_values(submission_xml, form.series)
    except XmlError as error:
        raise StateError(f"Not a response: {error}") from error
    if not {general(ref) for ref in values} <= form.refs if form.series else not values.keys() <= form.refs:
        raise StateError("The response is not one of this form.")
    counts: dict[str, int] = {}
    for ref in values if form.series else ():
        series, number = place(ref)
        if number:
            counts[series] = max(counts.get(series, 0), number)
    return values, counts


def _defaults(form: Form, counts: Mapping[str, int]) -> dict[str, str]:
    """The values with which a form and so many instances of its repeats begin."""
    values: dict[str, str] = {}
    fill(form.template, form.root, form.root.ref, values, {})
    found = {ref: value for ref, value in values.items() if "[" not in ref}
    for series, count in counts.items():
        shape = form.shapes[general(series)]
        for number in range(1, count + 1):
            values = {}
            fill(shape.template, shape, f"{series}[{number}]", values, {})
            found |= {ref: value for ref, value in values.items() if ref.count("[") == len(shape.series)}
    return found


def _refuse(copy: WorkingCopy, stop: Stop) -> Refusal:
    at = replace(copy.state, position=stop.ref, pending=None)
    bind, value = stop.question.bind, copy.value(stop.ref)
    if value and (why := fault(stop.question, value, copy.names(stop))):
        return Refusal(why, state=at)
    if value and copy.constrained(stop):
        return Refusal("constraint", copy.say(bind.constraint_message, stop.ref), at)
    if stop.question.counted and copy.required(stop) and not value:
        return Refusal("required", copy.say(bind.required_message, stop.ref), at)
    return Refusal("unasked", state=at)


def _refuse_group(copy: WorkingCopy, group: Group, last: Stop) -> Refusal:
    at = replace(copy.state, position=last.ref, pending=None)
    return Refusal("constraint", copy.say(group.bind.constraint_message, last.ref), at)


def _preload(copy: WorkingCopy, instance_id: str) -> None:
    """Fill the metadata (ODK XForms, "Preload attributes"). Of the person and the device nothing is known."""
    stamp = _stamp(copy.moment)
    form, instance = copy.form, copy.instance
    values = {
        ("timestamp", "start"): stamp.isoformat(timespec="milliseconds"),
        ("date", "today"): stamp.date().isoformat(),
    }
    for ref, bind in form.binds.items():
        value = instance_id if bind.preload[0] == "uid" else values.get(bind.preload)
        for node in instance.expand(form.shapes[ref]) if value is not None and ref in form.shapes else ():
            instance.set(node, cast(bind.type, value or ""))
    instance.set(form.instance_id, instance_id)


def _stamp(moment: Moment) -> datetime:
    if moment.exact:
        return moment.now
    monday = moment.now - timedelta(days=moment.now.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)
