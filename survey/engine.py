"""The form engine: everything that can be done with a form, gathered.

    form = Form.load(xform)
    state = begin(form, moment, "uuid:…")
    asked = ask(form, state, "en", moment)
    state = answer(form, state, "4", moment)        # or a Refusal
    …
    xml = submission(form, state, moment)

Values in, values out: what may change comes in as a `Moment`.

Values are those of the specification (ODK XForms, "Data types"), always text, "" where there is none:

    text, barcode       what was written
    integer, range      "-12"           a range of decimals "1.5"
    decimal             "12.5"
    date                "2026-11-24"
    time                "07:30:00.000+01:00"            given as "07:30" or in full
    datetime            "2026-11-24T07:30:00.000+01:00" given as "2026-11-24T07:30" or in full
    select_one          a name
    select_multiple     names with spaces between them, in the order of the list
    rank                names with spaces between them, the first one liked best
    geopoint            "33.57 -7.59 0 0": latitude, longitude (degrees), altitude, accuracy (metres)
    acknowledge         "OK"
    image, audio, video, file   the name of a file that stands beside the response
    note                never has one; asked all the same, and passed with `skip`
    calculate, hidden, geotrace, geoshape   held, never asked

Places in the instance are told by refs. A form speaks of them in general ("/data/person/name"); a state, and
what is asked and reviewed, of one node, places counted from 1 ("/data/person[2]/name"): see `survey.refs`.

A repeat is asked instance by instance. After the last one it is asked whether to add one more: a question of
the kind "repeat" at the ref of the instance that is not there yet ("/data/person[3]"). There `add_repeat`
adds it and goes into it, and `skip` goes on; any value is refused as "repeat". `Asked.instances` tells where
one is in a repeat, `remove_repeat` takes an instance out from wherever one is. In the review the question has
a line of its own, so that one can `go_to` it. Where an expression says how many instances there are
(`jr:count`), or the form is fixed (`jr:noAddRemove`), nothing is asked, and `Asked.instances.grows` is false.
An instance that is taken out, or that is no longer counted, takes its answers along.

A group whose constraint says what its numbers add up to ("${a} + ${b} = 100") gives its questions an
`Asked.division`; the constraint of a group is weighed after its last question.
"""

from survey.answering import answer, decline, done, place_next, skip, start_over, toggle, translate
from survey.asking import Asked, Division, Instances, Line, Option, ask, choice_at, review
from survey.form import Form
from survey.moving import back, go_to
from survey.question import Choice, FormError, Group, Kind, Question, Range
from survey.repeating import add_repeat, remove_repeat
from survey.sending import answers, begin, finish, reopen, submission
from survey.state import Moment, Refusal, State, StateError

__all__ = [
    "Asked",
    "Choice",
    "Division",
    "Form",
    "FormError",
    "Group",
    "Instances",
    "Kind",
    "Line",
    "Moment",
    "Option",
    "Question",
    "Range",
    "Refusal",
    "State",
    "StateError",
    "add_repeat",
    "answer",
    "answers",
    "ask",
    "back",
    "begin",
    "choice_at",
    "decline",
    "done",
    "finish",
    "go_to",
    "place_next",
    "remove_repeat",
    "reopen",
    "review",
    "skip",
    "start_over",
    "submission",
    "toggle",
    "translate",
]
