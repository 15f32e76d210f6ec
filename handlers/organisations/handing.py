"""Who speaks for an organisation: its contact hands it over, or removes those who should not be in it.

Members do not know each other, so nobody can be named: all others are removed, and who belongs is invited
again.
"""

from handlers.links import named
from handlers.organisations import invitations, membership
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import announcement_states, events, organisations, wakes
from storage.changes import Changes
from storage.messages import Card
from storage.organisations import Organisation
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """How many they are, and what the contact can do."""
    say, organisation = view.words.say, await _mine(store, view)
    if organisation is None:
        return view.card(say("Only its contact can do this."), buttons=((view.go_on(),),))
    body = [view.words.many("It has %(count)d member.", "It has %(count)d members.", organisation.members)]
    body.append(say("You are its contact: who registered it, or to whom it was handed over."))
    others = (view.button(say("Remove the others"), "others"),) if organisation.members > 1 else ()
    rows = (others, (view.button(say("Hand it over"), "hand"),), (view.go_on(),))
    title = say("Who speaks for %(name)s", name=named(organisation.name))
    return view.card(title, "\n".join(body), tuple(row for row in rows if row))


async def tapped(turn: Turn, action: str) -> Changes:
    """Hand it over, remove the others, or go on."""
    view, organisation = turn.view, await _mine(turn.store, turn.view)
    if action == "others" and organisation:
        return turn.to(view.moved(over="others"))
    if action == "hand" and organisation:
        made = invitations.offer(turn.store.keys, organisation, view.person.id, turn.now, turn.place.fresh)
        return turn.to(view.moved(over="handing", page=made.token), *made.writes)
    return turn.to(view.moved())


async def show_handing(_: Store, view: View) -> Card:
    """The link, shown once."""
    say, token, place = view.words.say, view.conversation.page, view.place
    body = [
        say("Who opens it becomes the contact in your place, and you leave. Until then nothing changes."),
        say("In this chat: %(command)s", command=invitations.command(token)),
    ]
    if place.bot_name:
        body.append(invitations.telegram_address(place.bot_name, token))
    if place.public_url and view.consultation:
        body.append(invitations.web_address(place.public_url, view.here.slug, token))
    return view.card(say("Hand it over"), "\n".join(body), ((view.go_on(),),))


async def show_others(store: Store, view: View) -> Card:
    """What removing them means."""
    say, organisation = view.words.say, await _mine(store, view)
    name = named(organisation.name) if organisation else "…"
    body = (
        say("Its answers stay. The others see and change them no more, and open invitations do not hold."),
        say("What they wrote and nobody approved yet does not go out. You can write it anew."),
        say("Then invite again who belongs to it."),
    )
    rows = (
        (view.button(say("Remove the others"), "remove", "main"),),
        (view.button(say("Keep them"), "keep", "back"),),
    )
    return view.card(say("Remove all other members of %(name)s?", name=name), "\n".join(body), rows)


async def from_others(turn: Turn, action: str) -> Changes:
    """Remove them, or not."""
    view, organisation = turn.view, await _mine(turn.store, turn.view)
    if action != "remove" or organisation is None:
        return turn.to(view.moved(over="members"))
    gone = organisations.remove_others(turn.store.keys, organisation, view.person.id)
    others = await membership.others(turn.store, view.person.id)
    told = membership.told(turn, "removed", others)
    asked = (
        events.refuse_others(organisation.id, view.person.id),
        announcement_states.refuse_others(organisation.id, view.person.id),
    )
    then = Changes((*gone, *asked, *told), wakes=wakes.marks(turn.store.keys, others))
    return turn.to(view.moved(over="members"), then=then)


async def _mine(store: Store, view: View) -> Organisation | None:
    """The verified organisation whose contact they are."""
    found = await organisations.of(store.database, store.keys, view.person.id)
    return found if found and found.state == "verified" and found.has_contact(view.person.id) else None


SCENES = {
    "members": Scene(show, tapped),
    "handing": Scene(show_handing, tapped),
    "others": Scene(show_others, from_others),
}
