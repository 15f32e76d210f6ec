"""`/organisation`: register one, see how it stands, invite somebody to it, join it, leave it."""

from handlers.guided import ORGANISATION, entered
from handlers.links import named
from handlers.organisations import invitations, membership
from handlers.turn import Scene, Turn
from handlers.view import View
from storage import consultations, erased, organisations, people, signatures, wakes
from storage.changes import Changes
from storage.messages import Button, Card
from storage.organisations import Organisation
from storage.store import Store


async def show(store: Store, view: View) -> Card:
    """How it stands with the organisation they speak for, and what can be done."""
    say, organisation = view.words.say, await _mine(store, view)
    if organisation is None:
        return _none_yet(view)
    name = named(organisation.name)
    if organisation.state == "waiting":
        rows = ((view.go_on(),), (view.button(say("Withdraw it"), "leaving"),))
        return view.card(
            say("%(name)s is waiting to be verified.", name=name),
            say("I will tell you here when it is decided."),
            rows,
        )
    if organisation.state == "refused":
        reason = say("The reason: %(reason)s", reason=organisation.profile.reason)
        rows = ((view.go_on(),), (view.button(say("Register again"), "register"),))
        return view.card(
            say("%(name)s was not verified.", name=name), reason if organisation.profile.reason else "", rows
        )
    return await _verified(store, view, organisation)


def _none_yet(view: View) -> Card:
    say = view.words.say
    body = (
        say("An organisation answers a survey of its own, once; its members do it together."),
        say("I will ask four short questions. Who runs the consultation reads the answers and decides."),
        say("Nobody is told who you are."),
    )
    rows = (
        (view.button(say("Register an organisation"), "register", "main"),),
        (view.button(say("Not now"), "close", "back"),),
    )
    return view.card(say("Do you speak for an organisation?"), "\n".join(body), rows)


async def _verified(store: Store, view: View, organisation: Organisation) -> Card:
    say = view.words.say
    asking = [
        each
        for each in await consultations.every(store.database)
        if each.state == "open" and each.terms.named("organisations")
    ]
    answer = tuple(
        (
            Button(
                each.terms.say(each.terms.title, view.language), f"start:{each.slug}:organisations", "choice"
            ),
        )
        for each in asking
    )
    body = [view.words.many("It has %(count)d member.", "It has %(count)d members.", organisation.members)]
    body.append(
        say("It can answer now:") if asking else say("There is no survey for organisations just now.")
    )
    rows = (
        *answer,
        *await _papers(store, view, organisation),
        (view.button(say("Announcements"), "announcements"), view.button(say("Learning cards"), "cards")),
        (view.button(say("Invite somebody"), "invite"), view.button(say("Leave"), "leaving")),
        *(((view.button(say("Members"), "members"),),) if organisation.has_contact(view.person.id) else ()),
        (view.go_on(),),
    )
    return view.card(say("You speak for %(name)s.", name=named(organisation.name)), "\n".join(body), rows)


async def _papers(store: Store, view: View, organisation: Organisation) -> tuple[tuple[Button, ...], ...]:
    """The way to what it was asked to sign, with how many wait for it."""
    those = await signatures.asked_of(store.database, organisation.id)
    waiting = sum(each.state == "asked" for each in those)
    say = view.words.say
    label = say("Papers to sign: %(count)s", count=waiting) if waiting else say("Papers to sign")
    return ((view.button(label, "papers"),),) if those else ()


async def tapped(turn: Turn, action: str) -> Changes:
    """Register, invite, leave, or go on."""
    view, organisation = turn.view, await _mine(turn.store, turn.view)
    if action == "close":
        return turn.to(view.moved())
    if action == "register" and (organisation is None or organisation.state == "refused"):
        return turn.to(entered(view, ORGANISATION))
    if action == "leaving" and organisation:
        return turn.to(view.moved(over="leaving"))
    if action == "announcements" and organisation:
        return turn.to(view.moved(over="news_home"))
    if action == "cards" and organisation:
        return turn.to(view.moved(over="cards_of_ours"))
    if action == "papers" and organisation:
        return turn.to(view.moved(over="papers_to_sign"))
    if action == "members" and organisation:
        return turn.to(view.moved(over="members"))
    if action == "invite" and organisation and organisation.state == "verified":
        made = invitations.invite(turn.store.keys, organisation, turn.now, turn.place.fresh)
        return turn.to(view.moved(over="invitation", page=made.token), *made.writes)
    return turn.to(view.moved(over="organisation"))


async def show_invitation(store: Store, view: View) -> Card:
    """The invitation, shown once."""
    say, organisation, token = view.words.say, await _mine(store, view), view.conversation.page
    body = [
        view.words.many(
            "One person can join with it, within %(count)d day.",
            "One person can join with it, within %(count)d days.",
            invitations.DAYS,
        ),
        say("Give it only to somebody you trust: members see and change the answers."),
        say("In this chat: %(command)s", command=invitations.command(token)),
    ]
    if view.place.bot_name:
        body.append(invitations.telegram_address(view.place.bot_name, token))
    if view.place.public_url and (slug := await _slug(store, view)):
        body.append(invitations.web_address(view.place.public_url, slug, token))
    title = say("An invitation to %(name)s", name=named(organisation.name) if organisation else "…")
    return view.card(title, "\n".join(body), ((view.go_on(),),))


async def _slug(store: Store, view: View) -> str:
    """A consultation whose page an invitation can lead to."""
    if view.consultation is not None:
        return view.here.slug
    return next((each.slug for each in await consultations.every(store.database) if not each.ended), "")


async def show_leaving(store: Store, view: View) -> Card:
    """What leaving means."""
    say, organisation = view.words.say, await _mine(store, view)
    if organisation is None:
        return _none_yet(view)
    if organisation.state != "verified" and organisation.members == 1:
        body = say("What you registered is erased.")
    elif organisation.members == 1:
        body = say(
            "You are its last member. Its answers stay. Who runs this consultation can invite somebody to it."
        )
    else:
        body = say("Its answers stay, and its other members can go on with them.")
    rows = (
        (view.button(say("Leave"), "leave", "main"),),
        (view.button(say("Stay"), "stay", "back"),),
    )
    return view.card(say("Leave %(name)s?", name=named(organisation.name)), body, rows)


async def from_leaving(turn: Turn, action: str) -> Changes:
    """Leave or stay."""
    if action != "leave":
        return turn.to(turn.view.moved(over="organisation"))
    left = await membership.ended(turn.store, turn.view.person.id, erase=False)
    said, before = turn.renewed(turn.view.moved(notice=turn.view.words.say("You have left it.")))
    writes = (*left.writes, *before, *erased.note(left.erased, turn.now))
    return turn.to(said, then=Changes(writes, chores=bool(left.erased)))


async def invited(turn: Turn, token: str) -> Changes:
    """An invitation was opened: it is taken only when they say so."""
    found = organisations.invitation(turn.store.keys, token)
    if await organisations.invited_to(turn.store.database, turn.store.keys, found, turn.now) is None:
        return turn.noticed(_no_more(turn.view))
    return turn.to(turn.view.moved(over="join", page=found.hex()))


async def show_join(store: Store, view: View) -> Card:
    """Which organisation, and what joining means."""
    say, mine, organisation = view.words.say, await _mine(store, view), await _inviting(store, view)
    if organisation is None:
        return view.card(_no_more(view), buttons=((view.go_on(),),))
    if mine is not None:
        title = say("You speak for %(name)s already.", name=named(mine.name))
        return view.card(title, say("One person speaks for one organisation."), ((view.go_on(),),))
    name = named(organisation.name)
    if _hands_over(view, organisation):
        title, label = say("Take over %(name)s?", name=name), say("Take it over")
        means = say(
            "You become its contact: you can invite, remove its other members, and hand it over again. "
            "Who hands it over to you leaves, and sees and changes its answers no more."
        )
    else:
        title, label = say("Join %(name)s?", name=name), say("Join")
        means = say("You were invited to speak for it. Its members see and change its answers together.")
    rows = (
        (view.button(label, "join", "main"),),
        (view.button(say("No, thank you"), "close"),),
    )
    return view.card(title, "\n".join((means, say("Nobody is told who you are."))), rows)


def _hands_over(view: View, organisation: Organisation) -> bool:
    """Whether the invitation at hand makes who takes it the contact."""
    return organisation.profile.handing == view.conversation.page


async def from_join(turn: Turn, action: str) -> Changes:
    """Join, or not."""
    view, organisation = turn.view, await _inviting(turn.store, turn.view)
    if action != "join" or organisation is None or await _mine(turn.store, view):
        return turn.to(view.moved())
    keys, me, there = turn.store.keys, view.person.id, view.moved(over="organisation")
    trusted = people.trust_only(keys, me, turn.incoming.channel, turn.incoming.address)
    taken = (organisations.use(bytes.fromhex(view.conversation.page)), *trusted)
    if not _hands_over(view, organisation):
        return turn.to(there, *taken, *organisations.join(keys, organisation, me))
    before = bytes.fromhex(organisation.profile.contact)
    told = membership.told(turn, "handed", [before]), membership.told(turn, "contact", [me])
    writes = (*taken, *organisations.hand_over(keys, organisation, me), *told[0], *told[1])
    return turn.to(there, then=Changes(writes, wakes=wakes.marks(keys, [before])))


def _no_more(view: View) -> str:
    return view.words.say("This invitation does not hold any more. Please ask for a new one.")


async def _mine(store: Store, view: View) -> Organisation | None:
    return await organisations.of(store.database, store.keys, view.person.id)


async def _inviting(store: Store, view: View) -> Organisation | None:
    """The verified organisation of the invitation at hand."""
    at, now = bytes.fromhex(view.conversation.page), int(view.place.now.timestamp())
    found = await organisations.invited_to(store.database, store.keys, at, now)
    return found if found and found.state == "verified" else None


SCENES = {
    "organisation": Scene(show, tapped),
    "invitation": Scene(show_invitation, tapped),
    "leaving": Scene(show_leaving, from_leaving),
    "join": Scene(show_join, from_join),
}
