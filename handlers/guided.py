"""Forms of our own, asked by the same engine as any survey: they belong to no consultation.

A name such as "announcement:settat-2026" says which consultation what is written there is about; one such as
"event:settat-2026:ar" also in which language, so that it is asked for in the others as well. One such as
"announcement:settat-2026:organisation" is written in the name of who writes it, not of who asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from handlers.view import View
from handlers.words import LANGUAGES, name_of
from storage.conversations import Conversation
from survey import engine
from survey.form import Form
from survey.importer import import_form
from survey.state import Moment, Refusal, State

ORGANISATION = "organisation"
ANNOUNCEMENT = "announcement"
EVENT = "event"
DID = "did"
VERSION = 1
"""What a draft of one of these forms says its version is; one that does not fit any more is begun anew."""


@lru_cache
def guided_form(name: str, languages: tuple[str, ...] = ()) -> Form:
    """The form `forms/<name>.md`, compiled once; questions with a `{number}` are asked for each language."""
    content = (files("handlers") / "forms" / f"{name}.md").read_text(encoding="utf-8")
    parts = groupby(content.splitlines(), key=lambda line: "{number}" in line)
    lines = [each for repeats, part in parts for each in _in_each(list(part), languages if repeats else ())]
    return Form.load(import_form("\n".join(lines).encode(), ".md", LANGUAGES).xform)


def _in_each(lines: list[str], languages: tuple[str, ...]) -> list[str]:
    if "{number}" not in lines[0]:
        return lines
    return [
        line.replace("{number}", str(number)).replace("{name}", name_of(language))
        for number, language in enumerate(languages)
        for line in lines
    ]


def numbered(name: str, number: int) -> str:
    """The name of the question for the language with this number among those that are asked for."""
    return f"{name}_{number}"


def place_of(number: int) -> str:
    """The name of the question for a text that has no other name."""
    return numbered("text", number)


def event_form(slug: str, language: str) -> str:
    """The name of the form of an event of a consultation, written in a language."""
    return f"{EVENT}:{slug}:{language}"


def announcement_form(slug: str, organisation: bytes | None) -> str:
    """The name of the form of an announcement of a consultation, in the name of an organisation or not."""
    return f"{ANNOUNCEMENT}:{slug}" + (":organisation" if organisation else "")


def kind_of(survey: str) -> str:
    """Which of our forms it is."""
    return survey.partition(":")[0]


def about(survey: str) -> str:
    """The consultation that what is written there is about; empty if it is about none."""
    return survey.partition(":")[2].partition(":")[0]


def written_in(survey: str) -> str:
    """The language in which it is written; empty if in all of the consultation, or in the person's."""
    return survey.partition(":")[2].partition(":")[2]


def asked_for(survey: str, languages: Sequence[str]) -> tuple[str, ...]:
    """The languages of a consultation in which its numbered questions are asked."""
    return tuple(each for each in languages if each != written_in(survey))


def answered(form: Form, state: State, given: Mapping[str, str], moment: Moment, language: str) -> State:
    """The form with these answers and no others, at its end or at the first question that refuses its own."""
    names = {question.ref: question.name for question in form.questions}
    while state.position:
        value = given.get(names[state.position], "")
        went_on = (
            engine.answer(form, state, value, moment, language)
            if value
            else engine.skip(form, state, moment, language)
        )
        if isinstance(went_on, Refusal):
            return state
        state = went_on
    return state


def begun(kind: str, drafts: Iterable[str]) -> str:
    """The name of the form of this kind of which there is a draft; empty if there is none."""
    return next((key[1:] for key in drafts if kind_of(key) == f"/{kind}"), "")


def entered(view: View, survey: str) -> Conversation:
    """At a form of ours; who wrote in it before is told so, and can go on or begin anew."""
    over = "welcome" if f"/{survey}" in view.conversation.drafts else ""
    return view.moved(scene="question", consultation="", survey=survey, over=over)


def asked_again(view: View, name: str, notice: str) -> Conversation:
    """At the question of this name in the form at hand, with what is wrong with its answer."""
    form, state = view.answering.form, view.answering.state
    ref = next(question.ref for question in form.questions if question.name == name)
    there = engine.go_to(form, state, ref, view.moment)
    return view.keeping(there, view.moved(scene="question", notice=notice))


def without_form(view: View, kind: str, over: str = "", notice: str = "") -> Conversation:
    """The forms of this kind are done with; whoever stood in one stands nowhere."""
    left = view.moved(over=over, notice=notice)
    drafts = {key: each for key, each in left.drafts.items() if kind_of(key) != f"/{kind}"}
    left = left.but(drafts=drafts)
    inside = left.consultation == "" and kind_of(left.survey) == kind
    return left.but(scene="choose", survey="") if inside else left
