"""The set of learning cards that an announcement carries: a button below it opens that set."""

from dataclasses import replace

from handlers.announcements.beginning import draft_at_hand
from handlers.card_sets import sets_of
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import announcements, consultations
from storage.changes import Changes
from storage.messages import Card
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """One of them, or none."""
    say, draft = view.words.say, await announcements.draft_by(store.database, view.person.id)
    found = await consultations.get(store.database, draft.consultation) if draft else None
    if draft is None or found is None:
        return view.card(say("There is nothing to send."), buttons=((view.go_on(),),))
    sets = await sets_of(store, found, view.language)
    rows = tuple(
        (view.button(each.title, f"set{number}", "choice", each.survey == draft.cards),)
        for number, each in enumerate(sets)
    )
    none = (view.button(say("No cards"), "none", "choice", not draft.cards),)
    back = (view.button(say("Back"), "back", "back"),)
    return view.card(say("Which learning cards shall it carry?"), buttons=(*rows, none, back))


async def tapped(turn: Turn, action: str) -> Changes:
    """This set instead, or none; or back."""
    draft, there = await draft_at_hand(turn), turn.view.moved(over="news_draft")
    found = await consultations.get(turn.store.database, draft.consultation) if draft else None
    if draft is None or found is None:
        return turn.to(there)
    sets = await sets_of(turn.store, found, turn.view.language)
    chosen = {"none": "", **{f"set{number}": each.survey for number, each in enumerate(sets)}}
    if action not in chosen:
        return turn.to(there)
    return turn.to(there, announcements.change(draft, replace(draft, cards=chosen[action])))


SCENES = {"news_cards": Scene(show, tapped)}
