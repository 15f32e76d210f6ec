"""Each action of the list, tried in the chat by everybody: it happens for those who may, and for nobody else.

Who may is said by hand in `test_actions.py`; here real people tap, also what their card does not offer.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.clock import due_now
from handlers.approvals import noting
from handlers.approvals.actions import ACTIONS
from handlers.approvals.approval import digest
from handlers.approvals.awaiting import SHORT
from handlers.consultations.publishing import to_publish
from handlers.submissions import drafts
from storage import (
    announcements,
    consultations,
    contacts,
    events,
    inquiries,
    papers,
    proposals,
    publications,
    signatures,
    upr,
)
from storage.announcements import Announcement
from storage.changes import Changes
from storage.contacts import Contact
from storage.events import Event
from storage.messages import Tap
from storage.proposals import Kind, proposal
from storage.publications import Publication
from storage.staff import ROLES, Role
from storage.upr import Task
from tests.handlers.approvals.test_actions import OTHER, OWN, allowed
from tests.organisations import found, joined, member, registered, speakers, verify
from tests.papers import asks, written
from tests.released import release
from tests.staff import invited
from tests.town import SLUG, START, Resident, Town, words

Try = Callable[[Town, Resident, bytes | None], Awaitable[bool]]
"""Somebody tries it with what is an organisation's, or (None) the consultation's: whether it happened."""
URL = "https://settat.example"
SOMEBODY = b"s" * 16
OURS = {OWN: "Housing Now", OTHER: "Water For All"}


async def forces(somebody: Resident, command: str, *actions: str) -> None:
    """Taps that their card need not offer."""
    await somebody.writes(command)
    for action in actions:
        here = next(each.data.split(".") for each in await somebody.buttons() if each.data.count(".") >= 2)
        await somebody.does(Tap(f"{here[0]}.{here[1]}.{action}"))


async def sees(_: Town, somebody: Resident, __: bytes | None) -> bool:
    await somebody.writes("/admin")
    return "Fewer than 20 people have answered." in await somebody.sees()


async def results(town: Town, somebody: Resident, _: bytes | None) -> bool:
    await town.store.apply(Changes((publications.add(Publication(SLUG, "en", "{}")),)))
    await somebody.writes("/admin")
    return any(button.role == "link" for button in await somebody.buttons())


async def announces(_: Town, somebody: Resident, __: bytes | None) -> bool:
    await forces(somebody, "/admin", f"announce:{SLUG}")
    return "What shall people read?" in await somebody.sees()


async def stops(town: Town, somebody: Resident, _: bytes | None) -> bool:
    news = Announcement(b"n" * 16, SLUG, "written", int(START.timestamp()) + 9, words("News."))
    await town.store.apply(Changes((announcements.add(news),)))
    await forces(somebody, "/admin", "stop")
    return [each.state for each in await announcements.of(town.store.database, SLUG)] == ["paused"]


async def resumes(town: Town, somebody: Resident, _: bytes | None) -> bool:
    news = Announcement(
        b"n" * 16, SLUG, "written", int(START.timestamp()) + 9, words("News."), state="paused"
    )
    await town.store.apply(Changes((announcements.add(news),)))
    await forces(somebody, "/admin", "stopped", "resume", "yes")
    return [each.state for each in await announcements.of(town.store.database, SLUG)] == ["waiting"]


async def opens(town: Town, somebody: Resident, _: bytes | None) -> bool:
    await town.hold(state="scheduled", slug="later", opens=START + timedelta(days=1))
    await forces(somebody, "/admin", "open:later", "open")
    later = await consultations.get(town.store.database, "later")
    return later is not None and later.state == "open"


async def extends(town: Town, somebody: Resident, _: bytes | None) -> bool:
    before = (await town.consultation()).closes
    until = (before + timedelta(weeks=1)).isoformat(timespec="minutes")
    await forces(somebody, "/admin", f"extend:{SLUG}", f"until {until}")
    return await wanted(town, "extend") or (await town.consultation()).closes > before


async def closes(town: Town, somebody: Resident, _: bytes | None) -> bool:
    seen = digest(proposal("close", SLUG)).hex()[:SHORT]
    await forces(somebody, "/admin", f"close:{SLUG}", f"go{seen}")
    return await wanted(town, "close") or (await town.consultation()).state != "open"


async def publishes(town: Town, somebody: Resident, _: bytes | None) -> bool:
    await ended(town)
    await release(town)
    seen = digest(await to_publish(town.store, await town.consultation(), URL)).hex()[:SHORT]
    await forces(somebody, "/admin", f"publish:{SLUG}", f"go{seen}")
    return await wanted(town, "publish") or (await town.consultation()).state == "published"


async def says_what_was_done(town: Town, somebody: Resident, _: bytes | None) -> bool:
    await ended(town)
    await forces(somebody, "/admin", f"did:{SLUG}")
    return "What was done with the results?" in await somebody.sees()


async def approves(town: Town, somebody: Resident, whose: bytes | None) -> bool:
    organisation = (await found(town, OURS[whose])).id if whose else None
    news = Announcement(
        b"n" * 16,
        SLUG,
        "written",
        0,
        words("News."),
        state="asked",
        author=SOMEBODY,
        organisation=organisation,
    )
    await town.store.apply(Changes((announcements.add(news),)))
    seen = digest(news).hex()[:SHORT]
    await forces(somebody, "/admin", "waiting", news.id.hex(), f"yes{seen}")
    return [each.state for each in await announcements.of(town.store.database, SLUG)] == ["waiting"]


async def approves_a_proposal(town: Town, somebody: Resident) -> bool:
    asked = proposal("close", SLUG, author=SOMEBODY)
    await town.store.apply(Changes((proposals.ask(asked),)))
    seen = digest(asked).hex()[:SHORT]
    await forces(somebody, "/admin", "waiting", asked.id.hex(), f"yes{seen}")
    return (await town.consultation()).state != "open"


async def speaks_for(town: Town, somebody: Resident, whose: bytes | None) -> bool:
    """Cancels an event in its name."""
    organisation = (await found(town, OURS[whose or OWN])).id
    begins = int(START.timestamp()) + 99_999
    text = words("Evening")
    evening = Event(
        b"e" * 16, SLUG, text, text, begins, begins + 9, "UTC", state="open", organisation=organisation
    )
    await town.store.apply(Changes((events.add(evening),)))
    await forces(somebody, "/event", f"e{evening.id.hex()}", "cancel", "yes")
    now = await events.get(town.store.database, evening.id)
    return now is not None and now.state == "cancelled"


async def signs(town: Town, somebody: Resident, whose: bytes | None) -> bool:
    """A paper that an organisation was asked to sign."""
    paper, name = await written(town), OURS[whose or OWN]
    await asks(town, name)
    text = drafts.mark(paper)[: noting.SHORT]
    await forces(somebody, "/organisation", "papers", paper.code, f"signed.asked.{text}", "yes")
    (said,) = await signatures.of(town.store.database, paper.id)
    return said.state == "signed"


async def plans(town: Town, somebody: Resident, _: bytes | None) -> bool:
    """Does what is due before the review."""
    task = Task("hear", "task", "review", 0, "A source", words("Hear people."), town.now.date())
    await town.store.apply(Changes((upr.add(task),)))
    await forces(somebody, "/admin", "upr", "hear", "done")
    return [bool(each.done) for each in await upr.tasks(town.store.database)] == [True]


async def answers(town: Town, somebody: Resident, _: bytes | None) -> bool:
    """What is asked in the region whose contact they are."""
    person = await town.desk.whose(somebody.channel, somebody.address)
    asks = await member(town)
    await town.store.apply(Changes((contacts.put(Contact(SLUG, "settat", {}, person)),)))
    await asks.goes_through("/contact; [Settat]; [Ask a question]; When?")
    (asked,) = await inquiries.waiting(town.store.database, town.store.keys)
    await forces(somebody, "/admin", "inquiries", asked.id.hex())
    await somebody.writes("On Friday.")
    return not await inquiries.waiting(town.store.database, town.store.keys)


TRIES: dict[str, tuple[Try, tuple[bytes | None, ...]]] = {
    "see": (sees, (None,)),
    "results": (results, (None,)),
    "announce": (announces, (None,)),
    "stop": (stops, (None,)),
    "resume": (resumes, (None,)),
    "open": (opens, (None,)),
    "extend": (extends, (None,)),
    "close": (closes, (None,)),
    "publish": (publishes, (None,)),
    "did": (says_what_was_done, (None,)),
    "plan": (plans, (None,)),
    "answer": (answers, (None,)),
    "approve": (approves, (None, OWN, OTHER)),
    "speak": (speaks_for, (OWN, OTHER)),
    "sign": (signs, (OWN, OTHER)),
}
"""How each is tried, and with whose it can be."""
ON_THE_DASHBOARD_ALONE = {"release", "verify", "team", "read", "renew", "recommend", "write"}
"""Tried in `tests/bot/dashboard/test_routes.py`, which takes its routes from the router."""


async def wanted(town: Town, kind: Kind) -> bool:
    return await proposals.get(town.store.database, proposals.identity(kind, SLUG)) is not None


async def ended(town: Town) -> None:
    town.later(days=30)
    for _ in range(2):
        await due_now(town.store, town.now)


async def somebody_who(town: Town, role: Role | None, speaks: bool) -> Resident:
    """Of two organisations there are, they speak for the first, or for none."""
    await speakers(town, 1)
    await registered(town, OURS[OTHER])
    await verify(town, OURS[OTHER])
    somebody = await (joined(town) if speaks else member(town))
    if role:
        await somebody.goes_through(f"{await invited(town, role, 'Amina')}; [Accept]")
    return somebody


def test_every_action_is_tried() -> None:
    assert set(TRIES) == {action.name for action in ACTIONS} - ON_THE_DASHBOARD_ALONE


@pytest.mark.sqlite
@pytest.mark.parametrize("action", TRIES)
@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("speaks", [True, False], ids=["member", "no member"])
async def test_it_happens_for_those_who_may_alone(
    town: Town, action: str, role: Role | None, speaks: bool
) -> None:
    tried, belongings = TRIES[action]
    somebody = await somebody_who(town, role, speaks)
    for whose in belongings:
        assert await tried(town, somebody, whose) == allowed(action, role, speaks, whose), whose
        await clear(town)


async def clear(town: Town) -> None:
    """What was tried before is out of the way of the next."""
    for each in await announcements.of(town.store.database, SLUG):
        await town.store.apply(Changes((announcements.drop(each),)))
    for event in await events.every(town.store.database):
        await town.store.apply(Changes((events.drop(event),)))
    for paper in await papers.every(town.store.database):
        await town.store.apply(Changes((papers.remove(paper), signatures.drop_all(paper.id))))


@pytest.mark.sqlite
@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("speaks", [True, False], ids=["member", "no member"])
async def test_a_proposal_is_approved_by_who_may_approve(town: Town, role: Role | None, speaks: bool) -> None:
    somebody = await somebody_who(town, role, speaks)
    assert await approves_a_proposal(town, somebody) == allowed("approve", role, speaks, None)
