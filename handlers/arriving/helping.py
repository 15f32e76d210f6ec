"""Pages that lie over the conversation: help, another language, and the welcome after a pause."""

from collections.abc import Sequence

from handlers.approvals.actions import actor
from handlers.arriving.languages import languages_card
from handlers.loading import begun_again
from handlers.turn import Scene, Turn
from handlers.view import View
from handlers.words import LANGUAGES, Words
from storage import people
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store
from survey import engine

AROUND = " :\u00a0\u200e"
"""What stands between a command and what it does, in one language or another."""


async def show_help(store: Store, view: View) -> Card:
    """What can be written, and whom to ask."""
    say, who = view.words.say, await actor(store, view.person.id)
    body = [*_commands(view.words).values()]
    if who.role or who.organisation:
        body.append(say("/admin leads to what you can see and decide"))
    if view.consultation is not None:
        body.append(say("Questions? %(contact)s", contact=view.text("contact")))
    return view.card(say("How this works"), "\n".join(body), ((view.go_on(),),))


def _commands(words: Words) -> dict[str, str]:
    """Commands, and what each does in a sentence that names it."""
    say = words.say
    return {
        "start": say("/start begins, or takes you to a consultation"),
        "language": say("/language changes the language"),
        "mydata": say("/mydata shows what I keep about you, to change or erase it"),
        "follow": say("/follow chooses what news you get"),
        "mute": say("/mute chooses organisations of which you hear nothing"),
        "events": say("/events shows what takes place near you"),
        "recommendations": say("/recommendations shows what other States recommended, and what was done"),
        "learn": say("/learn shows short cards on rights and on the UN’s review"),
        "contact": say("/contact shows who answers your questions in your region"),
        "forget": say("/forget erases everything I keep about you"),
        "hide": say("/hide clears this chat at once; answers you have not sent wait"),
        "code": say("/code takes a code that you were given"),
        "organisation": say("/organisation registers an organisation, or shows yours"),
        "event": say("/event lets an organisation tell people about an event"),
    }


def menu(words: Words) -> dict[str, str]:
    """Commands with what they do, for a menu that shows the command beside it."""
    return {
        name: sentence.replace(f"/{name}", "").strip(AROUND) for name, sentence in _commands(words).items()
    }


async def close(turn: Turn, _: str) -> Changes:
    """Back to where the person was."""
    return turn.to(turn.view.moved())


def _spoken(view: View) -> Sequence[str]:
    return view.consultation.terms.languages if view.consultation else LANGUAGES


async def show_language(_: Store, view: View) -> Card:
    """The languages of this consultation, or those we speak."""
    return languages_card(view, _spoken(view), view.language)


async def choose_language(turn: Turn, language: str) -> Changes:
    """Everything that follows is in this language, and what was calculated in words."""
    view = turn.view
    if language not in _spoken(view):
        return turn.nothing()
    chosen = people.set_language(view.person.id, language)
    before = view.survey.state if view.survey and view.conversation.draft else None
    after = engine.translate(view.answering.form, before, language, view.moment) if before else None
    if after is None or after is before:
        return turn.to(view.moved(), chosen)
    return turn.to(view.keeping(after, view.moved(), view.sought), *turn.guard, chosen)


async def show_welcome(_: Store, view: View) -> Card:
    """After some hours: where we were."""
    say, survey = view.words.say, view.answering
    where = say("All questions are answered; nothing is sent yet.")
    if survey.state.position:
        asked = engine.ask(survey.form, survey.state, view.language, view.moment)
        where = say("We were at question %(number)s of %(total)s.", number=asked.number, total=asked.of)
        if not asked.number:
            where = say("We were at the beginning.")
    again = () if view.shared else (view.button(say("Start again"), "again"),)  # others answered too
    stop = (view.button(say("Stop"), "stop"),) if view.consultation else ()
    on = (view.go_on(),)
    title = say("Welcome back.") if view.consultation else say("You have begun this already.")
    return view.card(title, where, tuple(row for row in (on, (*again, *stop)) if row))


async def from_welcome(turn: Turn, action: str) -> Changes:
    """Go on, begin anew, or stop: the answers so far stay until the close."""
    view = turn.view
    if action == "again" and not view.shared:
        return turn.to(await begun_again(turn.store, view))
    if action == "stop":
        return turn.to(view.moved(scene="stopped"))
    return turn.to(view.moved())


async def show_stopped(_: Store, view: View) -> Card:
    """What was answered waits."""
    say = view.words.say
    body = say(
        "Your answers so far are kept until %(day)s, or until you erase them: /mydata",
        day=view.words.day(view.here.closes),
    )
    return view.card(say("You can go on at any time."), body, ((view.go_on(),),))


async def from_stopped(turn: Turn, _: str) -> Changes:
    """On with the survey."""
    position = turn.view.answering.state.position
    return turn.to(turn.view.moved(scene="question" if position else "review"))


SCENES = {
    "help": Scene(show_help, close),
    "languages": Scene(show_language, choose_language),
    "welcome": Scene(show_welcome, from_welcome),
    "stopped": Scene(show_stopped, from_stopped),
}
