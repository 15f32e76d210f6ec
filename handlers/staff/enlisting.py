"""An invitation to the staff, opened in the chat: taken only when they say so."""

from handlers.staff.roles import role_name
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import audit, people, staff
from storage.changes import Changes
from storage.messages import Card
from storage.staff import Invited
from storage.store import Store


async def invited(turn: Turn, token: str) -> Changes | None:
    """An invitation was opened; None if it is none to the staff, or does not hold any more."""
    found = staff.invitation(turn.store.keys, token)
    if await staff.invited(turn.store.database, turn.store.keys, found, turn.now) is None:
        return None
    return turn.to(turn.view.moved(over="enlist", page=found.hex()))


async def show(store: Store, view: View) -> Card:
    """As what they were invited, and what is kept of it."""
    say, on = view.words.say, (view.go_on(),)
    mine = await staff.of(store.database, store.keys, view.person.id)
    if mine is not None:
        return view.card(
            say("You work here already: %(role)s", role=role_name(view.words, mine.role)), "", (on,)
        )
    found = await _inviting(store, view)
    if found is None:
        gone = say("This invitation does not hold any more. Please ask for a new one.")
        return view.card(gone, buttons=(on,))
    body = (
        say("Your role: %(role)s", role=role_name(view.words, found.role)),
        say("Others who work here know you as %(name)s.", name=found.name),
        say("What you do as staff is noted in a log. Your own answers have nothing to do with it."),
    )
    rows = (
        (view.button(say("Accept"), "accept", "main"),),
        (view.button(say("No, thank you"), "close"),),
    )
    return view.card(say("Join the team?"), "\n".join(body), rows)


async def tapped(turn: Turn, action: str) -> Changes:
    """Accept, or not."""
    view, keys, database = turn.view, turn.store.keys, turn.store.database
    found = await _inviting(turn.store, view)
    if action != "accept" or found is None or await staff.of(database, keys, view.person.id):
        return turn.to(view.moved())
    who = staff.code(keys, view.person.id)
    noted = await audit.note(database, keys, turn.now, who, "joined", found.role)
    taken = staff.use(bytes.fromhex(view.conversation.page))
    said = view.moved(notice=view.words.say("Welcome. /admin shows what you can do."))
    tied = turn.now + turn.place.apart_after
    trusted = people.trust_only(keys, view.person.id, turn.incoming.channel, turn.incoming.address)
    return turn.to(said, taken, staff.join(keys, view.person.id, found, tied), noted, *trusted)


async def _inviting(store: Store, view: View) -> Invited | None:
    at, now = bytes.fromhex(view.conversation.page), int(view.place.now.timestamp())
    return await staff.invited(store.database, store.keys, at, now)


SCENES = {"enlist": Scene(show, tapped)}
