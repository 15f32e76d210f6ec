"""What becomes of an organisation and its answers when somebody stops speaking for it."""

from dataclasses import dataclass

from handlers.links import named
from handlers.turn import Turn
from handlers.view import View
from storage import announcements, consultations, organisations, outbox, people, responses, shared_drafts
from storage.announcements import Announcement
from storage.changes import Write
from storage.kinds import OrganisationKind
from storage.store import Store


async def what_goes(store: Store, view: View) -> list[str]:
    """What `/forget` does to the organisation they speak for, in words."""
    organisation = await organisations.of(store.database, store.keys, view.person.id)
    if organisation is None:
        return []
    say, name = view.words.say, named(organisation.name)
    if organisation.members > 1:
        return [say("You leave %(name)s. Its answers stay; its other members can change them.", name=name)]
    last = say(
        "You are the last member of %(name)s. It is erased too, with its answers in open consultations.",
        name=name,
    )
    if organisation.state != "verified":
        return [last]
    return [last, say("Its events and announcements that are still to come are called off.")]


@dataclass(frozen=True, slots=True)
class Left:
    """What is written when somebody leaves, and the ids of what is erased for good."""

    writes: tuple[Write, ...] = ()
    erased: tuple[bytes, ...] = ()


async def ended(store: Store, person: bytes, *, erase: bool) -> Left:
    """They leave; `erase`: with all that is theirs.

    The answers of an organisation stay as long as somebody can speak for it. What was never verified
    goes with its last member; a verified organisation stays, unless its last member erases it.
    """
    organisation = await organisations.of(store.database, store.keys, person)
    if organisation is None:
        return Left()
    if organisation.members > 1 or (organisation.state == "verified" and not erase):
        return Left(organisations.leave(store.keys, organisation, person))
    surveys = await consultations.reachable_surveys(store.database)
    drafts = await shared_drafts.all_of(store.database, store.keys, organisation.id, surveys)
    sent = await responses.all_by(store.database, store.keys, organisation.id, surveys)
    unfinished = (shared_drafts.erase(store.keys, draft) for draft in drafts)
    answers = (responses.erase(store.keys, organisation.id, *each) for each in sent)
    writes = (write for each in (*unfinished, *answers) for write in each)
    erased = (organisation.id, *(each for _, _, answer in sent for each in answer.ids))
    return Left((*writes, *organisations.remove(organisation)), erased)


async def others(store: Store, person: bytes) -> list[bytes]:
    """The other members of the organisation they speak for."""
    organisation = await organisations.of(store.database, store.keys, person)
    if organisation is None:
        return []
    members = await organisations.members(store.database, organisation.id)
    return [member for member in members if member != person]


def told(turn: Turn, kind: OrganisationKind, members: list[bytes]) -> tuple[Write, ...]:
    """These members hear of it."""
    if not members:
        return ()
    return announcements.tell(Announcement(turn.place.fresh(16), "", kind, turn.now), members)


async def show_others(turn: Turn) -> list[Write]:
    """The other members see what one of them did, in the chats that we can write to."""
    if turn.view.organisation is None:
        return []
    found = [
        await people.get(turn.store.database, other)
        for other in await others(turn.store, turn.view.person.id)
    ]
    return [
        outbox.queue(each.id, turn.stamp, turn.now) for each in found if each and each.channel == "telegram"
    ]
