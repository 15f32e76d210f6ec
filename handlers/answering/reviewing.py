"""The end of a survey: read all answers once more, change any, send; and what happens next."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.answering.asked import drop_row
from handlers.answering.lines import told
from handlers.answering.ours import FILLED_IN, drop
from handlers.answering.refusing import heavy
from handlers.answering.repeats import instance_of, name_of
from handlers.answering.sent import is_barred, reopened, sent_by
from handlers.guided import kind_of
from handlers.links import named
from handlers.loading import at, begun_again
from handlers.organisations import membership
from handlers.turn import Scene, Turn, drawn
from handlers.view import View
from storage import responses
from storage.changes import Arrival, Changes, Write
from storage.messages import Button, Card
from storage.responses import WEEK, Destination, Document, Sent
from storage.store import Store
from survey import engine
from survey.asking import Line
from survey.state import Refusal


def _draw_review(view: View) -> Card:
    """All answers, and the button that sends them."""
    say = view.words.say
    changing = view.conversation.draft is not None and view.conversation.draft.changing
    send = say("Send the changes") if changing else say("Send")
    rows = (
        (view.button(send, "send", "main"),),
        (view.button(say("Back"), "back", "back"), view.button(say("Change one"), "change")),
        *((out,) if (out := drop_row(view)) else ()),
    )
    hint = say("Nothing is sent before you tap “%(button)s”.", button=send)
    return view.card(say("Your answers"), "\n".join(_told(view)), rows, hint)


def _lines(view: View) -> tuple[Line, ...]:
    return engine.review(view.answering.form, view.answering.state, view.language, view.moment)


def _told(view: View) -> Iterator[str]:
    """The answers, numbered; those in a repeat under a heading of their own."""
    heading = ""
    answers = (line for line in _lines(view) if line.kind != "repeat")
    for number, line in enumerate(answers, 1):
        inside = line.instances
        before, heading = heading, name_of(view.words, inside, inside.at) if inside else ""
        if heading and heading != before:
            yield heading
        yield f"{number}. {told(view.words, line)}"


async def from_review(turn: Turn, action: str) -> Changes:
    """Send, change one, or back to the last question."""
    view = turn.view
    if action == "send":
        return await _send(turn)
    if action == "drop" and view.consultation is None:
        return await drop(turn)
    if action == "change":
        return turn.to(view.moved(scene="change"))
    if action == "back":
        state = engine.back(view.answering.form, view.answering.state, view.moment)
        return turn.to(view.keeping(state, view.moved(scene="question")))
    return turn.nothing()


async def show_change(_: Store, view: View) -> Card:
    """Which answer to change."""
    say = view.words.say
    rows = tuple((button,) for button in _changes(view))
    back = (view.button(say("Back"), "back", "back"),)
    return view.card(say("Which answer do you want to change?"), buttons=(*rows, back))


def _changes(view: View) -> Iterator[Button]:
    """An answer each; where there is a repeat, one more and one less, too."""
    say, seen, number = view.words.say, "", 0
    for line in _lines(view):
        key, inside = line.number, line.instances
        if line.kind == "repeat":
            yield view.button(say("Add: %(name)s", name=line.label), f"q{key}", "choice")
            continue
        number += 1
        name = name_of(view.words, inside, inside.at) if inside else ""
        if (instance := instance_of(line)) and instance != seen:
            seen = instance
            yield view.button(say("Take out: %(name)s", name=name), f"x{key}", "choice")
        yield view.button(f"{number}. {line.label}" + (f" ({name})" if name else ""), f"q{key}", "choice")


async def from_change(turn: Turn, action: str) -> Changes:
    """To that question, or back to the review."""
    view = turn.view
    if action == "back":
        return turn.to(view.moved(scene="review"))
    out = {f"x{line.number}": instance_of(line) for line in _lines(view)}
    if instance := out.get(action):
        return turn.to(view.keeping(view.answering.state, view.moved(scene="remove"), instance))
    refs = {f"q{line.number}": line.ref for line in _lines(view)}
    if action not in refs:
        return turn.nothing()
    state = engine.go_to(view.answering.form, view.answering.state, refs[action], view.moment)
    return turn.to(view.keeping(state, view.moved(scene="question")))


async def _send(turn: Turn) -> Changes:
    view, survey = turn.view, turn.view.answering
    finished = engine.finish(survey.form, survey.state, view.moment, view.language)
    if isinstance(finished, Refusal) and finished.state is None:
        return turn.noticed(heavy(view.words))
    if isinstance(finished, Refusal):
        assert finished.state is not None
        notice = finished.message or view.words.say("This question has no answer yet.")
        return turn.to(view.keeping(finished.state, view.moved(scene="question", notice=notice)))
    if view.consultation is None:
        answers = engine.answers(survey.form, engine.submission(survey.form, finished, view.moment))
        return await FILLED_IN[kind_of(view.conversation.survey)](turn, answers)
    if await is_barred(turn.store, view):
        return turn.to(view.moved(scene="barred").with_draft(None))
    sent = await sent_by(turn.store, view)
    conversation = view.moved(scene="sent").with_draft(None)
    document = _document(view, engine.submission(survey.form, finished, view.moment), sent)
    writes = (*_kept(turn, document, sent), *await membership.show_others(turn))
    changes = turn.to(conversation, *writes, sent_files=document.files)
    if sent or view.trial or view.learning:  # all who know the cards give the same answers
        return changes
    return replace(changes, arrival=_arrival(view, document))


def _arrival(view: View, document: Document) -> Arrival:
    answers = engine.answers(view.answering.form, document.submission)
    return Arrival(view.here.slug, tuple(f"{name}={value}" for name, value in answers.items()))


def _document(view: View, submission: str, sent: Sent | None) -> Document:
    version, _, language = view.conversation.consents[view.agreement].rpartition(" ")
    residents = view.organisation is None and not view.learning
    by_code = residents and view.here.slug in view.conversation.admitted
    looks_made = sent.document.looks_made if sent else view.place.looks_made
    return Document(submission, version, language, "code" if by_code else "open", looks_made)


def _kept(turn: Turn, document: Document, sent: Sent | None) -> tuple[Write, ...]:
    view, keys, respondent = turn.view, turn.store.keys, turn.view.respondent
    kind = "trial" if view.trial else "real"
    to = Destination(view.here.slug, view.conversation.survey, view.answering.version, kind)
    if sent:
        return responses.replace(keys, to, sent, turn.now // WEEK, document)
    return responses.send(keys, to, respondent, turn.place.fresh(16), turn.now // WEEK, document)


async def show_sent(store: Store, view: View) -> Card:
    """Thanks, and what happens next."""
    say, terms = view.words.say, view.here.terms
    closes = view.words.day(view.here.closes)
    if await sent_by(store, view) is None:
        again = ((view.button(say("Answer the survey"), "answer", "main"),),)
        return view.card(say("There are no answers of yours here."), buttons=again)
    if view.learning:
        return _read(view)
    if view.organisation:
        title = say("Thank you. The answers of %(name)s are in.", name=named(view.organisation.name))
        body = [say("Any of its members can change them until %(day)s.", day=closes)]
    else:
        title = say("Thank you. Your answers are in.")
        body = [say("You can change or erase them until %(day)s: /mydata", day=closes)]
    if terms.results_on:
        body.append(say("Results will be published on %(day)s.", day=view.words.day(terms.results_on)))
    change = say("Change our answers") if view.organisation else say("Change my answers")
    rows = [(view.button(change, "change"),)]
    if await _next(store, view):
        body.append(say("There are more questions for you, if you like."))
        rows.insert(0, (view.button(say("Go on"), "next", "main"),))
    if terms.named("learners"):
        rows.append((view.button(say("Learning cards"), "cards"),))
    return view.card(title, "\n".join(body), tuple(rows))


async def _next(store: Store, view: View) -> View | None:
    """Who sent this one, at the next survey for residents that they did not send yet."""
    for name in () if view.organisation else view.here.terms.named("residents"):
        if name != view.conversation.survey:
            place = await at(store, view, view.here.slug, name)
            if await sent_by(store, place) is None and not await is_barred(store, place):
                return place
    return None


def _read(view: View) -> Card:
    """After learning cards: nothing is counted but the region and the three answers."""
    say = view.words.say
    body = say(
        "It is counted by region that somebody has read these. You can erase your answers until %(day)s: "
        "/mydata",
        day=view.words.day(view.here.closes),
    )
    rows = (
        (view.button(say("Other cards"), "cards", "main"),),
        (view.button(say("Read them again"), "again"),),
    )
    return view.card(say("Thank you. That was the last card."), body, rows)


async def from_sent(turn: Turn, action: str) -> Changes:
    """Change what was sent, answer after all, or what is asked next; read cards once more, or others."""
    view = turn.view
    if action == "next" and (place := await _next(turn.store, view)):
        begun = place.conversation.draft is not None
        return turn.to(place.moved(scene="question") if begun else await begun_again(turn.store, place))
    if action == "cards":
        return turn.to(view.moved(over="learning"))
    if action == "answer":
        return turn.to(view.moved(scene="consent"))
    sent = await sent_by(turn.store, view)
    if action == "again" and sent and view.learning:
        return turn.to(await begun_again(turn.store, view))
    if action != "change" or sent is None:
        return turn.nothing()
    return turn.to(await reopened(turn.store, view, sent))


SCENES = {
    "review": drawn(_draw_review, from_review),
    "change": Scene(show_change, from_change),
    "sent": Scene(show_sent, from_sent),
}
