"""A consultation's life by `/admin`: opened before its time, closed later or now, published."""

from dataclasses import replace

from handlers.approvals.actions import actor, may
from handlers.consultations import wanting
from handlers.consultations.describing import described, name_of
from handlers.consultations.judging import mark
from handlers.consultations.proposing import done_or_asked, said
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import consultations
from storage.changes import Changes
from storage.consultations import Consultation
from storage.messages import Button, Card
from storage.proposals import Proposal, proposal
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """What it means, exactly, and whether a second person is asked."""
    say, (way, found) = view.words.say, await _at_hand(store, view)
    back = (view.button(say("Back"), "back", "back"),)
    if found is None:
        return view.card(say("This cannot be done now."), buttons=(back,))
    if way == "open":
        body = say("People can answer from now on. What was tried before is deleted.")
        return view.card(
            _title(view, found), body, ((view.button(say("Open it now"), "open", "main"),), back)
        )
    if way == "extend":
        rows = tuple((_until(view, closes),) for closes in wanting.later(found))
        card = view.card(
            _title(view, found), say("Until when shall people be able to answer?"), (*rows, back)
        )
        later = proposal("extend", found.slug)
        return replace(card, hint=await wanting.hint(store, view.words, view.person.id, later))
    proposed = await wanting.proposed(store, view.place, way, found)
    if proposed is None:
        return view.card(say("There is no release yet. One is made on the dashboard."), buttons=(back,))
    label = name_of(view.words, proposed.kind)
    rows = ((view.button(label, _go(proposed), "main"),), back)
    card = view.card(_title(view, found), "\n\n".join(await described(store, view.words, proposed)), rows)
    return replace(card, hint=await wanting.hint(store, view.words, view.person.id, proposed))


def _title(view: View, found: Consultation) -> str:
    return found.terms.say(found.terms.title, view.language)


def _until(view: View, closes: str) -> Button:
    return view.button(view.words.value("datetime", closes), f"until {closes}", "choice")


def _go(proposed: Proposal) -> str:
    return f"go{mark(proposed)}"


async def tapped(turn: Turn, action: str) -> Changes:
    """Done, or a second person is asked; or back. Never what is not as it was looked at."""
    view, (way, found) = turn.view, await _at_hand(turn.store, turn.view)
    back = view.moved(over="admin", page=found.slug if found else "")
    if found is None or not may(await actor(turn.store, view.person.id), wanting.WAYS[way]):
        return turn.to(back)
    store, place, person = turn.store, turn.place, view.person.id
    if way == "open" and action == "open":
        return said(turn, await wanting.opened(store, place, person, found), back)
    if way == "extend" and action.startswith("until "):
        until = action.removeprefix("until ")
        return said(turn, await wanting.extended(store, place, person, found, until), back)
    if way in {"close", "publish"} and action.startswith("go"):
        wanted = await wanting.proposed(store, place, way, found)
        if wanted and action == _go(wanted):
            return await done_or_asked(turn, wanted, back, wanting.DONE[way])
    return turn.to(back)


async def _at_hand(store: Store, view: View) -> tuple[str, Consultation | None]:
    """What they want to happen, to which consultation; None if it is not the time for it."""
    way, _, slug = view.conversation.page.partition(":")
    found = await consultations.get(store.database, slug)
    here = way not in wanting.NOT_IN_CHAT
    return way, found if found and here and wanting.in_time(way, found) else None


SCENES = {"directing": Scene(show, tapped)}
