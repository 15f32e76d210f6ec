"""One more, and one less: the instances of a repeat (ODK XForms, "Creation, Removal of Repeats")."""

from __future__ import annotations

from survey.draft import Draft
from survey.form import Form
from survey.moving import first_open
from survey.refs import general, place, renumbered
from survey.state import Moment, State


def add_repeat(form: Form, state: State, moment: Moment, series: str = "") -> State:
    """One instance more of the repeat that is asked about, or of `series`, and to its first open question.

    Nothing changes where people do not add, or where there are as many as there may be.
    """
    series = series or place(state.position)[0]
    draft = Draft(form, state, moment)
    if not _grows(form, series) or not draft.weigher.room:
        return state
    number = draft.instance.counts.get(series, 0) + 1
    draft.add(series)
    draft.visited.discard(f"{series}[{number}]")
    inside = f"{series}[{number}]/"
    own = (stop.ref for stop in draft.asked() if stop.ref.startswith(inside))
    return draft.commit(next((ref for ref in own if ref not in draft.visited), "") or first_open(draft))


def remove_repeat(form: Form, state: State, ref: str, moment: Moment) -> State:
    """Take out the instance at `ref` ("/data/person[2]"), with all that was answered in it.

    The person stays where they are; in that instance, they go to what is open. Nothing changes where people
    do not take away, or where there is no such instance.
    """
    series, number = place(ref)
    draft = Draft(form, state, moment)
    if not _grows(form, series) or not 1 <= number <= draft.instance.counts.get(series, 0):
        return state
    draft.remove(series, number)
    moved = renumbered({state.position: None}, series, number)
    return draft.commit(next(iter(moved), first_open(draft)))


def _grows(form: Form, series: str) -> bool:
    found = form.series.get(general(series))
    return found is not None and found.grows
