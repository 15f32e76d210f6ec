"""The cards of a survey as people will see them, for those who look it through before it is published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from handlers.answering.asked import question_card
from handlers.view import Place, Survey, View
from storage.consultations import Consultation
from storage.conversations import Conversation
from storage.messages import Card
from storage.people import Somebody
from survey import engine
from survey.asking import Asked, Option
from survey.form import Form
from survey.question import Question
from survey.state import State

NOBODY = "uuid:preview"


@dataclass(frozen=True, slots=True)
class Previewed:
    """A card before anything is answered. `sometimes`: only some answers before it lead there."""

    card: Card
    sometimes: bool


def previewed(
    place: Place, found: Consultation, survey: str, form: Form, media: Mapping[str, str], language: str
) -> list[Previewed]:
    """One card for each question, asked of everybody or not; `media`: digests by name.

    It takes a while where questions are many.
    """
    return list(_cards(place, found, survey, form, media, language))


def _cards(
    place: Place, found: Consultation, survey: str, form: Form, media: Mapping[str, str], language: str
) -> Iterator[Previewed]:
    conversation = Conversation(scene="question", consultation=found.slug, survey=survey)
    view = View(place, Somebody(b"", "web", language), 0, conversation, found)
    begun = engine.begin(form, view.moment, NOBODY, view.language)
    counted = [each.ref for each in form.asked if each.counted]
    for place_in_order, question in enumerate(form.asked):
        state = replace(begun, position=form.shapes[question.ref].first)
        shown = replace(view, survey=Survey(form, 0, partial(_same, state), media))
        asked = shown.answering.asked(view.language, view.moment)
        asked = _as_if_reached(form, question, asked, view.language)
        number = counted.index(question.ref) + 1 if question.counted else 0
        card = question_card(shown, replace(asked, number=number, of=len(counted), first=place_in_order == 0))
        yield Previewed(card, bool(form.shapes[question.ref].guards))


def _same(state: State) -> State:
    return state


def _as_if_reached(form: Form, question: Question, asked: Asked, language: str) -> Asked:
    """With all choices where none is offered yet, as the first of its kind where there is none yet."""
    if asked.instances:
        asked = replace(asked, instances=replace(asked.instances, count=max(1, asked.instances.count)))
    if asked.options or not form.choices(question.ref):
        return asked
    options = tuple(
        Option(each.index, each.name, form.choice_label(question.ref, each.name, language), False)
        for each in form.choices(question.ref)
    )
    return replace(asked, options=options)
