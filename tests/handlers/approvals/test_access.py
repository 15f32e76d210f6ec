"""Every action in the chat, tried by everybody, by buttons they have and by those they should not have."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from handlers.approvals.actions import ANNOUNCE, APPROVE, NOBODY, SEE, STOP, Action, Actor, may
from storage import announcements, events, staff
from storage.announcements import Announcement
from storage.changes import Changes
from storage.erasure_keys import NO_KEY
from storage.events import Event
from storage.messages import Tap
from storage.staff import Role
from tests.organisations import found, joined, member, registered, speakers, verify
from tests.staff import colleague
from tests.town import SLUG, Resident, Town, words

NEWS = Announcement(b"n" * 16, SLUG, "written", 0, words("A meeting on Thursday."), state="asked")
EVENING = Event(
    b"e" * 16,
    SLUG,
    words("Open evening"),
    words("About rents."),
    1_800_000_000,
    1_800_007_200,
    "Africa/Casablanca",
    state="asked",
)
ROLES: tuple[Role, ...] = ("owner", "administrator", "reader")
WHO = (*ROLES, "removed", "resident", "of Housing Now", "of Water for all")
"""Housing Now wrote the event. Who was removed still has the page of staff before them."""


async def taps(somebody: Resident, *actions: str) -> None:
    """Tap these on the card they see, whether it has such buttons or not."""
    for action in actions:
        card = await somebody.card()
        await somebody.does(Tap(card.turns.removesuffix("part") + action))


async def answer(somebody: Resident, verb: str) -> None:
    """The button that begins with this word; made up where they have none."""
    found = [each.data for each in await somebody.buttons() if each.label == verb]
    guesses = ("yes0", "yes") if verb == "Approve" else ("no0", "no")
    if found:
        await somebody.does(Tap(found[0]))
    else:
        await taps(somebody, *guesses)


async def sees(somebody: Resident) -> bool:
    return "is open until" in await somebody.sees()


async def announces(somebody: Resident) -> bool:
    await taps(somebody, f"announce:{SLUG}")
    return "What shall people read?" in await somebody.sees()


async def stops(somebody: Resident) -> bool:
    waiting = replace(NEWS, id=b"w" * 16, state="waiting", due=2_000_000_000)
    await somebody.town.store.apply(Changes((announcements.add(waiting),)))
    await taps(somebody, "stop")
    kept = await announcements.get(somebody.town.store.database, waiting.id)
    return kept is not None and kept.state == "paused"


async def approves_news(somebody: Resident) -> bool:
    await taps(somebody, "waiting", NEWS.id.hex())
    await answer(somebody, "Approve")
    kept = await announcements.get(somebody.town.store.database, NEWS.id)
    return kept is not None and kept.state == "waiting"


async def approves_event(somebody: Resident) -> bool:
    await taps(somebody, "waiting", EVENING.id.hex())
    await answer(somebody, "Approve")
    kept = await events.get(somebody.town.store.database, EVENING.id)
    return kept is not None and kept.state == "open"


ATTEMPTS: dict[str, tuple[Action, Callable[[Resident], Awaitable[bool]]]] = {
    "see": (SEE, sees),
    "announce": (ANNOUNCE, announces),
    "stop": (STOP, stops),
    "approve an announcement": (APPROVE, approves_news),
    "approve an event": (APPROVE, approves_event),
}


async def somebody_who_is(who: str, town: Town) -> tuple[Resident, Actor]:
    """Somebody with this role, as far into the pages of staff as they come."""
    speaking = await speakers(town, 1)
    ours = (await found(town)).id
    await town.store.apply(
        Changes((announcements.add(NEWS), events.add(replace(EVENING, organisation=ours))))
    )
    if who == "of Housing Now":
        somebody, asks = speaking[0], Actor(None, ours)
    elif who == "of Water for all":
        await registered(town, "Water for all")
        await verify(town, "Water for all")
        somebody = await joined(town, "Water for all")
        asks = Actor(None, (await found(town, "Water for all")).id)
    elif who == "resident":
        somebody, asks = await member(town), NOBODY
    else:
        role = next((each for each in ROLES if each == who), None)
        somebody, asks = await colleague(town, role or "owner"), Actor(role)
    await somebody.writes("/admin")
    if who == "removed":
        person = await town.desk.whose(somebody.channel, somebody.address)
        assert person
        await town.store.apply(Changes(staff.remove(person, NO_KEY)))
    return somebody, asks


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("who", WHO)
async def test_nobody_can_more_than_they_may(who: str, attempt: str, town: Town) -> None:
    somebody, asks = await somebody_who_is(who, town)
    action, tries = ATTEMPTS[attempt]
    whose = (await found(town)).id if attempt == "approve an event" else None
    assert await tries(somebody) == may(asks, action, whose)
