"""`/learn`: short cards on rights and on the UN's review, and the way into a set of them."""

from handlers.answering.sent import sent_by
from handlers.arriving.languages import first, only_language
from handlers.card_sets import CardSet, sets_of
from handlers.loading import at
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import announcements, consultations
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """The sets that can be read, those of the consultation at hand first."""
    say, found = view.words.say, await _offered(store, view)
    if not found:
        return view.card(say("There are no learning cards just now."), buttons=((view.go_on(),),))
    rows = tuple((view.button(each.title, f"set{number}", "choice"),) for number, each in enumerate(found))
    body = say("Some short cards, then three questions about them. About five minutes each.")
    return view.card(say("Learning cards"), body, (*rows, (view.go_on(),)))


async def _offered(store: Store, view: View) -> list[CardSet]:
    every = [each for each in await consultations.every(store.database) if each.state == "open"]
    if view.trial:
        every.append(view.here)
    here = view.conversation.consultation
    every.sort(key=lambda each: each.slug != here)  # the order of the others stays
    return [found for each in every for found in await sets_of(store, each, view.language)]


async def tapped(turn: Turn, action: str) -> Changes:
    """Into one of them, or back to where they were."""
    found = await _offered(turn.store, turn.view)
    chosen = {f"set{number}": each for number, each in enumerate(found)}.get(action)
    return await _into(turn, chosen.slug, chosen.survey) if chosen else turn.to(turn.view.moved())


async def announced(turn: Turn, code: str) -> Changes:
    """From an announcement that carries a set, which it names by its id; the card comes below it."""
    found = await announcements.get(turn.store.database, bytes.fromhex(code)) if _is_id(code) else None
    if found is None or not found.cards:
        return turn.to(turn.view.moved(over="learning"))
    return await _into(turn, found.consultation, found.cards)


def _is_id(code: str) -> bool:
    try:
        return bool(bytes.fromhex(code))
    except ValueError:
        return False


async def _into(turn: Turn, slug: str, survey: str) -> Changes:
    """Where they stopped; else on from the consent, which is given once for a consultation."""
    view = await at(turn.store, turn.view, slug, survey)
    if not view.here.ended and view.survey is None:
        return turn.to(turn.view.moved(over="learning"))
    agreed = view.conversation.consents.get(view.agreement, "").rpartition(" ")[0]
    consented = agreed == view.here.terms.consent_version
    if consented and view.conversation.draft:
        return turn.to(view.moved(scene="question").but(over="welcome"))
    if await sent_by(turn.store, view):
        return turn.to(view.moved(scene="sent"))
    scene = "question" if consented else first(view, "about")
    return turn.to(view.moved(scene=scene), *only_language(view))


SCENES = {"learning": Scene(show, tapped)}
