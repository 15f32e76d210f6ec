"""A device that came by a return code to somebody who works here, or speaks for an organisation.

A code is written on paper, and whoever finds it could act in their name. So it reaches answers alone, until a
new invitation is opened on that device.
"""

from handlers.turn import Scene, Turn
from handlers.view import View
from storage import erasable, organisations, people, staff
from storage.changes import Changes, Write
from storage.messages import Card
from storage.store import Store


async def show(_: Store, view: View) -> Card:
    """What the device does not reach, and how it can."""
    say = view.words.say
    body = (
        say("You came here with a receipt code. It leads to your answers, not to what you do for others."),
        say("To do that here too, ask for a new invitation and open its link on this device."),
    )
    return view.card(
        say("This device reaches your answers only."),
        "\n".join(body),
        ((view.button(say("My data"), "mydata", "main"),),),
    )


async def tapped(turn: Turn, _: str) -> Changes:
    """To their answers."""
    return turn.to(turn.view.moved(over="mydata"))


async def confirm_device(turn: Turn, token: str) -> Changes:
    """By a new invitation to what they are already, this device reaches all that they may."""
    say = turn.view.words.say
    used = await _use_invitation(turn, token)
    if not used:
        return turn.noticed(say("This invitation does not hold any more. Please ask for a new one."))
    trusted = people.trust_device(turn.store.keys, turn.incoming.channel, turn.incoming.address)
    return turn.to(turn.view.moved(notice=say("This device reaches everything now.")), *used, trusted)


async def _use_invitation(turn: Turn, token: str) -> tuple[Write, ...]:
    """Who works here needs an invitation to that; a member, one to their organisation. Empty for others."""
    database, keys, person = turn.store.database, turn.store.keys, turn.view.person.id
    if await staff.of(database, keys, person):
        at = staff.invitation(keys, token)
        found = await staff.invited(database, keys, at, turn.now)
        return (staff.use(at), *erasable.destroy((found.erasure_key,))) if found else ()
    at, mine = organisations.invitation(keys, token), await organisations.of(database, keys, person)
    to = await organisations.invited_to(database, keys, at, turn.now)
    return (organisations.use(at),) if to and mine and to.id == mine.id else ()


SCENES = {"limited": Scene(show, tapped)}
