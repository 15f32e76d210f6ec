"""`/mute`: of which organisations to hear nothing; and the button under what one of them sends."""

from handlers.links import named
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import events, interests, organisations
from storage.changes import Changes
from storage.messages import Card
from storage.organisations import Organisation
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """A toggle for each organisation that invited to something, or that they hear nothing of."""
    say, muted = view.words.say, await interests.muted(store.database, view.person.id)
    rows = tuple(
        (view.button(named(each.name), _action(each, muted), "choice", each.id in muted),)
        for each in await _offered(store, muted)
    )
    title = say("Of whom do you want to hear nothing?") if rows else say("No organisation writes here yet.")
    return view.card(title, buttons=(*rows, (view.button(say("Done"), "close", "main"),)))


def _action(organisation: Organisation, muted: frozenset[bytes]) -> str:
    return f"{organisation.id.hex()}{'-' if organisation.id in muted else '+'}"


async def _offered(store: Store, muted: frozenset[bytes]) -> list[Organisation]:
    """By name. An organisation that invited to nothing is named to nobody."""
    seen = {each.organisation for each in await events.every(store.database) if each.state in _TOLD}
    found = [await organisations.get(store.database, store.keys, each) for each in seen | muted if each]
    return sorted((each for each in found if each), key=lambda each: each.name)


_TOLD = {"open", "cancelled", "over"}
"""States of an event that people were told of."""


async def tapped(turn: Turn, action: str) -> Changes:
    """Hear of it or not; done."""
    if action == "close":
        return turn.to(turn.view.moved())
    organisation = await _named(turn, action.rstrip("+-"))
    if organisation is None:
        return turn.nothing()
    person = turn.view.person.id
    if action.endswith("+"):
        return turn.to(turn.conversation, *interests.mute(person, organisation.id))
    return turn.to(turn.conversation, interests.unmute(person, organisation.id))


async def stop(turn: Turn, name: str) -> Changes:
    """The button under what an organisation sends."""
    organisation = await _named(turn, name)
    if organisation is None:
        return turn.nothing()
    said = turn.view.words.say("You will hear nothing more of this organisation. To change that: /mute")
    return turn.to(turn.conversation, *interests.mute(turn.view.person.id, organisation.id), toast=said)


async def _named(turn: Turn, name: str) -> Organisation | None:
    try:
        return await organisations.get(turn.store.database, turn.store.keys, bytes.fromhex(name))
    except ValueError:
        return None


SCENES = {"mute": Scene(show, tapped)}
