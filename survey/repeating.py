"""One more, and one less: the instances of a repeat (ODK XForms, "Creation, Removal of Repeats")."""

from __future__ import annotations

from survey.bounds import bounded
from survey.form import Form
from survey.moving import first_open
from survey.refs import general, place, renumbered
from survey.state import Moment, Refusal, State
from survey.working_copy import WorkingCopy


@bounded
def add_repeat(form: Form, state: State, moment: Moment, series: str = "") -> State | Refusal:
    """One instance more of the repeat that is asked about, or of `series`, and to its first open question.

    Nothing changes where people do not add, or where there are as many as there may be.
    """
    series = series or place(state.position)[0]
    copy = WorkingCopy(form, state, moment)
    if not _grows(form, series) or not copy.weigher.room:
        return state
    number = copy.instance.counts.get(series, 0) + 1
    copy.add(series)
    copy.visited.discard(f"{series}[{number}]")
    inside = f"{series}[{number}]/"
    own = (stop.ref for stop in copy.asked() if stop.ref.startswith(inside))
    return copy.commit(next((ref for ref in own if ref not in copy.visited), "") or first_open(copy))


@bounded
def remove_repeat(form: Form, state: State, ref: str, moment: Moment) -> State | Refusal:
    """Take out the instance at `ref` ("/data/person[2]"), with all that was answered in it.

    The person stays where they are; in that instance, they go to what is open. Nothing changes where people
    do not take away, or where there is no such instance.
    """
    series, number = place(ref)
    copy = WorkingCopy(form, state, moment)
    if not _grows(form, series) or not 1 <= number <= copy.instance.counts.get(series, 0):
        return state
    copy.remove(series, number)
    moved = renumbered({state.position: None}, series, number)
    return copy.commit(next(iter(moved), first_open(copy)))


def _grows(form: Form, series: str) -> bool:
    found = form.series.get(general(series))
    return found is not None and found.grows
