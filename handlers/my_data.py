"""`/mydata`: everything that is held about a person, to be seen, changed or erased."""

from dataclasses import replace

from handlers.lines import told
from handlers.sent import reopened, sent_by
from handlers.turn import Scene, Turn
from handlers.view import View
from handlers.words import name_of
from storage import consultations, erased, people, responses
from storage.changes import Changes
from storage.messages import Button, Card
from storage.responses import Sent
from storage.store import Store
from survey import engine
from survey.form import Form
from survey.state import State


async def show(store: Store, view: View) -> Card:
    """What is held, in plain words."""
    say = view.words.say
    body = [say("Language: %(language)s", language=name_of(view.language)), await _news(store, view)]
    row: list[Button] = []
    if view.consultation is not None:
        sent = None if view.here.ended else await sent_by(store, view)
        body += await _answers(store, view, sent)
        if sent:
            row += [
                view.button(say("Change my answers"), "change"),
                view.button(say("Erase my answers"), "erase"),
            ]
    rows = (tuple(row), (view.button(say("Erase everything"), "forget"),), (_on(view),))
    return view.card(say("What I keep about you"), "\n".join(body), tuple(row for row in rows if row))


def _on(view: View) -> Button:
    return view.button(view.words.say("Go on"), "close", "main")


async def _news(store: Store, view: View) -> str:
    titles = []
    for slug in sorted({slug for slug, _ in await people.all_follows(store.database, view.person.id)}):
        consultation = await consultations.get(store.database, slug)
        if consultation:
            titles.append(consultation.terms.say(consultation.terms.title, view.language))
    say = view.words.say
    return say("News: %(titles)s", titles=" · ".join(titles)) if titles else say("News: none")


async def _answers(store: Store, view: View, sent: Sent | None) -> list[str]:
    say = view.words.say
    if view.here.ended:
        return [say("Nobody can tell any more which answers are yours, so I cannot show them.")]
    lines = []
    if view.survey and (given := _given(view, view.survey.form, view.survey.state)):
        lines += [say("Answers you have not sent yet:"), *given]
    if sent:
        form = await store.form(view.here.slug, view.conversation.survey, sent.version)
        state = engine.reopen(form, sent.document.submission, view.moment)
        lines += [say("Answers you sent:"), *_given(view, form, state)]
    return lines or [say("Answers: none")]


def _given(view: View, form: Form, state: State) -> list[str]:
    lines = engine.review(form, state, view.language, view.moment)
    return [told(view.words, line) for line in lines if line.answer]


async def tapped(turn: Turn, action: str) -> Changes:
    """Go on, change, erase the answers, or erase everything."""
    view = turn.view
    if action == "close":
        return turn.to(view.moved())
    if action == "forget":
        return turn.to(view.moved(over="forget"))
    sent = await sent_by(turn.store, view)
    if sent is None or view.here.ended:
        return turn.to(view.moved(over="mydata"))
    if action == "change":
        return turn.to(await reopened(turn.store, view, sent))
    if action == "erase":
        return _erased(turn, sent)
    return turn.nothing()


def _erased(turn: Turn, sent: Sent) -> Changes:
    view, keys = turn.view, turn.store.keys
    slug, survey = view.here.slug, view.conversation.survey
    writes = responses.erase(keys, view.person.id, slug, survey, sent)
    conversation = view.moved(scene="sent").with_draft(None)
    changes = turn.to(conversation, *writes, *erased.note((sent.id,), turn.now))
    return replace(changes, chores=True)


SCENES = {"mydata": Scene(show, tapped)}
