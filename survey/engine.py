"""The form engine: everything that can be done with a form, gathered.

    form = Form.load(xform)
    state = begin(form, moment, "uuid:…")
    asked = ask(form, state, "en", moment)
    state = answer(form, state, "4", moment)        # or a Refusal
    …
    xml = submission(form, state, moment)

Values in, values out: what may change comes in as a `Moment`.
"""

from survey.answering import answer, decline, done, place_next, skip, start_over, toggle
from survey.asking import Asked, Line, Option, ask, review
from survey.form import Form
from survey.moving import back, go_to
from survey.question import Choice, FormError, Kind, Question
from survey.sending import answers, begin, finish, reopen, submission
from survey.state import Moment, Refusal, State, StateError

__all__ = [
    "Asked",
    "Choice",
    "Form",
    "FormError",
    "Kind",
    "Line",
    "Moment",
    "Option",
    "Question",
    "Refusal",
    "State",
    "StateError",
    "answer",
    "answers",
    "ask",
    "back",
    "begin",
    "decline",
    "done",
    "finish",
    "go_to",
    "place_next",
    "reopen",
    "review",
    "skip",
    "start_over",
    "submission",
    "toggle",
]
