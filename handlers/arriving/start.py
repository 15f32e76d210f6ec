"""Somebody comes: to which consultation, in which language, and for whom they answer."""

from dataclasses import replace

from handlers.answering.sent import is_barred, sent_by
from handlers.arriving.admission import enter
from handlers.arriving.languages import first, languages_card, only_language
from handlers.links import named
from handlers.loading import at
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import consultations, organisations, people
from storage.changes import Changes, Write
from storage.consultations import Consultation
from storage.messages import Card
from storage.store import Store


async def start(turn: Turn, argument: str, audience: str = "") -> Changes:
    """`/start`, `/start <consultation>`, and `/start <consultation>_<token>`: by makers or with a code.

    `audience`: for whom they want to answer, where that is known; else they are asked.
    """
    slug, _, token = argument.partition("_")
    chosen = [slug] if slug else [item.slug for item in await _open(turn.store)]
    if len(chosen) != 1 or await consultations.get(turn.store.database, chosen[0]) is None:
        notice = turn.view.words.say("I do not know that consultation.") if slug else ""
        return turn.to(turn.view.moved(scene="choose", consultation="", survey="", notice=notice))
    trial = token == turn.store.keys.trial_token(chosen[0])
    view = await at(turn.store, turn.view, chosen[0], "")
    if not token or trial:
        return await _enter(turn, view, trial, audience)
    entry = await enter(turn.store, view, token)
    return await _enter(turn, entry.view, False, audience, entry.notice, entry.writes)


async def _enter(
    turn: Turn, view: View, trial: bool, wanted: str, notice: str = "", writes: tuple[Write, ...] = ()
) -> Changes:
    trial = trial and view.here.state == "scheduled"
    view = replace(view, conversation=view.conversation.but(trial=trial))
    possible = await _audiences(turn.store, view)
    if not possible and view.here.terms.named("learners") and view.here.state == "open":
        return turn.to(view.moved(survey="", over="learning", notice=notice), *writes)
    audiences = (wanted,) if wanted in possible else possible
    survey = view.here.terms.named(audiences[0])[0] if len(audiences) == 1 else ""
    if view.here.ended:
        return turn.to(view.moved(scene="ended", survey=survey, notice=notice))
    if view.here.state == "scheduled" and not trial:
        return turn.to(view.moved(scene="soon", survey=survey, notice=notice))
    if len(audiences) == 1:
        return await _into(turn, view, audiences[0], notice, writes)
    return turn.to(view.moved(scene=first(view, "whom"), notice=notice), *only_language(view), *writes)


async def _audiences(store: Store, view: View) -> tuple[str, ...]:
    """For whom somebody can answer here: themselves, an organisation. Makers try all there is."""
    residents = ("residents",) if view.here.terms.named("residents") else ()
    if not view.here.terms.named("organisations"):
        return residents
    organisation = await organisations.of(store.database, store.keys, view.person.id)
    verified = organisation is not None and organisation.state == "verified"
    return (*residents, "organisations") if verified or view.trial else residents


async def _into(
    turn: Turn, view: View, audience: str, notice: str = "", writes: tuple[Write, ...] = ()
) -> Changes:
    """To the first survey for them that was not sent yet; else to the first one."""
    places = [await at(turn.store, view, view.here.slug, name) for name in view.here.terms.named(audience)]
    left = [place for place in places if not await is_barred(turn.store, place)]
    if not left:
        return turn.to(places[0].moved(scene="barred", notice=notice), *writes)
    places, sent = left, [await sent_by(turn.store, place) for place in left]
    view = places[sent.index(None)] if None in sent else places[0]
    if view.conversation.draft and view.agreement in view.conversation.consents:
        return turn.to(view.moved(scene="question", notice=notice).but(over="welcome"), *writes)
    if None not in sent:
        return turn.to(view.moved(scene="sent", notice=notice), *writes)
    scene = first(view, "about")
    return turn.to(view.moved(scene=scene, notice=notice), *only_language(view), *writes)


async def _open(store: Store) -> list[Consultation]:
    return [item for item in await consultations.every(store.database) if item.state == "open"]


async def show_choose(store: Store, view: View) -> Card:
    """Which of several consultations; or that there is none."""
    say, found = view.words.say, await _open(store)
    if not found:
        return view.card(say("There is no consultation just now."), say("Come back later with /start."))
    rows = tuple(
        (view.button(item.terms.say(item.terms.title, view.language), item.slug, "choice"),) for item in found
    )
    return view.card(say("Which consultation?"), buttons=rows)


async def show_language(_: Store, view: View) -> Card:
    """The languages of this consultation."""
    return languages_card(view, view.here.terms.languages)


async def choose_language(turn: Turn, language: str) -> Changes:
    """A language was chosen."""
    if language not in turn.view.here.terms.languages:
        return turn.nothing()
    scene, person = "about" if turn.view.conversation.survey else "whom", turn.view.person
    after = replace(turn.view, person=replace(person, language=language))
    return turn.to(turn.view.moved(scene=scene), people.set_language(person.id, language), after=after)


async def show_whom(store: Store, view: View) -> Card:
    """For whom they answer: for themselves, or for their organisation."""
    say, audiences = view.words.say, await _audiences(store, view)
    if not audiences:
        return view.card(say("This survey is for organisations."), say("To register yours: /organisation"))
    organisation = await organisations.of(store.database, store.keys, view.person.id)
    ours = say("For %(name)s", name=named(organisation.name)) if organisation else say("For an organisation")
    labels = {"residents": say("For myself"), "organisations": ours}
    rows = tuple((view.button(labels[audience], audience, "choice"),) for audience in audiences)
    body = say("The two are counted apart. You can do both.") if len(audiences) > 1 else ""
    return view.card(say("For whom do you want to answer?"), body, rows)


async def choose_whom(turn: Turn, audience: str) -> Changes:
    """On to a survey for these."""
    if audience not in await _audiences(turn.store, turn.view):
        return turn.to(turn.view.moved())
    return await _into(turn, turn.view, audience)


SCENES = {
    "choose": Scene(show_choose, start),
    "language": Scene(show_language, choose_language),
    "whom": Scene(show_whom, choose_whom),
}
